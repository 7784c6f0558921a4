//! What a classic group says to commits, deletions and expiry of offsets, and how it describes itself.

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::describe_groups_response::{DescribedGroup, DescribedGroupMember};

use super::expected::*;
use super::fixture::*;
use crate::group::{CommitRule, Committer, GroupRules as _, Retention};

fn commit(world: &World, member_id: &str, epoch: i32) -> Result<(), ErrorCode> {
    let committer = Committer {
        member_id,
        instance_id: None,
        epoch,
        version: 9,
    };
    let allowed = world.group().unwrap().validate_offset_commit(committer)?;
    assert_eq!(allowed, CommitRule::AnyPartition);
    Ok(())
}

#[test]
fn commits_need_the_generation_unless_the_group_is_empty() {
    let mut world = World::new();
    let (a, b) = world.stable();
    assert_eq!(commit(&world, &a, 1), Ok(()));
    assert_eq!(commit(&world, &a, 0), Err(ErrorCode::IllegalGeneration));
    assert_eq!(commit(&world, "who", 1), Err(ErrorCode::UnknownMemberId));
    assert_eq!(commit(&world, "", -1), Err(ErrorCode::UnknownMemberId));
    assert_eq!(commit(&world, &a, -1), Err(ErrorCode::IllegalGeneration));
    world.join("a", join(&a, &[("range", "A")]));
    assert_eq!(commit(&world, &b, 1), Ok(()));
    world.join("b", join(&b, &[("range", "B")]));
    assert_eq!(commit(&world, &b, 2), Err(ErrorCode::RebalanceInProgress));
    world.leave(vec![leaving(&a, None), leaving(&b, None)]);
    assert_eq!(commit(&world, "", -1), Ok(()));
    assert_eq!(commit(&world, "who", -1), Ok(()));
    assert_eq!(commit(&world, &b, 3), Err(ErrorCode::UnknownMemberId));
    assert_eq!(commit(&world, "", 3), Err(ErrorCode::UnknownMemberId));
}

#[test]
fn offsets_expire_when_the_group_is_empty_and_of_topics_that_consumers_left() {
    let mut world = World::new();
    let retention = |world: &World| world.group().unwrap().retention();
    world.join("a", join("", &[("range", "A")]));
    assert_eq!(retention(&world), Retention::SinceCommit);
    let mut world = World::new();
    let (a, b) = world.stable();
    assert_eq!(retention(&world), Retention::Forever);
    world.leave(vec![leaving(&a, None), leaving(&b, None)]);
    assert_eq!(retention(&world), Retention::Since(world.now_ms));
    let mut value = record(1, -1, &[]);
    world.log.push(logged(value.clone()));
    world.reload();
    assert_eq!(retention(&world), Retention::SinceCommit);
    value = record(1, 5, &[("m", "\0\0\0\0\0\0\0\0\0\0", "")]);
    value.protocol_type = "consumer".to_owned();
    world.log.push(logged(value));
    world.reload();
    assert_eq!(retention(&world), Retention::SinceCommit);
    world.join(
        "m",
        join("m", &[("range", "?")]).with_protocol_type(text("consumer")),
    );
    world.pass(1);
    assert_eq!(world.state(), "CompletingRebalance");
    assert_eq!(retention(&world), Retention::Forever);
}

#[test]
fn groups_with_members_are_not_deleted_and_offsets_only_of_consumers() {
    let mut world = World::new();
    let (a, b) = world.stable();
    let non_empty = Err(ErrorCode::NonEmptyGroup);
    assert_eq!(world.group().unwrap().validate_delete(), non_empty);
    assert_eq!(world.group().unwrap().validate_offset_delete(), non_empty);
    world.leave(vec![leaving(&a, None), leaving(&b, None)]);
    assert_eq!(world.group().unwrap().validate_delete(), Ok(()));
    assert_eq!(world.group().unwrap().validate_offset_delete(), Ok(()));
    let mut value = record(1, 5, &[("m", "", "")]);
    value.protocol_type = "consumer".to_owned();
    world.log.push(logged(value));
    world.reload();
    assert_eq!(world.group().unwrap().validate_delete(), non_empty);
    assert_eq!(world.group().unwrap().validate_offset_delete(), Ok(()));
}

#[test]
fn a_group_is_described_with_metadata_if_it_is_stable() {
    let mut world = World::new();
    let (a, b) = world.stable();
    let member = |member: &str, client, metadata: &'static str, assignment: &'static str| {
        DescribedGroupMember::default()
            .with_member_id(text(member))
            .with_client_id(text(client))
            .with_client_host(text("/10.0.0.1"))
            .with_member_metadata(metadata.into())
            .with_member_assignment(assignment.into())
    };
    let group = DescribedGroup::default()
        .with_group_id(text(GROUP).into())
        .with_protocol_type(text("test"));
    assert_eq!(
        world.group().unwrap().describe(GROUP),
        group
            .clone()
            .with_group_state(text("Stable"))
            .with_protocol_data(text("range"))
            .with_members(vec![
                member(&a, "a", "A", "for-a"),
                member(&b, "b", "B", "for-b")
            ])
    );
    world.join("a", join(&a, &[("range", "A")]));
    assert_eq!(
        world.group().unwrap().describe(GROUP),
        group
            .with_group_state(text("PreparingRebalance"))
            .with_members(vec![
                member(&a, "a", "", "for-a"),
                member(&b, "b", "", "for-b")
            ])
    );
}

#[test]
fn a_commit_is_a_sign_of_life() {
    let mut world = World::new();
    let (a, b) = world.stable();
    for _ in 0..3 {
        world.pass(9_000);
        world.committed(&a);
        world.committed(&b);
    }
    assert_eq!(world.state(), "Stable");
}
