//! Who was voted for and who leads: the part of raft's state that outlives a restart beside the log.

use uuid::Uuid;

/// A controller: its node id and the id of the directory its metadata log lives in.
///
/// The directory id makes a replaced disk a different voter (KIP-853); it is all zero in quorums with
/// `kraft.version` 0, which know voters by node id only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplicaKey {
    /// `node.id`.
    pub id: i32,
    /// `directory.id` of the metadata log directory.
    pub directory_id: Uuid,
}

impl ReplicaKey {
    /// A voter known by its node id only.
    pub fn without_directory(id: i32) -> Self {
        ReplicaKey {
            id,
            directory_id: Uuid::nil(),
        }
    }
}

/// The content of the `quorum-state` file, without the fields that only describe the file itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ElectionState {
    /// The newest epoch this replica has taken part in.
    pub epoch: i32,
    /// Node id of the epoch's leader, when known.
    pub leader: Option<i32>,
    /// Whom this replica voted for in the epoch.
    pub voted: Option<ReplicaKey>,
}
