//! What administrators fetch: committed offsets, those of nobody, and those of transactions under way.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::OffsetFetchRequest;
use kalda_protocol::messages::offset_fetch_request::{
    OffsetFetchRequestGroup, OffsetFetchRequestTopics,
};
use kalda_protocol::messages::offset_fetch_response::OffsetFetchResponseGroup;
use uuid::Uuid;

use crate::fixture::{
    World, commit, group_id, offset_record, offset_value, text, topic_id, topic_name,
};
use crate::request::{Answer, Request};
use crate::shard::Replayed;

/// What is fetched of a partition.
type Fetched<'a> = (&'a str, i32, i64, i32, ErrorCode);

fn all(group: &str) -> OffsetFetchRequestGroup {
    OffsetFetchRequestGroup::default()
        .with_group_id(group_id(group))
        .with_topics(None)
}

fn some(group: &str, topics: &[(&str, &[i32])]) -> OffsetFetchRequestGroup {
    let topics = topics.iter().map(|(topic, partitions)| {
        OffsetFetchRequestTopics::default()
            .with_name(topic_name(topic))
            .with_partition_indexes(partitions.to_vec())
    });
    all(group).with_topics(Some(topics.collect()))
}

fn ask(
    world: &mut World,
    group: OffsetFetchRequestGroup,
    stable: bool,
) -> OffsetFetchResponseGroup {
    let id = group.group_id.clone();
    let request = OffsetFetchRequest::default()
        .with_groups(vec![group])
        .with_require_stable(stable);
    let (records, answer) = world.ask_now(Request::OffsetFetch(request));
    let Answer::OffsetFetch(answer) = answer else {
        panic!("{answer:?}");
    };
    let [group] = answer.groups.as_slice() else {
        panic!("{answer:?}");
    };
    assert_eq!((records, &group.group_id), (vec![], &id));
    group.clone()
}

#[track_caller]
fn assert_fetched(answer: &OffsetFetchResponseGroup, expected: &[Fetched<'_>]) {
    let topics = answer.topics.iter();
    let partitions = topics.flat_map(|topic| topic.partitions.iter().map(|it| (&topic.name, it)));
    let fetched = partitions.map(|(name, it)| {
        assert_eq!(it.metadata.as_deref(), Some(""));
        let error = ErrorCode::from_code(it.error_code).unwrap();
        let (offset, epoch) = (it.committed_offset, it.committed_leader_epoch);
        (name.0.as_str(), it.partition_index, offset, epoch, error)
    });
    assert_eq!(answer.error_code, 0);
    assert_eq!(fetched.collect::<Vec<_>>(), expected);
}

/// Begins a transaction that commits partition 0 of `a`.
fn begin(world: &mut World, producer: i64, offset: i64) {
    let value = offset_value("a", offset, world.now_ms);
    world.replay(Replayed::Record {
        record: offset_record(("g", "a", 0), value),
        transaction: Some(producer),
    });
}

#[test]
fn what_was_never_committed_is_offset_minus_one_without_an_error() {
    let mut world = World::new();
    let nothing = [("a", 0, -1, -1, ErrorCode::None)];
    let absent = ask(&mut world, some("absent", &[("a", &[0])]), false);
    assert_fetched(&absent, &nothing);
    world.ask_now(Request::OffsetCommit(commit("g", "b", &[(0, 10)])));
    let topic = ask(&mut world, some("g", &[("a", &[0])]), false);
    assert_fetched(&topic, &nothing);
    let partition = ask(&mut world, some("g", &[("b", &[1, 0])]), false);
    let expected = [
        ("b", 1, -1, -1, ErrorCode::None),
        ("b", 0, 10, 7, ErrorCode::None),
    ];
    assert_fetched(&partition, &expected);
}

#[test]
fn the_last_commit_is_what_is_fetched() {
    let mut world = World::new();
    for offset in [10, 30, 20] {
        world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, offset)])));
        let fetched = ask(&mut world, some("g", &[("a", &[0])]), true);
        assert_fetched(&fetched, &[("a", 0, offset, 7, ErrorCode::None)]);
    }
}

#[test]
fn null_topics_are_all_of_them() {
    let mut world = World::new();
    let nothing = ask(&mut world, all("g"), false);
    assert_fetched(&nothing, &[]);
    world.ask_now(Request::OffsetCommit(commit("g", "b", &[(2, 10), (1, 11)])));
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 12)])));
    world.ask_now(Request::OffsetCommit(commit("other", "a", &[(0, 13)])));
    let fetched = ask(&mut world, all("g"), false);
    let expected = [
        ("a", 0, 12, 7, ErrorCode::None),
        ("b", 1, 11, 7, ErrorCode::None),
        ("b", 2, 10, 7, ErrorCode::None),
    ];
    assert_fetched(&fetched, &expected);
    let nobody = ask(&mut world, some("g", &[]), false);
    assert_fetched(&nobody, &[]);
}

#[test]
fn metadata_comes_back_as_it_was_committed() {
    let mut world = World::new();
    let mut request = commit("g", "a", &[(0, 10)]);
    request.topics[0].partitions[0].committed_metadata = Some(text("why"));
    world.ask_now(Request::OffsetCommit(request));
    let fetched = ask(&mut world, all("g"), false);
    assert_eq!(fetched.topics[0].partitions[0].metadata, Some(text("why")));
}

#[test]
fn an_offset_of_a_topic_that_was_made_anew_is_not_that_of_the_new_one() {
    let mut world = World::new();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 10)])));
    for (id, offset, epoch) in [
        (Uuid::from_u128(77), -1, -1),
        (topic_id("a"), 10, 7),
        (Uuid::nil(), 10, 7),
    ] {
        let mut request = some("g", &[("a", &[0])]);
        request.topics.as_mut().unwrap()[0].topic_id = id;
        let fetched = ask(&mut world, request, false);
        assert_fetched(&fetched, &[("a", 0, offset, epoch, ErrorCode::None)]);
        assert_eq!(fetched.topics[0].topic_id, id);
    }
}

#[test]
fn an_offset_without_a_topic_id_is_of_whichever_topic_has_its_name() {
    let mut world = World::new();
    let mut value = offset_value("a", 10, world.now_ms);
    value.topic_id = Uuid::nil();
    world.step(|shard, _, effects| {
        shard.record(effects, offset_record(("g", "a", 0), value));
    });
    let mut request = some("g", &[("a", &[0])]);
    request.topics.as_mut().unwrap()[0].topic_id = topic_id("a");
    let fetched = ask(&mut world, request, false);
    assert_fetched(&fetched, &[("a", 0, 10, 7, ErrorCode::None)]);
}

#[test]
fn who_wants_stable_offsets_is_told_of_transactions_under_way() {
    let mut world = World::new();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 10), (1, 11)])));
    begin(&mut world, 5, 20);
    let unstable = [
        ("a", 0, -1, -1, ErrorCode::UnstableOffsetCommit),
        ("a", 1, 11, 7, ErrorCode::None),
    ];
    for group in [some("g", &[("a", &[0, 1])]), all("g")] {
        let fetched = ask(&mut world, group, true);
        assert_fetched(&fetched, &unstable);
    }
    let before = [
        ("a", 0, 10, 7, ErrorCode::None),
        ("a", 1, 11, 7, ErrorCode::None),
    ];
    for group in [some("g", &[("a", &[0, 1])]), all("g")] {
        let fetched = ask(&mut world, group, false);
        assert_fetched(&fetched, &before);
    }
    world.replay(Replayed::Marker {
        producer_id: 5,
        committed: true,
    });
    let after = ask(&mut world, some("g", &[("a", &[0])]), true);
    assert_fetched(&after, &[("a", 0, 20, 7, ErrorCode::None)]);
}

#[test]
fn all_offsets_of_a_group_with_a_first_commit_under_way_do_not_name_it() {
    let mut world = World::new();
    begin(&mut world, 5, 20);
    let fetched = ask(&mut world, all("g"), true);
    assert_fetched(&fetched, &[]);
    let fetched = ask(&mut world, some("g", &[("a", &[0])]), true);
    assert_fetched(
        &fetched,
        &[("a", 0, -1, -1, ErrorCode::UnstableOffsetCommit)],
    );
}

#[test]
fn groups_are_answered_in_the_order_of_the_request() {
    let mut world = World::new();
    world.ask_now(Request::OffsetCommit(commit("g", "a", &[(0, 10)])));
    let groups = vec![some("z", &[]), all("g"), all("absent")];
    let request = OffsetFetchRequest::default().with_groups(groups);
    let (_, answer) = world.ask_now(Request::OffsetFetch(request));
    let Answer::OffsetFetch(answer) = answer else {
        panic!("{answer:?}");
    };
    let ids = answer.groups.iter().map(|group| group.group_id.0.as_str());
    assert_eq!(ids.collect::<Vec<_>>(), ["z", "g", "absent"]);
    assert_fetched(&answer.groups[1], &[("a", 0, 10, 7, ErrorCode::None)]);
}
