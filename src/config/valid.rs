//! Which values a key accepts, beyond being of its type.

use std::collections::BTreeSet;

use crate::key::InvalidValue;
use crate::kind::Value;
use crate::number;
use crate::quorum;

/// The rule a key's value is held to. Messages follow Kafka's, because tools and their users match on them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Valid {
    /// Any value of the type, also none.
    Any,
    /// A number not below this.
    AtLeast(f64),
    /// A number within these, both allowed.
    Between(f64, f64),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// One of these texts, in any case.
    OneOfAnyCase(&'static [&'static str]),
    /// A list without empty entries, whose repeated entries count once; `of` names the only allowed entries, unless it is empty.
    ListOf {
        /// The allowed entries; none named means any.
        of: &'static [&'static str],
        /// Whether a list without entries is allowed.
        may_be_empty: bool,
    },
    /// A text that is not empty.
    NonEmpty,
    /// A gzip level: 1 to 9, or -1 for the library's own choice.
    GzipLevel,
    /// `*` or `partition:broker` pairs.
    ThrottledReplicas,
    /// `id@host:port` entries.
    QuorumVoters,
    /// `host:port` entries.
    BootstrapServers,
    /// `latest`, `earliest` or `by_duration:` and an ISO-8601 duration.
    OffsetReset,
}

impl Valid {
    /// Entries that are there twice are no error: Kafka takes them out before it looks at the list.
    pub(crate) fn without_repetition(&self, value: Value) -> Value {
        match (self, value) {
            (Valid::ListOf { .. }, Value::List(parts)) => {
                let mut seen = BTreeSet::new();
                let is_new = |part: &String| seen.insert(part.clone());
                Value::List(parts.into_iter().filter(is_new).collect())
            }
            (_, value) => value,
        }
    }

    /// Checks `value` for the key `name`.
    pub(crate) fn check(&self, name: &str, value: &Value) -> Result<(), InvalidValue> {
        let refuse = |reason: String| Err(InvalidValue::of(name, &value.quoted(), &reason));
        match (self, value) {
            (Valid::AtLeast(least), value) => check_range(name, value, *least, f64::INFINITY),
            (Valid::Between(least, most), value) => check_range(name, value, *least, *most),
            (Valid::OneOf(allowed), Value::String(text)) if !allowed.contains(&text.as_str()) => {
                refuse(format!("String must be one of: {}", allowed.join(", ")))
            }
            (Valid::OneOfAnyCase(allowed), Value::String(text)) => {
                if allowed.iter().any(|one| one.eq_ignore_ascii_case(text)) {
                    return Ok(());
                }
                refuse(format!(
                    "String must be one of (case insensitive): {}",
                    allowed.join(", ")
                ))
            }
            (Valid::ListOf { of, may_be_empty }, Value::List(parts)) => {
                check_list(name, parts, of, *may_be_empty)
            }
            (Valid::NonEmpty, Value::String(text)) if text.is_empty() => {
                refuse("String must be non-empty".to_owned())
            }
            (Valid::GzipLevel, Value::Int(level)) if *level != -1 && !(1..=9).contains(level) => {
                refuse("Value must be between 1 and 9 or equal to -1".to_owned())
            }
            (Valid::ThrottledReplicas, Value::List(parts)) if !are_throttled_replicas(parts) => {
                refuse(format!(
                    "{name} must be the literal '*' or a list of replicas in the following format: \
                     [partitionId]:[brokerId],[partitionId]:[brokerId],..."
                ))
            }
            (Valid::QuorumVoters, Value::List(parts)) => quorum::parse_voters(parts)
                .map(drop)
                .map_err(InvalidValue::said),
            (Valid::BootstrapServers, Value::List(parts)) => quorum::parse_bootstrap_servers(parts)
                .map(drop)
                .map_err(InvalidValue::said),
            (Valid::OffsetReset, Value::String(text)) if !is_offset_reset(text) => refuse(format!(
                "Invalid value `{text}` for configuration {name}. The value must be either 'earliest', 'latest' or of \
                 the format 'by_duration:<PnDTnHnMn.nS>'."
            )),
            _ => Ok(()),
        }
    }
}

fn check_range(name: &str, value: &Value, least: f64, most: f64) -> Result<(), InvalidValue> {
    let Some(number) = value.as_number() else {
        return Ok(());
    };
    let refuse = |reason: String| Err(InvalidValue::of(name, &value.quoted(), &reason));
    if number < least {
        return refuse(format!("Value must be at least {}", bound(least)));
    }
    if number > most {
        return refuse(format!("Value must be no more than {}", bound(most)));
    }
    Ok(())
}

/// A bound as a person writes it: whole numbers without a fraction.
fn bound(value: f64) -> String {
    let text = number::java_double(value);
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None if value.fract() == 0.0 => format!("{value:.0}"),
        None => text,
    }
}

fn check_list(
    name: &str,
    parts: &[String],
    of: &[&str],
    may_be_empty: bool,
) -> Result<(), InvalidValue> {
    let say = |what: &str| Err(InvalidValue::said(format!("Configuration '{name}' {what}")));
    if parts.is_empty() && !may_be_empty {
        let valid = if of.is_empty() {
            "any non-empty value".to_owned()
        } else {
            format!("[{}]", of.join(", "))
        };
        return say(&format!("must not be empty. Valid values include: {valid}"));
    }
    for part in parts {
        if part.is_empty() {
            return say("values must not be empty.");
        }
        if !of.is_empty() && !of.contains(&part.as_str()) {
            let reason = format!("String must be one of: {}", of.join(", "));
            return Err(InvalidValue::of(name, part, &reason));
        }
    }
    Ok(())
}

fn are_throttled_replicas(parts: &[String]) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_pair = |part: &String| match part.split_once(':') {
        Some((partition, broker)) => is_number(partition) && is_number(broker),
        None => part.is_empty(),
    };
    parts.concat() == "*" || parts.iter().all(is_pair)
}

fn is_offset_reset(text: &str) -> bool {
    match text.to_ascii_lowercase().as_str() {
        "latest" | "earliest" => true,
        lower => lower.strip_prefix("by_duration:").is_some_and(is_duration),
    }
}

/// Whether `text` is a duration `PnDTnHnMn.nS` of at least one part and not negative.
fn is_duration(text: &str) -> bool {
    let Some(parts) = text.strip_prefix('p') else {
        return false;
    };
    let (days, clock) = match parts.split_once('t') {
        Some((days, clock)) => (days, Some(clock)),
        None => (parts, None),
    };
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let days_fit = days.is_empty() || days.strip_suffix('d').is_some_and(is_number);
    let Some(clock) = clock else {
        return days_fit && !days.is_empty();
    };
    let mut rest = clock;
    for unit in ['h', 'm'] {
        if let Some((digits, after)) = rest.split_once(unit) {
            if !is_number(digits) {
                return false;
            }
            rest = after;
        }
    }
    let seconds_fit = rest.strip_suffix('s').is_some_and(|seconds| {
        let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
        is_number(whole) && fraction.len() <= 9 && fraction.bytes().all(|b| b.is_ascii_digit())
    });
    days_fit && !clock.is_empty() && (rest.is_empty() || seconds_fit)
}

#[cfg(test)]
#[path = "valid_tests.rs"]
mod tests;
