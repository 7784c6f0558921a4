//! Compaction in the background: the dirtiest logs first, several at a time, at a limited rate.

mod pace;
mod turn;

pub(super) use turn::Cleaning;

use super::Replicas;
use super::maintenance::NEVER;
use super::partition::Partition;
use crate::chance;
use crate::roles::now_ms;
use crate::settings::CleanerSettings;
use kalda_log::{
    Checkpoint, Compacted, CompactionError, CompactionSettings, CompactionStats, LogError,
};
use pace::{IoLimiter, PassPace};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::sleep;
use tracing::{debug, error, info};
use turn::Turn;

/// `log.cleaner.backoff.ms` of 0 would make one core look for dirt for ever.
const LEAST_BACKOFF: Duration = Duration::from_millis(10);
/// A log whose disk failed is left alone for so long.
const PAUSE_AFTER_FAILURE_MS: i64 = 60_000;

/// Compact the logs of `replicas` for ever.
pub(super) async fn run(replicas: Arc<Replicas>, mut settings: CleanerSettings) {
    let limiter = Arc::new(IoLimiter::default());
    let mut passes = JoinSet::new();
    loop {
        settings = replicas.cleaner_settings(settings);
        limiter.set_rate(settings.max_bytes_per_second);
        while settings.is_enabled && passes.len() < settings.threads {
            let looking = Arc::clone(&replicas);
            let found = spawn_blocking(move || looking.dirtiest()).await;
            let Some(turn) = found.ok().flatten() else {
                break;
            };
            let (replicas, limiter) = (Arc::clone(&replicas), Arc::clone(&limiter));
            let settings = settings.clone();
            passes.spawn_blocking(move || replicas.compact(&turn, &settings, &limiter));
        }
        let backoff = settings.backoff.clamp(LEAST_BACKOFF, NEVER);
        tokio::select! {
            Some(ended) = passes.join_next() => {
                if let Err(error) = ended {
                    error!(%error, "a pass of the cleaner failed");
                }
            }
            () = sleep(backoff) => {}
        }
    }
}

impl Replicas {
    /// The settings in force; `before` if they cannot be read.
    fn cleaner_settings(&self, before: CleanerSettings) -> CleanerSettings {
        match CleanerSettings::read(self.config.load().values()) {
            Ok(settings) => settings,
            Err(error) => {
                error!(%error, "the cleaner keeps its settings");
                before
            }
        }
    }

    /// The turn to compact the log with the largest dirty share, if one is dirty enough.
    fn dirtiest(&self) -> Option<Turn> {
        let now_ms = now_ms();
        let mut dirtiest: Option<(Arc<Partition>, f64)> = None;
        for partition in self.partitions() {
            if !partition.cleaning.is_free(now_ms) {
                continue;
            }
            let dirt = {
                let log = partition.log();
                match log.config().compact {
                    true => log.dirt(now_ms),
                    false => continue,
                }
            };
            match dirt {
                Ok(dirt) if dirt.is_due() => {
                    let ratio = dirt.ratio();
                    if dirtiest.as_ref().is_none_or(|(_, most)| ratio > *most) {
                        dirtiest = Some((partition, ratio));
                    }
                }
                Ok(_) => {}
                Err(error) => set_aside(&partition, &error, now_ms),
            }
        }
        let (partition, _) = dirtiest?;
        Turn::take(&partition, now_ms)
    }

    /// One pass over one log.
    fn compact(&self, turn: &Turn, settings: &CleanerSettings, limiter: &IoLimiter) {
        let partition = turn.partition();
        let now_ms = now_ms();
        let plan = partition.log().plan_compaction(now_ms);
        let plan = match plan {
            Ok(Some(plan)) => plan,
            Ok(None) => return,
            Err(error) => return set_aside(partition, &error, now_ms),
        };
        let limits = CompactionSettings {
            map_bytes: settings.map_bytes_of_one(),
            map_load_factor: settings.load_factor,
            io_buffer_bytes: settings.io_buffer_bytes_of_one(),
            secret: (chance::seed(), chance::seed()),
        };
        let started = Instant::now();
        let mut pace = PassPace::new(limiter, &plan);
        let Compacted {
            outcome,
            deleted,
            stats,
        } = plan.run(partition.shared_log(), &limits, &mut pace);
        self.remove_files_later(deleted, now_ms + partition.file_delete_delay_ms());
        match outcome {
            Ok(end) => tell(partition, (plan.first_dirty_offset(), end), &stats, started),
            Err(CompactionError::CalledOff) => {
                let (topic, _) = partition.topic();
                debug!(%topic, partition = partition.index(), "compaction was called off");
            }
            Err(CompactionError::Storage(error)) => set_aside(partition, &error, now_ms),
        }
        self.checkpoint(Checkpoint::Cleaner);
    }
}

/// The log cannot be compacted: for good if it is damaged, for a while if its disk failed. The others go on.
fn set_aside(partition: &Partition, error: &LogError, now_ms: i64) {
    let (topic, _) = partition.topic();
    match error {
        LogError::Corrupt { .. } => {
            error!(%topic, partition = partition.index(), %error,
                "the log cannot be compacted and is left as it is until the next start");
            partition.cleaning.never_again();
        }
        LogError::Io { .. } | LogError::Failed { .. } => {
            error!(%topic, partition = partition.index(), %error, "cannot compact the log now");
            partition
                .cleaning
                .pause_until(now_ms + PAUSE_AFTER_FAILURE_MS);
        }
    }
}

fn tell(
    partition: &Partition,
    (from, until): (i64, i64),
    stats: &CompactionStats,
    started: Instant,
) {
    let (topic, _) = partition.topic();
    info!(
        %topic,
        partition = partition.index(),
        from,
        until,
        keys = stats.keys,
        mapped_bytes = stats.mapped_bytes,
        read_bytes = stats.read_bytes,
        read_records = stats.read_records,
        written_bytes = stats.written_bytes,
        written_records = stats.written_records,
        segments_before = stats.segments.0,
        segments_after = stats.segments.1,
        ms = started.elapsed().as_millis(),
        "compacted the log"
    );
}
