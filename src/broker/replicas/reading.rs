//! Reading from a partition: Fetch, ListOffsets, OffsetForLeaderEpoch.

use super::partition::{Partition, Reader};
use crate::fetch::reply::PartitionReply;
use crate::fetch::session::Asked;
use crate::reply::Segment;
use kalda_log::{EpochEnd, Isolation, LogError, OffsetLookup, ReadError, ReadFrom, TimestampQuery};
use kalda_protocol::ErrorCode;
use std::sync::Arc;
use tracing::error;

/// `replica_id` of a consumer.
const CONSUMER: i32 = -1;
/// `replica_id` of a tool that reads up to the log end.
const DEBUGGING_CONSUMER: i32 = -2;

impl Reader {
    /// Whether a follower reads.
    pub(crate) fn is_replica(self) -> bool {
        self.replica_id >= 0
    }

    fn isolation(self) -> Isolation {
        match (self.replica_id, self.read_committed) {
            (CONSUMER, true) => Isolation::LastStable,
            (CONSUMER, false) => Isolation::HighWatermark,
            _ => Isolation::LogEnd,
        }
    }
}

impl Partition {
    /// Answer a Fetch of this partition with at most `max_bytes`; with `min_one_batch` the first batch comes whole.
    pub(crate) fn fetch(
        &self,
        asked: &Asked,
        reader: Reader,
        (max_bytes, min_one_batch): (usize, bool),
    ) -> PartitionReply {
        let failed = |error| PartitionReply::failed(self.topic(), self.index(), error);
        if let Err(error) = self.check_epoch(asked.current_leader_epoch) {
            return failed(error);
        }
        if reader.is_replica() || reader.replica_id < DEBUGGING_CONSUMER {
            // No other broker has a replica of it.
            return failed(ErrorCode::NotLeaderOrFollower);
        }
        let log = match self.served() {
            Ok(log) => log,
            Err(error) => return failed(error),
        };
        match diverging_epoch(asked, |epoch| log.end_offset_for_epoch(epoch)) {
            Ok(None) => {}
            Ok(diverging) => {
                let mut reply = failed(ErrorCode::None);
                reply.diverging_epoch = diverging;
                reply.high_watermark = log.high_watermark();
                reply.last_stable_offset = log.last_stable_offset();
                reply.log_start_offset = log.log_start_offset();
                return reply;
            }
            Err(error) => return failed(error),
        }
        if asked.max_bytes < 0 {
            return failed(ErrorCode::UnknownServerError);
        }
        let from = ReadFrom {
            offset: asked.fetch_offset,
            max_bytes,
            min_one_batch,
            isolation: reader.isolation(),
        };
        let slice = match log.read(from) {
            Ok(slice) => slice,
            Err(ReadError::OffsetOutOfRange { .. }) => return failed(ErrorCode::OffsetOutOfRange),
            Err(ReadError::Storage(error)) => return failed(self.storage_failed(&error)),
        };
        drop(log);
        let mut reply = failed(ErrorCode::None);
        reply.high_watermark = slice.high_watermark;
        reply.last_stable_offset = slice.last_stable_offset;
        reply.log_start_offset = slice.log_start_offset;
        reply.aborted = slice.aborted.map(|aborted| {
            let pair = |it: &kalda_log::AbortedTransaction| (it.producer_id, it.first_offset);
            aborted.iter().map(pair).collect()
        });
        // A client cannot use a part of a first batch, so it is told nothing rather than that.
        reply.records = match slice.range {
            Some(range) if !slice.first_batch_cut => vec![Segment::File(range)],
            Some(_) | None => Vec::new(),
        };
        reply
    }

    /// Answer ListOffsets; `None`: there is no such record.
    pub(crate) fn list_offset(
        &self,
        query: TimestampQuery,
        reader: Reader,
    ) -> Result<Option<OffsetLookup>, ErrorCode> {
        let log = self.served()?;
        let visible = match reader.isolation() {
            Isolation::LastStable => log.last_stable_offset(),
            Isolation::HighWatermark => log.high_watermark(),
            Isolation::LogEnd => log.log_end_offset(),
        };
        let found = log
            .lookup(query)
            .map_err(|error| self.storage_failed(&error))?;
        Ok(match (query, found) {
            (TimestampQuery::Latest, Some(latest)) => Some(OffsetLookup {
                offset: visible,
                ..latest
            }),
            (TimestampQuery::Earliest, found) => found,
            (_, found) => found.filter(|found| found.offset < visible),
        })
    }

    /// Answer OffsetForLeaderEpoch.
    pub(crate) fn end_of_epoch(&self, epoch: i32) -> Result<EpochEnd, ErrorCode> {
        Ok(self.served()?.end_offset_for_epoch(epoch))
    }

    /// Say in the log what the client is only told as KAFKA_STORAGE_ERROR.
    pub(super) fn storage_failed(&self, error: &LogError) -> ErrorCode {
        let (topic, _) = self.topic();
        error!(%topic, partition = self.index(), %error, "cannot read the log");
        ErrorCode::KafkaStorageError
    }

    /// Name and id of the topic.
    pub(crate) fn topic(&self) -> (Arc<str>, uuid::Uuid) {
        (Arc::clone(&self.topic), self.topic_id)
    }

    /// Partition number.
    pub(crate) fn index(&self) -> i32 {
        self.index
    }
}

/// Where the reader's log went another way than ours, if it did (KIP-595).
fn diverging_epoch(
    asked: &Asked,
    end_of: impl Fn(i32) -> EpochEnd,
) -> Result<Option<(i32, i64)>, ErrorCode> {
    if asked.last_fetched_epoch < 0 {
        return Ok(None);
    }
    let end = end_of(asked.last_fetched_epoch);
    if end == EpochEnd::UNKNOWN {
        return Err(ErrorCode::OffsetOutOfRange);
    }
    let diverges = end.epoch < asked.last_fetched_epoch || end.end_offset < asked.fetch_offset;
    Ok(diverges.then_some((end.epoch, end.end_offset)))
}
