//! Finding and opening partitions: at start those on the disk, later those that the metadata assigns here.

use super::partition::Partition;
use super::{Hosted, Replicas, topic_rules};
use crate::chance;
use arc_swap::ArcSwap;
use kalda_config::NodeConfig;
use kalda_disk::Disk;
use kalda_log::{
    Checkpoint, DirState, Log, LogDir, LogDirError, LogError, OpenLog, PartitionOffsets,
    RecoveryReport,
};
use kalda_metadata::{Image, Topic};
use kalda_protocol::uuid_text::METADATA_TOPIC;
use parking_lot::{Mutex, RwLock};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tracing::{error, info, warn};
use uuid::Uuid;

/// Name of the metadata log's topic: it lies in a log directory, but belongs to the controller.
/// Fewer partitions than this are opened on the calling thread.
const PARALLEL_FROM: usize = 8;

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// A log directory is unusable.
    #[error(transparent)]
    Dir(#[from] LogDirError),
    /// A file of a log directory cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The same partition lies in two directories.
    #[error(
        "partition {topic}-{partition} is in both {first} and {second}; remove one of the copies"
    )]
    Twice {
        /// Topic.
        topic: String,
        /// Partition number.
        partition: i32,
        /// A directory.
        first: PathBuf,
        /// The other directory.
        second: PathBuf,
    },
}

/// A log directory with its id.
#[derive(Debug)]
pub(crate) struct IdentifiedDir {
    /// `directory.id`
    pub(crate) id: Uuid,
    /// The directory, locked.
    pub(crate) dir: LogDir,
    written: Mutex<HashMap<&'static str, PartitionOffsets>>,
}

impl IdentifiedDir {
    /// The directory `dir` whose `meta.properties` says `id`.
    pub(crate) fn new(id: Uuid, dir: LogDir) -> IdentifiedDir {
        let written = Mutex::default();
        IdentifiedDir { id, dir, written }
    }

    /// Write a checkpoint unless it says what was written last: an idle broker does not touch the disk.
    pub(super) fn write(
        &self,
        checkpoint: Checkpoint,
        offsets: PartitionOffsets,
    ) -> Result<(), LogError> {
        let mut written = self.written.lock();
        let name = checkpoint.file_name();
        if written.get(name) == Some(&offsets) {
            return Ok(());
        }
        self.dir.write_checkpoint(checkpoint, &offsets)?;
        written.insert(name, offsets);
        Ok(())
    }
}

/// What a directory's checkpoints said at start.
#[derive(Debug)]
struct AtStart {
    clean: bool,
    recovery_points: PartitionOffsets,
    log_starts: PartitionOffsets,
    high_watermarks: PartitionOffsets,
}

/// What was on the disk at start.
#[derive(Debug)]
pub(super) struct Found {
    live: HashMap<(String, i32), usize>,
    dirs: Vec<AtStart>,
}

/// A partition to open.
struct Opening<'a> {
    topic: &'a Arc<Topic>,
    index: i32,
    leader_epoch: i32,
    dir: usize,
}

impl Replicas {
    /// Look at what is in `dirs`; nothing is opened before the first metadata comes. Also the broker epoch of the last
    /// clean stop, -1 if any directory was not stopped cleanly.
    pub(crate) fn new(
        node_id: i32,
        disk: Arc<dyn Disk>,
        dirs: Vec<IdentifiedDir>,
        config: Arc<NodeConfig>,
        recovery_threads: usize,
    ) -> Result<(Replicas, i64), StoreError> {
        let mut found = Found {
            live: HashMap::new(),
            dirs: Vec::new(),
        };
        let mut previous_epoch = i64::MAX;
        let mut leftovers = Vec::new();
        for (index, IdentifiedDir { dir, .. }) in dirs.iter().enumerate() {
            let clean = dir.take_clean_shutdown()?;
            let epoch = clean.and_then(|clean| clean.broker_epoch);
            previous_epoch = previous_epoch.min(epoch.unwrap_or(-1));
            found.dirs.push(at_start(dir, clean.is_some())?);
            for partition in dir.list()? {
                match partition.state {
                    DirState::Deleting => leftovers.push((index, partition.path)),
                    DirState::Live if partition.topic == METADATA_TOPIC => {}
                    DirState::Live => {
                        let key = (partition.topic, partition.partition);
                        if let Some(first) = found.live.insert(key.clone(), index) {
                            let path =
                                |index: usize| dirs.get(index).map(|it| it.dir.path().to_owned());
                            return Err(StoreError::Twice {
                                topic: key.0,
                                partition: key.1,
                                first: path(first).unwrap_or_default(),
                                second: dir.path().to_owned(),
                            });
                        }
                    }
                    DirState::Stray | DirState::Future => {}
                }
            }
        }
        let replicas = Replicas {
            node_id,
            disk,
            dirs,
            config: ArcSwap::new(config),
            hosted: RwLock::new(HashMap::new()),
            found: Mutex::new(Some(found)),
            removals: Mutex::default(),
            recovery_threads: recovery_threads.max(1),
        };
        for (dir, path) in leftovers {
            replicas.remove_directory(dir, &path);
        }
        Ok((replicas, previous_epoch))
    }

    /// Whether the metadata never came: nothing was opened, and all is as it was found.
    pub(crate) fn is_untouched(&self) -> bool {
        self.found.lock().is_some()
    }

    /// Whether the directory had been stopped cleanly before this start, while nothing was opened yet.
    pub(super) fn was_clean(&self, dir: usize) -> bool {
        let found = self.found.lock();
        found
            .as_ref()
            .and_then(|found| found.dirs.get(dir))
            .is_some_and(|it| it.clean)
    }

    /// Open the partitions of `topics` that are assigned here and not open yet. The first call also sets aside what lies
    /// on the disk but is assigned to nobody here.
    pub(super) fn open_assigned(&self, topics: &[&Arc<Topic>], image: &Image, now_ms: i64) {
        let mut found = self.found.lock();
        let first = found.take();
        let mut load: Vec<usize> = vec![0; self.dirs.len()];
        for hosted in self.hosted.read().values() {
            if let Some(count) = load.get_mut(hosted.dir) {
                *count += 1;
            }
        }
        let mut openings = Vec::new();
        for topic in topics {
            for (index, partition) in topic.partitions() {
                if !partition.replicas().contains(&self.node_id) {
                    continue;
                }
                if let Some(hosted) = self.hosted.read().get(&(topic.id(), index)) {
                    hosted.partition.set_leader_epoch(partition.leader_epoch);
                    continue;
                }
                let key = (topic.name().to_owned(), index);
                let on_disk = first
                    .as_ref()
                    .and_then(|first| first.live.get(&key).copied());
                let assigned = partition.directory(self.node_id);
                let named = self.dirs.iter().position(|dir| Some(dir.id) == assigned);
                let emptiest = (0..load.len()).min_by_key(|dir| load.get(*dir).copied());
                let dir = on_disk.or(named).or(emptiest).unwrap_or(0);
                if let Some(count) = load.get_mut(dir) {
                    *count += 1;
                }
                openings.push(Opening {
                    topic,
                    index,
                    leader_epoch: partition.leader_epoch,
                    dir,
                });
            }
        }
        self.open_all(&openings, first.as_ref(), image, now_ms);
        if let Some(first) = first {
            self.set_strays_aside(&first, &openings);
        }
    }

    /// Open many partitions on several threads: after an unclean stop each may mean reading a segment.
    fn open_all(
        &self,
        openings: &[Opening<'_>],
        first: Option<&Found>,
        image: &Image,
        now_ms: i64,
    ) {
        if openings.len() < PARALLEL_FROM {
            for opening in openings {
                self.open_one(opening, first, image, now_ms);
            }
            return;
        }
        let next = AtomicUsize::new(0);
        let threads = self.recovery_threads * self.dirs.len();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(opening) = openings.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.open_one(opening, first, image, now_ms);
                    }
                });
            }
        });
    }

    fn open_one(&self, opening: &Opening<'_>, first: Option<&Found>, image: &Image, now_ms: i64) {
        let (topic, index) = (opening.topic, opening.index);
        match self.try_open(opening, first, image, now_ms) {
            Ok(partition) => {
                let hosted = Hosted {
                    partition: Arc::new(partition),
                    dir: opening.dir,
                };
                self.hosted.write().insert((topic.id(), index), hosted);
            }
            Err(error) => {
                error!(topic = topic.name(), partition = index, %error, "cannot open the partition")
            }
        }
    }

    fn try_open(
        &self,
        opening: &Opening<'_>,
        first: Option<&Found>,
        image: &Image,
        now_ms: i64,
    ) -> Result<Partition, Box<dyn std::error::Error + Send + Sync>> {
        let (topic, index) = (opening.topic, opening.index);
        let IdentifiedDir { dir, .. } =
            self.dirs.get(opening.dir).ok_or("no such log directory")?;
        let rules = topic_rules::of(&self.config.load(), image, topic.name())?;
        let key = (topic.name().to_owned(), index);
        let at_start = first.and_then(|first| first.dirs.get(opening.dir));
        let known = |pick: fn(&AtStart) -> &PartitionOffsets| {
            at_start
                .and_then(|it| pick(it).get(&key).copied())
                .unwrap_or(0)
        };
        let request = OpenLog {
            disk: Arc::clone(&self.disk),
            directory: dir.partition_path(topic.name(), index),
            config: rules.log.clone(),
            log_start_offset: known(|it| &it.log_starts),
            recovery_point: known(|it| &it.recovery_points),
            high_watermark: known(|it| &it.high_watermarks),
            clean: at_start.is_none_or(|it| it.clean),
            now_ms,
            jitter_seed: chance::seed(),
        };
        let (mut log, report) = Log::open(request.clone())?;
        tell(topic.name(), index, &report);
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

    fn set_strays_aside(&self, first: &Found, openings: &[Opening<'_>]) {
        for ((topic, index), dir) in &first.live {
            let ours =
                |opening: &Opening<'_>| opening.topic.name() == topic && opening.index == *index;
            let Some(IdentifiedDir { dir, .. }) = self.dirs.get(*dir) else {
                continue;
            };
            if openings.iter().any(ours) {
                continue;
            }
            match dir.mark_stray(topic, *index, Uuid::new_v4()) {
                Ok(path) => {
                    warn!(path = %path.display(), "set aside a partition that is not assigned here")
                }
                Err(error) => {
                    error!(%topic, partition = index, %error, "cannot set a stray partition aside")
                }
            }
        }
    }
}

fn at_start(dir: &LogDir, clean: bool) -> Result<AtStart, LogError> {
    let read = |checkpoint| {
        let (offsets, finding) = dir.read_checkpoint(checkpoint)?;
        if let Some(finding) = finding {
            warn!(finding, "a checkpoint is damaged");
        }
        Ok(offsets)
    };
    if !clean {
        info!(path = %dir.path().display(), "the directory was not stopped cleanly: logs are recovered");
    }
    Ok(AtStart {
        clean,
        recovery_points: read(Checkpoint::RecoveryPoint)?,
        log_starts: read(Checkpoint::LogStart)?,
        high_watermarks: read(Checkpoint::HighWatermark)?,
    })
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
