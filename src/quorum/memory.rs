//! A metadata log in memory, for tests and simulation: it forgets at a crash what was never flushed.

use crate::election::ElectionState;
use crate::metadata_log::{LogEntry, LogFailure, MetadataLog, SnapshotPoint};

/// A [`MetadataLog`] without a disk.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    point: SnapshotPoint,
    entries: Vec<LogEntry>,
    election: ElectionState,
    flushed: Vec<LogEntry>,
}

impl MemoryLog {
    /// An empty log.
    pub fn new() -> Self {
        MemoryLog::default()
    }

    /// What a power cut leaves behind: only flushed entries and saved state.
    pub fn after_crash(mut self) -> Self {
        self.entries = self.flushed.clone();
        self
    }

    /// All entries after the snapshot.
    pub fn stored(&self) -> &[LogEntry] {
        &self.entries
    }

    fn position(&self, index: u64) -> Option<usize> {
        let distance = index.checked_sub(self.point.index + 1)?;
        usize::try_from(distance).ok()
    }

    fn entry(&self, index: u64) -> Option<&LogEntry> {
        self.entries.get(self.position(index)?)
    }
}

impl MetadataLog for MemoryLog {
    fn snapshot_point(&self) -> SnapshotPoint {
        self.point
    }

    fn last_index(&self) -> u64 {
        self.entries
            .last()
            .map_or(self.point.index, |entry| entry.index)
    }

    fn end_offset(&self) -> i64 {
        self.entries
            .last()
            .map_or(self.point.offset, |entry| entry.next_offset)
    }

    fn epoch_at(&self, index: u64) -> Option<i32> {
        if index == self.point.index {
            Some(self.point.epoch)
        } else {
            self.entry(index).map(|entry| entry.epoch)
        }
    }

    fn next_offset_at(&self, index: u64) -> Option<i64> {
        if index == self.point.index {
            Some(self.point.offset)
        } else {
            self.entry(index).map(|e| e.next_offset)
        }
    }

    fn entries(
        &self,
        from: u64,
        to: u64,
        max_bytes: Option<u64>,
    ) -> Result<Vec<LogEntry>, LogFailure> {
        let start = self
            .position(from)
            .ok_or_else(|| LogFailure::new("read", "below the snapshot"))?;
        let end = self
            .position(to)
            .ok_or_else(|| LogFailure::new("read", "below the snapshot"))?;
        let range = self
            .entries
            .get(start..end)
            .ok_or_else(|| LogFailure::new("read", "beyond the end"))?;
        let mut bytes = 0_u64;
        let fits = |entry: &&LogEntry| {
            let first = bytes == 0;
            bytes = bytes.saturating_add(entry.batch.len() as u64);
            first || max_bytes.is_none_or(|max| bytes <= max)
        };
        Ok(range.iter().take_while(fits).cloned().collect())
    }

    fn election(&self) -> ElectionState {
        self.election
    }

    fn append(&mut self, entries: &[LogEntry]) -> Result<(), LogFailure> {
        let Some(first) = entries.first() else {
            return Ok(());
        };
        let keep = self
            .position(first.index)
            .ok_or_else(|| LogFailure::new("append", "below the snapshot"))?;
        if keep > self.entries.len() {
            return Err(LogFailure::new(
                "append",
                format!("gap before index {}", first.index),
            ));
        }
        self.entries.truncate(keep);
        for entry in entries {
            if entry.base_offset != self.end_offset() || entry.index != self.last_index() + 1 {
                return Err(LogFailure::new(
                    "append",
                    format!("entry {} is out of place", entry.index),
                ));
            }
            self.entries.push(entry.clone());
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), LogFailure> {
        self.flushed = self.entries.clone();
        Ok(())
    }

    fn save_election(&mut self, election: &ElectionState) -> Result<(), LogFailure> {
        self.election = *election;
        Ok(())
    }

    fn snapshot_taken(&mut self, point: SnapshotPoint) -> Result<(), LogFailure> {
        if self.next_offset_at(point.index) != Some(point.offset)
            || self.epoch_at(point.index) != Some(point.epoch)
        {
            return Err(LogFailure::new(
                "snapshot",
                format!("{point:?} is not in the log"),
            ));
        }
        self.entries.retain(|entry| entry.index > point.index);
        self.flushed.retain(|entry| entry.index > point.index);
        self.point = point;
        Ok(())
    }

    fn restart_at(&mut self, point: SnapshotPoint) -> Result<(), LogFailure> {
        self.entries.clear();
        self.flushed.clear();
        self.point = point;
        Ok(())
    }
}
