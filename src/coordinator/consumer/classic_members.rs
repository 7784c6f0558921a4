//! Members of the classic protocol in a group of the new one.

use kalda_protocol::messages::{
    HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest,
};

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::shard::GroupShard;

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
