//! Groups and their offsets over restarts, crashes, damage and loss of their log.

use std::time::Instant;

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::delete_topics_request::DeleteTopicState;
use kalda_protocol::messages::describe_configs_request::DescribeConfigsResource;
use kalda_protocol::messages::join_group_request::JoinGroupRequestProtocol;
use kalda_protocol::messages::offset_commit_request::{
    OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kalda_protocol::messages::offset_fetch_request::OffsetFetchRequestGroup;
use kalda_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, DeleteTopicsRequest, DescribeConfigsRequest,
    FindCoordinatorRequest, GroupId, HeartbeatRequest, JoinGroupRequest, JoinGroupResponse,
    MetadataRequest, OffsetCommitRequest, OffsetFetchRequest, ProduceRequest, StrBytes,
    SyncGroupRequest,
};
use kalda_records::{AppendBatch, BatchSettings};
use tokio::time::{Duration, sleep, timeout};

use super::fixture::{Client, PATIENCE, TestNode, batch_with, topic_name};

const OFFSETS: &str = "__consumer_offsets";
const JOIN: i16 = 9;
const SYNC: i16 = 5;
const HEARTBEAT: i16 = 4;
const COMMIT: i16 = 9;
const FETCH: i16 = 9;

async fn node() -> TestNode {
    TestNode::start_with(&[
        ("offsets.topic.replication.factor", "1"),
        ("offsets.topic.num.partitions", "5"),
        ("group.initial.rebalance.delay.ms", "0"),
    ])
    .await
}

fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

fn group_id(group: &str) -> GroupId {
    GroupId(text(group))
}

/// Wait until a coordinator answers for `group`, as clients do.
async fn coordinated(client: &mut Client, group: &str) {
    let find = FindCoordinatorRequest::default().with_coordinator_keys(vec![text(group)]);
    let found = async {
        loop {
            let found = client.ask(6, &find).await.coordinators.remove(0);
            match ErrorCode::from_code(found.error_code) {
                Some(ErrorCode::None) => match fetch_error(client, group).await {
                    ErrorCode::None => return,
                    error => assert!(is_passing(error), "{error:?}"),
                },
                error => assert_eq!(error, Some(ErrorCode::CoordinatorNotAvailable)),
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, found).await.unwrap();
}

fn is_passing(error: ErrorCode) -> bool {
    matches!(
        error,
        ErrorCode::CoordinatorLoadInProgress | ErrorCode::NotCoordinator
    )
}

fn error(code: i16) -> ErrorCode {
    ErrorCode::from_code(code).unwrap()
}

async fn commit(client: &mut Client, group: &str, member: (&str, i32), offset: i64) -> ErrorCode {
    let partition = OffsetCommitRequestPartition::default()
        .with_partition_index(0)
        .with_committed_offset(offset)
        .with_committed_metadata(Some(text("here")));
    let topic = OffsetCommitRequestTopic::default()
        .with_name(topic_name("t"))
        .with_partitions(vec![partition]);
    let request = OffsetCommitRequest::default()
        .with_group_id(group_id(group))
        .with_member_id(text(member.0))
        .with_generation_id_or_member_epoch(member.1)
        .with_topics(vec![topic]);
    let answer = client.ask(COMMIT, &request).await;
    error(answer.topics[0].partitions[0].error_code)
}

fn fetch_request(group: &str) -> OffsetFetchRequest {
    let group = OffsetFetchRequestGroup::default()
        .with_group_id(group_id(group))
        .with_member_epoch(-1)
        .with_topics(None);
    OffsetFetchRequest::default().with_groups(vec![group])
}

async fn fetch_error(client: &mut Client, group: &str) -> ErrorCode {
    let mut answer = client.ask(FETCH, &fetch_request(group)).await;
    error(answer.groups.remove(0).error_code)
}

/// The committed offset of partition 0 of `t`.
async fn committed(client: &mut Client, group: &str) -> Option<i64> {
    let mut answer = client.ask(FETCH, &fetch_request(group)).await;
    let group = answer.groups.remove(0);
    assert_eq!(error(group.error_code), ErrorCode::None);
    let mut partitions = group.topics.into_iter().flat_map(|it| it.partitions);
    partitions.next().map(|it| it.committed_offset)
}

fn join_request(group: &str, member: &str) -> JoinGroupRequest {
    let protocol = JoinGroupRequestProtocol::default()
        .with_name(text("range"))
        .with_metadata(Bytes::from_static(b"wants"));
    JoinGroupRequest::default()
        .with_group_id(group_id(group))
        .with_session_timeout_ms(30_000)
        .with_rebalance_timeout_ms(60_000)
        .with_member_id(text(member))
        .with_protocol_type(text("consumer"))
        .with_protocols(vec![protocol])
}

/// A member id from the coordinator.
async fn named(client: &mut Client, group: &str) -> String {
    let named = client.ask(JOIN, &join_request(group, "")).await;
    assert_eq!(error(named.error_code), ErrorCode::MemberIdRequired);
    named.member_id.to_string()
}

/// Join a group of nobody else and be assigned something; member id and generation.
async fn join_alone(client: &mut Client, group: &str) -> (String, i32) {
    let member = named(client, group).await;
    let joined = client.ask(JOIN, &join_request(group, &member)).await;
    assert_eq!(error(joined.error_code), ErrorCode::None);
    let assignment = SyncGroupRequestAssignment::default()
        .with_member_id(text(&member))
        .with_assignment(Bytes::from_static(b"gets"));
    let sync = SyncGroupRequest::default()
        .with_group_id(group_id(group))
        .with_generation_id(joined.generation_id)
        .with_member_id(text(&member))
        .with_protocol_type(Some(text("consumer")))
        .with_protocol_name(Some(text("range")))
        .with_assignments(vec![assignment]);
    let synced = client.ask(SYNC, &sync).await;
    assert_eq!(error(synced.error_code), ErrorCode::None);
    assert_eq!(&synced.assignment[..], b"gets");
    (member, joined.generation_id)
}

async fn heartbeat(client: &mut Client, group: &str, (member, generation): (&str, i32)) -> i16 {
    let request = HeartbeatRequest::default()
        .with_group_id(group_id(group))
        .with_generation_id(generation)
        .with_member_id(text(member));
    client.ask(HEARTBEAT, &request).await.error_code
}

#[tokio::test(flavor = "multi_thread")]
async fn members_generations_and_offsets_survive_a_stop_and_a_crash() {
    let node = node().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    coordinated(&mut client, "g").await;
    let (member, generation) = join_alone(&mut client, "g").await;
    let who = (member.as_str(), generation);
    assert_eq!(commit(&mut client, "g", who, 11).await, ErrorCode::None);
    let node = node.restart().await;
    let mut client = node.connect().await;
    coordinated(&mut client, "g").await;
    assert_eq!(heartbeat(&mut client, "g", who).await, 0);
    assert_eq!(committed(&mut client, "g").await, Some(11));
    assert_eq!(commit(&mut client, "g", who, 12).await, ErrorCode::None);
    let late = (member.as_str(), generation - 1);
    assert_eq!(
        commit(&mut client, "g", late, 99).await,
        ErrorCode::IllegalGeneration
    );
    let node = node.crash().await;
    let mut client = node.connect().await;
    coordinated(&mut client, "g").await;
    assert_eq!(committed(&mut client, "g").await, Some(12));
    assert_eq!(heartbeat(&mut client, "g", who).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_the_new_protocol_goes_on_after_a_restart() {
    let node = node().await;
    let topic_id = node.topic("t", 3, &[]).await;
    let mut client = node.connect().await;
    coordinated(&mut client, "g").await;
    let member = text("AAAAAAAAAAAAAAAAAAAAAQ");
    let heartbeat = ConsumerGroupHeartbeatRequest::default()
        .with_group_id(group_id("g"))
        .with_member_id(member.clone())
        .with_rebalance_timeout_ms(30_000)
        .with_subscribed_topic_names(Some(vec![topic_name("t")]))
        .with_topic_partitions(Some(Vec::new()));
    let joined = client.ask(1, &heartbeat).await;
    assert_eq!(error(joined.error_code), ErrorCode::None);
    let assigned = joined.assignment.unwrap().topic_partitions;
    assert_eq!(assigned[0].topic_id, topic_id);
    assert_eq!(assigned[0].partitions, [0, 1, 2]);
    let epoch = joined.member_epoch;
    let who = (member.as_str(), epoch);
    assert_eq!(commit(&mut client, "g", who, 4).await, ErrorCode::None);
    let node = node.restart().await;
    let mut client = node.connect().await;
    coordinated(&mut client, "g").await;
    let heartbeat = ConsumerGroupHeartbeatRequest::default()
        .with_group_id(group_id("g"))
        .with_member_id(member.clone())
        .with_member_epoch(epoch)
        .with_rebalance_timeout_ms(-1)
        .with_subscribed_topic_names(None)
        .with_topic_partitions(None);
    let beaten = client.ask(1, &heartbeat).await;
    assert_eq!(error(beaten.error_code), ErrorCode::None);
    assert_eq!(beaten.member_epoch, epoch);
    assert_eq!(commit(&mut client, "g", who, 5).await, ErrorCode::None);
    assert_eq!(committed(&mut client, "g").await, Some(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_topic_of_groups_is_made_as_configured() {
    let node = node().await;
    let mut client = node.connect().await;
    coordinated(&mut client, "g").await;
    let everything = MetadataRequest::default().with_topics(None);
    let topic = client.ask(12, &everything).await.topics.remove(0);
    assert_eq!(topic.name, Some(topic_name(OFFSETS)));
    assert!(topic.is_internal);
    assert_eq!(topic.partitions.len(), 5);
    let resource = DescribeConfigsResource::default()
        .with_resource_type(2)
        .with_resource_name(text(OFFSETS))
        .with_configuration_keys(None);
    let request = DescribeConfigsRequest::default().with_resources(vec![resource]);
    let described = client.ask(4, &request).await.results.remove(0).configs;
    let set_on_topic = described.iter().filter(|it| it.config_source == 1);
    let mut set: Vec<_> = set_on_topic
        .map(|it| (it.name.as_str(), it.value.as_deref().unwrap()))
        .collect();
    set.sort_unstable();
    let expected = [
        ("cleanup.policy", "compact"),
        ("compression.type", "producer"),
        ("segment.bytes", "104857600"),
    ];
    assert_eq!(set, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_enough_brokers_for_its_replicas_there_is_no_coordinator() {
    let node = TestNode::start().await;
    let mut client = node.connect().await;
    let find = FindCoordinatorRequest::default().with_coordinator_keys(vec![text("g")]);
    for _ in 0..5 {
        let found = client.ask(6, &find).await.coordinators.remove(0);
        assert_eq!(error(found.error_code), ErrorCode::CoordinatorNotAvailable);
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(
        fetch_error(&mut client, "g").await,
        ErrorCode::NotCoordinator
    );
    let everything = MetadataRequest::default().with_topics(None);
    assert!(client.ask(12, &everything).await.topics.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn commits_of_many_clients_at_once_are_all_there_after_a_crash() {
    let node = node().await;
    node.topic("t", 1, &[]).await;
    coordinated(&mut node.connect().await, "any").await;
    let mut running = tokio::task::JoinSet::new();
    for index in 0..16 {
        let mut client = node.connect().await;
        let group = format!("group-{index}");
        running.spawn(async move {
            coordinated(&mut client, &group).await;
            for offset in 0..=50 {
                let committed = commit(&mut client, &group, ("", -1), offset).await;
                assert_eq!(committed, ErrorCode::None);
            }
        });
    }
    running.join_all().await;
    let node = node.crash().await;
    let mut client = node.connect().await;
    for index in 0..16 {
        let group = format!("group-{index}");
        coordinated(&mut client, &group).await;
        assert_eq!(committed(&mut client, &group).await, Some(50), "{group}");
    }
}

/// Write `bytes` to every partition of the groups' topic, as only the admin client may.
async fn write_to_groups(client: &mut Client, bytes: &Bytes) {
    let partitions = (0..5).map(|index| {
        PartitionProduceData::default()
            .with_index(index)
            .with_records(Some(bytes.clone()))
    });
    let topic = TopicProduceData::default()
        .with_name(topic_name(OFFSETS))
        .with_partition_data(partitions.collect());
    let request = ProduceRequest::default()
        .with_acks(-1)
        .with_timeout_ms(10_000)
        .with_topic_data(vec![topic]);
    client.send_as("__admin_client", 12, &request).await;
    let answer = client.answer::<ProduceRequest>(12).await.unwrap();
    let partitions = answer.responses[0].partition_responses.iter();
    for partition in partitions {
        assert_eq!(error(partition.error_code), ErrorCode::None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_make_no_sense_harm_no_group() {
    let node = node().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let groups = ["g", "h", "i"];
    for group in groups {
        coordinated(&mut client, group).await;
        let before = commit(&mut client, group, ("", -1), 1).await;
        assert_eq!(before, ErrorCode::None);
    }
    // The key `k` is too short to be that of any record.
    let nonsense = batch_with(BatchSettings::default(), 0, &["nonsense", "more of it"]);
    assert!(AppendBatch::from_wire(nonsense.clone()).is_ok());
    write_to_groups(&mut client, &nonsense).await;
    for group in groups {
        let after = commit(&mut client, group, ("", -1), 2).await;
        assert_eq!(after, ErrorCode::None);
    }
    let node = node.restart().await;
    let mut client = node.connect().await;
    for group in groups {
        coordinated(&mut client, group).await;
        assert_eq!(committed(&mut client, group).await, Some(2));
    }
}

/// Has a second member join the group of a first one that does not answer to the rebalance.
async fn wait_for_the_other(node: &TestNode, group: &str) -> Client {
    let mut first = node.connect().await;
    coordinated(&mut first, group).await;
    join_alone(&mut first, group).await;
    let mut second = node.connect().await;
    let member = named(&mut second, group).await;
    second.send(JOIN, &join_request(group, &member)).await;
    second
}

async fn joined(client: &mut Client) -> JoinGroupResponse {
    client.answer::<JoinGroupRequest>(JOIN).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_broker_sends_members_away_that_wait_for_others() {
    let node = node().await;
    let mut waiting = wait_for_the_other(&node, "g").await;
    sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    let (refused, _restarted) = tokio::join!(joined(&mut waiting), node.restart());
    assert_eq!(error(refused.error_code), ErrorCode::NotCoordinator);
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_their_log_groups_are_gone_and_begin_anew() {
    let node = node().await;
    node.topic("t", 1, &[]).await;
    let mut waiting = wait_for_the_other(&node, "g").await;
    let mut client = node.connect().await;
    assert_eq!(commit(&mut client, "h", ("", -1), 5).await, ErrorCode::None);
    let topic = DeleteTopicState::default().with_name(Some(topic_name(OFFSETS)));
    let request = DeleteTopicsRequest::default()
        .with_topics(vec![topic])
        .with_timeout_ms(10_000);
    let deleted = client.ask(6, &request).await.responses.remove(0);
    assert_eq!(error(deleted.error_code), ErrorCode::None);
    let refused = joined(&mut waiting).await;
    assert_eq!(error(refused.error_code), ErrorCode::NotCoordinator);
    let gone = async {
        while fetch_error(&mut client, "h").await != ErrorCode::NotCoordinator {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, gone).await.unwrap();
    // Only who looks for a coordinator has the topic created.
    let everything = MetadataRequest::default().with_topics(None);
    let topics = client.ask(12, &everything).await.topics;
    assert_eq!(topics.len(), 1);
    coordinated(&mut client, "h").await;
    assert_eq!(committed(&mut client, "h").await, None);
    let (member, generation) = join_alone(&mut client, "g").await;
    assert_eq!(heartbeat(&mut client, "g", (&member, generation)).await, 0);
}
