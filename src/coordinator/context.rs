//! What a decision may know beside the request and the shard's own state.

use kalda_metadata::Image;
use uuid::Uuid;

use crate::settings::GroupSettings;

/// Who asks, and in which version of the API.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The request's version on the wire. Requests are converted to their newest shape before; a few answers still
    /// depend on what the client understands.
    pub version: i16,
    /// The client id of the request header; empty if there is none.
    pub client_id: &'a str,
    /// The client's address as Kafka writes it: `/` and the address.
    pub client_host: &'a str,
}

/// Time, chance and the world outside of the shard.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Milliseconds since the epoch.
    pub now_ms: i64,
    /// Who asks; of ticks and loading: nobody, with the newest versions.
    pub caller: Caller<'a>,
    /// A fresh random id, for a member that has none yet.
    pub new_id: Uuid,
    /// The cluster's metadata as this broker has applied it.
    pub image: &'a Image,
    /// The coordinator's settings.
    pub settings: &'a GroupSettings,
}
