//! Settings of creating, deleting and listing topics.

use kalda_config::{InvalidValue, NodeConfig};

use super::count;

/// What holds for topics as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicSettings {
    /// `auto.create.topics.enable`
    pub auto_create: bool,
    /// `delete.topic.enable`
    pub can_delete: bool,
    /// `num.partitions`
    pub default_partitions: i32,
    /// `default.replication.factor`
    pub default_replication_factor: i32,
    /// `max.request.partition.size.limit`
    pub max_described_partitions: usize,
    /// The topic of consumer groups and their offsets.
    pub offsets: OffsetsTopicSettings,
}

/// How `__consumer_offsets` is created when the first client asks for a group's coordinator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffsetsTopicSettings {
    /// `offsets.topic.num.partitions`
    pub partitions: i32,
    /// `offsets.topic.replication.factor`
    pub replication_factor: i16,
    /// `offsets.topic.segment.bytes`
    pub segment_bytes: i32,
}

impl TopicSettings {
    pub(super) fn read(config: &NodeConfig) -> Result<Self, InvalidValue> {
        let values = config.values();
        Ok(Self {
            auto_create: values.boolean("auto.create.topics.enable")?,
            can_delete: values.boolean("delete.topic.enable")?,
            default_partitions: values.int("num.partitions")?,
            default_replication_factor: values.int("default.replication.factor")?,
            max_described_partitions: count(values, "max.request.partition.size.limit")?,
            offsets: OffsetsTopicSettings {
                partitions: values.int("offsets.topic.num.partitions")?,
                replication_factor: values.short("offsets.topic.replication.factor")?,
                segment_bytes: values.int("offsets.topic.segment.bytes")?,
            },
        })
    }
}
