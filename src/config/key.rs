//! The definition of one configuration key, and the table of a subsystem's keys.

use std::fmt;

use crate::kind::{Kind, Value};
use crate::valid::Valid;

/// A value that its key does not accept. The message is Kafka's sentence.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InvalidValue {
    message: String,
}

impl InvalidValue {
    /// The usual form: which value, of which key, why.
    pub fn of(name: &str, value: &str, reason: &str) -> Self {
        Self {
            message: format!("Invalid value {value} for configuration {name}: {reason}"),
        }
    }

    /// A sentence of its own.
    pub fn said(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Debug for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What a key is worth when nothing is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// It must be set.
    Required,
    /// It has no value.
    Null,
    /// This text, which the key accepts.
    Text(&'static str),
}

/// How a broker key may be changed while the broker runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// Only by a restart.
    ReadOnly,
    /// By naming one broker.
    PerBroker,
    /// For one broker or for the whole cluster.
    ClusterWide,
}

/// How much a key matters to a user, as Kafka grades it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Importance {
    /// Most users look at it.
    High,
    /// Some users look at it.
    Medium,
    /// Few users look at it.
    Low,
}

/// Whether users are told of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Documented, and listed by DescribeConfigs.
    Public,
    /// Listed by DescribeConfigs only while it is set.
    Internal,
    /// Can only be set while the broker runs, never in its file.
    DynamicOnly,
}

/// What Kalda does with a key. There is no key that is read and then forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// It changes what Kalda does.
    Acts,
    /// It cannot apply to Kalda, or to this release, and leaving it out harms nobody: named once at start.
    Ignored,
    /// Ignoring another value than the default would weaken security, durability or correctness: refused, because …
    Refused(&'static str),
}

/// One configuration key.
#[derive(Debug, Clone, Copy)]
pub struct KeyDef {
    /// The name in files and requests.
    pub name: &'static str,
    /// The type of its value.
    pub kind: Kind,
    /// Its value when nothing is set.
    pub preset: Preset,
    /// The values it accepts.
    pub valid: Valid,
    /// How it may be changed while the broker runs.
    pub update: Update,
    /// How much it matters.
    pub importance: Importance,
    /// Whether users are told of it.
    pub visibility: Visibility,
    /// What Kalda does with it.
    pub handling: Handling,
    /// One sentence for people, empty when nobody wrote one.
    text: &'static str,
}

/// The columns of a [`KeyDef`] that differ by table and not by row.
pub(crate) type Row = (
    &'static str,
    Kind,
    Preset,
    Valid,
    Update,
    Importance,
    Visibility,
    Handling,
    &'static str,
);

impl KeyDef {
    pub(crate) const fn of(row: Row) -> Self {
        let (name, kind, preset, valid, update, importance, visibility, handling, text) = row;
        Self {
            name,
            kind,
            preset,
            valid,
            update,
            importance,
            visibility,
            handling,
            text,
        }
    }

    /// One sentence about the key, if it has one.
    pub fn doc(&self) -> Option<&'static str> {
        if self.text.is_empty() {
            None
        } else {
            Some(self.text)
        }
    }

    /// Reads and checks a value.
    ///
    /// # Errors
    /// Kafka's sentence when the text is not of the key's type or breaks its rule.
    pub fn parse(&self, text: &str) -> Result<Value, InvalidValue> {
        let shown = if self.is_sensitive() {
            crate::kind::HIDDEN
        } else {
            text
        };
        let value = self
            .kind
            .read(text)
            .map_err(|reason| InvalidValue::of(self.name, shown, &reason))?;
        let value = self.valid.without_repetition(value);
        self.valid.check(self.name, &value)?;
        Ok(value)
    }

    /// The value when nothing is set: `None` for a key without one, and for one that must be set.
    pub fn default_value(&self) -> Option<Value> {
        match self.preset {
            Preset::Required | Preset::Null => None,
            Preset::Text(text) => self.kind.read(text).ok(),
        }
    }

    /// Whether the value is kept from view.
    pub fn is_sensitive(&self) -> bool {
        self.kind == Kind::Password
    }

    /// Whether a client may change the key while the broker runs.
    pub fn is_dynamic(&self) -> bool {
        self.update != Update::ReadOnly
    }

    /// Why Kalda refuses this value, which the key itself accepts; `None` if it does not.
    pub fn refusal(&self, value: &Value) -> Option<String> {
        match self.handling {
            Handling::Acts | Handling::Ignored => None,
            Handling::Refused(reason) => {
                let is_default = match self.default_value() {
                    Some(default) => default == *value,
                    None => false,
                };
                if is_default {
                    None
                } else {
                    Some(format!("{} cannot be set: {reason}.", self.name))
                }
            }
        }
    }
}

/// A subsystem's keys, in the order of their names.
pub(crate) type Section = &'static [KeyDef];

/// All keys of one kind of resource.
#[derive(Debug, Clone, Copy)]
pub struct KeyTable {
    pub(crate) sections: &'static [Section],
}

impl KeyTable {
    /// The key of this name.
    pub fn get(&self, name: &str) -> Option<&'static KeyDef> {
        self.sections.iter().find_map(|section| {
            section
                .binary_search_by(|key| key.name.cmp(name))
                .ok()
                .and_then(|at| section.get(at))
        })
    }

    /// All keys.
    pub fn iter(&self) -> impl Iterator<Item = &'static KeyDef> + use<> {
        self.sections.iter().flat_map(|section| section.iter())
    }
}

/// Writes a section: one bracketed row per key, in the column order of [`Row`].
///
/// The rows stay on one line each because a formatter does not look inside of them.
macro_rules! keys {
    ($([$($column:expr),* $(,)?];)*) => {{
        use $crate::key::{Handling::*, Importance::*, KeyDef, Preset::*, Update::*, Visibility::*};
        use $crate::kind::Kind::*;
        #[allow(unused_imports, reason = "a table need not use every rule")]
        use $crate::valid::Valid::*;
        &[$(KeyDef::of(($($column),*))),*]
    }};
}
pub(crate) use keys;
