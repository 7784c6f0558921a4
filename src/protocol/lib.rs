//! The Kafka protocol: frames, headers, API keys and versions, error codes, messages, and the records of the cluster's
//! own logs.
//!
//! This crate turns bytes into values and back, and decides nothing: it opens no file or socket and does not know
//! whether a topic exists.

pub mod api;
pub mod codec;
pub mod error_code;
pub mod frame;
mod generated;
pub mod group_records;
pub mod messages;
pub mod metadata_records;
pub mod preflight;
mod shape;
pub mod uuid_text;
mod varint;
mod wire;

pub use codec::{DecodeError, EncodeError, WireMessage};
pub use error_code::ErrorCode;
