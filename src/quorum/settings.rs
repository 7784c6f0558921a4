//! What a replica is told about itself and its quorum, and what it tells about the other voters.

use crate::election::ReplicaKey;

/// What the machine needs to know about this replica and its quorum.
#[derive(Debug, Clone)]
pub struct Settings {
    /// This replica.
    pub replica: ReplicaKey,
    /// All voters, this replica among them.
    pub voters: Vec<ReplicaKey>,
    /// Ticks without a leader before an election; at most twice as many, drawn per epoch from `seed`.
    pub election_ticks: usize,
    /// Ticks between a leader's heartbeats.
    pub heartbeat_ticks: usize,
    /// Makes the election timeouts of the voters differ from each other.
    pub seed: u64,
}

/// The machine cannot be made from this log and these settings.
#[derive(Debug, thiserror::Error)]
pub enum QuorumError {
    /// This replica is not among the voters.
    #[error("node {0} is not one of the quorum's voters")]
    NotAVoter(i32),
    /// Raft refused the settings or the stored state.
    #[error("the quorum's stored state or settings are not usable: {0}")]
    Unusable(String),
}

/// How far one voter's log is known to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoterProgress {
    /// The voter.
    pub replica: ReplicaKey,
    /// Offset after the last record it is known to hold durably; `None` when the leader does not know.
    pub log_end_offset: Option<i64>,
}
