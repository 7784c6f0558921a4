//! Committed offsets: what the records say of them.
//!
//! Offsets of a transaction wait beside the committed ones until the transaction ends. Kafka lets the later of two
//! commits of one partition win, where a commit of a transaction counts from its record and not from the
//! transaction's end. Kafka compares the records' offsets in the log; here each record has a number of its own, in the
//! same order.

mod commit;
mod delete;
mod expiry;
mod fetch;
mod store;
mod topics;

#[cfg(test)]
mod member_tests;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kalda_protocol::group_records::{
    GroupRecord, NO_EXPIRE_TIMESTAMP, OffsetCommitKey, OffsetCommitValue,
};
use uuid::Uuid;

use crate::shard::GroupShard;
use store::{Entry, Store};
use topics::Topics;

/// An offset that a client committed. Shards keep millions, so what is rare is apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommittedOffset {
    pub(crate) offset: i64,
    pub(crate) commit_timestamp_ms: i64,
    /// The number of the record that said it.
    record: u64,
    /// Nil if the record named none.
    pub(crate) topic_id: Uuid,
    /// -1 if the client named none.
    pub(crate) leader_epoch: i32,
    rare: Option<Box<Rare>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rare {
    metadata: Box<str>,
    expire_timestamp_ms: i64,
}

impl CommittedOffset {
    fn new(record: u64, value: &OffsetCommitValue) -> Self {
        let plain = value.metadata.is_empty() && value.expire_timestamp == NO_EXPIRE_TIMESTAMP;
        let rare = || Rare {
            metadata: value.metadata.as_str().into(),
            expire_timestamp_ms: value.expire_timestamp,
        };
        Self {
            offset: value.offset,
            commit_timestamp_ms: value.commit_timestamp,
            record,
            topic_id: value.topic_id,
            leader_epoch: value.leader_epoch,
            rare: (!plain).then(|| Box::new(rare())),
        }
    }

    /// The client's text beside the offset.
    pub(crate) fn metadata(&self) -> &str {
        self.rare.as_ref().map_or("", |rare| &rare.metadata)
    }

    /// When the offset expires, if the commit said so (OffsetCommit up to version 4).
    pub(crate) fn expire_timestamp_ms(&self) -> Option<i64> {
        let rare = self.rare.as_ref()?;
        (rare.expire_timestamp_ms != NO_EXPIRE_TIMESTAMP).then_some(rare.expire_timestamp_ms)
    }
}

/// The committed offsets of all groups of a shard.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    committed: Store<CommittedOffset>,
    /// By producer id: what its transaction under way has committed.
    pending: BTreeMap<i64, Store<CommittedOffset>>,
    /// By partition: the producers that have committed it in a transaction under way.
    open: Store<BTreeSet<i64>>,
    topics: Topics,
    /// Records of offsets so far.
    records: u64,
}

/// A committed partition of a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) group: &'a str,
    pub(crate) topic: &'a str,
    pub(crate) partition: i32,
}

impl Offsets {
    /// The groups that have offsets, committed or in a transaction.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Arc<str>> {
        self.committed.groups().chain(self.open.groups())
    }

    /// Whether the group has offsets, committed or in a transaction.
    pub(crate) fn has_group(&self, group: &str) -> bool {
        self.committed.has_group(group) || self.open.has_group(group)
    }

    fn commit(
        &mut self,
        group: &Arc<str>,
        key: &OffsetCommitKey,
        value: &OffsetCommitValue,
        transaction: Option<i64>,
    ) {
        self.records += 1;
        let offset = CommittedOffset::new(self.records, value);
        let topic = self.topics.share(&key.topic);
        let Some(producer) = transaction else {
            self.committed.put(group, topic, key.partition, offset);
            return;
        };
        self.open
            .get_or_default(group, Arc::clone(&topic), key.partition)
            .insert(producer);
        let pending = self.pending.entry(producer).or_default();
        pending.put(group, topic, key.partition, offset);
    }

    fn delete(&mut self, place: Place<'_>) {
        self.committed.remove(place);
        for producer in self.open.remove(place).unwrap_or_default() {
            if let Some(pending) = self.pending.get_mut(&producer) {
                pending.remove(place);
            }
        }
    }

    /// A transaction has ended: what it committed counts, or never happened.
    pub(crate) fn end_transaction(&mut self, producer: i64, committed: bool) {
        let Some(pending) = self.pending.remove(&producer) else {
            return;
        };
        for (group, topic, entries) in pending.into_topics() {
            for Entry { partition, value } in entries {
                let place = Place {
                    group: &group,
                    topic: &topic,
                    partition,
                };
                self.close(place, producer);
                let older = self.committed.get(place);
                if committed && older.is_none_or(|older| older.record < value.record) {
                    self.committed
                        .put(&group, Arc::clone(&topic), partition, value);
                }
            }
        }
    }

    fn close(&mut self, place: Place<'_>, producer: i64) {
        if let Some(producers) = self.open.get_mut(place) {
            producers.remove(&producer);
            if producers.is_empty() {
                self.open.remove(place);
            }
        }
    }

    /// Whether the partition has an offset, committed or in a transaction.
    fn has(&self, place: Place<'_>) -> bool {
        self.committed.get(place).is_some() || self.open.get(place).is_some()
    }

    /// All partitions of a group that have an offset, committed or in a transaction.
    fn places(&self, group: &str) -> BTreeSet<(Arc<str>, i32)> {
        let committed = self.committed.of_group(group).map(place_of);
        let open = self.open.of_group(group).map(place_of);
        committed.chain(open).collect()
    }

    /// The invariants of the offsets; a sentence on the first that does not hold.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.committed.check()?;
        self.open.check()?;
        let mut open: Store<BTreeSet<i64>> = Store::default();
        for (producer, pending) in &self.pending {
            pending.check()?;
            for (group, topic, entry) in pending.iter() {
                open.get_or_default(group, Arc::clone(topic), entry.partition)
                    .insert(*producer);
            }
        }
        if open != self.open {
            return Err("the open transactions of partitions disagree with their offsets".into());
        }
        drop(open);
        let stores = self.pending.values().chain([&self.committed]);
        if stores
            .flat_map(Store::iter)
            .any(|(_, _, entry)| entry.value.record > self.records)
        {
            return Err("an offset is of a record that was not counted".into());
        }
        let used = self.pending.values().chain([&self.committed]);
        self.topics
            .check(&used.flat_map(Store::topics).collect::<BTreeSet<_>>())
    }
}

fn place_of<'a, V>((topic, entry): (&'a Arc<str>, &'a Entry<V>)) -> (Arc<str>, i32) {
    (Arc::clone(topic), entry.partition)
}

impl GroupShard {
    /// Replays a record of an offset. Whoever has offsets has a group: a client that takes no part in a group makes a
    /// simple one.
    pub(crate) fn replay_offset(
        &mut self,
        key: &OffsetCommitKey,
        value: Option<&OffsetCommitValue>,
        transaction: Option<i64>,
    ) {
        match value {
            Some(value) => {
                let (group, _) = self.group_or_simple(&key.group);
                self.offsets.commit(&group, key, value, transaction);
            }
            None => self.offsets.delete(Place {
                group: &key.group,
                topic: &key.topic,
                partition: key.partition,
            }),
        }
    }
}

/// The record that deletes an offset.
fn tombstone(group: &str, topic: &str, partition: i32) -> GroupRecord {
    let key = OffsetCommitKey {
        group: group.to_owned(),
        topic: topic.to_owned(),
        partition,
    };
    GroupRecord::OffsetCommit(key, None)
}
