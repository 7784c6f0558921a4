//! What a client of a coordinator is told when the coordinator's log does not take its records.

use kalda_protocol::ErrorCode;

/// Kafka's code for a request whose records were refused with `error`.
///
/// A coordinator's client knows nothing of its log: it is told to look for the coordinator again, or that something is
/// wrong for good.
pub(crate) fn append_error(error: ErrorCode) -> ErrorCode {
    use ErrorCode as E;
    if matches!(
        error,
        E::UnknownTopicOrPartition | E::NotEnoughReplicas | E::RequestTimedOut
    ) {
        return E::CoordinatorNotAvailable;
    }
    if matches!(error, E::NotLeaderOrFollower | E::KafkaStorageError) {
        return E::NotCoordinator;
    }
    if matches!(
        error,
        E::MessageTooLarge | E::RecordListTooLarge | E::InvalidFetchSize
    ) {
        return E::UnknownServerError;
    }
    error
}
