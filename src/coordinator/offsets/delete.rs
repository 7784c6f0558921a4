//! OffsetDelete, and the offsets of deleted groups and topics.

use std::collections::BTreeSet;
use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::OffsetDeleteRequest;
use kalda_protocol::messages::offset_delete_request::OffsetDeleteRequestTopic;
use kalda_protocol::messages::offset_delete_response::{
    OffsetDeleteResponse, OffsetDeleteResponsePartition, OffsetDeleteResponseTopic,
};
use uuid::Uuid;

use super::{Offsets, Place, tombstone};
use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::request::Answer;
use crate::shard::GroupShard;

impl GroupShard {
    /// Deletes offsets of partitions that exist.
    pub(crate) fn delete_offsets(
        &mut self,
        _context: &Context<'_>,
        ticket: Ticket,
        request: OffsetDeleteRequest,
        effects: &mut Effects,
    ) {
        let answer = match self.decide_offset_delete(&request) {
            Ok((topics, deleted)) => {
                for (topic, partition) in deleted {
                    self.record(effects, tombstone(&request.group_id, &topic, partition));
                }
                OffsetDeleteResponse::default().with_topics(topics)
            }
            Err(error) => OffsetDeleteResponse::default().with_error_code(error.code()),
        };
        effects.answer(ticket, Answer::OffsetDelete(answer));
    }

    #[expect(
        clippy::type_complexity,
        reason = "the answer and the partitions to delete"
    )]
    fn decide_offset_delete(
        &self,
        request: &OffsetDeleteRequest,
    ) -> Result<(Vec<OffsetDeleteResponseTopic>, BTreeSet<(String, i32)>), ErrorCode> {
        if request.group_id.is_empty() {
            return Err(ErrorCode::InvalidGroupId);
        }
        let group = self.groups.get(&*request.group_id.0);
        let group = group.ok_or(ErrorCode::GroupIdNotFound)?;
        group.rules().validate_offset_delete()?;
        let mut deleted = BTreeSet::new();
        let mut topics = Vec::with_capacity(request.topics.len());
        for topic in &request.topics {
            let error = if group.rules().is_subscribed_to(&topic.name) {
                ErrorCode::GroupSubscribedToTopic
            } else {
                ErrorCode::None
            };
            topics.push(answer_topic(topic, error));
            for partition in &topic.partitions {
                let place = Place {
                    group: &request.group_id,
                    topic: &topic.name,
                    partition: partition.partition_index,
                };
                if error == ErrorCode::None && self.offsets.has(place) {
                    deleted.insert((topic.name.to_string(), place.partition));
                }
            }
        }
        Ok((topics, deleted))
    }

    /// Deletes all offsets of a group, those of transactions under way as well.
    pub(crate) fn delete_all_offsets(&mut self, group: &str, effects: &mut Effects) {
        for (topic, partition) in self.offsets.places(group) {
            self.record(effects, tombstone(group, &topic, partition));
        }
    }

    /// Notes which topics the cluster has, so that their deletion is noticed.
    pub(crate) fn observe_topics(&mut self, context: &Context<'_>) {
        self.offsets.topics.observe(context.image);
    }

    /// Deletes the offsets of topics that the cluster has no more, or has again under another id.
    pub(crate) fn delete_offsets_of_deleted_topics(
        &mut self,
        context: &Context<'_>,
        effects: &mut Effects,
    ) {
        let deleted = self.offsets.topics.observe(context.image);
        if deleted.is_empty() {
            return;
        }
        let groups: BTreeSet<Arc<str>> = self.offsets.groups().map(Arc::clone).collect();
        for group in groups {
            for (topic, id) in &deleted {
                for partition in self.offsets.of_topic_id(&group, topic, *id) {
                    self.record(effects, tombstone(&group, topic, partition));
                }
            }
        }
    }
}

impl Offsets {
    /// The partitions of a topic that the group has offsets of, committed with this id or without one.
    fn of_topic_id(&self, group: &str, topic: &str, id: Uuid) -> BTreeSet<i32> {
        let stores = self.pending.values().chain([&self.committed]);
        let entries = stores.flat_map(|store| store.partitions(group, topic));
        let deleted = entries.filter(|entry| {
            let committed_id = entry.value.topic_id;
            committed_id.is_nil() || committed_id == id
        });
        deleted.map(|entry| entry.partition).collect()
    }
}

fn answer_topic(topic: &OffsetDeleteRequestTopic, error: ErrorCode) -> OffsetDeleteResponseTopic {
    let partitions = topic.partitions.iter().map(|partition| {
        OffsetDeleteResponsePartition::default()
            .with_partition_index(partition.partition_index)
            .with_error_code(error.code())
    });
    OffsetDeleteResponseTopic::default()
        .with_name(topic.name.clone())
        .with_partitions(partitions.collect())
}

#[cfg(test)]
#[path = "delete_tests.rs"]
mod tests;
