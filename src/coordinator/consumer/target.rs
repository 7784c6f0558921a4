//! The target assignment: what each member is to have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::member::Member;
use super::state::ConsumerGroup;
use super::subscriptions::{decrease, increase};
use super::topics;
use crate::assignor::{Assignor, GroupSpec, MemberSpec, Partitions};
use crate::context::Context;

static NOTHING: Partitions = Partitions::new();

/// Shares out the partitions among the members as they are after one of them, `changed`, went from its first to its
/// second form.
pub(super) fn compute(
    group: &ConsumerGroup,
    context: &Context<'_>,
    changed: (&Member, &Member),
    homogeneous: bool,
) -> BTreeMap<Arc<str>, Partitions> {
    let (_, new) = changed;
    let replaced = new
        .instance_id
        .as_ref()
        .and_then(|instance| group.static_members.get(instance))
        .filter(|id| **id != new.id);

    let mut members: BTreeMap<&Arc<str>, (&Member, &Partitions)> = group
        .members
        .iter()
        .map(|(id, member)| (id, (member, last_target(group, id))))
        .collect();
    let owner = replaced.unwrap_or(&new.id);
    members.insert(&new.id, (new, last_target(group, owner)));
    if let Some(replaced) = replaced {
        members.remove(replaced);
    }

    let spec = specify(group, context, members.into_values(), homogeneous);
    preferred_assignor(group, context, changed).assign(&spec)
}

fn last_target<'a>(group: &'a ConsumerGroup, member: &str) -> &'a Partitions {
    group.target.members.get(member).unwrap_or(&NOTHING)
}

fn specify<'a>(
    group: &ConsumerGroup,
    context: &Context<'_>,
    members: impl Iterator<Item = (&'a Member, &'a Partitions)>,
    homogeneous: bool,
) -> GroupSpec<'a> {
    let mut shared: Option<Arc<BTreeSet<Uuid>>> = None;
    let members: Vec<MemberSpec<'a>> = members
        .map(|(member, owned)| {
            let topics = match &shared {
                Some(shared) if homogeneous => Arc::clone(shared),
                Some(_) | None => Arc::new(topics::subscribed_ids(
                    member,
                    &group.resolved,
                    context.image,
                )),
            };
            shared = Some(Arc::clone(&topics));
            MemberSpec {
                id: Arc::clone(&member.id),
                instance_id: member.instance_id.clone(),
                topics,
                owned,
            }
        })
        .collect();
    let mut partition_counts = BTreeMap::new();
    let counted = if homogeneous { 1 } else { members.len() };
    for topic in members
        .iter()
        .take(counted)
        .flat_map(|member| member.topics.iter())
    {
        if let Some(topic) = context.image.topic_by_id(*topic) {
            let count = i32::try_from(topic.partition_count()).unwrap_or(i32::MAX);
            partition_counts.insert(topic.id(), count);
        }
    }
    GroupSpec {
        members,
        partition_counts,
        homogeneous,
    }
}

/// The assignor that most members ask for, or the broker's first.
fn preferred_assignor(
    group: &ConsumerGroup,
    context: &Context<'_>,
    (old, new): (&Member, &Member),
) -> Assignor {
    let mut wishes = group.assignors.clone();
    if let Some(assignor) = &old.assignor {
        decrease(&mut wishes, assignor);
    }
    if let Some(assignor) = &new.assignor {
        increase(&mut wishes, assignor);
    }
    let preferred = wishes
        .iter()
        .max_by_key(|(_, members)| **members)
        .and_then(|(name, _)| Assignor::from_name(name));
    let default = || Assignor::from_name(context.settings.consumer.assignors.first()?);
    preferred.or_else(default).unwrap_or(Assignor::Uniform)
}
