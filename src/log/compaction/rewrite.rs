//! Writing what stays of some neighbouring segments into one `.cleaned` segment.

use std::sync::Arc;

use kalda_disk::DiskFile;
use kalda_records::{
    AppendBatch, BatchHeader, DecompressionLimits, HEADER_BYTES, Retained, hollow,
};

use crate::error::{LogError, failed_to};
use crate::names::{CLEANED, LOG, SEGMENT_SUFFIXES, offset_file};
use crate::producers::Marker;
use crate::segment::{Birth, Segment};

use super::keep::Keeper;
use super::offset_map::OffsetMap;
use super::source::{SourceBatch, SourceReader};
use super::transactions::Transactions;
use super::{CompactionError, CompactionPlan, CompactionStats, Pace, Source};

/// The largest segment that Apache Kafka can open.
const MAX_SEGMENT_BYTES: u64 = i32::MAX as u64;

/// Goes through the segments of a pass in order.
pub(super) struct Rewriter<'a> {
    plan: &'a CompactionPlan,
    keeper: Keeper<'a>,
    limits: DecompressionLimits,
    out: Vec<u8>,
    out_bytes: usize,
}

/// A segment while it is written.
struct Cleaned {
    segment: Segment,
    file: Arc<dyn DiskFile>,
    /// Bytes that are in the file; those behind are in the buffer.
    written: u64,
}

/// What is to be written of a batch.
enum Stays<'a> {
    /// It as it is.
    Whole(SourceBatch<'a>),
    /// Something else in its place, with so many records.
    Instead(AppendBatch),
    Nothing,
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(plan: &'a CompactionPlan, map: &'a OffsetMap, out_bytes: usize) -> Self {
        Self {
            plan,
            keeper: Keeper {
                map,
                transactions: Transactions::new(&plan.aborted),
                last_of_producers: &plan.last_of_producers,
                now_ms: plan.now_ms,
            },
            limits: DecompressionLimits::for_max_message_bytes(plan.config.max_message_bytes),
            out: Vec::with_capacity(out_bytes),
            out_bytes,
        }
    }

    /// Writes the segment that is to replace `group`, up to the disk. When that fails, its files are removed.
    pub(super) fn rewrite(
        &mut self,
        group: &[Source],
        block: &mut Vec<u8>,
        pace: &mut dyn Pace,
        stats: &mut CompactionStats,
    ) -> Result<Segment, CompactionError> {
        let base_offset = group.first().map_or(0, |source| source.base_offset);
        let written = self.write_group(base_offset, group, block, (pace, stats));
        written.inspect_err(|_| remove_cleaned(self.plan, base_offset))
    }

    fn write_group(
        &mut self,
        base_offset: i64,
        group: &[Source],
        block: &mut Vec<u8>,
        (pace, stats): (&mut dyn Pace, &mut CompactionStats),
    ) -> Result<Segment, CompactionError> {
        let plan = self.plan;
        let birth = Birth {
            now_ms: plan.now_ms,
            jitter_ms: 0,
        };
        let segment =
            Segment::create_marked(&plan.storage, base_offset, CLEANED, &plan.config, birth)?;
        let mut cleaned = Cleaned {
            file: segment.file()?,
            segment,
            written: 0,
        };
        self.out.clear();
        let last = group.iter().rposition(|source| source.bytes > 0);
        for (index, source) in group.iter().enumerate() {
            let mut reader = SourceReader::open(&plan.storage, source, 0, block)?;
            while let Some(batch) = reader.next(pace)? {
                stats.read_bytes += batch.bytes.len() as u64;
                stats.read_records += records_of(&batch.header);
                let ends_group = batch.is_last && Some(index) == last;
                let stays = self.filter(batch, ends_group, &mut cleaned.segment)?;
                self.put(stays, &mut cleaned, stats)?;
                if self.out.len() >= self.out_bytes {
                    self.flush(&mut cleaned, pace)?;
                }
            }
        }
        self.flush(&mut cleaned, pace)?;
        let modified = group.last().map(|it| offset_file(it.base_offset, LOG));
        self.finish(cleaned, &modified.unwrap_or_default())
    }

    fn filter<'b>(
        &mut self,
        batch: SourceBatch<'b>,
        ends_group: bool,
        cleaned: &mut Segment,
    ) -> Result<Stays<'b>, CompactionError> {
        let header = &batch.header;
        let marker = match header.is_control() {
            true => Marker::read(header, batch.payload()),
            false => None,
        };
        let verdict = self.keeper.judge(header, marker, ends_group);
        if let Some(aborted) = &verdict.aborted {
            cleaned.transaction_index.push(aborted)?;
        }
        if !verdict.drops_records {
            let retained = Retained::of(header, batch.payload(), self.limits, |record| {
                self.keeper.keeps(header, record)
            });
            let retained = retained.map_err(|error| self.unreadable(header, &error))?;
            let horizon_ms = header.delete_horizon_ms();
            let begins_horizon =
                horizon_ms.is_none() && (retained.has_tombstones() || verdict.is_idle_marker);
            if !retained.is_empty() {
                if retained.is_whole() && !begins_horizon {
                    return Ok(Stays::Whole(batch));
                }
                let first_met = self.plan.now_ms;
                let horizon_ms = match begins_horizon {
                    true => Some(first_met.saturating_add(self.plan.config.delete_retention_ms)),
                    false => horizon_ms,
                };
                let rewritten = retained.rewritten(horizon_ms);
                let rewritten = rewritten.map_err(|error| self.unreadable(header, &error))?;
                return Ok(Stays::Instead(rewritten));
            }
        }
        if !verdict.stays_hollow {
            return Ok(Stays::Nothing);
        }
        let hollow = hollow(header).map_err(|error| self.unreadable(header, &error))?;
        Ok(Stays::Instead(hollow))
    }

    fn put(
        &mut self,
        stays: Stays<'_>,
        cleaned: &mut Cleaned,
        stats: &mut CompactionStats,
    ) -> Result<(), LogError> {
        let header = match stays {
            Stays::Whole(batch) => {
                self.out.extend_from_slice(batch.bytes);
                batch.header
            }
            Stays::Instead(batch) => {
                self.out.extend_from_slice(&batch.header_bytes());
                self.out.extend_from_slice(&batch.payload);
                batch.header
            }
            Stays::Nothing => return Ok(()),
        };
        stats.written_bytes += header.total_bytes() as u64;
        stats.written_records += records_of(&header);
        cleaned.segment.count(&header, &self.plan.config)?;
        if cleaned.segment.bytes() > MAX_SEGMENT_BYTES {
            let path = self
                .plan
                .storage
                .path(&offset_file(header.base_offset, LOG));
            return Err(LogError::corrupt(
                path,
                "it grew beyond what a segment can be",
            ));
        }
        Ok(())
    }

    fn flush(&mut self, cleaned: &mut Cleaned, pace: &mut dyn Pace) -> Result<(), CompactionError> {
        let path = || self.plan.storage.directory.clone();
        let written = cleaned.file.write_at(&[&self.out], cleaned.written);
        written.map_err(failed_to("write a compacted segment in", &path()))?;
        cleaned.written += self.out.len() as u64;
        super::spend(pace, self.out.len())?;
        self.out.clear();
        self.out.shrink_to(self.out_bytes + HEADER_BYTES);
        Ok(())
    }

    /// All of the segment reaches the disk, and it gets the time of the last change of what it replaces.
    fn finish(&self, mut cleaned: Cleaned, modified: &str) -> Result<Segment, CompactionError> {
        let storage = &self.plan.storage;
        let failed = |action| failed_to(action, &storage.directory);
        let mut files = Vec::new();
        cleaned.segment.seal(&self.plan.config)?;
        cleaned.segment.collect_unsynced(&mut files)?;
        let stat = storage.stat(modified)?;
        if let Some(stat) = stat {
            let set = cleaned.file.set_modified_ms(stat.modified_ms);
            set.map_err(failed("set the time of a compacted segment in"))?;
        }
        for file in files {
            let synced = file.sync_all();
            synced.map_err(failed("sync a compacted segment in"))?;
        }
        Ok(cleaned.segment)
    }

    fn unreadable(&self, header: &BatchHeader, error: &dyn std::fmt::Display) -> LogError {
        let problem = format!("the batch at offset {}: {error}", header.base_offset);
        LogError::corrupt(self.plan.storage.directory.clone(), problem)
    }
}

fn records_of(header: &BatchHeader) -> u64 {
    u64::try_from(header.records_count).unwrap_or(0)
}

/// Removes an unfinished segment. Should that fail, opening the log removes it.
fn remove_cleaned(plan: &CompactionPlan, base_offset: i64) {
    for suffix in SEGMENT_SUFFIXES {
        let name = format!("{}{CLEANED}", offset_file(base_offset, suffix));
        drop(plan.storage.remove(&name));
    }
}
