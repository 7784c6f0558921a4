//! Opening partitions, and trying again where that failed.
//!
//! A partition whose log cannot be opened (a full disk, an unreadable file) answers KAFKA_STORAGE_ERROR and is tried again
//! from time to time. Until it opens, what the checkpoints say of it is kept, and its directory is not marked as cleanly
//! stopped if its log still has to be recovered.

use super::partition::Partition;
use super::{Hosted, Replicas, topic_rules};
use crate::chance;
use kalda_log::{Checkpoint, Log, OpenLog, RecoveryReport};
use kalda_metadata::{Image, Topic};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tracing::{error, info, warn};
use uuid::Uuid;

/// Fewer partitions than this are opened on the calling thread.
const PARALLEL_FROM: usize = 8;
/// Pause before a failed opening is repeated the first time; it doubles each time.
const FIRST_RETRY_MS: i64 = 5_000;
/// The longest such pause: an attempt may have to read the whole log.
const LAST_RETRY_MS: i64 = 300_000;

/// A partition to open.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) topic: Arc<Topic>,
    pub(super) index: i32,
    pub(super) leader_epoch: i32,
    /// Index of its log directory.
    pub(super) dir: usize,
    /// What its directory said about it at start; `None` if it was not there.
    pub(super) known: Option<Known>,
}

/// What a log directory said about a partition at start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Whether the directory was stopped cleanly.
    pub(super) clean: bool,
    pub(super) recovery_point: i64,
    pub(super) log_start_offset: i64,
    pub(super) high_watermark: i64,
    /// Compaction has been through all below.
    pub(super) cleaned: Option<i64>,
}

/// A partition that could not be opened.
#[derive(Debug)]
pub(super) struct Unopened {
    opening: Opening,
    retry_at_ms: i64,
    pause_ms: i64,
}

impl Unopened {
    pub(super) fn set_leader_epoch(&mut self, epoch: i32) {
        self.opening.leader_epoch = epoch;
    }

    /// Index of its log directory.
    pub(super) fn dir(&self) -> usize {
        self.opening.dir
    }

    /// Topic and partition number.
    pub(super) fn name(&self) -> (String, i32) {
        (self.opening.topic.name().to_owned(), self.opening.index)
    }

    /// Whether its log still has to be recovered.
    pub(super) fn is_unclean(&self) -> bool {
        self.opening.known.is_some_and(|known| !known.clean)
    }

    /// What it contributes to a checkpoint: what the last one said.
    pub(super) fn checkpointed(&self, checkpoint: Checkpoint) -> Option<i64> {
        let known = self.opening.known?;
        match checkpoint {
            Checkpoint::RecoveryPoint => Some(known.recovery_point),
            Checkpoint::HighWatermark => Some(known.high_watermark),
            Checkpoint::LogStart => Some(known.log_start_offset).filter(|start| *start > 0),
            Checkpoint::Cleaner => known.cleaned,
        }
    }
}

impl Replicas {
    /// Open many partitions on several threads: after an unclean stop each may mean reading a segment.
    pub(super) fn open_all(&self, openings: Vec<Opening>, image: &Image, now_ms: i64) {
        if openings.len() < PARALLEL_FROM {
            for opening in openings {
                self.open_one(opening, FIRST_RETRY_MS, image, now_ms);
            }
            return;
        }
        let next = AtomicUsize::new(0);
        let threads = self.recovery_threads * self.dirs.len();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(opening) = openings.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.open_one(opening.clone(), FIRST_RETRY_MS, image, now_ms);
                    }
                });
            }
        });
    }

    /// Try those again that could not be opened and whose pause is over.
    pub(super) fn open_again(&self) {
        let now_ms = crate::roles::now_ms();
        let _changing = self.changing.lock();
        let due: Vec<(Opening, i64)> = {
            let unopened = self.unopened.lock();
            let due = unopened.values().filter(|it| it.retry_at_ms <= now_ms);
            due.map(|it| (it.opening.clone(), it.pause_ms)).collect()
        };
        let image = self.image.load_full();
        for (opening, pause_ms) in due {
            let pause_ms = (pause_ms * 2).min(LAST_RETRY_MS);
            self.open_one(opening, pause_ms, &image, now_ms);
        }
    }

    fn open_one(&self, opening: Opening, pause_ms: i64, image: &Image, now_ms: i64) {
        let key = (opening.topic.id(), opening.index);
        match self.try_open(&opening, image, now_ms) {
            Ok(partition) => {
                let hosted = Hosted {
                    partition: Arc::new(partition),
                    dir: opening.dir,
                };
                self.hosted.write().insert(key, hosted);
                self.unopened.lock().remove(&key);
            }
            Err(error) => {
                error!(topic = opening.topic.name(), partition = opening.index, %error,
                    "cannot open the partition");
                let unopened = Unopened {
                    opening,
                    retry_at_ms: now_ms + pause_ms,
                    pause_ms,
                };
                self.unopened.lock().insert(key, unopened);
            }
        }
    }

    fn try_open(
        &self,
        opening: &Opening,
        image: &Image,
        now_ms: i64,
    ) -> Result<Partition, Box<dyn std::error::Error + Send + Sync>> {
        let (topic, index) = (&opening.topic, opening.index);
        let dir = self.dirs.get(opening.dir).ok_or("no such log directory")?;
        let dir = &dir.dir;
        let rules = topic_rules::of(&self.config.load(), image, topic.name())?;
        let known = opening.known;
        let request = OpenLog {
            disk: Arc::clone(&self.disk),
            directory: dir.partition_path(topic.name(), index),
            config: rules.log.clone(),
            log_start_offset: known.map_or(0, |it| it.log_start_offset),
            recovery_point: known.map_or(0, |it| it.recovery_point),
            high_watermark: known.map_or(0, |it| it.high_watermark),
            clean: known.is_none_or(|it| it.clean),
            now_ms,
            jitter_seed: chance::seed(),
        };
        let (mut log, report) = Log::open(request.clone())?;
        tell(topic.name(), index, &report);
        log.set_first_dirty_offset(known.and_then(|it| it.cleaned));
        if log.topic_id().is_some_and(|id| id != topic.id()) {
            // A topic of the same name that was deleted while this broker was down.
            drop(log);
            let aside = dir.mark_stray(topic.name(), index, Uuid::new_v4())?;
            warn!(path = %aside.display(), "set aside a partition of an older topic of this name");
            (log, _) = Log::open(OpenLog {
                log_start_offset: 0,
                recovery_point: 0,
                high_watermark: 0,
                ..request
            })?;
        }
        log.set_topic_id(topic.id());
        log.write_identity()?;
        log.begin_epoch(opening.leader_epoch);
        let end = log.log_end_offset();
        log.set_high_watermark(end);
        let identity = (topic.shared_name(), topic.id());
        Ok(Partition::new(
            identity,
            index,
            opening.leader_epoch,
            rules,
            log,
        ))
    }
}

/// Say in the log what opening a partition found.
fn tell(topic: &str, partition: i32, report: &RecoveryReport) {
    for finding in &report.findings {
        warn!(topic, partition, finding, "found while opening the log");
    }
    if let Some(corruption) = &report.corruption {
        error!(topic, partition, offset = corruption.offset, problem = %corruption.problem,
            "records that had reached the disk are damaged");
    }
    if report.scanned_segments > 0 {
        info!(
            topic,
            partition,
            segments = report.scanned_segments,
            bytes = report.scanned_bytes,
            truncated = report.truncated_bytes,
            "recovered the log"
        );
    }
}
