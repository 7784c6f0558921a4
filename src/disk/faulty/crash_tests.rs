//! What a crash, a failing device and a full disk leave.

use std::path::Path;

use crate::{CrashOutcome, Disk, Fault, FaultyDisk, OpenMode, Operation, read_file, replace_file};

fn disk() -> FaultyDisk {
    let disk = FaultyDisk::new();
    disk.create_dir_all(Path::new("/d")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    disk
}

fn fault(operation: Operation, errno: i32) -> Fault {
    Fault {
        operation,
        path_contains: String::new(),
        after: 0,
        times: 1,
        errno,
    }
}

#[test]
fn what_was_synced_survives_and_the_rest_is_lost() {
    let disk = disk();
    let path = Path::new("/d/a");
    let file = disk.open(path, OpenMode::Create).unwrap();
    file.write_at(&[b"kept"], 0).unwrap();
    file.sync_data().unwrap();
    disk.sync_dir(Path::new("/d")).unwrap();
    file.write_at(&[b"lost"], 4).unwrap();
    disk.restart(CrashOutcome::LoseUnsynced);
    assert_eq!(read_file(&disk, path, 99).unwrap(), b"kept");
    assert!(file.bytes().is_err(), "handles die with the process");
}

#[test]
fn a_name_whose_directory_was_not_synced_is_lost() {
    let disk = disk();
    let file = disk.open(Path::new("/d/a"), OpenMode::Create).unwrap();
    file.write_at(&[b"x"], 0).unwrap();
    file.sync_all().unwrap();
    disk.restart(CrashOutcome::LoseUnsynced);
    assert!(disk.stat(Path::new("/d/a")).unwrap().is_none());
}

#[test]
fn the_death_of_the_process_alone_loses_nothing() {
    let disk = disk();
    let file = disk.open(Path::new("/d/a"), OpenMode::Create).unwrap();
    file.write_at(&[b"x"], 0).unwrap();
    disk.restart(CrashOutcome::KeepAll);
    assert_eq!(read_file(&disk, Path::new("/d/a"), 9).unwrap(), b"x");
}

#[test]
fn a_seed_decides_and_repeats_itself_and_seeds_differ() {
    let survivors = |seed| {
        let disk = disk();
        let path = Path::new("/d/a");
        let file = disk.open(path, OpenMode::Create).unwrap();
        disk.sync_dir(Path::new("/d")).unwrap();
        for part in 0..8_u8 {
            file.write_at(&[&[part + 1; 1500]], u64::from(part) * 1500)
                .unwrap();
        }
        disk.restart(CrashOutcome::Seeded(seed));
        read_file(&disk, path, 99_999).unwrap()
    };
    let seen: std::collections::BTreeSet<Vec<u8>> = (0..20).map(survivors).collect();
    assert!(seen.len() > 10, "only {} outcomes", seen.len());
    assert_eq!(survivors(3), survivors(3));
}

#[test]
fn after_a_failed_sync_the_next_one_succeeds_and_the_data_is_gone() {
    let disk = disk();
    let path = Path::new("/d/a");
    let file = disk.open(path, OpenMode::Create).unwrap();
    disk.sync_dir(Path::new("/d")).unwrap();
    file.write_at(&[b"dropped"], 0).unwrap();
    disk.fail(fault(Operation::Sync, Fault::EIO));
    assert_eq!(
        file.sync_data().unwrap_err().raw_os_error(),
        Some(Fault::EIO)
    );
    file.sync_data().unwrap();
    assert_eq!(read_file(&disk, path, 99).unwrap(), b"dropped");
    disk.restart(CrashOutcome::LoseUnsynced);
    assert_eq!(read_file(&disk, path, 99).unwrap(), b"");
}

#[test]
fn a_full_disk_refuses_growth_until_there_is_space() {
    let disk = disk();
    let file = disk.open(Path::new("/d/a"), OpenMode::Create).unwrap();
    disk.set_capacity(Some(4));
    let error = file.write_at(&[b"12345"], 0).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    file.write_at(&[b"1234"], 0).unwrap();
    file.write_at(&[b"zz"], 1).unwrap();
    disk.set_capacity(None);
    file.write_at(&[b"5"], 4).unwrap();
    assert_eq!(read_file(&disk, Path::new("/d/a"), 9).unwrap(), b"1zz45");
}

#[test]
fn a_scripted_fault_hits_the_chosen_operation_only() {
    let disk = disk();
    let file = disk.open(Path::new("/d/chosen"), OpenMode::Create).unwrap();
    let other = disk.open(Path::new("/d/other"), OpenMode::Create).unwrap();
    disk.fail(Fault {
        path_contains: "chosen".into(),
        after: 1,
        ..fault(Operation::Write, Fault::EIO)
    });
    file.write_at(&[b"a"], 0).unwrap();
    other.write_at(&[b"a"], 0).unwrap();
    assert!(file.write_at(&[b"b"], 1).is_err());
    file.write_at(&[b"c"], 1).unwrap();
}

#[test]
fn a_replaced_file_is_old_or_new_at_every_crash_point() {
    let path = Path::new("/d/a");
    let run = |crash_at: Option<u64>, seed: u64| {
        let disk = disk();
        replace_file(&disk, path, b"old").unwrap();
        let before = disk.changes();
        if let Some(point) = crash_at {
            disk.crash_at(before + point);
        }
        let done = replace_file(&disk, path, b"newer").is_ok();
        let operations = disk.changes() - before;
        disk.restart(CrashOutcome::Seeded(seed));
        (done, operations, read_file(&disk, path, 99).unwrap())
    };
    let (done, operations, content) = run(None, 1);
    assert!(done && operations >= 5);
    assert_eq!(content, b"newer");
    for point in 0..operations {
        for seed in 0..50 {
            let (done, _, content) = run(Some(point), seed);
            assert!(!done);
            assert!(
                content == b"old" || content == b"newer",
                "{content:?} at {point}, seed {seed}"
            );
        }
    }
}

#[test]
fn a_synced_file_system_keeps_files_and_names() {
    let disk = disk();
    for name in ["/d/a", "/d/b"] {
        let file = disk.open(Path::new(name), OpenMode::Create).unwrap();
        file.write_at(&[b"kept"], 0).unwrap();
    }
    disk.sync_file_system(Path::new("/d")).unwrap();
    disk.restart(CrashOutcome::LoseUnsynced);
    assert_eq!(read_file(&disk, Path::new("/d/b"), 9).unwrap(), b"kept");
}
