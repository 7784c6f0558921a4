//! The running node: sockets, dispatch, API handlers, replicas, and the drivers of the pure state machines.
//!
//! Inside: `net -> dispatch -> api -> {replicas, fetch, roles}`. See src/ARCHITECTURE.md.

mod api;
mod auto_creation;
mod call;
mod chance;
mod channel;
pub mod controller;
mod dispatch;
mod fetch;
#[cfg(test)]
mod fixture;
mod lifecycle;
mod metadata_view;
mod net;
pub mod node;
mod operations;
mod producer_ids;
mod replicas;
mod reply;
mod roles;
mod runtime;
pub mod settings;
pub mod storage;
