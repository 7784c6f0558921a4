//! Transactions and idempotent producers.

use kalda_records::control::TransactionResult::{Abort, Commit};

use super::bench::*;
use crate::{CompactionSettings, Isolation, ReadFrom};

/// A later segment, so that the pass is due and nothing of it is the last of the log.
fn fill(bench: &Bench) {
    bench.append(&["filler=1"]);
    bench.roll();
}

/// Makes producer `id` write elsewhere, so that the batches under test are not its last ones.
fn write_later(bench: &Bench, id: i64, sequence: i32) {
    bench.append_as(producer(id, sequence), &["later=1"]);
}

#[test]
fn aborted_records_go_and_do_not_hide_older_ones() {
    let bench = Bench::new();
    bench.append(&["a=1", "b=1"]);
    bench.append_as(transactional(7, 0), &["a=aborted", "c=aborted"]);
    bench.end_transaction(7, Abort);
    bench.append_as(transactional(8, 0), &["b=2"]);
    bench.end_transaction(8, Commit);
    bench.roll();
    fill(&bench);
    bench.compact();
    assert_eq!(short(&bench.rows()), ["0:a=1", "5:b=2", "7:filler=1"]);
    let committed = committed_rows(&bench.log.lock());
    assert_eq!(committed, bench.rows());
}

#[test]
fn the_index_of_aborted_transactions_keeps_what_still_has_batches() {
    let bench = Bench::new();
    bench.append_as(transactional(7, 0), &["a=aborted"]);
    let marker = bench.end_transaction(7, Abort);
    bench.roll();
    fill(&bench);
    let aborted = |bench: &Bench| {
        let from = ReadFrom {
            offset: 0,
            max_bytes: 9999,
            min_one_batch: true,
            isolation: Isolation::LastStable,
        };
        bench.log.lock().read(from).unwrap().aborted.unwrap()
    };
    assert_eq!(aborted(&bench).len(), 1);
    // The producer may write on, so its last batch stays without its records, and with it marker and index entry.
    bench.compact();
    assert_eq!(aborted(&bench).len(), 1);
    let headers = bench.headers();
    assert_eq!((headers[0].base_offset, headers[0].records_count), (0, 0));
    assert!(
        headers
            .iter()
            .any(|it| it.is_control() && it.base_offset == marker)
    );
    write_later(&bench, 7, 1);
    bench.roll();
    bench.compact();
    write_later(&bench, 7, 2);
    bench.roll();
    bench.compact();
    assert_eq!(aborted(&bench), [], "nothing is left that it speaks of");
    assert!(
        bench.headers().iter().any(|it| it.base_offset == marker),
        "its time has only begun"
    );
}

#[test]
fn a_marker_stays_until_its_records_are_gone_and_its_horizon_is_over() {
    let bench = Bench::new();
    bench.append_as(transactional(7, 0), &["a=1", "b=1"]);
    let marker = bench.end_transaction(7, Commit);
    let pass = |sequence, records: &[&str], now_ms| {
        bench.append(records);
        write_later(&bench, 7, sequence);
        bench.roll();
        bench.compact_at(now_ms).unwrap().outcome.unwrap();
        let headers = bench.headers();
        let found = headers.iter().find(|it| it.base_offset == marker);
        found.map(|it| (it.records_count, it.delete_horizon_ms()))
    };
    assert_eq!(pass(2, &["a=2"], NOW), Some((1, None)), "b is still there");
    // In this pass the transaction's batch goes; the next one finds that the marker has nothing before it.
    assert_eq!(pass(3, &["b=2"], NOW), Some((1, None)));
    assert_eq!(pass(4, &["c=1"], NOW + 50), Some((1, Some(NOW + 1050))));
    assert_eq!(pass(5, &["c=2"], NOW + 1049), Some((1, Some(NOW + 1050))));
    assert_eq!(pass(6, &["c=3"], NOW + 1050), None);
}

#[test]
fn a_marker_that_is_the_last_of_its_producer_keeps_its_epoch_known() {
    let bench = Bench::new();
    bench.append(&["a=1"]);
    let marker = bench.end_transaction(7, Commit);
    bench.roll();
    fill(&bench);
    bench.compact();
    fill(&bench);
    bench.compact_at(NOW + 5000).unwrap().outcome.unwrap();
    let headers = bench.headers();
    let left = headers.iter().find(|it| it.base_offset == marker).unwrap();
    assert_eq!((left.records_count, left.producer_epoch), (0, 0));
}

#[test]
fn an_open_transaction_and_all_behind_it_wait() {
    let bench = Bench::new();
    bench.append(&["a=1"]);
    bench.append(&["a=2"]);
    bench.roll();
    bench.append_as(transactional(7, 0), &["x=1"]);
    bench.append(&["a=3"]);
    bench.roll();
    fill(&bench);
    bench.compact();
    let expected = ["1:a=2", "2:x=1", "3:a=3", "4:filler=1"];
    assert_eq!(short(&bench.rows()), expected);
    bench.end_transaction(7, Commit);
    bench.roll();
    bench.compact();
    assert_eq!(short(&bench.rows()), ["2:x=1", "3:a=3", "4:filler=1"]);
}

#[test]
fn the_last_batch_of_a_producer_stays_hollow_and_its_sequence_is_known_after_a_crash() {
    let bench = Bench::new();
    bench.append_as(producer(9, 0), &["a=1"]);
    bench.append_as(producer(9, 1), &["a=2", "b=2"]);
    bench.append(&["a=3", "b=3"]);
    bench.roll();
    bench.append(&["z=1"]);
    bench.compact();
    assert_eq!(short(&bench.rows()), ["3:a=3", "4:b=3", "5:z=1"]);
    let headers = bench.headers();
    assert_eq!((headers[0].base_offset, headers[0].last_sequence()), (1, 2));
    // Without the snapshots the sequences can come from the log alone.
    let snapshot = std::path::Path::new("/data/t-0/00000000000000000005.snapshot");
    kalda_disk::Disk::remove_file(&bench.disk, snapshot).unwrap();
    let (bench, _) = bench.reopen(false);
    let repeated = batch(producer(9, 1), NOW, &["a=2", "b=2"]);
    let origin = crate::Origin::client(0);
    let answer = bench.log.lock().append(repeated, origin, NOW).unwrap();
    assert!(answer.duplicate);
    assert_eq!(bench.append_as(producer(9, 3), &["c=1"]), 6);
}

#[test]
fn a_producer_that_was_forgotten_needs_no_batch() {
    let bench = Bench::new();
    bench.append_as(producer(9, 0), &["a=1"]);
    bench.append(&["a=2"]);
    bench.roll();
    fill(&bench);
    bench.log.lock().expire_producers(NOW + (1 << 40));
    bench.compact();
    assert_eq!(bench.headers().first().unwrap().base_offset, 1);
}

#[test]
fn a_map_that_ends_inside_of_a_transaction_decides_about_all_of_it() {
    let bench = Bench::new();
    for key in 0..12 {
        bench.append(&[&format!("k{key}=1")]);
    }
    for sequence in 0..12 {
        bench.append_as(
            transactional(7, sequence),
            &[&format!("t{sequence}=aborted")],
        );
    }
    bench.end_transaction(7, Abort);
    write_later(&bench, 7, 12);
    bench.roll();
    let before = folded(&committed_rows(&bench.log.lock()));
    let tiny = CompactionSettings {
        map_bytes: 0,
        ..settings()
    };
    while let Some(plan) = bench.plan(NOW) {
        plan.run(&bench.log, &tiny, &mut Unhurried).outcome.unwrap();
        assert_eq!(folded(&committed_rows(&bench.log.lock())), before);
    }
    assert!(bench.rows().iter().all(|(_, key, _)| !key.starts_with('t')));
}
