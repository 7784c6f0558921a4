//! Finding partitions: at start those on the disk, later those that the metadata assigns here.

use super::Replicas;
use super::opening::{Known, Opening};
use arc_swap::ArcSwap;
use kalda_config::NodeConfig;
use kalda_disk::Disk;
use kalda_log::{Checkpoint, DirState, LogDir, LogDirError, LogError, PartitionOffsets};
use kalda_metadata::{Image, Topic};
use kalda_protocol::uuid_text::METADATA_TOPIC;
use parking_lot::{Mutex, RwLock};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tracing::{error, info, warn};
use uuid::Uuid;

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
    cleaned: PartitionOffsets,
}

/// What was on the disk at start.
#[derive(Debug)]
pub(super) struct Found {
    live: HashMap<(String, i32), usize>,
    dirs: Vec<AtStart>,
}

impl Found {
    /// What `dir` said about a partition, if it is there.
    fn known(&self, dir: usize, key: &(String, i32)) -> Option<Known> {
        if self.live.get(key) != Some(&dir) {
            return None;
        }
        let at_start = self.dirs.get(dir)?;
        let offset = |of: &PartitionOffsets| of.get(key).copied().unwrap_or(0);
        Some(Known {
            clean: at_start.clean,
            recovery_point: offset(&at_start.recovery_points),
            log_start_offset: offset(&at_start.log_starts),
            high_watermark: offset(&at_start.high_watermarks),
            cleaned: at_start.cleaned.get(key).copied(),
        })
    }
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
            changing: Mutex::default(),
            image: ArcSwap::default(),
            hosted: RwLock::new(HashMap::new()),
            unopened: Mutex::default(),
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
        let first = self.found.lock().take();
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
                    let leads = partition.leader == self.node_id;
                    hosted
                        .partition
                        .set_leader_epoch(partition.leader_epoch, leads);
                    continue;
                }
                if let Some(unopened) = self.unopened.lock().get_mut(&(topic.id(), index)) {
                    unopened.set_leader_epoch(partition.leader_epoch);
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
                    topic: Arc::clone(topic),
                    index,
                    leader_epoch: partition.leader_epoch,
                    dir,
                    known: first.as_ref().and_then(|first| first.known(dir, &key)),
                });
            }
        }
        if let Some(first) = first {
            self.set_strays_aside(&first, &openings);
        }
        self.open_all(openings, image, now_ms);
    }

    fn set_strays_aside(&self, first: &Found, openings: &[Opening]) {
        for ((topic, index), dir) in &first.live {
            let ours = |opening: &Opening| opening.topic.name() == topic && opening.index == *index;
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
        cleaned: read(Checkpoint::Cleaner)?,
    })
}
