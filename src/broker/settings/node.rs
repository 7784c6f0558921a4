//! Settings of the node itself.

use std::collections::BTreeSet;
use std::path::PathBuf;

use kalda_config::{InvalidValue, NodeConfig, Role};

/// Who this node is and where it keeps its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeSettings {
    /// `node.id`
    pub node_id: i32,
    /// `process.roles`
    pub roles: BTreeSet<Role>,
    /// `broker.rack`
    pub rack: Option<String>,
    /// `log.dirs`, or `log.dir`
    pub log_dirs: Vec<PathBuf>,
    /// `metadata.log.dir`, or the first of the log directories
    pub metadata_log_dir: PathBuf,
}

impl NodeSettings {
    /// Reads them.
    ///
    /// # Errors
    /// None, since the configuration was checked.
    pub fn read(config: &NodeConfig) -> Result<Self, InvalidValue> {
        Ok(Self {
            node_id: config.values().int("node.id")?,
            roles: config.roles().clone(),
            rack: config.values().string_if_set("broker.rack")?,
            log_dirs: config.log_dirs()?.into_iter().map(PathBuf::from).collect(),
            metadata_log_dir: PathBuf::from(config.metadata_log_dir()?),
        })
    }

    /// Whether this process is a broker.
    pub fn is_broker(&self) -> bool {
        self.roles.contains(&Role::Broker)
    }

    /// Whether this process is a controller.
    pub fn is_controller(&self) -> bool {
        self.roles.contains(&Role::Controller)
    }

    /// Every directory that must be formatted: the log directories and, where it lies elsewhere, that of the metadata.
    pub fn all_dirs(&self) -> BTreeSet<PathBuf> {
        let mut dirs: BTreeSet<_> = self.log_dirs.iter().cloned().collect();
        dirs.insert(self.metadata_log_dir.clone());
        dirs
    }
}
