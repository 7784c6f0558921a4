//! ConsumerGroupDescribe (key 69), versions 0 to 1: groups of the new protocol (KIP-848) with their members and
//! assignments.
//!
//! Version 1 says of each member which protocol it speaks.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::operations;
use crate::reply::Close;
use crate::roles::BrokerRole;
use crate::runtime::AboutGroups;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::consumer_group_describe_response::DescribedGroup;
use kalda_protocol::messages::{
    ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse, GroupId,
};

pub(crate) struct ConsumerGroupDescribe;

impl Api for ConsumerGroupDescribe {
    type Request = ConsumerGroupDescribeRequest;
    type Reply = ConsumerGroupDescribeResponse;
    const KEY: ApiKey = ApiKey::ConsumerGroupDescribe;
    const VERSIONS: Versions = Versions::of(0, 1);
}

impl AboutGroups for ConsumerGroupDescribeRequest {
    type Item = GroupId;
    type Result = DescribedGroup;

    fn items(&mut self) -> &mut Vec<GroupId> {
        &mut self.group_ids
    }

    fn group(item: &GroupId) -> &GroupId {
        item
    }

    fn results(reply: ConsumerGroupDescribeResponse) -> Vec<DescribedGroup> {
        reply.groups
    }

    fn refused(group: GroupId, error: ErrorCode) -> DescribedGroup {
        DescribedGroup::default()
            .with_group_id(group)
            .with_error_code(error.code())
    }
}

impl OnBroker for ConsumerGroupDescribe {
    async fn handle(
        call: Call<'_, BrokerRole>,
        mut request: ConsumerGroupDescribeRequest,
    ) -> Result<ConsumerGroupDescribeResponse, Close> {
        let operations = request.include_authorized_operations;
        if !call.role.serves_consumer_groups() {
            let groups = request.group_ids.into_iter();
            let refused = |group| DescribeRequest::refused(group, ErrorCode::UnsupportedVersion);
            return Ok(answer(groups.map(refused).collect()));
        }
        let nameless = take_nameless(&mut request.group_ids);
        let asked = call.role.groups.ask_about(&call.asker(), request).await;
        let mut groups = Vec::with_capacity(nameless + asked.len());
        // Apache Kafka answers these first.
        for _ in 0..nameless {
            let refused = DescribeRequest::refused(GroupId::default(), ErrorCode::InvalidGroupId);
            groups.push(refused);
        }
        for mut group in asked {
            if operations && group.error_code == 0 {
                group.authorized_operations = operations::GROUP;
            }
            groups.push(group);
        }
        Ok(answer(groups))
    }
}

type DescribeRequest = ConsumerGroupDescribeRequest;

/// Takes the names that are none out, and counts them.
fn take_nameless(groups: &mut Vec<GroupId>) -> usize {
    let asked = groups.len();
    groups.retain(|group| !group.is_empty());
    asked - groups.len()
}

fn answer(groups: Vec<DescribedGroup>) -> ConsumerGroupDescribeResponse {
    ConsumerGroupDescribeResponse::default().with_groups(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::text;

    #[test]
    fn names_that_are_none_are_not_asked_about() {
        let names = |names: &[&str]| -> Vec<GroupId> {
            names.iter().map(|name| GroupId(text(name))).collect()
        };
        let mut groups = names(&["", "a", "", "b"]);
        assert_eq!(take_nameless(&mut groups), 2);
        assert_eq!(groups, names(&["a", "b"]));
    }
}
