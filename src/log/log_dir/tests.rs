//! The log directory as a node uses it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{CrashOutcome, Disk, FaultyDisk, OpenMode, RealDisk};
use uuid::Uuid;

use super::*;

fn open() -> (FaultyDisk, LogDir) {
    let disk = FaultyDisk::new();
    let dir = LogDir::open(Arc::new(disk.clone()), Path::new("/data")).unwrap();
    (disk, dir)
}

fn put(disk: &FaultyDisk, path: &str, content: &[u8]) {
    let file = disk.open(Path::new(path), OpenMode::Create).unwrap();
    file.set_len(0).unwrap();
    file.write_at(&[content], 0).unwrap();
}

#[test]
fn a_second_user_is_refused_until_the_first_is_gone() {
    let directory = tempfile::tempdir().unwrap();
    let open = || LogDir::open(Arc::new(RealDisk), directory.path());
    let held = open().unwrap();
    let refused = open().unwrap_err();
    assert!(matches!(&refused, LogDirError::InUse(path) if path == directory.path()));
    assert!(
        open().is_err(),
        "the refusal must not have given up the lock"
    );
    drop(held);
    open().unwrap();
}

#[test]
fn the_clean_shutdown_marker_is_taken_once_and_durably() {
    let (disk, dir) = open();
    disk.sync_dir(Path::new("/")).unwrap();
    assert_eq!(dir.take_clean_shutdown().unwrap(), None);
    dir.write_clean_shutdown(99).unwrap();
    let taken = dir.take_clean_shutdown().unwrap().unwrap();
    assert_eq!(taken.broker_epoch, Some(99));
    disk.restart(CrashOutcome::LoseUnsynced);
    let dir = LogDir::open(Arc::new(disk.clone()), Path::new("/data")).unwrap();
    assert_eq!(dir.take_clean_shutdown().unwrap(), None);
    put(&disk, "/data/.kafka_cleanshutdown", b"");
    let older = dir.take_clean_shutdown().unwrap().unwrap();
    assert_eq!(older.broker_epoch, None);
}

#[test]
fn checkpoints_are_read_back_and_damage_counts_as_empty() {
    let (disk, dir) = open();
    let offsets = PartitionOffsets::from([(("t".to_owned(), 0), 5), (("t".to_owned(), 1), 6)]);
    for checkpoint in [
        Checkpoint::RecoveryPoint,
        Checkpoint::LogStart,
        Checkpoint::HighWatermark,
        Checkpoint::Cleaner,
    ] {
        assert_eq!(
            dir.read_checkpoint(checkpoint).unwrap(),
            (PartitionOffsets::new(), None)
        );
        dir.write_checkpoint(checkpoint, &offsets).unwrap();
        assert_eq!(
            dir.read_checkpoint(checkpoint).unwrap(),
            (offsets.clone(), None)
        );
    }
    put(
        &disk,
        "/data/recovery-point-offset-checkpoint",
        b"0\n1\nt 0",
    );
    let (read, finding) = dir.read_checkpoint(Checkpoint::RecoveryPoint).unwrap();
    assert_eq!(read, PartitionOffsets::new());
    assert_eq!(
        finding.unwrap(),
        "/data/recovery-point-offset-checkpoint counts as empty: line 3 is malformed"
    );
}

#[test]
fn partitions_are_made_listed_set_aside_and_removed() {
    let (disk, dir) = open();
    for partition in 0..3 {
        let path = dir.partition_path("orders", partition);
        disk.create_dir_all(&path).unwrap();
        put(&disk, path.join("f").to_str().unwrap(), b"x");
    }
    disk.create_dir_all(Path::new("/data/remote-log-index-cache"))
        .unwrap();
    let unique = Uuid::from_u128(5);
    let deleting = dir.mark_for_deletion("orders", 1, unique).unwrap();
    let stray = dir.mark_stray("orders", 2, unique).unwrap();
    let listed = dir.list().unwrap();
    let states: Vec<_> = listed.iter().map(|it| (it.partition, it.state)).collect();
    assert_eq!(
        states,
        [
            (0, DirState::Live),
            (1, DirState::Deleting),
            (2, DirState::Stray)
        ]
    );
    dir.remove_partition(&deleting).unwrap();
    dir.remove_partition(&deleting).unwrap();
    assert_eq!(dir.list().unwrap().len(), 2);
    assert_eq!(
        stray,
        PathBuf::from("/data/orders-2.00000000000000000000000000000005-stray")
    );
}

#[test]
fn a_directory_that_is_no_partition_is_named() {
    let (disk, dir) = open();
    disk.create_dir_all(Path::new("/data/backup")).unwrap();
    let error = dir.list().unwrap_err().to_string();
    assert_eq!(
        error,
        "/data/backup is not a partition directory; the log directory must hold nothing else"
    );
}
