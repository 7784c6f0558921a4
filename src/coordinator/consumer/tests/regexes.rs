//! Subscriptions by regular expression.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::group_records::GroupRecord;
use kalda_protocol::messages::{ConsumerGroupHeartbeatRequest, StrBytes};

use super::super::fixture::{World, assigned, beat, join, owned, topic_id};
use super::super::state::ResolvedRegex;
use super::super::{records, topics};
use super::{GROUP, error};

fn join_regex(member: &str, regex: &'static str) -> ConsumerGroupHeartbeatRequest {
    let request = join(member, &[]).with_subscribed_topic_names(None);
    request.with_subscribed_topic_regex(Some(StrBytes::from_static_str(regex)))
}

fn resolved(world: &World, regex: &str, topics: &[&str]) -> GroupRecord {
    let topics: Vec<Arc<str>> = topics.iter().map(|topic| (*topic).into()).collect();
    let resolved = ResolvedRegex {
        topics: topics.into(),
        image_version: 0,
        timestamp_ms: world.now_ms,
    };
    records::regex(GROUP, regex, &resolved)
}

#[test]
fn topics_are_matched_soon_after_the_member_has_joined() {
    let mut world = World::new();
    world.create_topic(1, "a1", 1);
    world.create_topic(2, "b1", 1);
    let (_, response) = world.heartbeat(join_regex("m1", "a.*"));
    assert_eq!(
        (response.member_epoch, assigned(&response)),
        (1, Some(vec![]))
    );
    let written = world.pass(0);
    let hash = topics::metadata_hash(&world.group().unwrap().topics, &world.image);
    assert_eq!(
        written,
        vec![
            resolved(&world, "a.*", &["a1"]),
            records::group_epoch(GROUP, 2, hash)
        ]
    );
    let (_, response) = world.heartbeat(beat("m1", 1));
    assert_eq!(assigned(&response), Some(vec![(topic_id(1), vec![0])]));
}

#[test]
fn topics_created_later_are_found_ten_seconds_after_the_last_look() {
    let mut world = World::new();
    world.create_topic(1, "a1", 1);
    world.heartbeat(join_regex("m1", "a.*"));
    world.pass(0);
    world.heartbeat(beat("m1", 1));
    world.create_topic(2, "a2", 1);
    world.pass(10_000);
    world.heartbeat(beat("m1", 2));
    assert_eq!(world.pass(0), vec![]);
    world.pass(1);
    world.heartbeat(beat("m1", 2));
    assert_eq!(
        world.pass(0).first(),
        Some(&resolved(&world, "a.*", &["a1", "a2"]))
    );
    let (_, response) = world.heartbeat(beat("m1", 2).with_topic_partitions(owned(&[(1, &[0])])));
    let expected = vec![(topic_id(1), vec![0]), (topic_id(2), vec![0])];
    assert_eq!(assigned(&response), Some(expected));
    // Without new topics, only each refresh interval.
    world.pass(20_000);
    world.heartbeat(beat("m1", 3));
    assert_eq!(world.pass(0), vec![]);
    world.settings.consumer.regex_refresh_interval_ms = 19_999;
    world.heartbeat(beat("m1", 3));
    assert_eq!(world.pass(0), vec![resolved(&world, "a.*", &["a1", "a2"])]);
}

#[test]
fn an_expression_that_is_not_valid_is_refused() {
    let mut world = World::new();
    let (written, response) = world.heartbeat(join_regex("m1", "a("));
    assert_eq!(error(&response), ErrorCode::InvalidRegularExpression);
    let message = response.error_message.unwrap();
    assert!(message.starts_with("SubscribedTopicRegex `a(` is not a valid regular expression: "));
    assert_eq!(written, vec![]);
}

#[test]
fn a_group_has_a_limited_number_of_expressions() {
    let mut world = World::new();
    let mut join = |number: usize, regex: String| {
        let request = join(&format!("m{number}"), &[]).with_subscribed_topic_names(None);
        let regex = Some(StrBytes::from_string(regex));
        error(
            &world
                .heartbeat(request.with_subscribed_topic_regex(regex))
                .1,
        )
    };
    for number in 0..100 {
        assert_eq!(join(number, format!("a{number}")), ErrorCode::None);
    }
    assert_eq!(
        join(100, "b".to_owned()),
        ErrorCode::InvalidRegularExpression
    );
    assert_eq!(join(100, "a7".to_owned()), ErrorCode::None);
}

#[test]
fn what_an_expression_matched_goes_with_its_last_member() {
    let mut world = World::new();
    world.create_topic(1, "a1", 1);
    world.heartbeat(join_regex("m1", "a.*"));
    world.heartbeat(join_regex("m2", "a.*"));
    world.pass(0);
    let (written, _) = world.heartbeat(beat("m1", -1));
    assert_eq!(written.len(), 4);
    let (written, _) = world.heartbeat(beat("m2", -1));
    assert_eq!(written[3], records::regex_tombstone(GROUP, "a.*"));
    assert_eq!(written.len(), 5);
    assert!(world.group().unwrap().resolved.is_empty());
}

#[test]
fn a_member_that_changes_its_expression_gives_up_what_no_longer_matches() {
    let mut world = World::new();
    world.create_topic(1, "a1", 1);
    world.create_topic(2, "b1", 1);
    world.heartbeat(join_regex("m1", "a.*"));
    world.pass(0);
    world.heartbeat(beat("m1", 1));
    let change = beat("m1", 2).with_subscribed_topic_regex(Some(StrBytes::from_static_str("b.*")));
    let (written, response) = world.heartbeat(change);
    assert_eq!(written.first().map(GroupRecord::id), Some(5));
    assert_eq!(
        written.get(1),
        Some(&records::regex_tombstone(GROUP, "a.*"))
    );
    assert_eq!(assigned(&response), Some(vec![]));
    let gone = beat("m1", 2).with_topic_partitions(owned(&[]));
    world.heartbeat(gone);
    world.pass(0);
    let epoch = world.group().unwrap().members["m1"].epoch;
    let (_, response) = world.heartbeat(beat("m1", epoch));
    assert_eq!(assigned(&response), Some(vec![(topic_id(2), vec![0])]));
}
