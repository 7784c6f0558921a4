//! The value types of configuration keys, and reading their text as Kafka reads it.

use std::fmt;

use crate::number;

/// The type of a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`, in any case.
    Boolean,
    /// A 32-bit integer.
    Int,
    /// A 64-bit integer.
    Long,
    /// A 16-bit integer.
    Short,
    /// A 64-bit floating point number.
    Double,
    /// Text.
    String,
    /// Texts separated by commas.
    List,
    /// The name of a Java class. Kalda keeps the name and loads nothing.
    Class,
    /// Text that is never shown.
    Password,
}

impl Kind {
    /// The name used in error messages, and by Kafka's own type enumeration.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Boolean => "BOOLEAN",
            Kind::Int => "INT",
            Kind::Long => "LONG",
            Kind::Short => "SHORT",
            Kind::Double => "DOUBLE",
            Kind::String => "STRING",
            Kind::List => "LIST",
            Kind::Class => "CLASS",
            Kind::Password => "PASSWORD",
        }
    }

    /// The number that stands for this type in a DescribeConfigs response.
    pub const fn wire_code(self) -> i8 {
        match self {
            Kind::Boolean => 1,
            Kind::String => 2,
            Kind::Int => 3,
            Kind::Short => 4,
            Kind::Long => 5,
            Kind::Double => 6,
            Kind::List => 7,
            Kind::Class => 8,
            Kind::Password => 9,
        }
    }

    /// Reads `text` as a value of this type; the error says what was expected.
    pub(crate) fn read(self, text: &str) -> Result<Value, String> {
        let trimmed = text.trim_matches(|c| c <= ' ');
        let not_a_number = || format!("Not a number of type {}", self.name());
        match self {
            Kind::Boolean => read_boolean(trimmed).map(Value::Boolean),
            Kind::Int => trimmed.parse().map(Value::Int).map_err(|_| not_a_number()),
            Kind::Long => trimmed.parse().map(Value::Long).map_err(|_| not_a_number()),
            Kind::Short => trimmed
                .parse()
                .map(Value::Short)
                .map_err(|_| not_a_number()),
            Kind::Double => number::read_double(trimmed)
                .map(Value::Double)
                .ok_or_else(not_a_number),
            Kind::String => Ok(Value::String(trimmed.to_owned())),
            Kind::List => Ok(Value::List(split_list(trimmed))),
            Kind::Class => Ok(Value::Class(trimmed.to_owned())),
            Kind::Password => Ok(Value::Password(trimmed.to_owned())),
        }
    }
}

fn read_boolean(text: &str) -> Result<bool, String> {
    if text.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if text.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err("Expected value to be either true or false".to_owned())
    }
}

/// Splits at commas, dropping white space beside them. No text is no element; `a,` has an empty second one.
fn split_list(trimmed: &str) -> Vec<String> {
    if trimmed.is_empty() {
        return Vec::new();
    }
    trimmed
        .split(',')
        .map(|part| part.trim().to_owned())
        .collect()
}

/// A value that was read as its key's type.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// See [`Kind::Boolean`].
    Boolean(bool),
    /// See [`Kind::Int`].
    Int(i32),
    /// See [`Kind::Long`].
    Long(i64),
    /// See [`Kind::Short`].
    Short(i16),
    /// See [`Kind::Double`].
    Double(f64),
    /// See [`Kind::String`].
    String(String),
    /// See [`Kind::List`].
    List(Vec<String>),
    /// See [`Kind::Class`].
    Class(String),
    /// See [`Kind::Password`].
    Password(String),
}

/// What is shown instead of a password.
pub const HIDDEN: &str = "[hidden]";

impl Value {
    /// The value as a client sees it in DescribeConfigs: lists joined by commas, doubles as Java writes them.
    pub fn to_text(&self) -> String {
        match self {
            Value::Boolean(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::Long(value) => value.to_string(),
            Value::Short(value) => value.to_string(),
            Value::Double(value) => number::java_double(*value),
            Value::String(value) | Value::Class(value) => value.clone(),
            Value::List(parts) => parts.join(","),
            Value::Password(_) => HIDDEN.to_owned(),
        }
    }

    /// The value as Kafka's error messages quote it: as [`Value::to_text`], but lists in square brackets.
    pub(crate) fn quoted(&self) -> String {
        match self {
            Value::List(parts) => format!("[{}]", parts.join(", ")),
            Value::Boolean(_)
            | Value::Int(_)
            | Value::Long(_)
            | Value::Short(_)
            | Value::Double(_)
            | Value::String(_)
            | Value::Class(_)
            | Value::Password(_) => self.to_text(),
        }
    }

    /// The value as a number, if it is one.
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Value::Int(value) => Some(f64::from(*value)),
            Value::Short(value) => Some(f64::from(*value)),
            // Kafka compares bounds as doubles too; no bound is near the 2^53 where this loses a unit.
            Value::Long(value) => Some(*value as f64),
            Value::Double(value) => Some(*value),
            Value::Boolean(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Class(_)
            | Value::Password(_) => None,
        }
    }
}

/// Passwords stay out of logs and panics.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.quoted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_around_white_space_and_nothing_else() {
        assert_eq!(Kind::Int.read(" 42 "), Ok(Value::Int(42)));
        assert_eq!(
            Kind::Int.read("4 2"),
            Err("Not a number of type INT".to_owned())
        );
        assert_eq!(
            Kind::Long.read("1L"),
            Err("Not a number of type LONG".to_owned())
        );
        assert_eq!(
            Kind::Short.read("40000"),
            Err("Not a number of type SHORT".to_owned())
        );
        assert_eq!(Kind::Int.read("+7"), Ok(Value::Int(7)));
    }

    #[test]
    fn booleans_ignore_case_and_accept_no_other_word() {
        assert_eq!(Kind::Boolean.read("TRUE"), Ok(Value::Boolean(true)));
        assert!(Kind::Boolean.read("yes").is_err());
    }

    #[test]
    fn a_list_loses_the_space_beside_commas_and_keeps_empty_parts() {
        let read = Kind::List.read(" a , b,c,, ");
        let parts = ["a", "b", "c", "", ""].map(str::to_owned).to_vec();
        assert_eq!(read, Ok(Value::List(parts)));
        assert_eq!(Kind::List.read("  "), Ok(Value::List(Vec::new())));
    }

    #[test]
    fn a_password_is_never_shown() {
        let value = Value::Password("secret".to_owned());
        assert_eq!(
            format!("{value:?} {}", value.to_text()),
            "[hidden] [hidden]"
        );
    }
}
