//! What Metadata tells of topics, by name, by id, and of those that are not there.

use std::time::Duration;

use kalda_protocol::messages::metadata_request::MetadataRequestTopic;
use kalda_protocol::messages::metadata_response::MetadataResponseTopic;
use kalda_protocol::messages::{MetadataRequest, MetadataResponse, TopicName};
use uuid::Uuid;

use crate::fixture::{TestNode, text};

fn named(names: &[&str]) -> MetadataRequest {
    let topics = names
        .iter()
        .map(|name| MetadataRequestTopic::default().with_name(Some(TopicName(text(name)))));
    MetadataRequest::default()
        .with_topics(Some(topics.collect()))
        .with_allow_auto_topic_creation(false)
}

fn identified(id: Uuid) -> MetadataRequest {
    let topic = MetadataRequestTopic::default()
        .with_name(None)
        .with_topic_id(id);
    MetadataRequest::default()
        .with_topics(Some(vec![topic]))
        .with_allow_auto_topic_creation(false)
}

fn names(answer: &MetadataResponse) -> Vec<String> {
    let name = |topic: &MetadataResponseTopic| topic.name.clone().unwrap_or_default().to_string();
    answer.topics.iter().map(name).collect()
}

fn errors(answer: &MetadataResponse) -> Vec<i16> {
    answer.topics.iter().map(|topic| topic.error_code).collect()
}

// Gotchas 21 and 22.
#[tokio::test(flavor = "multi_thread")]
async fn null_means_all_topics_and_empty_none_except_in_version_0() {
    let node = TestNode::start().await;
    for name in ["a", "b"] {
        node.create_topic(name, 2, &[]).await;
    }
    // Versions before 4 have no field to forbid it.
    let named = |names: &[&str]| named(names).with_allow_auto_topic_creation(true);
    assert_eq!(names(&node.ask(&named(&[]), 0).await), ["a", "b"]);
    for version in 1..=13 {
        let all = node
            .ask(&MetadataRequest::default().with_topics(None), version)
            .await;
        assert_eq!(names(&all), ["a", "b"], "{version}");
        assert_eq!(all.topics[0].partitions.len(), 2);
        let none = node.ask(&named(&[]), version).await;
        assert_eq!(none.topics.len(), 0, "{version}");
        // Any live broker may be named as the controller: all of them pass requests on.
        assert_eq!((none.brokers.len(), none.controller_id.0), (1, 1));
        assert_eq!(names(&node.ask(&named(&["b"]), version).await), ["b"]);
    }
    let cluster_id = node.ask(&named(&[]), 12).await.cluster_id;
    assert_eq!(cluster_id.as_deref(), Some(node.cluster_id.as_str()));
    node.stop().await;
}

// Gotcha 22.
#[tokio::test(flavor = "multi_thread")]
async fn the_listener_that_is_asked_decides_which_endpoints_are_told() {
    let node = TestNode::start().await;
    for listener in ["PLAINTEXT", "OTHER"] {
        let answer = node.connect(listener).await.ask(&named(&[]), 12).await;
        let port = i32::from(node.address(listener).port());
        assert_eq!(answer.brokers[0].port, port, "{listener}");
        assert_eq!(answer.brokers[0].rack.as_deref(), Some("rack-a"));
    }
    node.stop().await;
}

// Gotcha 23.
#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_topic_is_reported_first_and_made_where_that_is_allowed() {
    let node = TestNode::start().await;
    assert_eq!(errors(&node.ask(&named(&["forbidden"]), 12).await), [3]);
    let wanted = named(&["wanted"]).with_allow_auto_topic_creation(true);
    assert_eq!(errors(&node.ask(&wanted, 12).await), [3]);
    let mut patience = 1000;
    while errors(&node.ask(&named(&["wanted"]), 12).await) != [0] {
        patience -= 1;
        assert!(patience > 0, "the topic was not made");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(errors(&node.ask(&named(&["forbidden"]), 12).await), [3]);
    let illegal = named(&["no/topic"]).with_allow_auto_topic_creation(true);
    assert_eq!(errors(&node.ask(&illegal, 12).await), [17]);
    node.stop().await;
}

// Gotcha 23.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_made_where_the_broker_forbids_it() {
    let node = TestNode::with(&[("auto.create.topics.enable", "false")]).await;
    let wanted = named(&["wanted"]).with_allow_auto_topic_creation(true);
    assert_eq!(errors(&node.ask(&wanted, 12).await), [3]);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(errors(&node.ask(&named(&["wanted"]), 12).await), [3]);
    node.stop().await;
}

// Gotcha 25.
#[tokio::test(flavor = "multi_thread")]
async fn topics_are_found_by_id_from_version_12_on() {
    let node = TestNode::start().await;
    let id = node.create_topic("a", 1, &[]).await;
    for version in [10, 11] {
        assert_eq!(errors(&node.ask(&identified(id), version).await), [42]);
    }
    for version in [12, 13] {
        assert_eq!(names(&node.ask(&identified(id), version).await), ["a"]);
        let unknown = node.ask(&identified(Uuid::from_u128(99)), version).await;
        assert_eq!(errors(&unknown), [100]);
        let neither = node.ask(&identified(Uuid::nil()), version).await;
        assert_eq!(errors(&neither), [42]);
        assert_eq!(neither.error_code, if version == 13 { 42 } else { 0 });
    }
    node.stop().await;
}

// Gotcha 26.
#[tokio::test(flavor = "multi_thread")]
async fn authorized_operations_are_told_only_when_asked_for() {
    let node = TestNode::start().await;
    node.create_topic("a", 1, &[]).await;
    let silent = node.ask(&named(&["a"]), 8).await;
    assert_eq!(silent.topics[0].topic_authorized_operations, i32::MIN);
    assert_eq!(silent.cluster_authorized_operations, i32::MIN);
    let asking = named(&["a"]).with_include_topic_authorized_operations(true);
    let cluster = asking
        .clone()
        .with_include_cluster_authorized_operations(true);
    let told = node.ask(&cluster, 8).await;
    // Read, write, create, delete, alter, describe, describe and alter configs; Kafka's bits.
    assert_eq!(told.topics[0].topic_authorized_operations, 3576);
    assert_eq!(told.cluster_authorized_operations, 8096);
    assert_eq!(
        node.ask(&asking, 13).await.topics[0].topic_authorized_operations,
        3576
    );
    node.stop().await;
}
