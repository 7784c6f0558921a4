//! The index of aborted transactions, which tells readers of committed data what to skip.

use std::sync::Arc;

use crate::error::LogError;
use crate::names::TRANSACTION_INDEX;
use crate::storage::{FileName, LazyFile, Storage};

const ENTRY_BYTES: usize = 34;
const VERSION: i16 = 0;
/// Entries read at once.
const BLOCK_ENTRIES: usize = 120;

/// A transaction that was aborted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbortedTransaction {
    /// Who wrote it.
    pub producer_id: i64,
    /// Its first record.
    pub first_offset: i64,
    /// Its ABORT marker.
    pub last_offset: i64,
    /// The last stable offset right after the abort.
    pub last_stable_offset: i64,
}

impl AbortedTransaction {
    fn encode(&self) -> [u8; ENTRY_BYTES] {
        let mut out = [0; ENTRY_BYTES];
        let fields = [
            self.producer_id,
            self.first_offset,
            self.last_offset,
            self.last_stable_offset,
        ];
        let (version, rest) = out.split_at_mut(2);
        version.copy_from_slice(&VERSION.to_be_bytes());
        for (target, field) in rest.chunks_exact_mut(8).zip(fields) {
            target.copy_from_slice(&field.to_be_bytes());
        }
        out
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, bytes) = bytes.split_first_chunk()?;
        let (producer_id, bytes) = bytes.split_first_chunk()?;
        let (first_offset, bytes) = bytes.split_first_chunk()?;
        let (last_offset, bytes) = bytes.split_first_chunk()?;
        let (last_stable_offset, _) = bytes.split_first_chunk()?;
        if i16::from_be_bytes(*version) != VERSION {
            return None;
        }
        Some(Self {
            producer_id: i64::from_be_bytes(*producer_id),
            first_offset: i64::from_be_bytes(*first_offset),
            last_offset: i64::from_be_bytes(*last_offset),
            last_stable_offset: i64::from_be_bytes(*last_stable_offset),
        })
    }
}

/// The `.txnindex` file of a segment; made when the first abort lands in the segment.
#[derive(Debug)]
pub(crate) struct TransactionIndex {
    file: LazyFile,
    base_offset: i64,
    bytes: u64,
    dirty: bool,
}

impl TransactionIndex {
    pub(crate) fn open(
        storage: &Arc<Storage>,
        base_offset: i64,
        mark: &'static str,
    ) -> Result<Self, LogError> {
        let name = FileName {
            offset: base_offset,
            suffix: TRANSACTION_INDEX,
            mark,
        };
        let file = LazyFile::new(storage, name);
        let bytes = file.stat()?.map_or(0, |stat| stat.bytes);
        Ok(Self {
            file,
            base_offset,
            bytes,
            dirty: false,
        })
    }

    /// Whether the file holds whole entries of this segment.
    pub(crate) fn is_sound(&self) -> Result<bool, LogError> {
        let mut sound = self.bytes.is_multiple_of(ENTRY_BYTES as u64);
        let mut seen = 0;
        self.visit(|_, entry| {
            seen += 1;
            sound &=
                entry.last_offset >= self.base_offset && entry.first_offset <= entry.last_offset;
            sound
        })?;
        Ok(sound && seen == self.bytes / ENTRY_BYTES as u64)
    }

    pub(crate) fn push(&mut self, aborted: &AbortedTransaction) -> Result<(), LogError> {
        let file = self.file.get_or_create()?;
        let written = file.write_at(&[&aborted.encode()], self.bytes);
        written.map_err(self.file.error("write"))?;
        self.bytes += ENTRY_BYTES as u64;
        self.dirty = true;
        Ok(())
    }

    /// Adds to `found` what overlaps `from..until`; true when no later segment can hold more.
    pub(crate) fn collect(
        &self,
        from: i64,
        until: i64,
        found: &mut Vec<AbortedTransaction>,
    ) -> Result<bool, LogError> {
        let mut complete = false;
        self.visit(|_, entry| {
            if entry.last_offset >= from && entry.first_offset < until {
                found.push(entry);
            }
            complete = entry.last_stable_offset >= until;
            !complete
        })?;
        Ok(complete)
    }

    /// Forgets entries whose marker is at `offset` or above.
    pub(crate) fn truncate_to(&mut self, offset: i64) -> Result<(), LogError> {
        let mut keep = self.bytes;
        self.visit(|position, entry| {
            if entry.last_offset >= offset {
                keep = position;
            }
            entry.last_offset < offset
        })?;
        self.set_bytes(keep)
    }

    pub(crate) fn reset(&mut self) -> Result<(), LogError> {
        self.set_bytes(0)
    }

    fn set_bytes(&mut self, bytes: u64) -> Result<(), LogError> {
        if bytes != self.bytes {
            self.file
                .get()?
                .set_len(bytes)
                .map_err(self.file.error("resize"))?;
            self.bytes = bytes;
            self.dirty = true;
        }
        Ok(())
    }

    /// Visits entries in order with their positions until `visit` says no, or one is unreadable.
    fn visit(
        &self,
        mut visit: impl FnMut(u64, AbortedTransaction) -> bool,
    ) -> Result<(), LogError> {
        let mut position = 0;
        while position + ENTRY_BYTES as u64 <= self.bytes {
            let mut block = [0; BLOCK_ENTRIES * ENTRY_BYTES];
            let file = self.file.get()?;
            let read = file
                .read_at(&mut block, position)
                .map_err(self.file.error("read"))?;
            let entries = block
                .get(..read)
                .unwrap_or(&block)
                .chunks_exact(ENTRY_BYTES);
            if entries.len() == 0 {
                break;
            }
            for bytes in entries {
                match AbortedTransaction::decode(bytes) {
                    Some(entry) if visit(position, entry) => position += ENTRY_BYTES as u64,
                    Some(_) | None => return Ok(()),
                }
            }
        }
        Ok(())
    }

    /// The file, if it has to be synced.
    pub(crate) fn flush(&mut self) -> Result<Option<Arc<dyn kalda_disk::DiskFile>>, LogError> {
        if !std::mem::take(&mut self.dirty) {
            return Ok(None);
        }
        self.file.get_or_create().map(Some)
    }

    /// See [`LazyFile::set_mark`].
    pub(crate) fn set_mark(&mut self, mark: &'static str) -> Result<(), LogError> {
        self.file.set_mark(mark)
    }

    pub(crate) fn close(&self) {
        self.file.close();
    }

    pub(crate) fn close_if_unused(&self) {
        self.file.close_if_unused();
    }

    pub(crate) fn is_open(&self) -> bool {
        self.file.is_open()
    }
}
