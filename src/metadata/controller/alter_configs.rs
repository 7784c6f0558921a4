//! IncrementalAlterConfigs, and AlterConfigs, which replaces all configs of a resource.

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::alter_configs_response::AlterConfigsResourceResponse as LegacyResult;
use kalda_protocol::messages::incremental_alter_configs_request::AlterConfigsResource;
use kalda_protocol::messages::incremental_alter_configs_response::AlterConfigsResourceResponse;
use kalda_protocol::messages::{
    AlterConfigsRequest, AlterConfigsResponse, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse, StrBytes,
};
use kalda_protocol::metadata_records::MetadataRecord;

use super::config_changes::{Changes, config_records};
use super::{Controller, Decision, MAX_RECORDS_PER_REQUEST, Refusal};
use crate::config_ops::{ConfigOp, changed_value, key_of};
use crate::image::{ConfigResource, ResourceType};

/// What becomes of one resource.
type Outcome = Result<(), Refusal>;

impl Controller {
    /// Changes single configs of resources; each resource succeeds or fails as a whole.
    ///
    /// `forwarded` tells that the request came through a broker, which has checked it against its own configuration.
    pub fn incremental_alter_configs(
        &self,
        request: &IncrementalAlterConfigsRequest,
        forwarded: bool,
    ) -> Decision<IncrementalAlterConfigsResponse> {
        let resources = request.resources.iter().map(|resource| {
            let changes = self.incremental_changes(resource);
            (
                config_resource(resource.resource_type, &resource.resource_name),
                changes,
            )
        });
        let (records, outcomes) = self.alter(resources.collect(), forwarded);
        let results = outcomes.into_iter().map(|(resource, outcome)| {
            let (code, message) = parts(outcome);
            AlterConfigsResourceResponse::default()
                .with_resource_type(resource.resource_type.0)
                .with_resource_name(StrBytes::from_string(resource.name))
                .with_error_code(code)
                .with_error_message(message)
        });
        let reply = IncrementalAlterConfigsResponse::default().with_responses(results.collect());
        Decision::atomic(
            if request.validate_only {
                Vec::new()
            } else {
                records
            },
            reply,
        )
    }

    /// Replaces all configs of resources: keys that are not named are deleted.
    pub fn alter_configs(
        &self,
        request: &AlterConfigsRequest,
        forwarded: bool,
    ) -> Decision<AlterConfigsResponse> {
        let resources = request.resources.iter().map(|resource| {
            let given = resource.configs.iter().map(|config| {
                (
                    config.name.to_string(),
                    config.value.as_ref().map(ToString::to_string),
                )
            });
            let key = config_resource(resource.resource_type, &resource.resource_name);
            let changes = self.replacing_changes(&key, given.collect());
            (key, Ok(changes))
        });
        let (records, outcomes) = self.alter(resources.collect(), forwarded);
        let results = outcomes.into_iter().map(|(resource, outcome)| {
            let (code, message) = parts(outcome);
            LegacyResult::default()
                .with_resource_type(resource.resource_type.0)
                .with_resource_name(StrBytes::from_string(resource.name))
                .with_error_code(code)
                .with_error_message(message)
        });
        let reply = AlterConfigsResponse::default().with_responses(results.collect());
        Decision::atomic(
            if request.validate_only {
                Vec::new()
            } else {
                records
            },
            reply,
        )
    }

    fn alter(
        &self,
        resources: Vec<(ConfigResource, Result<Changes, Refusal>)>,
        forwarded: bool,
    ) -> (Vec<MetadataRecord>, Vec<(ConfigResource, Outcome)>) {
        let mut seen = BTreeSet::new();
        let duplicates: BTreeSet<ConfigResource> = resources
            .iter()
            .map(|(resource, _)| resource.clone())
            .filter(|resource| !seen.insert(resource.clone()))
            .collect();
        let (mut records, mut clearing) = (Vec::new(), Vec::new());
        let mut outcomes: Vec<(ConfigResource, Outcome)> = Vec::with_capacity(resources.len());
        for (resource, changes) in resources {
            if duplicates.contains(&resource) {
                if !outcomes.iter().any(|(answered, _)| *answered == resource) {
                    outcomes.push((
                        resource,
                        Err(Refusal::new(
                            ErrorCode::InvalidRequest,
                            "Duplicate resource.",
                        )),
                    ));
                }
                continue;
            }
            let checked = check_type(&resource).and(changes).and_then(|changes| {
                self.check_changes(&resource, &changes, forwarded)?;
                self.check_exists(&resource)?;
                Ok(changes)
            });
            let outcome = checked.map(|changes| {
                records.extend(config_records(&resource, &changes));
                clearing.extend(self.clear_elr_records(&resource, &changes));
            });
            outcomes.push((resource, outcome));
        }
        records.extend(clearing);
        if records.len() > MAX_RECORDS_PER_REQUEST {
            let message = "Unable to perform excessively large batch operation.";
            for (_, outcome) in &mut outcomes {
                *outcome = Err(Refusal::new(ErrorCode::PolicyViolation, message));
            }
            records.clear();
        }
        (records, outcomes)
    }

    fn incremental_changes(&self, resource: &AlterConfigsResource) -> Result<Changes, Refusal> {
        let key = config_resource(resource.resource_type, &resource.resource_name);
        let current = self.image().configs(&key);
        let mut changes = Changes::new();
        for config in &resource.configs {
            let name = config.name.as_str();
            let op = ConfigOp::from_code(config.config_operation).ok_or_else(|| {
                let message = format!("Unknown operations type {}", config.config_operation);
                Refusal::new(ErrorCode::InvalidRequest, message)
            })?;
            let operand = (op, config.value.as_deref());
            let now = current.get(name).map(String::as_str);
            let value =
                changed_value(operand, key_of(key.resource_type, name), now).map_err(|_| {
                    let message = format!(
                        "Can't {} to key {name} because its type is not LIST.",
                        op.name()
                    );
                    Refusal::new(ErrorCode::InvalidConfig, message)
                })?;
            changes.insert(name.to_owned(), value);
        }
        changes.retain(|name, value| is_written(&key, current.get(name), value.as_ref()));
        Ok(changes)
    }

    fn replacing_changes(
        &self,
        resource: &ConfigResource,
        given: BTreeMap<String, Option<String>>,
    ) -> Changes {
        let current = self.image().configs(resource);
        let dropped = current
            .keys()
            .filter(|name| !given.contains_key(*name))
            .map(|name| (name.clone(), None));
        let dropped: Vec<_> = dropped.collect();
        let mut changes = given;
        changes.retain(|name, value| is_written(resource, current.get(name), value.as_ref()));
        changes.extend(dropped);
        changes
    }

    fn check_exists(&self, resource: &ConfigResource) -> Result<(), Refusal> {
        match resource.resource_type {
            ResourceType::TOPIC if self.image().topic(&resource.name).is_none() => {
                let message = format!("The topic '{}' does not exist.", resource.name);
                Err(Refusal::new(ErrorCode::UnknownTopicOrPartition, message))
            }
            ResourceType::BROKER if !resource.name.is_empty() => {
                let is_node = |id: &i32| {
                    self.image().broker(*id).is_some() || self.settings.controller_ids.contains(id)
                };
                if resource.name.parse().is_ok_and(|id| is_node(&id)) {
                    return Ok(());
                }
                let message = format!("No node with id {} found.", resource.name);
                Err(Refusal::new(ErrorCode::BrokerIdNotRegistered, message))
            }
            _ => Ok(()),
        }
    }
}

/// Values that do not change are not written, except those of brokers: writing them again makes brokers reload files
/// (KAFKA-14136).
fn is_written(resource: &ConfigResource, current: Option<&String>, value: Option<&String>) -> bool {
    current != value || resource.resource_type == ResourceType::BROKER
}

fn check_type(resource: &ConfigResource) -> Result<(), Refusal> {
    match resource.resource_type {
        ResourceType::TOPIC
        | ResourceType::BROKER
        | ResourceType::CLIENT_METRICS
        | ResourceType::GROUP => Ok(()),
        ResourceType::BROKER_LOGGER => Err(Refusal::new(
            ErrorCode::InvalidRequest,
            "Unexpected resource type BROKER_LOGGER.",
        )),
        ResourceType(other) => Err(Refusal::new(
            ErrorCode::UnsupportedVersion,
            format!("Unknown resource type {other}."),
        )),
    }
}

fn config_resource(resource_type: i8, name: &str) -> ConfigResource {
    ConfigResource {
        resource_type: ResourceType(resource_type),
        name: name.to_owned(),
    }
}

fn parts(outcome: Outcome) -> (i16, Option<StrBytes>) {
    match outcome {
        Ok(()) => (ErrorCode::None.code(), None),
        Err(refusal) => (refusal.code.code(), refusal.text()),
    }
}

#[cfg(test)]
#[path = "alter_configs_tests.rs"]
mod tests;
