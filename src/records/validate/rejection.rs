//! Why a producer's batch is refused.

use crate::{BatchError, CodecError, ReadError, UnknownCompression};

/// A refusal; nothing of the batch is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No whole batch in the request's records.
    #[error("A produce request needs one record batch per partition, but has none")]
    NoBatch,
    /// More than one batch.
    #[error("A produce request may hold one record batch per partition, but has more")]
    SeveralBatches,
    /// Message format v0 or v1.
    #[error("Record batches need magic 2, this one has magic {0}")]
    OldMagic(i8),
    /// zstd in a request version below 7.
    #[error("Produce requests below version 7 may not use zstd compression")]
    ZstdBelowVersion7,
    /// The codec bits name none.
    #[error(transparent)]
    UnknownCompression(UnknownCompression),
    /// Not a batch, or a damaged one.
    #[error(transparent)]
    Corrupt(BatchError),
    /// Larger than `max.message.bytes`, as sent or as it would be stored.
    #[error(
        "The record batch takes {at_least} bytes or more, the topic allows {max_message_bytes}"
    )]
    TooLarge {
        /// The size, or where writing was given up.
        at_least: usize,
        /// `max.message.bytes`.
        max_message_bytes: usize,
    },
    /// A base offset other than 0.
    #[error("The base offset of a produced record batch is 0, this one has {0}")]
    BaseOffset(i64),
    /// The offset range does not fit the record count.
    #[error(
        "The record batch has last offset delta {last_offset_delta} but {records_count} records"
    )]
    OffsetRange {
        /// From the header.
        last_offset_delta: i32,
        /// From the header.
        records_count: i32,
    },
    /// The control bit.
    #[error("Clients may not write control records")]
    ControlBatch,
    /// A producer id without a sequence.
    #[error("The record batch of producer id {producer_id} has sequence {base_sequence}")]
    Sequence {
        /// From the header.
        producer_id: i64,
        /// From the header.
        base_sequence: i32,
    },
    /// The records cannot be read.
    #[error(transparent)]
    Unreadable(ReadError),
    /// Records that break the topic's rules.
    #[error(transparent)]
    Records(RecordErrors),
    /// The codec that the topic asks for failed.
    #[error(transparent)]
    Recompression(CodecError),
}

/// The kinds of answer a [`Rejection`] calls for; each is one of Kafka's error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectionKind {
    /// `INVALID_RECORD`.
    InvalidRecord,
    /// `INVALID_TIMESTAMP`.
    InvalidTimestamp,
    /// `MESSAGE_TOO_LARGE`: clients split the batch and try again.
    MessageTooLarge,
    /// `CORRUPT_MESSAGE`: clients try again.
    CorruptMessage,
    /// `UNSUPPORTED_COMPRESSION_TYPE`.
    UnsupportedCompressionType,
    /// `UNKNOWN_SERVER_ERROR`: not the producer's fault.
    ServerError,
}

impl Rejection {
    /// What to answer.
    pub const fn kind(&self) -> RejectionKind {
        match self {
            Self::NoBatch
            | Self::SeveralBatches
            | Self::OldMagic(_)
            | Self::BaseOffset(_)
            | Self::OffsetRange { .. }
            | Self::ControlBatch
            | Self::Sequence { .. }
            | Self::Unreadable(_) => RejectionKind::InvalidRecord,
            Self::ZstdBelowVersion7 | Self::UnknownCompression(_) => {
                RejectionKind::UnsupportedCompressionType
            }
            Self::Corrupt(_) => RejectionKind::CorruptMessage,
            Self::TooLarge { .. } => RejectionKind::MessageTooLarge,
            Self::Records(errors) if errors.bad_timestamp => RejectionKind::InvalidTimestamp,
            Self::Records(_) => RejectionKind::InvalidRecord,
            Self::Recompression(_) => RejectionKind::ServerError,
        }
    }

    /// The records at fault, for `record_errors` of Produce v8 and later.
    pub fn record_errors(&self) -> &[RecordError] {
        if let Self::Records(errors) = self {
            &errors.first
        } else {
            &[]
        }
    }
}

/// All that is wrong with the records of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordErrors {
    /// The first of them, at most [`RecordErrors::MAX_LISTED`].
    pub first: Vec<RecordError>,
    /// How many there are.
    pub total: u64,
    /// Whether a timestamp is among them; it decides the error code for all.
    pub bad_timestamp: bool,
}

impl RecordErrors {
    /// How many records are listed: a small compressed batch may unfold to a hundred million bad ones.
    pub const MAX_LISTED: usize = 1000;

    pub(super) fn push(&mut self, batch_index: i32, fault: RecordFault) {
        self.total = self.total.saturating_add(1);
        self.bad_timestamp |= fault.is_timestamp();
        if self.first.len() < Self::MAX_LISTED {
            self.first.push(RecordError { batch_index, fault });
        }
    }
}

impl std::fmt::Display for RecordErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.bad_timestamp {
            return write!(
                f,
                "{} records are refused, some for their timestamp",
                self.total
            );
        }
        write!(f, "{} records are refused", self.total)?;
        for (position, error) in self.first.iter().take(3).enumerate() {
            write!(
                f,
                "{} {}: {}",
                if position == 0 { ", first" } else { ";" },
                error.batch_index,
                error.fault
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for RecordErrors {}

/// One record at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordError {
    /// Its index in the batch, from 0.
    pub batch_index: i32,
    /// What is wrong.
    pub fault: RecordFault,
}

/// What can be wrong with a single record; the text is for the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// No key in a compacted topic.
    #[error("A compacted topic takes no record without a key")]
    NoKey,
    /// A timestamp too far from the broker's clock.
    #[error("Timestamp {timestamp} is outside of the range [{earliest}, {latest}]")]
    TimestampOutOfRange {
        /// In ms.
        timestamp: i64,
        /// The earliest acceptable one.
        earliest: i64,
        /// The latest acceptable one.
        latest: i64,
    },
    /// The producer set the broker's timestamp type.
    #[error("Producers may not set timestamp type LogAppendTime")]
    LogAppendTimeFromProducer,
}

impl RecordFault {
    const fn is_timestamp(self) -> bool {
        match self {
            Self::NoKey => false,
            Self::TimestampOutOfRange { .. } | Self::LogAppendTimeFromProducer => true,
        }
    }
}
