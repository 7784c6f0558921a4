//! SyncGroup: the leader brings everybody's assignment, everybody fetches their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::SyncGroupRequest;

use super::answers::refused_sync;
use super::group::{ClassicGroup, State};
use super::record::MAX_GROUP_RECORD_BYTES;
use super::step::Step;
use crate::effects::Ticket;

impl Step<'_> {
    pub(super) fn sync(&mut self, ticket: Ticket, request: &SyncGroupRequest) {
        if let Err(error) = self.group.validate_sync(request) {
            return self.answer(ticket, refused_sync(error));
        }
        let id: Arc<str> = request.member_id.as_str().into();
        match self.group.state {
            State::Empty => self.answer(ticket, refused_sync(ErrorCode::UnknownMemberId)),
            State::PreparingRebalance(_) => {
                self.answer(ticket, refused_sync(ErrorCode::RebalanceInProgress));
            }
            State::CompletingRebalance => self.sync_of_new_generation(ticket, &id, request),
            State::Stable => {
                self.sent_sync(&id, None);
                if let Some(member) = self.group.members.get(&id) {
                    let answer = self.group.synced(member);
                    self.answer(ticket, answer);
                }
            }
        }
    }

    fn sync_of_new_generation(
        &mut self,
        ticket: Ticket,
        id: &Arc<str>,
        request: &SyncGroupRequest,
    ) {
        if let Some(older) = self.sent_sync(id, Some(ticket)) {
            self.answer(older, refused_sync(ErrorCode::RebalanceInProgress));
        }
        if self.group.leader.as_ref() == Some(id) {
            self.assign(request);
        }
    }

    /// Notes that a member has sent its SyncGroup, and the request that waits; answers the one that waited before.
    fn sent_sync(&mut self, id: &Arc<str>, waits: Option<Ticket>) -> Option<Ticket> {
        let older = self.group.change(id, |member| {
            member.owes_sync = false;
            std::mem::replace(&mut member.sync, waits)
        });
        if self.group.owing_sync == 0 {
            self.end_phase();
        }
        older.flatten()
    }

    /// The leader's assignment is there: the generation is complete. Whoever is not in it gets nothing, whoever is in it
    /// and no member is passed over.
    fn assign(&mut self, request: &SyncGroupRequest) {
        let assignments: BTreeMap<&str, &Bytes> = request
            .assignments
            .iter()
            .map(|assigned| (assigned.member_id.as_str(), &assigned.assignment))
            .collect();
        let record_bytes = self.group.record_bytes(&self.id, |member| {
            assignments
                .get(&*member.id)
                .map_or(0, |assignment| assignment.len())
        });
        if record_bytes > MAX_GROUP_RECORD_BYTES {
            // As in Kafka if the log does not take the record.
            self.reset_assignments(ErrorCode::UnknownServerError);
            return self.prepare_rebalance();
        }
        for member in self.group.members.values_mut() {
            let assignment = assignments.get(&*member.id);
            member.assignment = assignment
                .map(|assignment| Bytes::copy_from_slice(assignment))
                .unwrap_or_default();
        }
        self.record();
        self.enter(State::Stable);
        self.answer_syncs();
    }

    fn answer_syncs(&mut self) {
        let waiting: Vec<Arc<str>> = self
            .group
            .members
            .values()
            .filter(|member| member.sync.is_some())
            .map(|member| Arc::clone(&member.id))
            .collect();
        for id in &waiting {
            let taken = self
                .group
                .change(id, |member| (member.sync.take(), member.session_timeout_ms));
            let Some((Some(ticket), session_timeout_ms)) = taken else {
                continue;
            };
            // While it waited, the end of its session went by without a word.
            self.expect(id, session_timeout_ms);
            if let Some(member) = self.group.members.get(id) {
                let answer = self.group.synced(member);
                self.answer(ticket, answer);
            }
        }
    }
}

impl ClassicGroup {
    fn validate_sync(&self, request: &SyncGroupRequest) -> Result<(), ErrorCode> {
        if self.state == State::Empty {
            return Err(ErrorCode::UnknownMemberId);
        }
        self.validate_member(&request.member_id, request.group_instance_id.as_deref())?;
        if request.generation_id != self.generation {
            return Err(ErrorCode::IllegalGeneration);
        }
        let differs = |said: Option<&str>, is: &Option<Arc<str>>| {
            said.is_some_and(|said| Some(said) != is.as_deref())
        };
        let protocol_type = request.protocol_type.as_deref();
        let protocol_name = request.protocol_name.as_deref();
        if differs(protocol_type, &self.protocol_type) || differs(protocol_name, &self.protocol) {
            return Err(ErrorCode::InconsistentGroupProtocol);
        }
        Ok(())
    }
}
