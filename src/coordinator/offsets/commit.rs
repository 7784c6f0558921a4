//! OffsetCommit.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::{
    GroupRecord, NO_EXPIRE_TIMESTAMP, OffsetCommitKey, OffsetCommitValue,
};
use kalda_protocol::messages::OffsetCommitRequest;
use kalda_protocol::messages::offset_commit_request::{
    OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kalda_protocol::messages::offset_commit_response::{
    OffsetCommitResponse, OffsetCommitResponsePartition, OffsetCommitResponseTopic,
};

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::{CommitRule, Committer, Group};
use crate::request::Answer;
use crate::shard::GroupShard;

/// What the records of one commit may take, about: they have to fit into one batch, so that all are committed or none,
/// and brokers accept batches of a MiB. Larger commits are refused with INVALID_COMMIT_OFFSET_SIZE.
const MAX_COMMIT_BYTES: usize = 900_000;

/// What a record takes beside its texts, at most.
const RECORD_OVERHEAD: usize = 80;

/// The longest text that keys and older values of records have room for.
const MAX_TEXT_BYTES: usize = i16::MAX as usize;

/// The first version in which an unknown group is told as such (KIP-848).
const FIRST_WITH_GROUP_ID_NOT_FOUND: i16 = 9;

impl GroupShard {
    /// Commits offsets of partitions that exist; topics carry both name and id.
    pub(crate) fn commit_offsets(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: OffsetCommitRequest,
        effects: &mut Effects,
    ) {
        let decided = self
            .validate_commit(context, &request)
            .and_then(|rule| self.decide_commit(context, &request, &rule));
        let topics = match decided {
            Ok((topics, records)) => {
                for record in records {
                    self.record(effects, record);
                }
                for topic in &request.topics {
                    self.offsets.topics.saw(&topic.name, context.image);
                }
                topics
            }
            Err(error) => answer_topics(&request, |_| error),
        };
        let answer = OffsetCommitResponse::default().with_topics(topics);
        effects.answer(ticket, Answer::OffsetCommit(answer));
    }

    /// Whether the client may commit at all. A commit of a classic group's member is a sign of life as well.
    fn validate_commit(
        &mut self,
        context: &Context<'_>,
        request: &OffsetCommitRequest,
    ) -> Result<CommitRule, ErrorCode> {
        if request.group_id.len() > MAX_TEXT_BYTES {
            return Err(ErrorCode::InvalidGroupId);
        }
        let epoch = request.generation_id_or_member_epoch;
        let version = context.caller.version;
        let Some(group) = self.groups.get(&*request.group_id.0) else {
            return if epoch < 0 {
                self.room_for_group().map(|()| CommitRule::AnyPartition)
            } else if version >= FIRST_WITH_GROUP_ID_NOT_FOUND {
                Err(ErrorCode::GroupIdNotFound)
            } else {
                Err(ErrorCode::IllegalGeneration)
            };
        };
        let rule = group.rules().validate_offset_commit(Committer {
            member_id: &request.member_id,
            instance_id: request.group_instance_id.as_deref(),
            epoch,
            version,
        })?;
        match group {
            Group::Classic(_) => {
                self.classic_member_committed(context, &request.group_id, &request.member_id);
            }
            Group::Consumer(_) => {}
        }
        Ok(rule)
    }

    /// The answer and the records. One partition that the member may not commit refuses the whole request.
    fn decide_commit(
        &self,
        context: &Context<'_>,
        request: &OffsetCommitRequest,
        rule: &CommitRule,
    ) -> Result<(Vec<OffsetCommitResponseTopic>, Vec<GroupRecord>), ErrorCode> {
        let max_metadata = context.settings.offsets.metadata_max_bytes;
        let mut records = Vec::new();
        let mut bytes = 0_usize;
        for topic in &request.topics {
            for partition in &topic.partitions {
                if is_too_long(partition, max_metadata) {
                    continue;
                }
                self.validate_partition(&request.group_id, rule, topic, partition)?;
                let key = OffsetCommitKey {
                    group: request.group_id.to_string(),
                    topic: topic.name.to_string(),
                    partition: partition.partition_index,
                };
                let value = value(context, request, topic, partition);
                bytes += key.group.len() + key.topic.len() + value.metadata.len() + RECORD_OVERHEAD;
                if bytes > MAX_COMMIT_BYTES {
                    return Err(ErrorCode::InvalidCommitOffsetSize);
                }
                records.push(GroupRecord::OffsetCommit(key, Some(value)));
            }
        }
        let topics = answer_topics(request, |partition| {
            if is_too_long(partition, max_metadata) {
                ErrorCode::OffsetMetadataTooLarge
            } else {
                ErrorCode::None
            }
        });
        Ok((topics, records))
    }

    fn validate_partition(
        &self,
        group: &str,
        rule: &CommitRule,
        topic: &OffsetCommitRequestTopic,
        partition: &OffsetCommitRequestPartition,
    ) -> Result<(), ErrorCode> {
        let CommitRule::PartitionByPartition { member, epoch } = rule else {
            return Ok(());
        };
        let group = self.groups.get(group).ok_or(ErrorCode::GroupIdNotFound)?;
        let index = partition.partition_index;
        let rules = group.rules();
        rules.validate_partition_commit(member, *epoch, topic.topic_id, index)
    }
}

/// Kafka counts the letters of a Java string here, although the setting's name is about bytes.
fn is_too_long(partition: &OffsetCommitRequestPartition, max: usize) -> bool {
    let metadata = partition.committed_metadata.as_deref().unwrap_or_default();
    let too_long = metadata.len() > max && metadata.encode_utf16().count() > max;
    too_long || metadata.len() > MAX_TEXT_BYTES
}

fn value(
    context: &Context<'_>,
    request: &OffsetCommitRequest,
    topic: &OffsetCommitRequestTopic,
    partition: &OffsetCommitRequestPartition,
) -> OffsetCommitValue {
    let metadata = partition.committed_metadata.as_deref().unwrap_or_default();
    OffsetCommitValue {
        offset: partition.committed_offset,
        leader_epoch: partition.committed_leader_epoch,
        metadata: metadata.to_owned(),
        commit_timestamp: context.now_ms,
        expire_timestamp: match request.retention_time_ms {
            -1 => NO_EXPIRE_TIMESTAMP,
            retention => context.now_ms.saturating_add(retention),
        },
        topic_id: topic.topic_id,
    }
}

fn answer_topics(
    request: &OffsetCommitRequest,
    error: impl Fn(&OffsetCommitRequestPartition) -> ErrorCode,
) -> Vec<OffsetCommitResponseTopic> {
    let answer_topic = |topic: &OffsetCommitRequestTopic| {
        let partitions = topic.partitions.iter().map(|partition| {
            OffsetCommitResponsePartition::default()
                .with_partition_index(partition.partition_index)
                .with_error_code(error(partition).code())
        });
        OffsetCommitResponseTopic::default()
            .with_name(topic.name.clone())
            .with_topic_id(topic.topic_id)
            .with_partitions(partitions.collect())
    };
    request.topics.iter().map(answer_topic).collect()
}

#[cfg(test)]
#[path = "commit_tests.rs"]
mod tests;
