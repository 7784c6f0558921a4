//! A running node: what is started, in which order, and how it stops.
//!
//! ```text
//! directories -> sockets bound -> controller -> controller listeners -> registration, metadata -> partitions opened
//!   -> unfenced -> broker listeners -> ready
//! ```

mod broker;
mod controller;
mod error;
mod sink;

pub use error::StartError;

use crate::chance;
use crate::net::{self, Bound, RoleLimits};
use crate::roles::{Identity, now_ms};
use crate::settings::Settings;
use crate::storage::open_directories;
use broker::RunningBroker;
use controller::RunningControllerRole;
use kalda_config::{Endpoint, NodeConfig};
use kalda_disk::{Disk, RealDisk};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tracing::info;

use crate::dispatch::Service;
use crate::settings::NetworkSettings;

/// Something that the node cannot go on without has failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(pub String);

/// Where the node accepts connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// Name of the listener.
    pub name: String,
    /// Address, with the real port.
    pub address: SocketAddr,
}

/// A running node.
pub struct Node {
    listening: Vec<Listening>,
    failures: mpsc::Receiver<Failure>,
    broker: Option<RunningBroker>,
    controller: Option<RunningControllerRole>,
}

/// What the parts of a node are started with.
struct Parts {
    settings: Settings,
    config: NodeConfig,
    identity: Identity,
    disk: Arc<dyn Disk>,
    directories: crate::storage::NodeDirectories,
    /// Where this node's own controller listens.
    own_controller: Option<SocketAddr>,
    failures: mpsc::Sender<Failure>,
}

/// A bound listener and how it is served.
struct Socket {
    bound: Bound,
    settings: NetworkSettings,
}

impl Node {
    /// Start a node. When this returns it is a member of its cluster and every listener accepts connections.
    ///
    /// # Errors
    /// One sentence about the first thing that is wrong.
    pub async fn start(config: NodeConfig) -> Result<Node, StartError> {
        let settings = Settings::read(&config)?;
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let directories = open_directories(&*disk, &settings.node, &mut chance::new_id, now_ms())?;
        let identity = Identity {
            node_id: settings.node.node_id,
            cluster_id: Arc::from(directories.cluster_id.as_str()),
        };
        let broker_sockets = bind_all(&settings.listeners.broker)?;
        let controller_sockets = bind_all(&settings.listeners.controller)?;
        let listening = [&broker_sockets, &controller_sockets].into_iter().flatten();
        let listening = listening.map(|socket| Listening {
            name: socket.bound.name.to_string(),
            address: socket.bound.address,
        });
        let listening = listening.collect();
        let (failed, failures) = mpsc::channel(8);
        let parts = Parts {
            settings,
            config,
            identity,
            disk,
            directories,
            own_controller: controller_sockets
                .first()
                .map(|socket| socket.bound.address),
            failures: failed,
        };
        let locks = parts.lock_directories()?;
        let controller = match parts.settings.node.is_controller() {
            true => Some(RunningControllerRole::start(&parts, controller_sockets).await?),
            false => None,
        };
        let broker = match parts.settings.node.is_broker() {
            true => Some(RunningBroker::start(&parts, broker_sockets, locks).await?),
            false => None,
        };
        Ok(Node {
            listening,
            failures,
            broker,
            controller,
        })
    }

    /// Where the node accepts connections.
    pub fn listening(&self) -> &[Listening] {
        &self.listening
    }

    /// Wait until the node cannot go on.
    pub async fn failed(&mut self) -> Failure {
        let failure = self.failures.recv().await;
        failure.unwrap_or_else(|| Failure("a part of the node ended unexpectedly".to_owned()))
    }

    /// Hand over what others rely on, finish requests in progress, and leave the directories cleanly.
    pub async fn shutdown(self) {
        info!("shutting down");
        if let Some(broker) = self.broker {
            broker.stop().await;
        }
        if let Some(controller) = self.controller {
            controller.stop().await;
        }
        info!("shut down");
    }
}

impl Parts {
    /// The limits of connections to `sockets`.
    fn limits(&self, sockets: &[Socket]) -> RoleLimits {
        let listeners = sockets
            .iter()
            .map(|socket| (&*socket.bound.name, &socket.settings));
        RoleLimits::new(&self.settings.connections, listeners)
    }

    /// Begin to serve `sockets`; the tasks end when `stop` becomes true.
    fn serve(
        &self,
        sockets: Vec<Socket>,
        service: &Service,
        stop: &watch::Receiver<bool>,
        limits: &RoleLimits,
    ) -> Vec<tokio::task::JoinHandle<()>> {
        let tasks = sockets.into_iter().filter_map(|socket| {
            let limits = limits.of(&socket.bound.name)?;
            let serving = net::serve(
                socket.bound,
                service.clone(),
                (limits, socket.settings),
                stop.clone(),
            );
            let failures = self.failures.clone();
            Some(tokio::spawn(async move {
                if let Err(error) = serving.await {
                    tell(&failures, format!("a listener failed: {error}"));
                }
            }))
        });
        tasks.collect()
    }
}

/// Say that the node cannot go on. One failure is enough: when the queue is full somebody has said so already.
fn tell(failures: &mpsc::Sender<Failure>, sentence: String) {
    drop(failures.try_send(Failure(sentence)));
}

fn bind_all(listeners: &[(Endpoint, NetworkSettings)]) -> Result<Vec<Socket>, StartError> {
    let bind = |(endpoint, settings): &(Endpoint, NetworkSettings)| {
        let host = endpoint.host.as_deref().unwrap_or_default();
        let bound = net::bind(&endpoint.listener, host, endpoint.port, settings.backlog);
        let bound = bound.map_err(|source| StartError::Bind {
            listener: endpoint.listener.clone(),
            address: format!("{host}:{}", endpoint.port),
            source,
        })?;
        Ok(Socket {
            bound,
            settings: settings.clone(),
        })
    };
    listeners.iter().map(bind).collect()
}
