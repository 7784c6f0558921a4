//! What DescribeConfigs tells of a resource: each key with its value, where that comes from, and what it hides.

use std::collections::BTreeSet;

use crate::key::{InvalidValue, KeyDef, KeyTable, Visibility};
use crate::keys::{BROKER_KEYS, CLIENT_METRICS_KEYS, GROUP_KEYS, TOPIC_KEYS};
use crate::kind::Kind;
use crate::layers::{Layers, Texts, base_of_listener_key};
use crate::node_config::NodeConfig;
use crate::synonyms::{broker_synonym_of_group_key, broker_synonyms, broker_synonyms_of_topic_key};
use crate::values::Values;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// It is set on the topic.
    Topic,
    /// It is set on the broker while it runs.
    DynamicBroker,
    /// It is set on all brokers while they run.
    DynamicCluster,
    /// The broker's file or command line.
    File,
    /// Nothing sets it.
    Default,
    /// It is set on the client metrics subscription.
    ClientMetrics,
    /// It is set on the group.
    Group,
}

impl Source {
    /// Its number in a DescribeConfigs response.
    pub const fn wire_code(self) -> i8 {
        match self {
            Source::Topic => 1,
            Source::DynamicBroker => 2,
            Source::DynamicCluster => 3,
            Source::File => 4,
            Source::Default => 5,
            Source::ClientMetrics => 7,
            Source::Group => 8,
        }
    }
}

/// A value that is set somewhere, in force or hidden by one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcedText {
    /// The key that sets it.
    pub name: String,
    /// Its text; `None` if it is kept from view.
    pub text: Option<String>,
    /// Where it is set.
    pub source: Source,
}

/// One key of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// The value in force; `None` if there is none, or if it is kept from view.
    pub text: Option<String>,
    /// Where that comes from.
    pub source: Source,
    /// Whether it is kept from view. A key that nobody knows is, for it may hold anything.
    pub is_sensitive: bool,
    /// Whether it takes a restart to change it.
    pub is_read_only: bool,
    /// The value in force and the ones that it hides, in this order.
    pub synonyms: Vec<SourcedText>,
    /// Its type, `None` if nobody knows the key.
    pub kind: Option<Kind>,
    /// One sentence about it.
    pub doc: Option<&'static str>,
}

/// The keys of a topic with what is `set` on it. `Err` when that contradicts the keys' rules.
///
/// # Errors
/// As [`crate::topic_values`].
pub fn describe_topic(node: &NodeConfig, set: &Texts) -> Result<Vec<Described>, InvalidValue> {
    let values = crate::resources::topic_values(set, &node.topic_defaults()?)?;
    let below = |key: &KeyDef| match broker_synonyms_of_topic_key(key.name).first() {
        Some(synonym) => sourced(node.layers(), synonym.broker_key, false),
        None => Vec::new(),
    };
    Ok(describe_resource(
        &TOPIC_KEYS,
        set,
        &values,
        Source::Topic,
        below,
    ))
}

/// The keys of a group with what is `set` on it.
///
/// # Errors
/// A value that its key does not accept.
pub fn describe_group(node: &NodeConfig, set: &Texts) -> Result<Vec<Described>, InvalidValue> {
    let mut all = Texts::new();
    for key in GROUP_KEYS.iter() {
        let value = broker_synonym_of_group_key(key.name).and_then(|name| node.values().get(name));
        if let Some(value) = value {
            all.insert(key.name.to_owned(), value.to_text());
        }
    }
    all.extend(set.clone());
    let values = Values::read(&GROUP_KEYS, &all)?;
    let below = |key: &KeyDef| match broker_synonym_of_group_key(key.name) {
        Some(name) => sourced(node.layers(), name, false),
        None => default_of(key).into_iter().collect(),
    };
    Ok(describe_resource(
        &GROUP_KEYS,
        set,
        &values,
        Source::Group,
        below,
    ))
}

/// The keys of a client metrics subscription with what is `set` on it.
///
/// # Errors
/// A value that its key does not accept.
pub fn describe_client_metrics(set: &Texts) -> Result<Vec<Described>, InvalidValue> {
    let values = Values::read(&CLIENT_METRICS_KEYS, set)?;
    Ok(describe_resource(
        &CLIENT_METRICS_KEYS,
        set,
        &values,
        Source::ClientMetrics,
        |_| Vec::new(),
    ))
}

fn describe_resource(
    table: &KeyTable,
    set: &Texts,
    values: &Values,
    own_source: Source,
    below: impl Fn(&KeyDef) -> Vec<SourcedText>,
) -> Vec<Described> {
    let is_listed =
        |key: &&KeyDef| key.visibility == Visibility::Public || set.contains_key(key.name);
    let describe = |key: &KeyDef| {
        let text = values.get(key.name).map(crate::kind::Value::to_text);
        let mut synonyms = below(key);
        if set.contains_key(key.name) {
            let own = SourcedText {
                name: key.name.to_owned(),
                text: text.clone(),
                source: own_source,
            };
            synonyms.insert(0, own);
        }
        Described {
            name: key.name.to_owned(),
            text,
            source: synonyms
                .first()
                .map_or(Source::Default, |first| first.source),
            is_sensitive: false,
            is_read_only: false,
            synonyms,
            kind: Some(key.kind),
            doc: key.doc(),
        }
    };
    table.iter().filter(is_listed).map(describe).collect()
}

/// The keys of this broker: all that are documented, and all that are set.
pub fn describe_broker(node: &NodeConfig) -> Vec<Described> {
    let texts = node.layers().in_force();
    let listed = BROKER_KEYS
        .iter()
        .filter(|key| key.visibility == Visibility::Public)
        .map(|key| key.name);
    let names: BTreeSet<&str> = texts.keys().map(String::as_str).chain(listed).collect();
    names
        .into_iter()
        .map(|name| describe_broker_key(node, &texts, name))
        .collect()
}

/// The keys that are set for all brokers while they run, and nothing else.
pub fn describe_cluster(node: &NodeConfig) -> Vec<Described> {
    let texts = &node.layers().cluster;
    let describe = |name: &String| {
        let mut described = describe_broker_key(node, texts, name);
        described
            .synonyms
            .retain(|synonym| synonym.source == Source::DynamicCluster);
        described.source = described
            .synonyms
            .first()
            .map_or(Source::Default, |first| first.source);
        if !described.is_sensitive {
            described.text = texts.get(name).cloned();
        }
        described
    };
    texts.keys().map(describe).collect()
}

fn describe_broker_key(node: &NodeConfig, texts: &Texts, name: &str) -> Described {
    let exact = BROKER_KEYS.get(name);
    let known = exact.or_else(|| base_of_listener_key(name).and_then(|base| BROKER_KEYS.get(base)));
    let is_sensitive = known.is_none_or(KeyDef::is_sensitive);
    let listed = exact.filter(|key| key.visibility == Visibility::Public);
    let text = match listed {
        Some(_) => node.values().get(name).map(crate::kind::Value::to_text),
        None => texts.get(name).cloned(),
    };
    let synonyms = sourced(node.layers(), name, is_sensitive);
    Described {
        name: name.to_owned(),
        text: if is_sensitive { None } else { text },
        source: synonyms
            .first()
            .map_or(Source::Default, |first| first.source),
        is_sensitive,
        is_read_only: !exact.is_some_and(KeyDef::is_dynamic),
        synonyms,
        kind: known.map(|key| key.kind),
        doc: exact.and_then(KeyDef::doc),
    }
}

/// Every place that sets `name` or a synonym of it, from the one in force downwards, beginning with `name` itself.
fn sourced(layers: &Layers, name: &str, is_hidden: bool) -> Vec<SourcedText> {
    let base = base_of_listener_key(name);
    let mut names: Vec<&str> = broker_synonyms(name).to_vec();
    if names.is_empty() {
        names.push(name);
        names.extend(base);
    }
    let mut found = Vec::new();
    let layers = [
        (&layers.broker, Source::DynamicBroker),
        (&layers.cluster, Source::DynamicCluster),
        (&layers.file, Source::File),
    ];
    for (texts, source) in layers {
        for name in &names {
            if let Some(text) = texts.get(*name) {
                let text = if is_hidden { None } else { Some(text.clone()) };
                found.push(SourcedText {
                    name: (*name).to_owned(),
                    text,
                    source,
                });
            }
        }
    }
    let defaults = names
        .iter()
        .filter_map(|name| default_of(BROKER_KEYS.get(name)?));
    found.extend(defaults.map(|default| SourcedText {
        text: default.text.filter(|_| !is_hidden),
        ..default
    }));
    found
        .into_iter()
        .skip_while(|sourced| sourced.name != name)
        .collect()
}

fn default_of(key: &KeyDef) -> Option<SourcedText> {
    let text = key.default_value()?.to_text();
    Some(SourcedText {
        name: key.name.to_owned(),
        text: Some(text),
        source: Source::Default,
    })
}

#[cfg(test)]
#[path = "describe_tests.rs"]
mod tests;
