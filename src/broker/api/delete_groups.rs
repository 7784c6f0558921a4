//! DeleteGroups (key 42), versions 0 to 2: deletes groups without members, with their offsets.
//!
//! The versions differ in their encoding alone. A group that is named twice is deleted once and answered once.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
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
    use crate::fixture::{TestNode, text};
    use kalda_protocol::messages::offset_commit_request::{
        OffsetCommitRequestPartition, OffsetCommitRequestTopic,
    };
    use kalda_protocol::messages::{
        DescribeGroupsRequest, ListGroupsRequest, OffsetCommitRequest, StrBytes, TopicName,
    };

    #[test]
    fn a_group_is_deleted_where_it_is_named_first() {
        let names = |names: &[&str]| names.iter().map(|name| GroupId(text(name))).collect();
        let request =
            DeleteGroupsRequest::default().with_groups_names(names(&["b", "a", "b", "c"]));
        let expected: Vec<GroupId> = names(&["b", "a", "c"]);
        assert_eq!(named_once(request).groups_names, expected);
    }

    async fn commit(node: &TestNode, group: &str) {
        let topic = OffsetCommitRequestTopic::default()
            .with_name(TopicName(text("t")))
            .with_partitions(vec![OffsetCommitRequestPartition::default()]);
        let request = OffsetCommitRequest::default()
            .with_group_id(GroupId(text(group)))
            .with_topics(vec![topic]);
        let answer = node.ask(&request, 9).await;
        assert_eq!(answer.topics[0].partitions[0].error_code, 0);
    }

    async fn listed(node: &TestNode, states: &[&str], version: i16) -> Vec<StrBytes> {
        let states: Vec<StrBytes> = states.iter().map(|state| text(state)).collect();
        let request = ListGroupsRequest::default().with_states_filter(states);
        let answer = node.ask(&request, version).await;
        assert_eq!(answer.error_code, 0);
        let groups = answer.groups.into_iter();
        let mut names: Vec<StrBytes> = groups.map(|group| group.group_id.0).collect();
        names.sort();
        names
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn groups_of_several_shards_are_listed_and_deleted_and_answered_in_order() {
        let node = TestNode::with_groups().await;
        node.create_topic("t", 1, &[]).await;
        for version in 0..=2 {
            for group in ["a", "b", "c"] {
                commit(&node, group).await;
            }
            let everything = ["a", "b", "c"].map(text);
            for version in 0..=5 {
                assert_eq!(listed(&node, &[], version).await, everything);
            }
            assert_eq!(listed(&node, &["Empty"], 5).await, everything);
            assert!(listed(&node, &["NoSuchState"], 5).await.is_empty());

            let names = ["c", "nobody", "a", "b"];
            let groups: Vec<GroupId> = names.map(|name| GroupId(text(name))).to_vec();
            let request = DeleteGroupsRequest::default().with_groups_names(groups.clone());
            let results = node.ask(&request, version).await.results;
            let told: Vec<(&str, i16)> = results
                .iter()
                .map(|result| (result.group_id.as_str(), result.error_code))
                .collect();
            assert_eq!(told, [("c", 0), ("nobody", 69), ("a", 0), ("b", 0)]);
            assert!(listed(&node, &[], 5).await.is_empty());
            for version in 0..=6 {
                let request = DescribeGroupsRequest::default().with_groups(groups.clone());
                let described = node.ask(&request, version).await.groups;
                let order = described.iter().map(|group| &group.group_id);
                assert!(order.eq(&groups), "{version}");
                for group in described {
                    let error = if version < 6 { 0 } else { 69 };
                    assert_eq!((&*group.group_state, group.error_code), ("Dead", error));
                }
            }
        }
        node.stop().await;
    }
}
