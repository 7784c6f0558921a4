//! A segment's files as files: closed, renamed, copied.

use std::sync::Arc;

use kalda_disk::OpenMode;

use crate::error::LogError;
use crate::names::{DELETED, LOG, SEGMENT_SUFFIXES, offset_file};

use super::Segment;

impl Segment {
    /// Closes all files; they open again when needed.
    pub(crate) fn release_files(&self) {
        self.log.close();
        self.offset_index.entries.close();
        self.time_index.entries.close();
        self.transaction_index.close();
    }

    pub(crate) fn release_idle_files(&self) {
        self.log.close_if_unused();
        self.offset_index.entries.close_if_unused();
        self.time_index.entries.close_if_unused();
        self.transaction_index.close_if_unused();
    }

    pub(crate) fn release_indexes(&self) {
        self.offset_index.entries.close();
        self.time_index.entries.close();
        self.transaction_index.close();
    }

    pub(crate) fn open_files(&self) -> usize {
        usize::from(self.log.is_open())
            + usize::from(self.offset_index.entries.is_open())
            + usize::from(self.time_index.entries.is_open())
            + usize::from(self.transaction_index.is_open())
    }

    /// Tells this content from any other that had or will have the same name.
    pub(crate) fn identity(&self) -> &Arc<()> {
        &self.identity
    }

    /// Gives the index files another mark behind their names.
    pub(crate) fn set_index_marks(&mut self, mark: &'static str) -> Result<(), LogError> {
        self.offset_index.entries.set_mark(mark)?;
        self.time_index.entries.set_mark(mark)?;
        self.transaction_index.set_mark(mark)
    }

    /// Gives the data file another mark behind its name.
    pub(crate) fn set_log_mark(&mut self, mark: &'static str) -> Result<(), LogError> {
        self.log.set_mark(mark)
    }

    /// Removes the files that have `mark` behind their names.
    pub(crate) fn remove_files(&self, mark: &str) -> Result<(), LogError> {
        SEGMENT_SUFFIXES.iter().try_for_each(|suffix| {
            let name = offset_file(self.base_offset, suffix);
            self.storage.remove(&format!("{name}{mark}"))
        })
    }

    /// Renames the files to `.deleted` and says which they are now.
    pub(crate) fn mark_deleted(&self) -> Result<Vec<String>, LogError> {
        self.release_files();
        let mut names = Vec::new();
        for suffix in SEGMENT_SUFFIXES {
            let name = offset_file(self.base_offset, suffix);
            if self.storage.stat(&name)?.is_some() {
                let deleted = format!("{name}{DELETED}");
                self.storage.rename(&name, &deleted)?;
                names.push(deleted);
            }
        }
        Ok(names)
    }

    /// Moves the files aside with `suffix` behind their names.
    pub(crate) fn set_aside(&self, suffix: &str) -> Result<(), LogError> {
        self.release_files();
        for own in SEGMENT_SUFFIXES {
            let name = offset_file(self.base_offset, own);
            if self.storage.stat(&name)?.is_some() {
                self.storage.rename(&name, &format!("{name}{suffix}"))?;
            }
        }
        Ok(())
    }

    /// Copies the bytes from `position` on into a file beside the segment.
    pub(crate) fn copy_tail(
        &self,
        position: u64,
        until: u64,
        suffix: &str,
    ) -> Result<(), LogError> {
        let name = format!("{}.{position}{suffix}", offset_file(self.base_offset, LOG));
        let target = self.storage.open(&name, OpenMode::Create)?;
        let source = self.log.get()?;
        let mut block = vec![0; 1 << 20];
        let mut at = position;
        while at < until {
            let read = source
                .read_at(&mut block, at)
                .map_err(self.log.error("read"))?;
            let part = block.get(..read).unwrap_or(&block);
            if part.is_empty() {
                break;
            }
            target
                .write_at(&[part], at - position)
                .map_err(self.log.error("copy"))?;
            at += read as u64;
        }
        target
            .sync_all()
            .map_err(self.log.error("sync the copy of"))
    }
}
