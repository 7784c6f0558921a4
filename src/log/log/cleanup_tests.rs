//! Retention, DeleteRecords, truncation, rolling by time, lookups by time.

use std::path::Path;

use kalda_disk::{Disk, FaultyDisk};

use super::tests::{NOW, batch, fresh, read_all, request, small};
use super::*;
use crate::error::ReadError;

fn filled() -> (FaultyDisk, Log) {
    let (disk, mut log) = fresh();
    for number in 0..30 {
        log.append(batch(1, NOW + number * 10, 100), Origin::client(0), NOW)
            .unwrap();
    }
    assert_eq!(log.segment_count(), 6);
    (disk, log)
}

fn bases(deleted: &[DeletedSegment]) -> Vec<i64> {
    deleted.iter().map(|it| it.base_offset).collect()
}

fn timestamp_of(log: &Log, query: TimestampQuery) -> Option<(i64, i64)> {
    log.lookup(query)
        .unwrap()
        .map(|it| (it.offset, it.timestamp))
}

#[test]
fn retention_by_size_keeps_what_fits() {
    let (_disk, mut log) = filled();
    log.set_high_watermark(30);
    log.set_config(LogConfig {
        retention_bytes: 170 * 12,
        retention_ms: -1,
        ..small()
    });
    let deleted = log.apply_retention(NOW).unwrap();
    assert_eq!(bases(&deleted), [0, 5, 10]);
    assert_eq!(log.log_start_offset(), 15);
    assert!(matches!(
        log.read(ReadFrom {
            offset: 14,
            max_bytes: 1,
            min_one_batch: true,
            isolation: Isolation::LogEnd
        }),
        Err(ReadError::OffsetOutOfRange {
            log_start_offset: 15,
            ..
        })
    ));
    assert_eq!(read_all(&log, 15).len(), 15);
}

#[test]
fn retention_by_time_may_take_the_active_segment_and_never_passes_the_high_watermark() {
    let (disk, mut log) = filled();
    let config = LogConfig {
        retention_ms: 1000,
        ..small()
    };
    log.set_config(config);
    log.set_high_watermark(17);
    let deleted = log.apply_retention(NOW + 10_000).unwrap();
    assert_eq!(bases(&deleted), [0, 5, 10]);
    log.set_high_watermark(30);
    let deleted = log.apply_retention(NOW + 10_000).unwrap();
    assert_eq!(bases(&deleted), [15, 20, 25]);
    assert_eq!(
        (
            log.log_start_offset(),
            log.log_end_offset(),
            log.segment_count()
        ),
        (30, 30, 1)
    );
    assert!(log.apply_retention(NOW + 10_000).unwrap().is_empty());
    for segment in &deleted {
        assert!(
            segment
                .files
                .iter()
                .all(|it| it.to_string_lossy().ends_with(".deleted"))
        );
        segment.remove(&disk).unwrap();
    }
    let left = disk.read_dir(Path::new("/data/t-0")).unwrap();
    assert_eq!(
        left.iter()
            .filter(|it| it.name.ends_with(".deleted"))
            .count(),
        3 * 4 - 1
    );
    assert_eq!(
        log.append(batch(1, NOW, 9), Origin::client(0), NOW)
            .unwrap()
            .base_offset,
        30
    );
}

#[test]
fn without_the_delete_policy_nothing_is_deleted_but_what_was_asked_for() {
    let (_disk, mut log) = filled();
    log.set_high_watermark(30);
    log.set_config(LogConfig {
        retention_ms: 0,
        retention_bytes: 0,
        delete: false,
        ..small()
    });
    assert!(log.apply_retention(NOW + 1_000_000).unwrap().is_empty());
    assert_eq!(bases(&log.delete_records(12, NOW).unwrap()), [0, 5]);
}

#[test]
fn deleted_records_are_gone_even_within_a_segment() {
    let (_disk, mut log) = filled();
    log.set_high_watermark(20);
    assert!(matches!(
        log.delete_records(21, NOW),
        Err(DeleteRecordsError::AboveHighWatermark {
            offset: 21,
            high_watermark: 20
        })
    ));
    assert_eq!(bases(&log.delete_records(7, NOW).unwrap()), [0]);
    assert_eq!(log.log_start_offset(), 7);
    assert_eq!(
        timestamp_of(&log, TimestampQuery::AtLeast(0)),
        Some((7, NOW + 70))
    );
    assert_eq!(log.leader_epochs().entries()[0].start_offset, 7);
    assert!(
        log.delete_records(3, NOW).unwrap().is_empty(),
        "the start never goes back"
    );
    assert_eq!(log.log_start_offset(), 7);
}

#[test]
fn truncation_cuts_batches_epochs_and_producers() {
    let (disk, mut log) = filled();
    log.begin_epoch(4);
    log.append(batch(3, NOW, 10), Origin::client(4), NOW)
        .unwrap();
    log.set_high_watermark(33);
    log.flush(NOW).unwrap();
    let deleted = log.truncate_to(12, NOW).unwrap();
    assert_eq!(bases(&deleted), [15, 20, 25]);
    assert_eq!(
        (
            log.log_end_offset(),
            log.high_watermark(),
            log.recovery_point()
        ),
        (12, 12, 12)
    );
    assert_eq!(log.leader_epochs().latest().unwrap().epoch, 0);
    assert_eq!(read_all(&log, 0).len(), 12);
    assert_eq!(
        timestamp_of(&log, TimestampQuery::MaxTimestamp),
        Some((11, NOW + 110))
    );
    log.append(batch(1, NOW, 10), Origin::client(5), NOW)
        .unwrap();
    let all = read_all(&log, 0);
    drop(log);
    let (log, _) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(read_all(&log, 0), all);
}

#[test]
fn a_batch_across_the_truncation_point_goes_as_a_whole() {
    let (_disk, mut log) = fresh();
    log.append(batch(5, NOW, 10), Origin::client(0), NOW)
        .unwrap();
    log.append(batch(5, NOW, 10), Origin::client(0), NOW)
        .unwrap();
    log.truncate_to(7, NOW).unwrap();
    assert_eq!(log.log_end_offset(), 5);
    log.truncate_to(9, NOW).unwrap();
    assert_eq!(log.log_end_offset(), 5);
}

#[test]
fn a_log_can_start_over_at_another_offset() {
    let (disk, mut log) = filled();
    let deleted = log.truncate_fully_and_start_at(0, NOW).unwrap();
    assert_eq!(deleted.len(), 6);
    assert_eq!((log.log_start_offset(), log.log_end_offset()), (0, 0));
    log.truncate_fully_and_start_at(500, NOW).unwrap();
    assert_eq!(
        log.append(batch(1, NOW, 9), Origin::client(0), NOW)
            .unwrap()
            .base_offset,
        500
    );
    drop(log);
    let (log, _) = Log::open(request(&disk, false)).unwrap();
    assert_eq!((log.log_start_offset(), log.log_end_offset()), (500, 501));
}

#[test]
fn a_segment_is_rolled_by_message_time() {
    let (_disk, mut log) = fresh();
    log.set_config(LogConfig {
        segment_ms: 1000,
        ..small()
    });
    let mut rolled = |timestamp| {
        log.append(batch(1, timestamp, 9), Origin::client(0), NOW)
            .unwrap()
            .rolled
    };
    assert!(!rolled(5000));
    assert!(
        !rolled(6000),
        "the age counts from the first batch and must exceed the limit"
    );
    assert!(rolled(6001));
    assert!(!rolled(100), "older records do not age a segment");
    assert!(rolled(7002));
}

#[test]
fn jitter_takes_something_off_the_age_and_differs_between_segments() {
    let config = LogConfig {
        segment_ms: 10_000,
        segment_jitter_ms: 5_000,
        ..small()
    };
    let jitters: Vec<i64> = (0..50).map(|base| config.roll_jitter_ms(9, base)).collect();
    assert!(jitters.iter().all(|it| (0..5_000).contains(it)));
    assert!(jitters.windows(2).any(|pair| pair[0] != pair[1]));
    assert_eq!(small().roll_jitter_ms(9, 3), 0);
}

#[test]
fn a_full_index_rolls_the_segment() {
    let (_disk, mut log) = fresh();
    log.set_config(LogConfig {
        segment_bytes: 1 << 20,
        index_bytes: 48,
        index_interval_bytes: 0,
        ..small()
    });
    let mut appended = 0;
    while !log
        .append(batch(1, NOW + appended, 9), Origin::client(0), NOW)
        .unwrap()
        .rolled
    {
        appended += 1;
    }
    assert_eq!(
        appended, 4,
        "the first batch has no entry, and one of four time entries stays free"
    );
}

#[test]
fn timestamps_are_found_across_segments() {
    let (_disk, log) = filled();
    assert_eq!(timestamp_of(&log, TimestampQuery::Earliest), Some((0, -1)));
    assert_eq!(timestamp_of(&log, TimestampQuery::Latest), Some((30, -1)));
    assert_eq!(
        timestamp_of(&log, TimestampQuery::MaxTimestamp),
        Some((29, NOW + 290))
    );
    for number in 0..30 {
        let expected = Some((number, NOW + number * 10));
        assert_eq!(
            timestamp_of(&log, TimestampQuery::AtLeast(NOW + number * 10)),
            expected
        );
        assert_eq!(
            timestamp_of(&log, TimestampQuery::AtLeast(NOW + number * 10 - 9)),
            expected
        );
    }
    assert_eq!(timestamp_of(&log, TimestampQuery::AtLeast(NOW + 291)), None);
    let found = log.lookup(TimestampQuery::AtLeast(NOW)).unwrap().unwrap();
    assert_eq!(found.leader_epoch, Some(0));
}

#[test]
fn the_largest_timestamp_may_be_an_early_one() {
    let (disk, mut log) = filled();
    log.append(batch(2, NOW + 9999, 20), Origin::client(0), NOW)
        .unwrap();
    log.append(batch(2, NOW + 1, 20), Origin::client(0), NOW)
        .unwrap();
    assert_eq!(
        timestamp_of(&log, TimestampQuery::MaxTimestamp),
        Some((30, NOW + 9999))
    );
    log.close(NOW).unwrap();
    let (log, _) = Log::open(request(&disk, true)).unwrap();
    assert_eq!(
        timestamp_of(&log, TimestampQuery::MaxTimestamp),
        Some((30, NOW + 9999))
    );
}

#[test]
fn a_time_seen_after_the_last_kept_index_entry_is_found_after_a_truncation() {
    let (disk, mut log) = fresh();
    let append = |log: &mut Log, count, timestamp| {
        log.append(batch(count, timestamp, 0), Origin::client(0), NOW)
            .unwrap();
    };
    append(&mut log, 2, NOW);
    // Recovery adds a time entry that has no offset entry beside it.
    drop(log);
    let (mut log, _) = Log::open(request(&disk, false)).unwrap();
    append(&mut log, 2, NOW + 250);
    append(&mut log, 4, NOW + 251);
    for _ in 0..4 {
        append(&mut log, 4, NOW);
    }
    log.truncate_to(7, NOW).unwrap();
    assert_eq!(
        timestamp_of(&log, TimestampQuery::AtLeast(NOW + 250)),
        Some((2, NOW + 250))
    );
}
