//! FetchSnapshot (key 59), versions 0 to 1: a part of a snapshot of the metadata log.
//!
//! | version | change |
//! |---|---|
//! | 1 | directory id of the follower; endpoints of the leader |

use super::{Api, OnController, Versions};
use crate::controller::SnapshotReadError;
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::fetch_snapshot_request::PartitionSnapshot as Asked;
use kalda_protocol::messages::fetch_snapshot_response::{
    LeaderIdAndEpoch, PartitionSnapshot, SnapshotId, TopicSnapshot,
};
use kalda_protocol::messages::{BrokerId, FetchSnapshotRequest, FetchSnapshotResponse, TopicName};
use kalda_protocol::uuid_text::METADATA_TOPIC;
use kalda_quorum::checkpoint::CheckpointId;
use std::io;
use tracing::error;

/// Most bytes of one part, whatever the follower asks.
const MAX_PART_BYTES: usize = 8 * 1024 * 1024;

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
        Ok(response.with_topics(vec![topic]))
    }
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
