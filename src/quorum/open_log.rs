//! Opening the metadata log's directory, whoever wrote it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::Disk;
use kalda_log::{Isolation, Log, LogConfig, OpenLog, ReadFrom, RecoveryReport};
use kalda_records::control::{ControlRecord, Voters};
use kalda_records::{BatchHeader, Batches, DecompressionLimits, RecordReader, payload_of};
use parking_lot::Mutex;
use uuid::Uuid;

use crate::anchors::Anchors;
use crate::checkpoint::{CheckpointDirectory, CheckpointHeader, CheckpointId};
use crate::entry_index::EntryIndex;
use crate::log_store::{LogStore, Tail, remove};
use crate::metadata_log::{LogFailure, SnapshotPoint};
use crate::quorum_state::{QuorumStateLayout, read_quorum_state};

/// The id of the topic `__cluster_metadata`.
const METADATA_TOPIC_ID: Uuid = Uuid::from_u128(1);
/// Bytes read at a time while the log is scanned.
const SCAN_BYTES: usize = 1024 * 1024;

/// What is needed to open a metadata log.
#[derive(Debug, Clone)]
pub struct MetadataLogPlace {
    /// The disk it lies on.
    pub disk: Arc<dyn Disk>,
    /// The directory `__cluster_metadata-0`, made when missing.
    pub directory: PathBuf,
    /// `metadata.log.segment.bytes` and `metadata.log.segment.ms`; retention by time or size must be off.
    pub config: LogConfig,
    /// Node ids of `controller.quorum.voters`, for quorums with `kraft.version` 0.
    pub static_voters: Vec<i32>,
}

/// An open metadata log.
#[derive(Debug)]
pub struct OpenedLog {
    /// The log.
    pub store: LogStore,
    /// What opening it found, to be told to the operator.
    pub recovery: RecoveryReport,
    /// The snapshot that the state starts from, if there is one.
    pub snapshot: Option<CheckpointId>,
    /// What that snapshot says.
    pub header: CheckpointHeader,
    /// `kraft.version` at the end of the log.
    pub kraft_version: i16,
    /// The voters named last, in quorums with `kraft.version` 1.
    pub voters: Option<Voters>,
}

impl MetadataLogPlace {
    /// Opens the log: removes what a crash left half done, and numbers the entries after the newest snapshot.
    pub fn open(self, now_ms: i64) -> Result<OpenedLog, LogFailure> {
        let failed = |reason: &dyn std::fmt::Display| LogFailure::new("open", reason);
        let MetadataLogPlace {
            disk,
            directory,
            config,
            static_voters,
        } = self;
        make_directory(&*disk, &directory).map_err(|error| failed(&error))?;
        let snapshots = CheckpointDirectory::open(Arc::clone(&disk), &directory)
            .map_err(|error| failed(&error))?;
        let snapshot = snapshots.newest();
        let header = match snapshot {
            Some(id) => snapshots
                .read(id)
                .map_err(|error| failed(&error))?
                .header()
                .clone(),
            None => CheckpointHeader::default(),
        };
        let from = snapshot.map_or(0, |id| id.end_offset);
        let (log, recovery) = open_segments(&disk, &directory, config, (from, now_ms))?;
        let anchors = Anchors::read(&*disk, &directory).map_err(|error| failed(&error))?;
        let mut scan = Scan::new(&header);
        let index = number_entries(&log, snapshot, &anchors, &mut scan)?;
        let layout = match scan.kraft_version {
            0 => QuorumStateLayout::Static {
                voters: static_voters,
            },
            _newer => QuorumStateLayout::Dynamic,
        };
        let election = read_quorum_state(&*disk, &directory).map_err(|error| failed(&error))?;
        let segment_bytes = log.bytes();
        let log = Arc::new(Mutex::new(log));
        let tail = Tail::default();
        let store = LogStore {
            disk,
            directory,
            log,
            snapshots,
            anchors,
            index,
            election,
            layout,
            tail,
            newest_ms: now_ms,
            segment_bytes,
        };
        let Scan {
            kraft_version,
            voters,
        } = scan;
        Ok(OpenedLog {
            store,
            recovery,
            snapshot,
            header,
            kraft_version,
            voters,
        })
    }
}

/// Opens the segment files, of which all below `from` is in a snapshot, and makes durable what is there.
fn open_segments(
    disk: &Arc<dyn Disk>,
    directory: &Path,
    config: LogConfig,
    (from, now_ms): (i64, i64),
) -> Result<(Log, RecoveryReport), LogFailure> {
    let failed = |reason: &dyn std::fmt::Display| LogFailure::new("open", reason);
    let request = OpenLog {
        disk: Arc::clone(disk),
        directory: directory.to_path_buf(),
        config,
        log_start_offset: 0,
        // What a snapshot covers was on the disk before it; the rest is read through anyway.
        recovery_point: from,
        high_watermark: from,
        clean: false,
        now_ms,
        jitter_seed: 0,
    };
    let (mut log, recovery) = Log::open(request).map_err(|error| failed(&error))?;
    if let Some(damage) = &recovery.corruption {
        // The snapshot still holds what lay before, but records behind it that were committed are gone: not to be
        // passed over in silence. The next start goes on from the snapshot.
        let reason = format!(
            "{} is damaged at byte {}: {}; metadata from offset {} on is set aside beside it, start again to go on without",
            damage.file.display(),
            damage.position,
            damage.problem,
            damage.offset
        );
        return Err(LogFailure::new("open", reason));
    }
    log.set_topic_id(METADATA_TOPIC_ID);
    if log.log_end_offset() < from {
        // A replica that stored the leader's snapshot and crashed before it had cleared its log.
        let deleted = log.truncate_fully_and_start_at(from, now_ms);
        remove(&**disk, &deleted.map_err(|error| failed(&error))?)?;
    }
    log.set_high_watermark(from);
    log.flush(now_ms).map_err(|error| failed(&error))?;
    Ok((log, recovery))
}

/// Makes the directory, and its name in the directory above durable.
fn make_directory(disk: &dyn Disk, directory: &Path) -> io::Result<()> {
    if disk.stat(directory)?.is_some() {
        return Ok(());
    }
    disk.create_dir_all(directory)?;
    directory
        .parent()
        .map_or(Ok(()), |parent| disk.sync_dir(parent))
}

/// The quorum's own records, as far as they matter.
struct Scan {
    kraft_version: i16,
    voters: Option<Voters>,
}

impl Scan {
    fn new(header: &CheckpointHeader) -> Self {
        Scan {
            kraft_version: header.kraft_version,
            voters: header.voters.clone(),
        }
    }

    fn take(&mut self, header: &BatchHeader, batch: &[u8]) -> Result<(), LogFailure> {
        let failed = |reason: &dyn std::fmt::Display| LogFailure::new("scan", reason);
        let limits = DecompressionLimits::default();
        let mut reader =
            RecordReader::new(header, payload_of(batch), limits).map_err(|error| failed(&error))?;
        while let Some(record) = reader.next_record().map_err(|error| failed(&error))? {
            match ControlRecord::of(&record).map_err(|error| failed(&error))? {
                ControlRecord::KRaftVersion { kraft_version, .. } => {
                    self.kraft_version = kraft_version;
                }
                ControlRecord::Voters(voters) => self.voters = Some(voters),
                ControlRecord::LeaderChange(_)
                | ControlRecord::SnapshotHeader { .. }
                | ControlRecord::SnapshotFooter { .. }
                | ControlRecord::EndTransaction { .. }
                | ControlRecord::Unknown { .. } => {}
            }
        }
        Ok(())
    }
}

/// Walks the log from the newest anchor at or before the snapshot, or from the snapshot itself when there is none, and
/// keeps the entries behind the snapshot.
fn number_entries(
    log: &Log,
    snapshot: Option<CheckpointId>,
    anchors: &Anchors,
    scan: &mut Scan,
) -> Result<EntryIndex, LogFailure> {
    let id = snapshot.unwrap_or_default();
    if log.log_start_offset() > id.end_offset {
        let reason = format!(
            "the log starts at {}, but the newest snapshot ends at {}",
            log.log_start_offset(),
            id.end_offset
        );
        return Err(LogFailure::new("open", reason));
    }
    // Without an anchor any number will do, as long as it leaves room for the batches before the snapshot.
    let unanchored = (id, u64::try_from(id.end_offset).unwrap_or(0));
    let start = anchors
        .at_or_before(id, log.log_start_offset())
        .unwrap_or(unanchored);
    let (mut last, mut offset) = (start.1, start.0.end_offset);
    let mut index = None;
    let at_snapshot = |index: &mut Option<EntryIndex>, last: u64, offset: i64| {
        if offset == id.end_offset && index.is_none() {
            let point = SnapshotPoint {
                index: last,
                offset,
                epoch: id.epoch,
            };
            *index = Some(EntryIndex::new(point));
        }
    };
    at_snapshot(&mut index, last, offset);
    while offset < log.log_end_offset() {
        let bytes = read_from(log, offset)?;
        let before = offset;
        for batch in Batches::new(&bytes) {
            let (header, batch) = batch.map_err(|error| LogFailure::new("scan", error))?;
            if header.base_offset != offset {
                let reason = format!("no batch begins at offset {offset}");
                return Err(LogFailure::new("scan", reason));
            }
            (last, offset) = (last + 1, header.next_offset());
            match &mut index {
                Some(index) => {
                    let bytes = u32::try_from(batch.len()).unwrap_or(u32::MAX);
                    index.push(offset, header.partition_leader_epoch, bytes);
                    if header.is_control() {
                        scan.take(&header, batch)?;
                    }
                }
                None => at_snapshot(&mut index, last, offset),
            }
        }
        if offset == before {
            return Err(LogFailure::new(
                "scan",
                format!("no whole batch at offset {offset}"),
            ));
        }
    }
    let no_batch = || {
        let reason = format!("no batch ends at the snapshot's offset {}", id.end_offset);
        LogFailure::new("open", reason)
    };
    index.ok_or_else(no_batch)
}

fn read_from(log: &Log, offset: i64) -> Result<Vec<u8>, LogFailure> {
    let from = ReadFrom {
        offset,
        max_bytes: SCAN_BYTES,
        min_one_batch: true,
        isolation: Isolation::LogEnd,
    };
    let slice = log
        .read(from)
        .map_err(|error| LogFailure::new("scan", error))?;
    let nothing = || LogFailure::new("scan", format!("nothing can be read at offset {offset}"));
    slice
        .range
        .ok_or_else(nothing)?
        .read()
        .map_err(|error| LogFailure::new("scan", error))
}
