//! The controller role of a node.

use super::{Parts, Socket, StartError, tell};
use crate::controller::{ControllerHandle, ControllerStart, RunningController};
use crate::dispatch::Service;
use crate::roles::{ControllerRole, Identity};
use crate::settings::Settings;
use arc_swap::ArcSwap;
use kalda_config::NodeConfig;
use kalda_metadata::controller::Settings as ControllerSettings;
use kalda_metadata::features;
use kalda_protocol::messages::controller_registration_request::{Feature, Listener};
use kalda_protocol::messages::{BrokerId, ControllerRegistrationRequest, StrBytes};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// A controller that runs and serves its listeners.
pub(super) struct RunningControllerRole {
    handle: ControllerHandle,
    stop: watch::Sender<bool>,
    listeners: Vec<JoinHandle<()>>,
    ended: watch::Receiver<bool>,
}

impl RunningControllerRole {
    /// Start the controller, wait until it is active, and serve `sockets`.
    pub(super) async fn start(parts: &Parts, sockets: Vec<Socket>) -> Result<Self, StartError> {
        let settings = &parts.settings;
        let directory = &settings.node.metadata_log_dir;
        let start = ControllerStart {
            disk: Arc::clone(&parts.disk),
            directory_id: parts
                .directories
                .ids
                .get(directory)
                .copied()
                .unwrap_or_default(),
            log: settings.metadata_log.clone(),
            quorum: settings.quorum.clone(),
            controller: controller_settings(settings, &parts.config, &parts.identity),
        };
        let RunningController {
            handle,
            reader,
            ended,
        } = start.start()?;
        let failures = parts.failures.clone();
        let (finished, is_finished) = watch::channel(false);
        tokio::spawn(async move {
            match ended.await {
                Ok(Ok(())) => {}
                Ok(Err(failure)) => tell(&failures, failure.to_string()),
                Err(_) => tell(&failures, "the controller ended unexpectedly".to_owned()),
            }
            finished.send_replace(true);
        });
        if !handle.active().await {
            return Err(StartError::NotActive(
                "it stopped; the log says why".to_owned(),
            ));
        }
        let registration = registration(parts, &sockets);
        // The locks of the log directories are held: an earlier process of this broker is gone, though killed, and need
        // not be waited for until its session times out.
        let own_broker = settings.node.is_broker().then_some(parts.identity.node_id);
        let registered = handle.decide(move |controller, _| {
            if let Some(broker) = own_broker {
                controller.end_session(broker);
            }
            controller.register_controller(&registration)
        });
        let registered = registered
            .await
            .map_err(|error| StartError::NotActive(error.to_string()))?;
        if registered.error_code != 0 {
            let code = registered.error_code;
            return Err(StartError::NotActive(format!(
                "its registration was refused with error {code}"
            )));
        }
        let role = ControllerRole {
            identity: parts.identity.clone(),
            config: ArcSwap::from_pointee(parts.config.clone()),
            controller: handle.clone(),
            reader,
        };
        let (stop, stopping) = watch::channel(false);
        let service = Service::Controller(Arc::new(role));
        let limits = parts.limits(&sockets);
        let listeners = parts.serve(sockets, &service, &stopping, &limits);
        Ok(RunningControllerRole {
            handle,
            stop,
            listeners,
            ended: is_finished,
        })
    }

    /// Finish requests in progress, then stop the controller's thread.
    pub(super) async fn stop(self) {
        self.stop.send_replace(true);
        for listener in self.listeners {
            drop(listener.await);
        }
        self.handle.stop().await;
        let mut ended = self.ended;
        drop(ended.wait_for(|ended| *ended).await);
    }
}

fn controller_settings(
    settings: &Settings,
    config: &NodeConfig,
    identity: &Identity,
) -> ControllerSettings {
    let ms = settings.lifecycle.session_timeout.as_millis();
    let replication_factor = settings.topics.default_replication_factor;
    ControllerSettings {
        node_id: identity.node_id,
        cluster_id: identity.cluster_id.to_string(),
        controller_ids: match settings.quorum.voters.is_empty() {
            true => [identity.node_id].into(),
            false => settings.quorum.voters.keys().copied().collect(),
        },
        default_partitions: settings.topics.default_partitions,
        default_replication_factor: i16::try_from(replication_factor).unwrap_or(i16::MAX),
        delete_topic_enable: settings.topics.can_delete,
        broker_session_timeout_ms: i64::try_from(ms).unwrap_or(i64::MAX),
        file_configs: config.layers().file.clone(),
        broker_values: config.values().clone(),
        kraft_version: 0,
    }
}

fn registration(parts: &Parts, sockets: &[Socket]) -> ControllerRegistrationRequest {
    let advertised = parts.settings.listeners.advertised_controller.iter();
    let listeners = advertised.map(|endpoint| {
        let (host, port) = super::broker::reachable(endpoint, sockets);
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
    ControllerRegistrationRequest::default()
        .with_controller_id(BrokerId(parts.identity.node_id).0)
        .with_incarnation_id(Uuid::new_v4())
        .with_listeners(listeners.collect())
        .with_features(features.collect())
}
