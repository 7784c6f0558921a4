//! Effects as tests expect them.

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::group_records::{
    GroupMetadataKey, GroupMetadataValue, GroupRecord, MemberMetadata,
};
use kalda_protocol::messages::join_group_response::JoinGroupResponseMember;
use kalda_protocol::messages::leave_group_response::MemberResponse;
use kalda_protocol::messages::{
    HeartbeatResponse, JoinGroupResponse, LeaveGroupResponse, SyncGroupResponse,
};

use super::fixture::{GROUP, REBALANCE_MS, SESSION_MS, text};
use crate::effects::{Effects, Ticket};
use crate::request::Answer;

pub(super) fn answers(answers: Vec<(u64, Answer)>) -> Effects {
    let answers = answers
        .into_iter()
        .map(|(ticket, answer)| (Ticket(ticket), answer));
    Effects {
        records: Vec::new(),
        answers: answers.collect(),
    }
}

pub(super) fn nothing() -> Effects {
    Effects::default()
}

impl Effects {
    pub(super) fn and(mut self, record: GroupRecord) -> Self {
        self.records.push(record);
        self
    }
}

pub(super) fn refused(member: &str, error: ErrorCode) -> Answer {
    Answer::JoinGroup(
        JoinGroupResponse::default()
            .with_member_id(text(member))
            .with_error_code(error.code()),
    )
}

pub(super) fn fenced(member: &str, error: ErrorCode) -> Answer {
    Answer::JoinGroup(
        JoinGroupResponse::default()
            .with_member_id(text(member))
            .with_protocol_name(None)
            .with_error_code(error.code()),
    )
}

/// A JoinGroup's answer of a group with the protocol `range`.
pub(super) fn generation(generation: i32, leader: &str, member: &str) -> JoinGroupResponse {
    JoinGroupResponse::default()
        .with_generation_id(generation)
        .with_protocol_type(Some(text("test")))
        .with_protocol_name(Some(text("range")))
        .with_leader(text(leader))
        .with_member_id(text(member))
}

pub(super) fn follower(number: i32, leader: &str, member: &str) -> Answer {
    Answer::JoinGroup(generation(number, leader, member))
}

pub(super) fn leader(number: i32, leader: &str, members: &[(&str, &'static str)]) -> Answer {
    let members = members.iter().map(|(member, metadata)| {
        JoinGroupResponseMember::default()
            .with_member_id(text(member))
            .with_metadata(Bytes::from_static(metadata.as_bytes()))
    });
    Answer::JoinGroup(generation(number, leader, leader).with_members(members.collect()))
}

pub(super) fn synced(assignment: &'static str) -> Answer {
    Answer::SyncGroup(
        SyncGroupResponse::default()
            .with_protocol_type(Some(text("test")))
            .with_protocol_name(Some(text("range")))
            .with_assignment(Bytes::from_static(assignment.as_bytes())),
    )
}

pub(super) fn not_synced(error: ErrorCode) -> Answer {
    Answer::SyncGroup(SyncGroupResponse::default().with_error_code(error.code()))
}

pub(super) fn alive(error: ErrorCode) -> Answer {
    Answer::Heartbeat(HeartbeatResponse::default().with_error_code(error.code()))
}

pub(super) fn left(members: &[(&str, Option<&str>, ErrorCode)]) -> Answer {
    let members = members.iter().map(|(member, instance, error)| {
        MemberResponse::default()
            .with_member_id(text(member))
            .with_group_instance_id(instance.map(text))
            .with_error_code(error.code())
    });
    Answer::LeaveGroup(LeaveGroupResponse::default().with_members(members.collect()))
}

/// The group's record, with the protocol `range` if there are members: id, subscription and assignment of each.
pub(super) fn record(
    generation: i32,
    since_ms: i64,
    members: &[(&str, &str, &str)],
) -> GroupMetadataValue {
    let members = members
        .iter()
        .map(|(member, subscription, assignment)| MemberMetadata {
            member_id: (*member).to_owned(),
            client_id: member.chars().take(1).collect(),
            client_host: "/10.0.0.1".to_owned(),
            rebalance_timeout: REBALANCE_MS,
            session_timeout: SESSION_MS,
            subscription: subscription.as_bytes().to_vec(),
            assignment: assignment.as_bytes().to_vec(),
            group_instance_id: None,
        });
    let members: Vec<MemberMetadata> = members.collect();
    GroupMetadataValue {
        protocol_type: "test".to_owned(),
        generation,
        protocol: (!members.is_empty()).then(|| "range".to_owned()),
        leader: members.first().map(|member| member.member_id.clone()),
        current_state_timestamp: since_ms,
        members,
    }
}

/// The record of a group that has just been made.
pub(super) fn new_record(since_ms: i64) -> GroupMetadataValue {
    GroupMetadataValue {
        protocol_type: String::new(),
        ..record(0, since_ms, &[])
    }
}

pub(super) fn logged(value: GroupMetadataValue) -> GroupRecord {
    let group = GROUP.to_owned();
    GroupRecord::GroupMetadata(GroupMetadataKey { group }, Some(value))
}
