//! Finding the newest offset of each key in the part of the log that no pass has been through.

use kalda_records::{DecompressionLimits, RecordReader};

use crate::error::LogError;
use crate::names::{LOG, offset_file};
use crate::producers::Marker;

use super::offset_map::OffsetMap;
use super::source::{SourceBatch, SourceReader};
use super::transactions::Transactions;
use super::{CompactionError, CompactionPlan, Pace, Source};

/// Whether the map can take more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    Left,
    Full,
}

/// Fills a map from the front of the dirty part, until its end or until the map is full.
pub(super) struct MapBuilder<'a> {
    plan: &'a CompactionPlan,
    transactions: Transactions,
    limits: DecompressionLimits,
    map: OffsetMap,
    bytes: u64,
}

impl<'a> MapBuilder<'a> {
    pub(super) fn new(plan: &'a CompactionPlan, map: OffsetMap) -> Self {
        let dirty = plan.aborted.iter();
        let dirty = dirty.filter(|it| it.last_offset >= plan.dirty.offset);
        let dirty: Vec<_> = dirty.copied().collect();
        Self {
            plan,
            transactions: Transactions::new(&dirty),
            limits: DecompressionLimits::for_max_message_bytes(plan.config.max_message_bytes),
            map,
            bytes: 0,
        }
    }

    pub(super) fn build(
        &mut self,
        block: &mut Vec<u8>,
        pace: &mut dyn Pace,
    ) -> Result<(), CompactionError> {
        let plan = self.plan;
        let mut sources = plan.sources.iter().peekable();
        while let Some(source) = sources.next() {
            if source.base_offset < plan.dirty.segment {
                continue;
            }
            let next = sources.peek().map_or(plan.end_offset, |it| it.base_offset);
            if self.take_segment(source, block, pace)? == Room::Full {
                return Ok(());
            }
            // Offsets at the end of a segment may be gone already.
            self.map.advance_to(next - 1);
        }
        Ok(())
    }

    fn take_segment(
        &mut self,
        source: &Source,
        block: &mut Vec<u8>,
        pace: &mut dyn Pace,
    ) -> Result<Room, CompactionError> {
        let dirty = self.plan.dirty;
        let position = match source.base_offset == dirty.segment {
            true => dirty.position,
            false => 0,
        };
        let mut reader = SourceReader::open(&self.plan.storage, source, position, block)?;
        while let Some(batch) = reader.next(pace)? {
            self.bytes += batch.bytes.len() as u64;
            if self.take_batch(&batch, source)? == Room::Full {
                return Ok(Room::Full);
            }
            if batch.header.last_offset() >= dirty.offset {
                self.map.advance_to(batch.header.last_offset());
            }
        }
        Ok(Room::Left)
    }

    fn take_batch(
        &mut self,
        batch: &SourceBatch<'_>,
        source: &Source,
    ) -> Result<Room, CompactionError> {
        let header = &batch.header;
        if header.is_control() {
            let marker = Marker::read(header, batch.payload());
            self.transactions.on_control(header, marker);
            return Ok(Room::Left);
        }
        if self.transactions.on_records(header) {
            return Ok(Room::Left);
        }
        let unreadable = |error: kalda_records::ReadError| {
            let path = self
                .plan
                .storage
                .path(&offset_file(source.base_offset, LOG));
            let problem = format!("the batch at offset {}: {error}", header.base_offset);
            LogError::corrupt(path, problem)
        };
        let records = RecordReader::new(header, batch.payload(), self.limits);
        let mut records = records.map_err(unreadable)?;
        while let Some(record) = records.next_record().map_err(unreadable)? {
            if let Some(key) = record.key
                && record.offset >= self.plan.dirty.offset
                && !self.map.put(key, record.offset)
            {
                return Ok(Room::Full);
            }
        }
        Ok(Room::Left)
    }

    /// Bytes read.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn into_map(self) -> OffsetMap {
        self.map
    }
}
