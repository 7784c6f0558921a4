//! The feature levels that a release stands for, and what levels need of each other.

use std::collections::BTreeMap;

use kalda_metadata::features::{KRAFT_VERSION, METADATA_VERSION, MetadataVersion};

/// A level of a feature other than `metadata.version`.
struct Level {
    feature: &'static str,
    level: i16,
    /// The lowest `metadata.version` whose default this level is.
    default_from: i16,
    /// The lowest `metadata.version` it works with.
    needs: Option<i16>,
}

const fn level(feature: &'static str, level: i16, default_from: i16, needs: Option<i16>) -> Level {
    Level {
        feature,
        level,
        default_from,
        needs,
    }
}

/// Every level above 0, each feature's in rising order; the features in the order in which Kafka's tool prints them.
const LEVELS: [Level; 7] = [
    level(KRAFT_VERSION, 1, 21, None),
    level("transaction.version", 1, 24, None),
    level("transaction.version", 2, 24, None),
    level("group.version", 1, 22, None),
    level("eligible.leader.replicas.version", 1, 26, Some(23)),
    level("share.version", 1, 28, None),
    level("streams.version", 1, 29, None),
];

/// Why levels cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FeatureError(String);

fn refuse<T>(sentence: String) -> Result<T, FeatureError> {
    Err(FeatureError(sentence))
}

/// A release, by its level of `metadata.version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release(MetadataVersion);

impl Release {
    /// The newest release that is stable in this version of Kalda.
    pub const LATEST: Self = Self(MetadataVersion::LATEST);

    /// The level of `metadata.version`.
    pub fn level(self) -> i16 {
        self.0.level()
    }

    /// Kafka's name of the level, such as `4.3-IV0`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Reads `--release-version`: `4.3`, `4.3.1` or `4.3-IV0`. A release stands for its last level.
    ///
    /// # Errors
    /// Kafka's sentence with all known levels. Unstable ones are known only `with_unstable`.
    pub fn parse(text: &str, with_unstable: bool) -> Result<Self, FeatureError> {
        let last = if with_unstable {
            MetadataVersion::LATEST_UNSTABLE
        } else {
            MetadataVersion::LATEST
        };
        let known: Vec<_> = (MetadataVersion::MINIMUM.level()..=last.level())
            .filter_map(MetadataVersion::from_level)
            .collect();
        // A third part, such as 4.3.1's, names a bug-fix release, and those change no level.
        let release: Vec<_> = text.splitn(3, '.').take(2).collect();
        let release = release.join(".");
        let is_meant = |version: &&MetadataVersion| {
            let name = version.name();
            name == release
                || name
                    .split_once("-IV")
                    .is_some_and(|(short, _)| short == release)
        };
        match known.iter().rev().find(is_meant) {
            Some(version) => Ok(Self(*version)),
            None => {
                let names: Vec<_> = known.iter().map(|version| version.name()).collect();
                refuse(format!(
                    "Unknown metadata.version '{text}'. Supported metadata.version are: {}",
                    names.join(", ")
                ))
            }
        }
    }

    /// The release of a level given as a feature: `--feature metadata.version=30`.
    fn of_level(level: i16) -> Result<Self, FeatureError> {
        match MetadataVersion::from_level(level) {
            Some(version) if version > MetadataVersion::LATEST => refuse(format!(
                "{METADATA_VERSION} {} is not yet stable.",
                version.name()
            )),
            Some(version) => Ok(Self(version)),
            None => refuse(format!("No MetadataVersion with feature level {level}")),
        }
    }

    fn default_level(self, feature: &str) -> i16 {
        let levels = LEVELS
            .iter()
            .filter(|row| row.feature == feature && row.default_from <= self.level());
        levels.map(|row| row.level).max().unwrap_or(0)
    }
}

/// Every feature but `metadata.version`, in the order in which Kafka's tool prints them.
fn features() -> Vec<&'static str> {
    let mut features: Vec<_> = LEVELS.iter().map(|row| row.feature).collect();
    features.dedup();
    features
}

/// Reads `name=level`.
///
/// # Errors
/// Kafka's sentence when there is no `=`, or no number behind it.
pub(super) fn parse_feature(text: &str) -> Result<(String, i16), FeatureError> {
    let Some((name, level)) = text.split_once('=') else {
        return refuse(format!(
            "Can't parse feature=level string {text}: equals sign not found."
        ));
    };
    let level = level.trim();
    match level.parse() {
        Ok(number) => Ok((name.trim().to_owned(), number)),
        Err(_) => refuse(format!(
            "Can't parse feature=level string {text}: unable to parse {level} as a short."
        )),
    }
}

/// The levels a new cluster starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FirstLevels {
    pub(super) release: Release,
    /// All features but `metadata.version`, `kraft.version` among them.
    pub(super) levels: BTreeMap<String, i16>,
}

impl FirstLevels {
    pub(super) fn kraft_version(&self) -> i16 {
        self.levels.get(KRAFT_VERSION).copied().unwrap_or(0)
    }

    /// What `--release-version` and `--feature` ask for, completed by the release's own levels.
    pub(super) fn choose(
        release: Option<Release>,
        wanted: &BTreeMap<String, i16>,
        has_dynamic_quorum: bool,
    ) -> Result<Self, FeatureError> {
        let release = match (release, wanted.get(METADATA_VERSION)) {
            (Some(_), Some(_)) => {
                return refuse(format!(
                    "Use --release-version instead of --feature {METADATA_VERSION}=X to avoid ambiguity."
                ));
            }
            (Some(release), None) => release,
            (None, Some(level)) => Release::of_level(*level)?,
            (None, None) => Release::LATEST,
        };
        let known = features();
        let mut levels = BTreeMap::new();
        for (name, level) in wanted.iter().filter(|(name, _)| *name != METADATA_VERSION) {
            if !known.contains(&name.as_str()) {
                let mut sorted = known.clone();
                sorted.sort_unstable();
                return refuse(format!(
                    "Unsupported feature: {name}. Supported features are: {}",
                    sorted.join(", ")
                ));
            }
            levels.insert(name.clone(), *level);
        }
        let kraft_version = kraft_version(levels.get(KRAFT_VERSION).copied(), has_dynamic_quorum)?;
        levels.insert(KRAFT_VERSION.to_owned(), kraft_version);
        for name in known {
            levels
                .entry(name.to_owned())
                .or_insert_with(|| release.default_level(name));
        }
        for (name, level) in &levels {
            check_level(name, *level, release)?;
        }
        Ok(Self { release, levels })
    }
}

fn check_level(name: &str, level: i16, release: Release) -> Result<(), FeatureError> {
    if level == 0 {
        return Ok(());
    }
    let row = LEVELS
        .iter()
        .find(|row| row.feature == name && row.level == level);
    match row {
        None => refuse(format!("No feature:{name} with feature level {level}")),
        Some(Level {
            needs: Some(needs), ..
        }) if release.level() < *needs => refuse(format!(
            "{name} could not be set to {level} because it depends on {METADATA_VERSION} level {needs}"
        )),
        Some(_) => Ok(()),
    }
}

/// `kraft.version` follows from whether the quorum is dynamic; another wish is a contradiction.
fn kraft_version(wanted: Option<i16>, has_dynamic_quorum: bool) -> Result<i16, FeatureError> {
    match wanted {
        None => Ok(i16::from(has_dynamic_quorum)),
        Some(0) if has_dynamic_quorum => refuse(
            "Cannot set kraft.version to 0 if controller.quorum.voters is empty and one of the flags --standalone, \
             --initial-controllers, or --no-initial-controllers is used. For dynamic controllers support, try removing \
             the --feature flag for kraft.version."
                .to_owned(),
        ),
        Some(level) if level != 0 && !has_dynamic_quorum => refuse(format!(
            "Cannot set kraft.version to {level} unless controller.quorum.voters is empty and one of the flags \
             --standalone, --initial-controllers, or --no-initial-controllers is used. For dynamic controllers support, \
             try using one of --standalone, --initial-controllers, or --no-initial-controllers and removing \
             controller.quorum.voters."
        )),
        Some(level) => Ok(level),
    }
}

/// The lines of `version-mapping`: the level of each feature in a release.
///
/// # Errors
/// A release that nobody knows.
pub fn version_mapping(release: Option<&str>) -> Result<Vec<String>, FeatureError> {
    let name = release.unwrap_or(Release::LATEST.name());
    let release = Release::parse(name, true)?;
    let mut lines = vec![format!("{METADATA_VERSION}={} ({name})", release.level())];
    lines.extend(
        features()
            .iter()
            .map(|feature| format!("{feature}={}", release.default_level(feature))),
    );
    Ok(lines)
}

/// The lines of `feature-dependencies`: what each `name=level` needs.
///
/// # Errors
/// A text of another form, or a level that nobody knows.
pub fn feature_dependencies(wanted: &[String]) -> Result<Vec<String>, FeatureError> {
    let mut lines = Vec::new();
    for text in wanted {
        let Some((name, level)) = text.split_once('=') else {
            return refuse(format!(
                "Invalid feature format: {text}. Expected format: 'feature=version' (e.g. 'group.version=1')"
            ));
        };
        let (name, level) = (name.trim(), level.trim());
        let Ok(number) = level.parse() else {
            return refuse(format!(
                "Invalid version format: {level} for feature {name}"
            ));
        };
        lines.extend(dependencies_of(name, number)?);
    }
    Ok(lines)
}

fn dependencies_of(name: &str, level: i16) -> Result<Vec<String>, FeatureError> {
    if name == METADATA_VERSION {
        return match MetadataVersion::from_level(level) {
            Some(version) => Ok(vec![format!(
                "{name}={level} ({}) has no dependencies.",
                version.name()
            )]),
            None => refuse(format!("Unknown {METADATA_VERSION} {level}")),
        };
    }
    if !features().contains(&name) {
        return refuse(format!("Unknown feature: {name}"));
    }
    let row = LEVELS
        .iter()
        .find(|row| row.feature == name && row.level == level);
    match row.map(|row| row.needs) {
        None if level != 0 => refuse(format!(
            "Feature level {level} is not supported for feature {name}"
        )),
        None | Some(None) => Ok(vec![format!("{name}={level} has no dependencies.")]),
        Some(Some(needs)) => {
            let named = MetadataVersion::from_level(needs).map_or("unknown", MetadataVersion::name);
            Ok(vec![
                format!("{name}={level} requires:"),
                format!("    {METADATA_VERSION}={needs} ({named})"),
            ])
        }
    }
}

#[cfg(test)]
#[path = "features_tests.rs"]
mod tests;
