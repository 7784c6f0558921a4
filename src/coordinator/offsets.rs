//! Committed offsets.

use kalda_protocol::messages::{OffsetCommitRequest, OffsetDeleteRequest, OffsetFetchRequest};

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::shard::GroupShard;

/// The committed offsets of all groups of a shard.
#[derive(Debug, Default)]
pub(crate) struct Offsets {}

impl GroupShard {
    pub(crate) fn commit_offsets(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: OffsetCommitRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn fetch_offsets(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: OffsetFetchRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }

    pub(crate) fn delete_offsets(
        &mut self,
        _context: &Context<'_>,
        _ticket: Ticket,
        _request: OffsetDeleteRequest,
        _effects: &mut Effects,
    ) {
        todo!()
    }
}
