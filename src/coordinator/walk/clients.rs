//! Clients that remember what they were told, and do not always keep to it.

use std::collections::BTreeMap;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::offset_delete_request::{
    OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use kalda_protocol::messages::{
    DeleteGroupsRequest, HeartbeatRequest, LeaveGroupRequest, OffsetCommitRequest,
    OffsetDeleteRequest,
};
use proptest::prelude::*;

use crate::effects::{Effects, Ticket};
use crate::fixture::members::{Joined, beat, join, owned, sync};
use crate::fixture::{World, commit, group_id, text, topic_name};
use crate::request::{Answer, Request};

pub(super) const GROUPS: [&str; 2] = ["g", "h"];
const TOPICS: [&str; 3] = ["a", "b", "c"];
const SUBSCRIPTIONS: [&[&str]; 4] = [&["a"], &["a", "b"], &["c"], &[]];
const CLIENTS_OF_GROUP: usize = 3;

/// What happens.
#[derive(Clone, Debug)]
pub(super) enum Action {
    Client(Wish),
    Pass {
        ms: i64,
    },
    /// Another broker takes over.
    Restart,
    /// A topic is deleted, or made again.
    Topic {
        topic: &'static str,
    },
    /// A transaction commits an offset.
    Transaction {
        place: (&'static str, &'static str, i32),
        producer: i64,
        offset: i64,
    },
    /// A transaction ends.
    End {
        producer_id: i64,
        committed: bool,
    },
}

/// What a client wants.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    group: usize,
    client: usize,
    topics: usize,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Join,
    Sync,
    Heartbeat,
    Leave,
    /// Joins with the new protocol, or stays.
    Beat,
    LeaveNew,
    Commit {
        topic: usize,
        partition: i32,
        offset: i64,
        epochs_ahead: i32,
    },
    /// By an administrator.
    CommitWithoutMember {
        topic: usize,
        offset: i64,
    },
    DeleteOffset {
        topic: usize,
    },
    DeleteGroup,
}

fn what() -> impl Strategy<Value = What> {
    let topic = 0..TOPICS.len();
    prop_oneof![
        4 => Just(What::Join),
        4 => Just(What::Sync),
        2 => Just(What::Heartbeat),
        1 => Just(What::Leave),
        8 => Just(What::Beat),
        1 => Just(What::LeaveNew),
        4 => (topic.clone(), 0..4, 0..100_i64, -1..=1).prop_map(
            |(topic, partition, offset, epochs_ahead)| What::Commit {
                topic,
                partition,
                offset,
                epochs_ahead,
            }
        ),
        3 => (topic.clone(), 0..100_i64)
            .prop_map(|(topic, offset)| What::CommitWithoutMember { topic, offset }),
        1 => topic.prop_map(|topic| What::DeleteOffset { topic }),
        1 => Just(What::DeleteGroup),
    ]
}

pub(super) fn action() -> impl Strategy<Value = Action> {
    let group = 0..GROUPS.len();
    let client = (group, 0..CLIENTS_OF_GROUP, 0..SUBSCRIPTIONS.len(), what());
    let client = client.prop_map(|(group, client, topics, what)| {
        Action::Client(Wish {
            group,
            client,
            topics,
            what,
        })
    });
    let place = (0..GROUPS.len(), 0..TOPICS.len(), 0..4);
    let transaction =
        (place, 0..3_i64, 0..100_i64).prop_map(|((group, topic, partition), producer, offset)| {
            Action::Transaction {
                place: (GROUPS[group], TOPICS[topic], partition),
                producer,
                offset,
            }
        });
    let end = (0..3_i64, any::<bool>()).prop_map(|(producer_id, committed)| Action::End {
        producer_id,
        committed,
    });
    prop_oneof![
        30 => client,
        4 => (0..5_000_i64).prop_map(|ms| Action::Pass { ms }),
        1 => (0..400_000_i64).prop_map(|ms| Action::Pass { ms }),
        1 => Just(Action::Restart),
        1 => (0..TOPICS.len()).prop_map(|topic| Action::Topic { topic: TOPICS[topic] }),
        2 => transaction,
        1 => end,
    ]
}

#[derive(Debug, Default)]
struct Client {
    classic: Option<Joined>,
    epoch: i32,
    owned: Vec<TopicPartitions>,
}

#[derive(Debug, Default)]
pub(super) struct Clients {
    clients: BTreeMap<(usize, usize), Client>,
    waiting: BTreeMap<Ticket, (usize, usize)>,
    asked: u64,
}

impl Clients {
    /// Somebody else has asked, and been answered.
    pub(super) fn skip_ticket(&mut self) {
        self.asked += 1;
    }

    pub(super) fn ask(&mut self, world: &mut World, wish: &Wish) {
        let Some((version, request)) = self.request(world, wish) else {
            return;
        };
        let ticket = Ticket(self.asked);
        self.asked += 1;
        self.waiting.insert(ticket, (wish.group, wish.client));
        world.version = version;
        let effects = world.ask(request);
        self.answered(effects);
    }

    fn request(&mut self, world: &World, wish: &Wish) -> Option<(i16, Request)> {
        let group = GROUPS[wish.group];
        let topics = SUBSCRIPTIONS[wish.topics];
        let client = self.clients.entry((wish.group, wish.client)).or_default();
        let classic = client.classic.clone().unwrap_or(Joined {
            member: String::new(),
            generation: -1,
        });
        let new_id = format!("new-{}", wish.client);
        Some(match wish.what {
            What::Join => (3, Request::JoinGroup(join(group, &classic.member, topics))),
            What::Sync => (3, Request::SyncGroup(sync(group, &classic))),
            What::Heartbeat => {
                let request = HeartbeatRequest::default()
                    .with_group_id(group_id(group))
                    .with_member_id(text(&classic.member))
                    .with_generation_id(classic.generation);
                (3, Request::Heartbeat(request))
            }
            What::Leave => {
                let member = MemberIdentity::default().with_member_id(text(&classic.member));
                let request = LeaveGroupRequest::default()
                    .with_group_id(group_id(group))
                    .with_members(vec![member]);
                (3, Request::LeaveGroup(request))
            }
            What::Beat => {
                let request = beat(group, &new_id, client.epoch, Some(topics))
                    .with_topic_partitions(Some(client.owned.clone()));
                (1, Request::ConsumerGroupHeartbeat(request))
            }
            What::LeaveNew => {
                let request = beat(group, &new_id, -1, None);
                (1, Request::ConsumerGroupHeartbeat(request))
            }
            What::Commit {
                topic,
                partition,
                offset,
                epochs_ahead,
            } => {
                let (member, epoch) = if client.epoch > 0 {
                    (new_id.as_str(), client.epoch)
                } else {
                    (classic.member.as_str(), classic.generation)
                };
                let request = commit_wish(world, group, topic, (partition, offset))?
                    .with_member_id(text(member))
                    .with_generation_id_or_member_epoch(epoch.saturating_add(epochs_ahead));
                (9, Request::OffsetCommit(request))
            }
            What::CommitWithoutMember { topic, offset } => {
                let request = commit_wish(world, group, topic, (0, offset))?;
                (9, Request::OffsetCommit(request))
            }
            What::DeleteOffset { topic } => {
                (0, Request::OffsetDelete(delete_wish(group, TOPICS[topic])))
            }
            What::DeleteGroup => {
                let request =
                    DeleteGroupsRequest::default().with_groups_names(vec![group_id(group)]);
                (2, Request::DeleteGroups(request))
            }
        })
    }

    /// Clients learn what they are told. Nobody is answered twice.
    pub(super) fn answered(&mut self, effects: Effects) {
        for (ticket, answer) in effects.answers {
            let who = self.waiting.remove(&ticket);
            let who = who.unwrap_or_else(|| panic!("{ticket:?} was not waited for: {answer:?}"));
            let client = self.clients.entry(who).or_default();
            client.learn(answer);
        }
    }

    /// The connections of those who wait break.
    pub(super) fn forgotten(&mut self) {
        self.waiting.clear();
    }

    pub(super) fn assert_all_answered(&self) {
        assert_eq!(self.waiting, BTreeMap::new());
    }
}

/// Of a topic that exists: the door lets no others through.
fn commit_wish(
    world: &World,
    group: &str,
    topic: usize,
    offset: (i32, i64),
) -> Option<OffsetCommitRequest> {
    let id = world.image.topic(TOPICS[topic])?.id();
    let mut request = commit(group, TOPICS[topic], &[offset]);
    request.topics[0].topic_id = id;
    Some(request)
}

fn delete_wish(group: &str, topic: &str) -> OffsetDeleteRequest {
    let topic = OffsetDeleteRequestTopic::default()
        .with_name(topic_name(topic))
        .with_partitions(vec![OffsetDeleteRequestPartition::default()]);
    OffsetDeleteRequest::default()
        .with_group_id(group_id(group))
        .with_topics(vec![topic])
}

impl Client {
    fn learn(&mut self, answer: Answer) {
        match answer {
            Answer::JoinGroup(answer) => {
                self.classic = (answer.error_code == 0).then(|| Joined {
                    member: answer.member_id.to_string(),
                    generation: answer.generation_id,
                });
            }
            Answer::SyncGroup(answer) => self.forget_if_unknown(answer.error_code),
            Answer::Heartbeat(answer) => self.forget_if_unknown(answer.error_code),
            Answer::ConsumerGroupHeartbeat(answer) if answer.error_code == 0 => {
                self.epoch = answer.member_epoch.max(0);
                if let Some(assignment) = &answer.assignment {
                    self.owned = owned(assignment);
                }
                if self.epoch == 0 {
                    self.owned.clear();
                }
            }
            Answer::ConsumerGroupHeartbeat(_) => {
                self.epoch = 0;
                self.owned.clear();
            }
            Answer::LeaveGroup(_)
            | Answer::OffsetCommit(_)
            | Answer::OffsetFetch(_)
            | Answer::OffsetDelete(_)
            | Answer::ListGroups(_)
            | Answer::DescribeGroups(_)
            | Answer::DeleteGroups(_)
            | Answer::ConsumerGroupDescribe(_) => {}
        }
    }

    fn forget_if_unknown(&mut self, error: i16) {
        if error == ErrorCode::UnknownMemberId.code() {
            self.classic = None;
        }
    }
}
