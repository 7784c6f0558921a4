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

/// The bytes of a properties file as Java writes one: an empty comment, the time, the entries.
pub fn write_properties(entries: &[(&str, String)], now_ms: i64) -> Vec<u8> {
    let mut text = format!("#\n#{}\n", java_date(now_ms));
    for (key, value) in entries {
        text.push_str(key);
        text.push('=');
        escape(value, &mut text);
        text.push('\n');
    }
    text.into_bytes()
}

/// Escapes what a reader would take for something else.
fn escape(value: &str, text: &mut String) {
    for (index, letter) in value.chars().enumerate() {
        match letter {
            ' ' if index == 0 => text.push_str("\\ "),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\x0c' => text.push_str("\\f"),
            '\\' | '=' | ':' | '#' | '!' => text.extend(['\\', letter]),
            ' '..='~' => text.push(letter),
            _ => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    text.push_str(&format!("\\u{unit:04X}"));
                }
            }
        }
    }
}

/// A time as Java prints a date, in UTC: `Sun Nov 22 03:04:10 UTC 2026`.
fn java_date(now_ms: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let seconds = now_ms.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let name = |names: &[&'static str], index: i64| {
        usize::try_from(index)
            .ok()
            .and_then(|index| names.get(index))
            .copied()
            .unwrap_or_default()
    };
    // Years that begin in March end with the leap day, so each month begins at a fixed day of such a year.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12;
    let year = era * 400 + year_of_era + i64::from(month < 2);
    format!(
        "{} {} {day:02} {:02}:{:02}:{:02} UTC {year}",
        name(&DAYS, days.rem_euclid(7)),
        name(&MONTHS, month),
        second / 3600,
        second / 60 % 60,
        second % 60,
    )
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
    fn dates_are_written_as_java_writes_them() {
        assert_eq!(java_date(0), "Thu Jan 01 00:00:00 UTC 1970");
        assert_eq!(java_date(951_782_400_000), "Tue Feb 29 00:00:00 UTC 2000");
        assert_eq!(java_date(1_795_316_650_999), "Sun Nov 22 03:04:10 UTC 2026");
        assert_eq!(java_date(-1), "Wed Dec 31 23:59:59 UTC 1969");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let value = "  a=b:c\td#e\\f\u{20ac}".to_owned();
        let bytes = write_properties(&[("k", value.clone())], 0);
        assert_eq!(
            Properties::parse(&bytes).unwrap().get("k"),
            Some(value.as_str())
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
