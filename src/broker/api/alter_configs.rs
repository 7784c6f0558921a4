//! AlterConfigs (key 33), versions 0 to 2: replace all configs of a resource.
//!
//! The broker that is asked checks what only it can judge; the rest goes to the controller.

use super::{Api, OnBroker, OnController, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::{BrokerRole, ControllerRole};
use kalda_metadata::precheck::Checker;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{AlterConfigsRequest, AlterConfigsResponse};

pub(crate) struct AlterConfigs;

impl Api for AlterConfigs {
    type Request = AlterConfigsRequest;
    type Reply = AlterConfigsResponse;
    const KEY: ApiKey = ApiKey::AlterConfigs;
    const VERSIONS: Versions = Versions::of(0, 2);
}

impl OnBroker for AlterConfigs {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: AlterConfigsRequest,
    ) -> Result<AlterConfigsResponse, Close> {
        let role = call.role;
        let precheck = {
            let (view, config) = (role.metadata(), role.config.load());
            let checker = Checker {
                node_id: role.identity.node_id,
                image: &view.image,
                values: config.values(),
            };
            checker.replacing(&request)
        };
        let remaining = precheck.remaining_replacing(&request);
        let forwarded = match remaining.resources.is_empty() {
            true => AlterConfigsResponse::default(),
            false => {
                let answered = role.controller.call(&remaining).await;
                answered.map_err(|error| Close::Controller(error.to_string()))?
            }
        };
        Ok(precheck.answer_replacing(&request, forwarded))
    }
}

impl OnController for AlterConfigs {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: AlterConfigsRequest,
    ) -> Result<AlterConfigsResponse, Close> {
        let forwarded = call.is_forwarded();
        let alter = move |controller: &mut kalda_metadata::Controller, _| {
            controller.alter_configs(&request, forwarded)
        };
        call.role.decide(alter).await
    }
}
