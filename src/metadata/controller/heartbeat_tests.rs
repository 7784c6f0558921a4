//! Tests of heartbeats, and of what they do to partitions.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
use kalda_protocol::metadata_records::{
    BrokerRegistrationChangeRecord, MetadataRecord, PartitionChangeRecord,
};
use uuid::Uuid;

use crate::controller::fixture::{
    Cluster, SESSION_TIMEOUT_MS, assigned, config, counted, log_dir, registration, settings,
};
use crate::features::MetadataVersion;
use crate::image::NO_LEADER;

fn reply(is_caught_up: bool, is_fenced: bool, should_shut_down: bool) -> BrokerHeartbeatResponse {
    BrokerHeartbeatResponse::default()
        .with_is_caught_up(is_caught_up)
        .with_is_fenced(is_fenced)
        .with_should_shut_down(should_shut_down)
}

fn fencing(cluster: &Cluster, broker_id: i32, fenced: i8) -> MetadataRecord {
    MetadataRecord::BrokerRegistrationChange(BrokerRegistrationChangeRecord {
        broker_id,
        broker_epoch: cluster.epoch(broker_id),
        fenced,
        ..BrokerRegistrationChangeRecord::default()
    })
}

fn change(cluster: &Cluster, topic: &str, partition_id: i32) -> PartitionChangeRecord {
    PartitionChangeRecord {
        topic_id: cluster.topic_id(topic),
        partition_id,
        ..PartitionChangeRecord::default()
    }
}

fn wants_stop(cluster: &Cluster, id: i32) -> BrokerHeartbeatRequest {
    cluster.heartbeat(id).with_want_shut_down(true)
}

#[test]
fn a_broker_is_unfenced_once_it_has_read_its_own_registration() {
    let mut cluster = Cluster::formatted();
    cluster.register(&registration(1));
    let registered_at = cluster.next_offset() - 1;
    let behind = cluster
        .heartbeat(1)
        .with_current_metadata_offset(registered_at - 1);
    let decision = cluster.decide_beat(&behind);
    assert_eq!(
        (decision.records.as_slice(), &decision.reply),
        ([].as_slice(), &reply(false, true, false))
    );
    let caught_up = cluster
        .heartbeat(1)
        .with_current_metadata_offset(registered_at);
    let decision = cluster.decide_beat(&caught_up);
    assert_eq!(decision.records, [fencing(&cluster, 1, -1)]);
    assert_eq!(cluster.apply(decision), reply(true, false, false));
}

#[test]
fn a_heartbeat_with_another_epoch_is_stale() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let wrong = cluster.heartbeat(1).with_broker_epoch(cluster.epoch(1) + 1);
    assert_eq!(
        cluster.decide_beat(&wrong).reply.error_code,
        ErrorCode::StaleBrokerEpoch.code()
    );
    let unknown = BrokerHeartbeatRequest::default().with_broker_id(9.into());
    assert_eq!(
        cluster.decide_beat(&unknown).reply.error_code,
        ErrorCode::StaleBrokerEpoch.code()
    );
}

#[test]
fn a_steady_heartbeat_writes_nothing() {
    let mut cluster = Cluster::with_brokers(&[1]);
    let decision = cluster.decide_beat(&cluster.heartbeat(1));
    assert_eq!(
        (decision.records.as_slice(), &decision.reply),
        ([].as_slice(), &reply(true, false, false))
    );
}

#[test]
fn a_broker_that_falls_silent_is_fenced_and_leads_nothing() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    cluster.create(vec![assigned("a", &[(0, &[1, 2]), (1, &[2, 1])])]);
    cluster.now_ms += SESSION_TIMEOUT_MS;
    let alive = cluster.heartbeat(2);
    cluster.beat(&alive);
    assert!(cluster.controller.tick(cluster.now_ms).is_none());
    let decision = cluster.controller.tick(cluster.now_ms + 1).unwrap();
    let expected = [
        MetadataRecord::PartitionChange(PartitionChangeRecord {
            isr: Some(vec![2]),
            leader: 2,
            ..change(&cluster, "a", 0)
        }),
        MetadataRecord::PartitionChange(PartitionChangeRecord {
            isr: Some(vec![2]),
            ..change(&cluster, "a", 1)
        }),
        fencing(&cluster, 1, 1),
    ];
    assert_eq!(decision.records, expected);
    cluster.apply(decision);
    assert!(cluster.controller.tick(cluster.now_ms + 1).is_none());
    assert_eq!(cluster.partition("a", 0).leader, 2);
}

#[test]
fn the_last_replica_stays_eligible_and_leads_again_when_it_is_back() {
    let mut cluster = Cluster::with_brokers(&[1]);
    cluster.create(vec![counted("a", 1, 1)]);
    let decision = cluster
        .controller
        .tick(cluster.now_ms + SESSION_TIMEOUT_MS + 1)
        .unwrap();
    let leaderless = MetadataRecord::PartitionChange(PartitionChangeRecord {
        isr: Some(vec![]),
        leader: NO_LEADER,
        eligible_leader_replicas: Some(vec![1]),
        last_known_elr: Some(vec![1]),
        ..change(&cluster, "a", 0)
    });
    assert_eq!(decision.records, [leaderless, fencing(&cluster, 1, 1)]);
    cluster.apply(decision);
    let decision = cluster.decide_beat(&cluster.heartbeat(1));
    let led = MetadataRecord::PartitionChange(PartitionChangeRecord {
        isr: Some(vec![1]),
        leader: 1,
        eligible_leader_replicas: Some(vec![]),
        last_known_elr: Some(vec![]),
        ..change(&cluster, "a", 0)
    });
    assert_eq!(decision.records, [fencing(&cluster, 1, -1), led]);
    cluster.apply(decision);
}

#[test]
fn without_eligible_leader_replicas_an_isr_is_never_emptied() {
    let mut cluster = Cluster::at(MetadataVersion::from_level(25).unwrap(), settings());
    cluster.start(1);
    cluster.create(vec![counted("a", 1, 1)]);
    let decision = cluster
        .controller
        .tick(cluster.now_ms + SESSION_TIMEOUT_MS + 1)
        .unwrap();
    let leaderless = PartitionChangeRecord {
        leader: NO_LEADER,
        ..change(&cluster, "a", 0)
    };
    assert_eq!(
        decision.records[0],
        MetadataRecord::PartitionChange(leaderless)
    );
    cluster.apply(decision);
    assert_eq!(cluster.partition("a", 0).isr(), [1]);
}

#[test]
fn a_broker_that_leads_something_hands_over_before_it_stops() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    cluster.create(vec![assigned("a", &[(0, &[1, 2])])]);
    let decision = cluster.decide_beat(&wants_stop(&cluster, 1));
    let stopping = BrokerRegistrationChangeRecord {
        broker_id: 1,
        broker_epoch: cluster.epoch(1),
        in_controlled_shutdown: 1,
        ..BrokerRegistrationChangeRecord::default()
    };
    let handover = PartitionChangeRecord {
        isr: Some(vec![2]),
        leader: 2,
        ..change(&cluster, "a", 0)
    };
    let expected = [
        MetadataRecord::BrokerRegistrationChange(stopping),
        MetadataRecord::PartitionChange(handover),
    ];
    assert_eq!(decision.records, expected);
    assert_eq!(cluster.apply(decision), reply(true, false, false));
    // Broker 2 has not said that it has read of the handover.
    let still_waits = cluster.decide_beat(&wants_stop(&cluster, 1));
    assert_eq!(still_waits.reply, reply(true, false, false));
    let informed = cluster.heartbeat(2);
    cluster.beat(&informed);
    let decision = cluster.decide_beat(&wants_stop(&cluster, 1));
    assert_eq!(decision.records, [fencing(&cluster, 1, 1)]);
    assert_eq!(cluster.apply(decision), reply(true, true, true));
}

#[test]
fn a_single_node_stops_although_nobody_can_take_over() {
    let mut cluster = Cluster::with_brokers(&[1]);
    cluster.create(vec![counted("a", 1, 1)]);
    let first = wants_stop(&cluster, 1);
    assert_eq!(cluster.beat(&first), reply(true, false, false));
    assert_eq!(cluster.partition("a", 0).leader, NO_LEADER);
    let second = wants_stop(&cluster, 1);
    assert_eq!(cluster.beat(&second), reply(true, true, true));
}

#[test]
fn a_broker_that_leads_nothing_may_stop_at_once() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    let decision = cluster.decide_beat(&wants_stop(&cluster, 2));
    assert_eq!(decision.records, [fencing(&cluster, 2, 1)]);
    assert_eq!(cluster.apply(decision), reply(true, true, true));
}

#[test]
fn a_broker_may_ask_to_be_fenced() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    let request = cluster.heartbeat(2).with_want_fence(true);
    let decision = cluster.decide_beat(&request);
    assert_eq!(decision.records, [fencing(&cluster, 2, 1)]);
    assert_eq!(cluster.apply(decision), reply(true, true, false));
}

#[test]
fn a_stopping_broker_gets_no_new_replicas() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    cluster.create(vec![assigned("a", &[(0, &[1, 2])])]);
    let request = wants_stop(&cluster, 1);
    cluster.beat(&request);
    cluster.create(vec![counted("b", 3, 1)]);
    for number in 0..3 {
        assert_eq!(cluster.partition("b", number).replicas(), [2]);
    }
}

#[test]
fn a_failed_log_directory_takes_its_partitions_along() {
    let mut cluster = Cluster::with_brokers(&[2]);
    let second_dir = Uuid::from_u128(0xd2_0001);
    cluster.register(&registration(1).with_log_dirs(vec![log_dir(1), second_dir]));
    let unfence = cluster.heartbeat(1);
    cluster.beat(&unfence);
    cluster.create(vec![assigned("a", &[(0, &[1, 2])])]);
    // The broker has placed its replica in the first directory.
    let placed = PartitionChangeRecord {
        directories: Some(vec![log_dir(1), log_dir(2)]),
        ..change(&cluster, "a", 0)
    };
    let offset = cluster.next_offset();
    cluster
        .controller
        .replay(&MetadataRecord::PartitionChange(placed), offset)
        .unwrap();
    let request = cluster.heartbeat(1).with_offline_log_dirs(vec![log_dir(1)]);
    let decision = cluster.decide_beat(&request);
    let moved = PartitionChangeRecord {
        isr: Some(vec![2]),
        leader: 2,
        ..change(&cluster, "a", 0)
    };
    let left = BrokerRegistrationChangeRecord {
        broker_id: 1,
        broker_epoch: cluster.epoch(1),
        log_dirs: vec![second_dir],
        ..BrokerRegistrationChangeRecord::default()
    };
    let expected = [
        MetadataRecord::PartitionChange(moved),
        MetadataRecord::BrokerRegistrationChange(left),
    ];
    assert_eq!(decision.records, expected);
    cluster.apply(decision);
}

#[test]
fn a_broker_whose_only_directory_is_cordoned_gets_no_new_replicas() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    let request = cluster
        .heartbeat(1)
        .with_cordoned_log_dirs(Some(vec![log_dir(1)]));
    let decision = cluster.decide_beat(&request);
    let cordoned = BrokerRegistrationChangeRecord {
        broker_id: 1,
        broker_epoch: cluster.epoch(1),
        cordoned_log_dirs: Some(vec![log_dir(1)]),
        ..BrokerRegistrationChangeRecord::default()
    };
    assert_eq!(
        decision.records,
        [MetadataRecord::BrokerRegistrationChange(cordoned)]
    );
    cluster.apply(decision);
    assert_eq!(
        cluster
            .decide_beat(&request.with_current_metadata_offset(cluster.next_offset()))
            .records,
        []
    );
    cluster.create(vec![counted("a", 2, 1)]);
    assert_eq!(
        (
            cluster.partition("a", 0).replicas(),
            cluster.partition("a", 1).replicas()
        ),
        ([2].as_slice(), [2].as_slice())
    );
}

#[test]
fn an_unclean_election_needs_the_topics_consent() {
    let mut cluster = Cluster::at(MetadataVersion::from_level(25).unwrap(), settings());
    cluster.start(1);
    cluster.start(2);
    let unclean = vec![config("unclean.leader.election.enable", Some("true"))];
    let topics = vec![
        assigned("a", &[(0, &[1, 2])]).with_configs(unclean),
        assigned("b", &[(0, &[1, 2])]),
    ];
    cluster.create(topics);
    cluster.now_ms += SESSION_TIMEOUT_MS + 1;
    // Both fall silent: broker 1 first, so broker 2 is alone in the ISR when it goes.
    for _ in 0..2 {
        let decision = cluster.controller.tick(cluster.now_ms).unwrap();
        cluster.apply(decision);
    }
    let request = cluster.heartbeat(1);
    cluster.beat(&request);
    assert_eq!(
        (
            cluster.partition("a", 0).leader,
            cluster.partition("a", 0).isr()
        ),
        (1, [1].as_slice())
    );
    assert_eq!(cluster.partition("a", 0).leader_recovery.code(), 1);
    assert_eq!(
        (
            cluster.partition("b", 0).leader,
            cluster.partition("b", 0).isr()
        ),
        (NO_LEADER, [2].as_slice())
    );
}
