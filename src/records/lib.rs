//! Record batches: Kafka's message format v2.
//!
//! A *batch* is a 61-byte [`BatchHeader`] followed by its records, compressed as one stream or not. This crate reads,
//! checks, builds and compresses batches; it knows neither files nor sockets nor clocks. Bytes come from clients and
//! from disks, so nothing here panics on them, and nothing allocates what they claim before the bytes are there.

mod append_batch;
mod attributes;
mod batches;
mod builder;
mod codec;
pub mod control;
#[cfg(test)]
mod golden;
mod header;
mod limits;
mod reader;
mod record;
mod retain;
mod stream;
mod validate;
pub mod varint;
mod window;

pub use append_batch::AppendBatch;
pub use attributes::{Attributes, Compression, TimestampType, UnknownCompression};
pub use batches::{Batches, payload_of};
pub use builder::{BatchBuilder, BatchSettings, BuildError, NewHeader, NewRecord};
pub use codec::{CodecError, CompressionLevels};
pub use header::{BatchError, BatchHeader, HEADER_BYTES, next_sequence};
pub use limits::DecompressionLimits;
pub use reader::{ReadError, RecordReader};
pub use record::{Header, Headers, Record};
pub use retain::{RetainError, Retained, hollow};
pub use validate::{
    RecordError, RecordErrors, RecordFault, Rejection, RejectionKind, Rules, Validated, validate,
};

/// The only message format Kalda writes, and the only one Kafka 4 accepts.
pub const MAGIC: i8 = 2;
/// A batch that comes from no idempotent producer.
pub const NO_PRODUCER_ID: i64 = -1;
/// The epoch beside [`NO_PRODUCER_ID`].
pub const NO_PRODUCER_EPOCH: i16 = -1;
/// A batch that takes part in no sequence; transaction markers have a producer but no sequence.
pub const NO_SEQUENCE: i32 = -1;
/// The leader epoch of a batch that no leader has placed yet.
pub const NO_LEADER_EPOCH: i32 = -1;
/// A record or batch without a timestamp.
pub const NO_TIMESTAMP: i64 = -1;
