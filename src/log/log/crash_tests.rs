//! Every crash point of short scripts: what was flushed is never lost, and what is torn is never read.

use std::path::Path;

use kalda_disk::{CrashOutcome, Disk, FaultyDisk};
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, Batches, NewRecord};

use super::tests::{NOW, request};
use super::*;

/// One step of a script.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Appends a batch with a value of so many bytes.
    Append(usize),
    /// Begins a leader epoch; later batches carry it.
    Epoch(i32),
    Flush,
    Roll,
    /// Stops cleanly and starts again.
    Restart,
    /// Stops cleanly with all other logs of the directory, and starts again.
    RestartTogether,
    Truncate(i64),
}

use Step::{Append, Epoch, Flush, Restart, RestartTogether, Roll, Truncate};

/// What the owner of the log knows outside of it.
#[derive(Default)]
struct Owner {
    /// Batches in the order they were asked for, acknowledged or not.
    asked: Vec<AppendBatch>,
    /// Of those, how many were acknowledged.
    acknowledged: usize,
    /// The checkpoint.
    recovery_point: i64,
}

fn numbered(number: usize, value_bytes: usize) -> AppendBatch {
    let mut builder = BatchBuilder::new(BatchSettings {
        producer_id: 9,
        producer_epoch: 0,
        base_sequence: i32::try_from(number).unwrap(),
        ..BatchSettings::default()
    });
    builder.append(&NewRecord {
        timestamp: NOW + number as i64,
        key: Some(&number.to_be_bytes()),
        value: Some(&vec![7; value_bytes]),
        headers: &[],
    });
    builder.build().unwrap()
}

fn open(
    disk: &FaultyDisk,
    recovery_point: i64,
    clean: bool,
) -> Result<(Log, RecoveryReport), LogError> {
    Log::open(OpenLog {
        recovery_point,
        ..request(disk, clean)
    })
}

/// Runs the script until its end or the crash.
fn run(
    disk: &FaultyDisk,
    script: &[Step],
    owner: &mut Owner,
) -> Result<(), Box<dyn std::error::Error>> {
    let (mut log, _) = open(disk, 0, false)?;
    let mut epoch = 0;
    for step in script {
        match *step {
            Append(bytes) => {
                let mut batch = numbered(owner.asked.len(), bytes);
                batch.set_position(log.log_end_offset(), epoch);
                owner.asked.push(batch.clone());
                log.append(batch, Origin::client(epoch), NOW)?;
                owner.acknowledged = owner.asked.len();
            }
            Epoch(next) => {
                epoch = next;
                log.begin_epoch(epoch);
            }
            Flush => log.flush(NOW)?,
            Roll => {
                log.roll(NOW)?;
            }
            Truncate(offset) => {
                let kept = usize::try_from(offset).unwrap();
                // From here on either the cut or the whole log may survive, but not what comes after in between.
                owner.recovery_point = owner.recovery_point.min(offset);
                log.truncate_to(offset, NOW)?;
                owner.asked.truncate(kept);
                owner.acknowledged = kept;
            }
            RestartTogether => {
                log.begin_close()?;
                disk.sync_file_system(Path::new("/data"))?;
                log.complete_close();
                owner.recovery_point = log.recovery_point();
                log = open(disk, owner.recovery_point, true)?.0;
            }
            Restart => {
                log.close(NOW)?;
                owner.recovery_point = owner.acknowledged as i64;
                log = open(disk, owner.recovery_point, true)?.0;
            }
        }
        owner.recovery_point = owner.recovery_point.max(log.recovery_point());
    }
    Ok(())
}

fn all_batches(log: &Log) -> Vec<AppendBatch> {
    let mut found = Vec::new();
    let mut next = log.log_start_offset();
    while next < log.log_end_offset() {
        let from = ReadFrom {
            offset: next,
            max_bytes: 100_000,
            min_one_batch: true,
            isolation: Isolation::LogEnd,
        };
        let content = log.read(from).unwrap().range.unwrap().read().unwrap();
        for parsed in Batches::new(&content) {
            let (header, bytes) = parsed.unwrap();
            found.push(AppendBatch::from_wire(bytes.to_vec().into()).unwrap());
            next = header.next_offset();
        }
    }
    found
}

fn check(disk: &FaultyDisk, owner: &Owner, outcome: CrashOutcome, context: &str) {
    let (mut log, report) = open(disk, owner.recovery_point, false).unwrap();
    let found = all_batches(&log);
    assert!(found.len() <= owner.asked.len(), "{context}");
    assert_eq!(
        found,
        owner.asked[..found.len()],
        "{context}: not a prefix of what was appended"
    );
    assert!(
        found.len() as i64 >= owner.recovery_point,
        "{context}: flushed records are lost"
    );
    if outcome == CrashOutcome::KeepAll {
        assert!(
            found.len() >= owner.acknowledged,
            "{context}: acknowledged records are lost"
        );
    }
    assert_eq!(report.corruption, None, "{context}");
    let mut epochs: Vec<(i32, i64)> = Vec::new();
    for batch in &found {
        if epochs
            .last()
            .is_none_or(|(epoch, _)| *epoch != batch.header.partition_leader_epoch)
        {
            epochs.push((
                batch.header.partition_leader_epoch,
                batch.header.base_offset,
            ));
        }
    }
    let known: Vec<_> = log
        .leader_epochs()
        .entries()
        .iter()
        .map(|it| (it.epoch, it.start_offset))
        .collect();
    assert_eq!(known, epochs, "{context}: leader epochs");
    if let Some(last) = found.last() {
        let again = log.append(last.clone(), Origin::client(99), NOW).unwrap();
        assert!(
            again.duplicate,
            "{context}: the last batch is no longer recognised"
        );
    }
    let next = log
        .append(numbered(found.len(), 50), Origin::client(99), NOW)
        .unwrap();
    assert_eq!(next.base_offset, found.len() as i64, "{context}");
    let after = all_batches(&log);
    log.close(NOW).unwrap();
    let (log, report) = open(disk, after.len() as i64, true).unwrap();
    assert_eq!(report, RecoveryReport::default(), "{context}");
    assert_eq!(all_batches(&log), after, "{context}");
}

fn disk() -> FaultyDisk {
    let disk = FaultyDisk::new();
    disk.create_dir_all(Path::new("/data")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    disk
}

fn enumerate(script: &[Step], seeds: u64) {
    let clean_run = disk();
    let begun = clean_run.changes();
    run(&clean_run, script, &mut Owner::default()).unwrap();
    let points = clean_run.changes() - begun;
    assert!(points > 5);
    for point in 0..=points {
        let outcomes = [CrashOutcome::LoseUnsynced, CrashOutcome::KeepAll];
        for outcome in outcomes
            .into_iter()
            .chain((0..seeds).map(CrashOutcome::Seeded))
        {
            let disk = disk();
            disk.crash_at(disk.changes() + point);
            let mut owner = Owner::default();
            let done = run(&disk, script, &mut owner);
            assert!(
                done.is_ok() || point < points,
                "{script:?} at {point}: {done:?}"
            );
            disk.restart(outcome);
            check(
                &disk,
                &owner,
                outcome,
                &format!("{script:?}, crash at {point}, {outcome:?}"),
            );
        }
    }
}

#[test]
fn appends_and_flushes_survive_every_crash_point() {
    enumerate(
        &[Append(10), Flush, Append(400), Append(30), Flush, Append(5)],
        12,
    );
}

#[test]
fn rolls_survive_every_crash_point() {
    enumerate(
        &[
            Append(10),
            Roll,
            Append(20),
            Flush,
            Append(30),
            Roll,
            Append(40),
        ],
        12,
    );
    enumerate(
        &[Append(700), Append(700), Flush, Append(700), Append(700)],
        12,
    );
}

#[test]
fn new_leader_epochs_survive_every_crash_point() {
    enumerate(
        &[
            Append(10),
            Epoch(3),
            Append(10),
            Flush,
            Roll,
            Epoch(5),
            Append(9),
            Flush,
            Append(1),
        ],
        12,
    );
}

#[test]
fn clean_restarts_survive_every_crash_point() {
    enumerate(
        &[
            Append(10),
            Restart,
            Append(10),
            Roll,
            Append(10),
            Restart,
            Append(10),
            Flush,
        ],
        12,
    );
}

#[test]
fn clean_restarts_of_a_whole_directory_survive_every_crash_point() {
    enumerate(
        &[
            Append(10),
            RestartTogether,
            Append(10),
            Roll,
            Epoch(2),
            Append(10),
            RestartTogether,
            Append(10),
        ],
        12,
    );
}

#[test]
fn a_flushed_log_knows_its_topic() {
    for close_together in [false, true] {
        let disk = disk();
        let (mut log, _) = open(&disk, 0, false).unwrap();
        log.set_topic_id(uuid::Uuid::from_u128(7));
        log.append(numbered(0, 10), Origin::client(0), NOW).unwrap();
        if close_together {
            log.begin_close().unwrap();
            disk.sync_file_system(Path::new("/data")).unwrap();
        } else {
            log.flush(NOW).unwrap();
        }
        disk.restart(CrashOutcome::LoseUnsynced);
        let (log, report) = open(&disk, 1, false).unwrap();
        assert_eq!(log.topic_id(), Some(uuid::Uuid::from_u128(7)));
        assert_eq!(report.findings, Vec::<String>::new());
    }
}

#[test]
fn a_first_batch_that_is_never_flushed_is_whole_or_absent() {
    enumerate(&[Append(900)], 40);
}

#[test]
fn a_truncation_survives_every_crash_point_of_the_process() {
    let script = [
        Append(10),
        Append(800),
        Append(300),
        Flush,
        Truncate(1),
        Append(77),
        Flush,
        Append(5),
    ];
    let clean_run = disk();
    run(&clean_run, &script, &mut Owner::default()).unwrap();
    for point in 2..clean_run.changes() {
        let disk = disk();
        disk.crash_at(point);
        let mut owner = Owner::default();
        drop(run(&disk, &script, &mut owner));
        disk.restart(CrashOutcome::KeepAll);
        let (log, _) = open(&disk, owner.recovery_point, false).unwrap();
        let found = all_batches(&log);
        let kept = found
            .iter()
            .zip(&owner.asked)
            .take_while(|(left, right)| left == right)
            .count();
        assert!(kept as i64 >= owner.recovery_point, "{point}");
        assert!(found.len() >= owner.acknowledged.min(1), "{point}");
    }
}

#[test]
fn a_log_directory_that_fills_up_at_any_point_keeps_what_was_acknowledged() {
    for capacity in (100..6000).step_by(97) {
        let disk = disk();
        disk.set_capacity(Some(capacity));
        let mut owner = Owner::default();
        let script = [
            Append(300),
            Append(300),
            Append(300),
            Flush,
            Append(300),
            Roll,
            Append(300),
            Flush,
        ];
        let done = run(&disk, &script, &mut owner);
        disk.set_capacity(None);
        disk.restart(CrashOutcome::KeepAll);
        if done.is_ok() {
            assert_eq!(owner.acknowledged, 5);
        }
        check(
            &disk,
            &owner,
            CrashOutcome::KeepAll,
            &format!("capacity {capacity}"),
        );
    }
}
