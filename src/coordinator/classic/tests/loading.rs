//! What is left of a group when its shard is loaded.

use kalda_protocol::ErrorCode;
use kalda_protocol::group_records::{GroupMetadataKey, GroupRecord};

use super::expected::*;
use super::fixture::*;
use crate::classic::group::State;

#[test]
fn a_loaded_group_is_stable_and_its_members_go_on() {
    let mut world = World::new();
    let (a, b) = world.stable();
    assert_eq!(world.reload(), nothing());
    assert_eq!(world.state(), "Stable");
    assert_eq!(
        world.heartbeat(heartbeat(1, &a)),
        answers(vec![(5, alive(ErrorCode::None))])
    );
    assert_eq!(
        world.sync(sync(1, &b, &[])),
        answers(vec![(6, synced("for-b"))])
    );
    // Nothing is heard of them any more.
    world.pass(i64::from(SESSION_MS));
    assert_eq!(world.state(), "Empty");
}

#[test]
fn a_rebalance_under_way_is_forgotten_and_the_last_generation_holds() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.join("a", join(&a, &[("range", "A2")]));
    world.reload();
    assert_eq!(world.state(), "Stable");
    // The follower learns of no change, the leader starts over.
    assert_eq!(
        world.join("b", join(&b, &[("range", "B")])),
        answers(vec![(6, follower(1, &a, &b))])
    );
    assert_eq!(world.join("a", join(&a, &[("range", "A2")])), nothing());
    assert_eq!(world.state(), "PreparingRebalance");
}

#[test]
fn a_loaded_group_knows_only_the_protocol_that_was_chosen() {
    let mut world = World::new();
    world.version = 3;
    let both: &[(&str, &str)] = &[("range", "A"), ("sticky", "S")];
    world.join("a", join("", both));
    world.join("b", join("", both));
    world.pass(2 * DELAY_MS);
    let (a, b) = (id("a", 1), id("b", 2));
    world.sync(sync(1, &a, &[]));
    world.sync(sync(1, &b, &[]));
    world.reload();
    // So a member that supports more than that has changed, as in Kafka.
    assert_eq!(world.join("b", join(&b, both)), nothing());
    assert_eq!(world.state(), "PreparingRebalance");
}

#[test]
fn an_empty_group_and_a_deleted_one_are_loaded_as_that() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.leave(vec![leaving(&a, None), leaving(&b, None)]);
    world.reload();
    assert_eq!(world.state(), "Empty");
    assert_eq!(world.group().unwrap().generation(), 2);
    let group = GROUP.to_owned();
    let deleted = GroupRecord::GroupMetadata(GroupMetadataKey { group }, None);
    world.log.push(deleted);
    world.reload();
    assert!(world.group().is_none());
}

#[test]
fn a_loaded_group_that_is_too_large_by_now_rebalances_and_loses_who_comes_last() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.settings.max_size = 1;
    world.reload();
    assert_eq!(world.state(), "PreparingRebalance");
    assert_eq!(world.join("b", join(&b, &[("range", "B")])), nothing());
    assert_eq!(
        world.join("a", join(&a, &[("range", "A")])),
        answers(vec![(6, refused("", ErrorCode::GroupMaxSizeReached))])
    );
    assert_eq!(
        world.pass(i64::from(REBALANCE_MS)),
        answers(vec![(5, leader(2, &b, &[(&b, "B")]))])
    );
}

#[test]
fn records_that_make_no_sense_are_loaded_as_far_as_they_do() {
    let mut world = World::new();
    let mut value = record(
        7,
        5,
        &[("m1", "A", "x"), ("m2", "B", "y"), ("m1", "C", "z")],
    );
    for member in &mut value.members {
        member.rebalance_timeout = -1;
        member.session_timeout = i32::MIN;
    }
    value.members[0].group_instance_id = Some("i".to_owned());
    value.members[1].group_instance_id = Some("i".to_owned());
    value.leader = Some("who".to_owned());
    value.protocol = None;
    value.generation = i32::MAX;
    world.log.push(logged(value));
    world.shard = crate::shard::GroupShard::default();
    for record in world.log.clone() {
        world.shard.replay_record(&record, None);
    }
    let group = world.group().unwrap();
    assert_eq!(group.members().count(), 2);
    assert_eq!(group.state, State::Stable);
    assert!(group.leader.is_some());
    assert_eq!(
        (group.check_members(), group.check_counts()),
        (Ok(()), Ok(()))
    );
}

#[test]
fn offsets_of_a_loaded_consumer_group_are_kept_for_the_topics_of_its_members() {
    use crate::group::GroupRules as _;
    let mut world = World::new();
    let subscription = "\0\u{1}\0\0\0\u{1}\0\u{2}t1\0\0\0\0";
    let mut value = record(1, 5, &[("m", subscription, "")]);
    value.protocol_type = "consumer".to_owned();
    world.log.push(logged(value.clone()));
    world.reload();
    let group = world.group().unwrap();
    assert!(group.is_subscribed_to("t1") && !group.is_subscribed_to("t2"));

    value.members[0].subscription = b"what?".to_vec();
    world.log.push(logged(value));
    world.reload();
    let group = world.group().unwrap();
    assert!(group.is_subscribed_to("t1") && group.is_subscribed_to("t2"));
}
