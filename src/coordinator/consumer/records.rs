//! The records that describe groups of the new protocol.

use std::sync::Arc;

use kalda_protocol::group_records::{
    ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue,
    ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue, ConsumerGroupMetadataKey,
    ConsumerGroupMetadataValue, ConsumerGroupPartitionMetadataKey,
    ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue,
    ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue,
    ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue,
    CurrentTopicPartitions, GroupRecord, TargetTopicPartitions,
};

use super::member::{Member, Owned};
use super::state::ResolvedRegex;
use crate::assignor::Partitions;

pub(super) fn group_epoch(group: &str, epoch: i32, metadata_hash: i64) -> GroupRecord {
    GroupRecord::ConsumerGroupMetadata(
        ConsumerGroupMetadataKey {
            group_id: group.to_owned(),
        },
        Some(ConsumerGroupMetadataValue {
            epoch,
            metadata_hash,
        }),
    )
}

pub(super) fn group_tombstone(group: &str) -> GroupRecord {
    GroupRecord::ConsumerGroupMetadata(
        ConsumerGroupMetadataKey {
            group_id: group.to_owned(),
        },
        None,
    )
}

/// Kafka before 4.1 kept the topics' metadata in this record; later versions only remove it.
pub(super) fn partition_metadata_tombstone(group: &str) -> GroupRecord {
    GroupRecord::ConsumerGroupPartitionMetadata(
        ConsumerGroupPartitionMetadataKey {
            group_id: group.to_owned(),
        },
        None,
    )
}

pub(super) fn member_metadata(group: &str, member: &Member) -> GroupRecord {
    let text = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
    GroupRecord::ConsumerGroupMemberMetadata(
        member_key(group, &member.id),
        Some(ConsumerGroupMemberMetadataValue {
            instance_id: text(&member.instance_id),
            rack_id: text(&member.rack_id),
            client_id: (*member.client_id).to_owned(),
            client_host: (*member.client_host).to_owned(),
            subscribed_topic_names: member
                .topics
                .iter()
                .map(|name| (**name).to_owned())
                .collect(),
            subscribed_topic_regex: text(&member.regex),
            rebalance_timeout_ms: member.rebalance_timeout_ms,
            server_assignor: text(&member.assignor),
            classic_member_metadata: member.classic.as_deref().cloned(),
        }),
    )
}

pub(super) fn member_metadata_tombstone(group: &str, member: &str) -> GroupRecord {
    GroupRecord::ConsumerGroupMemberMetadata(member_key(group, member), None)
}

fn member_key(group: &str, member: &str) -> ConsumerGroupMemberMetadataKey {
    ConsumerGroupMemberMetadataKey {
        group_id: group.to_owned(),
        member_id: member.to_owned(),
    }
}

pub(super) fn target_epoch(group: &str, assignment_epoch: i32, now_ms: i64) -> GroupRecord {
    GroupRecord::ConsumerGroupTargetAssignmentMetadata(
        ConsumerGroupTargetAssignmentMetadataKey {
            group_id: group.to_owned(),
        },
        Some(ConsumerGroupTargetAssignmentMetadataValue {
            assignment_epoch,
            assignment_timestamp: now_ms,
        }),
    )
}

pub(super) fn target_epoch_tombstone(group: &str) -> GroupRecord {
    GroupRecord::ConsumerGroupTargetAssignmentMetadata(
        ConsumerGroupTargetAssignmentMetadataKey {
            group_id: group.to_owned(),
        },
        None,
    )
}

pub(super) fn target_assignment(group: &str, member: &str, target: &Partitions) -> GroupRecord {
    let topic_partitions = target
        .iter()
        .map(|(topic, partitions)| TargetTopicPartitions {
            topic_id: *topic,
            partitions: partitions.iter().copied().collect(),
        })
        .collect();
    GroupRecord::ConsumerGroupTargetAssignmentMember(
        target_key(group, member),
        Some(ConsumerGroupTargetAssignmentMemberValue { topic_partitions }),
    )
}

pub(super) fn target_assignment_tombstone(group: &str, member: &str) -> GroupRecord {
    GroupRecord::ConsumerGroupTargetAssignmentMember(target_key(group, member), None)
}

fn target_key(group: &str, member: &str) -> ConsumerGroupTargetAssignmentMemberKey {
    ConsumerGroupTargetAssignmentMemberKey {
        group_id: group.to_owned(),
        member_id: member.to_owned(),
    }
}

pub(super) fn current_assignment(group: &str, member: &Member) -> GroupRecord {
    GroupRecord::ConsumerGroupCurrentMemberAssignment(
        current_key(group, &member.id),
        Some(ConsumerGroupCurrentMemberAssignmentValue {
            member_epoch: member.epoch,
            previous_member_epoch: member.previous_epoch,
            state: member.state.code(),
            assigned_partitions: owned_to_record(&member.assigned),
            partitions_pending_revocation: owned_to_record(&member.pending_revocation),
        }),
    )
}

pub(super) fn current_assignment_tombstone(group: &str, member: &str) -> GroupRecord {
    GroupRecord::ConsumerGroupCurrentMemberAssignment(current_key(group, member), None)
}

fn current_key(group: &str, member: &str) -> ConsumerGroupCurrentMemberAssignmentKey {
    ConsumerGroupCurrentMemberAssignmentKey {
        group_id: group.to_owned(),
        member_id: member.to_owned(),
    }
}

fn owned_to_record(owned: &Owned) -> Vec<CurrentTopicPartitions> {
    owned
        .iter()
        .map(|(topic, partitions)| CurrentTopicPartitions {
            topic_id: *topic,
            partitions: partitions.keys().copied().collect(),
            assignment_epochs: Some(partitions.values().copied().collect()),
        })
        .collect()
}

pub(super) fn regex(group: &str, regex: &str, resolved: &ResolvedRegex) -> GroupRecord {
    GroupRecord::ConsumerGroupRegularExpression(
        regex_key(group, regex),
        Some(ConsumerGroupRegularExpressionValue {
            topics: resolved
                .topics
                .iter()
                .map(|topic| (**topic).to_owned())
                .collect(),
            image_version: resolved.image_version,
            timestamp: resolved.timestamp_ms,
        }),
    )
}

pub(super) fn regex_tombstone(group: &str, regex: &str) -> GroupRecord {
    GroupRecord::ConsumerGroupRegularExpression(regex_key(group, regex), None)
}

fn regex_key(group: &str, regex: &str) -> ConsumerGroupRegularExpressionKey {
    ConsumerGroupRegularExpressionKey {
        group_id: group.to_owned(),
        regular_expression: regex.to_owned(),
    }
}
