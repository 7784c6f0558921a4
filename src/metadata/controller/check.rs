//! What must hold after every step, whatever happened before.

use super::Controller;
use crate::image::{NO_LEADER, Partition};
use crate::topic_name;

impl Controller {
    /// The first invariant that does not hold; for tests and simulation.
    pub fn check(&self) -> Result<(), String> {
        for topic in self.image().topics() {
            let name = topic.name();
            if self
                .image()
                .topic_by_id(topic.id())
                .is_none_or(|other| other.name() != name)
            {
                return Err(format!("topic {name} is not found by its id"));
            }
            if let Some(form) = topic_name::collision_form(name)
                && !self
                    .colliding_names
                    .get(&form)
                    .is_some_and(|names| names.contains(name))
            {
                return Err(format!("topic {name} is not known to collide with others"));
            }
            for (expected, (number, partition)) in (0..).zip(topic.partitions()) {
                if number != expected {
                    return Err(format!("topic {name} lacks partition {expected}"));
                }
                self.check_partition(partition)
                    .map_err(|broken| format!("partition {name}-{number} {broken}"))?;
            }
        }
        let indexed: usize = self
            .colliding_names
            .values()
            .map(std::collections::BTreeSet::len)
            .sum();
        let colliding = self
            .image()
            .topics()
            .filter(|topic| topic_name::collision_form(topic.name()).is_some());
        if indexed != colliding.count() {
            return Err("a name that no topic has is known to collide".to_owned());
        }
        match self
            .image()
            .brokers()
            .find(|broker| !self.registered_at.contains_key(&broker.id()))
        {
            Some(broker) => Err(format!(
                "it is not known where broker {} registered",
                broker.id()
            )),
            None => Ok(()),
        }
    }

    fn check_partition(&self, partition: &Partition) -> Result<(), String> {
        let replicas = partition.replicas();
        let has_duplicates = |ids: &[i32]| {
            let mut sorted = ids.to_vec();
            sorted.sort_unstable();
            sorted.windows(2).any(|pair| pair.first() == pair.last())
        };
        let eligible = partition.eligible_leader_replicas();
        if replicas.is_empty() || has_duplicates(replicas) {
            return Err(format!("has replicas {replicas:?}"));
        }
        if partition.directories().len() != replicas.len() {
            return Err(format!(
                "has {} directories for {} replicas",
                partition.directories().len(),
                replicas.len()
            ));
        }
        if has_duplicates(partition.isr())
            || !partition.isr().iter().all(|id| replicas.contains(id))
        {
            return Err(format!(
                "has ISR {:?} among replicas {replicas:?}",
                partition.isr()
            ));
        }
        if eligible
            .iter()
            .any(|id| partition.isr().contains(id) || !replicas.contains(id))
        {
            return Err(format!(
                "has ELR {eligible:?} beside ISR {:?}",
                partition.isr()
            ));
        }
        if partition.leader != NO_LEADER && !partition.isr().contains(&partition.leader) {
            return Err(format!(
                "is led by {} outside of its ISR {:?}",
                partition.leader,
                partition.isr()
            ));
        }
        let is_fenced = |id: &&i32| {
            self.image()
                .broker(**id)
                .is_none_or(|broker| broker.is_fenced())
        };
        if partition.leader != NO_LEADER
            && let Some(fenced) = partition.isr().iter().find(is_fenced)
        {
            return Err(format!("has {fenced} in its ISR, which is fenced"));
        }
        if partition.isr().is_empty() && !self.image().has_eligible_leader_replicas() {
            return Err("has an empty ISR without ELR".to_owned());
        }
        Ok(())
    }
}
