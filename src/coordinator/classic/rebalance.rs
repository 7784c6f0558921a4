//! Rebalances: from the first member that joins to the generation that waits for its leader's assignment.

use std::sync::Arc;

use bytes::Bytes;
use kalda_protocol::ErrorCode;

use super::answers::{refused_join, refused_sync};
use super::group::{InitialDelay, State, Wait};
use super::step::Step;
use crate::effects::Ticket;
use crate::request::Answer;

/// The shortest wait before a group of absent static members is looked at again. Kafka waits for their rebalance timeout,
/// which may be nothing, and then looks without a pause.
const MIN_WAIT_FOR_ABSENT_MS: i64 = 100;

impl Step<'_> {
    /// Something has changed: rebalances, or goes on with the rebalance there is.
    pub(super) fn rebalance_or_complete_join(&mut self) {
        match self.group.state {
            State::Empty | State::CompletingRebalance | State::Stable => self.prepare_rebalance(),
            State::PreparingRebalance(_) => self.maybe_complete_join(),
        }
    }

    /// Asks all members to join again.
    pub(super) fn prepare_rebalance(&mut self) {
        if self.group.state == State::CompletingRebalance {
            self.reset_assignments(ErrorCode::RebalanceInProgress);
        }
        self.forgive_syncs();
        self.end_phase();
        if self.group.state == State::Empty {
            let delay_ms = i64::from(self.context.settings.initial_rebalance_delay_ms);
            let remaining_ms = (self.group.rebalance_timeout_ms() - delay_ms).max(0);
            self.enter(State::PreparingRebalance(Wait::Initial(InitialDelay {
                delay_ms,
                remaining_ms,
                joined: false,
            })));
            self.end_phase_in(delay_ms);
        } else {
            self.enter(State::PreparingRebalance(Wait::Members));
            if self.group.all_joined() {
                self.complete_join();
            } else {
                self.end_phase_in(self.group.rebalance_timeout_ms());
            }
        }
    }

    /// Ends the joining if nobody is missing. The wait for a group's first members is never cut short by this.
    pub(super) fn maybe_complete_join(&mut self) {
        let waits = self.group.state == State::PreparingRebalance(Wait::Members);
        if waits && self.group.all_joined() {
            self.complete_join();
        }
    }

    /// The same after a member was removed by the broker itself, which does cut the wait for the first members short.
    pub(super) fn complete_join_without_missing(&mut self) {
        let waits = matches!(self.group.state, State::PreparingRebalance(_));
        if waits && self.group.all_joined() {
            self.complete_join();
        }
    }

    /// The time of the present phase is over.
    pub(super) fn phase_over(&mut self) {
        match self.group.state {
            State::PreparingRebalance(Wait::Initial(delay)) => self.initial_delay_over(delay),
            State::PreparingRebalance(Wait::Members) => self.complete_join(),
            State::CompletingRebalance | State::Stable => self.remove_unsynced(),
            State::Empty => {}
        }
    }

    fn initial_delay_over(&mut self, delay: InitialDelay) {
        if !delay.joined || delay.remaining_ms == 0 {
            return self.complete_join();
        }
        let configured = i64::from(self.context.settings.initial_rebalance_delay_ms);
        let next_ms = configured.min(delay.remaining_ms);
        // Not `enter`: it is still the same phase.
        self.group.state = State::PreparingRebalance(Wait::Initial(InitialDelay {
            delay_ms: next_ms,
            remaining_ms: (delay.remaining_ms - delay.delay_ms).max(0),
            joined: false,
        }));
        self.end_phase_in(next_ms);
    }

    /// Begins the next generation with the members that have joined and the static ones.
    pub(super) fn complete_join(&mut self) {
        self.end_phase();
        let missing: Vec<Arc<str>> = self
            .group
            .members
            .values()
            .filter(|member| member.join.is_none() && !member.is_static())
            .map(|member| Arc::clone(&member.id))
            .collect();
        for id in &missing {
            self.remove(id);
        }
        if !self.group.elect_joined_leader() && !self.group.members.is_empty() {
            // Static members alone, and none of them is here: their sessions will end, or they come back.
            let wait_ms = self.group.rebalance_timeout_ms();
            return self.end_phase_in(wait_ms.max(MIN_WAIT_FOR_ABSENT_MS));
        }
        self.group.next_generation(self.context.now_ms);
        if self.group.state == State::Empty {
            self.record();
        } else {
            self.answer_joins();
            self.end_phase_in(self.group.rebalance_timeout_ms());
        }
    }

    fn answer_joins(&mut self) {
        let ids: Vec<Arc<str>> = self.group.members.keys().cloned().collect();
        for id in &ids {
            let begun = self.group.change(id, |member| {
                member.is_new = false;
                member.owes_sync = true;
                (member.join.take(), member.session_timeout_ms)
            });
            let Some((ticket, session_timeout_ms)) = begun else {
                continue;
            };
            self.expect(id, session_timeout_ms);
            if let Some(ticket) = ticket {
                self.answer_generation(ticket, id);
            }
        }
    }

    /// Tells a member of the present generation; the leader gets to know all the others.
    pub(super) fn answer_generation(&mut self, ticket: Ticket, id: &Arc<str>) {
        let mut joined = self.group.joined(id);
        if self.group.leader.as_ref() == Some(id) {
            joined.members = self.group.joined_members();
        }
        self.answer(ticket, Answer::JoinGroup(joined));
    }

    /// Ends the wait for the leader's assignment without one.
    pub(super) fn reset_assignments(&mut self, error: ErrorCode) {
        let ids: Vec<Arc<str>> = self.group.members.keys().cloned().collect();
        for id in &ids {
            let reset = self.group.change(id, |member| {
                member.assignment = Bytes::new();
                (member.sync.take(), member.session_timeout_ms)
            });
            if let Some((Some(ticket), session_timeout_ms)) = reset {
                self.answer(ticket, refused_sync(error));
                // While it waited, the end of its session went by without a word.
                self.expect(id, session_timeout_ms);
            }
        }
    }

    /// Nobody is expected to send a SyncGroup any more.
    fn forgive_syncs(&mut self) {
        if self.group.owing_sync == 0 {
            return;
        }
        for member in self.group.members.values_mut() {
            member.owes_sync = false;
        }
        self.group.owing_sync = 0;
    }

    /// Removes the members that got their JoinGroup's answer and sent no SyncGroup in time.
    fn remove_unsynced(&mut self) {
        let unsynced: Vec<Arc<str>> = self
            .group
            .members
            .values()
            .filter(|member| member.owes_sync)
            .map(|member| Arc::clone(&member.id))
            .collect();
        if unsynced.is_empty() {
            return;
        }
        for id in &unsynced {
            self.remove(id);
        }
        self.prepare_rebalance();
    }

    /// Takes a member out of the group, and forgets an id that was given out. Requests of the member that wait are told
    /// that it is none any more, so that a client that is still there joins again.
    pub(super) fn remove(&mut self, id: &Arc<str>) {
        self.expect_no_more(id);
        self.group.pending.remove(id);
        let Some(member) = self.group.take(id) else {
            return;
        };
        if let Some(ticket) = member.join {
            self.answer(ticket, refused_join("", ErrorCode::UnknownMemberId));
        }
        if let Some(ticket) = member.sync {
            self.answer(ticket, refused_sync(ErrorCode::UnknownMemberId));
        }
    }

    pub(super) fn enter(&mut self, state: State) {
        self.group.state = state;
        self.group.state_since_ms = Some(self.context.now_ms);
    }
}
