//! Which brokers get the replicas of new partitions: as placed by us, or as the client assigns them.

use std::collections::BTreeMap;

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::create_topics_request::CreatableTopic;

use super::{Controller, Refusal};
use crate::image::{DIRECTORY_MIGRATING, DIRECTORY_UNASSIGNED, Partition};
use crate::placement::{Draw, UsableBroker, place};

impl Controller {
    /// New partitions with the replicas that the client has assigned.
    pub(super) fn assigned_partitions(
        &self,
        topic: &CreatableTopic,
    ) -> Result<Vec<Partition>, Refusal> {
        let with_assignment = |what: &str| {
            let message = format!(
                "A manual partition assignment was specified, but {what} was not set to -1."
            );
            Refusal::new(ErrorCode::InvalidRequest, message)
        };
        if topic.replication_factor != -1 {
            return Err(with_assignment("replication factor"));
        }
        if topic.num_partitions != -1 {
            return Err(with_assignment("numPartitions"));
        }
        let mut partitions = BTreeMap::new();
        let mut replication_factor = None;
        for assignment in &topic.assignments {
            let number = assignment.partition_index;
            if partitions.contains_key(&number) {
                let message =
                    format!("Found multiple manual partition assignments for partition {number}");
                return Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, message));
            }
            let replicas: Vec<i32> = assignment.broker_ids.iter().map(|id| id.0).collect();
            partitions.insert(
                number,
                self.assigned_partition(number, &replicas, replication_factor)?,
            );
            replication_factor = Some(replicas.len());
        }
        if !(0..)
            .zip(partitions.keys())
            .all(|(expected, number): (i32, _)| expected == *number)
        {
            let message = "partitions should be a consecutive 0-based integer sequence";
            return Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, message));
        }
        Ok(partitions.into_values().collect())
    }

    /// A new partition with the replicas that the client has assigned.
    pub(super) fn assigned_partition(
        &self,
        number: i32,
        replicas: &[i32],
        replication_factor: Option<usize>,
    ) -> Result<Partition, Refusal> {
        self.check_assignment(replicas, replication_factor)?;
        self.new_partition(replicas).ok_or_else(|| {
            let message = format!(
                "All brokers specified in the manual partition assignment for partition {number} are fenced or in \
                 controlled shutdown."
            );
            Refusal::new(ErrorCode::InvalidReplicaAssignment, message)
        })
    }

    /// New partitions with the replicas that we place. The error is the reason in Kafka's words.
    pub(super) fn placed_partitions(
        &self,
        partitions: usize,
        replication_factor: i16,
        draw: Draw<'_>,
    ) -> Result<Vec<Partition>, String> {
        let placed = place(self.usable_brokers(), partitions, replication_factor, draw)
            .map_err(|error| error.to_string())?;
        placed
            .iter()
            .map(|replicas| {
                let partition = self.new_partition(replicas);
                partition.ok_or_else(|| {
                    "All brokers are currently fenced or in controlled shutdown.".to_owned()
                })
            })
            .collect()
    }

    fn usable_brokers(&self) -> impl Iterator<Item = UsableBroker> {
        let brokers = self.image().brokers();
        let usable = brokers.filter(|broker| {
            self.sessions.shutdown_offset(broker.id()).is_none() && broker.has_uncordoned_dir()
        });
        usable.map(|broker| UsableBroker {
            id: broker.id(),
            rack: broker.rack().map(str::to_owned),
            fenced: broker.is_fenced(),
        })
    }

    /// A partition led by its first live replica; `None` if no replica is live.
    fn new_partition(&self, replicas: &[i32]) -> Option<Partition> {
        let image = self.image();
        let isr: Vec<i32> = replicas
            .iter()
            .copied()
            .filter(|id| image.is_active(*id))
            .collect();
        let directory = |id: &i32| match image.broker(*id) {
            _ if !self.version().has_directory_assignment() => DIRECTORY_MIGRATING,
            Some(broker) => broker.default_dir(),
            None => DIRECTORY_UNASSIGNED,
        };
        let directories: Vec<_> = replicas.iter().map(directory).collect();
        (!isr.is_empty()).then(|| Partition::new(replicas, &directories, &isr))
    }

    fn check_assignment(
        &self,
        replicas: &[i32],
        replication_factor: Option<usize>,
    ) -> Result<(), Refusal> {
        let invalid =
            |message: String| Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, message));
        if replicas.is_empty() {
            return invalid(
                "The manual partition assignment includes an empty replica list.".to_owned(),
            );
        }
        let mut sorted = replicas.to_vec();
        sorted.sort_unstable();
        let mut previous = None;
        for id in sorted {
            let Some(broker) = self.image().broker(id) else {
                return invalid(format!(
                    "The manual partition assignment includes broker {id}, but no such broker is registered."
                ));
            };
            if !broker.has_uncordoned_dir() {
                return invalid(format!(
                    "The manual partition assignment includes broker {id}, but all its log directories are cordoned."
                ));
            }
            if previous == Some(id) {
                return invalid(format!(
                    "The manual partition assignment includes the broker {id} more than once."
                ));
            }
            previous = Some(id);
        }
        match replication_factor {
            Some(expected) if expected != replicas.len() => invalid(format!(
                "The manual partition assignment includes a partition with {} replica(s), but this is not consistent \
                 with previous partitions, which have {expected} replica(s).",
                replicas.len()
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "topic_assignment_tests.rs"]
mod tests;
