//! From a frame to the handler of its API, and from its answer to a frame.
//!
//! What cannot be answered in Kafka's protocol closes the connection: see [`Close`].

use crate::api;
use crate::call::{Call, Client};
use crate::reply::{Close, Outcome};
use crate::roles::{BrokerRole, ControllerRole};
use bytes::Bytes;
use kalda_protocol::api::ApiKey;
use kalda_protocol::frame::{RequestHeader, RequestStart};
use kalda_protocol::preflight::{self, Budget};
use std::sync::Arc;

/// Who serves a listener.
#[derive(Clone)]
pub(crate) enum Service {
    /// A broker listener.
    Broker(Arc<BrokerRole>),
    /// A controller listener.
    Controller(Arc<ControllerRole>),
}

/// Answer one frame (without its length prefix).
pub(crate) async fn serve(service: &Service, client: &Client, mut frame: Bytes) -> Outcome {
    let start = match RequestStart::read(&frame) {
        Ok(start) => start,
        Err(error) => return Outcome::Close(Close::Header(error)),
    };
    let Some(row) = api::find(start.api_id) else {
        return Outcome::Close(Close::NotServed(start.api_id));
    };
    if !row.versions.contains(start.api_version) {
        if row.key == ApiKey::ApiVersions {
            return api::unknown_api_versions(&start);
        }
        let (api, version) = (row.key, start.api_version);
        return Outcome::Close(Close::Version { api, version });
    }
    let header = match RequestHeader::read(&mut frame, row.key) {
        Ok(header) => header,
        Err(error) => return Outcome::Close(Close::Header(error)),
    };
    if let Err(close) = check(&header, &frame) {
        return Outcome::Close(close);
    }
    let header = &header;
    match (service, row.broker, row.controller) {
        (Service::Broker(role), Some(handler), _) => {
            let role: &BrokerRole = role;
            handler(
                Call {
                    role,
                    client,
                    header,
                },
                frame,
            )
            .await
        }
        (Service::Controller(role), _, Some(handler)) => {
            let role: &ControllerRole = role;
            handler(
                Call {
                    role,
                    client,
                    header,
                },
                frame,
            )
            .await
        }
        (Service::Broker(_), None, _) | (Service::Controller(_), _, None) => {
            Outcome::Close(Close::NotServed(start.api_id))
        }
    }
}

/// Prove that `body` follows its schema before anything is allocated for it.
///
/// Listeners without authentication are all there are, so every peer has the budget of its frame. Where a listener does
/// authenticate, peers that have not yet done so are to have `Budget::BEFORE_AUTHENTICATION`.
fn check(header: &RequestHeader, body: &[u8]) -> Result<(), Close> {
    let budget = Budget::for_frame(body.len());
    preflight::check(header.api, header.api_version, body, budget)
        .map_err(|error| Close::Body(error.to_string()))
}

#[cfg(test)]
#[path = "dispatch_tests.rs"]
mod tests;
