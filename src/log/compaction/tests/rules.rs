//! Keys, tombstones, and the range of a pass.

use kalda_records::{BatchSettings, TimestampType};

use super::bench::*;
use crate::{CompactionSettings, LogConfig, Origin};

#[test]
fn the_newest_record_of_each_key_stays_at_its_offset() {
    let bench = Bench::new();
    bench.append(&["a=1", "b=1", "c=1"]);
    bench.append(&["a=2", "b=2"]);
    bench.append(&["a=3"]);
    bench.roll();
    bench.append(&["c=9"]);
    let done = bench.compact();
    assert_eq!(done.outcome.unwrap(), 6);
    assert_eq!(short(&bench.rows()), ["2:c=1", "4:b=2", "5:a=3", "6:c=9"]);
    let offsets: Vec<_> = bench
        .headers()
        .iter()
        .map(|it| (it.base_offset, it.last_offset()))
        .collect();
    assert_eq!(offsets, [(0, 2), (3, 4), (5, 5), (6, 6)]);
    assert_eq!(bench.log.lock().log_end_offset(), 7);
    assert_eq!(
        (
            done.stats.read_records,
            done.stats.written_records,
            done.stats.keys
        ),
        (6, 3, 3)
    );
}

#[test]
fn a_second_pass_goes_on_where_the_first_ended_and_changes_older_segments() {
    let bench = Bench::new();
    bench.append(&["a=1", "b=1"]);
    bench.roll();
    bench.compact();
    bench.append(&["a=2"]);
    bench.roll();
    let plan = bench.plan(NOW).unwrap();
    assert_eq!(plan.first_dirty_offset(), 2);
    bench.compact();
    assert_eq!(short(&bench.rows()), ["1:b=1", "2:a=2"]);
    assert_eq!(bench.log.lock().first_dirty_offset(), Some(3));
    assert!(bench.compact_at(NOW).is_none(), "nothing is left to do");
}

#[test]
fn the_active_segment_and_what_is_not_committed_are_not_touched() {
    let bench = Bench::new();
    bench.append(&["a=1"]);
    bench.append(&["a=2"]);
    assert!(bench.compact_at(NOW).is_none());
    bench.roll();
    bench.append(&["a=3"]);
    bench.append(&["a=4"]);
    bench.roll();
    bench.log.lock().set_high_watermark(3);
    bench.compact();
    assert_eq!(short(&bench.rows()), ["1:a=2", "2:a=3", "3:a=4"]);
}

#[test]
fn records_without_a_key_go() {
    let bench = Bench::new();
    bench.put(crate::log::tests::batch(3, NOW, 5));
    bench.append(&["a=1"]);
    bench.roll();
    bench.compact();
    assert_eq!(short(&bench.rows()), ["3:a=1"]);
}

#[test]
fn young_segments_wait_for_the_minimum_lag() {
    let bench = Bench::new();
    for timestamp in [NOW, NOW + 500, NOW + 100] {
        bench.put(batch(BatchSettings::default(), timestamp, &["a=1"]));
        bench.roll();
    }
    let lagging = LogConfig {
        min_compaction_lag_ms: 1000,
        ..config()
    };
    bench.log.lock().set_config(lagging);
    assert!(bench.compact_at(NOW + 999).is_none());
    bench.compact_at(NOW + 1499).unwrap().outcome.unwrap();
    assert_eq!(
        bench.rows().len(),
        3,
        "the segment behind the young one waits too"
    );
    bench.compact_at(NOW + 1500).unwrap().outcome.unwrap();
    assert_eq!(short(&bench.rows()), ["2:a=1"]);
}

#[test]
fn a_log_is_dirty_by_share_or_by_the_maximum_lag() {
    let bench = Bench::new();
    bench.append(&["a=1", "b=1"]);
    bench.roll();
    let dirt = || bench.log.lock().dirt(NOW + 5000).unwrap();
    assert_eq!((dirt().ratio(), dirt().is_due()), (1.0, true));
    bench.compact();
    assert_eq!((dirt().ratio(), dirt().is_due()), (0.0, false));
    bench.append(&["c=1"]);
    assert_eq!(
        dirt().cleanable_bytes,
        0,
        "the active segment does not count"
    );
    bench.roll();
    assert!((0.3..0.5).contains(&dirt().ratio()) && !dirt().is_due());
    let overdue = LogConfig {
        max_compaction_lag_ms: 4000,
        ..config()
    };
    bench.log.lock().set_config(overdue);
    assert_eq!((dirt().overdue_ms, dirt().is_due()), (1000, true));
    let keen = LogConfig {
        min_cleanable_ratio: 0.2,
        ..config()
    };
    bench.log.lock().set_config(keen);
    assert_eq!((dirt().overdue_ms, dirt().is_due()), (0, true));
}

#[test]
fn the_maximum_lag_rolls_the_segment_of_a_compacted_log() {
    let bench = Bench::new();
    let overdue = LogConfig {
        max_compaction_lag_ms: 4000,
        ..config()
    };
    bench.append(&["a=1"]);
    let append_after = |delay| {
        let batch = batch(BatchSettings::default(), NOW + delay, &["a=1"]);
        bench
            .log
            .lock()
            .append(batch, Origin::client(0), NOW)
            .unwrap()
            .rolled
    };
    assert!(!append_after(5000));
    bench.log.lock().set_config(overdue);
    assert!(append_after(5000));
}

#[test]
fn a_tombstone_goes_when_its_horizon_from_the_first_pass_is_over() {
    let bench = Bench::new();
    bench.append(&["a=1", "b=1"]);
    bench.append(&["a"]);
    bench.append(&["z=1"]);
    let again = |now_ms| {
        bench.append(&["z=1"]);
        bench.roll();
        bench.compact_at(now_ms).unwrap().outcome.unwrap();
        let headers = bench.headers();
        headers.iter().find_map(|it| it.delete_horizon_ms())
    };
    assert_eq!(again(NOW), Some(NOW + 1000));
    assert_eq!(short(&bench.rows()), ["1:b=1", "2:a", "4:z=1"]);
    assert_eq!(
        again(NOW + 999),
        Some(NOW + 1000),
        "the horizon stays where it was"
    );
    assert_eq!(again(NOW + 1000), None);
    assert_eq!(short(&bench.rows()), ["1:b=1", "6:z=1"]);
}

#[test]
fn a_horizon_changes_no_timestamp() {
    let bench = Bench::new();
    for (timestamp_type, offset) in [
        (TimestampType::CreateTime, 0),
        (TimestampType::LogAppendTime, 2),
    ] {
        let mut settings = BatchSettings {
            log_append_time_ms: NOW + 7,
            ..BatchSettings::default()
        };
        settings.attributes.timestamp_type = timestamp_type;
        let key = format!("k{offset}");
        bench.put(batch(settings, NOW - 5, &[&key, &format!("v{offset}=1")]));
    }
    bench.roll();
    let before: Vec<_> = bench.headers().iter().map(|it| it.max_timestamp).collect();
    bench.compact();
    let headers = bench.headers();
    let after: Vec<_> = headers.iter().map(|it| it.max_timestamp).collect();
    assert_eq!(
        (before, after),
        (vec![NOW - 5, NOW + 7], vec![NOW - 5, NOW + 7])
    );
    assert!(
        headers
            .iter()
            .all(|it| it.delete_horizon_ms() == Some(NOW + 1000))
    );
    let found = bench
        .log
        .lock()
        .lookup(crate::TimestampQuery::AtLeast(NOW - 5))
        .unwrap();
    assert_eq!(
        found.map(|it| (it.offset, it.timestamp)),
        Some((0, NOW - 5))
    );
}

#[test]
fn a_map_too_small_for_all_keys_takes_the_log_piece_by_piece() {
    let bench = Bench::new();
    for round in 0..3 {
        for key in 0..40 {
            bench.append(&[&format!("k{key}={round}")]);
        }
    }
    bench.roll();
    let tiny = CompactionSettings {
        map_bytes: 0,
        ..settings()
    };
    let mut ends = Vec::new();
    while let Some(plan) = bench.plan(NOW) {
        let done = plan.run(&bench.log, &tiny, &mut Unhurried);
        ends.push(done.outcome.unwrap());
    }
    assert!(ends.len() > 5 && ends.is_sorted(), "{ends:?}");
    assert_eq!(ends.last(), Some(&120));
    let rows = bench.rows();
    assert_eq!(rows.len(), 40);
    assert!(
        rows.iter()
            .all(|(offset, _, value)| *offset >= 80 && value.as_deref() == Some("2"))
    );
}

#[test]
fn a_checkpoint_outside_of_the_log_counts_as_none() {
    let bench = Bench::new();
    bench.append(&["a=1", "a=2"]);
    bench.roll();
    for wrong in [-5, 3] {
        bench.log.lock().set_first_dirty_offset(Some(wrong));
        let plan = bench.plan(NOW).unwrap();
        assert_eq!(plan.first_dirty_offset(), 0);
    }
    bench.compact();
    bench.append(&["b=1"]);
    bench.log.lock().truncate_to(1, NOW).unwrap();
    assert!(bench.log.lock().first_dirty_offset() <= Some(1));
}
