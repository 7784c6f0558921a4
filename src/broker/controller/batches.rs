//! Metadata records into record batches and back.

use bytes::Bytes;
use kalda_protocol::EncodeError;
use kalda_protocol::metadata_records;
use kalda_protocol::metadata_records::MetadataRecord;
use kalda_quorum::LogEntry;
use kalda_records::control::{ControlError, ControlRecord};
use kalda_records::{
    AppendBatch, BatchBuilder, BatchError, BatchHeader, BatchSettings, BuildError,
    DecompressionLimits, NewRecord, ReadError, RecordReader,
};

/// Apache Kafka's controller makes no larger batch, and its readers take no larger one.
const MAX_BATCH_BYTES: usize = 8 * 1024 * 1024;

/// Records that cannot be written as they are asked to be.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnwritableRecords {
    /// A record has no bytes in any version this cluster may use.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The batch format cannot hold them.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// They must be in one batch and are too large for it.
    #[error("{0} records do not fit into one batch")]
    TooLarge(usize),
}

/// A committed batch that makes no sense: this node's metadata would differ from the cluster's.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnreadableBatch {
    /// The batch is malformed.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A record in it is malformed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A control record in it is malformed.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// A value in it is no metadata record.
    #[error("offset {offset}: {reason}")]
    Record {
        /// Offset of the record.
        offset: i64,
        /// What is wrong with it.
        reason: String,
    },
}

/// What a committed batch holds.
pub(super) enum Content {
    /// Metadata, with the offset of each record.
    Metadata(Vec<(i64, MetadataRecord)>),
    /// Records of the quorum itself.
    Control(Vec<ControlRecord>),
}

/// Encodes records into as few batches as hold them, in order: one if they are `atomic`.
pub(super) fn write(
    records: &[MetadataRecord],
    atomic: bool,
    metadata_version: i16,
    wall_ms: i64,
) -> Result<Vec<AppendBatch>, UnwritableRecords> {
    let mut batches = Vec::new();
    let mut open = BatchBuilder::new(BatchSettings::default());
    for record in records {
        let value = metadata_records::encode(record, metadata_version)?;
        if open.count() > 0 && open.uncompressed_bytes() + value.len() > MAX_BATCH_BYTES {
            if atomic {
                return Err(UnwritableRecords::TooLarge(records.len()));
            }
            let full = std::mem::replace(&mut open, BatchBuilder::new(BatchSettings::default()));
            batches.push(full.build()?);
        }
        let value = Some(value.as_ref());
        open.append(&NewRecord {
            timestamp: wall_ms,
            value,
            ..NewRecord::default()
        });
    }
    if open.count() > 0 {
        batches.push(open.build()?);
    }
    Ok(batches)
}

/// Decodes a committed batch.
pub(super) fn read(entry: &LogEntry) -> Result<Content, UnreadableBatch> {
    let batch = AppendBatch::from_wire(Bytes::clone(&entry.batch))?;
    let limits = DecompressionLimits::default();
    let mut reader = RecordReader::new(&batch.header, &batch.payload, limits)?;
    if batch.header.is_control() {
        let mut records = Vec::new();
        while let Some(record) = reader.next_record()? {
            records.push(ControlRecord::of(&record)?);
        }
        Ok(Content::Control(records))
    } else {
        let mut records = Vec::new();
        while let Some(record) = reader.next_record()? {
            let offset = record.offset;
            let decoded = metadata_records::decode(record.value.unwrap_or_default());
            let reason = |error: kalda_protocol::DecodeError| UnreadableBatch::Record {
                offset,
                reason: error.to_string(),
            };
            records.push((offset, decoded.map_err(reason)?));
        }
        Ok(Content::Metadata(records))
    }
}

/// The largest timestamp in a batch, in ms.
pub(super) fn timestamp_ms(entry: &LogEntry) -> i64 {
    BatchHeader::read(&entry.batch).map_or(0, |header| header.max_timestamp)
}
