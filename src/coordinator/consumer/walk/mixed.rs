//! The same with members of both protocols: the group changes its own as they come and go.

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::LeaveGroupRequest;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;

use super::super::fixture::classic::{classic_join, group_id, heartbeat, share, sync, text};
use super::super::fixture::{GROUP, World, beat, topic_id};
use super::chance::Chance;
use super::client::{Client, Owned};
use crate::effects::{Effects, Ticket};
use crate::request::{Answer, Request};

const PARTITIONS: i32 = 6;

/// What a consumer of the classic protocol does next.
#[derive(Debug, PartialEq)]
enum Next {
    Join,
    /// With the members that it leads, if it does.
    Sync(Vec<String>),
    Heartbeat,
}

/// A consumer of the classic protocol.
#[derive(Debug)]
struct Classic {
    id: String,
    generation: i32,
    next: Next,
    waits: bool,
    owned: Vec<i32>,
}

impl Classic {
    fn request(&self) -> Request {
        match &self.next {
            Next::Join => Request::JoinGroup(classic_join(&self.id, &self.owned)),
            Next::Sync(members) => {
                let shares = members.iter().enumerate().map(|(index, member)| {
                    let partitions = 0..PARTITIONS;
                    let mine = partitions.skip(index).step_by(members.len());
                    SyncGroupRequestAssignment::default()
                        .with_member_id(text(member))
                        .with_assignment(share(&mine.collect::<Vec<i32>>()))
                });
                let request = sync(&self.id, self.generation);
                Request::SyncGroup(request.with_assignments(shares.collect()))
            }
            Next::Heartbeat => Request::Heartbeat(heartbeat(&self.id, self.generation)),
        }
    }

    fn hear(&mut self, answer: Answer) {
        self.waits = false;
        let code = match &answer {
            Answer::JoinGroup(response) => response.error_code,
            Answer::SyncGroup(response) => response.error_code,
            Answer::Heartbeat(response) => response.error_code,
            Answer::LeaveGroup(_)
            | Answer::OffsetCommit(_)
            | Answer::OffsetFetch(_)
            | Answer::OffsetDelete(_)
            | Answer::ListGroups(_)
            | Answer::DescribeGroups(_)
            | Answer::DeleteGroups(_)
            | Answer::ConsumerGroupHeartbeat(_)
            | Answer::ConsumerGroupDescribe(_) => panic!("{answer:?}"),
        };
        let error = ErrorCode::from_code(code).unwrap();
        if error == ErrorCode::None {
            return self.succeed(answer);
        }
        self.next = Next::Join;
        if error == ErrorCode::RebalanceInProgress {
            return;
        }
        self.owned.clear();
        if error == ErrorCode::UnknownMemberId {
            self.id.clear();
        } else if error == ErrorCode::MemberIdRequired {
            let Answer::JoinGroup(response) = answer else {
                panic!("{answer:?}");
            };
            self.id = response.member_id.to_string();
        } else {
            assert_eq!(error, ErrorCode::IllegalGeneration, "{self:?}");
        }
    }

    fn succeed(&mut self, answer: Answer) {
        if let Answer::JoinGroup(response) = answer {
            self.generation = response.generation_id;
            let members = response.members.iter();
            self.next = Next::Sync(members.map(|member| member.member_id.to_string()).collect());
        } else if let Answer::SyncGroup(response) = answer {
            self.owned = (0..1_u32 << PARTITIONS)
                .map(|set| {
                    (0..PARTITIONS)
                        .filter(|bit| set & (1 << bit) != 0)
                        .collect()
                })
                .find(|partitions: &Vec<i32>| share(partitions) == response.assignment)
                .unwrap_or_default();
            self.next = Next::Heartbeat;
        }
    }
}

enum Member {
    New(Client),
    Classic(Classic),
}

struct Mixed {
    world: World,
    chance: Chance,
    members: BTreeMap<u64, Member>,
    names: u64,
    tickets: u64,
    /// Whose answers are to come.
    waiting: BTreeMap<Ticket, u64>,
}

impl Mixed {
    fn new(seed: u64) -> Self {
        let mut world = World::new();
        world.version = 9;
        world.settings.initial_rebalance_delay_ms = 100;
        world.create_topic(1, "a", PARTITIONS);
        world.commit("", -1);
        Self {
            world,
            chance: Chance(seed),
            members: BTreeMap::new(),
            names: 0,
            tickets: 0,
            waiting: BTreeMap::new(),
        }
    }

    fn deliver(&mut self, effects: Effects) {
        for (ticket, answer) in effects.answers {
            let Some(number) = self.waiting.remove(&ticket) else {
                continue;
            };
            match self.members.get_mut(&number) {
                Some(Member::Classic(classic)) => classic.hear(answer),
                Some(Member::New(client)) => {
                    let Answer::ConsumerGroupHeartbeat(response) = answer else {
                        panic!("{answer:?}");
                    };
                    client.hear(&response);
                }
                None => {}
            }
        }
    }

    fn send(&mut self, number: Option<u64>, request: Request) {
        self.tickets += 1;
        let ticket = Ticket(1_000_000 + self.tickets);
        if let Some(number) = number {
            self.waiting.insert(ticket, number);
        }
        self.world.next_id();
        let effects = self
            .world
            .step(|shard, context, effects| shard.handle(context, ticket, request, effects));
        self.deliver(effects);
    }

    fn act(&mut self, number: u64) {
        let request = match self.members.get_mut(&number) {
            Some(Member::New(client)) => Request::ConsumerGroupHeartbeat(client.keeping_up()),
            Some(Member::Classic(classic)) if !classic.waits => {
                classic.waits = true;
                classic.request()
            }
            Some(Member::Classic(_)) | None => return,
        };
        self.send(Some(number), request);
    }

    fn pick(&mut self) -> Option<u64> {
        let at = self.chance.below(self.members.len().max(1));
        self.members.keys().nth(at).copied()
    }

    fn join(&mut self) {
        if self.members.len() >= 5 {
            return;
        }
        self.names += 1;
        let member = if self.chance.one_in(2) {
            Member::New(Client {
                id: format!("new-{}", self.names),
                instance: None,
                topics: vec!["a"],
                regex: None,
                epoch: 0,
                owned: Owned::new(),
                target: Owned::new(),
                assignor: None,
                unsure: false,
            })
        } else {
            Member::Classic(Classic {
                id: String::new(),
                generation: -1,
                next: Next::Join,
                waits: false,
                owned: Vec::new(),
            })
        };
        self.members.insert(self.names, member);
        self.act(self.names);
    }

    fn leave(&mut self) {
        let Some(number) = self.pick() else {
            return;
        };
        let request = match self.members.remove(&number) {
            Some(Member::New(client)) => Request::ConsumerGroupHeartbeat(beat(&client.id, -1)),
            Some(Member::Classic(classic)) if !classic.id.is_empty() => {
                let identity = MemberIdentity::default().with_member_id(text(&classic.id));
                let request = LeaveGroupRequest::default().with_group_id(group_id());
                Request::LeaveGroup(request.with_members(vec![identity]))
            }
            Some(Member::Classic(_)) | None => return,
        };
        self.send(None, request);
    }

    /// Who waits for an answer is told that the coordinator has moved, and asks again.
    fn reload(&mut self) {
        let before = self.world.group().cloned();
        self.world.reload();
        assert_eq!(self.world.group(), before.as_ref());
        self.waiting.clear();
        for member in self.members.values_mut() {
            if let Member::Classic(classic) = member
                && std::mem::take(&mut classic.waits)
            {
                classic.next = Next::Join;
            }
        }
    }

    fn pass(&mut self, ms: i64) {
        let end = self.world.now_ms + ms;
        while let Some(deadline) = self.world.shard.next_deadline()
            && deadline <= end
        {
            self.world.now_ms = self.world.now_ms.max(deadline);
            let effects = self
                .world
                .step(|shard, context, effects| shard.tick(context, effects));
            self.deliver(effects);
        }
        self.world.now_ms = end;
    }

    fn step(&mut self) {
        match self.chance.below(20) {
            0..=1 => self.join(),
            2..=14 => {
                if let Some(number) = self.pick() {
                    self.act(number);
                }
            }
            15 => self.leave(),
            16 if self.chance.one_in(2) => {
                if let Some(number) = self.pick() {
                    self.members.remove(&number);
                }
            }
            17 => self.reload(),
            _ => {
                let ms = [10, 150, 5_000, 20_000][self.chance.below(4)];
                self.pass(ms);
            }
        }
    }

    fn settle(&mut self) {
        let numbers: Vec<u64> = self.members.keys().copied().collect();
        for _ in 0..120 {
            for number in &numbers {
                self.act(*number);
            }
            self.pass(1_000);
        }
        let mut owners = BTreeSet::new();
        for member in self.members.values() {
            let owned: Vec<i32> = match member {
                Member::New(client) => client.owned.values().flatten().copied().collect(),
                Member::Classic(classic) => classic.owned.clone(),
            };
            for partition in owned {
                assert!(
                    owners.insert(partition),
                    "two have {}-{partition}",
                    topic_id(1)
                );
            }
        }
        if self.members.is_empty() {
            return;
        }
        assert_eq!(owners, (0..PARTITIONS).collect());
        let rules = self.world.shard.groups[GROUP].rules();
        assert_eq!(rules.state_name(), "Stable");
        let is_new = |member: &Member| matches!(member, Member::New(_));
        assert!(self.world.group().is_some() || !self.members.values().any(is_new));
    }
}

#[test]
fn a_group_of_both_protocols_settles_after_whatever_happened() {
    for seed in 0..40 {
        let mut walk = Mixed::new(seed);
        for _ in 0..200 {
            walk.step();
        }
        walk.settle();
    }
}
