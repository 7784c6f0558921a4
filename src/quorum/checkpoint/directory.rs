//! The snapshots of one metadata log directory, and which of them have outlived their use.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{Disk, EntryKind};

use super::name::{CheckpointFile, CheckpointId, CheckpointState};
use super::read::{CheckpointError, CheckpointReader};

/// What retention asks of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Facts {
    bytes: u64,
    last_contained_log_timestamp_ms: i64,
}

/// How much of the metadata log and its snapshots is kept. The newest snapshot and what follows it always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// `metadata.max.retention.bytes`: size of log and snapshots together; `None` for no limit (a negative setting).
    pub bytes: Option<u64>,
    /// `metadata.max.retention.ms`: age of a snapshot's last record; `None` for no limit (a negative setting).
    pub age_ms: Option<i64>,
}

/// The finished snapshots of a directory. Cheap to clone; a clone does not see later changes.
#[derive(Debug, Clone)]
pub struct CheckpointDirectory {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    snapshots: BTreeMap<CheckpointId, Facts>,
}

impl CheckpointDirectory {
    /// Lists the snapshots and removes what a crash left half written or half removed.
    pub fn open(disk: Arc<dyn Disk>, path: &Path) -> Result<Self, CheckpointError> {
        disk.create_dir_all(path)?;
        let mut directory = CheckpointDirectory {
            disk,
            path: path.to_path_buf(),
            snapshots: BTreeMap::new(),
        };
        for entry in directory.disk.read_dir(path)? {
            let file = CheckpointFile::parse(&entry.name);
            match file.filter(|_| entry.kind == EntryKind::File) {
                None => {}
                Some(CheckpointFile {
                    id,
                    state: CheckpointState::Finished,
                }) => {
                    directory.add(id)?;
                }
                Some(_unfinished_or_deleted) => {
                    directory.disk.remove_file(&path.join(entry.name))?
                }
            }
        }
        Ok(directory)
    }

    /// Takes notice of a snapshot that is now under its final name.
    pub fn add(&mut self, id: CheckpointId) -> Result<(), CheckpointError> {
        let path = self.file(id);
        let reader = CheckpointReader::open(&*self.disk, &path)?;
        let bytes = self.disk.stat(&path)?.map_or(0, |stat| stat.bytes);
        let last_contained_log_timestamp_ms = reader.header().last_contained_log_timestamp_ms;
        self.snapshots.insert(
            id,
            Facts {
                bytes,
                last_contained_log_timestamp_ms,
            },
        );
        Ok(())
    }

    /// The newest snapshot.
    pub fn newest(&self) -> Option<CheckpointId> {
        self.snapshots.last_key_value().map(|(id, _)| *id)
    }

    /// The oldest snapshot.
    pub fn oldest(&self) -> Option<CheckpointId> {
        self.snapshots.first_key_value().map(|(id, _)| *id)
    }

    /// Size of a snapshot in bytes; `None` when there is no such snapshot.
    pub fn bytes(&self, id: CheckpointId) -> Option<u64> {
        self.snapshots.get(&id).map(|facts| facts.bytes)
    }

    /// Opens a snapshot to read it.
    pub fn read(&self, id: CheckpointId) -> Result<CheckpointReader, CheckpointError> {
        CheckpointReader::open(&*self.disk, &self.file(id))
    }

    /// Where a snapshot is or would be.
    pub fn file(&self, id: CheckpointId) -> PathBuf {
        self.path.join(id.file_name())
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The oldest snapshot to keep, when retention says that older ones go. As in Apache Kafka they go one by one from
    /// the oldest, and the log before the first one kept goes with them.
    pub fn oldest_to_keep(
        &self,
        retention: Retention,
        log_bytes: u64,
        now_ms: i64,
    ) -> Option<CheckpointId> {
        let mut total_bytes = self
            .snapshots
            .values()
            .fold(log_bytes, |sum, facts| sum.saturating_add(facts.bytes));
        let mut keep = None;
        let successors = self.snapshots.keys().skip(1);
        for (facts, next) in self.snapshots.values().zip(successors) {
            let age_ms = now_ms.saturating_sub(facts.last_contained_log_timestamp_ms);
            let too_large = retention.bytes.is_some_and(|limit| total_bytes > limit);
            let too_old = retention.age_ms.is_some_and(|limit| age_ms > limit);
            if !too_large && !too_old {
                break;
            }
            total_bytes = total_bytes.saturating_sub(facts.bytes);
            keep = Some(*next);
        }
        keep
    }

    /// Removes the snapshots before `keep`. The log must start at or after each of them by now, or be about to lose
    /// nothing: a reader that needs what they held takes a newer one.
    pub fn remove_before(&mut self, keep: CheckpointId) -> io::Result<()> {
        let kept = self.snapshots.split_off(&keep);
        let gone = std::mem::replace(&mut self.snapshots, kept);
        for id in gone.keys() {
            self.disk.remove_file(&self.file(*id))?;
        }
        if gone.is_empty() {
            Ok(())
        } else {
            self.disk.sync_dir(&self.path)
        }
    }
}

#[cfg(test)]
mod tests {
    use kalda_disk::{FaultyDisk, OpenMode};

    use super::*;
    use crate::checkpoint::{CheckpointHeader, CheckpointWriter};

    fn id(end_offset: i64) -> CheckpointId {
        CheckpointId {
            end_offset,
            epoch: 1,
        }
    }

    fn directory(ends: &[i64]) -> (Arc<dyn Disk>, CheckpointDirectory) {
        let disk: Arc<dyn Disk> = Arc::new(FaultyDisk::new());
        let path = Path::new("/m");
        for end in ends {
            let last_contained_log_timestamp_ms = *end;
            let header = CheckpointHeader {
                last_contained_log_timestamp_ms,
                ..Default::default()
            };
            let writer =
                CheckpointWriter::create(Arc::clone(&disk), path, id(*end), &header, 0).unwrap();
            assert_eq!(writer.finish().unwrap(), 158);
        }
        let directory = CheckpointDirectory::open(Arc::clone(&disk), path).unwrap();
        (disk, directory)
    }

    #[test]
    fn unfinished_and_deleted_snapshots_are_removed_at_the_start_and_other_files_stay() {
        let (disk, first) = directory(&[10]);
        for name in [
            &id(20).part_name(),
            "00000000000000000005-0000000001.checkpoint.deleted",
            "x",
        ] {
            disk.open(&first.path().join(name), OpenMode::Create)
                .unwrap();
        }
        let again = CheckpointDirectory::open(Arc::clone(&disk), first.path()).unwrap();
        assert_eq!(
            (again.oldest(), again.newest()),
            (Some(id(10)), Some(id(10)))
        );
        let names: Vec<String> = disk
            .read_dir(first.path())
            .unwrap()
            .into_iter()
            .map(|entry| entry.name)
            .collect();
        assert_eq!(names, [id(10).file_name(), "x".to_owned()]);
    }

    #[test]
    fn the_oldest_snapshots_go_while_size_or_age_pass_their_limits_and_the_newest_never() {
        let (_, directory) = directory(&[10, 20, 30]);
        let keep = |bytes, age_ms| directory.oldest_to_keep(Retention { bytes, age_ms }, 1000, 40);
        assert_eq!(keep(None, None), None);
        assert_eq!(keep(Some(1000 + 3 * 158), Some(30)), None);
        assert_eq!(keep(Some(1000 + 3 * 158 - 1), None), Some(id(20)));
        assert_eq!(keep(Some(0), None), Some(id(30)));
        assert_eq!(keep(None, Some(29)), Some(id(20)));
        assert_eq!(keep(None, Some(0)), Some(id(30)));
    }

    #[test]
    fn removed_snapshots_are_gone_and_the_others_stay() {
        let (disk, mut directory) = directory(&[10, 20, 30]);
        directory.remove_before(id(20)).unwrap();
        assert_eq!(
            (directory.oldest(), directory.newest()),
            (Some(id(20)), Some(id(30)))
        );
        assert_eq!(disk.stat(&directory.file(id(10))).unwrap(), None);
        assert_eq!(directory.bytes(id(10)), None);
        assert!(directory.read(id(20)).is_ok());
    }
}
