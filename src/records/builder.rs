//! Makes batches: for the metadata log, control records, and tests.

use bytes::Bytes;

use crate::attributes::{Attributes, Compression, TimestampType};
use crate::codec::{BoundedSink, CodecError, CompressionLevels, EncodeError, Encoder};
use crate::record::{write_length, write_nullable};
use crate::{
    AppendBatch, BatchHeader, HEADER_BYTES, MAGIC, NO_LEADER_EPOCH, NO_PRODUCER_EPOCH,
    NO_PRODUCER_ID, NO_SEQUENCE, NO_TIMESTAMP, varint,
};

/// What the length field can still express.
pub(crate) const MAX_PAYLOAD_BYTES: usize = i32::MAX as usize - HEADER_BYTES;

/// Everything of a batch that does not follow from its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchSettings {
    /// Offset of the first record.
    pub base_offset: i64,
    /// Epoch of the leader that appends.
    pub partition_leader_epoch: i32,
    /// The attributes.
    pub attributes: Attributes,
    /// How hard to compress.
    pub levels: CompressionLevels,
    /// With LogAppendTime, the timestamp of every record in ms; otherwise unused.
    pub log_append_time_ms: i64,
    /// Idempotent producer or -1.
    pub producer_id: i64,
    /// Its epoch or -1.
    pub producer_epoch: i16,
    /// Sequence of the first record or -1.
    pub base_sequence: i32,
}

impl Default for BatchSettings {
    fn default() -> Self {
        Self {
            base_offset: 0,
            partition_leader_epoch: NO_LEADER_EPOCH,
            attributes: Attributes::default(),
            levels: CompressionLevels::default(),
            log_append_time_ms: NO_TIMESTAMP,
            producer_id: NO_PRODUCER_ID,
            producer_epoch: NO_PRODUCER_EPOCH,
            base_sequence: NO_SEQUENCE,
        }
    }
}

/// A record to append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRecord<'a> {
    /// In ms.
    pub timestamp: i64,
    /// The key.
    pub key: Option<&'a [u8]>,
    /// The value.
    pub value: Option<&'a [u8]>,
    /// The headers in order; keys may repeat.
    pub headers: &'a [NewHeader<'a>],
}

impl Default for NewRecord<'_> {
    fn default() -> Self {
        Self {
            timestamp: NO_TIMESTAMP,
            key: None,
            value: None,
            headers: &[],
        }
    }
}

/// A header of a record to append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewHeader<'a> {
    /// The key.
    pub key: &'a str,
    /// The value.
    pub value: Option<&'a [u8]>,
}

/// A batch that the format cannot express.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A length, count or offset delta passes 2^31-1.
    #[error("the batch outgrows the 32-bit fields of its header")]
    TooLarge,
    /// The codec refused, which a compression level out of range makes it do.
    #[error(transparent)]
    Codec(CodecError),
}

/// Collects records and makes one batch of them.
#[derive(Debug, Clone)]
pub struct BatchBuilder {
    settings: BatchSettings,
    records: Vec<u8>,
    body: Vec<u8>,
    count: i64,
    next_offset_delta: i64,
    base_timestamp: i64,
    max_timestamp: i64,
    too_large: bool,
}

impl BatchBuilder {
    /// An empty batch.
    pub fn new(settings: BatchSettings) -> Self {
        Self {
            settings,
            records: Vec::new(),
            body: Vec::new(),
            count: 0,
            next_offset_delta: 0,
            base_timestamp: NO_TIMESTAMP,
            max_timestamp: NO_TIMESTAMP,
            too_large: false,
        }
    }

    /// Appends a record at the next offset.
    pub fn append(&mut self, record: &NewRecord<'_>) {
        self.append_after_gap(0, record);
    }

    /// Appends a record `gap` offsets after the next one; compaction leaves such gaps.
    pub fn append_after_gap(&mut self, gap: u32, record: &NewRecord<'_>) {
        if self.count == 0 {
            self.base_timestamp = record.timestamp;
            self.max_timestamp = self.base_timestamp;
        }
        self.max_timestamp = self.max_timestamp.max(record.timestamp);
        let delta = self.next_offset_delta + i64::from(gap);
        self.next_offset_delta = delta + 1;
        self.count += 1;

        self.body.clear();
        self.body.push(0);
        varint::write_long(
            &mut self.body,
            record.timestamp.wrapping_sub(self.base_timestamp),
        );
        match i32::try_from(delta) {
            Ok(delta) => varint::write(&mut self.body, delta),
            Err(_) => self.too_large = true,
        }
        write_nullable(&mut self.body, record.key);
        write_nullable(&mut self.body, record.value);
        write_length(&mut self.body, record.headers.len());
        for header in record.headers {
            write_nullable(&mut self.body, Some(header.key.as_bytes()));
            write_nullable(&mut self.body, header.value);
        }
        // A length past 31 bits makes the batch too large as a whole, unless compression hides it again.
        self.too_large |= self.body.len() > MAX_PAYLOAD_BYTES;
        write_length(&mut self.records, self.body.len());
        self.records.extend_from_slice(&self.body);
    }

    /// Lets the batch reach up to `last_offset_delta`, past its last record, as after compaction.
    pub fn extend_to(&mut self, last_offset_delta: u32) {
        self.next_offset_delta = self.next_offset_delta.max(i64::from(last_offset_delta) + 1);
    }

    /// Records so far.
    pub const fn count(&self) -> i64 {
        self.count
    }

    /// Bytes of the batch so far, before compression.
    pub fn uncompressed_bytes(&self) -> usize {
        HEADER_BYTES + self.records.len()
    }

    /// Finishes the batch.
    pub fn build(self) -> Result<AppendBatch, BuildError> {
        let settings = self.settings;
        let payload = Bytes::from(compressed(&settings, self.records)?);
        let total =
            i32::try_from(HEADER_BYTES + payload.len()).map_err(|_| BuildError::TooLarge)?;
        let records_count = i32::try_from(self.count).map_err(|_| BuildError::TooLarge)?;
        let last_offset_delta =
            i32::try_from((self.next_offset_delta - 1).max(0)).map_err(|_| BuildError::TooLarge)?;
        if self.too_large {
            return Err(BuildError::TooLarge);
        }
        let mut header = BatchHeader {
            base_offset: settings.base_offset,
            batch_length: total - 12,
            partition_leader_epoch: settings.partition_leader_epoch,
            magic: MAGIC,
            crc: 0,
            attributes: settings.attributes.to_bits(),
            last_offset_delta,
            base_timestamp: self.base_timestamp,
            max_timestamp: match settings.attributes.timestamp_type {
                TimestampType::CreateTime => self.max_timestamp,
                // The records keep their own timestamps, but readers see this one.
                TimestampType::LogAppendTime => settings.log_append_time_ms,
            },
            producer_id: settings.producer_id,
            producer_epoch: settings.producer_epoch,
            base_sequence: settings.base_sequence,
            records_count,
        };
        header.crc = header.computed_crc(&payload);
        Ok(AppendBatch { header, payload })
    }
}

fn compressed(settings: &BatchSettings, records: Vec<u8>) -> Result<Vec<u8>, BuildError> {
    let codec = settings.attributes.compression;
    if codec == Compression::None {
        return Ok(records);
    }
    let sink = BoundedSink::new(MAX_PAYLOAD_BYTES);
    let encoded = Encoder::new(codec, settings.levels, sink).and_then(|mut encoder| {
        encoder.write(&records)?;
        encoder.finish()
    });
    encoded.map_err(|error| match error {
        EncodeError::Full => BuildError::TooLarge,
        EncodeError::Codec(error) => BuildError::Codec(error),
    })
}
