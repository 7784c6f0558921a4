//! What members of classic groups cost: the time to converge, heartbeats, and memory that stays.
//!
//! `max alloc` of a bench that makes groups is what its shard takes while they are made, records included.

use bytes::Bytes;
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use kalda_coordinator::{
    Answer, Caller, Context, Effects, GroupSettings, GroupShard, Request, Ticket,
};
use kalda_metadata::Image;
use kalda_protocol::messages::join_group_request::JoinGroupRequestProtocol;
use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kalda_protocol::messages::{
    GroupId, HeartbeatRequest, JoinGroupRequest, JoinGroupResponse, StrBytes, SyncGroupRequest,
};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// A consumer's subscription to one topic, with the fields of version 3.
const SUBSCRIPTION: &[u8] =
    b"\0\x03\0\0\0\x01\0\x1ba-topic-of-some-application\xff\xff\xff\xff\0\0\0\0\xff\xff\xff\xff\xff\xff";
/// One partition of it.
const ASSIGNMENT: &[u8] =
    b"\0\x03\0\0\0\x01\0\x1ba-topic-of-some-application\0\0\0\x01\0\0\0\0\xff\xff\xff\xff";

/// A shard and the members of its groups, who answer to all that they are told.
#[derive(Default)]
struct Groups {
    shard: GroupShard,
    settings: GroupSettings,
    image: Image,
    now_ms: i64,
    asked: u64,
    joined: Vec<(String, JoinGroupResponse)>,
}

impl Groups {
    fn step(&mut self, step: impl FnOnce(&mut GroupShard, &Context<'_>, &mut Effects)) -> Effects {
        let context = Context {
            now_ms: self.now_ms,
            caller: Caller {
                version: 9,
                client_id: "consumer-of-some-application-1",
                client_host: "/10.0.0.1",
            },
            new_id: Uuid::from_u128(u128::from(self.asked)),
            image: &self.image,
            settings: &self.settings,
        };
        let mut effects = Effects::default();
        step(&mut self.shard, &context, &mut effects);
        effects
    }

    fn ask(&mut self, request: Request) -> Effects {
        self.asked += 1;
        let ticket = Ticket(self.asked);
        self.step(|shard, context, effects| shard.handle(context, ticket, request, effects))
    }

    fn join(&mut self, group: &str) {
        let id = self.ask_to_join(group, StrBytes::new());
        let [(_, Answer::JoinGroup(given))] = id.answers.as_slice() else {
            panic!("an id is given out");
        };
        self.ask_to_join(group, given.member_id.clone());
    }

    fn ask_to_join(&mut self, group: &str, member: StrBytes) -> Effects {
        let protocols = ["range", "cooperative-sticky"].map(|name| {
            JoinGroupRequestProtocol::default()
                .with_name(StrBytes::from_static_str(name))
                .with_metadata(Bytes::from_static(SUBSCRIPTION))
        });
        let request = JoinGroupRequest::default()
            .with_group_id(GroupId(StrBytes::from_string(group.to_owned())))
            .with_member_id(member)
            .with_session_timeout_ms(45_000)
            .with_rebalance_timeout_ms(300_000)
            .with_protocol_type(StrBytes::from_static_str("consumer"))
            .with_protocols(protocols.into());
        self.ask(Request::JoinGroup(request))
    }

    /// The wait for first members is over.
    fn begin(&mut self, members: usize, group: impl Fn(usize) -> String) {
        while self.joined.len() < members {
            self.now_ms = self.shard.next_deadline().expect("members wait");
            for (_, answer) in self.step(GroupShard::tick).answers {
                let Answer::JoinGroup(joined) = answer else {
                    panic!("{answer:?}");
                };
                self.joined.push((group(self.joined.len()), joined));
            }
        }
    }

    fn sync(&mut self) -> usize {
        let mut synced = 0;
        for (group, joined) in self.joined.clone() {
            let assignments = joined.members.iter().map(|member| {
                SyncGroupRequestAssignment::default()
                    .with_member_id(member.member_id.clone())
                    .with_assignment(Bytes::from_static(ASSIGNMENT))
            });
            let request = SyncGroupRequest::default()
                .with_group_id(GroupId(StrBytes::from_string(group)))
                .with_generation_id(joined.generation_id)
                .with_member_id(joined.member_id.clone())
                .with_assignments(assignments.collect());
            synced += self.ask(Request::SyncGroup(request)).answers.len();
        }
        synced
    }

    fn heartbeat(&mut self, member: usize) -> bool {
        let member = self.joined.get(member % self.joined.len());
        let (group, joined) = member.expect("a member");
        let request = HeartbeatRequest::default()
            .with_group_id(GroupId(StrBytes::from_string(group.clone())))
            .with_generation_id(joined.generation_id)
            .with_member_id(joined.member_id.clone());
        let told = self.ask(Request::Heartbeat(request)).answers;
        matches!(told.as_slice(), [(_, Answer::Heartbeat(told))] if told.error_code == 0)
    }

    /// So many groups with so many members each, all of them stable.
    fn stable(groups: usize, members: usize) -> Self {
        let name = |group: usize| format!("a-group-of-some-application-{group:05}");
        let mut made = Self::default();
        for member in 0..groups * members {
            made.join(&name(member / members));
        }
        made.begin(groups * members, |member| name(member / members));
        assert_eq!(made.sync(), groups * members);
        made
    }
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn a_thousand_members_of_one_group_converge(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(1_000_usize))
        .bench_local(|| Groups::stable(1, 1_000));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn five_thousand_groups_of_two_converge(bencher: Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(10_000_usize))
        .bench_local(|| Groups::stable(5_000, 2).shard);
}

#[divan::bench(sample_count = 20)]
fn heartbeats_to_five_thousand_groups_of_two(bencher: Bencher<'_, '_>) {
    let mut groups = Groups::stable(5_000, 2);
    let mut member = 0;
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        member += 7;
        assert!(groups.heartbeat(member));
    });
}

fn main() {
    divan::main();
}
