//! The broker's side of its conversation with the controller, over the controller listener like any other broker's.
//!
//! Kinds of request that may wait long or must not be delayed each have a link of their own: Kafka answers the requests of
//! one connection in order, so a waiting metadata Fetch would hold up the heartbeats behind it.

mod link;

use link::Served;
pub(crate) use link::{Link, LinkError, check};

use arc_swap::{ArcSwap, Guard};
use bytes::Bytes;
use kalda_protocol::frame::RequestHeader;
use kalda_protocol::messages::Request;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// The client id of a broker's own requests.
pub(crate) const CLIENT_ID: &str = "kalda-broker";
/// Requests of clients that are with the controller at the same time; more wait for one of these to be answered.
const FORWARDED_AT_ONCE: usize = 8;

/// Where controllers listen, and how patient to be with them.
#[derive(Clone, Debug)]
pub(crate) struct ChannelSettings {
    /// `host:port` of each controller, from `controller.quorum.bootstrap.servers` or `controller.quorum.voters`.
    pub(crate) controllers: Vec<String>,
    /// `controller.socket.timeout.ms`
    pub(crate) timeout: Duration,
}

/// Links to the active controller.
#[derive(Debug)]
pub(crate) struct ControllerChannel {
    settings: ChannelSettings,
    idle: Mutex<Vec<Link>>,
    permits: Semaphore,
    served: ArcSwap<Served>,
}

impl ControllerChannel {
    /// A channel; nothing is connected yet.
    pub(crate) fn new(settings: ChannelSettings) -> ControllerChannel {
        ControllerChannel {
            settings,
            idle: Mutex::new(Vec::new()),
            permits: Semaphore::new(FORWARDED_AT_ONCE),
            served: ArcSwap::default(),
        }
    }

    /// A new link to the first controller that accepts one.
    pub(crate) async fn link(&self) -> Result<Link, LinkError> {
        let mut last = LinkError::NoController;
        for address in &self.settings.controllers {
            match timeout(self.settings.timeout, self.connect(address)).await {
                Ok(Ok(link)) => return Ok(link),
                Ok(Err(error)) => last = error,
                Err(_) => last = LinkError::TimedOut,
            }
        }
        Err(last)
    }

    async fn connect(&self, address: &str) -> Result<Link, LinkError> {
        let link = Link::connect(address, CLIENT_ID).await?;
        self.served.store(Arc::clone(link.served()));
        Ok(link)
    }

    /// What the controller said of itself last; nothing before the first link.
    pub(crate) fn served(&self) -> Guard<Arc<Served>> {
        self.served.load()
    }

    /// Send a request of the broker's own.
    pub(crate) async fn call<R: Request>(&self, request: &R) -> Result<R::Response, LinkError> {
        self.with_link(async |link| link.call(request).await).await
    }

    /// Pass a client's request on as it came, and return the whole answering frame, with the client's correlation id.
    pub(crate) async fn forward(
        &self,
        header: &RequestHeader,
        body: Bytes,
    ) -> Result<Bytes, LinkError> {
        self.with_link(async |link| link.forward(header, body).await)
            .await
    }

    /// Lend an idle link, or a new one, for one exchange. A link that failed is dropped.
    async fn with_link<T>(
        &self,
        exchange: impl AsyncFnOnce(&mut Link) -> Result<T, LinkError>,
    ) -> Result<T, LinkError> {
        let lent = async {
            let _permit = self
                .permits
                .acquire()
                .await
                .map_err(|_| LinkError::Closed)?;
            let idle = self.idle.lock().pop();
            let mut link = match idle {
                Some(link) if link.is_alive() => link,
                Some(_) | None => self.link().await?,
            };
            let answer = exchange(&mut link).await?;
            self.idle.lock().push(link);
            Ok(answer)
        };
        timeout(self.settings.timeout, lent)
            .await
            .map_err(|_| LinkError::TimedOut)?
    }
}
