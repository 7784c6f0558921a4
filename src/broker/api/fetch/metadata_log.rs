//! Fetch on controller listeners: brokers follow the metadata log.
//!
//! Only what is committed is given out. As in KRaft the follower says which leader epoch it believes in, and learns the
//! real one from the refusal.

use super::{Fetch, TOPIC_IDS_FROM, replica_id};
use crate::api::OnController;
use crate::call::Call;
use crate::controller::{MetadataAnswer, MetadataFetch, QuorumView};
use crate::fetch::reply::{FetchReply, NodeEndpoint, PartitionReply};
use crate::reply::{Close, Segment};
use crate::roles::{ControllerRole, now_ms};
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::FetchRequest;
use kalda_protocol::messages::fetch_request::FetchPartition;
use kalda_protocol::uuid_text::{METADATA_TOPIC, METADATA_TOPIC_ID};
use kalda_quorum::ReplicaKey;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tracing::error;

impl OnController for Fetch {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: FetchRequest,
    ) -> Result<FetchReply, Close> {
        let own: &str = &call.role.identity.cluster_id;
        if request.cluster_id.as_deref().is_some_and(|id| id != own) {
            return Ok(refused(ErrorCode::InconsistentClusterId));
        }
        let Some(asked) = only_partition(&request, call.version()) else {
            return Ok(refused(ErrorCode::InvalidRequest));
        };
        if request.max_wait_ms < 0
            || asked.fetch_offset < 0
            || asked.last_fetched_epoch < 0
            || asked.last_fetched_epoch > asked.current_leader_epoch
        {
            return Ok(answer(&call, failed(ErrorCode::InvalidRequest)));
        }
        let wait = u64::try_from(request.max_wait_ms).unwrap_or(0);
        let deadline = Instant::now() + Duration::from_millis(wait);
        let mut changes = call.role.reader.watch();
        loop {
            let reply = read(&call, &request, asked);
            let is_empty = reply.error == ErrorCode::None
                && reply.record_bytes() == 0
                && reply.snapshot_id.is_none()
                && reply.diverging_epoch.is_none();
            if !is_empty || wait == 0 {
                return Ok(answer(&call, reply));
            }
            let news = |view: &Arc<QuorumView>| view.high_watermark > asked.fetch_offset;
            let waited = timeout_at(deadline, changes.wait_for(news)).await;
            if waited.is_err() {
                return Ok(answer(&call, reply));
            }
        }
    }
}

/// The one partition that may be asked for here, by its topic's id: like Kafka's controllers this one refuses versions
/// that know topics by name only.
fn only_partition(request: &FetchRequest, version: i16) -> Option<&FetchPartition> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let is_ours = version >= TOPIC_IDS_FROM && topic.topic_id == METADATA_TOPIC_ID;
    match topic.partitions.as_slice() {
        [partition] if is_ours && partition.partition == 0 => Some(partition),
        _ => None,
    }
}

fn read(
    call: &Call<'_, ControllerRole>,
    request: &FetchRequest,
    asked: &FetchPartition,
) -> PartitionReply {
    let view = call.role.view();
    if let Err(error) = view.check_leader(asked.current_leader_epoch) {
        return failed(error);
    }
    let id = replica_id(request);
    let fetch = MetadataFetch {
        replica: (id >= 0).then_some(ReplicaKey {
            id,
            directory_id: asked.replica_directory_id,
        }),
        offset: asked.fetch_offset,
        last_fetched_epoch: asked.last_fetched_epoch,
        max_bytes: usize::try_from(request.max_bytes).unwrap_or(0),
        wall_ms: now_ms(),
    };
    let mut reply = failed(ErrorCode::None);
    reply.high_watermark = view.high_watermark;
    match call.role.reader.fetch(fetch) {
        Ok(MetadataAnswer::Batches(slice)) => {
            reply.high_watermark = slice.high_watermark;
            reply.records = slice.range.into_iter().map(Segment::File).collect();
        }
        Ok(MetadataAnswer::Diverging { epoch, end_offset }) => {
            reply.diverging_epoch = Some((epoch, end_offset));
        }
        Ok(MetadataAnswer::Snapshot { id }) => {
            reply.snapshot_id = Some((id.end_offset, id.epoch));
        }
        Err(error) => {
            error!(%error, "cannot read the metadata log");
            return failed(ErrorCode::UnknownServerError);
        }
    }
    reply
}

fn failed(error: ErrorCode) -> PartitionReply {
    PartitionReply::failed((Arc::from(METADATA_TOPIC), METADATA_TOPIC_ID), 0, error)
}

fn refused(error: ErrorCode) -> FetchReply {
    FetchReply {
        error,
        ..FetchReply::default()
    }
}

/// Every answer names the leader, so that followers find it.
fn answer(call: &Call<'_, ControllerRole>, mut reply: PartitionReply) -> FetchReply {
    let view = call.role.view();
    let leader = view.leader_id.unwrap_or(-1);
    reply.current_leader = Some((leader, view.epoch));
    reply.log_start_offset = call.role.reader.log_start_offset();
    reply.aborted = Some(Vec::new());
    FetchReply {
        partitions: vec![reply],
        endpoints: endpoint(&view, &call.client.listener).into_iter().collect(),
        ..FetchReply::default()
    }
}

fn endpoint(view: &QuorumView, listener: &str) -> Option<NodeEndpoint> {
    let (node_id, host, port) = view.leader_endpoint(listener)?;
    Some(NodeEndpoint {
        node_id,
        host: host.to_owned(),
        port: i32::from(port),
        rack: None,
    })
}
