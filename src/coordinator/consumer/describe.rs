//! ConsumerGroupDescribe.

use std::collections::BTreeMap;
use std::sync::Arc;

use kalda_metadata::Image;
use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::consumer_group_describe_response::{
    Assignment, DescribedGroup, Member as DescribedMember, TopicPartitions,
};
use kalda_protocol::messages::{
    ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse, GroupId, StrBytes, TopicName,
};
use uuid::Uuid;

use super::member::Member;
use super::state::ConsumerGroup;
use crate::assignor::Partitions;
use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::request::Answer;
use crate::shard::GroupShard;

/// Uses JoinGroup and SyncGroup.
const CLASSIC_MEMBER: i8 = 0;
/// Uses ConsumerGroupHeartbeat.
const CONSUMER_MEMBER: i8 = 1;

impl GroupShard {
    /// Describes groups of the new protocol; others count as not there.
    pub(crate) fn describe_consumer_groups(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: ConsumerGroupDescribeRequest,
        effects: &mut Effects,
    ) {
        let groups = request.group_ids.into_iter();
        let groups = groups.map(|id| match self.consumer_group(&id) {
            Ok(group) => describe(group, id, context),
            Err(refusal) => DescribedGroup::default()
                .with_group_id(id)
                .with_error_code(ErrorCode::GroupIdNotFound.code())
                .with_error_message(Some(StrBytes::from_string(refusal.to_string()))),
        });
        let answer = ConsumerGroupDescribeResponse::default().with_groups(groups.collect());
        effects.answer(ticket, Answer::ConsumerGroupDescribe(answer));
    }
}

fn describe(group: &ConsumerGroup, id: GroupId, context: &Context<'_>) -> DescribedGroup {
    let wished = group.assignors.iter().max_by_key(|(_, members)| **members);
    let default = || context.settings.consumer.assignors.first().cloned();
    let assignor = wished.map(|(name, _)| name.to_string()).or_else(default);
    let members = group.members.values().map(|member| {
        let target = group.target.members.get(&member.id);
        describe_member(member, target, context.image)
    });
    DescribedGroup::default()
        .with_group_id(id)
        .with_group_state(StrBytes::from_static_str(group.state_name()))
        .with_group_epoch(group.epoch)
        .with_assignment_epoch(group.target.epoch)
        .with_assignor_name(StrBytes::from_string(assignor.unwrap_or_default()))
        .with_members(members.collect())
}

/// What a member has includes what it still has to give up.
fn describe_member(member: &Member, target: Option<&Partitions>, image: &Image) -> DescribedMember {
    let mut has: BTreeMap<Uuid, Vec<i32>> = BTreeMap::new();
    for (topic, partition) in member.holds() {
        has.entry(topic).or_default().push(partition);
    }
    let target = target.into_iter().flatten();
    let target = target.map(|(topic, partitions)| (*topic, partitions.iter().copied().collect()));
    let topics = member.topics.iter();
    DescribedMember::default()
        .with_member_id(text(&member.id))
        .with_instance_id(member.instance_id.as_ref().map(text))
        .with_rack_id(member.rack_id.as_ref().map(text))
        .with_member_epoch(member.epoch)
        .with_client_id(text(&member.client_id))
        .with_client_host(text(&member.client_host))
        .with_subscribed_topic_names(topics.map(|name| TopicName(text(name))).collect())
        .with_subscribed_topic_regex(member.regex.as_ref().map(text))
        .with_assignment(assignment(has.into_iter(), image))
        .with_target_assignment(assignment(target, image))
        .with_member_type(if member.is_classic() {
            CLASSIC_MEMBER
        } else {
            CONSUMER_MEMBER
        })
}

/// Topics that have been deleted meanwhile have no name and are left out.
fn assignment(topics: impl Iterator<Item = (Uuid, Vec<i32>)>, image: &Image) -> Assignment {
    let topics = topics.filter_map(|(id, partitions)| {
        let topic = image.topic_by_id(id)?;
        let name = StrBytes::from_string(topic.name().to_owned());
        let described = TopicPartitions::default()
            .with_topic_id(id)
            .with_topic_name(TopicName(name))
            .with_partitions(partitions);
        Some(described)
    });
    Assignment::default().with_topic_partitions(topics.collect())
}

fn text(text: &Arc<str>) -> StrBytes {
    StrBytes::from_string(text.to_string())
}
