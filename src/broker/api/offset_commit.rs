//! OffsetCommit (key 8), versions 2 to 10: a group notes how far it has read.
//!
//! | version | change |
//! |---|---|
//! | 2–4 | the client may say how long its offsets are to be kept |
//! | 6 | leader epochs; 7: static members |
//! | 9 | members of the new protocol (KIP-848), with their epochs |
//! | 10 | topics by their ids |
//!
//! Only offsets of partitions that exist are committed. A group without a name may commit, as it always could.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::offset_commit_request::{
    OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kalda_protocol::messages::offset_commit_response::{
    OffsetCommitResponsePartition, OffsetCommitResponseTopic,
};
use kalda_protocol::messages::{OffsetCommitRequest, OffsetCommitResponse, StrBytes, TopicName};
use std::collections::HashMap;
use std::mem;
use uuid::Uuid;

/// The first version that names topics by their ids.
const TOPIC_IDS_FROM: i16 = 10;

pub(crate) struct OffsetCommit;

impl Api for OffsetCommit {
    type Request = OffsetCommitRequest;
    type Reply = OffsetCommitResponse;
    const KEY: ApiKey = ApiKey::OffsetCommit;
    const VERSIONS: Versions = Versions::of(2, 10);
}

impl OnBroker for OffsetCommit {
    async fn handle(
        call: Call<'_, BrokerRole>,
        mut request: OffsetCommitRequest,
    ) -> Result<OffsetCommitResponse, Close> {
        let mut answers = Answers::new(call.version() >= TOPIC_IDS_FROM);
        let named = mem::take(&mut request.topics);
        request.topics = existing(&call.role.metadata().image, named, &mut answers);
        if request.topics.is_empty() {
            return Ok(answers.response(Vec::new()));
        }
        let asked: Vec<OffsetCommitResponseTopic> = request.topics.iter().map(unanswered).collect();
        let group = request.group_id.clone();
        let reply = call.role.groups.ask(&group, call.asker(), request).await;
        let replied = reply.map_or_else(|error| refused(asked, error), |reply| reply.topics);
        Ok(answers.response(replied))
    }
}

/// The topics and partitions that exist, with name and id; the others are answered.
fn existing(
    image: &Image,
    named: Vec<OffsetCommitRequestTopic>,
    answers: &mut Answers,
) -> Vec<OffsetCommitRequestTopic> {
    let mut existing = Vec::with_capacity(named.len());
    for mut topic in named {
        let (found, missing) = match answers.by_id {
            true => (image.topic_by_id(topic.topic_id), ErrorCode::UnknownTopicId),
            false => (image.topic(&topic.name), ErrorCode::UnknownTopicOrPartition),
        };
        let Some(found) = found else {
            let missing = topic.partitions.iter().map(|asked| answer(asked, missing));
            answers.add(topic.topic_id, &topic.name, missing.collect());
            continue;
        };
        if answers.by_id {
            topic.name = TopicName(StrBytes::from_string(found.name().to_owned()));
        }
        topic.topic_id = found.id();
        let (there, missing): (Vec<_>, Vec<_>) = mem::take(&mut topic.partitions)
            .into_iter()
            .partition(|asked| found.partition(asked.partition_index).is_some());
        if !missing.is_empty() {
            let missing = missing
                .iter()
                .map(|asked| answer(asked, ErrorCode::UnknownTopicOrPartition));
            answers.add(topic.topic_id, &topic.name, missing.collect());
        }
        if !there.is_empty() {
            existing.push(topic.with_partitions(there));
        }
    }
    existing
}

fn answer(asked: &OffsetCommitRequestPartition, error: ErrorCode) -> OffsetCommitResponsePartition {
    OffsetCommitResponsePartition::default()
        .with_partition_index(asked.partition_index)
        .with_error_code(error.code())
}

fn unanswered(topic: &OffsetCommitRequestTopic) -> OffsetCommitResponseTopic {
    let partitions = topic
        .partitions
        .iter()
        .map(|asked| answer(asked, ErrorCode::None));
    OffsetCommitResponseTopic::default()
        .with_name(topic.name.clone())
        .with_topic_id(topic.topic_id)
        .with_partitions(partitions.collect())
}

fn refused(
    mut topics: Vec<OffsetCommitResponseTopic>,
    error: ErrorCode,
) -> Vec<OffsetCommitResponseTopic> {
    for partition in topics.iter_mut().flat_map(|topic| &mut topic.partitions) {
        partition.error_code = error.code();
    }
    topics
}

/// Answers from here and from the coordinator, by topic. As in Apache Kafka, what fails here comes first.
struct Answers {
    by_id: bool,
    topics: HashMap<TopicKey, OffsetCommitResponseTopic>,
    order: Vec<TopicKey>,
}

/// Id or name, whatever the version identifies topics by.
type TopicKey = (Uuid, TopicName);

impl Answers {
    fn new(by_id: bool) -> Answers {
        Answers {
            by_id,
            topics: HashMap::new(),
            order: Vec::new(),
        }
    }

    fn add(&mut self, id: Uuid, name: &TopicName, answers: Vec<OffsetCommitResponsePartition>) {
        let key = match self.by_id {
            true => (id, TopicName::default()),
            false => (Uuid::nil(), name.clone()),
        };
        let order = &mut self.order;
        let topic = self.topics.entry(key).or_insert_with_key(|key| {
            order.push(key.clone());
            let topic = OffsetCommitResponseTopic::default().with_topic_id(id);
            topic.with_name(name.clone())
        });
        topic.partitions.extend(answers);
    }

    /// With the answers of the coordinator.
    fn response(mut self, replied: Vec<OffsetCommitResponseTopic>) -> OffsetCommitResponse {
        if self.order.is_empty() {
            return OffsetCommitResponse::default().with_topics(replied);
        }
        for topic in replied {
            self.add(topic.topic_id, &topic.name, topic.partitions);
        }
        let topics = self.order.iter().filter_map(|key| self.topics.remove(key));
        OffsetCommitResponse::default().with_topics(topics.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{is_encodable, text};
    use kalda_protocol::metadata_records::{PartitionRecord, TopicRecord};

    const ID: Uuid = Uuid::from_u128(7);

    /// Topic "t" with partitions 0 and 1.
    fn image() -> Image {
        let mut image = Image::default();
        let topic = TopicRecord {
            name: "t".to_owned(),
            topic_id: ID,
        };
        image.replay(&topic.into()).unwrap();
        for partition_id in 0..2 {
            let partition = PartitionRecord {
                partition_id,
                topic_id: ID,
                replicas: vec![1],
                isr: vec![1],
                leader: 1,
                leader_epoch: 0,
                partition_epoch: 0,
                ..PartitionRecord::default()
            };
            image.replay(&partition.into()).unwrap();
        }
        image
    }

    fn asked(id: Uuid, name: &str, partitions: &[i32]) -> OffsetCommitRequestTopic {
        let partitions = partitions
            .iter()
            .map(|index| OffsetCommitRequestPartition::default().with_partition_index(*index));
        OffsetCommitRequestTopic::default()
            .with_topic_id(id)
            .with_name(TopicName(text(name)))
            .with_partitions(partitions.collect())
    }

    /// Id, name, and the partitions with their errors.
    type Row = (Uuid, String, Vec<(i32, i16)>);

    fn rows(response: &OffsetCommitResponse) -> Vec<Row> {
        let row = |topic: &OffsetCommitResponseTopic| {
            let partitions = topic.partitions.iter();
            let partitions = partitions.map(|answer| (answer.partition_index, answer.error_code));
            (topic.topic_id, topic.name.to_string(), partitions.collect())
        };
        response.topics.iter().map(row).collect()
    }

    #[test]
    fn what_exists_goes_on_with_name_and_id_and_the_rest_is_answered() {
        let mut answers = Answers::new(false);
        let named = vec![
            asked(Uuid::nil(), "gone", &[0, 3]),
            asked(Uuid::nil(), "t", &[1, 2]),
            asked(Uuid::nil(), "t", &[5]),
        ];
        let existing = existing(&image(), named, &mut answers);
        assert_eq!(existing, [asked(ID, "t", &[1])]);
        let response = answers.response(existing.iter().map(unanswered).collect());
        let gone = (Uuid::nil(), "gone".to_owned(), vec![(0, 3), (3, 3)]);
        let here = (ID, "t".to_owned(), vec![(2, 3), (5, 3), (1, 0)]);
        assert_eq!(rows(&response), [gone, here]);
        for version in 2..=9 {
            assert!(is_encodable(&response, version), "{version}");
        }
    }

    #[test]
    fn an_id_that_no_topic_has_does_not_hold_the_others_up() {
        let mut answers = Answers::new(true);
        let unknown = Uuid::from_u128(8);
        let named = vec![
            asked(unknown, "", &[0]),
            asked(ID, "", &[0]),
            asked(Uuid::nil(), "", &[4]),
        ];
        let existing = existing(&image(), named, &mut answers);
        assert_eq!(existing, [asked(ID, "t", &[0])]);
        let replied = refused(
            existing.iter().map(unanswered).collect(),
            ErrorCode::NotCoordinator,
        );
        let response = answers.response(replied);
        let missing = |id, partition| (id, String::new(), vec![(partition, 100)]);
        let here = (ID, "t".to_owned(), vec![(0, 16)]);
        let expected = [missing(unknown, 0), missing(Uuid::nil(), 4), here];
        assert_eq!(rows(&response), expected);
        assert!(is_encodable(&response, 10));
    }
}
