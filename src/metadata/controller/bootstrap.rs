//! The records that a controller writes when it becomes active, and those that a new cluster starts from.

use kalda_config::TOPIC_KEYS;

use super::{Controller, Decision};
use crate::effective::{BrokerLayers, effective_topic_config};
use crate::features::{self, MetadataVersion};
use crate::image::ResourceType;
use kalda_protocol::metadata_records::{
    AbortTransactionRecord, BeginTransactionRecord, ConfigRecord, EndTransactionRecord,
    FeatureLevelRecord, MetadataRecord,
};

/// What forbids a controller to become active.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActivationError {
    /// The bootstrap records do not set `metadata.version`.
    #[error("the bootstrap records do not set metadata.version to a level this version supports")]
    NoMetadataVersion,
    /// The log holds a transaction that its `metadata.version` does not know.
    #[error(
        "the metadata log has a transaction open at offset {0}, which its metadata.version does not support"
    )]
    UnsupportedTransaction(i64),
}

/// The feature levels that a cluster is formatted with by default at `version`, in the order of `bootstrap.checkpoint`:
/// `metadata.version`, then the others by name. Levels of 0 are left out.
#[must_use]
pub fn default_bootstrap_levels(version: MetadataVersion) -> Vec<(&'static str, i16)> {
    let since = |level: i16, from: i16| if version.level() >= from { level } else { 0 };
    let levels = [
        (features::METADATA_VERSION, version.level()),
        (features::ELIGIBLE_LEADER_REPLICAS_VERSION, since(1, 26)),
        (features::GROUP_VERSION, since(1, 22)),
        (features::SHARE_VERSION, since(1, 28)),
        (features::STREAMS_VERSION, since(1, 29)),
        (features::TRANSACTION_VERSION, since(2, 24)),
    ];
    levels.into_iter().filter(|(_, level)| *level > 0).collect()
}

/// The records of `bootstrap.checkpoint` for these feature levels.
#[must_use]
pub fn feature_records(levels: &[(&str, i16)]) -> Vec<MetadataRecord> {
    let record = |(name, feature_level): &(&str, i16)| {
        MetadataRecord::FeatureLevel(FeatureLevelRecord {
            name: (*name).to_owned(),
            feature_level: *feature_level,
        })
    };
    levels.iter().map(record).collect()
}

impl Controller {
    /// The records to write on becoming active: in a new cluster the bootstrap records, and the end of a transaction that
    /// a predecessor has left open.
    ///
    /// `bootstrap` is what `bootstrap.checkpoint` holds.
    pub fn activation_records(
        &self,
        bootstrap: &[MetadataRecord],
    ) -> Result<Decision<()>, ActivationError> {
        match self.loader.image().metadata_version() {
            None => self.first_records(bootstrap),
            Some(version) => {
                let abort = self.abort_records(version)?;
                Ok(Decision::atomic(abort, ()))
            }
        }
    }

    fn first_records(&self, bootstrap: &[MetadataRecord]) -> Result<Decision<()>, ActivationError> {
        let level = |name: &str| bootstrap_level(bootstrap, name);
        let version = level(features::METADATA_VERSION).and_then(MetadataVersion::from_level);
        let version = version.ok_or(ActivationError::NoMetadataVersion)?;
        let mut records = self.abort_records(version)?;
        if version.has_transactions() {
            let name = Some("Bootstrap records".to_owned());
            records.push(MetadataRecord::BeginTransaction(BeginTransactionRecord {
                name,
            }));
        }
        records.extend_from_slice(bootstrap);
        if level(features::ELIGIBLE_LEADER_REPLICAS_VERSION).is_some_and(|level| level > 0) {
            records.push(self.cluster_min_isr());
        }
        if version.has_transactions() {
            records.push(MetadataRecord::EndTransaction(EndTransactionRecord {}));
            return Ok(Decision::in_batches(records, ()));
        }
        Ok(Decision::atomic(records, ()))
    }

    fn abort_records(
        &self,
        version: MetadataVersion,
    ) -> Result<Vec<MetadataRecord>, ActivationError> {
        let Some(start) = self.transaction_start() else {
            return Ok(Vec::new());
        };
        if !version.has_transactions() {
            return Err(ActivationError::UnsupportedTransaction(start));
        }
        let reason = Some("Controller failover".to_owned());
        Ok(vec![MetadataRecord::AbortTransaction(
            AbortTransactionRecord { reason },
        )])
    }

    /// With eligible leader replicas all nodes must agree on `min.insync.replicas`, so the file's value becomes the
    /// cluster's.
    pub(super) fn cluster_min_isr(&self) -> MetadataRecord {
        let none = std::collections::BTreeMap::new();
        let layers = BrokerLayers {
            broker: &none,
            cluster: &none,
            file: &self.settings.file_configs,
        };
        let key = TOPIC_KEYS.get("min.insync.replicas");
        let value = key.and_then(|key| effective_topic_config(key, &none, layers).value);
        MetadataRecord::Config(ConfigRecord {
            resource_type: ResourceType::BROKER.0,
            resource_name: String::new(),
            name: "min.insync.replicas".to_owned(),
            value: Some(value.unwrap_or_else(|| "1".to_owned())),
        })
    }
}

fn bootstrap_level(bootstrap: &[MetadataRecord], feature: &str) -> Option<i16> {
    bootstrap.iter().rev().find_map(|record| {
        let MetadataRecord::FeatureLevel(record) = record else {
            return None;
        };
        (record.name == feature).then_some(record.feature_level)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controller::fixture::{Cluster, settings};
    use crate::image::Image;

    fn at(level: i16) -> MetadataVersion {
        MetadataVersion::from_level(level).unwrap()
    }

    #[test]
    fn a_new_cluster_starts_with_the_levels_that_kafka_formats() {
        let expected = [
            ("metadata.version", 30),
            ("eligible.leader.replicas.version", 1),
            ("group.version", 1),
            ("share.version", 1),
            ("streams.version", 1),
            ("transaction.version", 2),
        ];
        assert_eq!(default_bootstrap_levels(MetadataVersion::LATEST), expected);
        assert_eq!(default_bootstrap_levels(at(21)), [("metadata.version", 21)]);
        assert_eq!(
            default_bootstrap_levels(at(23)),
            [("metadata.version", 23), ("group.version", 1)]
        );
    }

    #[test]
    fn the_first_controller_writes_the_bootstrap_records_in_a_transaction() {
        let mut own = settings();
        own.file_configs = [("min.insync.replicas".to_owned(), "2".to_owned())].into();
        let controller = Controller::new(own, Image::default(), 0);
        let bootstrap = feature_records(&default_bootstrap_levels(MetadataVersion::LATEST));
        let decision = controller.activation_records(&bootstrap).unwrap();
        let mut expected = vec![MetadataRecord::BeginTransaction(BeginTransactionRecord {
            name: Some("Bootstrap records".to_owned()),
        })];
        expected.extend(bootstrap);
        expected.push(MetadataRecord::Config(ConfigRecord {
            resource_type: 4,
            resource_name: String::new(),
            name: "min.insync.replicas".to_owned(),
            value: Some("2".to_owned()),
        }));
        expected.push(MetadataRecord::EndTransaction(EndTransactionRecord {}));
        assert_eq!(decision.records, expected);
        assert!(!decision.atomic);
    }

    #[test]
    fn without_transactions_the_bootstrap_records_are_one_batch() {
        let controller = Controller::new(settings(), Image::default(), 0);
        let bootstrap = feature_records(&[("metadata.version", 12)]);
        let decision = controller.activation_records(&bootstrap).unwrap();
        assert_eq!((decision.records, decision.atomic), (bootstrap, true));
        assert_eq!(
            controller.activation_records(&[]),
            Err(ActivationError::NoMetadataVersion)
        );
    }

    #[test]
    fn a_transaction_that_a_predecessor_left_open_is_aborted_first() {
        let bootstrap = feature_records(&default_bootstrap_levels(MetadataVersion::LATEST));
        let mut controller = Controller::new(settings(), Image::default(), 0);
        let first = controller.activation_records(&bootstrap).unwrap().records;
        for (offset, record) in (0..).zip(&first[..3]) {
            controller.replay(record, offset).unwrap();
        }
        let again = controller.activation_records(&bootstrap).unwrap();
        let abort = AbortTransactionRecord {
            reason: Some("Controller failover".to_owned()),
        };
        assert_eq!(again.records[0], MetadataRecord::AbortTransaction(abort));
        assert_eq!(again.records[1..], first);
        for (offset, record) in (3..).zip(&again.records) {
            controller.replay(record, offset).unwrap();
        }
        assert_eq!(controller.image().feature_level("metadata.version"), 30);
    }

    #[test]
    fn a_controller_of_an_older_cluster_writes_nothing_on_becoming_active() {
        let cluster = Cluster::formatted();
        assert_eq!(
            cluster.controller.activation_records(&[]).unwrap().records,
            []
        );
    }
}
