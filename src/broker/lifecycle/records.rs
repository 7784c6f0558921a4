//! Metadata records out of batches.

use kalda_metadata::{Image, Loader, ReplayError};
use kalda_protocol::{DecodeError, metadata_records};
use kalda_records::{
    BatchError, BatchHeader, Batches, DecompressionLimits, ReadError, RecordReader, payload_of,
};

/// Metadata that cannot be understood: the broker must stop, for it would act on something else than the cluster does.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnreadableMetadata {
    /// A batch is malformed.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// A record is malformed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A record's value is not a metadata record.
    #[error("offset {offset}: {source}")]
    Record {
        /// Its offset.
        offset: i64,
        /// What is wrong.
        source: DecodeError,
    },
    /// A record does not fit the image.
    #[error("offset {offset}: {source}")]
    Replay {
        /// Its offset.
        offset: i64,
        /// What is wrong.
        source: ReplayError,
    },
}

/// How far the log has been applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Applied {
    /// Offset after the last record applied.
    pub(super) next_offset: i64,
    /// Epoch of that record, 0 before the first.
    pub(super) epoch: i32,
}

/// Apply every whole batch of `bytes` that lies between `from` and the offset `below`.
pub(super) fn replay(
    loader: &mut Loader,
    bytes: &[u8],
    from: Applied,
    below: i64,
) -> Result<Applied, UnreadableMetadata> {
    let mut applied = from;
    for batch in Batches::new(bytes) {
        let (header, batch) = batch?;
        if header.last_offset() < applied.next_offset {
            continue;
        }
        if header.next_offset() > below {
            break;
        }
        replay_batch(loader, &header, batch)?;
        applied.next_offset = header.next_offset();
        applied.epoch = header.partition_leader_epoch;
    }
    Ok(applied)
}

/// The image that a whole snapshot describes.
pub(super) fn replay_snapshot(bytes: &[u8]) -> Result<Image, UnreadableMetadata> {
    let mut loader = Loader::new(Image::default());
    for batch in Batches::new(bytes) {
        let (header, batch) = batch?;
        replay_batch(&mut loader, &header, batch)?;
    }
    Ok(loader.image().clone())
}

fn replay_batch(
    loader: &mut Loader,
    header: &BatchHeader,
    batch: &[u8],
) -> Result<(), UnreadableMetadata> {
    if header.is_control() {
        return Ok(());
    }
    let limits = DecompressionLimits::default();
    let mut records = RecordReader::new(header, payload_of(batch), limits)?;
    while let Some(record) = records.next_record()? {
        let offset = record.offset;
        let value = record.value.unwrap_or_default();
        let record = metadata_records::decode(value)
            .map_err(|source| UnreadableMetadata::Record { offset, source })?;
        loader
            .replay(&record, offset)
            .map_err(|source| UnreadableMetadata::Replay { offset, source })?;
    }
    Ok(())
}
