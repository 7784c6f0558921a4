//! Why a batch was not appended, and what the producer is told.

use kalda_log::{AppendError, LogError};
use kalda_protocol::ErrorCode;
use kalda_records::{Rejection, RejectionKind};

/// Why a batch was not appended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProduceError {
    /// For a reason that needs no detail.
    #[error("{0}")]
    Refused(ErrorCode),
    /// The partition of the request has no records at all.
    #[error("the request has no records for the partition")]
    NoRecords,
    /// The batch breaks the rules of the topic or of the format.
    #[error("{rejection}")]
    Rejected {
        /// Which rule.
        rejection: Rejection,
        /// First offset of the log, told with errors of single records.
        log_start_offset: i64,
    },
    /// The log did not take it.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// A flush that the topic asks for failed: nobody knows what of the batch is on the disk.
    #[error(transparent)]
    Flush(LogError),
}

impl ProduceError {
    /// Kafka's error code.
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            ProduceError::Refused(code) => *code,
            ProduceError::NoRecords => ErrorCode::InvalidRecord,
            ProduceError::Rejected { rejection, .. } => match rejection.kind() {
                RejectionKind::InvalidRecord => ErrorCode::InvalidRecord,
                RejectionKind::InvalidTimestamp => ErrorCode::InvalidTimestamp,
                RejectionKind::MessageTooLarge => ErrorCode::MessageTooLarge,
                RejectionKind::CorruptMessage => ErrorCode::CorruptMessage,
                RejectionKind::UnsupportedCompressionType => ErrorCode::UnsupportedCompressionType,
                RejectionKind::ServerError => ErrorCode::UnknownServerError,
            },
            ProduceError::Append(error) => append_code(error),
            ProduceError::Flush(_) => ErrorCode::KafkaStorageError,
        }
    }

    /// Index in the batch and message of each record at fault.
    pub(crate) fn record_errors(&self) -> impl Iterator<Item = (i32, String)> {
        let rejection = match self {
            ProduceError::Rejected { rejection, .. } => Some(rejection),
            ProduceError::Refused(_)
            | ProduceError::NoRecords
            | ProduceError::Append(_)
            | ProduceError::Flush(_) => None,
        };
        let errors = rejection.into_iter().flat_map(Rejection::record_errors);
        errors.map(|error| (error.batch_index, error.fault.to_string()))
    }

    /// The message of the answer: Kafka tells one only where single records are at fault.
    pub(crate) fn message(&self) -> Option<String> {
        let first = self.record_errors().next().is_some();
        first.then(|| self.to_string())
    }

    /// `log_start_offset` of the answer.
    pub(crate) fn log_start_offset(&self) -> i64 {
        match self {
            ProduceError::Rejected {
                rejection,
                log_start_offset,
            } if !rejection.record_errors().is_empty() => *log_start_offset,
            ProduceError::Rejected { .. }
            | ProduceError::Refused(_)
            | ProduceError::NoRecords
            | ProduceError::Append(_)
            | ProduceError::Flush(_) => -1,
        }
    }
}

fn append_code(error: &AppendError) -> ErrorCode {
    match error {
        AppendError::LargerThanSegment { .. } => ErrorCode::RecordListTooLarge,
        AppendError::Batch(_) => ErrorCode::CorruptMessage,
        AppendError::InvalidRecord(_) => ErrorCode::InvalidRecord,
        AppendError::UnexpectedOffset { .. } => ErrorCode::UnknownServerError,
        AppendError::OutOfOrderSequence { .. } => ErrorCode::OutOfOrderSequenceNumber,
        AppendError::InvalidProducerEpoch { .. } => ErrorCode::InvalidProducerEpoch,
        AppendError::InvalidTransactionState { .. } => ErrorCode::InvalidTxnState,
        AppendError::CoordinatorFenced { .. } => ErrorCode::TransactionCoordinatorFenced,
        AppendError::Storage(_) => ErrorCode::KafkaStorageError,
    }
}
