//! An image as the records of a snapshot, in Kafka's order.

use super::{Image, access};
use crate::features;
use kalda_protocol::metadata_records::{
    ClientQuotaRecord, ConfigRecord, FeatureLevelRecord, MetadataRecord, ProducerIdsRecord,
    TopicRecord,
};

impl Image {
    /// The records that make this image out of an empty one, lazily. `metadata.version` comes first, because it says how
    /// to read what follows.
    pub fn to_records(&self) -> impl Iterator<Item = MetadataRecord> {
        self.feature_records()
            .chain(
                self.brokers
                    .values()
                    .map(|broker| MetadataRecord::RegisterBroker(broker.0.clone())),
            )
            .chain(
                self.controllers.values().map(|controller| {
                    MetadataRecord::RegisterController(controller.as_ref().clone())
                }),
            )
            .chain(self.topic_records())
            .chain(self.config_records())
            .chain(self.quota_records())
            .chain(self.next_producer_id.map(|next_producer_id| {
                // Kafka's snapshots do not say who got the last block.
                let record = ProducerIdsRecord {
                    broker_id: -1,
                    broker_epoch: -1,
                    next_producer_id,
                };
                MetadataRecord::ProducerIds(record)
            }))
            .chain(
                self.acls()
                    .map(|entry| MetadataRecord::AccessControlEntry(entry.clone())),
            )
            .chain(
                self.scram_credentials()
                    .map(|user| MetadataRecord::UserScramCredential(user.clone())),
            )
            .chain(
                self.delegation_tokens()
                    .map(|token| MetadataRecord::DelegationToken(token.clone())),
            )
    }

    fn feature_records(&self) -> impl Iterator<Item = MetadataRecord> {
        let record = |name: &str, feature_level| {
            MetadataRecord::FeatureLevel(FeatureLevelRecord {
                name: name.to_owned(),
                feature_level,
            })
        };
        let first = self
            .metadata_version
            .map(move |level| record(features::METADATA_VERSION, level));
        first.into_iter().chain(
            self.features
                .iter()
                .map(move |(name, level)| record(name, *level)),
        )
    }

    fn topic_records(&self) -> impl Iterator<Item = MetadataRecord> {
        let version = self.metadata_version_or_minimum();
        self.topics.by_id.values().flat_map(move |topic| {
            let created = TopicRecord {
                name: topic.name().to_owned(),
                topic_id: topic.id(),
            };
            let partitions = topic.partitions().map(move |(number, partition)| {
                MetadataRecord::Partition(partition.to_record(topic.id(), number, version))
            });
            std::iter::once(MetadataRecord::Topic(created)).chain(partitions)
        })
    }

    fn config_records(&self) -> impl Iterator<Item = MetadataRecord> {
        self.configs.iter().flat_map(|(resource, configs)| {
            configs.iter().map(|(name, value)| {
                MetadataRecord::Config(ConfigRecord {
                    resource_type: resource.resource_type.0,
                    resource_name: resource.name.clone(),
                    name: name.clone(),
                    value: Some(value.clone()),
                })
            })
        })
    }

    fn quota_records(&self) -> impl Iterator<Item = MetadataRecord> {
        self.access.quotas.iter().flat_map(|(entity, quotas)| {
            quotas.iter().map(|(key, value)| {
                MetadataRecord::ClientQuota(ClientQuotaRecord {
                    entity: access::entity_parts(entity),
                    key: key.clone(),
                    value: *value,
                    remove: false,
                })
            })
        })
    }
}
