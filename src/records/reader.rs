//! Reads the records of one batch, one at a time.

use crate::attributes::{TimestampType, UnknownCompression};
use crate::codec::CodecError;
use crate::record::{RawRecord, Record};
use crate::stream::RecordStream;
use crate::{BatchHeader, DecompressionLimits};

/// Why the records of a batch cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The attributes name no codec.
    #[error(transparent)]
    Compression(#[from] UnknownCompression),
    /// The compressed stream is damaged.
    #[error(transparent)]
    Codec(CodecError),
    /// A record is cut off or its fields do not hold together.
    #[error("record {index} of the batch is malformed or cut off")]
    Malformed {
        /// Which record, from 0.
        index: i32,
    },
    /// Bytes follow the last record.
    #[error("the batch has bytes left after its last record")]
    Surplus,
    /// A compressed record unfolds to more than is allowed.
    #[error(
        "record {index} of the batch takes {bytes} bytes after decompression, the limit is {limit}"
    )]
    RecordTooLarge {
        /// Which record, from 0.
        index: i32,
        /// Its size.
        bytes: usize,
        /// [`DecompressionLimits::record_bytes`].
        limit: usize,
    },
    /// The records together unfold to more than is allowed.
    #[error("the batch takes more than {limit} bytes after decompression")]
    BatchTooLarge {
        /// [`DecompressionLimits::batch_bytes`].
        limit: u64,
    },
}

/// Streams the records of one batch, decompressing through a fixed window that only grows for a record larger than it.
#[derive(Debug)]
pub struct RecordReader<'a> {
    header: BatchHeader,
    stream: RecordStream<'a>,
    next_index: i32,
}

impl<'a> RecordReader<'a> {
    /// Starts at the first record. `payload` is what follows the header; see [`payload_of`](crate::payload_of).
    pub fn new(
        header: &BatchHeader,
        payload: &'a [u8],
        limits: DecompressionLimits,
    ) -> Result<Self, ReadError> {
        let stream = RecordStream::new(header, payload, limits)?;
        Ok(Self {
            header: *header,
            stream,
            next_index: 0,
        })
    }

    /// The next record, or `None` after the last. After an error the batch must be given up.
    ///
    /// Offsets and timestamps are the records' own: after compaction there are gaps.
    pub fn next_record(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        let Some(body) = self.stream.next_body()? else {
            return Ok(None);
        };
        let raw = RawRecord::parse(body).ok_or(ReadError::Malformed {
            index: self.next_index,
        })?;
        self.next_index = self.next_index.saturating_add(1);
        Ok(Some(placed(&self.header, raw)))
    }
}

/// A record with the batch's offset and timestamp applied.
pub(crate) fn placed<'a>(header: &BatchHeader, raw: RawRecord<'a>) -> Record<'a> {
    Record {
        offset: header.base_offset.wrapping_add(i64::from(raw.offset_delta)),
        timestamp: match header.timestamp_type() {
            TimestampType::CreateTime => header.base_timestamp.wrapping_add(raw.timestamp_delta),
            TimestampType::LogAppendTime => header.max_timestamp,
        },
        key: raw.key,
        value: raw.value,
        headers: raw.headers,
    }
}

#[cfg(test)]
mod tests;
