//! One step of a group: what a heartbeat, or a JoinGroup of a classic member, changes.
//!
//! A step reads the group as it was before and collects the records and timers; the shard applies them at the end. So a
//! request that is refused half-way has changed nothing.

use std::borrow::Cow;
use std::sync::Arc;

use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions;

use super::limits;
use super::member::{Member, MemberState};
use super::reconcile::Goal;
use super::records;
use super::refusal::Refusal;
use super::state::ConsumerGroup;
use super::subscriptions::{SubscribedTopics, decrease, increase};
use super::target;
use super::topics::{self, Seen};
use crate::assignor::Partitions;
use crate::context::Context;
use crate::shard::Timer;

/// What the subscriptions of one group's members may count together, each for itself. A thousand members with thousands of
/// topics each fit; a member beyond it is told that the group is full.
const MAX_GROUP_METADATA_BYTES: usize = if cfg!(test) { 1 << 20 } else { 256 << 20 };

/// A deadline that a step sets or cancels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TimerChange {
    /// At this time, whatever was set before.
    Set(Timer, i64),
    /// At this time, unless it is set already.
    SetIfAbsent(Timer, i64),
    /// Not any more.
    Cancel(Timer),
}

/// What a step changes.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) records: Vec<GroupRecord>,
    pub(super) timers: Vec<TimerChange>,
    /// The hash of the group's topics was compared with the metadata.
    pub(super) compared: bool,
    /// The group was a classic one: whoever waits for its rebalance is to be told before.
    pub(super) was_classic: bool,
    /// The group is a classic one afterwards, and rebalances or not.
    pub(super) becomes_classic: Option<bool>,
}

/// The target assignment that a step goes by, and its epoch.
pub(super) struct CurrentTarget<'a> {
    pub(super) epoch: i32,
    pub(super) partitions: Cow<'a, Partitions>,
}

/// A step in progress.
pub(super) struct Step<'a> {
    pub(super) group: &'a ConsumerGroup,
    pub(super) context: &'a Context<'a>,
    pub(super) seen: &'a Seen,
    pub(super) changes: Changes,
}

impl<'a> Step<'a> {
    pub(super) fn new(group: &'a ConsumerGroup, context: &'a Context<'a>, seen: &'a Seen) -> Self {
        Self {
            group,
            context,
            seen,
            changes: Changes::default(),
        }
    }

    pub(super) fn record(&mut self, record: GroupRecord) {
        self.changes.records.push(record);
    }

    /// Writes the member down if anything about it is new; says whether its topics are.
    pub(super) fn update_member(&mut self, old: &Member, new: &Member) -> Result<bool, Refusal> {
        if old == new {
            return Ok(false);
        }
        let (before, now) = (old.metadata_bytes(), new.metadata_bytes());
        if now > before && self.group.metadata_bytes + now - before > MAX_GROUP_METADATA_BYTES {
            return Err(Refusal::TooMuchMetadata);
        }
        self.record(records::member_metadata(&self.group.id, new));
        Ok(old.topics != new.topics)
    }

    /// Whether the topics of the group have to be compared with what its hash was computed of.
    pub(super) fn metadata_may_have_changed(&self) -> bool {
        self.seen.has_changed(&self.group.id)
    }

    /// The hash of these topics. It is not computed anew as long as neither they nor the metadata have changed: a thousand
    /// members that join one after another would have every partition hashed a thousand times.
    pub(super) fn metadata_hash(&self, topics: &SubscribedTopics) -> i64 {
        if !self.metadata_may_have_changed() && topics.are_those_of(&self.group.topics) {
            return self.group.metadata_hash;
        }
        topics::metadata_hash(topics, self.context.image)
    }

    /// Compares the group's topics and begins a new epoch if they changed, or if `bump` says so. Answers with the group's
    /// epoch and whether all its members have the same topics.
    pub(super) fn update_metadata(
        &mut self,
        bump: bool,
        old: &Member,
        new: &Member,
    ) -> (i32, bool) {
        let group = self.group;
        let mut regexes = group.regexes.clone();
        let mut topics = group.topics.clone();
        topics.remove_member(old);
        topics.add_member(new);
        let (old_regex, new_regex) = (old.subscribed_regex(), new.subscribed_regex());
        if old_regex != new_regex {
            if let Some(regex) = old_regex {
                decrease(&mut regexes, regex);
                if group.regex_subscribers(regex) == 1
                    && let Some(resolved) = group.resolved.get(regex)
                {
                    topics.remove_matches(&resolved.topics);
                }
            }
            if let Some(regex) = new_regex {
                increase(&mut regexes, regex);
            }
        }
        let is_known = group.members.contains_key(&new.id)
            || new
                .instance_id
                .as_ref()
                .is_some_and(|instance| group.static_members.contains_key(instance));
        let members = group.members.len() + usize::from(!is_known);

        let hash = self.metadata_hash(&topics);
        let mut epoch = group.epoch;
        if bump || hash != group.metadata_hash {
            epoch = epoch.saturating_add(1);
            self.record(records::group_epoch(&group.id, epoch, hash));
        }
        self.changes.compared = true;
        if group.has_partition_metadata {
            self.record(records::partition_metadata_tombstone(&group.id));
        }
        (epoch, topics.are_homogeneous(&regexes, members))
    }

    /// The target assignment of this epoch. If there is none yet, and the last one is old enough, it is made now. Whether
    /// all members have the same topics needs to be known only if that has changed.
    pub(super) fn update_target(
        &mut self,
        epoch: i32,
        old: &Member,
        new: &Member,
        homogeneous: Option<bool>,
    ) -> CurrentTarget<'a> {
        let group = self.group;
        let last_ms = group.target.timestamp_ms;
        if group.target.epoch >= epoch
            || !limits::assignment_is_due(self.context, &group.id, last_ms)
        {
            return self.last_target(new);
        }
        let unchanged = || {
            group
                .topics
                .are_homogeneous(&group.regexes, group.members.len())
        };
        let homogeneous = homogeneous.unwrap_or_else(unchanged);
        let computed = target::compute(group, self.context, (old, new), homogeneous);
        for (id, partitions) in &computed {
            if group.target.members.get(id) != Some(partitions) {
                self.record(records::target_assignment(&group.id, id, partitions));
            }
        }
        self.record(records::target_epoch(&group.id, epoch, self.context.now_ms));
        let partitions = computed.get(&new.id).cloned().unwrap_or_default();
        CurrentTarget {
            epoch,
            partitions: Cow::Owned(partitions),
        }
    }

    /// The last target assignment; a static member that came back has that of the member it replaces.
    pub(super) fn last_target(&self, member: &Member) -> CurrentTarget<'a> {
        let group = self.group;
        let owner = match &member.instance_id {
            Some(instance) => group.static_members.get(instance),
            None => Some(&member.id),
        };
        let partitions = owner.and_then(|owner| group.target.members.get(owner));
        CurrentTarget {
            epoch: group.target.epoch,
            partitions: partitions.map_or_else(|| Cow::Owned(Partitions::new()), Cow::Borrowed),
        }
    }

    /// Moves the member towards its target, as far as it can go now.
    pub(super) fn reconcile(
        &mut self,
        member: Member,
        target: &CurrentTarget<'_>,
        subscription_changed: bool,
        reported: Option<&[TopicPartitions]>,
    ) -> Result<Member, Refusal> {
        if !subscription_changed && member.is_reconciled_to(target.epoch) {
            return Ok(member);
        }
        let goal = Goal {
            group: self.group,
            target_epoch: target.epoch,
            target: &target.partitions,
            subscribed: topics::subscribed_ids(&member, &self.group.resolved, self.context.image),
            subscription_changed,
            reported,
        };
        let next = goal.step(&member)?;
        if next == member {
            return Ok(next);
        }
        self.record(records::current_assignment(&self.group.id, &next));
        // Members of the classic protocol are waited for by their own timer.
        if !next.is_classic() {
            let timer = self.revocation_timer(&next.id);
            let deadline = self.context.now_ms + i64::from(next.rebalance_timeout_ms);
            self.changes.timers.push(match next.state {
                MemberState::UnrevokedPartitions => TimerChange::Set(timer, deadline),
                MemberState::Stable | MemberState::UnreleasedPartitions | MemberState::Unknown => {
                    TimerChange::Cancel(timer)
                }
            });
        }
        Ok(next)
    }

    fn revocation_timer(&self, member: &Arc<str>) -> Timer {
        Timer::ConsumerRevocation {
            group: Arc::clone(&self.group.id),
            member: Arc::clone(member),
        }
    }

    /// The member has been heard of.
    pub(super) fn renew_session(&mut self, member: &Arc<str>, timeout_ms: i32) {
        let timer = Timer::ConsumerSession {
            group: Arc::clone(&self.group.id),
            member: Arc::clone(member),
        };
        let deadline = self.context.now_ms + i64::from(timeout_ms);
        self.changes.timers.push(TimerChange::Set(timer, deadline));
    }

    /// Forgets all deadlines of a member that is gone.
    pub(super) fn cancel_timers(&mut self, member: &Arc<str>) {
        let group = &self.group.id;
        let timers = [
            Timer::ConsumerSession {
                group: Arc::clone(group),
                member: Arc::clone(member),
            },
            Timer::ConsumerRevocation {
                group: Arc::clone(group),
                member: Arc::clone(member),
            },
            Timer::ConsumerJoin {
                group: Arc::clone(group),
                member: Arc::clone(member),
            },
        ];
        self.changes
            .timers
            .extend(timers.into_iter().map(TimerChange::Cancel));
    }
}
