//! The values in force: one for each key that has one, read and checked.

use std::collections::BTreeMap;

use crate::key::{InvalidValue, KeyTable, Preset};
use crate::kind::Value;

/// Every key of a table with its value: what is set, else the default.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    by_key: BTreeMap<&'static str, Option<Value>>,
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident $optional:ident $variant:ident $type:ty;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// The key is not of this type, or has no value.
        pub fn $name(&self, key: &str) -> Result<$type, InvalidValue> {
            self.$optional(key)?.ok_or_else(|| without_value(key))
        }

        $(#[$doc])*
        ///
        /// `None` when it has none.
        ///
        /// # Errors
        /// The key is not of this type.
        pub fn $optional(&self, key: &str) -> Result<Option<$type>, InvalidValue> {
            match self.by_key.get(key) {
                Some(Some(Value::$variant(value))) => Ok(Some(value.clone())),
                Some(None) => Ok(None),
                Some(Some(_)) => Err(InvalidValue::said(format!("{key} has another type than the one it is read as"))),
                None => Err(InvalidValue::said(format!("{key} is not a key"))),
            }
        }
    )*};
}

impl Values {
    /// Reads `set` as keys of `table`; keys that the table does not have are passed over.
    ///
    /// # Errors
    /// The first value that its key does not accept, or the first key that must be set and is not.
    pub fn read(table: &KeyTable, set: &BTreeMap<String, String>) -> Result<Self, InvalidValue> {
        let mut by_key = BTreeMap::new();
        for key in table.iter() {
            let value = match set.get(key.name) {
                Some(text) => Some(key.parse(text)?),
                None if key.preset == Preset::Required => {
                    return Err(InvalidValue::said(format!(
                        "Missing required configuration \"{}\" which has no default value.",
                        key.name
                    )));
                }
                None => key.default_value(),
            };
            by_key.insert(key.name, value);
        }
        Ok(Self { by_key })
    }

    /// The value of a key, if it exists and has one.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.by_key.get(key).and_then(Option::as_ref)
    }

    /// All keys and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Option<&Value>)> {
        self.by_key
            .iter()
            .map(|(key, value)| (*key, value.as_ref()))
    }

    /// Puts a value in force, over any other one.
    pub(crate) fn set(&mut self, key: &'static str, value: Value) {
        self.by_key.insert(key, Some(value));
    }

    getters! {
        /// A boolean key's value.
        boolean boolean_if_set Boolean bool;
        /// A 32-bit key's value.
        int int_if_set Int i32;
        /// A 64-bit key's value.
        long long_if_set Long i64;
        /// A 16-bit key's value.
        short short_if_set Short i16;
        /// A floating point key's value.
        double double_if_set Double f64;
        /// A text key's value.
        string string_if_set String String;
        /// A list key's entries.
        list list_if_set List Vec<String>;
    }
}

fn without_value(key: &str) -> InvalidValue {
    InvalidValue::said(format!("{key} must be set"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{BROKER_KEYS, TOPIC_KEYS};

    #[test]
    fn what_is_set_wins_over_the_default() {
        let set = BTreeMap::from([("retention.ms".to_owned(), "5".to_owned())]);
        let values = Values::read(&TOPIC_KEYS, &set).unwrap();
        assert_eq!(values.long("retention.ms"), Ok(5));
        assert_eq!(values.int("segment.bytes"), Ok(1 << 30));
        assert_eq!(values.int_if_set("internal.segment.bytes"), Ok(None));
    }

    #[test]
    fn a_key_read_as_another_type_is_an_error_and_not_a_guess() {
        let values = Values::read(&TOPIC_KEYS, &BTreeMap::new()).unwrap();
        assert!(values.int("retention.ms").is_err());
        assert!(values.int("no.such.key").is_err());
        assert!(values.int("internal.segment.bytes").is_err());
    }

    #[test]
    fn a_required_key_is_missed() {
        let error = Values::read(&BROKER_KEYS, &BTreeMap::new())
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "Missing required configuration \"controller.listener.names\" which has no default value."
        );
    }
}
