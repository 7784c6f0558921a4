//! Log compaction: of each key the newest record stays, offsets never change.
//!
//! A pass works on the sealed segments of one log, in three steps. [`Log::plan_compaction`] notes under the log's lock
//! what is to be done. [`CompactionPlan::run`] then works without the lock: it reads the part of the log that no pass
//! has been through into a map of keys and their newest offsets, goes through all segments from the front up to there,
//! and writes what stays into `.cleaned` files. Each finished file takes the place of its segments under the lock, by
//! renaming alone. A log that was truncated, cut at the front, or closed meanwhile refuses the replacement, and the
//! pass ends.
//!
//! A crash leaves `.cleaned` files, which opening the log removes, or a `.swap` file, which it puts in place.

mod grouping;
mod keep;
mod map_builder;
mod offset_map;
mod rewrite;
mod source;
mod transactions;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;

use crate::config::LogConfig;
use crate::error::LogError;
use crate::log::{DeletedSegment, Log};
use crate::storage::Storage;
use crate::transaction_index::AbortedTransaction;

pub(crate) use keep::LastOfProducer;

use grouping::{GroupLimits, group};
use map_builder::MapBuilder;
use offset_map::{MapSize, OffsetMap};
use rewrite::Rewriter;

/// Reading and writing less than this at once would be slow for nothing.
const LEAST_IO_BUFFER_BYTES: usize = 4096;

/// What compaction may use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompactionSettings {
    /// Memory for the map of keys, in bytes: this pass's share of `log.cleaner.dedupe.buffer.size`.
    pub map_bytes: usize,
    /// `log.cleaner.io.buffer.load.factor`: how full the map may be.
    pub map_load_factor: f64,
    /// Size of the buffer for reading, and of the one for writing. A larger batch makes them larger while it passes.
    pub io_buffer_bytes: usize,
    /// A secret number, another one for each pass.
    pub secret: (u64, u64),
}

/// Decides how fast a pass goes on, and whether it does.
pub trait Pace {
    /// Called after each block that was read or written, with its size; may wait. Break ends the pass.
    fn spend(&mut self, bytes: u64) -> ControlFlow<()>;
}

/// Why a pass ended early. What it had put in place by then is sound and stays.
#[derive(Debug, thiserror::Error)]
pub enum CompactionError {
    /// The log changed under it, or the pace said so. It can begin anew.
    #[error("compaction was called off")]
    CalledOff,
    /// The log cannot be compacted: it is damaged, or the disk failed.
    #[error(transparent)]
    Storage(#[from] LogError),
}

/// What a pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompactionStats {
    /// Bytes read to find the keys.
    pub mapped_bytes: u64,
    /// Keys found.
    pub keys: u64,
    /// Bytes gone through.
    pub read_bytes: u64,
    /// Records gone through.
    pub read_records: u64,
    /// Bytes that stayed.
    pub written_bytes: u64,
    /// Records that stayed.
    pub written_records: u64,
    /// Segments before and after.
    pub segments: (usize, usize),
}

/// How a pass ended.
#[derive(Debug)]
pub struct Compacted {
    /// Where the next pass begins, or why this one ended early.
    pub outcome: Result<i64, CompactionError>,
    /// The replaced segments, to be removed later by the owner.
    pub deleted: Vec<DeletedSegment>,
    /// What was done.
    pub stats: CompactionStats,
}

/// A segment to go through, as it was when the pass was planned.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) base_offset: i64,
    pub(crate) bytes: u64,
    pub(crate) offset_index_bytes: u64,
    pub(crate) time_index_bytes: u64,
    pub(crate) identity: Arc<()>,
}

/// Where the part begins that no pass has been through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FirstDirty {
    pub(crate) offset: i64,
    /// Base offset of the segment that holds it.
    pub(crate) segment: i64,
    /// A batch at or before it, in that segment.
    pub(crate) position: u64,
}

/// A pass over one log, prepared by [`Log::plan_compaction`].
#[derive(Debug)]
pub struct CompactionPlan {
    pub(crate) storage: Arc<Storage>,
    pub(crate) config: LogConfig,
    /// All segments below `end_offset`, oldest first.
    pub(crate) sources: Vec<Source>,
    pub(crate) dirty: FirstDirty,
    /// Base offset of the first segment that must not be touched.
    pub(crate) end_offset: i64,
    pub(crate) aborted: Vec<AbortedTransaction>,
    pub(crate) last_of_producers: BTreeMap<i64, LastOfProducer>,
    /// Set by the log when its segments change otherwise.
    pub(crate) called_off: Arc<AtomicBool>,
    pub(crate) now_ms: i64,
}

impl CompactionPlan {
    /// Where the pass begins to look for keys.
    pub fn first_dirty_offset(&self) -> i64 {
        self.dirty.offset
    }

    /// Whether the log no longer wants the pass, because it changed otherwise.
    pub fn is_called_off(&self) -> bool {
        self.called_off.load(Ordering::Relaxed)
    }

    /// Does the work. `log` is the one that made the plan; it is locked only to replace segments.
    pub fn run(
        &self,
        log: &Mutex<Log>,
        settings: &CompactionSettings,
        pace: &mut dyn Pace,
    ) -> Compacted {
        let mut pass = Pass {
            plan: self,
            log,
            pace: &mut Guarded {
                pace,
                called_off: &self.called_off,
            },
            deleted: Vec::new(),
            stats: CompactionStats::default(),
        };
        let outcome = pass.run(settings);
        let Pass { deleted, stats, .. } = pass;
        Compacted {
            // Files that are gone because the log was changed are no failure.
            outcome: match self.is_called_off() {
                true => Err(CompactionError::CalledOff),
                false => outcome,
            },
            deleted,
            stats,
        }
    }
}

/// A pace that also ends when the log calls the pass off.
struct Guarded<'a> {
    pace: &'a mut dyn Pace,
    called_off: &'a AtomicBool,
}

impl Pace for Guarded<'_> {
    fn spend(&mut self, bytes: u64) -> ControlFlow<()> {
        self.pace.spend(bytes)?;
        match self.called_off.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

/// Accounts for a block that was read or written.
fn spend(pace: &mut dyn Pace, bytes: usize) -> Result<(), CompactionError> {
    match pace.spend(bytes as u64) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(CompactionError::CalledOff),
    }
}

struct Pass<'a> {
    plan: &'a CompactionPlan,
    log: &'a Mutex<Log>,
    pace: &'a mut dyn Pace,
    deleted: Vec<DeletedSegment>,
    stats: CompactionStats,
}

impl Pass<'_> {
    fn run(&mut self, settings: &CompactionSettings) -> Result<i64, CompactionError> {
        let plan = self.plan;
        let block_bytes = settings.io_buffer_bytes.max(LEAST_IO_BUFFER_BYTES);
        let mut block = vec![0; block_bytes];
        let map = self.build_map(settings, &mut block)?;
        let end_offset = map.latest_offset() + 1;
        let included = plan
            .sources
            .partition_point(|source| source.base_offset < end_offset);
        let limits = GroupLimits {
            segment_bytes: u64::from(plan.config.segment_bytes),
            index_bytes: u64::from(plan.config.index_bytes),
            end_offset: plan.end_offset,
        };
        let mut rewriter = Rewriter::new(plan, &map, block_bytes);
        for group in group(plan.sources.get(..included).unwrap_or_default(), limits) {
            block.truncate(block_bytes);
            block.shrink_to_fit();
            let cleaned = rewriter.rewrite(group, &mut block, self.pace, &mut self.stats)?;
            let replaced = self.log.lock().replace_segments(cleaned, group, plan)?;
            self.deleted.extend(replaced);
            self.stats.segments.0 += group.len();
            self.stats.segments.1 += 1;
            self.sync_names()?;
        }
        self.log.lock().note_compacted(plan, end_offset)?;
        Ok(end_offset)
    }

    fn build_map(
        &mut self,
        settings: &CompactionSettings,
        block: &mut Vec<u8>,
    ) -> Result<OffsetMap, CompactionError> {
        let plan = self.plan;
        let offsets = plan.end_offset.saturating_sub(plan.dirty.offset);
        let size = MapSize {
            bytes: settings.map_bytes,
            load_factor: settings.map_load_factor,
            most_keys: usize::try_from(offsets).unwrap_or(0),
        };
        let map = OffsetMap::new(size, settings.secret);
        let mut builder = MapBuilder::new(plan, map);
        builder.build(block, self.pace)?;
        self.stats.mapped_bytes = builder.bytes();
        let map = builder.into_map();
        self.stats.keys = map.len() as u64;
        Ok(map)
    }

    /// The replacement has its place in the log; now its names reach the disk, without the lock.
    fn sync_names(&self) -> Result<(), CompactionError> {
        let synced = self.plan.storage.sync_directory();
        synced.inspect_err(|_| self.log.lock().fail())?;
        Ok(())
    }
}
