//! Whole configurations of a node.

use super::*;

const COMBINED: [(&str, &str); 6] = [
    ("process.roles", "broker,controller"),
    ("node.id", "1"),
    ("controller.listener.names", "CONTROLLER"),
    ("controller.quorum.voters", "1@localhost:9093"),
    ("listeners", "PLAINTEXT://localhost:9092,CONTROLLER://:9093"),
    ("log.dirs", "/a,/b"),
];

fn load(changes: &[(&str, &str)]) -> Result<(NodeConfig, Vec<Notice>), String> {
    let mut properties: Properties = COMBINED.into_iter().collect();
    for (key, text) in changes {
        properties.set(*key, *text);
    }
    NodeConfig::load(&properties).map_err(|error| error.to_string())
}

fn refusal(changes: &[(&str, &str)]) -> String {
    load(changes).expect_err("refused")
}

#[test]
fn a_combined_node_is_read() {
    let (config, notices) = load(&[]).unwrap();
    assert!(config.is_broker() && config.is_controller());
    assert_eq!(notices, []);
    assert_eq!(config.values().int("broker.id"), Ok(1));
    assert_eq!(config.log_dirs().unwrap(), ["/a", "/b"]);
    assert_eq!(config.metadata_log_dir().unwrap(), "/a");
    let listeners = config.listeners();
    assert_eq!(listeners.advertised_broker, listeners.broker);
    assert_eq!(
        listeners.advertised_controller[0].to_string(),
        "CONTROLLER://localhost:9093"
    );
    assert_eq!(listeners.inter_broker, "PLAINTEXT");
}

#[test]
fn unknown_and_ignored_keys_are_told_once() {
    let changes = [
        ("log.dris", "/x"),
        ("num.io.threads", "9"),
        ("listener.name.plaintext.ssl.key.password", "x"),
        ("leader.replication.throttled.rate", "1"),
    ];
    let (_, notices) = load(&changes).unwrap();
    let ignored = [
        "leader.replication.throttled.rate",
        "listener.name.plaintext.ssl.key.password",
        "num.io.threads",
    ];
    let expected = [
        Notice::Unknown {
            key: "log.dris".to_owned(),
            nearest: Some("log.dirs"),
        },
        Notice::Ignored {
            keys: ignored.map(str::to_owned).to_vec(),
        },
    ];
    assert_eq!(notices, expected);
}

#[test]
fn node_id_and_broker_id_are_one() {
    assert_eq!(
        refusal(&[("broker.id", "2")]),
        "You must set `node.id` to the same value as `broker.id`."
    );
    let mut properties: Properties = COMBINED
        .into_iter()
        .filter(|(key, _)| *key != "node.id")
        .collect();
    properties.set("broker.id", "1");
    assert_eq!(
        NodeConfig::load(&properties)
            .unwrap()
            .0
            .values()
            .int("node.id"),
        Ok(1)
    );
}

#[test]
fn roles_voters_and_listeners_fit_together() {
    assert!(
        refusal(&[("process.roles", "broker,zookeeper")])
            .contains("String must be one of: broker, controller")
    );
    assert!(
        refusal(&[("node.id", "2")])
            .contains("the node id 2 must be included in the set of voters")
    );
    assert!(refusal(&[("process.roles", "broker")]).contains("the node id 1 must not be included"));
    assert!(
        refusal(&[("process.roles", "controller")])
            .contains("must only contain KRaft controller listeners")
    );
    assert!(
        refusal(&[("controller.quorum.voters", "")])
            .contains("either controller.quorum.bootstrap.servers")
    );
    assert!(
        refusal(&[("listeners", "PLAINTEXT://:9092")])
            .contains("must contain at least one value appearing")
    );
    assert!(
        refusal(&[("listeners", "CONTROLLER://:9093")]).contains("Perhaps all listeners appear in")
    );
    assert!(
        refusal(&[("controller.listener.names", "CONTROLLER,B")])
            .contains("must only contain values appearing")
    );
}

#[test]
fn a_broker_alone_and_a_controller_alone_are_read() {
    let broker = [
        ("process.roles", "broker"),
        ("node.id", "2"),
        ("listeners", "PLAINTEXT://:9092"),
        ("controller.quorum.voters", "1@localhost:9093"),
    ];
    assert!(!load(&broker).unwrap().0.is_controller());
    let controller = [
        ("process.roles", "controller"),
        ("listeners", "CONTROLLER://:9093"),
    ];
    assert!(!load(&controller).unwrap().0.is_broker());
}

#[test]
fn what_is_advertised_is_reachable_and_served() {
    assert!(
        refusal(&[("advertised.listeners", "PLAINTEXT://0.0.0.0:9092")])
            .contains("cannot use the nonroutable meta-address 0.0.0.0")
    );
    assert!(
        refusal(&[("listeners", "PLAINTEXT://0.0.0.0:9092,CONTROLLER://:9093")])
            .contains("0.0.0.0")
    );
    let map = (
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,B:PLAINTEXT",
    );
    let both = ("advertised.listeners", "PLAINTEXT://h:1,B://h:2");
    assert!(
        refusal(&[map, both])
            .contains("must be equal to or a subset of the ones defined in listeners")
    );
    assert!(
        refusal(&[map, ("inter.broker.listener.name", "B")])
            .contains("must be a listener name defined in")
    );
    assert!(
        refusal(&[("inter.broker.listener.name", "C")])
            .contains("not found in listener.security.protocol.map")
    );
    let twice = [
        ("inter.broker.listener.name", "PLAINTEXT"),
        ("security.inter.broker.protocol", "PLAINTEXT"),
    ];
    assert!(refusal(&twice).starts_with("Only one of"));
    let (config, _) = load(&[(
        "advertised.listeners",
        "PLAINTEXT://kafka:9092,CONTROLLER://c:1",
    )])
    .unwrap();
    assert_eq!(
        config.listeners().advertised_broker[0].to_string(),
        "PLAINTEXT://kafka:9092"
    );
    assert_eq!(
        config.listeners().advertised_controller[0].to_string(),
        "CONTROLLER://c:1"
    );
}

#[test]
fn protected_listeners_are_refused_and_never_opened_in_plaintext() {
    let map = (
        "listener.security.protocol.map",
        "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
    );
    assert_eq!(
        refusal(&[map, ("inter.broker.listener.name", "PLAINTEXT")]),
        "listeners cannot contain PLAINTEXT://localhost:9092 with the security protocol SASL_PLAINTEXT: this release \
         serves PLAINTEXT only."
    );
    assert!(
        refusal(&[("authorizer.class.name", "a.B")])
            .starts_with("authorizer.class.name cannot be set")
    );
}

#[test]
fn sizes_and_times_fit_together() {
    assert!(refusal(&[("queued.max.request.bytes", "1")]).contains("must be larger or equal to"));
    assert!(
        refusal(&[("log.retention.ms", "0")])
            .contains("log.retention.ms must be unlimited (-1) or")
    );
    assert!(refusal(&[("log.roll.ms", "0")]).contains("log.roll.ms must be greater"));
    assert!(
        refusal(&[("replica.fetch.wait.max.ms", "30001")]).contains("replica.socket.timeout.ms")
    );
    assert!(refusal(&[("max.connections.per.ip", "0")]).contains("can be set to zero only if"));
    assert!(refusal(&[("max.connections.per.ip.overrides", "h:x")]).contains("no number"));
    assert!(refusal(&[("connections.max.idle.ms", "50")]).contains("should always be less than"));
    let (_, notices) = load(&[("broker.heartbeat.interval.ms", "8000")]).unwrap();
    assert!(matches!(notices.as_slice(), [Notice::Warning(_)]));
}

#[test]
fn topics_take_their_defaults_from_the_brokers_synonyms() {
    let defaults = |changes: &[(&str, &str)]| load(changes).unwrap().0.topic_defaults().unwrap();
    assert_eq!(defaults(&[])["retention.ms"], "604800000");
    assert_eq!(
        defaults(&[("log.retention.hours", "1")])["retention.ms"],
        "3600000"
    );
    assert_eq!(
        defaults(&[("log.retention.hours", "1"), ("log.retention.minutes", "2")])["retention.ms"],
        "120000"
    );
    assert_eq!(
        defaults(&[("log.retention.ms", "-7")])["retention.ms"],
        "-1"
    );
    assert_eq!(
        defaults(&[("log.flush.scheduler.interval.ms", "9")])["flush.ms"],
        "9"
    );
}

#[test]
fn dynamic_values_make_a_new_configuration_and_bad_ones_are_left_out() {
    let (config, _) = load(&[("log.retention.ms", "5")]).unwrap();
    let cluster = crate::texts([
        ("log.retention.ms", "9"),
        ("log.dirs", "/z"),
        ("listeners", "A://:1"),
    ]);
    let broker = crate::texts([("max.connections", "x"), ("log.segment.bytes", "2097152")]);
    let (changed, left_out) = config.with_dynamic(&cluster, &broker).unwrap();
    assert_eq!(left_out.len(), 3);
    assert_eq!(changed.topic_defaults().unwrap()["retention.ms"], "9");
    assert_eq!(changed.values().int("log.segment.bytes"), Ok(2_097_152));
    assert_eq!(changed.log_dirs().unwrap(), ["/a", "/b"]);
    assert_eq!(config.values().long("log.retention.ms"), Ok(5));
}

#[test]
fn a_listener_may_have_its_own_limits() {
    let (config, _) = load(&[("listener.name.plaintext.max.connections", "3")]).unwrap();
    assert_eq!(
        config
            .values_of_listener("PLAINTEXT")
            .unwrap()
            .int("max.connections"),
        Ok(3)
    );
    assert_eq!(
        config
            .values_of_listener("CONTROLLER")
            .unwrap()
            .int("max.connections"),
        Ok(i32::MAX)
    );
    assert!(
        refusal(&[("listener.name.plaintext.max.connections", "-3")])
            .contains("Value must be at least 0")
    );
}
