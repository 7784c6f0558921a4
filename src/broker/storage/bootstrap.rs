//! The records that a new cluster starts from.

use kalda_protocol::metadata_records::{self, FeatureLevelRecord, MetadataRecord};

use super::features::FirstLevels;
use kalda_metadata::features::{KRAFT_VERSION, METADATA_VERSION};

/// The records as they are written, and as Kafka's tool prints them.
pub(super) struct FirstRecords {
    pub(super) encoded: Vec<Vec<u8>>,
    pub(super) shown: String,
}

impl FirstRecords {
    /// The feature levels. `kraft.version` is none of them, for it lives in the control records of the log.
    pub(super) fn new(first: &FirstLevels) -> Result<Self, String> {
        let of_release = (METADATA_VERSION, first.release.level());
        let others = first
            .levels
            .iter()
            .map(|(name, level)| (name.as_str(), *level));
        let others = others.filter(|(name, level)| *level > 0 && *name != KRAFT_VERSION);
        let mut encoded = Vec::new();
        let mut shown = Vec::new();
        for (name, feature_level) in [of_release].into_iter().chain(others) {
            let record = FeatureLevelRecord {
                name: name.to_owned(),
                feature_level,
            };
            let bytes = metadata_records::encode(
                &MetadataRecord::FeatureLevel(record),
                first.release.level(),
            );
            encoded.push(bytes.map_err(|error| error.to_string())?.to_vec());
            shown.push(format!(
                "ApiMessageAndVersion(FeatureLevelRecord(name='{name}', featureLevel={feature_level}) at version 0)"
            ));
        }
        let shown = format!(
            "BootstrapMetadata(records=[{}], metadataVersionLevel={}, source=format command)",
            shown.join(", "),
            first.release.level()
        );
        Ok(Self { encoded, shown })
    }
}
