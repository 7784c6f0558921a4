//! Produce (key 0), versions 3 to 13: append record batches to partitions.
//!
//! | version | change |
//! |---|---|
//! | 5 | log start offset; 7: zstd; 8: errors per record |
//! | 9 | compact encoding; 10: hints of the current leader |
//! | 12 | adds partitions to transactions implicitly (not served: there is no transaction coordinator yet) |
//! | 13 | topics by id |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::MetadataView;
use crate::replicas::{NewBatch, ProduceError, Written};
use crate::reply::{Close, IntoOutcome, Outcome};
use crate::roles::BrokerRole;
use kalda_metadata::Topic;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::frame::RequestHeader;
use kalda_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kalda_protocol::messages::produce_response::{
    BatchIndexAndErrorMessage, LeaderIdAndEpoch, NodeEndpoint, PartitionProduceResponse,
    TopicProduceResponse,
};
use kalda_protocol::messages::{BrokerId, ProduceRequest, ProduceResponse, StrBytes, TopicName};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The first version that names topics by id.
const TOPIC_IDS_FROM: i16 = 13;
/// The first version whose answers name the current leader.
const LEADERS_FROM: i16 = 10;
/// The first version that may carry zstd.
const ZSTD_FROM: i16 = 7;

/// All in-sync replicas, nobody, the leader.
const ACKS: [i16; 3] = [-1, 0, 1];

pub(crate) struct Produce;

/// The answer; none with `acks=0`.
pub(crate) enum ProduceReply {
    Answer(ProduceResponse),
    Silent,
}

impl IntoOutcome for ProduceReply {
    fn into_outcome(self, header: &RequestHeader) -> Outcome {
        match self {
            ProduceReply::Answer(response) => response.into_outcome(header),
            ProduceReply::Silent => Outcome::Silent,
        }
    }
}

impl Api for Produce {
    type Request = ProduceRequest;
    type Reply = ProduceReply;
    const KEY: ApiKey = ApiKey::Produce;
    const VERSIONS: Versions = Versions::of(3, 13);
}

impl OnBroker for Produce {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: ProduceRequest,
    ) -> Result<ProduceReply, Close> {
        let view = call.role.metadata();
        let appending = Appending {
            call: &call,
            view: &view,
            acks: request.acks,
        };
        let mut response = ProduceResponse::default();
        let mut failed = false;
        for topic in without_repetitions(request.topic_data) {
            let answer = appending.topic(topic, &mut response.node_endpoints).await;
            failed |= answer
                .partition_responses
                .iter()
                .any(|partition| partition.error_code != 0);
            response.responses.push(answer);
        }
        match (request.acks, failed) {
            (0, true) => Err(Close::FailedWithoutAcks),
            (0, false) => Ok(ProduceReply::Silent),
            _ => Ok(ProduceReply::Answer(response)),
        }
    }
}

/// Kafka keeps what a request names last where it names a partition twice, and answers once.
fn without_repetitions(topics: Vec<TopicProduceData>) -> Vec<TopicProduceData> {
    let mut last: HashMap<(TopicName, Uuid, i32), usize> = HashMap::new();
    let mut count = 0;
    for topic in &topics {
        for partition in &topic.partition_data {
            last.insert((topic.name.clone(), topic.topic_id, partition.index), count);
            count += 1;
        }
    }
    if last.len() == count {
        return topics;
    }
    let mut position = 0;
    let mut kept = Vec::with_capacity(topics.len());
    for mut topic in topics {
        let (name, id) = (topic.name.clone(), topic.topic_id);
        topic.partition_data.retain(|partition| {
            let is_last = last.get(&(name.clone(), id, partition.index)) == Some(&position);
            position += 1;
            is_last
        });
        if !topic.partition_data.is_empty() {
            kept.push(topic);
        }
    }
    kept
}

struct Appending<'a> {
    call: &'a Call<'a, BrokerRole>,
    view: &'a MetadataView,
    acks: i16,
}

impl Appending<'_> {
    async fn topic(
        &self,
        from: TopicProduceData,
        endpoints: &mut Vec<NodeEndpoint>,
    ) -> TopicProduceResponse {
        let by_id = self.call.version() >= TOPIC_IDS_FROM;
        let topic = match by_id {
            true => self.view.image.topic_by_id(from.topic_id),
            false => self.view.image.topic(&from.name),
        };
        let missing = match by_id {
            true => ErrorCode::UnknownTopicId,
            false => ErrorCode::UnknownTopicOrPartition,
        };
        let mut answers = Vec::with_capacity(from.partition_data.len());
        for partition in from.partition_data {
            let index = partition.index;
            let appended = match topic {
                Some(topic) => self.partition(topic, partition).await,
                None => Err(ProduceError::Refused(missing)),
            };
            let mut answer = answer(index, appended);
            if answer.error_code == ErrorCode::NotLeaderOrFollower.code()
                && let Some(topic) = topic
            {
                self.name_leader(topic, &mut answer, endpoints);
            }
            answers.push(answer);
        }
        TopicProduceResponse::default()
            .with_name(from.name)
            .with_topic_id(from.topic_id)
            .with_partition_responses(answers)
    }

    async fn partition(
        &self,
        topic: &Arc<Topic>,
        from: PartitionProduceData,
    ) -> Result<Written, ProduceError> {
        let role = self.call.role;
        if !ACKS.contains(&self.acks) {
            return Err(ProduceError::Refused(ErrorCode::InvalidRequiredAcks));
        }
        let partition = role
            .replicas
            .find(topic, from.index)
            .map_err(ProduceError::Refused)?;
        let batch = NewBatch {
            bytes: from.records.ok_or(ProduceError::NoRecords)?,
            zstd_allowed: self.call.version() >= ZSTD_FROM,
            from_admin_client: self.call.header.client_id() == "__admin_client",
        };
        partition.append(batch, role.now_ms()).await
    }

    /// Tell a producer that came to the wrong broker who leads, so that it need not ask for metadata.
    fn name_leader(
        &self,
        topic: &Topic,
        answer: &mut PartitionProduceResponse,
        endpoints: &mut Vec<NodeEndpoint>,
    ) {
        let Some(partition) = topic.partition(answer.index) else {
            return;
        };
        if self.call.version() < LEADERS_FROM {
            return;
        }
        answer.current_leader = LeaderIdAndEpoch::default()
            .with_leader_id(BrokerId(partition.leader))
            .with_leader_epoch(partition.leader_epoch);
        let Some(node) = self.view.node(partition.leader, &self.call.client.listener) else {
            return;
        };
        if endpoints
            .iter()
            .any(|endpoint| endpoint.node_id.0 == node.id)
        {
            return;
        }
        let rack = node.rack.map(|rack| StrBytes::from_string(rack.to_owned()));
        endpoints.push(
            NodeEndpoint::default()
                .with_node_id(BrokerId(node.id))
                .with_host(StrBytes::from_string(node.host.to_owned()))
                .with_port(i32::from(node.port))
                .with_rack(rack),
        );
    }
}

fn answer(index: i32, appended: Result<Written, ProduceError>) -> PartitionProduceResponse {
    let answer = PartitionProduceResponse::default().with_index(index);
    match appended {
        Ok(written) => answer
            .with_base_offset(written.base_offset)
            .with_log_append_time_ms(written.log_append_time_ms)
            .with_log_start_offset(written.log_start_offset),
        Err(error) => {
            let record_errors = error.record_errors().map(|(index, message)| {
                BatchIndexAndErrorMessage::default()
                    .with_batch_index(index)
                    .with_batch_index_error_message(Some(StrBytes::from_string(message)))
            });
            answer
                .with_error_code(error.code().code())
                .with_base_offset(-1)
                .with_log_start_offset(error.log_start_offset())
                .with_record_errors(record_errors.collect())
                .with_error_message(error.message().map(StrBytes::from_string))
        }
    }
}
