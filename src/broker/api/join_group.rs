//! JoinGroup (key 11), versions 0 to 9: a member joins a classic group, or answers to its rebalance.
//!
//! | version | change |
//! |---|---|
//! | 1 | a rebalance timeout of its own; before, it is the session timeout |
//! | 4 | a member without an id gets one and joins again with it |
//! | 5 | static members |
//! | 7 | the answer names the protocol type; a protocol that is not chosen is null |
//! | 8 | a reason to join, for people |
//! | 9 | the leader may be told to skip the assignment |
//!
//! The answer waits until the group's other members have joined.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{JoinGroupRequest, JoinGroupResponse, StrBytes};

/// The first version with a rebalance timeout.
const REBALANCE_TIMEOUT_FROM: i16 = 1;
/// The first version whose answer may lack the protocol.
const NULL_PROTOCOL_FROM: i16 = 7;
/// The first version in which a leader can be told to skip the assignment.
const SKIP_FROM: i16 = 9;

pub(crate) struct JoinGroup;

impl Api for JoinGroup {
    type Request = JoinGroupRequest;
    type Reply = JoinGroupResponse;
    const KEY: ApiKey = ApiKey::JoinGroup;
    const VERSIONS: Versions = Versions::of(0, 9);
}

impl OnBroker for JoinGroup {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: JoinGroupRequest,
    ) -> Result<JoinGroupResponse, Close> {
        let version = call.version();
        let request = newest(request, version);
        let group = request.group_id.clone();
        let answer = if group.is_empty() {
            refused(ErrorCode::InvalidGroupId).with_member_id(request.member_id)
        } else {
            let asked = call.role.groups.ask(&group, call.asker(), request).await;
            asked.unwrap_or_else(refused)
        };
        Ok(for_version(answer, version))
    }
}

fn newest(request: JoinGroupRequest, version: i16) -> JoinGroupRequest {
    if version >= REBALANCE_TIMEOUT_FROM {
        return request;
    }
    let session_timeout_ms = request.session_timeout_ms;
    request.with_rebalance_timeout_ms(session_timeout_ms)
}

fn refused(error: ErrorCode) -> JoinGroupResponse {
    JoinGroupResponse::default().with_error_code(error.code())
}

fn for_version(answer: JoinGroupResponse, version: i16) -> JoinGroupResponse {
    let chosen = answer.protocol_name.clone().filter(|name| !name.is_empty());
    let nothing = (version < NULL_PROTOCOL_FROM).then(StrBytes::default);
    let skip = answer.skip_assignment && version >= SKIP_FROM;
    answer
        .with_protocol_name(chosen.or(nothing))
        .with_skip_assignment(skip)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{TestNode, is_encodable, text};
    use kalda_protocol::messages::join_group_request::JoinGroupRequestProtocol;
    use kalda_protocol::messages::leave_group_request::MemberIdentity;
    use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
    use kalda_protocol::messages::{
        DescribeGroupsRequest, GroupId, HeartbeatRequest, LeaveGroupRequest, SyncGroupRequest,
    };

    #[test]
    fn the_oldest_members_rebalance_within_their_session() {
        let request = JoinGroupRequest::default()
            .with_session_timeout_ms(7_000)
            .with_rebalance_timeout_ms(-1);
        assert_eq!(newest(request.clone(), 0).rebalance_timeout_ms, 7_000);
        assert_eq!(newest(request, 1).rebalance_timeout_ms, -1);
    }

    #[test]
    fn a_protocol_that_is_not_chosen_is_empty_or_null() {
        for given in [None, Some(text(""))] {
            let answer = JoinGroupResponse::default().with_protocol_name(given);
            let old = for_version(answer.clone(), 6).protocol_name;
            assert_eq!(old, Some(text("")));
            assert_eq!(for_version(answer, 7).protocol_name, None);
        }
        let chosen = JoinGroupResponse::default().with_protocol_name(Some(text("range")));
        for version in [0, 9] {
            let name = for_version(chosen.clone(), version).protocol_name;
            assert_eq!(name, Some(text("range")));
        }
    }

    #[test]
    fn an_answer_can_be_written_in_every_version() {
        for version in 0..=9 {
            let skipping = refused(ErrorCode::NotCoordinator).with_skip_assignment(true);
            let answer = for_version(skipping, version);
            assert!(is_encodable(&answer, version), "{version}");
            assert_eq!((answer.error_code, answer.generation_id), (16, -1));
        }
    }

    /// A member's first generation, from version 4 on with the id that it is given.
    async fn join(node: &TestNode, group: &GroupId, version: i16) -> JoinGroupResponse {
        let protocol = JoinGroupRequestProtocol::default()
            .with_name(text("range"))
            .with_metadata(bytes::Bytes::from_static(b"topics"));
        let request = JoinGroupRequest::default()
            .with_group_id(group.clone())
            .with_session_timeout_ms(10_000)
            .with_rebalance_timeout_ms(if version == 0 { -1 } else { 10_000 })
            .with_protocol_type(text("consumer"))
            .with_protocols(vec![protocol]);
        let answer = node.ask(&request, version).await;
        if version < 4 {
            return answer;
        }
        assert_eq!(answer.error_code, ErrorCode::MemberIdRequired.code());
        let request = request.with_member_id(answer.member_id);
        node.ask(&request, version).await
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_member_lives_through_a_generation_in_every_version() {
        let node = TestNode::with_groups().await;
        for version in 0..=9 {
            let group = GroupId(text(&format!("g{version}")));
            let joined = join(&node, &group, version).await;
            assert_eq!(
                (joined.error_code, joined.generation_id),
                (0, 1),
                "{version}"
            );
            assert_eq!(joined.protocol_name, Some(text("range")));
            assert_eq!(
                (&joined.leader, joined.members.len()),
                (&joined.member_id, 1)
            );
            assert_eq!(&joined.members[0].metadata[..], b"topics");

            let member = joined.member_id;
            let assignment = SyncGroupRequestAssignment::default()
                .with_member_id(member.clone())
                .with_assignment(bytes::Bytes::from_static(b"all"));
            let said = (version >= 5).then(|| (text("consumer"), text("range")));
            let (protocol_type, protocol_name) = said.unzip();
            let sync = SyncGroupRequest::default()
                .with_group_id(group.clone())
                .with_generation_id(1)
                .with_member_id(member.clone())
                .with_protocol_type(protocol_type)
                .with_protocol_name(protocol_name)
                .with_assignments(vec![assignment]);
            let synced = node.ask(&sync, version.min(5)).await;
            assert_eq!(
                (synced.error_code, &synced.assignment[..]),
                (0, &b"all"[..])
            );

            let describe = DescribeGroupsRequest::default()
                .with_groups(vec![group.clone()])
                .with_include_authorized_operations(version >= 3);
            let described = node.ask(&describe, version.min(6)).await.groups.remove(0);
            assert_eq!(
                (&*described.group_state, described.error_code),
                ("Stable", 0)
            );
            assert_eq!(described.members[0].client_host, text("/127.0.0.1"));
            let operations = described.authorized_operations;
            assert_eq!(operations == crate::operations::GROUP, version >= 3);

            let heartbeat = HeartbeatRequest::default()
                .with_group_id(group.clone())
                .with_generation_id(1)
                .with_member_id(member.clone());
            assert_eq!(node.ask(&heartbeat, version.min(4)).await.error_code, 0);
            let leave = LeaveGroupRequest::default().with_group_id(group);
            let leave = match version {
                0..=2 => leave.with_member_id(member),
                _ => leave.with_members(vec![MemberIdentity::default().with_member_id(member)]),
            };
            assert_eq!(node.ask(&leave, version.min(5)).await.error_code, 0);
            let gone = node.ask(&heartbeat, version.min(4)).await.error_code;
            assert_eq!(gone, ErrorCode::UnknownMemberId.code(), "{version}");
            let again = node.ask(&leave, version.min(5)).await;
            let unknown = ErrorCode::UnknownMemberId.code();
            match again.members.as_slice() {
                [] => assert_eq!((again.error_code, version < 3), (unknown, true)),
                [member] => assert_eq!((again.error_code, member.error_code), (0, unknown)),
                more => panic!("{more:?}"),
            }
        }
        node.stop().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_group_without_a_name_is_none() {
        let node = TestNode::with_groups().await;
        let request = JoinGroupRequest::default().with_member_id(text("m"));
        let answer = node.ask(&request, 9).await;
        let invalid = ErrorCode::InvalidGroupId.code();
        assert_eq!((answer.error_code, answer.member_id), (invalid, text("m")));
        let heartbeat = node.ask(&HeartbeatRequest::default(), 4).await;
        assert_eq!(heartbeat.error_code, invalid);
        let leave = node.ask(&LeaveGroupRequest::default(), 5).await;
        assert_eq!((leave.error_code, leave.members.len()), (invalid, 0));
        node.stop().await;
    }
}
