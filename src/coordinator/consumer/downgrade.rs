//! A group of the new protocol becomes a classic one again, because the last member that uses the new protocol leaves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kalda_protocol::group_records::{
    ClassicMemberMetadata, GroupMetadataKey, GroupMetadataValue, GroupRecord, MemberMetadata,
};

use super::embedded;
use super::leave::tombstones;
use super::member::Member;
use super::state::ConsumerGroup;
use super::step::Step;
use crate::assignor::Partitions;
use crate::context::Context;
use crate::settings::MigrationPolicy;

/// The protocol type of consumers.
const CONSUMER: &str = "consumer";

/// A classic group is one record, and a record is in one batch of a MiB.
const MAX_GROUP_RECORD_BYTES: usize = 1_000_000;

/// What numbers and lengths take of a member's part, at most.
const MEMBER_OVERHEAD: usize = 32;

impl Step<'_> {
    /// The records that make the group a classic one without these members; nothing if it is to stay as it is.
    pub(super) fn downgrade_without(&self, leaving: &[&Member]) -> Option<Vec<GroupRecord>> {
        let group = self.group;
        let classic = leaving.iter().filter(|member| member.is_classic()).count();
        if group.classic_members - classic != group.members.len() - leaving.len() {
            return None;
        }
        let leaving: BTreeSet<&Arc<str>> = leaving.iter().map(|member| &member.id).collect();
        let stay = group.members.values();
        let stay: Vec<&Member> = stay
            .filter(|member| !leaving.contains(&member.id))
            .collect();
        let value = classic_group(group, self.context, &stay)?;
        Some(replacement(group, value))
    }
}

/// The records that remove the group and make it anew.
fn replacement(group: &ConsumerGroup, value: GroupMetadataValue) -> Vec<GroupRecord> {
    let mut records = tombstones(group);
    let key = GroupMetadataKey {
        group: group.id.to_string(),
    };
    records.push(GroupRecord::GroupMetadata(key, Some(value)));
    records
}

/// The group as a classic one; nothing if the policy, the members or the limits are against it.
fn classic_group(
    group: &ConsumerGroup,
    context: &Context<'_>,
    members: &[&Member],
) -> Option<GroupMetadataValue> {
    match context.settings.consumer.migration_policy {
        MigrationPolicy::Downgrade | MigrationPolicy::Bidirectional => {}
        MigrationPolicy::Disabled | MigrationPolicy::Upgrade => return None,
    }
    if members.is_empty() || members.len() > context.settings.max_size {
        return None;
    }
    let classic: Option<Vec<(&Member, &ClassicMemberMetadata)>> = members
        .iter()
        .map(|member| Some((*member, member.classic.as_deref()?)))
        .collect();
    let classic = classic?;
    let protocol = select_protocol(&classic)?;
    let nothing = Partitions::new();
    let records: Vec<MemberMetadata> = classic
        .iter()
        .map(|(member, metadata)| {
            let target = group.target.members.get(&member.id).unwrap_or(&nothing);
            let subscription = subscription(metadata, protocol);
            let assignment = embedded::write_share(subscription, target, context.image);
            MemberMetadata {
                member_id: member.id.to_string(),
                group_instance_id: member.instance_id.as_deref().map(str::to_owned),
                client_id: member.client_id.to_string(),
                client_host: member.client_host.to_string(),
                rebalance_timeout: member.rebalance_timeout_ms,
                session_timeout: metadata.session_timeout_ms,
                subscription: subscription.to_vec(),
                assignment: assignment.to_vec(),
            }
        })
        .collect();
    let bytes: usize = records.iter().map(size).sum();
    if bytes > MAX_GROUP_RECORD_BYTES {
        return None;
    }
    Some(GroupMetadataValue {
        protocol_type: CONSUMER.to_owned(),
        generation: group.epoch,
        protocol: Some(protocol.to_owned()),
        leader: classic.first().map(|(member, _)| member.id.to_string()),
        current_state_timestamp: context.now_ms,
        members: records,
    })
}

fn size(member: &MemberMetadata) -> usize {
    let instance = member.group_instance_id.as_ref().map_or(0, String::len);
    member.member_id.len()
        + instance
        + member.client_id.len()
        + member.client_host.len()
        + member.subscription.len()
        + member.assignment.len()
        + MEMBER_OVERHEAD
}

fn subscription<'a>(metadata: &'a ClassicMemberMetadata, protocol: &str) -> &'a [u8] {
    let supported = metadata.supported_protocols.iter();
    let mut named = supported.filter(|supported| supported.name == protocol);
    named.next().map_or(&[], |supported| &supported.metadata)
}

/// The protocol most members prefer among those that all support; equal votes go to the name that sorts first.
fn select_protocol<'a>(members: &[(&Member, &'a ClassicMemberMetadata)]) -> Option<&'a str> {
    let mut supporters: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, metadata) in members {
        let names = metadata.supported_protocols.iter();
        let names: BTreeSet<&str> = names.map(|protocol| protocol.name.as_str()).collect();
        for name in names {
            *supporters.entry(name).or_default() += 1;
        }
    }
    let mut votes: BTreeMap<&'a str, usize> = BTreeMap::new();
    for (_, metadata) in members {
        let mut names = metadata.supported_protocols.iter();
        let vote = names.find(|name| supporters.get(name.name.as_str()) == Some(&members.len()))?;
        *votes.entry(vote.name.as_str()).or_default() += 1;
    }
    let most = votes.values().copied().max()?;
    let chosen = votes.into_iter().find(|(_, count)| *count == most);
    chosen.map(|(name, _)| name)
}

/// The records that make the group a classic one when the classic member `new` takes the place of `old`, the last member
/// that used the new protocol; nothing if it is to stay as it is. The step has decided already what replaces the member.
pub(super) fn with_replaced(
    step: &Step<'_>,
    old: &Member,
    new: &Arc<str>,
) -> Option<Vec<GroupRecord>> {
    if old.is_classic() || step.group.classic_members + 1 != step.group.members.len() {
        return None;
    }
    let mut group = step.group.clone();
    for record in &step.changes.records {
        group.replay(record);
    }
    // Kafka goes on with the epoch from before.
    group.epoch = step.group.epoch;
    if !group.members.contains_key(new) {
        return None;
    }
    let members: Vec<&Member> = group.members.values().collect();
    let value = classic_group(&group, step.context, &members)?;
    Some(replacement(&group, value))
}
