//! Members with an instance id.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::{ConsumerGroupHeartbeatRequest, StrBytes};

use super::super::fixture::{World, assigned, beat, join, topic_id};
use super::super::member::MemberState;
use super::super::records;
use super::{GROUP, at, error, member, parts, since};

fn named(request: ConsumerGroupHeartbeatRequest) -> ConsumerGroupHeartbeatRequest {
    request.with_instance_id(Some(StrBytes::from_static_str("i")))
}

fn world() -> World {
    let mut world = World::new();
    world.create_topic(1, "a", 2);
    world.heartbeat(named(join("m1", &["a"])));
    world
}

#[test]
fn an_instance_that_left_for_a_while_comes_back_to_its_partitions_without_a_rebalance() {
    let mut world = world();
    let (written, response) = world.heartbeat(named(beat("m1", -2)));
    let mut old = member("m1", &["a"]);
    old.instance_id = Some("i".into());
    let left = at(
        &old,
        (-2, 0),
        MemberState::Stable,
        since(&[(1, &[(0, 0), (1, 0)])]),
    );
    assert_eq!(written, vec![records::current_assignment(GROUP, &left)]);
    assert_eq!(response.member_epoch, -2);

    let (written, response) = world.heartbeat(named(join("m2", &["a"])));
    let mut new = old.renamed("m2".into());
    new.assigned.clone_from(&left.assigned);
    let back = at(&new, (2, 0), MemberState::Stable, left.assigned.clone());
    assert_eq!(
        written,
        vec![
            records::current_assignment_tombstone(GROUP, "m1"),
            records::target_assignment_tombstone(GROUP, "m1"),
            records::member_metadata_tombstone(GROUP, "m1"),
            records::member_metadata(GROUP, &new),
            records::target_assignment(GROUP, "m2", &parts(&[(1, &[0, 1])])),
            records::current_assignment(GROUP, &new),
            records::current_assignment(GROUP, &back),
        ]
    );
    assert_eq!(response.member_epoch, 2);
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0, 1])]));
    let (_, response) = world.heartbeat(named(beat("m1", 2)));
    assert_eq!(error(&response), ErrorCode::FencedInstanceId);
}

#[test]
fn an_instance_that_is_there_keeps_its_place() {
    let mut world = world();
    let (written, response) = world.heartbeat(named(join("m2", &["a"])));
    assert_eq!(error(&response), ErrorCode::UnreleasedInstanceId);
    assert_eq!(written, vec![]);
    let (_, response) = world.heartbeat(named(beat("m2", -1)));
    assert_eq!(error(&response), ErrorCode::FencedInstanceId);
}

#[test]
fn an_instance_that_does_not_come_back_in_time_is_removed() {
    let mut world = world();
    world.heartbeat(named(beat("m1", -2)));
    assert_eq!(world.pass(44_999), vec![]);
    assert_eq!(world.pass(1).len(), 4);
    let (_, response) = world.heartbeat(named(beat("m1", -2)));
    assert_eq!(error(&response), ErrorCode::UnknownMemberId);
}

#[test]
fn an_instance_of_a_full_group_may_come_back() {
    let mut world = world();
    world.settings.consumer.max_size = 1;
    world.heartbeat(named(beat("m1", -2)));
    let (_, response) = world.heartbeat(named(join("m2", &["a"])));
    assert_eq!(error(&response), ErrorCode::None);
}
