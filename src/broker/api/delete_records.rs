//! DeleteRecords (key 21), versions 0 to 2: forget all records below an offset.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::{MetadataView, is_internal_topic};
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::delete_records_response::{
    DeleteRecordsPartitionResult, DeleteRecordsTopicResult,
};
use kalda_protocol::messages::{DeleteRecordsRequest, DeleteRecordsResponse};

pub(crate) struct DeleteRecords;

impl Api for DeleteRecords {
    type Request = DeleteRecordsRequest;
    type Reply = DeleteRecordsResponse;
    const KEY: ApiKey = ApiKey::DeleteRecords;
    const VERSIONS: Versions = Versions::of(0, 2);
}

impl OnBroker for DeleteRecords {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DeleteRecordsRequest,
    ) -> Result<DeleteRecordsResponse, Close> {
        let view = call.role.metadata();
        let mut response = DeleteRecordsResponse::default();
        for topic in request.topics {
            let mut results = Vec::with_capacity(topic.partitions.len());
            for asked in &topic.partitions {
                let (partition, offset) = (asked.partition_index, asked.offset);
                let deleted = delete(&call, &view, (&topic.name, partition), offset).await;
                let result =
                    DeleteRecordsPartitionResult::default().with_partition_index(partition);
                results.push(match deleted {
                    Ok(low_watermark) => result.with_low_watermark(low_watermark),
                    Err(error) => result.with_low_watermark(-1).with_error_code(error.code()),
                });
            }
            let answer = DeleteRecordsTopicResult::default();
            response
                .topics
                .push(answer.with_name(topic.name).with_partitions(results));
        }
        Ok(response)
    }
}

async fn delete(
    call: &Call<'_, BrokerRole>,
    view: &MetadataView,
    (topic, partition): (&str, i32),
    offset: i64,
) -> Result<i64, ErrorCode> {
    let found = view
        .image
        .topic(topic)
        .ok_or(ErrorCode::UnknownTopicOrPartition)?;
    if found.partition(partition).is_none() {
        return Err(ErrorCode::UnknownTopicOrPartition);
    }
    if is_internal_topic(topic) {
        return Err(ErrorCode::InvalidTopicException);
    }
    let partition = call.role.replicas.find(found, partition)?;
    call.role
        .replicas
        .delete_records(&partition, offset, call.role.now_ms())
        .await
}
