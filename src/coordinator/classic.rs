//! Groups of the classic protocol: JoinGroup, SyncGroup, Heartbeat, LeaveGroup.

use kalda_protocol::group_records::{GroupMetadataKey, GroupMetadataValue};
use kalda_protocol::messages::{
    HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest,
};

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::shard::GroupShard;

/// A group of the classic protocol.
#[derive(Debug)]
pub(crate) struct ClassicGroup {}

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
}
