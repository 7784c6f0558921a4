//! How records change groups of the new protocol.

use std::sync::Arc;

use kalda_protocol::group_records::{
    ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue,
    ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue, ConsumerGroupMetadataKey,
    ConsumerGroupMetadataValue, ConsumerGroupPartitionMetadataKey,
    ConsumerGroupPartitionMetadataValue, ConsumerGroupRegularExpressionKey,
    ConsumerGroupRegularExpressionValue, ConsumerGroupTargetAssignmentMemberKey,
    ConsumerGroupTargetAssignmentMemberValue, ConsumerGroupTargetAssignmentMetadataKey,
    ConsumerGroupTargetAssignmentMetadataValue, GroupRecord,
};

use super::member::{LEAVE_EPOCH, Member, Owned};
use super::state::{ConsumerGroup, ResolvedRegex};
use crate::assignor::Partitions;
use crate::group::Group;
use crate::shard::GroupShard;

/// The epoch of a target assignment that has been deleted.
const NO_TARGET_EPOCH: i32 = -1;

impl ConsumerGroup {
    fn replay_epoch(&mut self, value: &ConsumerGroupMetadataValue) {
        self.epoch = value.epoch;
        self.metadata_hash = value.metadata_hash;
    }

    fn replay_member(&mut self, id: &str, value: Option<&ConsumerGroupMemberMetadataValue>) {
        match value {
            Some(value) => {
                let mut member = self.member_or_new(id);
                member.read_metadata(value);
                self.put_member(member);
            }
            None => self.remove_member(id),
        }
    }

    fn member_or_new(&self, id: &str) -> Member {
        self.members
            .get(id)
            .cloned()
            .unwrap_or_else(|| Member::new(id.into()))
    }

    fn replay_target_epoch(&mut self, value: Option<&ConsumerGroupTargetAssignmentMetadataValue>) {
        (self.target.epoch, self.target.timestamp_ms) = match value {
            Some(value) => (value.assignment_epoch, value.assignment_timestamp),
            None => (NO_TARGET_EPOCH, 0),
        };
    }

    fn replay_target(
        &mut self,
        id: &str,
        value: Option<&ConsumerGroupTargetAssignmentMemberValue>,
    ) {
        let Some(value) = value else {
            self.target.members.remove(id);
            return;
        };
        let mut target = Partitions::new();
        for topic in &value.topic_partitions {
            if !topic.partitions.is_empty() {
                let partitions = target.entry(topic.topic_id).or_default();
                partitions.extend(&topic.partitions);
            }
        }
        // The member's own key is shared where it is known already.
        let id = match self.members.get_key_value(id) {
            Some((id, _)) => Arc::clone(id),
            None => id.into(),
        };
        self.target.members.insert(id, target);
    }

    /// A tombstone leaves a member that has left: its own record's tombstone, which follows, removes it.
    fn replay_assignment(
        &mut self,
        id: &str,
        value: Option<&ConsumerGroupCurrentMemberAssignmentValue>,
    ) {
        let Some(value) = value else {
            if self.members.contains_key(id) {
                self.change_assignment(id, |member| {
                    member.epoch = LEAVE_EPOCH;
                    member.previous_epoch = LEAVE_EPOCH;
                    member.assigned = Owned::new();
                    member.pending_revocation = Owned::new();
                });
            }
            return;
        };
        if !self.members.contains_key(id) {
            self.put_member(Member::new(id.into()));
        }
        self.change_assignment(id, |member| member.read_assignment(value));
    }

    fn replay_regex(&mut self, regex: &str, value: Option<&ConsumerGroupRegularExpressionValue>) {
        let Some(value) = value else {
            self.remove_resolved(regex);
            return;
        };
        let mut topics: Vec<Arc<str>> = value
            .topics
            .iter()
            .map(|name| name.as_str().into())
            .collect();
        topics.sort_unstable();
        topics.dedup();
        let resolved = ResolvedRegex {
            topics: topics.into(),
            image_version: value.image_version,
            timestamp_ms: value.timestamp,
        };
        self.put_resolved(regex, resolved);
    }

    /// Applies a record to a group that is not in the shard yet; a tombstone of the group itself changes nothing.
    pub(super) fn replay(&mut self, record: &GroupRecord) {
        use GroupRecord as R;
        match record {
            R::ConsumerGroupMetadata(_, Some(value)) => self.replay_epoch(value),
            R::ConsumerGroupPartitionMetadata(_, value) => {
                self.has_partition_metadata = value.is_some();
            }
            R::ConsumerGroupMemberMetadata(key, value) => {
                self.replay_member(&key.member_id, value.as_ref());
            }
            R::ConsumerGroupTargetAssignmentMetadata(_, value) => {
                self.replay_target_epoch(value.as_ref());
            }
            R::ConsumerGroupTargetAssignmentMember(key, value) => {
                self.replay_target(&key.member_id, value.as_ref());
            }
            R::ConsumerGroupCurrentMemberAssignment(key, value) => {
                self.replay_assignment(&key.member_id, value.as_ref());
            }
            R::ConsumerGroupRegularExpression(key, value) => {
                self.replay_regex(&key.regular_expression, value.as_ref());
            }
            R::ConsumerGroupMetadata(_, None) | R::OffsetCommit(..) | R::GroupMetadata(..) => {}
        }
    }
}

/// One function per record type. Tombstones of what does not exist change nothing.
impl GroupShard {
    /// The group, made if there is none of the new protocol. One of the classic protocol gives way: the log has
    /// removed it before, or it never had a record and only stood for committed offsets.
    fn consumer_group_to_replay(&mut self, id: &str, create: bool) -> Option<&mut ConsumerGroup> {
        let exists = matches!(self.groups.get(id), Some(Group::Consumer(_)));
        if !exists {
            if !create {
                return None;
            }
            let key: Arc<str> = id.into();
            let group = ConsumerGroup::new(Arc::clone(&key));
            self.groups.insert(key, Group::Consumer(Box::new(group)));
        }
        match self.groups.get_mut(id) {
            Some(Group::Consumer(group)) => Some(group),
            Some(Group::Classic(_)) | None => None,
        }
    }

    /// Record type 3.
    pub(crate) fn replay_consumer_group(
        &mut self,
        key: &ConsumerGroupMetadataKey,
        value: Option<&ConsumerGroupMetadataValue>,
    ) {
        let Some(group) = self.consumer_group_to_replay(&key.group_id, value.is_some()) else {
            return;
        };
        match value {
            Some(value) => group.replay_epoch(value),
            None => {
                self.remove_group(&key.group_id);
            }
        }
    }

    /// Record type 4.
    pub(crate) fn replay_consumer_partition_metadata(
        &mut self,
        key: &ConsumerGroupPartitionMetadataKey,
        value: Option<&ConsumerGroupPartitionMetadataValue>,
    ) {
        if let Some(group) = self.consumer_group_to_replay(&key.group_id, value.is_some()) {
            group.has_partition_metadata = value.is_some();
        }
    }

    /// Record type 5.
    pub(crate) fn replay_consumer_member(
        &mut self,
        key: &ConsumerGroupMemberMetadataKey,
        value: Option<&ConsumerGroupMemberMetadataValue>,
    ) {
        if let Some(group) = self.consumer_group_to_replay(&key.group_id, value.is_some()) {
            group.replay_member(&key.member_id, value);
        }
    }

    /// Record type 6.
    pub(crate) fn replay_consumer_target_epoch(
        &mut self,
        key: &ConsumerGroupTargetAssignmentMetadataKey,
        value: Option<&ConsumerGroupTargetAssignmentMetadataValue>,
    ) {
        if let Some(group) = self.consumer_group_to_replay(&key.group_id, value.is_some()) {
            group.replay_target_epoch(value);
        }
    }

    /// Record type 7.
    pub(crate) fn replay_consumer_target(
        &mut self,
        key: &ConsumerGroupTargetAssignmentMemberKey,
        value: Option<&ConsumerGroupTargetAssignmentMemberValue>,
    ) {
        if let Some(group) = self.consumer_group_to_replay(&key.group_id, value.is_some()) {
            group.replay_target(&key.member_id, value);
        }
    }

    /// Record type 8.
    pub(crate) fn replay_consumer_current(
        &mut self,
        key: &ConsumerGroupCurrentMemberAssignmentKey,
        value: Option<&ConsumerGroupCurrentMemberAssignmentValue>,
    ) {
        if let Some(group) = self.consumer_group_to_replay(&key.group_id, value.is_some()) {
            group.replay_assignment(&key.member_id, value);
        }
    }

    /// Record type 16.
    pub(crate) fn replay_consumer_regex(
        &mut self,
        key: &ConsumerGroupRegularExpressionKey,
        value: Option<&ConsumerGroupRegularExpressionValue>,
    ) {
        if let Some(group) = self.consumer_group_to_replay(&key.group_id, value.is_some()) {
            group.replay_regex(&key.regular_expression, value);
        }
    }
}
