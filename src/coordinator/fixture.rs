//! A shard in a small cluster, for tests: every step is checked, and so is that the log says the same.

pub(crate) mod members;

use kalda_metadata::Image;
use kalda_protocol::group_records::{GroupRecord, OffsetCommitKey, OffsetCommitValue};
use kalda_protocol::messages::offset_commit_request::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kalda_protocol::messages::{GroupId, StrBytes, TopicName};
use kalda_protocol::metadata_records::{
    MetadataRecord, PartitionRecord, RemoveTopicRecord, TopicRecord,
};
use uuid::Uuid;

use crate::context::{Caller, Context};
use crate::effects::{Effects, Ticket};
use crate::request::{Answer, Request};
use crate::settings::GroupSettings;
use crate::shard::{GroupShard, Replayed};

/// When tests begin.
pub(crate) const START_MS: i64 = 1_000_000;

/// A shard, its log, and the world around it.
pub(crate) struct World {
    pub(crate) shard: GroupShard,
    pub(crate) image: Image,
    pub(crate) settings: GroupSettings,
    pub(crate) now_ms: i64,
    pub(crate) version: i16,
    pub(crate) log: Vec<Replayed>,
    /// Whether the invariants hold after each step; damaged logs need not lead to groups in order.
    pub(crate) checked: bool,
    ids: u128,
    tickets: u64,
}

impl World {
    /// A loaded, empty shard. The cluster has the topics `a`, `b` and `c` of four partitions; their ids are 1, 2 and 3.
    pub(crate) fn new() -> Self {
        let mut world = Self {
            shard: GroupShard::default(),
            image: Image::default(),
            settings: GroupSettings::default(),
            now_ms: START_MS,
            version: 10,
            log: Vec::new(),
            checked: true,
            ids: 0,
            tickets: 0,
        };
        for (name, id) in [("a", 1), ("b", 2), ("c", 3)] {
            world.create_topic(name, id);
        }
        let effects = world.step(|shard, context, effects| shard.finish_loading(context, effects));
        assert_eq!(effects, Effects::default());
        world
    }

    pub(crate) fn create_topic(&mut self, name: &str, id: u128) {
        let topic_id = Uuid::from_u128(id);
        let topic = TopicRecord {
            name: name.to_owned(),
            topic_id,
        };
        self.image.replay(&MetadataRecord::Topic(topic)).unwrap();
        for partition_id in 0..4 {
            let partition = PartitionRecord {
                partition_id,
                topic_id,
                replicas: vec![1],
                isr: vec![1],
                leader: 1,
                ..PartitionRecord::default()
            };
            let record = MetadataRecord::Partition(partition);
            self.image.replay(&record).unwrap();
        }
    }

    pub(crate) fn delete_topic(&mut self, id: u128) {
        let record = RemoveTopicRecord {
            topic_id: Uuid::from_u128(id),
        };
        let record = MetadataRecord::RemoveTopic(record);
        self.image.replay(&record).unwrap();
    }

    /// One step of the shard; its records are appended to the log, and the invariants hold.
    pub(crate) fn step(
        &mut self,
        step: impl FnOnce(&mut GroupShard, &Context<'_>, &mut Effects),
    ) -> Effects {
        self.ids += 1;
        let context = Context {
            now_ms: self.now_ms,
            caller: Caller {
                version: self.version,
                client_id: "client",
                client_host: "/127.0.0.1",
            },
            new_id: Uuid::from_u128(self.ids),
            image: &self.image,
            settings: &self.settings,
        };
        let mut effects = Effects::default();
        step(&mut self.shard, &context, &mut effects);
        self.log.extend(effects.records.iter().cloned().map(plain));
        if self.checked {
            assert_eq!(self.shard.check(), Ok(()));
        }
        effects
    }

    /// Hands a request to the shard. Its ticket is the number of requests before it.
    pub(crate) fn ask(&mut self, request: Request) -> Effects {
        let ticket = Ticket(self.tickets);
        self.tickets += 1;
        self.step(|shard, context, effects| shard.handle(context, ticket, request, effects))
    }

    /// Asks what is answered at once: the records and the answer.
    pub(crate) fn ask_now(&mut self, request: Request) -> (Vec<GroupRecord>, Answer) {
        let ticket = Ticket(self.tickets);
        let mut effects = self.ask(request);
        let (answered, answer) = effects.answers.pop().unwrap();
        assert_eq!((answered, effects.answers.len()), (ticket, 0));
        (effects.records, answer)
    }

    /// Lets time pass, timer by timer.
    pub(crate) fn pass(&mut self, ms: i64) -> Effects {
        let until = self.now_ms + ms;
        let mut all = Effects::default();
        while let Some(due) = self.shard.next_deadline().filter(|due| *due <= until) {
            self.now_ms = due.max(self.now_ms);
            let effects = self.step(GroupShard::tick);
            all.records.extend(effects.records);
            all.answers.extend(effects.answers);
        }
        self.now_ms = until;
        all
    }

    /// The shard that another broker would load from the log.
    pub(crate) fn reloaded(&self) -> GroupShard {
        let mut shard = GroupShard::default();
        for replayed in &self.log {
            shard.replay(replayed);
        }
        shard
    }

    /// Another broker takes over: what waits is forgotten.
    pub(crate) fn restart(&mut self) -> Effects {
        self.shard = self.reloaded();
        self.step(GroupShard::finish_loading)
    }

    /// Others write to the log: transactions, and their ends.
    pub(crate) fn replay(&mut self, replayed: Replayed) {
        self.shard.replay(&replayed);
        self.log.push(replayed);
    }
}

/// A record outside of transactions.
pub(crate) fn plain(record: GroupRecord) -> Replayed {
    Replayed::Record {
        record,
        transaction: None,
    }
}

pub(crate) fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

pub(crate) fn group_id(id: &str) -> GroupId {
    GroupId(text(id))
}

pub(crate) fn topic_name(name: &str) -> TopicName {
    TopicName(text(name))
}

/// The ids of [`World::new`]'s topics.
pub(crate) fn topic_id(name: &str) -> Uuid {
    Uuid::from_u128(match name {
        "a" => 1,
        "b" => 2,
        "c" => 3,
        other => panic!("no topic {other}"),
    })
}

/// A commit by a client that takes no part in the group.
pub(crate) fn commit(group: &str, topic: &str, offsets: &[(i32, i64)]) -> OffsetCommitRequest {
    let partitions = offsets.iter().map(|(partition, offset)| {
        OffsetCommitRequestPartition::default()
            .with_partition_index(*partition)
            .with_committed_offset(*offset)
            .with_committed_leader_epoch(7)
            .with_committed_metadata(Some(StrBytes::default()))
    });
    let topic = OffsetCommitRequestTopic::default()
        .with_name(topic_name(topic))
        .with_topic_id(topic_id(topic))
        .with_partitions(partitions.collect());
    OffsetCommitRequest::default()
        .with_group_id(group_id(group))
        .with_topics(vec![topic])
}

pub(crate) fn offset_key(group: &str, topic: &str, partition: i32) -> OffsetCommitKey {
    OffsetCommitKey {
        group: group.to_owned(),
        topic: topic.to_owned(),
        partition,
    }
}

/// The value that [`commit`] leads to.
pub(crate) fn offset_value(topic: &str, offset: i64, now_ms: i64) -> OffsetCommitValue {
    OffsetCommitValue {
        offset,
        leader_epoch: 7,
        metadata: String::new(),
        commit_timestamp: now_ms,
        expire_timestamp: -1,
        topic_id: topic_id(topic),
    }
}

pub(crate) fn offset_record(
    (group, topic, partition): (&str, &str, i32),
    value: OffsetCommitValue,
) -> GroupRecord {
    GroupRecord::OffsetCommit(offset_key(group, topic, partition), Some(value))
}

pub(crate) fn offset_tombstone(group: &str, topic: &str, partition: i32) -> GroupRecord {
    GroupRecord::OffsetCommit(offset_key(group, topic, partition), None)
}
