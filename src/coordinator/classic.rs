//! Groups of the classic protocol: JoinGroup, SyncGroup, Heartbeat, LeaveGroup.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::{GroupMetadataKey, GroupMetadataValue, GroupRecord};
use kalda_protocol::messages::describe_groups_response::DescribedGroup;
use kalda_protocol::messages::{
    HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest,
};

use uuid::Uuid;

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::{CommitRule, Committer, GroupRules, Retention};
use crate::shard::GroupShard;

/// A group of the classic protocol.
#[derive(Debug)]
pub(crate) struct ClassicGroup {}

impl ClassicGroup {
    /// An empty group without a protocol type: made by a commit of a client that takes no part in a group.
    pub(crate) fn simple() -> Self {
        todo!()
    }

    /// The answer of DescribeGroups, with metadata and assignments if the group is stable.
    pub(crate) fn describe(&self, _group_id: &str) -> DescribedGroup {
        todo!()
    }
}

impl GroupRules for ClassicGroup {
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
    /// JoinGroup; `consumer` serves members of the classic protocol in groups of the new one.
    pub(crate) fn join_group(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: JoinGroupRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn sync_group(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: SyncGroupRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn heartbeat(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: HeartbeatRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn leave_group(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: LeaveGroupRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn replay_group_metadata(
        &mut self,
        _key: &GroupMetadataKey,
        _value: Option<&GroupMetadataValue>,
    ) {
        todo!()
    }

    /// A member committed offsets: renews its session, if the group is stable or prepares a rebalance.
    pub(crate) fn classic_member_committed(
        &mut self,
        _context: &Context<'_>,
        _group: &str,
        _member: &str,
    ) {
        todo!()
    }

    /// The log has been read: sets the members' sessions; groups that are too large rebalance.
    pub(crate) fn classic_loaded(&mut self, _context: &Context<'_>, _effects: &mut Effects) {
        todo!()
    }

    /// [`crate::shard::Timer::ClassicRebalance`] is due.
    pub(crate) fn classic_rebalance_due(
        &mut self,
        _context: &Context<'_>,
        _group: &Arc<str>,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    /// [`crate::shard::Timer::ClassicSession`] is due.
    pub(crate) fn classic_session_due(
        &mut self,
        _context: &Context<'_>,
        _group: &Arc<str>,
        _member: &Arc<str>,
        _effects: &mut Effects,
    ) {
        todo!()
    }
}
