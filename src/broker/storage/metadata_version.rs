//! The levels of `metadata.version` and their names.

/// The feature that gates the format of metadata records.
pub(super) const METADATA_VERSION: &str = "metadata.version";
/// The feature that gates dynamic quorums. Its level lives in a control record of the log, never in a feature record.
pub(super) const KRAFT_VERSION: &str = "kraft.version";

/// The names of the levels from 7 up.
const NAMES: [&str; 25] = [
    "3.3-IV3", "3.4-IV0", "3.5-IV0", "3.5-IV1", "3.5-IV2", "3.6-IV0", "3.6-IV1", "3.6-IV2",
    "3.7-IV0", "3.7-IV1", "3.7-IV2", "3.7-IV3", "3.7-IV4", "3.8-IV0", "3.9-IV0", "4.0-IV0",
    "4.0-IV1", "4.0-IV2", "4.0-IV3", "4.1-IV0", "4.1-IV1", "4.2-IV0", "4.2-IV1", "4.3-IV0",
    "4.4-IV0",
];

/// A level of `metadata.version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MetadataVersion(i16);

impl MetadataVersion {
    pub(super) const MINIMUM: Self = Self(7);
    pub(super) const LATEST: Self = Self(30);
    pub(super) const LATEST_UNSTABLE: Self = Self(31);

    pub(super) fn from_level(level: i16) -> Option<Self> {
        (Self::MINIMUM.0..=Self::LATEST_UNSTABLE.0)
            .contains(&level)
            .then_some(Self(level))
    }

    pub(super) fn level(self) -> i16 {
        self.0
    }

    pub(super) fn name(self) -> &'static str {
        let row = usize::try_from(self.0 - Self::MINIMUM.0).ok();
        row.and_then(|row| NAMES.get(row))
            .copied()
            .unwrap_or("unknown")
    }
}
