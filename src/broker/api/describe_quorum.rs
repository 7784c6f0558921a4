//! DescribeQuorum (key 55), versions 0 to 2: the controllers, and who follows the metadata log.
//!
//! | version | change |
//! |---|---|
//! | 1 | times of the last fetch and of being caught up |
//! | 2 | directory ids, endpoints of the nodes, error messages |

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::controller::QuorumView;
use crate::reply::Close;
use crate::roles::{ControllerRole, now_ms};
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::describe_quorum_response::{
    Listener, Node, PartitionData, ReplicaState, TopicData,
};
use kalda_protocol::messages::{
    BrokerId, DescribeQuorumRequest, DescribeQuorumResponse, StrBytes, TopicName,
};
use kalda_protocol::uuid_text::METADATA_TOPIC;
use uuid::Uuid;

/// The first version with directory ids and the endpoints of nodes.
const NODES_FROM: i16 = 2;

pub(crate) struct DescribeQuorum;

impl Api for DescribeQuorum {
    type Request = DescribeQuorumRequest;
    type Reply = DescribeQuorumResponse;
    const KEY: ApiKey = ApiKey::DescribeQuorum;
    const VERSIONS: Versions = Versions::of(0, 2);
}

impl OnController for DescribeQuorum {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: DescribeQuorumRequest,
    ) -> Result<DescribeQuorumResponse, Close> {
        let view = call.role.view();
        let is_ours = matches!(request.topics.as_slice(), [topic]
            if topic.topic_name.as_str() == METADATA_TOPIC
                && matches!(topic.partitions.as_slice(), [only] if only.partition_index == 0));
        if !is_ours {
            return Ok(unknown(request));
        }
        let partition = match view.is_active {
            true => described(&call, &view),
            false => refused(0, ErrorCode::NotLeaderOrFollower),
        };
        let topic = TopicData::default()
            .with_topic_name(TopicName(StrBytes::from_static_str(METADATA_TOPIC)))
            .with_partitions(vec![partition]);
        let response = DescribeQuorumResponse::default().with_topics(vec![topic]);
        Ok(match call.version() {
            NODES_FROM.. => response
                .with_error_message(Some(StrBytes::new()))
                .with_nodes(nodes(&view)),
            _ => without_directories(response),
        })
    }
}

/// Directory ids cannot be left out silently: older versions have no field for them.
fn without_directories(mut response: DescribeQuorumResponse) -> DescribeQuorumResponse {
    let partitions = response.topics.iter_mut().flat_map(|it| &mut it.partitions);
    for partition in partitions {
        let voters = partition.current_voters.iter_mut();
        for replica in voters.chain(&mut partition.observers) {
            replica.replica_directory_id = Uuid::nil();
        }
    }
    response
}

fn described(call: &Call<'_, ControllerRole>, view: &QuorumView) -> PartitionData {
    let now = now_ms();
    let own = call.role.identity.node_id;
    let voters = view.voters.iter().map(|voter| {
        // The leader is always caught up with itself.
        let seen = if voter.replica.id == own { now } else { -1 };
        ReplicaState::default()
            .with_replica_id(BrokerId(voter.replica.id))
            .with_replica_directory_id(voter.replica.directory_id)
            .with_log_end_offset(voter.log_end_offset.unwrap_or(-1))
            .with_last_fetch_timestamp(seen)
            .with_last_caught_up_timestamp(seen)
    });
    let observers = call.role.reader.observers(now).into_iter();
    // A combined node follows its own log; it is shown once, as the voter that it is.
    let others = observers.filter(|observer| {
        view.voters
            .iter()
            .all(|voter| voter.replica.id != observer.replica.id)
    });
    let observers = others.map(|observer| {
        ReplicaState::default()
            .with_replica_id(BrokerId(observer.replica.id))
            .with_replica_directory_id(observer.replica.directory_id)
            .with_log_end_offset(observer.log_end_offset)
            .with_last_fetch_timestamp(observer.last_fetch_ms)
            .with_last_caught_up_timestamp(observer.last_caught_up_ms)
    });
    PartitionData::default()
        .with_leader_id(BrokerId(view.leader_id.unwrap_or(-1)))
        .with_leader_epoch(view.epoch)
        .with_high_watermark(view.high_watermark)
        .with_current_voters(voters.collect())
        .with_observers(observers.collect())
}

fn refused(index: i32, error: ErrorCode) -> PartitionData {
    PartitionData::default()
        .with_partition_index(index)
        .with_error_code(error.code())
        .with_error_message(Some(StrBytes::from_static_str(error.message())))
}

fn unknown(request: DescribeQuorumRequest) -> DescribeQuorumResponse {
    let topics = request.topics.into_iter().map(|topic| {
        let partitions = topic.partitions.iter();
        let refused =
            partitions.map(|it| refused(it.partition_index, ErrorCode::UnknownTopicOrPartition));
        let refused = refused.collect();
        TopicData::default()
            .with_topic_name(topic.topic_name)
            .with_partitions(refused)
    });
    DescribeQuorumResponse::default().with_topics(topics.collect())
}

fn nodes(view: &QuorumView) -> Vec<Node> {
    let voters = view.voter_set.iter().flat_map(|set| set.voters.iter());
    let nodes = voters.map(|voter| {
        let listeners = voter.endpoints.iter().map(|endpoint| {
            Listener::default()
                .with_name(StrBytes::from_string(endpoint.name.clone()))
                .with_host(StrBytes::from_string(endpoint.host.clone()))
                .with_port(endpoint.port)
        });
        Node::default()
            .with_node_id(BrokerId(voter.voter_id))
            .with_listeners(listeners.collect())
    });
    nodes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::TestNode;
    use kalda_protocol::messages::describe_quorum_request::{
        PartitionData as AskedPartition, TopicData as AskedTopic,
    };

    fn asking(topic: &'static str) -> DescribeQuorumRequest {
        let topic = AskedTopic::default()
            .with_topic_name(TopicName(StrBytes::from_static_str(topic)))
            .with_partitions(vec![AskedPartition::default()]);
        DescribeQuorumRequest::default().with_topics(vec![topic])
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_version_tells_what_it_has_fields_for() {
        let node = TestNode::start().await;
        for version in 0..=2 {
            let forwarded = node.ask(&asking(METADATA_TOPIC), version).await;
            let answer = node.ask_controller(&asking(METADATA_TOPIC), version).await;
            for answer in [forwarded, answer] {
                let partition = &answer.topics[0].partitions[0];
                assert_eq!((partition.error_code, partition.leader_id.0), (0, 1));
                let voter = &partition.current_voters[0];
                assert_eq!(voter.last_fetch_timestamp > 0, version >= 1, "{version}");
                assert_eq!(voter.replica_directory_id.is_nil(), version < 2);
                assert_eq!(answer.nodes.len(), usize::from(version >= 2));
            }
        }
        node.stop().await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn other_topics_are_unknown() {
        let node = TestNode::start().await;
        let answer = node.ask(&asking("other"), 2).await;
        assert_eq!(answer.topics[0].partitions[0].error_code, 3);
        node.stop().await;
    }
}
