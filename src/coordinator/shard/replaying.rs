//! What the log says becomes state: loading, and each record that a handler decides.

use kalda_protocol::group_records::GroupRecord;

use crate::context::Context;
use crate::effects::Effects;
use crate::group::Group;
use crate::shard::{GroupShard, Replayed, Timer};

impl GroupShard {
    /// Replays what the log says, in order, while the shard is loaded.
    pub fn replay(&mut self, replayed: &Replayed) {
        match replayed {
            Replayed::Record {
                record,
                transaction,
            } => self.replay_record(record, *transaction),
            Replayed::Marker {
                producer_id,
                committed,
            } => self.offsets.end_transaction(*producer_id, *committed),
        }
    }

    /// Changes what records say. Offsets of a transaction wait for its end; Kafka writes no other records in one.
    pub(crate) fn replay_record(&mut self, record: &GroupRecord, transaction: Option<i64>) {
        use GroupRecord as R;
        match record {
            R::OffsetCommit(key, value) => {
                self.replay_offset(key, value.as_ref(), transaction);
            }
            R::GroupMetadata(key, value) => self.replay_group_metadata(key, value.as_ref()),
            R::ConsumerGroupMetadata(key, value) => {
                self.replay_consumer_group(key, value.as_ref());
            }
            R::ConsumerGroupPartitionMetadata(key, value) => {
                self.replay_consumer_partition_metadata(key, value.as_ref());
            }
            R::ConsumerGroupMemberMetadata(key, value) => {
                self.replay_consumer_member(key, value.as_ref());
            }
            R::ConsumerGroupTargetAssignmentMetadata(key, value) => {
                self.replay_consumer_target_epoch(key, value.as_ref());
            }
            R::ConsumerGroupTargetAssignmentMember(key, value) => {
                self.replay_consumer_target(key, value.as_ref());
            }
            R::ConsumerGroupCurrentMemberAssignment(key, value) => {
                self.replay_consumer_current(key, value.as_ref());
            }
            R::ConsumerGroupRegularExpression(key, value) => {
                self.replay_consumer_regex(key, value.as_ref());
            }
        }
    }

    /// The log has been read to its end: makes the groups' soft state and sets their timers.
    pub fn finish_loading(&mut self, context: &Context<'_>, effects: &mut Effects) {
        self.observe_topics(context);
        self.schedule_expiry(context);
        self.classic_loaded(context, effects);
        self.consumer_loaded(context);
    }

    /// The metadata image has changed: topics, partitions, racks or configs.
    pub fn metadata_changed(&mut self, context: &Context<'_>, effects: &mut Effects) {
        self.delete_offsets_of_deleted_topics(context, effects);
        self.consumer_metadata_changed(context);
    }

    /// Does what a timer was set for.
    pub(super) fn fire(&mut self, context: &Context<'_>, timer: Timer, effects: &mut Effects) {
        match timer {
            Timer::ClassicRebalance { group } => {
                self.classic_rebalance_due(context, &group, effects);
            }
            Timer::ClassicSession { group, member } => {
                self.classic_session_due(context, &group, &member, effects);
            }
            Timer::ConsumerSession { group, member } => {
                self.consumer_session_due(context, &group, &member, effects);
            }
            Timer::ConsumerRevocation { group, member } => {
                self.consumer_revocation_due(context, &group, &member, effects);
            }
            Timer::ConsumerJoin { group, member } => {
                self.consumer_join_due(context, &group, &member, effects);
            }
            Timer::ConsumerRefresh { group } => {
                self.consumer_refresh_due(context, &group, effects);
            }
            Timer::Expiry => self.expire(context, effects),
        }
    }

    /// All invariants of a shard that has finished loading; a sentence on the first that does not hold.
    ///
    /// # Errors
    /// The sentence.
    pub fn check(&self) -> Result<(), String> {
        for (id, group) in &self.groups {
            let checked = group.rules().check();
            checked.map_err(|problem| format!("group {id}: {problem}"))?;
            if let Group::Classic(classic) = group {
                let checked = self.check_classic_timers(id, classic);
                checked.map_err(|problem| format!("group {id}: {problem}"))?;
            }
        }
        for timer in self.timers.keys() {
            let fits = match (timer, timer.group().and_then(|id| self.groups.get(id))) {
                (Timer::Expiry, _) => true,
                (
                    Timer::ClassicRebalance { .. } | Timer::ClassicSession { .. },
                    Some(Group::Classic(_)),
                ) => true,
                (
                    Timer::ConsumerSession { .. }
                    | Timer::ConsumerRevocation { .. }
                    | Timer::ConsumerJoin { .. }
                    | Timer::ConsumerRefresh { .. },
                    Some(Group::Consumer(_)),
                ) => true,
                (_, Some(Group::Classic(_) | Group::Consumer(_)) | None) => false,
            };
            if !fits {
                return Err(format!(
                    "{timer:?} is of no group, or of one of another kind"
                ));
            }
        }
        self.timers.check()?;
        for group in self.offsets.groups() {
            if !self.groups.contains_key(group) {
                return Err(format!("group {group} has offsets and does not exist"));
            }
        }
        self.offsets.check()
    }
}
