//! JoinGroup: of new members, of members with an id given out, and of those that are members already.

use std::sync::Arc;

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::JoinGroupRequest;

use super::answers::{fenced_join, refused_join, refused_sync, text};
use super::group::{State, Wait};
use super::member::{Member, Protocol, copied_protocols, protocols_bytes};
use super::record::MAX_GROUP_RECORD_BYTES;
use super::step::Step;
use crate::effects::Ticket;
use crate::request::Answer;

/// How long a new member may wait for its first answer.
const NEW_MEMBER_JOIN_TIMEOUT_MS: i32 = 5 * 60 * 1_000;

/// What the metadata, ids and addresses of one group's members may take in memory. As only the protocol that is chosen
/// is persisted, this is several times what a record can hold. A member beyond it is told that the group is full.
pub(crate) const MAX_GROUP_METADATA_BYTES: usize = 8 << 20;

/// Ids given out in one group and not yet joined with. Whoever asks for one more is told that the group is full.
pub(crate) const MAX_PENDING_MEMBERS: usize = 10_000;

/// The longest text that fits a record, less what a member id has beside a client id or instance id.
const MAX_TEXT_BYTES: usize = i16::MAX as usize - 40;

/// The first version in which a dynamic member must know its id before it is taken for a member.
const MEMBER_ID_REQUIRED_VERSION: i16 = 4;
/// The first version in which a leader can be told not to assign.
const SKIP_ASSIGNMENT_VERSION: i16 = 9;

/// A JoinGroup that is being decided on.
pub(super) struct Join<'a> {
    pub(super) ticket: Ticket,
    pub(super) request: &'a JoinGroupRequest,
    protocols: Box<[Protocol]>,
}

impl<'a> Join<'a> {
    pub(super) fn new(ticket: Ticket, request: &'a JoinGroupRequest) -> Self {
        Self {
            ticket,
            request,
            protocols: copied_protocols(&request.protocols),
        }
    }

    fn instance_id(&self) -> Option<&str> {
        self.request.group_instance_id.as_deref()
    }

    /// Version 0 has a session timeout only.
    fn rebalance_timeout_ms(&self) -> i32 {
        match self.request.rebalance_timeout_ms {
            -1 => self.request.session_timeout_ms,
            timeout => timeout,
        }
    }

    fn has_text_beyond_records(&self, client_id: &str) -> bool {
        let too_long = |text: &str| text.len() > MAX_TEXT_BYTES;
        too_long(client_id)
            || too_long(&self.request.protocol_type)
            || self.instance_id().is_some_and(too_long)
            || self
                .protocols
                .iter()
                .any(|protocol| too_long(&protocol.name))
    }
}

impl Step<'_> {
    pub(super) fn join(&mut self, join: Join<'_>) {
        let member_id = join.request.member_id.as_str();
        if !self.accepts(member_id) {
            self.remove(&member_id.into());
            return self.refuse(&join, "", ErrorCode::GroupMaxSizeReached);
        }
        if !self
            .group
            .supports(&join.request.protocol_type, &join.protocols)
        {
            return self.refuse(&join, member_id, ErrorCode::InconsistentGroupProtocol);
        }
        if join.has_text_beyond_records(self.context.caller.client_id) {
            return self.refuse(&join, member_id, ErrorCode::InvalidRequest);
        }
        if !self.has_memory_for(&join) {
            return self.refuse(&join, member_id, ErrorCode::GroupMaxSizeReached);
        }
        if member_id.is_empty() {
            self.join_without_id(join);
        } else if self.group.pending.contains(member_id) {
            self.join_with_given_id(join);
        } else {
            self.join_again(join);
        }
    }

    fn refuse(&mut self, join: &Join<'_>, member_id: &str, error: ErrorCode) {
        self.answer(join.ticket, refused_join(member_id, error));
    }

    /// Whether the group has room. While it rebalances, those who have joined count and not those who were members:
    /// a group that is too large, since `group.max.size` was lowered, loses who comes last.
    fn accepts(&self, member_id: &str) -> bool {
        let max = self.context.settings.max_size;
        let member = self.group.members.get(member_id);
        match self.group.state {
            State::Empty => true,
            State::PreparingRebalance(_) => {
                member.is_some_and(|member| member.join.is_some()) || self.group.awaiting_join < max
            }
            State::CompletingRebalance | State::Stable => {
                member.is_some() || self.group.members.len() < max
            }
        }
    }

    fn has_memory_for(&self, join: &Join<'_>) -> bool {
        let id = join.request.member_id.as_str();
        let instance = join.instance_id().unwrap_or_default();
        let holder = self
            .group
            .by_instance
            .get(instance)
            .map_or(id, |holder| holder);
        let is = match self.group.members.get(holder) {
            Some(member) => protocols_bytes(&member.protocols),
            None => 0,
        };
        let caller = self.context.caller;
        let text = id.len() + instance.len() + caller.client_id.len() + caller.client_host.len();
        let will_be = protocols_bytes(&join.protocols) + text;
        self.group.metadata_bytes - is + will_be <= MAX_GROUP_METADATA_BYTES
    }

    fn join_without_id(&mut self, join: Join<'_>) {
        let context = self.context;
        let prefix = join.instance_id().unwrap_or(context.caller.client_id);
        let new_id: Arc<str> = format!("{prefix}-{}", context.new_id).into();
        let holder = join
            .instance_id()
            .and_then(|instance| self.group.by_instance.get(instance));
        if let Some(old_id) = holder.cloned() {
            self.replace_static_member(join, &old_id, &new_id);
        } else if join.instance_id().is_some()
            || context.caller.version < MEMBER_ID_REQUIRED_VERSION
        {
            self.add_member(join, new_id);
        } else if self.group.pending.len() >= MAX_PENDING_MEMBERS {
            self.refuse(&join, "", ErrorCode::GroupMaxSizeReached);
        } else {
            self.expect(&new_id, join.request.session_timeout_ms);
            self.refuse(&join, &new_id, ErrorCode::MemberIdRequired);
            self.group.pending.insert(new_id);
        }
    }

    fn join_with_given_id(&mut self, join: Join<'_>) {
        if join.instance_id().is_some() {
            // Ids are given out to dynamic members only. Kafka trips over its own assertion here.
            return self.refuse(&join, "", ErrorCode::UnknownServerError);
        }
        let id = join.request.member_id.as_str().into();
        self.add_member(join, id);
    }

    fn add_member(&mut self, join: Join<'_>, id: Arc<str>) {
        let caller = self.context.caller;
        let member = Member {
            id: Arc::clone(&id),
            instance_id: join.instance_id().map(Into::into),
            client_id: caller.client_id.into(),
            client_host: caller.client_host.into(),
            rebalance_timeout_ms: join.rebalance_timeout_ms(),
            session_timeout_ms: join.request.session_timeout_ms,
            protocols: join.protocols,
            assignment: Bytes::new(),
            join: Some(join.ticket),
            sync: None,
            owes_sync: false,
            is_new: true,
        };
        if let State::PreparingRebalance(Wait::Initial(delay)) = &mut self.group.state {
            delay.joined = true;
        }
        self.group.add(&join.request.protocol_type, member);
        self.expect(&id, NEW_MEMBER_JOIN_TIMEOUT_MS);
        self.rebalance_or_complete_join();
    }

    fn join_again(&mut self, join: Join<'_>) {
        let id = join.request.member_id.as_str();
        if let Err(error) = self.group.validate_member(id, join.instance_id()) {
            return self.answer(join.ticket, fenced_join(id, error));
        }
        let Some((id, member)) = self.group.members.get_key_value(id) else {
            return self.refuse(&join, id, ErrorCode::UnknownMemberId);
        };
        let id = Arc::clone(id);
        let unchanged = member.protocols == join.protocols;
        let leads = self.group.leader.as_ref() == Some(&id);
        match self.group.state {
            // The answer to the first JoinGroup was lost: this is the same one.
            State::CompletingRebalance if unchanged => self.answer_generation(join.ticket, &id),
            // A follower has nothing to say; a leader may have seen new topics and wants to assign again.
            State::Stable if unchanged && !leads => self.answer_generation(join.ticket, &id),
            State::PreparingRebalance(_) | State::CompletingRebalance | State::Stable => {
                self.update_member(join, &id);
                self.rebalance_or_complete_join();
            }
            State::Empty => self.refuse(&join, &id, ErrorCode::UnknownMemberId),
        }
    }

    /// Takes over what a member says of itself, and has it wait.
    fn update_member(&mut self, join: Join<'_>, id: &Arc<str>) {
        let rebalance_timeout_ms = join.rebalance_timeout_ms();
        let older = self.group.change(id, |member| {
            member.protocols = join.protocols;
            member.rebalance_timeout_ms = rebalance_timeout_ms;
            member.session_timeout_ms = join.request.session_timeout_ms;
            member.join.replace(join.ticket)
        });
        if let Some(Some(older)) = older {
            // Kafka leaves the older request without an answer until the client closes its connection.
            self.answer(older, refused_join(id, ErrorCode::RebalanceInProgress));
        }
    }

    /// A static member is back with a new id, after it was started again say. The old id is fenced from now on.
    fn replace_static_member(&mut self, join: Join<'_>, old_id: &Arc<str>, new_id: &Arc<str>) {
        if self.group.state == State::Stable && !self.fits_record(&join, old_id, new_id) {
            // As in Kafka if the log does not take the record.
            return self.refuse(&join, "", ErrorCode::UnknownServerError);
        }
        let was_led_by = self.group.leader.clone();
        let ticket = join.ticket;
        self.fence(old_id);
        self.expect_no_more(old_id);
        self.group.rename(old_id, new_id);
        self.expect(new_id, join.request.session_timeout_ms);
        self.update_member(join, new_id);
        match self.group.state {
            State::Stable if self.group.select_protocol() == self.group.protocol => {
                self.group.learn_topics();
                self.record();
                self.answer_returned(ticket, new_id, was_led_by);
            }
            // The leader may be assigning to the old id right now.
            State::CompletingRebalance | State::Stable => self.prepare_rebalance(),
            State::PreparingRebalance(_) | State::Empty => self.maybe_complete_join(),
        }
    }

    fn fits_record(&self, join: &Join<'_>, old_id: &str, new_id: &str) -> bool {
        let mut chosen = join
            .protocols
            .iter()
            .filter(|protocol| Some(&protocol.name) == self.group.protocol.as_ref());
        let grows_by = chosen.next().map_or(0, |protocol| protocol.metadata.len()) + new_id.len();
        let member = self.group.members.get(old_id);
        let protocol = self.group.protocol.as_deref().unwrap_or_default();
        let metadata = member.and_then(|member| member.metadata(protocol));
        let shrinks_by = metadata.map_or(0, Bytes::len) + old_id.len();
        let now = self
            .group
            .record_bytes(&self.id, |member| member.assignment.len());
        // The leader's id is in the record twice.
        now + grows_by + new_id.len() <= MAX_GROUP_RECORD_BYTES + shrinks_by
    }

    /// Tells a static member that nothing has changed while it was away. Its answer waits for nobody.
    fn answer_returned(&mut self, ticket: Ticket, id: &Arc<str>, was_led_by: Option<Arc<str>>) {
        self.group.change(id, |member| member.join = None);
        let mut joined = self.group.joined(id);
        let leads = self.group.leader.as_ref() == Some(id);
        if self.context.caller.version >= SKIP_ASSIGNMENT_VERSION {
            joined.skip_assignment = leads;
            if leads {
                joined.members = self.group.joined_members();
            }
        } else {
            // A leader that cannot be told to leave the assignment as it is would send one that the group, stable as it
            // is, does not take. With the old id it believes that it follows.
            let leader = was_led_by.as_deref().unwrap_or_default();
            joined.leader = text(leader);
        }
        self.answer(ticket, Answer::JoinGroup(joined));
    }

    fn fence(&mut self, id: &Arc<str>) {
        let waiting = self
            .group
            .change(id, |member| (member.join.take(), member.sync.take()));
        let (join, sync) = waiting.unwrap_or_default();
        if let Some(ticket) = join {
            self.answer(ticket, fenced_join(id, ErrorCode::FencedInstanceId));
        }
        if let Some(ticket) = sync {
            let answer = refused_sync(ErrorCode::FencedInstanceId);
            self.answer(ticket, answer);
        }
    }
}
