//! Regular expressions in the syntax of RE2/J, for the names of topics.

use std::fmt;

use regex::{Regex, RegexBuilder};

/// So much a compiled expression may take. RE2/J has no such limit; the longest lists of topic names stay far below.
const MAX_COMPILED_BYTES: usize = 1 << 20;

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A compiled expression. Matching takes a time that grows with the name and with nothing else.
#[derive(Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    pub(super) fn compile(pattern: &str) -> Result<Self, PatternError> {
        RegexBuilder::new(&format!("^(?:{pattern})$"))
            .size_limit(MAX_COMPILED_BYTES)
            .build()
            .map(Self)
            .map_err(|error| PatternError(error.to_string()))
    }

    /// Whether the whole name matches.
    pub(super) fn matches(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}
