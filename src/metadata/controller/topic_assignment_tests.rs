//! Tests of assignments by the client.

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::metadata_records::{MetadataRecord, TopicRecord};

use crate::controller::create_topics::tests::{partition, refusal};
use crate::controller::fixture::{Cluster, assigned, registration};

// Gotcha 28.
#[test]
fn the_client_may_assign_replicas_itself() {
    let mut cluster = Cluster::with_brokers(&[1, 2, 3]);
    let decision = cluster.decide_topics(vec![assigned("a", &[(1, &[3, 1]), (0, &[2, 3])])]);
    let id = decision.reply.topics[0].topic_id;
    let created = MetadataRecord::Topic(TopicRecord {
        name: "a".to_owned(),
        topic_id: id,
    });
    assert_eq!(
        decision.records,
        [
            created,
            partition(id, 0, &[2, 3]),
            partition(id, 1, &[3, 1])
        ]
    );
}

// Gotcha 28.
#[test]
fn assignments_are_refused_beside_counts_and_when_they_make_no_sense() {
    let mut cluster = Cluster::with_brokers(&[1, 2]);
    cluster.register(&registration(9));
    let mut refused = |topic| refusal(&mut cluster, topic);
    let good: &[(i32, &[i32])] = &[(0, &[1])];
    let prefix = "A manual partition assignment was specified, but";
    assert_eq!(
        refused(assigned("a", good).with_replication_factor(1)),
        (
            ErrorCode::InvalidRequest,
            format!("{prefix} replication factor was not set to -1.")
        )
    );
    assert_eq!(
        refused(assigned("a", good).with_num_partitions(1)),
        (
            ErrorCode::InvalidRequest,
            format!("{prefix} numPartitions was not set to -1.")
        )
    );
    let mut wrong = |partitions: &[(i32, &[i32])], message: &str| {
        assert_eq!(
            refused(assigned("a", partitions)),
            (ErrorCode::InvalidReplicaAssignment, message.to_owned())
        );
    };
    wrong(
        &[(1, &[1])],
        "partitions should be a consecutive 0-based integer sequence",
    );
    wrong(
        &[(0, &[1]), (0, &[2])],
        "Found multiple manual partition assignments for partition 0",
    );
    wrong(
        &[(0, &[])],
        "The manual partition assignment includes an empty replica list.",
    );
    wrong(
        &[(0, &[7])],
        "The manual partition assignment includes broker 7, but no such broker is registered.",
    );
    wrong(
        &[(0, &[1, 1])],
        "The manual partition assignment includes the broker 1 more than once.",
    );
    wrong(
        &[(0, &[1, 2]), (1, &[1])],
        "The manual partition assignment includes a partition with 1 replica(s), but this is not consistent with \
         previous partitions, which have 2 replica(s).",
    );
    wrong(
        &[(0, &[9])],
        "All brokers specified in the manual partition assignment for partition 0 are fenced or in controlled shutdown.",
    );
}

#[test]
fn a_replica_on_a_fenced_broker_starts_outside_of_the_isr() {
    let mut cluster = Cluster::with_brokers(&[1]);
    cluster.register(&registration(2));
    cluster.create(vec![assigned("a", &[(0, &[2, 1])])]);
    let partition = cluster.partition("a", 0);
    assert_eq!(
        (partition.replicas(), partition.isr(), partition.leader),
        ([2, 1].as_slice(), [1].as_slice(), 1)
    );
}
