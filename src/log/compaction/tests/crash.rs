//! Every crash point of a pass: the log is as before or as after, and nothing in between.

use std::path::Path;

use kalda_disk::{CrashOutcome, Disk, FaultyDisk};
use kalda_records::control::TransactionResult::{Abort, Commit};
use parking_lot::Mutex;

use super::bench::*;
use crate::{Log, LogConfig, OpenLog};

/// What is to be compacted.
type Fill = fn(&Bench);

fn fresh() -> Bench {
    let disk = FaultyDisk::new();
    disk.create_dir_all(Path::new("/data")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    let (log, _) = Log::open(open_request(&disk, true)).unwrap();
    Bench {
        disk,
        log: Mutex::new(log),
    }
}

/// Fills a log and flushes it; the bytes of its records before and after each replacement of a pass.
fn prepared(fill: Fill) -> Bench {
    let bench = fresh();
    fill(&bench);
    bench.log.lock().flush(NOW).unwrap();
    bench
}

/// All rows, the committed ones, and first offset, last offset and record count of each batch.
type Content = (Vec<Row>, Vec<Row>, Vec<(i64, i64, i32)>);

/// All that readers could see of a log.
fn content(log: &Log) -> Content {
    let headers = headers(log);
    let batches = headers
        .iter()
        .map(|it| (it.base_offset, it.last_offset(), it.records_count));
    (rows(log), committed_rows(log), batches.collect())
}

fn enumerate(fill: Fill, replacements: usize) {
    let clean_run = prepared(fill);
    let mut allowed = vec![content(&clean_run.log.lock())];
    let begun = clean_run.disk.changes();
    let done = clean_run.compact();
    assert_eq!(done.stats.segments.1, replacements);
    allowed.push(content(&clean_run.log.lock()));
    let points = clean_run.disk.changes() - begun;
    assert!(points > 10);
    for point in 0..=points {
        let outcomes = [CrashOutcome::LoseUnsynced, CrashOutcome::KeepAll];
        let seeded = (0..8).map(CrashOutcome::Seeded);
        for outcome in outcomes.into_iter().chain(seeded) {
            let bench = prepared(fill);
            bench.disk.crash_at(bench.disk.changes() + point);
            let done = bench.compact_at(NOW).unwrap();
            assert!(done.outcome.is_ok() || point < points);
            let (recovery_point, end) = {
                let log = bench.log.lock();
                (log.recovery_point(), log.log_end_offset())
            };
            bench.disk.restart(outcome);
            let opened = Log::open(OpenLog {
                recovery_point,
                high_watermark: end,
                ..open_request(&bench.disk, false)
            });
            let (mut log, report) = opened.unwrap();
            let context = format!("crash at {point}, {outcome:?}");
            assert_eq!(
                (&report.corruption, report.lost_high_watermark),
                (&None, None),
                "{context}"
            );
            assert_eq!(log.log_end_offset(), end, "{context}");
            let found = content(&log);
            if replacements == 1 {
                assert!(allowed.contains(&found), "{context}: {:?}", short(&found.0));
            } else {
                assert_eq!(folded(&found.1), folded(&allowed[0].1), "{context}");
            }
            check_goes_on(&mut log, &context);
            let names = bench.file_names();
            let unfinished = |it: &String| it.ends_with(".cleaned") || it.ends_with(".swap");
            assert!(!names.iter().any(unfinished), "{context}: {names:?}");
        }
    }
}

/// Appends, compacts again, and compares with what a table of the records should be.
fn check_goes_on(log: &mut Log, context: &str) {
    let mut expected = folded(&committed_rows(log));
    let next = batch(Default::default(), NOW, &["after=1"]);
    let appended = log.append(next, crate::Origin::client(0), NOW).unwrap();
    log.set_high_watermark(appended.last_offset + 1);
    log.roll(NOW).unwrap();
    expected.insert("after".into(), "1".into());
    if let Some(plan) = log.plan_compaction(NOW).unwrap() {
        log.call_off_compaction();
        drop(plan);
    }
    assert_eq!(folded(&committed_rows(log)), expected, "{context}");
}

#[test]
fn one_segment_is_old_or_new_at_every_crash_point() {
    enumerate(
        |bench| {
            bench.append(&["a=1", "b=1"]);
            bench.append(&["a=2"]);
            bench.roll();
            bench.append(&["c=1"]);
        },
        1,
    );
}

#[test]
fn several_segments_that_become_one_are_old_or_new_at_every_crash_point() {
    enumerate(
        |bench| {
            bench.append(&["a=1", "b=1"]);
            bench.roll();
            bench.append(&["a=2", "b"]);
            bench.roll();
            bench.append(&["a=3"]);
            bench.append(&["d=3"]);
            bench.roll();
            bench.append(&["c=1"]);
        },
        1,
    );
}

#[test]
fn a_segment_whose_records_all_go_is_old_or_new_at_every_crash_point() {
    enumerate(
        |bench| {
            bench.append(&["a=1"]);
            bench.roll();
            bench.append(&["b=1"]);
            bench.roll();
            bench.put(crate::log::tests::batch(2, NOW, 5));
            bench.roll();
            bench.append(&["c=1"]);
        },
        1,
    );
}

#[test]
fn transactions_are_old_or_new_at_every_crash_point() {
    enumerate(
        |bench| {
            bench.append(&["a=1", "b=1"]);
            bench.append_as(transactional(7, 0), &["a=aborted", "c=aborted"]);
            bench.end_transaction(7, Abort);
            bench.append_as(transactional(8, 0), &["b=2"]);
            bench.end_transaction(8, Commit);
            bench.roll();
            bench.append(&["z=1"]);
            bench.roll();
            bench.append(&["c=1"]);
        },
        1,
    );
}

#[test]
fn several_replacements_lose_nothing_at_any_crash_point() {
    enumerate(
        |bench| {
            let filler = "x".repeat(200);
            for round in 0..2 {
                for key in 0..4 {
                    bench.append(&[&format!("k{key}={round}{filler}")]);
                }
                bench.roll();
            }
            bench.log.lock().set_config(LogConfig {
                segment_bytes: 1200,
                ..config()
            });
            bench.append(&["c=1"]);
        },
        2,
    );
}
