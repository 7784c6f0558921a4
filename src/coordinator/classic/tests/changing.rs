//! Groups that change their protocol: to the classic one, and from it.

use kalda_protocol::ErrorCode;
use kalda_protocol::group_records::{
    ConsumerGroupMetadataKey, ConsumerGroupMetadataValue, GroupRecord,
};

use super::expected::*;
use super::fixture::*;

#[test]
fn an_empty_group_of_the_new_protocol_becomes_a_classic_one_when_a_new_member_joins() {
    let mut world = World::new();
    let group_id = GROUP.to_owned();
    let key = ConsumerGroupMetadataKey { group_id };
    let value = ConsumerGroupMetadataValue {
        epoch: 1,
        ..ConsumerGroupMetadataValue::default()
    };
    let record = GroupRecord::ConsumerGroupMetadata(key, Some(value));
    world.log.push(record);
    world.reload();
    assert!(world.shard.groups.contains_key(GROUP) && world.group().is_none());
    assert_eq!(
        world.join("a", join("who", &[("range", "A")])),
        answers(vec![(1, refused("who", ErrorCode::UnknownMemberId))])
    );
    let told = world.join("a", join("", &[("range", "A")]));
    let (last, tombstones) = told.records.split_last().unwrap();
    assert_eq!(*last, logged(new_record(START_MS)));
    let deleted = tombstones.iter().map(GroupRecord::name);
    assert_eq!(
        deleted.collect::<Vec<_>>(),
        [
            "ConsumerGroupTargetAssignmentMetadata",
            "ConsumerGroupPartitionMetadata",
            "ConsumerGroupMetadata"
        ]
    );
    world.reload();
    assert_eq!(world.state(), "Empty");
}

#[test]
fn whoever_waits_in_a_group_that_changes_its_protocol_is_to_join_again() {
    let mut world = World::new();
    let (a, b) = world.stable();
    world.join("a", join(&a, &[("range", "A")]));
    assert_eq!(
        world.interrupt(),
        answers(vec![(5, refused(&a, ErrorCode::RebalanceInProgress))])
    );
    world.join("a", join(&a, &[("range", "A")]));
    world.join("b", join(&b, &[("range", "B")]));
    world.sync(sync(2, &b, &[]));
    assert_eq!(
        world.interrupt(),
        answers(vec![(8, not_synced(ErrorCode::RebalanceInProgress))])
    );
}

#[test]
fn members_of_a_group_that_became_classic_have_a_sessions_time_and_rebalance_if_asked_to() {
    for rebalance in [false, true] {
        let mut world = World::new();
        let (a, b) = (id("a", 1), id("b", 2));
        let value = record(7, START_MS, &[(&a, "A", "x"), (&b, "B", "y")]);
        assert_eq!(world.becomes_classic(value, rebalance), nothing());
        let (state, told) = match rebalance {
            true => ("PreparingRebalance", ErrorCode::RebalanceInProgress),
            false => ("Stable", ErrorCode::None),
        };
        assert_eq!(world.state(), state);
        world.pass(i64::from(SESSION_MS) - 1);
        assert_eq!(
            world.heartbeat(heartbeat(7, &a)),
            answers(vec![(1, alive(told))])
        );
        world.pass(1);
        assert_eq!(world.group().unwrap().members().count(), 1);
    }
}
