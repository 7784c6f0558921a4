//! The controller: one thread that owns the quorum and decides, and the handles through which the rest of the node
//! reaches it.
//!
//! A request becomes a command; the thread decides it on the newest metadata, appends the records to the quorum's log,
//! and gives the reply when they are committed and on the disk.

mod batches;
mod command;
mod driver;
mod engine;
#[cfg(test)]
mod engine_tests;
mod failure;
mod handle;
mod observers;
mod reader;
#[cfg(test)]
mod running_tests;
mod view;

pub use command::{NotCommitted, Turn};
pub use failure::ControllerFailure;
pub use handle::{ControllerHandle, ControllerStart, RunningController};
pub use observers::Observer;
pub use reader::{MetadataAnswer, MetadataFetch, MetadataReader, SnapshotPart, SnapshotReadError};
pub use view::QuorumView;
