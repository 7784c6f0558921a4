//! What can be asked of the machine without changing it, and its invariants.

use raft::StateRole;

use crate::effect::Role;
use crate::election::ReplicaKey;
use crate::machine::Quorum;
use crate::metadata_log::MetadataLog;
use crate::raft_store::{epoch_of, raft_id};
use crate::settings::VoterProgress;

impl<L: MetadataLog> Quorum<L> {
    /// The role as last announced.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The newest epoch this replica has seen.
    pub fn epoch(&self) -> i32 {
        epoch_of(self.raft.raft.term)
    }

    /// Offset after the last committed record that was handed out.
    pub fn high_watermark(&self) -> i64 {
        self.high_watermark
    }

    /// Offset after the last record of this replica's log, proposals that are not written yet included.
    pub fn end_offset(&self) -> i64 {
        self.next_offset.max(self.log().end_offset())
    }

    /// The voters and, on the leader, how far each is known to be.
    pub fn voters(&self) -> Vec<VoterProgress> {
        let raft = &self.raft.raft;
        let leads = raft.state == StateRole::Leader;
        let end_offset = |id: i32| {
            let progress = raft.prs().get(raft_id(id)).filter(|_| leads)?;
            self.log().next_offset_at(progress.matched)
        };
        let progress = |replica: &ReplicaKey| VoterProgress {
            replica: *replica,
            log_end_offset: end_offset(replica.id),
        };
        self.settings.voters.iter().map(progress).collect()
    }

    /// The log, to read from.
    pub fn log(&self) -> &L {
        &self.raft.store().log
    }

    /// The log, to maintain (snapshots, cleaning). Entries and election state are written through effects only.
    pub fn log_mut(&mut self) -> &mut L {
        &mut self.raft.mut_store().log
    }

    /// Panics when an invariant of the machine is broken; tests call it after every step.
    pub fn check(&self) {
        let log = self.log();
        let point = log.snapshot_point();
        let raft = &self.raft.raft;
        assert!(
            point.index <= log.last_index(),
            "the log ends before its snapshot"
        );
        assert!(
            point.offset <= log.end_offset(),
            "offsets end before the snapshot"
        );
        assert!(
            raft.raft_log.applied <= raft.raft_log.committed,
            "applied beyond commit"
        );
        assert!(
            raft.raft_log.persisted <= log.last_index(),
            "persisted what the log does not hold"
        );
        assert!(
            self.high_watermark <= log.end_offset(),
            "committed beyond the durable log"
        );
        assert!(
            log.epoch_at(log.last_index()) <= Some(self.epoch()),
            "the log is ahead of the epoch"
        );
        let leads = matches!(self.role, Role::Leader { epoch } if epoch == self.epoch());
        assert!(
            !leads || self.opening_index.is_none(),
            "leads before its epoch was opened"
        );
    }
}
