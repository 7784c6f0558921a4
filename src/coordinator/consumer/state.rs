//! A group of the new protocol: the fold of its records.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::member::{Member, Owned};
use super::subscriptions::{Counts, SubscribedTopics, decrease, increase};
use crate::assignor::Partitions;

/// What a regular expression matched when it was last looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ResolvedRegex {
    /// In the order of their names.
    pub(crate) topics: Arc<[Arc<str>]>,
    /// The metadata log's offset of the topics it was matched against; 0 if unknown.
    pub(crate) image_version: i64,
    pub(crate) timestamp_ms: i64,
}

/// What the members are to have, at the epoch of the group that it was made for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Target {
    pub(crate) epoch: i32,
    /// When it was made; 0 if unknown.
    pub(crate) timestamp_ms: i64,
    pub(crate) members: BTreeMap<Arc<str>, Partitions>,
}

/// A group of the new protocol.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ConsumerGroup {
    pub(crate) id: Arc<str>,
    pub(crate) epoch: i32,
    pub(crate) metadata_hash: i64,
    pub(crate) members: BTreeMap<Arc<str>, Member>,
    pub(crate) target: Target,
    pub(crate) resolved: BTreeMap<Arc<str>, ResolvedRegex>,
    /// A record of Kafka before 4.1 that is to be removed from the log.
    pub(crate) has_partition_metadata: bool,
    /// Member ids by instance id.
    pub(crate) static_members: BTreeMap<Arc<str>, Arc<str>>,
    pub(crate) topics: SubscribedTopics,
    pub(crate) regexes: Counts,
    pub(crate) assignors: Counts,
    /// What the members' subscriptions count towards the limit of a group.
    pub(crate) metadata_bytes: usize,
    pub(crate) classic_members: usize,
    pub(crate) classic_protocols: Counts,
    /// The epoch of the member that has a partition, for all that somebody has.
    pub(crate) partition_epochs: BTreeMap<Uuid, BTreeMap<i32, i32>>,
}

impl ConsumerGroup {
    /// A group before its first record.
    pub(crate) fn new(id: Arc<str>) -> Self {
        Self {
            id,
            epoch: 1,
            metadata_hash: 0,
            members: BTreeMap::new(),
            target: Target {
                epoch: 1,
                timestamp_ms: 0,
                members: BTreeMap::new(),
            },
            resolved: BTreeMap::new(),
            has_partition_metadata: false,
            static_members: BTreeMap::new(),
            topics: SubscribedTopics::default(),
            regexes: Counts::new(),
            assignors: Counts::new(),
            metadata_bytes: 0,
            classic_members: 0,
            classic_protocols: Counts::new(),
            partition_epochs: BTreeMap::new(),
        }
    }

    /// Kafka's name for the state the group is in. Costs a look at every member.
    pub(crate) fn state_name(&self) -> &'static str {
        if self.members.is_empty() {
            return "Empty";
        }
        if self.epoch > self.target.epoch {
            return "Assigning";
        }
        let all_there = self
            .members
            .values()
            .all(|member| member.is_reconciled_to(self.target.epoch));
        if all_there { "Stable" } else { "Reconciling" }
    }

    /// The member with this instance id.
    pub(crate) fn static_member(&self, instance_id: &str) -> Option<&Member> {
        self.members.get(self.static_members.get(instance_id)?)
    }

    /// How many members subscribe to this regular expression.
    pub(crate) fn regex_subscribers(&self, regex: &str) -> usize {
        self.regexes.get(regex).copied().unwrap_or(0)
    }

    /// Whether somebody still has this partition.
    pub(crate) fn is_held(&self, topic: Uuid, partition: i32) -> bool {
        self.partition_epochs
            .get(&topic)
            .is_some_and(|partitions| partitions.contains_key(&partition))
    }

    /// When its regular expressions were last resolved.
    pub(crate) fn resolved_at_ms(&self) -> Option<i64> {
        let first = self.resolved.values().next()?;
        Some(first.timestamp_ms)
    }

    /// Whether the member waits for a partition that somebody else still has.
    pub(crate) fn waits_for_others(&self, member: &Member) -> bool {
        let Some(target) = self.target.members.get(&member.id) else {
            return false;
        };
        target.iter().any(|(topic, partitions)| {
            let assigned = member.assigned.get(topic);
            partitions.iter().any(|partition| {
                !assigned.is_some_and(|assigned| assigned.contains_key(partition))
                    && self.is_held(*topic, *partition)
            })
        })
    }

    /// Puts a member in the place of what was known of it.
    pub(super) fn put_member(&mut self, mut new: Member) {
        if let Some(old) = self.members.remove(&new.id) {
            self.forget(&old);
        }
        // Most groups have one subscription, which is then kept once and not by each of a thousand members.
        if let Some(first) = self.members.values().next()
            && first.topics == new.topics
        {
            new.topics = Arc::clone(&first.topics);
        }
        self.topics.add_member(&new);
        self.metadata_bytes += new.metadata_bytes();
        if let Some(assignor) = &new.assignor {
            increase(&mut self.assignors, assignor);
        }
        if let Some(regex) = new.subscribed_regex() {
            increase(&mut self.regexes, regex);
        }
        if let Some(instance_id) = &new.instance_id {
            self.static_members
                .insert(Arc::clone(instance_id), Arc::clone(&new.id));
        }
        if let Some(classic) = &new.classic {
            self.classic_members += 1;
            for protocol in &classic.supported_protocols {
                increase(&mut self.classic_protocols, &protocol.name.as_str().into());
            }
        }
        self.hold(&new.assigned, new.epoch);
        self.hold(&new.pending_revocation, new.epoch);
        self.members.insert(Arc::clone(&new.id), new);
    }

    /// Changes what a member has, and nothing that is counted of it.
    pub(super) fn change_assignment(&mut self, id: &str, change: impl FnOnce(&mut Member)) {
        let Some((key, mut member)) = self.members.remove_entry(id) else {
            return;
        };
        self.release(&member.assigned, member.epoch);
        self.release(&member.pending_revocation, member.epoch);
        change(&mut member);
        self.hold(&member.assigned, member.epoch);
        self.hold(&member.pending_revocation, member.epoch);
        self.members.insert(key, member);
    }

    /// Removes a member with everything that was counted of it.
    pub(super) fn remove_member(&mut self, id: &str) {
        let Some(old) = self.members.remove(id) else {
            return;
        };
        self.forget(&old);
        if let Some(instance_id) = &old.instance_id
            && self.static_members.get(instance_id) == Some(&old.id)
        {
            self.static_members.remove(instance_id);
        }
    }

    fn forget(&mut self, old: &Member) {
        self.topics.remove_member(old);
        self.metadata_bytes = self.metadata_bytes.saturating_sub(old.metadata_bytes());
        if let Some(assignor) = &old.assignor {
            decrease(&mut self.assignors, assignor);
        }
        if let Some(regex) = old.subscribed_regex() {
            decrease(&mut self.regexes, regex);
        }
        if let Some(classic) = &old.classic {
            self.classic_members = self.classic_members.saturating_sub(1);
            for protocol in &classic.supported_protocols {
                decrease(&mut self.classic_protocols, &protocol.name.as_str().into());
            }
        }
        self.release(&old.assigned, old.epoch);
        self.release(&old.pending_revocation, old.epoch);
    }

    /// The higher epoch wins: in a log whose compaction is half done, an old owner's last record may come after the new
    /// owner's.
    fn hold(&mut self, owned: &Owned, epoch: i32) {
        for (topic, partitions) in owned {
            let epochs = self.partition_epochs.entry(*topic).or_default();
            for partition in partitions.keys() {
                let held = epochs.entry(*partition).or_insert(epoch);
                *held = epoch.max(*held);
            }
        }
    }

    fn release(&mut self, owned: &Owned, epoch: i32) {
        for (topic, partitions) in owned {
            let Some(epochs) = self.partition_epochs.get_mut(topic) else {
                continue;
            };
            for partition in partitions.keys() {
                if epochs.get(partition) == Some(&epoch) {
                    epochs.remove(partition);
                }
            }
            if epochs.is_empty() {
                self.partition_epochs.remove(topic);
            }
        }
    }

    /// Puts what a regular expression matches in the place of what it matched.
    pub(super) fn put_resolved(&mut self, regex: &str, resolved: ResolvedRegex) {
        self.remove_resolved(regex);
        self.topics.add_matches(&resolved.topics);
        self.resolved.insert(regex.into(), resolved);
    }

    /// Forgets what a regular expression matched.
    pub(super) fn remove_resolved(&mut self, regex: &str) {
        if let Some(old) = self.resolved.remove(regex) {
            self.topics.remove_matches(&old.topics);
        }
    }
}
