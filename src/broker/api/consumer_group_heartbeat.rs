//! ConsumerGroupHeartbeat (key 68), versions 0 to 1: a member of the new protocol (KIP-848) joins, stays or leaves, and
//! learns its assignment.
//!
//! Version 1 brought subscriptions by regular expression, and members that make their ids themselves.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse};

pub(crate) struct ConsumerGroupHeartbeat;

impl Api for ConsumerGroupHeartbeat {
    type Request = ConsumerGroupHeartbeatRequest;
    type Reply = ConsumerGroupHeartbeatResponse;
    const KEY: ApiKey = ApiKey::ConsumerGroupHeartbeat;
    const VERSIONS: Versions = Versions::of(0, 1);
}

impl OnBroker for ConsumerGroupHeartbeat {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: ConsumerGroupHeartbeatRequest,
    ) -> Result<ConsumerGroupHeartbeatResponse, Close> {
        if !call.role.serves_consumer_groups() {
            return Ok(refused(ErrorCode::UnsupportedVersion));
        }
        let group = request.group_id.clone();
        let asked = call.role.groups.ask(&group, call.asker(), request).await;
        Ok(asked.unwrap_or_else(refused))
    }
}

fn refused(error: ErrorCode) -> ConsumerGroupHeartbeatResponse {
    ConsumerGroupHeartbeatResponse::default().with_error_code(error.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{TestNode, text};
    use kalda_protocol::messages::{ConsumerGroupDescribeRequest, GroupId, TopicName};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_member_joins_is_described_and_leaves_in_every_version() {
        let node = TestNode::with_groups().await;
        let topic = node.create_topic("t", 2, &[]).await;
        for version in 0..=1 {
            let group = GroupId(text(&format!("g{version}")));
            let id = if version == 0 { "" } else { "m" };
            let join = ConsumerGroupHeartbeatRequest::default()
                .with_group_id(group.clone())
                .with_member_id(text(id))
                .with_rebalance_timeout_ms(10_000)
                .with_subscribed_topic_names(Some(vec![TopicName(text("t"))]))
                .with_topic_partitions(Some(Vec::new()));
            let joined = node.ask(&join, version).await;
            assert_eq!(joined.error_code, 0, "{:?}", joined.error_message);
            let member = joined.member_id.unwrap();
            assert!(!member.is_empty());
            let assigned = joined.assignment.unwrap().topic_partitions;
            assert_eq!(
                (assigned[0].topic_id, &assigned[0].partitions),
                (topic, &vec![0, 1])
            );

            let describe = ConsumerGroupDescribeRequest::default()
                .with_group_ids(vec![group.clone(), GroupId::default()])
                .with_include_authorized_operations(true);
            let described = node.ask(&describe, version).await.groups;
            let [nameless, found] = described.as_slice() else {
                panic!("{described:?}")
            };
            assert_eq!(nameless.error_code, ErrorCode::InvalidGroupId.code());
            assert_eq!((&found.group_id, &*found.group_state), (&group, "Stable"));
            assert_eq!(found.authorized_operations, crate::operations::GROUP);
            assert_eq!(found.members[0].member_id, member);

            let leave = ConsumerGroupHeartbeatRequest::default()
                .with_group_id(group)
                .with_member_id(member)
                .with_member_epoch(-1);
            let left = node.ask(&leave, version).await;
            assert_eq!((left.error_code, left.member_epoch), (0, -1));
        }
        let nameless = ConsumerGroupHeartbeatRequest::default().with_member_id(text("m"));
        let refused = node.ask(&nameless, 1).await;
        assert_eq!(refused.error_code, ErrorCode::InvalidRequest.code());
        node.stop().await;
    }
}
