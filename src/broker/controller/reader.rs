//! Serving the metadata log to those that follow it: committed batches by Fetch, snapshots by FetchSnapshot.

use std::io;
use std::sync::Arc;

use arc_swap::ArcSwap;
use kalda_disk::{Disk, DiskFile, OpenMode};
use kalda_log::{EpochEnd, Isolation, Log, ReadError, ReadFrom, Slice};
use kalda_quorum::checkpoint::{CheckpointDirectory, CheckpointId};
use kalda_quorum::{ReplicaKey, SharedLog};
use parking_lot::Mutex;
use tokio::sync::watch;

use super::observers::{Observer, Observers};
use super::view::QuorumView;

/// What a follower asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetadataFetch {
    /// The follower, if it says who it is.
    pub replica: Option<ReplicaKey>,
    /// First offset it lacks.
    pub offset: i64,
    /// Epoch of the last batch it has, 0 when it has none; -1 when the request does not say.
    pub last_fetched_epoch: i32,
    /// Most bytes to give; the first batch is given whole.
    pub max_bytes: usize,
    /// Milliseconds since 1970.
    pub wall_ms: i64,
}

/// What a follower gets.
#[derive(Debug)]
pub enum MetadataAnswer {
    /// Batches from the offset on, or nothing when it is at the high watermark.
    Batches(Slice),
    /// The follower's log is not a prefix of this one: it must go back to where this epoch ends here.
    Diverging {
        /// The newest epoch here that is not beyond the follower's.
        epoch: i32,
        /// Where it ends.
        end_offset: i64,
    },
    /// What the follower lacks is in this snapshot only.
    Snapshot {
        /// Which one.
        id: CheckpointId,
    },
}

/// Why a part of a snapshot cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotReadError {
    /// SNAPSHOT_NOT_FOUND
    #[error("there is no such snapshot")]
    NotFound,
    /// POSITION_OUT_OF_RANGE
    #[error("the position lies outside of the snapshot")]
    PositionOutOfRange,
    /// The disk refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A part of a snapshot file. It stays readable when the snapshot is removed.
#[derive(Debug, Clone)]
pub struct SnapshotPart {
    /// The file.
    pub file: Arc<dyn DiskFile>,
    /// First byte.
    pub position: u64,
    /// Number of bytes.
    pub bytes: usize,
    /// Size of the whole snapshot.
    pub total_bytes: u64,
}

/// Reads the metadata log for others. Any number of these may be in use; none ever waits for the disk to be flushed.
#[derive(Debug, Clone)]
pub struct MetadataReader {
    pub(super) log: SharedLog,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) snapshots: Arc<ArcSwap<CheckpointDirectory>>,
    pub(super) view: watch::Receiver<Arc<QuorumView>>,
    pub(super) observers: Arc<Mutex<Observers>>,
}

impl MetadataReader {
    /// Committed metadata and the state of the quorum as of now. To wait for a change use [`MetadataReader::watch`].
    pub fn view(&self) -> Arc<QuorumView> {
        Arc::clone(&self.view.borrow())
    }

    /// Tells of each change of the view; the high watermark is part of it.
    pub fn watch(&self) -> watch::Receiver<Arc<QuorumView>> {
        self.view.clone()
    }

    /// What follows an offset, never beyond the high watermark.
    pub fn fetch(&self, fetch: MetadataFetch) -> Result<MetadataAnswer, ReadError> {
        if let Some(replica) = fetch.replica {
            let high_watermark = self.view.borrow().high_watermark;
            let mut observers = self.observers.lock();
            observers.fetched(replica, fetch.offset, high_watermark, fetch.wall_ms);
        }
        let snapshots = self.snapshots.load();
        let log = self.log.lock();
        let log_start_offset = log.log_start_offset();
        if let Some(id) = snapshot_for(&fetch, log_start_offset, &snapshots) {
            return Ok(MetadataAnswer::Snapshot { id });
        }
        if fetch.offset > log_start_offset && fetch.last_fetched_epoch >= 0 {
            let (epoch, end_offset) = end_of_epoch(&log, fetch.last_fetched_epoch);
            if epoch != fetch.last_fetched_epoch || end_offset < fetch.offset {
                return Ok(MetadataAnswer::Diverging { epoch, end_offset });
            }
        }
        let slice = log.read(ReadFrom {
            offset: fetch.offset,
            max_bytes: fetch.max_bytes,
            min_one_batch: true,
            isolation: Isolation::HighWatermark,
        })?;
        Ok(MetadataAnswer::Batches(slice))
    }

    /// A part of a snapshot, from `position` on.
    pub fn snapshot(
        &self,
        id: CheckpointId,
        position: i64,
        max_bytes: usize,
    ) -> Result<SnapshotPart, SnapshotReadError> {
        let snapshots = self.snapshots.load();
        let total_bytes = snapshots.bytes(id).ok_or(SnapshotReadError::NotFound)?;
        let position = u64::try_from(position)
            .ok()
            .filter(|position| *position < total_bytes);
        let position = position.ok_or(SnapshotReadError::PositionOutOfRange)?;
        let file = match self.disk.open(&snapshots.file(id), OpenMode::Read) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SnapshotReadError::NotFound);
            }
            opened => opened?,
        };
        let rest = usize::try_from(total_bytes - position).unwrap_or(usize::MAX);
        Ok(SnapshotPart {
            file,
            position,
            bytes: rest.min(max_bytes),
            total_bytes,
        })
    }

    /// The replicas that have fetched lately, for DescribeQuorum.
    pub fn observers(&self, wall_ms: i64) -> Vec<Observer> {
        self.observers.lock().list(wall_ms)
    }

    /// First offset of this node's log.
    pub fn log_start_offset(&self) -> i64 {
        self.log.lock().log_start_offset()
    }

    /// Offset after the last record of this node's log, committed or not.
    pub fn log_end_offset(&self) -> i64 {
        self.log.lock().log_end_offset()
    }
}

/// Where `epoch` ends; the newest epoch in its place when the log has none so new.
fn end_of_epoch(log: &Log, epoch: i32) -> (i32, i64) {
    match (
        log.end_offset_for_epoch(epoch),
        log.leader_epochs().latest(),
    ) {
        (EpochEnd { epoch, end_offset }, _) if epoch >= 0 => (epoch, end_offset),
        (_, Some(latest)) => (latest.epoch, log.log_end_offset()),
        (_, None) => (0, log.log_start_offset()),
    }
}

/// The snapshot a follower has to take first, by Apache Kafka's rules: when it has nothing and there is one, when what it
/// lacks is no longer in the log, or when its history differs from the oldest snapshot's.
fn snapshot_for(
    fetch: &MetadataFetch,
    log_start_offset: i64,
    snapshots: &CheckpointDirectory,
) -> Option<CheckpointId> {
    let (oldest, newest) = (snapshots.oldest()?, snapshots.newest()?);
    if fetch.offset == 0 && newest != CheckpointId::default() {
        return Some(newest);
    }
    if fetch.offset == 0 && log_start_offset == 0 {
        return None;
    }
    let epoch = fetch.last_fetched_epoch;
    let differs = fetch.offset == log_start_offset && epoch != oldest.epoch || epoch < oldest.epoch;
    (fetch.offset < log_start_offset || epoch >= 0 && differs).then_some(newest)
}
