//! Which config records a change leads to, and what forbids it.

use std::collections::BTreeMap;

use kalda_config::{InvalidValue, TOPIC_KEYS, check_client_metrics, check_group, topic_values};
use kalda_protocol::error_code::ErrorCode;

use super::{Controller, Refusal};
use crate::effective::effective_topic_config;
use crate::image::{ConfigResource, ResourceType};
use crate::topic_name;
use kalda_protocol::metadata_records::{ClearElrRecord, ConfigRecord, MetadataRecord};

/// The key whose changes make eligible leaders unsafe.
const MIN_ISR: &str = "min.insync.replicas";
/// The key of KIP-1066.
const CORDONED_LOG_DIRS: &str = "cordoned.log.dirs";
/// The longest value, in UTF-16 units as Java counts.
const MAX_VALUE_LENGTH: usize = 32_767;

/// What a resource's configs become: keys with their new value, or with none if they are to be deleted.
pub(super) type Changes = BTreeMap<String, Option<String>>;

impl Controller {
    /// The config records of a resource that is being created.
    pub(super) fn new_resource_configs(
        &self,
        resource: &ConfigResource,
        configs: &BTreeMap<String, String>,
    ) -> Result<Vec<MetadataRecord>, Refusal> {
        let changes: Changes = configs
            .iter()
            .map(|(key, value)| (key.clone(), Some(value.clone())))
            .collect();
        self.check_changes(resource, &changes, true)?;
        let mut records = config_records(resource, &changes);
        records.extend(self.clear_elr_records(resource, &changes));
        Ok(records)
    }

    /// Checks what the configs of `resource` would become. `forwarded` tells that a broker has checked them before.
    pub(super) fn check_changes(
        &self,
        resource: &ConfigResource,
        changes: &Changes,
        forwarded: bool,
    ) -> Result<(), Refusal> {
        let invalid = |message: String| Err(Refusal::new(ErrorCode::InvalidConfig, message));
        let mut configs = self.image().configs(resource).clone();
        for (key, value) in changes {
            if resource.resource_type == ResourceType::BROKER {
                self.check_broker_key(resource, key, value.as_deref())?;
                check_cordoning(&configs, key, value.as_deref().filter(|_| !forwarded))?;
            }
            match value {
                None => {
                    configs.remove(key);
                }
                Some(value) if value.encode_utf16().count() > MAX_VALUE_LENGTH => {
                    return invalid(format!(
                        "The configuration value cannot be added because it exceeds the maximum value size of \
                         {MAX_VALUE_LENGTH} bytes."
                    ));
                }
                Some(value) => {
                    configs.insert(key.clone(), value.clone());
                }
            }
        }
        self.check_resource(resource, &configs)
    }

    /// Eligible leaders are those that had all data while the ISR was below `min.insync.replicas`; with another minimum
    /// that is no longer known, so it is forgotten.
    pub(super) fn clear_elr_records(
        &self,
        resource: &ConfigResource,
        changes: &Changes,
    ) -> Option<MetadataRecord> {
        if !self.image().has_eligible_leader_replicas() || !changes.contains_key(MIN_ISR) {
            return None;
        }
        let topic_name = if resource.resource_type == ResourceType::TOPIC {
            resource.name.clone()
        } else {
            String::new()
        };
        Some(MetadataRecord::ClearElr(ClearElrRecord { topic_name }))
    }

    fn check_broker_key(
        &self,
        resource: &ConfigResource,
        key: &str,
        value: Option<&str>,
    ) -> Result<(), Refusal> {
        let invalid = |message: &str| Err(Refusal::new(ErrorCode::InvalidConfig, message));
        let has_elr = self.image().has_eligible_leader_replicas();
        if key == MIN_ISR && has_elr && !resource.name.is_empty() {
            return invalid(
                "Broker-level min.insync.replicas cannot be altered while ELR is enabled.",
            );
        }
        if key == MIN_ISR && has_elr && value.is_none() {
            return invalid(
                "Cluster-level min.insync.replicas cannot be removed while ELR is enabled.",
            );
        }
        if key == CORDONED_LOG_DIRS && !self.version().has_cordoned_log_dirs() {
            return invalid(
                "The cordoned.log.dirs configuration value cannot be set because it requires metadata.version >= 4.3-IV0",
            );
        }
        Ok(())
    }

    fn check_resource(
        &self,
        resource: &ConfigResource,
        configs: &BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let wrong_request = |message: String| Err(Refusal::new(ErrorCode::InvalidRequest, message));
        match resource.resource_type {
            ResourceType::TOPIC if resource.name.is_empty() => {
                wrong_request("Default topic resources are not allowed.".to_owned())
            }
            ResourceType::TOPIC => {
                if let Some(reason) = topic_name::why_illegal(&resource.name) {
                    return Err(Refusal::new(ErrorCode::InvalidTopicException, reason));
                }
                topic_values(configs, &self.topic_defaults())
                    .map(|_| ())
                    .map_err(|error| invalid_config(&error))
            }
            ResourceType::BROKER if resource.name.is_empty() => Ok(()),
            ResourceType::BROKER => match resource.name.parse::<i32>() {
                Err(_) => {
                    wrong_request("Unable to parse broker name as a base 10 number.".to_owned())
                }
                Ok(id) if id < 0 => wrong_request("Invalid negative broker ID.".to_owned()),
                Ok(_) => Ok(()),
            },
            ResourceType::CLIENT_METRICS => check_subscription(resource, configs),
            ResourceType::GROUP if resource.name.is_empty() => {
                wrong_request("Default group resources are not allowed.".to_owned())
            }
            ResourceType::GROUP => check_group(configs, &self.settings.broker_values)
                .map_err(|error| invalid_config(&error)),
            other => wrong_request(format!("Unknown resource type {}", other.name())),
        }
    }

    /// What topics that set nothing get, as this controller sees it.
    fn topic_defaults(&self) -> BTreeMap<String, String> {
        let none = BTreeMap::new();
        let values = TOPIC_KEYS.iter().filter_map(|key| {
            let value = effective_topic_config(key, &none, self.layers()).value?;
            Some((key.name.to_owned(), value))
        });
        values.collect()
    }
}

/// Directories are checked by the broker that has them; a request that did not come through it may only take some off
/// the list.
fn check_cordoning(
    configs: &BTreeMap<String, String>,
    key: &str,
    value: Option<&str>,
) -> Result<(), Refusal> {
    let Some(wanted) = value.filter(|value| key == CORDONED_LOG_DIRS && !value.trim().is_empty())
    else {
        return Ok(());
    };
    let current: Vec<&str> = configs
        .get(key)
        .into_iter()
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    if wanted
        .split(',')
        .all(|directory| current.contains(&directory.trim()))
    {
        return Ok(());
    }
    let message = "When updating cordoned.log.dirs via controllers,  the new value must be a subset of the current \
                   configuration value.";
    Err(Refusal::new(ErrorCode::InvalidConfig, message))
}

/// The records that make `changes`.
pub(super) fn config_records(resource: &ConfigResource, changes: &Changes) -> Vec<MetadataRecord> {
    let record = |(name, value): (&String, &Option<String>)| {
        MetadataRecord::Config(ConfigRecord {
            resource_type: resource.resource_type.0,
            resource_name: resource.name.clone(),
            name: name.clone(),
            value: value.clone(),
        })
    };
    changes.iter().map(record).collect()
}

/// Kafka answers keys it does not know, and intervals it does not allow, with another code than other wrong values.
fn check_subscription(
    resource: &ConfigResource,
    configs: &BTreeMap<String, String>,
) -> Result<(), Refusal> {
    if resource.name.is_empty() {
        return Err(Refusal::new(
            ErrorCode::InvalidRequest,
            "Subscription name can't be empty",
        ));
    }
    check_client_metrics(configs).map_err(|error| {
        let keys = &kalda_config::CLIENT_METRICS_KEYS;
        let reads = |(key, value): (&String, &String)| {
            keys.get(key).is_some_and(|key| key.parse(value).is_ok())
        };
        let is_unknown = configs.keys().any(|key| keys.get(key).is_none());
        let is_interval = !configs.contains_key("match") && configs.iter().all(reads);
        let code = if is_unknown || is_interval {
            ErrorCode::InvalidRequest
        } else {
            ErrorCode::InvalidConfig
        };
        Refusal::new(code, error.to_string())
    })
}

fn invalid_config(error: &InvalidValue) -> Refusal {
    Refusal::new(ErrorCode::InvalidConfig, error.to_string())
}
