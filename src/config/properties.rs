//! The text of `server.properties`: Java's property format, and the overrides of a command line.

use std::collections::BTreeMap;

use java_properties::PropertiesIter;

/// Keys and values as a file and a command line give them; nothing is checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    entries: BTreeMap<String, String>,
}

/// Why a text is not a properties file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PropertiesError {
    /// A line cannot be read, an unfinished `\u` escape say.
    #[error("line {line} cannot be read: {reason}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl Properties {
    /// Reads a file's bytes, which Java takes for ISO-8859-1. Of a repeated key the last one counts.
    ///
    /// # Errors
    /// The first line that is not in the format.
    pub fn parse(bytes: &[u8]) -> Result<Self, PropertiesError> {
        let mut entries = BTreeMap::new();
        PropertiesIter::new(bytes)
            .read_into(|key, value| {
                entries.insert(key, value);
            })
            .map_err(|error| PropertiesError::Line {
                line: error.line_number().unwrap_or(0),
                reason: error.to_string(),
            })?;
        Ok(Self { entries })
    }

    /// Sets a key, over any value it has.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.entries.insert(key.into(), value.into());
    }

    /// Sets what `KEY=VALUE` says. As in Kafka, an argument without `=` sets the empty text.
    pub fn set_override(&mut self, argument: &str) {
        let (key, value) = argument.split_once('=').unwrap_or((argument, ""));
        self.set(key, value);
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.get(key).map(String::as_str)
    }

    /// All keys and values, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Properties {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self {
            entries: pairs
                .into_iter()
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let properties = Properties::parse(text.as_bytes()).unwrap();
        properties
            .iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn separators_comments_and_continuations_are_javas() {
        let text = "# a\n! b\na=1\nb : 2\nc 3\nd\\ e = 4 \nf=x\\\n   y\ng=\nh\n";
        let expected = [
            ("a", "1"),
            ("b", "2"),
            ("c", "3"),
            ("d e", "4 "),
            ("f", "xy"),
            ("g", ""),
            ("h", ""),
        ];
        assert_eq!(read(text), pairs(&expected));
    }

    #[test]
    fn the_last_of_two_equal_keys_counts() {
        assert_eq!(read("a=1\na=2\n"), pairs(&[("a", "2")]));
    }

    #[test]
    fn escapes_and_latin_letters_are_read() {
        let bytes = b"a=\\u00e9\xe9\\t\\:\n";
        let properties = Properties::parse(bytes).unwrap();
        assert_eq!(properties.get("a"), Some("éé\t:"));
    }

    #[test]
    fn a_broken_escape_names_its_line() {
        let error = Properties::parse(b"a=1\nb=\\u12\n").unwrap_err();
        assert!(
            error.to_string().starts_with("line 2 cannot be read"),
            "{error}"
        );
    }

    #[test]
    fn an_override_wins_and_may_hold_further_equal_signs() {
        let mut properties = Properties::parse(b"a=1\n").unwrap();
        properties.set_override("a=b=c");
        properties.set_override("empty");
        assert_eq!(
            (properties.get("a"), properties.get("empty")),
            (Some("b=c"), Some(""))
        );
    }
}
