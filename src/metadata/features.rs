//! Names and levels of the cluster's features, and what each level of `metadata.version` allows.

/// The feature that gates the format of metadata records.
pub const METADATA_VERSION: &str = "metadata.version";
/// The feature that gates dynamic quorums. Its level lives in a control record of the log, never in a feature record.
pub const KRAFT_VERSION: &str = "kraft.version";
/// The feature that gates KIP-890's transaction protocol.
pub const TRANSACTION_VERSION: &str = "transaction.version";
/// The feature that gates KIP-848's consumer groups.
pub const GROUP_VERSION: &str = "group.version";
/// The feature that gates eligible leader replicas (KIP-966).
pub const ELIGIBLE_LEADER_REPLICAS_VERSION: &str = "eligible.leader.replicas.version";
/// The feature that gates share groups.
pub const SHARE_VERSION: &str = "share.version";
/// The feature that gates streams groups.
pub const STREAMS_VERSION: &str = "streams.version";

/// The lowest level of `metadata.version` that Kafka 4 reads.
const LOWEST_LEVEL: i16 = 7;

/// `(name, whether the level changed the format of a record)` for each level from [`LOWEST_LEVEL`] up.
const LEVELS: [(&str, bool); 25] = [
    ("3.3-IV3", true),
    ("3.4-IV0", true),
    ("3.5-IV0", false),
    ("3.5-IV1", false),
    ("3.5-IV2", true),
    ("3.6-IV0", false),
    ("3.6-IV1", true),
    ("3.6-IV2", true),
    ("3.7-IV0", true),
    ("3.7-IV1", false),
    ("3.7-IV2", true),
    ("3.7-IV3", false),
    ("3.7-IV4", false),
    ("3.8-IV0", false),
    ("3.9-IV0", false),
    ("4.0-IV0", false),
    ("4.0-IV1", true),
    ("4.0-IV2", false),
    ("4.0-IV3", false),
    ("4.1-IV0", false),
    ("4.1-IV1", false),
    ("4.2-IV0", false),
    ("4.2-IV1", false),
    ("4.3-IV0", true),
    ("4.4-IV0", false),
];

/// A level of `metadata.version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetadataVersion(i16);

impl MetadataVersion {
    /// The lowest level Kafka 4 accepts (3.3-IV3).
    pub const MINIMUM: Self = Self(LOWEST_LEVEL);
    /// The highest level that is stable in Kafka 4.3 (4.3-IV0).
    pub const LATEST: Self = Self(30);
    /// The highest level that is known at all; above [`Self::LATEST`] it is unstable.
    pub const LATEST_UNSTABLE: Self = Self(31);

    /// The version of this level, if there is one.
    #[must_use]
    pub const fn from_level(level: i16) -> Option<Self> {
        if level >= Self::MINIMUM.0 && level <= Self::LATEST_UNSTABLE.0 {
            Some(Self(level))
        } else {
            None
        }
    }

    /// The number that feature records carry.
    #[must_use]
    pub const fn level(self) -> i16 {
        self.0
    }

    /// Kafka's name for the level, such as `4.3-IV0`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("unknown", |(name, _)| name)
    }

    /// Whether going from this level to the one below it could lose records or fields.
    #[must_use]
    pub fn changes_metadata(self) -> bool {
        self.row().is_some_and(|(_, changes)| changes)
    }

    fn row(self) -> Option<(&'static str, bool)> {
        usize::try_from(self.0 - LOWEST_LEVEL)
            .ok()
            .and_then(|row| LEVELS.get(row))
            .copied()
    }

    /// Whether an ISR that shrinks must raise the leader epoch (KAFKA-15021; brokers before 3.6 needed it).
    #[must_use]
    pub const fn bumps_leader_epoch_on_isr_shrink(self) -> bool {
        self.0 < 12
    }

    /// Whether metadata transactions (KIP-868) may be written.
    #[must_use]
    pub const fn has_transactions(self) -> bool {
        self.0 >= 13
    }

    /// Whether controllers register themselves.
    #[must_use]
    pub const fn has_controller_registration(self) -> bool {
        self.0 >= 15
    }

    /// Whether records say which log directory holds a replica (KIP-858).
    #[must_use]
    pub const fn has_directory_assignment(self) -> bool {
        self.0 >= 17
    }

    /// Whether partition records can hold eligible leader replicas.
    #[must_use]
    pub const fn has_eligible_leader_replicas(self) -> bool {
        self.0 >= 23
    }

    /// Whether brokers may cordon log directories (KIP-1066).
    #[must_use]
    pub const fn has_cordoned_log_dirs(self) -> bool {
        self.0 >= 30
    }
}

/// The levels of one feature that a node understands, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeatureRange {
    /// The lowest level.
    pub min: i16,
    /// The highest level.
    pub max: i16,
}

impl FeatureRange {
    /// The range of a feature that a node does not know.
    pub const DISABLED: Self = Self { min: 0, max: 0 };

    /// Whether `level` lies in the range.
    #[must_use]
    pub const fn contains(self, level: i16) -> bool {
        self.min <= level && level <= self.max
    }
}

/// What a Kalda node understands: the names and levels that ApiVersions and registrations announce, sorted by name.
pub const SUPPORTED: [(&str, FeatureRange); 7] = [
    (
        ELIGIBLE_LEADER_REPLICAS_VERSION,
        FeatureRange { min: 0, max: 1 },
    ),
    (GROUP_VERSION, FeatureRange { min: 0, max: 1 }),
    (KRAFT_VERSION, FeatureRange { min: 0, max: 1 }),
    (
        METADATA_VERSION,
        FeatureRange {
            min: MetadataVersion::MINIMUM.0,
            max: MetadataVersion::LATEST.0,
        },
    ),
    (SHARE_VERSION, FeatureRange { min: 0, max: 1 }),
    (STREAMS_VERSION, FeatureRange { min: 0, max: 1 }),
    (TRANSACTION_VERSION, FeatureRange { min: 0, max: 2 }),
];

/// The levels of feature `name` that this software understands.
#[must_use]
pub fn supported(name: &str) -> FeatureRange {
    SUPPORTED
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(FeatureRange::DISABLED, |(_, range)| *range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_level_has_kafka_4_3s_name() {
        assert_eq!(MetadataVersion::LATEST.name(), "4.3-IV0");
        assert_eq!(MetadataVersion::MINIMUM.name(), "3.3-IV3");
        assert_eq!(MetadataVersion::LATEST_UNSTABLE.name(), "4.4-IV0");
        assert_eq!(MetadataVersion::from_level(6), None);
        assert_eq!(MetadataVersion::from_level(32), None);
    }

    #[test]
    fn an_unknown_feature_is_supported_at_level_0_only() {
        assert_eq!(supported("no.such.feature"), FeatureRange::DISABLED);
        assert!(supported(METADATA_VERSION).contains(30));
        assert!(!supported(METADATA_VERSION).contains(31));
    }
}
