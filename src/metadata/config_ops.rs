//! What an incremental change makes of a config's value.

use std::collections::BTreeMap;

use kalda_config::{BROKER_KEYS, CLIENT_METRICS_KEYS, GROUP_KEYS, KeyDef, Kind, TOPIC_KEYS};

use crate::image::ResourceType;

/// An operation of IncrementalAlterConfigs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConfigOp {
    Set,
    Delete,
    Append,
    Subtract,
}

impl ConfigOp {
    pub(crate) const fn from_code(code: i8) -> Option<Self> {
        match code {
            0 => Some(Self::Set),
            1 => Some(Self::Delete),
            2 => Some(Self::Append),
            3 => Some(Self::Subtract),
            _ => None,
        }
    }

    /// The name in error messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Set => "SET",
            Self::Delete => "DELETE",
            Self::Append => "APPEND",
            Self::Subtract => "SUBTRACT",
        }
    }
}

/// The definition of a key of this kind of resource.
pub(crate) fn key_of(resource_type: ResourceType, name: &str) -> Option<&'static KeyDef> {
    match resource_type {
        ResourceType::TOPIC => TOPIC_KEYS.get(name),
        ResourceType::BROKER => BROKER_KEYS.get(name),
        ResourceType::GROUP => GROUP_KEYS.get(name),
        ResourceType::CLIENT_METRICS => CLIENT_METRICS_KEYS.get(name),
        ResourceType(_) => None,
    }
}

/// A change of a list's elements was asked for, but the key holds none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotAList;

/// The value of key `name` after `op`; `None` if there is to be none. Lists start from the resource's own value, else
/// from the key's built-in default: what brokers set is not looked at.
pub(crate) fn changed_value(
    (op, operand): (ConfigOp, Option<&str>),
    key: Option<&'static KeyDef>,
    current: Option<&str>,
) -> Result<Option<String>, NotAList> {
    let add = match op {
        ConfigOp::Set => return Ok(operand.map(str::to_owned)),
        ConfigOp::Delete => return Ok(None),
        ConfigOp::Append => true,
        ConfigOp::Subtract => false,
    };
    let key = key.filter(|key| key.kind == Kind::List).ok_or(NotAList)?;
    let default = key.default_value().map(|value| value.to_text());
    let list = current
        .map_or(default, |current| Some(current.to_owned()))
        .unwrap_or_default();
    let mut elements: Vec<&str> = list
        .split(',')
        .filter(|element| !element.is_empty())
        .collect();
    for element in split_as_java(operand.unwrap_or_default()) {
        let place = elements.iter().position(|present| *present == element);
        match (place, add) {
            (None, true) => elements.push(element),
            (Some(place), false) => {
                elements.remove(place);
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    Ok(Some(elements.join(",")))
}

/// Splits at commas as Java does: without the empty parts at the end, but a text that is all empty is one part.
fn split_as_java(text: &str) -> impl Iterator<Item = &str> {
    let kept = if text.is_empty() {
        text
    } else {
        text.trim_end_matches(',')
    };
    let parts = if kept.is_empty() && !text.is_empty() {
        None
    } else {
        Some(kept.split(','))
    };
    parts.into_iter().flatten()
}

/// The keys that are there more than once.
pub(crate) fn has_duplicates<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = BTreeMap::new();
    names.any(|name| seen.insert(name, ()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(op: ConfigOp, operand: &str, current: Option<&str>) -> String {
        changed_value(
            (op, Some(operand)),
            TOPIC_KEYS.get("cleanup.policy"),
            current,
        )
        .unwrap()
        .unwrap()
    }

    // Gotcha 34.
    #[test]
    fn appending_skips_what_is_there_and_starts_from_the_built_in_default() {
        assert_eq!(list(ConfigOp::Append, "compact", None), "delete,compact");
        assert_eq!(
            list(ConfigOp::Append, "compact,delete", Some("compact")),
            "compact,delete"
        );
        assert_eq!(list(ConfigOp::Append, "compact", Some("")), "compact");
    }

    // Gotcha 34.
    #[test]
    fn subtracting_removes_what_is_there() {
        assert_eq!(list(ConfigOp::Subtract, "delete", None), "");
        assert_eq!(
            list(ConfigOp::Subtract, "compact,other", Some("compact,delete")),
            "delete"
        );
    }

    // Gotcha 34.
    #[test]
    fn elements_are_changed_in_lists_only() {
        let key = TOPIC_KEYS.get("retention.ms");
        assert_eq!(
            changed_value((ConfigOp::Append, Some("1")), key, None),
            Err(NotAList)
        );
        assert_eq!(
            changed_value((ConfigOp::Subtract, Some("1")), None, None),
            Err(NotAList)
        );
        assert_eq!(
            changed_value((ConfigOp::Set, Some("1")), key, None),
            Ok(Some("1".to_owned()))
        );
        assert_eq!(
            changed_value((ConfigOp::Delete, None), key, Some("1")),
            Ok(None)
        );
    }

    #[test]
    fn texts_are_split_as_java_splits_them() {
        assert_eq!(split_as_java("a,,b,,").collect::<Vec<_>>(), ["a", "", "b"]);
        assert_eq!(split_as_java("").collect::<Vec<_>>(), [""]);
        assert_eq!(split_as_java(",,").count(), 0);
    }
}
