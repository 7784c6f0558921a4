//! What the quorum needs from a log: batches by index, the epoch of each, and two kinds of durable write.

use bytes::Bytes;

use crate::election::ElectionState;

/// One entry of the replicated log: one whole KRaft record batch, already stamped with its base offset and epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Raft index. The first batch of a new log has index 1.
    pub index: u64,
    /// Raft term, which is the batch's partition leader epoch.
    pub epoch: i32,
    /// Offset of the batch's first record.
    pub base_offset: i64,
    /// Offset after the batch's last record.
    pub next_offset: i64,
    /// The batch as it lies in the segment file.
    pub batch: Bytes,
}

/// The end of the prefix of the log which a snapshot stands for. The default is the start of an empty log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct SnapshotPoint {
    /// Index of the last entry inside the snapshot; 0 when it holds none.
    pub index: u64,
    /// Offset after the last record inside the snapshot.
    pub offset: i64,
    /// Epoch of the last record inside the snapshot.
    pub epoch: i32,
}

/// The log could not do what consensus depends on. There is no answer to it but to stop this node: a write that may or
/// may not have reached the disk must be neither believed nor repeated.
#[derive(Debug, thiserror::Error)]
#[error("metadata log: {operation}: {reason}")]
pub struct LogFailure {
    /// What was attempted.
    pub operation: &'static str,
    /// What the disk or the decoder said.
    pub reason: String,
}

impl LogFailure {
    /// A failure of `operation` for `reason`.
    pub fn new(operation: &'static str, reason: impl std::fmt::Display) -> Self {
        LogFailure {
            operation,
            reason: reason.to_string(),
        }
    }
}

/// Storage of one replica of the metadata log, as raft sees it.
///
/// The log is the entries after [`snapshot_point`](MetadataLog::snapshot_point). Older batches may still be on disk
/// for observers that fetch by offset, but raft never asks for them.
pub trait MetadataLog {
    /// The newest snapshot; raft's log starts right after it.
    fn snapshot_point(&self) -> SnapshotPoint;

    /// Index of the last entry, or the snapshot's index when there is none after it.
    fn last_index(&self) -> u64;

    /// Offset after the last record of the log.
    fn end_offset(&self) -> i64;

    /// Epoch of the entry at `index`, for the indexes from the snapshot's to the last.
    fn epoch_at(&self, index: u64) -> Option<i32>;

    /// Offset after the entry at `index`, for the indexes from the snapshot's to the last.
    fn next_offset_at(&self, index: u64) -> Option<i64>;

    /// Entries `from..to` in order: at least one when the range is not empty, and no more than `max_bytes` beyond that.
    fn entries(
        &self,
        from: u64,
        to: u64,
        max_bytes: Option<u64>,
    ) -> Result<Vec<LogEntry>, LogFailure>;

    /// The election state saved last.
    fn election(&self) -> ElectionState;

    /// Adds entries at the end. When the first entry's index is not beyond the last index, the entries from that index
    /// on are replaced. Not durable until [`flush`](MetadataLog::flush).
    fn append(&mut self, entries: &[LogEntry]) -> Result<(), LogFailure>;

    /// Makes every appended entry durable.
    fn flush(&mut self) -> Result<(), LogFailure>;

    /// Replaces the election state. Durable when it returns.
    fn save_election(&mut self, election: &ElectionState) -> Result<(), LogFailure>;

    /// Everything below `offset` is committed: whoever serves the log to others may show it. The default does nothing.
    fn set_high_watermark(&mut self, offset: i64) {
        let _nobody_is_served = offset;
    }

    /// A snapshot up to `point`, which lies inside the log, is durable: raft's log now starts after it.
    fn snapshot_taken(&mut self, point: SnapshotPoint) -> Result<(), LogFailure>;

    /// A snapshot from the leader, already stored by the driver, takes the place of the whole log.
    fn restart_at(&mut self, point: SnapshotPoint) -> Result<(), LogFailure>;
}
