//! A node in this process, and raw clients that talk to it over sockets.
//!
//! The names of the tests are the promises; numbers in comments are those of the checklist of behaviours that Kafka's clients
//! rely on.

#[cfg(test)]
#[path = "clients/fixture.rs"]
mod fixture;

#[cfg(test)]
#[path = "clients/compaction.rs"]
mod compaction;

#[cfg(test)]
#[path = "clients/deletion.rs"]
mod deletion;

#[cfg(test)]
#[path = "clients/fetch.rs"]
mod fetch;

#[cfg(test)]
#[path = "clients/groups.rs"]
mod groups;

#[cfg(test)]
#[path = "clients/groups_log.rs"]
mod groups_log;

#[cfg(test)]
#[path = "clients/idempotence.rs"]
mod idempotence;

#[cfg(test)]
#[path = "clients/offsets.rs"]
mod offsets;

#[cfg(test)]
#[path = "clients/produce.rs"]
mod produce;

#[cfg(test)]
#[path = "clients/requests.rs"]
mod requests;

#[cfg(test)]
#[path = "clients/restart.rs"]
mod restart;

#[cfg(test)]
#[path = "clients/sessions.rs"]
mod sessions;
