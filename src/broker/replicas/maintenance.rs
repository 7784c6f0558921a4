//! What happens to partitions by themselves: retention, checkpoints, delayed removal of files.

use super::Replicas;
use super::partition::Partition;
use crate::roles::now_ms;
use crate::settings::StoreSettings;
use kalda_disk::Disk;
use kalda_log::{Checkpoint, DeletedSegment, PartitionOffsets};
use kalda_protocol::ErrorCode;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tracing::{info, warn};
use uuid::Uuid;

/// How often files whose time has come are removed.
const REMOVAL_INTERVAL: Duration = Duration::from_secs(5);
/// Files of logs that were not used for so long are closed; they open again when needed.
const IDLE_FILES_INTERVAL: Duration = Duration::from_secs(30);
/// How often it is looked for partitions whose opening is to be tried again.
const OPENING_INTERVAL: Duration = Duration::from_secs(5);
/// Intervals beyond this count as never; tokio's clock ends sooner than Kafka's largest value.
pub(super) const NEVER: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// Files that are removed later, so that readers finish with them (`file.delete.delay.ms`).
#[derive(Debug)]
pub(super) enum Removal {
    Segment(DeletedSegment),
    Directory { dir: usize, path: PathBuf },
}

/// Something to remove, and from when on.
#[derive(Debug)]
pub(super) struct Due {
    at_ms: i64,
    what: Removal,
}

/// Run what is done from time to time, for ever.
pub(super) async fn run(replicas: Arc<Replicas>, settings: StoreSettings) {
    let every = |period: Duration, delay: Duration| {
        let period = period.clamp(Duration::from_millis(1), NEVER);
        let mut interval = interval_at(Instant::now() + delay.min(NEVER) + period, period);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        interval
    };
    let at_once = Duration::ZERO;
    let mut retention = every(settings.retention_check_interval, settings.initial_delay);
    let mut flush = every(settings.flush_check_interval, settings.initial_delay);
    let mut recovery_point = every(settings.recovery_point_interval, settings.initial_delay);
    let mut log_start = every(settings.start_offset_interval, settings.initial_delay);
    let mut high_watermark = every(settings.high_watermark_interval, at_once);
    let mut removal = every(REMOVAL_INTERVAL, at_once);
    let mut idle_files = every(IDLE_FILES_INTERVAL, at_once);
    let mut opening = every(OPENING_INTERVAL, at_once);
    loop {
        let work: fn(&Replicas) = tokio::select! {
            _ = retention.tick() => Replicas::apply_retention,
            _ = flush.tick() => Replicas::flush_due,
            _ = recovery_point.tick() => |it| {
                it.checkpoint(Checkpoint::RecoveryPoint);
                it.checkpoint(Checkpoint::Cleaner);
            },
            _ = log_start.tick() => |it| it.checkpoint(Checkpoint::LogStart),
            _ = high_watermark.tick() => |it| it.checkpoint(Checkpoint::HighWatermark),
            _ = removal.tick() => Replicas::remove_due,
            _ = idle_files.tick() => Replicas::release_idle_files,
            _ = opening.tick() => Replicas::open_again,
        };
        let replicas = Arc::clone(&replicas);
        if spawn_blocking(move || work(&replicas)).await.is_err() {
            warn!("background work on the logs failed");
        }
    }
}

impl Replicas {
    /// Delete what retention no longer keeps, and forget silent producers.
    fn apply_retention(&self) {
        let now_ms = now_ms();
        for partition in self.partitions() {
            if partition.cleaning.is_running() {
                // It would call the pass off. There is a next time.
                continue;
            }
            let mut log = partition.log();
            log.expire_producers(now_ms);
            let deleted = log.apply_retention(now_ms);
            let delay_ms = partition.file_delete_delay_ms();
            drop(log);
            match deleted {
                Ok(deleted) => self.remove_segments_later(&partition, deleted, now_ms + delay_ms),
                Err(error) => self.warn(&partition, &error, "cannot apply retention"),
            }
        }
    }

    fn release_idle_files(&self) {
        for partition in self.partitions() {
            partition.log().release_idle_files();
        }
    }

    fn flush_due(&self) {
        let now_ms = now_ms();
        for partition in self.partitions() {
            let job = {
                let mut log = partition.log();
                match log.is_flush_due(now_ms) {
                    true => log.begin_flush(now_ms),
                    false => continue,
                }
            };
            let flushed = job.and_then(|job| match job {
                Some(job) => partition.log().complete_flush(job.run()),
                None => Ok(()),
            });
            if let Err(error) = flushed {
                self.warn(&partition, &error, "cannot flush the log");
            }
        }
    }

    /// Write one kind of checkpoint in each directory.
    pub(super) fn checkpoint(&self, checkpoint: Checkpoint) {
        let mut offsets: Vec<PartitionOffsets> =
            self.dirs.iter().map(|_| PartitionOffsets::new()).collect();
        for hosted in self.hosted.read().values() {
            let partition = &hosted.partition;
            let Some(offset) = checkpointed(partition, checkpoint) else {
                continue;
            };
            let (topic, _) = partition.topic();
            if let Some(offsets) = offsets.get_mut(hosted.dir) {
                offsets.insert((topic.to_string(), partition.index()), offset);
            }
        }
        for unopened in self.unopened.lock().values() {
            if let Some(offset) = unopened.checkpointed(checkpoint)
                && let Some(offsets) = offsets.get_mut(unopened.dir())
            {
                offsets.insert(unopened.name(), offset);
            }
        }
        for (dir, offsets) in self.dirs.iter().zip(offsets) {
            if let Err(error) = dir.write(checkpoint, offsets) {
                warn!(path = %dir.dir.path().display(), %error, "cannot write a checkpoint");
            }
        }
    }

    /// Delete records below `offset` (-1: below the high watermark); the new first offset.
    pub(crate) async fn delete_records(
        self: &Arc<Self>,
        partition: &Arc<Partition>,
        offset: i64,
        now_ms: i64,
    ) -> Result<i64, ErrorCode> {
        let replicas = Arc::clone(self);
        let partition = Arc::clone(partition);
        let deleted = spawn_blocking(move || {
            let deleted = partition.delete_records(offset, now_ms)?;
            replicas.checkpoint(Checkpoint::LogStart);
            let low_watermark = partition.log().log_start_offset();
            let at_ms = now_ms + partition.file_delete_delay_ms();
            replicas.remove_segments_later(&partition, deleted, at_ms);
            Ok(low_watermark)
        });
        deleted.await.unwrap_or(Err(ErrorCode::UnknownServerError))
    }

    /// Take the directory of a deleted partition out of use, and remove it later.
    pub(super) fn remove_partition_later(
        &self,
        dir: usize,
        (topic, partition): (&str, i32),
        at_ms: i64,
    ) {
        let Some(identified) = self.dirs.get(dir) else {
            return;
        };
        let unique = Uuid::new_v4();
        match identified.dir.mark_for_deletion(topic, partition, unique) {
            Ok(path) => self.removals.lock().push(Due {
                at_ms,
                what: Removal::Directory { dir, path },
            }),
            Err(error) => warn!(%topic, partition, %error, "cannot delete the partition"),
        }
    }

    fn remove_segments_later(
        &self,
        partition: &Partition,
        deleted: Vec<DeletedSegment>,
        at_ms: i64,
    ) {
        let (topic, _) = partition.topic();
        for segment in &deleted {
            info!(%topic, partition = partition.index(), base_offset = segment.base_offset,
                bytes = segment.bytes, "deleted a segment");
        }
        self.remove_files_later(deleted, at_ms);
    }

    /// Remove the files of segments that are no longer part of a log.
    pub(super) fn remove_files_later(&self, deleted: Vec<DeletedSegment>, at_ms: i64) {
        let due = deleted.into_iter().map(|segment| Due {
            at_ms,
            what: Removal::Segment(segment),
        });
        self.removals.lock().extend(due);
    }

    fn remove_due(&self) {
        let now_ms = now_ms();
        let due: Vec<Due> = self
            .removals
            .lock()
            .extract_if(.., |due| due.at_ms <= now_ms)
            .collect();
        for Due { what, .. } in due {
            match what {
                Removal::Segment(segment) => remove_segment(&*self.disk, &segment),
                Removal::Directory { dir, path } => self.remove_directory(dir, &path),
            }
        }
    }

    pub(super) fn remove_directory(&self, dir: usize, path: &Path) {
        let Some(identified) = self.dirs.get(dir) else {
            return;
        };
        if let Err(error) = identified.dir.remove_partition(path) {
            warn!(path = %path.display(), %error, "cannot remove a deleted partition");
        }
    }

    fn warn(&self, partition: &Partition, error: &dyn std::fmt::Display, what: &str) {
        let (topic, _) = partition.topic();
        warn!(%topic, partition = partition.index(), %error, "{what}");
    }
}

fn remove_segment(disk: &dyn Disk, segment: &DeletedSegment) {
    if let Err(error) = segment.remove(disk) {
        warn!(base_offset = segment.base_offset, %error, "cannot remove a deleted segment");
    }
}

/// What a partition contributes to a checkpoint.
fn checkpointed(partition: &Partition, checkpoint: Checkpoint) -> Option<i64> {
    let log = partition.log();
    match checkpoint {
        Checkpoint::RecoveryPoint => Some(log.recovery_point()),
        Checkpoint::HighWatermark => Some(log.high_watermark()),
        // Only where it is not the base of the first segment, as in Kafka.
        Checkpoint::LogStart => {
            Some(log.log_start_offset()).filter(|start| *start > log.first_segment_offset())
        }
        Checkpoint::Cleaner => log.first_dirty_offset(),
    }
}
