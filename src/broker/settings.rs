//! The settings of each subsystem, read once from the configuration. A subsystem is handed its own struct and sees no
//! other key; a dynamic change makes a new value.

mod cleaner;
mod fetch;
mod groups;
mod lifecycle;
mod network;
mod node;
mod quorum;
mod store;
mod topics;

use std::time::Duration;

use kalda_config::{InvalidValue, NodeConfig, Values};

pub use cleaner::CleanerSettings;
pub use fetch::FetchSettings;
pub use groups::{GroupsSettings, ShardSettings};
pub use lifecycle::LifecycleSettings;
pub use network::{ConnectionSettings, ListenerSettings, NetworkSettings};
pub use node::NodeSettings;
pub use quorum::{MetadataLogSettings, QuorumSettings};
pub use store::StoreSettings;
pub use topics::{OffsetsTopicSettings, TopicSettings};

/// The settings of every subsystem of a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Who this node is.
    pub node: NodeSettings,
    /// What it listens on, with the limits of each listener.
    pub listeners: ListenerSettings,
    /// Limits over all connections.
    pub connections: ConnectionSettings,
    /// The controllers.
    pub quorum: QuorumSettings,
    /// The metadata log.
    pub metadata_log: MetadataLogSettings,
    /// Registration and heartbeats of the broker.
    pub lifecycle: LifecycleSettings,
    /// Serving fetches.
    pub fetch: FetchSettings,
    /// Consumer groups.
    pub groups: GroupsSettings,
    /// Creating, deleting and listing topics.
    pub topics: TopicSettings,
    /// The partition logs as a whole.
    pub store: StoreSettings,
    /// The compaction of logs at start; later settings are read from what is in force then.
    pub cleaner: CleanerSettings,
}

impl Settings {
    /// Reads the settings of every subsystem.
    ///
    /// # Errors
    /// A value that fits its key but no machine, such as a negative timeout; values that do not go together.
    pub fn read(config: &NodeConfig) -> Result<Self, InvalidValue> {
        groups::check(config.values())?;
        Self::changed(config)
    }

    /// Reads the settings of every subsystem after a dynamic change. Values that do not go together with others are
    /// brought within these, where Kafka does so.
    ///
    /// # Errors
    /// A value that fits its key but no machine, such as a negative timeout.
    pub fn changed(config: &NodeConfig) -> Result<Self, InvalidValue> {
        let values = config.values();
        Ok(Self {
            node: NodeSettings::read(config)?,
            listeners: ListenerSettings::read(config)?,
            connections: ConnectionSettings::read(values)?,
            quorum: QuorumSettings::read(values)?,
            metadata_log: MetadataLogSettings::read(config)?,
            lifecycle: LifecycleSettings::read(values)?,
            fetch: FetchSettings::read(values)?,
            groups: GroupsSettings::read(values)?,
            topics: TopicSettings::read(config)?,
            store: StoreSettings::read(config)?,
            cleaner: CleanerSettings::read(values)?,
        })
    }
}

/// A time of a key in milliseconds; a negative one is refused.
fn time_ms(values: &Values, key: &str) -> Result<Duration, InvalidValue> {
    let ms = number(values, key)?;
    let ms = u64::try_from(ms)
        .map_err(|_| InvalidValue::of(key, &ms.to_string(), "Value must be at least 0"))?;
    Ok(Duration::from_millis(ms))
}

/// A number of things or bytes; a negative one is refused.
fn count(values: &Values, key: &str) -> Result<usize, InvalidValue> {
    let number = number(values, key)?;
    usize::try_from(number)
        .map_err(|_| InvalidValue::of(key, &number.to_string(), "Value must be at least 0"))
}

/// A number of things or bytes, `None` when the key says that there is no limit by a negative one.
fn count_or_none(values: &Values, key: &str) -> Result<Option<usize>, InvalidValue> {
    Ok(usize::try_from(number(values, key)?).ok())
}

fn number(values: &Values, key: &str) -> Result<i64, InvalidValue> {
    match values.long(key) {
        Ok(number) => Ok(number),
        Err(_) => values.int(key).map(i64::from),
    }
}

#[cfg(test)]
#[path = "settings/tests.rs"]
mod tests;
