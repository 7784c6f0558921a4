//! Groups and their offsets over restarts, crashes, damage and loss of their log.

use std::time::Instant;

use bytes::Bytes;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::join_group_request::JoinGroupRequestProtocol;
use kalda_protocol::messages::offset_commit_request::{
    OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kalda_protocol::messages::offset_fetch_request::OffsetFetchRequestGroup;
use kalda_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, FindCoordinatorRequest, GroupId, HeartbeatRequest,
    JoinGroupRequest, JoinGroupResponse, OffsetCommitRequest, OffsetFetchRequest, StrBytes,
    SyncGroupRequest,
};
use tokio::time::{Duration, sleep, timeout};

use super::fixture::{Client, PATIENCE, TestNode, topic_name};

const JOIN: i16 = 9;
const SYNC: i16 = 5;
const HEARTBEAT: i16 = 4;
const COMMIT: i16 = 9;
const FETCH: i16 = 9;

pub(crate) async fn node() -> TestNode {
    TestNode::start_with(&[
        ("offsets.topic.replication.factor", "1"),
        ("offsets.topic.num.partitions", "5"),
        ("group.initial.rebalance.delay.ms", "0"),
    ])
    .await
}

pub(crate) fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

pub(crate) fn group_id(group: &str) -> GroupId {
    GroupId(text(group))
}

/// Wait until a coordinator answers for `group`, as clients do.
pub(crate) async fn coordinated(client: &mut Client, group: &str) {
    let find = FindCoordinatorRequest::default().with_coordinator_keys(vec![text(group)]);
    let found = async {
        loop {
            let found = client.ask(6, &find).await.coordinators.remove(0);
            if found.error_code == 0 {
                let error = fetch_error(client, group).await;
                if error == ErrorCode::None {
                    return;
                }
                assert!(is_passing(error), "{error:?}");
            } else {
                let waiting = ErrorCode::CoordinatorNotAvailable;
                assert_eq!(error(found.error_code), waiting);
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

pub(crate) fn error(code: i16) -> ErrorCode {
    ErrorCode::from_code(code).unwrap()
}

pub(crate) async fn commit(
    client: &mut Client,
    group: &str,
    member: (&str, i32),
    offset: i64,
) -> ErrorCode {
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

pub(crate) async fn fetch_error(client: &mut Client, group: &str) -> ErrorCode {
    let mut answer = client.ask(FETCH, &fetch_request(group)).await;
    error(answer.groups.remove(0).error_code)
}

/// The committed offset of partition 0 of `t`.
pub(crate) async fn committed(client: &mut Client, group: &str) -> Option<i64> {
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
pub(crate) async fn join_alone(client: &mut Client, group: &str) -> (String, i32) {
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

pub(crate) async fn heartbeat(
    client: &mut Client,
    group: &str,
    (member, generation): (&str, i32),
) -> i16 {
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

/// Has a second member join the group of a first one that does not answer to the rebalance.
pub(crate) async fn wait_for_the_other(node: &TestNode, group: &str) -> Client {
    let mut first = node.connect().await;
    coordinated(&mut first, group).await;
    join_alone(&mut first, group).await;
    let mut second = node.connect().await;
    let member = named(&mut second, group).await;
    second.send(JOIN, &join_request(group, &member)).await;
    second
}

pub(crate) async fn joined(client: &mut Client) -> JoinGroupResponse {
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
