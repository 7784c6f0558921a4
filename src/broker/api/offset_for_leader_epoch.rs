//! OffsetForLeaderEpoch (key 23), versions 2 to 4: where a leader epoch ends, so that a reader can tell whether its
//! records still exist (KIP-320).

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::MetadataView;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::offset_for_leader_epoch_request::OffsetForLeaderPartition;
use kalda_protocol::messages::offset_for_leader_epoch_response::{
    EpochEndOffset, OffsetForLeaderTopicResult,
};
use kalda_protocol::messages::{
    OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse, TopicName,
};

pub(crate) struct OffsetForLeaderEpoch;

impl Api for OffsetForLeaderEpoch {
    type Request = OffsetForLeaderEpochRequest;
    type Reply = OffsetForLeaderEpochResponse;
    const KEY: ApiKey = ApiKey::OffsetForLeaderEpoch;
    const VERSIONS: Versions = Versions::of(2, 4);
}

impl OnBroker for OffsetForLeaderEpoch {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: OffsetForLeaderEpochRequest,
    ) -> Result<OffsetForLeaderEpochResponse, Close> {
        let view = call.role.metadata();
        let topics = request.topics.into_iter().map(|topic| {
            let asked = topic.partitions.iter();
            let answers = asked.map(|asked| {
                let answer = EpochEndOffset::default().with_partition(asked.partition);
                match end_of(&call, &view, &topic.topic, asked) {
                    Ok(end) => answer
                        .with_leader_epoch(end.epoch)
                        .with_end_offset(end.end_offset),
                    Err(error) => answer.with_error_code(error.code()),
                }
            });
            let partitions = answers.collect();
            OffsetForLeaderTopicResult::default()
                .with_topic(topic.topic)
                .with_partitions(partitions)
        });
        Ok(OffsetForLeaderEpochResponse::default().with_topics(topics.collect()))
    }
}

fn end_of(
    call: &Call<'_, BrokerRole>,
    view: &MetadataView,
    topic: &TopicName,
    asked: &OffsetForLeaderPartition,
) -> Result<kalda_log::EpochEnd, ErrorCode> {
    let topic = view
        .image
        .topic(topic)
        .ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let partition = call.role.replicas.find(topic, asked.partition)?;
    partition.check_epoch(asked.current_leader_epoch)?;
    partition.end_of_epoch(asked.leader_epoch)
}
