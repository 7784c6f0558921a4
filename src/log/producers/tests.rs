//! Idempotence and transactions as clients see them.

use kalda_records::control::{ControlRecord, TransactionResult};
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, NewRecord};
use proptest::prelude::*;

use super::snapshot::{SnapshotError, decode, encode};
use super::*;
use crate::error::AppendError;
use crate::log::tests::{NOW, fresh, request};
use crate::log::{Appended, Isolation, Log, Origin, ReadFrom};

const PRODUCER: i64 = 1000;

fn settings(epoch: i16, sequence: i32) -> BatchSettings {
    BatchSettings {
        producer_id: PRODUCER,
        producer_epoch: epoch,
        base_sequence: sequence,
        ..BatchSettings::default()
    }
}

fn records(settings: BatchSettings, count: usize) -> AppendBatch {
    let mut builder = BatchBuilder::new(settings);
    for _ in 0..count {
        builder.append(&NewRecord {
            timestamp: NOW,
            key: None,
            value: Some(b"v"),
            headers: &[],
        });
    }
    builder.build().unwrap()
}

fn send(log: &mut Log, epoch: i16, sequence: i32, count: usize) -> Result<Appended, AppendError> {
    log.append(
        records(settings(epoch, sequence), count),
        Origin::client(0),
        NOW,
    )
}

fn send_transactional(log: &mut Log, producer_id: i64, sequence: i32) -> Appended {
    let mut settings = settings(0, sequence);
    settings.producer_id = producer_id;
    settings.attributes.transactional = true;
    log.append(records(settings, 1), Origin::client(0), NOW)
        .unwrap()
}

fn end(
    log: &mut Log,
    producer_id: i64,
    epoch: i16,
    result: TransactionResult,
    version: i16,
) -> Result<Appended, AppendError> {
    end_by(log, (producer_id, epoch), result, (version, 5))
}

fn end_by(
    log: &mut Log,
    (producer_id, epoch): (i64, i16),
    result: TransactionResult,
    (transaction_version, coordinator_epoch): (i16, i32),
) -> Result<Appended, AppendError> {
    let mut settings = settings(epoch, -1);
    settings.producer_id = producer_id;
    settings.attributes.transactional = true;
    let marker = ControlRecord::EndTransaction {
        result,
        coordinator_epoch,
    };
    let origin = Origin::Coordinator {
        leader_epoch: 0,
        transaction_version,
    };
    log.append(
        ControlRecord::batch(settings, NOW, &[marker]).unwrap(),
        origin,
        NOW,
    )
}

#[test]
fn each_of_the_last_five_batches_is_recognised_with_its_original_offset() {
    let (_disk, mut log) = fresh();
    for sequence in 0..7 {
        send(&mut log, 0, sequence * 2, 2).unwrap();
    }
    let end_offset = log.log_end_offset();
    for sequence in 2..7 {
        let again = send(&mut log, 0, sequence * 2, 2).unwrap();
        assert!(again.duplicate);
        assert_eq!(
            (again.base_offset, again.last_offset),
            (i64::from(sequence) * 2, i64::from(sequence) * 2 + 1)
        );
    }
    assert!(matches!(
        send(&mut log, 0, 2, 2),
        Err(AppendError::OutOfOrderSequence {
            last_sequence: 13,
            ..
        })
    ));
    assert_eq!(log.log_end_offset(), end_offset, "nothing was appended");
}

#[test]
fn a_batch_that_only_overlaps_an_earlier_one_is_out_of_order() {
    let (_disk, mut log) = fresh();
    send(&mut log, 0, 0, 4).unwrap();
    for (sequence, count) in [(0, 3), (1, 3), (3, 1), (5, 1)] {
        let error = send(&mut log, 0, sequence, count).unwrap_err();
        assert!(
            matches!(error, AppendError::OutOfOrderSequence { .. }),
            "{sequence} {count}"
        );
    }
    send(&mut log, 0, 4, 1).unwrap();
}

#[test]
fn sequences_wrap_from_the_largest_to_zero() {
    let (_disk, mut log) = fresh();
    send(&mut log, 0, i32::MAX - 1, 2).unwrap();
    let second = send(&mut log, 0, 0, 1).unwrap();
    assert_eq!(second.base_offset, 2);
    let (_disk, mut log) = fresh();
    let across = send(&mut log, 0, i32::MAX, 3).unwrap();
    assert!(send(&mut log, 0, i32::MAX, 3).unwrap().duplicate);
    send(&mut log, 0, 2, 1).unwrap();
    assert_eq!(across.base_offset, 0);
}

#[test]
fn an_unknown_producer_may_begin_anywhere_and_a_new_epoch_only_at_zero() {
    let (_disk, mut log) = fresh();
    send(&mut log, 3, 77, 1).unwrap();
    assert!(matches!(
        send(&mut log, 4, 78, 1),
        Err(AppendError::OutOfOrderSequence {
            last_sequence: -1,
            ..
        })
    ));
    send(&mut log, 4, 0, 1).unwrap();
    assert!(matches!(
        send(&mut log, 3, 78, 1),
        Err(AppendError::InvalidProducerEpoch {
            producer_epoch: 3,
            current_epoch: 4,
            ..
        })
    ));
}

#[test]
fn with_an_epoch_per_transaction_an_unknown_producer_must_begin_at_zero() {
    let (_disk, mut log) = fresh();
    let mut transactional = settings(0, 5);
    transactional.attributes.transactional = true;
    let origin = Origin::Client {
        leader_epoch: 0,
        transaction_version: 2,
    };
    let error = log
        .append(records(transactional, 1), origin, NOW)
        .unwrap_err();
    assert!(matches!(
        error,
        AppendError::OutOfOrderSequence {
            first_sequence: 5,
            ..
        }
    ));
    transactional.base_sequence = 0;
    log.append(records(transactional, 1), origin, NOW).unwrap();
}

#[test]
fn after_a_restart_the_last_batch_is_still_recognised() {
    for clean in [true, false] {
        let (disk, mut log) = fresh();
        for sequence in 0..40 {
            send(&mut log, 0, sequence, 1).unwrap();
        }
        assert!(log.segment_count() > 1);
        if clean {
            log.close(NOW).unwrap();
        } else {
            drop(log);
        }
        let (mut log, _) = Log::open(request(&disk, clean)).unwrap();
        let again = send(&mut log, 0, 39, 1).unwrap();
        assert!(again.duplicate);
        assert_eq!(again.base_offset, 39);
        assert!(!send(&mut log, 0, 40, 1).unwrap().duplicate);
    }
}

#[test]
fn silent_producers_are_forgotten_unless_a_transaction_is_open() {
    let (_disk, mut log) = fresh();
    send(&mut log, 0, 0, 1).unwrap();
    send_transactional(&mut log, 7, 0);
    let day = log.config().producer_expiration_ms;
    log.expire_producers(NOW + day - 1);
    assert_eq!(log.active_producers().count(), 2);
    log.expire_producers(NOW + day);
    let left: Vec<i64> = log.active_producers().map(|it| it.producer_id).collect();
    assert_eq!(left, [7]);
    send(&mut log, 0, 55, 1).unwrap();
}

#[test]
fn replicated_batches_are_taken_as_the_leader_took_them() {
    let (_disk, mut log) = fresh();
    send(&mut log, 5, 10, 1).unwrap();
    let mut odd = records(settings(4, 99), 1);
    odd.set_position(1, 0);
    log.append(odd, Origin::Replication, NOW).unwrap();
    assert_eq!(log.log_end_offset(), 2);
}

#[test]
fn the_last_stable_offset_waits_for_open_transactions_and_for_replication() {
    let (_disk, mut log) = fresh();
    send(&mut log, 0, 0, 1).unwrap();
    send_transactional(&mut log, 7, 0);
    send_transactional(&mut log, 8, 0);
    log.set_high_watermark(3);
    assert_eq!(log.last_stable_offset(), 1);
    assert!(log.has_open_transaction(7, 0));
    end(&mut log, 7, 0, TransactionResult::Commit, 1).unwrap();
    assert!(!log.has_open_transaction(7, 0));
    assert_eq!(
        log.last_stable_offset(),
        1,
        "the marker is not replicated yet"
    );
    log.set_high_watermark(4);
    assert_eq!(log.last_stable_offset(), 2);
    end(&mut log, 8, 0, TransactionResult::Abort, 1).unwrap();
    log.set_high_watermark(5);
    assert_eq!(log.last_stable_offset(), 5);
}

#[test]
fn readers_of_committed_data_get_the_aborted_transactions_of_what_they_read() {
    let (disk, mut log) = fresh();
    send_transactional(&mut log, 7, 0);
    send_transactional(&mut log, 8, 0);
    end(&mut log, 7, 0, TransactionResult::Abort, 1).unwrap();
    end(&mut log, 8, 0, TransactionResult::Commit, 1).unwrap();
    log.set_high_watermark(4);
    let committed = ReadFrom {
        offset: 0,
        max_bytes: 10_000,
        min_one_batch: true,
        isolation: Isolation::LastStable,
    };
    let expected = AbortedTransaction {
        producer_id: 7,
        first_offset: 0,
        last_offset: 2,
        last_stable_offset: 1,
    };
    assert_eq!(log.read(committed).unwrap().aborted, Some(vec![expected]));
    let behind = ReadFrom {
        offset: 3,
        ..committed
    };
    assert_eq!(log.read(behind).unwrap().aborted, Some(vec![]));
    let uncommitted = ReadFrom {
        isolation: Isolation::HighWatermark,
        ..committed
    };
    assert_eq!(log.read(uncommitted).unwrap().aborted, None);
    drop(log);
    let (log, _) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(log.aborted_transactions(0, 4).unwrap(), [expected]);
}

#[test]
fn a_plain_batch_inside_a_transaction_is_refused() {
    let (_disk, mut log) = fresh();
    send_transactional(&mut log, PRODUCER, 0);
    assert!(matches!(
        send(&mut log, 0, 1, 1),
        Err(AppendError::InvalidTransactionState {
            producer_id: PRODUCER
        })
    ));
}

#[test]
fn markers_of_old_epochs_and_old_coordinators_are_refused() {
    let (_disk, mut log) = fresh();
    send_transactional(&mut log, 7, 0);
    let old = end_by(&mut log, (7, -1), TransactionResult::Abort, (1, 5));
    assert!(matches!(old, Err(AppendError::InvalidProducerEpoch { .. })));
    let equal = end(&mut log, 7, 0, TransactionResult::Abort, 2);
    assert!(
        matches!(equal, Err(AppendError::InvalidProducerEpoch { .. })),
        "version 2 raises the epoch first"
    );
    end(&mut log, 7, 1, TransactionResult::Abort, 2).unwrap();
    end(&mut log, 7, 1, TransactionResult::Abort, 2).unwrap();
    let zombie = end_by(&mut log, (7, 2), TransactionResult::Abort, (2, 4));
    assert!(matches!(
        zombie,
        Err(AppendError::CoordinatorFenced {
            coordinator_epoch: 4,
            current_epoch: 5
        })
    ));
}

#[test]
fn a_snapshot_has_kafkas_bytes_and_is_read_back() {
    let mut producers = Producers::default();
    let mut header = records(settings(3, 10), 4).header;
    header.base_offset = 20;
    producers.replay(&header, None);
    let file = encode(&producers);
    assert_eq!(file.len(), 10 + 46);
    assert_eq!(file[..2], [0, 1]);
    assert_eq!(file[6..10], [0, 0, 0, 1]);
    assert_eq!(file[10..18], PRODUCER.to_be_bytes());
    assert_eq!(file[18..24], [0, 3, 0, 0, 0, 13]);
    assert_eq!(file[24..32], 23_i64.to_be_bytes());
    assert_eq!(file[32..36], [0, 0, 0, 3]);
    assert_eq!(file[44..48], [0xff; 4], "no coordinator has written");
    assert_eq!(file[48..56], [0xff; 8], "no transaction is open");
    assert_eq!(decode(&file, 24).unwrap(), producers);
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let file = encode(&Producers::default());
    for at in 0..file.len() {
        let mut bad = file.clone();
        bad[at] ^= 1;
        assert!(decode(&bad, 0).is_err(), "byte {at}");
        assert!(decode(&file[..at], 0).is_err(), "{at} bytes");
    }
    assert_eq!(decode(&[0, 2], 0).unwrap_err(), SnapshotError::Version);
}

proptest! {
    #[test]
    fn any_bytes_are_a_snapshot_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..300), fix_crc: bool) {
        if fix_crc && bytes.len() > 6 {
            bytes[..2].copy_from_slice(&[0, 1]);
            let crc = crc32c::crc32c(&bytes[6..]);
            bytes[2..6].copy_from_slice(&crc.to_be_bytes());
        }
        drop(decode(&bytes, 0));
    }
}
