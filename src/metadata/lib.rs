//! The cluster's metadata: what it is, how it changes, and who decides.
//!
//! * [`Image`] is the whole state that the metadata log describes at one offset; cloning it is cheap, so readers keep one.
//! * [`Loader`] folds committed records into images and holds back the records of an open metadata transaction.
//! * [`Delta`] says what differs between two images, so that a broker can act on it.
//! * [`Controller`] answers the controller's requests with a [`Decision`]: records to append and the reply to give once
//!   they are committed. Only `replay` changes what a later decision sees.
//!
//! Nothing here reads a clock, draws a random number, opens a file or a socket: time, chance and ids are arguments.

pub mod controller;
pub mod effective;
pub mod features;
pub mod image;
pub mod placement;
pub mod precheck;
pub mod topic_name;

mod config_ops;
mod delta;
mod election;
mod loader;
mod refusal;

pub use controller::{Controller, Decision};
pub use delta::Delta;
pub use image::{Broker, ConfigResource, Image, Partition, ReplayError, ResourceType, Topic};
pub use loader::Loader;
pub use refusal::Refusal;
