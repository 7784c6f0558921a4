//! Reading the batches of a segment one after the other, in blocks, without the log's lock.

use std::path::PathBuf;
use std::sync::Arc;

use kalda_disk::{DiskFile, OpenMode};
use kalda_records::{BatchError, BatchHeader, HEADER_BYTES};

use crate::error::{LogError, failed_to};
use crate::names::{LOG, offset_file};
use crate::storage::Storage;

use super::{CompactionError, Pace, Source};

/// A batch as it lies in the segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct SourceBatch<'a> {
    pub(super) header: BatchHeader,
    /// The whole batch.
    pub(super) bytes: &'a [u8],
    /// Nothing follows it in the segment.
    pub(super) is_last: bool,
}

impl<'a> SourceBatch<'a> {
    pub(super) fn payload(&self) -> &'a [u8] {
        self.bytes.get(HEADER_BYTES..).unwrap_or_default()
    }
}

/// Reads one segment; the block is borrowed, so that a pass has one for all its segments.
pub(super) struct SourceReader<'a> {
    file: Arc<dyn DiskFile>,
    path: PathBuf,
    /// What was read of the file: `held` bytes from `block_start` on.
    block: &'a mut Vec<u8>,
    held: usize,
    block_start: u64,
    position: u64,
    end: u64,
}

impl<'a> SourceReader<'a> {
    /// Begins at `position`, where a batch must begin. The length of `block` is how much is read at once.
    pub(super) fn open(
        storage: &Storage,
        source: &Source,
        position: u64,
        block: &'a mut Vec<u8>,
    ) -> Result<Self, LogError> {
        let name = offset_file(source.base_offset, LOG);
        Ok(Self {
            file: storage.open(&name, OpenMode::Read)?,
            path: storage.path(&name),
            block,
            held: 0,
            block_start: position,
            position,
            end: source.bytes,
        })
    }

    /// The next batch, its checksum checked: damage must not get a new and fitting one.
    pub(super) fn next(
        &mut self,
        pace: &mut dyn Pace,
    ) -> Result<Option<SourceBatch<'_>>, CompactionError> {
        let left = self.end.saturating_sub(self.position);
        if left == 0 {
            return Ok(None);
        }
        if left < HEADER_BYTES as u64 {
            return Err(self.damaged("the last batch is cut off"));
        }
        self.hold(HEADER_BYTES, pace)?;
        let header = BatchHeader::read(self.at_position(HEADER_BYTES));
        let header = header.map_err(|error| self.damaged(error))?;
        let total = header.total_bytes();
        if total as u64 > left {
            return Err(self.damaged("the last batch is cut off"));
        }
        if header.last_offset_delta < 0 {
            let error = BatchError::LastOffsetDelta(header.last_offset_delta);
            return Err(self.damaged(error));
        }
        self.hold(total, pace)?;
        let payload = self.at_position(total).get(HEADER_BYTES..);
        let computed = header.computed_crc(payload.unwrap_or_default());
        if computed != header.crc {
            let stored = header.crc;
            return Err(self.damaged(BatchError::Crc { stored, computed }));
        }
        let start = self.position;
        self.position += total as u64;
        Ok(Some(SourceBatch {
            header,
            bytes: self.slice(start, total),
            is_last: self.position == self.end,
        }))
    }

    fn at_position(&self, bytes: usize) -> &[u8] {
        self.slice(self.position, bytes)
    }

    fn slice(&self, position: u64, bytes: usize) -> &[u8] {
        let start = position.saturating_sub(self.block_start);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let end = start.saturating_add(bytes).min(self.held);
        self.block.get(start..end).unwrap_or_default()
    }

    /// Makes sure that so many bytes from the position on are in the block. The caller knows that the file has them.
    fn hold(&mut self, bytes: usize, pace: &mut dyn Pace) -> Result<(), CompactionError> {
        let used = self.position.saturating_sub(self.block_start);
        let used = usize::try_from(used).unwrap_or(usize::MAX).min(self.held);
        if self.held - used >= bytes {
            return Ok(());
        }
        self.block.copy_within(used..self.held, 0);
        self.held -= used;
        self.block_start = self.position;
        if self.block.len() < bytes {
            self.block.resize(bytes, 0);
        }
        let from = self.block_start + self.held as u64;
        let left = usize::try_from(self.end.saturating_sub(from)).unwrap_or(usize::MAX);
        let room = self.block.get_mut(self.held..).unwrap_or_default();
        let wanted = room.len().min(left);
        let room = room.get_mut(..wanted).unwrap_or_default();
        let read = self.file.read_at(room, from);
        let read = read.map_err(failed_to("read", &self.path))?;
        self.held += read;
        super::spend(pace, read)?;
        match self.held >= bytes {
            true => Ok(()),
            false => Err(self.damaged("it is shorter than it was")),
        }
    }

    fn damaged(&self, problem: impl ToString) -> CompactionError {
        let problem = format!("at byte {}: {}", self.position, problem.to_string());
        LogError::corrupt(self.path.clone(), problem).into()
    }
}
