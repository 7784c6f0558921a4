//! Loading: what a partition says, from its first record to its last.

use super::machine::Machine;
use crate::replicas::Partition;
use kalda_protocol::ErrorCode;
use kalda_records::control::{ControlRecord, TransactionResult};
use kalda_records::{
    BatchError, BatchHeader, Batches, DecompressionLimits, ReadError, RecordReader, payload_of,
};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tracing::{debug, info, warn};

/// So many records that say nothing are named in the log; of the others it has the number.
const MAX_NAMED: u64 = 10;

/// Why a partition cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    /// It is not served here, or its files cannot be read.
    #[error("{0}")]
    Partition(ErrorCode),
    /// A file cannot be read.
    #[error("cannot read the log: {0}")]
    Read(std::io::Error),
    /// Where the next batch begins cannot be made out.
    #[error("the log has no batch at offset {offset}: {problem}")]
    NoBatch {
        /// Where one should be.
        offset: i64,
        /// What is there.
        problem: String,
    },
    /// Replaying a record panicked.
    #[error("replaying a record panicked")]
    Panicked,
    /// What was loaded cannot go on.
    #[error("{0}")]
    Unusable(String),
    /// Nobody wants it any more.
    #[error("loading was given up")]
    Cancelled,
}

/// Why a batch or a record is passed over.
#[derive(Debug, thiserror::Error)]
enum Damage {
    #[error("the checksum of the batch is wrong")]
    Checksum,
    #[error("{0}")]
    Batch(#[from] ReadError),
    #[error("it has no key")]
    NoKey,
    #[error("{0}")]
    Record(String),
}

/// A loaded shard.
pub(super) struct Loaded<M> {
    pub(super) machine: M,
    /// Offset after the last record that it knows.
    pub(super) end: i64,
}

/// Reads `partition` through a buffer of about `buffer_bytes`. Blocks on the disk. What makes no sense is passed over with
/// a warning: it is no reason to leave everybody else in this partition without a coordinator.
pub(super) fn load<M: Machine>(
    partition: &Partition,
    buffer_bytes: usize,
    cancelled: &AtomicBool,
) -> Result<Loaded<M>, LoadError> {
    let begun = Instant::now();
    let mut loading = Loading {
        machine: M::default(),
        topic: partition.topic().0,
        partition: partition.index(),
        records: 0,
        skipped: 0,
    };
    let mut offset = partition.log_start_offset().map_err(LoadError::Partition)?;
    let mut bytes = 0;
    loop {
        if cancelled.load(Ordering::Relaxed) {
            return Err(LoadError::Cancelled);
        }
        let slice = partition
            .read_own(offset, buffer_bytes)
            .map_err(LoadError::Partition)?;
        let Some(range) = slice.range else {
            // Nothing is behind it, or nothing but offsets whose records are gone.
            offset = slice.log_end_offset;
            break;
        };
        let chunk = range.read().map_err(LoadError::Read)?;
        bytes += chunk.len();
        offset = loading.chunk(&chunk, slice.first_offset)?;
    }
    let Loading {
        machine,
        topic,
        partition,
        records,
        skipped,
    } = loading;
    let (kind, ms) = (M::KIND, begun.elapsed().as_millis());
    if skipped > 0 {
        warn!(%topic, partition, skipped, "records were passed over while loading");
    }
    match records {
        0 => debug!(%topic, partition, ms, "loaded {kind}: there are none"),
        _ => info!(%topic, partition, records, bytes, ms, "loaded {kind}"),
    }
    Ok(Loaded {
        machine,
        end: offset,
    })
}

struct Loading<M> {
    machine: M,
    topic: std::sync::Arc<str>,
    partition: i32,
    records: u64,
    skipped: u64,
}

impl<M: Machine> Loading<M> {
    /// Replays the whole batches in `chunk`; the offset after them.
    fn chunk(&mut self, chunk: &[u8], first_offset: i64) -> Result<i64, LoadError> {
        let mut next = None;
        for batch in Batches::new(chunk) {
            let no_batch = |error: BatchError| LoadError::NoBatch {
                offset: next.unwrap_or(first_offset),
                problem: error.to_string(),
            };
            let (header, bytes) = batch.map_err(no_batch)?;
            self.batch(&header, payload_of(bytes));
            next = Some(header.next_offset());
        }
        next.ok_or_else(|| LoadError::NoBatch {
            offset: first_offset,
            problem: "it is cut off".to_owned(),
        })
    }

    fn batch(&mut self, header: &BatchHeader, payload: &[u8]) {
        if header.computed_crc(payload) != header.crc {
            self.skip(header.base_offset, &Damage::Checksum);
            return;
        }
        let limits = DecompressionLimits::default();
        let mut reader = match RecordReader::new(header, payload, limits) {
            Ok(reader) => reader,
            Err(error) => return self.skip(header.base_offset, &error.into()),
        };
        loop {
            let (offset, outcome) = match reader.next_record() {
                Ok(None) => return,
                Ok(Some(record)) => {
                    self.records += 1;
                    let outcome = match header.is_control() {
                        true => self.marker(header, &record),
                        false => self.record(header, &record),
                    };
                    (record.offset, outcome)
                }
                // What follows in this batch is lost, and all of it is passed over.
                Err(error) => return self.skip(header.base_offset, &error.into()),
            };
            if let Err(damage) = outcome {
                self.skip(offset, &damage);
            }
        }
    }

    fn record(
        &mut self,
        header: &BatchHeader,
        record: &kalda_records::Record<'_>,
    ) -> Result<(), Damage> {
        let key = record.key.ok_or(Damage::NoKey)?;
        let producer = header.is_transactional().then_some(header.producer_id);
        let loaded = self.machine.load(key, record.value, producer);
        loaded.map_err(|reason| Damage::Record(reason.to_string()))
    }

    fn marker(
        &mut self,
        header: &BatchHeader,
        record: &kalda_records::Record<'_>,
    ) -> Result<(), Damage> {
        let marker =
            ControlRecord::of(record).map_err(|error| Damage::Record(error.to_string()))?;
        if let ControlRecord::EndTransaction { result, .. } = marker {
            let committed = result == TransactionResult::Commit;
            self.machine.load_marker(header.producer_id, committed);
        }
        Ok(())
    }

    fn skip(&mut self, offset: i64, damage: &Damage) {
        self.skipped += 1;
        if self.skipped <= MAX_NAMED {
            let (topic, partition) = (&self.topic, self.partition);
            warn!(%topic, partition, offset, reason = %damage, "a record is passed over while loading");
        }
    }
}
