//! Reaching the disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{Disk, DiskFile, OpenMode};
use parking_lot::Mutex;

use crate::error::{LogError, failed_to};
use crate::names::{LEADER_EPOCHS, PARTITION_METADATA};

use super::Log;

/// The part of a flush that takes long: run it without holding the log's lock, then hand the result to
/// [`Log::complete_flush`].
#[derive(Debug)]
pub struct FlushJob {
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    files: Vec<Arc<dyn DiskFile>>,
    /// Synced after the files: the partition directory if it has new names, and the log directory if that has.
    directories: Vec<PathBuf>,
    failed: Arc<Mutex<bool>>,
    flushed: Flushed,
}

/// A flush that reached the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flushed {
    through: i64,
    begun_ms: i64,
    ticket: Ticket,
}

/// Which flush, and over which history of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ticket {
    number: u64,
    truncations: u64,
}

/// Flushes that are under way.
#[derive(Debug, Default)]
pub(super) struct FlushState {
    ticket: Ticket,
    /// Files given to jobs that have not come back. Each later job syncs them too, so that whichever comes back first
    /// speaks for all that was written before it began, and a job that never comes back is made up for.
    handed_out: Vec<Arc<dyn DiskFile>>,
    /// Directories, likewise.
    handed_out_directories: Vec<PathBuf>,
    /// Directories that got new names since the last job.
    new_names: Vec<PathBuf>,
    /// `partition.metadata` was written since the last job.
    new_identity: bool,
    /// Whether a sync has failed. Held while a job syncs: the kernel reports a failure once for each open file, so a
    /// job that syncs the same file at the same time would be told of a success that is none.
    sync_failed: Arc<Mutex<bool>>,
}

impl FlushState {
    /// A file or directory was made in `directory`, whose name must reach the disk with the next flush.
    pub(super) fn note_new_name(&mut self, directory: &Path) {
        if !self.new_names.iter().any(|it| it == directory) {
            self.new_names.push(directory.to_path_buf());
        }
    }

    /// `partition.metadata` was written in `directory`.
    pub(super) fn note_new_identity(&mut self, directory: &Path) {
        self.new_identity = true;
        self.note_new_name(directory);
    }

    /// What jobs under way have seen is no longer what the log holds.
    pub(super) fn note_truncation(&mut self) {
        self.ticket.truncations += 1;
    }
}

impl Flushed {
    /// All below this offset is on the disk.
    pub fn through_offset(&self) -> i64 {
        self.through
    }
}

impl FlushJob {
    /// Syncs the files, then the directories that name them.
    pub fn run(self) -> Result<Flushed, LogError> {
        let mut failed = self.failed.lock();
        if *failed {
            return Err(LogError::Failed {
                path: self.directory.clone(),
            });
        }
        self.sync().inspect_err(|_| *failed = true)?;
        Ok(self.flushed)
    }

    fn sync(&self) -> Result<(), LogError> {
        for file in &self.files {
            file.sync_data()
                .map_err(failed_to("sync a file of", &self.directory))?;
        }
        for directory in &self.directories {
            let synced = self.disk.sync_dir(directory);
            synced.map_err(failed_to("sync", directory))?;
        }
        Ok(())
    }
}

impl Log {
    /// Whether `flush.messages` or `flush.ms` asks for a flush.
    pub fn is_flush_due(&self, now_ms: i64) -> bool {
        let unflushed = self.log_end_offset.saturating_sub(self.recovery_point);
        unflushed > 0
            && (unflushed >= self.config.flush_messages
                || now_ms.saturating_sub(self.last_flush_ms) >= self.config.flush_ms)
    }

    /// Prepares a flush of all that is in the log. `None`: all of it is on the disk already.
    pub fn begin_flush(&mut self, now_ms: i64) -> Result<Option<FlushJob>, LogError> {
        self.check_usable()?;
        if self.log_end_offset <= self.recovery_point {
            return Ok(None);
        }
        self.flush_job(now_ms).map(Some)
    }

    fn flush_job(&mut self, now_ms: i64) -> Result<FlushJob, LogError> {
        // A failure on the way leaves files that are no longer marked as unsynced; they must not count as synced.
        let mut files = std::mem::take(&mut self.flushes.handed_out);
        let collected = self.collect_unsynced(&mut files);
        collected.inspect_err(|_| self.failed = true)?;
        self.flushes.handed_out.clone_from(&files);
        let new_names = std::mem::take(&mut self.flushes.new_names);
        self.flushes.handed_out_directories.extend(new_names);
        self.flushes.ticket.number += 1;
        Ok(FlushJob {
            disk: Arc::clone(&self.storage.disk),
            directory: self.storage.directory.clone(),
            files,
            directories: self.flushes.handed_out_directories.clone(),
            failed: Arc::clone(&self.flushes.sync_failed),
            flushed: Flushed {
                through: self.log_end_offset,
                begun_ms: now_ms,
                ticket: self.flushes.ticket,
            },
        })
    }

    fn collect_unsynced(&mut self, files: &mut Vec<Arc<dyn DiskFile>>) -> Result<(), LogError> {
        self.write_identity()?;
        if std::mem::take(&mut self.flushes.new_identity) {
            files.push(self.storage.open(PARTITION_METADATA, OpenMode::ReadWrite)?);
        }
        self.write_epochs()?;
        for segment in self.segments.iter_mut() {
            segment.collect_unsynced(files)?;
        }
        self.snapshots.collect_unsynced(&self.storage, files)
    }

    /// Epochs below the recovery point are not found again by recovery, so they are written before it advances.
    pub(super) fn write_epochs(&mut self) -> Result<(), LogError> {
        if self.epochs.take_changed() {
            let text = self.epochs.text();
            let written = self.storage.replace(LEADER_EPOCHS, text.as_bytes());
            written.inspect_err(|_| self.epochs.mark_changed())?;
        }
        Ok(())
    }

    /// Takes in the outcome of a flush. A failed sync ends the log's life: what it was to write may be gone from the
    /// page cache, and a second sync would report success all the same.
    pub fn complete_flush(&mut self, outcome: Result<Flushed, LogError>) -> Result<(), LogError> {
        match outcome {
            Ok(flushed) => {
                self.check_usable()?;
                let now = self.flushes.ticket;
                if flushed.ticket.number == now.number {
                    self.flushes.handed_out.clear();
                    self.flushes.handed_out_directories.clear();
                }
                // Cut and written anew since: the offsets it speaks of are no longer the same records.
                if flushed.ticket.truncations == now.truncations {
                    self.recovery_point = self.recovery_point.max(flushed.through);
                }
                self.last_flush_ms = self.last_flush_ms.max(flushed.begun_ms);
                Ok(())
            }
            Err(error) => {
                self.failed = true;
                Err(error)
            }
        }
    }

    /// Flushes all that is in the log, in the caller's time.
    pub fn flush(&mut self, now_ms: i64) -> Result<(), LogError> {
        match self.begin_flush(now_ms)? {
            Some(job) => self.complete_flush(job.run()),
            None => Ok(()),
        }
    }

    /// Closes cleanly: all on the disk, indexes cut to their entries, producers' state beside them. The owner writes
    /// checkpoints and the clean-shutdown marker after all logs are closed. The log takes no writes afterwards.
    ///
    /// Waits for the disk several times. To close many logs, see [`Log::begin_close`].
    pub fn close(&mut self, now_ms: i64) -> Result<(), LogError> {
        self.check_usable()?;
        self.call_off_compaction();
        let closed = self.seal().and_then(|()| self.flush_job(now_ms)?.run());
        let closed = self.complete_flush(closed);
        self.failed = true;
        self.release_files();
        closed
    }

    /// The first half of a clean close: all is written, but nothing waits for the disk. When this has been done for
    /// all logs of a directory, [`LogDir::sync_file_system`](crate::LogDir::sync_file_system) makes all of it survive
    /// power loss at once, and [`Log::complete_close`] lets the recovery point say so. The log takes no writes
    /// afterwards.
    pub fn begin_close(&mut self) -> Result<(), LogError> {
        self.check_usable()?;
        self.call_off_compaction();
        let written = self.seal().and_then(|()| self.write_unsynced());
        self.failed = true;
        self.release_files();
        written
    }

    /// The second half: the file system has been synced since [`Log::begin_close`] succeeded.
    pub fn complete_close(&mut self) {
        self.recovery_point = self.log_end_offset;
    }

    fn seal(&mut self) -> Result<(), LogError> {
        self.segments.active_mut().seal(&self.config)?;
        if !self.producers.is_empty() || self.snapshots.newest().is_some() {
            self.snapshots.write(&self.storage, &self.producers)?;
            self.flushes.note_new_name(&self.storage.directory);
        }
        Ok(())
    }

    fn write_unsynced(&mut self) -> Result<(), LogError> {
        self.write_identity()?;
        if self.epochs.take_changed() {
            let text = self.epochs.text();
            self.storage
                .replace_unsynced(LEADER_EPOCHS, text.as_bytes())?;
        }
        for segment in self.segments.iter_mut() {
            segment.write_pending()?;
        }
        Ok(())
    }
}
