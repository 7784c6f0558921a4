//! Our snapshots beside files that Apache Kafka 4.3.1's `kafka-storage format` wrote (`golden/`).

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kalda_disk::{Disk, FaultyDisk, OpenMode, RealDisk, read_file};
use kalda_records::Batches;
use kalda_records::control::{Voter, VoterEndpoint, Voters};
use uuid::Uuid;

use super::*;

const BOOTSTRAP: &[u8] = include_bytes!("golden/kafka-4.3.1-bootstrap.checkpoint");
const VOTERS: &[u8] = include_bytes!("golden/kafka-4.3.1-voters.checkpoint");
const NOW_MS: i64 = 1_795_000_000_000;

fn feature(name: &str, level: u8) -> Vec<u8> {
    let length = u8::try_from(name.len() + 1).unwrap();
    [&[1, 12, 0, length][..], name.as_bytes(), &[0, level, 0]].concat()
}

fn features() -> Vec<Vec<u8>> {
    vec![
        feature("metadata.version", 30),
        feature("eligible.leader.replicas.version", 1),
        feature("group.version", 1),
        feature("share.version", 1),
        feature("streams.version", 1),
        feature("transaction.version", 2),
    ]
}

/// The bytes with what no two runs agree on taken out: each batch's timestamps and checksum.
fn timeless(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for batch in Batches::new(bytes) {
        let (mut header, batch) = batch.unwrap();
        (header.base_timestamp, header.max_timestamp, header.crc) = (0, 0, 0);
        out.extend_from_slice(&header.to_bytes());
        out.extend_from_slice(&batch[61..]);
    }
    assert_eq!(out.len(), bytes.len());
    out
}

fn voters() -> Voters {
    let endpoint = VoterEndpoint {
        name: "CONTROLLER".into(),
        host: "localhost".into(),
        port: 9093,
    };
    let voter = Voter {
        voter_id: 1,
        directory_id: Uuid::from_bytes(VOTERS[117..133].try_into().unwrap()),
        endpoints: vec![endpoint],
        min_supported_version: 0,
        max_supported_version: 1,
    };
    Voters {
        version: 0,
        voters: vec![voter],
    }
}

fn store(disk: &FaultyDisk, content: &[u8]) -> PathBuf {
    let path = PathBuf::from("/a.checkpoint");
    let file = disk.open(&path, OpenMode::Create).unwrap();
    file.set_len(0).unwrap();
    file.write_at(&[content], 0).unwrap();
    path
}

#[test]
fn the_bootstrap_checkpoint_has_kafkas_bytes() {
    let disk = FaultyDisk::new();
    write_bootstrap_checkpoint(&disk, Path::new("/"), &features(), NOW_MS).unwrap();
    let ours = read_file(&disk, Path::new("/bootstrap.checkpoint"), 1000).unwrap();
    assert_eq!(ours.len(), 411);
    assert_eq!(timeless(&ours), timeless(BOOTSTRAP));
    let read = read_bootstrap_checkpoint(&disk, Path::new("/"))
        .unwrap()
        .unwrap();
    assert_eq!(read, features());
}

#[test]
fn kafkas_bootstrap_checkpoint_is_read_and_a_missing_one_is_none() {
    let disk = FaultyDisk::new();
    let reader = |disk: &FaultyDisk| read_bootstrap_checkpoint(disk, Path::new("/"));
    assert!(reader(&disk).unwrap().is_none());
    let path = store(&disk, BOOTSTRAP);
    disk.rename(&path, Path::new("/bootstrap.checkpoint"))
        .unwrap();
    assert_eq!(reader(&disk).unwrap().unwrap(), features());
}

#[test]
fn the_first_voters_checkpoint_has_kafkas_bytes_name_and_mode() {
    let directory = tempfile::tempdir().unwrap();
    let log_dir = directory.path().join("logs");
    let last_ms = 0x01a2_012f_7450;
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    write_voters_checkpoint(Arc::clone(&disk), &log_dir, &voters(), 1, last_ms).unwrap();
    let metadata = log_dir.join("__cluster_metadata-0");
    let path = metadata.join("00000000000000000000-0000000000.checkpoint");
    let ours = read_file(&RealDisk, &path, 1000).unwrap();
    assert_eq!(ours.len(), 241);
    assert_eq!(timeless(&ours), timeless(VOTERS));
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o400
    );
    assert_eq!(
        disk.read_dir(&metadata).unwrap().len(),
        1,
        "no part file is left"
    );
}

#[test]
fn kafkas_voters_checkpoint_is_read() {
    let disk = FaultyDisk::new();
    let path = store(&disk, VOTERS);
    let mut reader = CheckpointReader::open(&disk, &path).unwrap();
    let header = CheckpointHeader {
        last_contained_log_timestamp_ms: 0x01a2_012f_7450,
        kraft_version: 1,
        voters: Some(voters()),
    };
    assert_eq!(*reader.header(), header);
    reader
        .for_each_record(|_| panic!("it holds no records"))
        .unwrap();
}

#[test]
fn a_snapshot_of_many_records_reads_back_in_order() {
    let disk: Arc<dyn Disk> = Arc::new(FaultyDisk::new());
    let id = CheckpointId {
        end_offset: 7,
        epoch: 3,
    };
    let header = CheckpointHeader {
        last_contained_log_timestamp_ms: 5,
        ..Default::default()
    };
    let directory = Path::new("/logs");
    let records: Vec<Vec<u8>> = (0_u32..5000)
        .map(|i| i.to_be_bytes().repeat(1 + i as usize % 300))
        .collect();
    let mut writer =
        CheckpointWriter::create(Arc::clone(&disk), directory, id, &header, NOW_MS).unwrap();
    for record in &records {
        writer.append(record).unwrap();
    }
    let bytes = writer.finish().unwrap();
    let path = directory.join(id.file_name());
    assert_eq!(disk.stat(&path).unwrap().unwrap().bytes, bytes);
    let content = read_file(&*disk, &path, 100_000_000).unwrap();
    let batches: Vec<_> = Batches::new(&content)
        .map(|batch| batch.unwrap().0)
        .collect();
    assert!(batches.len() > 4, "more than one data batch");
    assert!(
        batches
            .windows(2)
            .all(|pair| pair[0].next_offset() == pair[1].base_offset)
    );
    assert!(
        batches
            .iter()
            .all(|batch| batch.partition_leader_epoch == 3)
    );
    let mut read = Vec::new();
    let mut reader = CheckpointReader::open(&*disk, &path).unwrap();
    reader
        .for_each_record(|record| read.push(record.to_vec()))
        .unwrap();
    assert_eq!(read, records);
}

#[test]
fn a_cut_or_damaged_snapshot_is_an_error_and_never_half_a_state() {
    let disk = FaultyDisk::new();
    let fails = |content: &[u8]| {
        let path = store(&disk, content);
        CheckpointReader::open(&disk, &path)
            .and_then(|mut reader| reader.for_each_record(|_| {}))
            .is_err()
    };
    assert!(!fails(BOOTSTRAP));
    for cut in 0..BOOTSTRAP.len() {
        assert!(fails(&BOOTSTRAP[..cut]), "cut at {cut}");
    }
    for at in 0..BOOTSTRAP.len() {
        let mut damaged = BOOTSTRAP.to_vec();
        damaged[at] ^= 0x20;
        // Base offset and epoch of a batch lie outside its checksum; nothing in a snapshot depends on them.
        let batch_start = if at < 83 {
            0
        } else if at < 336 {
            83
        } else {
            336
        };
        let unchecked = at - batch_start < 8 || (12..16).contains(&(at - batch_start));
        assert_eq!(fails(&damaged), !unchecked, "byte {at}");
    }
}
