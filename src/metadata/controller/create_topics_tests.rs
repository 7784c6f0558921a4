//! Tests of topic creation.

use std::collections::BTreeMap;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::CreateTopicsRequest;
use kalda_protocol::messages::create_topics_request::CreatableTopic;
use uuid::Uuid;

use crate::controller::fixture::{Cluster, config, counted, log_dir, settings};
use crate::features::MetadataVersion;
use kalda_protocol::metadata_records::{
    ConfigRecord, MetadataRecord, PartitionRecord, TopicRecord,
};

/// What the only topic of a request is refused with.
pub(crate) fn refusal(cluster: &mut Cluster, topic: CreatableTopic) -> (ErrorCode, String) {
    let decision = cluster.decide_topics(vec![topic]);
    assert_eq!(decision.records, []);
    let result = &decision.reply.topics[0];
    assert_eq!(
        (
            result.topic_id,
            result.num_partitions,
            result.replication_factor
        ),
        (Uuid::nil(), -1, -1)
    );
    let message = result
        .error_message
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    (ErrorCode::from_code(result.error_code).unwrap(), message)
}

pub(crate) fn partition(topic_id: Uuid, partition_id: i32, replicas: &[i32]) -> MetadataRecord {
    MetadataRecord::Partition(PartitionRecord {
        partition_id,
        topic_id,
        replicas: replicas.to_vec(),
        isr: replicas.to_vec(),
        leader: replicas[0],
        leader_epoch: 0,
        partition_epoch: 0,
        directories: replicas.iter().map(|id| log_dir(*id)).collect(),
        ..PartitionRecord::default()
    })
}

#[test]
fn a_topic_is_its_record_then_its_configs_then_its_partitions() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let topic = counted("orders", 2, 1).with_configs(vec![config("retention.ms", Some("5"))]);
    let decision = cluster.decide_topics(vec![topic]);
    let id = decision.reply.topics[0].topic_id;
    let expected = vec![
        MetadataRecord::Topic(TopicRecord {
            name: "orders".to_owned(),
            topic_id: id,
        }),
        MetadataRecord::Config(ConfigRecord {
            resource_type: 2,
            resource_name: "orders".to_owned(),
            name: "retention.ms".to_owned(),
            value: Some("5".to_owned()),
        }),
        partition(id, 0, &[1]),
        partition(id, 1, &[1]),
    ];
    assert_eq!(decision.records, expected);
    assert!(decision.atomic);
    cluster.apply(decision);
}

// Gotcha 30.
#[test]
fn the_answer_tells_all_effective_configs_the_partitions_and_the_replication_factor() {
    let mut own = settings();
    own.file_configs = BTreeMap::from([("log.retention.hours".to_owned(), "1".to_owned())]);
    let mut cluster = Cluster::at(MetadataVersion::LATEST, own);
    cluster.start(1);
    let reply = cluster.create(vec![
        counted("a", 3, 1).with_configs(vec![config("cleanup.policy", Some("compact"))]),
    ]);
    let topic = &reply.topics[0];
    assert_eq!(
        (
            topic.num_partitions,
            topic.replication_factor,
            topic.topic_config_error_code
        ),
        (3, 1, 0)
    );
    let configs = topic.configs.as_ref().unwrap();
    let value = |name: &str| {
        let found = configs
            .iter()
            .find(|config| config.name.as_str() == name)
            .unwrap();
        (
            found.value.as_ref().unwrap().to_string(),
            found.config_source,
            found.read_only,
            found.is_sensitive,
        )
    };
    assert_eq!(
        value("cleanup.policy"),
        ("compact".to_owned(), 1, false, false)
    );
    assert_eq!(
        value("retention.ms"),
        ("3600000".to_owned(), 4, false, false)
    );
    assert_eq!(
        value("min.insync.replicas"),
        ("1".to_owned(), 3, false, false)
    );
    assert_eq!(
        value("segment.bytes"),
        ("1073741824".to_owned(), 5, false, false)
    );
    assert!(configs.is_sorted_by_key(|config| config.name.to_string()));
}

// Gotcha 30.
#[test]
fn a_client_that_may_not_describe_configs_is_told_so_and_none() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let reply = cluster.create(vec![counted("secret", 1, 1)]);
    let topic = &reply.topics[0];
    assert_eq!(
        topic.topic_config_error_code,
        ErrorCode::TopicAuthorizationFailed.code()
    );
    assert_eq!(topic.configs, Some(Vec::new()));
    assert_eq!((topic.error_code, topic.num_partitions), (0, -1));
}

// Gotcha 29.
#[test]
fn counts_of_minus_one_take_the_brokers_defaults() {
    let mut own = settings();
    (own.default_partitions, own.default_replication_factor) = (4, 2);
    let mut cluster = Cluster::at(MetadataVersion::LATEST, own);
    cluster.start(1);
    cluster.start(2);
    let reply = cluster.create(vec![counted("a", -1, -1)]);
    assert_eq!(
        (
            reply.topics[0].num_partitions,
            reply.topics[0].replication_factor
        ),
        (4, 2)
    );
}

// Gotcha 29.
#[test]
fn validate_only_checks_everything_and_writes_nothing() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let topics = vec![counted("good", 1, 1), counted("bad name", 1, 1)];
    let request = CreateTopicsRequest::default()
        .with_topics(topics)
        .with_validate_only(true);
    let decision = cluster.decide_request(&request);
    assert_eq!(decision.records, []);
    let [good, bad] = decision.reply.topics.as_slice() else {
        panic!("{:?}", decision.reply)
    };
    assert_ne!(good.topic_id, Uuid::nil());
    assert_eq!((good.error_code, good.num_partitions), (0, 1));
    assert_eq!(bad.error_code, ErrorCode::InvalidTopicException.code());
}

// Gotcha 29.
#[test]
fn a_name_given_twice_fails_alone_and_is_answered_last() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let decision = cluster.decide_topics(vec![
        counted("twice", 1, 1),
        counted("once", 1, 1),
        counted("twice", 1, 1),
    ]);
    let names: Vec<_> = decision
        .reply
        .topics
        .iter()
        .map(|topic| topic.name.to_string())
        .collect();
    assert_eq!(names, ["once", "twice"]);
    assert_eq!(
        decision.reply.topics[1].error_code,
        ErrorCode::InvalidRequest.code()
    );
    assert_eq!(
        decision.reply.topics[1].error_message.as_deref(),
        Some("Duplicate topic name.")
    );
    assert_eq!(decision.records.len(), 2);
}

// Gotcha 27.
#[test]
fn illegal_colliding_and_existing_names_are_refused() {
    let mut cluster = Cluster::with_brokers(&[1]);
    cluster.create(vec![counted("a.b", 1, 1)]);
    let mut refused = |name: &str| refusal(&mut cluster, counted(name, 1, 1));
    assert_eq!(
        refused("a_b"),
        (
            ErrorCode::InvalidTopicException,
            "Topic 'a_b' collides with existing topic: a.b".to_owned()
        )
    );
    assert_eq!(
        refused("a.b"),
        (
            ErrorCode::TopicAlreadyExists,
            "Topic 'a.b' already exists.".to_owned()
        )
    );
    assert_eq!(
        refused("."),
        (
            ErrorCode::InvalidTopicException,
            "Topic name is invalid: '.' is not allowed".to_owned()
        )
    );
    assert_eq!(
        refused("__cluster_metadata"),
        (
            ErrorCode::InvalidRequest,
            "Creation of internal topic __cluster_metadata is prohibited.".to_owned()
        )
    );
}

#[test]
fn counts_that_make_no_sense_are_refused() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let mut refused =
        |partitions, replicas| refusal(&mut cluster, counted("a", partitions, replicas));
    let partitions = "Number of partitions was set to an invalid non-positive value.".to_owned();
    let replicas =
        "Replication factor must be larger than 0, or -1 to use the default value.".to_owned();
    assert_eq!(
        refused(0, 1),
        (ErrorCode::InvalidPartitions, partitions.clone())
    );
    assert_eq!(refused(-2, 1), (ErrorCode::InvalidPartitions, partitions));
    assert_eq!(
        refused(1, 0),
        (ErrorCode::InvalidReplicationFactor, replicas.clone())
    );
    assert_eq!(
        refused(0, -2),
        (ErrorCode::InvalidReplicationFactor, replicas)
    );
}

#[test]
fn a_replication_factor_above_the_number_of_brokers_is_refused() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let message = "Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be reached \
                   because only 1 broker(s) are registered or some brokers have all their log directories cordoned.";
    assert_eq!(
        refusal(&mut cluster, counted("a", 1, 3)),
        (ErrorCode::InvalidReplicationFactor, message.to_owned())
    );
}

#[test]
fn nothing_is_created_while_no_broker_lives() {
    let mut cluster = Cluster::formatted();
    let (code, message) = refusal(&mut cluster, counted("a", 1, 1));
    assert_eq!(code, ErrorCode::InvalidReplicationFactor);
    assert!(message.ends_with(
        "All brokers are currently fenced, or have all their log directories cordoned."
    ));
}

#[test]
fn configs_are_checked_before_anything_is_written() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let mut refused = |name: &str, value| {
        refusal(
            &mut cluster,
            counted("a", 1, 1).with_configs(vec![config(name, value)]),
        )
    };
    assert_eq!(
        refused("no.such.key", Some("1")),
        (
            ErrorCode::InvalidConfig,
            "Unknown topic config name: no.such.key".to_owned()
        )
    );
    assert_eq!(
        refused("retention.ms", Some("soon")),
        (
            ErrorCode::InvalidConfig,
            "Invalid value soon for configuration retention.ms: Not a number of type LONG"
                .to_owned()
        )
    );
    assert_eq!(
        refused("retention.ms", None),
        (
            ErrorCode::InvalidConfig,
            "Null value not supported for topic configs: retention.ms".to_owned()
        )
    );
}

#[test]
fn more_partitions_than_fit_into_one_request_fail_every_topic_of_it() {
    let mut cluster = Cluster::with_brokers(&[1]);
    for (partitions, message) in [
        (
            10_000,
            "Excessively large number of partitions per request.",
        ),
        (
            9_999,
            "Unable to perform excessively large batch operation.",
        ),
    ] {
        let decision = cluster.decide_topics(vec![counted("a", partitions, 1), counted("b", 1, 1)]);
        assert_eq!(decision.records, []);
        for topic in &decision.reply.topics {
            assert_eq!(topic.error_code, ErrorCode::PolicyViolation.code());
            assert_eq!(topic.error_message.as_deref(), Some(message));
        }
    }
}
