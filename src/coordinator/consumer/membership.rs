//! Which member a request comes from, and whether it may come at all.

use std::sync::Arc;

use kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions;

use super::member::{JOIN_EPOCH, LEAVE_STATIC_EPOCH, Member};
use super::records;
use super::refusal::Refusal;
use super::state::ConsumerGroup;
use super::step::Step;

/// Who a request says it comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Identity<'a> {
    pub(super) member_id: &'a Arc<str>,
    pub(super) instance_id: Option<&'a str>,
    /// Whether it comes by the classic protocol.
    pub(super) classic: bool,
}

/// What a request says of its member's place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'a> {
    pub(super) epoch: i32,
    pub(super) owned: Option<&'a [TopicPartitions]>,
    /// Whether it may be a member from now on only.
    pub(super) joins: bool,
}

/// Refuses one member too many. A static member's place is there already.
pub(super) fn check_size(
    group: &ConsumerGroup,
    max: usize,
    identity: Identity<'_>,
) -> Result<(), Refusal> {
    let has_place = identity
        .instance_id
        .is_some_and(|instance| group.static_members.contains_key(instance))
        || group.members.contains_key(identity.member_id);
    if !has_place && group.members.len() >= max {
        return Err(Refusal::GroupIsFull(max));
    }
    Ok(())
}

impl Step<'_> {
    /// The member as it is known so far; a new one has neither subscription nor partitions yet.
    pub(super) fn find_member(
        &mut self,
        identity: Identity<'_>,
        claim: Claim<'_>,
    ) -> Result<Member, Refusal> {
        match identity.instance_id {
            None => self.find_dynamic(identity, claim),
            Some(instance) => self.find_static(identity, instance, claim),
        }
    }

    fn find_dynamic(&self, identity: Identity<'_>, claim: Claim<'_>) -> Result<Member, Refusal> {
        let member = match self.group.members.get(identity.member_id) {
            Some(member) => member.clone(),
            None if claim.joins => Member::new(Arc::clone(identity.member_id)),
            None => {
                return Err(Refusal::UnknownMember {
                    member: identity.member_id.to_string(),
                    group: Arc::clone(&self.group.id),
                });
            }
        };
        if !identity.classic {
            check_epoch(&member, claim)?;
        }
        Ok(member)
    }

    fn find_static(
        &mut self,
        identity: Identity<'_>,
        instance: &str,
        claim: Claim<'_>,
    ) -> Result<Member, Refusal> {
        let group = self.group;
        let Some(existing) = group.static_member(instance) else {
            if !claim.joins {
                return Err(Refusal::UnknownInstance(instance.to_owned()));
            }
            let known = group.members.get(identity.member_id).cloned();
            return Ok(known.unwrap_or_else(|| Member::new(Arc::clone(identity.member_id))));
        };
        if claim.joins {
            // A member of the classic protocol never says that it leaves for a while.
            if !identity.classic && !existing.is_classic() && existing.epoch != LEAVE_STATIC_EPOCH {
                return Err(Refusal::InstanceInUse {
                    member: identity.member_id.to_string(),
                    instance: instance.to_owned(),
                    owner: Arc::clone(&existing.id),
                });
            }
            return Ok(self.replace(existing, identity.member_id));
        }
        check_instance(existing, identity.member_id, instance)?;
        if !identity.classic {
            check_epoch(existing, claim)?;
        }
        Ok(existing.clone())
    }

    /// The same instance under a new member id: partitions and target stay.
    fn replace(&mut self, old: &Member, new_id: &Arc<str>) -> Member {
        let group = &self.group.id;
        let new = old.renamed(Arc::clone(new_id));
        let target = self.group.target.members.get(&old.id);
        let target = target.cloned().unwrap_or_default();
        let records = [
            records::current_assignment_tombstone(group, &old.id),
            records::target_assignment_tombstone(group, &old.id),
            records::member_metadata_tombstone(group, &old.id),
            records::member_metadata(group, &new),
            records::target_assignment(group, &new.id, &target),
            records::current_assignment(group, &new),
        ];
        self.changes.records.extend(records);
        if old.id != new.id {
            self.cancel_timers(&old.id);
        }
        new
    }
}

/// Only the holder of an instance id may speak for it.
pub(super) fn check_instance(
    holder: &Member,
    member_id: &str,
    instance: &str,
) -> Result<(), Refusal> {
    if *holder.id == *member_id {
        return Ok(());
    }
    Err(Refusal::FencedInstance {
        member: member_id.to_owned(),
        instance: instance.to_owned(),
        owner: Arc::clone(&holder.id),
    })
}

/// A member that missed the answer with its new epoch comes with the one before, and with nothing it should not have.
fn check_epoch(member: &Member, claim: Claim<'_>) -> Result<(), Refusal> {
    let received = claim.epoch;
    if received == JOIN_EPOCH || received == member.epoch {
        return Ok(());
    }
    if received > member.epoch {
        return Err(Refusal::EpochTooNew {
            received,
            known: member.epoch,
        });
    }
    if received == member.previous_epoch && has_all(member, claim.owned) {
        return Ok(());
    }
    Err(Refusal::EpochTooOld {
        received,
        known: member.epoch,
    })
}

fn has_all(member: &Member, owned: Option<&[TopicPartitions]>) -> bool {
    owned.is_some_and(|owned| {
        owned.iter().all(|topic| {
            member
                .assigned
                .get(&topic.topic_id)
                .is_some_and(|assigned| {
                    topic
                        .partitions
                        .iter()
                        .all(|partition| assigned.contains_key(partition))
                })
        })
    })
}
