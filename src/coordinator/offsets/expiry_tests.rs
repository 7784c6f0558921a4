//! When the offsets of groups without members expire, and their groups with them.

use kalda_protocol::group_records::{GroupMetadataKey, GroupRecord};

use crate::effects::Effects;
use crate::fixture::{World, commit, offset_record, offset_tombstone, offset_value, plain};
use crate::request::Request;
use crate::shard::{GroupShard, Replayed};

use super::MAX_EXPIRED_AT_ONCE;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn group_tombstone(group: &str) -> GroupRecord {
    let key = GroupMetadataKey {
        group: group.to_owned(),
    };
    GroupRecord::GroupMetadata(key, None)
}

fn world() -> World {
    let mut world = World::new();
    world.settings.offsets.retention_ms = DAY_MS;
    world
}

#[test]
fn the_offsets_of_a_client_outside_of_groups_expire_after_their_last_commit() {
    let mut world = world();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 1), (1, 2)])));
    assert_eq!(world.pass(DAY_MS / 2), Effects::default());
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 3)])));
    let first = world.pass(DAY_MS * 3 / 4);
    assert_eq!(first.records, [offset_tombstone("g", "a", 1)]);
    assert!(world.shard.groups.contains_key("g"));
    let second = world.pass(DAY_MS / 2);
    let expected = [offset_tombstone("g", "a", 0), group_tombstone("g")];
    assert_eq!(second.records, expected);
    assert!(world.shard.groups.is_empty());
    assert_eq!(world.pass(DAY_MS), Effects::default());
}

#[test]
fn a_time_of_the_offset_itself_goes_before_the_retention() {
    let mut world = world();
    let request = commit("g", "a", &[(0, 1)]).with_retention_time_ms(DAY_MS / 4);
    world.ask_now(Request::OffsetCommit(request));
    let request = commit("g", "a", &[(1, 1)]).with_retention_time_ms(DAY_MS * 2);
    world.ask_now(Request::OffsetCommit(request));
    let first = world.pass(DAY_MS / 2);
    assert_eq!(first.records, [offset_tombstone("g", "a", 0)]);
    assert_eq!(world.pass(DAY_MS), Effects::default());
    let second = world.pass(DAY_MS);
    let expected = [offset_tombstone("g", "a", 1), group_tombstone("g")];
    assert_eq!(second.records, expected);
}

#[test]
fn a_transaction_under_way_keeps_its_partition_and_the_group() {
    let mut world = world();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 1), (1, 2)])));
    let value = offset_value("a", 20, world.now_ms);
    world.replay(Replayed::Record {
        record: offset_record(("g", "a", 0), value.clone()),
        transaction: Some(5),
    });
    world.replay(Replayed::Record {
        record: offset_record(("h", "a", 0), value),
        transaction: Some(5),
    });
    let effects = world.pass(2 * DAY_MS);
    assert_eq!(effects.records, [offset_tombstone("g", "a", 1)]);
    world.replay(Replayed::Marker {
        producer_id: 5,
        committed: false,
    });
    let effects = world.pass(DAY_MS);
    let expected = [
        offset_tombstone("g", "a", 0),
        group_tombstone("g"),
        group_tombstone("h"),
    ];
    assert_eq!(effects.records, expected);
}

#[test]
fn many_offsets_expire_in_parts_so_that_others_are_served_meanwhile() {
    let mut world = world();
    let many = i32::try_from(MAX_EXPIRED_AT_ONCE).unwrap() + 5;
    for partition in 0..many {
        let value = offset_value("a", 1, world.now_ms);
        world
            .shard
            .replay(&plain(offset_record(("g", "a", partition), value)));
    }
    world.now_ms += DAY_MS;
    let effects = world.step(GroupShard::tick);
    assert_eq!(effects.records.len(), MAX_EXPIRED_AT_ONCE);
    assert_eq!(world.shard.next_deadline(), Some(world.now_ms + 100));
    let effects = world.pass(100);
    assert_eq!(effects.records.len(), 6);
    assert_eq!(effects.records.last(), Some(&group_tombstone("g")));
    assert_eq!(world.shard.next_deadline(), Some(world.now_ms + 600_000));
}

#[test]
fn the_look_for_what_has_expired_comes_back_at_its_interval() {
    let mut world = world();
    world.settings.offsets.retention_check_interval_ms = 1_000;
    let first = world.shard.next_deadline().unwrap();
    assert_eq!(first, world.now_ms + 600_000);
    world.pass(600_000);
    assert_eq!(world.shard.next_deadline(), Some(first + 1_000));
}
