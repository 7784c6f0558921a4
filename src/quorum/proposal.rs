//! Offering batches and messages to the machine: what comes of it, and why one is not taken.

/// Why a batch was not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProposeError {
    /// Only the leader may propose, and only what fits its epoch.
    #[error("this replica does not lead the quorum")]
    NotLeader,
    /// Raft did not take the entry (leadership is being handed over).
    #[error("the proposal was dropped: {0}")]
    Dropped(String),
}

/// Why a message from another voter was not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum StepError {
    /// An entry in it holds something else than one record batch.
    #[error("an entry of the message is not a record batch")]
    NotABatch,
    /// Raft refused it.
    #[error("raft refused the message: {0}")]
    Refused(String),
}

/// Where a proposed batch will be when it commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// Its raft index.
    pub index: u64,
    /// The epoch it was proposed in. A committed entry with this index and another epoch is a different batch.
    pub epoch: i32,
    /// Offset of its first record.
    pub base_offset: i64,
    /// Offset after its last record.
    pub next_offset: i64,
}
