//! The log of groups: how it is made, damage in it, and its loss.

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::delete_topics_request::DeleteTopicState;
use kalda_protocol::messages::describe_configs_request::DescribeConfigsResource;
use kalda_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kalda_protocol::messages::{
    DeleteTopicsRequest, DescribeConfigsRequest, FindCoordinatorRequest, MetadataRequest,
    ProduceRequest,
};
use kalda_records::{AppendBatch, BatchSettings};
use tokio::time::{Duration, sleep, timeout};

use super::fixture::{Client, PATIENCE, TestNode, batch_with, topic_name};
use super::groups::{
    commit, committed, coordinated, error, fetch_error, heartbeat, join_alone, joined, node, text,
    wait_for_the_other,
};

const OFFSETS: &str = "__consumer_offsets";

#[tokio::test(flavor = "multi_thread")]
async fn the_topic_of_groups_is_made_as_configured() {
    let node = node().await;
    let mut client = node.connect().await;
    coordinated(&mut client, "g").await;
    let everything = MetadataRequest::default().with_topics(None);
    let topic = client.ask(12, &everything).await.topics.remove(0);
    assert_eq!(topic.name, Some(topic_name(OFFSETS)));
    assert!(topic.is_internal);
    assert_eq!(topic.partitions.len(), 5);
    let resource = DescribeConfigsResource::default()
        .with_resource_type(2)
        .with_resource_name(text(OFFSETS))
        .with_configuration_keys(None);
    let request = DescribeConfigsRequest::default().with_resources(vec![resource]);
    let described = client.ask(4, &request).await.results.remove(0).configs;
    let set_on_topic = described.iter().filter(|it| it.config_source == 1);
    let mut set: Vec<_> = set_on_topic
        .map(|it| (it.name.as_str(), it.value.as_deref().unwrap()))
        .collect();
    set.sort_unstable();
    let expected = [
        ("cleanup.policy", "compact"),
        ("compression.type", "producer"),
        ("segment.bytes", "104857600"),
    ];
    assert_eq!(set, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_enough_brokers_for_its_replicas_there_is_no_coordinator() {
    let node = TestNode::start().await;
    let mut client = node.connect().await;
    let find = FindCoordinatorRequest::default().with_coordinator_keys(vec![text("g")]);
    for _ in 0..5 {
        let found = client.ask(6, &find).await.coordinators.remove(0);
        assert_eq!(error(found.error_code), ErrorCode::CoordinatorNotAvailable);
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(
        fetch_error(&mut client, "g").await,
        ErrorCode::NotCoordinator
    );
    let everything = MetadataRequest::default().with_topics(None);
    assert!(client.ask(12, &everything).await.topics.is_empty());
}

/// Write `bytes` to every partition of the groups' topic, as only the admin client may.
async fn write_to_groups(client: &mut Client, bytes: &Bytes) {
    let partitions = (0..5).map(|index| {
        PartitionProduceData::default()
            .with_index(index)
            .with_records(Some(bytes.clone()))
    });
    let topic = TopicProduceData::default()
        .with_name(topic_name(OFFSETS))
        .with_partition_data(partitions.collect());
    let request = ProduceRequest::default()
        .with_acks(-1)
        .with_timeout_ms(10_000)
        .with_topic_data(vec![topic]);
    client.send_as("__admin_client", 12, &request).await;
    let answer = client.answer::<ProduceRequest>(12).await.unwrap();
    let partitions = answer.responses[0].partition_responses.iter();
    for partition in partitions {
        assert_eq!(error(partition.error_code), ErrorCode::None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_make_no_sense_harm_no_group() {
    let node = node().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let groups = ["g", "h", "i"];
    for group in groups {
        coordinated(&mut client, group).await;
        let before = commit(&mut client, group, ("", -1), 1).await;
        assert_eq!(before, ErrorCode::None);
    }
    // The key `k` is too short to be that of any record.
    let nonsense = batch_with(BatchSettings::default(), 0, &["nonsense", "more of it"]);
    assert!(AppendBatch::from_wire(nonsense.clone()).is_ok());
    write_to_groups(&mut client, &nonsense).await;
    for group in groups {
        let after = commit(&mut client, group, ("", -1), 2).await;
        assert_eq!(after, ErrorCode::None);
    }
    let node = node.restart().await;
    let mut client = node.connect().await;
    for group in groups {
        coordinated(&mut client, group).await;
        assert_eq!(committed(&mut client, group).await, Some(2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_their_log_groups_are_gone_and_begin_anew() {
    let node = node().await;
    node.topic("t", 1, &[]).await;
    let mut waiting = wait_for_the_other(&node, "g").await;
    let mut client = node.connect().await;
    assert_eq!(commit(&mut client, "h", ("", -1), 5).await, ErrorCode::None);
    let topic = DeleteTopicState::default().with_name(Some(topic_name(OFFSETS)));
    let request = DeleteTopicsRequest::default()
        .with_topics(vec![topic])
        .with_timeout_ms(10_000);
    let deleted = client.ask(6, &request).await.responses.remove(0);
    assert_eq!(error(deleted.error_code), ErrorCode::None);
    let refused = joined(&mut waiting).await;
    assert_eq!(error(refused.error_code), ErrorCode::NotCoordinator);
    let gone = async {
        while fetch_error(&mut client, "h").await != ErrorCode::NotCoordinator {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, gone).await.unwrap();
    // Only who looks for a coordinator has the topic created.
    let everything = MetadataRequest::default().with_topics(None);
    let topics = client.ask(12, &everything).await.topics;
    assert_eq!(topics.len(), 1);
    coordinated(&mut client, "h").await;
    assert_eq!(committed(&mut client, "h").await, None);
    let (member, generation) = join_alone(&mut client, "g").await;
    assert_eq!(heartbeat(&mut client, "g", (&member, generation)).await, 0);
}
