//! Offsets by timestamp, as ListOffsets asks for them.

use crate::error::LogError;
use crate::segment::Segment;

use super::Log;

/// What ListOffsets can ask of a log without tiered storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampQuery {
    /// -2 (and -4, the earliest local one): the log start.
    Earliest,
    /// -1: the log end. The caller lowers it to the high watermark or the last stable offset for consumers.
    Latest,
    /// -3: the first record that carries the largest timestamp.
    MaxTimestamp,
    /// The first record whose timestamp is not below this one.
    AtLeast(i64),
}

/// An answer of ListOffsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffsetLookup {
    /// The offset.
    pub offset: i64,
    /// The record's timestamp; -1 for the log's ends.
    pub timestamp: i64,
    /// The leader epoch of the offset, if known.
    pub leader_epoch: Option<i32>,
}

impl Log {
    /// Answers a query; `None`: there is no such record.
    pub fn lookup(&self, query: TimestampQuery) -> Result<Option<OffsetLookup>, LogError> {
        match query {
            TimestampQuery::Earliest => Ok(Some(OffsetLookup {
                offset: self.log_start_offset,
                timestamp: kalda_records::NO_TIMESTAMP,
                leader_epoch: self.epochs.epoch_of(self.log_start_offset),
            })),
            TimestampQuery::Latest => Ok(Some(OffsetLookup {
                offset: self.log_end_offset,
                timestamp: kalda_records::NO_TIMESTAMP,
                leader_epoch: self.epochs.latest().map(|it| it.epoch),
            })),
            TimestampQuery::MaxTimestamp => self.lookup_max_timestamp(),
            TimestampQuery::AtLeast(timestamp) => self.lookup_timestamp(timestamp),
        }
    }

    fn lookup_max_timestamp(&self) -> Result<Option<OffsetLookup>, LogError> {
        let mut best: Option<(&Segment, i64)> = None;
        for segment in self.segments.iter() {
            let timestamp = segment.largest()?.timestamp;
            if best.is_none_or(|(_, known)| timestamp > known) {
                best = Some((segment, timestamp));
            }
        }
        let found = match best {
            Some((segment, _)) => segment.find_largest()?,
            None => None,
        };
        Ok(found.map(OffsetLookup::of))
    }

    fn lookup_timestamp(&self, timestamp: i64) -> Result<Option<OffsetLookup>, LogError> {
        for segment in self.segments.iter() {
            if segment.largest()?.timestamp < timestamp {
                continue;
            }
            if let Some(found) = segment.find_by_time(timestamp, self.log_start_offset)? {
                return Ok(Some(OffsetLookup::of(found)));
            }
        }
        Ok(None)
    }
}

impl OffsetLookup {
    fn of(found: crate::segment::FoundRecord) -> Self {
        Self {
            offset: found.offset,
            timestamp: found.timestamp,
            leader_epoch: (found.leader_epoch >= 0).then_some(found.leader_epoch),
        }
    }
}
