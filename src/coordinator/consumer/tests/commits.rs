//! Who may commit and fetch offsets, and what is left of a group that is deleted.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;

use super::super::fixture::{World, beat, join, owned, topic_id};
use super::super::records;
use super::GROUP;
use crate::group::{CommitRule, Committer, GroupRules as _};

/// Member m1 at epoch 3, with partition 0 since epoch 2 and partition 2 since epoch 3.
fn world() -> World {
    let mut world = World::new();
    world.create_topic(1, "a", 2);
    world.heartbeat(join("m1", &["a"]));
    world.add_partitions(1, 2..3);
    world.heartbeat(beat("m1", 2).with_topic_partitions(owned(&[(1, &[0, 1])])));
    world
}

fn committer(member_id: &str, epoch: i32, version: i16) -> Committer<'_> {
    Committer {
        member_id,
        instance_id: None,
        epoch,
        version,
    }
}

#[test]
fn commits_are_checked_by_epoch_and_older_ones_by_partition() {
    let world = world();
    let group = world.group().unwrap();
    let commit = |epoch| group.validate_offset_commit(committer("m1", epoch, 10));
    assert_eq!(commit(3), Ok(CommitRule::AnyPartition));
    assert_eq!(commit(4), Err(ErrorCode::StaleMemberEpoch));
    let rule = CommitRule::PartitionByPartition {
        member: Arc::from("m1"),
        epoch: 2,
    };
    assert_eq!(commit(2), Ok(rule));
    let partition =
        |epoch, partition| group.validate_partition_commit("m1", epoch, topic_id(1), partition);
    assert_eq!(partition(2, 0), Ok(()));
    assert_eq!(partition(1, 0), Err(ErrorCode::StaleMemberEpoch));
    assert_eq!(partition(2, 2), Err(ErrorCode::StaleMemberEpoch));
    assert_eq!(partition(2, 9), Err(ErrorCode::StaleMemberEpoch));
    let unknown = group.validate_offset_commit(committer("m9", 3, 10));
    assert_eq!(unknown, Err(ErrorCode::UnknownMemberId));
    let outside = group.validate_offset_commit(committer("", -1, 10));
    assert_eq!(outside, Err(ErrorCode::UnknownMemberId));
    let old = group.validate_offset_commit(committer("m1", 3, 8));
    assert_eq!(old, Err(ErrorCode::UnsupportedVersion));
}

#[test]
fn fetches_are_checked_by_epoch_if_they_name_a_member() {
    let world = world();
    let group = world.group().unwrap();
    assert_eq!(group.validate_offset_fetch(None, -1), Ok(()));
    assert_eq!(group.validate_offset_fetch(Some("m1"), 3), Ok(()));
    let stale = Err(ErrorCode::StaleMemberEpoch);
    assert_eq!(group.validate_offset_fetch(Some("m1"), 2), stale);
    let unknown = Err(ErrorCode::UnknownMemberId);
    assert_eq!(group.validate_offset_fetch(Some("m9"), 3), unknown);
}

#[test]
fn only_an_empty_group_can_be_deleted_and_takes_commits_of_anyone() {
    let mut world = world();
    let group = world.group().unwrap();
    assert_eq!(group.validate_delete(), Err(ErrorCode::NonEmptyGroup));
    assert!(group.is_subscribed_to("a"));
    world.heartbeat(beat("m1", -1));
    let group = world.group().unwrap();
    assert_eq!(group.validate_delete(), Ok(()));
    assert!(!group.is_subscribed_to("a"));
    let anyone = group.validate_offset_commit(committer("", -1, 10));
    assert_eq!(anyone, Ok(CommitRule::AnyPartition));
    assert_eq!(
        group.tombstones(&group.id),
        vec![
            records::target_epoch_tombstone(GROUP),
            records::partition_metadata_tombstone(GROUP),
            records::group_tombstone(GROUP),
        ]
    );
}
