//! The conversation with a node: what it answers, what it closes, and in which order. Numbers are those of the checklist
//! of behaviours that clients rely on.

use std::time::{Duration, Instant};

use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::fetch_request::{FetchPartition, FetchTopic};
use kalda_protocol::messages::{ApiVersionsRequest, FetchRequest, MetadataRequest, TopicName};

use crate::fixture::{TestNode, raw_frame, request_bytes, text};

fn software(name: &str, version: &str) -> ApiVersionsRequest {
    ApiVersionsRequest::default()
        .with_client_software_name(text(name))
        .with_client_software_version(text(version))
}

// Gotchas 1 and 2.
#[tokio::test(flavor = "multi_thread")]
async fn an_api_versions_request_from_the_future_learns_which_versions_there_are() {
    let node = TestNode::start().await;
    for listener in ["PLAINTEXT", "CONTROLLER"] {
        let mut peer = node.connect(listener).await;
        peer.write(&raw_frame(18, 99, b"not to be read")).await;
        let expected = [0, 0, 0, 77, 0, 35, 0, 0, 0, 1, 0, 18, 0, 0, 0, 4];
        assert_eq!(peer.read().await.unwrap(), expected.as_slice());
        // The conversation goes on, and the header stays without a tagged section.
        peer.write(&request_bytes(&software("kalda-test", "1"), 4))
            .await;
        let answer = peer.read().await.unwrap();
        assert_eq!(answer[..6], [0, 0, 0, 77, 0, 0]);
    }
    node.stop().await;
}

// Gotcha 3.
#[tokio::test(flavor = "multi_thread")]
async fn produce_is_advertised_from_version_0_and_served_from_version_3() {
    let node = TestNode::start().await;
    let answer = node.ask(&software("a", "1"), 4).await;
    let key = ApiKey::Produce.id();
    let produce = answer.api_keys.iter().find(|api| api.api_key == key);
    assert_eq!(produce.unwrap().min_version, 0);
    for version in 0..3 {
        let mut peer = node.connect("PLAINTEXT").await;
        peer.write(&raw_frame(key, version, &[0, 1, 0, 0, 3, 232, 0, 0, 0, 0]))
            .await;
        assert_eq!(peer.read().await, None);
    }
    node.stop().await;
}

// Gotchas 4 and 5.
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_answered_closes_that_connection_and_no_other() {
    let node = TestNode::start().await;
    let mut other = node.connect("PLAINTEXT").await;
    let (metadata, heartbeat) = (ApiKey::Metadata.id(), ApiKey::BrokerHeartbeat.id());
    let cases: [(&str, &str, Vec<u8>); 8] = [
        ("an unknown API", "PLAINTEXT", raw_frame(999, 0, &[])),
        ("a negative API", "PLAINTEXT", raw_frame(-1, 0, &[])),
        ("a new version", "PLAINTEXT", raw_frame(metadata, 14, &[])),
        (
            "a negative version",
            "PLAINTEXT",
            raw_frame(metadata, -1, &[]),
        ),
        (
            "a body cut off",
            "PLAINTEXT",
            raw_frame(metadata, 1, &[0, 0]),
        ),
        (
            "an array bomb",
            "PLAINTEXT",
            raw_frame(metadata, 1, &[0x7f, 255, 255, 255]),
        ),
        (
            "a controller's API",
            "PLAINTEXT",
            raw_frame(heartbeat, 0, &[0; 30]),
        ),
        (
            "a broker's API",
            "CONTROLLER",
            raw_frame(metadata, 1, &[255; 4]),
        ),
    ];
    for (what, listener, bytes) in cases {
        let mut peer = node.connect(listener).await;
        peer.write(&bytes).await;
        assert_eq!(peer.read().await, None, "{what}");
    }
    other.ask(&MetadataRequest::default(), 12).await;
    node.stop().await;
}

// Gotcha 6.
#[tokio::test(flavor = "multi_thread")]
async fn pipelined_requests_are_answered_in_order_behind_a_waiting_fetch() {
    let node = TestNode::start().await;
    node.create_topic("quiet", 1, &[]).await;
    let partition = FetchPartition::default().with_partition_max_bytes(1000);
    let topic = FetchTopic::default()
        .with_topic(TopicName(text("quiet")))
        .with_partitions(vec![partition]);
    let fetch = FetchRequest::default()
        .with_max_wait_ms(300)
        .with_min_bytes(1)
        .with_max_bytes(1000)
        .with_session_epoch(-1)
        .with_topics(vec![topic]);
    let mut peer = node.connect("PLAINTEXT").await;
    let both = [
        request_bytes(&fetch, 12),
        request_bytes(&software("a", "1"), 4),
    ];
    let sent = Instant::now();
    peer.write(&both.concat()).await;
    let first = peer.read().await.unwrap();
    assert!(sent.elapsed() >= Duration::from_millis(300));
    let second = peer.read().await.unwrap();
    // Throttle time 0, no error, session 0 and one topic; then some sixty APIs.
    assert!(first.len() < second.len(), "{first:?} {second:?}");
    node.stop().await;
}

// Gotcha 7.
#[tokio::test(flavor = "multi_thread")]
async fn frames_of_impossible_sizes_close_the_connection() {
    let node = TestNode::with(&[("socket.request.max.bytes", "1000")]).await;
    for length in [-1, i32::MIN, 0, 7, 1001, i32::MAX] {
        let mut peer = node.connect("PLAINTEXT").await;
        let bytes = [&length.to_be_bytes()[..], &[0; 7]].concat();
        peer.write(&bytes).await;
        assert_eq!(peer.read().await, None, "{length}");
    }
    let long_name = "n".repeat(900);
    assert_eq!(node.ask(&software(&long_name, "1"), 4).await.error_code, 0);
    node.stop().await;
}

// Gotcha 8.
#[tokio::test(flavor = "multi_thread")]
async fn a_strange_name_of_client_software_is_refused_and_the_conversation_goes_on() {
    let node = TestNode::start().await;
    let mut peer = node.connect("PLAINTEXT").await;
    for (name, version) in [("", "1"), ("a b", "1"), ("a", "-1"), ("a", "")] {
        assert_eq!(peer.ask(&software(name, version), 3).await.error_code, 42);
    }
    assert_eq!(peer.ask(&software("a", "1"), 3).await.error_code, 0);
    // Older versions name no software.
    assert_eq!(
        peer.ask(&ApiVersionsRequest::default(), 2).await.error_code,
        0
    );
    node.stop().await;
}

// Gotcha 9.
#[tokio::test(flavor = "multi_thread")]
async fn a_null_client_id_is_a_client_id() {
    let node = TestNode::start().await;
    let mut peer = node.connect("PLAINTEXT").await;
    // Header 2, client id null, no tags; body: ApiVersions 4 from "a" "1".
    let body = [0, 18, 0, 4, 0, 0, 0, 77, 255, 255, 0, 2, b'a', 2, b'1', 0];
    peer.write(&[&[0, 0, 0, 16][..], &body].concat()).await;
    assert_eq!(peer.read().await.unwrap()[4..6], [0, 0]);
    node.stop().await;
}

// Gotchas 10 and 11.
#[tokio::test(flavor = "multi_thread")]
async fn features_are_told_with_their_epoch_and_hidden_where_clients_cannot_read_them() {
    let node = TestNode::start().await;
    for listener in ["PLAINTEXT", "CONTROLLER"] {
        let mut peer = node.connect(listener).await;
        let old = peer.ask(&software("a", "1"), 3).await;
        let new = peer.ask(&software("a", "1"), 4).await;
        let old_names: Vec<_> = old
            .supported_features
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(old_names, ["metadata.version"]);
        assert_eq!(new.supported_features.len(), 7);
        for answer in [old, new] {
            assert!(answer.finalized_features_epoch > 0);
            let level = |name: &str| {
                let mut features = answer.finalized_features.iter();
                let found = features.find(|feature| feature.name.as_str() == name);
                found.map_or(0, |feature| feature.max_version_level)
            };
            assert_eq!(level("transaction.version"), 2, "{listener}");
            assert_eq!(level("group.version"), 1, "{listener}");
            assert_eq!(level("kraft.version"), 1, "{listener}");
        }
    }
    node.stop().await;
}

// Gotcha 13.
#[tokio::test(flavor = "multi_thread")]
async fn telemetry_is_not_advertised_where_nobody_takes_it() {
    let node = TestNode::start().await;
    let answer = node.ask(&software("a", "1"), 4).await;
    let is_telemetry = |key: i16| [71, 72].contains(&key);
    assert!(!answer.api_keys.iter().any(|api| is_telemetry(api.api_key)));
    node.stop().await;
}

// Gotcha 15.
#[tokio::test(flavor = "multi_thread")]
async fn tagged_fields_that_nobody_knows_are_skipped() {
    let node = TestNode::start().await;
    let mut peer = node.connect("PLAINTEXT").await;
    // Header tag 5 and body tags 7 and 300, of any content.
    let header = [0, 18, 0, 4, 0, 0, 0, 77, 0, 1, b't', 1, 5, 2, 9, 9];
    let body = [2, b'a', 2, b'1', 2, 7, 0, 0xac, 2, 3, 1, 2, 3];
    let length = u8::try_from(header.len() + body.len()).unwrap();
    peer.write(&[&[0, 0, 0, length][..], &header, &body].concat())
        .await;
    assert_eq!(peer.read().await.unwrap()[4..6], [0, 0]);
    node.stop().await;
}
