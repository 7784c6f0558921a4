//! Why a batch was not appended, and what the producer is told.

use kalda_log::{AppendError, LogError};
use kalda_protocol::ErrorCode;
use kalda_records::{BatchError, Rejection, RejectionKind};

/// Kafka calls a batch whose length field is below this no batch at all: it is the size of the oldest format's header.
const SMALLEST_BATCH_BYTES: i32 = 14;

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
        /// First offset of the log.
        log_start_offset: i64,
    },
    /// The log did not take it.
    #[error("{error}")]
    Append {
        /// Why.
        error: AppendError,
        /// First offset of the log.
        log_start_offset: i64,
    },
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
            ProduceError::Append { error, .. } => append_code(error),
            ProduceError::Flush(_) => ErrorCode::KafkaStorageError,
        }
    }

    /// Index in the batch and message of each record at fault.
    pub(crate) fn record_errors(&self) -> impl Iterator<Item = (i32, String)> {
        let rejection = match self {
            ProduceError::Rejected { rejection, .. } => Some(rejection),
            ProduceError::Refused(_)
            | ProduceError::NoRecords
            | ProduceError::Append { .. }
            | ProduceError::Flush(_) => None,
        };
        let errors = rejection.into_iter().flat_map(Rejection::record_errors);
        errors.map(|error| (error.batch_index, error.fault.to_string()))
    }

    /// The message of the answer: told, as in Kafka, where single records are at fault or no batch can be made out.
    pub(crate) fn message(&self) -> Option<String> {
        let unreadable = match self {
            ProduceError::Rejected { rejection, .. } => matches!(
                rejection,
                Rejection::Corrupt(
                    BatchError::Length(..SMALLEST_BATCH_BYTES) | BatchError::Magic(_)
                )
            ),
            ProduceError::Refused(_)
            | ProduceError::NoRecords
            | ProduceError::Append { .. }
            | ProduceError::Flush(_) => false,
        };
        let told = unreadable || self.record_errors().next().is_some();
        told.then(|| self.to_string())
    }

    /// `log_start_offset` of the answer: -1 where Kafka gives up before it looks at the log, or where the producer is to
    /// look elsewhere.
    pub(crate) fn log_start_offset(&self) -> i64 {
        let told = match self {
            ProduceError::Rejected {
                rejection,
                log_start_offset,
            } => is_told_log_start(rejection).then_some(*log_start_offset),
            ProduceError::Append {
                error,
                log_start_offset,
            } => match error {
                AppendError::LargerThanSegment { .. }
                | AppendError::Batch(_)
                | AppendError::Storage(_) => None,
                AppendError::InvalidRecord(_)
                | AppendError::UnexpectedOffset { .. }
                | AppendError::OutOfOrderSequence { .. }
                | AppendError::InvalidProducerEpoch { .. }
                | AppendError::InvalidTransactionState { .. }
                | AppendError::CoordinatorFenced { .. } => Some(*log_start_offset),
            },
            ProduceError::Refused(_) | ProduceError::NoRecords | ProduceError::Flush(_) => None,
        };
        told.unwrap_or(-1)
    }
}

fn is_told_log_start(rejection: &Rejection) -> bool {
    match rejection {
        Rejection::NoBatch
        | Rejection::SeveralBatches
        | Rejection::OldMagic(_)
        | Rejection::ZstdBelowVersion7
        | Rejection::Corrupt(_)
        | Rejection::TooLarge { .. } => false,
        Rejection::UnknownCompression(_)
        | Rejection::BaseOffset(_)
        | Rejection::OffsetRange { .. }
        | Rejection::ControlBatch
        | Rejection::Sequence { .. }
        | Rejection::Unreadable(_)
        | Rejection::Records(_)
        | Rejection::Recompression(_) => true,
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
