//! How versions of OffsetFetch become the newest, and their answers old again.

use super::*;
use crate::fixture::{TestNode, is_encodable, text};
use kalda_protocol::messages::OffsetCommitRequest;
use kalda_protocol::messages::offset_commit_request::{
    OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kalda_protocol::messages::offset_fetch_request::OffsetFetchRequestTopic;
use kalda_protocol::metadata_records::TopicRecord;
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(7);

fn name(name: &str) -> TopicName {
    TopicName(text(name))
}

fn image() -> Image {
    let mut image = Image::default();
    let topic = TopicRecord {
        name: "t".to_owned(),
        topic_id: ID,
    };
    image.replay(&topic.into()).unwrap();
    image
}

fn fetched(topic: &str, id: Uuid) -> OffsetFetchResponseTopics {
    let partition = OffsetFetchResponsePartitions::default()
        .with_partition_index(3)
        .with_committed_offset(40)
        .with_committed_leader_epoch(2)
        .with_metadata(Some(text("m")));
    OffsetFetchResponseTopics::default()
        .with_name(name(topic))
        .with_topic_id(id)
        .with_partitions(vec![partition])
}

#[test]
fn the_one_group_of_old_versions_becomes_one_of_several() {
    let topic = OffsetFetchRequestTopic::default()
        .with_name(name("t"))
        .with_partition_indexes(vec![0, 2]);
    let request = OffsetFetchRequest::default()
        .with_group_id(GroupId(text("g")))
        .with_topics(Some(vec![topic]))
        .with_require_stable(true);
    for version in 1..SEVERAL_FROM {
        let newest = newest(request.clone(), version);
        assert!(newest.require_stable);
        let group = newest.groups.first().unwrap();
        assert_eq!((newest.groups.len(), &*group.group_id.0), (1, "g"));
        let topics = group.topics.as_ref().unwrap();
        assert_eq!(topics[0].name, name("t"));
        assert_eq!(topics[0].partition_indexes, [0, 2]);
    }
}

#[test]
fn no_topics_stay_all_topics() {
    let request = OffsetFetchRequest::default().with_topics(None);
    assert_eq!(newest(request, 2).groups[0].topics, None);
    let none = OffsetFetchRequest::default().with_topics(Some(Vec::new()));
    assert_eq!(newest(none, 2).groups[0].topics, Some(Vec::new()));
}

#[test]
fn topics_are_asked_by_name_and_answered_by_id() {
    let unknown = Uuid::from_u128(9);
    let topic = |id| {
        OffsetFetchRequestTopics::default()
            .with_topic_id(id)
            .with_partition_indexes(vec![5])
    };
    let group =
        OffsetFetchRequestGroup::default().with_topics(Some(vec![topic(unknown), topic(ID)]));
    let mut request = OffsetFetchRequest::default().with_groups(vec![group]);
    let nameless = name_topics(&image(), &mut request).remove(0);
    let asked = request.groups[0].topics.as_ref().unwrap();
    assert_eq!(asked, &[topic(ID).with_name(name("t"))]);

    let mut answer = OffsetFetchResponseGroup::default().with_topics(vec![fetched("t", ID)]);
    identify_topics(&image(), &mut answer, nameless);
    let missing = failed(&topic(unknown), ErrorCode::UnknownTopicId);
    assert_eq!(missing.partitions[0].error_code, 100);
    assert_eq!(missing.partitions[0].committed_offset, -1);
    assert_eq!(answer.topics, [fetched("t", ID), missing]);
    let response = OffsetFetchResponse::default().with_groups(vec![answer]);
    assert!(is_encodable(&response, 10));
}

#[test]
fn of_all_topics_those_without_an_id_cannot_be_said() {
    let group = OffsetFetchRequestGroup::default().with_topics(None);
    let mut request = OffsetFetchRequest::default().with_groups(vec![group]);
    let nameless = name_topics(&image(), &mut request).remove(0);
    assert_eq!((&request.groups[0].topics, &nameless), (&None, &None));
    let known = vec![fetched("t", Uuid::nil()), fetched("deleted", Uuid::nil())];
    let mut answer = OffsetFetchResponseGroup::default().with_topics(known);
    identify_topics(&image(), &mut answer, nameless);
    assert_eq!(answer.topics, [fetched("t", ID)]);
}

#[test]
fn a_group_that_failed_says_nothing_of_topics() {
    let mut answer = OffsetFetchRequest::refused(GroupId(text("g")), ErrorCode::NotCoordinator);
    let missing = vec![fetched("u", Uuid::nil())];
    identify_topics(&image(), &mut answer, Some(missing));
    assert_eq!((answer.error_code, answer.topics.len()), (16, 0));
}

#[test]
fn the_answer_about_one_group_is_that_of_the_request() {
    let group = OffsetFetchResponseGroup::default()
        .with_group_id(GroupId(text("g")))
        .with_topics(vec![fetched("t", ID)]);
    let response = single(vec![group], None);
    let partition = &response.topics[0].partitions[0];
    assert_eq!(
        (partition.partition_index, partition.committed_offset),
        (3, 40)
    );
    assert_eq!(partition.metadata, Some(text("m")));
    for version in 1..SEVERAL_FROM {
        assert!(is_encodable(&response, version), "{version}");
    }
}

#[test]
fn an_error_of_the_group_is_said_once_or_with_each_partition() {
    let refused = || OffsetFetchRequest::refused(GroupId(text("g")), ErrorCode::NotCoordinator);
    let whole = single(vec![refused()], None);
    assert_eq!((whole.error_code, whole.topics.len()), (16, 0));

    let topic = OffsetFetchRequestTopics::default()
        .with_name(name("t"))
        .with_partition_indexes(vec![1, 2]);
    let asked = OffsetFetchRequestGroup::default().with_topics(Some(vec![topic]));
    let oldest = single(vec![refused()], Some(asked));
    let errors: Vec<i16> = oldest.topics[0]
        .partitions
        .iter()
        .map(|partition| partition.error_code)
        .collect();
    assert_eq!(errors, [16, 16]);
    assert!(is_encodable(&oldest, 1));
}

#[test]
fn old_consumers_are_told_to_look_for_the_coordinator_again() {
    let answer =
        OffsetFetchRequest::refused(GroupId::default(), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(answer.error_code, ErrorCode::NotCoordinator.code());
}

async fn commit(node: &TestNode, topic: Uuid, version: i16) {
    let partition = OffsetCommitRequestPartition::default()
        .with_partition_index(1)
        .with_committed_offset(100 + i64::from(version))
        .with_committed_leader_epoch(if version < 6 { -1 } else { 0 })
        .with_committed_metadata(Some(text("m")));
    let by_id = version >= TOPIC_IDS_FROM;
    let topic = OffsetCommitRequestTopic::default()
        .with_topic_id(if by_id { topic } else { Uuid::nil() })
        .with_name(name(if by_id { "" } else { "t" }))
        .with_partitions(vec![partition]);
    let request = OffsetCommitRequest::default()
        .with_group_id(GroupId(text("a")))
        .with_topics(vec![topic.clone()]);
    let answer = node.ask(&request, version).await.topics.remove(0);
    assert_eq!((answer.topic_id, answer.name), (topic.topic_id, topic.name));
    assert_eq!(answer.partitions[0].error_code, 0, "{version}");
}

/// Partition, offset and error of group "a" in an answer.
fn answered(answer: OffsetFetchResponse) -> (i32, i64, i16) {
    if let Some(topic) = answer.topics.first() {
        let partition = &topic.partitions[0];
        assert_eq!(
            (&topic.name, &partition.metadata),
            (&name("t"), &Some(text("m")))
        );
        return (
            partition.partition_index,
            partition.committed_offset,
            partition.error_code,
        );
    }
    let topic = &answer.groups[0].topics[0];
    let partition = &topic.partitions[0];
    assert_eq!(topic.topic_id.is_nil(), topic.name == name("t"));
    (
        partition.partition_index,
        partition.committed_offset,
        partition.error_code,
    )
}

fn request_of_one(topic: Uuid, version: i16, all: bool) -> OffsetFetchRequest {
    if version < SEVERAL_FROM {
        let topic = OffsetFetchRequestTopic::default()
            .with_name(name("t"))
            .with_partition_indexes(vec![1]);
        return OffsetFetchRequest::default()
            .with_group_id(GroupId(text("a")))
            .with_topics((!all).then(|| vec![topic]));
    }
    let by_id = version >= TOPIC_IDS_FROM;
    let topic = OffsetFetchRequestTopics::default()
        .with_topic_id(if by_id { topic } else { Uuid::nil() })
        .with_name(name(if by_id { "" } else { "t" }))
        .with_partition_indexes(vec![1]);
    let group = OffsetFetchRequestGroup::default()
        .with_group_id(GroupId(text("a")))
        .with_topics((!all).then(|| vec![topic]));
    OffsetFetchRequest::default()
        .with_topics(Some(Vec::new()))
        .with_groups(vec![group])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_any_version_commits_every_version_fetches() {
    let node = TestNode::with_groups().await;
    let topic = node.create_topic("t", 2, &[]).await;
    for committed in 2..=10 {
        commit(&node, topic, committed).await;
        let expected = (1, 100 + i64::from(committed), 0);
        for version in 1..=10 {
            let one = node
                .ask(&request_of_one(topic, version, false), version)
                .await;
            assert_eq!(answered(one), expected, "{committed} {version}");
            if version >= 2 {
                let all = node
                    .ask(&request_of_one(topic, version, true), version)
                    .await;
                assert_eq!(answered(all), expected, "{committed} {version}");
            }
        }
    }
    node.stop().await;
}
