//! Groups of the new protocol (KIP-848), and members of the classic protocol in them.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::{
    ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue,
    ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue, ConsumerGroupMetadataKey,
    ConsumerGroupMetadataValue, ConsumerGroupPartitionMetadataKey,
    ConsumerGroupPartitionMetadataValue, ConsumerGroupRegularExpressionKey,
    ConsumerGroupRegularExpressionValue, ConsumerGroupTargetAssignmentMemberKey,
    ConsumerGroupTargetAssignmentMemberValue, ConsumerGroupTargetAssignmentMetadataKey,
    ConsumerGroupTargetAssignmentMetadataValue, GroupRecord,
};
use kalda_protocol::messages::{
    ConsumerGroupDescribeRequest, ConsumerGroupHeartbeatRequest, HeartbeatRequest,
    JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest,
};

use uuid::Uuid;

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::{CommitRule, Committer, GroupRules, Retention};
use crate::shard::GroupShard;

/// A group of the new protocol.
#[derive(Debug)]
pub(crate) struct ConsumerGroup {}

impl GroupRules for ConsumerGroup {
    fn state_name(&self) -> &'static str {
        todo!()
    }

    fn protocol_type(&self) -> &str {
        todo!()
    }

    fn is_empty(&self) -> bool {
        todo!()
    }

    fn is_subscribed_to(&self, _topic: &str) -> bool {
        todo!()
    }

    fn validate_offset_commit(&self, _committer: Committer<'_>) -> Result<CommitRule, ErrorCode> {
        todo!()
    }

    fn validate_partition_commit(
        &self,
        _member: &str,
        _epoch: i32,
        _topic: Uuid,
        _partition: i32,
    ) -> Result<(), ErrorCode> {
        todo!()
    }

    fn validate_offset_fetch(&self, _member: Option<&str>, _epoch: i32) -> Result<(), ErrorCode> {
        todo!()
    }

    fn validate_offset_delete(&self) -> Result<(), ErrorCode> {
        todo!()
    }

    fn validate_delete(&self) -> Result<(), ErrorCode> {
        todo!()
    }

    fn retention(&self) -> Retention {
        todo!()
    }

    fn tombstones(&self, _group_id: &Arc<str>) -> Vec<GroupRecord> {
        todo!()
    }

    fn check(&self) -> Result<(), String> {
        todo!()
    }
}

impl GroupShard {
    pub(crate) fn consumer_heartbeat(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: ConsumerGroupHeartbeatRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn describe_consumer_groups(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: ConsumerGroupDescribeRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn replay_consumer_group(
        &mut self,
        _key: &ConsumerGroupMetadataKey,
        _value: Option<&ConsumerGroupMetadataValue>,
    ) {
        todo!()
    }

    pub(crate) fn replay_consumer_partition_metadata(
        &mut self,
        _key: &ConsumerGroupPartitionMetadataKey,
        _value: Option<&ConsumerGroupPartitionMetadataValue>,
    ) {
        todo!()
    }

    pub(crate) fn replay_consumer_member(
        &mut self,
        _key: &ConsumerGroupMemberMetadataKey,
        _value: Option<&ConsumerGroupMemberMetadataValue>,
    ) {
        todo!()
    }

    pub(crate) fn replay_consumer_target_epoch(
        &mut self,
        _key: &ConsumerGroupTargetAssignmentMetadataKey,
        _value: Option<&ConsumerGroupTargetAssignmentMetadataValue>,
    ) {
        todo!()
    }

    pub(crate) fn replay_consumer_target(
        &mut self,
        _key: &ConsumerGroupTargetAssignmentMemberKey,
        _value: Option<&ConsumerGroupTargetAssignmentMemberValue>,
    ) {
        todo!()
    }

    pub(crate) fn replay_consumer_current(
        &mut self,
        _key: &ConsumerGroupCurrentMemberAssignmentKey,
        _value: Option<&ConsumerGroupCurrentMemberAssignmentValue>,
    ) {
        todo!()
    }

    pub(crate) fn replay_consumer_regex(
        &mut self,
        _key: &ConsumerGroupRegularExpressionKey,
        _value: Option<&ConsumerGroupRegularExpressionValue>,
    ) {
        todo!()
    }

    /// The log has been read: sets the members' timers.
    pub(crate) fn consumer_loaded(&mut self, _context: &Context<'_>, _effects: &mut Effects) {
        todo!()
    }

    /// The metadata image has changed.
    pub(crate) fn consumer_metadata_changed(
        &mut self,
        _context: &Context<'_>,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    /// [`crate::shard::Timer::ConsumerSession`] is due.
    pub(crate) fn consumer_session_due(
        &mut self,
        _context: &Context<'_>,
        _group: &Arc<str>,
        _member: &Arc<str>,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    /// [`crate::shard::Timer::ConsumerRevocation`] is due.
    pub(crate) fn consumer_revocation_due(
        &mut self,
        _context: &Context<'_>,
        _group: &Arc<str>,
        _member: &Arc<str>,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    /// [`crate::shard::Timer::ConsumerJoin`] is due.
    pub(crate) fn consumer_join_due(
        &mut self,
        _context: &Context<'_>,
        _group: &Arc<str>,
        _member: &Arc<str>,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    /// [`crate::shard::Timer::ConsumerRefresh`] is due.
    pub(crate) fn consumer_refresh_due(
        &mut self,
        _context: &Context<'_>,
        _group: &Arc<str>,
        _effects: &mut Effects,
    ) {
        todo!()
    }
}

/// Members of the classic protocol in a group of the new one.
impl GroupShard {
    pub(crate) fn join_consumer_group(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: JoinGroupRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn sync_consumer_group(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: SyncGroupRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn heartbeat_consumer_group(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: HeartbeatRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn leave_consumer_group(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: LeaveGroupRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }
}
