//! The uniform assignor where members subscribe to different topics.
//!
//! Members keep what they have. Free partitions go to their topic's subscriber with the fewest partitions, the topics
//! with the most partitions per subscriber first. Then, topic by topic, partitions move from the subscriber with the
//! most to the one with the fewest as long as that narrows their difference. One topic's moves can make room in
//! another, so the topics are gone through until none moves anything, or until a limit: the sum of squares falls with
//! each move, but the last few moves are not worth an unbounded time.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{GroupSpec, Partitions, count};

/// Apache Kafka goes through the topics this often as well.
const MAX_ROUNDS: usize = 16;

/// What each member gets, in the order of the members.
pub(super) fn assign(spec: &GroupSpec<'_>) -> Vec<Partitions> {
    let assigned = spec.kept();
    let free = spec.unassigned(&assigned);
    let mut balance = Balance::new(spec, assigned);
    let topics = balance.topics_in_order();

    let mut free_by_topic: BTreeMap<Uuid, Vec<i32>> = BTreeMap::new();
    for (topic, partition) in free {
        free_by_topic.entry(topic).or_default().push(partition);
    }
    for topic in &topics {
        if let Some(free) = free_by_topic.remove(topic) {
            balance.give(*topic, free);
        }
    }

    // A topic with one subscriber has nowhere to move to.
    let movable: Vec<Uuid> = topics
        .into_iter()
        .filter(|topic| balance.subscribers(topic).len() > 1)
        .collect();
    for _ in 0..MAX_ROUNDS {
        let mut moved = false;
        for topic in &movable {
            moved |= balance.even_out(*topic);
        }
        if !moved {
            break;
        }
    }
    balance.assigned
}

struct Balance {
    assigned: Vec<Partitions>,
    /// How many partitions each member has.
    loads: Vec<usize>,
    /// Partition count and subscribers of each topic.
    topics: BTreeMap<Uuid, (i32, Vec<usize>)>,
}

impl Balance {
    fn new(spec: &GroupSpec<'_>, assigned: Vec<Partitions>) -> Self {
        let mut topics: BTreeMap<Uuid, (i32, Vec<usize>)> = BTreeMap::new();
        for (index, member) in spec.members.iter().enumerate() {
            for topic in member.topics.iter() {
                let partitions = spec.partition_counts.get(topic).copied().unwrap_or(0);
                let entry = topics.entry(*topic).or_insert((partitions, Vec::new()));
                entry.1.push(index);
            }
        }
        let loads = assigned.iter().map(count).collect();
        Self {
            assigned,
            loads,
            topics,
        }
    }

    fn subscribers(&self, topic: &Uuid) -> &[usize] {
        self.topics
            .get(topic)
            .map_or(&[], |(_, subscribers)| subscribers)
    }

    /// The most partitions per subscriber first; then the fewest subscribers, who have the least choice.
    fn topics_in_order(&self) -> Vec<Uuid> {
        let mut topics: Vec<(Uuid, u64, u64)> = self
            .topics
            .iter()
            .map(|(topic, (partitions, subscribers))| {
                let partitions = u64::try_from(*partitions).unwrap_or(0);
                (*topic, partitions, subscribers.len() as u64)
            })
            .collect();
        topics.sort_by(
            |(a, a_partitions, a_members), (b, b_partitions, b_members)| {
                // a/m > b/n compared without a division
                (b_partitions * a_members)
                    .cmp(&(a_partitions * b_members))
                    .then(a_members.cmp(b_members))
                    .then(a.cmp(b))
            },
        );
        topics.into_iter().map(|(topic, _, _)| topic).collect()
    }

    /// The topic's subscribers by load.
    fn by_load(&self, topic: &Uuid) -> BTreeSet<(usize, usize)> {
        self.subscribers(topic)
            .iter()
            .map(|member| (self.load(*member), *member))
            .collect()
    }

    fn load(&self, member: usize) -> usize {
        self.loads.get(member).copied().unwrap_or(0)
    }

    fn give(&mut self, topic: Uuid, free: Vec<i32>) {
        let mut by_load = self.by_load(&topic);
        for partition in free {
            let Some((load, member)) = by_load.pop_first() else {
                return;
            };
            self.add(topic, partition, member);
            by_load.insert((load + 1, member));
        }
    }

    /// Moves partitions of one topic until its subscribers differ by one at most, or those with more have none of it.
    fn even_out(&mut self, topic: Uuid) -> bool {
        let mut by_load = self.by_load(&topic);
        let mut owners: BTreeSet<(usize, usize)> = by_load
            .iter()
            .filter(|(_, member)| self.owns(topic, *member))
            .copied()
            .collect();
        let mut moved = false;
        while let (Some(least), Some(most)) = (by_load.first().copied(), owners.last().copied()) {
            if most.0 <= least.0 + 1 {
                break;
            }
            let Some(partition) = self.remove_last(topic, most.1) else {
                owners.remove(&most);
                continue;
            };
            self.add(topic, partition, least.1);
            moved = true;
            for (old, new) in [(most, most.0 - 1), (least, least.0 + 1)] {
                by_load.remove(&old);
                by_load.insert((new, old.1));
                owners.remove(&old);
                if self.owns(topic, old.1) {
                    owners.insert((new, old.1));
                }
            }
        }
        moved
    }

    fn owns(&self, topic: Uuid, member: usize) -> bool {
        self.assigned
            .get(member)
            .is_some_and(|partitions| partitions.contains_key(&topic))
    }

    fn add(&mut self, topic: Uuid, partition: i32, member: usize) {
        if let (Some(partitions), Some(load)) =
            (self.assigned.get_mut(member), self.loads.get_mut(member))
        {
            partitions.entry(topic).or_default().insert(partition);
            *load += 1;
        }
    }

    fn remove_last(&mut self, topic: Uuid, member: usize) -> Option<i32> {
        let partitions = self.assigned.get_mut(member)?;
        let of_topic = partitions.get_mut(&topic)?;
        let partition = of_topic.pop_last()?;
        if of_topic.is_empty() {
            partitions.remove(&topic);
        }
        if let Some(load) = self.loads.get_mut(member) {
            *load -= 1;
        }
        Some(partition)
    }
}
