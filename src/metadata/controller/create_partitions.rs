//! CreatePartitions: more partitions for topics that exist.

use std::collections::BTreeSet;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::create_partitions_request::CreatePartitionsTopic;
use kalda_protocol::messages::create_partitions_response::CreatePartitionsTopicResult;
use kalda_protocol::messages::{CreatePartitionsRequest, CreatePartitionsResponse, TopicName};
use kalda_protocol::metadata_records::MetadataRecord;

use super::{Controller, Decision, MAX_RECORDS_PER_REQUEST, Refusal};
use crate::image::Partition;
use crate::placement::Draw;

impl Controller {
    /// Adds partitions to topics. Each topic succeeds or fails by itself; names given twice are answered first.
    pub fn create_partitions(
        &self,
        request: &CreatePartitionsRequest,
        draw: Draw<'_>,
    ) -> Decision<CreatePartitionsResponse> {
        let mut seen = BTreeSet::new();
        let duplicates: BTreeSet<&TopicName> = request
            .topics
            .iter()
            .map(|topic| &topic.name)
            .filter(|name| !seen.insert(*name))
            .collect();
        let duplicate = Refusal::new(ErrorCode::InvalidRequest, "Duplicate topic name.");
        let mut results: Vec<_> = duplicates
            .iter()
            .map(|name| result((*name).clone(), Err(duplicate.clone())))
            .collect();
        let mut records = Vec::new();
        for topic in request
            .topics
            .iter()
            .filter(|topic| !duplicates.contains(&topic.name))
        {
            let added = self.added_partitions(
                topic,
                MAX_RECORDS_PER_REQUEST.saturating_sub(records.len()),
                draw,
            );
            results.push(result(
                topic.name.clone(),
                added.map(|added| records.extend(added)),
            ));
        }
        if request.validate_only {
            records.clear();
        }
        Decision::atomic(
            records,
            CreatePartitionsResponse::default().with_results(results),
        )
    }

    fn added_partitions(
        &self,
        wanted: &CreatePartitionsTopic,
        room: usize,
        draw: Draw<'_>,
    ) -> Result<Vec<MetadataRecord>, Refusal> {
        let name = wanted.name.as_str();
        let unknown = || Refusal::silent(ErrorCode::UnknownTopicOrPartition);
        let topic = self.image().topic(name).ok_or_else(unknown)?;
        let present = topic.partition_count();
        let additional = additional_count(name, present, wanted.count)?;
        if let Some(assignments) = &wanted.assignments
            && assignments.len() != additional
        {
            let message = format!(
                "Attempted to add {additional} additional partition(s), but only {} assignment(s) were specified.",
                assignments.len()
            );
            return Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, message));
        }
        if additional > room {
            let message = "Unable to perform excessively large batch operation.";
            return Err(Refusal::new(ErrorCode::PolicyViolation, message));
        }
        let first = i32::try_from(present).unwrap_or(i32::MAX);
        let replicas = topic
            .partition(0)
            .map_or(0, |partition| partition.replicas().len());
        let partitions: Vec<Partition> = match &wanted.assignments {
            Some(assignments) => (first..)
                .zip(assignments)
                .map(|(number, assignment)| {
                    let ids: Vec<i32> = assignment.broker_ids.iter().map(|id| id.0).collect();
                    self.assigned_partition(number, &ids, Some(replicas))
                })
                .collect::<Result<_, _>>()?,
            None => {
                let factor = i16::try_from(replicas).unwrap_or(i16::MAX);
                self.placed_partitions(additional, factor, draw)
                    .map_err(|reason| Refusal::new(ErrorCode::InvalidReplicationFactor, reason))?
            }
        };
        let (id, version) = (topic.id(), self.version());
        let records = (first..).zip(&partitions).map(|(number, partition)| {
            MetadataRecord::Partition(partition.to_record(id, number, version))
        });
        Ok(records.collect())
    }
}

/// How many partitions are to be added.
fn additional_count(name: &str, present: usize, wanted: i32) -> Result<usize, Refusal> {
    let wanted_count = usize::try_from(wanted).unwrap_or(0);
    let message = match wanted_count.cmp(&present) {
        std::cmp::Ordering::Greater => return Ok(wanted_count - present),
        std::cmp::Ordering::Equal => format!("Topic already has {present} partition(s)."),
        std::cmp::Ordering::Less => format!(
            "The topic {name} currently has {present} partition(s); {wanted} would not be an increase."
        ),
    };
    Err(Refusal::new(ErrorCode::InvalidPartitions, message))
}

fn result(name: TopicName, outcome: Result<(), Refusal>) -> CreatePartitionsTopicResult {
    let result = CreatePartitionsTopicResult::default()
        .with_name(name)
        .with_error_message(None);
    match outcome {
        Ok(()) => result,
        Err(refusal) => result
            .with_error_code(refusal.code.code())
            .with_error_message(refusal.text()),
    }
}

#[cfg(test)]
mod tests {
    use kalda_protocol::messages::create_partitions_request::CreatePartitionsAssignment;

    use super::*;
    use crate::controller::fixture::{Cluster, assigned, counted, log_dir, topic_name};
    use kalda_protocol::metadata_records::PartitionRecord;

    fn wanted(name: &str, count: i32) -> CreatePartitionsTopic {
        CreatePartitionsTopic::default()
            .with_name(topic_name(name))
            .with_count(count)
            .with_assignments(None)
    }

    fn with_assignments(name: &str, count: i32, replicas: &[&[i32]]) -> CreatePartitionsTopic {
        let assignment = |ids: &&[i32]| {
            CreatePartitionsAssignment::default()
                .with_broker_ids(ids.iter().map(|id| (*id).into()).collect())
        };
        wanted(name, count).with_assignments(Some(replicas.iter().map(assignment).collect()))
    }

    fn decide(
        cluster: &Cluster,
        topics: Vec<CreatePartitionsTopic>,
    ) -> Decision<CreatePartitionsResponse> {
        cluster.controller.create_partitions(
            &CreatePartitionsRequest::default().with_topics(topics),
            &mut |_| 0,
        )
    }

    fn refusal(cluster: &Cluster, topic: CreatePartitionsTopic) -> (i16, Option<String>) {
        let decision = decide(cluster, vec![topic]);
        assert_eq!(decision.records, []);
        let result = &decision.reply.results[0];
        (
            result.error_code,
            result.error_message.as_ref().map(ToString::to_string),
        )
    }

    #[test]
    fn partitions_are_added_after_the_last() {
        let mut cluster = Cluster::with_brokers(&[1]);
        cluster.create(vec![counted("a", 2, 1)]);
        let decision = decide(&cluster, vec![wanted("a", 4)]);
        let record = |partition_id| {
            MetadataRecord::Partition(PartitionRecord {
                partition_id,
                topic_id: cluster.topic_id("a"),
                replicas: vec![1],
                isr: vec![1],
                leader: 1,
                leader_epoch: 0,
                partition_epoch: 0,
                directories: vec![log_dir(1)],
                ..PartitionRecord::default()
            })
        };
        assert_eq!(decision.records, [record(2), record(3)]);
        assert_eq!(decision.reply.results[0], result(topic_name("a"), Ok(())));
        cluster.apply(decision);
    }

    #[test]
    fn the_client_may_assign_the_added_ones() {
        let mut cluster = Cluster::with_brokers(&[1, 2]);
        cluster.create(vec![assigned("a", &[(0, &[1])])]);
        let decision = decide(&cluster, vec![with_assignments("a", 2, &[&[2]])]);
        cluster.apply(decision);
        assert_eq!(cluster.partition("a", 1).replicas(), [2]);
    }

    // Gotcha 31.
    #[test]
    fn a_count_that_is_no_increase_is_refused() {
        let mut cluster = Cluster::with_brokers(&[1]);
        cluster.create(vec![counted("a", 2, 1)]);
        let refused = |count| refusal(&cluster, wanted("a", count));
        assert_eq!(
            refused(2),
            (37, Some("Topic already has 2 partition(s).".to_owned()))
        );
        let less = |count| {
            format!("The topic a currently has 2 partition(s); {count} would not be an increase.")
        };
        assert_eq!(refused(1), (37, Some(less(1))));
        assert_eq!(refused(-1), (37, Some(less(-1))));
    }

    // Gotcha 31.
    #[test]
    fn assignments_must_cover_exactly_the_added_partitions() {
        let mut cluster = Cluster::with_brokers(&[1, 2]);
        cluster.create(vec![counted("a", 1, 1)]);
        let message =
            "Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified.";
        assert_eq!(
            refusal(&cluster, with_assignments("a", 3, &[&[1]])),
            (39, Some(message.to_owned()))
        );
        let (code, message) = refusal(&cluster, with_assignments("a", 2, &[&[1, 2]]));
        assert_eq!(code, 39);
        assert!(
            message
                .unwrap()
                .contains("not consistent with previous partitions, which have 1 replica(s)")
        );
    }

    #[test]
    fn an_unknown_topic_and_a_name_given_twice_are_refused() {
        let mut cluster = Cluster::with_brokers(&[1]);
        cluster.create(vec![counted("a", 1, 1)]);
        assert_eq!(refusal(&cluster, wanted("b", 2)), (3, None));
        let decision = decide(&cluster, vec![wanted("a", 2), wanted("a", 3)]);
        assert_eq!(
            (decision.records.len(), decision.reply.results.len()),
            (0, 1)
        );
        assert_eq!(
            decision.reply.results[0].error_message.as_deref(),
            Some("Duplicate topic name.")
        );
    }

    #[test]
    fn validate_only_writes_nothing_and_too_many_are_refused() {
        let mut cluster = Cluster::with_brokers(&[1]);
        cluster.create(vec![counted("a", 1, 1)]);
        let request = CreatePartitionsRequest::default()
            .with_topics(vec![wanted("a", 5)])
            .with_validate_only(true);
        let decision = cluster.controller.create_partitions(&request, &mut |_| 0);
        assert_eq!(
            (decision.records.len(), decision.reply.results[0].error_code),
            (0, 0)
        );
        let (code, _) = refusal(&cluster, wanted("a", i32::MAX));
        assert_eq!(code, 44);
    }
}
