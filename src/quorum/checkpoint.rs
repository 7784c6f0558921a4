//! KRaft snapshots: `.checkpoint` files of ordinary record batches between a header and a footer control batch.
//!
//! What the records mean is not known here; they are values without keys, as in the metadata log.

mod bootstrap;
mod directory;
mod name;
mod read;
mod write;

#[cfg(test)]
mod golden;

pub use bootstrap::{
    BOOTSTRAP_FILE, METADATA_DIRECTORY, read_bootstrap_checkpoint, write_bootstrap_checkpoint,
    write_voters_checkpoint,
};
pub use directory::{CheckpointDirectory, Retention};
pub use name::{CheckpointFile, CheckpointId, CheckpointState};
pub use read::{CheckpointError, CheckpointReader};
pub use write::{CheckpointHeader, CheckpointWriter};
