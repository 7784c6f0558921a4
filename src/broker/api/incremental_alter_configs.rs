//! IncrementalAlterConfigs (key 44), versions 0 to 1: set, delete, append to or subtract from single configs.
//!
//! The broker that is asked checks what only it can judge; the rest goes to the controller.

use super::{Api, OnBroker, OnController, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::{BrokerRole, ControllerRole};
use kalda_metadata::Refusal;
use kalda_metadata::precheck::Checker;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::incremental_alter_configs_request::AlterConfigsResource;
use kalda_protocol::messages::{IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse};

/// Operation: give the config this value.
const SET: i8 = 0;
/// Operation: take the config away.
const DELETE: i8 = 1;

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
            let (view, config) = (role.metadata(), role.config.load());
            let checker = Checker {
                node_id: role.identity.node_id,
                image: &view.image,
                values: config.values(),
            };
            checker.incremental(&request, &mut |resource, _| {
                set_log_levels(resource, role.identity.node_id)
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

/// The levels of this broker's log are set where it is started: it has no loggers by Kafka's names, and says so with
/// Kafka's codes.
fn set_log_levels(resource: &AlterConfigsResource, node_id: i32) -> Result<(), Refusal> {
    let name = resource.resource_name.as_str();
    match name.parse::<i32>() {
        Ok(id) if id == node_id => {}
        Ok(id) => {
            let message = format!("Unexpected node id. Expected {node_id}, but received {id}");
            return Err(Refusal::new(ErrorCode::InvalidRequest, message));
        }
        Err(_) => {
            let message = format!("Node id must be an integer, but it is: {name}");
            return Err(Refusal::new(ErrorCode::InvalidRequest, message));
        }
    }
    let Some(config) = resource.configs.first() else {
        return Ok(());
    };
    Err(match config.config_operation {
        SET | DELETE => Refusal::new(
            ErrorCode::InvalidConfig,
            format!("Logger {} does not exist!", config.name),
        ),
        other => Refusal::new(
            ErrorCode::InvalidRequest,
            format!("Operation {other} is not allowed for the loggers of a broker"),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::text;
    use kalda_protocol::messages::incremental_alter_configs_request::AlterableConfig;

    #[test]
    fn loggers_do_not_exist_and_belong_to_one_broker() {
        let code = |name: &str, operation: Option<i8>| {
            let config = |operation| {
                AlterableConfig::default()
                    .with_name(text("kafka.server"))
                    .with_config_operation(operation)
            };
            let resource = AlterConfigsResource::default()
                .with_resource_name(text(name))
                .with_configs(operation.map(config).into_iter().collect());
            set_log_levels(&resource, 1).map_err(|refusal| refusal.code)
        };
        assert_eq!(code("1", Some(SET)), Err(ErrorCode::InvalidConfig));
        assert_eq!(code("1", Some(DELETE)), Err(ErrorCode::InvalidConfig));
        assert_eq!(code("1", Some(2)), Err(ErrorCode::InvalidRequest));
        assert_eq!(code("2", Some(SET)), Err(ErrorCode::InvalidRequest));
        assert_eq!(code("x", None), Err(ErrorCode::InvalidRequest));
        assert_eq!(code("1", None), Ok(()));
    }
}
