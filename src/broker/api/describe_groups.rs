//! DescribeGroups (key 15), versions 0 to 6: state and members of classic groups.
//!
//! | version | change |
//! |---|---|
//! | 3 | the operations that the client may perform, if it asks for them |
//! | 4 | static members |
//! | 6 | GROUP_ID_NOT_FOUND with a message; before, a group that is not there is dead |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::operations;
use crate::reply::Close;
use crate::roles::BrokerRole;
use crate::runtime::AboutGroups;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::describe_groups_response::DescribedGroup;
use kalda_protocol::messages::{DescribeGroupsRequest, DescribeGroupsResponse, GroupId, StrBytes};

/// The first version that says that a group is not there.
const NOT_FOUND_FROM: i16 = 6;

pub(crate) struct DescribeGroups;

impl Api for DescribeGroups {
    type Request = DescribeGroupsRequest;
    type Reply = DescribeGroupsResponse;
    const KEY: ApiKey = ApiKey::DescribeGroups;
    const VERSIONS: Versions = Versions::of(0, 6);
}

impl AboutGroups for DescribeGroupsRequest {
    type Item = GroupId;
    type Result = DescribedGroup;

    fn items(&mut self) -> &mut Vec<GroupId> {
        &mut self.groups
    }

    fn group(item: &GroupId) -> &GroupId {
        item
    }

    fn results(reply: DescribeGroupsResponse) -> Vec<DescribedGroup> {
        reply.groups
    }

    fn refused(group: GroupId, error: ErrorCode) -> DescribedGroup {
        DescribedGroup::default()
            .with_group_id(group)
            .with_error_code(error.code())
    }
}

impl OnBroker for DescribeGroups {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DescribeGroupsRequest,
    ) -> Result<DescribeGroupsResponse, Close> {
        let operations = request.include_authorized_operations;
        let described = call.role.groups.ask_about(&call.asker(), request).await;
        let described = described.into_iter().map(|mut group| {
            if operations && group.error_code == 0 {
                group.authorized_operations = operations::GROUP;
            }
            for_version(group, call.version())
        });
        Ok(DescribeGroupsResponse::default().with_groups(described.collect()))
    }
}

fn for_version(group: DescribedGroup, version: i16) -> DescribedGroup {
    if version >= NOT_FOUND_FROM {
        return group;
    }
    let group = group.with_error_message(None);
    match group.error_code == ErrorCode::GroupIdNotFound.code() {
        true => group
            .with_error_code(0)
            .with_group_state(StrBytes::from_static_str("Dead")),
        false => group,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{is_encodable, text};

    #[test]
    fn a_group_that_is_not_there_is_dead_in_old_versions() {
        let group = DescribedGroup::default()
            .with_group_id(GroupId(text("g")))
            .with_error_code(ErrorCode::GroupIdNotFound.code())
            .with_error_message(Some(text("no such group")));
        for version in 0..NOT_FOUND_FROM {
            let old = for_version(group.clone(), version);
            assert_eq!((old.error_code, &*old.group_state), (0, "Dead"));
            let answer = DescribeGroupsResponse::default().with_groups(vec![old]);
            assert!(is_encodable(&answer, version), "{version}");
        }
        assert_eq!(for_version(group.clone(), 6), group);
    }

    #[test]
    fn other_errors_stay_what_they_are() {
        let group = DescribeGroupsRequest::refused(GroupId(text("g")), ErrorCode::NotCoordinator);
        assert_eq!(for_version(group, 0).error_code, 16);
    }
}
