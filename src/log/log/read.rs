//! Reading: which bytes of which file, never the bytes themselves.

use std::sync::Arc;

use kalda_disk::DiskFile;

use crate::batch_walk::FoundBatch;
use crate::error::{LogError, ReadError};
use crate::segment::Segment;
use crate::transaction_index::AbortedTransaction;

use super::Log;

/// Up to where a reader may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// To the log end: replicas.
    LogEnd,
    /// To the high watermark: consumers (read_uncommitted).
    HighWatermark,
    /// To the last stable offset, with the list of aborted transactions: consumers (read_committed).
    LastStable,
}

/// What is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadFrom {
    /// The first offset wanted.
    pub offset: i64,
    /// At most so many bytes.
    pub max_bytes: usize,
    /// The first batch is given whole even if it is larger than `max_bytes`.
    pub min_one_batch: bool,
    /// Up to where the reader may see.
    pub isolation: Isolation,
}

/// A part of a file. It stays readable when the log closes or deletes the file.
#[derive(Clone, Debug)]
pub struct FileRange {
    /// The file.
    pub file: Arc<dyn DiskFile>,
    /// First byte.
    pub position: u64,
    /// Number of bytes. A truncation of the log may cut them off before they are read.
    pub bytes: usize,
}

impl FileRange {
    /// Reads the bytes. Fewer than [`FileRange::bytes`] come if the log was truncated meanwhile.
    pub fn read(&self) -> std::io::Result<Vec<u8>> {
        let mut content = vec![0; self.bytes];
        let read = self.file.read_at(&mut content, self.position)?;
        content.truncate(read);
        Ok(content)
    }
}

/// What can be read from an offset.
#[derive(Clone, Debug)]
pub struct Slice {
    /// Batches, beginning with the one that holds the offset asked for; the last may be cut off in the middle.
    /// `None`: nothing can be read there now.
    pub range: Option<FileRange>,
    /// Base offset of the first batch in `range`.
    pub first_offset: i64,
    /// `range` holds only a part of the first batch. The answer to a client must then be empty unless an older
    /// request version wants the part.
    pub first_batch_cut: bool,
    /// Aborted transactions that overlap the range; only for [`Isolation::LastStable`].
    pub aborted: Option<Vec<AbortedTransaction>>,
    /// First offset of the log.
    pub log_start_offset: i64,
    /// Offset below which all is committed.
    pub high_watermark: i64,
    /// Offset below which committed readers may read.
    pub last_stable_offset: i64,
    /// Offset after the last record.
    pub log_end_offset: i64,
}

impl Slice {
    /// Number of bytes that can be read.
    pub fn bytes(&self) -> usize {
        self.range.as_ref().map_or(0, |range| range.bytes)
    }
}

/// A place in the log: a segment and a position in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    segment: i64,
    position: u64,
}

/// Places of the bounds that readers were last held at. Consumers at the tail all ask for the same.
#[derive(Debug, Default)]
pub(super) struct BoundCache {
    places: [Option<(i64, Place)>; 2],
}

impl BoundCache {
    fn get(&self, offset: i64) -> Option<Place> {
        let mut known = self.places.iter().flatten();
        known
            .find(|(known, _)| *known == offset)
            .map(|(_, place)| *place)
    }

    fn put(&mut self, offset: i64, place: Place) {
        self.places.rotate_right(1);
        if let Some(first) = self.places.first_mut() {
            *first = Some((offset, place));
        }
    }

    pub(super) fn clear(&mut self) {
        self.places = [None; 2];
    }
}

impl Log {
    /// What can be read from an offset. Offsets between the reader's bound and the log end give an empty slice.
    pub fn read(&self, from: ReadFrom) -> Result<Slice, ReadError> {
        if from.offset < self.log_start_offset || from.offset > self.log_end_offset {
            return Err(ReadError::OffsetOutOfRange {
                offset: from.offset,
                log_start_offset: self.log_start_offset,
                log_end_offset: self.log_end_offset,
            });
        }
        let bound = match from.isolation {
            Isolation::LogEnd => self.log_end_offset,
            Isolation::HighWatermark => self.high_watermark,
            Isolation::LastStable => self.last_stable_offset(),
        };
        let mut slice = self.empty_slice(from);
        if from.offset >= bound {
            return Ok(slice);
        }
        let Some((segment, batch)) = self.first_batch(from.offset)? else {
            return Ok(slice);
        };
        let limit = self.end_in(segment, bound)?;
        let available = usize::try_from(limit.saturating_sub(batch.position)).unwrap_or(usize::MAX);
        let batch_bytes = batch.header.total_bytes();
        let wanted = if from.min_one_batch {
            from.max_bytes.max(batch_bytes)
        } else {
            from.max_bytes
        };
        let bytes = wanted.min(available);
        if bytes == 0 {
            return Ok(slice);
        }
        slice.first_offset = batch.header.base_offset;
        slice.first_batch_cut = bytes < batch_bytes;
        slice.range = Some(FileRange {
            file: segment.file()?,
            position: batch.position,
            bytes,
        });
        if let Some(found) = &mut slice.aborted {
            let until = self.offset_after(segment, batch.position + bytes as u64)?;
            self.collect_aborted(from.offset, until, found)?;
        }
        Ok(slice)
    }

    fn empty_slice(&self, from: ReadFrom) -> Slice {
        Slice {
            range: None,
            first_offset: from.offset,
            first_batch_cut: false,
            aborted: (from.isolation == Isolation::LastStable).then(Vec::new),
            log_start_offset: self.log_start_offset,
            high_watermark: self.high_watermark,
            last_stable_offset: self.last_stable_offset(),
            log_end_offset: self.log_end_offset,
        }
    }

    /// The batch that holds `offset`, or the first one above it.
    fn first_batch(&self, offset: i64) -> Result<Option<(&Segment, FoundBatch)>, LogError> {
        for segment in self.segments.from(offset) {
            if let Some(batch) = segment.find(offset)? {
                return Ok(Some((segment, batch)));
            }
        }
        Ok(None)
    }

    /// The position in `segment` where a reader bounded by offset `bound` must stop.
    fn end_in(&self, segment: &Segment, bound: i64) -> Result<u64, LogError> {
        if bound >= self.log_end_offset {
            return Ok(segment.bytes());
        }
        let place = self.place_of(bound)?;
        Ok(match place.segment.cmp(&segment.base_offset) {
            std::cmp::Ordering::Greater => segment.bytes(),
            std::cmp::Ordering::Equal => place.position,
            std::cmp::Ordering::Less => 0,
        })
    }

    fn place_of(&self, offset: i64) -> Result<Place, LogError> {
        if let Some(place) = self.bounds.lock().get(offset) {
            return Ok(place);
        }
        let place = match self.first_batch(offset)? {
            Some((segment, batch)) => Place {
                segment: segment.base_offset,
                position: batch.position,
            },
            None => Place {
                segment: self.segments.active().base_offset,
                position: self.segments.active().bytes(),
            },
        };
        self.bounds.lock().put(offset, place);
        Ok(place)
    }

    /// An offset that is not below any record before `position`, as near as the index knows.
    fn offset_after(&self, segment: &Segment, position: u64) -> Result<i64, LogError> {
        if let Some(offset) = segment.offset_index.first_offset_from(position)? {
            return Ok(offset);
        }
        let mut above = self
            .segments
            .iter()
            .filter(|it| it.base_offset > segment.base_offset);
        Ok(above
            .next()
            .map_or(self.log_end_offset, |it| it.base_offset))
    }

    fn collect_aborted(
        &self,
        from: i64,
        until: i64,
        found: &mut Vec<AbortedTransaction>,
    ) -> Result<(), LogError> {
        for segment in self.segments.from(from) {
            if segment.transaction_index.collect(from, until, found)? {
                break;
            }
        }
        Ok(())
    }

    /// The aborted transactions that overlap `from..until`.
    pub fn aborted_transactions(
        &self,
        from: i64,
        until: i64,
    ) -> Result<Vec<AbortedTransaction>, LogError> {
        let mut found = Vec::new();
        self.collect_aborted(from, until, &mut found)?;
        Ok(found)
    }
}
