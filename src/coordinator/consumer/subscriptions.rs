//! Who subscribes to what in a group, counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::member::Member;

/// How many members name a topic, and how many resolved regular expressions match it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subscribers {
    pub(crate) by_name: usize,
    pub(crate) by_regex: usize,
}

/// Counts by name; a count of nothing is left out.
pub(crate) type Counts = BTreeMap<Arc<str>, usize>;

/// The topics of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SubscribedTopics(BTreeMap<Arc<str>, Subscribers>);

impl SubscribedTopics {
    /// The topics' names, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.keys()
    }

    /// Whether anyone subscribes to this topic.
    pub(crate) fn contains(&self, topic: &str) -> bool {
        self.0.contains_key(topic)
    }

    /// Whether these are the same topics, however many subscribe to them.
    pub(crate) fn are_those_of(&self, other: &Self) -> bool {
        self.names().eq(other.names())
    }

    /// A member's own topics.
    pub(crate) fn add_member(&mut self, member: &Member) {
        for topic in member.topics.iter() {
            self.0.entry(Arc::clone(topic)).or_default().by_name += 1;
        }
    }

    /// The reverse of [`Self::add_member`].
    pub(crate) fn remove_member(&mut self, member: &Member) {
        for topic in member.topics.iter() {
            self.reduce(topic, |count| &mut count.by_name);
        }
    }

    /// The topics that a regular expression matches.
    pub(crate) fn add_matches(&mut self, topics: &[Arc<str>]) {
        for topic in topics {
            self.0.entry(Arc::clone(topic)).or_default().by_regex += 1;
        }
    }

    /// The reverse of [`Self::add_matches`].
    pub(crate) fn remove_matches(&mut self, topics: &[Arc<str>]) {
        for topic in topics {
            self.reduce(topic, |count| &mut count.by_regex);
        }
    }

    fn reduce(&mut self, topic: &Arc<str>, of: impl Fn(&mut Subscribers) -> &mut usize) {
        if let Some(count) = self.0.get_mut(topic) {
            let one = of(count);
            *one = one.saturating_sub(1);
            if *count == Subscribers::default() {
                self.0.remove(topic);
            }
        }
    }

    /// Whether all members have the same topics: all the same names, or all the same regular expression and no names.
    pub(crate) fn are_homogeneous(&self, regexes: &Counts, members: usize) -> bool {
        match regexes.values().next() {
            None => self.0.values().all(|count| count.by_name == members),
            Some(subscribers) if *subscribers == members => self
                .0
                .values()
                .all(|count| count.by_regex == 1 && count.by_name == 0),
            Some(_) => false,
        }
    }
}

/// One more of this name.
pub(crate) fn increase(counts: &mut Counts, name: &Arc<str>) {
    *counts.entry(Arc::clone(name)).or_default() += 1;
}

/// One fewer of this name.
pub(crate) fn decrease(counts: &mut Counts, name: &Arc<str>) {
    if let Some(count) = counts.get_mut(name) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(name);
        }
    }
}
