//! OffsetDelete (key 47), version 0: forgets committed offsets of topics that a group does not read any more.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::offset_delete_request::{
    OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use kalda_protocol::messages::offset_delete_response::{
    OffsetDeleteResponsePartition, OffsetDeleteResponseTopic,
};
use kalda_protocol::messages::{OffsetDeleteRequest, OffsetDeleteResponse, TopicName};
use std::collections::HashMap;
use std::mem;

pub(crate) struct OffsetDelete;

impl Api for OffsetDelete {
    type Request = OffsetDeleteRequest;
    type Reply = OffsetDeleteResponse;
    const KEY: ApiKey = ApiKey::OffsetDelete;
    const VERSIONS: Versions = Versions::of(0, 0);
}

impl OnBroker for OffsetDelete {
    async fn handle(
        call: Call<'_, BrokerRole>,
        mut request: OffsetDeleteRequest,
    ) -> Result<OffsetDeleteResponse, Close> {
        let mut answers = Answers::default();
        let named = mem::take(&mut request.topics);
        request.topics = existing(&call.role.metadata().image, named, &mut answers);
        let group = request.group_id.clone();
        if group.is_empty() {
            return Ok(refused(ErrorCode::InvalidGroupId));
        }
        // Also without any partition left: the client wants to know whether there is such a group.
        let reply = call.role.groups.ask(&group, call.asker(), request).await;
        Ok(answers.response(reply.unwrap_or_else(refused)))
    }
}

fn refused(error: ErrorCode) -> OffsetDeleteResponse {
    OffsetDeleteResponse::default().with_error_code(error.code())
}

/// The topics and partitions that exist; the others are answered.
fn existing(
    image: &Image,
    named: Vec<OffsetDeleteRequestTopic>,
    answers: &mut Answers,
) -> Vec<OffsetDeleteRequestTopic> {
    let mut existing = Vec::with_capacity(named.len());
    for mut topic in named {
        let found = image.topic(&topic.name);
        let exists = |asked: &OffsetDeleteRequestPartition| {
            found.is_some_and(|found| found.partition(asked.partition_index).is_some())
        };
        let asked = mem::take(&mut topic.partitions);
        let (there, missing): (Vec<_>, Vec<_>) = asked.into_iter().partition(exists);
        if found.is_none() || !missing.is_empty() {
            answers.add(&topic.name, missing.iter().map(unknown).collect());
        }
        if !there.is_empty() {
            existing.push(topic.with_partitions(there));
        }
    }
    existing
}

fn unknown(asked: &OffsetDeleteRequestPartition) -> OffsetDeleteResponsePartition {
    OffsetDeleteResponsePartition::default()
        .with_partition_index(asked.partition_index)
        .with_error_code(ErrorCode::UnknownTopicOrPartition.code())
}

/// Answers from here and from the coordinator, by topic. As in Apache Kafka, what fails here comes first.
#[derive(Default)]
struct Answers {
    topics: HashMap<TopicName, Vec<OffsetDeleteResponsePartition>>,
    order: Vec<TopicName>,
}

impl Answers {
    fn add(&mut self, name: &TopicName, answers: Vec<OffsetDeleteResponsePartition>) {
        let order = &mut self.order;
        let partitions = self.topics.entry(name.clone()).or_insert_with_key(|name| {
            order.push(name.clone());
            Vec::new()
        });
        partitions.extend(answers);
    }

    /// With the answers of the coordinator. An error of the whole group is all there is to say then.
    fn response(mut self, reply: OffsetDeleteResponse) -> OffsetDeleteResponse {
        if reply.error_code != 0 || self.order.is_empty() {
            return reply;
        }
        for topic in reply.topics {
            self.add(&topic.name, topic.partitions);
        }
        let topics = self.order.into_iter().map(|name| {
            let partitions = self.topics.remove(&name).unwrap_or_default();
            OffsetDeleteResponseTopic::default()
                .with_name(name)
                .with_partitions(partitions)
        });
        OffsetDeleteResponse::default().with_topics(topics.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::text;

    fn asked(name: &str, partitions: &[i32]) -> OffsetDeleteRequestTopic {
        let partitions = partitions
            .iter()
            .map(|index| OffsetDeleteRequestPartition::default().with_partition_index(*index));
        OffsetDeleteRequestTopic::default()
            .with_name(TopicName(text(name)))
            .with_partitions(partitions.collect())
    }

    fn answered(name: &str, partitions: &[(i32, i16)]) -> OffsetDeleteResponseTopic {
        let partitions = partitions.iter().map(|(index, error)| {
            OffsetDeleteResponsePartition::default()
                .with_partition_index(*index)
                .with_error_code(*error)
        });
        OffsetDeleteResponseTopic::default()
            .with_name(TopicName(text(name)))
            .with_partitions(partitions.collect())
    }

    #[test]
    fn topics_that_are_not_there_are_answered_before_the_coordinator_is_asked() {
        let mut answers = Answers::default();
        let named = vec![asked("gone", &[0, 1]), asked("empty", &[])];
        assert_eq!(existing(&Image::default(), named, &mut answers), []);
        let response = answers.response(OffsetDeleteResponse::default());
        let expected = [answered("gone", &[(0, 3), (1, 3)]), answered("empty", &[])];
        assert_eq!(response.topics, expected);
    }

    #[test]
    fn answers_of_one_topic_stand_together() {
        let mut answers = Answers::default();
        answers.add(&TopicName(text("t")), vec![unknown(&Default::default())]);
        let replied = vec![answered("t", &[(1, 0)]), answered("u", &[(2, 86)])];
        let reply = OffsetDeleteResponse::default().with_topics(replied);
        let expected = [answered("t", &[(0, 3), (1, 0)]), answered("u", &[(2, 86)])];
        assert_eq!(answers.response(reply).topics, expected);
    }

    #[test]
    fn an_error_of_the_group_is_the_whole_answer() {
        let mut answers = Answers::default();
        answers.add(&TopicName(text("t")), vec![unknown(&Default::default())]);
        let response = answers.response(refused(ErrorCode::NonEmptyGroup));
        assert_eq!((response.error_code, response.topics.len()), (68, 0));
    }
}
