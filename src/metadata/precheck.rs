//! What a broker checks of a config change before it forwards it to the controller: the parts that only it can judge.
//!
//! Only resources that pass are forwarded; [`Precheck`] puts the answers together again, in the order of the request.

use std::collections::{BTreeMap, BTreeSet};

use kalda_config::{
    BROKER_KEYS, Kind, Scope, Texts, Values, check_broker_change, check_thread_change,
};
use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::alter_configs_request::AlterConfigsResource as LegacyResource;
use kalda_protocol::messages::alter_configs_response::AlterConfigsResourceResponse as LegacyResponse;
use kalda_protocol::messages::incremental_alter_configs_request::AlterConfigsResource;
use kalda_protocol::messages::incremental_alter_configs_response::AlterConfigsResourceResponse;
use kalda_protocol::messages::{
    AlterConfigsRequest, AlterConfigsResponse, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse, StrBytes,
};

use crate::config_ops::{ConfigOp, changed_value, has_duplicates};
use crate::image::{ConfigResource, Image, ResourceType};
use crate::refusal::Refusal;

/// Changes the levels of the broker's loggers, which are not stored; the last argument is `validate_only`.
pub type SetLogLevels<'a> = &'a mut dyn FnMut(&AlterConfigsResource, bool) -> Result<(), Refusal>;

/// What the broker itself has to say on each resource of a request: `None` where the controller is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precheck {
    outcomes: Vec<Option<Result<(), Refusal>>>,
}

/// The broker that checks.
#[derive(Debug, Clone, Copy)]
pub struct Checker<'a> {
    /// Its `node.id`.
    pub node_id: i32,
    /// What it knows of the cluster.
    pub image: &'a Image,
    /// The values that it runs with.
    pub values: &'a Values,
}

impl Checker<'_> {
    /// Checks an IncrementalAlterConfigs request.
    pub fn incremental(
        &self,
        request: &IncrementalAlterConfigsRequest,
        set_log_levels: SetLogLevels<'_>,
    ) -> Precheck {
        let keys = request
            .resources
            .iter()
            .map(|resource| (resource.resource_type, resource.resource_name.as_str()));
        let repeated = repeated(keys);
        let outcome = |resource: &AlterConfigsResource| {
            if repeated.contains(&(resource.resource_type, resource.resource_name.as_str())) {
                return Some(Err(more_than_once()));
            }
            match self.check_incremental(resource) {
                Err(refusal) => Some(Err(refusal)),
                Ok(ResourceType::BROKER_LOGGER) => {
                    Some(set_log_levels(resource, request.validate_only))
                }
                Ok(_) => None,
            }
        };
        Precheck {
            outcomes: request.resources.iter().map(outcome).collect(),
        }
    }

    /// Checks an AlterConfigs request.
    #[must_use]
    pub fn replacing(&self, request: &AlterConfigsRequest) -> Precheck {
        let keys = request
            .resources
            .iter()
            .map(|resource| (resource.resource_type, resource.resource_name.as_str()));
        let repeated = repeated(keys);
        let outcome = |resource: &LegacyResource| {
            if repeated.contains(&(resource.resource_type, resource.resource_name.as_str())) {
                return Some(Err(more_than_once()));
            }
            self.check_replacing(resource).err().map(Err)
        };
        Precheck {
            outcomes: request.resources.iter().map(outcome).collect(),
        }
    }

    fn check_incremental(&self, resource: &AlterConfigsResource) -> Result<ResourceType, Refusal> {
        let names = || resource.configs.iter().map(|config| config.name.as_str());
        let without = resource.configs.iter().filter(|config| {
            config.value.is_none()
                && ConfigOp::from_code(config.config_operation) != Some(ConfigOp::Delete)
        });
        check_shape(names(), without.map(|config| config.name.as_str()))?;
        let kind = known_type(resource.resource_type)?;
        if kind == ResourceType::BROKER {
            let name = resource.resource_name.as_str();
            self.check_name(name)?;
            self.check_dynamic(&self.texts_after(resource)?, name)?;
        }
        Ok(kind)
    }

    fn check_replacing(&self, resource: &LegacyResource) -> Result<(), Refusal> {
        let names = resource.configs.iter().map(|config| config.name.as_str());
        let without = resource
            .configs
            .iter()
            .filter(|config| config.value.is_none());
        check_shape(names, without.map(|config| config.name.as_str()))?;
        match known_type(resource.resource_type)? {
            ResourceType::BROKER_LOGGER => Err(unknown_type(resource.resource_type)),
            ResourceType::BROKER => {
                let name = resource.resource_name.as_str();
                self.check_name(name)?;
                let texts = resource.configs.iter().filter_map(|config| {
                    Some((config.name.to_string(), config.value.as_ref()?.to_string()))
                });
                self.check_dynamic(&texts.collect(), name)
            }
            _ => Ok(()),
        }
    }

    /// A broker changes its own configs and those of the cluster only.
    fn check_name(&self, name: &str) -> Result<(), Refusal> {
        if name.is_empty() {
            return Ok(());
        }
        let message = match name.parse::<i32>() {
            Ok(id) if id == self.node_id => return Ok(()),
            Ok(_) => format!(
                "Unexpected broker id, expected {}, but received {name}",
                self.node_id
            ),
            Err(_) => format!("Node id must be an integer, but it is: {name}"),
        };
        Err(Refusal::new(ErrorCode::InvalidRequest, message))
    }

    /// Kafka answers values that cannot be applied as a wrong request (KAFKA-13609).
    fn check_dynamic(&self, texts: &Texts, resource_name: &str) -> Result<(), Refusal> {
        let scope = if resource_name.is_empty() {
            Scope::Cluster
        } else {
            Scope::Broker
        };
        check_broker_change(texts, scope)
            .and_then(|()| check_thread_change(texts, self.values))
            .map_err(|error| Refusal::new(ErrorCode::InvalidRequest, error.to_string()))
    }

    /// What the resource's configs would be after the change.
    fn texts_after(&self, resource: &AlterConfigsResource) -> Result<Texts, Refusal> {
        let key = ConfigResource {
            resource_type: ResourceType::BROKER,
            name: resource.resource_name.to_string(),
        };
        let mut texts = self.image.configs(&key).clone();
        for config in &resource.configs {
            let name = config.name.as_str();
            let op = ConfigOp::from_code(config.config_operation).ok_or_else(|| {
                let message = format!("Unknown operations type {}", config.config_operation);
                Refusal::new(ErrorCode::InvalidRequest, message)
            })?;
            check_list_op(op, name)?;
            let now = texts.get(name).map(String::as_str);
            match changed_value((op, config.value.as_deref()), BROKER_KEYS.get(name), now) {
                Ok(Some(value)) => {
                    texts.insert(name.to_owned(), value);
                }
                Ok(None) => {
                    texts.remove(name);
                }
                Err(_) => return Err(not_a_list(op, name)),
            }
        }
        Ok(texts)
    }
}

impl Precheck {
    /// The part of the request that is to be forwarded.
    #[must_use]
    pub fn remaining_incremental(
        &self,
        request: &IncrementalAlterConfigsRequest,
    ) -> IncrementalAlterConfigsRequest {
        request
            .clone()
            .with_resources(self.unanswered(&request.resources))
    }

    /// The part of the request that is to be forwarded.
    #[must_use]
    pub fn remaining_replacing(&self, request: &AlterConfigsRequest) -> AlterConfigsRequest {
        request
            .clone()
            .with_resources(self.unanswered(&request.resources))
    }

    /// Our answers and the controller's, in the order of the request.
    #[must_use]
    pub fn answer_incremental(
        self,
        request: &IncrementalAlterConfigsRequest,
        forwarded: IncrementalAlterConfigsResponse,
    ) -> IncrementalAlterConfigsResponse {
        let mut answered = BTreeMap::new();
        for response in forwarded.responses.iter() {
            let key = (response.resource_type, response.resource_name.as_str());
            answered.insert(key, (response.error_code, response.error_message.clone()));
        }
        let results = request
            .resources
            .iter()
            .zip(self.outcomes)
            .map(|(resource, outcome)| {
                let key = (resource.resource_type, resource.resource_name.as_str());
                let (code, message) = parts(outcome, answered.get(&key));
                AlterConfigsResourceResponse::default()
                    .with_resource_type(resource.resource_type)
                    .with_resource_name(resource.resource_name.clone())
                    .with_error_code(code)
                    .with_error_message(message)
            });
        let results = results.collect();
        forwarded.clone().with_responses(results)
    }

    /// Our answers and the controller's, in the order of the request.
    #[must_use]
    pub fn answer_replacing(
        self,
        request: &AlterConfigsRequest,
        forwarded: AlterConfigsResponse,
    ) -> AlterConfigsResponse {
        let mut answered = BTreeMap::new();
        for response in forwarded.responses.iter() {
            let key = (response.resource_type, response.resource_name.as_str());
            answered.insert(key, (response.error_code, response.error_message.clone()));
        }
        let results = request
            .resources
            .iter()
            .zip(self.outcomes)
            .map(|(resource, outcome)| {
                let key = (resource.resource_type, resource.resource_name.as_str());
                let (code, message) = parts(outcome, answered.get(&key));
                LegacyResponse::default()
                    .with_resource_type(resource.resource_type)
                    .with_resource_name(resource.resource_name.clone())
                    .with_error_code(code)
                    .with_error_message(message)
            });
        let results = results.collect();
        forwarded.clone().with_responses(results)
    }

    fn unanswered<T: Clone>(&self, resources: &[T]) -> Vec<T> {
        let pairs = resources.iter().zip(&self.outcomes);
        pairs
            .filter(|(_, outcome)| outcome.is_none())
            .map(|(resource, _)| resource.clone())
            .collect()
    }
}

/// A resource that the controller has not answered is our mistake.
fn parts(
    outcome: Option<Result<(), Refusal>>,
    forwarded: Option<&(i16, Option<StrBytes>)>,
) -> (i16, Option<StrBytes>) {
    match (outcome, forwarded) {
        (Some(Ok(())), _) => (ErrorCode::None.code(), None),
        (Some(Err(refusal)), _) => (refusal.code.code(), refusal.text()),
        (None, Some(answer)) => answer.clone(),
        (None, None) => (
            ErrorCode::UnknownServerError.code(),
            Refusal::plain(ErrorCode::UnknownServerError).text(),
        ),
    }
}

fn repeated<'a>(keys: impl Iterator<Item = (i8, &'a str)>) -> BTreeSet<(i8, &'a str)> {
    let mut seen = BTreeSet::new();
    keys.filter(|key| !seen.insert(*key)).collect()
}

fn more_than_once() -> Refusal {
    Refusal::new(
        ErrorCode::InvalidRequest,
        "Each resource must appear at most once.",
    )
}

fn check_shape<'a>(
    names: impl Iterator<Item = &'a str>,
    without: impl Iterator<Item = &'a str>,
) -> Result<(), Refusal> {
    if has_duplicates(names) {
        return Err(Refusal::new(
            ErrorCode::InvalidRequest,
            "Error due to duplicate config keys",
        ));
    }
    let without: Vec<&str> = without.collect();
    if without.is_empty() {
        return Ok(());
    }
    let message = format!("Null value not supported for : {}", without.join(", "));
    Err(Refusal::new(ErrorCode::InvalidRequest, message))
}

fn known_type(code: i8) -> Result<ResourceType, Refusal> {
    match ResourceType(code) {
        known @ (ResourceType::TOPIC
        | ResourceType::BROKER
        | ResourceType::BROKER_LOGGER
        | ResourceType::CLIENT_METRICS
        | ResourceType::GROUP) => Ok(known),
        ResourceType(_) => Err(unknown_type(code)),
    }
}

fn unknown_type(code: i8) -> Refusal {
    Refusal::new(
        ErrorCode::InvalidRequest,
        format!("Unknown resource type {code}"),
    )
}

fn check_list_op(op: ConfigOp, name: &str) -> Result<(), Refusal> {
    match op {
        ConfigOp::Set | ConfigOp::Delete => Ok(()),
        ConfigOp::Append | ConfigOp::Subtract => match BROKER_KEYS.get(name) {
            None => Err(Refusal::new(
                ErrorCode::InvalidConfig,
                format!("Unknown config name: {name}"),
            )),
            Some(key) if key.kind != Kind::List => Err(not_a_list(op, name)),
            Some(_) => Ok(()),
        },
    }
}

fn not_a_list(op: ConfigOp, name: &str) -> Refusal {
    let message = format!(
        "Config value {} is not allowed for config key: {name}",
        op.name().to_lowercase()
    );
    Refusal::new(ErrorCode::InvalidConfig, message)
}

#[cfg(test)]
#[path = "precheck_tests.rs"]
mod tests;
