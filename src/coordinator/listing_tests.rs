//! What ListGroups, DescribeGroups and DeleteGroups answer and write, for groups of all kinds.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::{GroupMetadataKey, GroupRecord};
use kalda_protocol::messages::describe_groups_response::DescribedGroup;
use kalda_protocol::messages::{DeleteGroupsRequest, DescribeGroupsRequest, ListGroupsRequest};

use crate::fixture::members::beat;
use crate::fixture::{
    World, commit, group_id, offset_record, offset_tombstone, offset_value, text,
};
use crate::request::{Answer, Request};
use crate::shard::Replayed;

/// Groups of all kinds: `classic` is stable, `consumer` as well, `simple` has offsets and no members.
fn world() -> World {
    let mut world = World::new();
    world.stable_classic("classic", &["a"]);
    world.stable_consumer("consumer", "m", &["a"]);
    world.ask_now(Request::OffsetCommit(commit("simple", "a", &[(0, 1)])));
    world
}

/// Group, protocol type, state and type.
type Listed = (String, String, String, String);

fn list(world: &mut World, states: &[&str], types: &[&str]) -> Vec<Listed> {
    let request = ListGroupsRequest::default()
        .with_states_filter(states.iter().map(|name| text(name)).collect())
        .with_types_filter(types.iter().map(|name| text(name)).collect());
    let (records, answer) = world.ask_now(Request::ListGroups(request));
    let Answer::ListGroups(answer) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((records, answer.error_code), (vec![], 0));
    let groups = answer.groups.iter().map(|group| {
        let (state, kind) = (group.group_state.to_string(), group.group_type.to_string());
        let protocol = group.protocol_type.to_string();
        (group.group_id.to_string(), protocol, state, kind)
    });
    groups.collect()
}

fn names(listed: &[Listed]) -> Vec<&str> {
    listed.iter().map(|group| group.0.as_str()).collect()
}

#[test]
fn all_groups_are_listed_with_protocol_state_and_type() {
    let mut world = world();
    let listed = list(&mut world, &[], &[]);
    let expected = [
        ("classic", "consumer", "Stable", "classic"),
        ("consumer", "consumer", "Stable", "consumer"),
        ("simple", "", "Empty", "classic"),
    ];
    let expected = expected.map(|(group, protocol, state, kind)| {
        (group.into(), protocol.into(), state.into(), kind.into())
    });
    assert_eq!(listed, expected);
}

#[test]
fn filters_know_no_case_and_what_they_do_not_know_matches_nothing() {
    let mut world = world();
    let all: &[&str] = &["classic", "consumer", "simple"];
    for (states, types, expected) in [
        (&["STABLE"][..], &[][..], &all[..2]),
        (&[" empty "], &[], &["simple"]),
        (&["Stable", "Empty"], &[], all),
        (&["Undead"], &[], &[]),
        (&[], &["Classic"], &["classic", "simple"]),
        (&[], &["consumer", "classic"], all),
        (&[], &["share"], &[]),
        (&[], &["nonsense"], &[]),
        (&["stable"], &["classic"], &["classic"]),
    ] {
        let listed = list(&mut world, states, types);
        assert_eq!(names(&listed), expected, "{states:?} {types:?}");
    }
}

fn describe(world: &mut World, version: i16, group: &str) -> DescribedGroup {
    world.version = version;
    let request = DescribeGroupsRequest::default().with_groups(vec![group_id(group)]);
    let (records, answer) = world.ask_now(Request::DescribeGroups(request));
    let Answer::DescribeGroups(mut answer) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((records, answer.groups.len()), (vec![], 1));
    answer.groups.remove(0)
}

#[test]
fn a_stable_group_is_described_with_what_its_members_want_and_have() {
    let mut world = world();
    let group = describe(&mut world, 6, "classic");
    assert_eq!(group.error_code, 0);
    assert_eq!(&*group.group_state, "Stable");
    assert_eq!(&*group.protocol_type, "consumer");
    assert_eq!(&*group.protocol_data, "range");
    let [member] = group.members.as_slice() else {
        panic!("{group:?}");
    };
    assert_eq!(&*member.client_host, "/127.0.0.1");
    assert_eq!(&member.member_assignment[..], b"assigned");
    assert!(!member.member_metadata.is_empty());
}

#[test]
fn absent_groups_and_those_of_the_new_protocol_are_dead_and_since_version_6_an_error() {
    let mut world = world();
    for group in ["absent", "consumer"] {
        let described = describe(&mut world, 5, group);
        let dead = DescribedGroup::default()
            .with_group_id(group_id(group))
            .with_group_state(text("Dead"));
        assert_eq!(described, dead);
        let described = describe(&mut world, 6, group);
        let message = described.error_message.clone();
        let expected = dead
            .with_error_code(ErrorCode::GroupIdNotFound.code())
            .with_error_message(message.clone());
        assert_eq!(described, expected);
        assert!(message.is_some_and(|message| message.contains(group)));
    }
}

fn delete(world: &mut World, groups: &[&str]) -> (Vec<GroupRecord>, Vec<ErrorCode>) {
    let names = groups.iter().map(|group| group_id(group)).collect();
    let request = DeleteGroupsRequest::default().with_groups_names(names);
    let (records, answer) = world.ask_now(Request::DeleteGroups(request));
    let Answer::DeleteGroups(answer) = answer else {
        panic!("{answer:?}");
    };
    let answered = answer.results.iter().map(|result| result.group_id.as_str());
    assert_eq!(answered.collect::<Vec<_>>(), groups);
    let errors = answer.results.iter();
    let errors = errors.map(|result| ErrorCode::from_code(result.error_code).unwrap());
    (records, errors.collect())
}

#[test]
fn groups_without_members_are_deleted_with_their_offsets_and_others_refuse() {
    let mut world = world();
    world.ask_now(Request::OffsetCommit(commit(
        "simple",
        "b",
        &[(2, 1), (1, 1)],
    )));
    let value = offset_value("c", 20, world.now_ms);
    world.replay(Replayed::Record {
        record: offset_record(("simple", "c", 0), value),
        transaction: Some(5),
    });
    let asked = ["classic", "simple", "absent", "consumer", ""];
    let (records, errors) = delete(&mut world, &asked);
    let key = GroupMetadataKey {
        group: "simple".to_owned(),
    };
    let expected = [
        offset_tombstone("simple", "a", 0),
        offset_tombstone("simple", "b", 1),
        offset_tombstone("simple", "b", 2),
        offset_tombstone("simple", "c", 0),
        GroupRecord::GroupMetadata(key, None),
    ];
    assert_eq!(records, expected);
    let expected = [
        ErrorCode::NonEmptyGroup,
        ErrorCode::None,
        ErrorCode::GroupIdNotFound,
        ErrorCode::NonEmptyGroup,
        ErrorCode::GroupIdNotFound,
    ];
    assert_eq!(errors, expected);
    let left = list(&mut world, &[], &[]);
    assert_eq!(names(&left), ["classic", "consumer"]);
    assert!(world.shard.timers.keys().all(|timer| {
        let group = timer.group();
        group.is_none_or(|group| &**group != "simple")
    }));
}

#[test]
fn an_empty_group_of_the_new_protocol_leaves_nothing_behind() {
    let mut world = world();
    world.beat(beat("consumer", "m", -1, None));
    let (records, errors) = delete(&mut world, &["consumer"]);
    assert_eq!(errors, [ErrorCode::None]);
    assert!(!records.is_empty());
    assert!(!world.shard.groups.contains_key("consumer"));
    assert!(!world.reloaded().groups.contains_key("consumer"));
}
