//! Checking what a client wants to set on a topic, a group or a client metrics subscription.

use std::collections::BTreeMap;

use crate::key::{InvalidValue, KeyTable};
use crate::keys::{CLIENT_METRICS_KEYS, GROUP_KEYS, TOPIC_KEYS};
use crate::layers::Texts;
use crate::synonyms::broker_synonym_of_group_key;
use crate::values::Values;

/// The values of a topic: what is set on it, else `defaults` ([`crate::NodeConfig::topic_defaults`]).
///
/// # Errors
/// Kafka's sentence for a key that does not exist, a value its key does not accept, or values that contradict.
pub fn topic_values(set: &Texts, defaults: &Texts) -> Result<Values, InvalidValue> {
    check_names(set, &TOPIC_KEYS, "Unknown topic config name: ")?;
    let mut all = defaults.clone();
    all.extend(set.iter().map(|(key, text)| (key.clone(), text.clone())));
    let values = Values::read(&TOPIC_KEYS, &all)?;
    check_compaction_lag(&all)?;
    if values.boolean("remote.storage.enable")? {
        return Err(InvalidValue::said(
            "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log \
             storage.",
        ));
    }
    Ok(values)
}

fn check_names(set: &Texts, table: &KeyTable, sentence: &str) -> Result<(), InvalidValue> {
    match set.keys().find(|name| table.get(name).is_none()) {
        Some(name) => Err(InvalidValue::said(format!("{sentence}{name}"))),
        None => Ok(()),
    }
}

pub(crate) fn check_compaction_lag(topic: &Texts) -> Result<(), InvalidValue> {
    let read = |key: &str| {
        topic
            .get(key)
            .and_then(|text| text.trim().parse::<i64>().ok())
    };
    match (read("min.compaction.lag.ms"), read("max.compaction.lag.ms")) {
        (Some(least), Some(most)) if least > most => Err(InvalidValue::said(format!(
            "conflict topic config setting min.compaction.lag.ms ({least}) > max.compaction.lag.ms ({most})"
        ))),
        _ => Ok(()),
    }
}

/// Checks what is set on a group, within the limits of `broker`.
///
/// # Errors
/// Kafka's sentence for the first thing that is wrong.
pub fn check_group(set: &Texts, broker: &Values) -> Result<(), InvalidValue> {
    check_names(set, &GROUP_KEYS, "Unknown group config name: ")?;
    let mut all = Texts::new();
    for key in GROUP_KEYS.iter() {
        let default = broker_synonym_of_group_key(key.name).and_then(|name| broker.get(name));
        if let Some(text) = default.map(crate::kind::Value::to_text) {
            all.insert(key.name.to_owned(), text);
        }
    }
    all.extend(set.iter().map(|(key, text)| (key.clone(), text.clone())));
    let values = Values::read(&GROUP_KEYS, &all)?;
    for (key, limit, bound) in limits(set) {
        let (value, allowed) = (values.int(key)?, broker.int(&limit)?);
        let (fits, words) = match bound {
            Bound::Least => (value >= allowed, "greater than or equal to"),
            Bound::Most => (value <= allowed, "less than or equal to"),
        };
        if !fits {
            return Err(InvalidValue::said(format!("{key} must be {words} {limit}")));
        }
    }
    for kind in ["consumer", "share", "streams"] {
        let session = format!("{kind}.session.timeout.ms");
        let heartbeat = format!("{kind}.heartbeat.interval.ms");
        if values.int(&session)? <= values.int(&heartbeat)? {
            return Err(InvalidValue::said(format!(
                "{session} must be greater than {heartbeat}"
            )));
        }
    }
    Ok(())
}

enum Bound {
    Least,
    Most,
}

/// Every group key that a broker key limits. An assignment interval is limited only where the group sets it, because
/// the broker's own default may lie outside of its limits.
fn limits(set: &Texts) -> Vec<(&'static str, String, Bound)> {
    let mut limits = Vec::new();
    for key in GROUP_KEYS.iter() {
        let Some((kind, rest)) = key.name.split_once('.') else {
            continue;
        };
        if rest == "assignment.interval.ms" && !set.contains_key(key.name) {
            continue;
        }
        for (word, bound) in [("min", Bound::Least), ("max", Bound::Most)] {
            let rest = if rest == "num.standby.replicas" {
                "standby.replicas"
            } else {
                rest
            };
            let limit = format!("group.{kind}.{word}.{rest}");
            if crate::keys::BROKER_KEYS.get(&limit).is_some() {
                limits.push((key.name, limit, bound));
            }
        }
    }
    limits
}

/// Checks what is set on a client metrics subscription. A pattern's own grammar is not checked: no client metrics are
/// collected in this release.
///
/// # Errors
/// Kafka's sentence for the first thing that is wrong.
pub fn check_client_metrics(set: &Texts) -> Result<(), InvalidValue> {
    const PARAMETERS: [&str; 6] = [
        "client_id",
        "client_instance_id",
        "client_software_name",
        "client_software_version",
        "client_source_address",
        "client_source_port",
    ];
    check_names(
        set,
        &CLIENT_METRICS_KEYS,
        "Unknown client metrics configuration: ",
    )?;
    let values = Values::read(&CLIENT_METRICS_KEYS, set)?;
    let interval = values.int("interval.ms")?;
    if !(100..=3_600_000).contains(&interval) {
        return Err(InvalidValue::said(format!(
            "Invalid value {interval} for interval.ms, interval must be between 100 and 3600000 (1 hour)"
        )));
    }
    for pattern in values.list("match")? {
        let parameter = pattern.split_once('=').map(|(name, _)| name.trim());
        if !parameter.is_some_and(|name| PARAMETERS.contains(&name)) {
            return Err(InvalidValue::said(format!(
                "Illegal client matching pattern: {pattern}"
            )));
        }
    }
    Ok(())
}

/// The texts of `pairs`, for callers that hold them in another form.
pub fn texts<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Texts {
    pairs
        .into_iter()
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .collect::<BTreeMap<_, _>>()
}

#[cfg(test)]
#[path = "resources_tests.rs"]
mod tests;
