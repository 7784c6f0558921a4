//! Reads snapshots, batch by batch.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use kalda_disk::{Disk, DiskFile, OpenMode};
use kalda_records::control::{ControlError, ControlRecord};
use kalda_records::{
    AppendBatch, BatchError, BatchHeader, DecompressionLimits, HEADER_BYTES, ReadError,
    RecordReader,
};

use super::write::CheckpointHeader;

/// Apache Kafka writes batches of at most 8 MiB and refuses larger ones.
const MAX_BATCH_BYTES: usize = 16 * 1024 * 1024;

/// A snapshot that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The disk refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The content is not a snapshot, or not a whole one.
    #[error("{}: {reason} at byte {position}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Where the batch in question begins.
        position: u64,
        /// What is wrong with it.
        reason: String,
    },
}

/// Why one batch is no good; the reader adds where it lies.
#[derive(Debug, thiserror::Error)]
enum Flaw {
    #[error(transparent)]
    Batch(#[from] BatchError),
    #[error(transparent)]
    Records(#[from] ReadError),
    #[error(transparent)]
    Control(#[from] ControlError),
    #[error("{0}")]
    Shape(&'static str),
}

/// A snapshot file whose first batch has been read.
#[derive(Debug)]
pub struct CheckpointReader {
    path: PathBuf,
    file: Arc<dyn DiskFile>,
    position: u64,
    header: CheckpointHeader,
}

impl CheckpointReader {
    /// Opens a snapshot and reads what its header says.
    pub fn open(disk: &dyn Disk, path: &Path) -> Result<Self, CheckpointError> {
        let file = disk.open(path, OpenMode::Read)?;
        let header = CheckpointHeader::default();
        let mut reader = CheckpointReader {
            path: path.to_path_buf(),
            file,
            position: 0,
            header,
        };
        let Some(first) = reader.next_batch()? else {
            return Err(reader.malformed(0, &Flaw::Shape("the snapshot is empty")));
        };
        let mut starts = false;
        let records = control_records(&first).map_err(|flaw| reader.malformed(0, &flaw))?;
        for record in records {
            reader.take_control(record, &mut starts);
        }
        if starts {
            Ok(reader)
        } else {
            Err(reader.malformed(0, &Flaw::Shape("the first batch is no snapshot header")))
        }
    }

    /// What the first batch says.
    pub fn header(&self) -> &CheckpointHeader {
        &self.header
    }

    /// Calls `record` with the value of each data record, in order. Fails when the file ends without its footer.
    pub fn for_each_record(
        &mut self,
        mut record: impl FnMut(&[u8]),
    ) -> Result<(), CheckpointError> {
        loop {
            let at = self.position;
            let Some(batch) = self.next_batch()? else {
                return Err(self.malformed(at, &Flaw::Shape("the snapshot has no footer")));
            };
            if batch.header.is_control() {
                let records = control_records(&batch).map_err(|flaw| self.malformed(at, &flaw))?;
                let is_footer =
                    |record: &ControlRecord| matches!(record, ControlRecord::SnapshotFooter { .. });
                if records.iter().any(is_footer) {
                    return Ok(());
                }
                continue;
            }
            data_records(&batch, &mut record).map_err(|flaw| self.malformed(at, &flaw))?;
        }
    }

    fn take_control(&mut self, record: ControlRecord, starts: &mut bool) {
        match record {
            ControlRecord::SnapshotHeader {
                last_contained_log_timestamp_ms,
                ..
            } => {
                *starts = true;
                self.header.last_contained_log_timestamp_ms = last_contained_log_timestamp_ms;
            }
            ControlRecord::KRaftVersion { kraft_version, .. } => {
                self.header.kraft_version = kraft_version;
            }
            ControlRecord::Voters(voters) => self.header.voters = Some(voters),
            ControlRecord::EndTransaction { .. }
            | ControlRecord::LeaderChange(_)
            | ControlRecord::SnapshotFooter { .. }
            | ControlRecord::Unknown { .. } => {}
        }
    }

    /// The next batch, checked; `None` at the end of the file.
    fn next_batch(&mut self) -> Result<Option<AppendBatch>, CheckpointError> {
        let mut head = [0; HEADER_BYTES];
        let read = self.file.read_at(&mut head, self.position)?;
        if read == 0 {
            return Ok(None);
        }
        let flawed = |flaw: Flaw| self.malformed(self.position, &flaw);
        let header = BatchHeader::read(head.get(..read).unwrap_or_default())
            .map_err(|error| flawed(error.into()))?;
        let total_bytes = header.total_bytes();
        if total_bytes > MAX_BATCH_BYTES {
            return Err(flawed(Flaw::Shape(
                "the batch is larger than any writer makes one",
            )));
        }
        let mut bytes = vec![0; total_bytes];
        let read = self.file.read_at(&mut bytes, self.position)?;
        bytes.truncate(read);
        let batch =
            AppendBatch::from_wire(Bytes::from(bytes)).map_err(|error| flawed(error.into()))?;
        self.position += total_bytes as u64;
        Ok(Some(batch))
    }

    fn malformed(&self, position: u64, flaw: &Flaw) -> CheckpointError {
        CheckpointError::Malformed {
            path: self.path.clone(),
            position,
            reason: flaw.to_string(),
        }
    }
}

fn control_records(batch: &AppendBatch) -> Result<Vec<ControlRecord>, Flaw> {
    if !batch.header.is_control() {
        return Err(Flaw::Shape("the first batch is no control batch"));
    }
    let limits = DecompressionLimits::default();
    let mut reader = RecordReader::new(&batch.header, &batch.payload, limits)?;
    let mut records = Vec::new();
    while let Some(record) = reader.next_record()? {
        records.push(ControlRecord::of(&record)?);
    }
    Ok(records)
}

fn data_records(batch: &AppendBatch, each: &mut impl FnMut(&[u8])) -> Result<(), Flaw> {
    let limits = DecompressionLimits::default();
    let mut reader = RecordReader::new(&batch.header, &batch.payload, limits)?;
    while let Some(record) = reader.next_record()? {
        each(record.value.ok_or(Flaw::Shape("a record has no value"))?);
    }
    Ok(())
}
