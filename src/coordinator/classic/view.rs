//! What others ask a classic group: commits and deletions of offsets, their expiry, lists and descriptions.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::describe_groups_response::{DescribedGroup, DescribedGroupMember};
use kalda_protocol::messages::{GroupId, StrBytes};
use uuid::Uuid;

use super::answers::{optional_text, text};
use super::group::{ClassicGroup, State};
use super::member::Member;
use super::record::group_record;
use crate::group::{CommitRule, Committer, GroupRules, Retention};

impl ClassicGroup {
    /// The members, in the order of their ids.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// The present generation.
    pub(crate) fn generation(&self) -> i32 {
        self.generation
    }

    /// The protocol of the present generation; none if it has no members.
    pub(crate) fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// Whether the members are consumers, so that the broker may look into their metadata.
    pub(crate) fn uses_consumer_protocol(&self) -> bool {
        self.is_consumers()
    }

    /// The answer of DescribeGroups, with metadata and assignments if the group is stable.
    pub(crate) fn describe(&self, group_id: &str) -> DescribedGroup {
        let protocol = match self.state {
            State::Stable => self.protocol.as_deref(),
            State::Empty | State::PreparingRebalance(_) | State::CompletingRebalance => None,
        };
        let members = self
            .members
            .values()
            .map(|member| described(member, protocol));
        DescribedGroup::default()
            .with_group_id(GroupId(text(group_id)))
            .with_group_state(StrBytes::from_static_str(self.state_name()))
            .with_protocol_type(text(self.protocol_type()))
            .with_protocol_data(text(protocol.unwrap_or_default()))
            .with_members(members.collect())
    }
}

fn described(member: &Member, protocol: Option<&str>) -> DescribedGroupMember {
    let metadata = protocol.and_then(|protocol| member.metadata(protocol));
    DescribedGroupMember::default()
        .with_member_id(text(&member.id))
        .with_group_instance_id(optional_text(member.instance_id.as_deref()))
        .with_client_id(text(&member.client_id))
        .with_client_host(text(&member.client_host))
        .with_member_metadata(metadata.cloned().unwrap_or_default())
        .with_member_assignment(member.assignment.clone())
}

impl GroupRules for ClassicGroup {
    fn state_name(&self) -> &'static str {
        match self.state {
            State::Empty => "Empty",
            State::PreparingRebalance(_) => "PreparingRebalance",
            State::CompletingRebalance => "CompletingRebalance",
            State::Stable => "Stable",
        }
    }

    fn protocol_type(&self) -> &str {
        self.protocol_type.as_deref().unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.state == State::Empty
    }

    /// A group of consumers whose topics are not known may want any.
    fn is_subscribed_to(&self, topic: &str) -> bool {
        match &self.subscribed_topics {
            Some(topics) => topics.contains(topic),
            None => self.is_consumers(),
        }
    }

    fn validate_offset_commit(&self, committer: Committer<'_>) -> Result<CommitRule, ErrorCode> {
        let empty = self.is_empty();
        // An administrator, or a client that assigns partitions to itself.
        if committer.epoch < 0 && empty {
            return Ok(CommitRule::AnyPartition);
        }
        let named = !committer.member_id.is_empty() || committer.instance_id.is_some();
        if committer.epoch >= 0 || named {
            self.validate_member(committer.member_id, committer.instance_id)?;
            if committer.epoch != self.generation {
                return Err(ErrorCode::IllegalGeneration);
            }
        } else if !empty {
            return Err(ErrorCode::UnknownMemberId);
        }
        match self.state {
            // The member knows the new generation and not yet what it is to consume in it.
            State::CompletingRebalance => Err(ErrorCode::RebalanceInProgress),
            State::Empty | State::PreparingRebalance(_) | State::Stable => {
                Ok(CommitRule::AnyPartition)
            }
        }
    }

    fn validate_partition_commit(
        &self,
        _member: &str,
        _epoch: i32,
        _topic: Uuid,
        _partition: i32,
    ) -> Result<(), ErrorCode> {
        Ok(())
    }

    fn validate_offset_fetch(&self, _member: Option<&str>, _epoch: i32) -> Result<(), ErrorCode> {
        Ok(())
    }

    fn validate_offset_delete(&self) -> Result<(), ErrorCode> {
        if self.is_empty() || self.is_consumers() {
            Ok(())
        } else {
            Err(ErrorCode::NonEmptyGroup)
        }
    }

    fn validate_delete(&self) -> Result<(), ErrorCode> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(ErrorCode::NonEmptyGroup)
        }
    }

    fn retention(&self) -> Retention {
        if self.protocol_type.is_none() {
            return Retention::SinceCommit;
        }
        match self.state {
            State::Empty => self
                .state_since_ms
                .map_or(Retention::SinceCommit, Retention::Since),
            State::Stable if self.is_consumers() && self.subscribed_topics.is_some() => {
                Retention::SinceCommit
            }
            State::Stable | State::PreparingRebalance(_) | State::CompletingRebalance => {
                Retention::Forever
            }
        }
    }

    fn tombstones(&self, group_id: &Arc<str>) -> Vec<GroupRecord> {
        vec![group_record(group_id, None)]
    }

    fn check(&self) -> Result<(), String> {
        self.check_members()?;
        self.check_counts()?;
        self.check_state()
    }
}
