//! ListOffsets, OffsetForLeaderEpoch and DeleteRecords (35, 63 to 65).

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::delete_records_request::{
    DeleteRecordsPartition, DeleteRecordsTopic,
};
use kalda_protocol::messages::offset_for_leader_epoch_request::{
    OffsetForLeaderPartition, OffsetForLeaderTopic,
};
use kalda_protocol::messages::{BrokerId, DeleteRecordsRequest, OffsetForLeaderEpochRequest};
use kalda_records::BatchSettings;

use super::fixture::{Client, TestNode, batch, batch_with, topic_name};
use super::requests::error;

async fn delete_records(client: &mut Client, topic: &str, offset: i64) -> (ErrorCode, i64) {
    let partition = DeleteRecordsPartition::default().with_offset(offset);
    let topic = DeleteRecordsTopic::default()
        .with_name(topic_name(topic))
        .with_partitions(vec![partition]);
    let request = DeleteRecordsRequest::default()
        .with_topics(vec![topic])
        .with_timeout_ms(1000);
    let answer = client.ask(2, &request).await;
    let result = &answer.topics[0].partitions[0];
    (error(result.error_code), result.low_watermark)
}

/// 35
#[tokio::test]
async fn deleted_records_stay_deleted_and_only_committed_ones_can_be() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    node.topic("compacted", 1, &[("cleanup.policy", "compact")])
        .await;
    let mut client = node.connect().await;
    client.append("t", 0, batch(&["a", "b", "c"])).await;
    let outside = (ErrorCode::OffsetOutOfRange, -1);
    assert_eq!(delete_records(&mut client, "t", 4).await, outside);
    assert_eq!(delete_records(&mut client, "t", -2).await, outside);
    let deleted = delete_records(&mut client, "t", 2).await;
    assert_eq!(deleted, (ErrorCode::None, 2));
    let below = client.fetch("t", 0, 1).await;
    assert_eq!(error(below.error_code), ErrorCode::OffsetOutOfRange);
    let refused = delete_records(&mut client, "compacted", 0).await;
    assert_eq!(refused, (ErrorCode::PolicyViolation, -1));
    let node = node.crash().await;
    let mut client = node.connect().await;
    assert_eq!(client.list(7, "t", -2).await.offset, 2);
    let all = delete_records(&mut client, "t", -1).await;
    assert_eq!(all, (ErrorCode::None, 3));
}

/// 63
#[tokio::test]
async fn offsets_are_found_by_time_and_at_the_ends_of_the_log() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let settings = BatchSettings::default;
    client
        .append("t", 0, batch_with(settings(), 500, &["a", "b"]))
        .await;
    client
        .append("t", 0, batch_with(settings(), 100, &["c"]))
        .await;
    let ends = [
        (-1, 3, -1),
        (-2, 0, -1),
        (-3, 1, 501),
        (-4, 0, -1),
        (-5, -1, -1),
    ];
    for (asked, offset, timestamp) in ends {
        let found = client.list(11, "t", asked).await;
        assert_eq!(
            (found.offset, found.timestamp),
            (offset, timestamp),
            "{asked}"
        );
    }
    for (asked, offset, timestamp) in [(0, 0, 500), (501, 1, 501), (502, -1, -1)] {
        let found = client.list(7, "t", asked).await;
        assert_eq!(
            (found.offset, found.timestamp),
            (offset, timestamp),
            "{asked}"
        );
    }
    let too_new = client.list(6, "t", -3).await;
    assert_eq!(error(too_new.error_code), ErrorCode::UnsupportedVersion);
}

/// 64
#[tokio::test]
async fn a_partition_named_twice_is_refused_once() {
    use kalda_protocol::messages::ListOffsetsRequest;
    use kalda_protocol::messages::list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic};
    let node = TestNode::start().await;
    node.topic("t", 2, &[]).await;
    let mut client = node.connect().await;
    let ask = |index| {
        ListOffsetsPartition::default()
            .with_partition_index(index)
            .with_current_leader_epoch(-1)
            .with_timestamp(-1)
    };
    let topic = ListOffsetsTopic::default()
        .with_name(topic_name("t"))
        .with_partitions(vec![ask(0), ask(1), ask(0)]);
    let request = ListOffsetsRequest::default()
        .with_replica_id(BrokerId(-1))
        .with_topics(vec![topic]);
    let answer = client.ask(6, &request).await;
    let partitions = answer.topics[0].partitions.iter();
    let told = partitions.map(|it| (it.partition_index, error(it.error_code)));
    assert!(told.eq([(0, ErrorCode::InvalidRequest), (1, ErrorCode::None)]));
}

/// 65
#[tokio::test]
async fn the_end_of_an_epoch_is_where_the_next_begins_or_the_log_ends() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    client.append("t", 0, batch(&["a", "b"])).await;
    for (epoch, expected) in [(0, (0, 2)), (1, (-1, -1)), (-1, (-1, -1))] {
        let partition = OffsetForLeaderPartition::default()
            .with_current_leader_epoch(-1)
            .with_leader_epoch(epoch);
        let topic = OffsetForLeaderTopic::default()
            .with_topic(topic_name("t"))
            .with_partitions(vec![partition]);
        let request = OffsetForLeaderEpochRequest::default()
            .with_replica_id(BrokerId(-1))
            .with_topics(vec![topic]);
        let answer = client.ask(4, &request).await;
        let end = &answer.topics[0].partitions[0];
        assert_eq!(end.error_code, 0);
        assert_eq!((end.leader_epoch, end.end_offset), expected, "{epoch}");
    }
}
