//! Keeping some records of a batch and dropping the others, as compaction does.
//!
//! Two passes over the batch: the first asks about each record and remembers the answers as bits, the second writes the
//! kept ones in the batch's own codec. So a batch is never held decompressed, and one that stays whole is not written
//! anew at all.

use bytes::Bytes;

use crate::attributes::{Attributes, Compression, UnknownCompression};
use crate::builder::{BuildError, MAX_PAYLOAD_BYTES};
use crate::codec::{BoundedSink, CompressionLevels, EncodeError, Encoder};
use crate::reader::{ReadError, placed};
use crate::record::{RawRecord, split_timestamp_delta, write_length};
use crate::stream::RecordStream;
use crate::{
    AppendBatch, BatchHeader, DecompressionLimits, NO_TIMESTAMP, Record, TimestampType, varint,
};

/// Why the kept records cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RetainError {
    /// The batch cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What is left of it cannot be written.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// Which records of one batch stay.
#[derive(Debug, Clone)]
pub struct Retained<'a> {
    header: BatchHeader,
    payload: &'a [u8],
    limits: DecompressionLimits,
    kept: Vec<u64>,
    kept_count: i32,
    first_timestamp: i64,
    max_timestamp: i64,
    has_tombstones: bool,
}

impl<'a> Retained<'a> {
    /// Asks `keep` about each record of the batch. `payload` is what follows the header.
    pub fn of(
        header: &BatchHeader,
        payload: &'a [u8],
        limits: DecompressionLimits,
        mut keep: impl FnMut(&Record<'_>) -> bool,
    ) -> Result<Self, ReadError> {
        let mut retained = Self {
            header: *header,
            payload,
            limits,
            kept: Vec::new(),
            kept_count: 0,
            first_timestamp: NO_TIMESTAMP,
            max_timestamp: NO_TIMESTAMP,
            has_tombstones: false,
        };
        let mut records = RecordStream::new(header, payload, limits)?;
        let mut index = 0;
        while let Some(body) = records.next_body()? {
            let raw = RawRecord::parse(body).ok_or(ReadError::Malformed { index })?;
            let record = placed(header, raw);
            retained.note(index, &record, keep(&record));
            index += 1;
        }
        Ok(retained)
    }

    fn note(&mut self, index: i32, record: &Record<'_>, keep: bool) {
        if index % 64 == 0 {
            self.kept.push(0);
        }
        if !keep {
            return;
        }
        if let Some(word) = self.kept.last_mut() {
            *word |= 1 << (index % 64);
        }
        if self.kept_count == 0 {
            self.first_timestamp = record.timestamp;
        }
        self.kept_count += 1;
        self.max_timestamp = self.max_timestamp.max(record.timestamp);
        self.has_tombstones |= record.value.is_none();
    }

    /// Number of records that stay.
    pub const fn count(&self) -> i32 {
        self.kept_count
    }

    /// Whether none stays.
    pub const fn is_empty(&self) -> bool {
        self.kept_count == 0
    }

    /// Whether all stay.
    pub const fn is_whole(&self) -> bool {
        self.kept_count == self.header.records_count
    }

    /// Whether a record without a value stays.
    pub const fn has_tombstones(&self) -> bool {
        self.has_tombstones
    }

    /// The batch with the kept records alone, in its own codec. Offsets, sequences and the leader epoch stay; the
    /// largest timestamp is that of the kept records. With `delete_horizon_ms` the base timestamp says from when on
    /// tombstones and markers may go.
    pub fn rewritten(&self, delete_horizon_ms: Option<i64>) -> Result<AppendBatch, RetainError> {
        let old = self.header.unpacked_attributes().map_err(unknown)?;
        let base_timestamp = delete_horizon_ms.unwrap_or(self.first_timestamp);
        let payload = self.write_records(old.compression, base_timestamp)?;
        let attributes = Attributes {
            delete_horizon: delete_horizon_ms.is_some(),
            ..old
        };
        let mut header = BatchHeader {
            attributes: attributes.to_bits(),
            base_timestamp,
            max_timestamp: match old.timestamp_type {
                TimestampType::CreateTime => self.max_timestamp,
                TimestampType::LogAppendTime => self.header.max_timestamp,
            },
            records_count: self.kept_count,
            ..self.header
        };
        header.set_payload_bytes(payload.len());
        header.crc = header.computed_crc(&payload);
        Ok(AppendBatch { header, payload })
    }

    fn write_records(&self, codec: Compression, base_timestamp: i64) -> Result<Bytes, RetainError> {
        let sink = BoundedSink::new(MAX_PAYLOAD_BYTES);
        let mut encoder =
            Encoder::new(codec, CompressionLevels::default(), sink).map_err(refused)?;
        let mut records = RecordStream::new(&self.header, self.payload, self.limits)?;
        let mut index = 0;
        let mut front = Vec::new();
        while let Some(body) = records.next_body()? {
            if self.keeps(index) {
                let malformed = ReadError::Malformed { index };
                let (delta, rest) = split_timestamp_delta(body).ok_or(malformed)?;
                let timestamp = match self.header.timestamp_type() {
                    TimestampType::CreateTime => self.header.base_timestamp.wrapping_add(delta),
                    TimestampType::LogAppendTime => self.header.max_timestamp,
                };
                front.clear();
                put_front(&mut front, timestamp.wrapping_sub(base_timestamp), rest);
                encoder.write(&front).map_err(refused)?;
                encoder.write(rest).map_err(refused)?;
            }
            index += 1;
        }
        Ok(Bytes::from(encoder.finish().map_err(refused)?))
    }

    fn keeps(&self, index: i32) -> bool {
        let word = usize::try_from(index / 64).ok();
        let word = word.and_then(|it| self.kept.get(it));
        word.is_some_and(|word| word >> (index % 64) & 1 == 1)
    }
}

/// Length, attributes and timestamp of a record whose other fields are `rest`.
fn put_front(out: &mut Vec<u8>, timestamp_delta: i64, rest: &[u8]) {
    let mut fields = vec![0];
    varint::write_long(&mut fields, timestamp_delta);
    write_length(out, fields.len() + rest.len());
    out.extend_from_slice(&fields);
}

/// The batch without any record: offsets, sequences, producer and largest timestamp stay. Compaction leaves it where an
/// offset or a producer's last sequence must not be lost.
pub fn hollow(header: &BatchHeader) -> Result<AppendBatch, UnknownCompression> {
    let attributes = Attributes {
        compression: Compression::None,
        delete_horizon: false,
        ..header.unpacked_attributes()?
    };
    let mut header = BatchHeader {
        attributes: attributes.to_bits(),
        base_timestamp: NO_TIMESTAMP,
        records_count: 0,
        ..*header
    };
    header.set_payload_bytes(0);
    header.crc = header.computed_crc(&[]);
    let payload = Bytes::new();
    Ok(AppendBatch { header, payload })
}

fn unknown(error: UnknownCompression) -> RetainError {
    RetainError::Read(ReadError::Compression(error))
}

fn refused(error: EncodeError) -> RetainError {
    RetainError::Build(match error {
        EncodeError::Full => BuildError::TooLarge,
        EncodeError::Codec(error) => BuildError::Codec(error),
    })
}

#[cfg(test)]
mod tests;
