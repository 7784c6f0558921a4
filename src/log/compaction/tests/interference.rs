//! What happens to the log while a pass works on it.

use std::ops::ControlFlow;
use std::path::Path;

use kalda_disk::{Fault, Operation};

use super::bench::*;
use crate::{Compacted, CompactionError, Log, LogError, Pace};

/// Does something to the log after so many blocks.
struct Meddler<'a, F> {
    bench: &'a Bench,
    blocks: usize,
    meddle: F,
}

impl<F: FnMut(&mut Log)> Pace for Meddler<'_, F> {
    fn spend(&mut self, _bytes: u64) -> ControlFlow<()> {
        if self.blocks == 0 {
            (self.meddle)(&mut self.bench.log.lock());
        }
        self.blocks = self.blocks.wrapping_sub(1);
        ControlFlow::Continue(())
    }
}

/// Three sealed segments with superseded records, and an active one.
fn filled() -> Bench {
    let bench = Bench::new();
    for round in 0..3 {
        for key in 0..8 {
            let filler = "x".repeat(60);
            bench.append(&[&format!("k{key}={round}{filler}")]);
        }
        bench.roll();
    }
    bench.append(&["last=1"]);
    bench
}

/// A pass during which `meddle` happens after `blocks` blocks.
fn compact_with(bench: &Bench, blocks: usize, meddle: impl FnMut(&mut Log)) -> Compacted {
    let plan = bench.plan(NOW).unwrap();
    let mut pace = Meddler {
        bench,
        blocks,
        meddle,
    };
    plan.run(&bench.log, &settings(), &mut pace)
}

fn assert_no_leftovers(bench: &Bench) {
    let names = bench.file_names();
    let unfinished = |it: &String| it.ends_with(".cleaned") || it.ends_with(".swap");
    assert!(!names.iter().any(unfinished), "{names:?}");
}

#[test]
fn appends_and_reads_go_on_during_a_pass() {
    for blocks in 0..9 {
        let bench = filled();
        let done = compact_with(&bench, blocks, |log| {
            let next = batch(Default::default(), NOW, &["new=1"]);
            log.append(next, crate::Origin::client(0), NOW).unwrap();
            assert!(folded(&rows(log)).len() >= 9);
        });
        done.outcome.unwrap();
        assert_eq!(bench.rows().iter().filter(|it| it.1 == "new").count(), 1);
        assert_eq!(folded(&bench.rows()).len(), 10);
    }
}

#[test]
fn a_truncation_calls_the_pass_off_whenever_it_comes() {
    for blocks in 0..9 {
        for offset in [2, 10, 23] {
            let bench = filled();
            let mut expected = Vec::new();
            let done = compact_with(&bench, blocks, |log| {
                log.truncate_to(offset, NOW).unwrap();
                expected = rows(log);
            });
            assert!(matches!(done.outcome, Err(CompactionError::CalledOff)));
            assert_eq!(bench.rows(), expected);
            assert_no_leftovers(&bench);
            assert!(bench.rows().iter().all(|it| it.0 < offset));
        }
    }
}

#[test]
fn a_cut_at_the_front_calls_the_pass_off() {
    for blocks in 0..9 {
        let bench = filled();
        let done = compact_with(&bench, blocks, |log| {
            log.delete_records(16, NOW).unwrap();
        });
        assert!(matches!(done.outcome, Err(CompactionError::CalledOff)));
        assert_eq!(folded(&bench.rows()).len(), 9);
        assert_no_leftovers(&bench);
    }
}

#[test]
fn a_log_that_starts_over_or_closes_calls_the_pass_off() {
    for blocks in 0..9 {
        let bench = filled();
        let done = compact_with(&bench, blocks, |log| {
            log.truncate_fully_and_start_at(5, NOW).unwrap();
        });
        assert!(matches!(done.outcome, Err(CompactionError::CalledOff)));
        assert_eq!(bench.rows(), []);
        assert_no_leftovers(&bench);
        let bench = filled();
        let done = compact_with(&bench, blocks, |log| log.close(NOW).unwrap());
        assert!(matches!(done.outcome, Err(CompactionError::CalledOff)));
        assert_eq!(folded(&bench.rows()).len(), 9);
        assert_no_leftovers(&bench);
    }
}

#[test]
fn a_second_plan_calls_the_first_off() {
    let bench = filled();
    let first = bench.plan(NOW).unwrap();
    let second = bench.plan(NOW).unwrap();
    let done = first.run(&bench.log, &settings(), &mut Unhurried);
    assert!(matches!(done.outcome, Err(CompactionError::CalledOff)));
    let done = second.run(&bench.log, &settings(), &mut Unhurried);
    done.outcome.unwrap();
}

#[test]
fn a_pass_ends_when_its_pace_says_so() {
    struct Stop;
    impl Pace for Stop {
        fn spend(&mut self, _bytes: u64) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    let bench = filled();
    let before = bench.rows();
    let plan = bench.plan(NOW).unwrap();
    let done = plan.run(&bench.log, &settings(), &mut Stop);
    assert!(matches!(done.outcome, Err(CompactionError::CalledOff)));
    assert_eq!(bench.rows(), before);
    assert_no_leftovers(&bench);
}

#[test]
fn damage_ends_the_pass_and_is_not_given_a_new_checksum() {
    for position in [30, 100, 300] {
        let bench = filled();
        let path = Path::new("/data/t-0/00000000000000000000.log");
        bench.disk.corrupt(path, position, 0x10).unwrap();
        let plan = bench.plan(NOW).unwrap();
        let done = plan.run(&bench.log, &settings(), &mut Unhurried);
        let refused = matches!(
            done.outcome,
            Err(CompactionError::Storage(LogError::Corrupt { .. }))
        );
        assert!(refused, "{position}: {:?}", done.outcome);
        assert!(done.deleted.is_empty());
        assert_no_leftovers(&bench);
        bench.append(&["more=1"]);
    }
}

#[test]
fn a_full_disk_ends_the_pass_and_the_next_one_succeeds() {
    let bench = filled();
    let before = bench.rows();
    bench.disk.set_capacity(Some(3500));
    let done = bench.compact_at(NOW).unwrap();
    assert!(matches!(&done.outcome, Err(CompactionError::Storage(error)) if error.is_disk_full()));
    assert_eq!(bench.rows(), before);
    assert_no_leftovers(&bench);
    bench.disk.set_capacity(None);
    bench.compact();
    assert_eq!(folded(&bench.rows()), folded(&before));
}

#[test]
fn any_failing_operation_leaves_a_log_that_opens_with_all_its_keys() {
    for operation in [
        Operation::Write,
        Operation::Sync,
        Operation::SyncDir,
        Operation::Rename,
        Operation::Create,
        Operation::Read,
    ] {
        for after in 0..40 {
            let bench = filled();
            let before = folded(&bench.rows());
            bench.disk.fail(Fault {
                operation,
                path_contains: "t-0".into(),
                after,
                times: 1,
                errno: Fault::EIO,
            });
            let plan = bench.log.lock().plan_compaction(NOW);
            if let Ok(Some(plan)) = plan {
                drop(plan.run(&bench.log, &settings(), &mut Unhurried));
            }
            bench.disk.heal();
            assert_eq!(folded(&bench.rows()), before, "{operation:?} {after}");
            let (bench, report) = bench.reopen(false);
            assert_eq!(
                folded(&bench.rows()),
                before,
                "{operation:?} {after}, reopened"
            );
            assert_eq!(report.corruption, None);
            assert_no_leftovers(&bench);
        }
    }
}
