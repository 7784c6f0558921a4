//! Tests of a broker's own checks.

use kalda_protocol::messages::alter_configs_request::AlterableConfig as LegacyConfig;
use kalda_protocol::messages::incremental_alter_configs_request::AlterableConfig;
use kalda_protocol::metadata_records::{ConfigRecord, MetadataRecord};

use super::*;

fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

fn resource(kind: i8, name: &str, changes: &[(&str, i8, Option<&str>)]) -> AlterConfigsResource {
    let configs = changes.iter().map(|(name, op, value)| {
        AlterableConfig::default()
            .with_name(text(name))
            .with_config_operation(*op)
            .with_value(value.map(text))
    });
    AlterConfigsResource::default()
        .with_resource_type(kind)
        .with_resource_name(text(name))
        .with_configs(configs.collect())
}

fn values() -> Values {
    let set = kalda_config::texts([
        ("node.id", "1"),
        ("process.roles", "broker,controller"),
        ("controller.listener.names", "CONTROLLER"),
    ]);
    Values::read(&BROKER_KEYS, &set).unwrap()
}

fn check(resources: Vec<AlterConfigsResource>) -> Vec<Option<Result<(), (i16, String)>>> {
    let mut image = Image::default();
    let stored = ConfigRecord {
        resource_type: 4,
        resource_name: "1".to_owned(),
        name: "log.cleanup.policy".to_owned(),
        value: Some("compact".to_owned()),
    };
    image.replay(&MetadataRecord::Config(stored)).unwrap();
    let checker = Checker {
        node_id: 1,
        image: &image,
        values: &values(),
    };
    let request = IncrementalAlterConfigsRequest::default().with_resources(resources);
    let precheck = checker.incremental(&request, &mut |_, _| Ok(()));
    let told = |outcome: Result<(), Refusal>| {
        outcome.map_err(|refusal| (refusal.code.code(), refusal.message.unwrap_or_default()))
    };
    precheck
        .outcomes
        .into_iter()
        .map(|outcome| outcome.map(told))
        .collect()
}

fn refusal(resource: AlterConfigsResource) -> (i16, String) {
    check(vec![resource]).remove(0).unwrap().unwrap_err()
}

#[test]
fn what_the_controller_can_judge_is_forwarded_and_log_levels_are_not() {
    let resources = vec![
        resource(2, "a", &[("no.such.key", 0, Some("x"))]),
        resource(16, "m", &[("interval.ms", 0, Some("x"))]),
        resource(32, "g", &[]),
        resource(4, "1", &[("log.retention.ms", 0, Some("5"))]),
        resource(4, "", &[("log.cleanup.policy", 2, Some("delete"))]),
        resource(8, "1", &[("root", 0, Some("DEBUG"))]),
    ];
    assert_eq!(
        check(resources),
        [None, None, None, None, None, Some(Ok(()))]
    );
}

#[test]
fn a_resource_named_twice_is_refused_both_times() {
    let twice = || resource(2, "a", &[]);
    let refused = Some(Err((
        42,
        "Each resource must appear at most once.".to_owned(),
    )));
    assert_eq!(
        check(vec![twice(), resource(2, "b", &[]), twice()]),
        [refused.clone(), None, refused]
    );
}

#[test]
fn malformed_changes_are_refused() {
    let set = ("retention.ms", 0, Some("1"));
    assert_eq!(
        refusal(resource(2, "a", &[set, set])),
        (42, "Error due to duplicate config keys".to_owned())
    );
    let nulls = [("a", 0, None), ("b", 2, None), ("c", 1, None)];
    assert_eq!(
        refusal(resource(2, "a", &nulls)),
        (42, "Null value not supported for : a, b".to_owned())
    );
    assert_eq!(
        refusal(resource(7, "a", &[])),
        (42, "Unknown resource type 7".to_owned())
    );
    assert_eq!(
        refusal(resource(4, "1", &[("log.retention.ms", 9, Some("1"))])),
        (42, "Unknown operations type 9".to_owned())
    );
}

#[test]
fn a_broker_changes_only_itself() {
    let change = [("log.retention.ms", 0, Some("1"))];
    assert_eq!(
        refusal(resource(4, "2", &change)),
        (
            42,
            "Unexpected broker id, expected 1, but received 2".to_owned()
        )
    );
    assert_eq!(
        refusal(resource(4, "x", &change)),
        (42, "Node id must be an integer, but it is: x".to_owned())
    );
}

#[test]
fn keys_that_need_a_restart_or_a_broker_and_bad_values_are_refused() {
    let refused = |name, key, value| refusal(resource(4, name, &[(key, 0, Some(value))]));
    assert_eq!(
        refused("1", "node.id", "5"),
        (
            42,
            "Cannot update these configs dynamically: [node.id]".to_owned()
        )
    );
    assert_eq!(
        refused("1", "listeners", "PLAINTEXT://:9092"),
        (
            42,
            "These configs can be changed only by a restart in this release: [listeners]"
                .to_owned()
        )
    );
    assert_eq!(
        refused("1", "log.retention.ms", "soon"),
        (
            42,
            "Invalid value soon for configuration log.retention.ms: Not a number of type LONG"
                .to_owned()
        )
    );
}

#[test]
fn list_operations_need_a_known_list() {
    let refused = |key, op| refusal(resource(4, "1", &[(key, op, Some("x"))]));
    assert_eq!(
        refused("no.such.key", 2),
        (40, "Unknown config name: no.such.key".to_owned())
    );
    assert_eq!(
        refused("log.retention.ms", 3),
        (
            40,
            "Config value subtract is not allowed for config key: log.retention.ms".to_owned()
        )
    );
    // What would be stored is checked, not what the client has sent.
    assert_eq!(
        check(vec![resource(
            4,
            "1",
            &[("log.cleanup.policy", 3, Some("compact"))]
        )]),
        [None]
    );
}

#[test]
fn the_answers_come_in_the_order_of_the_request() {
    let image = Image::default();
    let checker = Checker {
        node_id: 1,
        image: &image,
        values: &values(),
    };
    let legacy = |kind, name: &str| {
        let config = LegacyConfig::default()
            .with_name(text("node.id"))
            .with_value(Some(text("1")));
        LegacyResource::default()
            .with_resource_type(kind)
            .with_resource_name(text(name))
            .with_configs(vec![config])
    };
    let request = AlterConfigsRequest::default().with_resources(vec![
        legacy(4, "1"),
        legacy(2, "a"),
        legacy(2, "b"),
        legacy(8, "1"),
    ]);
    let precheck = checker.replacing(&request);
    let remaining = precheck.remaining_replacing(&request);
    assert_eq!(remaining.resources, [legacy(2, "a"), legacy(2, "b")]);
    let response = LegacyResponse::default()
        .with_resource_type(2)
        .with_resource_name(text("b"))
        .with_error_code(40);
    let forwarded = AlterConfigsResponse::default().with_responses(vec![response]);
    let codes: Vec<_> = precheck
        .answer_replacing(&request, forwarded)
        .responses
        .iter()
        .map(|response| response.error_code)
        .collect();
    assert_eq!(codes, [42, -1, 40, 42]);
}

#[test]
fn a_number_of_threads_changes_by_a_factor_of_two_at_most() {
    let with = |count| resource(4, "1", &[("num.io.threads", 0, Some(count))]);
    for allowed in ["4", "8", "16"] {
        assert_eq!(check(vec![with(allowed)]), [None], "{allowed}");
    }
    for refused in ["3", "17", "100"] {
        assert_eq!(refusal(with(refused)).0, 42, "{refused}");
    }
}
