//! What a shard can be asked, and what it answers: the newest shapes of Kafka's messages.

use kalda_protocol::messages::{
    ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse, ConsumerGroupHeartbeatRequest,
    ConsumerGroupHeartbeatResponse, DeleteGroupsRequest, DeleteGroupsResponse,
    DescribeGroupsRequest, DescribeGroupsResponse, HeartbeatRequest, HeartbeatResponse,
    JoinGroupRequest, JoinGroupResponse, LeaveGroupRequest, LeaveGroupResponse, ListGroupsRequest,
    ListGroupsResponse, OffsetCommitRequest, OffsetCommitResponse, OffsetDeleteRequest,
    OffsetDeleteResponse, OffsetFetchRequest, OffsetFetchResponse, SyncGroupRequest,
    SyncGroupResponse,
};

/// A request to one shard. Requests that name several groups carry only those of this shard.
#[derive(Clone, Debug)]
pub enum Request {
    /// Joins a classic group, or answers to its rebalance. The answer waits for the other members.
    JoinGroup(JoinGroupRequest),
    /// Fetches a classic member's assignment; the leader brings all. The answer waits for the leader.
    SyncGroup(SyncGroupRequest),
    /// Keeps a classic member alive.
    Heartbeat(HeartbeatRequest),
    /// Removes members of a group.
    LeaveGroup(LeaveGroupRequest),
    /// Commits offsets.
    OffsetCommit(OffsetCommitRequest),
    /// Fetches committed offsets.
    OffsetFetch(OffsetFetchRequest),
    /// Deletes committed offsets.
    OffsetDelete(OffsetDeleteRequest),
    /// Lists the shard's groups.
    ListGroups(ListGroupsRequest),
    /// Describes classic groups.
    DescribeGroups(DescribeGroupsRequest),
    /// Deletes empty groups.
    DeleteGroups(DeleteGroupsRequest),
    /// Joins, keeps up or leaves a group of the new protocol (KIP-848).
    ConsumerGroupHeartbeat(ConsumerGroupHeartbeatRequest),
    /// Describes groups of the new protocol.
    ConsumerGroupDescribe(ConsumerGroupDescribeRequest),
}

/// An answer, of the same name as its request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Answers [`Request::JoinGroup`].
    JoinGroup(JoinGroupResponse),
    /// Answers [`Request::SyncGroup`].
    SyncGroup(SyncGroupResponse),
    /// Answers [`Request::Heartbeat`].
    Heartbeat(HeartbeatResponse),
    /// Answers [`Request::LeaveGroup`].
    LeaveGroup(LeaveGroupResponse),
    /// Answers [`Request::OffsetCommit`].
    OffsetCommit(OffsetCommitResponse),
    /// Answers [`Request::OffsetFetch`].
    OffsetFetch(OffsetFetchResponse),
    /// Answers [`Request::OffsetDelete`].
    OffsetDelete(OffsetDeleteResponse),
    /// Answers [`Request::ListGroups`].
    ListGroups(ListGroupsResponse),
    /// Answers [`Request::DescribeGroups`].
    DescribeGroups(DescribeGroupsResponse),
    /// Answers [`Request::DeleteGroups`].
    DeleteGroups(DeleteGroupsResponse),
    /// Answers [`Request::ConsumerGroupHeartbeat`].
    ConsumerGroupHeartbeat(ConsumerGroupHeartbeatResponse),
    /// Answers [`Request::ConsumerGroupDescribe`].
    ConsumerGroupDescribe(ConsumerGroupDescribeResponse),
}
