//! A quorum in one place: its replicas, its network, and everything that can go wrong with either.

use std::collections::{BTreeMap, VecDeque};

use raft::eraftpb::MessageType;

use super::{NOW_MS, batch, settings};
use crate::{Effect, LogEntry, MemoryLog, Message, MetadataLog, Quorum, Role, SnapshotPoint};

pub(super) struct Node {
    pub(super) quorum: Quorum<MemoryLog>,
    pub(super) applied: Vec<LogEntry>,
    pub(super) roles: Vec<Role>,
}

impl Node {
    /// Runs all outstanding effects and returns what is to be sent.
    pub(super) fn drain(&mut self) -> Vec<Message> {
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

    pub(super) fn carry_out(&mut self, effects: Vec<Effect>, sent: &mut Vec<Message>) {
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

    pub(super) fn leads(&self) -> bool {
        matches!(self.quorum.role(), Role::Leader { .. })
    }
}

pub(super) struct Cluster {
    pub(super) ids: Vec<i32>,
    pub(super) nodes: BTreeMap<i32, Node>,
    pub(super) down: BTreeMap<i32, MemoryLog>,
    pub(super) network: VecDeque<Message>,
    /// What each index was first committed as, by anyone.
    pub(super) committed: BTreeMap<u64, LogEntry>,
    pub(super) cut: Option<i32>,
    pub(super) random: u64,
}

impl Cluster {
    pub(super) fn new(ids: &[i32], seed: u64) -> Self {
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

    pub(super) fn random(&mut self, below: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % below
    }

    pub(super) fn start(&mut self, id: i32) {
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

    pub(super) fn crash(&mut self, id: i32) {
        let Some(node) = self.nodes.remove(&id) else {
            return;
        };
        self.down
            .insert(id, node.quorum.log().clone().after_crash());
    }

    /// Carries out what node `id` wants done and compares what it committed with everyone else's.
    pub(super) fn settle(&mut self, id: i32) {
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

    pub(super) fn tick(&mut self, id: i32) {
        if let Some(node) = self.nodes.get_mut(&id) {
            node.quorum.tick(NOW_MS);
        }
        self.settle(id);
    }

    pub(super) fn deliver(&mut self, message: Message) {
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
    pub(super) fn report(&mut self, message: &Message, arrived: bool) {
        let from = i32::try_from(message.from - 1).unwrap();
        if let Some(sender) = self.nodes.get_mut(&from)
            && message.get_msg_type() == MessageType::MsgSnapshot
        {
            sender.quorum.snapshot_sent(message, arrived);
        }
    }

    pub(super) fn deliver_all(&mut self) {
        while let Some(message) = self.network.pop_front() {
            self.deliver(message);
        }
    }

    pub(super) fn leader(&self) -> Option<i32> {
        let leads = |(id, node): (&i32, &Node)| {
            (node.leads() && self.cut != Some(*id)).then(|| (node.quorum.epoch(), *id))
        };
        self.nodes.iter().filter_map(leads).max().map(|(_, id)| id)
    }

    /// Lets time pass without faults until somebody leads, and says who and after how many ticks.
    pub(super) fn elect(&mut self) -> (i32, usize) {
        for ticks in 0..200 {
            if let Some(leader) = self.leader() {
                return (leader, ticks);
            }
            self.calm(1);
        }
        panic!("nobody leads after 200 ticks");
    }

    pub(super) fn calm(&mut self, ticks: usize) {
        for _ in 0..ticks {
            for id in self.ids.clone() {
                self.tick(id);
            }
            self.deliver_all();
        }
    }

    pub(super) fn propose(&mut self, value: &str) -> bool {
        let Some(leader) = self.leader() else {
            return false;
        };
        let records = 1 + usize::try_from(self.random(3)).unwrap();
        let node = self.nodes.get_mut(&leader).unwrap();
        let taken = node.quorum.propose(batch(value, records)).is_ok();
        self.settle(leader);
        taken
    }

    pub(super) fn snapshot(&mut self, id: i32) {
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
    pub(super) fn chaos(&mut self, step: usize) {
        let which = self.random(self.ids.len() as u64);
        let id = self.ids[usize::try_from(which).unwrap()];
        match self.random(200) {
            0..60 => self.tick(id),
            60..150 => {
                if let Some(message) = self.network.pop_front() {
                    self.deliver(message);
                }
            }
            150..153 => {
                if let Some(message) = self.network.pop_front() {
                    self.report(&message, false);
                }
            }
            153..156 => self
                .network
                .rotate_left(usize::from(!self.network.is_empty())),
            156..185 => drop(self.propose(&format!("value {step}"))),
            185 => self.crash(id),
            186..193 => self.start(id),
            193 => self.cut = Some(id),
            194..196 => self.cut = None,
            _ => self.snapshot(id),
        }
    }

    /// Ends all faults and demands that every replica has the same log soon.
    pub(super) fn heal(&mut self) {
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
