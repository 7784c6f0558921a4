//! Starting after crashes and with damaged files.

use std::path::{Path, PathBuf};

use kalda_disk::{Disk, FaultyDisk, OpenMode, read_file};

use super::*;
use crate::log::tests::{NOW, batch, fresh, read_all, request};
use crate::log::{Isolation, Origin, ReadFrom, TimestampQuery};

const DIR: &str = "/data/t-0";

/// Thirty one-record batches over several segments, closed cleanly. Returns what can be read.
fn closed() -> (FaultyDisk, Vec<(i64, i64)>) {
    let (disk, mut log) = fresh();
    for number in 0..30 {
        log.append(batch(1, NOW + number, 100), Origin::client(0), NOW)
            .unwrap();
    }
    let all = read_all(&log, 0);
    assert_eq!(log.segment_count(), 6);
    log.close(NOW).unwrap();
    (disk, all)
}

fn path(name: &str) -> PathBuf {
    Path::new(DIR).join(name)
}

fn write(disk: &FaultyDisk, name: &str, position: u64, content: &[u8]) {
    let file = disk.open(&path(name), OpenMode::Create).unwrap();
    file.write_at(&[content], position).unwrap();
}

fn set_len(disk: &FaultyDisk, name: &str, bytes: u64) {
    disk.open(&path(name), OpenMode::Create)
        .unwrap()
        .set_len(bytes)
        .unwrap();
}

fn bytes(disk: &FaultyDisk, name: &str) -> u64 {
    disk.stat(&path(name)).unwrap().unwrap().bytes
}

fn names(disk: &FaultyDisk) -> Vec<String> {
    disk.read_dir(Path::new(DIR))
        .unwrap()
        .into_iter()
        .map(|it| it.name)
        .collect()
}

const LAST_LOG: &str = "00000000000000000025.log";
const MIDDLE_LOG: &str = "00000000000000000010.log";
const MIDDLE_INDEX: &str = "00000000000000000010.index";

#[test]
fn a_torn_tail_is_cut_off_and_appends_go_on_there() {
    let (disk, all) = closed();
    let size = bytes(&disk, LAST_LOG);
    let whole = read_file(&disk, &path(LAST_LOG), 9999).unwrap();
    for cut in 1..170 {
        write(&disk, LAST_LOG, 0, &whole);
        set_len(&disk, LAST_LOG, size - cut);
        let (log, report) = Log::open(request(&disk, false)).unwrap();
        assert_eq!(read_all(&log, 0), all[..29], "{cut} bytes are missing");
        assert_eq!(report.truncated_bytes, 170 - cut);
        assert_eq!(report.corruption, None);
    }
    let (mut log, _) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(
        log.append(batch(1, NOW, 100), Origin::client(0), NOW)
            .unwrap()
            .base_offset,
        29
    );
    assert_eq!(read_all(&log, 0).len(), 30);
}

#[test]
fn zeros_behind_the_last_batch_are_the_end_of_the_log() {
    let (disk, all) = closed();
    let size = bytes(&disk, LAST_LOG);
    set_len(&disk, LAST_LOG, size + 5000);
    let (log, report) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(read_all(&log, 0), all);
    assert_eq!(report.truncated_bytes, 5000);
    assert!(
        report.findings[0].contains("magic 0") || report.findings[0].contains("zeros"),
        "{:?}",
        report.findings
    );
    assert_eq!(bytes(&disk, LAST_LOG), size);
}

#[test]
fn a_flipped_bit_above_the_recovery_point_ends_the_log_there() {
    let (disk, all) = closed();
    disk.corrupt(&path(MIDDLE_LOG), 170 + 100, 4).unwrap();
    let (log, report) = Log::open(request(&disk, false)).unwrap();
    assert_eq!(read_all(&log, 0), all[..11]);
    assert_eq!(report.corruption, None);
    assert!(report.truncated_bytes > 170 * 15);
    assert!(report.findings[0].contains("crc"), "{:?}", report.findings);
    assert!(
        !names(&disk)
            .iter()
            .any(|it| it.contains("corrupt") || it == LAST_LOG)
    );
}

#[test]
fn a_flipped_bit_below_the_recovery_point_is_reported_and_nothing_is_thrown_away() {
    let (disk, all) = closed();
    let size = bytes(&disk, MIDDLE_LOG);
    disk.corrupt(&path(MIDDLE_LOG), 170 + 100, 4).unwrap();
    let flushed = OpenLog {
        recovery_point: 12,
        high_watermark: 30,
        ..request(&disk, false)
    };
    let (log, report) = Log::open(flushed).unwrap();
    assert_eq!(read_all(&log, 0), all[..11]);
    let corruption = report.corruption.unwrap();
    assert_eq!((corruption.offset, corruption.position), (11, 170));
    assert_eq!(corruption.file, path(MIDDLE_LOG));
    assert_eq!(report.lost_high_watermark, Some(30));
    let kept = bytes(&disk, "00000000000000000010.log.170.corrupt");
    assert_eq!(kept, size - 170);
    assert!(names(&disk).contains(&format!("{LAST_LOG}.corrupt")));
    assert_eq!(log.recovery_point(), 11);
}

#[test]
fn segments_below_the_recovery_point_are_not_read_through() {
    let (disk, all) = closed();
    let flushed = OpenLog {
        recovery_point: 27,
        ..request(&disk, false)
    };
    let (log, report) = Log::open(flushed).unwrap();
    assert_eq!(report.scanned_segments, 1);
    assert_eq!(read_all(&log, 0), all);
}

#[test]
fn a_missing_or_cut_index_is_made_anew_from_its_segment() {
    for name in [MIDDLE_INDEX, "00000000000000000010.timeindex"] {
        for cut in [None, Some(3)] {
            let (disk, all) = closed();
            let sound = read_file(&disk, &path(name), 9999).unwrap();
            match cut {
                None => disk.remove_file(&path(name)).unwrap(),
                Some(bytes) => set_len(&disk, name, bytes),
            }
            let (log, report) = Log::open(request(&disk, true)).unwrap();
            assert_eq!(read_all(&log, 0), all);
            assert_eq!(report.findings, ["the segment at 10 lacks a sound index"]);
            assert_eq!(read_file(&disk, &path(name), 9999).unwrap(), sound);
        }
    }
}

#[test]
fn an_index_with_wrong_entries_costs_time_and_nothing_else() {
    let (disk, all) = closed();
    for position in 0..32 {
        for mask in [1, 0x80, 0xff] {
            disk.corrupt(&path(MIDDLE_INDEX), position, mask).unwrap();
            let (log, _) = Log::open(request(&disk, true)).unwrap();
            for offset in [0, 9, 10, 11, 12, 13, 14, 15] {
                let seen = read_all(&log, offset);
                let expected = &all[usize::try_from(offset).unwrap()..];
                assert_eq!(seen, expected, "byte {position} ^ {mask}, from {offset}");
            }
            disk.corrupt(&path(MIDDLE_INDEX), position, mask).unwrap();
        }
    }
}

#[test]
fn a_time_index_with_wrong_entries_costs_time_and_nothing_else() {
    let (disk, _) = closed();
    let name = "00000000000000000010.timeindex";
    for position in 0..48 {
        for mask in [1, 0x80, 0xff] {
            disk.corrupt(&path(name), position, mask).unwrap();
            let (log, _) = Log::open(request(&disk, true)).unwrap();
            for number in 8..17 {
                let found = log.lookup(TimestampQuery::AtLeast(NOW + number)).unwrap();
                assert_eq!(found.unwrap().offset, number, "byte {position} ^ {mask}");
            }
            disk.corrupt(&path(name), position, mask).unwrap();
        }
    }
}

#[test]
fn an_index_of_zeros_or_of_another_segment_is_not_believed() {
    let (disk, all) = closed();
    let index_bytes = usize::try_from(bytes(&disk, MIDDLE_INDEX)).unwrap();
    write(&disk, MIDDLE_INDEX, 0, &vec![0; index_bytes]);
    let other = read_file(&disk, &path(MIDDLE_INDEX), 9999).unwrap();
    write(&disk, "00000000000000000015.index", 0, &other);
    write(&disk, "00000000000000000020.index", 0, b"foreign!foreign!");
    let (log, _) = Log::open(request(&disk, true)).unwrap();
    assert_eq!(read_all(&log, 0), all);
    assert_eq!(read_all(&log, 13), all[13..]);
}

#[test]
fn a_wrong_time_index_does_not_make_retention_delete_young_records() {
    let name = "00000000000000000000.timeindex";
    let days_later = NOW + 30_000;
    for damage in ["old", "cut", "zeros"] {
        let (disk, all) = closed();
        let whole = read_file(&disk, &path(name), 9999).unwrap();
        match damage {
            "old" => write(&disk, name, whole.len() as u64 - 12, &1_i64.to_be_bytes()),
            "cut" => set_len(&disk, name, 12),
            _ => write(&disk, name, 0, &vec![0; whole.len()]),
        }
        let (mut log, _) = Log::open(request(&disk, true)).unwrap();
        log.set_high_watermark(30);
        log.set_config(LogConfig {
            retention_ms: 29_996,
            ..log.config().clone()
        });
        assert!(
            log.apply_retention(days_later).unwrap().is_empty(),
            "{damage}"
        );
        assert_eq!(log.open_files(), 0, "{damage}");
        assert_eq!(read_all(&log, 0), all);
        log.set_config(LogConfig {
            retention_ms: 29_995,
            ..log.config().clone()
        });
        assert_eq!(
            log.apply_retention(days_later).unwrap().len(),
            1,
            "{damage}"
        );
    }
}

#[test]
fn a_damaged_epoch_file_is_made_anew_from_the_batches() {
    for content in [&b"garbage"[..], b"0\n5\n", b"\xff"] {
        let (disk, _) = closed();
        set_len(&disk, LEADER_EPOCHS, 0);
        write(&disk, LEADER_EPOCHS, 0, content);
        let (log, report) = Log::open(request(&disk, true)).unwrap();
        assert_eq!(log.leader_epochs().latest().unwrap().epoch, 0);
        assert!(report.findings[0].starts_with("leader-epoch-checkpoint was made anew"));
    }
}

#[test]
fn a_damaged_snapshot_is_dropped_for_an_older_one() {
    let (disk, all) = closed();
    write(&disk, "00000000000000000030.snapshot", 2, b"bad!");
    let (log, report) = Log::open(request(&disk, true)).unwrap();
    assert_eq!(read_all(&log, 0), all);
    assert_eq!(
        report.findings,
        ["00000000000000000030.snapshot was dropped: its checksum does not match"]
    );
}

#[test]
fn foreign_and_unfinished_files_are_left_or_removed_as_kafka_does() {
    let (disk, all) = closed();
    for name in [
        "quorum-state",
        "00000000000000000005-0000000001.checkpoint",
        "00000000000000000003.log.deleted",
        "00000000000000000003.log.cleaned",
        "00000000000000000004.index",
        "leader-epoch-checkpoint.tmp",
        "notes.txt",
    ] {
        write(&disk, name, 0, b"x");
    }
    let (log, report) = Log::open(request(&disk, true)).unwrap();
    assert_eq!(read_all(&log, 0), all);
    let left = names(&disk);
    let left: Vec<_> = left
        .iter()
        .filter(|it| !it.starts_with("000000000000000000"))
        .collect();
    assert_eq!(
        left,
        ["leader-epoch-checkpoint", "notes.txt", "quorum-state"]
    );
    assert!(names(&disk).contains(&"00000000000000000005-0000000001.checkpoint".to_owned()));
    assert!(
        !names(&disk)
            .iter()
            .any(|it| it.ends_with("deleted") || it.ends_with("cleaned"))
    );
    assert_eq!(
        report.findings,
        ["00000000000000000004.index belongs to no segment and was removed"]
    );
}

#[test]
fn a_finished_replacement_takes_the_place_of_its_segments() {
    let (disk, all) = closed();
    let first = read_file(&disk, &path(MIDDLE_LOG), 9999).unwrap();
    let second = read_file(&disk, &path("00000000000000000015.log"), 9999).unwrap();
    write(
        &disk,
        "00000000000000000010.log.swap",
        0,
        &[first, second].concat(),
    );
    write(&disk, "00000000000000000010.index.swap", 0, b"");
    write(&disk, "00000000000000000010.timeindex.swap", 0, b"");
    let (log, report) = Log::open(request(&disk, true)).unwrap();
    assert_eq!(read_all(&log, 0), all);
    assert_eq!(log.segment_count(), 5);
    assert_eq!(
        report.findings,
        ["an interrupted replacement of 10..20 was completed"]
    );
    assert!(!names(&disk).contains(&"00000000000000000015.log".to_owned()));
}

#[test]
fn a_log_that_ends_before_it_starts_begins_anew() {
    let (disk, _) = closed();
    let moved = OpenLog {
        log_start_offset: 100,
        ..request(&disk, true)
    };
    let (mut log, report) = Log::open(moved).unwrap();
    assert_eq!((log.log_start_offset(), log.log_end_offset()), (100, 100));
    assert_eq!(report.findings.len(), 1);
    assert_eq!(
        log.append(batch(1, NOW, 9), Origin::client(0), NOW)
            .unwrap()
            .base_offset,
        100
    );
}

#[test]
fn an_empty_directory_begins_at_the_log_start() {
    let disk = FaultyDisk::new();
    let moved = OpenLog {
        log_start_offset: 7,
        ..request(&disk, false)
    };
    let (log, report) = Log::open(moved).unwrap();
    assert_eq!(
        (
            log.log_start_offset(),
            log.log_end_offset(),
            log.high_watermark()
        ),
        (7, 7, 7)
    );
    assert_eq!(report, RecoveryReport::default());
}

#[test]
fn a_bit_flipped_under_a_running_log_is_an_error_and_not_a_panic() {
    let (disk, _) = closed();
    let (log, _) = Log::open(request(&disk, true)).unwrap();
    for position in 0..61 {
        disk.corrupt(&path(MIDDLE_LOG), position, 0xff).unwrap();
        for offset in 0..30 {
            let from = ReadFrom {
                offset,
                max_bytes: 400,
                min_one_batch: true,
                isolation: Isolation::LogEnd,
            };
            drop(log.read(from));
            drop(log.lookup(TimestampQuery::AtLeast(NOW + offset)));
        }
        disk.corrupt(&path(MIDDLE_LOG), position, 0xff).unwrap();
    }
}
