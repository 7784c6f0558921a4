//! Compaction as the log sees it: how much of it needs some, what a pass may touch, and the exchange of segments.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::compaction::{CompactionError, CompactionPlan, FirstDirty, LastOfProducer, Source};
use crate::error::LogError;
use crate::names::{CLEANED, SWAP};
use crate::segment::Segment;

use super::{DeletedSegment, Log};

/// How much of a log compaction has not been through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dirt {
    /// Bytes of segments below the first dirty offset.
    pub clean_bytes: u64,
    /// Bytes of segments behind it that may be compacted.
    pub cleanable_bytes: u64,
    /// For how long a record has been waiting beyond `max.compaction.lag.ms`; 0 if none has.
    pub overdue_ms: i64,
    min_ratio: f64,
}

impl Dirt {
    /// The share of the log, as far as it may be compacted, that no pass has been through.
    pub fn ratio(&self) -> f64 {
        let total = self.clean_bytes + self.cleanable_bytes;
        match total {
            0 => 0.0,
            // As precise as a choice between logs needs.
            total => self.cleanable_bytes as f64 / total as f64,
        }
    }

    /// Whether a pass is due.
    pub fn is_due(&self) -> bool {
        let overdue = self.overdue_ms > 0 && self.cleanable_bytes > 0;
        overdue || self.ratio() > self.min_ratio
    }
}

/// What a pass would go through.
#[derive(Clone, Copy, Debug)]
struct Range {
    first_dirty_offset: i64,
    /// Base offset of the first segment that must not be touched.
    end_offset: i64,
}

impl Log {
    /// Where the next pass begins, if there was one. The owner checkpoints it.
    pub fn first_dirty_offset(&self) -> Option<i64> {
        self.first_dirty_offset
    }

    /// What the checkpoint says, after opening the log.
    pub fn set_first_dirty_offset(&mut self, offset: Option<i64>) {
        self.first_dirty_offset = offset;
    }

    /// How much there is to compact.
    pub fn dirt(&self, now_ms: i64) -> Result<Dirt, LogError> {
        let range = self.compaction_range(now_ms)?;
        let bytes = |from: i64, until: i64| -> u64 {
            let segments = self.segments.from(from);
            let below = segments.take_while(|it| it.base_offset < until);
            below.map(Segment::bytes).sum()
        };
        let first = self.segments.first().base_offset;
        Ok(Dirt {
            clean_bytes: bytes(first, range.first_dirty_offset),
            cleanable_bytes: bytes(range.first_dirty_offset, range.end_offset),
            overdue_ms: self.overdue_ms(range.first_dirty_offset, now_ms)?,
            min_ratio: self.config.min_cleanable_ratio,
        })
    }

    fn compaction_range(&self, now_ms: i64) -> Result<Range, LogError> {
        let start = self.log_start_offset;
        let known = self.first_dirty_offset;
        // A checkpoint from before records were deleted or lost says nothing any more.
        let known = known.filter(|it| (start..=self.log_end_offset).contains(it));
        let first_dirty_offset = known.unwrap_or(start);
        let mut limit = self
            .last_stable_offset()
            .min(self.segments.active().base_offset);
        if let Some(young) = self.first_young_segment(first_dirty_offset, now_ms)? {
            limit = limit.min(young);
        }
        let limit = limit.max(first_dirty_offset);
        // Whole segments alone: the one that holds the limit is the first that stays as it is.
        let holding = self.segments.from(limit).next();
        Ok(Range {
            first_dirty_offset,
            end_offset: holding.map_or(limit, |it| it.base_offset),
        })
    }

    /// The first segment with a record that `min.compaction.lag.ms` still protects.
    fn first_young_segment(&self, from: i64, now_ms: i64) -> Result<Option<i64>, LogError> {
        let lag_ms = self.config.min_compaction_lag_ms;
        if lag_ms <= 0 {
            return Ok(None);
        }
        for segment in self.sealed_from(from) {
            if segment.largest_timestamp()? > now_ms.saturating_sub(lag_ms) {
                return Ok(Some(segment.base_offset));
            }
        }
        Ok(None)
    }

    fn overdue_ms(&self, from: i64, now_ms: i64) -> Result<i64, LogError> {
        let due_ms = now_ms.saturating_sub(self.config.max_compaction_lag_ms.max(0));
        if due_ms <= 0 {
            return Ok(0);
        }
        let mut overdue_ms = 0;
        for segment in self.sealed_from(from) {
            let first = segment.read_first_batch_timestamp()?;
            if first > 0 {
                overdue_ms = overdue_ms.max(due_ms.saturating_sub(first));
            }
        }
        Ok(overdue_ms)
    }

    fn sealed_from(&self, offset: i64) -> impl Iterator<Item = &Segment> {
        let active = self.segments.active().base_offset;
        let segments = self.segments.from(offset);
        segments.take_while(move |segment| segment.base_offset != active)
    }

    /// Prepares a pass; `None`: there is nothing that it could do. An earlier plan of this log is called off.
    pub fn plan_compaction(&mut self, now_ms: i64) -> Result<Option<CompactionPlan>, LogError> {
        self.check_usable()?;
        let range = self.compaction_range(now_ms)?;
        let sources: Vec<Source> = self
            .segments
            .iter()
            .take_while(|segment| segment.base_offset < range.end_offset)
            .map(source)
            .collect();
        let Some(first) = sources.first() else {
            return Ok(None);
        };
        if range.first_dirty_offset >= range.end_offset {
            return Ok(None);
        }
        let aborted = self.aborted_transactions(first.base_offset, range.end_offset)?;
        let entries = self.producers.entries().iter();
        let last_of_producers = entries.map(|(id, entry)| (*id, LastOfProducer::of(entry)));
        let last_of_producers = last_of_producers.collect();
        let dirty = self.first_dirty(range.first_dirty_offset)?;
        self.call_off_compaction();
        self.compaction = Arc::default();
        Ok(Some(CompactionPlan {
            storage: Arc::clone(&self.storage),
            config: self.config.clone(),
            sources,
            dirty,
            end_offset: range.end_offset,
            aborted,
            last_of_producers,
            called_off: Arc::clone(&self.compaction),
            now_ms,
        }))
    }

    fn first_dirty(&self, offset: i64) -> Result<FirstDirty, LogError> {
        let Some(segment) = self.segments.from(offset).next() else {
            return Ok(FirstDirty {
                offset,
                segment: offset,
                position: 0,
            });
        };
        // Where the rest of the segment holds nothing from the offset on, all of it is read, which finds nothing.
        let found = segment.find(offset)?;
        Ok(FirstDirty {
            offset,
            segment: segment.base_offset,
            position: found.map_or(0, |batch| batch.position),
        })
    }

    /// Ends the pass that is under way, if any: at its next block, or when it comes to replace segments.
    pub fn call_off_compaction(&self) {
        self.compaction.store(true, Ordering::Relaxed);
    }

    /// Puts `cleaned` in the place of `sources`: memory operations and renaming, nothing that waits for the disk.
    ///
    /// A crash before the data file is called `.swap` leaves the old segments; from then on opening the log completes
    /// the exchange.
    pub(crate) fn replace_segments(
        &mut self,
        mut cleaned: Segment,
        sources: &[Source],
        plan: &CompactionPlan,
    ) -> Result<Vec<DeletedSegment>, CompactionError> {
        let is_current = self.check_usable().is_ok() && self.is_current(plan);
        let place = self.segments.find_run(sources).filter(|_| is_current);
        let Some(place) = place else {
            self.remove_files_of(cleaned);
            return Err(CompactionError::CalledOff);
        };
        let marked = cleaned.set_index_marks(SWAP);
        if let Err(error) = marked.and_then(|()| cleaned.set_log_mark(SWAP)) {
            self.remove_files_of(cleaned);
            return Err(error.into());
        }
        self.flushes.note_new_name(&self.storage.directory);
        self.bounds.lock().clear();
        let index = place.start;
        let replaced = self.segments.replace(place, cleaned);
        let exchanged = self.exchange_names(index, &replaced);
        // Names and memory are apart; only opening the log brings them together again.
        Ok(exchanged.inspect_err(|_| self.failed = true)?)
    }

    fn exchange_names(
        &mut self,
        index: usize,
        replaced: &[Segment],
    ) -> Result<Vec<DeletedSegment>, LogError> {
        let mut deleted = Vec::with_capacity(replaced.len());
        for (position, segment) in replaced.iter().enumerate() {
            let mut names = segment.mark_deleted()?;
            // The state at the first offset still belongs to a segment.
            if position > 0 && segment.base_offset != self.log_end_offset {
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
        if let Some(segment) = self.segments.sealed_mut(index) {
            // The data file first: with it goes what opening the log takes for an unfinished exchange.
            segment.set_log_mark("")?;
            segment.set_index_marks("")?;
            segment.release_files();
        }
        Ok(deleted)
    }

    fn is_current(&self, plan: &CompactionPlan) -> bool {
        Arc::ptr_eq(&self.compaction, &plan.called_off) && !self.compaction.load(Ordering::Relaxed)
    }

    /// Removes the files of a segment that did not get its place. Should that fail, opening the log removes them.
    fn remove_files_of(&self, cleaned: Segment) {
        cleaned.release_files();
        for mark in [SWAP, CLEANED] {
            drop(cleaned.remove_files(mark));
        }
    }

    /// The pass went through all below `offset`.
    pub(crate) fn note_compacted(
        &mut self,
        plan: &CompactionPlan,
        offset: i64,
    ) -> Result<(), CompactionError> {
        if !self.is_current(plan) {
            return Err(CompactionError::CalledOff);
        }
        self.first_dirty_offset = Some(offset);
        Ok(())
    }

    /// The log takes no more writes: what is on the disk is doubtful.
    pub(crate) fn fail(&mut self) {
        self.failed = true;
    }
}

fn source(segment: &Segment) -> Source {
    Source {
        base_offset: segment.base_offset,
        bytes: segment.bytes(),
        offset_index_bytes: segment.offset_index.entries.bytes(),
        time_index_bytes: segment.time_index.entries.bytes(),
        identity: Arc::clone(segment.identity()),
    }
}

/// The flag that calls the pass under way off.
pub(super) type CalledOff = Arc<AtomicBool>;
