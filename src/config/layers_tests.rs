//! Layers of a broker's configuration, and changes to them.

use super::*;

fn texts(pairs: &[(&str, &str)]) -> Texts {
    pairs
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn a_dynamic_value_hides_the_synonyms_below_it() {
    let layers = Layers {
        file: texts(&[("log.retention.ms", "1"), ("num.io.threads", "4")]),
        cluster: texts(&[("log.retention.hours", "2")]),
        broker: texts(&[("num.io.threads", "6")]),
    };
    assert_eq!(
        layers.in_force(),
        texts(&[("log.retention.hours", "2"), ("num.io.threads", "6")])
    );
}

fn refusal(pairs: &[(&str, &str)], scope: Scope) -> String {
    check_broker_change(&texts(pairs), scope)
        .unwrap_err()
        .to_string()
}

#[test]
fn only_dynamic_keys_change_while_the_broker_runs() {
    assert_eq!(
        refusal(&[("log.dirs", "/a"), ("node.id", "2")], Scope::Broker),
        "Cannot update these configs dynamically: [log.dirs, node.id]"
    );
    assert_eq!(
        check_broker_change(&texts(&[("num.io.threads", "3")]), Scope::Cluster),
        Ok(())
    );
    assert_eq!(
        check_broker_change(&texts(&[("of.a.plugin", "x")]), Scope::Cluster),
        Ok(())
    );
}

#[test]
fn keys_of_one_broker_are_not_set_for_the_cluster() {
    let listener = [("listener.name.a.max.connections", "3")];
    assert_eq!(
        check_broker_change(&texts(&listener), Scope::Cluster),
        Ok(())
    );
    assert_eq!(
        refusal(
            &[(
                "principal.builder.class",
                "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder"
            )],
            Scope::Cluster
        ),
        "Cannot update these configs at default cluster level, broker id must be specified: [principal.builder.class]"
    );
    let listeners = refusal(&[("listeners", "A://:1")], Scope::Broker);
    assert_eq!(
        listeners,
        "These configs can be changed only by a restart in this release: [listeners]"
    );
    assert!(
        refusal(
            &[("listener.name.a.ssl.keystore.type", "PEM")],
            Scope::Cluster
        )
        .contains("broker id")
    );
}

#[test]
fn stores_change_only_under_a_listener_prefix() {
    assert!(
        refusal(&[("ssl.keystore.type", "PEM")], Scope::Broker)
            .contains("using the listener prefix")
    );
    let prefixed = [("listener.name.a.ssl.keystore.type", "PEM")];
    assert_eq!(
        check_broker_change(&texts(&prefixed), Scope::Broker),
        Ok(())
    );
}

#[test]
fn values_are_held_to_their_keys_rule() {
    assert!(
        refusal(&[("num.io.threads", "0")], Scope::Broker).ends_with("Value must be at least 1")
    );
    assert!(
        refusal(&[("listener.name.a.max.connections", "x")], Scope::Broker).ends_with("type INT")
    );
    assert!(refusal(&[("cordoned.log.dirs", "/a")], Scope::Broker).contains("cannot be set"));
}
