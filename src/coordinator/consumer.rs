//! Groups of the new protocol (KIP-848), and members of the classic protocol in them.

use kalda_protocol::messages::{ConsumerGroupDescribeRequest, ConsumerGroupHeartbeatRequest};

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::shard::GroupShard;

/// A group of the new protocol.
#[derive(Debug)]
pub(crate) struct ConsumerGroup {}

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
}
