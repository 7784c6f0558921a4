//! DescribeProducers (key 61), version 0: the producers that a partition remembers.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::{MetadataView, missing_topic_error};
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_log::ActiveProducer;
use kalda_metadata::Topic;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::describe_producers_response::{
    PartitionResponse, ProducerState, TopicResponse,
};
use kalda_protocol::messages::{
    DescribeProducersRequest, DescribeProducersResponse, ProducerId, StrBytes,
};

pub(crate) struct DescribeProducers;

impl Api for DescribeProducers {
    type Request = DescribeProducersRequest;
    type Reply = DescribeProducersResponse;
    const KEY: ApiKey = ApiKey::DescribeProducers;
    const VERSIONS: Versions = Versions::of(0, 0);
}

impl OnBroker for DescribeProducers {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DescribeProducersRequest,
    ) -> Result<DescribeProducersResponse, Close> {
        let view = call.role.metadata();
        let topics = request.topics.into_iter().map(|topic| {
            let indexes = topic.partition_indexes.iter();
            let partitions = indexes.map(|index| answer(&call, &view, &topic.name, *index));
            let partitions = partitions.collect();
            TopicResponse::default()
                .with_name(topic.name)
                .with_partitions(partitions)
        });
        Ok(DescribeProducersResponse::default().with_topics(topics.collect()))
    }
}

fn answer(
    call: &Call<'_, BrokerRole>,
    view: &MetadataView,
    topic: &str,
    index: i32,
) -> PartitionResponse {
    let answer = PartitionResponse::default().with_partition_index(index);
    let Some(found) = view.image.topic(topic) else {
        let error = missing_topic_error(topic);
        return answer
            .with_error_code(error.code())
            .with_error_message(Some(StrBytes::from_static_str(error.message())));
    };
    match active(call, found, index) {
        Ok(producers) => answer.with_active_producers(producers),
        Err(error) => answer.with_error_code(error.code()),
    }
}

fn active(
    call: &Call<'_, BrokerRole>,
    topic: &Topic,
    index: i32,
) -> Result<Vec<ProducerState>, ErrorCode> {
    let partition = call.role.replicas.find(topic, index)?;
    let log = partition.served()?;
    Ok(log.active_producers().map(|it| state(&it)).collect())
}

fn state(producer: &ActiveProducer) -> ProducerState {
    ProducerState::default()
        .with_producer_id(ProducerId(producer.producer_id))
        .with_producer_epoch(i32::from(producer.producer_epoch))
        .with_last_sequence(producer.last_sequence)
        .with_last_timestamp(producer.last_timestamp)
        .with_coordinator_epoch(producer.coordinator_epoch)
        .with_current_txn_start_offset(producer.transaction_start_offset.unwrap_or(-1))
}
