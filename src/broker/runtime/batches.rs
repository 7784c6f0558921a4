//! The records of many steps as few batches.

use kalda_protocol::EncodeError;
use kalda_records::{
    AppendBatch, Attributes, BatchBuilder, BatchSettings, BuildError, Compression, NewRecord,
};

/// Bytes of a record beside key and value: lengths, deltas and the count of headers at their longest.
const RECORD_OVERHEAD_BYTES: usize = 36;

/// Why records cannot be written down.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unwritable {
    /// A record does not fit its schema.
    #[error("a record cannot be encoded: {0}")]
    Record(#[from] EncodeError),
    /// A batch does not fit its format.
    #[error("a batch cannot be built: {0}")]
    Batch(#[from] BuildError),
}

/// An encoded record: key, and value unless it is a tombstone.
pub(super) type Encoded = (Vec<u8>, Option<Vec<u8>>);

/// Collects records.
#[derive(Debug)]
pub(super) struct Batches {
    compression: Compression,
    /// `max.message.bytes`: no batch is larger, unless a single record is.
    max_bytes: usize,
    open: Option<BatchBuilder>,
    finished: Vec<AppendBatch>,
    bytes: usize,
}

impl Batches {
    /// No records.
    pub(super) fn new(compression: Compression, max_bytes: usize) -> Batches {
        Batches {
            compression,
            max_bytes,
            open: None,
            finished: Vec::new(),
            bytes: 0,
        }
    }

    /// No batch of later steps is larger, unless a single record is.
    pub(super) fn set_max_bytes(&mut self, max_bytes: usize) {
        self.max_bytes = max_bytes;
    }

    /// Whether there are no records.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_none() && self.finished.is_empty()
    }

    /// Bytes of all records so far.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Add the records of one step. They come to stand in one batch if one can hold them, so that all of them are in the
    /// log or none.
    ///
    /// More than that is split, where Kafka gives up and undoes the step: it happens to what a shard derives from its
    /// state (the assignment of a large group, the tombstones of a deleted one), which is written so that a part of it
    /// does no harm. What a single request brings is refused before: see [`Machine::admit`](super::machine::Machine).
    pub(super) fn add(&mut self, records: &[Encoded], now_ms: i64) -> Result<(), Unwritable> {
        let bytes: usize = records.iter().map(upper_bound).sum();
        self.bytes += bytes;
        self.make_room(bytes)?;
        for record in records {
            self.make_room(upper_bound(record))?;
            let (key, value) = record;
            let settings = BatchSettings {
                attributes: Attributes {
                    compression: self.compression,
                    ..Attributes::default()
                },
                ..BatchSettings::default()
            };
            let open = self.open.get_or_insert_with(|| BatchBuilder::new(settings));
            open.append(&NewRecord {
                timestamp: now_ms,
                key: Some(key),
                value: value.as_deref(),
                headers: &[],
            });
        }
        Ok(())
    }

    /// Finish the open batch if so many bytes more do not fit into it.
    fn make_room(&mut self, bytes: usize) -> Result<(), BuildError> {
        let open = self.open.as_ref().map(BatchBuilder::uncompressed_bytes);
        match open {
            Some(open) if open + bytes > self.max_bytes => self.finish(),
            Some(_) | None => Ok(()),
        }
    }

    fn finish(&mut self) -> Result<(), BuildError> {
        if let Some(open) = self.open.take() {
            self.finished.push(open.build()?);
        }
        Ok(())
    }

    /// All records as batches.
    pub(super) fn take(&mut self) -> Result<Vec<AppendBatch>, Unwritable> {
        self.finish()?;
        self.bytes = 0;
        Ok(std::mem::take(&mut self.finished))
    }
}

fn upper_bound((key, value): &Encoded) -> usize {
    RECORD_OVERHEAD_BYTES + key.len() + value.as_ref().map_or(0, Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(count: usize, bytes: usize) -> Vec<Encoded> {
        vec![(b"k".to_vec(), Some(vec![7; bytes])); count]
    }

    fn counts(batches: Vec<AppendBatch>) -> Vec<i32> {
        batches.iter().map(|it| it.header.records_count).collect()
    }

    #[test]
    fn steps_share_a_batch_until_it_is_full_and_no_step_is_divided() {
        let mut batches = Batches::new(Compression::None, 1000);
        assert!(batches.is_empty());
        for _ in 0..5 {
            batches.add(&records(2, 100), 5).unwrap();
        }
        assert!(!batches.is_empty());
        let made = batches.take().unwrap();
        assert!(made.iter().all(|batch| batch.total_bytes() <= 1000));
        assert!(made.iter().all(|batch| batch.header.max_timestamp == 5));
        assert_eq!(counts(made), [8, 2]);
        assert!(batches.is_empty());
    }

    #[test]
    fn a_step_that_no_batch_can_hold_is_split() {
        let mut batches = Batches::new(Compression::None, 1000);
        batches.add(&records(1, 10), 5).unwrap();
        batches.add(&records(12, 100), 5).unwrap();
        assert_eq!(counts(batches.take().unwrap()), [1, 8, 4]);
        // A single record can only be larger.
        batches.add(&records(1, 2000), 5).unwrap();
        let made = batches.take().unwrap();
        assert_eq!((made.len(), made[0].total_bytes() > 2000), (1, true));
    }

    #[test]
    fn batches_are_compressed_as_configured() {
        let mut batches = Batches::new(Compression::Zstd, 100_000);
        batches.add(&records(3, 10_000), 5).unwrap();
        let made = batches.take().unwrap().remove(0);
        assert!(made.total_bytes() < 1000);
        let attributes = Attributes::from_bits(made.header.attributes).unwrap();
        assert_eq!(attributes.compression, Compression::Zstd);
    }
}
