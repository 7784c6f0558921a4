//! What always holds of a group of the new protocol, between two steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::member::{LEAVE_STATIC_EPOCH, MemberState};
use super::state::ConsumerGroup;
use super::subscriptions::{Counts, SubscribedTopics, increase};

/// The first invariant that does not hold, as a sentence.
pub(super) fn check(group: &ConsumerGroup) -> Result<(), String> {
    one_owner_per_partition(group)?;
    epochs_in_order(group)?;
    target_of_members_only(group)?;
    counts_agree(group)
}

fn one_owner_per_partition(group: &ConsumerGroup) -> Result<(), String> {
    let mut owners = BTreeMap::new();
    for member in group.members.values() {
        for (topic, partition) in member.holds() {
            if let Some(other) = owners.insert((topic, partition), &member.id) {
                return Err(format!(
                    "{topic}-{partition} belongs to both {other} and {}",
                    member.id
                ));
            }
            let held = group.partition_epochs.get(&topic);
            let epoch = held.and_then(|epochs| epochs.get(&partition));
            if epoch != Some(&member.epoch) {
                return Err(format!(
                    "{topic}-{partition} of {} is held at epoch {epoch:?}, not {}",
                    member.id, member.epoch
                ));
            }
        }
    }
    let held: usize = group.partition_epochs.values().map(BTreeMap::len).sum();
    if held != owners.len() {
        return Err(format!(
            "{held} partitions are held, members have {}",
            owners.len()
        ));
    }
    Ok(())
}

fn epochs_in_order(group: &ConsumerGroup) -> Result<(), String> {
    if group.target.epoch > group.epoch {
        return Err(format!(
            "the target's epoch {} is ahead of the group's {}",
            group.target.epoch, group.epoch
        ));
    }
    for member in group.members.values() {
        if member.epoch > group.target.epoch || member.epoch < LEAVE_STATIC_EPOCH {
            return Err(format!(
                "member {} is at epoch {}, the target at {}",
                member.id, member.epoch, group.target.epoch
            ));
        }
        if member.state != MemberState::UnrevokedPartitions && !member.pending_revocation.is_empty()
        {
            return Err(format!(
                "member {} has partitions to give up in state {:?}",
                member.id, member.state
            ));
        }
        let since = member.assigned.values().flat_map(BTreeMap::values);
        if let Some(since) = since.max()
            && *since > group.target.epoch
        {
            return Err(format!(
                "member {} has a partition since {since}",
                member.id
            ));
        }
    }
    Ok(())
}

fn target_of_members_only(group: &ConsumerGroup) -> Result<(), String> {
    let mut given = BTreeSet::new();
    for (id, target) in &group.target.members {
        if !group.members.contains_key(id) {
            return Err(format!("{id} has a target and is no member"));
        }
        for (topic, partitions) in target {
            for partition in partitions {
                if !given.insert((topic, partition)) {
                    return Err(format!("{topic}-{partition} is in two targets"));
                }
            }
        }
    }
    Ok(())
}

/// What is counted as members come and go is what counting anew gives.
fn counts_agree(group: &ConsumerGroup) -> Result<(), String> {
    let mut topics = SubscribedTopics::default();
    let (mut regexes, mut assignors, mut protocols) = (Counts::new(), Counts::new(), Counts::new());
    let (mut classic, mut instances, mut bytes) = (0, BTreeMap::new(), 0);
    for (id, member) in &group.members {
        if *id != member.id {
            return Err(format!("member {} is kept as {id}", member.id));
        }
        topics.add_member(member);
        bytes += member.metadata_bytes();
        if let Some(regex) = member.subscribed_regex() {
            increase(&mut regexes, regex);
        }
        if let Some(assignor) = &member.assignor {
            increase(&mut assignors, assignor);
        }
        if let Some(instance) = &member.instance_id
            && let Some(other) = instances.insert(Arc::clone(instance), Arc::clone(id))
        {
            return Err(format!("{instance} is the instance of {other} and {id}"));
        }
        if let Some(metadata) = &member.classic {
            classic += 1;
            for protocol in &metadata.supported_protocols {
                increase(&mut protocols, &protocol.name.as_str().into());
            }
        }
    }
    for resolved in group.resolved.values() {
        topics.add_matches(&resolved.topics);
    }
    let agree = topics == group.topics
        && bytes == group.metadata_bytes
        && regexes == group.regexes
        && assignors == group.assignors
        && protocols == group.classic_protocols
        && classic == group.classic_members
        && instances == group.static_members;
    if agree {
        Ok(())
    } else {
        Err("the counts of subscriptions do not agree with the members".to_owned())
    }
}
