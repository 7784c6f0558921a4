//! Writes one struct: definition, default and setters here, reading and writing in modules of their own.

use crate::notation::{Field, Message, Scalar, Struct, Type, Versions};
use crate::values::{
    Ownership, default_value, field_name, has_plain_default, is_optional, rust_type,
};

mod reading;
mod writing;

/// What the code of one struct needs to know.
pub(crate) struct Context<'a> {
    pub(crate) message: &'a Message,
    pub(crate) group: &'a Struct,
    pub(crate) ownership: Ownership,
}

/// Which versions of the struct are flexible.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flexible {
    Never,
    Always,
    From(i16),
}

impl Context<'_> {
    fn flexible(&self) -> Flexible {
        match self.message.flexible_from {
            Some(from) if from <= self.group.versions.first => Flexible::Always,
            Some(from) if from <= self.group.versions.last => Flexible::From(from),
            Some(_) | None => Flexible::Never,
        }
    }

    /// The versions of the struct that have tagged fields.
    fn flexible_versions(&self) -> Versions {
        let first = self.message.flexible_from.unwrap_or(Versions::OPEN);
        self.group.versions.intersect(Versions {
            first,
            last: Versions::OPEN,
        })
    }

    /// The word that stands for "is flexible" in calls.
    fn flexible_word(&self) -> &'static str {
        match self.flexible() {
            Flexible::Never => "false",
            Flexible::Always => "true",
            Flexible::From(_) => "flexible",
        }
    }

    fn keeps_unknown(&self) -> bool {
        self.ownership == Ownership::Shared
    }

    /// The whole struct.
    pub(crate) fn code(&self) -> String {
        let mut code = self.definition();
        code.push_str(&self.default());
        if self.ownership == Ownership::Shared {
            code.push_str(&self.setters());
        }
        let read = self.read();
        let write = self.write();
        text!(code, "impl {} {{\n{read}\n{write}\n}}\n\n", self.group.name);
        code
    }

    fn definition(&self) -> String {
        let name = &self.group.name;
        let message = &self.message.name;
        let versions = self.group.versions;
        let plural = if versions.first == versions.last {
            "version"
        } else {
            "versions"
        };
        let subject = if self.message.type_name() == *name {
            format!("`{name}`, {plural} {versions}.")
        } else {
            format!("Part of `{message}`, {plural} {versions}.")
        };
        let default = if self.derives_default() {
            ", Default"
        } else {
            ""
        };
        let mut code = format!(
            "/// {subject}\n#[derive(Debug, Clone, PartialEq{default})]\npub struct {name} {{\n"
        );
        for field in &self.group.fields {
            line!(code, "    /// {}", self.describe(field));
            line!(
                code,
                "    pub {}: {},",
                field_name(field),
                rust_type(field, self.ownership)
            );
        }
        if self.keeps_unknown() {
            code.push_str("    /// Tagged fields that these versions do not know.\n");
            code.push_str("    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,\n");
        }
        code.push_str("}\n\n");
        code
    }

    fn describe(&self, field: &Field) -> String {
        let mut text = format!("`{}`: {}", field.name, field.kind);
        if is_optional(field) {
            text.push_str(" or null");
        }
        if field.versions != self.group.versions {
            text!(text, ", versions {}", field.versions);
        }
        if let Some(tag) = field.tag {
            text!(text, ", tag {tag}");
        }
        if let Some(default) = &field.default {
            text!(text, ", default {default}");
        }
        text.push('.');
        text.replace("[]", "array of ")
    }

    fn derives_default(&self) -> bool {
        self.group.fields.iter().all(has_plain_default)
    }

    fn default(&self) -> String {
        if self.derives_default() {
            return String::new();
        }
        let name = &self.group.name;
        let mut code = format!("impl Default for {name} {{\nfn default() -> Self {{\nSelf {{\n");
        for field in &self.group.fields {
            line!(
                code,
                "{}: {},",
                field_name(field),
                default_value(field, self.ownership)
            );
        }
        if self.keeps_unknown() {
            code.push_str("unknown_tagged_fields: BTreeMap::new(),\n");
        }
        code.push_str("}\n}\n}\n\n");
        code
    }

    /// kafka-protocol's way to fill a message, which does not depend on the fields that newer versions add.
    fn setters(&self) -> String {
        let mut code = format!("impl {} {{\n", self.group.name);
        for field in &self.group.fields {
            let (name, kind) = (field_name(field), rust_type(field, self.ownership));
            text!(
                code,
                "/// Sets `{name}`.\n#[must_use]\npub fn with_{}(mut self, value: {kind}) -> Self {{ \
                 self.{name} = value; self }}\n\n",
                name.trim_start_matches('_')
            );
        }
        code.push_str(
            "/// Sets the tagged fields that these versions do not know.\n#[must_use]\n\
             pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self { \
             self.unknown_tagged_fields = value; self }\n}\n\n",
        );
        code
    }
}

fn has_word(code: &str, word: &str) -> bool {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|part| part == word)
}

/// The test for `versions`, where it is known that the version is one of `known`.
fn condition(versions: Versions, known: Versions) -> Option<String> {
    let lower = versions.first > known.first;
    let upper = versions.last < known.last;
    match (lower, upper) {
        (false, false) => None,
        (true, false) => Some(format!("version >= {}", versions.first)),
        (false, true) => Some(format!("version <= {}", versions.last)),
        (true, true) if versions.first == versions.last => {
            Some(format!("version == {}", versions.first))
        }
        (true, true) => Some(format!(
            "({}..={}).contains(&version)",
            versions.first, versions.last
        )),
    }
}

/// Whether any field of the message needs this scalar.
pub(crate) fn uses_scalar(message: &Message, wanted: Scalar) -> bool {
    message
        .structs
        .iter()
        .flat_map(|group| &group.fields)
        .any(|field| match &field.kind {
            Type::Scalar(scalar) | Type::ScalarArray(scalar) => *scalar == wanted,
            Type::Struct(_) | Type::StructArray(_) => false,
        })
}
