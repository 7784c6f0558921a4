//! Fetch (50 to 53, 57 to 62).

use std::time::{Duration, Instant};

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::{BrokerId, FetchRequest, StrBytes};
use kalda_records::Compression;
use uuid::Uuid;

use super::fixture::{TestNode, batch, compressed, records};
use super::requests::{by_id, error, fetch_request};

/// 50
#[tokio::test]
async fn the_first_batch_comes_whole_and_later_ones_are_cut_at_the_limits() {
    let node = TestNode::start().await;
    node.topic("t", 2, &[]).await;
    let mut client = node.connect().await;
    let long = "x".repeat(300);
    let size = batch(&[&long]).len();
    for partition in [0, 0, 0, 1] {
        client.append("t", partition, batch(&[&long])).await;
    }
    let mut request = fetch_request("t", &[(0, 0), (1, 0)]);
    request.max_bytes = 1;
    let answer = client.ask(12, &request).await;
    let lengths = |answer: &kalda_protocol::messages::FetchResponse| -> Vec<usize> {
        let partitions = answer.responses[0].partitions.iter();
        partitions
            .map(|it| it.records.as_ref().map_or(0, bytes::Bytes::len))
            .collect()
    };
    assert_eq!(lengths(&answer), [size, 0]);
    request.max_bytes = i32::try_from(2 * size + 100).unwrap();
    let answer = client.ask(12, &request).await;
    assert_eq!(lengths(&answer), [2 * size + 100, 0]);
    request.topics[0].partitions[0].partition_max_bytes = 10;
    let answer = client.ask(12, &request).await;
    assert_eq!(lengths(&answer), [size, size]);
}

/// 51
#[tokio::test]
async fn data_begins_with_the_batch_that_holds_the_offset() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client
        .append("t", 0, compressed(Compression::Lz4, &["a", "b", "c"]))
        .await;
    client.append("t", 0, batch(&["d"])).await;
    let fetched = client.fetch("t", 0, 2).await;
    let offsets = records(fetched.records.as_ref());
    assert_eq!(offsets.first().unwrap().0, 0);
    assert_eq!(offsets.len(), 4);
}

/// 52
#[tokio::test]
async fn the_log_end_is_empty_and_what_lies_outside_of_the_log_is_out_of_range() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client.append("t", 0, batch(&["a"])).await;
    let at_end = client.fetch("t", 0, 1).await;
    assert_eq!((at_end.error_code, at_end.high_watermark), (0, 1));
    for outside in [2, -1] {
        let answer = client.fetch("t", 0, outside).await;
        assert_eq!(error(answer.error_code), ErrorCode::OffsetOutOfRange);
    }
}

/// 53
#[tokio::test]
async fn a_fetch_waits_for_data_and_no_longer_than_it_was_told() {
    let node = TestNode::start().await;
    node.topic("t", 2, &[]).await;
    let mut reader = node.connect().await;
    let mut writer = node.connect().await;
    let mut request = fetch_request("t", &[(0, 0), (1, 0)]);
    request.max_wait_ms = 300;
    let begun = Instant::now();
    let answer = reader.ask(12, &request).await;
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!(answer.responses[0].partitions.len(), 2);
    request.max_wait_ms = 60_000;
    for round in 0..20 {
        request.topics[0].partitions[1].fetch_offset = round;
        reader.send(12, &request).await;
        writer.append("t", 1, batch(&["a"])).await;
        // A lost wake-up would let this run into the patience of the fixture.
        let answer = reader.answer::<FetchRequest>(12).await.unwrap();
        let found = records(answer.responses[0].partitions[1].records.as_ref());
        assert_eq!(found, [(round, "a".to_owned())]);
    }
    // Errors do not wait.
    request.topics[0].partitions[1].fetch_offset = 1000;
    let answer = reader.ask(12, &request).await;
    let code = answer.responses[0].partitions[1].error_code;
    assert_eq!(error(code), ErrorCode::OffsetOutOfRange);
    // More bytes asked for than a broker gives are as many as it gives.
    request.topics[0].partitions[1].fetch_offset = 0;
    request.min_bytes = i32::MAX;
    request.max_bytes = 10;
    reader.ask(12, &request).await;
}

/// 57
#[tokio::test]
async fn committed_readers_get_a_list_of_aborted_transactions_and_others_none() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client.append("t", 0, batch(&["a"])).await;
    let mut request = fetch_request("t", &[(0, 0)]);
    let answer = client.ask(12, &request).await;
    let partition = &answer.responses[0].partitions[0];
    assert_eq!(partition.aborted_transactions, None);
    assert_eq!(partition.last_stable_offset, 1);
    request.isolation_level = 1;
    let answer = client.ask(12, &request).await;
    let partition = &answer.responses[0].partitions[0];
    assert_eq!(partition.aborted_transactions, Some(Vec::new()));
    assert_eq!(records(partition.records.as_ref()).len(), 1);
    request.isolation_level = 2;
    let answer = client.ask(12, &request).await;
    assert_eq!(error(answer.error_code), ErrorCode::UnknownServerError);
    let partition = &answer.responses[0].partitions[0];
    assert!(records(partition.records.as_ref()).is_empty());
}

/// 58
#[tokio::test]
async fn readers_that_believe_in_another_leader_epoch_are_told() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let mut request = fetch_request("t", &[(0, 0)]);
    for (epoch, expected) in [
        (-1, ErrorCode::None),
        (0, ErrorCode::None),
        (1, ErrorCode::UnknownLeaderEpoch),
    ] {
        request.topics[0].partitions[0].current_leader_epoch = epoch;
        let answer = client.ask(12, &request).await;
        let code = answer.responses[0].partitions[0].error_code;
        assert_eq!(error(code), expected, "epoch {epoch}");
    }
}

/// 59
#[tokio::test]
async fn a_reader_whose_log_went_another_way_learns_where() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client.append("t", 0, batch(&["a", "b"])).await;
    let mut request = fetch_request("t", &[(0, 2)]);
    request.topics[0].partitions[0].last_fetched_epoch = 0;
    request.max_wait_ms = 60_000;
    request.min_bytes = 0;
    let agrees = client.ask(12, &request).await;
    let diverging = &agrees.responses[0].partitions[0].diverging_epoch;
    assert_eq!(diverging.end_offset, -1);
    request.min_bytes = 1;
    request.topics[0].partitions[0].fetch_offset = 3;
    let answer = client.ask(12, &request).await;
    let partition = &answer.responses[0].partitions[0];
    assert_eq!(partition.diverging_epoch.epoch, 0);
    assert_eq!(partition.diverging_epoch.end_offset, 2);
    assert!(records(partition.records.as_ref()).is_empty());
}

/// 60
#[tokio::test]
async fn a_rack_sends_nobody_elsewhere_and_a_follower_that_is_none_gets_nothing() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client.append("t", 0, batch(&["a"])).await;
    let mut request = fetch_request("t", &[(0, 0)]).with_rack_id(StrBytes::from_static_str("r"));
    let answer = client.ask(12, &request).await;
    let partition = &answer.responses[0].partitions[0];
    assert_eq!(partition.preferred_read_replica.0, -1);
    assert_eq!(records(partition.records.as_ref()).len(), 1);
    request.replica_id = BrokerId(7);
    let answer = client.ask(12, &request).await;
    let partition = &answer.responses[0].partitions[0];
    assert_eq!(error(partition.error_code), ErrorCode::NotLeaderOrFollower);
    assert!(records(partition.records.as_ref()).is_empty());
}

/// 61
#[tokio::test]
async fn unknown_topics_come_last_and_hurry_nobody() {
    let node = TestNode::start().await;
    let id = node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let unknown = by_id(fetch_request("", &[(0, 0)]), Uuid::from_u128(9));
    let mut request = unknown.clone();
    request.max_wait_ms = 60_000;
    let answer = client.ask(13, &request).await;
    let code = answer.responses[0].partitions[0].error_code;
    assert_eq!(error(code), ErrorCode::UnknownTopicId);
    request.max_wait_ms = 100;
    request
        .topics
        .extend(by_id(fetch_request("", &[(0, 0), (5, 0)]), id).topics);
    let begun = Instant::now();
    let answer = client.ask(13, &request).await;
    assert!(begun.elapsed() >= Duration::from_millis(100));
    let told = answer.responses.iter().flat_map(|topic| {
        let partitions = topic.partitions.iter();
        partitions.map(|it| (topic.topic_id, it.partition_index, error(it.error_code)))
    });
    let expected = [
        (id, 0, ErrorCode::None),
        (Uuid::from_u128(9), 0, ErrorCode::UnknownTopicId),
        (id, 5, ErrorCode::UnknownTopicOrPartition),
    ];
    assert!(told.eq(expected), "{answer:?}");
}

/// 62
#[tokio::test]
async fn old_versions_get_zstd_as_it_lies_in_the_log() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client
        .append("t", 0, compressed(Compression::Zstd, &["a"]))
        .await;
    let answer = client.ask(4, &fetch_request("t", &[(0, 0)])).await;
    let partition = &answer.responses[0].partitions[0];
    assert_eq!(records(partition.records.as_ref()), [(0, "a".to_owned())]);
}

#[tokio::test]
async fn long_answers_are_sent_from_the_files_and_arrive_whole() {
    let node = TestNode::start().await;
    node.topic("t", 3, &[]).await;
    let mut client = node.connect().await;
    let long = "y".repeat(200_000);
    let mut expected = Vec::new();
    for offset in 0..4 {
        client.append("t", 0, batch(&[&long])).await;
        expected.push((offset, long.clone()));
    }
    client.append("t", 1, batch(&["short"])).await;
    client.append("t", 2, batch(&[&long])).await;
    let answer = client
        .ask(12, &fetch_request("t", &[(0, 0), (1, 0), (2, 0)]))
        .await;
    let partitions = &answer.responses[0].partitions;
    let found = partitions.iter().map(|it| records(it.records.as_ref()));
    let rest = [vec![(0, "short".to_owned())], vec![(0, long.clone())]];
    assert!(found.eq([vec![expected], rest.to_vec()].concat()));
}
