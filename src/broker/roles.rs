//! The roles a node can have, and what the handlers of each may reach.

use crate::auto_creation::AutoCreation;
use crate::channel::ControllerChannel;
use crate::controller::{ControllerHandle, MetadataReader, QuorumView, Turn};
use crate::fetch::session::SessionCache;
use crate::lifecycle::Membership;
use crate::metadata_view::{self, MetadataCell, MetadataView, OFFSETS_TOPIC};
use crate::producer_ids::ProducerIds;
use crate::replicas::Replicas;
use crate::reply::Close;
use crate::runtime::{Groups, partition_of};
use arc_swap::{ArcSwap, Guard};
use kalda_config::NodeConfig;
use kalda_metadata::{Controller, Decision};
use kalda_protocol::ErrorCode;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Who this node is.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// `node.id`
    pub(crate) node_id: i32,
    /// Cluster id of the log directories.
    pub(crate) cluster_id: Arc<str>,
}

/// What handlers on broker listeners may reach.
pub(crate) struct BrokerRole {
    /// Who this node is.
    pub(crate) identity: Identity,
    /// Metadata this broker has applied.
    pub(crate) metadata: MetadataCell,
    /// Partitions with a replica here.
    pub(crate) replicas: Arc<Replicas>,
    /// Incremental fetch sessions.
    pub(crate) fetch_sessions: Mutex<SessionCache>,
    /// The way to the controller.
    pub(crate) controller: Arc<ControllerChannel>,
    /// Creates topics that clients ask about.
    pub(crate) auto_creation: AutoCreation,
    /// Consumer groups that this broker coordinates.
    pub(crate) groups: Groups,
    /// Producer ids handed out by this broker.
    pub(crate) producer_ids: ProducerIds,
    /// The configuration with its dynamic part.
    pub(crate) config: ArcSwap<NodeConfig>,
    /// Where this broker stands in the cluster.
    pub(crate) membership: watch::Receiver<Membership>,
    /// `fetch.max.bytes`
    pub(crate) fetch_max_bytes: usize,
    /// `max.request.partition.size.limit`
    pub(crate) max_described_partitions: usize,
}

impl BrokerRole {
    /// The metadata as of now.
    pub(crate) fn metadata(&self) -> Guard<Arc<MetadataView>> {
        self.metadata.load()
    }

    /// The epoch of this broker's registration, -1 before it.
    pub(crate) fn broker_epoch(&self) -> i64 {
        self.membership.borrow().broker_epoch.unwrap_or(-1)
    }

    /// Whether groups of the new protocol (KIP-848) are served: by the cluster's features and by this broker's settings.
    pub(crate) fn serves_consumer_groups(&self) -> bool {
        self.groups.serves_consumer_protocol() && self.metadata().serves_consumer_groups()
    }

    /// The broker that coordinates `group`, where clients of `listener` reach it (FindCoordinator).
    ///
    /// COORDINATOR_NOT_AVAILABLE while nobody does. If that is because the topic of groups does not exist, this begins to
    /// create it.
    pub(crate) fn group_coordinator<'a>(
        &self,
        view: &'a MetadataView,
        group: &str,
        listener: &str,
    ) -> Result<metadata_view::Node<'a>, ErrorCode> {
        let Some(topic) = view.image.topic(OFFSETS_TOPIC) else {
            self.auto_creation.create_internal(OFFSETS_TOPIC);
            return Err(ErrorCode::CoordinatorNotAvailable);
        };
        let partition = partition_of(group, topic.partition_count());
        let leader = partition.and_then(|index| topic.partition(index));
        leader
            .and_then(|partition| view.node(partition.leader, listener))
            .ok_or(ErrorCode::CoordinatorNotAvailable)
    }

    /// Wall clock in ms, for record timestamps and session ages.
    pub(crate) fn now_ms(&self) -> i64 {
        now_ms()
    }
}

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// What handlers on controller listeners may reach.
pub(crate) struct ControllerRole {
    /// Who this node is.
    pub(crate) identity: Identity,
    /// The configuration with its dynamic part.
    pub(crate) config: ArcSwap<NodeConfig>,
    /// Asks for decisions.
    pub(crate) controller: ControllerHandle,
    /// Reads the committed metadata log.
    pub(crate) reader: MetadataReader,
}

impl ControllerRole {
    /// Committed metadata and the state of the quorum as of now.
    pub(crate) fn view(&self) -> Arc<QuorumView> {
        self.reader.view()
    }

    /// Have the active controller decide; the reply comes when its records are committed and on the disk.
    pub(crate) async fn decide<R, F>(&self, decide: F) -> Result<R, Close>
    where
        R: Send + 'static,
        F: FnOnce(&mut Controller, Turn) -> Decision<R> + Send + 'static,
    {
        let decided = self.controller.decide(decide).await;
        decided.map_err(|error| Close::Controller(error.to_string()))
    }
}
