//! Whether a batch may follow what its producer wrote before.

use kalda_records::{BatchHeader, NO_PRODUCER_EPOCH, NO_SEQUENCE};

use crate::error::AppendError;
use crate::log::Origin;

use super::{BatchMark, Marker, ProducerEntry, Producers};

/// From this transaction version on, each transaction has an own producer epoch (KIP-890).
const EPOCH_PER_TRANSACTION: i16 = 2;

/// What to do with a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It goes into the log.
    Append,
    /// It is in the log already.
    Duplicate(BatchMark),
}

impl Producers {
    /// Checks a batch against what its producer wrote before. Nothing changes.
    pub(crate) fn check(
        &self,
        header: &BatchHeader,
        marker: Option<Marker>,
        origin: Origin,
    ) -> Result<Verdict, AppendError> {
        if !header.has_producer_id() {
            return Ok(Verdict::Append);
        }
        let entry = self.entries().get(&header.producer_id);
        match origin {
            // What the leader accepted is in its log, so followers must take it.
            Origin::Replication | Origin::Raft => Ok(Verdict::Append),
            Origin::Client {
                transaction_version,
                ..
            } => {
                if let Some(mark) = entry.and_then(|entry| entry.duplicate_of(header)) {
                    return Ok(Verdict::Duplicate(mark));
                }
                check_data(entry, header)?;
                check_sequence(entry, header, transaction_version)?;
                Ok(Verdict::Append)
            }
            Origin::Coordinator {
                transaction_version,
                ..
            } => {
                match marker {
                    Some(marker) => check_marker(entry, header, marker, transaction_version)?,
                    None => check_data(entry, header)?,
                }
                Ok(Verdict::Append)
            }
        }
    }
}

fn check_data(entry: Option<&ProducerEntry>, header: &BatchHeader) -> Result<(), AppendError> {
    let Some(entry) = entry else {
        return Ok(());
    };
    if header.producer_epoch < entry.producer_epoch {
        return Err(old_epoch(entry, header));
    }
    if entry.transaction_start.is_some() && !header.is_transactional() {
        return Err(AppendError::InvalidTransactionState {
            producer_id: header.producer_id,
        });
    }
    Ok(())
}

fn old_epoch(entry: &ProducerEntry, header: &BatchHeader) -> AppendError {
    AppendError::InvalidProducerEpoch {
        producer_id: header.producer_id,
        producer_epoch: header.producer_epoch,
        current_epoch: entry.producer_epoch,
    }
}

fn check_sequence(
    entry: Option<&ProducerEntry>,
    header: &BatchHeader,
    transaction_version: i16,
) -> Result<(), AppendError> {
    let first = header.base_sequence;
    let out_of_order = |last_sequence| {
        Err(AppendError::OutOfOrderSequence {
            producer_id: header.producer_id,
            first_sequence: first,
            last_sequence,
        })
    };
    // Without state (expired, or deleted with the records) any sequence may come first, so that a producer can go on
    // after a long silence. With an epoch per transaction the first batch is known to be the first.
    let Some(entry) = entry.filter(|it| it.producer_epoch != NO_PRODUCER_EPOCH) else {
        let must_be_first =
            header.is_transactional() && transaction_version >= EPOCH_PER_TRANSACTION;
        return if must_be_first && first != 0 {
            out_of_order(NO_SEQUENCE)
        } else {
            Ok(())
        };
    };
    if header.producer_epoch != entry.producer_epoch {
        return if first == 0 {
            Ok(())
        } else {
            out_of_order(NO_SEQUENCE)
        };
    }
    let last = entry.last_sequence();
    let follows = i64::from(first) == i64::from(last) + 1 || (first == 0 && last == i32::MAX);
    if follows { Ok(()) } else { out_of_order(last) }
}

fn check_marker(
    entry: Option<&ProducerEntry>,
    header: &BatchHeader,
    marker: Marker,
    transaction_version: i16,
) -> Result<(), AppendError> {
    let Some(entry) = entry else {
        return Ok(());
    };
    let epoch = header.producer_epoch;
    let stale = if transaction_version >= EPOCH_PER_TRANSACTION {
        // The coordinator raises the epoch before it writes the marker, so an equal epoch means a repetition: harmless
        // when the transaction has ended already (KAFKA-19999), or when the epoch cannot be raised any more.
        let repeated = epoch == entry.producer_epoch
            && (entry.transaction_start.is_none() || epoch == i16::MAX);
        epoch <= entry.producer_epoch && !repeated
    } else {
        epoch < entry.producer_epoch
    };
    if stale {
        return Err(old_epoch(entry, header));
    }
    if marker.coordinator_epoch < entry.coordinator_epoch {
        return Err(AppendError::CoordinatorFenced {
            coordinator_epoch: marker.coordinator_epoch,
            current_epoch: entry.coordinator_epoch,
        });
    }
    Ok(())
}
