//! ListGroups (key 16), versions 0 to 5: the groups that this broker coordinates.
//!
//! | version | change |
//! |---|---|
//! | 4 | states, and a filter by them |
//! | 5 | types, and a filter by them |
//!
//! Names that no state or type has match nothing. Shards that another broker has taken over are left out; one that is
//! being loaded makes the whole answer an error.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{ListGroupsRequest, ListGroupsResponse};

pub(crate) struct ListGroups;

impl Api for ListGroups {
    type Request = ListGroupsRequest;
    type Reply = ListGroupsResponse;
    const KEY: ApiKey = ApiKey::ListGroups;
    const VERSIONS: Versions = Versions::of(0, 5);
}

impl OnBroker for ListGroups {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: ListGroupsRequest,
    ) -> Result<ListGroupsResponse, Close> {
        Ok(merged(
            call.role.groups.ask_every(call.asker(), request).await,
        ))
    }
}

/// The groups of all shards.
fn merged(replies: Vec<Result<ListGroupsResponse, ErrorCode>>) -> ListGroupsResponse {
    let mut merged = ListGroupsResponse::default();
    for reply in replies {
        match reply {
            Ok(reply) if reply.error_code == 0 => merged.groups.extend(reply.groups),
            Ok(reply) => return reply,
            Err(ErrorCode::NotCoordinator) => {}
            Err(error) => return ListGroupsResponse::default().with_error_code(error.code()),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{is_encodable, text};
    use kalda_protocol::messages::GroupId;
    use kalda_protocol::messages::list_groups_response::ListedGroup;

    fn listing(name: &str) -> ListGroupsResponse {
        let group = ListedGroup::default()
            .with_group_id(GroupId(text(name)))
            .with_group_state(text("Stable"))
            .with_group_type(text("classic"));
        ListGroupsResponse::default().with_groups(vec![group])
    }

    #[test]
    fn the_groups_of_all_shards_are_one_list() {
        let gone = Err(ErrorCode::NotCoordinator);
        let merged = merged(vec![Ok(listing("a")), gone, Ok(listing("b"))]);
        let names: Vec<&str> = merged
            .groups
            .iter()
            .map(|group| group.group_id.as_str())
            .collect();
        assert_eq!((merged.error_code, names), (0, vec!["a", "b"]));
        for version in 0..=5 {
            assert!(is_encodable(&merged, version), "{version}");
        }
    }

    #[test]
    fn half_a_list_is_none() {
        let loading = Err(ErrorCode::CoordinatorLoadInProgress);
        let merged = merged(vec![Ok(listing("a")), loading]);
        assert_eq!((merged.error_code, merged.groups.len()), (14, 0));
    }
}
