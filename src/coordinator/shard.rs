//! One partition of `__consumer_offsets`: its groups and its committed offsets.

mod replaying;

use std::collections::BTreeMap;
use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::GroupRecord;

use crate::classic::ClassicGroup;
use crate::consumer::Seen;
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

impl Timer {
    /// The first key of each kind of timer that a group may have; kinds with members sort by them.
    fn first_of_group(group: &Arc<str>) -> [Self; 6] {
        let nobody: Arc<str> = Arc::from("");
        let (group, member) = (|| Arc::clone(group), || Arc::clone(&nobody));
        [
            Self::ClassicRebalance { group: group() },
            Self::ClassicSession {
                group: group(),
                member: member(),
            },
            Self::ConsumerSession {
                group: group(),
                member: member(),
            },
            Self::ConsumerRevocation {
                group: group(),
                member: member(),
            },
            Self::ConsumerJoin {
                group: group(),
                member: member(),
            },
            Self::ConsumerRefresh { group: group() },
        ]
    }

    /// The group, of a timer that belongs to one.
    pub(crate) fn group(&self) -> Option<&Arc<str>> {
        match self {
            Self::ClassicRebalance { group }
            | Self::ClassicSession { group, .. }
            | Self::ConsumerSession { group, .. }
            | Self::ConsumerRevocation { group, .. }
            | Self::ConsumerJoin { group, .. }
            | Self::ConsumerRefresh { group } => Some(group),
            Self::Expiry => None,
        }
    }

    /// Of the same kind and group.
    fn is_alike(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && self.group() == other.group()
    }
}

/// What a record of the log says, while a shard is loaded.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "made, replayed and dropped one by one"
)]
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

/// How many groups a shard keeps. Beyond it, clients that would make another are told GROUP_MAX_SIZE_REACHED. Loading is
/// not limited: what has been promised is kept.
pub(crate) const MAX_GROUPS: usize = if cfg!(test) { 20 } else { 1_000_000 };

/// All groups and offsets of one partition.
#[derive(Debug, Default)]
pub struct GroupShard {
    pub(crate) groups: BTreeMap<Arc<str>, Group>,
    pub(crate) offsets: Offsets,
    pub(crate) timers: Timers<Timer>,
    pub(crate) seen: Seen,
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

    /// Whether there is room for one more group. To be asked before a group comes to be.
    pub(crate) fn room_for_group(&self) -> Result<(), ErrorCode> {
        if self.groups.len() < MAX_GROUPS {
            Ok(())
        } else {
            Err(ErrorCode::GroupMaxSizeReached)
        }
    }

    /// The group of this id, made as a simple group if there is none: what replaying needs. Shares the id's text with
    /// the map.
    pub(crate) fn group_or_simple(&mut self, group_id: &str) -> (Arc<str>, &mut Group) {
        let id = match self.groups.get_key_value(group_id) {
            Some((id, _)) => Arc::clone(id),
            None => Arc::from(group_id),
        };
        let group = self
            .groups
            .entry(Arc::clone(&id))
            .or_insert_with(|| Group::Classic(Box::new(ClassicGroup::simple())));
        (id, group)
    }

    /// Forgets a group and all of its timers. Offsets are deleted by records of their own; as long as there are some, a
    /// simple group is left with them. So it does not matter which of both is deleted first, and offsets that a log
    /// keeps without a group still expire.
    pub(crate) fn remove_group(&mut self, group_id: &str) -> Option<Group> {
        let (id, group) = self.groups.remove_entry(group_id)?;
        self.cancel_timers(&id);
        self.seen.forget(&id);
        if self.offsets.has_group(&id) {
            self.groups
                .insert(id, Group::Classic(Box::new(ClassicGroup::simple())));
        }
        Some(group)
    }

    /// Cancels all timers of a group.
    pub(crate) fn cancel_timers(&mut self, group_id: &Arc<str>) {
        for timer in Timer::first_of_group(group_id) {
            self.timers
                .cancel_from(&timer, |other| timer.is_alike(other));
        }
    }
}
