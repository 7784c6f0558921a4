//! One log directory (an entry of `log.dirs`): its lock, its identity, its checkpoints, its partitions.

mod clean_shutdown;
mod partition_dirs;

#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{Disk, EntryKind, FileLock, Space};
use uuid::Uuid;

use crate::checkpoint::{MAX_CHECKPOINT_BYTES, PartitionOffsets, read_offsets, write_offsets};
use crate::error::{LogError, failed_to};
use crate::storage::{Storage, remove_file};

pub use clean_shutdown::CleanShutdown;
pub use partition_dirs::{DirState, PartitionDir, partition_dir_name};

const LOCK: &str = ".lock";

/// The checkpoints of a log directory: one offset for each partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checkpoint {
    /// Offsets below which all is on the disk.
    RecoveryPoint,
    /// First offsets, where they are not the first of the first segment.
    LogStart,
    /// High watermarks.
    HighWatermark,
    /// First offsets that compaction has not been through.
    Cleaner,
}

impl Checkpoint {
    /// The file's name.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::RecoveryPoint => "recovery-point-offset-checkpoint",
            Self::LogStart => "log-start-offset-checkpoint",
            Self::HighWatermark => "replication-offset-checkpoint",
            Self::Cleaner => "cleaner-offset-checkpoint",
        }
    }
}

/// Why a log directory cannot be used. Each is one sentence for the person who starts the node.
#[derive(Debug, thiserror::Error)]
pub enum LogDirError {
    /// Another process, or another part of this one, uses it.
    #[error("the log directory {0} is in use by another process (it holds {0}/.lock)")]
    InUse(PathBuf),
    /// A directory in it is no partition's.
    #[error("{0} is not a partition directory; the log directory must hold nothing else")]
    NotAPartition(PathBuf),
    /// The system refused something.
    #[error(transparent)]
    Storage(#[from] LogError),
}

/// A log directory, held exclusively while this value lives.
#[derive(Debug)]
pub struct LogDir {
    storage: Storage,
    _lock: Box<dyn FileLock>,
}

impl LogDir {
    /// Takes the directory, which is made if it is missing.
    pub fn open(disk: Arc<dyn Disk>, path: &Path) -> Result<Self, LogDirError> {
        let made = disk.create_dir_all(path);
        made.map_err(failed_to("create the log directory", path))?;
        let lock_path = path.join(LOCK);
        let taken = disk
            .lock(&lock_path)
            .map_err(failed_to("lock", &lock_path))?;
        let Some(lock) = taken else {
            return Err(LogDirError::InUse(path.to_path_buf()));
        };
        Ok(Self {
            storage: Storage {
                disk,
                directory: path.to_path_buf(),
            },
            _lock: lock,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.storage.directory
    }

    /// The disk it is on.
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.storage.disk
    }

    /// Size and free space of its file system.
    pub fn space(&self) -> Result<Space, LogError> {
        let space = self.storage.disk.space(self.path());
        space.map_err(failed_to("measure", self.path()))
    }

    /// Makes all that was written to the file system survive power loss. Reports data that could not be written.
    pub fn sync_file_system(&self) -> Result<(), LogError> {
        let synced = self.storage.disk.sync_file_system(self.path());
        synced.map_err(failed_to("sync the file system of", self.path()))
    }

    /// The marker that the last stop was a clean one. It is removed at once: a crash from here on is unclean
    /// (KAFKA-10471).
    pub fn take_clean_shutdown(&self) -> Result<Option<CleanShutdown>, LogError> {
        let name = clean_shutdown::FILE;
        let content = match self.storage.read(name, clean_shutdown::MAX_BYTES) {
            // A file too large to be ours still says that the stop was clean; only its content does not count.
            Err(LogError::Io { source, .. }) if source.kind() == io::ErrorKind::InvalidData => {
                Some(Vec::new())
            }
            other => other?,
        };
        let Some(content) = content else {
            return Ok(None);
        };
        self.storage.remove(name)?;
        self.storage.sync_directory()?;
        Ok(Some(CleanShutdown::read(&content)))
    }

    /// Leaves the marker. To be called last, when logs are closed and checkpoints written.
    pub fn write_clean_shutdown(&self, broker_epoch: i64) -> Result<(), LogError> {
        let text = clean_shutdown::text(broker_epoch);
        self.storage.replace(clean_shutdown::FILE, text.as_bytes())
    }

    /// Reads a checkpoint. A damaged one counts as empty, as in Kafka: all it costs is recovery work. The second value
    /// says what was wrong with it.
    pub fn read_checkpoint(
        &self,
        checkpoint: Checkpoint,
    ) -> Result<(PartitionOffsets, Option<String>), LogError> {
        let name = checkpoint.file_name();
        let content = match self.storage.read(name, MAX_CHECKPOINT_BYTES) {
            Err(error @ LogError::Io { .. }) => return unreadable(error),
            other => other?,
        };
        match read_offsets(&content.unwrap_or_default()) {
            Ok(offsets) => Ok((offsets, None)),
            Err(error) => {
                let path = self.storage.path(name);
                let finding = format!("{} counts as empty: {error}", path.display());
                Ok((PartitionOffsets::new(), Some(finding)))
            }
        }
    }

    /// Replaces a checkpoint.
    pub fn write_checkpoint(
        &self,
        checkpoint: Checkpoint,
        offsets: &PartitionOffsets,
    ) -> Result<(), LogError> {
        let text = write_offsets(offsets);
        self.storage
            .replace(checkpoint.file_name(), text.as_bytes())
    }

    /// The partition directories in it, by name.
    pub fn list(&self) -> Result<Vec<PartitionDir>, LogDirError> {
        let mut found = Vec::new();
        for entry in self.storage.list()? {
            if entry.kind != EntryKind::Directory || partition_dirs::is_foreign(&entry.name) {
                continue;
            }
            let path = self.storage.path(&entry.name);
            match partition_dirs::parse(&entry.name) {
                Some((topic, partition, state)) => found.push(PartitionDir {
                    topic,
                    partition,
                    state,
                    path,
                }),
                None => return Err(LogDirError::NotAPartition(path)),
            }
        }
        Ok(found)
    }

    /// Where a partition's files are. [`Log::open`](crate::Log::open) makes the directory.
    pub fn partition_path(&self, topic: &str, partition: i32) -> PathBuf {
        self.storage.path(&partition_dir_name(topic, partition))
    }

    /// Takes a partition out of use: its directory becomes `<name>.<32 hex digits>-delete`, to be removed later with
    /// [`LogDir::remove_partition`]. The partition's log must have been dropped. Returns the new path.
    pub fn mark_for_deletion(
        &self,
        topic: &str,
        partition: i32,
        unique: Uuid,
    ) -> Result<PathBuf, LogError> {
        self.set_state(topic, partition, DirState::Deleting, unique)
    }

    /// Keeps a directory that is not assigned to this node: it becomes `<name>.<32 hex digits>-stray`.
    pub fn mark_stray(
        &self,
        topic: &str,
        partition: i32,
        unique: Uuid,
    ) -> Result<PathBuf, LogError> {
        self.set_state(topic, partition, DirState::Stray, unique)
    }

    fn set_state(
        &self,
        topic: &str,
        partition: i32,
        state: DirState,
        unique: Uuid,
    ) -> Result<PathBuf, LogError> {
        let name = partition_dirs::suffixed(topic, partition, state, unique);
        self.storage
            .rename(&partition_dir_name(topic, partition), &name)?;
        self.storage.sync_directory()?;
        Ok(self.storage.path(&name))
    }

    /// Removes a partition directory of this log directory with its files.
    pub fn remove_partition(&self, path: &Path) -> Result<(), LogError> {
        let disk = &*self.storage.disk;
        let entries = match disk.read_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(failed_to("list", path))?,
        };
        for entry in entries {
            remove_file(disk, &path.join(entry.name))?;
        }
        disk.remove_dir(path).map_err(failed_to("remove", path))
    }
}

/// A checkpoint too large to be one counts as empty; other errors are the disk's.
fn unreadable(error: LogError) -> Result<(PartitionOffsets, Option<String>), LogError> {
    match &error {
        LogError::Io { source, .. } if source.kind() == io::ErrorKind::InvalidData => {
            Ok((PartitionOffsets::new(), Some(error.to_string())))
        }
        LogError::Io { .. } | LogError::Corrupt { .. } | LogError::Failed { .. } => Err(error),
    }
}
