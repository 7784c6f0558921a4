//! The range assignor: each topic is cut into as many ranges as it has subscribers.
//!
//! Members are taken in the same order for every topic, so topics with as many partitions and the same subscribers are
//! cut alike: a member gets the partitions of the same numbers, and records with equal keys meet (co-partitioning).
//! Members with an instance id come first, in the order of these ids, so that a restart moves nothing.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{GroupSpec, MemberSpec, Partitions};

/// What is left of a topic.
struct Ranges {
    next: i32,
    partitions: i32,
    per_member: i32,
    /// So many members get one more.
    with_one_more: i32,
}

impl Ranges {
    fn new(partitions: i32, subscribers: i32) -> Self {
        Self {
            next: 0,
            partitions,
            per_member: partitions.checked_div(subscribers).unwrap_or(0),
            with_one_more: partitions.checked_rem(subscribers).unwrap_or(0),
        }
    }

    fn take(&mut self) -> std::ops::Range<i32> {
        let mut size = self.per_member;
        if self.with_one_more > 0 {
            self.with_one_more -= 1;
            size += 1;
        }
        let start = self.next;
        self.next = start.saturating_add(size).min(self.partitions);
        start..self.next
    }
}

/// What each member gets, in the order of the members.
pub(super) fn assign(spec: &GroupSpec<'_>) -> Vec<Partitions> {
    let mut subscribers: BTreeMap<Uuid, i32> = BTreeMap::new();
    for member in &spec.members {
        for topic in member.topics.iter() {
            *subscribers.entry(*topic).or_default() += 1;
        }
    }
    let mut ranges: BTreeMap<Uuid, Ranges> = subscribers
        .into_iter()
        .map(|(topic, subscribers)| {
            let partitions = spec.partition_counts.get(&topic).copied().unwrap_or(0);
            (topic, Ranges::new(partitions, subscribers))
        })
        .collect();

    let mut order: Vec<(usize, &MemberSpec<'_>)> = spec.members.iter().enumerate().collect();
    order.sort_by_key(|(_, member)| {
        (
            member.instance_id.is_none(),
            &member.instance_id,
            &member.id,
        )
    });

    let mut assigned = vec![Partitions::new(); spec.members.len()];
    for (index, member) in order {
        let Some(partitions) = assigned.get_mut(index) else {
            continue;
        };
        for topic in member.topics.iter() {
            let Some(range) = ranges.get_mut(topic).map(Ranges::take) else {
                continue;
            };
            if !range.is_empty() {
                partitions.insert(*topic, range.collect());
            }
        }
    }
    assigned
}
