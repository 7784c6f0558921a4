//! Server-side assignors: who of a group's members is to have which partitions.
//!
//! They are functions of the members' subscriptions and their last target assignment. Everything is walked in the order
//! of ids, so the same input makes the same assignment on every broker and after every restart.

mod balance;
mod range;
mod uniform;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

/// Partitions by topic. A topic without partitions is left out.
pub(crate) type Partitions = BTreeMap<Uuid, BTreeSet<i32>>;

/// How partitions are shared out, by the name that clients and `group.consumer.assignors` use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assignor {
    /// As even as the subscriptions allow, and as few moves as possible.
    Uniform,
    /// Neighbouring partitions of each topic to each member, the same numbers of all topics to the same member.
    Range,
}

impl Assignor {
    /// The assignor of this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "uniform" => Some(Self::Uniform),
            "range" => Some(Self::Range),
            _ => None,
        }
    }

    /// Shares out the partitions of all subscribed topics. Every member has an entry in the answer.
    pub(crate) fn assign(self, spec: &GroupSpec<'_>) -> BTreeMap<Arc<str>, Partitions> {
        let assigned = match self {
            Self::Uniform if spec.homogeneous => uniform::assign(spec),
            Self::Uniform => balance::assign(spec),
            Self::Range => range::assign(spec),
        };
        let ids = spec.members.iter().map(|member| Arc::clone(&member.id));
        ids.zip(assigned).collect()
    }
}

/// A member as an assignor sees it.
#[derive(Clone, Debug)]
pub(crate) struct MemberSpec<'a> {
    pub(crate) id: Arc<str>,
    pub(crate) instance_id: Option<Arc<str>>,
    /// The topics it subscribes to, of those that exist.
    pub(crate) topics: Arc<BTreeSet<Uuid>>,
    /// What the last target assignment gave it.
    pub(crate) owned: &'a Partitions,
}

/// A group as an assignor sees it.
#[derive(Clone, Debug)]
pub(crate) struct GroupSpec<'a> {
    /// In the order of their ids.
    pub(crate) members: Vec<MemberSpec<'a>>,
    /// How many partitions each subscribed topic has.
    pub(crate) partition_counts: BTreeMap<Uuid, i32>,
    /// Whether all members subscribe to the same topics.
    pub(crate) homogeneous: bool,
}

impl GroupSpec<'_> {
    /// What each member may keep of what it owns: partitions that still exist, of topics it still subscribes to, that
    /// no member before it has.
    fn kept(&self) -> Vec<Partitions> {
        let mut taken: BTreeSet<(Uuid, i32)> = BTreeSet::new();
        let mut kept = Vec::with_capacity(self.members.len());
        for member in &self.members {
            let mut partitions = Partitions::new();
            for (topic, owned) in member.owned {
                let count = self.partition_counts.get(topic).copied().unwrap_or(0);
                if !member.topics.contains(topic) {
                    continue;
                }
                let still: BTreeSet<i32> = owned
                    .range(0..count)
                    .copied()
                    .filter(|partition| taken.insert((*topic, *partition)))
                    .collect();
                if !still.is_empty() {
                    partitions.insert(*topic, still);
                }
            }
            kept.push(partitions);
        }
        kept
    }

    /// All partitions of subscribed topics that nobody has in `kept`, by topic and in order.
    fn unassigned(&self, kept: &[Partitions]) -> Vec<(Uuid, i32)> {
        let mut owned: BTreeMap<Uuid, BTreeSet<i32>> = BTreeMap::new();
        for partitions in kept {
            for (topic, partitions) in partitions {
                owned.entry(*topic).or_default().extend(partitions);
            }
        }
        let subscribed = self.subscribed();
        let mut free = Vec::new();
        for (topic, count) in &self.partition_counts {
            if !subscribed.contains(topic) {
                continue;
            }
            let owned = owned.get(topic);
            free.extend(
                (0..*count)
                    .filter(|partition| !owned.is_some_and(|owned| owned.contains(partition)))
                    .map(|partition| (*topic, partition)),
            );
        }
        free
    }

    /// The topics that at least one member subscribes to.
    fn subscribed(&self) -> BTreeSet<Uuid> {
        if self.homogeneous {
            return match self.members.first() {
                Some(first) => (*first.topics).clone(),
                None => BTreeSet::new(),
            };
        }
        self.members
            .iter()
            .flat_map(|member| member.topics.iter().copied())
            .collect()
    }
}

/// How many partitions these are.
pub(crate) fn count(partitions: &Partitions) -> usize {
    partitions.values().map(BTreeSet::len).sum()
}
