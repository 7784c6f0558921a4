//! The broker as a member of the cluster: it registers, heartbeats, and follows the metadata log.
//!
//! All of it is said to the controller in Kafka's APIs over the controller listener, in a combined process too, so that
//! a broker alone runs the same code.

mod heartbeat;
mod records;
mod tail;

pub(crate) use heartbeat::{Heartbeat, Membership, Registration};
pub(crate) use tail::{ImageSink, MetadataTail};
