//! Writes snapshots.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{Disk, DiskFile, OpenMode};
use kalda_records::control::{ControlRecord, Voters};
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, BuildError, NewRecord};

use super::name::CheckpointId;

/// A data batch is closed when the next record would take it beyond this. Apache Kafka's readers take up to 8 MiB.
const MAX_BATCH_BYTES: usize = 1024 * 1024;

/// What the first batch of a snapshot says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckpointHeader {
    /// Append time of the last record that the snapshot covers, in ms; retention by age counts from it.
    pub last_contained_log_timestamp_ms: i64,
    /// `kraft.version` in force at the end of the snapshot.
    pub kraft_version: i16,
    /// The voters in force there; only with a `kraft.version` of 1 or more.
    pub voters: Option<Voters>,
}

impl CheckpointHeader {
    fn records(&self) -> Vec<ControlRecord> {
        let last_contained_log_timestamp_ms = self.last_contained_log_timestamp_ms;
        let mut records = vec![ControlRecord::SnapshotHeader {
            version: 0,
            last_contained_log_timestamp_ms,
        }];
        if self.kraft_version >= 1 {
            let kraft_version = self.kraft_version;
            records.push(ControlRecord::KRaftVersion {
                version: 0,
                kraft_version,
            });
            records.extend(self.voters.clone().map(ControlRecord::Voters));
        }
        records
    }
}

/// Builds the batches of a snapshot. Offsets count up from 0 inside the file; every batch has the snapshot's epoch and
/// one timestamp.
pub(crate) struct CheckpointBatches {
    epoch: i32,
    now_ms: i64,
    next_offset: i64,
    open: Option<BatchBuilder>,
}

impl CheckpointBatches {
    /// Starts a snapshot; the batch is its first.
    pub(crate) fn start(
        epoch: i32,
        header: &CheckpointHeader,
        now_ms: i64,
    ) -> Result<(Self, AppendBatch), BuildError> {
        let mut batches = CheckpointBatches {
            epoch,
            now_ms,
            next_offset: 0,
            open: None,
        };
        let first = batches.control(&header.records())?;
        Ok((batches, first))
    }

    /// Adds one record; answers with the batch that it no longer fitted into.
    pub(crate) fn append(&mut self, value: &[u8]) -> Result<Option<AppendBatch>, BuildError> {
        let full = |open: &BatchBuilder| open.uncompressed_bytes() + value.len() > MAX_BATCH_BYTES;
        let closed = if self.open.as_ref().is_some_and(full) {
            self.close()?
        } else {
            None
        };
        let settings = self.settings();
        let open = self.open.get_or_insert_with(|| BatchBuilder::new(settings));
        let timestamp = self.now_ms;
        open.append(&NewRecord {
            timestamp,
            value: Some(value),
            ..NewRecord::default()
        });
        Ok(closed)
    }

    /// The last data batch, if there is one, and the footer.
    pub(crate) fn finish(&mut self) -> Result<(Option<AppendBatch>, AppendBatch), BuildError> {
        let last = self.close()?;
        let footer = self.control(&[ControlRecord::SnapshotFooter { version: 0 }])?;
        Ok((last, footer))
    }

    fn control(&mut self, records: &[ControlRecord]) -> Result<AppendBatch, BuildError> {
        let batch = ControlRecord::batch(self.settings(), self.now_ms, records)?;
        self.next_offset = batch.header.next_offset();
        Ok(batch)
    }

    fn close(&mut self) -> Result<Option<AppendBatch>, BuildError> {
        let Some(open) = self.open.take() else {
            return Ok(None);
        };
        let batch = open.build()?;
        self.next_offset = batch.header.next_offset();
        Ok(Some(batch))
    }

    fn settings(&self) -> BatchSettings {
        BatchSettings {
            base_offset: self.next_offset,
            partition_leader_epoch: self.epoch,
            ..BatchSettings::default()
        }
    }
}

/// A snapshot on its way to the disk: written to a `.part` file, and given its name by
/// [`finish`](CheckpointWriter::finish) when it is whole and durable.
pub struct CheckpointWriter {
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    id: CheckpointId,
    file: Arc<dyn DiskFile>,
    position: u64,
    batches: CheckpointBatches,
}

impl CheckpointWriter {
    /// Starts the snapshot `id` in `directory`, which is made if missing. A `.part` file of that name is overwritten.
    pub fn create(
        disk: Arc<dyn Disk>,
        directory: &Path,
        id: CheckpointId,
        header: &CheckpointHeader,
        now_ms: i64,
    ) -> io::Result<Self> {
        disk.create_dir_all(directory)?;
        let file = disk.open(&directory.join(id.part_name()), OpenMode::Create)?;
        file.set_len(0)?;
        let (batches, first) =
            CheckpointBatches::start(id.epoch, header, now_ms).map_err(io::Error::other)?;
        let directory = directory.to_path_buf();
        let mut writer = CheckpointWriter {
            disk,
            directory,
            id,
            file,
            position: 0,
            batches,
        };
        writer.write(&first)?;
        Ok(writer)
    }

    /// Adds one record.
    pub fn append(&mut self, value: &[u8]) -> io::Result<()> {
        match self.batches.append(value).map_err(io::Error::other)? {
            Some(batch) => self.write(&batch),
            None => Ok(()),
        }
    }

    /// Ends the snapshot: durable, read-only and under its name when this returns. Answers with its size in bytes.
    pub fn finish(mut self) -> io::Result<u64> {
        let (last, footer) = self.batches.finish().map_err(io::Error::other)?;
        for batch in last.iter().chain([&footer]) {
            self.write(batch)?;
        }
        let part = self.directory.join(self.id.part_name());
        self.file.sync_all()?;
        self.disk.make_read_only(&part)?;
        self.disk
            .rename(&part, &self.directory.join(self.id.file_name()))?;
        self.disk.sync_dir(&self.directory)?;
        Ok(self.position)
    }

    fn write(&mut self, batch: &AppendBatch) -> io::Result<()> {
        self.file
            .write_at(&[&batch.header_bytes(), &batch.payload], self.position)?;
        self.position += batch.total_bytes() as u64;
        Ok(())
    }
}
