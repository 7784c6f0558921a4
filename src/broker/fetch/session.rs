//! Incremental fetch sessions (KIP-227).
//!
//! A client sends its whole list of partitions once, then only what changed, and is answered only with partitions that have
//! news. Pure: time and new ids are arguments.

mod cache;
mod partitions;

pub(crate) use cache::{Asking, Opened, SessionCache, SessionError};
pub(crate) use partitions::{Asked, News, PartitionKey, TopicKey};

/// The session epoch of a request that asks for a new session.
pub(crate) const INITIAL_EPOCH: i32 = 0;
/// The session epoch of a request that wants no session, or the end of the one it has.
pub(crate) const FINAL_EPOCH: i32 = -1;
/// The session id of a request or answer without a session.
pub(crate) const NO_SESSION: i32 = 0;

/// The epoch after `epoch`: 1, 2, ... and 1 again after the largest.
fn next_epoch(epoch: i32) -> i32 {
    match epoch {
        i32::MAX => 1,
        epoch if epoch < 0 => FINAL_EPOCH,
        epoch => epoch + 1,
    }
}
