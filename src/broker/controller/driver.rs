//! The controller's thread: it owns the engine, and nobody else touches it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use kalda_disk::Disk;
use kalda_protocol::metadata_records;
use kalda_quorum::checkpoint::{CheckpointDirectory, CheckpointWriter, Retention};
use kalda_quorum::{LogStore, MetadataLog, SnapshotPoint};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{Receiver, WeakSender};
use tokio::time::timeout;
use tracing::{debug, error, info, warn};

use super::command::{Command, NotCommitted};
use super::engine::{Engine, Now, SnapshotPlan};
use super::failure::ControllerFailure;

/// Commands that share one flush at most.
const MAX_GROUP: usize = 512;
/// How often timers are looked at.
pub(super) const TICK: Duration = Duration::from_millis(250);
/// How often retention is applied.
const CLEAN_EVERY_MS: i64 = 60_000;

/// What arrives at the thread.
pub(super) enum Input {
    /// Something to decide.
    Command(Box<dyn Command>),
    /// A snapshot is under its name, or could not be written.
    SnapshotWritten(SnapshotPoint, io::Result<u64>),
    /// Stop after what came before this.
    Stop,
}

/// When things are due.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schedule {
    /// `metadata.max.idle.interval.ms`
    pub(super) idle_ms: Option<i64>,
    /// `metadata.log.max.record.bytes.between.snapshots`
    pub(super) snapshot_bytes: usize,
    /// `metadata.log.max.snapshot.interval.ms`
    pub(super) snapshot_ms: Option<i64>,
    /// `metadata.max.retention.bytes` and `.ms`
    pub(super) retention: Retention,
}

/// Everything the thread owns.
pub(super) struct Driver {
    pub(super) engine: Engine<LogStore>,
    pub(super) inputs: Receiver<Input>,
    /// For the results of snapshots.
    pub(super) loopback: WeakSender<Input>,
    pub(super) snapshots: Arc<ArcSwap<CheckpointDirectory>>,
    pub(super) schedule: Schedule,
    pub(super) clock: Clock,
    pub(super) snapshot_began_ms: i64,
    pub(super) snapshot_running: bool,
    pub(super) finished: Option<SnapshotPoint>,
    pub(super) cleaned_ms: i64,
}

/// Reads the two clocks that the controller goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    start: Instant,
}

impl Clock {
    pub(super) fn new() -> Self {
        Clock {
            start: Instant::now(),
        }
    }

    pub(super) fn now(self) -> Now {
        let ms = i64::try_from(self.start.elapsed().as_millis()).unwrap_or(i64::MAX);
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Now {
            ms,
            wall_ms: i64::try_from(wall.as_millis()).unwrap_or(i64::MAX),
        }
    }
}

impl Driver {
    /// Runs until told to stop, or until the controller cannot go on.
    pub(super) fn run(mut self) -> Result<(), ControllerFailure> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let outcome = self.rounds(&runtime);
        self.engine.stop();
        self.inputs.close();
        while let Ok(input) = self.inputs.try_recv() {
            if let Input::Command(command) = input {
                command.refuse(NotCommitted::Stopped);
            }
        }
        if let Err(failure) = &outcome {
            error!(%failure, "the controller cannot go on");
        }
        outcome
    }

    fn rounds(&mut self, runtime: &Runtime) -> Result<(), ControllerFailure> {
        self.drain()?;
        loop {
            let first = runtime.block_on(async { timeout(TICK, self.inputs.recv()).await });
            let now = self.clock.now();
            let stop = match first {
                Ok(Some(input)) => self.take_group(input, now),
                Ok(None) => true,
                Err(_nothing_in_time) => false,
            };
            self.timers(now);
            self.drain()?;
            if stop {
                return Ok(());
            }
            self.maintain(now)?;
        }
    }

    /// Takes an input and those that wait behind it: one flush serves them all. Answers whether to stop.
    fn take_group(&mut self, first: Input, now: Now) -> bool {
        let mut input = first;
        for _ in 1..MAX_GROUP {
            if self.take(input, now) {
                return true;
            }
            match self.inputs.try_recv() {
                Ok(next) => input = next,
                Err(_empty_or_closed) => return false,
            }
        }
        self.take(input, now)
    }

    fn take(&mut self, input: Input, now: Now) -> bool {
        match input {
            Input::Command(command) => self.engine.run(command, now),
            Input::SnapshotWritten(point, Ok(bytes)) => {
                info!(offset = point.offset, bytes, "wrote a metadata snapshot");
                self.finished = Some(point);
            }
            Input::SnapshotWritten(point, Err(error)) => {
                // The log still holds everything, so this only costs space until the next attempt succeeds.
                warn!(offset = point.offset, %error, "cannot write a metadata snapshot");
                self.snapshot_running = false;
            }
            Input::Stop => return true,
        }
        false
    }

    fn timers(&mut self, now: Now) {
        self.engine.quorum.tick(now.wall_ms);
        self.engine.end_sessions(now);
        let idle_ms = now.ms - self.engine.last_append_ms;
        if self.schedule.idle_ms.is_some_and(|limit| idle_ms >= limit) {
            self.engine.write_no_op(now);
        }
    }

    fn drain(&mut self) -> Result<(), ControllerFailure> {
        let now = self.clock.now();
        self.engine.drain(now)
    }

    /// What keeps the directory small. Not on the way of any reply: it comes after they are given.
    fn maintain(&mut self, now: Now) -> Result<(), ControllerFailure> {
        if let Some(point) = self.finished.take() {
            self.snapshot_running = false;
            self.engine.quorum.log_mut().snapshot_taken(point)?;
            self.clean(now)?;
        }
        if now.ms - self.cleaned_ms >= CLEAN_EVERY_MS {
            self.clean(now)?;
        }
        let age_ms = now.ms - self.snapshot_began_ms;
        let due = self.engine.bytes_since_snapshot >= self.schedule.snapshot_bytes
            || self
                .schedule
                .snapshot_ms
                .is_some_and(|limit| age_ms >= limit);
        if due && !self.snapshot_running {
            self.begin_snapshot(now)
        } else {
            Ok(())
        }
    }

    fn clean(&mut self, now: Now) -> Result<(), ControllerFailure> {
        self.cleaned_ms = now.ms;
        let store = self.engine.quorum.log_mut();
        if store.clean(self.schedule.retention, now.wall_ms)? {
            debug!("removed old metadata snapshots");
        }
        self.snapshots.store(Arc::new(store.snapshots().clone()));
        Ok(())
    }

    /// Writes a snapshot on a thread of its own: the image is shared, so nobody waits for it.
    fn begin_snapshot(&mut self, now: Now) -> Result<(), ControllerFailure> {
        self.snapshot_began_ms = now.ms;
        let Some(plan) = self.engine.plan_snapshot() else {
            return Ok(());
        };
        let store = self.engine.quorum.log_mut();
        if store.end_offset() == plan.point.offset {
            store.begin_segment()?;
        }
        let store = self.engine.quorum.log();
        let (disk, directory) = (Arc::clone(store.disk()), store.directory().to_path_buf());
        // Without a handle left there is nobody to go on for.
        let Some(results) = self.loopback.upgrade() else {
            return Ok(());
        };
        let point = plan.point;
        let job = SnapshotJob {
            disk,
            directory,
            plan,
            wall_ms: now.wall_ms,
        };
        let write = move || {
            // The thread that would take the result may have stopped; the snapshot is found at the next start.
            drop(results.blocking_send(Input::SnapshotWritten(point, job.write())));
        };
        match thread::Builder::new()
            .name("metadata-snapshot".to_owned())
            .spawn(write)
        {
            Ok(_detached) => self.snapshot_running = true,
            Err(error) => warn!(%error, "cannot start a thread for a metadata snapshot"),
        }
        Ok(())
    }
}

struct SnapshotJob {
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    plan: SnapshotPlan,
    wall_ms: i64,
}

impl SnapshotJob {
    fn write(self) -> io::Result<u64> {
        let SnapshotJob {
            disk,
            directory,
            plan,
            wall_ms,
        } = self;
        let version = plan.image.metadata_version_or_minimum().level();
        let mut writer =
            CheckpointWriter::create(disk, &directory, plan.id(), &plan.header, wall_ms)?;
        for record in plan.image.to_records() {
            let value = metadata_records::encode(&record, version).map_err(io::Error::other)?;
            writer.append(&value)?;
        }
        writer.finish()
    }
}
