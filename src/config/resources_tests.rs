//! Changes of topics, groups and subscriptions.

use super::*;
use crate::{NodeConfig, Properties};

fn node() -> NodeConfig {
    let properties: Properties = [
        ("process.roles", "broker,controller"),
        ("node.id", "1"),
        ("controller.listener.names", "CONTROLLER"),
        ("controller.quorum.voters", "1@localhost:9093"),
        ("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093"),
    ]
    .into_iter()
    .collect();
    NodeConfig::load(&properties).unwrap().0
}

fn topic(pairs: &[(&str, &str)]) -> Result<Values, String> {
    let defaults = node().topic_defaults().unwrap();
    topic_values(&texts(pairs.iter().copied()), &defaults).map_err(|error| error.to_string())
}

#[test]
fn a_topic_takes_the_brokers_values_where_it_sets_none() {
    let values = topic(&[("retention.ms", "-1")]).unwrap();
    assert_eq!(values.long("retention.ms"), Ok(-1));
    assert_eq!(values.long("segment.ms"), Ok(604_800_000));
    assert_eq!(values.int("max.message.bytes"), Ok(1_048_588));
}

#[test]
fn a_topic_key_must_exist_and_fit() {
    assert_eq!(
        topic(&[("no.such", "1")]).unwrap_err(),
        "Unknown topic config name: no.such"
    );
    assert_eq!(
        topic(&[("retention.ms", "-2")]).unwrap_err(),
        "Invalid value -2 for configuration retention.ms: Value must be at least -1"
    );
    assert_eq!(
        topic(&[
            ("min.compaction.lag.ms", "5"),
            ("max.compaction.lag.ms", "4")
        ])
        .unwrap_err(),
        "conflict topic config setting min.compaction.lag.ms (5) > max.compaction.lag.ms (4)"
    );
    assert!(
        topic(&[("remote.storage.enable", "true")])
            .unwrap_err()
            .starts_with("Tiered Storage")
    );
}

fn group(pairs: &[(&str, &str)]) -> Result<(), String> {
    check_group(&texts(pairs.iter().copied()), node().values()).map_err(|error| error.to_string())
}

#[test]
fn a_group_stays_within_the_brokers_limits() {
    assert_eq!(group(&[]), Ok(()));
    assert_eq!(group(&[("consumer.session.timeout.ms", "50000")]), Ok(()));
    assert_eq!(
        group(&[("consumer.session.timeout.ms", "44999")]).unwrap_err(),
        "consumer.session.timeout.ms must be greater than or equal to group.consumer.min.session.timeout.ms"
    );
    assert_eq!(
        group(&[("streams.num.standby.replicas", "3")]).unwrap_err(),
        "streams.num.standby.replicas must be less than or equal to group.streams.max.standby.replicas"
    );
    assert_eq!(
        group(&[("x", "3")]).unwrap_err(),
        "Unknown group config name: x"
    );
}

#[test]
fn a_subscription_has_an_interval_and_known_parameters() {
    let check = |pairs: &[(&str, &str)]| {
        check_client_metrics(&texts(pairs.iter().copied())).map_err(|error| error.to_string())
    };
    assert_eq!(
        check(&[("metrics", "*"), ("match", "client_id=a.*")]),
        Ok(())
    );
    assert!(
        check(&[("interval.ms", "99")])
            .unwrap_err()
            .contains("between 100 and 3600000")
    );
    assert_eq!(
        check(&[("match", "colour=red")]).unwrap_err(),
        "Illegal client matching pattern: colour=red"
    );
    assert!(
        check(&[("y", "")])
            .unwrap_err()
            .starts_with("Unknown client metrics")
    );
}
