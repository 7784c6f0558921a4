//! Deleting the oldest records: by retention and by DeleteRecords.

use std::path::PathBuf;

use kalda_disk::Disk;

use crate::error::LogError;
use crate::segment::Segment;
use crate::storage::remove_file;

use super::Log;

/// A segment that is no longer part of the log. Its files carry `.deleted` and wait for removal, which the owner does
/// after `file.delete.delay.ms`, so that reads under way end in peace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedSegment {
    /// Its first offset.
    pub base_offset: i64,
    /// Size of its batches.
    pub bytes: u64,
    /// Its files by their present names.
    pub files: Vec<PathBuf>,
}

impl DeletedSegment {
    /// Removes the files.
    pub fn remove(&self, disk: &dyn Disk) -> Result<(), LogError> {
        self.files
            .iter()
            .try_for_each(|path| remove_file(disk, path))
    }
}

/// Why records were not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteRecordsError {
    /// OFFSET_OUT_OF_RANGE: only committed records can be deleted, up to the high watermark.
    #[error("offset {offset} is above the high watermark {high_watermark}")]
    AboveHighWatermark {
        /// The offset asked for.
        offset: i64,
        /// Offset below which all is committed.
        high_watermark: i64,
    },
    /// KAFKA_STORAGE_ERROR.
    #[error(transparent)]
    Storage(#[from] LogError),
}

impl Log {
    /// Makes `offset` the first offset that can be read, unless it is already, and deletes segments that lie wholly
    /// below. The owner checkpoints [`Log::log_start_offset`].
    pub fn delete_records(
        &mut self,
        offset: i64,
        now_ms: i64,
    ) -> Result<Vec<DeletedSegment>, DeleteRecordsError> {
        self.check_usable()?;
        if offset > self.high_watermark {
            return Err(DeleteRecordsError::AboveHighWatermark {
                offset,
                high_watermark: self.high_watermark,
            });
        }
        self.advance_log_start(offset);
        Ok(self.delete_below_start(now_ms)?)
    }

    fn advance_log_start(&mut self, offset: i64) {
        if offset > self.log_start_offset {
            self.log_start_offset = offset;
            self.epochs.truncate_from_start(offset);
        }
    }

    /// Deletes what retention no longer wants. Returns what was deleted, for removal later.
    pub fn apply_retention(&mut self, now_ms: i64) -> Result<Vec<DeletedSegment>, LogError> {
        self.check_usable()?;
        let mut deleted = self.delete_below_start(now_ms)?;
        if self.config.delete {
            deleted.extend(self.delete_beyond_size(now_ms)?);
            deleted.extend(self.delete_too_old(now_ms)?);
        }
        Ok(deleted)
    }

    fn delete_below_start(&mut self, now_ms: i64) -> Result<Vec<DeletedSegment>, LogError> {
        let start = self.log_start_offset;
        self.delete_while(now_ms, |_, next| {
            Ok(next.is_some_and(|next| next.base_offset <= start))
        })
    }

    fn delete_beyond_size(&mut self, now_ms: i64) -> Result<Vec<DeletedSegment>, LogError> {
        let Ok(retention) = u64::try_from(self.config.retention_bytes) else {
            return Ok(Vec::new());
        };
        let mut surplus = self.bytes().saturating_sub(retention);
        if surplus == 0 {
            return Ok(Vec::new());
        }
        self.delete_while(now_ms, |segment, _| {
            let fits = segment.bytes() <= surplus;
            surplus = surplus.saturating_sub(segment.bytes());
            Ok(fits)
        })
    }

    fn delete_too_old(&mut self, now_ms: i64) -> Result<Vec<DeletedSegment>, LogError> {
        let retention = self.config.retention_ms;
        if retention < 0 {
            return Ok(Vec::new());
        }
        self.delete_while(now_ms, |segment, _| {
            Ok(now_ms.saturating_sub(segment.largest_timestamp()?) > retention)
        })
    }

    /// Deletes the oldest segments for as long as `unwanted` says so, never past the high watermark.
    fn delete_while(
        &mut self,
        now_ms: i64,
        mut unwanted: impl FnMut(&Segment, Option<&Segment>) -> Result<bool, LogError>,
    ) -> Result<Vec<DeletedSegment>, LogError> {
        let mut count = 0;
        let mut segments = self.segments.iter().peekable();
        while let Some(segment) = segments.next() {
            let next = segments.peek().copied();
            let end = next.map_or(self.log_end_offset, |next| next.base_offset);
            let last_and_empty = next.is_none() && segment.bytes() == 0;
            if last_and_empty || end > self.high_watermark || !unwanted(segment, next)? {
                break;
            }
            count += 1;
        }
        drop(segments);
        if count == 0 {
            return Ok(Vec::new());
        }
        if count == self.segments.len() {
            // The active segment goes too, so another must take its place.
            self.roll(now_ms)?;
        }
        self.call_off_compaction();
        let removed = self.segments.remove_oldest(count);
        let start = self.segments.first().base_offset;
        self.advance_log_start(start);
        self.bounds.lock().clear();
        self.mark_deleted(&removed)
    }

    /// Takes the files of removed segments out of the log's names.
    pub(super) fn mark_deleted(
        &mut self,
        removed: &[Segment],
    ) -> Result<Vec<DeletedSegment>, LogError> {
        let mut deleted = Vec::with_capacity(removed.len());
        for segment in removed {
            let mut names = segment.mark_deleted()?;
            // The snapshot at the log end is the producers' state of now, whichever segment it was made for.
            if segment.base_offset != self.log_end_offset {
                names.extend(
                    self.snapshots
                        .mark_deleted(&self.storage, segment.base_offset)?,
                );
            }
            deleted.push(DeletedSegment {
                base_offset: segment.base_offset,
                bytes: segment.bytes(),
                files: self.paths(names),
            });
        }
        Ok(deleted)
    }
}
