//! Bringing a segment back after a crash, and cutting it.

use std::sync::Arc;

use kalda_records::BatchError;

use crate::batch_scan::{BatchScan, Scanned};
use crate::batch_walk::{Broken, FoundBatch};
use crate::config::LogConfig;
use crate::error::LogError;
use crate::transaction_index::AbortedTransaction;

use super::{Segment, no_timestamp};

/// Gets each sound batch, with the payload of control batches; returns the transaction that it aborted, if any.
pub(crate) type Seen<'a> = dyn FnMut(&FoundBatch, Option<&[u8]>) -> Option<AbortedTransaction> + 'a;

/// The first thing in a segment that is no sound batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Where it is.
    pub(crate) position: u64,
    /// The offset that the batch there should begin at, or above.
    pub(crate) next_offset: i64,
    /// Bytes from there to the end of the file.
    pub(crate) bytes: u64,
    /// What is wrong.
    pub(crate) problem: String,
}

/// What recovery of a segment found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    /// The offset after the last sound batch.
    pub(crate) next_offset: i64,
    /// The first unsound one, if any. It is still there: the caller decides, then calls [`Segment::cut`].
    pub(crate) damage: Option<Damage>,
}

impl Segment {
    /// Reads the segment through, checks each batch, and makes its indexes anew.
    pub(crate) fn recover(
        &mut self,
        config: &LogConfig,
        seen: &mut Seen<'_>,
    ) -> Result<Repair, LogError> {
        self.reset_indexes()?;
        let file = self.log.get()?;
        let mut scan = BatchScan::new(&*file, self.bytes);
        let mut next_offset = self.base_offset;
        let broken = loop {
            let scanned = scan.next().map_err(self.log.error("read"))?;
            let (found, control) = match scanned {
                Scanned::Batch(found, control) => (found, control),
                Scanned::End => break None,
                Scanned::Broken(broken) => break Some((scan.position(), describe(&broken))),
            };
            let header = &found.header;
            if header.base_offset < next_offset || !self.can_hold(header.last_offset()) {
                let problem = format!(
                    "offsets {}..={} follow {next_offset}",
                    header.base_offset,
                    header.last_offset()
                );
                break Some((found.position, problem));
            }
            let largest = self.largest()?;
            self.index(header, found.position, largest, config)?;
            self.bytes_since_index_entry += header.total_bytes() as u64;
            if let Some(aborted) = seen(&found, control.as_deref()) {
                self.transaction_index.push(&aborted)?;
            }
            next_offset = header.next_offset();
        };
        let damage = broken.map(|(position, problem)| Damage {
            position,
            next_offset,
            bytes: self.bytes - position,
            problem,
        });
        if damage.is_none() {
            self.finish_recovery(config)?;
        }
        Ok(Repair {
            next_offset,
            damage,
        })
    }

    /// Cuts off what recovery found unsound.
    pub(crate) fn cut(&mut self, position: u64, config: &LogConfig) -> Result<(), LogError> {
        let file = self.log.get()?;
        file.set_len(position).map_err(self.log.error("cut"))?;
        self.bytes = position;
        self.finish_recovery(config)
    }

    fn finish_recovery(&mut self, config: &LogConfig) -> Result<(), LogError> {
        self.dirty = true;
        if let Some(largest) = *self.largest.get_mut() {
            self.time_index.push_if_later(largest, config.index_bytes)?;
        }
        self.offset_index.entries.trim()?;
        self.time_index.entries.trim()
    }

    fn reset_indexes(&mut self) -> Result<(), LogError> {
        self.offset_index.entries.truncate(0)?;
        self.offset_index.entries.trim()?;
        self.time_index.entries.truncate(0)?;
        self.time_index.entries.trim()?;
        self.transaction_index.reset()?;
        *self.largest.get_mut() = Some(no_timestamp(self.base_offset));
        self.first_batch_timestamp = None;
        self.bytes_since_index_entry = 0;
        Ok(())
    }

    /// Removes the batch that holds `offset` and all behind it. Returns the offset after what is left.
    pub(crate) fn truncate_to(&mut self, offset: i64, now_ms: i64) -> Result<i64, LogError> {
        let found = self.find(offset)?;
        // The batch may begin below the offset; then its own first offset is where the log ends.
        let end_offset = found.map_or(offset, |batch| batch.header.base_offset.min(offset));
        self.offset_index.truncate_to(end_offset)?;
        self.time_index.truncate_to(end_offset)?;
        self.transaction_index.truncate_to(end_offset)?;
        if let Some(batch) = found {
            let file = self.log.get()?;
            file.set_len(batch.position)
                .map_err(self.log.error("cut"))?;
            self.bytes = batch.position;
            self.dirty = true;
        }
        self.bytes_since_index_entry = 0;
        self.identity = Arc::default();
        if self.bytes == 0 {
            self.created_ms = now_ms;
            self.first_batch_timestamp = None;
        }
        *self.largest.get_mut() = None;
        Ok(end_offset)
    }
}

fn describe(broken: &Broken) -> String {
    match broken {
        Broken::CutOff => "the last batch is cut off".to_owned(),
        Broken::Header(BatchError::Magic(0) | BatchError::Length(0)) => {
            "zeros follow the last batch".to_owned()
        }
        Broken::Header(error) => error.to_string(),
    }
}
