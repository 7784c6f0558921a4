//! A classic group of consumers becomes one of the new protocol while its members are in it, because someone joins by
//! ConsumerGroupHeartbeat. The members go on by JoinGroup, SyncGroup and Heartbeat.

use std::collections::BTreeSet;
use std::sync::Arc;

use kalda_protocol::group_records::{ClassicMemberMetadata, ClassicProtocol, GroupRecord};

use super::embedded;
use super::member::{Member, Owned};
use super::records;
use super::refusal::Refusal;
use super::state::ConsumerGroup;
use super::topics;
use crate::assignor::Partitions;
use crate::classic::{self, ClassicGroup};
use crate::context::Context;
use crate::group::GroupRules as _;
use crate::settings::MigrationPolicy;

/// A group on its way: the records that remove the one and make the other, and the group that they make.
pub(super) struct Upgrade {
    pub(super) records: Vec<GroupRecord>,
    pub(super) group: ConsumerGroup,
}

/// An empty group has nothing to take over.
pub(super) fn from_empty(group: &ClassicGroup, id: &Arc<str>) -> Upgrade {
    Upgrade {
        records: group.tombstones(id),
        group: ConsumerGroup::new(Arc::clone(id)),
    }
}

/// Takes members, generation and assignment over. Whoever was in a rebalance is told to join again, which leads to the
/// rebalance of the new protocol.
pub(super) fn from_members(
    classic: &ClassicGroup,
    id: &Arc<str>,
    context: &Context<'_>,
) -> Result<Upgrade, Refusal> {
    let settings = &context.settings.consumer;
    let refuse = |reason| {
        Err(Refusal::CannotUpgrade {
            group: id.to_string(),
            reason,
        })
    };
    match settings.migration_policy {
        MigrationPolicy::Upgrade | MigrationPolicy::Bidirectional => {}
        MigrationPolicy::Disabled | MigrationPolicy::Downgrade => {
            return refuse("online upgrade is disabled");
        }
    }
    if !classic.uses_consumer_protocol() {
        return refuse("the group does not use the consumer embedded protocol");
    }
    if classic.members().count() > settings.max_size {
        return refuse("the group size exceeds the consumer group maximum size");
    }

    let mut taken = Taken::default();
    for member in classic.members() {
        match taken.take(member, classic, context) {
            Ok(()) => {}
            Err(reason) => return refuse(reason),
        }
    }
    let mut records = classic.tombstones(id);
    records.extend(taken.records(id, classic.generation(), context));
    let mut group = ConsumerGroup::new(Arc::clone(id));
    for record in &records {
        group.replay(record);
    }
    Ok(Upgrade { records, group })
}

/// Members as they were taken over so far.
#[derive(Default)]
struct Taken {
    members: Vec<(Member, Partitions)>,
    assigned: BTreeSet<(uuid::Uuid, i32)>,
}

const MALFORMED: &str = "the embedded consumer protocol is malformed";
const CUSTOM_ASSIGNOR: &str = "an unsupported custom assignor is in use. Please refer to the documentation or switch to a \
     default assignor before re-attempting the upgrade";

impl Taken {
    fn take(
        &mut self,
        member: &classic::Member,
        group: &ClassicGroup,
        context: &Context<'_>,
    ) -> Result<(), &'static str> {
        let share = embedded::read_share(&member.assignment).ok_or(MALFORMED)?;
        if share.has_user_data {
            return Err(CUSTOM_ASSIGNOR);
        }
        let chosen = group
            .protocol()
            .and_then(|protocol| member.metadata(protocol));
        let metadata = chosen.or_else(|| Some(&member.protocols.first()?.metadata));
        let metadata = metadata.ok_or(MALFORMED)?;
        let subscription = embedded::read_subscription(metadata).ok_or(MALFORMED)?;

        let generation = group.generation();
        let (mut assigned, mut target) = (Owned::new(), Partitions::new());
        for (topic, partitions) in &share.partitions {
            let Some(topic) = context.image.topic(topic) else {
                continue;
            };
            for partition in partitions {
                // The leader shares out as it likes; here a partition has one owner.
                if *partition < 0 || !self.assigned.insert((topic.id(), *partition)) {
                    return Err(MALFORMED);
                }
                assigned
                    .entry(topic.id())
                    .or_default()
                    .insert(*partition, generation);
                target.entry(topic.id()).or_default().insert(*partition);
            }
        }

        let mut new = Member::new(Arc::clone(&member.id));
        new.epoch = generation;
        new.previous_epoch = generation;
        new.instance_id.clone_from(&member.instance_id);
        new.rack_id = subscription.rack_id.map(Into::into);
        new.rebalance_timeout_ms = member.rebalance_timeout_ms;
        new.client_id = Arc::clone(&member.client_id);
        new.client_host = Arc::clone(&member.client_host);
        new.topics = Arc::new(
            subscription
                .topics
                .iter()
                .map(|name| name.as_str().into())
                .collect(),
        );
        new.assigned = assigned;
        new.classic = Some(Arc::new(ClassicMemberMetadata {
            session_timeout_ms: member.session_timeout_ms,
            supported_protocols: member.protocols.iter().map(to_record).collect(),
        }));
        self.members.push((new, target));
        Ok(())
    }

    fn records(&self, id: &Arc<str>, generation: i32, context: &Context<'_>) -> Vec<GroupRecord> {
        let mut subscribed = super::subscriptions::SubscribedTopics::default();
        for (member, _) in &self.members {
            subscribed.add_member(member);
        }
        let hash = topics::metadata_hash(&subscribed, context.image);
        let members = || self.members.iter();
        let mut made = Vec::new();
        made.extend(members().map(|(member, _)| records::member_metadata(id, member)));
        made.push(records::group_epoch(id, generation, hash));
        made.extend(
            members().map(|(member, target)| records::target_assignment(id, &member.id, target)),
        );
        made.push(records::target_epoch(id, generation, 0));
        made.extend(members().map(|(member, _)| records::current_assignment(id, member)));
        made
    }
}

fn to_record(protocol: &classic::Protocol) -> ClassicProtocol {
    ClassicProtocol {
        name: protocol.name.to_string(),
        metadata: protocol.metadata.to_vec(),
    }
}
