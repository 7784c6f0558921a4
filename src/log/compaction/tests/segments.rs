//! Segments: their ends, sizes, files, indexes and times.

use kalda_disk::Disk;
use kalda_records::{BatchSettings, Compression};

use super::bench::*;
use crate::{LogConfig, Origin};

#[test]
fn the_end_of_what_was_gone_through_keeps_its_offset() {
    let bench = Bench::new();
    bench.append(&["a=1"]);
    bench.append(&["b=1"]);
    bench.roll();
    bench.compact();
    bench.append(&["a=2", "b=2"]);
    bench.roll();
    bench.append(&["a=3", "b=3"]);
    bench.roll();
    bench.compact();
    assert_eq!(short(&bench.rows()), ["4:a=3", "5:b=3"]);
    let (bench, report) = bench.reopen(false);
    assert_eq!(bench.log.lock().log_end_offset(), 6);
    assert_eq!(report.findings, Vec::<String>::new());
}

#[test]
fn the_last_batch_of_a_segment_stays_hollow_so_that_its_end_is_known() {
    let bench = Bench::new();
    bench.append(&["a=1"]);
    bench.append(&["b=1"]);
    bench.roll();
    bench.append(&["b=2"]);
    bench.roll();
    let apart = LogConfig {
        segment_bytes: 150,
        ..config()
    };
    bench.log.lock().set_config(apart);
    let done = bench.compact();
    assert_eq!(done.stats.segments, (2, 2));
    let counts: Vec<_> = bench
        .headers()
        .iter()
        .map(|it| (it.last_offset(), it.records_count))
        .collect();
    assert_eq!(counts, [(0, 1), (1, 0), (2, 1)]);
}

#[test]
fn small_segments_become_one_and_their_files_go() {
    let bench = Bench::new();
    for number in 0..6 {
        bench.append(&[&format!("k{number}=x")]);
        bench.roll();
    }
    let done = bench.compact();
    assert_eq!(done.stats.segments, (6, 1));
    assert_eq!(bench.log.lock().segment_count(), 2);
    assert_eq!(bench.rows().len(), 6);
    for segment in &done.deleted {
        segment.remove(&bench.disk).unwrap();
    }
    let expected = [
        "00000000000000000000.index",
        "00000000000000000000.log",
        "00000000000000000000.timeindex",
        "00000000000000000006.index",
        "00000000000000000006.log",
        "00000000000000000006.snapshot",
        "00000000000000000006.timeindex",
    ];
    assert_eq!(bench.file_names(), expected);
}

#[test]
fn batches_keep_their_codec_and_their_leader_epoch() {
    for compression in Compression::ALL {
        let bench = Bench::new();
        let mut settings = BatchSettings::default();
        settings.attributes.compression = compression;
        bench.append_as(settings, &["a=1", "b=1", "c=1"]);
        let later = batch(settings, NOW, &["b=2", "d=2"]);
        bench.log.lock().begin_epoch(4);
        let appended = bench.log.lock().append(later, Origin::client(4), NOW);
        bench
            .log
            .lock()
            .set_high_watermark(appended.unwrap().last_offset + 1);
        bench.roll();
        bench.compact();
        assert_eq!(short(&bench.rows()), ["0:a=1", "2:c=1", "3:b=2", "4:d=2"]);
        let headers = bench.headers();
        assert!(headers.iter().all(|it| it.compression() == Ok(compression)));
        let epochs: Vec<_> = headers.iter().map(|it| it.partition_leader_epoch).collect();
        assert_eq!(epochs, [0, 4]);
        let log = bench.log.lock();
        assert_eq!(
            (
                log.leader_epochs().epoch_of(2),
                log.leader_epochs().epoch_of(3)
            ),
            (Some(0), Some(4))
        );
    }
}

#[test]
fn a_compacted_segment_has_the_indexes_that_recovery_would_make() {
    let bench = Bench::new();
    for number in 0..60 {
        let key = format!("k{}=some value to fill the segment with", number % 45);
        bench.put(batch(BatchSettings::default(), NOW + number, &[&key]));
    }
    bench.roll();
    bench.compact();
    let indexes = |bench: &Bench| -> Vec<(String, Vec<u8>)> {
        let names = bench.file_names().into_iter();
        let indexes = names.filter(|it| it.ends_with("index"));
        let read = |name: String| {
            let path = std::path::Path::new("/data/t-0").join(&name);
            (
                name,
                kalda_disk::read_file(&bench.disk, &path, 9999).unwrap(),
            )
        };
        indexes.map(read).collect()
    };
    bench.log.lock().flush(NOW).unwrap();
    let before = indexes(&bench);
    assert!(
        before
            .iter()
            .filter(|(_, content)| content.len() > 20)
            .count()
            > 4
    );
    let active = "00000000000000000060";
    let (bench, report) = bench.reopen(false);
    assert!(report.scanned_segments > 2);
    let sealed = |all: Vec<(String, Vec<u8>)>| -> Vec<_> {
        all.into_iter()
            .filter(|(name, _)| !name.starts_with(active))
            .collect()
    };
    assert_eq!(sealed(indexes(&bench)), sealed(before));
}

#[test]
fn a_compacted_segment_is_as_old_as_what_it_replaces() {
    let bench = Bench::new();
    bench.disk.set_time_ms(1000);
    bench.append(&["a=1"]);
    bench.roll();
    bench.disk.set_time_ms(2000);
    bench.append(&["a=2"]);
    bench.roll();
    bench.disk.set_time_ms(9000);
    bench.compact();
    let path = std::path::Path::new("/data/t-0/00000000000000000000.log");
    assert_eq!(bench.disk.stat(path).unwrap().unwrap().modified_ms, 2000);
}

#[test]
fn retention_takes_compacted_segments_where_the_policy_says_both() {
    let bench = Bench::new();
    let both = LogConfig {
        delete: true,
        retention_ms: 1000,
        ..config()
    };
    bench.log.lock().set_config(both);
    bench.put(batch(BatchSettings::default(), NOW, &["a=1", "b=1"]));
    bench.put(batch(BatchSettings::default(), NOW + 500, &["a=2"]));
    bench.roll();
    bench.put(batch(BatchSettings::default(), NOW + 2000, &["c=1"]));
    bench.compact();
    let retain = |now_ms| bench.log.lock().apply_retention(now_ms).unwrap().len();
    assert_eq!(retain(NOW + 1500), 0);
    assert_eq!(retain(NOW + 1501), 1);
    assert_eq!(short(&bench.rows()), ["3:c=1"]);
    assert!(bench.compact_at(NOW).is_none());
}

#[test]
fn deleted_records_are_not_asked_for_keys() {
    let bench = Bench::new();
    bench.append(&["a=1", "b=1"]);
    bench.append(&["c=1", "d=1"]);
    bench.roll();
    bench.append(&["e=1"]);
    bench.log.lock().delete_records(3, NOW).unwrap();
    let plan = bench.plan(NOW).unwrap();
    assert_eq!(plan.first_dirty_offset(), 3);
    bench.compact();
    assert_eq!(bench.log.lock().log_start_offset(), 3);
    assert!(short(&bench.rows()).ends_with(&["3:d=1".to_owned(), "4:e=1".to_owned()]));
}
