//! What a group of the new protocol answers about offsets, deletion and itself.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::GroupRecord;
use uuid::Uuid;

use super::check;
use super::leave::tombstones;
use super::member::Member;
use super::state::ConsumerGroup;
use crate::group::{CommitRule, Committer, GroupRules, Retention};

/// The first version of OffsetCommit that carries a member epoch.
const FIRST_WITH_MEMBER_EPOCH: i16 = 9;

impl GroupRules for ConsumerGroup {
    fn state_name(&self) -> &'static str {
        Self::state_name(self)
    }

    fn protocol_type(&self) -> &'static str {
        "consumer"
    }

    fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    fn is_subscribed_to(&self, topic: &str) -> bool {
        self.topics.contains(topic)
    }

    /// The last epoch a member was told may commit anything; an older one what it had by then.
    fn validate_offset_commit(&self, committer: Committer<'_>) -> Result<CommitRule, ErrorCode> {
        if committer.epoch < 0 && self.members.is_empty() {
            return Ok(CommitRule::AnyPartition);
        }
        let member = self
            .members
            .get(committer.member_id)
            .ok_or(ErrorCode::UnknownMemberId)?;
        if !member.is_classic() && committer.version < FIRST_WITH_MEMBER_EPOCH {
            return Err(ErrorCode::UnsupportedVersion);
        }
        match committer.epoch.cmp(&member.epoch) {
            std::cmp::Ordering::Equal => Ok(CommitRule::AnyPartition),
            std::cmp::Ordering::Greater => Err(wrong_epoch(member)),
            std::cmp::Ordering::Less => Ok(CommitRule::PartitionByPartition {
                member: Arc::clone(&member.id),
                epoch: committer.epoch,
            }),
        }
    }

    fn validate_partition_commit(
        &self,
        member: &str,
        epoch: i32,
        topic: Uuid,
        partition: i32,
    ) -> Result<(), ErrorCode> {
        let member = self.members.get(member).ok_or(ErrorCode::UnknownMemberId)?;
        match member.assignment_epoch(topic, partition) {
            Some(since) if epoch >= since => Ok(()),
            Some(_) | None => Err(wrong_epoch(member)),
        }
    }

    fn validate_offset_fetch(&self, member: Option<&str>, epoch: i32) -> Result<(), ErrorCode> {
        let Some(member) = member else {
            return if epoch < 0 {
                Ok(())
            } else {
                Err(ErrorCode::UnknownMemberId)
            };
        };
        let member = self.members.get(member).ok_or(ErrorCode::UnknownMemberId)?;
        if epoch == member.epoch {
            Ok(())
        } else {
            Err(wrong_epoch(member))
        }
    }

    /// Always: topics with subscribers are kept apart by [`Self::is_subscribed_to`].
    fn validate_offset_delete(&self) -> Result<(), ErrorCode> {
        Ok(())
    }

    fn validate_delete(&self) -> Result<(), ErrorCode> {
        if self.members.is_empty() {
            Ok(())
        } else {
            Err(ErrorCode::NonEmptyGroup)
        }
    }

    fn retention(&self) -> Retention {
        Retention::SinceCommit
    }

    fn tombstones(&self, _group_id: &Arc<str>) -> Vec<GroupRecord> {
        tombstones(self)
    }

    fn check(&self) -> Result<(), String> {
        check::check(self)
    }
}

/// A classic member knows its epoch as a generation.
fn wrong_epoch(member: &Member) -> ErrorCode {
    if member.is_classic() {
        ErrorCode::IllegalGeneration
    } else {
        ErrorCode::StaleMemberEpoch
    }
}
