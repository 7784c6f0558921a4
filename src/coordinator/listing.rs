//! ListGroups, DescribeGroups and DeleteGroups.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::delete_groups_response::DeletableGroupResult;
use kalda_protocol::messages::describe_groups_response::DescribedGroup;
use kalda_protocol::messages::list_groups_response::ListedGroup;
use kalda_protocol::messages::{
    DeleteGroupsRequest, DeleteGroupsResponse, DescribeGroupsRequest, DescribeGroupsResponse,
    GroupId, ListGroupsRequest, ListGroupsResponse, StrBytes,
};

use crate::context::Context;
use crate::effects::{Effects, Ticket};
use crate::group::Group;
use crate::request::Answer;
use crate::shard::GroupShard;

/// The state of a group that is not there.
const DEAD: &str = "Dead";

/// The first version of DescribeGroups that says that a group is not there (KIP-1043); before, it was only dead.
const FIRST_WITH_GROUP_ID_NOT_FOUND: i16 = 6;

impl GroupShard {
    pub(crate) fn list_groups(
        &mut self,
        _context: &Context<'_>,
        ticket: Ticket,
        request: ListGroupsRequest,
        effects: &mut Effects,
    ) {
        let states = request.states_filter.iter();
        let states: Vec<String> = states.map(|state| state.to_lowercase()).collect();
        // Types are not trimmed, as in Kafka; unknown names match nothing.
        let types = request.types_filter.iter();
        let types: Vec<String> = types.map(|name| name.to_lowercase()).collect();
        let is_listed = |group: &Group| {
            let state = group.rules().state_name().to_lowercase();
            let by_state = states.is_empty() || states.iter().any(|name| name.trim() == state);
            let name = group.type_name();
            by_state && (types.is_empty() || types.iter().any(|wanted| wanted == name))
        };
        let groups = self.groups.iter().filter(|(_, group)| is_listed(group));
        let groups = groups.map(|(id, group)| {
            ListedGroup::default()
                .with_group_id(GroupId(StrBytes::from_string(id.to_string())))
                .with_protocol_type(text(group.rules().protocol_type()))
                .with_group_state(StrBytes::from_static_str(group.rules().state_name()))
                .with_group_type(StrBytes::from_static_str(group.type_name()))
        });
        let answer = ListGroupsResponse::default().with_groups(groups.collect());
        effects.answer(ticket, Answer::ListGroups(answer));
    }

    pub(crate) fn describe_groups(
        &mut self,
        context: &Context<'_>,
        ticket: Ticket,
        request: DescribeGroupsRequest,
        effects: &mut Effects,
    ) {
        let groups = request.groups.iter();
        let groups = groups.map(|id| match self.groups.get(&*id.0) {
            Some(Group::Classic(group)) => group.describe(id),
            Some(Group::Consumer(_)) => {
                let message = format!("Group {} does not use the classic protocol.", id.0);
                not_described(context, id, message)
            }
            None => not_described(context, id, format!("There is no group {}.", id.0)),
        });
        let answer = DescribeGroupsResponse::default().with_groups(groups.collect());
        effects.answer(ticket, Answer::DescribeGroups(answer));
    }

    pub(crate) fn delete_groups(
        &mut self,
        _context: &Context<'_>,
        ticket: Ticket,
        request: DeleteGroupsRequest,
        effects: &mut Effects,
    ) {
        let mut results = Vec::with_capacity(request.groups_names.len());
        for id in request.groups_names {
            let error = match self.delete_group(&id, effects) {
                Ok(()) => ErrorCode::None,
                Err(error) => error,
            };
            let result = DeletableGroupResult::default().with_group_id(id);
            results.push(result.with_error_code(error.code()));
        }
        let answer = DeleteGroupsResponse::default().with_results(results);
        effects.answer(ticket, Answer::DeleteGroups(answer));
    }
}

impl GroupShard {
    /// Deletes a group that has no members, with its offsets.
    fn delete_group(&mut self, group_id: &str, effects: &mut Effects) -> Result<(), ErrorCode> {
        let group = self.groups.get_key_value(group_id);
        let (id, group) = group.ok_or(ErrorCode::GroupIdNotFound)?;
        group.rules().validate_delete()?;
        let (id, tombstones) = (Arc::clone(id), group.rules().tombstones(id));
        self.delete_all_offsets(&id, effects);
        for record in tombstones {
            self.record(effects, record);
        }
        Ok(())
    }
}

fn not_described(context: &Context<'_>, id: &GroupId, message: String) -> DescribedGroup {
    let answer = DescribedGroup::default()
        .with_group_id(id.clone())
        .with_group_state(StrBytes::from_static_str(DEAD));
    if context.caller.version < FIRST_WITH_GROUP_ID_NOT_FOUND {
        return answer;
    }
    answer
        .with_error_code(ErrorCode::GroupIdNotFound.code())
        .with_error_message(Some(StrBytes::from_string(message)))
}

fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

#[cfg(test)]
#[path = "listing_tests.rs"]
mod tests;
