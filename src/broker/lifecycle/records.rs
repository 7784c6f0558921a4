//! Metadata records out of batches.

use kalda_metadata::{Image, Loader, ReplayError};
use kalda_protocol::{DecodeError, metadata_records};
use kalda_records::control::{ControlError, ControlRecord};
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
    /// A record of a control batch is not a control record.
    #[error("offset {offset}: {source}")]
    Control {
        /// Its offset.
        offset: i64,
        /// What is wrong.
        source: ControlError,
    },
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

/// What batches are read into.
pub(super) struct Reading<'a> {
    loader: &'a mut Loader,
    kraft_version: &'a mut i16,
}

impl<'a> Reading<'a> {
    pub(super) fn new(loader: &'a mut Loader, kraft_version: &'a mut i16) -> Self {
        Reading {
            loader,
            kraft_version,
        }
    }

    /// Apply every whole batch of `bytes` that lies between `from` and the offset `below`.
    pub(super) fn replay(
        &mut self,
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
            self.replay_batch(&header, batch)?;
            applied.next_offset = header.next_offset();
            applied.epoch = header.partition_leader_epoch;
        }
        Ok(applied)
    }

    fn replay_batch(
        &mut self,
        header: &BatchHeader,
        batch: &[u8],
    ) -> Result<(), UnreadableMetadata> {
        let limits = DecompressionLimits::default();
        let mut records = RecordReader::new(header, payload_of(batch), limits)?;
        while let Some(record) = records.next_record()? {
            let offset = record.offset;
            if header.is_control() {
                let control = ControlRecord::of(&record)
                    .map_err(|source| UnreadableMetadata::Control { offset, source })?;
                if let ControlRecord::KRaftVersion { kraft_version, .. } = control {
                    *self.kraft_version = kraft_version;
                }
                continue;
            }
            let value = record.value.unwrap_or_default();
            let record = metadata_records::decode(value)
                .map_err(|source| UnreadableMetadata::Record { offset, source })?;
            self.loader
                .replay(&record, offset)
                .map_err(|source| UnreadableMetadata::Replay { offset, source })?;
        }
        Ok(())
    }
}

/// The image that a whole snapshot describes, and its `kraft.version`.
pub(super) fn replay_snapshot(bytes: &[u8]) -> Result<(Image, i16), UnreadableMetadata> {
    let (mut loader, mut kraft_version) = (Loader::new(Image::default()), 0);
    let mut reading = Reading::new(&mut loader, &mut kraft_version);
    for batch in Batches::new(bytes) {
        let (header, batch) = batch?;
        reading.replay_batch(&header, batch)?;
    }
    Ok((loader.image().clone(), kraft_version))
}
