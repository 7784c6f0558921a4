//! The metadata log on a disk that crashes at every operation: what was committed is there again, whatever the crash.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{CrashOutcome, Disk, Fault, FaultyDisk, Operation, read_file};
use kalda_log::LogConfig;
use kalda_records::{AppendBatch, Batches, DecompressionLimits, RecordReader};

use crate::checkpoint::{CheckpointId, CheckpointWriter, Retention};
use crate::simulation::{batch, settings};
use crate::{
    Effect, LogEntry, LogStore, MetadataLog, MetadataLogPlace, Quorum, Role, SnapshotPoint,
};

const NOW_MS: i64 = 1_700_000_000_000;

fn directory() -> PathBuf {
    PathBuf::from("/logs/__cluster_metadata-0")
}

fn disk() -> FaultyDisk {
    let disk = FaultyDisk::new();
    disk.create_dir_all(Path::new("/logs")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    disk
}

/// A life of the node: the quorum, and as its state the values of all committed records.
struct Life {
    quorum: Quorum<LogStore>,
    state: Vec<String>,
    applied: SnapshotPoint,
}

type Crashed = Box<dyn std::error::Error>;

impl Life {
    fn begin(disk: &FaultyDisk) -> Result<Self, Crashed> {
        let place = MetadataLogPlace {
            disk: Arc::new(disk.clone()),
            directory: directory(),
            // Small, so that the life of a test has several segments.
            config: LogConfig {
                segment_bytes: 600,
                index_bytes: 240,
                retention_ms: -1,
                ..LogConfig::default()
            },
            static_voters: vec![1],
        };
        let opened = place.open(NOW_MS)?;
        let mut state = Vec::new();
        if let Some(id) = opened.snapshot {
            let mut reader = opened.store.snapshots().read(id)?;
            reader.for_each_record(|value| state.push(text(value)))?;
        }
        let applied = opened.store.snapshot_point();
        let quorum = Quorum::open(settings(1, &[1]), opened.store, NOW_MS)?;
        let mut life = Life {
            quorum,
            state,
            applied,
        };
        life.drain()?;
        assert!(matches!(life.quorum.role(), Role::Leader { .. }));
        Ok(life)
    }

    fn drain(&mut self) -> Result<(), Crashed> {
        while let Some(ready) = self.quorum.ready() {
            self.quorum.write(&ready)?;
            self.apply(ready.effects());
            let more = self.quorum.persisted(ready);
            self.apply(&more);
            self.quorum.check();
        }
        let high_watermark = self.quorum.high_watermark();
        self.quorum.log_mut().set_high_watermark(high_watermark);
        Ok(())
    }

    fn apply(&mut self, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Commit(entries) = effect {
                for entry in entries {
                    self.state.extend(values(entry));
                    let LogEntry {
                        index,
                        epoch,
                        next_offset,
                        ..
                    } = *entry;
                    self.applied = SnapshotPoint {
                        index,
                        offset: next_offset,
                        epoch,
                    };
                }
            }
        }
    }

    fn commit(&mut self, value: &str) -> Result<(), Crashed> {
        self.quorum.propose(batch(value, 1))?;
        self.drain()
    }

    fn snapshot(&mut self, disk: &FaultyDisk) -> Result<(), Crashed> {
        let point = self.applied;
        let id = CheckpointId {
            end_offset: point.offset,
            epoch: point.epoch,
        };
        let header = Default::default();
        let disk: Arc<dyn Disk> = Arc::new(disk.clone());
        self.quorum.log_mut().begin_segment()?;
        let mut writer = CheckpointWriter::create(disk, &directory(), id, &header, NOW_MS)?;
        for value in &self.state {
            writer.append(value.as_bytes())?;
        }
        writer.finish()?;
        self.quorum.log_mut().snapshot_taken(point)?;
        let retention = Retention {
            bytes: Some(900),
            age_ms: None,
        };
        self.quorum.log_mut().clean(retention, NOW_MS)?;
        Ok(())
    }
}

fn text(value: &[u8]) -> String {
    String::from_utf8(value.to_vec()).unwrap()
}

fn values(entry: &LogEntry) -> Vec<String> {
    let batch = AppendBatch::from_wire(entry.batch.clone()).unwrap();
    let mut values = Vec::new();
    if !batch.header.is_control() {
        let limits = DecompressionLimits::default();
        let mut reader = RecordReader::new(&batch.header, &batch.payload, limits).unwrap();
        while let Some(record) = reader.next_record().unwrap() {
            values.push(text(record.value.unwrap()));
        }
    }
    values
}

/// Commits ten values with snapshots between, until done or crashed. Answers what was acknowledged.
fn live(disk: &FaultyDisk, name: &str) -> (Vec<String>, Result<(), Crashed>) {
    let mut acknowledged = Vec::new();
    let mut run = || {
        let mut life = Life::begin(disk)?;
        acknowledged.clone_from(&life.state);
        for value in 0..10 {
            let value = format!("{name}-{value}");
            life.commit(&value)?;
            acknowledged.push(value);
            if acknowledged.len() % 4 == 0 {
                life.snapshot(disk)?;
            }
        }
        Ok(())
    };
    let outcome = run();
    (acknowledged, outcome)
}

#[test]
fn no_acknowledged_record_is_lost_whichever_operation_the_machine_dies_in() {
    let counted = disk();
    live(&counted, "a").1.unwrap();
    let operations = counted.changes();
    assert!(operations > 100, "{operations}");
    for crash_at in 0..operations {
        for outcome in [
            CrashOutcome::LoseUnsynced,
            CrashOutcome::KeepAll,
            CrashOutcome::Seeded(crash_at),
        ] {
            let disk = disk();
            disk.crash_at(crash_at);
            let (acknowledged, died) = live(&disk, "a");
            assert!(died.is_err() || acknowledged.len() == 10);
            disk.restart(outcome);
            let life = Life::begin(&disk)
                .unwrap_or_else(|error| panic!("{crash_at} {outcome:?}: {error}"));
            let kept = life.state.get(..acknowledged.len());
            assert_eq!(kept, Some(&acknowledged[..]), "{crash_at} {outcome:?}");
            assert!(
                life.state.len() <= acknowledged.len() + 1,
                "one was on its way"
            );
        }
    }
}

#[test]
fn a_second_crash_while_recovering_loses_nothing_either() {
    for seed in 0..300_u64 {
        let disk = disk();
        let mut known: Vec<String> = Vec::new();
        for life in 0..4_u64 {
            let from = disk.changes();
            disk.crash_at(from + (seed * 31 + life * 17) % 60);
            let (acknowledged, _) = live(&disk, &format!("life{life}"));
            if !acknowledged.is_empty() {
                assert_eq!(
                    acknowledged.get(..known.len()),
                    Some(&known[..]),
                    "seed {seed}"
                );
                known = acknowledged;
            }
            disk.restart(CrashOutcome::Seeded(seed + life));
        }
        let state = Life::begin(&disk).unwrap().state;
        assert_eq!(state.get(..known.len()), Some(&known[..]), "seed {seed}");
    }
}

#[test]
fn a_failed_flush_is_an_error_and_nothing_after_it_is_accepted() {
    let disk = disk();
    let mut life = Life::begin(&disk).unwrap();
    life.commit("kept").unwrap();
    disk.fail(Fault {
        operation: Operation::Sync,
        path_contains: ".log".to_owned(),
        after: 0,
        times: 1,
        errno: Fault::EIO,
    });
    assert!(life.commit("doubtful").is_err());
    assert_eq!(
        life.state,
        ["kept"],
        "what could not be flushed is not committed"
    );
    assert!(
        life.quorum.log_mut().flush().is_err(),
        "a second flush is not believed"
    );
}

#[test]
fn the_log_directory_is_a_kraft_directory() {
    let disk = disk();
    let (acknowledged, outcome) = live(&disk, "a");
    outcome.unwrap();
    let names: Vec<String> = disk
        .read_dir(&directory())
        .unwrap()
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    for name in [
        "partition.metadata",
        "leader-epoch-checkpoint",
        "quorum-state",
    ] {
        assert!(
            names.iter().any(|found| found == name),
            "{name} in {names:?}"
        );
    }
    let read = |name: &str| read_file(&disk, &directory().join(name), 100_000).unwrap();
    assert_eq!(
        text(&read("partition.metadata")),
        "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAQ"
    );
    let mut next = None;
    for name in names.iter().filter(|name| name.ends_with(".log")) {
        let content = read(name);
        let mut batches = Batches::new(&content);
        for batch in batches.by_ref() {
            let (header, _) = batch.unwrap();
            assert!(
                next.is_none_or(|next| next == header.base_offset),
                "no gap in {name}"
            );
            assert_eq!(header.partition_leader_epoch, 1);
            next = Some(header.next_offset());
        }
        assert_eq!(batches.remaining(), b"");
    }
    assert_eq!(
        next,
        Some(1 + 10),
        "LeaderChange and {} values",
        acknowledged.len()
    );
}

#[test]
fn a_restart_after_snapshots_and_cleaning_has_the_same_state() {
    let disk = disk();
    let mut expected = Vec::new();
    for life in 0..5 {
        let (acknowledged, outcome) = live(&disk, &format!("life{life}"));
        outcome.unwrap();
        assert!(acknowledged.starts_with(&expected));
        expected = acknowledged;
    }
    let life = Life::begin(&disk).unwrap();
    assert_eq!(life.state, expected);
    assert!(
        life.quorum.log().shared_log().lock().log_start_offset() > 0,
        "the log was cleaned"
    );
    assert_eq!(life.quorum.epoch(), 6);
    let point = life.quorum.log().snapshot_point();
    assert!(
        point.index < u64::try_from(point.offset).unwrap() + 1,
        "indexes go on, {point:?}"
    );
}

#[test]
fn a_directory_without_our_index_file_is_numbered_anew() {
    let disk = disk();
    live(&disk, "a").1.unwrap();
    let state = Life::begin(&disk).unwrap().state;
    disk.remove_file(&directory().join("kalda-raft-index"))
        .unwrap();
    let mut life = Life::begin(&disk).unwrap();
    assert_eq!(life.state, state);
    life.commit("more").unwrap();
    life.snapshot(&disk).unwrap();
    assert_eq!(
        Life::begin(&disk).unwrap().state.last().map(String::as_str),
        Some("more")
    );
}

#[test]
fn a_start_reads_only_the_segment_behind_the_newest_snapshot() {
    let disk = disk();
    let mut life = Life::begin(&disk).unwrap();
    for value in 0..8 {
        life.commit(&format!("value {value}")).unwrap();
    }
    life.snapshot(&disk).unwrap();
    life.commit("after").unwrap();
    let place = MetadataLogPlace {
        disk: Arc::new(disk.clone()),
        directory: directory(),
        config: LogConfig {
            index_bytes: 240,
            ..LogConfig::default()
        },
        static_voters: vec![1],
    };
    let opened = place.open(NOW_MS).unwrap();
    assert_eq!(opened.recovery.scanned_segments, 1);
    let appended = opened.store.entries(
        opened.store.last_index(),
        opened.store.last_index() + 1,
        None,
    );
    assert_eq!(
        opened.recovery.scanned_bytes,
        appended.unwrap()[0].batch.len() as u64
    );
}

#[test]
fn damage_to_what_was_durable_stops_one_start_and_says_so() {
    let disk = disk();
    let mut life = Life::begin(&disk).unwrap();
    life.commit("first").unwrap();
    let point = life.applied;
    life.commit("second").unwrap();
    let id = CheckpointId {
        end_offset: point.offset,
        epoch: point.epoch,
    };
    let snapshots: Arc<dyn Disk> = Arc::new(disk.clone());
    let header = Default::default();
    let mut writer =
        CheckpointWriter::create(snapshots, &directory(), id, &header, NOW_MS).unwrap();
    writer.append(b"first").unwrap();
    writer.finish().unwrap();
    disk.corrupt(&directory().join("00000000000000000000.log"), 100, 1)
        .unwrap();
    disk.restart(CrashOutcome::KeepAll);
    let refused = Life::begin(&disk).err().unwrap().to_string();
    assert!(refused.contains("is damaged at byte"), "{refused}");
    let life = Life::begin(&disk).unwrap();
    assert_eq!(
        life.state,
        ["first"],
        "what the snapshot holds is still there"
    );
}
