//! The controller without its thread: commands in, committed metadata and due replies out.
//!
//! Decisions are taken on the newest state, committed or not; replies and everything that leaves this node wait for the
//! commit. Several commands share one flush of the log.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use kalda_metadata::controller::Settings;
use kalda_metadata::{Controller, Decision, Image, Loader};
use kalda_protocol::metadata_records::{MetadataRecord, NoOpRecord};
use kalda_quorum::checkpoint::{CheckpointHeader, CheckpointId};
use kalda_quorum::{Effect, LogEntry, MetadataLog, Proposed, Quorum, Role, SnapshotPoint};
use kalda_records::control::ControlRecord;
use tokio::sync::watch;
use tracing::{error, info};

use super::batches::{self, Content};
use super::command::{Command, Held, NotCommitted, Ruling, Turn, Waiting};
use super::failure::ControllerFailure;
use super::view::QuorumView;

/// The time, as the driver reads it once per round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Now {
    /// Milliseconds from a clock that never goes back.
    pub(super) ms: i64,
    /// Milliseconds since 1970.
    pub(super) wall_ms: i64,
}

/// A batch that was proposed here, kept decoded until it commits.
struct InFlight {
    proposed: Proposed,
    records: Vec<(i64, MetadataRecord)>,
}

/// What a snapshot of this moment needs; writing it does not concern the engine.
pub(super) struct SnapshotPlan {
    pub(super) point: SnapshotPoint,
    pub(super) header: CheckpointHeader,
    pub(super) image: Image,
}

impl SnapshotPlan {
    pub(super) fn id(&self) -> CheckpointId {
        CheckpointId {
            end_offset: self.point.offset,
            epoch: self.point.epoch,
        }
    }
}

/// What the engine starts from.
pub(super) struct Start<L: MetadataLog> {
    pub(super) quorum: Quorum<L>,
    /// The image of the newest snapshot.
    pub(super) image: Image,
    /// What that snapshot says of itself.
    pub(super) header: CheckpointHeader,
    pub(super) settings: Settings,
    /// What `bootstrap.checkpoint` holds.
    pub(super) bootstrap: Vec<MetadataRecord>,
}

pub(super) struct Engine<L: MetadataLog> {
    pub(super) quorum: Quorum<L>,
    committed: Loader,
    applied: SnapshotPoint,
    header: CheckpointHeader,
    active: Option<Controller>,
    settings: Settings,
    bootstrap: Vec<MetadataRecord>,
    in_flight: VecDeque<InFlight>,
    waiting: VecDeque<Waiting>,
    /// Leadership was won and has not been taken up yet.
    elected: bool,
    view: watch::Sender<Arc<QuorumView>>,
    /// Bytes of metadata committed since the last snapshot was begun.
    pub(super) bytes_since_snapshot: usize,
    /// When something was last appended.
    pub(super) last_append_ms: i64,
}

impl<L: MetadataLog> Engine<L> {
    pub(super) fn new(start: Start<L>, now: Now) -> Self {
        let applied = start.quorum.log().snapshot_point();
        Engine {
            quorum: start.quorum,
            committed: Loader::new(start.image),
            applied,
            header: start.header,
            active: None,
            settings: start.settings,
            bootstrap: start.bootstrap,
            in_flight: VecDeque::new(),
            waiting: VecDeque::new(),
            elected: false,
            view: watch::Sender::default(),
            bytes_since_snapshot: 0,
            last_append_ms: now.ms,
        }
    }

    pub(super) fn view(&self) -> watch::Receiver<Arc<QuorumView>> {
        self.view.subscribe()
    }

    /// Decides a command and proposes its records. The reply follows from [`drain`](Engine::drain).
    pub(super) fn run(&mut self, command: Box<dyn Command>, now: Now) {
        let turn = self.turn(now);
        match &mut self.active {
            Some(controller) => {
                let ruling = command.decide(controller, turn);
                self.append(ruling, now);
            }
            None => command.refuse(NotCommitted::NotController),
        }
    }

    /// Ends the sessions of brokers that were not heard of for too long.
    pub(super) fn end_sessions(&mut self, now: Now) {
        while let Some(decision) = self.active.as_mut().and_then(|it| it.tick(now.ms)) {
            let Decision {
                records,
                atomic,
                reply: (),
            } = decision;
            self.append(
                Ruling {
                    records,
                    atomic,
                    held: Held::nobody(),
                },
                now,
            );
        }
    }

    /// Writes a record without meaning, which shows observers that the quorum is alive.
    pub(super) fn write_no_op(&mut self, now: Now) {
        if self.active.is_some() {
            let records = vec![MetadataRecord::NoOp(NoOpRecord {})];
            self.append(
                Ruling {
                    records,
                    atomic: true,
                    held: Held::nobody(),
                },
                now,
            );
        }
    }

    /// Makes everything proposed durable, applies what is committed, and gives the replies that were waiting for it.
    pub(super) fn drain(&mut self, now: Now) -> Result<(), ControllerFailure> {
        let mut changed = false;
        while let Some(ready) = self.quorum.ready() {
            changed = true;
            self.quorum.write(&ready)?;
            self.carry_out(ready.effects().to_vec())?;
            let more = self.quorum.persisted(ready);
            self.carry_out(more)?;
            if mem::take(&mut self.elected) {
                self.activate(now)?;
            }
        }
        if changed {
            let high_watermark = self.quorum.high_watermark();
            self.quorum.log_mut().set_high_watermark(high_watermark);
            self.publish();
        }
        self.settle();
        Ok(())
    }

    /// Everything a snapshot needs, unless there is nothing new to put into one or a metadata transaction is open.
    pub(super) fn plan_snapshot(&mut self) -> Option<SnapshotPlan> {
        let is_new = self.applied.offset > self.quorum.log().snapshot_point().offset;
        if !is_new || self.committed.transaction_start().is_some() {
            return None;
        }
        self.bytes_since_snapshot = 0;
        let image = self.committed.image().clone();
        Some(SnapshotPlan {
            point: self.applied,
            header: self.header.clone(),
            image,
        })
    }

    /// All replies that still wait become void.
    pub(super) fn stop(&mut self) {
        self.void(NotCommitted::Stopped);
    }

    fn turn(&self, now: Now) -> Turn {
        let next_write_offset = self.quorum.end_offset();
        Turn {
            now_ms: now.ms,
            wall_ms: now.wall_ms,
            next_write_offset,
        }
    }

    /// Applies a ruling to the active controller and proposes it. Nothing reaches the log that cannot be applied.
    fn append(&mut self, ruling: Ruling, now: Now) {
        let Ruling {
            records,
            atomic,
            held,
        } = ruling;
        match self.propose(&records, atomic, now) {
            // A reply without records may rest on records that are not committed yet, so it waits for them as well.
            Ok(()) => self.waiting.push_back(held.until(self.quorum.end_offset())),
            Err(reason) => held.void(reason),
        }
    }

    fn propose(
        &mut self,
        records: &[MetadataRecord],
        atomic: bool,
        now: Now,
    ) -> Result<(), NotCommitted> {
        let controller = self.active.as_mut().ok_or(NotCommitted::NotController)?;
        if records.is_empty() {
            return Ok(());
        }
        let version = controller.image().metadata_version_or_minimum().level();
        let written = batches::write(records, atomic, version, now.wall_ms);
        let written = written.map_err(|error| {
            error!(%error, "a decision of the controller cannot be written");
            NotCommitted::Refused
        })?;
        for (offset, record) in (self.quorum.end_offset()..).zip(records) {
            if let Err(error) = controller.replay(record, offset) {
                error!(%error, ?record, "a decision of the controller contradicts the metadata");
                self.start_over(now);
                return Err(NotCommitted::Refused);
            }
        }
        let mut records = records.iter().cloned();
        for batch in written {
            let proposed = self.quorum.propose(batch).map_err(|error| {
                info!(%error, "a proposal was not taken");
                NotCommitted::NotController
            })?;
            let offsets = proposed.base_offset..proposed.next_offset;
            let records = offsets.zip(records.by_ref()).collect();
            self.in_flight.push_back(InFlight { proposed, records });
        }
        self.last_append_ms = now.ms;
        Ok(())
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), ControllerFailure> {
        for effect in effects {
            match effect {
                Effect::Commit(entries) => {
                    for entry in &entries {
                        self.commit(entry)?;
                    }
                }
                Effect::Role(Role::Leader { epoch }) => {
                    info!(epoch, "this node is the active controller");
                    self.elected = true;
                }
                Effect::Role(Role::Follower { .. }) => {
                    self.elected = false;
                    self.active = None;
                    self.void(NotCommitted::NotController);
                }
                // A quorum of one sends nothing and is never behind a leader; opening one with more voters is refused.
                Effect::Send(_) | Effect::Install(_) => {}
                // Done by `Quorum::write`.
                Effect::SaveElection(_) | Effect::Append(_) | Effect::Flush => {}
            }
        }
        Ok(())
    }

    fn commit(&mut self, entry: &LogEntry) -> Result<(), ControllerFailure> {
        let (index, offset, epoch) = (entry.index, entry.next_offset, entry.epoch);
        let ours = self
            .in_flight
            .front()
            .is_some_and(|first| first.proposed.index == index && first.proposed.epoch == epoch);
        let records = match self.in_flight.pop_front_if(|_| ours) {
            Some(in_flight) => in_flight.records,
            None => self.read(entry)?,
        };
        for (offset, record) in records {
            self.committed
                .replay(&record, offset)
                .map_err(|source| ControllerFailure::Replay { offset, source })?;
        }
        self.bytes_since_snapshot = self.bytes_since_snapshot.saturating_add(entry.batch.len());
        self.header.last_contained_log_timestamp_ms = batches::timestamp_ms(entry);
        self.applied = SnapshotPoint {
            index,
            offset,
            epoch,
        };
        Ok(())
    }

    fn read(&mut self, entry: &LogEntry) -> Result<Vec<(i64, MetadataRecord)>, ControllerFailure> {
        match batches::read(entry)? {
            Content::Metadata(records) => Ok(records),
            Content::Control(records) => {
                for record in records {
                    self.take_control(record);
                }
                Ok(Vec::new())
            }
        }
    }

    fn take_control(&mut self, record: ControlRecord) {
        match record {
            ControlRecord::KRaftVersion { kraft_version, .. } => {
                self.header.kraft_version = kraft_version;
            }
            ControlRecord::Voters(voters) => self.header.voters = Some(voters),
            ControlRecord::LeaderChange(_)
            | ControlRecord::SnapshotHeader { .. }
            | ControlRecord::SnapshotFooter { .. }
            | ControlRecord::EndTransaction { .. }
            | ControlRecord::Unknown { .. } => {}
        }
    }

    fn activate(&mut self, now: Now) -> Result<(), ControllerFailure> {
        self.start_over(now);
        let Some(controller) = &self.active else {
            return Ok(());
        };
        let Decision {
            records,
            atomic,
            reply: (),
        } = controller.activation_records(&self.bootstrap)?;
        self.propose(&records, atomic, now)
            .map_err(|reason| ControllerFailure::FirstRecords(reason.to_string()))
    }

    /// Makes the active controller anew from what is committed and what is on its way.
    fn start_over(&mut self, now: Now) {
        let (settings, committed) = (self.settings.clone(), self.committed.clone());
        let mut controller = Controller::resume(settings, committed, self.applied.offset);
        for in_flight in &self.in_flight {
            for (offset, record) in &in_flight.records {
                if let Err(error) = controller.replay(record, *offset) {
                    error!(%error, offset, "a proposed record cannot be applied again");
                }
            }
        }
        controller.activate(now.ms);
        self.active = Some(controller);
    }

    fn settle(&mut self) {
        let high_watermark = self.quorum.high_watermark();
        while let Some(first) = self
            .waiting
            .pop_front_if(|first| first.is_due(high_watermark))
        {
            first.settle();
        }
    }

    fn void(&mut self, reason: NotCommitted) {
        self.in_flight.clear();
        for waiting in self.waiting.drain(..) {
            waiting.void(reason);
        }
    }

    fn publish(&mut self) {
        let (epoch, leader_id) = match self.quorum.role() {
            Role::Leader { epoch } => (epoch, Some(self.settings.node_id)),
            Role::Follower { epoch, leader } => (epoch, leader),
        };
        self.view.send_replace(Arc::new(QuorumView {
            image: self.committed.image().clone(),
            high_watermark: self.quorum.high_watermark(),
            epoch,
            leader_id,
            is_active: self.active.is_some(),
            voters: self.quorum.voters(),
            kraft_version: self.header.kraft_version,
            voter_set: self.header.voters.clone(),
        }));
    }
}
