//! Flushing, and disks that refuse.

use std::path::Path;

use kalda_disk::{Disk, Fault, Operation};

use super::tests::{NOW, batch, fresh, read_all, request, small};
use super::*;
use crate::error::AppendError;

#[test]
fn a_flush_is_due_by_count_and_by_time() {
    let (_disk, mut log) = fresh();
    log.set_config(LogConfig {
        flush_messages: 5,
        flush_ms: 1000,
        ..small()
    });
    let append = |log: &mut Log, now| {
        log.append(batch(2, NOW, 9), Origin::client(0), now)
            .unwrap()
            .flush_due
    };
    assert!(!append(&mut log, NOW));
    assert!(!append(&mut log, NOW));
    assert!(append(&mut log, NOW));
    log.flush(NOW).unwrap();
    assert_eq!(log.recovery_point(), 6);
    assert!(!log.is_flush_due(NOW + 5000), "nothing to flush");
    assert!(append(&mut log, NOW + 1000));
}

#[test]
fn a_flush_job_that_never_comes_back_is_made_up_for() {
    let (disk, mut log) = fresh();
    disk.sync_dir(Path::new("/data")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    log.append(batch(1, NOW, 100), Origin::client(0), NOW)
        .unwrap();
    drop(log.begin_flush(NOW).unwrap());
    log.append(batch(1, NOW, 900), Origin::client(0), NOW)
        .unwrap();
    assert_eq!(log.segment_count(), 2);
    log.flush(NOW).unwrap();
    assert_eq!(log.recovery_point(), 2);
    disk.restart(kalda_disk::CrashOutcome::LoseUnsynced);
    let (log, _) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(log.log_end_offset(), 2);
}

#[test]
fn a_flush_of_what_was_cut_off_meanwhile_does_not_count() {
    let (_disk, mut log) = fresh();
    log.append(batch(10, NOW, 9), Origin::client(0), NOW)
        .unwrap();
    let job = log.begin_flush(NOW).unwrap().unwrap();
    log.truncate_to(0, NOW).unwrap();
    log.append(batch(10, NOW, 9), Origin::client(0), NOW)
        .unwrap();
    log.complete_flush(job.run()).unwrap();
    assert_eq!(log.recovery_point(), 0);
}

#[test]
fn after_a_failed_sync_the_log_takes_no_more_writes() {
    let (disk, mut log) = fresh();
    log.append(batch(1, NOW, 9), Origin::client(0), NOW)
        .unwrap();
    disk.fail(Fault {
        operation: Operation::Sync,
        path_contains: ".log".into(),
        after: 0,
        times: 1,
        errno: Fault::EIO,
    });
    assert!(log.flush(NOW).is_err());
    assert_eq!(log.recovery_point(), 0);
    let refused = log.append(batch(1, NOW, 9), Origin::client(0), NOW);
    assert!(matches!(
        refused,
        Err(AppendError::Storage(LogError::Failed { .. }))
    ));
    assert!(log.flush(NOW).is_err());
    assert!(log.close(NOW).is_err());
}

#[test]
fn a_flush_beside_one_that_failed_fails_too() {
    let (disk, mut log) = fresh();
    log.append(batch(1, NOW, 9), Origin::client(0), NOW)
        .unwrap();
    let first = log.begin_flush(NOW).unwrap().unwrap();
    log.append(batch(1, NOW, 9), Origin::client(0), NOW)
        .unwrap();
    let second = log.begin_flush(NOW).unwrap().unwrap();
    disk.fail(Fault {
        operation: Operation::Sync,
        path_contains: ".log".into(),
        after: 0,
        times: 1,
        errno: Fault::EIO,
    });
    let first = first.run();
    let second = second.run();
    assert!(log.complete_flush(second).is_err());
    assert!(log.complete_flush(first).is_err());
    assert_eq!(log.recovery_point(), 0);
}

#[test]
fn a_full_disk_refuses_appends_and_space_lets_them_go_on() {
    let (disk, mut log) = fresh();
    for _ in 0..30 {
        log.append(batch(1, NOW, 100), Origin::client(0), NOW)
            .unwrap();
    }
    let before = read_all(&log, 0);
    disk.set_capacity(Some(0));
    for _ in 0..12 {
        match log.append(batch(1, NOW, 100), Origin::client(0), NOW) {
            Err(AppendError::Storage(error)) => assert!(error.is_disk_full()),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(read_all(&log, 0), before);
    disk.set_capacity(None);
    assert_eq!(
        log.append(batch(1, NOW, 100), Origin::client(0), NOW)
            .unwrap()
            .base_offset,
        30
    );
    drop(log);
    let (log, report) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(log.log_end_offset(), 31);
    assert_eq!(report.truncated_bytes, 0);
}
