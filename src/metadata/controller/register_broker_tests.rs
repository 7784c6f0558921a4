//! Tests of registrations.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::broker_registration_request::Feature;
use kalda_protocol::messages::{
    AllocateProducerIdsRequest, BrokerRegistrationRequest, UnregisterBrokerRequest,
};
use kalda_protocol::metadata_records::{
    BrokerEndpoint, BrokerFeature, MetadataRecord, PartitionChangeRecord, ProducerIdsRecord,
    RegisterBrokerRecord, UnregisterBrokerRecord,
};
use uuid::Uuid;

use crate::controller::fixture::{
    Cluster, SESSION_TIMEOUT_MS, counted, log_dir, registration, text,
};
use crate::features;
use crate::image::NO_LEADER;

fn refusal(cluster: &Cluster, request: &BrokerRegistrationRequest) -> ErrorCode {
    let decision = cluster
        .controller
        .register_broker(request, cluster.registering());
    assert_eq!(
        (decision.records.as_slice(), decision.reply.broker_epoch),
        ([].as_slice(), -1)
    );
    ErrorCode::from_code(decision.reply.error_code).unwrap()
}

/// The registration of a process that was started again.
fn restarted(id: i32, previous_epoch: i64) -> BrokerRegistrationRequest {
    registration(id)
        .with_incarnation_id(Uuid::from_u128(0x2222))
        .with_previous_broker_epoch(previous_epoch)
}

#[test]
fn a_registration_is_fenced_and_its_epoch_is_its_offset() {
    let mut cluster = Cluster::formatted();
    let request = registration(1).with_rack(Some(text("r1")));
    let decision = cluster
        .controller
        .register_broker(&request, cluster.registering());
    let ranges = features::SUPPORTED
        .iter()
        .map(|(name, range)| BrokerFeature {
            name: (*name).to_owned(),
            min_supported_version: range.min,
            max_supported_version: range.max,
        });
    let expected = RegisterBrokerRecord {
        broker_id: 1,
        incarnation_id: request.incarnation_id,
        broker_epoch: cluster.next_offset(),
        end_points: vec![BrokerEndpoint {
            name: "PLAINTEXT".to_owned(),
            host: "localhost".to_owned(),
            port: 9092,
            security_protocol: 0,
        }],
        features: ranges.collect(),
        rack: Some("r1".to_owned()),
        fenced: true,
        log_dirs: vec![log_dir(1)],
        ..RegisterBrokerRecord::default()
    };
    assert_eq!(decision.records, [MetadataRecord::RegisterBroker(expected)]);
    let offset = cluster.next_offset();
    assert_eq!(cluster.apply(decision).broker_epoch, offset);
}

#[test]
fn the_same_incarnation_keeps_its_epoch_and_its_state() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let epoch = cluster.epoch(1);
    assert_eq!(cluster.register(&registration(1)), epoch);
    assert!(cluster.controller.image().is_active(1));
}

#[test]
fn a_second_process_with_the_same_id_waits_for_the_first_ones_session_to_end() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let other = restarted(1, -1);
    assert_eq!(
        refusal(&cluster, &other),
        ErrorCode::DuplicateBrokerRegistration
    );
    cluster.now_ms += SESSION_TIMEOUT_MS + 1;
    let old_epoch = cluster.epoch(1);
    assert!(cluster.register(&other) > old_epoch);
    assert!(cluster.controller.image().broker(1).unwrap().is_fenced());
}

#[test]
fn a_restarted_combined_node_need_not_wait_for_its_own_session_to_end() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    cluster.controller.activate(cluster.now_ms);
    assert_eq!(
        refusal(&cluster, &restarted(1, -1)),
        ErrorCode::DuplicateBrokerRegistration
    );
    cluster.controller.end_session(1);
    cluster.register(&restarted(1, -1));
    assert_eq!(
        refusal(&cluster, &restarted(2, -1)),
        ErrorCode::DuplicateBrokerRegistration
    );
}

#[test]
fn a_broker_of_another_cluster_is_refused() {
    let cluster = Cluster::formatted();
    let request = registration(1).with_cluster_id(text("other"));
    assert_eq!(
        refusal(&cluster, &request),
        ErrorCode::InconsistentClusterId
    );
}

#[test]
fn directories_must_be_there_usable_distinct_and_the_brokers_own() {
    let cluster = Cluster::with_brokers(&[1]);
    let with = |dirs: Vec<Uuid>| refusal(&cluster, &registration(2).with_log_dirs(dirs));
    assert_eq!(with(vec![]), ErrorCode::InvalidRegistration);
    assert_eq!(
        with(vec![Uuid::from_u128(99)]),
        ErrorCode::InvalidRegistration
    );
    assert_eq!(
        with(vec![log_dir(2), log_dir(2)]),
        ErrorCode::InvalidRegistration
    );
    assert_eq!(with(vec![log_dir(1)]), ErrorCode::InvalidRegistration);
}

#[test]
fn a_broker_must_support_every_finalized_feature() {
    let cluster = Cluster::formatted();
    let range = |name: &str, min, max| {
        Feature::default()
            .with_name(text(name))
            .with_min_supported_version(min)
            .with_max_supported_version(max)
    };
    let with = |features: Vec<Feature>| refusal(&cluster, &registration(1).with_features(features));
    let all = || registration(1).features;
    assert_eq!(with(vec![]), ErrorCode::InvalidRegistration);
    let mut old = all();
    old.retain(|feature| feature.name.as_str() != "metadata.version");
    old.push(range("metadata.version", 7, 29));
    assert_eq!(with(old), ErrorCode::UnsupportedVersion);
    let mut without = all();
    without.retain(|feature| feature.name.as_str() != "group.version");
    assert_eq!(with(without), ErrorCode::UnsupportedVersion);
}

#[test]
fn an_unknown_security_protocol_is_refused() {
    let cluster = Cluster::formatted();
    let mut request = registration(1);
    request.listeners[0].security_protocol = 4;
    assert_eq!(refusal(&cluster, &request), ErrorCode::UnknownServerError);
}

#[test]
fn a_clean_restart_leaves_the_broker_eligible() {
    let mut cluster = Cluster::with_brokers(&[1]);
    cluster.create(vec![counted("a", 1, 1)]);
    cluster.now_ms += SESSION_TIMEOUT_MS + 1;
    let request = restarted(1, cluster.epoch(1));
    let decision = cluster
        .controller
        .register_broker(&request, cluster.registering());
    let left = PartitionChangeRecord {
        topic_id: cluster.topic_id("a"),
        partition_id: 0,
        isr: Some(vec![]),
        leader: NO_LEADER,
        eligible_leader_replicas: Some(vec![1]),
        last_known_elr: Some(vec![1]),
        ..PartitionChangeRecord::default()
    };
    assert_eq!(decision.records[0], MetadataRecord::PartitionChange(left));
    assert_eq!(decision.records.len(), 2);
    assert!(!decision.atomic);
}

#[test]
fn after_an_unclean_stop_the_last_leader_is_elected_as_recovering() {
    let mut cluster = Cluster::with_brokers(&[1]);
    cluster.create(vec![counted("a", 1, 1)]);
    cluster.now_ms += SESSION_TIMEOUT_MS + 1;
    cluster.register(&restarted(1, -1));
    let partition = cluster.partition("a", 0);
    assert_eq!(partition.leader, NO_LEADER);
    assert!(partition.isr().is_empty() && partition.eligible_leader_replicas().is_empty());
    assert_eq!(partition.last_known_eligible_leader_replicas(), [1]);
    let unfence = cluster.heartbeat(1);
    cluster.beat(&unfence);
    let partition = cluster.partition("a", 0);
    assert_eq!(
        (
            partition.leader,
            partition.isr(),
            partition.leader_recovery.code()
        ),
        (1, [1].as_slice(), 1)
    );
    assert!(partition.last_known_eligible_leader_replicas().is_empty());
}

#[test]
fn an_unregistered_broker_is_gone_from_every_isr() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    cluster.create(vec![counted("a", 1, 2)]);
    let epoch = cluster.epoch(2);
    let decision = cluster
        .controller
        .unregister_broker(&UnregisterBrokerRequest::default().with_broker_id(2.into()));
    let gone = UnregisterBrokerRecord {
        broker_id: 2,
        broker_epoch: epoch,
    };
    assert_eq!(
        decision.records.last(),
        Some(&MetadataRecord::UnregisterBroker(gone))
    );
    cluster.apply(decision);
    assert_eq!(
        (
            cluster.partition("a", 0).leader,
            cluster.partition("a", 0).isr()
        ),
        (1, [1].as_slice())
    );
    let again = cluster
        .controller
        .unregister_broker(&UnregisterBrokerRequest::default().with_broker_id(2.into()));
    assert_eq!(
        again.reply.error_code,
        ErrorCode::BrokerIdNotRegistered.code()
    );
    assert_eq!(
        again.reply.error_message.as_deref(),
        Some("Broker ID 2 is not currently registered")
    );
}

// Gotcha 49.
#[test]
fn producer_ids_are_handed_out_in_blocks_of_a_thousand() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let request = AllocateProducerIdsRequest::default()
        .with_broker_id(1.into())
        .with_broker_epoch(cluster.epoch(1));
    for first in [0, 1000] {
        let decision = cluster.controller.allocate_producer_ids(&request);
        let record = ProducerIdsRecord {
            broker_id: 1,
            broker_epoch: cluster.epoch(1),
            next_producer_id: first + 1000,
        };
        assert_eq!(decision.records, [MetadataRecord::ProducerIds(record)]);
        let reply = cluster.apply(decision);
        assert_eq!(
            (
                reply.error_code,
                reply.producer_id_start.0,
                reply.producer_id_len
            ),
            (0, first, 1000)
        );
    }
    let stale = request.with_broker_epoch(0);
    let decision = cluster.controller.allocate_producer_ids(&stale);
    assert_eq!(
        (decision.records.len(), decision.reply.error_code),
        (0, ErrorCode::StaleBrokerEpoch.code())
    );
}
