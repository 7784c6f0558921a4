//! How members go: they say so, or they are not heard of in time.

use std::collections::BTreeMap;
use std::sync::Arc;

use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, StrBytes,
};

use super::member::{LEAVE_STATIC_EPOCH, Member, Owned};
use super::membership::check_instance;
use super::records;
use super::refusal::Refusal;
use super::state::ConsumerGroup;
use super::step::{Step, TimerChange};
use crate::shard::Timer;

impl Step<'_> {
    /// Decides a heartbeat with which a member leaves, for good or (static members) for a while.
    pub(super) fn leave(
        &mut self,
        request: &ConsumerGroupHeartbeatRequest,
    ) -> Result<ConsumerGroupHeartbeatResponse, Refusal> {
        let group = self.group;
        let member_id = &*request.member_id;
        let member = match request.instance_id.as_deref() {
            None => group
                .members
                .get(member_id)
                .ok_or_else(|| Refusal::UnknownMember {
                    member: member_id.to_owned(),
                    group: Arc::clone(&group.id),
                })?,
            Some(instance) => {
                let holder = group
                    .static_member(instance)
                    .ok_or_else(|| Refusal::UnknownInstance(instance.to_owned()))?;
                check_instance(holder, member_id, instance)?;
                holder
            }
        };
        if request.instance_id.is_some() && request.member_epoch == LEAVE_STATIC_EPOCH {
            self.leave_for_a_while(member);
        } else {
            self.remove_members(&[member]);
        }
        Ok(ConsumerGroupHeartbeatResponse::default()
            .with_member_id(Some(StrBytes::from_string(member_id.to_owned())))
            .with_member_epoch(request.member_epoch))
    }

    /// The member keeps its partitions until its session ends. It gets them back under its next id, so it has had them
    /// since ever: a commit of the old id is refused by the id, not by the epoch.
    fn leave_for_a_while(&mut self, member: &Member) {
        let mut left = member.clone();
        left.epoch = LEAVE_STATIC_EPOCH;
        left.pending_revocation = Owned::new();
        for partitions in left.assigned.values_mut() {
            for since in partitions.values_mut() {
                *since = 0;
            }
        }
        self.record(records::current_assignment(&self.group.id, &left));
        let timer = Timer::ConsumerRevocation {
            group: Arc::clone(&self.group.id),
            member: Arc::clone(&member.id),
        };
        self.changes.timers.push(TimerChange::Cancel(timer));
    }

    /// Removes members and begins a new epoch of the group, in which others get their partitions.
    pub(super) fn remove_members(&mut self, members: &[&Member]) {
        if members.is_empty() {
            return;
        }
        let group = self.group;
        if let Some(records) = self.downgrade_without(members) {
            self.changes.records.extend(records);
            self.changes.becomes_classic = Some(true);
            return;
        }
        let mut topics = group.topics.clone();
        let mut regexes: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        for member in members {
            let removals = [
                records::current_assignment_tombstone(&group.id, &member.id),
                records::target_assignment_tombstone(&group.id, &member.id),
                records::member_metadata_tombstone(&group.id, &member.id),
            ];
            self.changes.records.extend(removals);
            topics.remove_member(member);
            if let Some(regex) = member.subscribed_regex() {
                *regexes.entry(regex).or_default() += 1;
            }
            self.cancel_timers(&member.id);
        }
        for (regex, members) in regexes {
            if group.regex_subscribers(regex) == members {
                self.record(records::regex_tombstone(&group.id, regex));
                if let Some(resolved) = group.resolved.get(regex) {
                    topics.remove_matches(&resolved.topics);
                }
            }
        }
        let hash = self.metadata_hash(&topics);
        let epoch = group.epoch.saturating_add(1);
        self.record(records::group_epoch(&group.id, epoch, hash));
    }
}

/// The records that delete a group: it is empty, or becomes one of the classic protocol.
pub(super) fn tombstones(group: &ConsumerGroup) -> Vec<GroupRecord> {
    let id = &group.id;
    let members = || group.members.keys();
    let mut removals = Vec::new();
    removals.extend(members().map(|member| records::current_assignment_tombstone(id, member)));
    removals.extend(members().map(|member| records::target_assignment_tombstone(id, member)));
    removals.push(records::target_epoch_tombstone(id));
    removals.extend(members().map(|member| records::member_metadata_tombstone(id, member)));
    let regexes = group.resolved.keys();
    removals.extend(regexes.map(|regex| records::regex_tombstone(id, regex)));
    removals.push(records::partition_metadata_tombstone(id));
    removals.push(records::group_tombstone(id));
    removals
}
