//! The controllers' consensus: one raft group whose log is the KRaft log `__cluster_metadata-0`.
//!
//! Raft is TiKV's `raft` crate. This crate gives it Kafka's shape: one raft entry is one record batch, the raft term is
//! the batch's partition leader epoch, and the entry that opens a term is a LeaderChange control batch. So the
//! directory stays a KRaft log that Apache Kafka's own tools decode.
//!
//! [`Quorum`] is pure: no clock, no socket, no randomness, and the only storage it knows is the [`MetadataLog`] trait.
//! It is told what happened (`tick`, `step`, `propose`, `persisted`) and answers with effects as plain values.

mod anchors;
pub mod checkpoint;
mod effect;
mod election;
mod entry_index;
mod log_store;
mod machine;
mod memory;
mod metadata_log;
mod observe;
mod open_log;
mod opening;
mod proposal;
mod quorum_state;
mod raft_store;
mod settings;

pub use effect::{Effect, Ready, Role};
pub use election::{ElectionState, ReplicaKey};
pub use log_store::{LogStore, SharedLog};
pub use machine::{Message, Quorum};
pub use memory::MemoryLog;
pub use metadata_log::{LogEntry, LogFailure, MetadataLog, SnapshotPoint};
pub use open_log::{MetadataLogPlace, OpenedLog};
pub use proposal::{ProposeError, Proposed, StepError};
pub use quorum_state::{
    QUORUM_STATE_FILE, QuorumStateError, QuorumStateLayout, read_quorum_state, write_quorum_state,
};
pub use settings::{QuorumError, Settings, VoterProgress};

#[cfg(test)]
mod durability;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod single_voter;
