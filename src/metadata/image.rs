//! The state that the metadata log describes at one offset.

mod access;
mod brokers;
mod configs;
mod partition;
mod snapshot;
mod topics;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use rpds::RedBlackTreeMapSync;
use uuid::Uuid;

use access::Access;
pub use access::QuotaEntity;
pub use brokers::Broker;
pub use configs::{ConfigResource, ResourceType};
pub use partition::{
    DIRECTORY_LOST, DIRECTORY_MIGRATING, DIRECTORY_UNASSIGNED, LeaderRecovery, NO_LEADER,
    NO_LEADER_CHANGE, Partition, is_reserved_directory,
};
pub use topics::Topic;
use topics::Topics;

use crate::features::{self, MetadataVersion};
use kalda_protocol::metadata_records::{
    FeatureLevelRecord, MetadataRecord, RegisterControllerRecord,
};

/// A record that does not fit the state it is applied to: the log is damaged or from another software's future.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// A topic was created twice.
    #[error("topic {0} is created a second time")]
    DuplicateTopic(String),
    /// A record names a topic that does not exist.
    #[error("there is no topic {0}")]
    UnknownTopic(String),
    /// A record names a topic id that does not exist.
    #[error("there is no topic with id {0}")]
    UnknownTopicId(Uuid),
    /// A record changes a partition that does not exist.
    #[error("topic {topic} has no partition {partition}")]
    UnknownPartition {
        /// The topic's id.
        topic: Uuid,
        /// The partition's number.
        partition: i32,
    },
    /// A record changes a broker that is not registered.
    #[error("broker {0} is not registered")]
    UnknownBroker(i32),
    /// A record changes a registration that another has replaced.
    #[error("broker {broker} is not registered at epoch {epoch}")]
    WrongBrokerEpoch {
        /// The broker's id.
        broker: i32,
        /// The epoch the record names.
        epoch: i64,
    },
    /// A record removes an access control entry that does not exist.
    #[error("there is no access control entry {0}")]
    UnknownAcl(Uuid),
    /// A feature is raised to a level that this software does not understand.
    #[error("feature {name} at level {level} is not supported by this version")]
    UnsupportedFeature {
        /// The feature's name.
        name: String,
        /// The level the record sets.
        level: i16,
    },
    /// Producer ids were handed out twice.
    #[error("the next producer id goes back from {from} to {to}")]
    ProducerIdsGoBack {
        /// The next producer id so far.
        from: i64,
        /// The next producer id of the record.
        to: i64,
    },
    /// A transaction begins inside another, or ends where none is open.
    #[error("a metadata transaction record is out of place: {0}")]
    Transaction(&'static str),
    /// A field has a value that means nothing.
    #[error("a record's {0} makes no sense")]
    BadField(&'static str),
}

/// The cluster's metadata at one offset of the log. Cloning copies a few pointers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Image {
    metadata_version: Option<i16>,
    features: RedBlackTreeMapSync<String, i16>,
    brokers: RedBlackTreeMapSync<i32, Arc<Broker>>,
    controllers: RedBlackTreeMapSync<i32, Arc<RegisterControllerRecord>>,
    topics: Topics,
    configs: RedBlackTreeMapSync<ConfigResource, Arc<std::collections::BTreeMap<String, String>>>,
    next_producer_id: Option<i64>,
    access: Access,
}

impl Image {
    /// Whether nothing has ever been written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The level of `metadata.version`; `None` before the bootstrap records.
    #[must_use]
    pub fn metadata_version(&self) -> Option<MetadataVersion> {
        self.metadata_version.and_then(MetadataVersion::from_level)
    }

    /// The level of `metadata.version`, or the lowest there is before the bootstrap records.
    #[must_use]
    pub fn metadata_version_or_minimum(&self) -> MetadataVersion {
        self.metadata_version().unwrap_or(MetadataVersion::MINIMUM)
    }

    /// The finalized level of a feature, `metadata.version` included; 0 if it is off. `kraft.version` is not stored here.
    #[must_use]
    pub fn feature_level(&self, name: &str) -> i16 {
        if name == features::METADATA_VERSION {
            return self.metadata_version.unwrap_or(0);
        }
        self.features.get(name).copied().unwrap_or(0)
    }

    /// All finalized features with a level above 0, `metadata.version` included, in the order of their names.
    pub fn finalized_features(&self) -> impl Iterator<Item = (&str, i16)> {
        let others = self
            .features
            .iter()
            .map(|(name, level)| (name.as_str(), *level));
        let mut all: Vec<(&str, i16)> = others
            .chain(
                self.metadata_version
                    .map(|level| (features::METADATA_VERSION, level)),
            )
            .collect();
        all.sort_unstable();
        all.into_iter()
    }

    /// Whether eligible leader replicas (KIP-966) are on.
    #[must_use]
    pub fn has_eligible_leader_replicas(&self) -> bool {
        self.feature_level(features::ELIGIBLE_LEADER_REPLICAS_VERSION) >= 1
    }

    /// The first producer id that has not been handed to a broker; `None` if none ever was.
    #[must_use]
    pub const fn next_producer_id(&self) -> Option<i64> {
        self.next_producer_id
    }

    /// Applies one record. Records of metadata transactions belong to the [`Loader`](crate::Loader) and are refused.
    ///
    /// After an error the image is what it was before the record.
    pub fn replay(&mut self, record: &MetadataRecord) -> Result<(), ReplayError> {
        match record {
            MetadataRecord::RegisterBroker(record) => self.replay_register_broker(record),
            MetadataRecord::UnregisterBroker(record) => self.replay_unregister_broker(record)?,
            MetadataRecord::Topic(record) => self.replay_topic(record)?,
            MetadataRecord::Partition(record) => self.replay_partition(record)?,
            MetadataRecord::Config(record) => self.replay_config(record),
            MetadataRecord::PartitionChange(record) => self.replay_partition_change(record)?,
            MetadataRecord::FenceBroker(record) => {
                self.replay_fencing(record.id, record.epoch, true)?
            }
            MetadataRecord::UnfenceBroker(record) => {
                self.replay_fencing(record.id, record.epoch, false)?
            }
            MetadataRecord::RemoveTopic(record) => self.replay_remove_topic(record)?,
            MetadataRecord::DelegationToken(record) => {
                self.access
                    .tokens
                    .insert_mut(record.token_id.clone(), Arc::new(record.clone()));
            }
            MetadataRecord::UserScramCredential(record) => {
                self.access.scram.insert_mut(
                    (record.mechanism, record.name.clone()),
                    Arc::new(record.clone()),
                );
            }
            MetadataRecord::FeatureLevel(record) => self.replay_feature(record)?,
            MetadataRecord::ClientQuota(record) => self.replay_quota(record),
            MetadataRecord::ProducerIds(record) => {
                self.replay_producer_ids(record.next_producer_id)?
            }
            MetadataRecord::BrokerRegistrationChange(record) => {
                self.replay_registration_change(record)?
            }
            MetadataRecord::AccessControlEntry(record) => {
                self.access
                    .acls
                    .insert_mut(record.id, Arc::new(record.clone()));
            }
            MetadataRecord::RemoveAccessControlEntry(record) => self.replay_remove_acl(record)?,
            // ZooKeeper migration ended with Kafka 3.9: what a migrated cluster still says about it decides nothing.
            MetadataRecord::NoOp(_) | MetadataRecord::ZkMigrationState(_) => {}
            MetadataRecord::RemoveUserScramCredential(record) => {
                self.access
                    .scram
                    .remove_mut(&(record.mechanism, record.name.clone()));
            }
            MetadataRecord::BeginTransaction(_)
            | MetadataRecord::EndTransaction(_)
            | MetadataRecord::AbortTransaction(_) => {
                return Err(ReplayError::Transaction("it reached an image"));
            }
            MetadataRecord::RemoveDelegationToken(record) => {
                self.access.tokens.remove_mut(&record.token_id);
            }
            MetadataRecord::RegisterController(record) => {
                self.controllers
                    .insert_mut(record.controller_id, Arc::new(record.clone()));
            }
            MetadataRecord::ClearElr(record) => self.replay_clear_elr(record)?,
        }
        Ok(())
    }

    /// Kafka once wrote `kraft.version` into the log by mistake (KAFKA-18979) and skips such records; so do we.
    fn replay_feature(&mut self, record: &FeatureLevelRecord) -> Result<(), ReplayError> {
        if record.name == features::KRAFT_VERSION {
            return Ok(());
        }
        let supported = match record.name.as_str() {
            features::METADATA_VERSION => {
                MetadataVersion::from_level(record.feature_level).is_some()
            }
            name => features::supported(name).contains(record.feature_level),
        };
        if !supported {
            return Err(ReplayError::UnsupportedFeature {
                name: record.name.clone(),
                level: record.feature_level,
            });
        }
        if record.name == features::METADATA_VERSION {
            self.metadata_version = Some(record.feature_level);
        } else if record.feature_level == 0 {
            self.features.remove_mut(&record.name);
        } else {
            self.features
                .insert_mut(record.name.clone(), record.feature_level);
        }
        Ok(())
    }

    fn replay_producer_ids(&mut self, next: i64) -> Result<(), ReplayError> {
        if let Some(from) = self.next_producer_id
            && next <= from
        {
            return Err(ReplayError::ProducerIdsGoBack { from, to: next });
        }
        self.next_producer_id = Some(next);
        Ok(())
    }
}
