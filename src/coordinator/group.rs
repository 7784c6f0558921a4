//! A group of either protocol, and what both have to answer for each other's and the offsets' sake.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::GroupRecord;
use uuid::Uuid;

use crate::classic::ClassicGroup;
use crate::consumer::ConsumerGroup;

/// A group. Committed offsets are kept beside it, in `Offsets`; whoever has offsets has a group as well.
#[derive(Debug)]
pub(crate) enum Group {
    /// JoinGroup and SyncGroup; also "simple" groups, which only commit offsets.
    Classic(Box<ClassicGroup>),
    /// ConsumerGroupHeartbeat (KIP-848).
    Consumer(Box<ConsumerGroup>),
}

impl Group {
    /// What every kind of group answers.
    pub(crate) fn rules(&self) -> &dyn GroupRules {
        match self {
            Self::Classic(group) => group.as_ref(),
            Self::Consumer(group) => group.as_ref(),
        }
    }

    /// The type's name, as ListGroups has it.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Classic(_) => "classic",
            Self::Consumer(_) => "consumer",
        }
    }
}

/// Who commits offsets, according to the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Committer<'a> {
    /// Empty if the client does not take part in the group.
    pub(crate) member_id: &'a str,
    /// A static member's name.
    pub(crate) instance_id: Option<&'a str>,
    /// The generation of a classic group or the member's epoch; -1 if the client does not take part in the group.
    pub(crate) epoch: i32,
    /// The version of OffsetCommit on the wire.
    pub(crate) version: i16,
}

/// Which partitions a client may commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CommitRule {
    /// Any.
    AnyPartition,
    /// Those that [`GroupRules::validate_partition_commit`] accepts of this member: its epoch is older than the group's
    /// (KIP-1251).
    PartitionByPartition {
        /// The member.
        member: Arc<str>,
        /// The epoch it sent.
        epoch: i32,
    },
}

/// From when on the retention of a group's offsets runs. Offsets of topics that the group is subscribed to stay, and so
/// do those with a transaction under way; an expire timestamp of the offset's own takes precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retention {
    /// Nothing expires now.
    Forever,
    /// From each offset's commit.
    SinceCommit,
    /// From a point of time, in milliseconds since the epoch: the group's becoming empty.
    Since(i64),
}

/// What every kind of group answers.
pub(crate) trait GroupRules {
    /// The state's name, as ListGroups has it.
    fn state_name(&self) -> &'static str;

    /// The protocol type, as ListGroups has it; empty if there is none.
    fn protocol_type(&self) -> &str;

    /// Whether the state is `Empty`.
    fn is_empty(&self) -> bool;

    /// Whether a member wants the topic, as far as the group knows. Its offsets are then neither deleted nor expired.
    fn is_subscribed_to(&self, topic: &str) -> bool;

    /// Whether the client may commit offsets.
    fn validate_offset_commit(&self, committer: Committer<'_>) -> Result<CommitRule, ErrorCode>;

    /// Whether a member with an older epoch may commit this partition ([`CommitRule::PartitionByPartition`]).
    fn validate_partition_commit(
        &self,
        member: &str,
        epoch: i32,
        topic: Uuid,
        partition: i32,
    ) -> Result<(), ErrorCode>;

    /// Whether the client may fetch offsets. Clients that name no member send no id and epoch -1.
    /// `GroupIdNotFound` answers as if the group had no offsets.
    fn validate_offset_fetch(&self, member: Option<&str>, epoch: i32) -> Result<(), ErrorCode>;

    /// Whether offsets may be deleted, of topics the group is not subscribed to.
    fn validate_offset_delete(&self) -> Result<(), ErrorCode>;

    /// Whether the group may be deleted.
    fn validate_delete(&self) -> Result<(), ErrorCode>;

    /// From when on its offsets' retention runs.
    fn retention(&self) -> Retention;

    /// The records that delete the group, in Kafka's order. Offsets are deleted beside it.
    fn tombstones(&self, group_id: &Arc<str>) -> Vec<GroupRecord>;

    /// The group's invariants; a sentence on the first that does not hold.
    fn check(&self) -> Result<(), String>;
}
