//! One partition of `__consumer_offsets`: its groups and its committed offsets.

use std::collections::BTreeMap;
use std::sync::Arc;

use kalda_protocol::group_records::GroupRecord;

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::Group;
use crate::offsets::Offsets;
use crate::request::Request;
use crate::timers::Timers;

/// What a deadline is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// A classic group's rebalance: the end of the initial delay, of the wait for joins, or of the wait for syncs.
    ClassicRebalance { group: Arc<str> },
    /// A classic member, or one that got its id and has not joined with it yet, was not heard of.
    ClassicSession { group: Arc<str>, member: Arc<str> },
    /// A member of the new protocol was not heard of.
    ConsumerSession { group: Arc<str>, member: Arc<str> },
    /// A member of the new protocol did not give up partitions in time.
    ConsumerRevocation { group: Arc<str>, member: Arc<str> },
    /// A classic member of a group of the new protocol did not rejoin or sync in time.
    ConsumerJoin { group: Arc<str>, member: Arc<str> },
    /// Topics that match regular expressions, or a target assignment that waits for its interval, are looked at again.
    ConsumerRefresh { group: Arc<str> },
    /// Offsets and groups are looked through for what has expired.
    Expiry,
}

/// What a record of the log says, while a shard is loaded.
#[derive(Debug)]
pub enum Replayed {
    /// A record; with the producer id if its batch is part of a transaction.
    Record {
        /// The record.
        record: GroupRecord,
        /// The producer, if the batch is transactional.
        transaction: Option<i64>,
    },
    /// The end of a transaction.
    Marker {
        /// The producer whose transaction ended.
        producer_id: i64,
        /// Committed, or aborted.
        committed: bool,
    },
}

/// All groups and offsets of one partition.
#[derive(Debug, Default)]
pub struct GroupShard {
    pub(crate) groups: BTreeMap<Arc<str>, Group>,
    pub(crate) offsets: Offsets,
    pub(crate) timers: Timers<Timer>,
}

impl GroupShard {
    /// Takes a request. Its answer is in these effects or in later ones.
    pub fn handle(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: Request,
        effects: &mut Effects,
    ) {
        match request {
            Request::JoinGroup(request) => self.join_group(context, ticket, request, effects),
            Request::SyncGroup(request) => self.sync_group(context, ticket, request, effects),
            Request::Heartbeat(request) => self.heartbeat(context, ticket, request, effects),
            Request::LeaveGroup(request) => self.leave_group(context, ticket, request, effects),
            Request::OffsetCommit(request) => {
                self.commit_offsets(context, ticket, request, effects)
            }
            Request::OffsetFetch(request) => self.fetch_offsets(context, ticket, request, effects),
            Request::OffsetDelete(request) => {
                self.delete_offsets(context, ticket, request, effects)
            }
            Request::ListGroups(request) => self.list_groups(context, ticket, request, effects),
            Request::DescribeGroups(request) => {
                self.describe_groups(context, ticket, request, effects)
            }
            Request::DeleteGroups(request) => self.delete_groups(context, ticket, request, effects),
            Request::ConsumerGroupHeartbeat(request) => {
                self.consumer_heartbeat(context, ticket, request, effects)
            }
            Request::ConsumerGroupDescribe(request) => {
                self.describe_consumer_groups(context, ticket, request, effects)
            }
        }
    }

    /// When [`GroupShard::tick`] is to be called next, in milliseconds since the epoch.
    #[must_use]
    pub fn next_deadline(&self) -> Option<i64> {
        self.timers.next_deadline()
    }

    /// Does what is due.
    pub fn tick(&mut self, context: &Context<'_>, effects: &mut Effects) {
        while let Some(timer) = self.timers.pop_due(context.now_ms) {
            self.fire(context, timer, effects);
        }
    }

    /// The only way of a handler to change what records say: replays the record and has it appended.
    pub(crate) fn record(&mut self, effects: &mut Effects, record: GroupRecord) {
        self.replay_record(&record, None);
        effects.records.push(record);
    }
}

impl GroupShard {
    /// Replays what the log says, in order, while the shard is loaded.
    pub fn replay(&mut self, _replayed: &Replayed) {
        todo!()
    }

    /// The log has been read to its end: makes the groups' soft state and sets their timers.
    pub fn finish_loading(&mut self, _context: &Context<'_>, _effects: &mut Effects) {
        todo!()
    }

    /// The metadata image has changed: topics, partitions, racks or configs.
    pub fn metadata_changed(&mut self, _context: &Context<'_>, _effects: &mut Effects) {
        todo!()
    }

    /// All invariants of the shard; a sentence on the first that does not hold.
    pub fn check(&self) -> Result<(), String> {
        todo!()
    }

    pub(crate) fn replay_record(&mut self, _record: &GroupRecord, _transaction: Option<i64>) {
        todo!()
    }

    fn fire(&mut self, _context: &Context<'_>, _timer: Timer, _effects: &mut Effects) {
        todo!()
    }
}
