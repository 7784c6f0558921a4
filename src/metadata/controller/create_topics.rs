//! CreateTopics, as Kafka's controller decides it.

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::create_topics_request::CreatableTopic;
use kalda_protocol::messages::create_topics_response::{
    CreatableTopicConfigs, CreatableTopicResult,
};
use kalda_protocol::messages::{CreateTopicsRequest, CreateTopicsResponse, StrBytes, TopicName};
use uuid::Uuid;

use super::{Chance, Controller, Decision, MAX_RECORDS_PER_REQUEST, Refusal};
use crate::effective::effective_topic_configs;
use crate::image::{ConfigResource, Partition, is_reserved_directory};
use crate::topic_name;
use kalda_protocol::metadata_records::{MetadataRecord, TopicRecord};

/// The most partitions that one request may create.
const MAX_PARTITIONS_PER_REQUEST: usize = 10_000;

/// How often an id that Kafka would not use is drawn again.
const ID_DRAWS: usize = 64;

/// What a CreateTopics request comes with.
pub struct CreateTopicsContext<'a> {
    /// For topic ids and the placement of replicas.
    pub chance: Chance<'a>,
    /// Whether the client may be told the configs of the topic of this name.
    pub may_describe_configs: &'a dyn Fn(&str) -> bool,
}

/// A topic that passed all checks.
struct Created {
    records: Vec<MetadataRecord>,
    result: CreatableTopicResult,
}

impl Controller {
    /// Creates topics. Each succeeds or fails by itself, in the order of the request; duplicates are answered at the end.
    pub fn create_topics(
        &self,
        request: &CreateTopicsRequest,
        context: &mut CreateTopicsContext<'_>,
    ) -> Decision<CreateTopicsResponse> {
        let names = Names::of(request);
        let wanted: Vec<&CreatableTopic> = request
            .topics
            .iter()
            .filter(|topic| names.unique.contains(topic.name.as_str()))
            .collect();
        if self.total_partitions(&wanted) > MAX_PARTITIONS_PER_REQUEST {
            let message = "Excessively large number of partitions per request.";
            return refuse_all(request, &Refusal::new(ErrorCode::PolicyViolation, message));
        }
        let mut records = Vec::new();
        let mut results = Vec::with_capacity(request.topics.len());
        for topic in wanted {
            match self.create_topic(topic, context) {
                Ok(created) => {
                    records.extend(created.records);
                    results.push(created.result);
                }
                Err(refusal) => results.push(failed(topic.name.clone(), refusal)),
            }
            if records.len() > MAX_RECORDS_PER_REQUEST {
                let message = "Unable to perform excessively large batch operation.";
                return refuse_all(request, &Refusal::new(ErrorCode::PolicyViolation, message));
            }
        }
        results.extend(names.refused());
        if request.validate_only {
            records.clear();
        }
        Decision::atomic(
            records,
            CreateTopicsResponse::default().with_topics(results),
        )
    }

    fn total_partitions(&self, topics: &[&CreatableTopic]) -> usize {
        let count = |topic: &&CreatableTopic| match (topic.assignments.len(), topic.num_partitions)
        {
            (0, -1) => usize::try_from(self.settings.default_partitions).unwrap_or(0),
            (0, count) => usize::try_from(count).unwrap_or(0),
            (assigned, _) => assigned,
        };
        topics.iter().map(count).fold(0, usize::saturating_add)
    }

    fn create_topic(
        &self,
        topic: &CreatableTopic,
        context: &mut CreateTopicsContext<'_>,
    ) -> Result<Created, Refusal> {
        let name = topic.name.as_str();
        self.check_new_name(name)?;
        let configs = given_configs(topic)?;
        let resource = ConfigResource::topic(name);
        let config_records = self.new_resource_configs(&resource, &configs)?;
        let partitions = self.new_partitions(topic, context.chance.draw)?;
        let topic_id = new_topic_id(context.chance.new_id);
        let mut records = Vec::with_capacity(partitions.len() + config_records.len() + 1);
        records.push(MetadataRecord::Topic(TopicRecord {
            name: name.to_owned(),
            topic_id,
        }));
        records.extend(config_records);
        let version = self.version();
        records.extend((0_i32..).zip(&partitions).map(|(number, partition)| {
            MetadataRecord::Partition(partition.to_record(topic_id, number, version))
        }));
        let result = CreatableTopicResult::default()
            .with_name(owned_name(name))
            .with_topic_id(topic_id)
            .with_error_message(None);
        let result = if (context.may_describe_configs)(name) {
            self.described(result, &configs, &partitions)
        } else {
            result.with_topic_config_error_code(ErrorCode::TopicAuthorizationFailed.code())
        };
        Ok(Created { records, result })
    }

    fn check_new_name(&self, name: &str) -> Result<(), Refusal> {
        if self.image().topic(name).is_some() {
            return Err(Refusal::new(
                ErrorCode::TopicAlreadyExists,
                format!("Topic '{name}' already exists."),
            ));
        }
        let form = topic_name::collision_form(name);
        let existing = form
            .and_then(|form| self.colliding_names.get(&form))
            .and_then(BTreeSet::first);
        let reason = match existing {
            Some(existing) => Some(format!(
                "Topic '{name}' collides with existing topic: {existing}"
            )),
            None => topic_name::why_illegal(name),
        };
        reason.map_or(Ok(()), |reason| {
            Err(Refusal::new(ErrorCode::InvalidTopicException, reason))
        })
    }

    fn new_partitions(
        &self,
        topic: &CreatableTopic,
        draw: crate::placement::Draw<'_>,
    ) -> Result<Vec<Partition>, Refusal> {
        let invalid = |code, message: &str| Err(Refusal::new(code, message));
        if !topic.assignments.is_empty() {
            return self.assigned_partitions(topic);
        }
        if topic.replication_factor < -1 || topic.replication_factor == 0 {
            let message =
                "Replication factor must be larger than 0, or -1 to use the default value.";
            return invalid(ErrorCode::InvalidReplicationFactor, message);
        }
        if topic.num_partitions < -1 || topic.num_partitions == 0 {
            let message = "Number of partitions was set to an invalid non-positive value.";
            return invalid(ErrorCode::InvalidPartitions, message);
        }
        let partitions = match topic.num_partitions {
            -1 => self.settings.default_partitions,
            count => count,
        };
        let replication_factor = match topic.replication_factor {
            -1 => self.settings.default_replication_factor,
            factor => factor,
        };
        let partitions = usize::try_from(partitions).unwrap_or(0);
        self.placed_partitions(partitions, replication_factor, draw)
            .map_err(|reason| {
                let message = format!(
                    "Unable to replicate the partition {replication_factor} time(s): {reason}"
                );
                Refusal::new(ErrorCode::InvalidReplicationFactor, message)
            })
    }

    /// The result with what Kafka tells from version 5 on: partitions, replication factor and all configs in force.
    fn described(
        &self,
        result: CreatableTopicResult,
        configs: &BTreeMap<String, String>,
        partitions: &[Partition],
    ) -> CreatableTopicResult {
        let told = effective_topic_configs(configs, self.layers())
            .into_iter()
            .map(|config| {
                let is_sensitive = config.key.is_sensitive();
                CreatableTopicConfigs::default()
                    .with_name(StrBytes::from_static_str(config.key.name))
                    .with_value(
                        config
                            .value
                            .filter(|_| !is_sensitive)
                            .map(StrBytes::from_string),
                    )
                    .with_config_source(config.source.code())
                    .with_is_sensitive(is_sensitive)
            });
        let replicas = partitions
            .first()
            .map_or(0, |partition| partition.replicas().len());
        result
            .with_configs(Some(told.collect()))
            .with_num_partitions(i32::try_from(partitions.len()).unwrap_or(i32::MAX))
            .with_replication_factor(i16::try_from(replicas).unwrap_or(i16::MAX))
    }
}

/// The names of a request, once each.
struct Names<'a> {
    unique: BTreeSet<&'a str>,
    duplicate: BTreeSet<&'a str>,
    /// The metadata log itself, if it is among them.
    prohibited: Option<&'a str>,
}

impl<'a> Names<'a> {
    fn of(request: &'a CreateTopicsRequest) -> Self {
        let mut names = Self {
            unique: BTreeSet::new(),
            duplicate: BTreeSet::new(),
            prohibited: None,
        };
        for topic in &request.topics {
            let name = topic.name.as_str();
            if !names.unique.insert(name) {
                names.duplicate.insert(name);
            }
        }
        names.unique.retain(|name| !names.duplicate.contains(name));
        names.prohibited = names.unique.take(topic_name::CLUSTER_METADATA);
        names
    }

    fn refused(&self) -> impl Iterator<Item = CreatableTopicResult> {
        let refusal = |name: &str, message: String| {
            failed(
                owned_name(name),
                Refusal::new(ErrorCode::InvalidRequest, message),
            )
        };
        let duplicate = self
            .duplicate
            .iter()
            .map(move |name| refusal(name, "Duplicate topic name.".to_owned()));
        duplicate.chain(self.prohibited.map(move |name| {
            refusal(
                name,
                format!("Creation of internal topic {name} is prohibited."),
            )
        }))
    }
}

/// The configs a topic is to be created with; of a key that is there twice, the last.
fn given_configs(topic: &CreatableTopic) -> Result<BTreeMap<String, String>, Refusal> {
    let without: Vec<&str> = topic
        .configs
        .iter()
        .filter(|config| config.value.is_none())
        .map(|config| config.name.as_str())
        .collect();
    if !without.is_empty() {
        let message = format!(
            "Null value not supported for topic configs: {}",
            without.join(",")
        );
        return Err(Refusal::new(ErrorCode::InvalidConfig, message));
    }
    let given = topic
        .configs
        .iter()
        .filter_map(|config| Some((config.name.to_string(), config.value.as_ref()?.to_string())));
    Ok(given.collect())
}

/// An id that is neither reserved nor begins with a dash in text, which command lines would take for an option.
fn new_topic_id(new_id: &mut dyn FnMut() -> Uuid) -> Uuid {
    let begins_with_dash = |id: Uuid| id.as_u128() >> 122 == 62;
    let mut id = new_id();
    for _ in 0..ID_DRAWS {
        if !is_reserved_directory(id) && !begins_with_dash(id) {
            break;
        }
        id = new_id();
    }
    id
}

fn failed(name: TopicName, refusal: Refusal) -> CreatableTopicResult {
    CreatableTopicResult::default()
        .with_name(name)
        .with_error_code(refusal.code.code())
        .with_error_message(refusal.text())
}

fn refuse_all(request: &CreateTopicsRequest, refusal: &Refusal) -> Decision<CreateTopicsResponse> {
    let results = request
        .topics
        .iter()
        .map(|topic| failed(topic.name.clone(), refusal.clone()));
    Decision::answer(CreateTopicsResponse::default().with_topics(results.collect()))
}

fn owned_name(name: &str) -> TopicName {
    TopicName(StrBytes::from_string(name.to_owned()))
}

#[cfg(test)]
#[path = "create_topics_tests.rs"]
pub(super) mod tests;
