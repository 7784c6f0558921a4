//! Looking at the log directories when a node starts.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use kalda_disk::{Disk, replace_file};
use kalda_quorum::checkpoint::METADATA_DIRECTORY;
use uuid::Uuid;

use super::directories::{Directories, DirectoryError};
use super::format::new_id;
use super::meta_properties::FILE_NAME;
use crate::settings::NodeSettings;

/// The directories that a node starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeDirectories {
    /// The cluster they belong to.
    pub cluster_id: String,
    /// Their ids.
    pub ids: BTreeMap<PathBuf, Uuid>,
    /// Those that cannot be read, with the reason: offline from the start, which a broker reports to its controller.
    pub offline: BTreeMap<PathBuf, String>,
}

/// Why a node cannot start with its directories.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// One of them was never formatted.
    #[error(
        "{dir} is not formatted. Format it with: kalda storage format --config FILE --cluster-id ID (a new ID comes from: \
         kalda storage random-uuid)"
    )]
    NotFormatted {
        /// The directory.
        dir: PathBuf,
    },
    /// They do not belong to this node, or not to each other.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The directory of the metadata log cannot be read.
    #[error("The metadata log directory {dir} cannot be read: {reason}")]
    MetadataDir {
        /// The directory.
        dir: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The metadata log lies where `metadata.log.dir` does not point to.
    #[error(
        "Found unexpected metadata location in data directory `{found}` (the configured metadata directory is {expected})."
    )]
    MetadataElsewhere {
        /// The directory of a metadata log.
        found: PathBuf,
        /// `metadata.log.dir`
        expected: PathBuf,
    },
    /// It was formatted by a version of Kafka that used ZooKeeper, and lacks something.
    #[error("{file} has no {key}")]
    Incomplete {
        /// The file that lacks it.
        file: PathBuf,
        /// What is lacking.
        key: &'static str,
    },
    /// An id could not be added to a directory that had none.
    #[error("{file} cannot be written: {error}")]
    Write {
        /// The file.
        file: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// Reads the directories of a node, and gives an id to each that was formatted before there were any.
///
/// # Errors
/// The first thing that keeps the node from starting.
pub fn open_directories(
    disk: &dyn Disk,
    node: &NodeSettings,
    random_id: &mut dyn FnMut() -> Uuid,
    now_ms: i64,
) -> Result<NodeDirectories, OpenError> {
    let all = Directories::load(disk, &node.all_dirs());
    if let Some(reason) = all.broken.get(&node.metadata_log_dir) {
        let (dir, reason) = (node.metadata_log_dir.clone(), reason.clone());
        return Err(OpenError::MetadataDir { dir, reason });
    }
    if let Some(dir) = all.empty.first() {
        return Err(OpenError::NotFormatted { dir: dir.clone() });
    }
    all.verify(None, Some(node.node_id))?;
    let mut ids = BTreeMap::new();
    for (dir, meta) in &all.formatted {
        let file = dir.join(FILE_NAME);
        check_metadata_location(disk, dir, node)?;
        for (key, is_there) in [
            ("node.id", meta.node_id.is_some()),
            ("cluster.id", meta.cluster_id.is_some()),
        ] {
            if !is_there {
                return Err(OpenError::Incomplete { file, key });
            }
        }
        let id = match meta.directory_id {
            Some(id) => id,
            None => {
                let id = new_id(random_id);
                let mut meta = meta.clone();
                meta.directory_id = Some(id);
                replace_file(disk, &file, &meta.to_bytes(now_ms))
                    .map_err(|error| OpenError::Write { file, error })?;
                id
            }
        };
        ids.insert(dir.clone(), id);
    }
    let cluster_id = all.cluster_id().unwrap_or_default().to_owned();
    Ok(NodeDirectories {
        cluster_id,
        ids,
        offline: all.broken,
    })
}

fn check_metadata_location(
    disk: &dyn Disk,
    dir: &Path,
    node: &NodeSettings,
) -> Result<(), OpenError> {
    let found = dir.join(METADATA_DIRECTORY);
    if dir != node.metadata_log_dir && matches!(disk.stat(&found), Ok(Some(_))) {
        return Err(OpenError::MetadataElsewhere {
            found,
            expected: node.metadata_log_dir.clone(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kalda_config::Role;
    use kalda_disk::{FaultyDisk, OpenMode};

    use super::*;
    use crate::storage::MetaProperties;

    fn node() -> NodeSettings {
        NodeSettings {
            node_id: 1,
            roles: BTreeSet::from([Role::Broker]),
            rack: None,
            log_dirs: vec![PathBuf::from("/a"), PathBuf::from("/b")],
            metadata_log_dir: PathBuf::from("/a"),
        }
    }

    fn write(disk: &FaultyDisk, dir: &str, content: &[u8]) {
        disk.create_dir_all(Path::new(dir)).unwrap();
        replace_file(disk, &Path::new(dir).join(FILE_NAME), content).unwrap();
    }

    fn meta(node_id: i32, directory_id: Option<u128>) -> Vec<u8> {
        let directory_id = directory_id.map(Uuid::from_u128);
        let cluster_id = Some("x".to_owned());
        MetaProperties {
            version: 1,
            cluster_id,
            node_id: Some(node_id),
            directory_id,
        }
        .to_bytes(0)
    }

    fn open(disk: &FaultyDisk) -> Result<NodeDirectories, String> {
        open_directories(disk, &node(), &mut || Uuid::from_u128(1 << 100), 0)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_directory_without_an_id_gets_one_that_stays() {
        let disk = FaultyDisk::new();
        write(&disk, "/a", &meta(1, Some(1 << 90)));
        write(&disk, "/b", &meta(1, None));
        let opened = open(&disk).unwrap();
        assert_eq!(opened.cluster_id, "x");
        assert_eq!(opened.ids[Path::new("/b")], Uuid::from_u128(1 << 100));
        assert_eq!(open(&disk), Ok(opened));
    }

    #[test]
    fn what_keeps_a_node_from_starting_is_said_in_one_sentence() {
        let disk = FaultyDisk::new();
        assert!(
            open(&disk)
                .unwrap_err()
                .starts_with("/a is not formatted. Format it with: kalda storage format")
        );
        write(&disk, "/a", &meta(1, Some(1 << 90)));
        write(&disk, "/b", &meta(2, Some(1 << 91)));
        assert!(
            open(&disk)
                .unwrap_err()
                .starts_with("Stored node id 2 doesn't match")
        );
        write(&disk, "/b", &meta(1, Some(1 << 91)));
        disk.open(Path::new("/b/__cluster_metadata-0"), OpenMode::Create)
            .unwrap();
        assert!(
            open(&disk)
                .unwrap_err()
                .starts_with("Found unexpected metadata location")
        );
        write(&disk, "/a", b"version=9\n");
        assert!(
            open(&disk)
                .unwrap_err()
                .starts_with("The metadata log directory /a cannot be read")
        );
    }

    #[test]
    fn a_broken_directory_is_offline_and_the_others_serve() {
        let disk = FaultyDisk::new();
        write(&disk, "/a", &meta(1, Some(1 << 90)));
        write(&disk, "/b", b"version=9\n");
        let opened = open(&disk).unwrap();
        assert_eq!(opened.ids.len(), 1);
        assert_eq!(
            opened.offline[Path::new("/b")],
            "Unknown meta.properties version number 9"
        );
    }
}
