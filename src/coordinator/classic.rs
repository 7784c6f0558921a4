//! Groups of the classic protocol: JoinGroup, SyncGroup, Heartbeat, LeaveGroup.
//!
//! A rebalance is two rounds. In the first all members join: the group waits for them (`PreparingRebalance`), chooses a
//! protocol that all of them support, begins a generation and tells the leader who is in it. In the second all members
//! sync: the group waits for the leader's assignment (`CompletingRebalance`), has it written to the log and gives everyone
//! their share (`Stable`).
//!
//! The log knows generations with assignments, and groups that became empty. Who is waiting for what is in memory alone:
//! when a shard is loaded, its members are told so by their next heartbeat, or find that nothing has changed.

mod answers;
mod check;
mod group;
mod join;
mod member;
mod rebalance;
mod record;
mod session;
mod step;
mod subscription;
mod sync;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::{GroupMetadataKey, GroupMetadataValue};
use kalda_protocol::messages::{
    HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest,
};

use self::answers::{heartbeat, left, left_member, refused_join, refused_leave, refused_sync};
use self::join::Join;
use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::{Group, GroupRules as _};
use crate::shard::GroupShard;

pub(crate) use self::group::ClassicGroup;
pub(crate) use self::member::{Member, Protocol};

/// Longer ids do not fit a record.
const MAX_GROUP_ID_BYTES: usize = i16::MAX as usize;

fn is_valid_id(group_id: &str) -> bool {
    (1..=MAX_GROUP_ID_BYTES).contains(&group_id.len())
}

impl GroupShard {
    /// JoinGroup; `consumer` serves members of the classic protocol in groups of the new one.
    pub(crate) fn join_group(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: JoinGroupRequest,
        effects: &mut Effects,
    ) {
        let settings = context.settings;
        let session_timeouts = settings.min_session_timeout_ms..=settings.max_session_timeout_ms;
        let refused = if !is_valid_id(&request.group_id) {
            Some(ErrorCode::InvalidGroupId)
        } else if !session_timeouts.contains(&request.session_timeout_ms) {
            Some(ErrorCode::InvalidSessionTimeout)
        } else {
            None
        };
        if let Some(error) = refused {
            return effects.answer(ticket, refused_join(&request.member_id, error));
        }
        if let Some(Group::Consumer(group)) = self.groups.get(request.group_id.as_str()) {
            if !group.is_empty() {
                return self.join_consumer_group(context, ticket, request, effects);
            }
            if !request.member_id.is_empty() {
                let answer = refused_join(&request.member_id, ErrorCode::UnknownMemberId);
                return effects.answer(ticket, answer);
            }
            // An empty group changes its protocol without further ado.
            let id = request.group_id.as_str().into();
            for tombstone in group.tombstones(&id) {
                self.record(effects, tombstone);
            }
        }
        let is_new = !self.groups.contains_key(request.group_id.as_str());
        if is_new && let Err(error) = self.make_classic(context, &request) {
            return effects.answer(ticket, refused_join(&request.member_id, error));
        }
        self.classic_step(context, &request.group_id, effects, |step| {
            step.join(Join::new(ticket, &request));
            if is_new {
                // Even if the member was refused: the group is there from now on, as in Kafka.
                step.record_if_none();
            }
        });
    }

    /// A group comes to be when someone without an id joins. Members know it from before it was deleted.
    fn make_classic(
        &mut self,
        context: &Context<'_>,
        request: &JoinGroupRequest,
    ) -> Result<(), ErrorCode> {
        if !request.member_id.is_empty() {
            return Err(ErrorCode::UnknownMemberId);
        }
        self.room_for_group()?;
        let mut group = ClassicGroup::simple();
        group.state_since_ms = Some(context.now_ms);
        let id = request.group_id.as_str().into();
        self.groups.insert(id, Group::Classic(Box::new(group)));
        Ok(())
    }

    pub(crate) fn sync_group(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: SyncGroupRequest,
        effects: &mut Effects,
    ) {
        if !is_valid_id(&request.group_id) {
            return effects.answer(ticket, refused_sync(ErrorCode::InvalidGroupId));
        }
        match self.groups.get(request.group_id.as_str()) {
            Some(Group::Consumer(group)) if !group.is_empty() => {
                self.sync_consumer_group(context, ticket, request, effects);
            }
            Some(Group::Consumer(_)) | None => {
                effects.answer(ticket, refused_sync(ErrorCode::UnknownMemberId));
            }
            Some(Group::Classic(_)) => {
                self.classic_step(context, &request.group_id, effects, |step| {
                    step.sync(ticket, &request);
                });
            }
        }
    }

    pub(crate) fn heartbeat(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: HeartbeatRequest,
        effects: &mut Effects,
    ) {
        let error = match self.groups.get(request.group_id.as_str()) {
            Some(Group::Consumer(_)) => {
                return self.heartbeat_consumer_group(context, ticket, request, effects);
            }
            None if !is_valid_id(&request.group_id) => ErrorCode::InvalidGroupId,
            None => ErrorCode::UnknownMemberId,
            Some(Group::Classic(_)) => self
                .classic_step(context, &request.group_id, effects, |step| {
                    step.heartbeat(&request)
                })
                .unwrap_or(ErrorCode::UnknownMemberId),
        };
        effects.answer(ticket, heartbeat(error));
    }

    pub(crate) fn leave_group(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: LeaveGroupRequest,
        effects: &mut Effects,
    ) {
        match self.groups.get(request.group_id.as_str()) {
            Some(Group::Consumer(_)) => {
                self.leave_consumer_group(context, ticket, request, effects);
            }
            Some(Group::Classic(_)) => {
                self.classic_step(context, &request.group_id, effects, |step| {
                    step.leave(ticket, &request);
                });
            }
            None if !is_valid_id(&request.group_id) => {
                effects.answer(ticket, refused_leave(ErrorCode::InvalidGroupId));
            }
            None => {
                let members = request.members.iter();
                let unknown = members.map(|member| left_member(member, ErrorCode::UnknownMemberId));
                effects.answer(ticket, left(unknown.collect()));
            }
        }
    }
}

/// Records, time, and what others do to classic groups.
impl GroupShard {
    pub(crate) fn replay_group_metadata(
        &mut self,
        key: &GroupMetadataKey,
        value: Option<&GroupMetadataValue>,
    ) {
        let Some(value) = value else {
            // The log deletes a classic group before it makes one of the new protocol with its id.
            if let Some(Group::Classic(_)) = self.groups.get(&*key.group) {
                self.remove_group(&key.group);
            }
            return;
        };
        let is_new = !self.groups.contains_key(&*key.group);
        let (_, group) = self.group_or_simple(&key.group);
        match group {
            // Whoever made the group in memory has its members there already, or makes them when the log has been read. A
            // group that was of the new protocol and has offsets is a simple one until its members come with this record.
            Group::Classic(classic) => {
                classic.committed = Some(value.clone());
                if is_new || (classic.members.is_empty() && !value.members.is_empty()) {
                    classic.restore();
                }
            }
            Group::Consumer(_) => {
                let mut classic = ClassicGroup::simple();
                classic.committed = Some(value.clone());
                classic.restore();
                *group = Group::Classic(Box::new(classic));
            }
        }
    }

    /// A member committed offsets: renews its session, if the group is stable or prepares a rebalance.
    pub(crate) fn classic_member_committed(
        &mut self,
        context: &Context<'_>,
        group: &str,
        member: &str,
    ) {
        let mut nothing = Effects::default();
        self.classic_step(context, group, &mut nothing, |step| {
            step.member_committed(member);
        });
    }

    /// The log has been read: sets the members' sessions; groups that are too large rebalance.
    pub(crate) fn classic_loaded(&mut self, context: &Context<'_>, effects: &mut Effects) {
        let classic = |(id, group): (&Arc<str>, &Group)| match group {
            Group::Classic(_) => Some(Arc::clone(id)),
            Group::Consumer(_) => None,
        };
        let groups: Vec<Arc<str>> = self.groups.iter().filter_map(classic).collect();
        for group in groups {
            self.classic_step(context, &group, effects, |step| {
                step.group.restore();
                let too_large = step.group.members.len() > context.settings.max_size;
                step.start(too_large);
            });
        }
    }

    /// A group of the new protocol became a classic one, by its records: sets the members' sessions, and rebalances if
    /// that is wanted.
    pub(crate) fn start_classic_group(
        &mut self,
        context: &Context<'_>,
        group: &str,
        rebalance: bool,
        effects: &mut Effects,
    ) {
        self.classic_step(context, group, effects, |step| step.start(rebalance));
    }

    /// The group is about to become one of the new protocol: whoever waits is to join again.
    pub(crate) fn interrupt_classic_group(
        &mut self,
        context: &Context<'_>,
        group: &str,
        effects: &mut Effects,
    ) {
        self.classic_step(context, group, effects, |step| {
            step.interrupt(ErrorCode::RebalanceInProgress);
        });
    }

    /// [`crate::shard::Timer::ClassicRebalance`] is due.
    pub(crate) fn classic_rebalance_due(
        &mut self,
        context: &Context<'_>,
        group: &Arc<str>,
        effects: &mut Effects,
    ) {
        self.classic_step(context, group, effects, |step| step.phase_over());
    }

    /// [`crate::shard::Timer::ClassicSession`] is due.
    pub(crate) fn classic_session_due(
        &mut self,
        context: &Context<'_>,
        group: &Arc<str>,
        member: &Arc<str>,
        effects: &mut Effects,
    ) {
        self.classic_step(context, group, effects, |step| step.session_over(member));
    }
}
