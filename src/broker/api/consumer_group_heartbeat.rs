//! ConsumerGroupHeartbeat (key 68), versions 0 to 1: a member of the new protocol (KIP-848) joins, stays or leaves, and
//! learns its assignment.
//!
//! Version 1 brought subscriptions by regular expression, and members that make their ids themselves.

use super::{Api, OnBroker, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse};

pub(crate) struct ConsumerGroupHeartbeat;

impl Api for ConsumerGroupHeartbeat {
    type Request = ConsumerGroupHeartbeatRequest;
    type Reply = ConsumerGroupHeartbeatResponse;
    const KEY: ApiKey = ApiKey::ConsumerGroupHeartbeat;
    const VERSIONS: Versions = Versions::of(0, 1);
}

impl OnBroker for ConsumerGroupHeartbeat {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: ConsumerGroupHeartbeatRequest,
    ) -> Result<ConsumerGroupHeartbeatResponse, Close> {
        if !call.role.metadata().serves_consumer_groups() {
            return Ok(refused(ErrorCode::UnsupportedVersion));
        }
        let group = request.group_id.clone();
        let asked = call.role.groups.ask(&group, call.asker(), request).await;
        Ok(asked.unwrap_or_else(refused))
    }
}

fn refused(error: ErrorCode) -> ConsumerGroupHeartbeatResponse {
    ConsumerGroupHeartbeatResponse::default().with_error_code(error.code())
}
