//! What can go wrong in a log: with its files, with a read, with an append.

use std::io;
use std::path::{Path, PathBuf};

use kalda_records::BatchError;

/// A log's files failed or are not what they should be. The broker answers KAFKA_STORAGE_ERROR.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The system refused an operation.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file's content contradicts itself.
    #[error("{path} is corrupt: {problem}")]
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// An earlier failure to reach the disk made all that was written since the last flush doubtful. The log takes
    /// no more writes; it must be opened again, as after a crash.
    #[error("{path} takes no more writes since an earlier failure; restart to recover it")]
    Failed {
        /// The partition directory.
        path: PathBuf,
    },
}

impl LogError {
    /// Whether the disk is full; the log goes on once there is space.
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Io { source, .. } => source.kind() == io::ErrorKind::StorageFull,
            Self::Corrupt { .. } | Self::Failed { .. } => false,
        }
    }

    pub(crate) fn corrupt(path: PathBuf, problem: impl Into<String>) -> Self {
        Self::Corrupt {
            path,
            problem: problem.into(),
        }
    }
}

/// Puts the operation and the path beside the system's error.
pub(crate) fn failed_to(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> LogError {
    move |source| LogError::Io {
        action,
        path: path.to_path_buf(),
        source,
    }
}

/// Why a batch was not appended. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// RECORD_LIST_TOO_LARGE: the batch does not fit into a segment.
    #[error("the batch has {batch_bytes} bytes, more than a segment may have ({segment_bytes})")]
    LargerThanSegment {
        /// Size of the batch.
        batch_bytes: usize,
        /// `segment.bytes`.
        segment_bytes: u32,
    },
    /// CORRUPT_MESSAGE or INVALID_RECORD: the batch contradicts itself.
    #[error("the batch is not fit to append: {0}")]
    Batch(#[from] BatchError),
    /// INVALID_RECORD: a control batch without a readable marker, or offsets beyond the largest there is.
    #[error("the batch is not fit to append: {0}")]
    InvalidRecord(&'static str),
    /// A replicated batch begins below the log end: the caller must truncate first.
    #[error(
        "the batch has offsets {first_offset}..={last_offset}, but the log ends at {log_end_offset}"
    )]
    UnexpectedOffset {
        /// First offset of the batch.
        first_offset: i64,
        /// Last offset of the batch.
        last_offset: i64,
        /// Where it should begin.
        log_end_offset: i64,
    },
    /// OUT_OF_ORDER_SEQUENCE_NUMBER: a gap or repetition in a producer's sequence.
    #[error("producer {producer_id} sent sequence {first_sequence} after {last_sequence}")]
    OutOfOrderSequence {
        /// The producer.
        producer_id: i64,
        /// First sequence of the batch.
        first_sequence: i32,
        /// Last sequence seen; -1 when a new epoch must begin at 0.
        last_sequence: i32,
    },
    /// INVALID_PRODUCER_EPOCH: a newer incarnation of the producer has written already.
    #[error("producer {producer_id} has epoch {producer_epoch}, but {current_epoch} was seen")]
    InvalidProducerEpoch {
        /// The producer.
        producer_id: i64,
        /// Its epoch in the batch.
        producer_epoch: i16,
        /// The newest epoch seen.
        current_epoch: i16,
    },
    /// INVALID_TXN_STATE: a plain batch inside the producer's open transaction.
    #[error("producer {producer_id} has an open transaction, so its batches must be transactional")]
    InvalidTransactionState {
        /// The producer.
        producer_id: i64,
    },
    /// TRANSACTION_COORDINATOR_FENCED: the marker comes from a coordinator that has been replaced.
    #[error("transaction coordinator epoch {coordinator_epoch} is behind {current_epoch}")]
    CoordinatorFenced {
        /// Epoch in the marker.
        coordinator_epoch: i32,
        /// The newest epoch seen.
        current_epoch: i32,
    },
    /// KAFKA_STORAGE_ERROR.
    #[error(transparent)]
    Storage(#[from] LogError),
}

/// Why nothing can be read at an offset.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// OFFSET_OUT_OF_RANGE: before the log start or after the log end.
    #[error(
        "offset {offset} is outside of the log, which has {log_start_offset}..{log_end_offset}"
    )]
    OffsetOutOfRange {
        /// The offset asked for.
        offset: i64,
        /// First offset of the log.
        log_start_offset: i64,
        /// Offset after the last record.
        log_end_offset: i64,
    },
    /// KAFKA_STORAGE_ERROR.
    #[error(transparent)]
    Storage(#[from] LogError),
}
