//! A broker's configuration in layers: its file, the cluster-wide dynamic values, and its own dynamic values.

use std::collections::BTreeMap;

use crate::key::{InvalidValue, Update, Visibility};
use crate::keys::BROKER_KEYS;
use crate::kind::Value;
use crate::synonyms::broker_synonyms;
use crate::values::Values;

/// Keys and texts, by key.
pub type Texts = BTreeMap<String, String>;

/// The texts of the three layers. Upper layers hide lower ones, and with a key its synonyms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layers {
    /// What the file and the command line set.
    pub file: Texts,
    /// What is set for every broker of the cluster.
    pub cluster: Texts,
    /// What is set for this broker.
    pub broker: Texts,
}

impl Layers {
    /// The texts in force.
    ///
    /// A dynamic value removes the lower layers' synonyms of its key: hours set for the cluster win over milliseconds
    /// in the file, although within one layer the milliseconds win.
    pub fn in_force(&self) -> Texts {
        let mut texts = self.file.clone();
        for (key, text) in self.cluster.iter().chain(&self.broker) {
            for synonym in broker_synonyms(key) {
                texts.remove(*synonym);
            }
            texts.insert(key.clone(), text.clone());
        }
        texts
    }
}

/// Which brokers a dynamic change is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every broker: the resource with the empty name.
    Cluster,
    /// One broker.
    Broker,
}

/// A listener-scoped key: `listener.name.<listener>.<key>`, where SASL keys have a mechanism between.
pub(crate) fn base_of_listener_key(name: &str) -> Option<&str> {
    let rest = name.strip_prefix("listener.name.")?;
    let (_, base) = rest.split_once('.')?;
    if BROKER_KEYS.get(base).is_some() {
        return Some(base);
    }
    let (_mechanism, after) = base.split_once('.')?;
    BROKER_KEYS.get(after).map(|key| key.name)
}

/// Listener-scoped keys that may also be set for the whole cluster.
const CLUSTER_WIDE_LISTENER_KEYS: [&str; 3] = [
    "max.connection.creation.rate",
    "max.connections",
    "num.network.threads",
];

/// Checks what a client wants to set on a broker or on all of them.
///
/// # Errors
/// Kafka's sentence: keys that need a restart, TLS keys without a listener prefix, keys of one broker set for the whole
/// cluster, values their key does not accept; and ours for values that this release refuses.
pub fn check_broker_change(texts: &Texts, scope: Scope) -> Result<(), InvalidValue> {
    let named = |what: &str, wrong: Vec<&str>| match wrong.as_slice() {
        [] => Ok(()),
        names => Err(InvalidValue::said(format!(
            "{what}: [{}]",
            names.join(", ")
        ))),
    };
    let which = |keep: fn(&str) -> bool| {
        texts
            .keys()
            .map(String::as_str)
            .filter(|name| keep(name))
            .collect()
    };
    named(
        "Cannot update these configs dynamically",
        which(|name| BROKER_KEYS.get(name).is_some_and(|key| !key.is_dynamic())),
    )?;
    // Kafka opens and closes listeners while it runs; until Kalda does, saying yes would be a lie.
    named(
        "These configs can be changed only by a restart in this release",
        which(|name| ["listener.security.protocol.map", "listeners"].contains(&name)),
    )?;
    named(
        "These security configs can be dynamically updated only per-listener using the listener prefix",
        which(is_reloadable_tls_key),
    )?;
    for (name, text) in texts {
        let base = base_of_listener_key(name).unwrap_or(name);
        if let Some(key) = BROKER_KEYS.get(base) {
            let value = key.parse(text)?;
            if let Some(reason) = key.refusal(&value) {
                return Err(InvalidValue::said(reason));
            }
        }
    }
    match scope {
        Scope::Broker => Ok(()),
        Scope::Cluster => named(
            "Cannot update these configs at default cluster level, broker id must be specified",
            which(is_of_one_broker),
        ),
    }
}

/// Numbers of threads, which change by a factor of two at most.
const THREAD_COUNTS: [&str; 4] = [
    "background.threads",
    "num.io.threads",
    "num.recovery.threads.per.data.dir",
    "num.replica.fetchers",
];

/// Checks that no number of threads is changed by more than a factor of two from what it is now.
///
/// # Errors
/// The first key that is, or whose value cannot be read.
pub fn check_thread_change(texts: &Texts, current: &Values) -> Result<(), InvalidValue> {
    for name in THREAD_COUNTS {
        let Some(text) = texts.get(name) else {
            continue;
        };
        let Some(key) = BROKER_KEYS.get(name) else {
            continue;
        };
        let (Value::Int(new), Some(Value::Int(now))) = (key.parse(text)?, current.get(name)) else {
            continue;
        };
        let (least, most) = (now / 2, now.saturating_mul(2));
        if new < least || new > most {
            return Err(InvalidValue::said(format!(
                "{name}={new} is refused: it is {now} now and can be changed to {least} at least and {most} at most"
            )));
        }
    }
    Ok(())
}

/// Keys of key and trust stores, which Kafka can reload for one listener.
fn is_reloadable_tls_key(name: &str) -> bool {
    const KEYS: [&str; 10] = [
        "ssl.key.password",
        "ssl.keystore.certificate.chain",
        "ssl.keystore.key",
        "ssl.keystore.location",
        "ssl.keystore.password",
        "ssl.keystore.type",
        "ssl.truststore.certificates",
        "ssl.truststore.location",
        "ssl.truststore.password",
        "ssl.truststore.type",
    ];
    KEYS.contains(&name)
}

fn is_of_one_broker(name: &str) -> bool {
    match base_of_listener_key(name) {
        Some(base) => !CLUSTER_WIDE_LISTENER_KEYS.contains(&base),
        None => BROKER_KEYS
            .get(name)
            .is_some_and(|key| key.update == Update::PerBroker),
    }
}

/// Whether a file may hold this key: Kafka passes over the few that are only dynamic.
pub(crate) fn may_be_in_a_file(name: &str) -> bool {
    BROKER_KEYS
        .get(name)
        .is_some_and(|key| key.visibility != Visibility::DynamicOnly)
}

#[cfg(test)]
#[path = "layers_tests.rs"]
mod tests;
