//! OffsetFetch.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::offset_fetch_request::{
    OffsetFetchRequestGroup, OffsetFetchRequestTopics,
};
use kalda_protocol::messages::offset_fetch_response::{
    OffsetFetchResponse, OffsetFetchResponseGroup, OffsetFetchResponsePartitions,
    OffsetFetchResponseTopics,
};
use kalda_protocol::messages::{OffsetFetchRequest, StrBytes, TopicName};

use super::{CommittedOffset, Offsets, Place};
use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::request::Answer;
use crate::shard::GroupShard;

/// The offset and the leader epoch of what was not committed.
const NONE: i32 = -1;

impl GroupShard {
    /// Fetches committed offsets. Topics of requests with ids carry their names as well; answers for all topics of a
    /// group carry names alone.
    pub(crate) fn fetch_offsets(
        &mut self,
        _context: &Context<'_>,
        ticket: Ticket,
        request: OffsetFetchRequest,
        effects: &mut Effects,
    ) {
        let stable = request.require_stable;
        let groups = request.groups.iter();
        let groups = groups.map(|group| self.fetch_group(group, stable));
        let answer = OffsetFetchResponse::default().with_groups(groups.collect());
        effects.answer(ticket, Answer::OffsetFetch(answer));
    }

    fn fetch_group(
        &self,
        request: &OffsetFetchRequestGroup,
        stable: bool,
    ) -> OffsetFetchResponseGroup {
        let answer = OffsetFetchResponseGroup::default().with_group_id(request.group_id.clone());
        let validated = match self.groups.get(&*request.group_id.0) {
            Some(group) => group
                .rules()
                .validate_offset_fetch(request.member_id.as_deref(), request.member_epoch),
            None => Err(ErrorCode::GroupIdNotFound),
        };
        // A group that is not there is no error: nothing is committed, then.
        let known = match validated {
            Ok(()) => true,
            Err(ErrorCode::GroupIdNotFound) => false,
            Err(error) => return answer.with_error_code(error.code()),
        };
        let fetch = Fetch {
            offsets: &self.offsets,
            group: &request.group_id.0,
            known,
            stable,
        };
        answer.with_topics(match &request.topics {
            Some(topics) => topics.iter().map(|topic| fetch.topic(topic)).collect(),
            None if known => fetch.all_topics(),
            None => Vec::new(),
        })
    }
}

/// A fetch of one group's offsets.
#[derive(Clone, Copy)]
struct Fetch<'a> {
    offsets: &'a Offsets,
    group: &'a str,
    known: bool,
    stable: bool,
}

impl Fetch<'_> {
    fn topic(self, request: &OffsetFetchRequestTopics) -> OffsetFetchResponseTopics {
        let partitions = request.partition_indexes.iter().map(|partition| {
            let place = Place {
                group: self.group,
                topic: &request.name,
                partition: *partition,
            };
            let committed = self.offsets.committed.get(place);
            let committed = committed.filter(|committed| {
                let (old, new) = (committed.topic_id, request.topic_id);
                self.known && (old == new || old.is_nil() || new.is_nil())
            });
            self.partition(place, committed)
        });
        OffsetFetchResponseTopics::default()
            .with_name(request.name.clone())
            .with_topic_id(request.topic_id)
            .with_partitions(partitions.collect())
    }

    fn all_topics(self) -> Vec<OffsetFetchResponseTopics> {
        let topics = self.offsets.committed.topics_of(self.group);
        let topics = topics.map(|(topic, entries)| {
            let partitions = entries.iter().map(|entry| {
                let place = Place {
                    group: self.group,
                    topic,
                    partition: entry.partition,
                };
                self.partition(place, Some(&entry.value))
            });
            OffsetFetchResponseTopics::default()
                .with_name(topic_name(topic))
                .with_partitions(partitions.collect())
        });
        topics.collect()
    }

    fn partition(
        self,
        place: Place<'_>,
        committed: Option<&CommittedOffset>,
    ) -> OffsetFetchResponsePartitions {
        let answer = OffsetFetchResponsePartitions::default().with_partition_index(place.partition);
        let nothing = |answer: OffsetFetchResponsePartitions| {
            answer
                .with_committed_offset(i64::from(NONE))
                .with_committed_leader_epoch(NONE)
                .with_metadata(Some(StrBytes::default()))
        };
        if self.stable && self.offsets.open.get(place).is_some() {
            return nothing(answer).with_error_code(ErrorCode::UnstableOffsetCommit.code());
        }
        match committed {
            Some(committed) => answer
                .with_committed_offset(committed.offset)
                .with_committed_leader_epoch(committed.leader_epoch)
                .with_metadata(Some(StrBytes::from_string(committed.metadata().to_owned()))),
            None => nothing(answer),
        }
    }
}

fn topic_name(name: &Arc<str>) -> TopicName {
    TopicName(StrBytes::from_string(name.to_string()))
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
