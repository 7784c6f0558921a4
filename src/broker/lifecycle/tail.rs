//! Follows the metadata log: fetches what is committed, folds it into images, and hands each image on.

use super::records::{self, Applied, UnreadableMetadata};
use crate::channel::{self, ControllerChannel, Link, LinkError};
use crate::metadata_view::MetadataView;
use bytes::BytesMut;
use kalda_metadata::{Image, Loader};
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::fetch_request::{FetchPartition, FetchTopic, ReplicaState};
use kalda_protocol::messages::fetch_response::PartitionData;
use kalda_protocol::messages::fetch_snapshot_request::{
    PartitionSnapshot, SnapshotId, TopicSnapshot,
};
use kalda_protocol::messages::{BrokerId, FetchRequest, FetchSnapshotRequest, StrBytes, TopicName};
use kalda_protocol::uuid_text::METADATA_TOPIC_ID;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use tracing::{info, warn};
use uuid::Uuid;

/// Name of the metadata log's topic.
const METADATA_TOPIC: &str = "__cluster_metadata";
/// How long the controller may hold a Fetch that finds nothing new.
const MAX_WAIT_MS: i32 = 500;
/// Most bytes of one Fetch or snapshot chunk.
const MAX_BYTES: i32 = 8 * 1024 * 1024;
/// Most bytes of a snapshot; above it the broker gives up rather than fill its memory.
const MAX_SNAPSHOT_BYTES: usize = 1024 * 1024 * 1024;
/// Pause before a failed fetch is repeated.
const BACKOFF: Duration = Duration::from_millis(100);

/// Takes images as they come.
pub(crate) trait ImageSink: Send {
    /// `view` is the metadata up to and including the record at its offset.
    fn publish(&mut self, view: MetadataView) -> impl Future<Output = ()> + Send;
}

/// Why the metadata log can be followed no further.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TailError {
    /// See [`UnreadableMetadata`].
    #[error("the metadata log cannot be read: {0}")]
    Unreadable(#[from] UnreadableMetadata),
    /// A snapshot beyond all reason.
    #[error("a metadata snapshot of {0} bytes is larger than this broker reads")]
    SnapshotTooLarge(i64),
}

/// The task that follows the log.
pub(crate) struct MetadataTail<S> {
    /// To the controller.
    pub(crate) channel: Arc<ControllerChannel>,
    /// `node.id`
    pub(crate) broker_id: i32,
    /// Cluster id of the log directories.
    pub(crate) cluster_id: String,
    /// Where images go.
    pub(crate) sink: S,
}

struct Position {
    loader: Loader,
    applied: Applied,
    /// `kraft.version` as the last control record about it says.
    kraft_version: i16,
    /// The epoch that the leader is believed to lead in.
    leader_epoch: i32,
    /// How far the log reached when it was first seen: nothing is published before that, because metadata that lacks
    /// half of the topics would look as if they had been deleted.
    first_seen_end: Option<i64>,
}

impl<S: ImageSink> MetadataTail<S> {
    /// Follow the log from its beginning, for ever.
    pub(crate) async fn run(mut self) -> TailError {
        let mut position = Position {
            loader: Loader::new(Image::default()),
            applied: Applied {
                next_offset: 0,
                epoch: 0,
            },
            kraft_version: 0,
            leader_epoch: 0,
            first_seen_end: None,
        };
        loop {
            match self.follow(&mut position).await {
                Ok(error) => return error,
                Err(error) => warn!(%error, "cannot fetch metadata; trying again"),
            }
            sleep(BACKOFF).await;
        }
    }

    /// Fetch over one link until it fails, or until the metadata turns out unreadable.
    async fn follow(&mut self, position: &mut Position) -> Result<TailError, LinkError> {
        let mut link = self.channel.link().await?;
        // A new quorum has its version in no record of the log, only in the snapshot that formatting wrote.
        let told = link.served().kraft_version;
        position.kraft_version = position.kraft_version.max(told);
        loop {
            let answer = link.call(&self.request(position)).await?;
            let partition = answer
                .responses
                .into_iter()
                .flat_map(|topic| topic.partitions)
                .next();
            let Some(partition) = partition else {
                sleep(BACKOFF).await;
                continue;
            };
            let leader_epoch = partition.current_leader.leader_epoch;
            match channel::check(partition.error_code) {
                Ok(()) => {}
                Err(ErrorCode::FencedLeaderEpoch | ErrorCode::UnknownLeaderEpoch)
                    if leader_epoch > position.leader_epoch =>
                {
                    position.leader_epoch = leader_epoch;
                    continue;
                }
                Err(error) => {
                    warn!(%error, "the controller refused a metadata fetch");
                    sleep(BACKOFF).await;
                    continue;
                }
            }
            if let Err(error) = self.take(&mut link, position, partition).await? {
                return Ok(error);
            }
        }
    }

    async fn take(
        &mut self,
        link: &mut Link,
        position: &mut Position,
        partition: PartitionData,
    ) -> Result<Result<(), TailError>, LinkError> {
        let snapshot = partition.snapshot_id;
        if snapshot.end_offset >= 0 {
            let id = (snapshot.end_offset, snapshot.epoch);
            return match self.load_snapshot(link, position, id).await? {
                Ok((image, kraft_version)) => {
                    info!(end_offset = id.0, "loaded a metadata snapshot");
                    position.loader = Loader::new(image);
                    position.kraft_version = kraft_version;
                    (position.applied.next_offset, position.applied.epoch) = id;
                    Ok(Ok(()))
                }
                Err(error) => Ok(Err(error)),
            };
        }
        let end = partition.high_watermark;
        let complete_from = *position.first_seen_end.get_or_insert(end);
        let bytes = partition.records.unwrap_or_default();
        let mut read = records::Reading::new(&mut position.loader, &mut position.kraft_version);
        let applied = match read.replay(&bytes, position.applied, end) {
            Ok(applied) => applied,
            Err(error) => return Ok(Err(error.into())),
        };
        if applied != position.applied && applied.next_offset >= complete_from {
            let view = MetadataView {
                image: position.loader.image().clone(),
                offset: applied.next_offset - 1,
                kraft_version: position.kraft_version,
            };
            self.sink.publish(view).await;
        }
        position.applied = applied;
        Ok(Ok(()))
    }

    fn request(&self, position: &Position) -> FetchRequest {
        let partition = FetchPartition::default()
            .with_partition(0)
            .with_current_leader_epoch(position.leader_epoch)
            .with_fetch_offset(position.applied.next_offset)
            .with_last_fetched_epoch(position.applied.epoch)
            .with_log_start_offset(-1)
            .with_partition_max_bytes(MAX_BYTES);
        let topic = FetchTopic::default()
            .with_topic(TopicName(StrBytes::from_static_str(METADATA_TOPIC)))
            .with_topic_id(METADATA_TOPIC_ID)
            .with_partitions(vec![partition]);
        let replica = ReplicaState::default().with_replica_id(BrokerId(self.broker_id));
        FetchRequest::default()
            .with_cluster_id(Some(StrBytes::from(self.cluster_id.clone())))
            .with_replica_state(replica)
            .with_max_wait_ms(MAX_WAIT_MS)
            .with_min_bytes(1)
            .with_max_bytes(MAX_BYTES)
            .with_session_epoch(-1)
            .with_topics(vec![topic])
    }

    /// The image of a snapshot and its `kraft.version`.
    async fn load_snapshot(
        &self,
        link: &mut Link,
        position: &Position,
        (end_offset, epoch): (i64, i32),
    ) -> Result<Result<(Image, i16), TailError>, LinkError> {
        let mut bytes = BytesMut::new();
        loop {
            let id = SnapshotId::default()
                .with_end_offset(end_offset)
                .with_epoch(epoch);
            let partition = PartitionSnapshot::default()
                .with_partition(0)
                .with_current_leader_epoch(position.leader_epoch)
                .with_snapshot_id(id)
                .with_position(i64::try_from(bytes.len()).unwrap_or(i64::MAX))
                .with_replica_directory_id(Uuid::nil());
            let topic = TopicSnapshot::default()
                .with_name(TopicName(StrBytes::from_static_str(METADATA_TOPIC)))
                .with_partitions(vec![partition]);
            let request = FetchSnapshotRequest::default()
                .with_cluster_id(Some(StrBytes::from(self.cluster_id.clone())))
                .with_replica_id(BrokerId(self.broker_id))
                .with_max_bytes(MAX_BYTES)
                .with_topics(vec![topic]);
            let answer = link.call(&request).await?;
            let chunk = answer
                .topics
                .into_iter()
                .flat_map(|topic| topic.partitions)
                .next();
            let Some(chunk) = chunk.filter(|chunk| chunk.error_code == 0) else {
                return Err(LinkError::Closed);
            };
            let whole = usize::try_from(chunk.size).unwrap_or(usize::MAX);
            if whole > MAX_SNAPSHOT_BYTES {
                return Ok(Err(TailError::SnapshotTooLarge(chunk.size)));
            }
            bytes.extend_from_slice(&chunk.unaligned_records);
            if bytes.len() >= whole {
                return Ok(records::replay_snapshot(&bytes).map_err(TailError::from));
            }
            if chunk.unaligned_records.is_empty() {
                return Err(LinkError::Closed);
            }
        }
    }
}
