//! DescribeConfigs (key 32), versions 1 to 4: the configs of topics, brokers, groups and client metrics subscriptions.
//!
//! | version | change |
//! |---|---|
//! | 3 | documentation and type of each config |
//! | 4 | compact encoding |

use super::{Api, OnBroker, OnController, Versions};
use crate::call::Call;
use crate::metadata_view::missing_topic_error;
use crate::reply::Close;
use crate::roles::{BrokerRole, ControllerRole};
use kalda_config::{Described, Kind, NodeConfig};
use kalda_metadata::{ConfigResource, Image, ResourceType};
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::describe_configs_request::DescribeConfigsResource;
use kalda_protocol::messages::describe_configs_response::{
    DescribeConfigsResourceResult, DescribeConfigsResult, DescribeConfigsSynonym,
};
use kalda_protocol::messages::{DescribeConfigsRequest, DescribeConfigsResponse, StrBytes};
use std::collections::BTreeSet;

pub(crate) struct DescribeConfigs;

impl Api for DescribeConfigs {
    type Request = DescribeConfigsRequest;
    type Reply = DescribeConfigsResponse;
    const KEY: ApiKey = ApiKey::DescribeConfigs;
    const VERSIONS: Versions = Versions::of(1, 4);
}

impl OnBroker for DescribeConfigs {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DescribeConfigsRequest,
    ) -> Result<DescribeConfigsResponse, Close> {
        let node = Node {
            id: call.role.identity.node_id,
            config: &call.role.config.load(),
            image: &call.role.metadata().image,
        };
        Ok(node.describe(&request, call.version()))
    }
}

impl OnController for DescribeConfigs {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: DescribeConfigsRequest,
    ) -> Result<DescribeConfigsResponse, Close> {
        let node = Node {
            id: call.role.identity.node_id,
            config: &call.role.config.load(),
            image: &call.role.view().image,
        };
        Ok(node.describe(&request, call.version()))
    }
}

/// What a description is made from.
struct Node<'a> {
    id: i32,
    config: &'a NodeConfig,
    image: &'a Image,
}

/// An error code and its message, empty if the code says it all.
type Refusal = (ErrorCode, String);

fn invalid(message: impl Into<String>) -> Refusal {
    (ErrorCode::InvalidRequest, message.into())
}

impl Node<'_> {
    fn describe(&self, request: &DescribeConfigsRequest, version: i16) -> DescribeConfigsResponse {
        let results = request.resources.iter().map(|resource| {
            let answer = DescribeConfigsResult::default()
                .with_resource_type(resource.resource_type)
                .with_resource_name(resource.resource_name.clone());
            match self.resource(resource) {
                Ok(described) => {
                    let keys = wanted_keys(resource);
                    let listed = described.into_iter().filter(|config| {
                        keys.as_ref()
                            .is_none_or(|keys| keys.contains(config.name.as_str()))
                    });
                    let configs = listed.map(|config| entry(config, request, version));
                    answer.with_configs(configs.collect())
                }
                Err((error, message)) => answer
                    .with_error_code(error.code())
                    .with_error_message(Some(StrBytes::from_string(message))),
            }
        });
        DescribeConfigsResponse::default().with_results(results.collect())
    }

    fn resource(&self, resource: &DescribeConfigsResource) -> Result<Vec<Described>, Refusal> {
        let name: &str = &resource.resource_name;
        let refused =
            |error: kalda_config::InvalidValue| (ErrorCode::InvalidConfig, error.to_string());
        match ResourceType(resource.resource_type) {
            ResourceType::TOPIC => {
                if let Some(reason) = kalda_metadata::topic_name::why_illegal(name) {
                    return Err((ErrorCode::InvalidTopicException, reason));
                }
                if self.image.topic(name).is_none() {
                    return Err((missing_topic_error(name), String::new()));
                }
                let set = self.image.configs(&ConfigResource::topic(name));
                kalda_config::describe_topic(self.config, set).map_err(refused)
            }
            ResourceType::BROKER if name.is_empty() => {
                Ok(kalda_config::describe_cluster(self.config))
            }
            ResourceType::BROKER => {
                let expected = format!("{} or empty string,", self.id);
                self.check_own_id(name, &expected)?;
                Ok(kalda_config::describe_broker(self.config))
            }
            ResourceType::BROKER_LOGGER if name.is_empty() => {
                Err(invalid("Broker id must not be empty"))
            }
            ResourceType::BROKER_LOGGER => {
                self.check_own_id(name, &self.id.to_string())?;
                Err(invalid(
                    "This broker's log levels are set by its command line and cannot be described",
                ))
            }
            ResourceType::CLIENT_METRICS if name.is_empty() => Err(invalid(
                "Client metrics subscription name must not be empty",
            )),
            ResourceType::CLIENT_METRICS => {
                let set = self.image.configs(&own(ResourceType::CLIENT_METRICS, name));
                kalda_config::describe_client_metrics(set).map_err(refused)
            }
            ResourceType::GROUP if name.is_empty() => Err(invalid("Group name must not be empty")),
            ResourceType::GROUP => {
                let set = self.image.configs(&own(ResourceType::GROUP, name));
                kalda_config::describe_group(self.config, set).map_err(refused)
            }
            ResourceType(other) => Err(invalid(format!(
                "Unexpected resource type {other} for resource {name}"
            ))),
        }
    }

    fn check_own_id(&self, name: &str, expected: &str) -> Result<(), Refusal> {
        match name.parse::<i32>() {
            Ok(id) if id == self.id => Ok(()),
            Ok(_) => Err(invalid(format!(
                "Unexpected broker id, expected {expected} but received {name}"
            ))),
            Err(_) => Err(invalid(format!(
                "Broker id must be an integer, but it is: {name}"
            ))),
        }
    }
}

fn own(resource_type: ResourceType, name: &str) -> ConfigResource {
    ConfigResource {
        resource_type,
        name: name.to_owned(),
    }
}

/// The keys asked for; `None` for all. An empty list asks for all, too.
fn wanted_keys(resource: &DescribeConfigsResource) -> Option<BTreeSet<&str>> {
    let keys = resource
        .configuration_keys
        .as_ref()
        .filter(|keys| !keys.is_empty())?;
    Some(keys.iter().map(|key| key.as_str()).collect())
}

fn entry(
    config: Described,
    request: &DescribeConfigsRequest,
    version: i16,
) -> DescribeConfigsResourceResult {
    let synonyms = config
        .synonyms
        .into_iter()
        .filter(|_| request.include_synonyms);
    let synonyms = synonyms.map(|synonym| {
        DescribeConfigsSynonym::default()
            .with_name(StrBytes::from_string(synonym.name))
            .with_value(synonym.text.map(StrBytes::from_string))
            .with_source(synonym.source.wire_code())
    });
    let entry = DescribeConfigsResourceResult::default()
        .with_name(StrBytes::from_string(config.name))
        .with_value(config.text.map(StrBytes::from_string))
        .with_read_only(config.is_read_only)
        .with_config_source(config.source.wire_code())
        .with_is_sensitive(config.is_sensitive)
        .with_synonyms(synonyms.collect());
    if version < 3 {
        return entry;
    }
    let doc = config.doc.filter(|_| request.include_documentation);
    entry
        .with_config_type(config.kind.map_or(0, type_code))
        .with_documentation(doc.map(StrBytes::from_static_str))
}

/// A type's number in the response; 0 is an unknown type.
fn type_code(kind: Kind) -> i8 {
    match kind {
        Kind::Boolean => 1,
        Kind::String => 2,
        Kind::Int => 3,
        Kind::Short => 4,
        Kind::Long => 5,
        Kind::Double => 6,
        Kind::List => 7,
        Kind::Class => 8,
        Kind::Password => 9,
    }
}

#[cfg(test)]
#[path = "describe_configs_tests.rs"]
mod tests;
