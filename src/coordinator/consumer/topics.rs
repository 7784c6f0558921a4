//! What groups of the new protocol need to know of topics: their ids, their partitions, and whether they changed.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher as _;
use std::sync::Arc;

use kalda_metadata::{Image, Topic};
use twox_hash::XxHash3_64;
use uuid::Uuid;

use super::member::Member;
use super::state::{ConsumerGroup, ResolvedRegex};
use super::subscriptions::SubscribedTopics;

/// The first byte of what is hashed of a topic: the version of this layout.
const TOPIC_HASH_VERSION: u8 = 0;

/// The hash of a group's topics, as Kafka computes it: the group's record keeps it, and a group is rebalanced when it
/// changes. Topics that do not exist are left out; without topics it is 0.
pub(super) fn metadata_hash(topics: &SubscribedTopics, image: &Image) -> i64 {
    let mut hasher = XxHash3_64::new();
    let mut any = false;
    for name in topics.names() {
        if let Some(topic) = image.topic(name) {
            any = true;
            hasher.write(&topic_hash(topic, image).to_le_bytes());
        }
    }
    if any {
        hasher.finish().cast_signed()
    } else {
        0
    }
}

/// Id, name, partition count and the racks of each partition's replicas. Kafka hashes texts as UTF-16 with their length
/// behind them, and all numbers in little-endian order.
fn topic_hash(topic: &Topic, image: &Image) -> u64 {
    let mut hasher = XxHash3_64::new();
    hasher.write(&[TOPIC_HASH_VERSION]);
    let (most, least) = topic.id().as_u64_pair();
    hasher.write(&most.to_le_bytes());
    hasher.write(&least.to_le_bytes());
    write_text(&mut hasher, topic.name());
    let count = i32::try_from(topic.partition_count()).unwrap_or(i32::MAX);
    hasher.write(&count.to_le_bytes());
    for partition in 0..count {
        hasher.write(&partition.to_le_bytes());
        for rack in racks(topic, partition, image) {
            hasher.write(&utf16_length(rack).to_le_bytes());
            write_text(&mut hasher, rack);
        }
    }
    hasher.finish()
}

fn write_text(hasher: &mut XxHash3_64, text: &str) {
    for unit in text.encode_utf16() {
        hasher.write(&unit.to_le_bytes());
    }
    hasher.write(&utf16_length(text).to_le_bytes());
}

fn utf16_length(text: &str) -> i32 {
    i32::try_from(text.encode_utf16().count()).unwrap_or(i32::MAX)
}

/// The racks of a partition's replicas, sorted.
fn racks<'a>(topic: &Topic, partition: i32, image: &'a Image) -> Vec<&'a str> {
    let Some(partition) = topic.partition(partition) else {
        return Vec::new();
    };
    let mut racks: Vec<&str> = partition
        .replicas()
        .iter()
        .filter_map(|broker| image.broker(*broker)?.rack())
        .collect();
    racks.sort_unstable();
    racks
}

/// The ids of the topics a member subscribes to, of those that exist. A regular expression that has not been resolved
/// matches none.
pub(super) fn subscribed_ids(
    member: &Member,
    resolved: &BTreeMap<Arc<str>, ResolvedRegex>,
    image: &Image,
) -> BTreeSet<Uuid> {
    let matched = member
        .subscribed_regex()
        .and_then(|regex| resolved.get(regex));
    let matched = matched.map_or(&[] as &[Arc<str>], |resolved| &resolved.topics);
    member
        .topics
        .iter()
        .chain(matched)
        .filter_map(|name| Some(image.topic(name)?.id()))
        .collect()
}

/// The metadata that groups have last been told of, and who has not looked at it yet.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    image: Option<Image>,
    /// Groups whose topics may have changed since their hash was computed.
    changed: BTreeSet<Arc<str>>,
    /// Groups with regular expressions that have not been matched against all topics.
    stale_regexes: BTreeSet<Arc<str>>,
}

impl Seen {
    /// Whether the group has to compare the hash of its topics.
    pub(super) fn has_changed(&self, group: &str) -> bool {
        self.changed.contains(group)
    }

    /// The group compared the hash of its topics, or wrote a new one.
    pub(super) fn compared(&mut self, group: &str) {
        self.changed.remove(group);
    }

    /// Whether topics were created that the group's regular expressions have not been matched against.
    pub(super) fn has_stale_regexes(&self, group: &str) -> bool {
        self.stale_regexes.contains(group)
    }

    /// The group's regular expressions were matched against all topics.
    pub(super) fn resolved(&mut self, group: &str) {
        self.stale_regexes.remove(group);
    }

    /// The group has been loaded: nothing is known of what changed meanwhile.
    pub(super) fn loaded(&mut self, group: &ConsumerGroup) {
        self.changed.insert(Arc::clone(&group.id));
        self.stale_regexes.insert(Arc::clone(&group.id));
    }

    /// The group exists no more.
    pub(crate) fn forget(&mut self, group: &str) {
        self.changed.remove(group);
        self.stale_regexes.remove(group);
    }

    /// There is new metadata. Marks the groups that a change concerns; they look at it with their next heartbeat.
    pub(super) fn update<'a>(
        &mut self,
        image: &Image,
        groups: impl Iterator<Item = &'a ConsumerGroup>,
    ) {
        let Some(old) = self.image.replace(image.clone()) else {
            for group in groups {
                self.loaded(group);
            }
            return;
        };
        let racks_changed = !same_racks(&old, image);
        if old.has_same_topics(image) && !racks_changed {
            return;
        }
        let created = image
            .topics()
            .any(|topic| old.topic_by_id(topic.id()).is_none());
        for group in groups {
            let changed = racks_changed
                || group
                    .topics
                    .names()
                    .any(|name| match (old.topic(name), image.topic(name)) {
                        (Some(old), Some(new)) => !Arc::ptr_eq(old, new),
                        (old, new) => old.is_some() != new.is_some(),
                    });
            if changed {
                self.changed.insert(Arc::clone(&group.id));
            }
            if created && !group.regexes.is_empty() {
                self.stale_regexes.insert(Arc::clone(&group.id));
            }
        }
    }
}

fn same_racks(old: &Image, new: &Image) -> bool {
    let racks = |image: &Image| -> Vec<(i32, Option<String>)> {
        image
            .brokers()
            .map(|broker| (broker.id(), broker.rack().map(str::to_owned)))
            .collect()
    };
    racks(old) == racks(new)
}

#[cfg(test)]
mod tests {
    use crate::consumer::fixture::{World, join};

    /// Computed with hash4j 0.22, as Kafka 4.3.1 does, from the same topics.
    #[test]
    fn the_hash_of_a_groups_topics_is_kafkas() {
        let mut world = World::new();
        world.create_topic(1, "a", 3);
        world.heartbeat(join("m", &["a", "missing"]));
        assert_eq!(
            world.group().unwrap().metadata_hash,
            1_156_441_097_372_046_039
        );
        world.create_topic(2, "t\u{fc}pfel", 0);
        world.heartbeat(join("m", &["a", "t\u{fc}pfel"]));
        assert_eq!(
            world.group().unwrap().metadata_hash,
            9_051_489_001_436_293_841
        );
    }
}
