//! The settings of one log.

/// What a log needs to know of its topic's configuration. The defaults are Apache Kafka's.
#[derive(Clone, Debug, PartialEq)]
pub struct LogConfig {
    /// `segment.bytes`: a segment is closed before it grows beyond.
    pub segment_bytes: u32,
    /// `segment.ms`: a segment is closed when a batch comes that is so much younger than its first.
    pub segment_ms: i64,
    /// `segment.jitter.ms`: at most so much is taken off `segment_ms`, differently for each segment.
    pub segment_jitter_ms: i64,
    /// `segment.index.bytes`: size of each index file of the active segment.
    pub index_bytes: u32,
    /// `index.interval.bytes`: an index entry is written after so many bytes.
    pub index_interval_bytes: u32,
    /// `flush.messages`: a flush is due after so many records.
    pub flush_messages: i64,
    /// `flush.ms`: a flush is due after so many ms.
    pub flush_ms: i64,
    /// `retention.ms`: segments whose youngest record is older are deleted; -1 keeps all.
    pub retention_ms: i64,
    /// `retention.bytes`: the oldest segments are deleted while the rest has at least so many bytes; -1 keeps all.
    pub retention_bytes: i64,
    /// `cleanup.policy` contains `delete`.
    pub delete: bool,
    /// `cleanup.policy` contains `compact`.
    pub compact: bool,
    /// `min.cleanable.dirty.ratio`: compaction waits until so much of the log has not been through it.
    pub min_cleanable_ratio: f64,
    /// `min.compaction.lag.ms`: segments with a younger record are not compacted.
    pub min_compaction_lag_ms: i64,
    /// `max.compaction.lag.ms`: records older than this are compacted whatever the ratio.
    pub max_compaction_lag_ms: i64,
    /// `delete.retention.ms`: tombstones and transaction markers stay for so long after compaction first met them.
    pub delete_retention_ms: i64,
    /// `max.message.bytes`: bounds what compaction unfolds a compressed record to.
    pub max_message_bytes: usize,
    /// `preallocate`: the active segment's file is extended to its full size at once.
    pub preallocate: bool,
    /// `producer.id.expiration.ms` of the broker: silent producers are forgotten after so many ms.
    pub producer_expiration_ms: i64,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            segment_bytes: 1 << 30,
            segment_ms: 7 * 24 * 60 * 60 * 1000,
            segment_jitter_ms: 0,
            index_bytes: 10 << 20,
            index_interval_bytes: 4096,
            flush_messages: i64::MAX,
            flush_ms: i64::MAX,
            retention_ms: 7 * 24 * 60 * 60 * 1000,
            retention_bytes: -1,
            delete: true,
            compact: false,
            min_cleanable_ratio: 0.5,
            min_compaction_lag_ms: 0,
            max_compaction_lag_ms: i64::MAX,
            delete_retention_ms: 24 * 60 * 60 * 1000,
            max_message_bytes: 1_048_588,
            preallocate: false,
            producer_expiration_ms: 24 * 60 * 60 * 1000,
        }
    }
}

impl LogConfig {
    /// The longest time between the first record of a segment and the next segment. What has to be compacted in time
    /// must not wait in the active segment, which compaction never touches.
    pub(crate) fn max_segment_ms(&self) -> i64 {
        match self.compact && self.max_compaction_lag_ms > 0 {
            true => self.segment_ms.min(self.max_compaction_lag_ms),
            false => self.segment_ms,
        }
    }

    /// How much earlier than `segment_ms` the segment at `base_offset` is rolled, so that the partitions of a topic do
    /// not all roll at once. `seed` is the log's own chance number.
    pub(crate) fn roll_jitter_ms(&self, seed: u64, base_offset: i64) -> i64 {
        let bound = self.segment_jitter_ms.min(self.segment_ms);
        let mut mixed = seed
            ^ base_offset
                .cast_unsigned()
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed >> 2).cast_signed().checked_rem(bound).unwrap_or(0)
    }
}
