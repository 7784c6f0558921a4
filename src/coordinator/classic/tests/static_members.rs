//! Members with a `group.instance.id`.

use kalda_protocol::ErrorCode;
use kalda_protocol::group_records::{GroupRecord, MemberMetadata};
use kalda_protocol::messages::join_group_response::JoinGroupResponseMember;

use super::expected::*;
use super::fixture::*;
use crate::effects::Effects;
use crate::request::Answer;

const RANGE: &[(&str, &str)] = &[("range", "M")];

/// A stable group of the static members `i`, which leads, and `j`.
fn stable(world: &mut World) -> (String, String) {
    let (i, j) = (id("i", 1), id("j", 2));
    assert_eq!(world.join("c", static_join("i", "", RANGE)).answers, []);
    assert_eq!(world.join("c", static_join("j", "", RANGE)).answers, []);
    world.pass(2 * DELAY_MS);
    world.sync(sync(1, &i, &[(&i, "for-i"), (&j, "for-j")]));
    world.sync(sync(1, &j, &[]));
    assert_eq!(world.state(), "Stable");
    (i, j)
}

fn static_record(since_ms: i64, leader: &str, members: &[(&str, &str, &str)]) -> GroupRecord {
    let members = members
        .iter()
        .map(|(member, instance, assignment)| MemberMetadata {
            member_id: (*member).to_owned(),
            group_instance_id: Some((*instance).to_owned()),
            client_id: "c".to_owned(),
            client_host: "/10.0.0.1".to_owned(),
            rebalance_timeout: REBALANCE_MS,
            session_timeout: SESSION_MS,
            subscription: b"M".to_vec(),
            assignment: assignment.as_bytes().to_vec(),
        });
    let mut value = record(1, since_ms, &[]);
    value.protocol = Some("range".to_owned());
    value.leader = Some(leader.to_owned());
    value.members = members.collect();
    logged(value)
}

fn with_members(answer: Answer, members: &[(&str, &str)]) -> Answer {
    let Answer::JoinGroup(joined) = answer else {
        panic!("a JoinGroup is answered");
    };
    let members = members.iter().map(|(member, instance)| {
        JoinGroupResponseMember::default()
            .with_member_id(text(member))
            .with_group_instance_id(Some(text(instance)))
            .with_metadata("M".into())
    });
    Answer::JoinGroup(joined.with_members(members.collect()))
}

#[test]
fn a_follower_that_is_back_takes_its_place_without_a_rebalance() {
    let mut world = World::new();
    let (i, j) = stable(&mut world);
    let since = world.now_ms;
    let new = id("j", 5);
    assert_eq!(
        world.join("c", static_join("j", "", RANGE)),
        answers(vec![(5, follower(1, &i, &new))]).and(static_record(
            since,
            &i,
            &[(&i, "i", "for-i"), (&new, "j", "for-j")]
        ))
    );
    assert_eq!(
        world.sync(sync(1, &new, &[]).with_group_instance_id(Some(text("j")))),
        answers(vec![(6, synced("for-j"))])
    );
    // Whoever still uses the old id is told that the instance has another one.
    let fenced_instance = ErrorCode::FencedInstanceId;
    let old = heartbeat(1, &j).with_group_instance_id(Some(text("j")));
    assert_eq!(
        world.heartbeat(old),
        answers(vec![(7, alive(fenced_instance))])
    );
    assert_eq!(
        world.join("c", static_join("j", &j, RANGE)),
        answers(vec![(8, fenced(&j, fenced_instance))])
    );
    let old = sync(1, &j, &[]).with_group_instance_id(Some(text("j")));
    assert_eq!(
        world.sync(old),
        answers(vec![(9, not_synced(fenced_instance))])
    );
    assert_eq!(
        world.leave(vec![leaving(&j, Some("j"))]),
        answers(vec![(10, left(&[(&j, Some("j"), fenced_instance)]))])
    );
}

#[test]
fn a_leader_that_is_back_is_told_to_leave_the_assignment_as_it_is() {
    let mut world = World::new();
    let (_, j) = stable(&mut world);
    let new = id("i", 5);
    let mut expected = generation(1, &new, &new);
    expected.skip_assignment = true;
    let expected = with_members(Answer::JoinGroup(expected), &[(&new, "i"), (&j, "j")]);
    let told = world.join("c", static_join("i", "", RANGE));
    assert_eq!(told.answers, answers(vec![(5, expected)]).answers);
    assert_eq!(
        told.records,
        [static_record(
            world.now_ms,
            &new,
            &[(&new, "i", "for-i"), (&j, "j", "for-j")]
        )]
    );
}

#[test]
fn a_leader_of_an_old_version_that_is_back_is_made_to_believe_that_it_follows() {
    let mut world = World::new();
    let (i, _) = stable(&mut world);
    world.version = 8;
    let new = id("i", 5);
    let told = world.join("c", static_join("i", "", RANGE));
    assert_eq!(
        told.answers,
        answers(vec![(5, follower(1, &i, &new))]).answers
    );
    assert_eq!(told.records.len(), 1);
}

#[test]
fn a_member_that_is_back_with_another_choice_of_protocol_makes_a_rebalance() {
    let mut world = World::new();
    world.version = 3;
    world.join(
        "c",
        static_join("i", "", &[("range", "M"), ("sticky", "M")]),
    );
    world.join(
        "c",
        static_join("j", "", &[("range", "M"), ("sticky", "M")]),
    );
    world.pass(2 * DELAY_MS);
    world.sync(sync(1, &id("i", 1), &[]));
    world.sync(sync(1, &id("j", 2), &[]));
    let told = world.join("c", static_join("i", "", &[("sticky", "M")]));
    assert_eq!(told, nothing());
    assert_eq!(world.state(), "PreparingRebalance");
}

#[test]
fn a_member_that_is_back_while_the_leader_assigns_makes_a_rebalance() {
    let mut world = World::new();
    let (i, j) = (id("i", 1), id("j", 2));
    world.join("c", static_join("i", "", RANGE));
    world.join("c", static_join("j", "", RANGE));
    world.pass(2 * DELAY_MS);
    world.sync(sync(1, &j, &[]));
    assert_eq!(
        world.join("c", static_join("j", "", RANGE)),
        answers(vec![(3, not_synced(ErrorCode::FencedInstanceId))])
    );
    assert_eq!(world.state(), "PreparingRebalance");
    let joined = world.join("c", static_join("i", &i, RANGE));
    assert_eq!(joined.answers.len(), 2);
    assert_eq!(world.state(), "CompletingRebalance");
}

#[test]
fn whoever_waits_with_the_old_id_is_fenced() {
    let mut world = World::new();
    let i = id("i", 1);
    world.join("c", static_join("i", "", RANGE));
    assert_eq!(
        world.join("c", static_join("i", "", RANGE)),
        answers(vec![(1, fenced(&i, ErrorCode::FencedInstanceId))])
    );
    let new = id("i", 2);
    let joined = world.pass(2 * DELAY_MS);
    let expected = with_members(follower(1, &new, &new), &[(&new, "i")]);
    assert_eq!(joined, answers(vec![(2, expected)]));
}

#[test]
fn a_rebalance_keeps_static_members_that_stay_away_until_their_session_ends() {
    let mut world = World::new();
    world.settings.max_session_timeout_ms = 1_000_000;
    let patient = |instance, member: &str| {
        static_join(instance, member, RANGE).with_session_timeout_ms(400_000)
    };
    world.join("c", patient("i", ""));
    world.join("c", patient("j", ""));
    world.pass(2 * DELAY_MS);
    let (i, j) = (id("i", 1), id("j", 2));
    world.sync(sync(1, &i, &[]));
    world.sync(sync(1, &j, &[]));
    assert_eq!(world.join("c", patient("i", &i)), nothing());
    let joined = world.pass(i64::from(REBALANCE_MS));
    let expected = with_members(follower(2, &i, &i), &[(&i, "i"), (&j, "j")]);
    assert_eq!(joined, answers(vec![(5, expected)]));
    // It does not sync either, and is removed then.
    world.sync(sync(2, &i, &[]));
    world.pass(i64::from(REBALANCE_MS));
    assert_eq!(world.state(), "PreparingRebalance");
    assert_eq!(world.group().unwrap().members().count(), 1);
}

#[test]
fn an_administrator_removes_a_static_member_by_its_instance_id_alone() {
    let mut world = World::new();
    stable(&mut world);
    assert_eq!(
        world.leave(vec![leaving("", Some("i"))]),
        answers(vec![(5, left(&[("", Some("i"), ErrorCode::None)]))])
    );
    assert_eq!(world.state(), "PreparingRebalance");
}

#[test]
fn an_id_given_out_to_a_dynamic_member_is_not_for_a_static_one() {
    let mut world = World::new();
    world.join("a", join("", RANGE));
    assert_eq!(
        world.join("a", static_join("i", &id("a", 1), RANGE)),
        answers(vec![(2, refused("", ErrorCode::UnknownServerError))])
    );
    let Effects { answers, .. } = world.join("a", static_join("i", "who", RANGE));
    assert_eq!(answers[0].1, fenced("who", ErrorCode::UnknownMemberId));
}
