//! One request, as its handler sees it.

use crate::channel;
use crate::reply::Close;
use crate::runtime::Asker;
use bytes::Bytes;
use kalda_protocol::WireMessage;
use kalda_protocol::codec;
use kalda_protocol::frame::RequestHeader;
use std::net::SocketAddr;
use std::sync::Arc;

/// The peer of a connection.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// Where it connects from.
    pub(crate) address: SocketAddr,
    /// Its address without the port, as Kafka writes it: `/` and the address.
    pub(crate) host: Arc<str>,
    /// Name of the listener it connected to.
    pub(crate) listener: Arc<str>,
}

/// One request, as its handler sees it.
pub(crate) struct Call<'a, S> {
    /// What the handler may reach.
    pub(crate) role: &'a S,
    /// Who asks.
    pub(crate) client: &'a Client,
    /// API key, version, correlation id and client id.
    pub(crate) header: &'a RequestHeader,
}

impl<S> Call<'_, S> {
    /// Whether a broker of ours sent the request on: its links to the controller name themselves.
    pub(crate) fn is_forwarded(&self) -> bool {
        self.header.client_id() == channel::CLIENT_ID
    }

    /// Version of the request and of its answer.
    pub(crate) fn version(&self) -> i16 {
        self.header.api_version
    }

    /// Who asks, for a coordinator.
    pub(crate) fn asker(&self) -> Asker {
        Asker {
            version: self.version(),
            client_id: self.header.client_id.clone(),
            host: Arc::clone(&self.client.host),
        }
    }
}

/// Decode a request body that has passed the preflight.
pub(crate) fn decode<M: WireMessage>(header: &RequestHeader, mut body: Bytes) -> Result<M, Close> {
    codec::decode(&mut body, header.api_version).map_err(|error| Close::Body(error.to_string()))
}
