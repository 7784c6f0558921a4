//! The offset index: at which position of the segment a batch begins.

use std::sync::Arc;

use crate::entry_file::{Entry, EntryFile, max_entries};
use crate::error::LogError;
use crate::names::OFFSET_INDEX;
use crate::storage::{FileName, Storage};

/// One entry: the last offset of a batch, and where the batch begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OffsetEntry {
    pub(crate) offset: i64,
    pub(crate) position: u32,
}

impl Entry for OffsetEntry {
    const BYTES: u32 = 8;

    fn encode(&self, base_offset: i64, out: &mut Vec<u8>) {
        let relative = u32::try_from(self.offset.saturating_sub(base_offset)).unwrap_or(u32::MAX);
        out.extend_from_slice(&relative.to_be_bytes());
        out.extend_from_slice(&self.position.to_be_bytes());
    }

    fn decode(bytes: &[u8], base_offset: i64) -> Option<Self> {
        let (relative, bytes) = bytes.split_first_chunk()?;
        let (position, _) = bytes.split_first_chunk()?;
        Some(Self {
            offset: base_offset.saturating_add(i64::from(i32::from_be_bytes(*relative))),
            position: u32::from_be_bytes(*position),
        })
    }
}

/// The `.index` file of a segment.
#[derive(Debug)]
pub(crate) struct OffsetIndex {
    pub(crate) entries: EntryFile<OffsetEntry>,
    base_offset: i64,
}

fn file_name(base_offset: i64, mark: &'static str) -> FileName {
    FileName {
        offset: base_offset,
        mark,
        suffix: OFFSET_INDEX,
    }
}

impl OffsetIndex {
    pub(crate) fn create(
        storage: &Arc<Storage>,
        base_offset: i64,
        mark: &'static str,
        max_bytes: u32,
    ) -> Result<Self, LogError> {
        Ok(Self {
            entries: EntryFile::create(storage, file_name(base_offset, mark), max_bytes)?,
            base_offset,
        })
    }

    pub(crate) fn open(storage: &Arc<Storage>, base_offset: i64) -> Result<Option<Self>, LogError> {
        let opened = EntryFile::open(storage, file_name(base_offset, ""))?;
        Ok(opened.map(|entries| Self {
            entries,
            base_offset,
        }))
    }

    /// Where to begin looking for `offset`: the last indexed batch whose last offset is not above it.
    pub(crate) fn lookup(&self, offset: i64) -> Result<OffsetEntry, LogError> {
        let found = self.entries.last_where(|entry| entry.offset <= offset)?;
        Ok(found.map_or_else(|| self.before_all(), |(_, entry)| entry))
    }

    /// The last offset of the first indexed batch that begins at or after `position`.
    pub(crate) fn first_offset_from(&self, position: u64) -> Result<Option<i64>, LogError> {
        let below = self
            .entries
            .last_where(|entry| u64::from(entry.position) < position)?;
        let slot = below.map_or(0, |(slot, _)| slot.saturating_add(1));
        if slot >= self.entries.len() {
            return Ok(None);
        }
        Ok(Some(self.entries.get(slot)?.offset))
    }

    /// What a lookup finds before the first entry: the segment's beginning.
    pub(crate) fn before_all(&self) -> OffsetEntry {
        OffsetEntry {
            offset: self.base_offset,
            position: 0,
        }
    }

    pub(crate) fn is_full(&self, max_bytes: u32) -> bool {
        self.entries.len() >= max_entries::<OffsetEntry>(max_bytes)
    }

    /// Forgets entries for `offset` and above.
    pub(crate) fn truncate_to(&mut self, offset: i64) -> Result<(), LogError> {
        let below = self.entries.last_where(|entry| entry.offset < offset)?;
        self.entries.truncate(below.map_or(0, |(slot, _)| slot + 1))
    }
}
