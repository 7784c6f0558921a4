//! OffsetDelete, and what becomes of the offsets of deleted topics.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::OffsetDeleteRequest;
use kalda_protocol::messages::offset_delete_request::{
    OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use kalda_protocol::messages::offset_delete_response::{
    OffsetDeleteResponse, OffsetDeleteResponsePartition, OffsetDeleteResponseTopic,
};
use uuid::Uuid;

use crate::effects::Effects;
use crate::fixture::{
    World, commit, group_id, offset_record, offset_tombstone, offset_value, topic_name,
};
use crate::request::{Answer, Request};
use crate::shard::{GroupShard, Replayed};

fn delete(group: &str, topic: &str, partitions: &[i32]) -> OffsetDeleteRequest {
    let partitions = partitions
        .iter()
        .map(|index| OffsetDeleteRequestPartition::default().with_partition_index(*index));
    let topic = OffsetDeleteRequestTopic::default()
        .with_name(topic_name(topic))
        .with_partitions(partitions.collect());
    OffsetDeleteRequest::default()
        .with_group_id(group_id(group))
        .with_topics(vec![topic])
}

fn ask(
    world: &mut World,
    request: OffsetDeleteRequest,
) -> (Vec<GroupRecord>, OffsetDeleteResponse) {
    let (records, answer) = world.ask_now(Request::OffsetDelete(request));
    let Answer::OffsetDelete(answer) = answer else {
        panic!("{answer:?}");
    };
    (records, answer)
}

fn answered(topic: &str, partitions: &[i32], error: ErrorCode) -> OffsetDeleteResponse {
    let partitions = partitions.iter().map(|index| {
        OffsetDeleteResponsePartition::default()
            .with_partition_index(*index)
            .with_error_code(error.code())
    });
    let topic = OffsetDeleteResponseTopic::default()
        .with_name(topic_name(topic))
        .with_partitions(partitions.collect());
    OffsetDeleteResponse::default().with_topics(vec![topic])
}

fn begin(world: &mut World, place: (&str, &str, i32)) {
    let value = offset_value(place.1, 20, world.now_ms);
    world.replay(Replayed::Record {
        record: offset_record(place, value),
        transaction: Some(5),
    });
}

#[test]
fn only_offsets_that_exist_get_a_tombstone_and_all_are_answered() {
    let mut world = World::new();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 10), (2, 12)])));
    let (records, answer) = ask(&mut world, delete("g", "a", &[2, 1, 0]));
    let expected = [offset_tombstone("g", "a", 0), offset_tombstone("g", "a", 2)];
    assert_eq!(records, expected);
    assert_eq!(answer, answered("a", &[2, 1, 0], ErrorCode::None));
    assert_eq!(ask(&mut world, delete("g", "a", &[0])).0, []);
}

#[test]
fn an_offset_of_a_transaction_under_way_is_deleted_for_good() {
    let mut world = World::new();
    begin(&mut world, ("g", "a", 0));
    let (records, _) = ask(&mut world, delete("g", "a", &[0]));
    assert_eq!(records, [offset_tombstone("g", "a", 0)]);
    world.replay(Replayed::Marker {
        producer_id: 5,
        committed: true,
    });
    assert_eq!(world.shard.check(), Ok(()));
    assert_eq!(ask(&mut world, delete("g", "a", &[0])).0, []);
}

#[test]
fn absent_groups_and_the_empty_id_are_refused() {
    let mut world = World::new();
    for (group, error) in [
        ("absent", ErrorCode::GroupIdNotFound),
        ("", ErrorCode::InvalidGroupId),
    ] {
        let refused = OffsetDeleteResponse::default().with_error_code(error.code());
        assert_eq!(ask(&mut world, delete(group, "a", &[0])), (vec![], refused));
    }
}

#[test]
fn the_offsets_of_a_deleted_topic_are_deleted() {
    let mut world = World::new();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 10), (1, 11)])));
    world.ask_now(Request::OffsetCommit(commit("g", "b", &[(0, 12)])));
    world.ask_now(Request::OffsetCommit(commit("h", "a", &[(3, 13)])));
    begin(&mut world, ("g", "a", 1));
    begin(&mut world, ("g", "a", 2));
    world.delete_topic(1);
    let expected = Effects {
        records: vec![
            offset_tombstone("g", "a", 0),
            offset_tombstone("g", "a", 1),
            offset_tombstone("g", "a", 2),
            offset_tombstone("h", "a", 3),
        ],
        answers: vec![],
    };
    assert_eq!(world.step(GroupShard::metadata_changed), expected);
    assert_eq!(world.step(GroupShard::metadata_changed), Effects::default());
}

#[test]
fn the_offsets_of_a_topic_that_was_made_anew_are_deleted() {
    let mut world = World::new();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 10)])));
    world.delete_topic(1);
    world.create_topic("a", 4);
    let effects = world.step(GroupShard::metadata_changed);
    assert_eq!(effects.records, [offset_tombstone("g", "a", 0)]);
}

#[test]
fn an_offset_without_a_topic_id_goes_with_the_topic_of_its_name_and_one_with_another_id_stays() {
    let mut world = World::new();
    for (partition, id) in [(0, 0), (1, 1), (2, 99)] {
        let mut value = offset_value("a", 10, world.now_ms);
        value.topic_id = Uuid::from_u128(id);
        world.step(|shard, _, effects| {
            shard.record(effects, offset_record(("g", "a", partition), value));
        });
    }
    world.step(GroupShard::metadata_changed);
    world.delete_topic(1);
    let effects = world.step(GroupShard::metadata_changed);
    let expected = [offset_tombstone("g", "a", 0), offset_tombstone("g", "a", 1)];
    assert_eq!(effects.records, expected);
}

#[test]
fn offsets_of_topics_that_this_broker_has_not_heard_of_yet_stay() {
    let mut world = World::new();
    let value = offset_value("c", 10, world.now_ms);
    world.delete_topic(3);
    let _ =
        world.step(|shard, _, effects| shard.record(effects, offset_record(("g", "c", 0), value)));
    world.step(GroupShard::finish_loading);
    assert_eq!(world.step(GroupShard::metadata_changed), Effects::default());
    world.create_topic("c", 3);
    assert_eq!(world.step(GroupShard::metadata_changed), Effects::default());
    world.delete_topic(3);
    let effects = world.step(GroupShard::metadata_changed);
    assert_eq!(effects.records, [offset_tombstone("g", "c", 0)]);
}
