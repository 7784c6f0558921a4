//! InitProducerId (key 22), versions 0 to 5: an id for an idempotent producer.
//!
//! | version | change |
//! |---|---|
//! | 3 | a producer may name the id and epoch it has |
//! | 4 | PRODUCER_FENCED instead of INVALID_PRODUCER_EPOCH |
//!
//! Transactional ids need a transaction coordinator, which this broker does not run yet: COORDINATOR_NOT_AVAILABLE.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{InitProducerIdRequest, InitProducerIdResponse, ProducerId};
use tracing::warn;

pub(crate) struct InitProducerId;

impl Api for InitProducerId {
    type Request = InitProducerIdRequest;
    type Reply = InitProducerIdResponse;
    const KEY: ApiKey = ApiKey::InitProducerId;
    const VERSIONS: Versions = Versions::of(0, 5);
}

impl OnBroker for InitProducerId {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: InitProducerIdRequest,
    ) -> Result<InitProducerIdResponse, Close> {
        let given = init(&call, &request).await;
        let response = InitProducerIdResponse::default();
        Ok(match given {
            Ok(id) => response
                .with_producer_id(ProducerId(id))
                .with_producer_epoch(0),
            Err(error) => response
                .with_error_code(error.code())
                .with_producer_id(ProducerId(-1))
                .with_producer_epoch(-1),
        })
    }
}

async fn init(
    call: &Call<'_, BrokerRole>,
    request: &InitProducerIdRequest,
) -> Result<i64, ErrorCode> {
    if (request.producer_id.0 == -1) != (request.producer_epoch == -1) {
        return Err(ErrorCode::InvalidRequest);
    }
    match &request.transactional_id {
        Some(id) if id.is_empty() => return Err(ErrorCode::InvalidRequest),
        Some(_) => return Err(ErrorCode::CoordinatorNotAvailable),
        None => {}
    }
    call.role
        .producer_ids
        .next(call.role.broker_epoch())
        .await
        .map_err(|error| {
            warn!(%error, "cannot get producer ids");
            // Retriable, and the only such answer that producers of every age expect here.
            ErrorCode::CoordinatorLoadInProgress
        })
}
