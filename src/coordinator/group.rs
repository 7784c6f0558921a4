//! A group of either protocol, and what both have to answer for each other's and the offsets' sake.

use crate::classic::ClassicGroup;
use crate::consumer::ConsumerGroup;

/// A group. Committed offsets are kept beside it, in `Offsets`, and may exist without one.
#[derive(Debug)]
pub(crate) enum Group {
    /// JoinGroup and SyncGroup; also "simple" groups, which only commit offsets.
    Classic(Box<ClassicGroup>),
    /// ConsumerGroupHeartbeat (KIP-848).
    Consumer(Box<ConsumerGroup>),
}
