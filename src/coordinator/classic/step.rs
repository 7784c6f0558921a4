//! One step of a classic group: what its decisions may touch.

use std::sync::Arc;

use kalda_protocol::group_records::GroupMetadataValue;

use super::group::ClassicGroup;
use super::record::group_record;
use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::Group;
use crate::request::Answer;
use crate::shard::{GroupShard, Timer};
use crate::timers::Timers;

/// A group in the middle of a request or timer. The record it decides on is replayed and appended when the step is over.
pub(super) struct Step<'a> {
    pub(super) id: Arc<str>,
    pub(super) group: &'a mut ClassicGroup,
    pub(super) context: &'a Context<'a>,
    timers: &'a mut Timers<Timer>,
    effects: &'a mut Effects,
    record: Option<GroupMetadataValue>,
}

impl GroupShard {
    /// Takes a step of a classic group, if there is one of this id.
    pub(super) fn classic_step<R>(
        &mut self,
        context: &Context<'_>,
        group_id: &str,
        effects: &mut Effects,
        step: impl FnOnce(&mut Step<'_>) -> R,
    ) -> Option<R> {
        let id = Arc::clone(self.groups.get_key_value(group_id)?.0);
        let group = match self.groups.get_mut(group_id)? {
            Group::Classic(group) => group,
            Group::Consumer(_) => return None,
        };
        let mut taken = Step {
            id,
            group,
            context,
            timers: &mut self.timers,
            effects,
            record: None,
        };
        let result = step(&mut taken);
        if let Some(value) = taken.record {
            let record = group_record(&taken.id, Some(value));
            self.record(effects, record);
        }
        Some(result)
    }
}

impl Step<'_> {
    pub(super) fn answer(&mut self, ticket: Ticket, answer: Answer) {
        self.effects.answer(ticket, answer);
    }

    /// Has the group as it is now written to the log.
    pub(super) fn record(&mut self) {
        self.record = Some(self.group.to_record());
    }

    /// Has a group that was made for this step written to the log, unless the step did so.
    pub(super) fn record_if_none(&mut self) {
        let value = self.group.new_record();
        self.record.get_or_insert(value);
    }

    /// The member, or the holder of an id that was given out, lives for so long without being heard of.
    pub(super) fn expect(&mut self, member: &Arc<str>, within_ms: i32) {
        let timer = self.session_timer(member);
        let deadline = self.deadline(i64::from(within_ms));
        self.timers.set(timer, deadline);
    }

    pub(super) fn expect_no_more(&mut self, member: &Arc<str>) {
        self.timers.cancel(&self.session_timer(member));
    }

    /// Ends the present phase of the rebalance after so long, if it has not ended before.
    pub(super) fn end_phase_in(&mut self, within_ms: i64) {
        let timer = self.rebalance_timer();
        let deadline = self.deadline(within_ms);
        self.timers.set(timer, deadline);
    }

    pub(super) fn end_phase(&mut self) {
        self.timers.cancel(&self.rebalance_timer());
    }

    fn deadline(&self, within_ms: i64) -> i64 {
        self.context.now_ms.saturating_add(within_ms.max(0))
    }

    fn session_timer(&self, member: &Arc<str>) -> Timer {
        Timer::ClassicSession {
            group: Arc::clone(&self.id),
            member: Arc::clone(member),
        }
    }

    fn rebalance_timer(&self) -> Timer {
        Timer::ClassicRebalance {
            group: Arc::clone(&self.id),
        }
    }
}
