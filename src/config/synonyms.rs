//! Which broker keys give a topic's or a group's key its default, and which broker keys stand for each other.

use crate::key::InvalidValue;
use crate::kind::Value;

/// How a broker key's value becomes the value of the topic key it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transform {
    /// It is the value.
    Same,
    /// Minutes become milliseconds.
    MinutesToMs,
    /// Hours become milliseconds.
    HoursToMs,
}

/// A broker key that gives a topic key its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Synonym {
    /// The name of the broker key.
    pub broker_key: &'static str,
    /// What its value goes through.
    pub transform: Transform,
}

const fn same(broker_key: &'static str) -> Synonym {
    Synonym {
        broker_key,
        transform: Transform::Same,
    }
}

const fn minutes(broker_key: &'static str) -> Synonym {
    Synonym {
        broker_key,
        transform: Transform::MinutesToMs,
    }
}

const fn hours(broker_key: &'static str) -> Synonym {
    Synonym {
        broker_key,
        transform: Transform::HoursToMs,
    }
}

/// The broker keys that give `topic_key` its default: the first one that is set wins.
pub fn broker_synonyms_of_topic_key(topic_key: &str) -> &'static [Synonym] {
    const RETENTION: &[Synonym] = &[
        same("log.retention.ms"),
        minutes("log.retention.minutes"),
        hours("log.retention.hours"),
    ];
    match topic_key {
        "cleanup.policy" => const { &[same("log.cleanup.policy")] },
        "compression.gzip.level" => const { &[same("compression.gzip.level")] },
        "compression.lz4.level" => const { &[same("compression.lz4.level")] },
        "compression.type" => const { &[same("compression.type")] },
        "compression.zstd.level" => const { &[same("compression.zstd.level")] },
        "delete.retention.ms" => const { &[same("log.cleaner.delete.retention.ms")] },
        "file.delete.delay.ms" => const { &[same("log.segment.delete.delay.ms")] },
        "flush.messages" => const { &[same("log.flush.interval.messages")] },
        "flush.ms" => {
            const {
                &[
                    same("log.flush.interval.ms"),
                    same("log.flush.scheduler.interval.ms"),
                ]
            }
        }
        "index.interval.bytes" => const { &[same("log.index.interval.bytes")] },
        "local.retention.bytes" => const { &[same("log.local.retention.bytes")] },
        "local.retention.ms" => const { &[same("log.local.retention.ms")] },
        "max.compaction.lag.ms" => const { &[same("log.cleaner.max.compaction.lag.ms")] },
        "max.message.bytes" => const { &[same("message.max.bytes")] },
        "message.timestamp.after.max.ms" => const { &[same("log.message.timestamp.after.max.ms")] },
        "message.timestamp.before.max.ms" => {
            const { &[same("log.message.timestamp.before.max.ms")] }
        }
        "message.timestamp.type" => const { &[same("log.message.timestamp.type")] },
        "min.cleanable.dirty.ratio" => const { &[same("log.cleaner.min.cleanable.ratio")] },
        "min.compaction.lag.ms" => const { &[same("log.cleaner.min.compaction.lag.ms")] },
        "min.insync.replicas" => const { &[same("min.insync.replicas")] },
        "preallocate" => const { &[same("log.preallocate")] },
        "retention.bytes" => const { &[same("log.retention.bytes")] },
        "retention.ms" => RETENTION,
        "segment.bytes" => const { &[same("log.segment.bytes")] },
        "segment.index.bytes" => const { &[same("log.index.size.max.bytes")] },
        "segment.jitter.ms" => {
            const { &[same("log.roll.jitter.ms"), hours("log.roll.jitter.hours")] }
        }
        "segment.ms" => const { &[same("log.roll.ms"), hours("log.roll.hours")] },
        "unclean.leader.election.enable" => const { &[same("unclean.leader.election.enable")] },
        _ => &[],
    }
}

/// The broker keys that mean the same as `broker_key`, in the order in which they win; `broker_key` itself among them.
pub fn broker_synonyms(broker_key: &str) -> &'static [&'static str] {
    match broker_key {
        "log.roll.ms" | "log.roll.hours" => &["log.roll.ms", "log.roll.hours"],
        "log.roll.jitter.ms" | "log.roll.jitter.hours" => {
            &["log.roll.jitter.ms", "log.roll.jitter.hours"]
        }
        // The scheduler's own interval is only a default of the first, so asking for it names it alone.
        "log.flush.interval.ms" => &["log.flush.interval.ms", "log.flush.scheduler.interval.ms"],
        "log.retention.ms" | "log.retention.minutes" | "log.retention.hours" => &[
            "log.retention.ms",
            "log.retention.minutes",
            "log.retention.hours",
        ],
        _ => match crate::keys::BROKER_KEYS.get(broker_key) {
            Some(key) => std::slice::from_ref(&key.name),
            None => &[],
        },
    }
}

/// The broker key that gives `group_key` its default.
pub fn broker_synonym_of_group_key(group_key: &str) -> Option<&'static str> {
    let broker_key = format!("group.{group_key}");
    crate::keys::BROKER_KEYS
        .get(&broker_key)
        .map(|key| key.name)
}

impl Transform {
    /// The topic key's value for this broker key's value, in milliseconds where the broker key has another unit.
    ///
    /// # Errors
    /// When the product does not fit into 64 bits.
    pub fn apply(self, value: &Value) -> Result<Value, InvalidValue> {
        let unit_ms = match self {
            Transform::Same => return Ok(value.clone()),
            Transform::MinutesToMs => 60_000,
            Transform::HoursToMs => 3_600_000,
        };
        let count = match value {
            Value::Int(count) => i64::from(*count),
            Value::Long(count) => *count,
            Value::Boolean(_)
            | Value::Short(_)
            | Value::Double(_)
            | Value::String(_)
            | Value::List(_)
            | Value::Class(_)
            | Value::Password(_) => return Ok(value.clone()),
        };
        count.checked_mul(unit_ms).map(Value::Long).ok_or_else(|| {
            InvalidValue::said(format!(
                "{count} is too much to be turned into milliseconds"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{BROKER_KEYS, GROUP_KEYS, TOPIC_KEYS};

    #[test]
    fn every_synonym_is_a_broker_key_whose_default_is_the_topics_default() {
        for topic_key in TOPIC_KEYS.iter() {
            let synonyms = broker_synonyms_of_topic_key(topic_key.name);
            let defaults = synonyms.iter().filter_map(|synonym| {
                let value = BROKER_KEYS
                    .get(synonym.broker_key)
                    .unwrap()
                    .default_value()?;
                Some(synonym.transform.apply(&value).unwrap())
            });
            if let Some(default) = defaults.into_iter().next() {
                assert_eq!(
                    Some(default.to_text()),
                    topic_key.default_value().map(|v| v.to_text())
                );
            }
        }
    }

    #[test]
    fn topic_keys_without_a_synonym_are_the_ones_kafka_leaves_out() {
        let alone: Vec<_> = TOPIC_KEYS
            .iter()
            .map(|key| key.name)
            .filter(|name| broker_synonyms_of_topic_key(name).is_empty())
            .collect();
        let expected = [
            "follower.replication.throttled.replicas",
            "internal.segment.bytes",
            "leader.replication.throttled.replicas",
            "remote.log.copy.disable",
            "remote.log.delete.on.disable",
            "remote.storage.enable",
        ];
        assert_eq!(alone, expected);
    }

    #[test]
    fn group_keys_take_their_default_from_the_broker() {
        let alone: Vec<_> = GROUP_KEYS
            .iter()
            .filter(|key| broker_synonym_of_group_key(key.name).is_none())
            .collect();
        let names: Vec<_> = alone.iter().map(|key| key.name).collect();
        assert_eq!(
            names,
            [
                "share.auto.offset.reset",
                "share.isolation.level",
                "share.renew.acknowledge.enable"
            ]
        );
    }

    #[test]
    fn hours_become_milliseconds() {
        assert_eq!(
            Transform::HoursToMs.apply(&Value::Int(168)),
            Ok(Value::Long(604_800_000))
        );
        assert!(Transform::HoursToMs.apply(&Value::Long(i64::MAX)).is_err());
    }
}
