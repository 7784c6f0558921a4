//! How members stay and how they go: heartbeats, sessions that end, LeaveGroup.

use std::sync::Arc;

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::{HeartbeatRequest, LeaveGroupRequest};

use super::answers::{left, left_member, refused_join, refused_sync};
use super::group::State;
use super::step::Step;
use crate::effects::Ticket;

impl Step<'_> {
    /// A member says that it is there. It is told if the group rebalances, and lives on all the same.
    pub(super) fn heartbeat(&mut self, request: &HeartbeatRequest) -> ErrorCode {
        let instance = request.group_instance_id.as_deref();
        if let Err(error) = self.group.validate_member(&request.member_id, instance) {
            return error;
        }
        if request.generation_id != self.group.generation {
            return ErrorCode::IllegalGeneration;
        }
        match self.group.state {
            State::Empty => ErrorCode::UnknownMemberId,
            State::PreparingRebalance(_) => {
                self.renew_session(&request.member_id);
                ErrorCode::RebalanceInProgress
            }
            State::CompletingRebalance | State::Stable => {
                self.renew_session(&request.member_id);
                ErrorCode::None
            }
        }
    }

    /// A sign of life of a member.
    pub(super) fn renew_session(&mut self, member_id: &str) {
        if let Some((id, member)) = self.group.members.get_key_value(member_id) {
            let (id, timeout_ms) = (Arc::clone(id), member.session_timeout_ms);
            self.expect(&id, timeout_ms);
        }
    }

    /// Commits of offsets are signs of life, but while a generation waits for its leader.
    pub(super) fn member_committed(&mut self, member_id: &str) {
        match self.group.state {
            State::PreparingRebalance(_) | State::Stable => self.renew_session(member_id),
            State::Empty | State::CompletingRebalance => {}
        }
    }

    /// The group is in memory as its record says: its members have a session's time to be heard of.
    pub(super) fn start(&mut self, rebalance: bool) {
        let ids: Vec<Arc<str>> = self.group.members.keys().cloned().collect();
        for id in &ids {
            self.renew_session(id);
        }
        if rebalance {
            self.prepare_rebalance();
        }
    }

    /// Answers all who wait, because the group as they know it is no more.
    pub(super) fn interrupt(&mut self, error: ErrorCode) {
        let ids: Vec<Arc<str>> = self.group.members.keys().cloned().collect();
        for id in &ids {
            let waiting = self
                .group
                .change(id, |member| (member.join.take(), member.sync.take()));
            let (join, sync) = waiting.unwrap_or_default();
            if let Some(ticket) = join {
                self.answer(ticket, refused_join(id, error));
            }
            if let Some(ticket) = sync {
                self.answer(ticket, refused_sync(error));
            }
        }
    }

    /// Nothing was heard of a member, or of who got this id, for the length of its session.
    pub(super) fn session_over(&mut self, id: &Arc<str>) {
        if self.group.pending.remove(id) {
            return self.complete_join_without_missing();
        }
        let Some(member) = self.group.members.get(id) else {
            return;
        };
        if member.is_excused() {
            return;
        }
        self.remove(id);
        match self.group.state {
            State::CompletingRebalance | State::Stable => self.prepare_rebalance(),
            State::PreparingRebalance(_) | State::Empty => self.complete_join_without_missing(),
        }
    }

    /// Members leave, or are sent away: an administrator names static members by their instance id alone.
    pub(super) fn leave(&mut self, ticket: Ticket, request: &LeaveGroupRequest) {
        let mut members = Vec::with_capacity(request.members.len());
        let mut some_left = false;
        for member in &request.members {
            let error = match self.leaving(member) {
                Ok(id) => {
                    self.remove(&id);
                    some_left = true;
                    ErrorCode::None
                }
                Err(error) => error,
            };
            members.push(left_member(member, error));
        }
        self.answer(ticket, left(members));
        if !some_left {
            return;
        }
        match self.group.state {
            State::CompletingRebalance | State::Stable => self.prepare_rebalance(),
            State::PreparingRebalance(_) => self.maybe_complete_join(),
            State::Empty => {}
        }
    }

    fn leaving(&self, member: &MemberIdentity) -> Result<Arc<str>, ErrorCode> {
        let id = member.member_id.as_str();
        let instance = member.group_instance_id.as_deref();
        if id.is_empty() {
            let holder = instance.and_then(|instance| self.group.by_instance.get(instance));
            return holder.cloned().ok_or(ErrorCode::UnknownMemberId);
        }
        if !self.group.pending.contains(id) {
            self.group.validate_member(id, instance)?;
        }
        Ok(id.into())
    }
}
