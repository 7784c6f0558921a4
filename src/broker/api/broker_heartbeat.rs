//! BrokerHeartbeat (key 63), versions 0 to 2: a broker says that it is alive, and asks to be fenced, unfenced or let go.
//!
//! | version | change |
//! |---|---|
//! | 1 | directories that failed; 2: directories that take no new partitions |

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::controller::Turn;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_metadata::controller::HeartbeatContext;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};

pub(crate) struct BrokerHeartbeat;

impl Api for BrokerHeartbeat {
    type Request = BrokerHeartbeatRequest;
    type Reply = BrokerHeartbeatResponse;
    const KEY: ApiKey = ApiKey::BrokerHeartbeat;
    const VERSIONS: Versions = Versions::of(0, 2);
}

impl OnController for BrokerHeartbeat {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: BrokerHeartbeatRequest,
    ) -> Result<BrokerHeartbeatResponse, Close> {
        let beat = move |controller: &mut kalda_metadata::Controller, turn: Turn| {
            let context = HeartbeatContext {
                now_ms: turn.now_ms,
                next_write_offset: turn.next_write_offset,
            };
            controller.heartbeat(&request, context)
        };
        call.role.decide(beat).await
    }
}
