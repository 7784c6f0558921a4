//! Groups of the new protocol (KIP-848), and members of the classic protocol in them.
//!
//! A group is the fold of its records ([`state::ConsumerGroup`]). A request becomes a [`step::Step`] that reads the group
//! and collects records and timers; the shard then applies them.

mod check;
mod classic_join;
mod classic_members;
mod describe;
mod downgrade;
mod embedded;
#[cfg(test)]
mod fixture;
mod heartbeat;
mod leave;
mod limits;
mod member;
mod membership;
mod pattern;
mod reconcile;
mod records;
mod refusal;
mod regexes;
mod replay;
mod rules;
#[cfg(test)]
mod scale;
mod state;
mod step;
mod subscriptions;
mod target;
#[cfg(test)]
mod tests;
mod topics;
mod upgrade;
mod validation;
#[cfg(test)]
mod walk;

use std::borrow::Cow;
use std::sync::Arc;

use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, StrBytes,
};

use member::{JOIN_EPOCH, LEAVE_EPOCH, LEAVE_STATIC_EPOCH, Member};
use refusal::Refusal;
pub(crate) use state::ConsumerGroup;
use step::{Changes, Step, TimerChange};
pub(crate) use topics::Seen;

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::{Group, GroupRules as _};
use crate::request::Answer;
use crate::shard::{GroupShard, Timer};

impl GroupShard {
    /// ConsumerGroupHeartbeat: a member joins, stays, or leaves.
    pub(crate) fn consumer_heartbeat(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: ConsumerGroupHeartbeatRequest,
        effects: &mut Effects,
    ) {
        let response = match self.decide_heartbeat(context, &request) {
            Ok((changes, response)) => {
                self.apply(context, &request.group_id, changes, effects);
                response
            }
            Err(refusal) => ConsumerGroupHeartbeatResponse::default()
                .with_error_code(refusal.code().code())
                .with_error_message(Some(StrBytes::from_string(refusal.to_string()))),
        };
        effects.answer(ticket, Answer::ConsumerGroupHeartbeat(response));
    }

    fn decide_heartbeat(
        &self,
        context: &Context<'_>,
        request: &ConsumerGroupHeartbeatRequest,
    ) -> Result<(Changes, ConsumerGroupHeartbeatResponse), Refusal> {
        let assignors = &context.settings.consumer.assignors;
        validation::check_heartbeat(request, context.caller.version, assignors)?;
        let leaves = matches!(request.member_epoch, LEAVE_EPOCH | LEAVE_STATIC_EPOCH);
        if leaves {
            let group = self.consumer_group(&request.group_id)?;
            let mut step = Step::new(group, context, &self.seen);
            let response = step.leave(request)?;
            return Ok((step.changes, response));
        }
        let create = request.member_epoch == JOIN_EPOCH;
        let (group, records) = self.group_of_member(context, &request.group_id, create)?;
        let member_id: Arc<str> = if request.member_id.is_empty() {
            kalda_protocol::uuid_text::to_text(&context.new_id).into()
        } else {
            match group.members.get_key_value(&*request.member_id) {
                Some((known, _)) => Arc::clone(known),
                None => (*request.member_id).into(),
            }
        };
        let mut step = Step::new(&group, context, &self.seen);
        step.changes.was_classic = matches!(self.groups.get(&*group.id), Some(Group::Classic(_)));
        if step.changes.was_classic {
            for member in group.members.values() {
                if let Some(classic) = &member.classic {
                    step.renew_session(&member.id, classic.session_timeout_ms);
                }
            }
        }
        step.changes.records = records;
        let response = step.heartbeat(request, &member_id)?;
        Ok((step.changes, response))
    }

    /// The group of this name, if it is of the new protocol.
    fn consumer_group(&self, id: &str) -> Result<&ConsumerGroup, Refusal> {
        match self.groups.get(id) {
            Some(Group::Consumer(group)) => Ok(group),
            Some(Group::Classic(_)) => Err(Refusal::NotAConsumerGroup(id.to_owned())),
            None => Err(Refusal::NoGroup(id.to_owned())),
        }
    }

    /// The group that a member is in or joins, and the records that make it one of the new protocol first.
    fn group_of_member(
        &self,
        context: &Context<'_>,
        id: &str,
        create: bool,
    ) -> Result<(Cow<'_, ConsumerGroup>, Vec<GroupRecord>), Refusal> {
        match self.groups.get_key_value(id) {
            Some((_, Group::Consumer(group))) => Ok((Cow::Borrowed(group), Vec::new())),
            Some((_, Group::Classic(_))) if !create => {
                Err(Refusal::NotAConsumerGroup(id.to_owned()))
            }
            Some((id, Group::Classic(classic))) => {
                let upgrade = if classic.is_empty() {
                    upgrade::from_empty(classic, id)
                } else {
                    upgrade::from_members(classic, id, context)?
                };
                Ok((Cow::Owned(upgrade.group), upgrade.records))
            }
            None if create => match self.room_for_group() {
                Ok(()) => Ok((Cow::Owned(ConsumerGroup::new(id.into())), Vec::new())),
                Err(_) => Err(Refusal::TooManyGroups),
            },
            None => Err(Refusal::GroupNotFound(id.to_owned())),
        }
    }

    /// Replays and writes what a step decided.
    fn apply(
        &mut self,
        context: &Context<'_>,
        group: &str,
        changes: Changes,
        effects: &mut Effects,
    ) {
        if changes.was_classic {
            self.interrupt_classic_group(context, group, effects);
        }
        for record in changes.records {
            self.record(effects, record);
        }
        for change in changes.timers {
            match change {
                TimerChange::Set(timer, deadline_ms) => self.timers.set(timer, deadline_ms),
                TimerChange::SetIfAbsent(timer, deadline_ms) => {
                    if self.timers.deadline(&timer).is_none() {
                        self.timers.set(timer, deadline_ms);
                    }
                }
                TimerChange::Cancel(timer) => self.timers.cancel(&timer),
            }
        }
        if changes.compared {
            self.seen.compared(group);
        }
        if !matches!(self.groups.get(group), Some(Group::Consumer(_))) {
            self.seen.forget(group);
        }
        if let Some(rebalance) = changes.becomes_classic {
            self.start_classic_group(context, group, rebalance, effects);
        }
    }

    /// [`Timer::ConsumerSession`] is due: the member has not been heard of in time.
    pub(crate) fn consumer_session_due(
        &mut self,
        context: &Context<'_>,
        group: &Arc<str>,
        member: &Arc<str>,
        effects: &mut Effects,
    ) {
        let Ok(state) = self.consumer_group(group) else {
            return;
        };
        let Some(member) = state.members.get(member) else {
            return;
        };
        let mut step = Step::new(state, context, &self.seen);
        step.remove_members(&[member]);
        let changes = step.changes;
        self.apply(context, group, changes, effects);
    }

    /// [`Timer::ConsumerJoin`] is due: the classic member did not rejoin or sync in time.
    pub(crate) fn consumer_join_due(
        &mut self,
        context: &Context<'_>,
        group: &Arc<str>,
        member: &Arc<str>,
        effects: &mut Effects,
    ) {
        self.consumer_session_due(context, group, member, effects);
    }

    /// [`Timer::ConsumerRevocation`] is due: the member has not given up its partitions in time and is removed, so that
    /// others can have them.
    pub(crate) fn consumer_revocation_due(
        &mut self,
        context: &Context<'_>,
        group: &Arc<str>,
        member: &Arc<str>,
        effects: &mut Effects,
    ) {
        let Ok(state) = self.consumer_group(group) else {
            return;
        };
        let is_revoking = state.members.get(member).is_some_and(Member::is_revoking);
        if is_revoking {
            self.consumer_session_due(context, group, member, effects);
        }
    }

    /// [`Timer::ConsumerRefresh`] is due: the group's regular expressions are matched against the topics of now.
    pub(crate) fn consumer_refresh_due(
        &mut self,
        context: &Context<'_>,
        group: &Arc<str>,
        effects: &mut Effects,
    ) {
        let Ok(state) = self.consumer_group(group) else {
            return;
        };
        let mut step = Step::new(state, context, &self.seen);
        step.resolve_regexes();
        let changes = step.changes;
        self.apply(context, group, changes, effects);
        self.seen.resolved(group);
    }

    /// Sets the timers of all groups of the new protocol, once the log has been read.
    pub(crate) fn consumer_loaded(&mut self, context: &Context<'_>) {
        for group in consumer_groups(&self.groups) {
            self.seen.loaded(group);
            let session_ms = i64::from(limits::session_timeout_ms(context, &group.id));
            for member in group.members.values() {
                let (group, id) = (Arc::clone(&group.id), Arc::clone(&member.id));
                if member.is_revoking() && !member.is_classic() {
                    let timer = Timer::ConsumerRevocation {
                        group: Arc::clone(&group),
                        member: Arc::clone(&id),
                    };
                    let timeout_ms = i64::from(member.rebalance_timeout_ms);
                    self.timers.set(timer, context.now_ms + timeout_ms);
                }
                let timer = Timer::ConsumerSession { group, member: id };
                self.timers.set(timer, context.now_ms + session_ms);
            }
        }
        self.consumer_metadata_changed(context);
    }

    /// There is new metadata; groups look at it with their members' next heartbeats.
    pub(crate) fn consumer_metadata_changed(&mut self, context: &Context<'_>) {
        self.seen
            .update(context.image, consumer_groups(&self.groups));
    }
}

fn consumer_groups(
    groups: &std::collections::BTreeMap<Arc<str>, Group>,
) -> impl Iterator<Item = &ConsumerGroup> {
    groups.values().filter_map(|group| match group {
        Group::Consumer(group) => Some(&**group),
        Group::Classic(_) => None,
    })
}
