//! All log directories of a node, seen together: which are formatted, and whether they belong together.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use kalda_disk::{Disk, read_file};
use kalda_protocol::uuid_text;
use uuid::Uuid;

use super::meta_properties::{FILE_NAME, MetaProperties};

/// A file of this kind has some hundred bytes; one that is larger is none.
const MAX_FILE_BYTES: usize = 64 * 1024;

/// The directories of a node by their state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directories {
    /// Without `meta.properties`, or not even there.
    pub empty: BTreeSet<PathBuf>,
    /// Unreadable, with the reason.
    pub broken: BTreeMap<PathBuf, String>,
    /// Formatted.
    pub formatted: BTreeMap<PathBuf, MetaProperties>,
}

/// Why directories do not belong to this node, or not to each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// Of another cluster.
    #[error("Invalid cluster.id in: {file}. Expected {expected}, but read {found}")]
    OtherCluster {
        /// The file that says so.
        file: PathBuf,
        /// The cluster of this node.
        expected: String,
        /// The cluster of the directory.
        found: String,
    },
    /// Of another node.
    #[error(
        "Stored node id {found} doesn't match previous node id {expected} in {file}. If you moved your data, make sure \
         your configured node id matches. If you intend to create a new node, you should remove all data in your data \
         directories."
    )]
    OtherNode {
        /// The file that says so.
        file: PathBuf,
        /// The id of this node.
        expected: i32,
        /// The id in the directory.
        found: i32,
    },
    /// With an id that stands for no directory.
    #[error("Invalid reserved directory ID {id} found in {dir}")]
    ReservedId {
        /// The directory.
        dir: PathBuf,
        /// Its id.
        id: String,
    },
    /// One of them is a copy of another.
    #[error("Duplicate directory ID {id} found. It was the ID of {first}, but also of {second}")]
    SameId {
        /// The id.
        id: String,
        /// A directory.
        first: PathBuf,
        /// Its copy.
        second: PathBuf,
    },
}

impl Directories {
    /// Looks into each directory.
    pub fn load(disk: &dyn Disk, dirs: &BTreeSet<PathBuf>) -> Self {
        let mut all = Self::default();
        for dir in dirs {
            match read_meta_properties(disk, dir) {
                Ok(Some(meta)) => {
                    all.formatted.insert(dir.clone(), meta);
                }
                Ok(None) => {
                    all.empty.insert(dir.clone());
                }
                Err(reason) => {
                    all.broken.insert(dir.clone(), reason);
                }
            }
        }
        all
    }

    /// Checks that the formatted directories are of one cluster and one node, and no copies of each other.
    ///
    /// # Errors
    /// The first directory that does not fit.
    pub fn verify(
        &self,
        cluster_id: Option<&str>,
        node_id: Option<i32>,
    ) -> Result<(), DirectoryError> {
        let mut cluster_id = cluster_id;
        let mut node_id = node_id;
        let mut seen: BTreeMap<Uuid, &Path> = BTreeMap::new();
        for (dir, meta) in &self.formatted {
            let file = || dir.join(FILE_NAME);
            match (cluster_id, meta.cluster_id.as_deref()) {
                (Some(expected), Some(found)) if expected != found => {
                    let (expected, found) = (expected.to_owned(), found.to_owned());
                    return Err(DirectoryError::OtherCluster {
                        file: file(),
                        expected,
                        found,
                    });
                }
                (expected, found) => cluster_id = expected.or(found),
            }
            match (node_id, meta.node_id) {
                (Some(expected), Some(found)) if expected != found => {
                    return Err(DirectoryError::OtherNode {
                        file: file(),
                        expected,
                        found,
                    });
                }
                (expected, found) => node_id = expected.or(found),
            }
            let Some(id) = meta.directory_id else {
                continue;
            };
            if is_reserved(&id) {
                return Err(DirectoryError::ReservedId {
                    dir: dir.clone(),
                    id: uuid_text::to_text(&id),
                });
            }
            if let Some(first) = seen.insert(id, dir) {
                let (first, second) = (first.to_owned(), dir.clone());
                return Err(DirectoryError::SameId {
                    id: uuid_text::to_text(&id),
                    first,
                    second,
                });
            }
        }
        Ok(())
    }

    /// The cluster of the formatted directories.
    pub fn cluster_id(&self) -> Option<&str> {
        self.formatted
            .values()
            .find_map(|meta| meta.cluster_id.as_deref())
    }
}

/// Ids whose first half is zero and whose second is below 100 stand for states, such as a lost directory.
fn is_reserved(id: &Uuid) -> bool {
    id.as_u128() < 100
}

/// The content of a directory's `meta.properties`; `None` when the directory has none.
pub(super) fn read_meta_properties(
    disk: &dyn Disk,
    dir: &Path,
) -> Result<Option<MetaProperties>, String> {
    match read_file(disk, &dir.join(FILE_NAME), MAX_FILE_BYTES) {
        Ok(bytes) => MetaProperties::parse(&bytes).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta(node_id: i32, cluster_id: &str, directory_id: u128) -> MetaProperties {
        MetaProperties {
            version: 1,
            cluster_id: Some(cluster_id.to_owned()),
            node_id: Some(node_id),
            directory_id: Some(Uuid::from_u128(directory_id)),
        }
    }

    fn verify(
        metas: &[MetaProperties],
        cluster_id: Option<&str>,
        node_id: Option<i32>,
    ) -> Option<String> {
        let mut all = Directories::default();
        for (meta, name) in metas.iter().zip(["/a", "/b", "/c"]) {
            all.formatted.insert(PathBuf::from(name), meta.clone());
        }
        all.verify(cluster_id, node_id)
            .err()
            .map(|error| error.to_string())
    }

    #[test]
    fn directories_of_one_node_belong_together() {
        let metas = [meta(1, "x", 1000), meta(1, "x", 1001)];
        assert_eq!(verify(&metas, None, None), None);
        assert_eq!(verify(&metas, Some("x"), Some(1)), None);
    }

    #[test]
    fn a_directory_of_another_cluster_node_or_copy_is_named() {
        let both = [meta(1, "x", 1000), meta(1, "y", 1001)];
        let other = "Invalid cluster.id in: /b/meta.properties. Expected x, but read y";
        assert_eq!(verify(&both, None, None).as_deref(), Some(other));
        assert!(
            verify(&[meta(1, "x", 1000)], Some("z"), None)
                .unwrap()
                .contains("Expected z, but read x")
        );
        assert!(
            verify(&[meta(1, "x", 1000)], None, Some(2))
                .unwrap()
                .starts_with("Stored node id 1 doesn't match")
        );
        let copies = [meta(1, "x", 1000), meta(1, "x", 1000)];
        assert!(
            verify(&copies, None, None)
                .unwrap()
                .contains("It was the ID of /a, but also of /b")
        );
        assert!(
            verify(&[meta(1, "x", 2)], None, None)
                .unwrap()
                .starts_with("Invalid reserved directory ID")
        );
    }
}
