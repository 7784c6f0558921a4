//! What a topic's configs are worth, and which layer says so.

use std::collections::BTreeMap;

use kalda_config::{KeyDef, TOPIC_KEYS, Transform, Visibility, broker_synonyms_of_topic_key};

use crate::image::{ConfigResource, Image};

/// The layer that a value comes from, numbered as in DescribeConfigs and CreateTopics responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigSource {
    /// Set on the topic.
    DynamicTopic,
    /// Set on the broker while it ran.
    DynamicBroker,
    /// Set for all brokers while they ran.
    DynamicDefaultBroker,
    /// From the broker's file.
    StaticBroker,
    /// Nobody set it.
    Default,
}

impl ConfigSource {
    /// The number on the wire.
    #[must_use]
    pub const fn code(self) -> i8 {
        match self {
            Self::DynamicTopic => 1,
            Self::DynamicBroker => 2,
            Self::DynamicDefaultBroker => 3,
            Self::StaticBroker => 4,
            Self::Default => 5,
        }
    }
}

/// The configs below a topic's own: what one broker makes of a key that the topic does not set.
#[derive(Debug, Clone, Copy)]
pub struct BrokerLayers<'a> {
    /// Set on the broker while it ran.
    pub broker: &'a BTreeMap<String, String>,
    /// Set for all brokers while they ran.
    pub cluster: &'a BTreeMap<String, String>,
    /// Set in the broker's file.
    pub file: &'a BTreeMap<String, String>,
}

impl Image {
    /// The layers below topics as broker `node` sees them; `file` is what its own file sets.
    #[must_use]
    pub fn broker_layers<'a>(
        &'a self,
        node: i32,
        file: &'a BTreeMap<String, String>,
    ) -> BrokerLayers<'a> {
        BrokerLayers {
            broker: self.configs(&ConfigResource::broker(node)),
            cluster: self.configs(&ConfigResource::cluster()),
            file,
        }
    }
}

/// The value of one topic key.
#[derive(Debug, Clone)]
pub struct EffectiveConfig {
    /// The key.
    pub key: &'static KeyDef,
    /// Its value; a few keys may have none.
    pub value: Option<String>,
    /// The layer that says so.
    pub source: ConfigSource,
}

/// The value of `key` for a topic that sets `topic` itself.
#[must_use]
pub fn effective_topic_config(
    key: &'static KeyDef,
    topic: &BTreeMap<String, String>,
    layers: BrokerLayers<'_>,
) -> EffectiveConfig {
    if let Some(value) = topic.get(key.name) {
        return EffectiveConfig {
            key,
            value: Some(value.clone()),
            source: ConfigSource::DynamicTopic,
        };
    }
    let lower = [
        (layers.broker, ConfigSource::DynamicBroker),
        (layers.cluster, ConfigSource::DynamicDefaultBroker),
        (layers.file, ConfigSource::StaticBroker),
    ];
    for (layer, source) in lower {
        for synonym in broker_synonyms_of_topic_key(key.name) {
            if let Some(text) = layer.get(synonym.broker_key) {
                let value = Some(converted(synonym.broker_key, synonym.transform, text));
                return EffectiveConfig { key, value, source };
            }
        }
    }
    let value = key.default_value().map(|value| value.to_text());
    EffectiveConfig {
        key,
        value,
        source: ConfigSource::Default,
    }
}

/// The values of all topic keys, in the order of their names. Internal keys appear only if the topic sets them.
#[must_use]
pub fn effective_topic_configs(
    topic: &BTreeMap<String, String>,
    layers: BrokerLayers<'_>,
) -> Vec<EffectiveConfig> {
    let mut all: Vec<_> = TOPIC_KEYS
        .iter()
        .filter(|key| key.visibility != Visibility::Internal || topic.contains_key(key.name))
        .map(|key| effective_topic_config(key, topic, layers))
        .collect();
    all.sort_unstable_by_key(|config| config.key.name);
    all
}

/// A broker key's text as the topic key it stands for would write it; only units change.
fn converted(broker_key: &str, transform: Transform, text: &str) -> String {
    if transform == Transform::Same {
        return text.to_owned();
    }
    let value = kalda_config::BROKER_KEYS
        .get(broker_key)
        .and_then(|key| key.parse(text).ok());
    let value = value.and_then(|value| transform.apply(&value).ok());
    value.map_or_else(|| text.to_owned(), |value| value.to_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_topic_wins_over_the_broker_the_cluster_and_the_file() {
        let key = TOPIC_KEYS.get("retention.ms").unwrap();
        let (topic, broker) = (
            configs(&[("retention.ms", "1")]),
            configs(&[("log.retention.ms", "2")]),
        );
        let (cluster, file) = (
            configs(&[("log.retention.minutes", "3")]),
            configs(&[("log.retention.hours", "4")]),
        );
        let none = BTreeMap::new();
        let at = |topic, broker, cluster, file| {
            let found = effective_topic_config(
                key,
                topic,
                BrokerLayers {
                    broker,
                    cluster,
                    file,
                },
            );
            (found.value.unwrap(), found.source.code())
        };
        assert_eq!(at(&topic, &broker, &cluster, &file), ("1".to_owned(), 1));
        assert_eq!(at(&none, &broker, &cluster, &file), ("2".to_owned(), 2));
        assert_eq!(at(&none, &none, &cluster, &file), ("180000".to_owned(), 3));
        assert_eq!(at(&none, &none, &none, &file), ("14400000".to_owned(), 4));
        assert_eq!(at(&none, &none, &none, &none), ("604800000".to_owned(), 5));
    }

    #[test]
    fn an_internal_key_appears_only_if_the_topic_sets_it() {
        let none = BTreeMap::new();
        let layers = BrokerLayers {
            broker: &none,
            cluster: &none,
            file: &none,
        };
        let has = |topic: &BTreeMap<_, _>| {
            effective_topic_configs(topic, layers)
                .iter()
                .any(|config| config.key.name == "internal.segment.bytes")
        };
        assert!(!has(&none));
        assert!(has(&configs(&[("internal.segment.bytes", "100")])));
    }
}
