//! A topic's configuration as its partitions need it.

use kalda_config::{InvalidValue, NodeConfig, Values};
use kalda_log::LogConfig;
use kalda_metadata::{ConfigResource, Image};
use kalda_records::{Compression, CompressionLevels, DecompressionLimits, Rules, TimestampType};

/// What a topic demands of batches, and how its logs are kept.
#[derive(Clone, Debug)]
pub(super) struct TopicRules {
    /// What batches must be like.
    pub(super) batches: Rules,
    /// How logs are kept.
    pub(super) log: LogConfig,
    /// `file.delete.delay.ms`
    pub(super) file_delete_delay_ms: i64,
}

/// The rules of `topic` by its own configs and the broker's.
pub(super) fn of(
    node: &NodeConfig,
    image: &Image,
    topic: &str,
) -> Result<TopicRules, InvalidValue> {
    let set = image.configs(&ConfigResource::topic(topic));
    let values = kalda_config::topic_values(set, &node.topic_defaults()?)?;
    Ok(TopicRules {
        batches: batch_rules(&values)?,
        log: log_config(&values, node.values())?,
        file_delete_delay_ms: values.long("file.delete.delay.ms")?,
    })
}

fn batch_rules(values: &Values) -> Result<Rules, InvalidValue> {
    let max_message_bytes = usize::try_from(values.int("max.message.bytes")?).unwrap_or(0);
    let timestamp_type = match values.string("message.timestamp.type")?.as_str() {
        "LogAppendTime" => TimestampType::LogAppendTime,
        _ => TimestampType::CreateTime,
    };
    let compression = match values.string("compression.type")?.as_str() {
        "producer" => None,
        "gzip" => Some(Compression::Gzip),
        "snappy" => Some(Compression::Snappy),
        "lz4" => Some(Compression::Lz4),
        "zstd" => Some(Compression::Zstd),
        _ => Some(Compression::None),
    };
    Ok(Rules {
        max_message_bytes,
        compression,
        levels: CompressionLevels {
            gzip: values.int("compression.gzip.level")?,
            lz4: values.int("compression.lz4.level")?,
            zstd: values.int("compression.zstd.level")?,
        },
        timestamp_type,
        timestamp_before_max_ms: values.long("message.timestamp.before.max.ms")?,
        timestamp_after_max_ms: values.long("message.timestamp.after.max.ms")?,
        compacted: has_policy(values, "compact")?,
        zstd_allowed: true,
        limits: DecompressionLimits::for_max_message_bytes(max_message_bytes),
    })
}

fn log_config(values: &Values, node: &Values) -> Result<LogConfig, InvalidValue> {
    let bytes = |key: &str| Ok(u32::try_from(values.int(key)?).unwrap_or(0));
    let segment_key = match values.int_if_set("internal.segment.bytes")? {
        Some(_) => "internal.segment.bytes",
        None => "segment.bytes",
    };
    Ok(LogConfig {
        segment_bytes: bytes(segment_key)?,
        segment_ms: values.long("segment.ms")?,
        segment_jitter_ms: values.long("segment.jitter.ms")?,
        index_bytes: bytes("segment.index.bytes")?,
        index_interval_bytes: bytes("index.interval.bytes")?,
        flush_messages: values.long("flush.messages")?,
        flush_ms: values.long("flush.ms")?,
        retention_ms: values.long("retention.ms")?,
        retention_bytes: values.long("retention.bytes")?,
        delete: has_policy(values, "delete")?,
        compact: has_policy(values, "compact")?,
        min_cleanable_ratio: values.double("min.cleanable.dirty.ratio")?,
        min_compaction_lag_ms: values.long("min.compaction.lag.ms")?,
        max_compaction_lag_ms: values.long("max.compaction.lag.ms")?,
        delete_retention_ms: values.long("delete.retention.ms")?,
        max_message_bytes: usize::try_from(values.int("max.message.bytes")?).unwrap_or(0),
        preallocate: values.boolean("preallocate")?,
        producer_expiration_ms: i64::from(node.int("producer.id.expiration.ms")?),
    })
}

fn has_policy(values: &Values, policy: &str) -> Result<bool, InvalidValue> {
    Ok(values
        .list("cleanup.policy")?
        .iter()
        .any(|one| one == policy))
}
