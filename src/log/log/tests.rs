//! The log as its owner uses it, on the faulty disk without faults.

use std::path::PathBuf;
use std::sync::Arc;

use kalda_disk::{Disk, FaultyDisk};
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, Batches, NewRecord};

use super::*;
use crate::error::{AppendError, ReadError};

pub(crate) const NOW: i64 = 1_700_000_000_000;

/// A batch of `count` records with these timestamps' first.
pub(crate) fn batch(count: usize, timestamp: i64, value_bytes: usize) -> AppendBatch {
    let mut builder = BatchBuilder::new(BatchSettings::default());
    let value = vec![b'v'; value_bytes];
    for _ in 0..count {
        builder.append(&NewRecord {
            timestamp,
            key: None,
            value: Some(&value),
            headers: &[],
        });
    }
    builder.build().unwrap()
}

pub(crate) fn request(disk: &FaultyDisk, clean: bool) -> OpenLog {
    OpenLog {
        disk: Arc::new(disk.clone()),
        directory: PathBuf::from("/data/t-0"),
        config: small(),
        log_start_offset: 0,
        recovery_point: 0,
        high_watermark: 0,
        clean,
        now_ms: NOW,
        jitter_seed: 1,
    }
}

/// Segments of 1,000 bytes with an index entry after every 100.
pub(crate) fn small() -> LogConfig {
    LogConfig {
        segment_bytes: 1000,
        index_interval_bytes: 100,
        index_bytes: 240,
        ..LogConfig::default()
    }
}

pub(crate) fn fresh() -> (FaultyDisk, Log) {
    let disk = FaultyDisk::new();
    let (log, report) = Log::open(request(&disk, true)).unwrap();
    assert_eq!(report, RecoveryReport::default());
    (disk, log)
}

pub(crate) fn read_all(log: &Log, offset: i64) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    let mut next = offset;
    while next < log.log_end_offset() {
        let slice = log
            .read(ReadFrom {
                offset: next,
                max_bytes: 300,
                min_one_batch: true,
                isolation: Isolation::LogEnd,
            })
            .unwrap();
        let content = slice.range.unwrap().read().unwrap();
        for parsed in Batches::new(&content) {
            let (header, _) = parsed.unwrap();
            found.push((header.base_offset, header.last_offset()));
            next = header.next_offset();
        }
    }
    found
}

fn from(offset: i64, max_bytes: usize) -> ReadFrom {
    ReadFrom {
        offset,
        max_bytes,
        min_one_batch: false,
        isolation: Isolation::LogEnd,
    }
}

#[test]
fn appended_batches_get_offsets_and_are_read_back() {
    let (_disk, mut log) = fresh();
    let first = log
        .append(batch(3, NOW, 10), Origin::client(5), NOW)
        .unwrap();
    assert_eq!((first.base_offset, first.last_offset), (0, 2));
    let second = log
        .append(batch(1, NOW, 10), Origin::client(5), NOW)
        .unwrap();
    assert_eq!((second.base_offset, second.last_offset), (3, 3));
    assert_eq!(log.log_end_offset(), 4);
    assert_eq!(read_all(&log, 0), [(0, 2), (3, 3)]);
    assert_eq!(read_all(&log, 1), [(0, 2), (3, 3)]);
    assert_eq!(read_all(&log, 3), [(3, 3)]);
    assert_eq!(log.leader_epochs().latest().unwrap().epoch, 5);
}

#[test]
fn a_full_segment_is_rolled_and_reads_go_across() {
    let (disk, mut log) = fresh();
    let mut rolls = 0;
    for _ in 0..20 {
        rolls += usize::from(
            log.append(batch(2, NOW, 50), Origin::client(0), NOW)
                .unwrap()
                .rolled,
        );
    }
    assert!(rolls >= 3);
    assert_eq!(log.segment_count(), rolls + 1);
    let expected: Vec<_> = (0..20).map(|it| (it * 2, it * 2 + 1)).collect();
    assert_eq!(read_all(&log, 0), expected);
    for offset in 0..40 {
        assert_eq!(
            read_all(&log, offset).len(),
            20 - usize::try_from(offset / 2).unwrap()
        );
    }
    log.close(NOW).unwrap();
    let (log, report) = Log::open(request(&disk, true)).unwrap();
    assert_eq!(report, RecoveryReport::default());
    assert_eq!(read_all(&log, 0), expected);
    assert!(log.open_files() >= log.segment_count());
    log.release_files();
    assert_eq!(log.open_files(), 0);
}

#[test]
fn files_that_are_not_used_for_a_while_are_closed() {
    let (_disk, mut log) = fresh();
    for _ in 0..20 {
        log.append(batch(2, NOW, 50), Origin::client(0), NOW)
            .unwrap();
    }
    read_all(&log, 0);
    log.release_idle_files();
    let open = log.open_files();
    assert!(open > log.segment_count());
    let slice = log.read(from(39, 100)).unwrap();
    log.release_idle_files();
    assert!(
        (1..=2).contains(&log.open_files()),
        "the reader at the end needs no more"
    );
    log.release_idle_files();
    assert_eq!(log.open_files(), 0);
    assert!(
        !slice.range.unwrap().read().unwrap().is_empty(),
        "what was handed out stays readable"
    );
    log.append(batch(2, NOW, 50), Origin::client(0), NOW)
        .unwrap();
}

#[test]
fn an_unclean_restart_scans_and_finds_the_same_log() {
    let (disk, mut log) = fresh();
    for count in 1..30 {
        log.append(batch(count, NOW, 20), Origin::client(3), NOW)
            .unwrap();
    }
    let before = read_all(&log, 0);
    drop(log);
    let (log, report) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(read_all(&log, 0), before);
    assert_eq!(report.truncated_bytes, 0);
    assert!(report.scanned_segments > 3);
    assert_eq!(log.leader_epochs().entries().len(), 1);
}

#[test]
fn reads_outside_of_the_log_are_out_of_range_and_at_its_end_empty() {
    let (_disk, mut log) = fresh();
    log.append(batch(4, NOW, 10), Origin::client(0), NOW)
        .unwrap();
    assert_eq!(log.read(from(4, 100)).unwrap().bytes(), 0);
    for offset in [-1, 5] {
        let error = log.read(from(offset, 100)).unwrap_err();
        assert!(matches!(
            error,
            ReadError::OffsetOutOfRange {
                log_end_offset: 4,
                ..
            }
        ));
    }
}

#[test]
fn the_first_batch_is_whole_if_asked_for_and_cut_otherwise() {
    let (_disk, mut log) = fresh();
    log.append(batch(2, NOW, 100), Origin::client(0), NOW)
        .unwrap();
    log.append(batch(2, NOW, 100), Origin::client(0), NOW)
        .unwrap();
    let whole = log.bytes() / 2;
    let cut = log.read(from(0, 10)).unwrap();
    assert_eq!((cut.bytes(), cut.first_batch_cut), (10, true));
    let asked = ReadFrom {
        min_one_batch: true,
        ..from(0, 10)
    };
    let given = log.read(asked).unwrap();
    assert_eq!(
        (given.bytes() as u64, given.first_batch_cut),
        (whole, false)
    );
    let mid_batch = log.read(from(0, 400)).unwrap();
    assert_eq!((mid_batch.bytes(), mid_batch.first_batch_cut), (400, false));
}

#[test]
fn readers_stop_at_the_high_watermark() {
    let (_disk, mut log) = fresh();
    for _ in 0..10 {
        log.append(batch(1, NOW, 100), Origin::client(0), NOW)
            .unwrap();
    }
    let consumer = ReadFrom {
        isolation: Isolation::HighWatermark,
        ..from(0, 100_000)
    };
    assert_eq!(log.read(consumer).unwrap().bytes(), 0);
    log.set_high_watermark(3);
    let slice = log.read(consumer).unwrap();
    let content = slice.range.unwrap().read().unwrap();
    assert_eq!(Batches::new(&content).count(), 3);
    let past = ReadFrom {
        offset: 5,
        ..consumer
    };
    assert_eq!(log.read(past).unwrap().bytes(), 0);
}

#[test]
fn a_batch_larger_than_a_segment_is_refused() {
    let (_disk, mut log) = fresh();
    let error = log
        .append(batch(1, NOW, 2000), Origin::client(0), NOW)
        .unwrap_err();
    assert!(matches!(
        error,
        AppendError::LargerThanSegment {
            segment_bytes: 1000,
            ..
        }
    ));
    assert_eq!(log.log_end_offset(), 0);
}

#[test]
fn replicated_batches_keep_their_place_and_must_not_go_back() {
    let (_disk, mut log) = fresh();
    let mut replicated = batch(3, NOW, 10);
    replicated.set_position(7, 2);
    log.append(replicated.clone(), Origin::Replication, NOW)
        .unwrap();
    assert_eq!(log.log_end_offset(), 10);
    assert_eq!(read_all(&log, 0), [(7, 9)]);
    let error = log
        .append(replicated, Origin::Replication, NOW)
        .unwrap_err();
    assert!(matches!(
        error,
        AppendError::UnexpectedOffset {
            first_offset: 7,
            log_end_offset: 10,
            ..
        }
    ));
}

#[test]
fn the_segment_files_have_kafkas_names() {
    let (disk, mut log) = fresh();
    log.set_topic_id(Uuid::from_u128(77));
    for _ in 0..12 {
        log.append(batch(1, NOW, 100), Origin::client(0), NOW)
            .unwrap();
    }
    log.close(NOW).unwrap();
    let names: Vec<String> = disk
        .read_dir(&PathBuf::from("/data/t-0"))
        .unwrap()
        .into_iter()
        .map(|it| it.name)
        .collect();
    let expected = [
        "00000000000000000000.index",
        "00000000000000000000.log",
        "00000000000000000000.timeindex",
        "00000000000000000005.index",
        "00000000000000000005.log",
        "00000000000000000005.snapshot",
        "00000000000000000005.timeindex",
        "00000000000000000010.index",
        "00000000000000000010.log",
        "00000000000000000010.snapshot",
        "00000000000000000010.timeindex",
        "00000000000000000012.snapshot",
        "leader-epoch-checkpoint",
        "partition.metadata",
    ];
    assert_eq!(names, expected);
}
