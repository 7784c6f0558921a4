//! The consensus machine: raft-rs's `RawNode` with KRaft's log as its entries.

use std::collections::BTreeSet;
use std::mem;

use kalda_records::AppendBatch;
use raft::eraftpb::{Entry, EntryType, MessageType};
use raft::{RawNode, SnapshotStatus, StateRole};
use slog::{Discard, Logger, o};

use crate::effect::{Effect, Ready, Role};
use crate::election::{ElectionState, ReplicaKey};
use crate::metadata_log::{LogEntry, LogFailure, MetadataLog, SnapshotPoint};
use crate::opening::{Opening, position};
use crate::proposal::{ProposeError, Proposed, StepError};
use crate::raft_store::{RaftStore, epoch_of, node_id, raft_id};
use crate::settings::{QuorumError, Settings};

/// A raft message. The content is raft's own; this crate never puts it on a wire.
pub type Message = raft::eraftpb::Message;

/// Bytes of entries in one message to a follower, and in one group of committed entries.
const MAX_MESSAGE_BYTES: u64 = 1024 * 1024;
/// Messages to one follower that may wait for an answer.
const MAX_IN_FLIGHT_MESSAGES: usize = 256;

/// One replica of the quorum.
pub struct Quorum<L: MetadataLog> {
    pub(crate) raft: RawNode<RaftStore<L>>,
    pub(crate) settings: Settings,
    /// Offset of the next batch this replica would append as leader.
    pub(crate) next_offset: i64,
    /// Voters whose vote made, or may make, this replica leader of the present term.
    granting: BTreeSet<i32>,
    /// Index of the entry that opened the epoch this replica leads, until it is committed.
    pub(crate) opening_index: Option<u64>,
    /// Offset after the last committed entry that was handed out.
    pub(crate) high_watermark: i64,
    pub(crate) role: Role,
    saved: ElectionState,
    /// A given-out `Ready` that has not come back.
    outstanding: bool,
}

impl<L: MetadataLog> Quorum<L> {
    /// Takes up the state in `log`. A voter that is alone campaigns at once; the others wait for their timeouts.
    pub fn open(settings: Settings, log: L, now_ms: i64) -> Result<Self, QuorumError> {
        let replica = settings.replica;
        if !settings.voters.iter().any(|voter| voter.id == replica.id) {
            return Err(QuorumError::NotAVoter(replica.id));
        }
        let unusable = |error: raft::Error| QuorumError::Unusable(error.to_string());
        let saved = log.election();
        let point = log.snapshot_point();
        let next_offset = log.end_offset();
        let config = raft::Config {
            id: raft_id(replica.id),
            applied: point.index,
            election_tick: settings.election_ticks,
            heartbeat_tick: settings.heartbeat_ticks,
            max_size_per_msg: MAX_MESSAGE_BYTES,
            max_inflight_msgs: MAX_IN_FLIGHT_MESSAGES,
            max_committed_size_per_ready: MAX_MESSAGE_BYTES,
            check_quorum: true,
            pre_vote: true,
            ..raft::Config::default()
        };
        config.validate().map_err(unusable)?;
        let voters: Vec<u64> = settings
            .voters
            .iter()
            .map(|voter| raft_id(voter.id))
            .collect();
        let alone = voters.len() == 1;
        let store = RaftStore { log, voters };
        let logger = Logger::root(Discard, o!());
        let raft = RawNode::new(&config, store, &logger).map_err(unusable)?;
        let role = Role::Follower {
            epoch: epoch_of(raft.raft.term),
            leader: None,
        };
        let mut quorum = Quorum {
            raft,
            settings,
            next_offset,
            granting: BTreeSet::new(),
            opening_index: None,
            high_watermark: point.offset,
            role,
            saved,
            outstanding: false,
        };
        quorum.settle(now_ms);
        if alone {
            quorum.raft.campaign().map_err(unusable)?;
            quorum.settle(now_ms);
        }
        Ok(quorum)
    }

    /// One tick of time has passed.
    pub fn tick(&mut self, now_ms: i64) {
        debug_assert!(!self.outstanding, "tick between ready and persisted");
        self.raft.tick();
        self.settle(now_ms);
    }

    /// A message from another voter has arrived. Raft ignores what is stale.
    pub fn step(&mut self, message: Message, now_ms: i64) -> Result<(), StepError> {
        debug_assert!(!self.outstanding, "step between ready and persisted");
        let is_batch = |entry: &Entry| {
            entry.get_entry_type() == EntryType::EntryNormal && position(&entry.data).is_some()
        };
        if !message.entries.iter().all(is_batch) {
            return Err(StepError::NotABatch);
        }
        let granted = message.get_msg_type() == MessageType::MsgRequestVoteResponse
            && !message.reject
            && message.term == self.raft.raft.term;
        if granted {
            self.granting.extend(node_id(message.from));
        }
        let stepped = self.raft.step(message);
        self.settle(now_ms);
        stepped.map_err(|error| StepError::Refused(error.to_string()))
    }

    /// What became of a snapshot message: raft sends nothing else to that voter until it is told.
    pub fn snapshot_sent(&mut self, message: &Message, arrived: bool) {
        let status = if arrived {
            SnapshotStatus::Finish
        } else {
            SnapshotStatus::Failure
        };
        self.raft.report_snapshot(message.to, status);
    }

    /// Offers a batch to the log. Its base offset and epoch are set here; the batch is copied once.
    ///
    /// Nothing may be said about it before its entry comes back in [`Effect::Commit`].
    pub fn propose(&mut self, mut batch: AppendBatch) -> Result<Proposed, ProposeError> {
        debug_assert!(!self.outstanding, "propose between ready and persisted");
        if self.raft.raft.state != StateRole::Leader {
            return Err(ProposeError::NotLeader);
        }
        let epoch = epoch_of(self.raft.raft.term);
        let base_offset = self.next_offset;
        batch.set_position(base_offset, epoch);
        let next_offset = batch.header.next_offset();
        self.raft
            .propose(Vec::new(), batch.to_bytes().to_vec())
            .map_err(|error| ProposeError::Dropped(error.to_string()))?;
        self.next_offset = next_offset;
        let index = self.raft.raft.raft_log.last_index();
        Ok(Proposed {
            index,
            epoch,
            base_offset,
            next_offset,
        })
    }

    /// The next piece of work, if there is any. It has to be carried out and given back before anything else is asked.
    pub fn ready(&mut self) -> Option<Ready> {
        if !self.raft.has_ready() {
            return None;
        }
        let mut ready = self.raft.ready();
        self.outstanding = true;
        let mut effects: Vec<Effect> = ready
            .take_messages()
            .into_iter()
            .map(Effect::Send)
            .collect();
        let election = self.election_now();
        if election != self.saved {
            self.saved = election;
            effects.push(Effect::SaveElection(election));
        }
        if !ready.snapshot().is_empty() {
            let point = snapshot_point(ready.snapshot());
            self.high_watermark = point.offset;
            effects.push(Effect::Install(point));
        }
        let entries = ready.take_entries();
        if !entries.is_empty() {
            effects.push(Effect::Append(
                entries.into_iter().filter_map(log_entry).collect(),
            ));
            effects.push(Effect::Flush);
        }
        effects.extend(
            ready
                .take_persisted_messages()
                .into_iter()
                .map(Effect::Send),
        );
        self.role_lost(&mut effects);
        self.commit(ready.take_committed_entries(), &mut effects);
        Some(Ready {
            effects,
            raft: ready,
        })
    }

    /// The effects of `ready` have been carried out, committed entries applied included. Answers with what that sets
    /// free; more may follow from [`ready`](Quorum::ready).
    pub fn persisted(&mut self, ready: Ready) -> Vec<Effect> {
        self.outstanding = false;
        let mut light = self.raft.advance(ready.raft);
        let mut effects: Vec<Effect> = light
            .take_messages()
            .into_iter()
            .map(Effect::Send)
            .collect();
        self.commit(light.take_committed_entries(), &mut effects);
        self.raft.advance_apply();
        effects
    }

    /// Does the storage part of `ready` on the machine's own log, in the order that safety asks for.
    ///
    /// The caller still has to send, apply, and give `ready` back.
    pub fn write(&mut self, ready: &Ready) -> Result<(), LogFailure> {
        for effect in ready.effects() {
            match effect {
                Effect::SaveElection(election) => self.log_mut().save_election(election)?,
                Effect::Install(point) => self.log_mut().restart_at(*point)?,
                Effect::Append(entries) => self.log_mut().append(entries)?,
                Effect::Flush => self.log_mut().flush()?,
                Effect::Send(_) | Effect::Commit(_) | Effect::Role(_) => {}
            }
        }
        Ok(())
    }

    fn election_now(&self) -> ElectionState {
        let raft = &self.raft.raft;
        let key = |id: i32| {
            self.settings
                .voters
                .iter()
                .find(|voter| voter.id == id)
                .copied()
        };
        let voted =
            node_id(raft.vote).map(|id| key(id).unwrap_or(ReplicaKey::without_directory(id)));
        ElectionState {
            epoch: epoch_of(raft.term),
            leader: node_id(raft.leader_id),
            voted,
        }
    }

    /// After each call into raft: gives a fresh leader's empty entry its LeaderChange batch, and the term its timeout.
    fn settle(&mut self, now_ms: i64) {
        if self.raft.raft.state == StateRole::Leader {
            self.fill_opening(now_ms);
        } else {
            self.opening_index = None;
        }
        if self.raft.raft.state != StateRole::Candidate && self.raft.raft.state != StateRole::Leader
        {
            self.granting.clear();
        }
        let term = self.raft.raft.term;
        let spread = u64::try_from(self.settings.election_ticks)
            .unwrap_or(1)
            .max(1);
        let drawn = mix(self.settings.seed ^ mix(term)) % spread;
        let extra = usize::try_from(drawn).unwrap_or(0);
        self.raft
            .raft
            .set_randomized_election_timeout(self.settings.election_ticks + extra);
    }

    /// raft-rs opens a term with an entry without data. All replicas must store the same bytes for it, so the leader
    /// writes the batch into the entry, and into the copies already waiting to be sent, before anyone sees either.
    fn fill_opening(&mut self, now_ms: i64) {
        let raft = &mut self.raft.raft;
        let empty = raft
            .raft_log
            .unstable
            .entries
            .iter()
            .find(|entry| entry.data.is_empty());
        let Some((index, term)) = empty.map(|entry| (entry.index, entry.term)) else {
            return;
        };
        self.granting.insert(self.settings.replica.id);
        let base_offset = raft.raft_log.store.log.end_offset();
        let opening = Opening {
            epoch: epoch_of(term),
            base_offset,
            leader: self.settings.replica.id,
            voters: self.settings.voters.iter().map(|voter| voter.id).collect(),
            granting: mem::take(&mut self.granting).into_iter().collect(),
            now_ms,
        };
        let Ok(batch) = opening.to_batch() else {
            unreachable!(
                "a batch holds a record with {} voters",
                opening.voters.len()
            )
        };
        let unstable = &mut raft.r.raft_log.unstable;
        unstable.entries_size += batch.len();
        let copies = raft
            .msgs
            .iter_mut()
            .flat_map(|message| message.entries.iter_mut());
        for entry in unstable.entries.iter_mut().chain(copies) {
            if entry.index == index && entry.data.is_empty() {
                entry.data = batch.clone();
            }
        }
        self.next_offset = base_offset + 1;
        self.opening_index = Some(index);
    }

    fn role_lost(&mut self, effects: &mut Vec<Effect>) {
        let epoch = self.epoch();
        if matches!(self.role, Role::Leader { epoch: led } if led == epoch)
            && self.raft.raft.state == StateRole::Leader
        {
            return;
        }
        let role = Role::Follower {
            epoch,
            leader: node_id(self.raft.raft.leader_id),
        };
        if role != self.role {
            self.role = role;
            effects.push(Effect::Role(role));
        }
    }

    fn commit(&mut self, entries: Vec<Entry>, effects: &mut Vec<Effect>) {
        let entries: Vec<LogEntry> = entries.into_iter().filter_map(log_entry).collect();
        let Some(last) = entries.last() else { return };
        self.high_watermark = last.next_offset;
        let opened = self.opening_index.is_some_and(|index| index <= last.index);
        effects.push(Effect::Commit(entries));
        if opened && self.raft.raft.state == StateRole::Leader {
            self.opening_index = None;
            self.role = Role::Leader {
                epoch: self.epoch(),
            };
            effects.push(Effect::Role(self.role));
        }
    }
}

/// Reads the place of a snapshot out of raft's message.
fn snapshot_point(snapshot: &raft::eraftpb::Snapshot) -> SnapshotPoint {
    let metadata = snapshot.get_metadata();
    let mut offset = [0; 8];
    let sent = snapshot.data.len() == offset.len();
    if sent {
        offset.copy_from_slice(&snapshot.data);
    }
    SnapshotPoint {
        index: metadata.index,
        offset: i64::from_be_bytes(offset),
        epoch: epoch_of(metadata.term),
    }
}

/// Every entry holds a batch; raft itself makes no other kind as long as membership is not changed.
fn log_entry(mut entry: Entry) -> Option<LogEntry> {
    let batch = mem::take(&mut entry.data);
    let (base_offset, next_offset) = position(&batch)?;
    Some(LogEntry {
        index: entry.index,
        epoch: epoch_of(entry.term),
        base_offset,
        next_offset,
        batch,
    })
}

/// SplitMix64: spreads the election timeouts of terms and voters.
fn mix(value: u64) -> u64 {
    let mut mixed = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
