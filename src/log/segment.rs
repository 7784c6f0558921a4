//! One segment: a file of batches with its indexes.

mod files;
mod recover;
mod search;

use std::sync::Arc;

use kalda_disk::DiskFile;
use kalda_records::{AppendBatch, BatchHeader};
use parking_lot::Mutex;

use crate::batch_walk::{BatchWalk, Found};
use crate::config::LogConfig;
use crate::error::LogError;
use crate::names::{LOG, SEGMENT_SUFFIXES, offset_file};
use crate::offset_index::{OffsetEntry, OffsetIndex};
use crate::storage::{FileName, LazyFile, Storage};
use crate::time_index::{TimeEntry, TimeIndex};
use crate::transaction_index::TransactionIndex;

pub(crate) use recover::Damage;
pub(crate) use search::FoundRecord;

/// A segment of a log.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) base_offset: i64,
    storage: Arc<Storage>,
    log: LazyFile,
    /// Bytes of whole batches; the file may be longer while it is preallocated or after a failed write.
    bytes: u64,
    pub(crate) offset_index: OffsetIndex,
    pub(crate) time_index: TimeIndex,
    pub(crate) transaction_index: TransactionIndex,
    bytes_since_index_entry: u64,
    /// The largest timestamp and the last offset of its batch, once known.
    largest: Mutex<Option<TimeEntry>>,
    /// The largest timestamp of the first batch, once known: the age of the segment counts from it.
    first_batch_timestamp: Option<i64>,
    created_ms: i64,
    jitter_ms: i64,
    dirty: bool,
    /// Tells this content from any other that had or will have the same name.
    identity: Arc<()>,
}

/// What decides whether a batch opens a new segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incoming {
    pub(crate) bytes: u64,
    pub(crate) max_timestamp: i64,
    pub(crate) last_offset: i64,
    pub(crate) now_ms: i64,
}

/// When and with which chance a segment begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Birth {
    pub(crate) now_ms: i64,
    pub(crate) jitter_ms: i64,
}

/// What stands for "no timestamp seen".
fn no_timestamp(base_offset: i64) -> TimeEntry {
    TimeEntry {
        timestamp: kalda_records::NO_TIMESTAMP,
        offset: base_offset,
    }
}

fn log_file(storage: &Arc<Storage>, base_offset: i64, mark: &'static str) -> LazyFile {
    let name = FileName {
        offset: base_offset,
        suffix: LOG,
        mark,
    };
    LazyFile::new(storage, name)
}

impl Segment {
    /// Makes a new, empty segment. Files of that name that are left over from a crash are removed first.
    pub(crate) fn create(
        storage: &Arc<Storage>,
        base_offset: i64,
        config: &LogConfig,
        birth: Birth,
    ) -> Result<Self, LogError> {
        let segment = Self::create_marked(storage, base_offset, "", config, birth)?;
        if config.preallocate {
            let bytes = u64::from(config.segment_bytes);
            let file = segment.log.get()?;
            let preallocated = file.preallocate(bytes);
            preallocated.map_err(segment.log.error("preallocate"))?;
        }
        Ok(segment)
    }

    /// As [`Segment::create`], with `mark` behind the names of the files.
    pub(crate) fn create_marked(
        storage: &Arc<Storage>,
        base_offset: i64,
        mark: &'static str,
        config: &LogConfig,
        birth: Birth,
    ) -> Result<Self, LogError> {
        for suffix in SEGMENT_SUFFIXES {
            storage.remove(&format!("{}{mark}", offset_file(base_offset, suffix)))?;
        }
        let log = log_file(storage, base_offset, mark);
        log.get_or_create()?;
        Ok(Self {
            base_offset,
            storage: Arc::clone(storage),
            log,
            bytes: 0,
            offset_index: OffsetIndex::create(storage, base_offset, mark, config.index_bytes)?,
            time_index: TimeIndex::create(storage, base_offset, mark, config.index_bytes)?,
            transaction_index: TransactionIndex::open(storage, base_offset, mark)?,
            bytes_since_index_entry: 0,
            largest: Mutex::new(Some(no_timestamp(base_offset))),
            first_batch_timestamp: None,
            created_ms: birth.now_ms,
            jitter_ms: birth.jitter_ms,
            dirty: true,
            identity: Arc::default(),
        })
    }

    /// Opens a segment whose `.log` exists. False beside it: an index is missing or unsound, so that the segment has
    /// to be recovered before use.
    pub(crate) fn open(
        storage: &Arc<Storage>,
        base_offset: i64,
        config: &LogConfig,
        birth: Birth,
    ) -> Result<(Self, bool), LogError> {
        let log = log_file(storage, base_offset, "");
        let bytes = log.stat()?.map_or(0, |stat| stat.bytes);
        let transaction_index = TransactionIndex::open(storage, base_offset, "")?;
        let mut sound = transaction_index.is_sound()?;
        let offset_index = match OffsetIndex::open(storage, base_offset)? {
            Some(index) => index,
            None => {
                sound = false;
                OffsetIndex::create(storage, base_offset, "", config.index_bytes)?
            }
        };
        let time_index = match TimeIndex::open(storage, base_offset)? {
            Some(index) => index,
            None => {
                sound = false;
                TimeIndex::create(storage, base_offset, "", config.index_bytes)?
            }
        };
        let segment = Self {
            base_offset,
            storage: Arc::clone(storage),
            log,
            bytes,
            offset_index,
            time_index,
            transaction_index,
            bytes_since_index_entry: 0,
            largest: Mutex::new(None),
            first_batch_timestamp: None,
            created_ms: birth.now_ms,
            jitter_ms: birth.jitter_ms,
            dirty: false,
            identity: Arc::default(),
        };
        Ok((segment, sound))
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn file(&self) -> Result<Arc<dyn DiskFile>, LogError> {
        self.log.get()
    }

    /// Whether the distance to `offset` can be stored in the indexes.
    pub(crate) fn can_hold(&self, offset: i64) -> bool {
        let distance = offset.checked_sub(self.base_offset);
        distance.is_some_and(|it| (0..=i64::from(i32::MAX)).contains(&it))
    }

    /// The largest timestamp and the last offset of the batch that carries it; timestamp -1 if there is none.
    pub(crate) fn largest(&self) -> Result<TimeEntry, LogError> {
        let mut largest = self.largest.lock();
        if let Some(known) = *largest {
            return Ok(known);
        }
        let was_idle = self.open_files() == 0;
        let found = self.find_largest_entry()?;
        if was_idle {
            // Retention asks all logs; that must not leave them all open.
            self.release_files();
        }
        *largest = Some(found);
        Ok(found)
    }

    /// The largest timestamp, or when the file was last written if no record has one.
    pub(crate) fn largest_timestamp(&self) -> Result<i64, LogError> {
        let largest = self.largest()?.timestamp;
        if largest >= 0 {
            return Ok(largest);
        }
        Ok(self.log.stat()?.map_or(0, |stat| stat.modified_ms))
    }

    /// Whether a batch must go into a new segment.
    pub(crate) fn must_roll(
        &mut self,
        incoming: Incoming,
        config: &LogConfig,
    ) -> Result<bool, LogError> {
        if self.bytes == 0 {
            return Ok(!self.can_hold(incoming.last_offset));
        }
        let too_large = self.bytes + incoming.bytes > u64::from(config.segment_bytes);
        let indexes_full = self.offset_index.is_full(config.index_bytes)
            || self.time_index.is_full(config.index_bytes);
        if too_large || indexes_full || !self.can_hold(incoming.last_offset) {
            return Ok(true);
        }
        let limit = config.max_segment_ms().saturating_sub(self.jitter_ms);
        Ok(self.age_ms(incoming)? > limit)
    }

    /// Age in message time: from the first batch to the incoming one; by the clock when the first has no timestamp.
    fn age_ms(&mut self, incoming: Incoming) -> Result<i64, LogError> {
        let first = self.read_first_batch_timestamp()?;
        self.first_batch_timestamp = Some(first);
        if first >= 0 {
            return Ok(incoming.max_timestamp.saturating_sub(first));
        }
        Ok(incoming.now_ms.saturating_sub(self.created_ms))
    }

    /// The largest timestamp of the first batch; -1 if there is none.
    pub(crate) fn read_first_batch_timestamp(&self) -> Result<i64, LogError> {
        if let Some(known) = self.first_batch_timestamp {
            return Ok(known);
        }
        let file = self.log.get()?;
        let mut walk = BatchWalk::new(&*file, 0, self.bytes);
        Ok(match walk.next().map_err(self.log.error("read"))? {
            Found::Batch(found) => found.header.max_timestamp,
            Found::End | Found::Broken(_) => kalda_records::NO_TIMESTAMP,
        })
    }

    /// Appends a placed batch. On an error nothing of it counts, and what was written is cut off or overwritten.
    pub(crate) fn append(
        &mut self,
        batch: &AppendBatch,
        config: &LogConfig,
    ) -> Result<(), LogError> {
        let file = self.log.get()?;
        let position = self.bytes;
        let header = batch.header_bytes();
        // Whatever has to be read for the indexes is read now, so that nothing can fail once the batch is written.
        self.largest()?;
        self.time_index.last()?;
        if let Err(error) = file.write_at(&[&header, &batch.payload], position) {
            // Part of it may be there. It is behind the end that readers see, and recovery would cut it off; cutting
            // it now keeps a reader of the raw file from meeting it. Should that fail too, nothing is lost.
            drop(file.set_len(position));
            return Err(self.log.error("write")(error));
        }
        self.count(&batch.header, config)
    }

    /// Takes in a batch that stands behind the others in the file, or will before anybody reads there.
    pub(crate) fn count(
        &mut self,
        header: &BatchHeader,
        config: &LogConfig,
    ) -> Result<(), LogError> {
        let position = self.bytes;
        let largest = self.largest()?;
        self.dirty = true;
        self.bytes += header.total_bytes() as u64;
        if self.first_batch_timestamp.is_none() && position == 0 {
            self.first_batch_timestamp = Some(header.max_timestamp);
        }
        self.index(header, position, largest, config)?;
        self.bytes_since_index_entry += header.total_bytes() as u64;
        Ok(())
    }

    /// Notes the batch in the indexes if it is time for an entry. Kafka counts a batch after it asks, so the first
    /// batch of a segment never has an entry.
    fn index(
        &mut self,
        header: &BatchHeader,
        position: u64,
        largest: TimeEntry,
        config: &LogConfig,
    ) -> Result<(), LogError> {
        let last_offset = header.last_offset();
        let mut largest = largest;
        if header.max_timestamp > largest.timestamp {
            largest = TimeEntry {
                timestamp: header.max_timestamp,
                offset: last_offset,
            };
        }
        *self.largest.get_mut() = Some(largest);
        if self.bytes_since_index_entry > u64::from(config.index_interval_bytes)
            && let Ok(position) = u32::try_from(position)
        {
            let entry = OffsetEntry {
                offset: last_offset,
                position,
            };
            if !self.offset_index.is_full(config.index_bytes) {
                self.offset_index.entries.push(entry, config.index_bytes);
            }
            if !self.time_index.is_full(config.index_bytes) {
                self.time_index.push_if_later(largest, config.index_bytes)?;
            }
            self.bytes_since_index_entry = 0;
        }
        Ok(())
    }

    /// No more appends come: the indexes get their last time entry and are cut to their entries.
    pub(crate) fn seal(&mut self, config: &LogConfig) -> Result<(), LogError> {
        if let Some(largest) = *self.largest.get_mut()
            && largest.timestamp >= 0
        {
            self.time_index.push_if_later(largest, config.index_bytes)?;
        }
        self.offset_index.entries.trim()?;
        self.time_index.entries.trim()?;
        if config.preallocate {
            let file = self.log.get()?;
            file.set_len(self.bytes).map_err(self.log.error("trim"))?;
            self.dirty = true;
        }
        Ok(())
    }

    /// Writes what waits in memory and adds the files that have to be synced to `files`.
    pub(crate) fn collect_unsynced(
        &mut self,
        files: &mut Vec<Arc<dyn DiskFile>>,
    ) -> Result<(), LogError> {
        if self.dirty {
            files.push(self.log.get()?);
            self.dirty = false;
        }
        files.extend(self.offset_index.entries.flush()?);
        files.extend(self.time_index.entries.flush()?);
        files.extend(self.transaction_index.flush()?);
        Ok(())
    }

    /// Writes what waits in memory.
    pub(crate) fn write_pending(&mut self) -> Result<(), LogError> {
        self.offset_index.entries.write_pending()?;
        self.time_index.entries.write_pending()
    }
}
