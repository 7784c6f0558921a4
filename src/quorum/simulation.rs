//! Whole quorums on one thread: a seeded scheduler ticks, delivers, loses, crashes and restarts, and checks after each
//! step that no two replicas ever disagree about a committed batch.

use std::collections::{BTreeMap, VecDeque};

use kalda_records::{AppendBatch, BatchBuilder, BatchSettings, NewRecord};
use raft::eraftpb::MessageType;
use uuid::Uuid;

use crate::{
    Effect, LogEntry, MemoryLog, Message, MetadataLog, ProposeError, Quorum, ReplicaKey, Role,
    Settings, SnapshotPoint,
};

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

struct Node {
    quorum: Quorum<MemoryLog>,
    applied: Vec<LogEntry>,
    roles: Vec<Role>,
}

impl Node {
    /// Runs all outstanding effects and returns what is to be sent.
    fn drain(&mut self) -> Vec<Message> {
        let mut sent = Vec::new();
        while let Some(ready) = self.quorum.ready() {
            self.quorum.write(&ready).unwrap();
            self.carry_out(ready.effects().to_vec(), &mut sent);
            let more = self.quorum.persisted(ready);
            self.carry_out(more, &mut sent);
            self.quorum.check();
        }
        sent
    }

    fn carry_out(&mut self, effects: Vec<Effect>, sent: &mut Vec<Message>) {
        for effect in effects {
            match effect {
                Effect::Send(message) => sent.push(message),
                Effect::Commit(entries) => self.applied.extend(entries),
                Effect::Role(role) => self.roles.push(role),
                Effect::Install(_)
                | Effect::SaveElection(_)
                | Effect::Append(_)
                | Effect::Flush => {}
            }
        }
    }

    fn leads(&self) -> bool {
        matches!(self.quorum.role(), Role::Leader { .. })
    }
}

struct Cluster {
    ids: Vec<i32>,
    nodes: BTreeMap<i32, Node>,
    down: BTreeMap<i32, MemoryLog>,
    network: VecDeque<Message>,
    /// What each index was first committed as, by anyone.
    committed: BTreeMap<u64, LogEntry>,
    cut: Option<i32>,
    random: u64,
}

impl Cluster {
    fn new(ids: &[i32], seed: u64) -> Self {
        let mut cluster = Cluster {
            ids: ids.to_vec(),
            nodes: BTreeMap::new(),
            down: ids.iter().map(|id| (*id, MemoryLog::new())).collect(),
            network: VecDeque::new(),
            committed: BTreeMap::new(),
            cut: None,
            random: seed,
        };
        for id in ids {
            cluster.start(*id);
        }
        cluster
    }

    fn random(&mut self, below: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % below
    }

    fn start(&mut self, id: i32) {
        let Some(log) = self.down.remove(&id) else {
            return;
        };
        let quorum = Quorum::open(settings(id, &self.ids), log, NOW_MS).unwrap();
        self.nodes.insert(
            id,
            Node {
                quorum,
                applied: Vec::new(),
                roles: Vec::new(),
            },
        );
        self.settle(id);
    }

    fn crash(&mut self, id: i32) {
        let Some(node) = self.nodes.remove(&id) else {
            return;
        };
        self.down
            .insert(id, node.quorum.log().clone().after_crash());
    }

    /// Carries out what node `id` wants done and compares what it committed with everyone else's.
    fn settle(&mut self, id: i32) {
        let Some(node) = self.nodes.get_mut(&id) else {
            return;
        };
        let seen = node.applied.len();
        self.network.extend(node.drain());
        for entry in &node.applied[seen..] {
            let first = self
                .committed
                .entry(entry.index)
                .or_insert_with(|| entry.clone());
            assert_eq!(
                first, entry,
                "node {id} committed something else at {}",
                entry.index
            );
        }
    }

    fn tick(&mut self, id: i32) {
        if let Some(node) = self.nodes.get_mut(&id) {
            node.quorum.tick(NOW_MS);
        }
        self.settle(id);
    }

    fn deliver(&mut self, message: Message) {
        let node_of = |raft_id: u64| i32::try_from(raft_id - 1).unwrap();
        let (from, to) = (node_of(message.from), node_of(message.to));
        let cut = self.cut.is_some_and(|cut| (cut == from) != (cut == to));
        let arrives = !cut && self.nodes.contains_key(&to);
        self.report(&message, arrives);
        if let Some(node) = self.nodes.get_mut(&to).filter(|_| arrives) {
            node.quorum.step(message, NOW_MS).unwrap();
        }
        self.settle(to);
    }

    /// A driver says what became of each snapshot message.
    fn report(&mut self, message: &Message, arrived: bool) {
        let from = i32::try_from(message.from - 1).unwrap();
        if let Some(sender) = self.nodes.get_mut(&from)
            && message.get_msg_type() == MessageType::MsgSnapshot
        {
            sender.quorum.snapshot_sent(message, arrived);
        }
    }

    fn deliver_all(&mut self) {
        while let Some(message) = self.network.pop_front() {
            self.deliver(message);
        }
    }

    fn leader(&self) -> Option<i32> {
        let leads = |(id, node): (&i32, &Node)| {
            (node.leads() && self.cut != Some(*id)).then(|| (node.quorum.epoch(), *id))
        };
        self.nodes.iter().filter_map(leads).max().map(|(_, id)| id)
    }

    /// Lets time pass without faults until somebody leads, and says who and after how many ticks.
    fn elect(&mut self) -> (i32, usize) {
        for ticks in 0..200 {
            if let Some(leader) = self.leader() {
                return (leader, ticks);
            }
            self.calm(1);
        }
        panic!("nobody leads after 200 ticks");
    }

    fn calm(&mut self, ticks: usize) {
        for _ in 0..ticks {
            for id in self.ids.clone() {
                self.tick(id);
            }
            self.deliver_all();
        }
    }

    fn propose(&mut self, value: &str) -> bool {
        let Some(leader) = self.leader() else {
            return false;
        };
        let records = 1 + usize::try_from(self.random(3)).unwrap();
        let node = self.nodes.get_mut(&leader).unwrap();
        let taken = node.quorum.propose(batch(value, records)).is_ok();
        self.settle(leader);
        taken
    }

    fn snapshot(&mut self, id: i32) {
        let Some(node) = self.nodes.get_mut(&id) else {
            return;
        };
        let Some(last) = node.applied.last() else {
            return;
        };
        let point = SnapshotPoint {
            index: last.index,
            offset: last.next_offset,
            epoch: last.epoch,
        };
        if point > node.quorum.log().snapshot_point() {
            node.quorum.log_mut().snapshot_taken(point).unwrap();
        }
    }

    /// One random thing happens.
    fn chaos(&mut self, step: usize) {
        let which = self.random(self.ids.len() as u64);
        let id = self.ids[usize::try_from(which).unwrap()];
        match self.random(40) {
            0..12 => self.tick(id),
            12..28 => {
                if let Some(message) = self.network.pop_front() {
                    self.deliver(message);
                }
            }
            28 => {
                if let Some(message) = self.network.pop_front() {
                    self.report(&message, false);
                }
            }
            29 => self
                .network
                .rotate_left(usize::from(!self.network.is_empty())),
            30..35 => drop(self.propose(&format!("value {step}"))),
            35 => self.crash(id),
            36 | 37 => self.start(id),
            38 => self.cut = (self.random(2) == 0).then_some(id),
            _ => self.snapshot(id),
        }
    }

    /// Ends all faults and demands that every replica has the same log soon.
    fn heal(&mut self) {
        self.cut = None;
        for id in self.ids.clone() {
            self.start(id);
        }
        self.elect();
        assert!(self.propose("healed"), "the leader takes proposals");
        self.calm(60);
        let ends: Vec<i64> = self
            .nodes
            .values()
            .map(|n| n.quorum.log().end_offset())
            .collect();
        assert!(
            ends.windows(2).all(|pair| pair[0] == pair[1]),
            "logs end at {ends:?}"
        );
        let marks: Vec<i64> = self
            .nodes
            .values()
            .map(|n| n.quorum.high_watermark())
            .collect();
        assert_eq!(marks, ends, "everything is committed everywhere");
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
        cluster.heal();
    }
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
