//! Tests of images: replay, snapshots and deltas.

use kalda_protocol::metadata_records::*;
use uuid::Uuid;

use super::*;
use crate::Delta;

pub(super) fn fold<'a>(records: impl IntoIterator<Item = &'a MetadataRecord>) -> Image {
    let mut image = Image::default();
    for record in records {
        image.replay(record).unwrap();
    }
    image
}

pub(super) fn topic(name: &str, id: u128) -> MetadataRecord {
    MetadataRecord::Topic(TopicRecord {
        name: name.to_owned(),
        topic_id: Uuid::from_u128(id),
    })
}

pub(super) fn partition(topic: u128, partition_id: i32) -> MetadataRecord {
    MetadataRecord::Partition(PartitionRecord {
        partition_id,
        topic_id: Uuid::from_u128(topic),
        replicas: vec![1, 2, 3],
        isr: vec![1, 2],
        leader: 1,
        leader_epoch: 0,
        partition_epoch: 0,
        directories: vec![
            Uuid::from_u128(501),
            Uuid::from_u128(502),
            Uuid::from_u128(503),
        ],
        ..PartitionRecord::default()
    })
}

pub(super) fn change(topic: u128, partition_id: i32) -> PartitionChangeRecord {
    PartitionChangeRecord {
        partition_id,
        topic_id: Uuid::from_u128(topic),
        ..PartitionChangeRecord::default()
    }
}

pub(super) fn config(kind: i8, resource: &str, name: &str, value: Option<&str>) -> MetadataRecord {
    MetadataRecord::Config(ConfigRecord {
        resource_type: kind,
        resource_name: resource.to_owned(),
        name: name.to_owned(),
        value: value.map(str::to_owned),
    })
}

pub(super) fn broker(broker_id: i32, broker_epoch: i64) -> MetadataRecord {
    MetadataRecord::RegisterBroker(RegisterBrokerRecord {
        broker_id,
        broker_epoch,
        log_dirs: vec![Uuid::from_u128(502), Uuid::from_u128(501)],
        ..RegisterBrokerRecord::default()
    })
}

pub(super) fn feature(name: &str, feature_level: i16) -> MetadataRecord {
    MetadataRecord::FeatureLevel(FeatureLevelRecord {
        name: name.to_owned(),
        feature_level,
    })
}

#[test]
fn a_named_leader_opens_an_epoch_and_any_change_raises_the_partition_epoch() {
    let mut image = fold(&[topic("a", 200), partition(200, 0)]);
    let shrink = PartitionChangeRecord {
        isr: Some(vec![1]),
        ..change(200, 0)
    };
    image
        .replay(&MetadataRecord::PartitionChange(shrink))
        .unwrap();
    let after = image.topic("a").unwrap().partition(0).unwrap().clone();
    assert_eq!(
        (after.leader, after.leader_epoch, after.partition_epoch),
        (1, 0, 1)
    );
    let same_leader = PartitionChangeRecord {
        leader: 1,
        ..change(200, 0)
    };
    image
        .replay(&MetadataRecord::PartitionChange(same_leader))
        .unwrap();
    let after = image.topic("a").unwrap().partition(0).unwrap();
    assert_eq!(
        (
            after.leader,
            after.leader_epoch,
            after.partition_epoch,
            after.isr()
        ),
        (1, 1, 2, [1].as_slice())
    );
}

#[test]
fn a_partition_written_before_directories_is_migrating() {
    let record = PartitionRecord {
        replicas: vec![1, 2],
        topic_id: Uuid::from_u128(200),
        ..PartitionRecord::default()
    };
    let image = fold(&[
        topic("a", 200),
        MetadataRecord::Partition(PartitionRecord {
            partition_id: 0,
            ..record
        }),
    ]);
    let found = image.topic("a").unwrap().partition(0).unwrap();
    assert_eq!(found.directories(), [DIRECTORY_MIGRATING; 2]);
}

#[test]
fn a_removed_topic_takes_its_configs_along() {
    let mut image = fold(&[
        topic("a", 200),
        config(2, "a", "retention.ms", Some("1")),
        config(2, "b", "x", Some("y")),
    ]);
    image
        .replay(&MetadataRecord::RemoveTopic(RemoveTopicRecord {
            topic_id: Uuid::from_u128(200),
        }))
        .unwrap();
    assert_eq!(image.topic("a"), None);
    assert_eq!(image.topic_by_id(Uuid::from_u128(200)), None);
    let left: Vec<_> = image
        .all_configs()
        .map(|(resource, _)| resource.name.clone())
        .collect();
    assert_eq!(left, ["b"]);
}

#[test]
fn clearing_eligible_leaders_touches_only_partitions_that_have_some() {
    let with_elr = PartitionChangeRecord {
        eligible_leader_replicas: Some(vec![3]),
        ..change(200, 0)
    };
    let mut image = fold(&[topic("a", 200), partition(200, 0), partition(200, 1)]);
    image
        .replay(&MetadataRecord::PartitionChange(with_elr))
        .unwrap();
    image
        .replay(&MetadataRecord::ClearElr(ClearElrRecord {
            topic_name: String::new(),
        }))
        .unwrap();
    let topic = image.topic("a").unwrap();
    let epochs: Vec<_> = topic
        .partitions()
        .map(|(_, partition)| partition.partition_epoch)
        .collect();
    assert_eq!(epochs, [2, 0]);
    assert!(
        topic
            .partition(0)
            .unwrap()
            .eligible_leader_replicas()
            .is_empty()
    );
}

#[test]
fn records_that_do_not_fit_are_refused_and_change_nothing() {
    let mut image = fold(&[topic("a", 200), partition(200, 0), broker(1, 5)]);
    let before = image.clone();
    let refused = [
        topic("a", 201),
        topic("b", 200),
        partition(201, 0),
        MetadataRecord::PartitionChange(change(200, 1)),
        MetadataRecord::PartitionChange(PartitionChangeRecord {
            leader_recovery_state: 7,
            ..change(200, 0)
        }),
        MetadataRecord::PartitionChange(PartitionChangeRecord {
            directories: Some(vec![Uuid::nil()]),
            ..change(200, 0)
        }),
        MetadataRecord::UnregisterBroker(UnregisterBrokerRecord {
            broker_id: 1,
            broker_epoch: 4,
        }),
        MetadataRecord::FenceBroker(FenceBrokerRecord { id: 2, epoch: 5 }),
        MetadataRecord::RemoveAccessControlEntry(RemoveAccessControlEntryRecord {
            id: Uuid::from_u128(9),
        }),
        feature("metadata.version", 99),
        feature("no.such.feature", 1),
        MetadataRecord::BeginTransaction(BeginTransactionRecord::default()),
    ];
    for record in refused {
        assert!(image.replay(&record).is_err(), "{record:?}");
        assert_eq!(image, before, "{record:?}");
    }
}

#[test]
fn a_registration_changes_field_by_field() {
    let mut image = fold(&[broker(1, 5)]);
    assert!(image.broker(1).unwrap().is_fenced());
    let base = BrokerRegistrationChangeRecord {
        broker_id: 1,
        broker_epoch: 5,
        ..Default::default()
    };
    let unfence = BrokerRegistrationChangeRecord {
        fenced: -1,
        ..base.clone()
    };
    image
        .replay(&MetadataRecord::BrokerRegistrationChange(unfence))
        .unwrap();
    assert!(image.is_active(1));
    let one_dir = BrokerRegistrationChangeRecord {
        log_dirs: vec![Uuid::from_u128(501)],
        in_controlled_shutdown: 1,
        ..base
    };
    image
        .replay(&MetadataRecord::BrokerRegistrationChange(one_dir))
        .unwrap();
    let changed = image.broker(1).unwrap();
    assert!(!changed.is_fenced() && changed.is_shutting_down() && !changed.is_active());
    assert_eq!(changed.default_dir(), Uuid::from_u128(501));
    assert!(!changed.has_online_dir(Uuid::from_u128(502)));
}

#[test]
fn kraft_version_in_a_feature_record_is_passed_over() {
    let image = fold(&[feature("kraft.version", 1)]);
    assert!(image.is_empty());
}

#[test]
fn a_snapshot_begins_with_metadata_version_and_follows_kafkas_order() {
    let quota = ClientQuotaRecord {
        key: "producer_byte_rate".to_owned(),
        value: 5.0,
        ..Default::default()
    };
    let records = [
        feature("group.version", 1),
        MetadataRecord::ProducerIds(ProducerIdsRecord {
            broker_id: 1,
            broker_epoch: 5,
            next_producer_id: 1000,
        }),
        MetadataRecord::ClientQuota(quota.clone()),
        config(4, "", "min.insync.replicas", Some("1")),
        topic("a", 200),
        partition(200, 0),
        broker(1, 5),
        feature("metadata.version", 30),
    ];
    let kinds: Vec<String> = fold(&records)
        .to_records()
        .map(|record| {
            format!("{record:?}")
                .split('(')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    let expected = [
        "FeatureLevel",
        "FeatureLevel",
        "RegisterBroker",
        "Topic",
        "Partition",
        "Config",
        "ClientQuota",
        "ProducerIds",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(
        fold(&records).to_records().next(),
        Some(feature("metadata.version", 30))
    );
}

#[test]
fn a_clone_is_not_changed_by_what_happens_later() {
    let mut image = fold(&[topic("a", 200), partition(200, 0)]);
    let before = image.clone();
    image
        .replay(&MetadataRecord::PartitionChange(PartitionChangeRecord {
            leader: 2,
            ..change(200, 0)
        }))
        .unwrap();
    assert_eq!(before.topic("a").unwrap().partition(0).unwrap().leader, 1);
    assert_eq!(image.topic("a").unwrap().partition(0).unwrap().leader, 2);
}

#[test]
fn a_delta_tells_what_differs_and_nothing_else() {
    let old = fold(&[
        topic("a", 200),
        partition(200, 0),
        partition(200, 1),
        topic("b", 201),
        broker(1, 5),
    ]);
    let mut new = old.clone();
    let steps = [
        MetadataRecord::PartitionChange(PartitionChangeRecord {
            leader: 2,
            ..change(200, 1)
        }),
        partition(200, 2),
        MetadataRecord::RemoveTopic(RemoveTopicRecord {
            topic_id: Uuid::from_u128(201),
        }),
        topic("b", 202),
        config(2, "b", "retention.ms", Some("1")),
        broker(2, 9),
        feature("group.version", 1),
    ];
    for step in &steps {
        new.replay(step).unwrap();
    }
    let delta = Delta::between(&old, &new);
    let expected = Delta {
        topics_created: vec![new.topic("b").unwrap().clone()],
        topics_deleted: vec![old.topic("b").unwrap().clone()],
        partitions_changed: vec![(Uuid::from_u128(200), 1), (Uuid::from_u128(200), 2)],
        configs_changed: vec![ConfigResource::topic("b")],
        brokers_changed: vec![2],
        features_changed: vec!["group.version".to_owned()],
        ..Delta::default()
    };
    assert_eq!(delta, expected);
    assert!(Delta::between(&new, &new.clone()).is_empty());
}

#[test]
fn a_partition_takes_little_memory() {
    // With three replicas: this, three boxes of together 72 bytes, and a node of the map.
    assert!(size_of::<Partition>() <= 72, "{}", size_of::<Partition>());
}
