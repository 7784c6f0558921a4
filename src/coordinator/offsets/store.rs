//! Something for each partition of topics of groups, in little memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Place;

/// A partition and what is kept for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<V> {
    pub(super) partition: i32,
    pub(super) value: V,
}

/// By group and topic, sorted by partition. Partitions are in a list and not in a tree: most topics of a group have a
/// few, and a node of a tree has room for eleven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Store<V> {
    groups: BTreeMap<Arc<str>, ByTopic<V>>,
}

type ByTopic<V> = BTreeMap<Arc<str>, Vec<Entry<V>>>;

impl<V> Default for Store<V> {
    fn default() -> Self {
        Self {
            groups: BTreeMap::new(),
        }
    }
}

impl<V> Store<V> {
    pub(super) fn get(&self, place: Place<'_>) -> Option<&V> {
        let entries = self.partitions(place.group, place.topic);
        let index = find(entries, place.partition).ok()?;
        entries.get(index).map(|entry| &entry.value)
    }

    pub(super) fn get_mut(&mut self, place: Place<'_>) -> Option<&mut V> {
        let entries = self.groups.get_mut(place.group)?.get_mut(place.topic)?;
        let index = find(entries, place.partition).ok()?;
        entries.get_mut(index).map(|entry| &mut entry.value)
    }

    /// The partitions of a group's topic, in order.
    pub(super) fn partitions(&self, group: &str, topic: &str) -> &[Entry<V>] {
        let topics = self.groups.get(group);
        topics
            .and_then(|topics| topics.get(topic))
            .map_or(&[], Vec::as_slice)
    }

    pub(super) fn put(&mut self, group: &Arc<str>, topic: Arc<str>, partition: i32, value: V) {
        let entries = self.entries(group, topic);
        match find(entries, partition) {
            Ok(index) => {
                if let Some(entry) = entries.get_mut(index) {
                    entry.value = value;
                }
            }
            Err(index) => insert(entries, index, Entry { partition, value }),
        }
    }

    pub(super) fn remove(&mut self, place: Place<'_>) -> Option<V> {
        let topics = self.groups.get_mut(place.group)?;
        let entries = topics.get_mut(place.topic)?;
        let index = find(entries, place.partition).ok()?;
        let removed = entries.remove(index);
        if entries.is_empty() {
            topics.remove(place.topic);
        }
        if topics.is_empty() {
            self.groups.remove(place.group);
        }
        Some(removed.value)
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &Arc<str>> {
        self.groups.keys()
    }

    pub(super) fn has_group(&self, group: &str) -> bool {
        self.groups.contains_key(group)
    }

    /// The topics of a group with their partitions.
    pub(super) fn topics_of(&self, group: &str) -> impl Iterator<Item = (&Arc<str>, &[Entry<V>])> {
        let topics = self.groups.get(group).into_iter().flatten();
        topics.map(|(topic, entries)| (topic, entries.as_slice()))
    }

    /// All partitions of a group.
    pub(super) fn of_group(&self, group: &str) -> impl Iterator<Item = (&Arc<str>, &Entry<V>)> {
        self.topics_of(group)
            .flat_map(|(topic, entries)| entries.iter().map(move |entry| (topic, entry)))
    }

    /// The names of topics, each as often as it is kept.
    pub(super) fn topics(&self) -> impl Iterator<Item = &Arc<str>> {
        self.groups.values().flat_map(BTreeMap::keys)
    }

    /// Everything.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>, &Entry<V>)> {
        self.groups.keys().flat_map(move |group| {
            self.of_group(group)
                .map(move |(topic, entry)| (group, topic, entry))
        })
    }

    /// Everything, to keep it elsewhere.
    pub(super) fn into_topics(self) -> impl Iterator<Item = (Arc<str>, Arc<str>, Vec<Entry<V>>)> {
        self.groups.into_iter().flat_map(|(group, topics)| {
            topics
                .into_iter()
                .map(move |(topic, entries)| (Arc::clone(&group), topic, entries))
        })
    }

    pub(super) fn check(&self) -> Result<(), String> {
        for (group, topics) in &self.groups {
            if topics.is_empty() {
                return Err(format!("group {group} is kept without topics"));
            }
            for (topic, entries) in topics {
                if entries.is_empty() {
                    return Err(format!(
                        "{topic} of group {group} is kept without partitions"
                    ));
                }
                if !entries.is_sorted_by(|a, b| a.partition < b.partition) {
                    return Err(format!(
                        "partitions of {topic} of group {group} are not in order"
                    ));
                }
            }
        }
        Ok(())
    }

    fn entries(&mut self, group: &Arc<str>, topic: Arc<str>) -> &mut Vec<Entry<V>> {
        let topics = self.groups.entry(Arc::clone(group)).or_default();
        topics.entry(topic).or_default()
    }
}

impl<V: Default> Store<V> {
    pub(super) fn get_or_default(
        &mut self,
        group: &Arc<str>,
        topic: Arc<str>,
        partition: i32,
    ) -> &mut V {
        let entries = self.entries(group, topic);
        let index = find(entries, partition).unwrap_or_else(|index| {
            let value = V::default();
            insert(entries, index, Entry { partition, value });
            index
        });
        #[expect(clippy::indexing_slicing, reason = "found, or inserted at this index")]
        &mut entries[index].value
    }
}

fn find<V>(entries: &[Entry<V>], partition: i32) -> Result<usize, usize> {
    // Clients commit and logs are loaded in order of partitions more often than not.
    match entries.last() {
        Some(last) if last.partition < partition => Err(entries.len()),
        Some(_) | None => entries.binary_search_by_key(&partition, |entry| entry.partition),
    }
}

fn insert<V>(entries: &mut Vec<Entry<V>>, index: usize, entry: Entry<V>) {
    if entries.len() == entries.capacity() {
        // An eighth more, and not twice as much: offsets stay, and there are millions of them.
        entries.reserve_exact(1 + entries.len() / 8);
    }
    entries.insert(index, entry);
}
