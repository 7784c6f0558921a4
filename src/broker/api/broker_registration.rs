//! BrokerRegistration (key 62), versions 0 to 4: a broker joins the cluster.

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::controller::Turn;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_metadata::controller::RegistrationContext;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{BrokerRegistrationRequest, BrokerRegistrationResponse};

pub(crate) struct BrokerRegistration;

impl Api for BrokerRegistration {
    type Request = BrokerRegistrationRequest;
    type Reply = BrokerRegistrationResponse;
    const KEY: ApiKey = ApiKey::BrokerRegistration;
    const VERSIONS: Versions = Versions::of(0, 4);
}

impl OnController for BrokerRegistration {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: BrokerRegistrationRequest,
    ) -> Result<BrokerRegistrationResponse, Close> {
        let request_version = call.version();
        let register = move |controller: &mut kalda_metadata::Controller, turn: Turn| {
            let context = RegistrationContext {
                now_ms: turn.now_ms,
                next_write_offset: turn.next_write_offset,
                request_version,
            };
            controller.register_broker(&request, context)
        };
        call.role.decide(register).await
    }
}
