//! The state of a classic group: who is in it, what its members support, and how far its rebalance is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kalda_protocol::ErrorCode;
use kalda_protocol::group_records::GroupMetadataValue;

use super::member::{Member, Protocol};
use super::subscription;

/// The protocol type of consumers, the only one whose metadata the broker looks into.
pub(crate) const CONSUMER_PROTOCOL_TYPE: &str = "consumer";

/// How far a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// No members; it may have offsets, and ids given out to members to come.
    Empty,
    /// Waits for the members to join.
    PreparingRebalance(Wait),
    /// Members have joined; waits for the leader's assignment.
    CompletingRebalance,
    /// Members have their assignment, or can have it.
    Stable,
}

/// What the end of joining waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// The group was empty: whoever else is about to join, so that they are not all rebalanced for each one.
    Initial(InitialDelay),
    /// The members of the last generation.
    Members,
}

/// The wait for the first members of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InitialDelay {
    /// The length of the present delay.
    pub(crate) delay_ms: i64,
    /// By how much the wait may still be extended.
    pub(crate) remaining_ms: i64,
    /// A member joined during the present delay.
    pub(crate) joined: bool,
}

/// A group of the classic protocol, or one that only commits offsets.
///
/// `committed` is what the log says. Everything else is of this broker's memory: it follows from requests and time, and
/// is made from `committed` when a shard was loaded.
#[derive(Debug)]
pub(crate) struct ClassicGroup {
    pub(super) committed: Option<GroupMetadataValue>,
    pub(super) state: State,
    /// When the group came into its state; `None` if an old record does not say.
    pub(super) state_since_ms: Option<i64>,
    pub(super) generation: i32,
    /// Of the members, or of the last one; `None` if the group has never had any.
    pub(super) protocol_type: Option<Arc<str>>,
    /// Chosen for the present generation.
    pub(super) protocol: Option<Arc<str>>,
    pub(super) leader: Option<Arc<str>>,
    pub(super) members: BTreeMap<Arc<str>, Member>,
    /// Static members: ids of members by instance id.
    pub(super) by_instance: BTreeMap<Arc<str>, Arc<str>>,
    /// Ids that were given out and that no one has joined with yet.
    pub(super) pending: BTreeSet<Arc<str>>,
    /// Members whose JoinGroup waits.
    pub(super) awaiting_join: usize,
    /// Members that have not sent a SyncGroup for the present generation.
    pub(super) owing_sync: usize,
    /// How many members support each protocol.
    pub(super) supporters: BTreeMap<Arc<str>, usize>,
    /// What the members count towards the limit on metadata.
    pub(super) metadata_bytes: usize,
    /// Of the present generation; `None` if they are not known, as with metadata that cannot be read.
    pub(super) subscribed_topics: Option<BTreeSet<Arc<str>>>,
}

impl ClassicGroup {
    /// An empty group without a protocol type: made by a commit of a client that takes no part in a group.
    pub(crate) fn simple() -> Self {
        Self {
            committed: None,
            state: State::Empty,
            state_since_ms: None,
            generation: 0,
            protocol_type: None,
            protocol: None,
            leader: None,
            members: BTreeMap::new(),
            by_instance: BTreeMap::new(),
            pending: BTreeSet::new(),
            awaiting_join: 0,
            owing_sync: 0,
            supporters: BTreeMap::new(),
            metadata_bytes: 0,
            subscribed_topics: None,
        }
    }

    /// Whether a new member with this protocol type and these protocols finds one that all members support.
    pub(super) fn supports(&self, protocol_type: &str, protocols: &[Protocol]) -> bool {
        match self.state {
            State::Empty => !protocol_type.is_empty() && !protocols.is_empty(),
            State::PreparingRebalance(_) | State::CompletingRebalance | State::Stable => {
                self.protocol_type.as_deref() == Some(protocol_type)
                    && protocols
                        .iter()
                        .any(|protocol| self.supported_by(&protocol.name) == self.members.len())
            }
        }
    }

    fn supported_by(&self, protocol: &str) -> usize {
        self.supporters.get(protocol).copied().unwrap_or(0)
    }

    /// Adds a member. The first one decides the protocol type and leads.
    pub(super) fn add(&mut self, protocol_type: &str, member: Member) {
        if self.members.is_empty() && self.protocol_type.as_deref() != Some(protocol_type) {
            self.protocol_type = Some(protocol_type.into());
        }
        let id = Arc::clone(&member.id);
        self.pending.remove(&id);
        if let Some(instance) = &member.instance_id {
            self.by_instance
                .insert(Arc::clone(instance), Arc::clone(&id));
        }
        self.leader.get_or_insert_with(|| Arc::clone(&id));
        self.count(&member);
        self.members.insert(id, member);
    }

    /// Takes a member out; the group is left with some leader as long as it has members.
    pub(super) fn take(&mut self, id: &str) -> Option<Member> {
        let member = self.members.remove(id)?;
        self.uncount(&member);
        if let Some(instance) = &member.instance_id {
            self.by_instance.remove(instance);
        }
        if self.leader.as_deref() == Some(id) {
            self.leader = self.members.keys().next().cloned();
        }
        Some(member)
    }

    fn count(&mut self, member: &Member) {
        for protocol in &member.protocols {
            *self
                .supporters
                .entry(Arc::clone(&protocol.name))
                .or_default() += 1;
        }
        self.metadata_bytes += member.metadata_bytes();
        self.awaiting_join += usize::from(member.join.is_some());
        self.owing_sync += usize::from(member.owes_sync);
    }

    fn uncount(&mut self, member: &Member) {
        for protocol in &member.protocols {
            if let Some(count) = self.supporters.get_mut(&protocol.name) {
                *count -= 1;
                if *count == 0 {
                    self.supporters.remove(&protocol.name);
                }
            }
        }
        self.metadata_bytes -= member.metadata_bytes();
        self.awaiting_join -= usize::from(member.join.is_some());
        self.owing_sync -= usize::from(member.owes_sync);
    }

    /// Changes a member such that what the group counts stays right. Its id and instance id must stay as they are.
    pub(super) fn change<R>(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut Member) -> R,
    ) -> Option<R> {
        let (id, mut member) = self.members.remove_entry(id)?;
        self.uncount(&member);
        let result = change(&mut member);
        self.count(&member);
        self.members.insert(id, member);
        Some(result)
    }

    /// Gives a static member a new id.
    pub(super) fn rename(&mut self, old: &str, new: &Arc<str>) -> Option<()> {
        let led = self.leader.as_deref() == Some(old);
        let mut member = self.members.remove(old)?;
        self.uncount(&member);
        member.id = Arc::clone(new);
        member.is_new = false;
        if let Some(instance) = &member.instance_id {
            self.by_instance
                .insert(Arc::clone(instance), Arc::clone(new));
        }
        self.count(&member);
        self.members.insert(Arc::clone(new), member);
        if led {
            self.leader = Some(Arc::clone(new));
        }
        Some(())
    }

    /// All members wait, and nobody is about to join with an id given out.
    pub(super) fn all_joined(&self) -> bool {
        self.members.len() == self.awaiting_join && self.pending.is_empty()
    }

    /// Sees to it that a member that has joined leads. `false` if none has joined.
    pub(super) fn elect_joined_leader(&mut self) -> bool {
        let joined = |member: &Member| member.join.is_some();
        let leader = self.leader.as_ref().and_then(|id| self.members.get(id));
        if leader.is_some_and(joined) {
            return true;
        }
        let Some(successor) = self.members.values().find(|member| joined(member)) else {
            return false;
        };
        self.leader = Some(Arc::clone(&successor.id));
        true
    }

    /// How long a rebalance waits: for the most patient member.
    pub(super) fn rebalance_timeout_ms(&self) -> i64 {
        let longest = self
            .members
            .values()
            .map(|member| member.rebalance_timeout_ms)
            .max();
        i64::from(longest.unwrap_or(0).max(0))
    }

    /// The protocol most members prefer among those that all support. Equal votes go to the name that sorts first; Kafka
    /// leaves them to the order of a hash map.
    pub(super) fn select_protocol(&self) -> Option<Arc<str>> {
        let mut votes: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        for member in self.members.values() {
            let vote = member
                .protocols
                .iter()
                .find(|protocol| self.supported_by(&protocol.name) == self.members.len())?;
            *votes.entry(&vote.name).or_default() += 1;
        }
        let most = votes.values().copied().max()?;
        let chosen = votes.into_iter().find(|(_, count)| *count == most);
        chosen.map(|(name, _)| Arc::clone(name))
    }

    /// Begins the next generation with the members there are.
    pub(super) fn next_generation(&mut self, now_ms: i64) {
        // Kafka's number runs into negative ones, which mean "none" to clients.
        self.generation = self.generation.checked_add(1).unwrap_or(1);
        self.protocol = self.select_protocol();
        self.state = if self.members.is_empty() {
            State::Empty
        } else {
            State::CompletingRebalance
        };
        self.state_since_ms = Some(now_ms);
        self.learn_topics();
    }

    pub(super) fn learn_topics(&mut self) {
        self.subscribed_topics = self.read_topics();
    }

    fn read_topics(&self) -> Option<BTreeSet<Arc<str>>> {
        if !self.is_consumers() {
            return None;
        }
        let mut topics = BTreeSet::new();
        for member in self.members.values() {
            let metadata = member.metadata(self.protocol.as_deref()?)?;
            subscription::add_topics(metadata, &mut topics)?;
        }
        Some(topics)
    }

    pub(super) fn is_consumers(&self) -> bool {
        self.protocol_type.as_deref() == Some(CONSUMER_PROTOCOL_TYPE)
    }

    /// Whether a member may speak for itself. With an instance id, it must be the one that holds it.
    pub(super) fn validate_member(
        &self,
        id: &str,
        instance: Option<&str>,
    ) -> Result<(), ErrorCode> {
        if let Some(instance) = instance {
            match self.by_instance.get(instance) {
                None => return Err(ErrorCode::UnknownMemberId),
                Some(holder) if &**holder != id => return Err(ErrorCode::FencedInstanceId),
                Some(_) => {}
            }
        }
        if self.members.contains_key(id) {
            Ok(())
        } else {
            Err(ErrorCode::UnknownMemberId)
        }
    }
}
