//! IncrementalAlterConfigs (key 44), versions 0 to 1: set, delete, append to or subtract from single configs.
//!
//! The broker that is asked checks what only it can judge; the rest goes to the controller.

use super::{Api, OnBroker, OnController, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::{BrokerRole, ControllerRole};
use kalda_metadata::Refusal;
use kalda_metadata::precheck::Checker;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse};

pub(crate) struct IncrementalAlterConfigs;

impl Api for IncrementalAlterConfigs {
    type Request = IncrementalAlterConfigsRequest;
    type Reply = IncrementalAlterConfigsResponse;
    const KEY: ApiKey = ApiKey::IncrementalAlterConfigs;
    const VERSIONS: Versions = Versions::of(0, 1);
}

impl OnBroker for IncrementalAlterConfigs {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: IncrementalAlterConfigsRequest,
    ) -> Result<IncrementalAlterConfigsResponse, Close> {
        let role = call.role;
        let precheck = {
            let view = role.metadata();
            let checker = Checker {
                node_id: role.identity.node_id,
                image: &view.image,
            };
            checker.incremental(&request, &mut |_, _| {
                let message =
                    "This broker's log levels are set by its command line and cannot be changed";
                Err(Refusal::new(ErrorCode::InvalidRequest, message))
            })
        };
        let remaining = precheck.remaining_incremental(&request);
        let forwarded = match remaining.resources.is_empty() {
            true => IncrementalAlterConfigsResponse::default(),
            false => {
                let answered = role.controller.call(&remaining).await;
                answered.map_err(|error| Close::Controller(error.to_string()))?
            }
        };
        Ok(precheck.answer_incremental(&request, forwarded))
    }
}

impl OnController for IncrementalAlterConfigs {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: IncrementalAlterConfigsRequest,
    ) -> Result<IncrementalAlterConfigsResponse, Close> {
        let forwarded = call.is_forwarded();
        let alter = move |controller: &mut kalda_metadata::Controller, _| {
            controller.incremental_alter_configs(&request, forwarded)
        };
        call.role.decide(alter).await
    }
}
