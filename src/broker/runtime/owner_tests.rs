//! One shard over a disk that fails on command.

use crate::replicas::Partition;
use crate::replicas::fixture::partition;
use crate::runtime::counter::{Ask, Setup};
use crate::runtime::slots::MAX_QUEUED;
use kalda_disk::{Fault, FaultyDisk, Operation};
use kalda_protocol::ErrorCode;
use kalda_records::control::{ControlRecord, TransactionResult};
use kalda_records::{AppendBatch, Attributes, BatchBuilder, BatchSettings, Batches, NewRecord};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// How many records each batch of the log holds.
fn batches(partition: &Partition) -> Vec<i32> {
    let slice = partition.read_own(0, 1 << 20).unwrap();
    let bytes = slice.range.map(|range| range.read().unwrap());
    Batches::new(&bytes.unwrap_or_default())
        .map(|batch| batch.unwrap().0.records_count)
        .collect()
}

fn batch(settings: BatchSettings, keys: &[&[u8]]) -> AppendBatch {
    let mut builder = BatchBuilder::new(settings);
    for key in keys {
        builder.append(&NewRecord {
            key: Some(key),
            ..NewRecord::default()
        });
    }
    builder.build().unwrap()
}

/// Lets the tasks run that can.
async fn settle() {
    sleep(Duration::from_millis(30)).await;
}

#[tokio::test]
async fn what_was_answered_is_there_after_the_next_loading() {
    let disk = FaultyDisk::new();
    let log = partition(&disk, &[]);
    let (setup, task) = Setup::start(&log).await;
    assert_eq!(setup.ask(Ask::Add(40)).await, Ok(40));
    assert_eq!(setup.ask(Ask::Add(2)).await, Ok(42));
    // Far more than the buffer that it is loaded through.
    assert_eq!(setup.ask(Ask::AddZeros(300)).await, Ok(42));
    task.abort();
    let (setup, _) = Setup::start(&log).await;
    assert_eq!(setup.ask(Ask::Sum).await, Ok(42));
    assert_eq!(batches(&log), [1, 1, 300]);
}

#[tokio::test]
async fn a_shard_is_tried_again_until_it_can_be_loaded() {
    let disk = FaultyDisk::new();
    let log = partition(&disk, &[]);
    log.append_own(vec![batch(BatchSettings::default(), &[&[7]])], 0)
        .await
        .unwrap();
    let attempts = std::sync::atomic::AtomicUsize::new(0);
    let mut setup = Setup::of(
        move || match attempts.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 | 1 => Err(ErrorCode::KafkaStorageError),
            _ => Ok(Arc::clone(&log)),
        },
        None,
    );
    let _running = setup.run();
    let refused = setup.ask(Ask::Sum).await;
    assert_eq!(refused, Err(ErrorCode::CoordinatorLoadInProgress));
    assert_eq!(setup.loaded().await, 7);
}

#[tokio::test]
async fn requests_that_are_there_together_share_a_batch() {
    let log = partition(&FaultyDisk::new(), &[]);
    for linger in [None, Some(Duration::from_millis(50))] {
        let before = batches(&log).len();
        let source = Arc::clone(&log);
        let mut setup = Setup::of(move || Ok(Arc::clone(&source)), linger);
        let _running = setup.run();
        setup.loaded().await;
        let adding: Vec<_> = (0..20).map(|_| setup.asking(Ask::Add(1))).collect();
        for added in adding {
            added.await.unwrap().unwrap();
        }
        let made = batches(&log).len() - before;
        assert!(made <= 2, "{made} batches");
    }
    // Told not to linger it appends what it has.
    let source = Arc::clone(&log);
    let mut setup = Setup::of(move || Ok(Arc::clone(&source)), Some(Duration::ZERO));
    let _running = setup.run();
    assert_eq!(setup.loaded().await, 40);
    assert_eq!(setup.ask(Ask::Add(1)).await, Ok(41));
}

#[tokio::test]
async fn when_the_log_takes_no_records_all_who_wait_are_told_and_the_shard_is_loaded_again() {
    let disk = FaultyDisk::new();
    let log = partition(&disk, &[]);
    let (setup, _running) = Setup::start(&log).await;
    assert_eq!(setup.ask(Ask::Add(5)).await, Ok(5));
    let waiting = setup.asking(Ask::SumLater(60_000));
    settle().await;
    disk.fail(Fault {
        operation: Operation::Write,
        path_contains: ".log".to_owned(),
        after: 0,
        times: 1,
        errno: Fault::ENOSPC,
    });
    // KAFKA_STORAGE_ERROR is what a producer would be told.
    let lost = Err(ErrorCode::NotCoordinator);
    assert_eq!(setup.ask(Ask::Add(6)).await, lost);
    assert_eq!(waiting.await.unwrap(), lost);
    assert_eq!(
        setup.ask(Ask::Sum).await,
        Err(ErrorCode::CoordinatorLoadInProgress)
    );
    assert_eq!(setup.loaded().await, 5, "what was refused is not there");
    assert_eq!(setup.ask(Ask::Add(7)).await, Ok(12));
    assert_eq!(batches(&log), [1, 1]);
}

#[tokio::test]
async fn a_step_that_panics_costs_no_more_than_a_loading() {
    let log = partition(&FaultyDisk::new(), &[]);
    let (setup, _running) = Setup::start(&log).await;
    assert_eq!(setup.ask(Ask::Add(5)).await, Ok(5));
    let waiting = setup.asking(Ask::SumLater(60_000));
    settle().await;
    let unknown = Err(ErrorCode::UnknownServerError);
    assert_eq!(setup.ask(Ask::Panic).await, unknown);
    assert_eq!(waiting.await.unwrap(), unknown);
    assert_eq!(setup.loaded().await, 5);
    assert_eq!(batches(&log), [1]);
}

#[tokio::test]
async fn a_partition_that_went_away_ends_its_shard() {
    let log = partition(&FaultyDisk::new(), &[]);
    let (setup, task) = Setup::start(&log).await;
    let waiting = setup.asking(Ask::SumLater(60_000));
    settle().await;
    log.lose();
    assert_eq!(setup.ask(Ask::Add(1)).await, Err(ErrorCode::NotCoordinator));
    assert_eq!(waiting.await.unwrap(), Err(ErrorCode::NotCoordinator));
    task.abort();
    drop(task.await);
    setup.open();
    assert_eq!(setup.ask(Ask::Sum).await, Err(ErrorCode::NotCoordinator));
}

#[tokio::test]
async fn who_waits_when_the_shard_is_given_up_is_sent_elsewhere() {
    let log = partition(&FaultyDisk::new(), &[]);
    let (setup, task) = Setup::start(&log).await;
    let waiting = setup.asking(Ask::SumLater(60_000));
    settle().await;
    task.abort();
    assert_eq!(waiting.await.unwrap(), Err(ErrorCode::NotCoordinator));
}

#[tokio::test]
async fn a_full_queue_makes_those_who_come_wait() {
    let log = partition(&FaultyDisk::new(), &[]);
    let mut setup = Setup::of(move || Ok(Arc::clone(&log)), None);
    setup.open();
    let one_more = MAX_QUEUED + 1;
    let asking: Vec<_> = (0..one_more).map(|_| setup.asking(Ask::Add(1))).collect();
    settle().await;
    assert!(asking.iter().all(|it| !it.is_finished()));
    let _running = setup.run();
    let mut refused = 0;
    for asked in asking {
        // The owner refuses what came before it has loaded; the one that waited comes then or later.
        refused += usize::from(
            timeout(Duration::from_secs(5), asked)
                .await
                .unwrap()
                .unwrap()
                .is_err(),
        );
    }
    assert!(refused >= MAX_QUEUED);
}

#[tokio::test]
async fn time_and_metadata_step_a_shard_without_a_request() {
    let log = partition(&FaultyDisk::new(), &[]);
    let (setup, _running) = Setup::start(&log).await;
    let begun = std::time::Instant::now();
    let later = setup.asking(Ask::SumLater(80));
    let sooner = setup.asking(Ask::SumLater(40));
    assert_eq!(setup.ask(Ask::Add(3)).await, Ok(3));
    assert_eq!(sooner.await.unwrap(), Ok(3));
    assert!(begun.elapsed() >= Duration::from_millis(35));
    assert_eq!(setup.ask(Ask::Add(4)).await, Ok(7));
    assert_eq!(later.await.unwrap(), Ok(7));
    assert!(begun.elapsed() >= Duration::from_millis(70));
    let changing = setup.asking(Ask::SumAtChange);
    settle().await;
    assert!(!changing.is_finished());
    setup.image.send_replace(Arc::default());
    assert_eq!(changing.await.unwrap(), Ok(7));
}

#[tokio::test]
async fn what_no_batch_can_hold_is_refused_and_harms_nobody() {
    let log = partition(&FaultyDisk::new(), &[("message.max.bytes", "2000")]);
    let (setup, _running) = Setup::start(&log).await;
    assert_eq!(
        setup.ask(Ask::TooLarge).await,
        Err(ErrorCode::UnknownServerError)
    );
    // What follows from the shard's state is split instead.
    assert_eq!(setup.ask(Ask::AddZeros(250)).await, Ok(0));
    assert!(batches(&log).len() > 1);
    assert_eq!(batches(&log).iter().sum::<i32>(), 250);
}

#[tokio::test]
async fn damaged_records_and_batches_are_passed_over() {
    let log = partition(&FaultyDisk::new(), &[]);
    let plain = BatchSettings::default();
    let mut wrong_checksum = batch(plain, &[&[100]]);
    wrong_checksum.header.crc ^= 1;
    let nameless = {
        let mut builder = BatchBuilder::new(plain);
        builder.append(&NewRecord::default());
        builder.build().unwrap()
    };
    let damaged = vec![
        batch(plain, &[&[1], b"no number", &[2]]),
        wrong_checksum,
        nameless,
        batch(plain, &[&[3]]),
    ];
    log.append_own(damaged, 0).await.unwrap();
    let (setup, _running) = Setup::start(&log).await;
    assert_eq!(setup.ask(Ask::Add(4)).await, Ok(10));
}

#[tokio::test]
async fn transactions_are_loaded_as_such() {
    let log = partition(&FaultyDisk::new(), &[]);
    let transactional = |producer_id| BatchSettings {
        attributes: Attributes {
            transactional: true,
            ..Attributes::default()
        },
        producer_id,
        producer_epoch: 0,
        ..BatchSettings::default()
    };
    let end = |producer_id, result| {
        let marker = ControlRecord::EndTransaction {
            result,
            coordinator_epoch: 0,
        };
        ControlRecord::batch(transactional(producer_id), 0, &[marker]).unwrap()
    };
    let written = vec![
        batch(transactional(1000), &[&[1]]),
        batch(transactional(50), &[&[2]]),
        end(1000, TransactionResult::Commit),
        end(50, TransactionResult::Abort),
    ];
    log.append_own(written, 0).await.unwrap();
    let (setup, _running) = Setup::start(&log).await;
    assert_eq!(setup.ask(Ask::Sum).await, Ok(950));
}

#[tokio::test]
async fn no_answer_leaves_before_what_it_depends_on_is_committed() {
    let log = partition(&FaultyDisk::new(), &[]);
    let end = log.append_uncommitted(batch(BatchSettings::default(), &[&[9]]));
    let source = Arc::clone(&log);
    let mut setup = Setup::of(move || Ok(Arc::clone(&source)), None);
    let _running = setup.run();
    let first = loop {
        let asked = setup.asking(Ask::Sum);
        settle().await;
        if !asked.is_finished() {
            break asked;
        }
        let refused = asked.await.unwrap();
        assert_eq!(refused, Err(ErrorCode::CoordinatorLoadInProgress));
    };
    // It was loaded, but is not committed.
    log.commit_up_to(end);
    assert_eq!(first.await.unwrap(), Ok(9));
}

#[tokio::test(start_paused = true)]
async fn who_waits_too_long_for_the_commit_is_told_so() {
    let log = partition(&FaultyDisk::new(), &[]);
    log.append_uncommitted(batch(BatchSettings::default(), &[&[9]]));
    let source = Arc::clone(&log);
    let mut setup = Setup::of(move || Ok(Arc::clone(&source)), None);
    let _running = setup.run();
    settle().await;
    let begun = tokio::time::Instant::now();
    assert_eq!(
        setup.ask(Ask::Sum).await,
        Err(ErrorCode::CoordinatorNotAvailable)
    );
    assert!(begun.elapsed() >= Duration::from_secs(5));
}
