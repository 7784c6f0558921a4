//! The controller's thread over real and failing disks, through its handles.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use kalda_disk::{Disk, Fault, FaultyDisk, Operation, RealDisk};
use kalda_metadata::controller::{default_bootstrap_levels, feature_records};
use kalda_metadata::features::MetadataVersion;
use kalda_protocol::metadata_records;
use kalda_quorum::checkpoint::{CheckpointId, write_bootstrap_checkpoint, write_voters_checkpoint};
use kalda_quorum::{LogFailure, ReplicaKey};
use kalda_records::Batches;
use kalda_records::control::{Voter, VoterEndpoint, Voters};
use tokio::time::timeout;
use uuid::Uuid;

use super::engine_tests::{decision, settings, topic};
use super::{
    ControllerFailure, ControllerStart, MetadataAnswer, MetadataFetch, NotCommitted,
    RunningController, SnapshotReadError,
};
use crate::settings::{MetadataLogSettings, QuorumSettings};

const LONG: Duration = Duration::from_secs(20);

fn start_in(disk: Arc<dyn Disk>, dir: &Path) -> ControllerStart {
    let records = feature_records(&default_bootstrap_levels(MetadataVersion::LATEST));
    let records: Vec<Vec<u8>> = records
        .iter()
        .map(|record| metadata_records::encode_latest(record).unwrap().to_vec())
        .collect();
    disk.create_dir_all(dir).unwrap();
    write_bootstrap_checkpoint(&*disk, dir, &records, 1).unwrap();
    let address = kalda_config::parse_voters(&["1@localhost:9093".to_owned()]).unwrap();
    ControllerStart {
        disk,
        directory_id: Uuid::from_u128(7),
        log: MetadataLogSettings {
            dir: dir.to_path_buf(),
            snapshot_after_bytes: 20 << 20,
            snapshot_after: None,
            segment_bytes: 8 << 20,
            segment_age: Duration::from_secs(3600),
            idle_interval: None,
            retention_bytes: None,
            retention: None,
        },
        quorum: QuorumSettings {
            voters: address,
            bootstrap_servers: vec![],
            election_timeout: Duration::from_secs(1),
        },
        controller: settings(),
    }
}

async fn active(start: ControllerStart) -> RunningController {
    let running = start.start().unwrap();
    assert!(timeout(LONG, running.handle.active()).await.unwrap());
    running
}

async fn create(running: &RunningController, name: &str) -> Result<(), NotCommitted> {
    let record = topic(name);
    timeout(
        LONG,
        running
            .handle
            .decide(move |_, _| decision(vec![record], ())),
    )
    .await
    .unwrap()
}

async fn stop(running: RunningController) {
    running.handle.stop().await;
    timeout(LONG, running.ended)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

fn names(running: &RunningController) -> Vec<String> {
    running
        .handle
        .view()
        .image
        .topics()
        .map(|topic| topic.name().to_owned())
        .collect()
}

fn fetch(offset: i64, last_fetched_epoch: i32) -> MetadataFetch {
    let replica = Some(ReplicaKey::without_directory(2));
    MetadataFetch {
        replica,
        offset,
        last_fetched_epoch,
        max_bytes: 1 << 20,
        wall_ms: 5,
    }
}

#[tokio::test]
async fn what_a_decision_wrote_is_there_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    for life in 0..3 {
        let running = active(start_in(Arc::clone(&disk), directory.path())).await;
        assert_eq!(names(&running).len(), life);
        create(&running, ["a", "b", "c"][life]).await.unwrap();
        assert_eq!(names(&running).len(), life + 1);
        assert_eq!(
            running.handle.view().epoch,
            i32::try_from(life).unwrap() + 1
        );
        stop(running).await;
    }
}

#[tokio::test]
async fn many_askers_are_all_answered() {
    let directory = tempfile::tempdir().unwrap();
    let running = active(start_in(Arc::new(RealDisk), directory.path())).await;
    let handle = running.handle.clone();
    let asked: Vec<_> = (0_i64..500)
        .map(|n| {
            let handle = handle.clone();
            let ask = async move { handle.decide(move |_, _| decision(vec![], n)).await };
            tokio::spawn(ask)
        })
        .collect();
    for (n, asked) in asked.into_iter().enumerate() {
        assert_eq!(asked.await.unwrap(), Ok(i64::try_from(n).unwrap()));
    }
    stop(running).await;
}

#[tokio::test]
async fn a_failed_flush_ends_the_controller_and_no_reply_is_given() {
    let disk = FaultyDisk::new();
    let running = active(start_in(Arc::new(disk.clone()), Path::new("/logs"))).await;
    disk.fail(Fault {
        operation: Operation::Sync,
        path_contains: ".log".to_owned(),
        after: 0,
        times: 1,
        errno: Fault::EIO,
    });
    assert_eq!(create(&running, "a").await, Err(NotCommitted::Stopped));
    assert_eq!(create(&running, "b").await, Err(NotCommitted::Stopped));
    let ended = timeout(LONG, running.ended).await.unwrap().unwrap();
    assert!(
        matches!(ended, Err(ControllerFailure::Log(LogFailure { .. }))),
        "{ended:?}"
    );
}

#[tokio::test]
async fn a_follower_reads_what_is_committed_and_waits_for_more() {
    let directory = tempfile::tempdir().unwrap();
    let running = active(start_in(Arc::new(RealDisk), directory.path())).await;
    let reader = running.reader.clone();
    let MetadataAnswer::Batches(slice) = reader.fetch(fetch(0, 0)).unwrap() else {
        panic!("no snapshot is needed")
    };
    let bytes = slice.range.unwrap().read().unwrap();
    let end = Batches::new(&bytes)
        .last()
        .unwrap()
        .unwrap()
        .0
        .next_offset();
    assert_eq!(
        (end, slice.high_watermark),
        (reader.view().high_watermark, end)
    );
    let MetadataAnswer::Batches(at_end) = reader.fetch(fetch(end, 1)).unwrap() else {
        panic!("it has everything")
    };
    assert!(at_end.range.is_none());
    let mut watch = reader.watch();
    let more = watch.wait_for(|view| view.high_watermark > end);
    let (created, more) = tokio::join!(create(&running, "a"), timeout(LONG, more));
    created.unwrap();
    assert_eq!(more.unwrap().unwrap().high_watermark, end + 1);
    let observer = reader.observers(10)[0];
    assert_eq!((observer.replica.id, observer.log_end_offset), (2, end));
    assert_eq!(observer.last_caught_up_ms, 5);
    let MetadataAnswer::Diverging {
        epoch, end_offset, ..
    } = reader.fetch(fetch(end, 9)).unwrap()
    else {
        panic!("there is no epoch 9")
    };
    assert_eq!((epoch, end_offset), (1, end + 1));
    stop(running).await;
}

#[tokio::test]
async fn a_snapshot_is_written_served_and_started_from() {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let mut start = start_in(Arc::clone(&disk), directory.path());
    start.log.snapshot_after_bytes = 1;
    start.log.retention_bytes = Some(1);
    let running = active(start).await;
    create(&running, "a").await.unwrap();
    let reader = running.reader.clone();
    let id = timeout(LONG, async {
        loop {
            create(&running, "b").await.ok();
            let newest = reader.snapshots.load().newest();
            if let Some(id) = newest.filter(|id| id.end_offset > 10) {
                break id;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    let id = id.await.unwrap();
    let MetadataAnswer::Snapshot { id: offered, .. } = reader.fetch(fetch(0, 0)).unwrap() else {
        panic!("a new follower starts with the snapshot")
    };
    assert!(offered >= id);
    let part = reader.snapshot(offered, 0, 100).unwrap();
    assert_eq!(part.bytes, 100);
    let rest = reader.snapshot(offered, 100, usize::MAX).unwrap();
    assert_eq!(rest.bytes as u64, part.total_bytes - 100);
    let beyond = i64::try_from(part.total_bytes).unwrap();
    let out_of_range = |position| {
        matches!(
            reader.snapshot(offered, position, 1),
            Err(SnapshotReadError::PositionOutOfRange)
        )
    };
    assert!(out_of_range(beyond) && out_of_range(-1));
    let unknown = CheckpointId {
        end_offset: 1,
        epoch: 1,
    };
    assert!(matches!(
        reader.snapshot(unknown, 0, 1),
        Err(SnapshotReadError::NotFound)
    ));
    let before: Vec<_> = running.handle.view().image.to_records().collect();
    stop(running).await;
    let running = active(start_in(disk, directory.path())).await;
    let after: Vec<_> = running.handle.view().image.to_records().collect();
    assert_eq!(after, before);
    stop(running).await;
}

#[tokio::test]
async fn idle_controllers_write_no_op_records() {
    let directory = tempfile::tempdir().unwrap();
    let mut start = start_in(Arc::new(RealDisk), directory.path());
    start.log.idle_interval = Some(Duration::from_millis(20));
    let running = active(start).await;
    let before = running.handle.view().high_watermark;
    let mut watch = running.reader.watch();
    let moved = watch.wait_for(|view| view.high_watermark >= before + 3);
    timeout(LONG, moved).await.unwrap().unwrap();
    stop(running).await;
}

#[tokio::test]
async fn a_quorum_of_several_voters_is_refused_and_named() {
    let directory = tempfile::tempdir().unwrap();
    let mut start = start_in(Arc::new(RealDisk), directory.path());
    let voters = [
        "1@a:9093".to_owned(),
        "2@b:9093".to_owned(),
        "3@c:9093".to_owned(),
    ];
    start.quorum.voters = kalda_config::parse_voters(&voters).unwrap();
    let refused = start.start().err().unwrap();
    assert!(
        matches!(refused, ControllerFailure::ManyVoters(3)),
        "{refused}"
    );
}

/// A dynamic quorum as `kafka-storage format --standalone` leaves it.
fn dynamic(disk: &Arc<dyn Disk>, dir: &Path) -> ControllerStart {
    let endpoint = VoterEndpoint {
        name: "CONTROLLER".into(),
        host: "localhost".into(),
        port: 9093,
    };
    let voter = Voter {
        voter_id: 1,
        directory_id: Uuid::from_u128(7),
        endpoints: vec![endpoint],
        min_supported_version: 0,
        max_supported_version: 1,
    };
    let voters = Voters {
        version: 0,
        voters: vec![voter],
    };
    let mut start = start_in(Arc::clone(disk), dir);
    start.quorum.voters.clear();
    write_voters_checkpoint(Arc::clone(disk), dir, &voters, 1, 1).unwrap();
    start
}

#[tokio::test]
async fn a_dynamic_quorum_takes_its_voters_from_the_first_snapshot() {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let running = active(dynamic(&disk, directory.path())).await;
    let view = running.handle.view();
    assert_eq!(view.kraft_version, 1);
    assert_eq!(view.voters[0].replica.directory_id, Uuid::from_u128(7));
    assert_eq!(
        view.voter_set.as_ref().unwrap().voters[0].endpoints[0].port,
        9093
    );
    stop(running).await;
    let state = directory.path().join("__cluster_metadata-0/quorum-state");
    let state = std::fs::read_to_string(state).unwrap();
    assert!(
        state.contains("\"votedDirectoryId\":\"AAAAAAAAAAAAAAAAAAAABw\""),
        "{state}"
    );
}

#[tokio::test]
async fn a_quorum_that_nobody_named_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let mut start = start_in(Arc::new(RealDisk), directory.path());
    start.quorum.voters.clear();
    let refused = start.start().err().unwrap();
    assert!(matches!(refused, ControllerFailure::NoVoters), "{refused}");
}

/// `golden/` holds the metadata log of a combined node of Apache Kafka 4.3.1 that had created two topics.
#[tokio::test]
async fn the_metadata_log_of_apache_kafka_is_taken_over() {
    let directory = tempfile::tempdir().unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("controller/golden");
    let golden = golden.join("kafka-4.3.1-metadata-log");
    let log = directory.path().join("__cluster_metadata-0");
    std::fs::create_dir(&log).unwrap();
    for entry in std::fs::read_dir(golden).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), log.join(entry.file_name())).unwrap();
    }
    for life in 0..2 {
        let mut start = start_in(Arc::new(RealDisk), directory.path());
        start.quorum.voters.clear();
        let running = active(start).await;
        let view = running.handle.view();
        assert_eq!(view.epoch, 2 + life, "Apache Kafka was at epoch 1");
        assert_eq!(view.kraft_version, 1);
        let mut expected = vec!["alpha", "beta"];
        if life == 0 {
            create(&running, "gamma").await.unwrap();
        } else {
            expected.push("gamma");
        }
        let names: Vec<&str> = view.image.topics().map(|topic| topic.name()).collect();
        assert_eq!(names, expected);
        let broker = view.image.broker(1).unwrap();
        assert_eq!(broker.listeners().len(), 1, "{broker:?}");
        stop(running).await;
    }
}
