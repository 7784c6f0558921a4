//! Sockets: listeners, connections, frames in and segments out.
//!
//! Knows nothing of what a request means: a frame goes to [`crate::dispatch`], and what comes back is written in order. One
//! request at a time is in progress per connection, as in Kafka, so answers leave in the order of their requests.

mod connection;
mod frames;
mod limits;
mod listener;
mod memory;
mod output;
mod rate;
mod slots;

pub(crate) use frames::{FrameReader, ReadError};
pub(crate) use limits::RoleLimits;
pub(crate) use listener::{Bound, bind, serve};
