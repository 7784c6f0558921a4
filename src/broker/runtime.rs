//! Drives the coordinators' state machines: one task for each shard that this broker leads.
//!
//! A coordinator's log is an internal topic, and a shard is what one of its partitions says. The task of a shard loads it
//! from the log, hands it one request after another, appends the records that it answers with, and lets the answers go
//! when these records are committed. What a shard decides is no business of this module: see [`machine::Machine`].
//!
//! [`Groups`] is the first coordinator: consumer groups over `__consumer_offsets`.
//!
//! ```text
//! handlers -> groups, several -> slots (the queues) -> owner (the task) -> serving (a loaded shard)
//!               shards (starts and ends owners)          load                desk, batches, held
//! ```

mod admission;
mod append_error;
mod batches;
mod clock;
#[cfg(test)]
mod counter;
mod desk;
mod group_machine;
mod groups;
mod held;
mod load;
mod machine;
mod owner;
mod question;
mod serving;
mod several;
mod shards;
mod slots;

pub(crate) use groups::{Groups, partition_of};
pub(crate) use machine::Asker;
pub(crate) use several::AboutGroups;
