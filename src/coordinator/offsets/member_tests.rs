//! Commits, fetches and deletions of groups that have members.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::offset_delete_request::{
    OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use kalda_protocol::messages::offset_fetch_request::OffsetFetchRequestGroup;
use kalda_protocol::messages::{
    HeartbeatRequest, LeaveGroupRequest, OffsetCommitRequest, OffsetDeleteRequest,
    OffsetFetchRequest,
};

use crate::fixture::members::{Joined, beat, join, owned, sync};
use crate::fixture::{
    World, commit, group_id, offset_record, offset_tombstone, offset_value, text, topic_name,
};
use crate::request::{Answer, Request};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The error of a commit of one partition. Refused commits have no effect.
fn try_commit(world: &mut World, request: OffsetCommitRequest) -> ErrorCode {
    let before = format!("{:?}", world.shard.offsets);
    let group = request.group_id.to_string();
    let topic = request.topics[0].name.to_string();
    let partition = request.topics[0].partitions[0].clone();
    let (records, answer) = world.ask_now(Request::OffsetCommit(request));
    let Answer::OffsetCommit(answer) = answer else {
        panic!("{answer:?}");
    };
    let error = ErrorCode::from_code(answer.topics[0].partitions[0].error_code).unwrap();
    if error == ErrorCode::None {
        let value = offset_value(&topic, partition.committed_offset, world.now_ms);
        let place = (group.as_str(), topic.as_str(), partition.partition_index);
        assert_eq!(records, [offset_record(place, value)]);
    } else {
        assert_eq!(records, []);
        assert_eq!(format!("{:?}", world.shard.offsets), before);
    }
    error
}

fn commit_as(member: &str, epoch: i32) -> OffsetCommitRequest {
    commit("g", "a", &[(0, 10)])
        .with_member_id(text(member))
        .with_generation_id_or_member_epoch(epoch)
}

fn try_fetch(world: &mut World, member: Option<&str>, epoch: i32) -> ErrorCode {
    let group = OffsetFetchRequestGroup::default()
        .with_group_id(group_id("g"))
        .with_member_id(member.map(text))
        .with_member_epoch(epoch)
        .with_topics(None);
    let request = OffsetFetchRequest::default().with_groups(vec![group]);
    let (_, answer) = world.ask_now(Request::OffsetFetch(request));
    let Answer::OffsetFetch(answer) = answer else {
        panic!("{answer:?}");
    };
    ErrorCode::from_code(answer.groups[0].error_code).unwrap()
}

/// The errors of the request and of its partition.
fn try_delete(world: &mut World, topic: &str) -> (ErrorCode, Option<ErrorCode>) {
    let topic = OffsetDeleteRequestTopic::default()
        .with_name(topic_name(topic))
        .with_partitions(vec![OffsetDeleteRequestPartition::default()]);
    let request = OffsetDeleteRequest::default()
        .with_group_id(group_id("g"))
        .with_topics(vec![topic]);
    let (_, answer) = world.ask_now(Request::OffsetDelete(request));
    let Answer::OffsetDelete(answer) = answer else {
        panic!("{answer:?}");
    };
    let topic = answer.topics.first();
    let error = topic.map(|topic| ErrorCode::from_code(topic.partitions[0].error_code).unwrap());
    (ErrorCode::from_code(answer.error_code).unwrap(), error)
}

fn leave(world: &mut World, joined: &Joined) {
    let member = MemberIdentity::default().with_member_id(text(&joined.member));
    let request = LeaveGroupRequest::default()
        .with_group_id(group_id("g"))
        .with_members(vec![member]);
    world.ask_now(Request::LeaveGroup(request));
}

#[test]
fn members_of_a_classic_group_commit_in_its_generation() {
    let mut world = World::new();
    let Joined { member, generation } = world.stable_classic("g", &["a"]);
    for (member, epoch, expected) in [
        (member.as_str(), generation, ErrorCode::None),
        (&member, generation + 1, ErrorCode::IllegalGeneration),
        (&member, generation - 1, ErrorCode::IllegalGeneration),
        (&member, -1, ErrorCode::IllegalGeneration),
        ("somebody", generation, ErrorCode::UnknownMemberId),
        ("", -1, ErrorCode::UnknownMemberId),
        ("", generation, ErrorCode::UnknownMemberId),
    ] {
        let error = try_commit(&mut world, commit_as(member, epoch));
        assert_eq!(error, expected, "{member} in {epoch}");
    }
    let request = commit_as(&member, generation).with_group_instance_id(Some(text("i")));
    assert_eq!(try_commit(&mut world, request), ErrorCode::UnknownMemberId);
}

#[test]
fn who_commits_between_joining_and_the_assignment_is_told_that_the_group_rebalances() {
    let mut world = World::new();
    let joined = world.join_classic("g", &["a"]);
    let request = commit_as(&joined.member, joined.generation);
    let error = try_commit(&mut world, request.clone());
    assert_eq!(error, ErrorCode::RebalanceInProgress);
    world.ask_now(Request::SyncGroup(sync("g", &joined)));
    assert_eq!(try_commit(&mut world, request.clone()), ErrorCode::None);
    // A second member wants in: what was consumed so far may still be committed.
    world.version = 3;
    let effects = world.ask(Request::JoinGroup(join("g", "", &["a"])));
    assert_eq!(effects.answers, []);
    let state = world.shard.groups["g"].rules().state_name();
    assert_eq!(state, "PreparingRebalance");
    assert_eq!(try_commit(&mut world, request), ErrorCode::None);
}

#[test]
fn a_commit_keeps_a_classic_members_session_alive() {
    let mut world = World::new();
    let joined = world.stable_classic("g", &["a"]);
    for _ in 0..3 {
        world.pass(8_000);
        let request = commit_as(&joined.member, joined.generation);
        assert_eq!(try_commit(&mut world, request), ErrorCode::None);
    }
    let heartbeat = HeartbeatRequest::default()
        .with_group_id(group_id("g"))
        .with_member_id(text(&joined.member))
        .with_generation_id(joined.generation);
    let (_, answer) = world.ask_now(Request::Heartbeat(heartbeat.clone()));
    assert_eq!(answer, Answer::Heartbeat(Default::default()));
    world.pass(10_001);
    let (_, answer) = world.ask_now(Request::Heartbeat(heartbeat));
    let Answer::Heartbeat(answer) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(answer.error_code, ErrorCode::UnknownMemberId.code());
}

#[test]
fn a_classic_group_that_is_empty_takes_commits_of_anybody_without_a_generation() {
    let mut world = World::new();
    let joined = world.stable_classic("g", &["a"]);
    leave(&mut world, &joined);
    let error = try_commit(&mut world, commit_as("", -1));
    assert_eq!(error, ErrorCode::None);
    let error = try_commit(&mut world, commit_as(&joined.member, joined.generation));
    assert_eq!(error, ErrorCode::UnknownMemberId);
}

#[test]
fn members_of_the_new_protocol_commit_with_their_epoch_and_a_version_that_has_one() {
    let mut world = World::new();
    let epoch = world.stable_consumer("g", "m", &["a"]);
    for (version, member, epoch, expected) in [
        (10, "m", epoch, ErrorCode::None),
        (9, "m", epoch, ErrorCode::None),
        (8, "m", epoch, ErrorCode::UnsupportedVersion),
        (9, "m", epoch + 1, ErrorCode::StaleMemberEpoch),
        (9, "somebody", epoch, ErrorCode::UnknownMemberId),
        (9, "", -1, ErrorCode::UnknownMemberId),
    ] {
        world.version = version;
        let error = try_commit(&mut world, commit_as(member, epoch));
        assert_eq!(error, expected, "{member} in {epoch}, version {version}");
    }
}

#[test]
fn an_older_epoch_commits_what_the_member_had_by_then() {
    let mut world = World::new();
    world.settings.consumer.assignment_interval_ms = 0;
    let first = world.stable_consumer("g", "m", &["a"]);
    let answer = world.beat(beat("g", "m", first, Some(&["a", "b"])));
    let second = answer.member_epoch;
    assert!(second > first);
    let report =
        beat("g", "m", second, None).with_topic_partitions(answer.assignment.as_ref().map(owned));
    world.beat(report);
    let of_b = commit("g", "b", &[(0, 5)]).with_member_id(text("m"));
    let error = try_commit(&mut world, commit_as("m", first));
    assert_eq!(error, ErrorCode::None);
    let request = of_b.clone().with_generation_id_or_member_epoch(second);
    assert_eq!(try_commit(&mut world, request), ErrorCode::None);
    let request = of_b.with_generation_id_or_member_epoch(first);
    assert_eq!(try_commit(&mut world, request), ErrorCode::StaleMemberEpoch);
    let error = try_commit(&mut world, commit_as("m", first - 1));
    assert_eq!(error, ErrorCode::StaleMemberEpoch);
}

#[test]
fn one_partition_of_another_member_refuses_the_whole_commit_of_an_older_epoch() {
    let mut world = World::new();
    world.settings.consumer.assignment_interval_ms = 0;
    let first = world.stable_consumer("g", "m", &["a"]);
    let answer = world.beat(beat("g", "m", first, Some(&["a", "b"])));
    let report = beat("g", "m", answer.member_epoch, None)
        .with_topic_partitions(answer.assignment.as_ref().map(owned));
    world.beat(report);
    let mut request = commit_as("m", first);
    request.topics.extend(commit("g", "b", &[(0, 5)]).topics);
    assert_eq!(try_commit(&mut world, request), ErrorCode::StaleMemberEpoch);
}

#[test]
fn members_of_the_new_protocol_fetch_with_their_epoch_and_administrators_without() {
    let mut world = World::new();
    let epoch = world.stable_consumer("g", "m", &["a"]);
    for (member, epoch, expected) in [
        (None, -1, ErrorCode::None),
        (Some("m"), epoch, ErrorCode::None),
        (Some("m"), epoch - 1, ErrorCode::StaleMemberEpoch),
        (Some("m"), epoch + 1, ErrorCode::StaleMemberEpoch),
        (Some("somebody"), epoch, ErrorCode::UnknownMemberId),
        (Some(""), -1, ErrorCode::UnknownMemberId),
    ] {
        let error = try_fetch(&mut world, member, epoch);
        assert_eq!(error, expected, "{member:?} in {epoch}");
    }
}

#[test]
fn offsets_of_topics_that_a_group_is_subscribed_to_are_not_deleted() {
    let subscribed = (ErrorCode::None, Some(ErrorCode::GroupSubscribedToTopic));
    let deleted = (ErrorCode::None, Some(ErrorCode::None));
    let mut world = World::new();
    let joined = world.stable_classic("g", &["a"]);
    assert_eq!(try_delete(&mut world, "a"), subscribed);
    assert_eq!(try_delete(&mut world, "b"), deleted);
    leave(&mut world, &joined);
    assert_eq!(try_delete(&mut world, "a"), deleted);

    let mut world = World::new();
    let epoch = world.stable_consumer("g", "m", &["a"]);
    assert_eq!(try_delete(&mut world, "a"), subscribed);
    assert_eq!(try_delete(&mut world, "b"), deleted);
    assert!(epoch > 0);
    world.beat(beat("g", "m", -1, None));
    assert_eq!(try_delete(&mut world, "a"), deleted);
}

#[test]
fn offsets_of_a_group_with_members_that_are_no_consumers_are_not_deleted() {
    let mut world = World::new();
    world.settings.initial_rebalance_delay_ms = 0;
    world.version = 3;
    let request = join("g", "", &["a"]).with_protocol_type(text("connect"));
    world.ask(Request::JoinGroup(request));
    let refused = (ErrorCode::NonEmptyGroup, None);
    assert_eq!(try_delete(&mut world, "a"), refused);
}

#[test]
fn with_members_only_offsets_of_other_topics_expire() {
    for new in [false, true] {
        let mut world = World::new();
        world.settings.offsets.retention_ms = DAY_MS;
        world.settings.max_session_timeout_ms = i32::MAX;
        let (member, epoch) = if new {
            ("m".to_owned(), world.stable_consumer("g", "m", &["a"]))
        } else {
            let joined = world.stable_classic("g", &["a"]);
            (joined.member, joined.generation)
        };
        for topic in ["a", "b"] {
            let request = commit("g", topic, &[(0, 10)])
                .with_member_id(text(&member))
                .with_generation_id_or_member_epoch(epoch);
            assert_eq!(try_commit(&mut world, request), ErrorCode::None);
        }
        world.now_ms += DAY_MS;
        let effects = world.step(|shard, context, effects| shard.expire(context, effects));
        assert_eq!(effects.records, [offset_tombstone("g", "b", 0)]);
    }
}

#[test]
fn the_offsets_of_an_empty_group_expire_after_it_became_empty() {
    let mut world = World::new();
    world.settings.offsets.retention_ms = DAY_MS;
    let joined = world.stable_classic("g", &["a"]);
    let request = commit_as(&joined.member, joined.generation);
    assert_eq!(try_commit(&mut world, request), ErrorCode::None);
    // A day of heartbeats later.
    world.now_ms += DAY_MS;
    leave(&mut world, &joined);
    world.pass(0);
    let expire = |world: &mut World| {
        world
            .step(|shard, context, effects| shard.expire(context, effects))
            .records
    };
    world.now_ms += DAY_MS - 1;
    assert_eq!(expire(&mut world), []);
    world.now_ms += 1;
    let records = expire(&mut world);
    assert_eq!(records[0], offset_tombstone("g", "a", 0));
    assert_eq!(records.len(), 2);
    assert!(world.shard.groups.is_empty());
}
