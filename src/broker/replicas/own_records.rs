//! A partition of an internal topic as the coordinator that owns it uses it: appends of its own, and reading all of it.

use super::partition::{Partition, commit};
use super::produce_error::ProduceError;
use kalda_log::{Isolation, Origin, ReadError, ReadFrom, Slice};
use kalda_protocol::ErrorCode;
use kalda_records::AppendBatch;
use std::sync::Arc;

/// What an append of a coordinator left to do.
#[derive(Clone, Copy, Debug)]
struct Placed {
    end: i64,
    flush_due: bool,
    rolled: bool,
}

impl Partition {
    /// Append a coordinator's batches, one behind the other. The log end after them: they are committed when the high
    /// watermark has reached it.
    ///
    /// After an error some of them may be in the log.
    pub(crate) async fn append_own(
        self: &Arc<Self>,
        batches: Vec<AppendBatch>,
        now_ms: i64,
    ) -> Result<i64, ProduceError> {
        let placed = self.place_own(batches, now_ms)?;
        if placed.flush_due {
            let flushed = self.flush(placed.end, now_ms).await;
            flushed.map_err(ProduceError::Flush)?;
            let mut log = self.served().map_err(ProduceError::Refused)?;
            commit(&mut log, placed.end);
        }
        self.waiters().wake();
        if placed.rolled {
            Arc::clone(self).flush_in_background(placed.end, now_ms);
        }
        Ok(placed.end)
    }

    fn place_own(&self, batches: Vec<AppendBatch>, now_ms: i64) -> Result<Placed, ProduceError> {
        let mut log = self.served().map_err(ProduceError::Refused)?;
        let mut placed = Placed {
            end: log.log_end_offset(),
            flush_due: false,
            rolled: false,
        };
        let origin = Origin::Coordinator {
            leader_epoch: self.leader_epoch(),
            transaction_version: 0,
        };
        for batch in batches {
            let log_start_offset = log.log_start_offset();
            let appended =
                log.append(batch, origin, now_ms)
                    .map_err(|error| ProduceError::Append {
                        error,
                        log_start_offset,
                    })?;
            placed.end = appended.last_offset.saturating_add(1);
            placed.flush_due |= appended.flush_due;
            placed.rolled |= appended.rolled;
        }
        if !placed.flush_due {
            commit(&mut log, placed.end);
        }
        Ok(placed)
    }

    /// What of the log lies at `offset`, committed or not; at least one batch, if there is one.
    pub(crate) fn read_own(&self, offset: i64, max_bytes: usize) -> Result<Slice, ErrorCode> {
        let from = ReadFrom {
            offset,
            max_bytes,
            min_one_batch: true,
            isolation: Isolation::LogEnd,
        };
        match self.served()?.read(from) {
            Ok(slice) => Ok(slice),
            Err(ReadError::OffsetOutOfRange { .. }) => Err(ErrorCode::OffsetOutOfRange),
            Err(ReadError::Storage(error)) => Err(self.storage_failed(&error)),
        }
    }

    /// First offset of the log.
    pub(crate) fn log_start_offset(&self) -> Result<i64, ErrorCode> {
        Ok(self.served()?.log_start_offset())
    }

    /// Offset below which everything is committed.
    pub(crate) fn high_watermark(&self) -> Result<i64, ErrorCode> {
        Ok(self.served()?.high_watermark())
    }
}
