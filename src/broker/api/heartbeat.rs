//! Heartbeat (key 12), versions 0 to 4: a member of a classic group is alive, and learns of rebalances.
//!
//! Version 3 brought static members.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{HeartbeatRequest, HeartbeatResponse};

pub(crate) struct Heartbeat;

impl Api for Heartbeat {
    type Request = HeartbeatRequest;
    type Reply = HeartbeatResponse;
    const KEY: ApiKey = ApiKey::Heartbeat;
    const VERSIONS: Versions = Versions::of(0, 4);
}

impl OnBroker for Heartbeat {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: HeartbeatRequest,
    ) -> Result<HeartbeatResponse, Close> {
        let group = request.group_id.clone();
        if group.is_empty() {
            return Ok(refused(ErrorCode::InvalidGroupId));
        }
        let asked = call.role.groups.ask(&group, call.asker(), request).await;
        Ok(asked.unwrap_or_else(refused))
    }
}

/// While groups are loaded Kafka takes heartbeats on trust: a member is not to leave its group because of that.
fn refused(error: ErrorCode) -> HeartbeatResponse {
    let told = match error == ErrorCode::CoordinatorLoadInProgress {
        true => ErrorCode::None,
        false => error,
    };
    HeartbeatResponse::default().with_error_code(told.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_not_troubled_while_their_group_is_loaded() {
        let answer = refused(ErrorCode::CoordinatorLoadInProgress);
        assert_eq!(answer.error_code, 0);
        assert_eq!(refused(ErrorCode::NotCoordinator).error_code, 16);
    }
}
