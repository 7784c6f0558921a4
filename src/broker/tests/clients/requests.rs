//! Requests that many tests send.

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::fetch_request::{FetchPartition, FetchTopic};
use kalda_protocol::messages::fetch_response::PartitionData;
use kalda_protocol::messages::list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic};
use kalda_protocol::messages::list_offsets_response::ListOffsetsPartitionResponse;
use kalda_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kalda_protocol::messages::produce_response::PartitionProduceResponse;
use kalda_protocol::messages::{
    BrokerId, DeleteTopicsRequest, FetchRequest, ListOffsetsRequest, ProduceRequest,
    delete_topics_request,
};
use uuid::Uuid;

use super::fixture::{Client, topic_name};

/// One batch for one partition.
pub(crate) fn produce_request(
    topic: &str,
    partition: i32,
    records: Bytes,
    acks: i16,
) -> ProduceRequest {
    let partition = PartitionProduceData::default()
        .with_index(partition)
        .with_records(Some(records));
    let topic = TopicProduceData::default()
        .with_name(topic_name(topic))
        .with_partition_data(vec![partition]);
    ProduceRequest::default()
        .with_acks(acks)
        .with_timeout_ms(10_000)
        .with_topic_data(vec![topic])
}

/// A Fetch of some partitions of a topic by name, each from an offset.
pub(crate) fn fetch_request(topic: &str, partitions: &[(i32, i64)]) -> FetchRequest {
    let partitions = partitions.iter().map(|(partition, offset)| {
        FetchPartition::default()
            .with_partition(*partition)
            .with_fetch_offset(*offset)
            .with_current_leader_epoch(-1)
            .with_last_fetched_epoch(-1)
            .with_log_start_offset(-1)
            .with_partition_max_bytes(1 << 20)
    });
    let topic = FetchTopic::default()
        .with_topic(topic_name(topic))
        .with_partitions(partitions.collect());
    FetchRequest::default()
        .with_replica_id(BrokerId(-1))
        .with_max_bytes(1 << 22)
        .with_min_bytes(1)
        .with_session_epoch(-1)
        .with_topics(vec![topic])
}

/// The same by id, as from version 13 on.
pub(crate) fn by_id(mut request: FetchRequest, id: Uuid) -> FetchRequest {
    for topic in &mut request.topics {
        topic.topic_id = id;
        topic.topic = topic_name("");
    }
    request
}

impl Client {
    /// Append a batch with acks=-1.
    pub(crate) async fn produce(
        &mut self,
        topic: &str,
        partition: i32,
        records: Bytes,
    ) -> PartitionProduceResponse {
        let request = produce_request(topic, partition, records, -1);
        let answer = self.ask(9, &request).await;
        answer.responses[0].partition_responses[0].clone()
    }

    /// Append a batch, which has to succeed, and answer its base offset.
    pub(crate) async fn append(&mut self, topic: &str, partition: i32, records: Bytes) -> i64 {
        let answer = self.produce(topic, partition, records).await;
        assert_eq!(answer.error_code, 0, "{answer:?}");
        answer.base_offset
    }

    /// The error of appending a batch.
    pub(crate) async fn refusal(&mut self, topic: &str, records: Bytes) -> ErrorCode {
        let answer = self.produce(topic, 0, records).await;
        assert_eq!(answer.base_offset, -1, "{answer:?}");
        error(answer.error_code)
    }

    /// Fetch one partition by name, without waiting.
    pub(crate) async fn fetch(
        &mut self,
        topic: &str,
        partition: i32,
        offset: i64,
    ) -> PartitionData {
        let answer = self
            .ask(12, &fetch_request(topic, &[(partition, offset)]))
            .await;
        answer.responses[0].partitions[0].clone()
    }

    /// Ask for an offset by timestamp.
    pub(crate) async fn list(
        &mut self,
        version: i16,
        topic: &str,
        timestamp: i64,
    ) -> ListOffsetsPartitionResponse {
        let partition = ListOffsetsPartition::default()
            .with_current_leader_epoch(-1)
            .with_timestamp(timestamp);
        let topic = ListOffsetsTopic::default()
            .with_name(topic_name(topic))
            .with_partitions(vec![partition]);
        let request = ListOffsetsRequest::default()
            .with_replica_id(BrokerId(-1))
            .with_topics(vec![topic]);
        let answer = self.ask(version, &request).await;
        answer.topics[0].partitions[0].clone()
    }

    /// Delete a topic, and wait until the broker has forgotten it.
    pub(crate) async fn delete(&mut self, topic: &str) {
        let state =
            delete_topics_request::DeleteTopicState::default().with_name(Some(topic_name(topic)));
        let request = DeleteTopicsRequest::default()
            .with_topics(vec![state])
            .with_timeout_ms(10_000);
        let answer = self.ask(6, &request).await;
        assert_eq!(answer.responses[0].error_code, 0);
        self.wait_for_topic(topic, ErrorCode::UnknownTopicOrPartition, Uuid::nil(), 0)
            .await;
    }
}

/// The name of an error code.
pub(crate) fn error(code: i16) -> ErrorCode {
    ErrorCode::from_code(code).unwrap()
}
