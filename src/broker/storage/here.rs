//! The same on this machine, with its own disk, clock and chance.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kalda_config::NodeConfig;
use kalda_disk::{Disk as _, RealDisk};
use kalda_protocol::uuid_text;
use uuid::Uuid;

use super::format::{FormatError, FormatRequest, Formatting, new_id};
use super::listing::{Listing, list_directories};
use super::meta_properties::FILE_NAME;
use crate::settings::NodeSettings;

/// A new random id in Kafka's notation, fit for a cluster.
pub fn new_cluster_id() -> String {
    uuid_text::to_text(&new_id(&mut Uuid::new_v4))
}

/// Formats the directories of a node; `say` is given each line for the person who asked.
///
/// # Errors
/// As [`Formatting::run`].
pub fn format_here(
    config: &NodeConfig,
    request: &FormatRequest,
    say: &mut dyn FnMut(&str),
) -> Result<(), FormatError> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let now_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Formatting {
        disk: Arc::new(RealDisk),
        now_ms,
        random_id: &mut Uuid::new_v4,
        say,
    }
    .run(config, request)
}

/// Tells what is in the directories of a node.
///
/// # Errors
/// A configuration without directories.
pub fn list_here(config: &NodeConfig) -> Result<Listing, FormatError> {
    let node =
        NodeSettings::read(config).map_err(|error| FormatError::Refused(error.to_string()))?;
    Ok(list_directories(&RealDisk, &node.all_dirs()))
}

/// Whether none of a node's directories is formatted yet.
///
/// # Errors
/// A configuration without directories, or a directory that cannot be looked into.
pub fn is_new_here(config: &NodeConfig) -> Result<bool, FormatError> {
    let node =
        NodeSettings::read(config).map_err(|error| FormatError::Refused(error.to_string()))?;
    for dir in node.all_dirs() {
        let found = RealDisk.stat(&dir.join(FILE_NAME));
        if found
            .map_err(|error| {
                FormatError::Refused(format!("{} cannot be read: {error}", dir.display()))
            })?
            .is_some()
        {
            return Ok(false);
        }
    }
    Ok(true)
}
