//! JoinGroup and rebalances.

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::StrBytes;

use super::expected::*;
use super::fixture::*;
use crate::request::Answer;

#[test]
fn a_new_dynamic_member_is_given_an_id_and_joins_with_it() {
    let mut world = World::new();
    let a = id("a", 1);
    assert_eq!(
        world.join("a", join("", &[("range", "A")])),
        answers(vec![(1, refused(&a, ErrorCode::MemberIdRequired))])
            .and(logged(new_record(START_MS)))
    );
    assert_eq!(world.join("a", join(&a, &[("range", "A")])), nothing());
    assert_eq!(
        world.pass(DELAY_MS),
        answers(vec![(2, leader(1, &a, &[(&a, "A")]))])
    );
}

#[test]
fn an_id_that_nobody_joins_with_expires_after_the_session_timeout() {
    let mut world = World::new();
    let a = id("a", 1);
    world.join("a", join("", &[("range", "A")]));
    assert_eq!(world.pass(i64::from(SESSION_MS)), nothing());
    assert_eq!(
        world.join("a", join(&a, &[("range", "A")])),
        answers(vec![(2, fenced(&a, ErrorCode::UnknownMemberId))])
    );
}

#[test]
fn before_version_4_no_id_is_required() {
    let mut world = World::new();
    assert_eq!(
        world.join_old("a", "A"),
        nothing().and(logged(new_record(START_MS)))
    );
    let a = id("a", 1);
    assert_eq!(
        world.pass(DELAY_MS),
        answers(vec![(1, leader(1, &a, &[(&a, "A")]))])
    );
}

#[test]
fn an_unknown_id_makes_no_group() {
    let mut world = World::new();
    assert_eq!(
        world.join("a", join("made-up", &[("range", "A")])),
        answers(vec![(1, refused("made-up", ErrorCode::UnknownMemberId))])
    );
    assert!(world.group().is_none());
}

#[test]
fn the_wait_for_first_members_is_extended_while_they_come_up_to_the_rebalance_timeout() {
    let mut world = World::new();
    let short = |client: &str, world: &mut World| {
        world.version = 3;
        let request = join("", &[("range", "M")]).with_rebalance_timeout_ms(8_000);
        world.join(client, request)
    };
    short("a", &mut world);
    for client in ["b", "c"] {
        assert_eq!(world.pass(2_000), nothing());
        assert_eq!(short(client, &mut world), nothing());
    }
    // 3 s, then 3 s more for b and c, then what is left of 8 s for d.
    assert_eq!(world.pass(1_500), nothing());
    assert_eq!(short("d", &mut world), nothing());
    assert_eq!(world.pass(2_499), nothing());
    assert_eq!(world.state(), "PreparingRebalance");
    assert_eq!(world.pass(1).answers.len(), 4);
    assert_eq!(world.now_ms, START_MS + 8_000);
}

#[test]
fn the_wait_for_first_members_ends_when_no_more_came() {
    let mut world = World::new();
    let (a, b) = (id("a", 1), id("b", 2));
    world.join_old("a", "A");
    world.pass(2_000);
    world.join_old("b", "B");
    assert_eq!(world.pass(3_999), nothing());
    assert_eq!(
        world.pass(1),
        answers(vec![
            (1, leader(1, &a, &[(&a, "A"), (&b, "B")])),
            (2, follower(1, &a, &b)),
        ])
    );
}

#[test]
fn a_rebalance_waits_for_all_members_and_drops_dynamic_ones_that_stay_away() {
    let mut world = World::new();
    let (a, b) = world.stable();
    // A third member makes the others join again; b does not.
    assert_eq!(world.join_old("c", "C"), nothing());
    let c = id("c", 5);
    assert_eq!(world.state(), "PreparingRebalance");
    assert_eq!(world.join("a", join(&a, &[("range", "A2")])), nothing());
    for _ in 0..9 {
        world.pass(6_000);
        let told = world.heartbeat(heartbeat(1, &b));
        let expected = (world.asked().0, alive(ErrorCode::RebalanceInProgress));
        assert_eq!(told, answers(vec![expected]));
    }
    assert_eq!(world.pass(5_999), nothing());
    assert_eq!(
        world.pass(1),
        answers(vec![
            (6, leader(2, &a, &[(&a, "A2"), (&c, "C")])),
            (5, follower(2, &a, &c)),
        ])
    );
}

#[test]
fn a_rebalance_ends_as_soon_as_the_last_member_has_joined() {
    let mut world = World::new();
    let (a, b) = world.stable();
    assert_eq!(world.join("a", join(&a, &[("range", "A")])), nothing());
    assert_eq!(
        world.join("b", join(&b, &[("range", "B")])),
        answers(vec![
            (5, leader(2, &a, &[(&a, "A"), (&b, "B")])),
            (6, follower(2, &a, &b)),
        ])
    );
}

#[test]
fn a_leader_that_does_not_join_again_is_replaced_by_one_who_does() {
    let mut world = World::new();
    let (_, b) = world.stable();
    assert_eq!(world.join("b", join(&b, &[("range", "B2")])), nothing());
    let joined = world.pass(i64::from(SESSION_MS));
    assert_eq!(joined, answers(vec![(5, leader(2, &b, &[(&b, "B2")]))]));
}

#[test]
fn the_protocol_most_members_prefer_among_those_of_all_is_chosen() {
    let mut world = World::new();
    world.version = 3;
    world.join("a", join("", &[("only-a", ""), ("x", "1"), ("y", "2")]));
    world.join("b", join("", &[("y", "3"), ("x", "4")]));
    world.join("c", join("", &[("y", "5"), ("x", "6")]));
    let joined = world.pass(2 * DELAY_MS);
    let Some((_, Answer::JoinGroup(first))) = joined.answers.into_iter().next() else {
        panic!("a JoinGroup is answered");
    };
    assert_eq!(first.protocol_name, Some(text("y")));
    let metadata: Vec<_> = first
        .members
        .iter()
        .map(|member| member.metadata.as_ref())
        .collect();
    assert_eq!(metadata, [b"2", b"3", b"5"]);
}

#[test]
fn a_member_without_a_protocol_of_all_is_refused() {
    let mut world = World::new();
    let refusal = |n| answers(vec![(n, refused("", ErrorCode::InconsistentGroupProtocol))]);
    // The group is there from now on, as in Kafka.
    assert_eq!(
        world.join("a", join("", &[])),
        refusal(1).and(logged(new_record(START_MS)))
    );
    let typeless = join("", &[("range", "")]).with_protocol_type(StrBytes::new());
    assert_eq!(world.join("a", typeless), refusal(2));
    world.join_old("a", "A");
    assert_eq!(world.join("b", join("", &[("other", "B")])), refusal(4));
    let of_other_type =
        join("", &[("range", "B")]).with_protocol_type(StrBytes::from_static_str("connect"));
    assert_eq!(world.join("b", of_other_type), refusal(5));
    // A name that comes twice is one vote, and one supporter.
    world.join("b", join("", &[("range", "B"), ("range", "again")]));
    assert_eq!(
        world.join(
            "b",
            join(&id("b", 6), &[("range", "B"), ("range", "again")])
        ),
        nothing()
    );
}

#[test]
fn a_stable_follower_that_joins_with_the_same_metadata_is_told_the_present_generation() {
    let mut world = World::new();
    let (a, b) = world.stable();
    assert_eq!(
        world.join("b", join(&b, &[("range", "B")])),
        answers(vec![(5, follower(1, &a, &b))])
    );
    assert_eq!(world.state(), "Stable");
    assert_eq!(
        world.sync(sync(1, &b, &[])),
        answers(vec![(6, synced("for-b"))])
    );
}

#[test]
fn a_stable_leader_or_changed_metadata_make_a_rebalance() {
    let mut world = World::new();
    let (a, _) = world.stable();
    assert_eq!(world.join("a", join(&a, &[("range", "A")])), nothing());
    assert_eq!(world.state(), "PreparingRebalance");

    let mut world = World::new();
    let (_, b) = world.stable();
    assert_eq!(world.join("b", join(&b, &[("range", "new")])), nothing());
    assert_eq!(world.state(), "PreparingRebalance");
}

#[test]
fn a_lost_answer_to_a_join_is_given_again_while_the_generation_is_completed() {
    let mut world = World::new();
    let (a, b) = (id("a", 1), id("b", 2));
    world.join_old("a", "A");
    world.join_old("b", "B");
    world.pass(2 * DELAY_MS);
    assert_eq!(
        world.join("a", join(&a, &[("range", "A")])),
        answers(vec![(3, leader(1, &a, &[(&a, "A"), (&b, "B")]))])
    );
    assert_eq!(
        world.join("b", join(&b, &[("range", "B")])),
        answers(vec![(4, follower(1, &a, &b))])
    );
    // With other metadata it is a new rebalance.
    assert_eq!(world.join("b", join(&b, &[("range", "B2")])), nothing());
    assert_eq!(world.state(), "PreparingRebalance");
}

#[test]
fn a_join_that_is_sent_again_takes_the_place_of_the_one_that_waits() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.join("a", join(&a, &[("range", "A")]));
    assert_eq!(
        world.join("a", join(&a, &[("range", "A3")])),
        answers(vec![(5, refused(&a, ErrorCode::RebalanceInProgress))])
    );
    assert_eq!(
        world.join("b", join(&b, &[("range", "B")])),
        answers(vec![
            (6, leader(2, &a, &[(&a, "A3"), (&b, "B")])),
            (7, follower(2, &a, &b)),
        ])
    );
}

#[test]
fn session_timeouts_out_of_bounds_and_bad_group_ids_are_refused() {
    let mut world = World::new();
    for session in [5_999, 1_800_001, -1] {
        let request = join("m", &[("range", "A")]).with_session_timeout_ms(session);
        let told = world.join("a", request);
        let refusal = refused("m", ErrorCode::InvalidSessionTimeout);
        assert_eq!(told, answers(vec![(world.asked().0, refusal)]));
    }
    for group in [String::new(), "x".repeat(40_000)] {
        let request = join("m", &[("range", "A")]).with_group_id(text(&group).into());
        let told = world.join("a", request);
        let refusal = refused("m", ErrorCode::InvalidGroupId);
        assert_eq!(told, answers(vec![(world.asked().0, refusal)]));
    }
    // Kafka takes group ids of any other length.
    let request = join("", &[("range", "A")]).with_group_id(text(&"x".repeat(4_096)).into());
    assert_eq!(world.join("a", request).records.len(), 1);
}

#[test]
fn version_0_waits_for_a_rebalance_as_long_as_for_a_session() {
    let mut world = World::new();
    world.version = 0;
    world.join(
        "a",
        join("", &[("range", "A")]).with_rebalance_timeout_ms(-1),
    );
    assert_eq!(
        world.group().unwrap().rebalance_timeout_ms(),
        i64::from(SESSION_MS)
    );
}
