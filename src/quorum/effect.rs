//! What the quorum asks its driver to do, as plain values.

use crate::election::ElectionState;
use crate::machine::Message;
use crate::metadata_log::{LogEntry, SnapshotPoint};

/// This replica's part in an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Leads `epoch`, and every entry of earlier epochs has been handed out as committed: decisions may be taken on
    /// the state they make.
    Leader {
        /// The epoch that is led.
        epoch: i32,
    },
    /// Does not lead; also said by a fresh leader until the entry that opens its epoch is committed.
    Follower {
        /// The newest epoch known.
        epoch: i32,
        /// Node id of its leader, when known.
        leader: Option<i32>,
    },
}

/// One thing to do. The driver carries effects out in the order in which they are given.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Hand the message to its receiver; losing it is allowed.
    Send(Message),
    /// Save the epoch and vote, durably, before anything that follows.
    SaveElection(ElectionState),
    /// Fetch the leader's snapshot, store it durably, and start the log again after it.
    Install(SnapshotPoint),
    /// Add these entries to the log.
    Append(Vec<LogEntry>),
    /// Make the log durable up to its end before reporting [`persisted`](crate::Quorum::persisted).
    Flush,
    /// These entries can never be lost: apply them, then release the replies that wait for them.
    Commit(Vec<LogEntry>),
    /// The role changed.
    Role(Role),
}

/// Work to be done before the quorum can go on. Given back through [`persisted`](crate::Quorum::persisted).
#[derive(Debug)]
pub struct Ready {
    pub(crate) effects: Vec<Effect>,
    pub(crate) raft: raft::Ready,
}

impl Ready {
    /// The effects, in the order in which they have to be carried out.
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }
}
