//! Whole quorums on one thread: a seeded scheduler ticks, delivers, loses, crashes and restarts, and checks after each
//! step that no two replicas ever disagree about a committed batch.

mod cluster;

use cluster::Cluster;
use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, NewRecord};
use uuid::Uuid;

use crate::{MetadataLog, ProposeError, ReplicaKey, Settings};

const NOW_MS: i64 = 1_700_000_000_000;

pub(crate) fn batch(value: &str, records: usize) -> AppendBatch {
    let mut builder = BatchBuilder::new(BatchSettings::default());
    for _ in 0..records {
        let value = Some(value.as_bytes());
        builder.append(&NewRecord {
            timestamp: NOW_MS,
            value,
            ..NewRecord::default()
        });
    }
    builder.build().unwrap()
}

pub(crate) fn settings(id: i32, voters: &[i32]) -> Settings {
    let key = |id: &i32| ReplicaKey {
        id: *id,
        directory_id: Uuid::from_u128(u128::from(id.unsigned_abs())),
    };
    Settings {
        replica: key(&id),
        voters: voters.iter().map(key).collect(),
        election_ticks: 10,
        heartbeat_ticks: 2,
        seed: u64::from(id.unsigned_abs()),
    }
}

#[test]
fn three_replicas_elect_one_leader_and_replicate_its_batches() {
    let mut cluster = Cluster::new(&[1, 2, 3], 7);
    let (leader, _) = cluster.elect();
    assert!(cluster.propose("a"));
    assert!(cluster.propose("b"));
    cluster.calm(10);
    let logs: Vec<_> = cluster
        .nodes
        .values()
        .map(|n| n.quorum.log().stored().to_vec())
        .collect();
    assert_eq!(logs[0].len(), 3, "the opening batch and two proposals");
    assert!(
        logs.iter().all(|log| *log == logs[0]),
        "byte for byte the same log everywhere"
    );
    let leaders = cluster.nodes.values().filter(|node| node.leads()).count();
    assert_eq!(leaders, 1);
    let progress = cluster.nodes[&leader].quorum.voters();
    let end = Some(cluster.nodes[&leader].quorum.end_offset());
    assert!(
        progress.iter().all(|voter| voter.log_end_offset == end),
        "{progress:?}"
    );
}

#[test]
fn a_killed_leader_is_replaced_and_nothing_committed_is_lost() {
    let mut cluster = Cluster::new(&[1, 2, 3], 11);
    let (old, _) = cluster.elect();
    assert!(cluster.propose("before"));
    cluster.calm(5);
    let committed = cluster.committed.len();
    cluster.crash(old);
    let (new, ticks) = cluster.elect();
    assert_ne!(new, old);
    assert!(ticks <= 45, "a new leader after {ticks} ticks");
    assert!(cluster.propose("after"));
    cluster.heal();
    let log = cluster.nodes[&old].quorum.log().stored();
    assert!(log.len() > committed, "the old leader has caught up");
    for (index, entry) in &cluster.committed {
        assert_eq!(log[usize::try_from(*index - 1).unwrap()], *entry);
    }
}

#[test]
fn a_leader_cut_off_from_the_others_steps_down() {
    let mut cluster = Cluster::new(&[1, 2, 3], 5);
    let (old, _) = cluster.elect();
    cluster.cut = Some(old);
    cluster.calm(50);
    assert!(!cluster.nodes[&old].leads());
    let quorum = &mut cluster.nodes.get_mut(&old).unwrap().quorum;
    assert_eq!(
        quorum.propose(batch("lost", 1)),
        Err(ProposeError::NotLeader)
    );
    let epoch = quorum.epoch();
    cluster.calm(500);
    assert_eq!(
        cluster.nodes[&old].quorum.epoch(),
        epoch,
        "pre-vote keeps the epoch of the lonely"
    );
}

#[test]
fn a_replica_far_behind_starts_again_at_the_leaders_snapshot() {
    let mut cluster = Cluster::new(&[1, 2, 3], 3);
    let (leader, _) = cluster.elect();
    let behind = *cluster.ids.iter().find(|id| **id != leader).unwrap();
    cluster.crash(behind);
    for value in 0..5 {
        assert!(cluster.propose(&value.to_string()));
        cluster.calm(2);
    }
    cluster.snapshot(leader);
    cluster.heal();
    let point = cluster.nodes[&behind].quorum.log().snapshot_point();
    assert_eq!(point, cluster.nodes[&leader].quorum.log().snapshot_point());
}

#[test]
fn no_two_replicas_disagree_whatever_the_network_and_the_power_do() {
    let (mut committed, mut epochs) = (0, 0);
    for seed in 1..=150_u64 {
        let voters: &[i32] = if seed % 3 == 0 {
            &[0, 1, 2, 3, 4]
        } else {
            &[1, 2, 3]
        };
        let mut cluster = Cluster::new(voters, seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for step in 0..1500 {
            cluster.chaos(step);
        }
        let newest = cluster.committed.values().next_back();
        epochs += newest.map_or(0, |entry| entry.epoch);
        committed += cluster.committed.len();
        cluster.heal();
    }
    assert!(
        committed > 5_000,
        "only {committed} batches were committed between the faults"
    );
    assert!(
        epochs > 300,
        "only {epochs} leaders were elected between the faults"
    );
}

#[test]
fn the_same_seed_gives_the_same_history() {
    let history = |seed| {
        let mut cluster = Cluster::new(&[1, 2, 3], seed);
        (0..3000).for_each(|step| cluster.chaos(step));
        cluster.committed
    };
    assert_eq!(history(42), history(42));
}
