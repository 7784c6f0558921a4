//! Why a node does not start.

use crate::controller::ControllerFailure;
use crate::replicas::StoreError;
use crate::storage::OpenError;
use kalda_config::InvalidValue;
use kalda_log::LogDirError;
use std::io;

/// Why a node does not start; each is one sentence for the person who starts it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A value fits its key but not this machine.
    #[error(transparent)]
    Config(#[from] InvalidValue),
    /// The log directories are not formatted, or not this node's.
    #[error(transparent)]
    Directories(#[from] OpenError),
    /// A log directory is unusable, or in use.
    #[error(transparent)]
    LogDir(#[from] LogDirError),
    /// The partitions in the log directories cannot be read.
    #[error("{0}")]
    Store(String),
    /// A listener cannot be opened.
    #[error("cannot listen on {address} (listener {listener}): {source}")]
    Bind {
        /// Its name.
        listener: String,
        /// Where it should listen.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// The controller cannot start.
    #[error("the controller cannot start: {0}")]
    Controller(#[from] ControllerFailure),
    /// The controller stopped before it became active.
    #[error("the controller did not become active: {0}")]
    NotActive(String),
    /// The broker did not become a member of the cluster.
    #[error("the broker could not join the cluster: {0}")]
    NotJoined(String),
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> StartError {
        StartError::Store(error.to_string())
    }
}
