//! The answers to requests of classic members.

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::join_group_response::JoinGroupResponseMember;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::leave_group_response::MemberResponse;
use kalda_protocol::messages::{
    HeartbeatResponse, JoinGroupResponse, LeaveGroupResponse, StrBytes, SyncGroupResponse,
};

use super::group::ClassicGroup;
use super::member::Member;
use crate::request::Answer;

pub(super) fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

pub(super) fn optional_text(value: Option<&str>) -> Option<StrBytes> {
    value.map(text)
}

/// A JoinGroup that failed. The member id is what Kafka names: the one asked with, a new one, or none.
pub(super) fn refused_join(member_id: &str, error: ErrorCode) -> Answer {
    Answer::JoinGroup(
        JoinGroupResponse::default()
            .with_error_code(error.code())
            .with_member_id(text(member_id)),
    )
}

/// A JoinGroup of someone who is not, or no longer, the member it claims to be.
pub(super) fn fenced_join(member_id: &str, error: ErrorCode) -> Answer {
    Answer::JoinGroup(
        JoinGroupResponse::default()
            .with_error_code(error.code())
            .with_member_id(text(member_id))
            .with_protocol_name(None),
    )
}

pub(super) fn refused_sync(error: ErrorCode) -> Answer {
    Answer::SyncGroup(SyncGroupResponse::default().with_error_code(error.code()))
}

pub(super) fn heartbeat(error: ErrorCode) -> Answer {
    Answer::Heartbeat(HeartbeatResponse::default().with_error_code(error.code()))
}

pub(super) fn refused_leave(error: ErrorCode) -> Answer {
    Answer::LeaveGroup(LeaveGroupResponse::default().with_error_code(error.code()))
}

pub(super) fn left(members: Vec<MemberResponse>) -> Answer {
    Answer::LeaveGroup(LeaveGroupResponse::default().with_members(members))
}

/// One member's part of the answer to a LeaveGroup.
pub(super) fn left_member(member: &MemberIdentity, error: ErrorCode) -> MemberResponse {
    MemberResponse::default()
        .with_member_id(member.member_id.clone())
        .with_group_instance_id(member.group_instance_id.clone())
        .with_error_code(error.code())
}

impl ClassicGroup {
    /// The present generation, for a member of it.
    pub(super) fn joined(&self, member_id: &str) -> JoinGroupResponse {
        JoinGroupResponse::default()
            .with_generation_id(self.generation)
            .with_protocol_type(optional_text(self.protocol_type.as_deref()))
            .with_protocol_name(optional_text(self.protocol.as_deref()))
            .with_leader(text(self.leader.as_deref().unwrap_or_default()))
            .with_member_id(text(member_id))
    }

    /// All members with their metadata, for the leader.
    pub(super) fn joined_members(&self) -> Vec<JoinGroupResponseMember> {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        self.members
            .values()
            .map(|member| {
                JoinGroupResponseMember::default()
                    .with_member_id(text(&member.id))
                    .with_group_instance_id(optional_text(member.instance_id.as_deref()))
                    .with_metadata(member.metadata(protocol).cloned().unwrap_or_default())
            })
            .collect()
    }

    /// A member's share of the present generation.
    pub(super) fn synced(&self, member: &Member) -> Answer {
        Answer::SyncGroup(
            SyncGroupResponse::default()
                .with_protocol_type(optional_text(self.protocol_type.as_deref()))
                .with_protocol_name(optional_text(self.protocol.as_deref()))
                .with_assignment(member.assignment.clone()),
        )
    }
}
