//! The producer snapshots of a partition directory.

use std::collections::BTreeSet;
use std::sync::Arc;

use kalda_disk::{DiskFile, OpenMode};

use crate::error::{LogError, failed_to};
use crate::names::{DELETED, SNAPSHOT, offset_file};
use crate::producers::Producers;
use crate::producers::snapshot::{MAX_SNAPSHOT_BYTES, decode, encode};
use crate::segments::Segments;
use crate::storage::Storage;

/// Which snapshots exist, by the offset they cover up to.
#[derive(Debug, Default)]
pub(super) struct Snapshots {
    offsets: BTreeSet<i64>,
    unsynced: Vec<i64>,
}

impl Snapshots {
    pub(super) fn new(offsets: BTreeSet<i64>) -> Self {
        Self {
            offsets,
            unsynced: Vec::new(),
        }
    }

    pub(super) fn newest(&self) -> Option<i64> {
        self.offsets.last().copied()
    }

    /// The state of the newest sound snapshot at or below `offset`. Unsound ones are removed, as Kafka does.
    pub(super) fn load(
        &mut self,
        storage: &Storage,
        offset: i64,
        removed: &mut Vec<String>,
    ) -> Result<Option<Producers>, LogError> {
        while let Some(newest) = self.offsets.range(..=offset).next_back().copied() {
            let name = offset_file(newest, SNAPSHOT);
            let content = match storage.read(&name, MAX_SNAPSHOT_BYTES) {
                Ok(content) => content.unwrap_or_default(),
                Err(error) if is_oversized(&error) => Vec::new(),
                Err(error) => return Err(error),
            };
            match decode(&content, newest) {
                Ok(producers) => return Ok(Some(producers)),
                Err(error) => {
                    removed.push(format!("{name} was dropped: {error}"));
                    self.remove(storage, newest)?;
                }
            }
        }
        Ok(None)
    }

    /// Writes a snapshot unless there is one at this offset. It carries a checksum, so it need not be synced before
    /// it gets its name; the next flush does that.
    pub(super) fn write(
        &mut self,
        storage: &Storage,
        producers: &Producers,
    ) -> Result<(), LogError> {
        let offset = producers.end_offset();
        if self.offsets.contains(&offset) {
            return Ok(());
        }
        let name = offset_file(offset, SNAPSHOT);
        let content = encode(producers);
        let file = storage.open(&name, OpenMode::Create)?;
        let path = storage.path(&name);
        let written = file.set_len(content.len() as u64);
        let written = written.and_then(|()| file.write_at(&[&content], 0));
        written.map_err(failed_to("write", &path))?;
        self.offsets.insert(offset);
        self.unsynced.push(offset);
        Ok(())
    }

    /// Opens the snapshots that have to be synced.
    pub(super) fn collect_unsynced(
        &mut self,
        storage: &Storage,
        files: &mut Vec<Arc<dyn DiskFile>>,
    ) -> Result<(), LogError> {
        for offset in std::mem::take(&mut self.unsynced) {
            if self.offsets.contains(&offset) {
                files.push(storage.open(&offset_file(offset, SNAPSHOT), OpenMode::ReadWrite)?);
            }
        }
        Ok(())
    }

    /// Removes snapshots that belong to no segment, except the newest at or below the log end.
    pub(super) fn remove_strays(
        &mut self,
        storage: &Storage,
        segments: &Segments,
        log_end_offset: i64,
    ) -> Result<(), LogError> {
        let newest = self.offsets.range(..=log_end_offset).next_back().copied();
        let bases: BTreeSet<i64> = segments.iter().map(|it| it.base_offset).collect();
        self.remove_where(storage, |it| {
            it > log_end_offset || (Some(it) != newest && !bases.contains(&it))
        })
    }

    fn remove(&mut self, storage: &Storage, offset: i64) -> Result<(), LogError> {
        self.offsets.remove(&offset);
        storage.remove(&offset_file(offset, SNAPSHOT))
    }

    /// Removes all that `unwanted` names.
    pub(super) fn remove_where(
        &mut self,
        storage: &Storage,
        unwanted: impl Fn(i64) -> bool,
    ) -> Result<(), LogError> {
        let chosen: Vec<i64> = self
            .offsets
            .iter()
            .copied()
            .filter(|it| unwanted(*it))
            .collect();
        for offset in chosen {
            self.remove(storage, offset)?;
        }
        Ok(())
    }

    /// Renames the snapshot at `offset` to `.deleted`; returns the new name if there was one.
    pub(super) fn mark_deleted(
        &mut self,
        storage: &Storage,
        offset: i64,
    ) -> Result<Option<String>, LogError> {
        if !self.offsets.remove(&offset) {
            return Ok(None);
        }
        let name = offset_file(offset, SNAPSHOT);
        let deleted = format!("{name}{DELETED}");
        storage.rename(&name, &deleted)?;
        Ok(Some(deleted))
    }
}

fn is_oversized(error: &LogError) -> bool {
    match error {
        LogError::Io { source, .. } => source.kind() == std::io::ErrorKind::InvalidData,
        LogError::Corrupt { .. } | LogError::Failed { .. } => false,
    }
}
