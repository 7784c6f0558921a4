//! Settings as they are read from a node's configuration.

use std::path::Path;

use kalda_config::{Properties, texts};

use super::*;

fn config(changes: &[(&str, &str)]) -> NodeConfig {
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

fn settings(changes: &[(&str, &str)]) -> Settings {
    Settings::read(&config(changes)).unwrap()
}

#[test]
fn the_defaults_of_kafka_are_read() {
    let settings = settings(&[]);
    assert_eq!(settings.node.log_dirs, [Path::new("/tmp/kafka-logs")]);
    assert_eq!(settings.node.metadata_log_dir, Path::new("/tmp/kafka-logs"));
    let (endpoint, network) = &settings.listeners.broker[0];
    assert_eq!(endpoint.to_string(), "PLAINTEXT://:9092");
    assert_eq!(network.max_request_bytes, 100 << 20);
    assert_eq!(network.max_idle, Some(Duration::from_secs(600)));
    assert_eq!(settings.connections.max_queued_bytes, None);
    assert_eq!(
        settings.metadata_log.idle_interval,
        Some(Duration::from_millis(500))
    );
    assert_eq!(settings.fetch.max_bytes, 55 << 20);
    assert_eq!(settings.topics.default_partitions, 1);
}

#[test]
fn minus_one_is_no_limit_where_kafka_says_so() {
    let changes = [
        ("connections.max.idle.ms", "-1"),
        ("socket.send.buffer.bytes", "-1"),
    ];
    let (_, network) = settings(&changes).listeners.broker.remove(0);
    assert_eq!((network.max_idle, network.send_buffer_bytes), (None, None));
}

#[test]
fn a_negative_time_is_refused_where_it_means_nothing() {
    let error = Settings::read(&config(&[("broker.heartbeat.interval.ms", "-5")])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Invalid value -5 for configuration broker.heartbeat.interval.ms: Value must be at least 0"
    );
}

#[test]
fn a_listener_has_its_own_limits_and_addresses_theirs() {
    let changes = [
        ("listener.name.controller.max.connections", "7"),
        ("max.connections.per.ip.overrides", "127.0.0.1:5,::1:6"),
    ];
    let settings = settings(&changes);
    assert_eq!(settings.listeners.controller[0].1.max_connections, 7);
    let overrides: Vec<_> = settings
        .connections
        .per_ip_overrides
        .into_values()
        .collect();
    assert_eq!(overrides, [5, 6]);
    let error =
        Settings::read(&config(&[("max.connections.per.ip.overrides", "kafka:5")])).unwrap_err();
    assert!(error.to_string().contains("not an IP address"));
}

#[test]
fn a_dynamic_change_is_a_new_value() {
    let before = config(&[]);
    let (after, _) = before
        .with_dynamic(&texts([("max.connections", "9")]), &texts([]))
        .unwrap();
    assert_eq!(Settings::read(&after).unwrap().connections.max, 9);
    assert_eq!(
        Settings::read(&before).unwrap().connections.max,
        i32::MAX as usize
    );
}

#[test]
fn groups_have_the_defaults_of_kafka() {
    let groups = settings(&[]).groups;
    assert_eq!(groups.shards, kalda_coordinator::GroupSettings::default());
    assert!(groups.consumer_protocol);
    assert_eq!(groups.driver.append_linger, None);
    assert_eq!(groups.driver.commit_timeout, Duration::from_secs(5));
    assert_eq!(groups.driver.load_buffer_bytes, 5 << 20);
    assert_eq!(groups.driver.concurrent_loads, 4);
    let offsets = settings(&[]).topics.offsets;
    assert_eq!((offsets.partitions, offsets.replication_factor), (50, 3));
    assert_eq!(offsets.segment_bytes, 100 << 20);
}

#[test]
fn settings_of_groups_that_do_not_go_together_are_refused_at_start() {
    let cases: [(&[(&str, &str)], &str); 8] = [
        (
            &[("group.consumer.session.timeout.ms", "44999")],
            "group.consumer.session.timeout.ms must be greater than or equal to group.consumer.min.session.timeout.ms",
        ),
        (
            &[("group.consumer.heartbeat.interval.ms", "15001")],
            "group.consumer.max.heartbeat.interval.ms must be greater than or equal to group.consumer.heartbeat.interval.ms",
        ),
        (
            &[("group.consumer.max.assignment.interval.ms", "999")],
            "group.consumer.max.assignment.interval.ms must be greater than or equal to group.consumer.assignment.interval.ms",
        ),
        (
            &[
                ("group.streams.max.heartbeat.interval.ms", "50000"),
                ("group.streams.heartbeat.interval.ms", "45000"),
            ],
            "group.streams.heartbeat.interval.ms must be less than group.streams.session.timeout.ms",
        ),
        (
            &[("group.streams.num.standby.replicas", "3")],
            "group.streams.max.standby.replicas must be greater than or equal to group.streams.num.standby.replicas",
        ),
        (
            &[("group.coordinator.rebalance.protocols", "consumer")],
            "group.coordinator.rebalance.protocols must name classic: that protocol cannot be disabled",
        ),
        (
            &[("group.consumer.assignors", "uniform,sticky")],
            "group.consumer.assignors: there is no assignor sticky",
        ),
        (
            &[("offsets.topic.compression.codec", "5")],
            "Invalid value 5 for configuration offsets.topic.compression.codec: There is no such compression codec",
        ),
    ];
    for (changes, sentence) in cases {
        let error = Settings::read(&config(changes)).unwrap_err();
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn settings_of_groups_are_taken_as_kafka_writes_them() {
    let groups = settings(&[
        (
            "group.consumer.assignors",
            "org.apache.kafka.coordinator.group.assignor.RangeAssignor,uniform",
        ),
        ("group.consumer.migration.policy", "Upgrade"),
        ("group.coordinator.rebalance.protocols", "classic"),
        ("group.coordinator.append.linger.ms", "7"),
        ("offsets.topic.compression.codec", "4"),
        ("offsets.retention.minutes", "2"),
    ])
    .groups;
    assert_eq!(groups.shards.consumer.assignors, ["range", "uniform"]);
    assert_eq!(
        groups.shards.consumer.migration_policy,
        kalda_coordinator::MigrationPolicy::Upgrade
    );
    assert!(!groups.consumer_protocol);
    assert_eq!(groups.driver.append_linger, Some(Duration::from_millis(7)));
    assert_eq!(groups.driver.compression, kalda_records::Compression::Zstd);
    assert_eq!(groups.shards.offsets.retention_ms, 120_000);
}

#[test]
fn an_assignment_interval_set_while_the_broker_runs_is_brought_within_its_bounds() {
    let key = "group.consumer.assignment.interval.ms";
    let before = config(&[("group.consumer.min.assignment.interval.ms", "500")]);
    for (set, in_force) in [("0", 500), ("700", 700), ("99999", 15_000)] {
        let (after, _) = before
            .with_dynamic(&texts([(key, set)]), &texts([]))
            .unwrap();
        let groups = Settings::changed(&after).unwrap().groups;
        assert_eq!(groups.shards.consumer.assignment_interval_ms, in_force);
    }
}

#[test]
fn the_cleaners_threads_share_its_memory() {
    let cleaner = |changes: &[(&str, &str)]| settings(changes).cleaner;
    let usual = cleaner(&[]);
    assert_eq!((usual.is_enabled, usual.threads), (true, 1));
    assert_eq!(usual.backoff, Duration::from_secs(15));
    assert_eq!(usual.map_bytes_of_one(), 128 << 20);
    assert_eq!(usual.io_buffer_bytes_of_one(), 256 << 10);
    let four = cleaner(&[("log.cleaner.threads", "4")]);
    assert_eq!(four.map_bytes_of_one(), 32 << 20);
    assert_eq!(four.io_buffer_bytes_of_one(), 64 << 10);
    let none = cleaner(&[("log.cleaner.threads", "0")]);
    assert_eq!(none.map_bytes_of_one(), 128 << 20);
}

#[test]
fn a_cleaner_that_could_not_work_is_refused() {
    for (key, value) in [
        ("log.cleaner.io.buffer.load.factor", "0"),
        ("log.cleaner.io.buffer.load.factor", "1.1"),
        ("log.cleaner.io.max.bytes.per.second", "0"),
        ("log.cleaner.io.max.bytes.per.second", "-1"),
        ("log.cleaner.dedupe.buffer.size", "-1"),
    ] {
        let error = Settings::read(&config(&[(key, value)])).unwrap_err();
        assert!(error.to_string().contains(key), "{error}");
    }
}
