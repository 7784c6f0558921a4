//! A shard with a clock, and clients that speak to it in few words.

use bytes::Bytes;
use kalda_metadata::Image;
use kalda_protocol::group_records::{GroupMetadataValue, GroupRecord};
use kalda_protocol::messages::join_group_request::JoinGroupRequestProtocol;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kalda_protocol::messages::{
    GroupId, HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, StrBytes, SyncGroupRequest,
};
use uuid::Uuid;

use super::expected::{logged, nothing};
use crate::classic::ClassicGroup;
use crate::context::{Caller, Context};
use crate::effects::{Effects, Ticket};
use crate::group::Group;
use crate::request::Request;
use crate::settings::GroupSettings;
use crate::shard::{GroupShard, Replayed};

pub(super) const GROUP: &str = "g";
pub(super) const SESSION_MS: i32 = 10_000;
pub(super) const REBALANCE_MS: i32 = 60_000;
pub(super) const START_MS: i64 = 1_000_000;
pub(super) const DELAY_MS: i64 = 3_000;

pub(super) struct World {
    pub(super) shard: GroupShard,
    pub(super) settings: GroupSettings,
    pub(super) now_ms: i64,
    /// Of JoinGroup.
    pub(super) version: i16,
    pub(super) log: Vec<GroupRecord>,
    image: Image,
    asked: u64,
    checks: bool,
}

/// The id that the n-th request would be given.
pub(super) fn id(prefix: &str, n: u64) -> String {
    format!("{prefix}-{}", Uuid::from_u128(u128::from(n)))
}

pub(super) fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            shard: GroupShard::default(),
            settings: GroupSettings::default(),
            now_ms: START_MS,
            version: 9,
            log: Vec::new(),
            image: Image::default(),
            asked: 0,
            checks: true,
        }
    }

    fn step(
        &mut self,
        client: &str,
        step: impl FnOnce(&mut GroupShard, &Context<'_>, &mut Effects),
    ) -> Effects {
        let context = Context {
            now_ms: self.now_ms,
            caller: Caller {
                version: self.version,
                client_id: client,
                client_host: "/10.0.0.1",
            },
            new_id: Uuid::from_u128(u128::from(self.asked)),
            image: &self.image,
            settings: &self.settings,
        };
        let mut effects = Effects::default();
        step(&mut self.shard, &context, &mut effects);
        self.log.extend(effects.records.iter().cloned());
        if self.checks {
            self.shard.check().unwrap();
        }
        effects
    }

    /// Many requests, without a look at all of the shard after each.
    pub(super) fn unchecked<R>(&mut self, many: impl FnOnce(&mut Self) -> R) -> R {
        self.checks = false;
        let result = many(self);
        self.checks = true;
        result
    }

    /// A member committed offsets.
    pub(super) fn committed(&mut self, member: &str) {
        let effects = self.step("", |shard, context, _| {
            shard.classic_member_committed(context, GROUP, member);
        });
        assert_eq!(effects, nothing());
    }

    /// Requests have the tickets 1, 2, 3...; ids given out have the same numbers.
    pub(super) fn ask(&mut self, client: &str, request: Request) -> Effects {
        self.asked += 1;
        let ticket = Ticket(self.asked);
        self.step(client, |shard, context, effects| {
            shard.handle(context, ticket, request, effects);
        })
    }

    pub(super) fn join(&mut self, client: &str, join: JoinGroupRequest) -> Effects {
        self.ask(client, Request::JoinGroup(join))
    }

    pub(super) fn sync(&mut self, sync: SyncGroupRequest) -> Effects {
        self.ask("", Request::SyncGroup(sync))
    }

    pub(super) fn heartbeat(&mut self, heartbeat: HeartbeatRequest) -> Effects {
        self.ask("", Request::Heartbeat(heartbeat))
    }

    pub(super) fn leave(&mut self, members: Vec<MemberIdentity>) -> Effects {
        let leave = LeaveGroupRequest::default()
            .with_group_id(GroupId(text(GROUP)))
            .with_members(members);
        self.ask("", Request::LeaveGroup(leave))
    }

    /// Lets time pass in the steps that timers make.
    pub(super) fn pass(&mut self, ms: i64) -> Effects {
        let end = self.now_ms + ms;
        let mut all = Effects::default();
        while let Some(next) = self.shard.next_deadline().filter(|next| *next <= end) {
            self.now_ms = self.now_ms.max(next);
            let effects = self.step("", GroupShard::tick);
            all.records.extend(effects.records);
            all.answers.extend(effects.answers);
        }
        self.now_ms = end;
        all
    }

    /// The shard as it is after its records were read again.
    pub(super) fn reload(&mut self) -> Effects {
        self.shard = GroupShard::default();
        let log = std::mem::take(&mut self.log);
        for record in &log {
            self.shard.replay(&Replayed::Record {
                record: record.clone(),
                transaction: None,
            });
        }
        self.log = log;
        self.step("", GroupShard::classic_loaded)
    }

    /// The group is about to change its protocol.
    pub(super) fn interrupt(&mut self) -> Effects {
        self.step("", |shard, context, effects| {
            shard.interrupt_classic_group(context, GROUP, effects);
        })
    }

    /// The group has become a classic one by this record.
    pub(super) fn becomes_classic(
        &mut self,
        value: GroupMetadataValue,
        rebalance: bool,
    ) -> Effects {
        self.step("", |shard, context, effects| {
            shard.replay_record(&logged(value), None);
            shard.start_classic_group(context, GROUP, rebalance, effects);
        })
    }

    pub(super) fn group(&self) -> Option<&ClassicGroup> {
        match self.shard.groups.get(GROUP)? {
            Group::Classic(group) => Some(group),
            Group::Consumer(_) => None,
        }
    }

    pub(super) fn asked(&self) -> Ticket {
        Ticket(self.asked)
    }

    /// A dynamic member of a version that needs no id beforehand.
    pub(super) fn join_old(&mut self, client: &str, metadata: &'static str) -> Effects {
        let version = std::mem::replace(&mut self.version, 3);
        let effects = self.join(client, join("", &[("range", metadata)]));
        self.version = version;
        effects
    }

    /// A stable group of `a`, which leads, and `b`. Their ids are those of the first two requests.
    pub(super) fn stable(&mut self) -> (String, String) {
        let (a, b) = (id("a", 1), id("b", 2));
        self.join_old("a", "A");
        self.join_old("b", "B");
        self.pass(2 * DELAY_MS);
        self.sync(sync(1, &b, &[]));
        self.sync(sync(1, &a, &[(&a, "for-a"), (&b, "for-b")]));
        assert_eq!(self.state(), "Stable");
        (a, b)
    }

    pub(super) fn state(&self) -> &'static str {
        use crate::group::GroupRules as _;
        self.group().map_or("Dead", |group| group.state_name())
    }
}

pub(super) fn join(member: &str, protocols: &[(&'static str, &'static str)]) -> JoinGroupRequest {
    let protocols = protocols.iter().map(|(name, metadata)| {
        JoinGroupRequestProtocol::default()
            .with_name(StrBytes::from_static_str(name))
            .with_metadata(Bytes::from_static(metadata.as_bytes()))
    });
    JoinGroupRequest::default()
        .with_group_id(GroupId(text(GROUP)))
        .with_member_id(text(member))
        .with_session_timeout_ms(SESSION_MS)
        .with_rebalance_timeout_ms(REBALANCE_MS)
        .with_protocol_type(StrBytes::from_static_str("test"))
        .with_protocols(protocols.collect())
}

pub(super) fn static_join(
    instance: &str,
    member: &str,
    protocols: &[(&'static str, &'static str)],
) -> JoinGroupRequest {
    join(member, protocols).with_group_instance_id(Some(text(instance)))
}

pub(super) fn sync(
    generation: i32,
    member: &str,
    assignments: &[(&str, &'static str)],
) -> SyncGroupRequest {
    let assignments = assignments.iter().map(|(member, assignment)| {
        SyncGroupRequestAssignment::default()
            .with_member_id(text(member))
            .with_assignment(Bytes::from_static(assignment.as_bytes()))
    });
    SyncGroupRequest::default()
        .with_group_id(GroupId(text(GROUP)))
        .with_generation_id(generation)
        .with_member_id(text(member))
        .with_assignments(assignments.collect())
}

pub(super) fn heartbeat(generation: i32, member: &str) -> HeartbeatRequest {
    HeartbeatRequest::default()
        .with_group_id(GroupId(text(GROUP)))
        .with_generation_id(generation)
        .with_member_id(text(member))
}

pub(super) fn leaving(member: &str, instance: Option<&str>) -> MemberIdentity {
    MemberIdentity::default()
        .with_member_id(text(member))
        .with_group_instance_id(instance.map(text))
}
