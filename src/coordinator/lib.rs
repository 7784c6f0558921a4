//! Coordinators as pure state machines: consumer groups and their committed offsets.
//!
//! A [`GroupShard`] is all that one partition of `__consumer_offsets` says. It is handed one request after another and
//! answers with [`Effects`]: records to append and answers to let go once these records are committed. What records say
//! changes in `replay` alone, so a shard that is loaded from the log is the shard that wrote it.
//!
//! Nothing here reads a clock, opens a file or draws a random number: time, ids and the cluster's metadata come with each
//! request in its [`Context`].

mod assignor;
mod classic;
mod consumer;
mod context;
mod effects;
#[cfg(test)]
mod fixture;
mod group;
mod listing;
mod offsets;
mod request;
mod settings;
mod shard;
mod timers;
#[cfg(test)]
mod walk;

pub use context::{Caller, Context};
pub use effects::{Effects, Ticket};
pub use request::{Answer, Request};
pub use settings::{ConsumerSettings, GroupSettings, MigrationPolicy, OffsetSettings};
pub use shard::{GroupShard, Replayed};
