//! The broker role of a node.

use super::sink::BrokerSink;
use super::{Parts, Socket, StartError, tell};
use crate::auto_creation::AutoCreation;
use crate::channel::{ChannelSettings, ControllerChannel};
use crate::dispatch::Service;
use crate::fetch::session::SessionCache;
use crate::lifecycle::{Heartbeat, Membership, MetadataTail, Registration};
use crate::metadata_view::MetadataCell;
use crate::producer_ids::ProducerIds;
use crate::replicas::{self, IdentifiedDir, Replicas};
use crate::roles::BrokerRole;
use crate::runtime::Groups;
use crate::settings::Settings;
use arc_swap::ArcSwap;
use kalda_config::Endpoint;
use kalda_log::LogDir;
use kalda_metadata::features;
use kalda_protocol::messages::StrBytes;
use kalda_protocol::messages::broker_registration_request::{Feature, Listener};
use parking_lot::Mutex;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;
use tracing::warn;
use uuid::Uuid;

/// How long a stopping broker waits for the controller to move its leaders.
const CONTROLLED_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// A broker that is a member of its cluster and serves its listeners.
pub(super) struct RunningBroker {
    role: Arc<BrokerRole>,
    stop: watch::Sender<bool>,
    want_shut_down: Option<watch::Sender<bool>>,
    listeners: Vec<JoinHandle<()>>,
    background: Vec<JoinHandle<()>>,
}

impl Parts {
    /// Take the log directories, so that no other process uses them.
    pub(super) fn lock_directories(&self) -> Result<Vec<IdentifiedDir>, StartError> {
        let paths = self.settings.node.all_dirs();
        let usable = paths
            .iter()
            .filter(|path| !self.directories.offline.contains_key(*path));
        let lock = |path: &std::path::PathBuf| {
            let dir = LogDir::open(Arc::clone(&self.disk), path)?;
            let id = self.directories.ids.get(path).copied().unwrap_or_default();
            Ok(IdentifiedDir::new(id, dir))
        };
        usable.map(lock).collect()
    }

    /// A channel to the controllers, this node's own one first: it is reached where it listens, whatever the quorum's
    /// keys say, as in Apache Kafka, where it is not reached over a socket at all.
    fn channel(&self) -> ControllerChannel {
        let quorum = &self.settings.quorum;
        let own = self
            .own_controller
            .map(|address| local(address).to_string());
        let others = quorum.voters.values().chain(&quorum.bootstrap_servers);
        ControllerChannel::new(ChannelSettings {
            controllers: own
                .into_iter()
                .chain(others.map(ToString::to_string))
                .collect(),
            timeout: self.settings.lifecycle.controller_timeout,
        })
    }

    fn broker_role(
        &self,
        channel: &Arc<ControllerChannel>,
        replicas: Arc<Replicas>,
        membership: watch::Receiver<Membership>,
    ) -> BrokerRole {
        let Settings {
            fetch,
            groups,
            topics,
            ..
        } = &self.settings;
        BrokerRole {
            identity: self.identity.clone(),
            metadata: MetadataCell::default(),
            groups: Groups::new(self.identity.node_id, Arc::clone(&replicas), groups.clone()),
            replicas,
            fetch_sessions: Mutex::new(SessionCache::new(fetch.session_slots)),
            controller: Arc::clone(channel),
            auto_creation: AutoCreation::new(topics.clone(), Arc::clone(channel)),
            producer_ids: ProducerIds::new(self.identity.node_id, Arc::clone(channel)),
            config: ArcSwap::from_pointee(self.config.clone()),
            membership,
            fetch_max_bytes: fetch.max_bytes,
            max_described_partitions: topics.max_described_partitions,
        }
    }

    fn registration(
        &self,
        sockets: &[Socket],
        log_dirs: Vec<Uuid>,
        previous_broker_epoch: i64,
    ) -> Registration {
        let advertised = self.settings.listeners.advertised_broker.iter();
        let listeners = advertised.map(|endpoint| {
            let (host, port) = reachable(endpoint, sockets);
            Listener::default()
                .with_name(StrBytes::from_string(endpoint.listener.clone()))
                .with_host(StrBytes::from_string(host))
                .with_port(port)
                .with_security_protocol(endpoint.protocol.code())
        });
        let features = features::SUPPORTED.iter().map(|(name, range)| {
            Feature::default()
                .with_name(StrBytes::from_static_str(name))
                .with_min_supported_version(range.min)
                .with_max_supported_version(range.max)
        });
        Registration {
            broker_id: self.identity.node_id,
            cluster_id: self.identity.cluster_id.to_string(),
            incarnation_id: Uuid::new_v4(),
            listeners: listeners.collect(),
            features: features.collect(),
            rack: self.settings.node.rack.clone(),
            log_dirs,
            previous_broker_epoch,
        }
    }
}

/// The address of a listener as this machine reaches it: one bound to all addresses is reached over the loopback one.
fn local(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Where clients reach a listener: its own words, or where it was really bound.
pub(super) fn reachable(endpoint: &Endpoint, sockets: &[Socket]) -> (String, u16) {
    let host = match &endpoint.host {
        Some(host) => host.clone(),
        None => rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned(),
    };
    let bound = sockets
        .iter()
        .find(|socket| *socket.bound.name == *endpoint.listener);
    let port = match (endpoint.port, bound) {
        (0, Some(socket)) => socket.bound.address.port(),
        (port, _) => port,
    };
    (host, port)
}

impl RunningBroker {
    /// Register, open the partitions that the metadata assigns here, and serve `sockets` once the controller lets
    /// clients see the broker.
    pub(super) async fn start(
        parts: &Parts,
        sockets: Vec<Socket>,
        dirs: Vec<IdentifiedDir>,
    ) -> Result<Self, StartError> {
        let settings = &parts.settings;
        let channel = Arc::new(parts.channel());
        let dirs: Vec<IdentifiedDir> = dirs
            .into_iter()
            .filter(|it| {
                settings
                    .node
                    .log_dirs
                    .iter()
                    .any(|path| path == it.dir.path())
            })
            .collect();
        let log_dirs = dirs.iter().map(|dir| dir.id).collect();
        let (replicas, previous_epoch) = Replicas::new(
            parts.identity.node_id,
            Arc::clone(&parts.disk),
            dirs,
            Arc::new(parts.config.clone()),
            settings.store.recovery_threads,
        )?;
        let (membership, is_member) = watch::channel(Membership::default());
        let role = Arc::new(parts.broker_role(&channel, Arc::new(replicas), is_member.clone()));
        let (want_shut_down, wants) = watch::channel(false);
        let (applied, has_applied) = watch::channel(-1);
        let sees_itself = has_applied.clone();
        let heartbeat = Heartbeat {
            channel: Arc::clone(&channel),
            registration: parts.registration(&sockets, log_dirs, previous_epoch),
            interval: settings.lifecycle.heartbeat_interval,
            applied: has_applied,
            want_shut_down: wants,
            membership,
        };
        let limits = Arc::new(parts.limits(&sockets));
        let tail = MetadataTail {
            channel,
            broker_id: parts.identity.node_id,
            cluster_id: parts.identity.cluster_id.to_string(),
            sink: BrokerSink {
                role: Arc::clone(&role),
                file_config: parts.config.clone(),
                limits: Arc::clone(&limits),
                applied,
            },
        };
        let mut background = spawn_members(parts, heartbeat, tail);
        let limit = settings.lifecycle.registration_timeout;
        join(is_member, limit).await?;
        see_itself(&role, sees_itself, limit).await?;
        let maintenance = replicas::maintain(
            Arc::clone(&role.replicas),
            settings.store.clone(),
            settings.cleaner.clone(),
        );
        background.push(tokio::spawn(maintenance));
        let (stop, stopping) = watch::channel(false);
        let service = Service::Broker(Arc::clone(&role));
        let listeners = parts.serve(sockets, &service, &stopping, &limits);
        Ok(RunningBroker {
            role,
            stop,
            want_shut_down: settings
                .lifecycle
                .controlled_shutdown
                .then_some(want_shut_down),
            listeners,
            background,
        })
    }

    /// Hand over leadership, finish requests in progress, and close the logs cleanly.
    pub(super) async fn stop(self) {
        if let Some(want_shut_down) = &self.want_shut_down {
            want_shut_down.send_replace(true);
            let mut membership = self.role.membership.clone();
            let let_go = membership.wait_for(|now| now.may_shut_down);
            if timeout(CONTROLLED_SHUTDOWN_TIMEOUT, let_go).await.is_err() {
                warn!("the controller did not let the broker go in time");
            }
        }
        self.stop.send_replace(true);
        // Members that wait for a rebalance would keep their connections open.
        self.role.groups.stop().await;
        for listener in self.listeners {
            drop(listener.await);
        }
        for task in &self.background {
            task.abort();
        }
        let role = Arc::clone(&self.role);
        let closed = spawn_blocking(move || role.replicas.close(role.broker_epoch()));
        drop(closed.await);
    }
}

fn spawn_members(
    parts: &Parts,
    heartbeat: Heartbeat,
    tail: MetadataTail<BrokerSink>,
) -> Vec<JoinHandle<()>> {
    let failures = parts.failures.clone();
    let beating = tokio::spawn(async move {
        if let Err(refused) = heartbeat.run().await {
            tell(&failures, refused.to_string());
        }
    });
    let failures = parts.failures.clone();
    let following = tokio::spawn(async move {
        let error = tail.run().await;
        tell(&failures, error.to_string());
    });
    vec![beating, following]
}

/// Wait until the broker's own metadata says that clients may see it: the first of them would find no broker else.
async fn see_itself(
    role: &BrokerRole,
    mut applied: watch::Receiver<i64>,
    limit: Duration,
) -> Result<(), StartError> {
    let is_seen = |_: &i64| {
        let view = role.metadata();
        let own = view.image.broker(role.identity.node_id);
        own.is_some_and(|broker| !broker.is_fenced())
    };
    match timeout(limit, applied.wait_for(is_seen)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) => Err(StartError::NotJoined(
            "the metadata log cannot be followed; the log says why".to_owned(),
        )),
        Err(_) => Err(StartError::NotJoined(format!(
            "its own registration was not in the metadata log within {} s",
            limit.as_secs()
        ))),
    }
}

/// Wait until the broker is a member that clients may see.
async fn join(
    mut membership: watch::Receiver<Membership>,
    limit: Duration,
) -> Result<(), StartError> {
    let joined = timeout(limit, membership.wait_for(|now| now.unfenced)).await;
    match joined {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) => Err(StartError::NotJoined(
            "its registration was refused; the log says why".to_owned(),
        )),
        Err(_) => Err(StartError::NotJoined(format!(
            "no answer from the controllers within {} s",
            limit.as_secs()
        ))),
    }
}
