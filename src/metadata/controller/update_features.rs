//! UpdateFeatures: levels go up if every node supports it, and down where nothing is lost.

use std::collections::BTreeMap;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::update_features_response::UpdatableFeatureResult;
use kalda_protocol::messages::{StrBytes, UpdateFeaturesRequest, UpdateFeaturesResponse};
use kalda_protocol::metadata_records::{
    ConfigRecord, FeatureLevelRecord, MetadataRecord, NoOpRecord,
};

use super::{Controller, Decision, Refusal};
use crate::features::{self, FeatureRange, MetadataVersion};
use crate::image::{ConfigResource, ResourceType};

/// The last version whose answers name every feature.
const LAST_VERSION_WITH_RESULTS: i16 = 1;
/// The key that brokers must not set themselves while eligible leader replicas are on.
const MIN_ISR: &str = "min.insync.replicas";

/// Which way a level may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Upgrade,
    SafeDowngrade,
    UnsafeDowngrade,
}

impl Direction {
    const fn from_code(code: i8) -> Option<Self> {
        match code {
            1 => Some(Self::Upgrade),
            2 => Some(Self::SafeDowngrade),
            3 => Some(Self::UnsafeDowngrade),
            _ => None,
        }
    }
}

/// One feature of a request.
struct Update<'a> {
    feature: &'a str,
    level: i16,
    upgrade_type: i8,
}

impl Controller {
    /// Changes feature levels, all or none. Handlers of version 0 turn `allow_downgrade` into an upgrade type first.
    pub fn update_features(
        &self,
        request: &UpdateFeaturesRequest,
        request_version: i16,
    ) -> Decision<UpdateFeaturesResponse> {
        let response = UpdateFeaturesResponse::default();
        let mut records = match self.feature_changes(request) {
            Ok(records) => records,
            Err(refusal) => {
                let reason = refusal.message.unwrap_or_default();
                let message = format!(
                    "The update failed for all features since the following feature had an error: {reason}"
                );
                let message = Some(StrBytes::from_string(message));
                return Decision::answer(
                    response
                        .with_error_code(refusal.code.code())
                        .with_error_message(message),
                );
            }
        };
        if request.validate_only {
            records.clear();
        }
        let response = response.with_error_message(None);
        if request_version > LAST_VERSION_WITH_RESULTS {
            return Decision::atomic(records, response);
        }
        let results = request.feature_updates.iter().map(|update| {
            UpdatableFeatureResult::default()
                .with_feature(update.feature.clone())
                .with_error_message(Some(StrBytes::from_static_str(ErrorCode::None.name())))
        });
        let results = results.collect();
        Decision::atomic(records, response.with_results(results))
    }

    fn feature_changes(
        &self,
        request: &UpdateFeaturesRequest,
    ) -> Result<Vec<MetadataRecord>, Refusal> {
        let updates = request.feature_updates.iter().map(|update| {
            let feature = update.feature.as_str();
            (
                feature,
                Update {
                    feature,
                    level: update.max_version_level,
                    upgrade_type: update.upgrade_type,
                },
            )
        });
        let updates: BTreeMap<&str, Update<'_>> = updates.collect();
        let mut changes = Vec::new();
        for update in updates.values() {
            changes.extend(self.feature_change(update, &updates)?);
        }
        let elr = updates.get(features::ELIGIBLE_LEADER_REPLICAS_VERSION);
        let mut records = if elr.is_some_and(|update| update.level > 0) {
            self.elr_safety_records()
        } else {
            Vec::new()
        };
        records.append(&mut changes);
        Ok(records)
    }

    fn feature_change(
        &self,
        update: &Update<'_>,
        all: &BTreeMap<&str, Update<'_>>,
    ) -> Result<Option<MetadataRecord>, Refusal> {
        let invalid = |reason: &str| Err(invalid_update(update, reason));
        let Some(direction) = Direction::from_code(update.upgrade_type) else {
            return invalid("The controller does not support the given upgrade type.");
        };
        let current = match update.feature {
            features::KRAFT_VERSION => self.settings.kraft_version,
            feature => self.image().feature_level(feature),
        };
        if update.level < 0 {
            return invalid("A feature version cannot be less than 0.");
        }
        if let Some(reason) = self.reason_not_supported(update) {
            return invalid(&reason);
        }
        if update.level < current && direction == Direction::Upgrade {
            return invalid(
                "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe \
                 downgrade.",
            );
        }
        if update.level > current && direction != Direction::Upgrade {
            return invalid("Can't downgrade to a newer version.");
        }
        match update.feature {
            features::METADATA_VERSION => self
                .metadata_version_change(update.level, direction)
                .map(Some),
            features::KRAFT_VERSION => match (update.level == current, direction) {
                // A record to wait for, as Kafka's controller writes one.
                (true, Direction::Upgrade) => Ok(Some(MetadataRecord::NoOp(NoOpRecord {}))),
                (true, Direction::SafeDowngrade | Direction::UnsafeDowngrade) => Ok(None),
                (false, Direction::Upgrade) => {
                    invalid("This release cannot turn a static quorum into a dynamic one.")
                }
                (false, Direction::SafeDowngrade | Direction::UnsafeDowngrade) => {
                    invalid("Can't downgrade the version of this feature.")
                }
            },
            // Level 0 of a feature that nobody knows is supported by everybody.
            feature if !features::SUPPORTED.iter().any(|(name, _)| *name == feature) => {
                invalid(&format!("Feature {feature} not found."))
            }
            feature => match self.missing_dependency(update, all) {
                Some(reason) => invalid(&reason),
                None => Ok(Some(level_record(feature, update.level))),
            },
        }
    }

    /// Which node does not support the level.
    fn reason_not_supported(&self, update: &Update<'_>) -> Option<String> {
        let own = format!("Local controller {}", self.settings.node_id);
        let local = reason(&own, update.level, features::supported(update.feature));
        let brokers = || {
            self.image().brokers().find_map(|broker| {
                reason(
                    &format!("Broker {}", broker.id()),
                    update.level,
                    broker.feature(update.feature),
                )
            })
        };
        let controllers = || self.controller_not_supporting(update);
        local.or_else(brokers).or_else(controllers)
    }

    fn controller_not_supporting(&self, update: &Update<'_>) -> Option<String> {
        if !self.version().has_controller_registration() {
            return None;
        }
        let others = || {
            self.image()
                .controllers()
                .filter(|node| node.controller_id != self.settings.node_id)
        };
        let unable = others().find_map(|node| {
            let feature = node
                .features
                .iter()
                .find(|feature| feature.name == update.feature);
            let range = feature.map_or(FeatureRange::DISABLED, |feature| FeatureRange {
                min: feature.min_supported_version,
                max: feature.max_supported_version,
            });
            reason(
                &format!("Controller {}", node.controller_id),
                update.level,
                range,
            )
        });
        let silent = || {
            let is_known = |id: &&i32| {
                **id == self.settings.node_id || self.image().controller(**id).is_some()
            };
            let id = self
                .settings
                .controller_ids
                .iter()
                .find(|id| !is_known(id))?;
            Some(format!(
                "controller {id} has not registered, and may not support this feature"
            ))
        };
        unable.or_else(silent)
    }

    fn metadata_version_change(
        &self,
        level: i16,
        direction: Direction,
    ) -> Result<MetadataRecord, Refusal> {
        let Some(wanted) = MetadataVersion::from_level(level) else {
            let (least, most) = (
                MetadataVersion::MINIMUM.level(),
                MetadataVersion::LATEST_UNSTABLE.level(),
            );
            let message = format!(
                "Invalid metadata.version {level}. Valid versions are from {least} to {most}."
            );
            return Err(Refusal::new(ErrorCode::InvalidUpdateVersion, message));
        };
        let current = self.version();
        let mut lost = (wanted.level()..current.level())
            .filter_map(|below| MetadataVersion::from_level(below + 1));
        if !lost.any(MetadataVersion::changes_metadata) {
            return Ok(level_record(features::METADATA_VERSION, level));
        }
        let reason = if direction == Direction::UnsafeDowngrade {
            "Unsafe metadata downgrade is not supported in this version."
        } else {
            "Refusing to perform the requested downgrade because it might delete metadata information."
        };
        let message = format!(
            "Unsupported metadata.version downgrade from {} to {}. {reason}",
            current.level(),
            wanted.level()
        );
        Err(Refusal::new(ErrorCode::InvalidUpdateVersion, message))
    }

    /// A feature that this one needs, and that is not there after the update either.
    fn missing_dependency(
        &self,
        update: &Update<'_>,
        all: &BTreeMap<&str, Update<'_>>,
    ) -> Option<String> {
        let needed = match (update.feature, update.level) {
            (features::ELIGIBLE_LEADER_REPLICAS_VERSION, 1) => 23,
            _ => return None,
        };
        let planned = all
            .get(features::METADATA_VERSION)
            .map(|update| update.level);
        let version =
            planned.unwrap_or_else(|| self.image().feature_level(features::METADATA_VERSION));
        (version < needed).then(|| {
            format!(
                "{} could not be set to {} because it depends on {} level {needed}",
                update.feature,
                update.level,
                features::METADATA_VERSION
            )
        })
    }

    /// While eligible leader replicas are on, the cluster has a minimum of in-sync replicas and no broker has its own.
    fn elr_safety_records(&self) -> Vec<MetadataRecord> {
        let mut records = Vec::new();
        if !self
            .image()
            .configs(&ConfigResource::cluster())
            .contains_key(MIN_ISR)
        {
            records.push(self.cluster_min_isr());
        }
        let brokers = self.image().all_configs().filter(|(resource, configs)| {
            resource.resource_type == ResourceType::BROKER
                && !resource.name.is_empty()
                && configs.contains_key(MIN_ISR)
        });
        records.extend(brokers.map(|(resource, _)| {
            MetadataRecord::Config(ConfigRecord {
                resource_type: ResourceType::BROKER.0,
                resource_name: resource.name.clone(),
                name: MIN_ISR.to_owned(),
                value: None,
            })
        }));
        records
    }
}

fn level_record(name: &str, feature_level: i16) -> MetadataRecord {
    MetadataRecord::FeatureLevel(FeatureLevelRecord {
        name: name.to_owned(),
        feature_level,
    })
}

fn invalid_update(update: &Update<'_>, reason: &str) -> Refusal {
    let message = format!(
        "Invalid update version {} for feature {}. {reason}",
        update.level, update.feature
    );
    Refusal::new(ErrorCode::InvalidUpdateVersion, message)
}

/// Why `node` does not support `level`; the words for a range are Kafka's.
fn reason(node: &str, level: i16, range: FeatureRange) -> Option<String> {
    if range.contains(level) {
        return None;
    }
    Some(match range {
        FeatureRange { max: 0, .. } => format!("{node} does not support this feature."),
        FeatureRange { min, max } if min == max => format!("{node} only supports versions {min}"),
        FeatureRange { min, max: i16::MAX } => format!("{node} only supports versions {min}+"),
        FeatureRange { min, max } => format!("{node} only supports versions {min}-{max}"),
    })
}

#[cfg(test)]
#[path = "update_features_tests.rs"]
mod tests;
