//! FetchSnapshot (key 59), versions 0 to 1: a part of a snapshot of the metadata log.
//!
//! | version | change |
//! |---|---|
//! | 1 | directory id of the follower; endpoints of the leader |

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::controller::SnapshotReadError;
use crate::reply::Close;
use crate::roles::ControllerRole;
use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::fetch_snapshot_request::PartitionSnapshot as Asked;
use kalda_protocol::messages::fetch_snapshot_response::{
    LeaderIdAndEpoch, NodeEndpoint, PartitionSnapshot, SnapshotId, TopicSnapshot,
};
use kalda_protocol::messages::{
    BrokerId, FetchSnapshotRequest, FetchSnapshotResponse, StrBytes, TopicName,
};
use kalda_protocol::uuid_text::METADATA_TOPIC;
use kalda_quorum::checkpoint::CheckpointId;
use std::io;
use tracing::error;

/// Most bytes of one part, whatever the follower asks.
const MAX_PART_BYTES: usize = 8 * 1024 * 1024;

/// The first version with the endpoints of nodes.
const ENDPOINTS_FROM: i16 = 1;

pub(crate) struct FetchSnapshot;

impl Api for FetchSnapshot {
    type Request = FetchSnapshotRequest;
    type Reply = FetchSnapshotResponse;
    const KEY: ApiKey = ApiKey::FetchSnapshot;
    const VERSIONS: Versions = Versions::of(0, 1);
}

impl OnController for FetchSnapshot {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: FetchSnapshotRequest,
    ) -> Result<FetchSnapshotResponse, Close> {
        let own: &str = &call.role.identity.cluster_id;
        let response = FetchSnapshotResponse::default();
        if request.cluster_id.as_deref().is_some_and(|id| id != own) {
            return Ok(response.with_error_code(ErrorCode::InconsistentClusterId.code()));
        }
        let [topic] = request.topics.as_slice() else {
            return Ok(response.with_error_code(ErrorCode::InvalidRequest.code()));
        };
        let [asked] = topic.partitions.as_slice() else {
            return Ok(response.with_error_code(ErrorCode::InvalidRequest.code()));
        };
        let is_ours = topic.name.as_str() == METADATA_TOPIC && asked.partition == 0;
        let max_bytes = usize::try_from(request.max_bytes)
            .unwrap_or(0)
            .min(MAX_PART_BYTES);
        let read = match is_ours {
            true => read(&call, asked, max_bytes),
            false => Err(ErrorCode::UnknownTopicOrPartition),
        };
        let view = call.role.view();
        let mut partition = PartitionSnapshot::default().with_index(asked.partition);
        if is_ours {
            partition.current_leader = LeaderIdAndEpoch::default()
                .with_leader_id(BrokerId(view.leader_id.unwrap_or(-1)))
                .with_leader_epoch(view.epoch);
        }
        let partition = match read {
            Ok((size, bytes)) => partition
                .with_snapshot_id(
                    SnapshotId::default()
                        .with_end_offset(asked.snapshot_id.end_offset)
                        .with_epoch(asked.snapshot_id.epoch),
                )
                .with_size(size)
                .with_position(asked.position)
                .with_unaligned_records(bytes),
            Err(error) => partition.with_error_code(error.code()),
        };
        let name = TopicName(topic.name.0.clone());
        let topic = TopicSnapshot::default()
            .with_name(name)
            .with_partitions(vec![partition]);
        let leader = view.leader_endpoint(&call.client.listener);
        let leader = leader.filter(|_| is_ours && call.version() >= ENDPOINTS_FROM);
        Ok(response
            .with_topics(vec![topic])
            .with_node_endpoints(leader.map(endpoint).into_iter().collect()))
    }
}

fn endpoint((node_id, host, port): (i32, &str, u16)) -> NodeEndpoint {
    NodeEndpoint::default()
        .with_node_id(BrokerId(node_id))
        .with_host(StrBytes::from_string(host.to_owned()))
        .with_port(port)
}

/// Size of the whole snapshot, and the part from the position asked for.
fn read(
    call: &Call<'_, ControllerRole>,
    asked: &Asked,
    max_bytes: usize,
) -> Result<(i64, Bytes), ErrorCode> {
    call.role.view().check_leader(asked.current_leader_epoch)?;
    let id = CheckpointId {
        end_offset: asked.snapshot_id.end_offset,
        epoch: asked.snapshot_id.epoch,
    };
    let failed = |error: &io::Error| {
        error!(%error, "cannot read a metadata snapshot");
        ErrorCode::UnknownServerError
    };
    let part = call.role.reader.snapshot(id, asked.position, max_bytes);
    let part = part.map_err(|error| match error {
        SnapshotReadError::NotFound => ErrorCode::SnapshotNotFound,
        SnapshotReadError::PositionOutOfRange => ErrorCode::PositionOutOfRange,
        SnapshotReadError::Io(error) => failed(&error),
    })?;
    let mut bytes = vec![0; part.bytes];
    let count = part
        .file
        .read_at(&mut bytes, part.position)
        .map_err(|error| failed(&error))?;
    bytes.truncate(count);
    let size = i64::try_from(part.total_bytes).unwrap_or(i64::MAX);
    Ok((size, Bytes::from(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{TestNode, text};

    #[tokio::test(flavor = "multi_thread")]
    async fn an_answer_names_the_leader_and_from_version_1_where_it_is() {
        let node = TestNode::start().await;
        let asking = |topic: &str| {
            let partition = Asked::default().with_current_leader_epoch(1);
            let topic = kalda_protocol::messages::fetch_snapshot_request::TopicSnapshot::default()
                .with_name(TopicName(text(topic)))
                .with_partitions(vec![partition]);
            FetchSnapshotRequest::default().with_topics(vec![topic])
        };
        for version in 0..=1 {
            let answer = node.ask_controller(&asking(METADATA_TOPIC), version).await;
            assert_eq!(answer.topics[0].partitions[0].current_leader.leader_id.0, 1);
            let ports: Vec<_> = answer.node_endpoints.iter().map(|it| it.port).collect();
            let expected = node.address("CONTROLLER").port();
            assert_eq!(ports, vec![expected; usize::from(version == 1)]);
            let other = node.ask_controller(&asking("other"), version).await;
            assert_eq!(other.topics[0].partitions[0].error_code, 3);
            assert_eq!(other.node_endpoints, []);
        }
        node.stop().await;
    }
}
