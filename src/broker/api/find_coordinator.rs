//! FindCoordinator (key 10), versions 0 to 6: which broker coordinates a group or a transactional id.
//!
//! | version | change |
//! |---|---|
//! | 1 | key type 1: transactional ids; error message |
//! | 4 | several keys, errors per key |
//! | 6 | key type 2: share groups |
//!
//! This broker runs no coordinators yet, so every valid key is answered with COORDINATOR_NOT_AVAILABLE: what Kafka says
//! while it cannot name one.

use super::{Api, OnBroker, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::find_coordinator_response::Coordinator;
use kalda_protocol::messages::{
    BrokerId, FindCoordinatorRequest, FindCoordinatorResponse, StrBytes,
};

/// The first version with several keys.
const BATCHED_FROM: i16 = 4;
/// Key types known from this version on: 0 groups, 1 transactional ids, 2 share groups.
const KEY_TYPES: [(i8, i16); 3] = [(0, 0), (1, 1), (2, 6)];

pub(crate) struct FindCoordinator;

impl Api for FindCoordinator {
    type Request = FindCoordinatorRequest;
    type Reply = FindCoordinatorResponse;
    const KEY: ApiKey = ApiKey::FindCoordinator;
    const VERSIONS: Versions = Versions::of(0, 6);
}

impl OnBroker for FindCoordinator {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: FindCoordinatorRequest,
    ) -> Result<FindCoordinatorResponse, Close> {
        let version = call.version();
        let known = KEY_TYPES
            .iter()
            .any(|(key_type, from)| *key_type == request.key_type && version >= *from);
        let error = match known {
            true => ErrorCode::CoordinatorNotAvailable,
            false => ErrorCode::InvalidRequest,
        };
        let keys = match version {
            BATCHED_FROM.. => request.coordinator_keys,
            _ => vec![request.key],
        };
        let coordinators: Vec<Coordinator> =
            keys.into_iter().map(|key| nobody(key, error)).collect();
        if version >= BATCHED_FROM {
            return Ok(FindCoordinatorResponse::default().with_coordinators(coordinators));
        }
        let response = FindCoordinatorResponse::default()
            .with_error_code(error.code())
            .with_node_id(BrokerId(-1))
            .with_port(-1);
        let message = StrBytes::from_static_str(error.message());
        Ok(match version {
            0 => response,
            _ => response.with_error_message(Some(message)),
        })
    }
}

fn nobody(key: StrBytes, error: ErrorCode) -> Coordinator {
    Coordinator::default()
        .with_key(key)
        .with_node_id(BrokerId(-1))
        .with_port(-1)
        .with_error_code(error.code())
        .with_error_message(Some(StrBytes::from_static_str(error.message())))
}
