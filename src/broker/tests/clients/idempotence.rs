//! Idempotent producers (46 to 49).

use std::collections::BTreeSet;

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::describe_producers_request::TopicRequest;
use kalda_protocol::messages::{
    DescribeProducersRequest, InitProducerIdRequest, ProducerId, StrBytes, TransactionalId,
};

use super::fixture::{TestNode, records, sequenced, topic_name};

/// 46
#[tokio::test]
async fn one_of_the_last_five_batches_sent_again_is_answered_with_its_own_offset_and_not_written() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    for sequence in 0..6 {
        client
            .append("t", 0, sequenced((7, 0), sequence, &["a"]))
            .await;
    }
    for sequence in 1..6 {
        let again = sequenced((7, 0), sequence, &["a"]);
        assert_eq!(client.append("t", 0, again).await, i64::from(sequence));
    }
    let forgotten = client.refusal("t", sequenced((7, 0), 0, &["a"])).await;
    assert_eq!(forgotten, ErrorCode::OutOfOrderSequenceNumber);
    assert_eq!(client.fetch("t", 0, 0).await.high_watermark, 6);
}

/// 47
#[tokio::test]
async fn sequences_have_no_gaps_and_epochs_do_not_go_back() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client
        .append("t", 0, sequenced((7, 3), 0, &["a", "b"]))
        .await;
    let gap = client.refusal("t", sequenced((7, 3), 3, &["a"])).await;
    assert_eq!(gap, ErrorCode::OutOfOrderSequenceNumber);
    let late = client.refusal("t", sequenced((7, 4), 2, &["a"])).await;
    assert_eq!(late, ErrorCode::OutOfOrderSequenceNumber);
    client.append("t", 0, sequenced((7, 4), 0, &["a"])).await;
    let fenced = client.refusal("t", sequenced((7, 3), 2, &["a"])).await;
    assert_eq!(fenced, ErrorCode::InvalidProducerEpoch);
    // Of an unknown producer any sequence may come first, and after the largest comes 0.
    client
        .append("t", 0, sequenced((8, 0), i32::MAX, &["a"]))
        .await;
    client.append("t", 0, sequenced((8, 0), 0, &["a"])).await;
}

/// 48
#[tokio::test]
async fn a_producer_goes_on_after_a_restart_and_after_a_crash() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client.append("t", 0, sequenced((7, 2), 0, &["a"])).await;
    let node = node.restart().await;
    let mut client = node.connect().await;
    assert_eq!(client.append("t", 0, sequenced((7, 2), 0, &["a"])).await, 0);
    assert_eq!(client.append("t", 0, sequenced((7, 2), 1, &["b"])).await, 1);
    let node = node.crash().await;
    let mut client = node.connect().await;
    assert_eq!(client.append("t", 0, sequenced((7, 2), 1, &["b"])).await, 1);
    let gap = client.refusal("t", sequenced((7, 2), 3, &["d"])).await;
    assert_eq!(gap, ErrorCode::OutOfOrderSequenceNumber);
    assert_eq!(client.append("t", 0, sequenced((7, 2), 2, &["c"])).await, 2);
    let fetched = client.fetch("t", 0, 0).await;
    let values: Vec<String> = records(fetched.records.as_ref())
        .into_iter()
        .map(|(_, value)| value)
        .collect();
    assert_eq!(values, ["a", "b", "c"]);
    let topic = TopicRequest::default()
        .with_name(topic_name("t"))
        .with_partition_indexes(vec![0]);
    let request = DescribeProducersRequest::default().with_topics(vec![topic]);
    let answer = client.ask(0, &request).await;
    let producers = &answer.topics[0].partitions[0].active_producers;
    assert_eq!(producers.len(), 1);
    assert_eq!(producers[0].producer_id.0, 7);
    assert_eq!(producers[0].producer_epoch, 2);
    assert_eq!(producers[0].last_sequence, 2);
}

/// 49
#[tokio::test]
async fn each_producer_gets_an_id_that_nobody_had_before_also_after_a_restart() {
    let node = TestNode::start().await;
    let plain = InitProducerIdRequest::default()
        .with_transactional_id(None)
        .with_producer_id(ProducerId(-1))
        .with_producer_epoch(-1)
        .with_transaction_timeout_ms(60_000);
    let mut given = BTreeSet::new();
    let mut client = node.connect().await;
    for _ in 0..1500 {
        let answer = client.ask(4, &plain).await;
        assert_eq!((answer.error_code, answer.producer_epoch), (0, 0));
        assert!(given.insert(answer.producer_id.0));
    }
    let node = node.restart().await;
    let mut client = node.connect().await;
    let answer = client.ask(4, &plain).await;
    assert!(given.insert(answer.producer_id.0));
    let empty = plain.with_transactional_id(Some(TransactionalId(StrBytes::from_static_str(""))));
    let answer = client.ask(4, &empty).await;
    assert_eq!(answer.error_code, ErrorCode::InvalidRequest.code());
}
