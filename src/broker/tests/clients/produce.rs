//! Produce (36 to 45).

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::ProduceRequest;
use kalda_records::{Attributes, BatchSettings, Compression, TimestampType};
use uuid::Uuid;

use super::fixture::{TestNode, batch, batch_with, compressed, records, topic_name};
use super::requests::{error, produce_request};

/// A batch with some bytes of its header replaced, and the checksum made good.
fn altered(at: usize, bytes: &[u8]) -> bytes::Bytes {
    let mut batch = batch(&["a", "b"]).to_vec();
    batch[at..at + bytes.len()].copy_from_slice(bytes);
    let crc = crc_of(&batch[21..]);
    batch[17..21].copy_from_slice(&crc.to_be_bytes());
    batch.into()
}

fn crc_of(bytes: &[u8]) -> u32 {
    let mut crc = !0_u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0x82f6_3b78 & (0_u32.wrapping_sub(crc & 1)));
        }
    }
    !crc
}

/// 36
#[tokio::test]
async fn a_partition_takes_exactly_one_batch_of_magic_2_in_a_request() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let one = batch(&["a"]);
    assert_eq!(client.append("t", 0, one.clone()).await, 0);
    let two = [&one[..], &one[..]].concat();
    assert_eq!(
        client.refusal("t", two.into()).await,
        ErrorCode::InvalidRecord
    );
    let none = bytes::Bytes::new();
    assert_eq!(client.refusal("t", none).await, ErrorCode::InvalidRecord);
    let mut old = one.to_vec();
    old[16] = 1;
    assert_eq!(
        client.refusal("t", old.into()).await,
        ErrorCode::InvalidRecord
    );
    let zstd = compressed(Compression::Zstd, &["a"]);
    let answer = client
        .ask(6, &produce_request("t", 0, zstd.clone(), -1))
        .await;
    let code = answer.responses[0].partition_responses[0].error_code;
    assert_eq!(error(code), ErrorCode::UnsupportedCompressionType);
    assert_eq!(client.append("t", 0, zstd).await, 1);
}

/// 37
#[tokio::test]
async fn a_batch_that_contradicts_itself_is_an_invalid_record() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let faults = [
        (0, 1_i64.to_be_bytes().to_vec()),
        (23, 2_i32.to_be_bytes().to_vec()),
        (57, 3_i32.to_be_bytes().to_vec()),
        (21, 0x20_i16.to_be_bytes().to_vec()),
        (43, 9_i64.to_be_bytes().to_vec()),
    ];
    for (at, bytes) in faults {
        let refusal = client.refusal("t", altered(at, &bytes)).await;
        assert_eq!(refusal, ErrorCode::InvalidRecord, "byte {at}");
    }
    let mut damaged = batch(&["a"]).to_vec();
    *damaged.last_mut().unwrap() ^= 1;
    let refusal = client.refusal("t", damaged.into()).await;
    assert_eq!(refusal, ErrorCode::CorruptMessage);
    assert_eq!(client.fetch("t", 0, 0).await.high_watermark, 0);
}

/// 38
#[tokio::test]
async fn acks_0_gets_no_answer_but_keeps_its_order_and_an_error_closes_the_connection() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let silent = produce_request("t", 0, batch(&["a"]), 0);
    client.send(9, &silent).await;
    // The next answer on the connection is that of the next request, and what was sent before it is in the log.
    assert_eq!(client.append("t", 0, batch(&["b"])).await, 1);
    client
        .send(9, &produce_request("nowhere", 0, batch(&["a"]), 0))
        .await;
    assert!(client.answer::<ProduceRequest>(9).await.is_none());
    let mut client = node.connect().await;
    let answer = client
        .ask(9, &produce_request("t", 0, batch(&["c"]), 2))
        .await;
    let code = answer.responses[0].partition_responses[0].error_code;
    assert_eq!(error(code), ErrorCode::InvalidRequiredAcks);
    assert_eq!(client.fetch("t", 0, 0).await.high_watermark, 2);
}

/// 39
#[tokio::test]
async fn min_insync_replicas_counts_at_most_the_replicas_there_are() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[("min.insync.replicas", "3")]).await;
    let mut client = node.connect().await;
    assert_eq!(client.append("t", 0, batch(&["a"])).await, 0);
}

/// 40
#[tokio::test]
async fn a_batch_beyond_max_message_bytes_is_refused_also_after_recompression() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[("max.message.bytes", "200")]).await;
    let unfolding = [
        ("max.message.bytes", "200"),
        ("compression.type", "uncompressed"),
    ];
    node.topic("unfolding", 1, &unfolding).await;
    let mut client = node.connect().await;
    let long = "x".repeat(500);
    let refusal = client.refusal("t", batch(&[&long])).await;
    assert_eq!(refusal, ErrorCode::MessageTooLarge);
    let small = compressed(Compression::Gzip, &[&long]);
    assert!(small.len() < 200);
    assert_eq!(client.append("t", 0, small.clone()).await, 0);
    let refusal = client.refusal("unfolding", small).await;
    assert_eq!(refusal, ErrorCode::MessageTooLarge);
}

/// 41
#[tokio::test]
async fn create_times_are_kept_within_the_window_and_append_times_are_the_brokers() {
    let node = TestNode::start().await;
    let window = [("message.timestamp.before.max.ms", "1000")];
    node.topic("window", 1, &window).await;
    let broker = [("message.timestamp.type", "LogAppendTime")];
    node.topic("append", 1, &broker).await;
    node.topic("create", 1, &[]).await;
    let mut client = node.connect().await;
    let answer = client.produce("window", 0, batch(&["old", "older"])).await;
    assert_eq!(error(answer.error_code), ErrorCode::InvalidTimestamp);
    assert_eq!(answer.record_errors.len(), 2);
    assert_eq!(answer.log_start_offset, 0);
    let claimed = Attributes {
        timestamp_type: TimestampType::LogAppendTime,
        ..Attributes::default()
    };
    let settings = BatchSettings {
        attributes: claimed,
        ..BatchSettings::default()
    };
    let refusal = client
        .refusal("create", batch_with(settings, 0, &["a"]))
        .await;
    assert_eq!(refusal, ErrorCode::InvalidTimestamp);
    let created = client.produce("create", 0, batch(&["a"])).await;
    assert_eq!(created.log_append_time_ms, -1);
    let stamped = client.produce("append", 0, batch(&["a"])).await;
    assert!(stamped.log_append_time_ms > 1_600_000_000_000);
    let found = client.list(7, "append", -3).await;
    assert_eq!(found.timestamp, stamped.log_append_time_ms);
}

/// 42
#[tokio::test]
async fn one_record_without_a_key_refuses_the_batch_for_a_compacted_topic_and_is_named() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[("cleanup.policy", "compact")]).await;
    let mut client = node.connect().await;
    let mut builder = kalda_records::BatchBuilder::new(BatchSettings::default());
    for key in [Some(&b"k"[..]), None, Some(b"k")] {
        builder.append(&kalda_records::NewRecord {
            key,
            ..Default::default()
        });
    }
    let answer = client
        .produce("t", 0, builder.build().unwrap().to_bytes())
        .await;
    assert_eq!(error(answer.error_code), ErrorCode::InvalidRecord);
    let at_fault: Vec<i32> = answer
        .record_errors
        .iter()
        .map(|it| it.batch_index)
        .collect();
    assert_eq!(at_fault, [1]);
    assert!(answer.error_message.is_some());
    assert_eq!(client.append("t", 0, batch(&["a"])).await, 0);
}

/// 43
#[tokio::test]
async fn the_topics_codec_replaces_the_producers_and_the_records_stay_the_same() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[("compression.type", "zstd")]).await;
    let mut client = node.connect().await;
    let all = [
        Compression::None,
        Compression::Gzip,
        Compression::Snappy,
        Compression::Lz4,
        Compression::Zstd,
    ];
    for codec in all {
        client.append("t", 0, compressed(codec, &["a", "b"])).await;
    }
    let fetched = client.fetch("t", 0, 0).await;
    let bytes = fetched.records.unwrap();
    let codecs = kalda_records::Batches::new(&bytes).map(|it| it.unwrap().0.compression().unwrap());
    assert!(codecs.eq([Compression::Zstd; 5]));
    let values = ["a", "b"].into_iter().cycle().map(str::to_owned);
    let expected: Vec<(i64, String)> = (0..10).zip(values).collect();
    assert_eq!(records(Some(&bytes)), expected);
}

/// 44
#[tokio::test]
async fn only_the_admin_client_writes_to_internal_topics() {
    let node = TestNode::start().await;
    node.topic("__consumer_offsets", 1, &[]).await;
    let mut client = node.connect().await;
    let refusal = client.refusal("__consumer_offsets", batch(&["a"])).await;
    assert_eq!(refusal, ErrorCode::InvalidTopicException);
    let request = produce_request("__consumer_offsets", 0, batch(&["a"]), -1);
    client.send_as("__admin_client", 9, &request).await;
    let answer = client.answer::<ProduceRequest>(9).await.unwrap();
    assert_eq!(answer.responses[0].partition_responses[0].error_code, 0);
}

/// 45
#[tokio::test]
async fn an_id_that_no_topic_has_is_told_as_such() {
    let node = TestNode::start().await;
    let id = node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let mut request = produce_request("t", 0, batch(&["a"]), -1);
    request.topic_data[0].name = topic_name("");
    for (id, expected) in [
        (Uuid::from_u128(77), ErrorCode::UnknownTopicId),
        (id, ErrorCode::None),
    ] {
        request.topic_data[0].topic_id = id;
        let answer = client.ask(13, &request).await;
        let code = answer.responses[0].partition_responses[0].error_code;
        assert_eq!(error(code), expected);
    }
}

#[tokio::test]
async fn a_partition_named_twice_in_a_request_is_written_once_as_named_last() {
    let node = TestNode::start().await;
    node.topic("t", 2, &[]).await;
    let mut client = node.connect().await;
    let mut request = produce_request("t", 0, batch(&["first"]), -1);
    let other = produce_request("t", 1, batch(&["other"]), -1);
    let again = produce_request("t", 0, batch(&["last"]), -1);
    request.topic_data.extend(other.topic_data);
    request.topic_data.extend(again.topic_data);
    let answer = client.ask(9, &request).await;
    let answers = answer
        .responses
        .iter()
        .flat_map(|it| &it.partition_responses);
    assert_eq!(answers.count(), 2);
    let fetched = client.fetch("t", 0, 0).await;
    assert_eq!(records(fetched.records.as_ref()), [(0, "last".to_owned())]);
}
