//! Members of the classic protocol in a group of the new one.
//!
//! To them each epoch is a generation without a leader: JoinGroup is answered at once with the epoch, SyncGroup with what
//! the member has. When there is more to do, a Heartbeat is answered with REBALANCE_IN_PROGRESS, and the next JoinGroup
//! reports what the member has given up.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::ClassicMemberMetadata;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::leave_group_response::MemberResponse;
use kalda_protocol::messages::{
    HeartbeatRequest, HeartbeatResponse, JoinGroupRequest, JoinGroupResponse, LeaveGroupRequest,
    LeaveGroupResponse, SyncGroupRequest, SyncGroupResponse,
};

use super::embedded;
use super::member::{Member, MemberState};
use super::membership::check_instance;
use super::refusal::Refusal;
use super::state::ConsumerGroup;
use super::step::{Changes, Step, TimerChange};
use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::request::Answer;
use crate::shard::{GroupShard, Timer};

/// The protocol type of consumers.
pub(super) const CONSUMER: &str = "consumer";

impl GroupShard {
    /// JoinGroup of a group of the new protocol that has members.
    pub(crate) fn join_consumer_group(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: JoinGroupRequest,
        effects: &mut Effects,
    ) {
        let decided = self.consumer_group(&request.group_id).and_then(|group| {
            let mut step = Step::new(group, context, &self.seen);
            let response = step.join(&request)?;
            Ok((step.changes, response))
        });
        let response = match decided {
            Ok((changes, response)) => {
                self.apply(context, &request.group_id, changes, effects);
                response
            }
            Err(refusal) => JoinGroupResponse::default()
                .with_error_code(refusal.code().code())
                .with_member_id(request.member_id),
        };
        effects.answer(ticket, Answer::JoinGroup(response));
    }

    /// SyncGroup of a group of the new protocol.
    pub(crate) fn sync_consumer_group(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: SyncGroupRequest,
        effects: &mut Effects,
    ) {
        let mut changes = Changes::default();
        let decided = self.consumer_group(&request.group_id).and_then(|group| {
            let mut step = Step::new(group, context, &self.seen);
            let response = step.sync(&request);
            changes = step.changes;
            response
        });
        self.apply(context, &request.group_id, changes, effects);
        let response = decided.unwrap_or_else(|refusal| {
            SyncGroupResponse::default().with_error_code(refusal.code().code())
        });
        effects.answer(ticket, Answer::SyncGroup(response));
    }

    /// Heartbeat of a group of the new protocol.
    pub(crate) fn heartbeat_consumer_group(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: HeartbeatRequest,
        effects: &mut Effects,
    ) {
        let mut changes = Changes::default();
        let decided = self.consumer_group(&request.group_id).and_then(|group| {
            let mut step = Step::new(group, context, &self.seen);
            let decided = step.classic_heartbeat(&request);
            changes = step.changes;
            decided
        });
        self.apply(context, &request.group_id, changes, effects);
        let error = match decided {
            Ok(error) => error,
            Err(refusal) => refusal.code(),
        };
        let response = HeartbeatResponse::default().with_error_code(error.code());
        effects.answer(ticket, Answer::Heartbeat(response));
    }

    /// LeaveGroup of a group of the new protocol; an administrator may remove members of either protocol with it.
    pub(crate) fn leave_consumer_group(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: LeaveGroupRequest,
        effects: &mut Effects,
    ) {
        let Ok(group) = self.consumer_group(&request.group_id) else {
            let error = ErrorCode::UnknownMemberId.code();
            let response = LeaveGroupResponse::default().with_error_code(error);
            return effects.answer(ticket, Answer::LeaveGroup(response));
        };
        let mut step = Step::new(group, context, &self.seen);
        let mut leaving: Vec<&Member> = Vec::new();
        let mut answers = Vec::with_capacity(request.members.len());
        for identity in &request.members {
            let error = match leaver(group, identity) {
                Ok(member) => {
                    if !leaving.iter().any(|other| other.id == member.id) {
                        leaving.push(member);
                    }
                    ErrorCode::None
                }
                Err(refusal) => refusal.code(),
            };
            let answer = MemberResponse::default()
                .with_member_id(identity.member_id.clone())
                .with_group_instance_id(identity.group_instance_id.clone());
            answers.push(answer.with_error_code(error.code()));
        }
        step.remove_members(&leaving);
        let changes = step.changes;
        self.apply(context, &request.group_id, changes, effects);
        let response = LeaveGroupResponse::default().with_members(answers);
        effects.answer(ticket, Answer::LeaveGroup(response));
    }
}

/// The member that leaves. Without a member id, an instance id is enough: an administrator removes it.
fn leaver<'a>(group: &'a ConsumerGroup, identity: &MemberIdentity) -> Result<&'a Member, Refusal> {
    if identity.member_id.is_empty()
        && let Some(instance) = identity.group_instance_id.as_deref()
    {
        let holder = group.static_member(instance);
        return holder.ok_or_else(|| Refusal::UnknownInstance(instance.to_owned()));
    }
    member_of(
        group,
        &identity.member_id,
        identity.group_instance_id.as_deref(),
    )
}

/// The member that a request comes from.
fn member_of<'a>(
    group: &'a ConsumerGroup,
    member_id: &str,
    instance: Option<&str>,
) -> Result<&'a Member, Refusal> {
    match instance {
        None => group
            .members
            .get(member_id)
            .ok_or_else(|| Refusal::UnknownMember {
                member: member_id.to_owned(),
                group: Arc::clone(&group.id),
            }),
        Some(instance) => {
            let holder = group.static_member(instance);
            let holder = holder.ok_or_else(|| Refusal::UnknownInstance(instance.to_owned()))?;
            check_instance(holder, member_id, instance)?;
            Ok(holder)
        }
    }
}

/// What a member of the classic protocol said when it joined, if the request has its epoch.
fn classic_of(member: &Member, generation: i32) -> Result<&ClassicMemberMetadata, Refusal> {
    let classic = member
        .classic
        .as_deref()
        .ok_or_else(|| Refusal::NotClassic {
            member: Arc::clone(&member.id),
        })?;
    if member.epoch != generation {
        return Err(Refusal::WrongGeneration {
            received: generation,
            known: member.epoch,
        });
    }
    Ok(classic)
}

impl<'a> Step<'a> {
    fn sync(&mut self, request: &SyncGroupRequest) -> Result<SyncGroupResponse, Refusal> {
        let group: &'a ConsumerGroup = self.group;
        let instance = request.group_instance_id.as_deref();
        let member = member_of(group, &request.member_id, instance)?;
        let classic = classic_of(member, request.generation_id)?;
        let protocol = classic.supported_protocols.first();
        let type_agrees = request
            .protocol_type
            .as_deref()
            .is_none_or(|name| name == CONSUMER);
        let name_agrees = request
            .protocol_name
            .as_deref()
            .is_none_or(|name| protocol.is_some_and(|protocol| protocol.name == name));
        if !type_agrees || !name_agrees {
            return Err(Refusal::InconsistentProtocol);
        }
        // A member that still has to give something up has joined this rebalance already.
        let missed = group.target.epoch > member.epoch;
        if missed && member.state != MemberState::UnrevokedPartitions {
            self.expect_join(member);
            return Err(Refusal::RebalanceInProgress);
        }
        self.changes
            .timers
            .push(TimerChange::Cancel(self.join_timer(&member.id)));
        self.renew_session(&member.id, classic.session_timeout_ms);
        let subscription = protocol.map_or(&[] as &[u8], |protocol| &protocol.metadata);
        let partitions = embedded::without_epochs(&member.assigned);
        let share = embedded::write_share(subscription, &partitions, self.context.image);
        Ok(SyncGroupResponse::default()
            .with_protocol_type(request.protocol_type.clone())
            .with_protocol_name(request.protocol_name.clone())
            .with_assignment(share))
    }

    /// The member is to join again when there is a new target, when it has to give partitions up, and when those it waits
    /// for are free.
    fn classic_heartbeat(&mut self, request: &HeartbeatRequest) -> Result<ErrorCode, Refusal> {
        let group: &'a ConsumerGroup = self.group;
        let instance = request.group_instance_id.as_deref();
        let member = member_of(group, &request.member_id, instance)?;
        let classic = classic_of(member, request.generation_id)?;
        self.renew_session(&member.id, classic.session_timeout_ms);
        let rejoin = member.epoch < group.target.epoch
            || match member.state {
                MemberState::UnrevokedPartitions => true,
                MemberState::UnreleasedPartitions => !group.waits_for_others(member),
                MemberState::Stable | MemberState::Unknown => false,
            };
        if rejoin {
            self.expect_join(member);
            return Ok(ErrorCode::RebalanceInProgress);
        }
        Ok(ErrorCode::None)
    }

    /// The member has its rebalance timeout to join again, from when it was first told to.
    fn expect_join(&mut self, member: &Member) {
        let deadline = self.context.now_ms + i64::from(member.rebalance_timeout_ms);
        let timer = self.join_timer(&member.id);
        self.changes
            .timers
            .push(TimerChange::SetIfAbsent(timer, deadline));
    }

    pub(super) fn join_timer(&self, member: &Arc<str>) -> Timer {
        Timer::ConsumerJoin {
            group: Arc::clone(&self.group.id),
            member: Arc::clone(member),
        }
    }
}
