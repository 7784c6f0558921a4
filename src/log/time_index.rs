//! The time index: up to which offset the largest timestamp so far was seen.

use std::sync::Arc;

use crate::entry_file::{Entry, EntryFile, max_entries};
use crate::error::LogError;
use crate::names::TIME_INDEX;
use crate::storage::{FileName, Storage};

/// One entry: the largest timestamp of the segment so far, and the last offset of the batch that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeEntry {
    pub(crate) timestamp: i64,
    pub(crate) offset: i64,
}

impl Entry for TimeEntry {
    const BYTES: u32 = 12;

    fn encode(&self, base_offset: i64, out: &mut Vec<u8>) {
        let relative = u32::try_from(self.offset.saturating_sub(base_offset)).unwrap_or(u32::MAX);
        out.extend_from_slice(&self.timestamp.to_be_bytes());
        out.extend_from_slice(&relative.to_be_bytes());
    }

    fn decode(bytes: &[u8], base_offset: i64) -> Option<Self> {
        let (timestamp, bytes) = bytes.split_first_chunk()?;
        let (relative, _) = bytes.split_first_chunk()?;
        Some(Self {
            timestamp: i64::from_be_bytes(*timestamp),
            offset: base_offset.saturating_add(i64::from(i32::from_be_bytes(*relative))),
        })
    }
}

/// The `.timeindex` file of a segment.
#[derive(Debug)]
pub(crate) struct TimeIndex {
    pub(crate) entries: EntryFile<TimeEntry>,
    base_offset: i64,
}

fn file_name(base_offset: i64, mark: &'static str) -> FileName {
    FileName {
        offset: base_offset,
        mark,
        suffix: TIME_INDEX,
    }
}

impl TimeIndex {
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

    /// The last entry whose timestamp is not above `timestamp`.
    pub(crate) fn lookup(&self, timestamp: i64) -> Result<TimeEntry, LogError> {
        let found = self
            .entries
            .last_where(|entry| entry.timestamp <= timestamp)?;
        Ok(found.map_or_else(|| self.before_all(), |(_, entry)| entry))
    }

    /// What stands for "no timestamp seen".
    pub(crate) fn before_all(&self) -> TimeEntry {
        TimeEntry {
            timestamp: kalda_records::NO_TIMESTAMP,
            offset: self.base_offset,
        }
    }

    pub(crate) fn last(&self) -> Result<TimeEntry, LogError> {
        Ok(self.entries.last()?.unwrap_or_else(|| self.before_all()))
    }

    /// Adds the entry unless its timestamp is not above the last one's.
    pub(crate) fn push_if_later(
        &mut self,
        entry: TimeEntry,
        max_bytes: u32,
    ) -> Result<(), LogError> {
        let last = self.last()?;
        if entry.timestamp > last.timestamp && entry.offset >= last.offset {
            self.entries.push(entry, max_bytes);
        }
        Ok(())
    }

    /// One slot stays free for the entry that a roll or a close adds.
    pub(crate) fn is_full(&self, max_bytes: u32) -> bool {
        self.entries.len().saturating_add(1) >= max_entries::<TimeEntry>(max_bytes)
    }

    /// Forgets entries for `offset` and above.
    pub(crate) fn truncate_to(&mut self, offset: i64) -> Result<(), LogError> {
        let below = self.entries.last_where(|entry| entry.offset < offset)?;
        self.entries.truncate(below.map_or(0, |(slot, _)| slot + 1))
    }
}
