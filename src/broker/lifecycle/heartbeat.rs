//! Registration and heartbeats.
//!
//! ```text
//! register -> caught up with our own registration -> unfenced -> ... -> shutdown wanted -> may shut down
//! ```

use crate::channel::{self, ControllerChannel, Link, LinkError};
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::broker_registration_request::{Feature, Listener};
use kalda_protocol::messages::{
    BrokerHeartbeatRequest, BrokerId, BrokerRegistrationRequest, StrBytes,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tracing::{info, warn};
use uuid::Uuid;

/// Pause before a failed registration or heartbeat is repeated, doubled each time up to [`MAX_BACKOFF`].
const MIN_BACKOFF: Duration = Duration::from_millis(50);
/// The longest such pause.
const MAX_BACKOFF: Duration = Duration::from_secs(1);

/// What the broker tells the controller of itself.
#[derive(Clone, Debug)]
pub(crate) struct Registration {
    /// `node.id`
    pub(crate) broker_id: i32,
    /// Cluster id of the log directories.
    pub(crate) cluster_id: String,
    /// Drawn anew at each start.
    pub(crate) incarnation_id: Uuid,
    /// Advertised listeners.
    pub(crate) listeners: Vec<Listener>,
    /// Feature levels this software understands.
    pub(crate) features: Vec<Feature>,
    /// `broker.rack`
    pub(crate) rack: Option<String>,
    /// Ids of the log directories that work.
    pub(crate) log_dirs: Vec<Uuid>,
    /// Broker epoch before the last clean stop, -1 after an unclean one.
    pub(crate) previous_broker_epoch: i64,
}

/// Where the broker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Membership {
    /// Epoch of the registration, `None` before it.
    pub(crate) broker_epoch: Option<i64>,
    /// Whether the controller lets clients see the broker.
    pub(crate) unfenced: bool,
    /// Whether the controller has moved leadership away, as asked.
    pub(crate) may_shut_down: bool,
}

/// The task that keeps the registration alive.
pub(crate) struct Heartbeat {
    /// To the controller.
    pub(crate) channel: Arc<ControllerChannel>,
    /// What to register.
    pub(crate) registration: Registration,
    /// `broker.heartbeat.interval.ms`
    pub(crate) interval: Duration,
    /// Metadata offset that this broker has applied.
    pub(crate) applied: watch::Receiver<i64>,
    /// Becomes true when the broker wants to stop.
    pub(crate) want_shut_down: watch::Receiver<bool>,
    /// Where the broker stands.
    pub(crate) membership: watch::Sender<Membership>,
}

/// The registration was refused for good.
#[derive(Debug, thiserror::Error)]
#[error("the controller refused to register broker {broker_id}: {reason}")]
pub(crate) struct Refused {
    broker_id: i32,
    reason: ErrorCode,
}

impl Heartbeat {
    /// Register, then heartbeat until the controller lets the broker stop or the registration is refused for good.
    pub(crate) async fn run(mut self) -> Result<(), Refused> {
        let mut link = None;
        let broker_epoch = self.register(&mut link).await?;
        self.membership
            .send_modify(|now| now.broker_epoch = Some(broker_epoch));
        // Asking to be unfenced before that would be refused.
        let caught_up = self.applied.wait_for(|applied| *applied >= broker_epoch);
        drop(timeout(self.interval, caught_up).await);
        let mut backoff = MIN_BACKOFF;
        while !self.membership.borrow().may_shut_down {
            let pause = match self.beat(&mut link, broker_epoch).await {
                Ok(()) => {
                    backoff = MIN_BACKOFF;
                    self.interval
                }
                Err(error) => {
                    warn!(%error, "heartbeat failed");
                    link = None;
                    backoff = (backoff * 2).min(MAX_BACKOFF);
                    backoff
                }
            };
            self.pause(pause).await;
        }
        Ok(())
    }

    async fn register(&self, link: &mut Option<Link>) -> Result<i64, Refused> {
        let mut backoff = MIN_BACKOFF;
        loop {
            match self.try_register(link).await {
                Ok(Ok(epoch)) => {
                    info!(broker_epoch = epoch, "registered with the controller");
                    return Ok(epoch);
                }
                Ok(Err(error)) if is_final(error) => {
                    let broker_id = self.registration.broker_id;
                    return Err(Refused {
                        broker_id,
                        reason: error,
                    });
                }
                Ok(Err(error)) => warn!(%error, "registration refused for now"),
                Err(error) => {
                    *link = None;
                    if backoff > MIN_BACKOFF {
                        warn!(%error, "cannot register yet");
                    }
                }
            }
            sleep(backoff).await;
            backoff = (backoff * 2).min(MAX_BACKOFF);
        }
    }

    async fn try_register(
        &self,
        link: &mut Option<Link>,
    ) -> Result<Result<i64, ErrorCode>, LinkError> {
        let from = &self.registration;
        let mut request = BrokerRegistrationRequest::default()
            .with_broker_id(BrokerId(from.broker_id))
            .with_cluster_id(StrBytes::from(from.cluster_id.clone()))
            .with_incarnation_id(from.incarnation_id)
            .with_listeners(from.listeners.clone())
            .with_features(from.features.clone())
            .with_rack(from.rack.clone().map(StrBytes::from));
        request.log_dirs.clone_from(&from.log_dirs);
        request.previous_broker_epoch = from.previous_broker_epoch;
        let answer = self.linked(link).await?.call(&request).await?;
        Ok(channel::check(answer.error_code).map(|()| answer.broker_epoch))
    }

    async fn beat(&self, link: &mut Option<Link>, broker_epoch: i64) -> Result<(), LinkError> {
        let applied = *self.applied.borrow();
        let request = BrokerHeartbeatRequest::default()
            .with_broker_id(BrokerId(self.registration.broker_id))
            .with_broker_epoch(broker_epoch)
            .with_current_metadata_offset(applied)
            .with_want_fence(applied < broker_epoch)
            .with_want_shut_down(*self.want_shut_down.borrow());
        let answer = self.linked(link).await?.call(&request).await?;
        if let Err(error) = channel::check(answer.error_code) {
            warn!(%error, "the controller refused a heartbeat");
            return Ok(());
        }
        self.membership.send_if_modified(|now| {
            let next = Membership {
                unfenced: !answer.is_fenced,
                may_shut_down: answer.should_shut_down,
                ..*now
            };
            std::mem::replace(now, next) != next
        });
        Ok(())
    }

    /// Wait until the next heartbeat is due: soon while the controller has something to do for this broker.
    async fn pause(&mut self, pause: Duration) {
        let leaving = *self.want_shut_down.borrow();
        if leaving || !self.membership.borrow().unfenced {
            sleep(pause.min(MIN_BACKOFF)).await;
            return;
        }
        let leave = self.want_shut_down.wait_for(|wanted| *wanted);
        drop(timeout(pause, leave).await);
    }

    async fn linked<'a>(&self, link: &'a mut Option<Link>) -> Result<&'a mut Link, LinkError> {
        if link.is_none() {
            let connected = timeout(MAX_BACKOFF, self.channel.link()).await;
            *link = Some(connected.map_err(|_| LinkError::TimedOut)??);
        }
        link.as_mut().ok_or(LinkError::NoController)
    }
}

/// Errors that trying again cannot cure.
fn is_final(error: ErrorCode) -> bool {
    [
        ErrorCode::InconsistentClusterId,
        ErrorCode::InvalidRegistration,
        ErrorCode::UnsupportedVersion,
        ErrorCode::ClusterAuthorizationFailed,
    ]
    .contains(&error)
}
