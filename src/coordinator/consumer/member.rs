//! A member of a group of the new protocol, as its records describe it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kalda_protocol::group_records::{
    ClassicMemberMetadata, ConsumerGroupCurrentMemberAssignmentValue,
    ConsumerGroupMemberMetadataValue, CurrentTopicPartitions,
};
use uuid::Uuid;

/// The epoch with which a member joins.
pub(crate) const JOIN_EPOCH: i32 = 0;
/// The epoch with which a member leaves.
pub(crate) const LEAVE_EPOCH: i32 = -1;
/// The epoch with which a static member leaves and keeps its place.
pub(crate) const LEAVE_STATIC_EPOCH: i32 = -2;

/// What the set of a member's topics takes for each, beside its name.
const TOPIC_OVERHEAD: usize = 48;

/// Partitions a member has, by topic, each with the epoch at which it got it.
pub(crate) type Owned = BTreeMap<Uuid, BTreeMap<i32, i32>>;

/// How far a member is on its way to its target assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberState {
    /// It has what it is to have.
    Stable,
    /// It has to give up partitions before it may go on to the next epoch.
    UnrevokedPartitions,
    /// It is in the last epoch and waits for partitions that others have not given up yet.
    UnreleasedPartitions,
    /// A state that a later version has written.
    Unknown,
}

impl MemberState {
    const fn from_code(code: i8) -> Self {
        match code {
            0 => Self::Stable,
            1 => Self::UnrevokedPartitions,
            2 => Self::UnreleasedPartitions,
            _ => Self::Unknown,
        }
    }

    /// The number in records.
    pub(crate) const fn code(self) -> i8 {
        match self {
            Self::Stable => 0,
            Self::UnrevokedPartitions => 1,
            Self::UnreleasedPartitions => 2,
            Self::Unknown => 127,
        }
    }
}

/// A member.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) id: Arc<str>,
    pub(crate) epoch: i32,
    /// Accepted once more, in case the answer with the new epoch got lost.
    pub(crate) previous_epoch: i32,
    pub(crate) state: MemberState,
    pub(crate) instance_id: Option<Arc<str>>,
    pub(crate) rack_id: Option<Arc<str>>,
    pub(crate) rebalance_timeout_ms: i32,
    pub(crate) client_id: Arc<str>,
    pub(crate) client_host: Arc<str>,
    pub(crate) topics: Arc<BTreeSet<Arc<str>>>,
    /// Null and empty both mean none, and both are written back as they came.
    pub(crate) regex: Option<Arc<str>>,
    pub(crate) assignor: Option<Arc<str>>,
    pub(crate) assigned: Owned,
    /// Still the member's, until it reports that it has given them up.
    pub(crate) pending_revocation: Owned,
    /// What JoinGroup said, of a member that uses the classic protocol.
    pub(crate) classic: Option<Arc<ClassicMemberMetadata>>,
}

impl Member {
    /// A member of which nothing is known yet.
    pub(crate) fn new(id: Arc<str>) -> Self {
        Self {
            id,
            epoch: JOIN_EPOCH,
            previous_epoch: -1,
            state: MemberState::Stable,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            client_id: "".into(),
            client_host: "".into(),
            topics: Arc::default(),
            regex: Some("".into()),
            assignor: None,
            assigned: Owned::new(),
            pending_revocation: Owned::new(),
            classic: None,
        }
    }

    /// The same member under another id, before its first epoch: a static member that comes back.
    pub(crate) fn renamed(&self, id: Arc<str>) -> Self {
        Self {
            id,
            epoch: JOIN_EPOCH,
            previous_epoch: 0,
            ..self.clone()
        }
    }

    /// The regular expression it subscribes to, if there is one.
    pub(crate) fn subscribed_regex(&self) -> Option<&Arc<str>> {
        self.regex.as_ref().filter(|regex| !regex.is_empty())
    }

    /// Whether it uses JoinGroup and SyncGroup.
    pub(crate) const fn is_classic(&self) -> bool {
        self.classic.is_some()
    }

    /// Whether it has a limited time to give partitions up. One that has left for a while has none to give up: others wait
    /// for its session.
    pub(crate) fn is_revoking(&self) -> bool {
        self.state == MemberState::UnrevokedPartitions && self.epoch != LEAVE_STATIC_EPOCH
    }

    /// Whether it has the whole target assignment of this epoch.
    pub(crate) fn is_reconciled_to(&self, target_epoch: i32) -> bool {
        self.state == MemberState::Stable && self.epoch == target_epoch
    }

    /// The member after a step of its reconciliation: this becomes its epoch, what it had its previous one.
    pub(crate) fn moved_to(&self, epoch: i32, state: MemberState) -> Self {
        Self {
            epoch,
            previous_epoch: self.epoch,
            state,
            ..self.clone()
        }
    }

    /// The epoch at which the member got a partition that it still has.
    pub(crate) fn assignment_epoch(&self, topic: Uuid, partition: i32) -> Option<i32> {
        let epoch = |owned: &Owned| owned.get(&topic)?.get(&partition).copied();
        epoch(&self.assigned).or_else(|| epoch(&self.pending_revocation))
    }

    /// What the member's subscription takes, about.
    pub(crate) fn metadata_bytes(&self) -> usize {
        let topics: usize = self
            .topics
            .iter()
            .map(|topic| topic.len() + TOPIC_OVERHEAD)
            .sum();
        let regex = self.regex.as_deref().map_or(0, str::len);
        let classic = self
            .classic
            .iter()
            .flat_map(|classic| &classic.supported_protocols);
        let classic: usize = classic
            .map(|protocol| protocol.name.len() + protocol.metadata.len())
            .sum();
        topics + regex + classic
    }

    /// All partitions that nobody else may have.
    pub(crate) fn holds(&self) -> impl Iterator<Item = (Uuid, i32)> {
        self.assigned
            .iter()
            .chain(&self.pending_revocation)
            .flat_map(|(topic, partitions)| partitions.keys().map(|partition| (*topic, *partition)))
    }

    pub(super) fn read_metadata(&mut self, value: &ConsumerGroupMemberMetadataValue) {
        let shared = |text: &Option<String>| text.as_deref().map(Into::into);
        self.instance_id = shared(&value.instance_id);
        self.rack_id = shared(&value.rack_id);
        self.client_id = value.client_id.as_str().into();
        self.client_host = value.client_host.as_str().into();
        self.topics = Arc::new(
            value
                .subscribed_topic_names
                .iter()
                .map(|name| name.as_str().into())
                .collect(),
        );
        self.regex = shared(&value.subscribed_topic_regex);
        self.rebalance_timeout_ms = value.rebalance_timeout_ms;
        self.assignor = shared(&value.server_assignor);
        self.classic = value.classic_member_metadata.clone().map(Arc::new);
    }

    pub(super) fn read_assignment(&mut self, value: &ConsumerGroupCurrentMemberAssignmentValue) {
        self.epoch = value.member_epoch;
        self.previous_epoch = value.previous_member_epoch;
        self.state = MemberState::from_code(value.state);
        self.assigned = owned_from_record(&value.assigned_partitions, value.member_epoch);
        self.pending_revocation =
            owned_from_record(&value.partitions_pending_revocation, value.member_epoch);
    }
}

/// Records of brokers before 4.3 have no epochs by partition: the member's counts, or 0 if it has left for a while.
fn owned_from_record(topics: &[CurrentTopicPartitions], member_epoch: i32) -> Owned {
    let default = member_epoch.max(0);
    let mut owned = Owned::new();
    for topic in topics {
        let epochs = topic
            .assignment_epochs
            .as_ref()
            .filter(|epochs| epochs.len() == topic.partitions.len());
        let partitions = topic
            .partitions
            .iter()
            .enumerate()
            .map(|(index, partition)| {
                let epoch = epochs.and_then(|epochs| epochs.get(index)).copied();
                (*partition, epoch.unwrap_or(default))
            });
        owned.entry(topic.topic_id).or_default().extend(partitions);
    }
    owned.retain(|_, partitions| !partitions.is_empty());
    owned
}
