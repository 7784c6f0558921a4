//! Descriptions of topics and brokers.

use super::*;
use crate::{Properties, texts};

fn node(changes: &[(&str, &str)]) -> NodeConfig {
    let mut properties: Properties = [
        ("process.roles", "broker,controller"),
        ("node.id", "1"),
        ("controller.listener.names", "CONTROLLER"),
        ("controller.quorum.voters", "1@localhost:9093"),
        ("listeners", "PLAINTEXT://:9092,CONTROLLER://:9093"),
    ]
    .into_iter()
    .collect();
    for (key, text) in changes {
        properties.set(*key, *text);
    }
    NodeConfig::load(&properties).unwrap().0
}

fn sourced_text(name: &str, text: &str, source: Source) -> SourcedText {
    SourcedText {
        name: name.to_owned(),
        text: Some(text.to_owned()),
        source,
    }
}

fn of<'a>(all: &'a [Described], name: &str) -> &'a Described {
    all.iter().find(|described| described.name == name).unwrap()
}

#[test]
fn a_topics_value_hides_the_brokers_which_hides_the_default() {
    let node = node(&[("log.retention.hours", "1")]);
    let all = describe_topic(
        &node,
        &texts([("retention.ms", "5"), ("cleanup.policy", "compact, delete")]),
    )
    .unwrap();
    let retention = of(&all, "retention.ms");
    assert_eq!(
        (retention.text.as_deref(), retention.source),
        (Some("5"), Source::Topic)
    );
    assert_eq!(
        retention.synonyms,
        [sourced_text("retention.ms", "5", Source::Topic)]
    );
    let policy = of(&all, "cleanup.policy");
    let expected = [
        sourced_text("cleanup.policy", "compact,delete", Source::Topic),
        sourced_text("log.cleanup.policy", "delete", Source::Default),
    ];
    assert_eq!(policy.synonyms, expected);
    assert!(policy.doc.is_some() && !policy.is_read_only);
}

#[test]
fn internal_keys_are_listed_only_where_they_are_set() {
    let node = node(&[]);
    let names = |set: &Texts| -> Vec<String> {
        describe_topic(&node, set)
            .unwrap()
            .into_iter()
            .map(|described| described.name)
            .collect()
    };
    assert_eq!(names(&Texts::new()).len(), 33);
    assert!(!names(&Texts::new()).contains(&"internal.segment.bytes".to_owned()));
    assert!(
        names(&texts([("internal.segment.bytes", "1000")]))
            .contains(&"internal.segment.bytes".to_owned())
    );
}

#[test]
fn a_broker_shows_every_layer_of_a_key() {
    let (node, _) = node(&[("log.retention.ms", "5")])
        .with_dynamic(
            &texts([("log.retention.ms", "6")]),
            &texts([("log.retention.ms", "7")]),
        )
        .unwrap();
    let all = describe_broker(&node);
    let retention = of(&all, "log.retention.ms");
    assert_eq!(retention.text.as_deref(), Some("7"));
    let expected = [
        sourced_text("log.retention.ms", "7", Source::DynamicBroker),
        sourced_text("log.retention.ms", "6", Source::DynamicCluster),
        sourced_text("log.retention.ms", "5", Source::File),
        sourced_text("log.retention.hours", "168", Source::Default),
    ];
    assert_eq!(retention.synonyms, expected);
    let cluster = describe_cluster(&node);
    assert_eq!(cluster.len(), 1);
    assert_eq!(
        (cluster[0].text.as_deref(), cluster[0].source),
        (Some("6"), Source::DynamicCluster)
    );
    assert_eq!(cluster[0].synonyms.len(), 1);
}

#[test]
fn passwords_and_unknown_keys_are_kept_from_view() {
    let node = node(&[
        ("ssl.key.password", "secret"),
        ("of.a.plugin", "token"),
        ("node.id", "1"),
    ]);
    let all = describe_broker(&node);
    for name in ["ssl.key.password", "of.a.plugin"] {
        let described = of(&all, name);
        assert_eq!(
            (described.text.as_deref(), described.is_sensitive),
            (None, true),
            "{name}"
        );
        assert_eq!(described.synonyms[0].text, None);
    }
    let id = of(&all, "node.id");
    assert_eq!(
        (id.text.as_deref(), id.source, id.is_read_only),
        (Some("1"), Source::File, true)
    );
}

#[test]
fn a_listeners_key_is_described_above_the_key_it_overrides() {
    let node = node(&[
        ("listener.name.plaintext.max.connections", "3"),
        ("max.connections", "9"),
    ]);
    let all = describe_broker(&node);
    let described = of(&all, "listener.name.plaintext.max.connections");
    assert_eq!(described.text.as_deref(), Some("3"));
    let names: Vec<_> = described
        .synonyms
        .iter()
        .map(|synonym| synonym.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "listener.name.plaintext.max.connections",
            "max.connections",
            "max.connections"
        ]
    );
}

#[test]
fn groups_and_subscriptions_have_defaults_of_their_own_kind() {
    let all = describe_group(
        &node(&[]),
        &texts([("consumer.session.timeout.ms", "50000")]),
    )
    .unwrap();
    assert_eq!(
        of(&all, "consumer.session.timeout.ms").source,
        Source::Group
    );
    assert_eq!(of(&all, "share.isolation.level").source, Source::Default);
    let all = describe_client_metrics(&texts([("metrics", "*")])).unwrap();
    assert_eq!(of(&all, "metrics").source, Source::ClientMetrics);
    assert_eq!(of(&all, "interval.ms").synonyms, []);
}
