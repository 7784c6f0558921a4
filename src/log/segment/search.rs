//! Finding batches in a segment by offset and by time.

use kalda_disk::DiskFile;
use kalda_records::{BatchHeader, DecompressionLimits, HEADER_BYTES, RecordReader};

use crate::batch_walk::{BatchWalk, Found, FoundBatch};
use crate::error::LogError;
use crate::time_index::TimeEntry;

use super::{Segment, no_timestamp};

/// A record found by its timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FoundRecord {
    pub(crate) offset: i64,
    pub(crate) timestamp: i64,
    pub(crate) leader_epoch: i32,
}

impl Segment {
    /// The first batch whose last offset is not below `offset`.
    pub(crate) fn find(&self, offset: i64) -> Result<Option<FoundBatch>, LogError> {
        let file = self.log.get()?;
        let mut walk = self.walk_to(&*file, offset)?;
        self.next_batch(&mut walk, |header| header.last_offset() >= offset)
    }

    /// A walk that begins at or before the batch that holds `offset`. An index entry is believed only if its batch is
    /// where it says: index files carry no checksum, so a damaged one must cost time and nothing else.
    fn walk_to<'a>(&self, file: &'a dyn DiskFile, offset: i64) -> Result<BatchWalk<'a>, LogError> {
        let entry = match self.offset_index.lookup(offset) {
            Ok(entry) => entry,
            Err(LogError::Corrupt { .. }) => self.offset_index.before_all(),
            Err(error @ (LogError::Io { .. } | LogError::Failed { .. })) => return Err(error),
        };
        let from_front = BatchWalk::new(file, 0, self.bytes);
        if entry.position == 0 || entry.offset > offset {
            return Ok(from_front);
        }
        let mut walk = BatchWalk::new(file, u64::from(entry.position), self.bytes);
        match walk.next().map_err(self.log.error("read"))? {
            Found::Batch(found) if found.header.last_offset() == entry.offset => {
                walk.back_to(&found);
                Ok(walk)
            }
            Found::Batch(_) | Found::End | Found::Broken(_) => Ok(from_front),
        }
    }

    /// The next batch of `walk` that `wanted` accepts.
    fn next_batch(
        &self,
        walk: &mut BatchWalk<'_>,
        wanted: impl Fn(&BatchHeader) -> bool,
    ) -> Result<Option<FoundBatch>, LogError> {
        loop {
            match walk.next().map_err(self.log.error("read"))? {
                Found::Batch(found) if wanted(&found.header) => return Ok(Some(found)),
                Found::Batch(_) => {}
                Found::End => return Ok(None),
                Found::Broken(broken) => return Err(self.broken(&broken)),
            }
        }
    }

    fn broken(&self, broken: &crate::batch_walk::Broken) -> LogError {
        LogError::corrupt(
            self.log.path(),
            format!("no batch where one should be ({broken:?})"),
        )
    }

    /// Visits the headers of all batches that end at or after `from`.
    pub(crate) fn visit_from(
        &self,
        from: i64,
        mut visit: impl FnMut(&FoundBatch, &dyn DiskFile),
    ) -> Result<(), LogError> {
        let file = self.log.get()?;
        let mut walk = self.walk_to(&*file, from)?;
        loop {
            match walk.next().map_err(self.log.error("read"))? {
                Found::Batch(found) if found.header.last_offset() >= from => visit(&found, &*file),
                Found::Batch(_) => {}
                Found::End => return Ok(()),
                Found::Broken(broken) => return Err(self.broken(&broken)),
            }
        }
    }

    /// The first record from `start_offset` on whose timestamp is not below `timestamp`.
    pub(crate) fn find_by_time(
        &self,
        timestamp: i64,
        start_offset: i64,
    ) -> Result<Option<FoundRecord>, LogError> {
        let hint = match self.time_index.lookup(timestamp) {
            Ok(entry) if entry.timestamp <= timestamp && self.has_batch(entry)? => entry.offset,
            Ok(_) | Err(LogError::Corrupt { .. }) => self.base_offset,
            Err(error @ (LogError::Io { .. } | LogError::Failed { .. })) => return Err(error),
        };
        let file = self.log.get()?;
        let mut walk = self.walk_to(&*file, hint.max(start_offset))?;
        loop {
            let found = self.next_batch(&mut walk, |header| {
                header.max_timestamp >= timestamp && header.last_offset() >= start_offset
            })?;
            let Some(batch) = found else {
                return Ok(None);
            };
            let record = self.record_in(&*file, &batch, |offset, time| {
                time >= timestamp && offset >= start_offset
            })?;
            if record.is_some() {
                return Ok(record);
            }
        }
    }

    /// The largest timestamp and the last offset of its batch, from the files.
    ///
    /// The last entry of the time index spares reading what lies before it. Retention deletes by this, so it is
    /// believed only if its batch has that timestamp; and what lies behind it is looked at too, because an index that
    /// was cut short, or truncated between two of its entries, does not speak for that.
    pub(super) fn find_largest_entry(&self) -> Result<TimeEntry, LogError> {
        let mut largest = no_timestamp(self.base_offset);
        if self.bytes == 0 {
            return Ok(largest);
        }
        if let Ok(entry) = self.time_index.last()
            && entry.timestamp >= 0
            && self.has_batch(entry)?
        {
            largest = entry;
        }
        let visited = self.visit_from(largest.offset, |found, _| {
            if found.header.max_timestamp > largest.timestamp {
                largest = TimeEntry {
                    timestamp: found.header.max_timestamp,
                    offset: found.header.last_offset(),
                };
            }
        });
        match visited {
            Ok(()) | Err(LogError::Corrupt { .. }) => Ok(largest),
            Err(error @ (LogError::Io { .. } | LogError::Failed { .. })) => Err(error),
        }
    }

    /// Whether the batch that a time entry names is there and has that timestamp. Older releases of Apache Kafka name a
    /// record in the middle of the batch.
    fn has_batch(&self, entry: TimeEntry) -> Result<bool, LogError> {
        match self.find(entry.offset) {
            Ok(found) => Ok(found.is_some_and(|batch| {
                batch.header.base_offset <= entry.offset
                    && batch.header.max_timestamp == entry.timestamp
            })),
            Err(LogError::Corrupt { .. }) => Ok(false),
            Err(error @ (LogError::Io { .. } | LogError::Failed { .. })) => Err(error),
        }
    }

    /// The first record that carries the segment's largest timestamp.
    pub(crate) fn find_largest(&self) -> Result<Option<FoundRecord>, LogError> {
        let largest = self.largest()?;
        if largest.timestamp < 0 {
            return Ok(None);
        }
        let file = self.log.get()?;
        let mut walk = self.walk_to(&*file, largest.offset)?;
        let found = self.next_batch(&mut walk, |header| {
            header.max_timestamp == largest.timestamp
        })?;
        match found {
            Some(batch) => self.record_in(&*file, &batch, |_, time| time == largest.timestamp),
            None => Ok(None),
        }
    }

    /// The first record of a batch that `wanted` accepts by offset and timestamp.
    fn record_in(
        &self,
        file: &dyn DiskFile,
        batch: &FoundBatch,
        wanted: impl Fn(i64, i64) -> bool,
    ) -> Result<Option<FoundRecord>, LogError> {
        let payload = self.payload(file, batch)?;
        let corrupt = |problem: String| LogError::corrupt(self.log.path(), problem);
        let mut records =
            RecordReader::new(&batch.header, &payload, DecompressionLimits::default())
                .map_err(|error| corrupt(error.to_string()))?;
        loop {
            let record = records
                .next_record()
                .map_err(|error| corrupt(error.to_string()))?;
            match record {
                Some(record) if wanted(record.offset, record.timestamp) => {
                    return Ok(Some(FoundRecord {
                        offset: record.offset,
                        timestamp: record.timestamp,
                        leader_epoch: batch.header.partition_leader_epoch,
                    }));
                }
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    /// The payload of a batch that lies wholly inside the segment, so that its size is bounded by the file's.
    pub(crate) fn payload(
        &self,
        file: &dyn DiskFile,
        batch: &FoundBatch,
    ) -> Result<Vec<u8>, LogError> {
        let mut payload = vec![0; batch.header.total_bytes().saturating_sub(HEADER_BYTES)];
        let position = batch.position + HEADER_BYTES as u64;
        let read = file
            .read_at(&mut payload, position)
            .map_err(self.log.error("read"))?;
        payload.truncate(read);
        Ok(payload)
    }

    /// The offset after the last batch, and whether all bytes belong to whole batches.
    pub(crate) fn next_offset(&self) -> Result<(i64, bool), LogError> {
        let mut next_offset = self.base_offset;
        if self.bytes == 0 {
            return Ok((next_offset, true));
        }
        let file = self.log.get()?;
        let mut walk = self.walk_to(&*file, i64::MAX)?;
        loop {
            match walk.next().map_err(self.log.error("read"))? {
                Found::Batch(found) => next_offset = found.header.next_offset(),
                Found::End => return Ok((next_offset, true)),
                Found::Broken(_) => return Ok((next_offset, false)),
            }
        }
    }
}
