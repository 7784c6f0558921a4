//! Requests and answers of groups by their types, so that a handler asks with its message and gets its message back.

use kalda_coordinator::{Answer, Request};
use kalda_protocol::messages::{
    ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse, ConsumerGroupHeartbeatRequest,
    ConsumerGroupHeartbeatResponse, DeleteGroupsRequest, DeleteGroupsResponse,
    DescribeGroupsRequest, DescribeGroupsResponse, HeartbeatRequest, HeartbeatResponse,
    JoinGroupRequest, JoinGroupResponse, LeaveGroupRequest, LeaveGroupResponse, ListGroupsRequest,
    ListGroupsResponse, OffsetCommitRequest, OffsetCommitResponse, OffsetDeleteRequest,
    OffsetDeleteResponse, OffsetFetchRequest, OffsetFetchResponse, SyncGroupRequest,
    SyncGroupResponse,
};

/// A request that shards of groups answer.
pub(crate) trait Question: Send {
    /// Its answer.
    type Reply: Send;
    /// As the shards know it.
    fn into_request(self) -> Request;
    /// The answer, if it is one to this kind of request.
    fn reply(answer: Answer) -> Option<Self::Reply>;
}

macro_rules! questions {
    ($($name:ident: $request:ty => $response:ty,)*) => {$(
        impl Question for $request {
            type Reply = $response;

            fn into_request(self) -> Request {
                Request::$name(self)
            }

            fn reply(answer: Answer) -> Option<$response> {
                if let Answer::$name(reply) = answer {
                    return Some(reply);
                }
                None
            }
        }
    )*};
}

questions! {
    JoinGroup: JoinGroupRequest => JoinGroupResponse,
    SyncGroup: SyncGroupRequest => SyncGroupResponse,
    Heartbeat: HeartbeatRequest => HeartbeatResponse,
    LeaveGroup: LeaveGroupRequest => LeaveGroupResponse,
    OffsetCommit: OffsetCommitRequest => OffsetCommitResponse,
    OffsetFetch: OffsetFetchRequest => OffsetFetchResponse,
    OffsetDelete: OffsetDeleteRequest => OffsetDeleteResponse,
    ListGroups: ListGroupsRequest => ListGroupsResponse,
    DescribeGroups: DescribeGroupsRequest => DescribeGroupsResponse,
    DeleteGroups: DeleteGroupsRequest => DeleteGroupsResponse,
    ConsumerGroupHeartbeat: ConsumerGroupHeartbeatRequest => ConsumerGroupHeartbeatResponse,
    ConsumerGroupDescribe: ConsumerGroupDescribeRequest => ConsumerGroupDescribeResponse,
}
