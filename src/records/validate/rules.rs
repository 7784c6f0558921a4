//! What a topic demands of the batches that producers send.

use crate::{Compression, CompressionLevels, DecompressionLimits, TimestampType};

/// The part of a topic's configuration that concerns single batches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// `max.message.bytes`: the largest batch, header included, as sent and as stored.
    pub max_message_bytes: usize,
    /// `compression.type`: the codec batches are stored in; `None` is `producer`, whatever they came in.
    pub compression: Option<Compression>,
    /// `compression.*.level`, for batches that are compressed anew.
    pub levels: CompressionLevels,
    /// `message.timestamp.type`.
    pub timestamp_type: TimestampType,
    /// `message.timestamp.before.max.ms`: how old a record may be.
    pub timestamp_before_max_ms: i64,
    /// `message.timestamp.after.max.ms`: how far in the future a record may lie.
    pub timestamp_after_max_ms: i64,
    /// Whether `cleanup.policy` has `compact`: then every record needs a key.
    pub compacted: bool,
    /// False below Produce v7, whose clients could not read zstd.
    pub zstd_allowed: bool,
    /// How far a compressed batch may unfold.
    pub limits: DecompressionLimits,
}

impl Default for Rules {
    /// Kafka's defaults for a topic.
    fn default() -> Self {
        let max_message_bytes = 1_048_588;
        Self {
            max_message_bytes,
            compression: None,
            levels: CompressionLevels::default(),
            timestamp_type: TimestampType::CreateTime,
            timestamp_before_max_ms: i64::MAX,
            timestamp_after_max_ms: 3_600_000,
            compacted: false,
            zstd_allowed: true,
            limits: DecompressionLimits::for_max_message_bytes(max_message_bytes),
        }
    }
}
