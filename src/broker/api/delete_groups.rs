//! DeleteGroups (key 42), versions 0 to 2: deletes groups without members, with their offsets.
//!
//! The versions differ in their encoding alone. A group that is named twice is deleted once and answered once.

use super::{Api, OnBroker, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use crate::runtime::AboutGroups;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::delete_groups_response::DeletableGroupResult;
use kalda_protocol::messages::{DeleteGroupsRequest, DeleteGroupsResponse, GroupId};
use std::collections::HashSet;

pub(crate) struct DeleteGroups;

impl Api for DeleteGroups {
    type Request = DeleteGroupsRequest;
    type Reply = DeleteGroupsResponse;
    const KEY: ApiKey = ApiKey::DeleteGroups;
    const VERSIONS: Versions = Versions::of(0, 2);
}

impl AboutGroups for DeleteGroupsRequest {
    type Item = GroupId;
    type Result = DeletableGroupResult;

    fn items(&mut self) -> &mut Vec<GroupId> {
        &mut self.groups_names
    }

    fn group(item: &GroupId) -> &GroupId {
        item
    }

    fn results(reply: DeleteGroupsResponse) -> Vec<DeletableGroupResult> {
        reply.results
    }

    fn refused(group: GroupId, error: ErrorCode) -> DeletableGroupResult {
        DeletableGroupResult::default()
            .with_group_id(group)
            .with_error_code(error.code())
    }
}

impl OnBroker for DeleteGroups {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DeleteGroupsRequest,
    ) -> Result<DeleteGroupsResponse, Close> {
        let request = named_once(request);
        let results = call.role.groups.ask_about(&call.asker(), request).await;
        Ok(DeleteGroupsResponse::default().with_results(results))
    }
}

fn named_once(mut request: DeleteGroupsRequest) -> DeleteGroupsRequest {
    let mut seen = HashSet::new();
    request
        .groups_names
        .retain(|name| seen.insert(name.clone()));
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::text;

    #[test]
    fn a_group_is_deleted_where_it_is_named_first() {
        let names = |names: &[&str]| names.iter().map(|name| GroupId(text(name))).collect();
        let request =
            DeleteGroupsRequest::default().with_groups_names(names(&["b", "a", "b", "c"]));
        let expected: Vec<GroupId> = names(&["b", "a", "c"]);
        assert_eq!(named_once(request).groups_names, expected);
    }
}
