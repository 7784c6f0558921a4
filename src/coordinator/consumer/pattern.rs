//! Regular expressions in the syntax of RE2/J, for the names of topics.
//!
//! The regex crate keeps RE2's promise: matching takes a time that grows with the text alone. Its syntax is a near
//! relative; [`translate`] takes care of what differs. The names of topics are ASCII, so that the classes of RE2/J, which
//! are ASCII's, and those of the crate, which are Unicode's, match the same names.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use regex::{Regex, RegexBuilder};

/// So much a compiled expression, and the state machine that matches it, may take each. RE2/J has no such limit; lists of
/// hundreds of topic names stay far below.
const MAX_COMPILED_BYTES: usize = 1 << 20;

/// An expression is part of a record's key, where texts have lengths of 16 bits.
const MAX_LENGTH: usize = i16::MAX as usize;

/// RE2's own limit.
const MAX_REPEAT: u32 = 1_000;

/// The names of classes in classes.
const CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn error<T>(problem: impl Into<String>) -> Result<T, PatternError> {
    Err(PatternError(problem.into()))
}

/// A compiled expression.
#[derive(Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    pub(super) fn compile(pattern: &str) -> Result<Self, PatternError> {
        if pattern.len() > MAX_LENGTH {
            return error("it is too long");
        }
        let translated = translate(pattern)?;
        RegexBuilder::new(&format!(r"\A(?:{translated})\z"))
            .size_limit(MAX_COMPILED_BYTES)
            .dfa_size_limit(MAX_COMPILED_BYTES)
            .build()
            .map(Self)
            .map_err(|error| in_words_of_re2(&error))
    }

    /// Whether the whole name matches.
    pub(super) fn matches(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}

/// RE2/J's sentence for what the crate found; the crate's own where RE2/J has none.
fn in_words_of_re2(error: &regex::Error) -> PatternError {
    let told = error.to_string();
    let short = told.rsplit("error: ").next().unwrap_or_default().trim();
    let known = [
        ("unclosed group", "missing closing )"),
        ("unopened group", "unexpected )"),
        ("unclosed character class", "missing closing ]"),
        (
            "repetition operator missing",
            "missing argument to repetition operator",
        ),
        ("invalid repetition count", "invalid repeat count"),
        ("character class range", "invalid character class range"),
        ("Unicode property", "invalid character class range"),
        ("escape sequence", "invalid escape sequence"),
        ("backreferences", "invalid escape sequence"),
        ("look-around", "invalid or unsupported Perl syntax"),
        ("capture group", "invalid named capture"),
    ];
    let found = known.iter().find(|(crate_s, _)| short.contains(crate_s));
    PatternError(found.map_or(short, |(_, sentence)| sentence).to_owned())
}

/// The same expression in the regex crate's syntax.
fn translate(pattern: &str) -> Result<String, PatternError> {
    let mut translation = Translation {
        rest: pattern.chars().peekable(),
        out: String::with_capacity(pattern.len()),
        after_repetition: false,
    };
    translation.run()?;
    Ok(translation.out)
}

struct Translation<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
    after_repetition: bool,
}

impl Translation<'_> {
    fn run(&mut self) -> Result<(), PatternError> {
        while let Some(next) = self.rest.next() {
            let mut repetition = false;
            match next {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '*' | '+' | '?' => {
                    self.repeat(&next.to_string())?;
                    repetition = true;
                }
                '{' => match self.counted() {
                    Some(counts) => {
                        check_counts(&counts)?;
                        self.repeat(&counts)?;
                        repetition = true;
                    }
                    None => self.out.push_str(r"\{"),
                },
                '}' => self.out.push_str(r"\}"),
                other => self.out.push(other),
            }
            self.after_repetition = repetition;
        }
        Ok(())
    }

    /// `a**` means nothing in RE2; the crate would repeat the repetition.
    fn repeat(&mut self, operator: &str) -> Result<(), PatternError> {
        if self.after_repetition {
            return error("invalid nested repetition operator");
        }
        self.out.push_str(operator);
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        Ok(())
    }

    /// A brace that does not begin `{2}`, `{2,}` or `{2,3}` stands for itself.
    fn counted(&mut self) -> Option<String> {
        let mut ahead = self.rest.clone();
        let mut counts = String::from("{");
        loop {
            match ahead.next()? {
                '}' => break,
                digit @ '0'..='9' => counts.push(digit),
                ',' if counts.len() > 1 && !counts.contains(',') => counts.push(','),
                _ => return None,
            }
        }
        if counts.len() == 1 {
            return None;
        }
        counts.push('}');
        self.rest = ahead;
        Some(counts)
    }

    fn escape(&mut self) -> Result<(), PatternError> {
        let Some(next) = self.rest.next() else {
            return error("trailing backslash at end of expression");
        };
        match next {
            'Q' => self.quoted(),
            '0'..='7' => return self.octal(next),
            // Word boundaries to the crate, and to it alone.
            '<' | '>' => self.out.push(next),
            // Code points, to the crate alone.
            'u' | 'U' => return error("invalid escape sequence"),
            'x' | 'p' | 'P' => {
                self.out.push('\\');
                self.out.push(next);
                self.braced();
            }
            other => {
                self.out.push('\\');
                self.out.push(other);
            }
        }
        Ok(())
    }

    fn quoted(&mut self) {
        let mut text = String::new();
        while let Some(next) = self.rest.next() {
            if next == '\\' && self.rest.next_if_eq(&'E').is_some() {
                break;
            }
            text.push(next);
        }
        self.out.push_str(&regex::escape(&text));
    }

    /// `\1` would be a reference to a group, which RE2 does not have; `\12` and `\0` are characters.
    fn octal(&mut self, first: char) -> Result<(), PatternError> {
        let is_octal = |digit: &char| ('0'..='7').contains(digit);
        if first != '0' && !self.rest.peek().is_some_and(is_octal) {
            return error("invalid escape sequence");
        }
        let mut code = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(digit) = self.rest.next_if(is_octal) else {
                break;
            };
            code = code * 8 + digit.to_digit(8).unwrap_or(0);
        }
        self.out.push_str(&format!(r"\x{{{code:x}}}"));
        Ok(())
    }

    /// The braces of `\x{2e}` or `\p{Greek}`, as they are.
    fn braced(&mut self) {
        if self.rest.peek() != Some(&'{') {
            return;
        }
        for next in self.rest.by_ref() {
            self.out.push(next);
            if next == '}' {
                break;
            }
        }
    }

    /// RE2/J's classes neither nest nor subtract.
    fn class(&mut self) -> Result<(), PatternError> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        if self.rest.next_if_eq(&']').is_some() {
            self.out.push_str(r"\]");
        }
        while let Some(next) = self.rest.next() {
            match next {
                ']' => {
                    self.out.push(']');
                    return Ok(());
                }
                '\\' => {
                    // What stands for a place, or quotes, is no character.
                    if matches!(self.rest.peek(), Some('Q' | 'b' | 'B' | 'A' | 'z')) {
                        return error("invalid escape sequence");
                    }
                    self.escape()?;
                }
                '[' if self.named_class()? => {}
                '[' | '&' | '~' => {
                    self.out.push('\\');
                    self.out.push(next);
                }
                '-' => {
                    self.out.push('-');
                    if self.rest.next_if_eq(&'-').is_some() {
                        self.out.push_str(r"\-");
                    }
                }
                other => self.out.push(other),
            }
        }
        error("missing closing ]")
    }

    /// `[:alpha:]` inside a class.
    fn named_class(&mut self) -> Result<bool, PatternError> {
        let mut ahead = self.rest.clone();
        if ahead.next() != Some(':') {
            return Ok(false);
        }
        let mut name = String::new();
        loop {
            match ahead.next() {
                Some(':') => break,
                Some(letter @ ('^' | 'a'..='z')) => name.push(letter),
                Some(_) | None => return Ok(false),
            }
        }
        if ahead.next() != Some(']') {
            return Ok(false);
        }
        if !CLASSES.contains(&name.trim_start_matches('^')) {
            return error("invalid character class range");
        }
        self.out.push_str(&format!("[:{name}:]"));
        self.rest = ahead;
        Ok(true)
    }

    /// The crate has flags that RE2 does not: `x`, `u` and `R`.
    fn group(&mut self) -> Result<(), PatternError> {
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Ok(());
        }
        self.out.push('?');
        if matches!(self.rest.peek(), Some('P' | '<' | '=' | '!')) {
            return Ok(());
        }
        let (mut flags, mut last) = (String::new(), None);
        loop {
            match self.rest.next() {
                Some(flag @ ('i' | 'm' | 's' | 'U' | '-')) => {
                    // Saying a flag twice means what it means once; the crate minds.
                    if !flags.contains(flag) {
                        flags.push(flag);
                    } else if flag == '-' {
                        return error("invalid or unsupported Perl syntax");
                    }
                    last = Some(flag);
                }
                Some(end @ (':' | ')')) if last != Some('-') => {
                    self.out.push_str(&flags);
                    self.out.push(end);
                    return Ok(());
                }
                Some(_) | None => return error("invalid or unsupported Perl syntax"),
            }
        }
    }
}

fn check_counts(counts: &str) -> Result<(), PatternError> {
    let numbers = counts.trim_matches(['{', '}']).split(',');
    let fits = |number: &str| {
        number.is_empty()
            || number
                .parse::<u32>()
                .is_ok_and(|number| number <= MAX_REPEAT)
    };
    if numbers.into_iter().all(fits) {
        Ok(())
    } else {
        error("invalid repeat count")
    }
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
