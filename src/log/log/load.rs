//! Opening a log, after a clean stop or a crash.

mod directory;
mod recovery;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use kalda_disk::Disk;
use parking_lot::Mutex;

use crate::checkpoint::MAX_CHECKPOINT_BYTES;
use crate::config::LogConfig;
use crate::epochs::LeaderEpochs;
use crate::error::LogError;
use crate::names::LEADER_EPOCHS;
use crate::partition_metadata;
use crate::producers::Producers;
use crate::segment::{Birth, Segment};
use crate::segments::Segments;
use crate::storage::Storage;

use super::Log;
use super::flush::FlushState;
use super::read::BoundCache;
use super::snapshots::Snapshots;
use super::truncate::replay_segment;

/// What opening a log needs to know.
#[derive(Clone, Debug)]
pub struct OpenLog {
    /// The disk.
    pub disk: Arc<dyn Disk>,
    /// The partition directory; made if it is missing.
    pub directory: PathBuf,
    /// The topic's settings.
    pub config: LogConfig,
    /// From the log-start-offset checkpoint; 0 without an entry.
    pub log_start_offset: i64,
    /// From the recovery-point checkpoint; 0 without an entry.
    pub recovery_point: i64,
    /// From the high-watermark checkpoint; 0 without an entry.
    pub high_watermark: i64,
    /// Whether the log directory was stopped cleanly, so that no scan is needed.
    pub clean: bool,
    /// Now, in ms.
    pub now_ms: i64,
    /// A random number; decides the roll jitter of this log's segments.
    pub jitter_seed: u64,
}

/// Damage to records that had reached the disk once. Not a torn write: the disk or something else changed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corruption {
    /// The first offset that is lost.
    pub offset: i64,
    /// The segment file.
    pub file: PathBuf,
    /// Where in it.
    pub position: u64,
    /// Bytes from there on; they were set aside in files named `.corrupt`.
    pub bytes: u64,
    /// What is wrong.
    pub problem: String,
}

/// What opening a log found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoveryReport {
    /// Segments that were read through.
    pub scanned_segments: usize,
    /// Bytes that were read through.
    pub scanned_bytes: u64,
    /// Bytes of a torn tail that were cut off.
    pub truncated_bytes: u64,
    /// Damage below the recovery point. This replica has lost records it had acknowledged.
    pub corruption: Option<Corruption>,
    /// The high watermark of the checkpoint, if the log now ends below it: records that were committed are gone here.
    pub lost_high_watermark: Option<i64>,
    /// One line for each thing that was not as it should be.
    pub findings: Vec<String>,
}

impl Log {
    /// Opens the log in a directory, or begins a new one there.
    pub fn open(request: OpenLog) -> Result<(Self, RecoveryReport), LogError> {
        let storage = Arc::new(Storage {
            disk: Arc::clone(&request.disk),
            directory: request.directory.clone(),
        });
        let is_new = storage.stat(".")?.is_none();
        let made = storage.disk.create_dir_all(&storage.directory);
        made.map_err(crate::error::failed_to("create", &storage.directory))?;
        let mut report = RecoveryReport::default();
        let found = directory::tidy(&storage, &mut report)?;
        let topic_id = match partition_metadata::read(&storage) {
            Ok(topic_id) => topic_id,
            Err(error) => {
                report.findings.push(error.to_string());
                None
            }
        };
        let mut loading = Loading {
            segments: Vec::new(),
            epochs: LeaderEpochs::default(),
            producers: Producers::default(),
            snapshots: Snapshots::new(found.snapshots),
            log_end_offset: 0,
            flushes: FlushState::default(),
            storage,
            request,
            report,
        };
        if let (true, Some(parent)) = (is_new, loading.request.directory.parent()) {
            loading.flushes.note_new_name(parent);
        }
        loading.load_segments(&found.bases)?;
        loading.finish(topic_id)
    }
}

/// A log while it is being opened.
struct Loading {
    storage: Arc<Storage>,
    request: OpenLog,
    report: RecoveryReport,
    segments: Vec<Segment>,
    epochs: LeaderEpochs,
    producers: Producers,
    snapshots: Snapshots,
    log_end_offset: i64,
    flushes: FlushState,
}

impl Loading {
    fn birth(&self, base_offset: i64) -> Birth {
        Birth {
            now_ms: self.request.now_ms,
            jitter_ms: self
                .request
                .config
                .roll_jitter_ms(self.request.jitter_seed, base_offset),
        }
    }

    fn load_segments(&mut self, bases: &[i64]) -> Result<(), LogError> {
        let mut first_unsound = None;
        for (index, base) in bases.iter().enumerate() {
            let birth = self.birth(*base);
            let (segment, sound) =
                Segment::open(&self.storage, *base, &self.request.config, birth)?;
            if !sound {
                first_unsound.get_or_insert(index);
                if self.request.clean {
                    let finding = format!("the segment at {base} lacks a sound index");
                    self.report.findings.push(finding);
                }
            }
            self.segments.push(segment);
        }
        self.load_epochs()?;
        match self.scan_start(first_unsound)? {
            Some(start) => self.recover_from(start)?,
            None => self.load_producers()?,
        }
        Ok(())
    }

    /// The first segment that has to be read through; `None` if none has to be.
    fn scan_start(&mut self, first_unsound: Option<usize>) -> Result<Option<usize>, LogError> {
        let Some(last) = self.segments.len().checked_sub(1) else {
            self.log_end_offset = self.request.log_start_offset;
            return Ok(None);
        };
        if !self.request.clean {
            let point = self.request.recovery_point;
            let above = self.segments.partition_point(|it| it.base_offset <= point);
            let unflushed = above.saturating_sub(1);
            return Ok(Some(
                first_unsound.map_or(unflushed, |it| it.min(unflushed)),
            ));
        }
        let (next_offset, whole) = match self.segments.last() {
            Some(segment) => segment.next_offset()?,
            None => (0, true),
        };
        self.log_end_offset = next_offset;
        if !whole {
            self.report
                .findings
                .push("the last segment does not end with a whole batch".to_owned());
        }
        let unsound_tail = (!whole).then_some(last);
        Ok(first_unsound.or(unsound_tail))
    }

    fn load_epochs(&mut self) -> Result<(), LogError> {
        let content = self.storage.read(LEADER_EPOCHS, MAX_CHECKPOINT_BYTES)?;
        let parsed = content.as_deref().map(LeaderEpochs::read);
        let was_missing = parsed.is_none();
        let problem = match parsed {
            Some(Ok(epochs)) => {
                self.epochs = epochs;
                return Ok(());
            }
            Some(Err(error)) => format!("{LEADER_EPOCHS} was made anew: {error}"),
            None => format!("{LEADER_EPOCHS} was missing and was made anew"),
        };
        let first = self
            .segments
            .first()
            .map_or(0, |segment| segment.base_offset);
        let all_is_scanned = !self.request.clean && self.request.recovery_point <= first;
        let nothing_there = self.segments.iter().all(|segment| segment.bytes() == 0);
        // The file is written when the log is first flushed; before that, recovery reads all there is.
        if !(was_missing && all_is_scanned || nothing_there) {
            self.report.findings.push(problem);
        }
        if all_is_scanned || nothing_there {
            return Ok(());
        }
        for segment in &self.segments {
            let epochs = &mut self.epochs;
            let visited = segment.visit_from(segment.base_offset, |found, _| {
                epochs.assign(
                    found.header.partition_leader_epoch,
                    found.header.base_offset,
                );
            });
            match visited {
                // What lies behind is recovery's to judge.
                Ok(()) | Err(LogError::Corrupt { .. }) => {}
                Err(error @ (LogError::Io { .. } | LogError::Failed { .. })) => return Err(error),
            }
        }
        self.epochs.mark_changed();
        Ok(())
    }

    /// The producers' state after a clean stop: the snapshot at the log end, or nothing if there never was one.
    fn load_producers(&mut self) -> Result<(), LogError> {
        let end = self.log_end_offset;
        let loaded = self
            .snapshots
            .load(&self.storage, end, &mut self.report.findings)?;
        let Some(producers) = loaded else {
            // A clean stop leaves a snapshot wherever there is something to remember.
            self.producers.advance_to(end);
            return Ok(());
        };
        self.producers = producers;
        self.replay_until(end)
    }

    /// Takes batches up to `until` into the producers' state, beginning where it stands.
    fn replay_until(&mut self, until: i64) -> Result<(), LogError> {
        let from = self.producers.end_offset();
        for (index, segment) in self.segments.iter().enumerate() {
            let next = self.segments.get(index + 1).map(|it| it.base_offset);
            let all_below = next.is_some_and(|next| next <= from);
            if all_below || segment.base_offset >= until {
                continue;
            }
            replay_segment(segment, &mut self.producers, until)?;
        }
        self.producers.advance_to(until);
        Ok(())
    }

    fn finish(mut self, topic_id: Option<uuid::Uuid>) -> Result<(Log, RecoveryReport), LogError> {
        self.check_start()?;
        let end = self.log_end_offset;
        let request = self.request;
        let segments = match Segments::new(self.segments) {
            Some(segments) => segments,
            None => {
                let birth = Birth {
                    now_ms: request.now_ms,
                    jitter_ms: request.config.roll_jitter_ms(request.jitter_seed, end),
                };
                self.flushes.note_new_name(&self.storage.directory);
                Segments::of(Segment::create(&self.storage, end, &request.config, birth)?)
            }
        };
        let log_start_offset = request.log_start_offset.max(segments.first().base_offset);
        self.epochs.truncate_from_end(end);
        self.epochs.truncate_from_start(log_start_offset);
        self.snapshots
            .remove_strays(&self.storage, &segments, end)?;
        if request.high_watermark > end {
            self.report.lost_high_watermark = Some(request.high_watermark);
        }
        let mut log = Log {
            storage: self.storage,
            config: request.config,
            segments,
            epochs: self.epochs,
            producers: self.producers,
            snapshots: self.snapshots,
            topic_id,
            topic_id_written: topic_id.is_some(),
            log_start_offset,
            log_end_offset: end,
            high_watermark: log_start_offset,
            recovery_point: if request.clean {
                end
            } else {
                request.recovery_point.min(end)
            },
            last_flush_ms: request.now_ms,
            jitter_seed: request.jitter_seed,
            failed: false,
            flushes: self.flushes,
            bounds: Mutex::new(BoundCache::default()),
            first_dirty_offset: None,
            compaction: Arc::default(),
        };
        log.set_high_watermark(request.high_watermark);
        log.release_files();
        Ok((log, self.report))
    }

    /// A log that ends before it starts has lost its files; it begins anew where it should start.
    fn check_start(&mut self) -> Result<(), LogError> {
        let start = self.request.log_start_offset;
        if self.segments.is_empty() || self.log_end_offset >= start {
            return Ok(());
        }
        let finding = format!(
            "the log ends at {} but starts at {start}; its segments were deleted",
            self.log_end_offset
        );
        self.report.findings.push(finding);
        for segment in std::mem::take(&mut self.segments) {
            for name in segment.mark_deleted()? {
                self.storage.remove(&name)?;
            }
        }
        self.snapshots.remove_where(&self.storage, |_| true)?;
        self.epochs.clear();
        self.producers = Producers::from_entries(Vec::new(), start);
        self.log_end_offset = start;
        Ok(())
    }
}
