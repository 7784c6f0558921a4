//! One step of a member towards its target assignment: give up first, then take.
//!
//! A member that has partitions outside of its target stays in its epoch until it stops reporting them. Then it enters the
//! target's epoch and gets those partitions of its target that nobody else has; for the others it waits, and asks again
//! with each heartbeat.

use std::collections::BTreeSet;

use kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions;
use uuid::Uuid;

use super::member::{Member, MemberState, Owned};
use super::refusal::Refusal;
use super::state::ConsumerGroup;
use crate::assignor::Partitions;

/// What a step depends on, beside the member.
pub(super) struct Goal<'a> {
    pub(super) group: &'a ConsumerGroup,
    pub(super) target_epoch: i32,
    pub(super) target: &'a Partitions,
    /// The topics that the member subscribes to; of others it may keep nothing.
    pub(super) subscribed: BTreeSet<Uuid>,
    pub(super) subscription_changed: bool,
    /// What the member reports to have; nothing if it has not changed.
    pub(super) reported: Option<&'a [TopicPartitions]>,
}

impl Goal<'_> {
    /// The member after the step; the same if there is nothing to do yet.
    pub(super) fn step(&self, member: &Member) -> Result<Member, Refusal> {
        match member.state {
            MemberState::Stable if member.epoch != self.target_epoch => {
                Ok(self.advance(member, member.epoch))
            }
            MemberState::Stable if self.subscription_changed => Ok(self.drop_unsubscribed(member)),
            MemberState::Stable => Ok(member.clone()),
            MemberState::UnrevokedPartitions if self.still_reports(&member.pending_revocation) => {
                if self.subscription_changed {
                    Ok(self.drop_unsubscribed(member))
                } else {
                    Ok(member.clone())
                }
            }
            MemberState::UnrevokedPartitions | MemberState::UnreleasedPartitions => {
                Ok(self.advance(member, member.epoch))
            }
            MemberState::Unknown => match self.reported {
                Some([]) => Ok(self.advance(member, self.target_epoch)),
                Some(_) | None => Err(Refusal::UnknownState),
            },
        }
    }

    /// A member that does not report is taken to have everything still.
    fn still_reports(&self, revoked: &Owned) -> bool {
        let Some(reported) = self.reported else {
            return true;
        };
        reported.iter().any(|topic| {
            revoked.get(&topic.topic_id).is_some_and(|revoked| {
                topic
                    .partitions
                    .iter()
                    .any(|partition| revoked.contains_key(partition))
            })
        })
    }

    /// The target is the member's already, but its subscription is not the one it was made for.
    fn drop_unsubscribed(&self, member: &Member) -> Member {
        let (assigned, dropped): (Owned, Owned) = member
            .assigned
            .clone()
            .into_iter()
            .partition(|(topic, _)| self.subscribed.contains(topic));
        if dropped.is_empty() {
            return member.clone();
        }
        let mut pending = member.pending_revocation.clone();
        for (topic, partitions) in dropped {
            pending.entry(topic).or_default().extend(partitions);
        }
        if self.still_reports(&pending) {
            let mut next = member.moved_to(member.epoch, MemberState::UnrevokedPartitions);
            next.assigned = assigned;
            next.pending_revocation = pending;
            next
        } else {
            let mut next = member.moved_to(member.epoch, member.state);
            next.assigned = assigned;
            next
        }
    }

    fn advance(&self, member: &Member, epoch: i32) -> Member {
        let mut assigned = Owned::new();
        let mut revoked = Owned::new();
        for (topic, partitions) in &member.assigned {
            let target = self.target_of(topic);
            for (partition, since) in partitions {
                let keeps = target.is_some_and(|target| target.contains(partition));
                let side = if keeps { &mut assigned } else { &mut revoked };
                side.entry(*topic).or_default().insert(*partition, *since);
            }
        }
        if !revoked.is_empty() && self.still_reports(&revoked) {
            let mut next = member.moved_to(epoch, MemberState::UnrevokedPartitions);
            next.assigned = assigned;
            next.pending_revocation = revoked;
            return next;
        }

        let waits = self.take_free(member, &mut assigned);
        let state = if waits {
            MemberState::UnreleasedPartitions
        } else {
            MemberState::Stable
        };
        let mut next = member.moved_to(self.target_epoch, state);
        next.assigned = assigned;
        next.pending_revocation = Owned::new();
        next
    }

    /// Adds what nobody else has of the target; says whether something is left.
    fn take_free(&self, member: &Member, assigned: &mut Owned) -> bool {
        let mut waits = false;
        for (topic, target) in self.target {
            if !self.subscribed.contains(topic) {
                continue;
            }
            let had = member.assigned.get(topic);
            let gives_up = member.pending_revocation.get(topic);
            for partition in target {
                if had.is_some_and(|had| had.contains_key(partition)) {
                    continue;
                }
                // What the member itself was to give up is free again: only one member can have it.
                let own = gives_up.is_some_and(|own| own.contains_key(partition));
                if !own && self.group.is_held(*topic, *partition) {
                    waits = true;
                    continue;
                }
                let of_topic = assigned.entry(*topic).or_default();
                of_topic.insert(*partition, self.target_epoch);
            }
        }
        waits
    }

    fn target_of(&self, topic: &Uuid) -> Option<&BTreeSet<i32>> {
        if self.subscribed.contains(topic) {
            self.target.get(topic)
        } else {
            None
        }
    }
}
