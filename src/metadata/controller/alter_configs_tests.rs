//! Tests of config changes at the controller.

use kalda_protocol::messages::alter_configs_request::{
    AlterConfigsResource as LegacyResource, AlterableConfig as LegacyConfig,
};
use kalda_protocol::messages::incremental_alter_configs_request::{
    AlterConfigsResource, AlterableConfig,
};
use kalda_protocol::messages::{AlterConfigsRequest, IncrementalAlterConfigsRequest};
use kalda_protocol::metadata_records::{ClearElrRecord, ConfigRecord, MetadataRecord};

use crate::controller::fixture::{Cluster, counted, settings, text};
use crate::features::MetadataVersion;

const SET: i8 = 0;
const DELETE: i8 = 1;
const APPEND: i8 = 2;

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

fn request(resources: Vec<AlterConfigsResource>) -> IncrementalAlterConfigsRequest {
    IncrementalAlterConfigsRequest::default().with_resources(resources)
}

fn record(kind: i8, name: &str, key: &str, value: Option<&str>) -> MetadataRecord {
    MetadataRecord::Config(ConfigRecord {
        resource_type: kind,
        resource_name: name.to_owned(),
        name: key.to_owned(),
        value: value.map(str::to_owned),
    })
}

fn clear_elr(topic: &str) -> MetadataRecord {
    MetadataRecord::ClearElr(ClearElrRecord {
        topic_name: topic.to_owned(),
    })
}

/// Makes a change that must succeed, and returns its records.
fn change(
    cluster: &mut Cluster,
    kind: i8,
    name: &str,
    changes: &[(&str, i8, Option<&str>)],
) -> Vec<MetadataRecord> {
    let decision = cluster
        .controller
        .incremental_alter_configs(&request(vec![resource(kind, name, changes)]), true);
    let records = decision.records.clone();
    assert_eq!(
        decision.reply.responses[0].error_code, 0,
        "{:?}",
        decision.reply
    );
    cluster.apply(decision);
    records
}

fn refusal(cluster: &Cluster, resource: AlterConfigsResource) -> (i16, String) {
    let decision = cluster
        .controller
        .incremental_alter_configs(&request(vec![resource]), true);
    assert_eq!(decision.records, []);
    let response = &decision.reply.responses[0];
    (
        response.error_code,
        response
            .error_message
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    )
}

fn with_topic() -> Cluster {
    let mut cluster = Cluster::with_brokers(&[1]);
    cluster.create(vec![counted("a", 1, 1)]);
    cluster
}

// Gotcha 34.
#[test]
fn configs_of_a_topic_are_set_extended_and_deleted() {
    let mut cluster = with_topic();
    let records = change(
        &mut cluster,
        2,
        "a",
        &[
            ("retention.ms", SET, Some("5")),
            ("cleanup.policy", APPEND, Some("compact")),
        ],
    );
    let expected = [
        record(2, "a", "cleanup.policy", Some("delete,compact")),
        record(2, "a", "retention.ms", Some("5")),
    ];
    assert_eq!(records, expected);
    assert_eq!(
        change(&mut cluster, 2, "a", &[("retention.ms", SET, Some("5"))]),
        []
    );
    let records = change(&mut cluster, 2, "a", &[("retention.ms", DELETE, None)]);
    assert_eq!(records, [record(2, "a", "retention.ms", None)]);
}

#[test]
fn a_brokers_config_is_written_even_if_it_stays_the_same() {
    let mut cluster = with_topic();
    for _ in 0..2 {
        let records = change(
            &mut cluster,
            4,
            "1",
            &[("log.retention.ms", SET, Some("5"))],
        );
        assert_eq!(records, [record(4, "1", "log.retention.ms", Some("5"))]);
    }
}

// Gotcha 34.
#[test]
fn a_resource_is_changed_as_a_whole_or_not_at_all() {
    let mut cluster = with_topic();
    let wrong = resource(
        2,
        "a",
        &[
            ("flush.ms", SET, Some("1")),
            ("retention.ms", SET, Some("x")),
        ],
    );
    let good = resource(4, "", &[("log.retention.ms", SET, Some("7"))]);
    let decision = cluster
        .controller
        .incremental_alter_configs(&request(vec![wrong, good]), true);
    assert_eq!(
        decision.records,
        [record(4, "", "log.retention.ms", Some("7"))]
    );
    assert!(decision.atomic);
    let codes: Vec<_> = decision
        .reply
        .responses
        .iter()
        .map(|response| response.error_code)
        .collect();
    assert_eq!(codes, [40, 0]);
    cluster.apply(decision);
}

#[test]
fn what_cannot_be_changed_is_refused_in_kafkas_words() {
    let cluster = with_topic();
    let refused = |kind, name, change| refusal(&cluster, resource(kind, name, &[change]));
    let set = ("retention.ms", SET, Some("1"));
    assert_eq!(
        refused(2, "b", set),
        (3, "The topic 'b' does not exist.".to_owned())
    );
    assert_eq!(
        refused(2, "", set),
        (42, "Default topic resources are not allowed.".to_owned())
    );
    assert_eq!(refused(2, "a/b", set).0, 17);
    assert_eq!(
        refused(4, "7", ("log.retention.ms", SET, Some("1"))),
        (102, "No node with id 7 found.".to_owned())
    );
    assert_eq!(
        refused(4, "x", set),
        (
            42,
            "Unable to parse broker name as a base 10 number.".to_owned()
        )
    );
    assert_eq!(
        refused(4, "-1", set),
        (42, "Invalid negative broker ID.".to_owned())
    );
    assert_eq!(
        refused(8, "1", set),
        (42, "Unexpected resource type BROKER_LOGGER.".to_owned())
    );
    assert_eq!(
        refused(3, "a", set),
        (35, "Unknown resource type 3.".to_owned())
    );
    assert_eq!(
        refused(32, "", set),
        (42, "Default group resources are not allowed.".to_owned())
    );
    assert_eq!(
        refused(16, "", set),
        (42, "Subscription name can't be empty".to_owned())
    );
    assert_eq!(refused(16, "m", set).0, 42);
    assert_eq!(refused(16, "m", ("interval.ms", SET, Some("99"))).0, 42);
    assert_eq!(refused(16, "m", ("interval.ms", SET, Some("x"))).0, 40);
    assert_eq!(
        refused(2, "a", ("retention.ms", 9, Some("1"))),
        (42, "Unknown operations type 9".to_owned())
    );
    assert_eq!(
        refused(2, "a", ("retention.ms", APPEND, Some("1"))),
        (
            40,
            "Can't APPEND to key retention.ms because its type is not LIST.".to_owned()
        )
    );
    assert_eq!(
        refused(2, "a", ("no.such.key", SET, Some("1"))),
        (40, "Unknown topic config name: no.such.key".to_owned())
    );
    let (code, message) = refused(2, "a", ("retention.ms", SET, Some(&"1".repeat(32_768))));
    assert_eq!(code, 40);
    assert!(message.contains("exceeds the maximum value size of 32767 bytes"));
}

#[test]
fn values_that_contradict_each_other_are_refused() {
    let cluster = with_topic();
    let lags = [
        ("min.compaction.lag.ms", SET, Some("5")),
        ("max.compaction.lag.ms", SET, Some("4")),
    ];
    let message =
        "conflict topic config setting min.compaction.lag.ms (5) > max.compaction.lag.ms (4)";
    assert_eq!(
        refusal(&cluster, resource(2, "a", &lags)),
        (40, message.to_owned())
    );
}

#[test]
fn a_resource_named_twice_is_refused_once() {
    let cluster = with_topic();
    let twice = || resource(2, "a", &[("retention.ms", SET, Some("1"))]);
    let decision = cluster
        .controller
        .incremental_alter_configs(&request(vec![twice(), twice()]), true);
    assert_eq!(
        (decision.records.len(), decision.reply.responses.len()),
        (0, 1)
    );
    assert_eq!(
        decision.reply.responses[0].error_message.as_deref(),
        Some("Duplicate resource.")
    );
}

#[test]
fn validate_only_writes_nothing() {
    let cluster = with_topic();
    let request = request(vec![resource(2, "a", &[("retention.ms", SET, Some("1"))])])
        .with_validate_only(true);
    let decision = cluster.controller.incremental_alter_configs(&request, true);
    assert_eq!(
        (
            decision.records.len(),
            decision.reply.responses[0].error_code
        ),
        (0, 0)
    );
}

#[test]
fn another_minimum_of_in_sync_replicas_clears_eligible_leaders() {
    let mut cluster = with_topic();
    let records = change(
        &mut cluster,
        2,
        "a",
        &[("min.insync.replicas", SET, Some("2"))],
    );
    assert_eq!(
        records,
        [
            record(2, "a", "min.insync.replicas", Some("2")),
            clear_elr("a")
        ]
    );
    let records = change(
        &mut cluster,
        4,
        "",
        &[("min.insync.replicas", SET, Some("2"))],
    );
    assert_eq!(
        records,
        [
            record(4, "", "min.insync.replicas", Some("2")),
            clear_elr("")
        ]
    );
}

#[test]
fn with_eligible_leaders_only_the_cluster_has_a_minimum_of_in_sync_replicas() {
    let cluster = with_topic();
    let refused = |name, op| {
        refusal(
            &cluster,
            resource(4, name, &[("min.insync.replicas", op, Some("2"))]),
        )
    };
    assert_eq!(
        refused("1", SET),
        (
            40,
            "Broker-level min.insync.replicas cannot be altered while ELR is enabled.".to_owned()
        )
    );
    assert_eq!(
        refused("", DELETE),
        (
            40,
            "Cluster-level min.insync.replicas cannot be removed while ELR is enabled.".to_owned()
        )
    );
    let mut old = Cluster::at(MetadataVersion::from_level(25).unwrap(), settings());
    old.start(1);
    let records = change(&mut old, 4, "1", &[("min.insync.replicas", SET, Some("2"))]);
    assert_eq!(records, [record(4, "1", "min.insync.replicas", Some("2"))]);
}

#[test]
fn directories_are_cordoned_through_their_broker_only() {
    let mut cluster = with_topic();
    let cordon = |dirs| {
        request(vec![resource(
            4,
            "1",
            &[("cordoned.log.dirs", SET, Some(dirs))],
        )])
    };
    let code = |cluster: &Cluster, dirs, forwarded| {
        cluster
            .controller
            .incremental_alter_configs(&cordon(dirs), forwarded)
            .reply
            .responses[0]
            .error_code
    };
    assert_eq!(code(&cluster, "/a", false), 40);
    let decision = cluster
        .controller
        .incremental_alter_configs(&cordon("/a,/b"), true);
    cluster.apply(decision);
    assert_eq!(code(&cluster, "/b", false), 0);
    assert_eq!(code(&cluster, "/b, /c", false), 40);
}

#[test]
fn the_older_request_replaces_everything() {
    let mut cluster = with_topic();
    change(
        &mut cluster,
        2,
        "a",
        &[
            ("retention.ms", SET, Some("5")),
            ("flush.ms", SET, Some("6")),
        ],
    );
    let configs = [("retention.ms", "5"), ("segment.ms", "7")].map(|(name, value)| {
        LegacyConfig::default()
            .with_name(text(name))
            .with_value(Some(text(value)))
    });
    let resource = LegacyResource::default()
        .with_resource_type(2)
        .with_resource_name(text("a"))
        .with_configs(configs.to_vec());
    let request = AlterConfigsRequest::default().with_resources(vec![resource]);
    let decision = cluster.controller.alter_configs(&request, true);
    let expected = [
        record(2, "a", "flush.ms", None),
        record(2, "a", "segment.ms", Some("7")),
    ];
    assert_eq!(decision.records, expected);
    assert_eq!(decision.reply.responses[0].error_code, 0);
    cluster.apply(decision);
}
