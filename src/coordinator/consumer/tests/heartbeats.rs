//! Joining, keeping up, being fenced and leaving.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::StrBytes;

use super::super::fixture::{World, assigned, beat, join, owned, topic_id};
use super::super::member::{MemberState, Owned};
use super::super::{records, topics};
use super::{GROUP, at, error, member, parts, since};

fn hash(world: &World) -> i64 {
    topics::metadata_hash(&world.group().unwrap().topics, &world.image)
}

#[test]
fn the_first_member_gets_all_partitions_with_its_first_heartbeat() {
    let mut world = World::new();
    world.create_topic(1, "a", 3);
    let (written, response) = world.heartbeat(join("m1", &["a"]));
    let new = member("m1", &["a"]);
    let there = at(
        &new,
        (2, 0),
        MemberState::Stable,
        since(&[(1, &[(0, 2), (1, 2), (2, 2)])]),
    );
    assert_eq!(
        written,
        vec![
            records::member_metadata(GROUP, &new),
            records::group_epoch(GROUP, 2, hash(&world)),
            records::target_assignment(GROUP, "m1", &parts(&[(1, &[0, 1, 2])])),
            records::target_epoch(GROUP, 2, world.now_ms),
            records::current_assignment(GROUP, &there),
        ]
    );
    assert_eq!(response.member_epoch, 2);
    assert_eq!(response.member_id.as_deref(), Some("m1"));
    assert_eq!(response.heartbeat_interval_ms, 5_000);
    assert_eq!(
        assigned(&response),
        Some(vec![(topic_id(1), vec![0, 1, 2])])
    );
    assert_eq!(world.group().unwrap().state_name(), "Stable");
}

#[test]
fn a_heartbeat_without_news_writes_nothing_and_repeats_the_assignment_only_to_those_who_say_all() {
    let mut world = World::new();
    world.create_topic(1, "a", 1);
    world.heartbeat(join("m1", &["a"]));
    let (written, response) = world.heartbeat(beat("m1", 2));
    assert_eq!(written, vec![]);
    assert_eq!(assigned(&response), None);
    let full = join("m1", &["a"])
        .with_member_epoch(2)
        .with_topic_partitions(owned(&[(1, &[0])]));
    let (written, response) = world.heartbeat(full);
    assert_eq!(written, vec![]);
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0])]));
}

#[test]
fn partitions_go_to_their_new_owner_only_when_the_old_one_has_given_them_up() {
    let mut world = World::new();
    world.create_topic(1, "a", 2);
    world.heartbeat(join("m1", &["a"]));

    let (written, response) = world.heartbeat(join("m2", &["a"]));
    let second = member("m2", &["a"]);
    let waits = at(
        &second,
        (3, 0),
        MemberState::UnreleasedPartitions,
        Owned::new(),
    );
    assert_eq!(
        written,
        vec![
            records::member_metadata(GROUP, &second),
            records::group_epoch(GROUP, 3, hash(&world)),
            records::target_assignment(GROUP, "m1", &parts(&[(1, &[0])])),
            records::target_assignment(GROUP, "m2", &parts(&[(1, &[1])])),
            records::target_epoch(GROUP, 3, world.now_ms),
            records::current_assignment(GROUP, &waits),
        ]
    );
    assert_eq!(response.member_epoch, 3);
    assert_eq!(assigned(&response), Some(vec![]));

    // It is told to give partition 1 up, stays in its epoch until then, and nothing moves meanwhile.
    let (written, response) = world.heartbeat(beat("m1", 2));
    let first = member("m1", &["a"]);
    let mut revokes = at(
        &first,
        (2, 2),
        MemberState::UnrevokedPartitions,
        since(&[(1, &[(0, 2)])]),
    );
    revokes.pending_revocation = since(&[(1, &[(1, 2)])]);
    assert_eq!(written, vec![records::current_assignment(GROUP, &revokes)]);
    assert_eq!(response.member_epoch, 2);
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0])]));
    let both = beat("m1", 2).with_topic_partitions(owned(&[(1, &[0, 1])]));
    assert_eq!(world.heartbeat(both).0, vec![]);
    // Its previous epoch is this one from now on.
    let waits = at(
        &second,
        (3, 3),
        MemberState::UnreleasedPartitions,
        Owned::new(),
    );
    let written = world.heartbeat(beat("m2", 3)).0;
    assert_eq!(written, vec![records::current_assignment(GROUP, &waits)]);
    assert_eq!(world.heartbeat(beat("m2", 3)).0, vec![]);

    let one = beat("m1", 2).with_topic_partitions(owned(&[(1, &[0])]));
    let (written, response) = world.heartbeat(one);
    let done = at(
        &first,
        (3, 2),
        MemberState::Stable,
        since(&[(1, &[(0, 2)])]),
    );
    assert_eq!(written, vec![records::current_assignment(GROUP, &done)]);
    assert_eq!(response.member_epoch, 3);

    let (written, response) = world.heartbeat(beat("m2", 3));
    let has = at(
        &second,
        (3, 3),
        MemberState::Stable,
        since(&[(1, &[(1, 3)])]),
    );
    assert_eq!(written, vec![records::current_assignment(GROUP, &has)]);
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![1])]));
}

#[test]
fn a_member_that_does_not_give_up_partitions_in_time_is_removed() {
    let mut world = World::new();
    world.create_topic(1, "a", 2);
    world.heartbeat(join("m1", &["a"]));
    world.heartbeat(join("m2", &["a"]));
    world.heartbeat(beat("m1", 2));
    world.pass(20_000);
    world.heartbeat(beat("m1", 2).with_topic_partitions(owned(&[(1, &[0, 1])])));
    world.heartbeat(beat("m2", 3));
    assert_eq!(world.pass(9_999), vec![]);
    let written = world.pass(1);
    assert_eq!(
        written,
        vec![
            records::current_assignment_tombstone(GROUP, "m1"),
            records::target_assignment_tombstone(GROUP, "m1"),
            records::member_metadata_tombstone(GROUP, "m1"),
            records::group_epoch(GROUP, 4, hash(&world)),
        ]
    );
    let (_, response) = world.heartbeat(beat("m1", 2));
    assert_eq!(error(&response), ErrorCode::UnknownMemberId);
    let (_, response) = world.heartbeat(beat("m2", 3));
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0, 1])]));
}

#[test]
fn a_member_that_is_not_heard_of_for_its_session_is_removed() {
    let mut world = World::new();
    world.create_topic(1, "a", 2);
    world.heartbeat(join("m1", &["a"]));
    world.pass(44_999);
    world.heartbeat(beat("m1", 2));
    assert_eq!(world.pass(44_999), vec![]);
    assert_eq!(world.pass(1).len(), 4);
    assert_eq!(world.group().unwrap().state_name(), "Empty");
}

#[test]
fn epochs_ahead_and_behind_are_fenced_except_the_one_whose_answer_may_be_lost() {
    let mut world = World::new();
    world.create_topic(1, "a", 4);
    world.heartbeat(join("m1", &["a"]));
    let (_, response) = world.heartbeat(beat("m1", 3));
    assert_eq!(error(&response), ErrorCode::FencedMemberEpoch);
    assert_eq!(
        response.error_message.as_deref(),
        Some(
            "The consumer group member has a greater member epoch (3) than the one known by the group coordinator (2). \
             The member must abandon all its partitions and rejoin."
        )
    );
    world.add_partitions(1, 4..5);
    let (_, response) = world.heartbeat(beat("m1", 2));
    assert_eq!(response.member_epoch, 3);
    let previous = beat("m1", 2);
    let (_, response) = world.heartbeat(previous.clone());
    assert_eq!(error(&response), ErrorCode::FencedMemberEpoch);
    let (_, response) =
        world.heartbeat(previous.clone().with_topic_partitions(owned(&[(1, &[0])])));
    assert_eq!(
        (error(&response), response.member_epoch),
        (ErrorCode::None, 3)
    );
    let (_, response) = world.heartbeat(previous.with_topic_partitions(owned(&[(2, &[0])])));
    assert_eq!(error(&response), ErrorCode::FencedMemberEpoch);
    let (_, response) = world.heartbeat(beat("m1", 1).with_topic_partitions(owned(&[])));
    assert_eq!(error(&response), ErrorCode::FencedMemberEpoch);
}

#[test]
fn who_makes_the_member_id_depends_on_the_version() {
    let mut world = World::new();
    world.version = 0;
    let (_, response) = world.heartbeat(join("", &["a"]));
    assert_eq!(error(&response), ErrorCode::None);
    assert_eq!(response.member_id.as_deref().map(str::len), Some(22));
    world.version = 1;
    let (written, response) = world.heartbeat(join("", &["a"]));
    assert_eq!(error(&response), ErrorCode::InvalidRequest);
    assert_eq!(
        response.error_message.as_deref(),
        Some("MemberId can't be empty.")
    );
    assert_eq!(written, vec![]);
}

#[test]
fn requests_that_make_no_sense_are_refused_in_kafkas_words() {
    let mut world = World::new();
    let text = StrBytes::from_static_str;
    for (request, expected) in [
        (
            join("m", &[]).with_instance_id(Some(text(" "))),
            "InstanceId can't be empty.",
        ),
        (
            join("m", &[]).with_rack_id(Some(text(""))),
            "RackId can't be empty.",
        ),
        (
            join("m", &[]).with_rebalance_timeout_ms(-1),
            "RebalanceTimeoutMs must be provided in first request.",
        ),
        (
            join("m", &[]).with_topic_partitions(None),
            "TopicPartitions must be empty when (re-)joining.",
        ),
        (
            join("m", &[]).with_subscribed_topic_names(None),
            "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.",
        ),
        (beat("m", -2), "InstanceId can't be null."),
        (beat("m", -3), "MemberEpoch is invalid."),
    ] {
        let (written, response) = world.heartbeat(request);
        assert_eq!(error(&response), ErrorCode::InvalidRequest, "{expected}");
        assert_eq!(response.error_message.as_deref(), Some(expected));
        assert_eq!(written, vec![]);
    }
    let (_, response) = world.heartbeat(join("m", &[]).with_server_assignor(Some(text("best"))));
    assert_eq!(error(&response), ErrorCode::UnsupportedAssignor);
    let (_, response) = world.heartbeat(beat("m", 5));
    assert_eq!(error(&response), ErrorCode::GroupIdNotFound);
    assert!(world.group().is_none());
}

#[test]
fn a_full_group_takes_no_more_members() {
    let mut world = World::new();
    world.settings.consumer.max_size = 1;
    world.heartbeat(join("m1", &[]));
    let (written, response) = world.heartbeat(join("m2", &[]));
    assert_eq!(error(&response), ErrorCode::GroupMaxSizeReached);
    assert_eq!(written, vec![]);
    let (_, response) = world.heartbeat(join("m1", &[]));
    assert_eq!(error(&response), ErrorCode::None);
}

#[test]
fn the_subscriptions_of_a_group_are_limited() {
    let mut world = World::new();
    let long = "a".repeat(200);
    let names: Vec<String> = (0..2_000).map(|number| format!("{long}{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    world.heartbeat(join("m1", &names));
    world.heartbeat(join("m2", &names));
    let (written, response) = world.heartbeat(join("m3", &names));
    assert_eq!(error(&response), ErrorCode::GroupMaxSizeReached);
    assert_eq!(written, vec![]);
    let (_, response) = world.heartbeat(join("m3", &["a"]));
    assert_eq!(error(&response), ErrorCode::None);
    let group = world.group().unwrap();
    let (first, second) = (&group.members["m1"].topics, &group.members["m2"].topics);
    assert!(std::sync::Arc::ptr_eq(first, second), "kept once");
}

#[test]
fn targets_are_made_once_per_interval() {
    let mut world = World::new();
    world.settings.consumer.assignment_interval_ms = 1_000;
    world.create_topic(1, "a", 2);
    world.heartbeat(join("m1", &["a"]));
    world.pass(999);
    let (_, response) = world.heartbeat(join("m2", &["a"]));
    assert_eq!(response.member_epoch, 2);
    let group = world.group().unwrap();
    assert_eq!(
        (group.epoch, group.target.epoch, group.state_name()),
        (3, 2, "Assigning")
    );
    world.pass(1);
    let (_, response) = world.heartbeat(beat("m2", 2));
    assert_eq!(response.member_epoch, 3);
    world.configure_group("consumer.assignment.interval.ms", "60000");
    world.heartbeat(join("m3", &["a"]));
    world.pass(14_999);
    world.heartbeat(beat("m3", 3));
    assert_eq!(
        world.group().unwrap().target.epoch,
        3,
        "15 s are the most a group may have"
    );
    world.pass(1);
    world.heartbeat(beat("m3", 3));
    assert_eq!(world.group().unwrap().target.epoch, 4);
}

#[test]
fn times_of_the_group_hold_within_the_brokers_limits() {
    let mut world = World::new();
    world.configure_group("consumer.heartbeat.interval.ms", "7000");
    world.configure_group("consumer.session.timeout.ms", "50000");
    let (_, response) = world.heartbeat(join("m1", &[]));
    assert_eq!(response.heartbeat_interval_ms, 7_000);
    assert_eq!(world.pass(49_999), vec![]);
    world.configure_group("consumer.session.timeout.ms", "600000");
    world.configure_group("consumer.heartbeat.interval.ms", "1");
    let (_, response) = world.heartbeat(beat("m1", 1));
    assert_eq!(response.heartbeat_interval_ms, 5_000);
    assert_eq!(world.pass(59_999), vec![]);
    assert_eq!(world.pass(1).len(), 4);
}

#[test]
fn topics_that_come_grow_and_go_are_seen_with_the_next_heartbeat() {
    let mut world = World::new();
    let (_, response) = world.heartbeat(join("m1", &["a"]));
    assert_eq!(assigned(&response), Some(vec![]));
    world.create_topic(1, "a", 1);
    let (_, response) = world.heartbeat(beat("m1", 2));
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0])]));
    world.add_partitions(1, 1..2);
    let (_, response) = world.heartbeat(beat("m1", 3));
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0, 1])]));
    world.create_topic(2, "b", 9);
    assert_eq!(world.heartbeat(beat("m1", 4)).0, vec![]);
    world.delete_topic(1);
    let (_, response) = world.heartbeat(beat("m1", 4));
    assert_eq!(assigned(&response), Some(vec![]));
    let gone = beat("m1", 4).with_topic_partitions(owned(&[]));
    assert_eq!(world.heartbeat(gone).1.member_epoch, 5);
}

#[test]
fn a_member_that_leaves_takes_its_records_with_it() {
    let mut world = World::new();
    world.create_topic(1, "a", 1);
    world.heartbeat(join("m1", &["a"]));
    let (written, response) = world.heartbeat(beat("m1", -1));
    assert_eq!(
        written,
        vec![
            records::current_assignment_tombstone(GROUP, "m1"),
            records::target_assignment_tombstone(GROUP, "m1"),
            records::member_metadata_tombstone(GROUP, "m1"),
            records::group_epoch(GROUP, 3, 0),
        ]
    );
    assert_eq!(response.member_epoch, -1);
    assert_eq!(world.shard.next_deadline(), None);
    let (_, response) = world.heartbeat(beat("m1", -1));
    assert_eq!(error(&response), ErrorCode::UnknownMemberId);
}
