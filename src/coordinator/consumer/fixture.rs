//! For tests: a shard, a cluster and a clock.

pub(crate) mod classic;

use kalda_metadata::Image;
use kalda_protocol::group_records::GroupRecord;
pub(super) use kalda_protocol::messages::consumer_group_heartbeat_request::TopicPartitions;
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, GroupId, StrBytes, TopicName,
};
use kalda_protocol::metadata_records::{
    ConfigRecord, MetadataRecord, PartitionRecord, RegisterBrokerRecord, RemoveTopicRecord,
    TopicRecord,
};
use uuid::Uuid;

use super::state::ConsumerGroup;
use crate::context::{Caller, Context};
use crate::effects::{Effects, Ticket};
use crate::group::Group;
use crate::request::{Answer, Request};
use crate::settings::GroupSettings;
use crate::shard::{GroupShard, Replayed, Timer};

/// The group of most tests.
pub(crate) const GROUP: &str = "g";

/// The id of the topic of this number.
pub(crate) fn topic_id(number: u128) -> Uuid {
    Uuid::from_u128(1_000 + number)
}

/// A shard with all that it is handed.
pub(crate) struct World {
    pub(crate) shard: GroupShard,
    pub(crate) image: Image,
    pub(crate) settings: GroupSettings,
    pub(crate) now_ms: i64,
    pub(crate) version: i16,
    /// All records so far.
    pub(crate) log: Vec<GroupRecord>,
    next_ticket: u64,
}

impl World {
    /// Brokers 1 to 3 in racks, no topics, Kafka's default settings without an assignment interval.
    pub(crate) fn new() -> Self {
        let mut world = Self {
            shard: GroupShard::default(),
            image: Image::default(),
            settings: GroupSettings::default(),
            now_ms: 1_000_000,
            version: 1,
            log: Vec::new(),
            next_ticket: 0,
        };
        world.settings.consumer.assignment_interval_ms = 0;
        for broker_id in 1..=3 {
            world.replay(MetadataRecord::RegisterBroker(RegisterBrokerRecord {
                broker_id,
                rack: Some(format!("rack-{broker_id}")),
                ..Default::default()
            }));
        }
        world
    }

    fn replay(&mut self, record: MetadataRecord) {
        self.image.replay(&record).unwrap();
    }

    /// Topic `name` with the id of this number; tells the shard.
    pub(crate) fn create_topic(&mut self, number: u128, name: &str, partitions: i32) {
        self.replay(MetadataRecord::Topic(TopicRecord {
            name: name.to_owned(),
            topic_id: topic_id(number),
        }));
        self.add_partitions(number, 0..partitions);
    }

    /// More partitions; tells the shard.
    pub(crate) fn add_partitions(&mut self, number: u128, partitions: std::ops::Range<i32>) {
        for partition_id in partitions {
            self.replay(MetadataRecord::Partition(PartitionRecord {
                partition_id,
                topic_id: topic_id(number),
                replicas: vec![partition_id % 3 + 1],
                isr: vec![partition_id % 3 + 1],
                leader: partition_id % 3 + 1,
                leader_epoch: 0,
                partition_epoch: 0,
                directories: vec![Uuid::from_u128(200)],
                ..Default::default()
            }));
        }
        self.metadata_changed();
    }

    /// Removes a topic; tells the shard.
    pub(crate) fn delete_topic(&mut self, number: u128) {
        let topic_id = topic_id(number);
        self.replay(MetadataRecord::RemoveTopic(RemoveTopicRecord { topic_id }));
        self.metadata_changed();
    }

    /// Sets a config of the group.
    pub(crate) fn configure_group(&mut self, key: &str, value: &str) {
        self.replay(MetadataRecord::Config(ConfigRecord {
            resource_type: 32,
            resource_name: GROUP.to_owned(),
            name: key.to_owned(),
            value: Some(value.to_owned()),
        }));
    }

    fn metadata_changed(&mut self) {
        let effects = self.step(|shard, context, effects| shard.metadata_changed(context, effects));
        assert!(effects.answers.is_empty());
    }

    /// Runs one step, keeps its records and checks the shard.
    pub(crate) fn step(
        &mut self,
        step: impl FnOnce(&mut GroupShard, &Context<'_>, &mut Effects),
    ) -> Effects {
        let mut effects = Effects::default();
        let mut shard = std::mem::take(&mut self.shard);
        step(&mut shard, &self.context(), &mut effects);
        self.shard = shard;
        self.log.extend(effects.records.iter().cloned());
        self.shard.check().unwrap();
        self.check_timers();
        effects
    }

    /// Nobody is waited for without end.
    fn check_timers(&self) {
        let Some(group) = self.group() else {
            return;
        };
        for member in group.members.values() {
            let (group, member_id) = (group.id.clone(), member.id.clone());
            let session = Timer::ConsumerSession {
                group: group.clone(),
                member: member_id.clone(),
            };
            assert!(self.shard.timers.deadline(&session).is_some(), "{member:?}");
            let revocation = Timer::ConsumerRevocation {
                group,
                member: member_id,
            };
            let revokes = member.is_revoking() && !member.is_classic();
            let set = self.shard.timers.deadline(&revocation).is_some();
            assert_eq!(set, revokes, "{member:?}");
        }
    }

    /// Hands the shard a request that is answered at once.
    pub(crate) fn ask(&mut self, request: Request) -> (Vec<GroupRecord>, Answer) {
        self.next_ticket += 1;
        let ticket = Ticket(self.next_ticket);
        let effects =
            self.step(|shard, context, effects| shard.handle(context, ticket, request, effects));
        let [(answered, answer)] = <[_; 1]>::try_from(effects.answers).unwrap();
        assert_eq!(answered, ticket);
        (effects.records, answer)
    }

    /// Sends a heartbeat.
    pub(crate) fn heartbeat(
        &mut self,
        request: ConsumerGroupHeartbeatRequest,
    ) -> (Vec<GroupRecord>, ConsumerGroupHeartbeatResponse) {
        let (records, answer) = self.ask(Request::ConsumerGroupHeartbeat(request));
        let Answer::ConsumerGroupHeartbeat(response) = answer else {
            panic!("{answer:?}");
        };
        (records, response)
    }

    /// Sends a heartbeat without a check of the shard, for large groups; answers with the number of records.
    pub(crate) fn heartbeat_unchecked(
        &mut self,
        request: ConsumerGroupHeartbeatRequest,
    ) -> (usize, ConsumerGroupHeartbeatResponse) {
        let mut effects = Effects::default();
        let request = Request::ConsumerGroupHeartbeat(request);
        let mut shard = std::mem::take(&mut self.shard);
        shard.handle(&self.context(), Ticket(0), request, &mut effects);
        self.shard = shard;
        match effects.answers.pop() {
            Some((_, Answer::ConsumerGroupHeartbeat(response))) => {
                (effects.records.len(), response)
            }
            other => panic!("{other:?}"),
        }
    }

    /// Lets time pass in which nothing is due.
    pub(crate) fn pass_unchecked(&mut self, ms: i64) {
        self.now_ms += ms;
        let due = self.shard.next_deadline();
        assert!(due.is_none_or(|due| due > self.now_ms));
    }

    /// The next request gets another id if it needs one.
    pub(crate) fn next_id(&mut self) {
        self.next_ticket += 1;
    }

    fn context(&self) -> Context<'_> {
        Context {
            now_ms: self.now_ms,
            caller: Caller {
                version: self.version,
                client_id: "client",
                client_host: "/127.0.0.1",
            },
            new_id: Uuid::from_u128(0xabcd + u128::from(self.next_ticket)),
            image: &self.image,
            settings: &self.settings,
        }
    }

    /// Lets time pass and fires what is due.
    pub(crate) fn pass(&mut self, ms: i64) -> Vec<GroupRecord> {
        let end = self.now_ms + ms;
        let mut records = Vec::new();
        while let Some(deadline) = self.shard.next_deadline()
            && deadline <= end
        {
            self.now_ms = self.now_ms.max(deadline);
            let effects = self.step(|shard, context, effects| shard.tick(context, effects));
            records.extend(effects.records);
        }
        self.now_ms = end;
        records
    }

    /// A shard that has read the log, in the place of this one.
    pub(crate) fn reload(&mut self) {
        let mut shard = GroupShard::default();
        for record in &self.log {
            shard.replay(&Replayed::Record {
                record: record.clone(),
                transaction: None,
            });
        }
        self.shard = shard;
        let effects = self.step(|shard, context, effects| shard.finish_loading(context, effects));
        assert!(effects.answers.is_empty());
    }

    /// The group of the tests.
    pub(crate) fn group(&self) -> Option<&ConsumerGroup> {
        match self.shard.groups.get(GROUP)? {
            Group::Consumer(group) => Some(group),
            Group::Classic(_) => None,
        }
    }
}

/// What a member sends when it joins.
pub(crate) fn join(member: &str, topics: &[&str]) -> ConsumerGroupHeartbeatRequest {
    beat(member, 0)
        .with_rebalance_timeout_ms(30_000)
        .with_subscribed_topic_names(Some(names(topics)))
        .with_topic_partitions(Some(Vec::new()))
}

/// A heartbeat in which nothing is new.
pub(crate) fn beat(member: &str, epoch: i32) -> ConsumerGroupHeartbeatRequest {
    ConsumerGroupHeartbeatRequest::default()
        .with_group_id(GroupId(StrBytes::from_static_str(GROUP)))
        .with_member_id(StrBytes::from_string(member.to_owned()))
        .with_member_epoch(epoch)
        .with_rebalance_timeout_ms(-1)
}

pub(crate) fn names(topics: &[&str]) -> Vec<TopicName> {
    let names = topics.iter();
    names
        .map(|name| TopicName(StrBytes::from_string((*name).to_owned())))
        .collect()
}

/// What a member reports to own, by topic number.
pub(crate) fn owned(topics: &[(u128, &[i32])]) -> Option<Vec<TopicPartitions>> {
    let topics = topics.iter().map(|(number, partitions)| {
        TopicPartitions::default()
            .with_topic_id(topic_id(*number))
            .with_partitions(partitions.to_vec())
    });
    Some(topics.collect())
}

/// What an answer assigns, by topic id.
pub(crate) fn assigned(response: &ConsumerGroupHeartbeatResponse) -> Option<Vec<(Uuid, Vec<i32>)>> {
    let assignment = response.assignment.as_ref()?;
    let topics = assignment.topic_partitions.iter();
    Some(
        topics
            .map(|topic| (topic.topic_id, topic.partitions.clone()))
            .collect(),
    )
}
