//! What every disk promises, run against the real one and the faulty one.

use std::path::{Path, PathBuf};

use crate::{Disk, EntryKind, FaultyDisk, OpenMode, RealDisk, read_file, replace_file};

/// Runs each promise on a fresh directory of each disk.
macro_rules! promises {
    ($($name:ident),* $(,)?) => {
        mod real {
            use super::*;
            $(#[test] fn $name() {
                let directory = tempfile::tempdir().unwrap();
                super::$name(&RealDisk, directory.path());
            })*
        }
        mod faulty {
            use super::*;
            $(#[test] fn $name() {
                let disk = FaultyDisk::new();
                let directory = PathBuf::from("/base");
                disk.create_dir_all(&directory).unwrap();
                super::$name(&disk, &directory);
            })*
        }
    };
}

promises!(
    parts_are_written_in_order_at_a_position,
    a_read_is_short_only_at_the_end,
    a_hole_reads_as_zeros,
    a_shorter_length_cuts_and_a_longer_one_adds_zeros,
    preallocation_never_shortens,
    create_new_refuses_an_existing_file,
    create_keeps_existing_content,
    a_missing_file_is_not_found,
    a_file_opened_for_reading_refuses_writes,
    names_are_listed_in_order_with_their_kind,
    rename_replaces_a_file,
    rename_moves_a_directory_with_its_content,
    an_open_file_outlives_its_name,
    a_directory_with_content_is_not_removed,
    a_lock_excludes_until_dropped,
    a_replaced_file_has_the_new_content_and_no_leftover,
    a_read_only_file_keeps_its_content_and_can_be_renamed_and_removed,
    an_oversized_file_is_not_read,
    space_is_reported,
    a_whole_file_system_can_be_synced,
    the_time_of_the_last_change_can_be_set,
);

fn parts_are_written_in_order_at_a_position(disk: &dyn Disk, base: &Path) {
    let file = disk.open(&base.join("a"), OpenMode::CreateNew).unwrap();
    let parts: Vec<Vec<u8>> = (0_u8..20).map(|it| vec![it; 3]).collect();
    let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    file.write_at(&slices, 5).unwrap();
    let mut read = vec![0; 60];
    assert_eq!(file.read_at(&mut read, 5).unwrap(), 60);
    assert_eq!(read, parts.concat());
    file.sync_data().unwrap();
    file.sync_all().unwrap();
    disk.sync_dir(base).unwrap();
}

fn a_read_is_short_only_at_the_end(disk: &dyn Disk, base: &Path) {
    let file = disk.open(&base.join("a"), OpenMode::Create).unwrap();
    file.write_at(&[b"abc"], 0).unwrap();
    let mut buffer = [0; 8];
    assert_eq!(file.read_at(&mut buffer, 1).unwrap(), 2);
    assert_eq!(file.read_at(&mut buffer, 3).unwrap(), 0);
    assert_eq!(file.read_at(&mut buffer, 100).unwrap(), 0);
    assert_eq!(file.read_at(&mut [], 0).unwrap(), 0);
}

fn a_hole_reads_as_zeros(disk: &dyn Disk, base: &Path) {
    let file = disk.open(&base.join("a"), OpenMode::Create).unwrap();
    file.write_at(&[b"x"], 4).unwrap();
    assert_eq!(read_file(disk, &base.join("a"), 10).unwrap(), b"\0\0\0\0x");
}

fn a_shorter_length_cuts_and_a_longer_one_adds_zeros(disk: &dyn Disk, base: &Path) {
    let file = disk.open(&base.join("a"), OpenMode::Create).unwrap();
    file.write_at(&[b"abcdef"], 0).unwrap();
    file.set_len(2).unwrap();
    file.set_len(4).unwrap();
    assert_eq!(file.bytes().unwrap(), 4);
    assert_eq!(read_file(disk, &base.join("a"), 10).unwrap(), b"ab\0\0");
}

fn preallocation_never_shortens(disk: &dyn Disk, base: &Path) {
    let file = disk.open(&base.join("a"), OpenMode::Create).unwrap();
    file.write_at(&[b"abcdef"], 0).unwrap();
    file.preallocate(3).unwrap();
    assert_eq!(file.bytes().unwrap(), 6);
    file.preallocate(8).unwrap();
    assert_eq!(read_file(disk, &base.join("a"), 10).unwrap(), b"abcdef\0\0");
}

fn create_new_refuses_an_existing_file(disk: &dyn Disk, base: &Path) {
    disk.open(&base.join("a"), OpenMode::CreateNew).unwrap();
    let error = disk.open(&base.join("a"), OpenMode::CreateNew).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
}

fn create_keeps_existing_content(disk: &dyn Disk, base: &Path) {
    let path = base.join("a");
    disk.open(&path, OpenMode::Create)
        .unwrap()
        .write_at(&[b"abc"], 0)
        .unwrap();
    assert_eq!(
        disk.open(&path, OpenMode::Create).unwrap().bytes().unwrap(),
        3
    );
    assert_eq!(disk.stat(&path).unwrap().unwrap().bytes, 3);
}

fn a_missing_file_is_not_found(disk: &dyn Disk, base: &Path) {
    for mode in [OpenMode::Read, OpenMode::ReadWrite] {
        let error = disk.open(&base.join("a"), mode).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    }
    assert_eq!(disk.stat(&base.join("a")).unwrap(), None);
    assert!(disk.remove_file(&base.join("a")).is_err());
    assert!(disk.rename(&base.join("a"), &base.join("b")).is_err());
    assert!(disk.open(&base.join("no/a"), OpenMode::Create).is_err());
}

fn a_file_opened_for_reading_refuses_writes(disk: &dyn Disk, base: &Path) {
    disk.open(&base.join("a"), OpenMode::Create).unwrap();
    let file = disk.open(&base.join("a"), OpenMode::Read).unwrap();
    assert!(file.write_at(&[b"x"], 0).is_err());
    assert!(file.set_len(4).is_err());
    assert_eq!(file.bytes().unwrap(), 0);
}

fn names_are_listed_in_order_with_their_kind(disk: &dyn Disk, base: &Path) {
    disk.create_dir_all(&base.join("b/inner")).unwrap();
    disk.open(&base.join("c"), OpenMode::Create).unwrap();
    disk.open(&base.join("a"), OpenMode::Create).unwrap();
    let listed = disk.read_dir(base).unwrap();
    let listed: Vec<_> = listed
        .iter()
        .map(|it| (it.name.as_str(), it.kind))
        .collect();
    let expected = [
        ("a", EntryKind::File),
        ("b", EntryKind::Directory),
        ("c", EntryKind::File),
    ];
    assert_eq!(listed, expected);
    assert_eq!(
        disk.stat(&base.join("b")).unwrap().unwrap().kind,
        EntryKind::Directory
    );
}

fn rename_replaces_a_file(disk: &dyn Disk, base: &Path) {
    disk.open(&base.join("a"), OpenMode::Create)
        .unwrap()
        .write_at(&[b"new"], 0)
        .unwrap();
    disk.open(&base.join("b"), OpenMode::Create)
        .unwrap()
        .write_at(&[b"older"], 0)
        .unwrap();
    disk.rename(&base.join("a"), &base.join("b")).unwrap();
    assert_eq!(read_file(disk, &base.join("b"), 9).unwrap(), b"new");
    assert_eq!(disk.stat(&base.join("a")).unwrap(), None);
}

fn rename_moves_a_directory_with_its_content(disk: &dyn Disk, base: &Path) {
    disk.create_dir_all(&base.join("t-0")).unwrap();
    disk.open(&base.join("t-0/f"), OpenMode::Create).unwrap();
    disk.rename(&base.join("t-0"), &base.join("t-0.x-delete"))
        .unwrap();
    assert!(disk.stat(&base.join("t-0.x-delete/f")).unwrap().is_some());
    assert!(disk.stat(&base.join("t-0")).unwrap().is_none());
}

fn an_open_file_outlives_its_name(disk: &dyn Disk, base: &Path) {
    let file = disk.open(&base.join("a"), OpenMode::Create).unwrap();
    file.write_at(&[b"abc"], 0).unwrap();
    disk.remove_file(&base.join("a")).unwrap();
    let mut buffer = [0; 3];
    assert_eq!(file.read_at(&mut buffer, 0).unwrap(), 3);
    assert_eq!(&buffer, b"abc");
}

fn a_directory_with_content_is_not_removed(disk: &dyn Disk, base: &Path) {
    disk.create_dir_all(&base.join("d")).unwrap();
    disk.open(&base.join("d/f"), OpenMode::Create).unwrap();
    assert!(disk.remove_dir(&base.join("d")).is_err());
    disk.remove_file(&base.join("d/f")).unwrap();
    disk.remove_dir(&base.join("d")).unwrap();
    assert_eq!(disk.stat(&base.join("d")).unwrap(), None);
}

fn a_lock_excludes_until_dropped(disk: &dyn Disk, base: &Path) {
    let path = base.join(".lock");
    let held = disk.lock(&path).unwrap().unwrap();
    assert!(disk.lock(&path).unwrap().is_none());
    assert!(disk.lock(&path).unwrap().is_none());
    drop(held);
    assert!(disk.lock(&path).unwrap().is_some());
}

fn a_replaced_file_has_the_new_content_and_no_leftover(disk: &dyn Disk, base: &Path) {
    let path = base.join("checkpoint");
    disk.open(&base.join("checkpoint.tmp"), OpenMode::Create)
        .unwrap()
        .write_at(&[&[7; 99]], 0)
        .unwrap();
    replace_file(disk, &path, b"one").unwrap();
    replace_file(disk, &path, b"two!").unwrap();
    assert_eq!(read_file(disk, &path, 9).unwrap(), b"two!");
    assert_eq!(disk.read_dir(base).unwrap().len(), 1);
}

fn an_oversized_file_is_not_read(disk: &dyn Disk, base: &Path) {
    disk.open(&base.join("a"), OpenMode::Create)
        .unwrap()
        .set_len(11)
        .unwrap();
    assert!(read_file(disk, &base.join("a"), 10).is_err());
    assert_eq!(read_file(disk, &base.join("a"), 11).unwrap().len(), 11);
}

fn space_is_reported(disk: &dyn Disk, base: &Path) {
    let space = disk.space(base).unwrap();
    assert!(space.total_bytes > 0 && space.usable_bytes <= space.total_bytes);
}

fn a_read_only_file_keeps_its_content_and_can_be_renamed_and_removed(disk: &dyn Disk, base: &Path) {
    let (path, moved) = (base.join("a"), base.join("b"));
    disk.open(&path, OpenMode::CreateNew)
        .unwrap()
        .write_at(&[b"kept"], 0)
        .unwrap();
    disk.make_read_only(&path).unwrap();
    disk.rename(&path, &moved).unwrap();
    assert_eq!(read_file(disk, &moved, 10).unwrap(), b"kept");
    disk.remove_file(&moved).unwrap();
    assert_eq!(disk.stat(&moved).unwrap(), None);
    assert!(disk.make_read_only(&path).is_err());
}

fn a_whole_file_system_can_be_synced(disk: &dyn Disk, base: &Path) {
    let file = disk.open(&base.join("a"), OpenMode::Create).unwrap();
    file.write_at(&[b"abc"], 0).unwrap();
    disk.sync_file_system(base).unwrap();
    assert_eq!(read_file(disk, &base.join("a"), 9).unwrap(), b"abc");
}

fn the_time_of_the_last_change_can_be_set(disk: &dyn Disk, base: &Path) {
    let path = base.join("a");
    let file = disk.open(&path, OpenMode::Create).unwrap();
    file.set_modified_ms(1_234_567_890_123).unwrap();
    let stat = disk.stat(&path).unwrap().unwrap();
    assert_eq!(stat.modified_ms, 1_234_567_890_123);
}
