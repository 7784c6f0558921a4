//! Commits of clients that take no part in a group, and the limits of all commits.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::{GroupRecord, OffsetCommitValue};
use kalda_protocol::messages::OffsetCommitRequest;

use crate::effects::{Effects, Ticket};
use crate::fixture::{World, commit, offset_record, offset_value, text};
use crate::request::{Answer, Request};
use crate::shard::MAX_GROUPS;

/// The records, and the error of each partition.
fn ask(world: &mut World, request: &OffsetCommitRequest) -> (Vec<GroupRecord>, Vec<ErrorCode>) {
    let (records, answer) = world.ask_now(Request::OffsetCommit(request.clone()));
    let Answer::OffsetCommit(answer) = answer else {
        panic!("{answer:?}");
    };
    let mut errors = Vec::new();
    assert_eq!(answer.topics.len(), request.topics.len());
    for (topic, asked) in answer.topics.iter().zip(&request.topics) {
        assert_eq!((&topic.name, topic.topic_id), (&asked.name, asked.topic_id));
        assert_eq!(topic.partitions.len(), asked.partitions.len());
        for (partition, asked) in topic.partitions.iter().zip(&asked.partitions) {
            assert_eq!(partition.partition_index, asked.partition_index);
            errors.push(ErrorCode::from_code(partition.error_code).unwrap());
        }
    }
    (records, errors)
}

#[test]
fn a_client_that_takes_no_part_in_a_group_makes_a_simple_one_by_committing() {
    let mut world = World::new();
    let (records, errors) = ask(&mut world, &commit("g", "a", &[(0, 10), (3, 13)]));
    let now = world.now_ms;
    let expected = vec![
        offset_record(("g", "a", 0), offset_value("a", 10, now)),
        offset_record(("g", "a", 3), offset_value("a", 13, now)),
    ];
    assert_eq!((records, errors), (expected, vec![ErrorCode::None; 2]));
    let group = world.shard.groups.get("g").unwrap();
    assert_eq!(group.type_name(), "classic");
    assert_eq!(group.rules().state_name(), "Empty");
    assert_eq!(group.rules().protocol_type(), "");
}

#[test]
fn a_commit_with_a_generation_to_an_absent_group_is_told_so_or_that_its_generation_is_wrong() {
    let mut world = World::new();
    let request = commit("g", "a", &[(0, 10)]).with_generation_id_or_member_epoch(0);
    for (version, error) in [
        (10, ErrorCode::GroupIdNotFound),
        (9, ErrorCode::GroupIdNotFound),
        (8, ErrorCode::IllegalGeneration),
        (0, ErrorCode::IllegalGeneration),
    ] {
        world.version = version;
        assert_eq!(ask(&mut world, &request), (vec![], vec![error]));
    }
    assert!(world.shard.groups.is_empty());
}

#[test]
fn a_member_is_not_known_to_a_simple_group() {
    let mut world = World::new();
    ask(&mut world, &commit("g", "a", &[(0, 10)]));
    let request = commit("g", "a", &[(0, 20)])
        .with_member_id(text("somebody"))
        .with_generation_id_or_member_epoch(1);
    let refused = (vec![], vec![ErrorCode::UnknownMemberId]);
    assert_eq!(ask(&mut world, &request), refused);
}

#[test]
fn metadata_that_is_too_long_refuses_its_partition_alone() {
    let mut world = World::new();
    world.settings.offsets.metadata_max_bytes = 4;
    let mut request = commit("g", "a", &[(0, 1), (1, 2), (2, 3), (3, 4)]);
    // Kafka counts letters as Java does: two for what is beyond the basic plane.
    let metadata = [Some("ääää"), Some("12345"), None, Some("𝄞𝄞𝄞")];
    for (partition, metadata) in request.topics[0].partitions.iter_mut().zip(metadata) {
        partition.committed_metadata = metadata.map(text);
    }
    let (records, errors) = ask(&mut world, &request);
    let long = ErrorCode::OffsetMetadataTooLarge;
    assert_eq!(errors, [ErrorCode::None, long, ErrorCode::None, long]);
    let now = world.now_ms;
    let with_metadata = OffsetCommitValue {
        metadata: "ääää".to_owned(),
        ..offset_value("a", 1, now)
    };
    let expected = [
        offset_record(("g", "a", 0), with_metadata),
        offset_record(("g", "a", 2), offset_value("a", 3, now)),
    ];
    assert_eq!(records, expected);
}

#[test]
fn a_retention_of_the_request_becomes_the_time_at_which_the_offset_expires() {
    let mut world = World::new();
    let now = world.now_ms;
    for (retention, expires) in [(5, now + 5), (i64::MAX, i64::MAX)] {
        let request = commit("g", "a", &[(0, 1)]).with_retention_time_ms(retention);
        let value = OffsetCommitValue {
            expire_timestamp: expires,
            ..offset_value("a", 1, now)
        };
        let expected = vec![offset_record(("g", "a", 0), value)];
        assert_eq!(ask(&mut world, &request), (expected, vec![ErrorCode::None]));
    }
}

#[test]
fn a_commit_that_does_not_fit_into_a_batch_is_refused_as_a_whole() {
    let mut world = World::new();
    let offsets: Vec<(i32, i64)> = (0..250).map(|partition| (partition, 1)).collect();
    let mut request = commit("g", "a", &offsets);
    for partition in &mut request.topics[0].partitions {
        partition.committed_metadata = Some(text(&"x".repeat(4096)));
    }
    let refused = vec![ErrorCode::InvalidCommitOffsetSize; 250];
    assert_eq!(ask(&mut world, &request), (vec![], refused));
    request.topics[0].partitions.truncate(200);
    let (records, errors) = ask(&mut world, &request);
    assert_eq!((records.len(), errors), (200, vec![ErrorCode::None; 200]));
}

#[test]
fn a_shard_that_is_full_of_groups_takes_commits_of_those_it_has() {
    let mut world = World::new();
    for index in 0..MAX_GROUPS {
        ask(&mut world, &commit(&format!("g{index}"), "a", &[(0, 1)]));
    }
    let refused = (vec![], vec![ErrorCode::GroupMaxSizeReached]);
    assert_eq!(
        ask(&mut world, &commit("one more", "a", &[(0, 1)])),
        refused
    );
    let (records, errors) = ask(&mut world, &commit("g0", "a", &[(0, 2)]));
    assert_eq!((records.len(), errors), (1, vec![ErrorCode::None]));
}

#[test]
fn the_empty_group_id_commits_like_any_other() {
    let mut world = World::new();
    let (records, errors) = ask(&mut world, &commit("", "a", &[(0, 10)]));
    let expected = offset_record(("", "a", 0), offset_value("a", 10, world.now_ms));
    assert_eq!((records, errors), (vec![expected], vec![ErrorCode::None]));
}

#[test]
fn a_commit_of_nothing_is_answered_and_makes_no_group() {
    let mut world = World::new();
    let request = OffsetCommitRequest::default();
    let expected = Effects {
        records: vec![],
        answers: vec![(Ticket(0), Answer::OffsetCommit(Default::default()))],
    };
    assert_eq!(world.ask(Request::OffsetCommit(request)), expected);
    assert!(world.shard.groups.is_empty());
}
