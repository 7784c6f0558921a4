//! One partition replica's log.
//!
//! Synchronous and owned by one: writes take `&mut self`, reads `&self`. Time comes in as an argument. Payloads are
//! never copied: an append writes the producer's bytes behind a new header, and a read hands out file ranges.

mod append;
mod cleanup;
mod compact;
mod flush;
mod load;
mod lookup;
mod read;
mod snapshots;
mod truncate;

#[cfg(test)]
pub(crate) mod tests;

#[cfg(test)]
mod cleanup_tests;

#[cfg(test)]
mod crash_tests;

#[cfg(test)]
mod damage_tests;

#[cfg(test)]
mod flush_tests;

#[cfg(test)]
mod model_tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use uuid::Uuid;

use crate::config::LogConfig;
use crate::epochs::{EpochEnd, LeaderEpochs};
use crate::error::LogError;
use crate::partition_metadata;
use crate::producers::{ActiveProducer, Producers};
use crate::segment::{Birth, Segment};
use crate::segments::Segments;
use crate::storage::Storage;

pub use append::{Appended, Origin};
pub use cleanup::{DeleteRecordsError, DeletedSegment};
pub use compact::Dirt;
pub use flush::{FlushJob, Flushed};
pub use load::{Corruption, OpenLog, RecoveryReport};
pub use lookup::{OffsetLookup, TimestampQuery};
pub use read::{FileRange, Isolation, ReadFrom, Slice};

use compact::CalledOff;
use flush::FlushState;
use read::BoundCache;
use snapshots::Snapshots;

/// One partition replica's log.
#[derive(Debug)]
pub struct Log {
    storage: Arc<Storage>,
    config: LogConfig,
    segments: Segments,
    epochs: LeaderEpochs,
    producers: Producers,
    snapshots: Snapshots,
    topic_id: Option<Uuid>,
    topic_id_written: bool,
    log_start_offset: i64,
    log_end_offset: i64,
    high_watermark: i64,
    /// All below is known to be on the disk.
    recovery_point: i64,
    last_flush_ms: i64,
    jitter_seed: u64,
    failed: bool,
    flushes: FlushState,
    bounds: Mutex<BoundCache>,
    /// Compaction has been through all below.
    first_dirty_offset: Option<i64>,
    compaction: CalledOff,
}

impl Log {
    /// The partition directory.
    pub fn directory(&self) -> &Path {
        &self.storage.directory
    }

    /// First offset that can be read.
    pub fn log_start_offset(&self) -> i64 {
        self.log_start_offset
    }

    /// First offset of the oldest segment. The log start lies above it after records were deleted.
    pub fn first_segment_offset(&self) -> i64 {
        let first = self.segments.iter().next();
        first.map_or(self.log_start_offset, |segment| segment.base_offset)
    }

    /// Offset after the last record.
    pub fn log_end_offset(&self) -> i64 {
        self.log_end_offset
    }

    /// Offset below which all records are committed.
    pub fn high_watermark(&self) -> i64 {
        self.high_watermark
    }

    /// Offset below which readers of committed data may read: the first open transaction, or the high watermark.
    pub fn last_stable_offset(&self) -> i64 {
        let unstable = self.producers.first_unstable_offset();
        unstable.map_or(self.high_watermark, |offset| {
            offset.max(self.log_start_offset).min(self.high_watermark)
        })
    }

    /// Offset below which all is on the disk; what the recovery-point checkpoint holds.
    pub fn recovery_point(&self) -> i64 {
        self.recovery_point
    }

    /// Sets the high watermark, brought into `log start..=log end`. Returns what it is now.
    pub fn set_high_watermark(&mut self, offset: i64) -> i64 {
        self.high_watermark = offset.clamp(self.log_start_offset, self.log_end_offset);
        self.producers.on_high_watermark(self.high_watermark);
        self.high_watermark
    }

    /// Bytes of all segments.
    pub fn bytes(&self) -> u64 {
        self.segments.iter().map(Segment::bytes).sum()
    }

    /// Number of segments.
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    /// Descriptors this log holds at the moment.
    pub fn open_files(&self) -> usize {
        self.segments.iter().map(Segment::open_files).sum()
    }

    /// Closes all files. They open again when needed; readers keep what they were given.
    pub fn release_files(&self) {
        for segment in self.segments.iter() {
            segment.release_files();
        }
    }

    /// Closes the files that were not used since this was last called: to be called now and then, for idle logs and
    /// for old segments that a reader has passed.
    pub fn release_idle_files(&self) {
        for segment in self.segments.iter() {
            segment.release_idle_files();
        }
    }

    /// The settings in force.
    pub fn config(&self) -> &LogConfig {
        &self.config
    }

    /// New settings, in force from the next operation on.
    pub fn set_config(&mut self, config: LogConfig) {
        self.config = config;
    }

    /// The topic this partition belongs to, if known.
    pub fn topic_id(&self) -> Option<Uuid> {
        self.topic_id
    }

    /// Says which topic the partition belongs to. Written before the first record is, or by [`Log::write_identity`].
    pub fn set_topic_id(&mut self, topic_id: Uuid) {
        if self.topic_id != Some(topic_id) {
            self.topic_id = Some(topic_id);
            self.topic_id_written = false;
        }
    }

    /// Writes `partition.metadata` if it is not there yet. It reaches the disk with the first records that do.
    pub fn write_identity(&mut self) -> Result<(), LogError> {
        if let (Some(topic_id), false) = (self.topic_id, self.topic_id_written) {
            partition_metadata::write(&self.storage, topic_id)?;
            self.topic_id_written = true;
            self.flushes.note_new_identity(&self.storage.directory);
        }
        Ok(())
    }

    /// Leader epochs and where they begin.
    pub fn leader_epochs(&self) -> &LeaderEpochs {
        &self.epochs
    }

    /// Notes that a leader epoch begins at the log end: called by a replica that becomes leader.
    pub fn begin_epoch(&mut self, epoch: i32) {
        self.epochs.assign(epoch, self.log_end_offset);
    }

    /// Where `epoch` ends, as OffsetForLeaderEpoch answers it.
    pub fn end_offset_for_epoch(&self, epoch: i32) -> EpochEnd {
        self.epochs.end_of(epoch, self.log_end_offset)
    }

    /// The producers that DescribeProducers lists, by id.
    pub fn active_producers(&self) -> impl Iterator<Item = ActiveProducer> + '_ {
        self.producers.active()
    }

    /// Forgets producers that have been silent for `producer.id.expiration.ms`.
    pub fn expire_producers(&mut self, now_ms: i64) {
        self.producers
            .expire(now_ms, self.config.producer_expiration_ms);
    }

    /// Whether this producer epoch has an open transaction in this log.
    pub fn has_open_transaction(&self, producer_id: i64, producer_epoch: i16) -> bool {
        self.producers.has_ongoing(producer_id, producer_epoch)
    }

    fn birth(&self, base_offset: i64, now_ms: i64) -> Birth {
        Birth {
            now_ms,
            jitter_ms: self.config.roll_jitter_ms(self.jitter_seed, base_offset),
        }
    }

    fn check_usable(&self) -> Result<(), LogError> {
        if self.failed {
            return Err(LogError::Failed {
                path: self.storage.directory.clone(),
            });
        }
        Ok(())
    }

    /// Paths of the names in this directory, for removal by someone else.
    fn paths(&self, names: Vec<String>) -> Vec<PathBuf> {
        names.iter().map(|name| self.storage.path(name)).collect()
    }
}
