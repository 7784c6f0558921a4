//! The two snapshots that formatting a directory leaves behind.

use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use kalda_disk::{Disk, replace_file};
use kalda_records::control::Voters;

use super::name::CheckpointId;
use super::read::{CheckpointError, CheckpointReader};
use super::write::{CheckpointBatches, CheckpointHeader, CheckpointWriter};

/// The file in each log directory that holds the records a new cluster starts from.
pub const BOOTSTRAP_FILE: &str = "bootstrap.checkpoint";
/// The directory of the metadata log inside `metadata.log.dir`.
pub const METADATA_DIRECTORY: &str = "__cluster_metadata-0";

/// Writes `<log_dir>/bootstrap.checkpoint`, as `kafka-storage format` does in every log directory: the feature levels
/// (and SCRAM credentials) a controller writes into an empty metadata log.
///
/// `records` are encoded metadata records (frame version, key, version, message). Durable when this returns.
pub fn write_bootstrap_checkpoint(
    disk: &dyn Disk,
    log_dir: &Path,
    records: &[Vec<u8>],
    now_ms: i64,
) -> io::Result<()> {
    let (mut batches, first) = CheckpointBatches::start(0, &CheckpointHeader::default(), now_ms)
        .map_err(io::Error::other)?;
    let mut content = first.to_bytes().to_vec();
    for record in records {
        if let Some(batch) = batches.append(record).map_err(io::Error::other)? {
            content.extend_from_slice(&batch.to_bytes());
        }
    }
    let (last, footer) = batches.finish().map_err(io::Error::other)?;
    for batch in last.iter().chain([&footer]) {
        content.extend_from_slice(&batch.to_bytes());
    }
    replace_file(disk, &log_dir.join(BOOTSTRAP_FILE), &content)
}

/// The records of `<log_dir>/bootstrap.checkpoint`, or `None` when there is no such file: the cluster then starts from
/// the newest production feature levels.
pub fn read_bootstrap_checkpoint(
    disk: &dyn Disk,
    log_dir: &Path,
) -> Result<Option<Vec<Bytes>>, CheckpointError> {
    let path = log_dir.join(BOOTSTRAP_FILE);
    if disk.stat(&path)?.is_none() {
        return Ok(None);
    }
    let mut records = Vec::new();
    let mut reader = CheckpointReader::open(disk, &path)?;
    reader.for_each_record(|value| records.push(Bytes::copy_from_slice(value)))?;
    Ok(Some(records))
}

/// Writes the first snapshot of a dynamic quorum (KIP-853) into the metadata log directory of a voter or observer that
/// is being formatted: `<log_dir>/__cluster_metadata-0/00000000000000000000-0000000000.checkpoint`, which names the
/// first voters (`--initial-controllers`, `--standalone`). With `--no-initial-controllers` no such file is written.
pub fn write_voters_checkpoint(
    disk: Arc<dyn Disk>,
    log_dir: &Path,
    voters: &Voters,
    kraft_version: i16,
    now_ms: i64,
) -> io::Result<()> {
    let header = CheckpointHeader {
        last_contained_log_timestamp_ms: now_ms,
        kraft_version,
        voters: Some(voters.clone()),
    };
    let directory = log_dir.join(METADATA_DIRECTORY);
    let id = CheckpointId::default();
    CheckpointWriter::create(Arc::clone(&disk), &directory, id, &header, now_ms)?.finish()?;
    disk.sync_dir(log_dir)
}
