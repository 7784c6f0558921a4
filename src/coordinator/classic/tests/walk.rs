//! Clients that join, sync, stay, leave, die and come back in any order, and a coordinator that is loaded again in
//! between. The group's invariants are checked after every step.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kalda_protocol::messages::{JoinGroupResponse, SyncGroupResponse};
use proptest::prelude::*;

use super::fixture::*;
use crate::effects::{Effects, Ticket};
use crate::request::Answer;

const CLIENTS: usize = 5;
/// The clients from this one on are static members.
const FIRST_STATIC: usize = 3;
/// Longer than any session, rebalance or first join.
const AGES_MS: i64 = 3_600_000;

#[derive(Clone, Debug)]
enum Action {
    Join {
        client: usize,
        old: bool,
        choice: usize,
    },
    Sync {
        client: usize,
    },
    SyncOfOtherGeneration {
        client: usize,
    },
    Heartbeat {
        client: usize,
    },
    Leave {
        client: usize,
    },
    RemoveStatic {
        client: usize,
    },
    Restart {
        client: usize,
    },
    Pass {
        ms: i64,
    },
    Reload,
    /// All join and sync, so that walks get to stable groups.
    Settle,
}

fn action() -> impl Strategy<Value = Action> {
    let client = 0..CLIENTS;
    prop_oneof![
        8 => (client.clone(), any::<bool>(), 0..CHOICES.len())
            .prop_map(|(client, old, choice)| Action::Join { client, old, choice }),
        8 => client.clone().prop_map(|client| Action::Sync { client }),
        1 => client.clone().prop_map(|client| Action::SyncOfOtherGeneration { client }),
        4 => client.clone().prop_map(|client| Action::Heartbeat { client }),
        1 => client.clone().prop_map(|client| Action::Leave { client }),
        1 => (FIRST_STATIC..CLIENTS).prop_map(|client| Action::RemoveStatic { client }),
        1 => client.prop_map(|client| Action::Restart { client }),
        4 => (0..8_000_i64).prop_map(|ms| Action::Pass { ms }),
        1 => (0..80_000_i64).prop_map(|ms| Action::Pass { ms }),
        1 => Just(Action::Reload),
        2 => Just(Action::Settle),
    ]
}

const CHOICES: [&[(&str, &str)]; 4] = [
    &[("range", "R")],
    &[("range", "R2"), ("sticky", "S")],
    &[("sticky", "S"), ("range", "R")],
    &[("sticky", "S2")],
];

/// What a client knows.
#[derive(Clone, Debug, Default)]
struct Client {
    id: String,
    generation: i32,
    /// The members to assign to, if it leads and is to assign.
    leads: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug)]
enum Asked {
    Join(usize),
    Sync { client: usize, generation: i32 },
    Other,
}

struct Walk {
    world: World,
    clients: Vec<Client>,
    waiting: BTreeMap<Ticket, Asked>,
    /// What the leaders of generations were told, since the shard was loaded.
    leaders: BTreeMap<i32, String>,
    newest: i32,
}

impl Walk {
    fn new() -> Self {
        Self {
            world: World::new(),
            clients: vec![Client::default(); CLIENTS],
            waiting: BTreeMap::new(),
            leaders: BTreeMap::new(),
            newest: 0,
        }
    }

    fn instance(client: usize) -> Option<String> {
        (client >= FIRST_STATIC).then(|| format!("i{client}"))
    }

    fn take(&mut self, action: &Action) {
        if !matches!(action, Action::Settle) {
            return self.take_one(action);
        }
        let join = |client| Action::Join {
            client,
            old: false,
            choice: 0,
        };
        for client in (0..CLIENTS).chain(0..CLIENTS) {
            self.take_one(&join(client));
        }
        self.take_one(&Action::Pass { ms: 8_000 });
        for client in 0..CLIENTS {
            self.take_one(&Action::Sync { client });
        }
    }

    fn take_one(&mut self, action: &Action) {
        let asked = self.world.asked();
        let (kind, effects) = self.ask(action);
        if self.world.asked() != asked {
            self.waiting.insert(self.world.asked(), kind);
        }
        self.learn(effects);
    }

    fn ask(&mut self, action: &Action) -> (Asked, Effects) {
        match *action {
            Action::Join {
                client,
                old,
                choice,
            } => {
                let known = self.clients[client].id.clone();
                let request = join(&known, CHOICES[choice])
                    .with_group_instance_id(Self::instance(client).as_deref().map(text));
                self.world.version = if old { 3 } else { 9 };
                let effects = self.world.join(&format!("c{client}"), request);
                (Asked::Join(client), effects)
            }
            Action::Sync { client } => self.sync(client, 0),
            Action::SyncOfOtherGeneration { client } => self.sync(client, 1),
            Action::Heartbeat { client } => {
                let Client { id, generation, .. } = &self.clients[client];
                let request = heartbeat(*generation, id)
                    .with_group_instance_id(Self::instance(client).as_deref().map(text));
                (Asked::Other, self.world.heartbeat(request))
            }
            Action::Leave { client } => {
                let id = std::mem::take(&mut self.clients[client].id);
                let member = leaving(&id, Self::instance(client).as_deref());
                (Asked::Other, self.world.leave(vec![member]))
            }
            Action::RemoveStatic { client } => {
                let member = leaving("", Self::instance(client).as_deref());
                (Asked::Other, self.world.leave(vec![member]))
            }
            Action::Restart { client } => {
                self.clients[client] = Client::default();
                (Asked::Other, Effects::default())
            }
            Action::Pass { ms } => (Asked::Other, self.world.pass(ms)),
            Action::Reload => (Asked::Other, self.reload()),
            Action::Settle => unreachable!("taken apart"),
        }
    }

    fn sync(&mut self, client: usize, off: i32) -> (Asked, Effects) {
        let Client {
            id,
            generation,
            leads,
        } = self.clients[client].clone();
        let generation = generation + off;
        let assignments = leads.unwrap_or_default();
        let assignments = assignments.iter().map(|member| {
            SyncGroupRequestAssignment::default()
                .with_member_id(text(member))
                .with_assignment(Bytes::from(generation.to_string().into_bytes()))
        });
        let request = sync(generation, &id, &[])
            .with_assignments(assignments.collect())
            .with_group_instance_id(Self::instance(client).as_deref().map(text));
        (Asked::Sync { client, generation }, self.world.sync(request))
    }

    /// The broker gives up the partition and gets it again: what waits is answered by the runtime.
    fn reload(&mut self) -> Effects {
        self.waiting.clear();
        self.leaders.clear();
        let effects = self.world.reload();
        let last = self.last_record();
        let group = self.world.group();
        assert_eq!(
            group.and_then(|group| group.committed.clone()),
            last,
            "the group is the fold of its records"
        );
        self.newest = last.map_or(0, |last| last.generation);
        effects
    }

    fn last_record(&self) -> Option<kalda_protocol::group_records::GroupMetadataValue> {
        let GroupRecord::GroupMetadata(_, value) = self.world.log.last()? else {
            panic!("a record of another kind");
        };
        value.clone()
    }

    fn learn(&mut self, effects: Effects) {
        for (ticket, answer) in effects.answers {
            let asked = self.waiting.remove(&ticket);
            match (asked.expect("a request is answered once"), answer) {
                (Asked::Join(client), Answer::JoinGroup(joined)) => self.joined(client, joined),
                (Asked::Sync { client, generation }, Answer::SyncGroup(synced)) => {
                    self.synced(client, generation, &synced);
                }
                (Asked::Other, Answer::Heartbeat(_) | Answer::LeaveGroup(_)) => {}
                (asked, answer) => panic!("{asked:?} is answered by {answer:?}"),
            }
        }
    }

    fn joined(&mut self, client: usize, joined: JoinGroupResponse) {
        match ErrorCode::from_code(joined.error_code) {
            Some(ErrorCode::None) => {}
            Some(ErrorCode::MemberIdRequired) => {
                self.clients[client].id = joined.member_id.to_string();
                return;
            }
            Some(ErrorCode::UnknownMemberId | ErrorCode::FencedInstanceId) => {
                self.clients[client].id.clear();
                return;
            }
            Some(ErrorCode::InconsistentGroupProtocol | ErrorCode::RebalanceInProgress) => return,
            error => panic!("a join fails with {error:?}"),
        }
        let generation = joined.generation_id;
        assert!(generation >= self.newest, "generations go on");
        self.newest = generation;
        let ids: Vec<String> = joined
            .members
            .iter()
            .map(|member| member.member_id.to_string())
            .collect();
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "each member is listed once"
        );
        let leads = joined.leader == joined.member_id;
        assert_eq!(leads, !ids.is_empty(), "the leader alone knows the members");
        if leads && !joined.skip_assignment && Self::instance(client).is_none() {
            let leader = joined.member_id.to_string();
            let other = self.leaders.insert(generation, leader.clone());
            assert!(other.is_none_or(|other| other == leader), "one leader");
        }
        self.clients[client] = Client {
            id: joined.member_id.to_string(),
            generation,
            leads: (leads && !joined.skip_assignment).then_some(ids),
        };
    }

    fn synced(&mut self, client: usize, generation: i32, synced: &SyncGroupResponse) {
        match ErrorCode::from_code(synced.error_code) {
            Some(ErrorCode::None) => {
                let last = self.last_record().expect("an assignment is in the log");
                assert_eq!(last.generation, generation, "of this very generation");
                let of = std::str::from_utf8(&synced.assignment).unwrap();
                assert!(of.is_empty() || of == generation.to_string());
            }
            Some(ErrorCode::UnknownMemberId | ErrorCode::FencedInstanceId) => {
                self.clients[client].id.clear();
            }
            Some(ErrorCode::RebalanceInProgress | ErrorCode::IllegalGeneration) => {}
            error => panic!("a sync fails with {error:?}"),
        }
    }

    /// Nobody does anything any more.
    fn end(mut self) {
        let effects = self.world.pass(AGES_MS);
        self.learn(effects);
        let waiting = &self.waiting;
        assert!(waiting.is_empty(), "nobody waits for ever: {waiting:?}");
        assert_eq!(self.world.shard.next_deadline(), None);
        if let Some(group) = self.world.group() {
            assert_eq!(group.members().count(), 0);
            assert_eq!(group.committed, self.last_record());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_request_is_answered_once_and_of_one_generation(
        actions in proptest::collection::vec(action(), 1..120)
    ) {
        let mut walk = Walk::new();
        for action in &actions {
            walk.take(action);
        }
        walk.end();
    }
}
