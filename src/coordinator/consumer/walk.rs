//! Random walks: members join, keep up, lose answers, go silent, leave and come back while topics come and go and the
//! shard is loaded anew. After each step the shard's invariants hold; when all members keep up again, every partition is
//! owned exactly once.

mod chance;
mod client;
mod mixed;

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::StrBytes;
use uuid::Uuid;

use chance::Chance;
use client::{Client, Owned};

use super::fixture::{World, beat, names, topic_id};
use crate::shard::{GroupShard, Replayed};

struct Walk {
    world: World,
    chance: Chance,
    clients: Vec<Client>,
    names: usize,
    topics: BTreeMap<u128, i32>,
    /// The group's and the target's.
    epochs: (i32, i32),
}

const TOPICS: [&str; 4] = ["ta", "tb", "tc", "other"];
const SUBSCRIPTIONS: [&[&str]; 5] = [&["ta"], &["ta", "tb"], &["tb", "tc", "other"], &["ta"], &[]];

impl Walk {
    fn new(seed: u64) -> Self {
        let mut walk = Self {
            world: World::new(),
            chance: Chance(seed),
            clients: Vec::new(),
            names: 0,
            topics: BTreeMap::new(),
            epochs: (0, 0),
        };
        walk.world.settings.consumer.assignment_interval_ms = 1_000;
        walk.create_topic();
        walk
    }

    fn step(&mut self) {
        match self.chance.below(24) {
            0..=1 => self.join(),
            2..=13 => self.keep_up(),
            14 => self.lose_an_answer(),
            15 => self.go_silent(),
            16 => self.leave(),
            17 => self.static_restart(),
            18 => self.change_subscription(),
            19 => self.create_topic(),
            20 => self.grow_topic(),
            21 if self.chance.one_in(3) => self.delete_topic(),
            22 => self.reload(),
            _ => {
                let ms = [10, 700, 5_000, 12_000][self.chance.below(4)];
                self.world.pass(ms);
            }
        }
        self.nobody_shares();
        if let Some(group) = self.world.group() {
            let now = (group.epoch, group.target.epoch);
            assert!(
                now.0 >= self.epochs.0 && now.1 >= self.epochs.1,
                "epochs only rise"
            );
            self.epochs = now;
        }
    }

    fn join(&mut self) {
        if self.clients.len() >= 8 {
            return;
        }
        self.names += 1;
        let static_member = self.chance.one_in(3);
        let regex = self.chance.one_in(4);
        let client = Client {
            id: format!("m{}", self.names),
            instance: static_member.then(|| format!("i{}", self.names)),
            topics: if regex {
                Vec::new()
            } else {
                SUBSCRIPTIONS[self.chance.below(5)].to_vec()
            },
            regex: regex.then_some("t[ab]"),
            epoch: 0,
            owned: Owned::new(),
            target: Owned::new(),
            assignor: [None, Some("uniform"), Some("range")][self.chance.below(3)],
            unsure: false,
        };
        self.clients.push(client);
        self.beat(self.clients.len() - 1);
    }

    fn beat(&mut self, index: usize) {
        let request = self.clients[index].keeping_up();
        let (_, response) = self.world.heartbeat(request);
        self.clients[index].hear(&response);
    }

    fn keep_up(&mut self) {
        if !self.clients.is_empty() {
            let index = self.chance.below(self.clients.len());
            self.beat(index);
        }
    }

    fn lose_an_answer(&mut self) {
        if !self.clients.is_empty() {
            let index = self.chance.below(self.clients.len());
            let request = self.clients[index].keeping_up();
            let _lost = self.world.heartbeat(request);
            self.clients[index].unsure = true;
        }
    }

    /// It is never heard of again; what it has is not its own from when its session ends.
    fn go_silent(&mut self) {
        if self.clients.len() > 1 {
            let index = self.chance.below(self.clients.len());
            self.clients.swap_remove(index);
        }
    }

    fn leave(&mut self) {
        if self.clients.len() > 1 {
            let index = self.chance.below(self.clients.len());
            let client = self.clients.swap_remove(index);
            let request =
                beat(&client.id, -1).with_instance_id(client.instance.map(StrBytes::from_string));
            let _answer = self.world.heartbeat(request);
        }
    }

    fn static_restart(&mut self) {
        let Some(index) = self
            .clients
            .iter()
            .position(|client| client.instance.is_some())
        else {
            return;
        };
        self.names += 1;
        let client = &mut self.clients[index];
        let instance = client.instance.clone();
        let request = beat(&client.id, -2).with_instance_id(instance.map(StrBytes::from_string));
        let _answer = self.world.heartbeat(request);
        client.id = format!("m{}", self.names);
        client.epoch = 0;
        client.owned.clear();
        client.target.clear();
        if self.chance.one_in(2) {
            self.beat(index);
        }
    }

    fn change_subscription(&mut self) {
        if self.clients.is_empty() {
            return;
        }
        let index = self.chance.below(self.clients.len());
        let topics = SUBSCRIPTIONS[self.chance.below(5)];
        let regex = ["", "t[ab]", "o.*", "t.*"][self.chance.below(4)];
        let client = &mut self.clients[index];
        client.topics = topics.to_vec();
        client.regex = Some(regex);
        if client.epoch > 0 {
            let request = client
                .keeping_up()
                .with_subscribed_topic_names(Some(names(topics)))
                .with_subscribed_topic_regex(Some(StrBytes::from_static_str(regex)));
            let (_, response) = self.world.heartbeat(request);
            self.clients[index].hear(&response);
        }
    }

    fn create_topic(&mut self) {
        let place = self.chance.below(TOPICS.len());
        if self.world.image.topic(TOPICS[place]).is_none() {
            self.names += 1;
            let partitions = i32::try_from(self.chance.below(7) + 1).unwrap();
            self.topics.insert(self.names as u128, partitions);
            self.world
                .create_topic(self.names as u128, TOPICS[place], partitions);
        }
    }

    fn grow_topic(&mut self) {
        if let Some((number, partitions)) = self.topics.iter_mut().next()
            && *partitions < 12
        {
            self.world
                .add_partitions(*number, *partitions..*partitions + 2);
            *partitions += 2;
        }
    }

    fn delete_topic(&mut self) {
        if let Some((number, _)) = self.topics.pop_first() {
            self.world.delete_topic(number);
            assert!(self.world.image.topic_by_id(topic_id(number)).is_none());
        }
    }

    /// State is the fold of the records, whether all of them are there or only the last of each key.
    fn reload(&mut self) {
        let before = self.world.group().cloned();
        let mut compacted = GroupShard::default();
        for record in last_of_each_key(&self.world.log) {
            compacted.replay(&Replayed::Record {
                record,
                transaction: None,
            });
        }
        self.world.reload();
        assert_eq!(self.world.group(), before.as_ref());
        self.world.shard = compacted;
        assert_eq!(self.world.group(), before.as_ref());
        self.world.reload();
    }

    fn nobody_shares(&self) {
        let Some(group) = self.world.group() else {
            return;
        };
        let mut owners = BTreeMap::new();
        for client in &self.clients {
            if !group.members.contains_key(client.id.as_str()) {
                continue;
            }
            for (topic, partitions) in &client.owned {
                for partition in partitions {
                    let other = owners.insert((*topic, *partition), &client.id);
                    assert_eq!(other, None, "{topic}-{partition} and {}", client.id);
                }
            }
        }
    }

    /// All members keep up for a while: long enough for sessions to end and expressions to be looked at again.
    fn settle(&mut self) {
        for _ in 0..40 {
            for index in 0..self.clients.len() {
                self.beat(index);
                self.nobody_shares();
            }
            self.world.pass(5_000);
        }
        let mut owners: BTreeSet<(Uuid, i32)> = BTreeSet::new();
        let mut wanted: BTreeSet<(Uuid, i32)> = BTreeSet::new();
        for client in &self.clients {
            for (topic, partitions) in &client.owned {
                owners.extend(partitions.iter().map(|partition| (*topic, *partition)));
            }
            for topic in self.world.image.topics() {
                if client.wants(topic.name()) {
                    wanted.extend(topic.partitions().map(|(number, _)| (topic.id(), number)));
                }
            }
        }
        assert_eq!(
            owners,
            wanted,
            "{:#?}\n{:#?}",
            self.world.group(),
            self.clients
        );
        let group = self.world.group();
        let state = group.map(super::state::ConsumerGroup::state_name);
        let expected = if self.clients.is_empty() {
            "Empty"
        } else {
            "Stable"
        };
        assert!(state.is_none_or(|state| state == expected), "{state:?}");
    }
}

fn last_of_each_key(log: &[GroupRecord]) -> Vec<GroupRecord> {
    let key = |record: &GroupRecord| kalda_protocol::group_records::encode(record).unwrap().0;
    let last: BTreeMap<Vec<u8>, usize> = log
        .iter()
        .enumerate()
        .map(|(index, record)| (key(record), index))
        .collect();
    let mut kept: Vec<usize> = last.into_values().collect();
    kept.sort_unstable();
    kept.into_iter().map(|index| log[index].clone()).collect()
}

#[test]
fn members_that_keep_up_own_every_partition_once_after_whatever_happened() {
    for seed in 0..30 {
        let mut walk = Walk::new(seed);
        for _ in 0..250 {
            walk.step();
        }
        walk.settle();
    }
}
