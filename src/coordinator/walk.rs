//! Clients of all kinds do anything in any order to a shard with groups of both protocols. After each step the invariants
//! hold, the log says the same as the shard, and the last commit is what is fetched.

mod clients;
mod hostile;
mod model;

use std::collections::BTreeMap;

use kalda_protocol::group_records::{GroupMetadataValue, GroupRecord};
use proptest::prelude::*;

use crate::consumer::ConsumerGroup;
use crate::fixture::{World, offset_record, offset_value, plain};
use crate::group::Group;
use crate::shard::{GroupShard, Replayed};
use clients::{Action, Clients, action};
use model::Model;

/// What the log says of a group.
#[derive(Debug, PartialEq)]
enum Hard<'a> {
    Classic(Option<&'a GroupMetadataValue>),
    Consumer(&'a ConsumerGroup),
}

/// Groups that the log knows, or that have offsets.
fn hard_state(shard: &GroupShard) -> BTreeMap<&str, Hard<'_>> {
    let groups = shard.groups.iter().map(|(id, group)| {
        let hard = match group {
            Group::Classic(group) => Hard::Classic(group.committed()),
            Group::Consumer(group) => Hard::Consumer(group),
        };
        (&**id, hard)
    });
    groups
        .filter(|(id, hard)| *hard != Hard::Classic(None) || shard.offsets.has_group(id))
        .collect()
}

fn assert_log_says_the_same(world: &World) {
    let reloaded = world.reloaded();
    assert_eq!(hard_state(&world.shard), hard_state(&reloaded));
    assert_eq!(world.shard.offsets.summary(), reloaded.offsets.summary());
}

/// The key of a record, and what a compacted log keeps of it: its last value, and no tombstone.
fn compacted(log: &[Replayed]) -> Vec<Replayed> {
    let mut last = BTreeMap::new();
    for (position, replayed) in log.iter().enumerate() {
        let Replayed::Record { record, .. } = replayed else {
            continue;
        };
        let (key, value) = kalda_protocol::group_records::encode(record).unwrap();
        last.insert(key, value.map(|_| (position, record)));
    }
    let mut kept: Vec<(usize, &GroupRecord)> = last.into_values().flatten().collect();
    kept.sort_by_key(|(position, _)| *position);
    kept.into_iter()
        .map(|(_, record)| plain(record.clone()))
        .collect()
}

/// Without transactions: their records are compacted by other rules.
fn assert_compacted_log_says_the_same(world: &World) {
    let mut shard = GroupShard::default();
    for replayed in compacted(&world.log) {
        shard.replay(&replayed);
    }
    assert_eq!(hard_state(&world.shard), hard_state(&shard));
    assert_eq!(world.shard.offsets.summary(), shard.offsets.summary());
}

struct Walk {
    world: World,
    clients: Clients,
    model: Model,
    transactions: bool,
    /// The last id of a topic.
    topics: u128,
}

impl Walk {
    fn new(transactions: bool) -> Self {
        let mut world = World::new();
        world.settings.consumer.assignment_interval_ms = 0;
        world.settings.offsets.retention_ms = 300_000;
        world.settings.offsets.retention_check_interval_ms = 60_000;
        Self {
            world,
            clients: Clients::default(),
            model: Model::default(),
            transactions,
            topics: 100,
        }
    }

    fn step(&mut self, action: &Action) {
        let before = self.world.log.len();
        self.act(action);
        for replayed in &self.world.log[before..] {
            self.model.replay(replayed);
        }
        assert_log_says_the_same(&self.world);
        self.model
            .assert_fetched(&mut self.world, &mut self.clients);
        if !self.transactions {
            assert_compacted_log_says_the_same(&self.world);
        }
    }

    fn act(&mut self, action: &Action) {
        match *action {
            Action::Pass { ms } => {
                let effects = self.world.pass(ms);
                self.clients.answered(effects);
            }
            Action::Restart => {
                let effects = self.world.restart();
                self.clients.forgotten();
                self.clients.answered(effects);
            }
            Action::Topic { topic } => self.change_topic(topic),
            Action::Transaction {
                place: (group, topic, partition),
                producer,
                offset,
            } => {
                if self.transactions {
                    let value = offset_value(topic, offset, self.world.now_ms);
                    self.world.replay(Replayed::Record {
                        record: offset_record((group, topic, partition), value),
                        transaction: Some(producer),
                    });
                }
            }
            Action::End {
                producer_id,
                committed,
            } => {
                if self.transactions {
                    self.world.replay(Replayed::Marker {
                        producer_id,
                        committed,
                    });
                }
            }
            Action::Client(ref request) => self.clients.ask(&mut self.world, request),
        }
    }

    /// Deletes the topic, or makes it again under another id.
    fn change_topic(&mut self, topic: &'static str) {
        let id = self.world.image.topic(topic).map(|topic| topic.id());
        match id {
            Some(id) => self.world.delete_topic(id.as_u128()),
            None => {
                self.topics += 1;
                self.world.create_topic(topic, self.topics);
            }
        }
        let effects = self.world.step(GroupShard::metadata_changed);
        self.clients.answered(effects);
    }
}

fn walk(transactions: bool, actions: &[Action]) {
    let mut walk = Walk::new(transactions);
    for action in actions {
        walk.step(action);
    }
    // Everybody dies, and then everything is forgotten.
    for producer_id in 0..3 {
        walk.step(&Action::End {
            producer_id,
            committed: false,
        });
    }
    walk.step(&Action::Pass { ms: 2_000_000 });
    walk.clients.assert_all_answered();
    assert_eq!(walk.world.shard.groups.len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_log_is_the_state_and_the_last_commit_is_fetched_whatever_clients_do(
        actions in proptest::collection::vec(action(), 1..60),
    ) {
        walk(true, &actions);
    }

    #[test]
    fn a_compacted_log_says_the_same(actions in proptest::collection::vec(action(), 1..60)) {
        walk(false, &actions);
    }
}
