//! Why the controller has to stop, and the node with it.

use std::io;

use kalda_metadata::ReplayError;
use kalda_metadata::controller::ActivationError;
use kalda_quorum::checkpoint::CheckpointError;
use kalda_quorum::{LogFailure, QuorumError, QuorumStateError};

use super::batches::UnreadableBatch;

/// The controller cannot go on. Its node must stop: metadata that is not durable, or not understood, must not be served.
#[derive(Debug, thiserror::Error)]
pub enum ControllerFailure {
    /// The metadata log could not be opened, read, written or made durable.
    #[error(transparent)]
    Log(#[from] LogFailure),
    /// The vote of this node is not known for certain.
    #[error("the quorum's state cannot be read: {0}")]
    QuorumState(#[from] QuorumStateError),
    /// A snapshot or `bootstrap.checkpoint` is unreadable.
    #[error("a metadata snapshot cannot be read: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The quorum cannot be formed.
    #[error(transparent)]
    Quorum(#[from] QuorumError),
    /// The quorum has voters that this version cannot talk to.
    #[error("controller.quorum.voters names {0} voters; this version runs a quorum of one")]
    ManyVoters(usize),
    /// Nothing says who the voters are.
    #[error(
        "the metadata log names no voters and controller.quorum.voters is empty; \
         format the directory with --standalone or --initial-controllers"
    )]
    NoVoters,
    /// A committed batch is unreadable.
    #[error("a committed metadata batch cannot be read: {0}")]
    Batch(String),
    /// A committed record does not fit the metadata before it.
    #[error("the metadata record at offset {offset} cannot be applied: {source}")]
    Replay {
        /// Offset of the record.
        offset: i64,
        /// Why it does not fit.
        source: ReplayError,
    },
    /// The metadata does not allow a controller to become active.
    #[error(transparent)]
    Activation(#[from] ActivationError),
    /// The records of a new epoch could not be written.
    #[error("the first records of the epoch cannot be written: {0}")]
    FirstRecords(String),
    /// The controller's thread could not be started.
    #[error("the controller's thread could not be started: {0}")]
    Thread(#[from] io::Error),
    /// The controller's thread ended without saying why: it panicked.
    #[error("the controller stopped unexpectedly")]
    Panicked,
}

impl From<UnreadableBatch> for ControllerFailure {
    fn from(error: UnreadableBatch) -> Self {
        ControllerFailure::Batch(error.to_string())
    }
}
