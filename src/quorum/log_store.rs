//! The metadata log on disk: `__cluster_metadata-0` as a KRaft directory.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use kalda_disk::Disk;
use kalda_log::{DeletedSegment, Isolation, Log, Origin, ReadFrom};
use kalda_records::{AppendBatch, Batches};
use parking_lot::Mutex;

use crate::anchors::Anchors;
use crate::checkpoint::{CheckpointDirectory, CheckpointId, Retention};
use crate::election::ElectionState;
use crate::entry_index::EntryIndex;
use crate::metadata_log::{LogEntry, LogFailure, MetadataLog, SnapshotPoint};
use crate::quorum_state::{QuorumStateLayout, write_quorum_state};

/// Recent entries kept in memory, so that what was just appended is not read back from the disk to be committed.
const TAIL_BYTES: usize = 4 * 1024 * 1024;
/// A segment smaller than this is not closed early.
const MIN_SEGMENT_BYTES: u64 = 1024 * 1024;
/// Bytes read at a time.
const READ_BYTES: usize = 1024 * 1024;

/// The log, shared with those that serve it to observers. Nobody but its [`LogStore`] writes to it.
pub type SharedLog = Arc<Mutex<Log>>;

/// A [`MetadataLog`] in a directory.
#[derive(Debug)]
pub struct LogStore {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) directory: PathBuf,
    pub(crate) log: SharedLog,
    pub(crate) snapshots: CheckpointDirectory,
    pub(crate) anchors: Anchors,
    pub(crate) index: EntryIndex,
    pub(crate) election: ElectionState,
    pub(crate) layout: QuorumStateLayout,
    pub(crate) tail: Tail,
    /// Timestamp of the batch appended last: the only clock this needs.
    pub(crate) newest_ms: i64,
    /// Bytes appended since a segment was last begun for a snapshot.
    pub(crate) segment_bytes: u64,
}

/// Removes the files of segments that no entry lies in any more. Readers keep what they have open.
pub(crate) fn remove(disk: &dyn Disk, deleted: &[DeletedSegment]) -> Result<(), LogFailure> {
    let removed = deleted.iter().try_for_each(|segment| segment.remove(disk));
    removed.map_err(|error| LogFailure::new("remove a segment", error))
}

/// The newest entries.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    entries: VecDeque<LogEntry>,
    bytes: usize,
}

impl Tail {
    fn push(&mut self, entry: &LogEntry) {
        self.bytes += entry.batch.len();
        self.entries.push_back(entry.clone());
        while self.bytes > TAIL_BYTES && self.entries.len() > 1 {
            if let Some(oldest) = self.entries.pop_front() {
                self.bytes -= oldest.batch.len();
            }
        }
    }

    fn truncate(&mut self, index: u64) {
        while self
            .entries
            .back()
            .is_some_and(|entry| entry.index >= index)
        {
            if let Some(newest) = self.entries.pop_back() {
                self.bytes -= newest.batch.len();
            }
        }
    }

    fn get(&self, index: u64) -> Option<&LogEntry> {
        let first = self.entries.front()?.index;
        self.entries
            .get(usize::try_from(index.checked_sub(first)?).ok()?)
    }
}

impl LogStore {
    /// The log, for readers.
    pub fn shared_log(&self) -> SharedLog {
        Arc::clone(&self.log)
    }

    /// The snapshots as of now.
    pub fn snapshots(&self) -> &CheckpointDirectory {
        &self.snapshots
    }

    /// The directory of the log.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The disk it lies on.
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// Removes old snapshots, and the log before the oldest one kept, as far as retention asks for it.
    pub fn clean(&mut self, retention: Retention, now_ms: i64) -> Result<bool, LogFailure> {
        let log_bytes = self.log.lock().bytes();
        let Some(keep) = self.snapshots.oldest_to_keep(retention, log_bytes, now_ms) else {
            return Ok(false);
        };
        let failed = |reason: &dyn std::fmt::Display| LogFailure::new("clean", reason);
        let deleted = self.log.lock().delete_records(keep.end_offset, now_ms);
        remove(&*self.disk, &deleted.map_err(|error| failed(&error))?)?;
        self.snapshots
            .remove_before(keep)
            .map_err(|error| failed(&error))?;
        self.anchors.remove_before(keep);
        self.anchors
            .write(&*self.disk, &self.directory)
            .map_err(|error| failed(&error))?;
        Ok(true)
    }

    /// Begins a new segment file for what follows a snapshot that is about to be taken at the log's end, unless the
    /// present one is small. A start reads the segment behind the newest snapshot only, and cleaning removes segments as
    /// a whole: with Kafka's segments of 1 GiB neither would ever be quick.
    pub fn begin_segment(&mut self) -> Result<(), LogFailure> {
        let mut log = self.log.lock();
        let enough = MIN_SEGMENT_BYTES.min(u64::from(log.config().segment_bytes) / 4);
        if self.segment_bytes < enough {
            return Ok(());
        }
        self.segment_bytes = 0;
        let rolled = log.roll(self.newest_ms);
        rolled
            .map(|_| ())
            .map_err(|error| LogFailure::new("roll", error))
    }

    /// Reads the entry at `index` from the disk, and those behind it that one read brings along.
    fn read(&self, index: u64, to: u64, entries: &mut Vec<LogEntry>) -> Result<(), LogFailure> {
        let missing = || LogFailure::new("read", format!("entry {index} is not in the log"));
        let place = self.index.place(index).ok_or_else(missing)?;
        let from = ReadFrom {
            offset: place.base_offset,
            max_bytes: READ_BYTES,
            min_one_batch: true,
            isolation: Isolation::LogEnd,
        };
        let slice = self
            .log
            .lock()
            .read(from)
            .map_err(|error| LogFailure::new("read", error))?;
        let range = slice.range.ok_or_else(missing)?;
        let bytes = Bytes::from(
            range
                .read()
                .map_err(|error| LogFailure::new("read", error))?,
        );
        for batch in Batches::new(&bytes) {
            let (header, batch) = batch.map_err(|error| LogFailure::new("read", error))?;
            let next = entries.last().map_or(index, |entry| entry.index + 1);
            if next >= to {
                break;
            }
            let place = self.index.place(next).ok_or_else(missing)?;
            if (header.base_offset, header.next_offset()) != (place.base_offset, place.next_offset)
            {
                let reason = format!("entry {next} is not at offset {}", place.base_offset);
                return Err(LogFailure::new("read", reason));
            }
            entries.push(LogEntry {
                index: next,
                epoch: place.epoch,
                base_offset: place.base_offset,
                next_offset: place.next_offset,
                batch: bytes.slice_ref(batch),
            });
        }
        if entries.is_empty() {
            Err(missing())
        } else {
            Ok(())
        }
    }

    fn append_one(&mut self, entry: &LogEntry) -> Result<(), LogFailure> {
        let failed = |reason: &dyn std::fmt::Display| LogFailure::new("append", reason);
        if entry.index != self.index.last_index() + 1
            || entry.base_offset != self.index.end_offset()
        {
            return Err(failed(&format!("entry {} is out of place", entry.index)));
        }
        let batch = AppendBatch::from_wire(entry.batch.clone()).map_err(|error| failed(&error))?;
        let bytes = u32::try_from(entry.batch.len()).map_err(|error| failed(&error))?;
        self.newest_ms = batch.header.max_timestamp;
        let appended = self.log.lock().append(batch, Origin::Raft, self.newest_ms);
        appended.map_err(|error| failed(&error))?;
        self.index.push(entry.next_offset, entry.epoch, bytes);
        self.segment_bytes += u64::from(bytes);
        self.tail.push(entry);
        Ok(())
    }
}

impl MetadataLog for LogStore {
    fn snapshot_point(&self) -> SnapshotPoint {
        self.index.point()
    }

    fn last_index(&self) -> u64 {
        self.index.last_index()
    }

    fn end_offset(&self) -> i64 {
        self.index.end_offset()
    }

    fn epoch_at(&self, index: u64) -> Option<i32> {
        self.index.epoch_at(index)
    }

    fn next_offset_at(&self, index: u64) -> Option<i64> {
        self.index.next_offset_at(index)
    }

    fn entries(
        &self,
        from: u64,
        to: u64,
        max_bytes: Option<u64>,
    ) -> Result<Vec<LogEntry>, LogFailure> {
        let mut entries: Vec<LogEntry> = Vec::new();
        let mut bytes = 0_u64;
        let mut index = from;
        while index < to {
            let mut found = Vec::new();
            match self.tail.get(index) {
                Some(entry) => found.push(entry.clone()),
                None => self.read(index, to, &mut found)?,
            }
            for entry in found {
                bytes = bytes.saturating_add(entry.batch.len() as u64);
                if !entries.is_empty() && max_bytes.is_some_and(|max| bytes > max) {
                    return Ok(entries);
                }
                index = entry.index + 1;
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    fn election(&self) -> ElectionState {
        self.election
    }

    fn append(&mut self, entries: &[LogEntry]) -> Result<(), LogFailure> {
        let Some(first) = entries.first() else {
            return Ok(());
        };
        if first.index <= self.index.last_index() {
            let end_offset = self.index.truncate(first.index);
            self.tail.truncate(first.index);
            let now_ms = self.newest_ms;
            let deleted = self.log.lock().truncate_to(end_offset, now_ms);
            remove(
                &*self.disk,
                &deleted.map_err(|error| LogFailure::new("truncate", error))?,
            )?;
        }
        entries.iter().try_for_each(|entry| self.append_one(entry))
    }

    /// Readers are not kept waiting while the disk works: the lock is free meanwhile.
    fn flush(&mut self) -> Result<(), LogFailure> {
        let failed = |error| LogFailure::new("flush", error);
        let job = self
            .log
            .lock()
            .begin_flush(self.newest_ms)
            .map_err(failed)?;
        let Some(job) = job else { return Ok(()) };
        let outcome = job.run();
        self.log.lock().complete_flush(outcome).map_err(failed)
    }

    fn save_election(&mut self, election: &ElectionState) -> Result<(), LogFailure> {
        write_quorum_state(&*self.disk, &self.directory, election, &self.layout)
            .map_err(|error| LogFailure::new("save quorum-state", error))?;
        self.election = *election;
        Ok(())
    }

    fn set_high_watermark(&mut self, offset: i64) {
        self.log.lock().set_high_watermark(offset);
    }

    fn snapshot_taken(&mut self, point: SnapshotPoint) -> Result<(), LogFailure> {
        let failed = |reason: &dyn std::fmt::Display| LogFailure::new("snapshot", reason);
        if self.index.ending_at(point.offset) != Some(point) {
            return Err(failed(&format!("no entry ends at {point:?}")));
        }
        let id = CheckpointId {
            end_offset: point.offset,
            epoch: point.epoch,
        };
        self.snapshots.add(id).map_err(|error| failed(&error))?;
        self.anchors.insert(id, point.index);
        self.anchors
            .write(&*self.disk, &self.directory)
            .map_err(|error| failed(&error))?;
        self.index.advance(point);
        Ok(())
    }

    fn restart_at(&mut self, point: SnapshotPoint) -> Result<(), LogFailure> {
        let failed = |reason: &dyn std::fmt::Display| LogFailure::new("install", reason);
        let id = CheckpointId {
            end_offset: point.offset,
            epoch: point.epoch,
        };
        self.snapshots.add(id).map_err(|error| failed(&error))?;
        let deleted = self
            .log
            .lock()
            .truncate_fully_and_start_at(point.offset, self.newest_ms);
        remove(&*self.disk, &deleted.map_err(|error| failed(&error))?)?;
        self.anchors.insert(id, point.index);
        self.anchors
            .write(&*self.disk, &self.directory)
            .map_err(|error| failed(&error))?;
        self.index = EntryIndex::new(point);
        self.tail = Tail::default();
        Ok(())
    }
}
