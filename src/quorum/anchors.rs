//! The raft indexes of snapshots, in a small file of ours beside KRaft's.
//!
//! KRaft counts records, raft counts entries, and the entries before a snapshot may be gone. So the index of each
//! snapshot's last entry is kept. A directory without the file (written by Apache Kafka) is numbered anew.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use kalda_disk::{Disk, read_file, replace_file};

use crate::checkpoint::CheckpointId;

/// Name of the file inside the metadata log's directory. Apache Kafka passes over names it does not know.
pub(crate) const ANCHOR_FILE: &str = "kalda-raft-index";
/// Room for thousands of snapshots; retention keeps fewer.
const MAX_BYTES: usize = 1024 * 1024;

/// Raft indexes by snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Anchors {
    indexes: BTreeMap<CheckpointId, u64>,
}

impl Anchors {
    /// Reads the file. One that is missing or makes no sense counts as empty: the numbers can be given anew.
    pub(crate) fn read(disk: &dyn Disk, directory: &Path) -> io::Result<Self> {
        match read_file(disk, &directory.join(ANCHOR_FILE), MAX_BYTES) {
            Ok(content) => Ok(parse(&content).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Anchors::default()),
            Err(error) => Err(error),
        }
    }

    /// Replaces the file: durable when this returns.
    pub(crate) fn write(&self, disk: &dyn Disk, directory: &Path) -> io::Result<()> {
        let mut text = format!("0\n{}\n", self.indexes.len());
        for (id, index) in &self.indexes {
            text.push_str(&format!("{} {} {index}\n", id.end_offset, id.epoch));
        }
        replace_file(disk, &directory.join(ANCHOR_FILE), text.as_bytes())
    }

    pub(crate) fn insert(&mut self, id: CheckpointId, index: u64) {
        self.indexes.insert(id, index);
    }

    /// Forgets snapshots older than `id`.
    pub(crate) fn remove_before(&mut self, id: CheckpointId) {
        self.indexes = self.indexes.split_off(&id);
    }

    /// The newest anchor at or before the snapshot `id` that does not lie before `log_start_offset`.
    pub(crate) fn at_or_before(
        &self,
        id: CheckpointId,
        log_start_offset: i64,
    ) -> Option<(CheckpointId, u64)> {
        let (found, index) = self.indexes.range(..=id).next_back()?;
        (*found == id || found.end_offset >= log_start_offset).then_some((*found, *index))
    }
}

fn parse(content: &[u8]) -> Option<Anchors> {
    let mut lines = str::from_utf8(content).ok()?.lines();
    if lines.next()? != "0" {
        return None;
    }
    let count: usize = lines.next()?.parse().ok()?;
    let mut indexes = BTreeMap::new();
    for line in lines {
        let mut fields = line.split(' ');
        let end_offset = fields.next()?.parse().ok()?;
        let epoch = fields.next()?.parse().ok()?;
        indexes.insert(
            CheckpointId { end_offset, epoch },
            fields.next()?.parse().ok()?,
        );
    }
    (indexes.len() == count).then_some(Anchors { indexes })
}

#[cfg(test)]
mod tests {
    use kalda_disk::FaultyDisk;

    use super::*;

    fn id(end_offset: i64) -> CheckpointId {
        CheckpointId {
            end_offset,
            epoch: 1,
        }
    }

    #[test]
    fn anchors_are_read_back_and_a_missing_file_is_empty() {
        let disk = FaultyDisk::new();
        let directory = Path::new("/");
        assert_eq!(Anchors::read(&disk, directory).unwrap(), Anchors::default());
        let mut anchors = Anchors::default();
        anchors.insert(id(10), 5);
        anchors.insert(id(20), 7);
        anchors.write(&disk, directory).unwrap();
        assert_eq!(Anchors::read(&disk, directory).unwrap(), anchors);
        anchors.remove_before(id(20));
        assert_eq!(anchors.at_or_before(id(19), 0), None);
    }

    #[test]
    fn the_nearest_anchor_inside_the_log_is_found() {
        let mut anchors = Anchors::default();
        anchors.insert(id(10), 5);
        anchors.insert(id(20), 7);
        assert_eq!(anchors.at_or_before(id(20), 20), Some((id(20), 7)));
        assert_eq!(anchors.at_or_before(id(15), 0), Some((id(10), 5)));
        assert_eq!(
            anchors.at_or_before(id(15), 11),
            None,
            "the batches between are gone"
        );
        assert_eq!(anchors.at_or_before(id(10), 11), Some((id(10), 5)));
    }

    #[test]
    fn nonsense_is_no_anchor() {
        for content in [
            "",
            "1\n0\n",
            "0\n2\n1 1 1\n",
            "0\n1\n1 1\n",
            "0\n1\nx 1 1\n",
            "0\n1\n1 1 -1\n",
        ] {
            assert_eq!(parse(content.as_bytes()), None, "{content:?}");
        }
    }
}
