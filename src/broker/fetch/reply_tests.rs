//! Fetch responses that are written by hand, beside what the generated encoder writes.

use super::*;
use bytes::Bytes;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::fetch_response::{
    AbortedTransaction, EpochEndOffset, FetchableTopicResponse, LeaderIdAndEpoch,
    NodeEndpoint as WireEndpoint, PartitionData, SnapshotId,
};
use kalda_protocol::messages::{BrokerId, FetchResponse, ProducerId, StrBytes, TopicName};

fn full() -> FetchReply {
    let partition = |topic: &str, partition| PartitionReply {
        high_watermark: 7,
        last_stable_offset: 6,
        log_start_offset: 2,
        diverging_epoch: Some((3, 5)),
        current_leader: Some((1, 9)),
        snapshot_id: Some((11, 4)),
        aborted: Some(vec![(21, 3), (22, 4)]),
        preferred_read_replica: 2,
        records: vec![Segment::Bytes(Bytes::from(vec![7; 300]))],
        ..PartitionReply::failed(
            (Arc::from(topic), Uuid::from_u128(topic.len() as u128)),
            partition,
            ErrorCode::None,
        )
    };
    FetchReply {
        throttle_time_ms: 1,
        error: ErrorCode::None,
        session_id: 5,
        partitions: vec![
            partition("orders", 0),
            partition("orders", 1),
            PartitionReply::failed(
                (Arc::from("a"), Uuid::from_u128(9)),
                3,
                ErrorCode::OffsetOutOfRange,
            ),
        ],
        endpoints: vec![NodeEndpoint {
            node_id: 1,
            host: "h".to_owned(),
            port: 9092,
            rack: Some("r".to_owned()),
        }],
    }
}

/// The same answer for the generated encoder.
fn generated(reply: &FetchReply, version: i16) -> FetchResponse {
    let mut topics: Vec<FetchableTopicResponse> = Vec::new();
    let mut last = None;
    for from in &reply.partitions {
        let mut to = PartitionData::default()
            .with_partition_index(from.partition)
            .with_error_code(from.error.code())
            .with_high_watermark(from.high_watermark)
            .with_last_stable_offset(from.last_stable_offset)
            .with_log_start_offset(from.log_start_offset);
        to.aborted_transactions = from.aborted.as_ref().map(|list| {
            let pair = |(id, first): &(i64, i64)| {
                AbortedTransaction::default()
                    .with_producer_id(ProducerId(*id))
                    .with_first_offset(*first)
            };
            list.iter().map(pair).collect()
        });
        let bytes: Vec<u8> = from.records.iter().flat_map(bytes_of).collect();
        to.records = Some(Bytes::from(bytes));
        if version >= 11 {
            to.preferred_read_replica = BrokerId(from.preferred_read_replica);
        }
        if version >= 12 {
            if let Some((epoch, end)) = from.diverging_epoch {
                to.diverging_epoch = EpochEndOffset::default()
                    .with_epoch(epoch)
                    .with_end_offset(end);
            }
            if let Some((leader, epoch)) = from.current_leader {
                to.current_leader = LeaderIdAndEpoch::default()
                    .with_leader_id(BrokerId(leader))
                    .with_leader_epoch(epoch);
            }
            if let Some((end, epoch)) = from.snapshot_id {
                to.snapshot_id = SnapshotId::default().with_end_offset(end).with_epoch(epoch);
            }
        }
        if last != Some(&from.topic) {
            let topic = FetchableTopicResponse::default();
            topics.push(if version >= 13 {
                topic.with_topic_id(from.topic_id)
            } else {
                topic.with_topic(TopicName(StrBytes::from(from.topic.to_string())))
            });
            last = Some(&from.topic);
        }
        topics.last_mut().unwrap().partitions.push(to);
    }
    let mut response = FetchResponse::default()
        .with_throttle_time_ms(reply.throttle_time_ms)
        .with_responses(topics);
    if version >= 7 {
        response = response.with_session_id(reply.session_id);
    }
    if version >= 16 {
        let endpoint = |from: &NodeEndpoint| {
            WireEndpoint::default()
                .with_node_id(BrokerId(from.node_id))
                .with_host(StrBytes::from(from.host.clone()))
                .with_port(from.port)
                .with_rack(from.rack.clone().map(StrBytes::from))
        };
        response.node_endpoints = reply.endpoints.iter().map(endpoint).collect();
    }
    response
}

fn bytes_of(segment: &Segment) -> Vec<u8> {
    match segment {
        Segment::Bytes(bytes) => bytes.to_vec(),
        Segment::File(range) => panic!("{range:?}"),
    }
}

#[test]
fn every_version_is_byte_for_byte_what_the_generated_encoder_writes() {
    for version in 4..=18 {
        for reply in [full(), FetchReply::default()] {
            let expected =
                frame::response_frame(ApiKey::Fetch, version, 99, &generated(&reply, version));
            let header = RequestHeader {
                api: ApiKey::Fetch,
                api_version: version,
                correlation_id: 99,
                client_id: None,
            };
            let Outcome::Answer(segments) = reply.into_outcome(&header) else {
                panic!("not an answer");
            };
            let written: Vec<u8> = segments.iter().flat_map(bytes_of).collect();
            assert_eq!(written, expected.unwrap(), "version {version}");
        }
    }
}
