//! Metadata (key 3), versions 0 to 13: brokers, topics, partitions and who leads them.
//!
//! | version | change |
//! |---|---|
//! | 0 | an empty list means all topics; partitions with unreachable replicas are errors |
//! | 1 | null means all topics, an empty list none; rack, controller id, internal flag |
//! | 4 | the client may forbid auto-creation |
//! | 6 | LISTENER_NOT_FOUND where older versions say LEADER_NOT_AVAILABLE |
//! | 8 | authorized operations (of the cluster up to 10 only) |
//! | 10 | topic ids in answers; 12: topics asked for by id |
//! | 13 | top-level error |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::{MetadataView, is_internal_topic, missing_topic_error};
use crate::operations;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_metadata::{Partition, Topic};
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::metadata_request::MetadataRequestTopic;
use kalda_protocol::messages::metadata_response::{
    MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kalda_protocol::messages::{BrokerId, MetadataRequest, MetadataResponse, StrBytes, TopicName};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The first version with an error of its own.
const TOP_ERROR_FROM: i16 = 13;

pub(crate) struct Metadata;

impl Api for Metadata {
    type Request = MetadataRequest;
    type Reply = MetadataResponse;
    const KEY: ApiKey = ApiKey::Metadata;
    const VERSIONS: Versions = Versions::of(0, 13);
}

/// What a request asks for, whatever its version.
enum Wanted {
    All,
    Names(BTreeSet<String>),
    Ids(BTreeSet<Uuid>),
}

impl OnBroker for Metadata {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: MetadataRequest,
    ) -> Result<MetadataResponse, Close> {
        let version = call.version();
        let Some(wanted) = wanted(&request, version) else {
            return Ok(refused(&request, version));
        };
        let view = call.role.metadata();
        let answer = Answer {
            view: &view,
            listener: &call.client.listener,
            broker: call.role.identity.node_id,
            version,
        };
        let mut topics = match &wanted {
            Wanted::All => view
                .image
                .topics()
                .map(|topic| answer.topic(topic))
                .collect(),
            Wanted::Names(names) => answer.by_name(names),
            Wanted::Ids(ids) => answer.by_id(ids),
        };
        if let Wanted::Names(names) = wanted
            && request.allow_auto_topic_creation
        {
            let missing = names.iter().filter(|name| view.image.topic(name).is_none());
            call.role.auto_creation.create(missing.map(String::as_str));
        }
        if request.include_topic_authorized_operations {
            for topic in &mut topics {
                topic.topic_authorized_operations = operations::TOPIC;
            }
        }
        let cluster_operations = request.include_cluster_authorized_operations;
        let mut response = answer
            .cluster(&call.role.identity.cluster_id)
            .with_topics(topics);
        if cluster_operations && (8..=10).contains(&version) {
            response.cluster_authorized_operations = operations::CLUSTER;
        }
        Ok(response)
    }
}

/// The topics asked for, or `None` if the version does not allow asking that way. A topic without name and id is refused
/// as well: Kafka fails over it with UNKNOWN_SERVER_ERROR.
fn wanted(request: &MetadataRequest, version: i16) -> Option<Wanted> {
    let Some(topics) = &request.topics else {
        return Some(Wanted::All);
    };
    if version == 0 && topics.is_empty() {
        return Some(Wanted::All);
    }
    let by_id = |topic: &MetadataRequestTopic| !topic.topic_id.is_nil();
    let unasked = |topic: &MetadataRequestTopic| match version {
        12.. => topic.name.is_none() && !by_id(topic),
        _ => topic.name.is_none() || by_id(topic),
    };
    if topics.iter().any(unasked) {
        return None;
    }
    if topics.iter().any(by_id) {
        let ids = topics
            .iter()
            .filter(|topic| by_id(topic))
            .map(|topic| topic.topic_id);
        return Some(Wanted::Ids(ids.collect()));
    }
    let names = topics.iter().filter_map(|topic| topic.name.as_ref());
    Some(Wanted::Names(names.map(|name| name.to_string()).collect()))
}

/// Every topic of the request with INVALID_REQUEST.
fn refused(request: &MetadataRequest, version: i16) -> MetadataResponse {
    let topics = request.topics.iter().flatten().map(|topic| {
        let name = topic.name.clone().unwrap_or_default();
        let id = if version >= 10 {
            topic.topic_id
        } else {
            Uuid::nil()
        };
        MetadataResponseTopic::default()
            .with_error_code(ErrorCode::InvalidRequest.code())
            .with_name(Some(name))
            .with_topic_id(id)
    });
    let response = MetadataResponse::default()
        .with_controller_id(BrokerId(-1))
        .with_topics(topics.collect());
    match version {
        TOP_ERROR_FROM.. => response.with_error_code(ErrorCode::InvalidRequest.code()),
        _ => response,
    }
}

struct Answer<'a> {
    view: &'a MetadataView,
    listener: &'a str,
    /// The broker that answers.
    broker: i32,
    version: i16,
}

impl Answer<'_> {
    fn cluster(&self, cluster_id: &str) -> MetadataResponse {
        let nodes = self.view.reachable_nodes(self.listener, self.broker);
        let brokers = nodes.into_iter().map(|node| {
            MetadataResponseBroker::default()
                .with_node_id(BrokerId(node.id))
                .with_host(StrBytes::from_string(node.host.to_owned()))
                .with_port(i32::from(node.port))
                .with_rack(node.rack.map(|rack| StrBytes::from_string(rack.to_owned())))
        });
        MetadataResponse::default()
            .with_brokers(brokers.collect())
            .with_cluster_id(Some(StrBytes::from_string(cluster_id.to_owned())))
            .with_controller_id(BrokerId(self.view.some_alive_broker()))
    }

    fn by_name(&self, names: &BTreeSet<String>) -> Vec<MetadataResponseTopic> {
        let known = names.iter().filter_map(|name| self.view.image.topic(name));
        let missing = names
            .iter()
            .filter(|name| self.view.image.topic(name).is_none());
        let missing = missing.map(|name| {
            MetadataResponseTopic::default()
                .with_error_code(missing_topic_error(name).code())
                .with_name(Some(TopicName(StrBytes::from_string(name.clone()))))
                .with_is_internal(is_internal_topic(name))
        });
        known
            .map(|topic| self.topic(topic))
            .chain(missing)
            .collect()
    }

    fn by_id(&self, ids: &BTreeSet<Uuid>) -> Vec<MetadataResponseTopic> {
        let unknown = ids
            .iter()
            .filter(|id| self.view.image.topic_by_id(**id).is_none());
        let unknown = unknown.map(|id| {
            MetadataResponseTopic::default()
                .with_error_code(ErrorCode::UnknownTopicId.code())
                .with_name(None)
                .with_topic_id(*id)
        });
        let known = ids.iter().filter_map(|id| self.view.image.topic_by_id(*id));
        unknown
            .chain(known.map(|topic| self.topic(topic)))
            .collect()
    }

    fn topic(&self, topic: &Topic) -> MetadataResponseTopic {
        let partitions = topic
            .partitions()
            .map(|(index, partition)| self.partition(index, partition));
        MetadataResponseTopic::default()
            .with_name(Some(TopicName(StrBytes::from_string(
                topic.name().to_owned(),
            ))))
            .with_topic_id(topic.id())
            .with_is_internal(is_internal_topic(topic.name()))
            .with_partitions(partitions.collect())
    }

    fn partition(&self, index: i32, partition: &Partition) -> MetadataResponsePartition {
        let replicas = self.reachable(partition.replicas());
        let isr = self.reachable(partition.isr());
        let (leader, error) = match self.view.image.broker(partition.leader) {
            None => (-1, ErrorCode::LeaderNotAvailable),
            Some(broker) if broker.listener(self.listener).is_none() => {
                let told_apart = self.version >= 6;
                let code = if told_apart {
                    ErrorCode::ListenerNotFound
                } else {
                    ErrorCode::LeaderNotAvailable
                };
                (-1, code)
            }
            Some(_)
                if replicas.len() < partition.replicas().len()
                    || isr.len() < partition.isr().len() =>
            {
                (partition.leader, ErrorCode::ReplicaNotAvailable)
            }
            Some(_) => (partition.leader, ErrorCode::None),
        };
        MetadataResponsePartition::default()
            .with_error_code(error.code())
            .with_partition_index(index)
            .with_leader_id(BrokerId(leader))
            .with_leader_epoch(partition.leader_epoch)
            .with_replica_nodes(replicas)
            .with_isr_nodes(isr)
            .with_offline_replicas(brokers(
                &self.view.offline_replicas(partition, self.listener),
            ))
    }

    /// All of `ids`, except in version 0, which leaves out the brokers that cannot be reached.
    fn reachable(&self, ids: &[i32]) -> Vec<BrokerId> {
        if self.version > 0 {
            return brokers(ids);
        }
        let reachable = ids
            .iter()
            .filter(|id| self.view.node(**id, self.listener).is_some());
        reachable.copied().map(BrokerId).collect()
    }
}

fn brokers(ids: &[i32]) -> Vec<BrokerId> {
    ids.iter().copied().map(BrokerId).collect()
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
mod tests;
