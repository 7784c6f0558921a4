//! SyncGroup: assignments.

use kalda_protocol::ErrorCode;

use super::expected::*;
use super::fixture::*;

/// A group of `a`, which leads, and `b`, that waits for an assignment.
fn completing(world: &mut World) -> (String, String) {
    world.join_old("a", "A");
    world.join_old("b", "B");
    world.pass(2 * DELAY_MS);
    assert_eq!(world.state(), "CompletingRebalance");
    (id("a", 1), id("b", 2))
}

#[test]
fn followers_wait_for_the_leaders_assignment_and_all_get_theirs_with_its_record() {
    let mut world = World::new();
    let (a, b) = completing(&mut world);
    assert_eq!(world.sync(sync(1, &b, &[])), nothing());
    let completing_since = world.now_ms;
    world.pass(1_000);
    let assignments: &[(&str, &str)] = &[(&a, "for-a"), (&b, "for-b"), ("stranger", "x")];
    assert_eq!(
        world.sync(sync(1, &a, assignments)),
        answers(vec![(4, synced("for-a")), (3, synced("for-b"))]).and(logged(record(
            1,
            completing_since,
            &[(&a, "A", "for-a"), (&b, "B", "for-b")]
        )))
    );
    assert_eq!(world.state(), "Stable");
}

#[test]
fn a_member_that_the_leader_left_out_gets_nothing() {
    let mut world = World::new();
    let (a, b) = completing(&mut world);
    let since = world.now_ms;
    assert_eq!(
        world.sync(sync(1, &a, &[(&a, "for-a")])),
        answers(vec![(3, synced("for-a"))]).and(logged(record(
            1,
            since,
            &[(&a, "A", "for-a"), (&b, "B", "")]
        )))
    );
    assert_eq!(world.sync(sync(1, &b, &[])), answers(vec![(4, synced(""))]));
}

#[test]
fn a_sync_while_members_join_is_told_to_join() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.join("a", join(&a, &[("range", "A")]));
    assert_eq!(
        world.sync(sync(1, &b, &[])),
        answers(vec![(6, not_synced(ErrorCode::RebalanceInProgress))])
    );
}

#[test]
fn a_rebalance_in_the_middle_sends_away_who_waits_for_an_assignment() {
    let mut world = World::new();
    let (_, b) = completing(&mut world);
    world.sync(sync(1, &b, &[]));
    assert_eq!(
        world.join_old("c", "C"),
        answers(vec![(3, not_synced(ErrorCode::RebalanceInProgress))])
    );
}

#[test]
fn syncs_of_other_generations_members_and_protocols_are_refused() {
    let mut world = World::new();
    let (a, _) = world.stable();
    let told = |world: &mut World, request, error| {
        let effects = world.sync(request);
        let expected = answers(vec![(world.asked().0, not_synced(error))]);
        assert_eq!(effects, expected);
    };
    told(&mut world, sync(0, &a, &[]), ErrorCode::IllegalGeneration);
    told(&mut world, sync(2, &a, &[]), ErrorCode::IllegalGeneration);
    told(&mut world, sync(1, "who", &[]), ErrorCode::UnknownMemberId);
    let inconsistent = ErrorCode::InconsistentGroupProtocol;
    let of_type = sync(1, &a, &[]).with_protocol_type(Some(text("connect")));
    told(&mut world, of_type, inconsistent);
    let of_name = sync(1, &a, &[]).with_protocol_name(Some(text("sticky")));
    told(&mut world, of_name, inconsistent);
    let elsewhere = sync(1, &a, &[]).with_group_id(text("other").into());
    told(&mut world, elsewhere, ErrorCode::UnknownMemberId);
    let nowhere = sync(1, &a, &[]).with_group_id(text("").into());
    told(&mut world, nowhere, ErrorCode::InvalidGroupId);
    let right = sync(1, &a, &[])
        .with_protocol_name(Some(text("range")))
        .with_protocol_type(Some(text("test")));
    assert_eq!(world.sync(right), answers(vec![(12, synced("for-a"))]));
}

#[test]
fn members_that_never_sync_are_removed_after_the_rebalance_timeout() {
    let mut world = World::new();
    let (a, b) = completing(&mut world);
    world.sync(sync(1, &a, &[(&a, "for-a"), (&b, "for-b")]));
    assert_eq!(world.state(), "Stable");
    for _ in 0..9 {
        world.pass(6_000);
        world.heartbeat(heartbeat(1, &a));
        world.heartbeat(heartbeat(1, &b));
    }
    assert_eq!(world.pass(5_999), nothing());
    assert_eq!(world.state(), "Stable");
    assert_eq!(world.pass(1), nothing());
    assert_eq!(world.state(), "PreparingRebalance");
    let joined = world.join("a", join(&a, &[("range", "A")]));
    let expected = (world.asked().0, leader(2, &a, &[(&a, "A")]));
    assert_eq!(joined, answers(vec![expected]));
}

#[test]
fn a_sync_that_is_sent_again_takes_the_place_of_the_one_that_waits() {
    let mut world = World::new();
    let (a, b) = completing(&mut world);
    world.sync(sync(1, &b, &[]));
    assert_eq!(
        world.sync(sync(1, &b, &[])),
        answers(vec![(3, not_synced(ErrorCode::RebalanceInProgress))])
    );
    let answered = world.sync(sync(1, &a, &[(&b, "for-b")])).answers;
    assert_eq!(
        answered,
        answers(vec![(5, synced("")), (4, synced("for-b"))]).answers
    );
}

#[test]
fn whoever_waited_for_the_leader_beyond_its_session_has_a_new_one() {
    let mut world = World::new();
    let (a, b) = completing(&mut world);
    world.sync(sync(1, &b, &[]));
    for _ in 0..4 {
        world.pass(5_000);
        world.heartbeat(heartbeat(1, &a));
    }
    world.sync(sync(1, &a, &[]));
    assert_eq!(world.state(), "Stable");
    assert_eq!(world.pass(i64::from(SESSION_MS) - 1), nothing());
    assert_eq!(world.state(), "Stable");
}
