//! raft-rs's read-only view of a [`MetadataLog`].

use raft::eraftpb::{ConfState, Entry, HardState, Snapshot};
use raft::{GetEntriesContext, RaftState, Storage, StorageError};

use crate::metadata_log::{LogEntry, MetadataLog};

/// Raft ids are never 0, node ids may be.
pub(crate) fn raft_id(node_id: i32) -> u64 {
    u64::from(node_id.unsigned_abs()) + 1
}

/// The node id behind a raft id; `None` for raft's "nobody".
pub(crate) fn node_id(raft_id: u64) -> Option<i32> {
    raft_id.checked_sub(1).and_then(|id| i32::try_from(id).ok())
}

/// Raft's terms start at 0 like epochs, and every entry stored came from an `i32` epoch.
pub(crate) fn term_of(epoch: i32) -> u64 {
    u64::try_from(epoch).unwrap_or(0)
}

/// An epoch beyond `i32` would take 2^31 elections; it saturates rather than wraps.
pub(crate) fn epoch_of(term: u64) -> i32 {
    i32::try_from(term).unwrap_or(i32::MAX)
}

/// Adapts a [`MetadataLog`] to raft's `Storage`.
pub(crate) struct RaftStore<L> {
    pub(crate) log: L,
    pub(crate) voters: Vec<u64>,
}

impl<L: MetadataLog> RaftStore<L> {
    fn out_of_range(&self, index: u64) -> raft::Error {
        if index <= self.log.snapshot_point().index {
            raft::Error::Store(StorageError::Compacted)
        } else {
            raft::Error::Store(StorageError::Unavailable)
        }
    }

    fn conf_state(&self) -> ConfState {
        ConfState {
            voters: self.voters.clone(),
            ..ConfState::default()
        }
    }
}

/// The raft form of a stored entry.
pub(crate) fn to_raft(entry: LogEntry) -> Entry {
    Entry {
        index: entry.index,
        term: term_of(entry.epoch),
        data: entry.batch,
        ..Entry::default()
    }
}

impl<L: MetadataLog> Storage for RaftStore<L> {
    fn initial_state(&self) -> raft::Result<RaftState> {
        let election = self.log.election();
        let last_epoch = self.log.epoch_at(self.log.last_index()).unwrap_or(0);
        // The vote belongs to the saved epoch. A log that is ahead of it (a directory whose quorum-state was lost)
        // counts as an epoch in which this replica may not vote again, so it votes for nobody until the next one.
        let (term, vote) = if last_epoch > election.epoch {
            (term_of(last_epoch), 0)
        } else {
            (
                term_of(election.epoch),
                election.voted.map_or(0, |voted| raft_id(voted.id)),
            )
        };
        // Kafka saves no commit index: a snapshot holds committed records only, the rest is learnt from the quorum.
        let commit = self.log.snapshot_point().index;
        let hard_state = HardState {
            term,
            vote,
            commit,
            ..HardState::default()
        };
        Ok(RaftState::new(hard_state, self.conf_state()))
    }

    fn entries(
        &self,
        low: u64,
        high: u64,
        max_size: impl Into<Option<u64>>,
        _context: GetEntriesContext,
    ) -> raft::Result<Vec<Entry>> {
        if low <= self.log.snapshot_point().index || high > self.log.last_index() + 1 {
            return Err(self.out_of_range(low));
        }
        let entries = self
            .log
            .entries(low, high, max_size.into())
            .map_err(|failure| raft::Error::Store(StorageError::Other(Box::new(failure))))?;
        Ok(entries.into_iter().map(to_raft).collect())
    }

    fn term(&self, index: u64) -> raft::Result<u64> {
        self.log
            .epoch_at(index)
            .map(term_of)
            .ok_or_else(|| self.out_of_range(index))
    }

    fn first_index(&self) -> raft::Result<u64> {
        Ok(self.log.snapshot_point().index + 1)
    }

    fn last_index(&self) -> raft::Result<u64> {
        Ok(self.log.last_index())
    }

    /// Only the place of the snapshot travels in raft's message; the bytes are fetched as a file (FetchSnapshot).
    fn snapshot(&self, request_index: u64, _to: u64) -> raft::Result<Snapshot> {
        let point = self.log.snapshot_point();
        if point.index < request_index || point.index == 0 {
            return Err(raft::Error::Store(
                StorageError::SnapshotTemporarilyUnavailable,
            ));
        }
        let mut snapshot = Snapshot {
            data: point.offset.to_be_bytes().to_vec().into(),
            ..Snapshot::default()
        };
        let metadata = snapshot.mut_metadata();
        metadata.index = point.index;
        metadata.term = term_of(point.epoch);
        metadata.set_conf_state(self.conf_state());
        Ok(snapshot)
    }
}
