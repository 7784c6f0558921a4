//! Heartbeats, sessions that end, and LeaveGroup.

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::LeaveGroupRequest;

use super::expected::*;
use super::fixture::*;
use crate::request::Request;

#[test]
fn heartbeats_are_answered_by_state_generation_and_member() {
    let mut world = World::new();
    let (a, b) = world.stable();
    let told = |world: &mut World, request, error| {
        let effects = world.heartbeat(request);
        let expected = answers(vec![(world.asked().0, alive(error))]);
        assert_eq!(effects, expected);
    };
    told(&mut world, heartbeat(1, &a), ErrorCode::None);
    told(&mut world, heartbeat(0, &a), ErrorCode::IllegalGeneration);
    told(&mut world, heartbeat(1, "who"), ErrorCode::UnknownMemberId);
    let elsewhere = heartbeat(1, &a).with_group_id(text("other").into());
    told(&mut world, elsewhere, ErrorCode::UnknownMemberId);
    let nowhere = heartbeat(1, &a).with_group_id(text("").into());
    told(&mut world, nowhere, ErrorCode::InvalidGroupId);
    let as_static = heartbeat(1, &a).with_group_instance_id(Some(text("i")));
    told(&mut world, as_static, ErrorCode::UnknownMemberId);

    world.join("a", join(&a, &[("range", "A")]));
    told(&mut world, heartbeat(1, &b), ErrorCode::RebalanceInProgress);
    world.join("b", join(&b, &[("range", "B")]));
    assert_eq!(world.state(), "CompletingRebalance");
    told(&mut world, heartbeat(1, &b), ErrorCode::IllegalGeneration);
    told(&mut world, heartbeat(2, &b), ErrorCode::None);
}

#[test]
fn a_heartbeat_keeps_a_member_alive_while_others_join() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.join("a", join(&a, &[("range", "A")]));
    for _ in 0..3 {
        world.pass(9_000);
        world.heartbeat(heartbeat(1, &b));
    }
    assert_eq!(world.group().unwrap().members().count(), 2);
}

#[test]
fn a_member_that_is_not_heard_of_is_removed_and_the_others_rebalance() {
    let mut world = World::new();
    let (a, _) = world.stable();
    world.pass(5_000);
    world.heartbeat(heartbeat(1, &a));
    assert_eq!(world.pass(5_000), nothing());
    assert_eq!(world.state(), "PreparingRebalance");
    assert_eq!(world.group().unwrap().members().count(), 1);
}

#[test]
fn the_last_member_that_goes_leaves_an_empty_group_in_the_log() {
    let mut world = World::new();
    world.stable();
    let gone_at = world.now_ms + i64::from(SESSION_MS);
    // Both sessions end at once: the first end makes a rebalance, the second ends it.
    assert_eq!(
        world.pass(i64::from(SESSION_MS)),
        nothing().and(logged(record(2, gone_at, &[])))
    );
    assert_eq!(world.state(), "Empty");
}

#[test]
fn a_new_member_that_waits_too_long_for_its_first_answer_is_removed() {
    let mut world = World::new();
    let (a, _) = world.stable();
    let patient = join(&a, &[("range", "A")]).with_rebalance_timeout_ms(1_000_000);
    world.join("a", patient);
    world.join_old("c", "C");
    let c = world.asked().0;
    // Someone joined with no id keeps the rebalance open, and b goes on with its heartbeats.
    for _ in 0..60 {
        world.pass(4_999);
        world.heartbeat(heartbeat(1, &id("b", 2)));
    }
    let told = world.pass(60);
    assert_eq!(
        told,
        answers(vec![(c, refused("", ErrorCode::UnknownMemberId))])
    );
}

#[test]
fn members_leave_in_a_batch_with_an_answer_for_each() {
    let mut world = World::new();
    let (a, b) = world.stable();
    let pending = id("p", 5);
    world.join("p", join("", &[("range", "P")]));
    let instance = Some("i");
    let told = world.leave(vec![
        leaving("who", None),
        leaving("", None),
        leaving("", instance),
        leaving(&a, instance),
        leaving(&pending, None),
        leaving(&b, None),
    ]);
    let unknown = ErrorCode::UnknownMemberId;
    let expected = left(&[
        ("who", None, unknown),
        ("", None, unknown),
        ("", instance, unknown),
        (&a, instance, unknown),
        (&pending, None, ErrorCode::None),
        (&b, None, ErrorCode::None),
    ]);
    assert_eq!(told, answers(vec![(6, expected)]));
    assert_eq!(world.state(), "PreparingRebalance");
    assert_eq!(
        world.leave(vec![leaving(&a, None)]),
        answers(vec![(7, left(&[(&a, None, ErrorCode::None)]))]).and(logged(record(
            2,
            world.now_ms,
            &[]
        )))
    );
}

#[test]
fn who_leaves_while_its_requests_wait_is_told_so() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.join("a", join(&a, &[("range", "A")]));
    assert_eq!(
        world.leave(vec![leaving(&a, None)]),
        answers(vec![
            (5, refused("", ErrorCode::UnknownMemberId)),
            (6, left(&[(&a, None, ErrorCode::None)])),
        ])
    );
    let joined = world.join("b", join(&b, &[("range", "B")]));
    assert_eq!(joined, answers(vec![(7, leader(2, &b, &[(&b, "B")]))]));
    world.sync(sync(2, &b, &[]));

    let mut world = World::new();
    world.join_old("a", "A");
    world.join_old("b", "B");
    world.pass(2 * DELAY_MS);
    world.sync(sync(1, &b, &[]));
    assert_eq!(
        world.leave(vec![leaving(&b, None)]),
        answers(vec![
            (3, not_synced(ErrorCode::UnknownMemberId)),
            (4, left(&[(&b, None, ErrorCode::None)])),
        ])
    );
}

#[test]
fn leaving_a_group_that_is_not_there_is_refused_for_each_member() {
    let mut world = World::new();
    let unknown = ErrorCode::UnknownMemberId;
    assert_eq!(
        world.leave(vec![leaving("a", None), leaving("", Some("i"))]),
        answers(vec![(
            1,
            left(&[("a", None, unknown), ("", Some("i"), unknown)])
        )])
    );
    let told = world.ask("", Request::LeaveGroup(LeaveGroupRequest::default()));
    let crate::request::Answer::LeaveGroup(answer) = &told.answers[0].1 else {
        panic!("a LeaveGroup is answered");
    };
    assert_eq!(answer.error_code, ErrorCode::InvalidGroupId.code());
}
