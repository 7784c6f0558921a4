//! ListGroups, DescribeGroups and DeleteGroups.

use kalda_protocol::messages::{DeleteGroupsRequest, DescribeGroupsRequest, ListGroupsRequest};

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::shard::GroupShard;

impl GroupShard {
    pub(crate) fn list_groups(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: ListGroupsRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn describe_groups(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: DescribeGroupsRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn delete_groups(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: DeleteGroupsRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }
}
