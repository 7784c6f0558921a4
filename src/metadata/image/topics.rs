//! The topics of an image, by id and by name.

use std::sync::Arc;

use rpds::RedBlackTreeMapSync;
use uuid::Uuid;

use super::partition::Partition;
use super::{Image, ReplayError};
use kalda_protocol::metadata_records::{
    ClearElrRecord, PartitionChangeRecord, PartitionRecord, RemoveTopicRecord, TopicRecord,
};

/// A topic and its partitions.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    name: Arc<str>,
    id: Uuid,
    partitions: RedBlackTreeMapSync<i32, Partition>,
}

impl Topic {
    /// The topic's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The topic's name, shared: for those who keep it.
    #[must_use]
    pub fn shared_name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    /// The topic's id, which no later topic of the same name has.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// The partition of this number.
    #[must_use]
    pub fn partition(&self, partition: i32) -> Option<&Partition> {
        self.partitions.get(&partition)
    }

    /// All partitions, in ascending order of their numbers.
    pub fn partitions(&self) -> impl Iterator<Item = (i32, &Partition)> {
        self.partitions
            .iter()
            .map(|(id, partition)| (*id, partition))
    }

    /// How many partitions there are.
    #[must_use]
    pub fn partition_count(&self) -> usize {
        self.partitions.size()
    }
}

/// All topics.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Topics {
    pub(super) by_id: RedBlackTreeMapSync<Uuid, Arc<Topic>>,
    pub(super) by_name: RedBlackTreeMapSync<Arc<str>, Uuid>,
}

impl Topics {
    fn change(
        &mut self,
        id: Uuid,
        change: impl FnOnce(&mut Topic) -> Result<(), ReplayError>,
    ) -> Result<(), ReplayError> {
        let topic = self
            .by_id
            .get_mut(&id)
            .ok_or(ReplayError::UnknownTopicId(id))?;
        change(Arc::make_mut(topic))
    }
}

impl Image {
    /// The topic of this name.
    #[must_use]
    pub fn topic(&self, name: &str) -> Option<&Arc<Topic>> {
        self.topics
            .by_name
            .get(name)
            .and_then(|id| self.topics.by_id.get(id))
    }

    /// The topic with this id.
    #[must_use]
    pub fn topic_by_id(&self, id: Uuid) -> Option<&Arc<Topic>> {
        self.topics.by_id.get(&id)
    }

    /// All topics, in the order of their names.
    pub fn topics(&self) -> impl Iterator<Item = &Arc<Topic>> {
        self.topics
            .by_name
            .values()
            .filter_map(|id| self.topics.by_id.get(id))
    }

    /// All topics, in the order of their ids.
    pub(crate) fn topics_by_id(&self) -> impl Iterator<Item = &Arc<Topic>> {
        self.topics.by_id.values()
    }

    /// Whether `other` has the very same topics; cheap, and sure only when neither changed since one was cloned.
    #[must_use]
    pub fn has_same_topics(&self, other: &Self) -> bool {
        self.topics.by_id.ptr_eq(&other.topics.by_id)
    }

    /// All topics whose name is `first` or sorts after it, in the order of their names (DescribeTopicPartitions' cursor).
    pub fn topics_from(&self, first: &str) -> impl Iterator<Item = &Arc<Topic>> {
        let first: Arc<str> = first.into();
        self.topics
            .by_name
            .range(first..)
            .filter_map(|(_, id)| self.topics.by_id.get(id))
    }

    /// How many topics there are.
    #[must_use]
    pub fn topic_count(&self) -> usize {
        self.topics.by_id.size()
    }

    pub(super) fn replay_topic(&mut self, record: &TopicRecord) -> Result<(), ReplayError> {
        if self.topics.by_name.contains_key(record.name.as_str())
            || self.topics.by_id.contains_key(&record.topic_id)
        {
            return Err(ReplayError::DuplicateTopic(record.name.clone()));
        }
        let name: Arc<str> = record.name.as_str().into();
        let topic = Topic {
            name: Arc::clone(&name),
            id: record.topic_id,
            partitions: RedBlackTreeMapSync::default(),
        };
        self.topics
            .by_id
            .insert_mut(record.topic_id, Arc::new(topic));
        self.topics.by_name.insert_mut(name, record.topic_id);
        Ok(())
    }

    pub(super) fn replay_partition(&mut self, record: &PartitionRecord) -> Result<(), ReplayError> {
        let partition = Partition::from_record(record)?;
        self.topics.change(record.topic_id, |topic| {
            topic.partitions.insert_mut(record.partition_id, partition);
            Ok(())
        })
    }

    pub(super) fn replay_partition_change(
        &mut self,
        record: &PartitionChangeRecord,
    ) -> Result<(), ReplayError> {
        self.topics.change(record.topic_id, |topic| {
            let partition = topic.partitions.get_mut(&record.partition_id).ok_or(
                ReplayError::UnknownPartition {
                    topic: record.topic_id,
                    partition: record.partition_id,
                },
            )?;
            *partition = partition.changed_by(record)?;
            Ok(())
        })
    }

    /// Removes the topic and, as no record does, its configs.
    pub(super) fn replay_remove_topic(
        &mut self,
        record: &RemoveTopicRecord,
    ) -> Result<(), ReplayError> {
        let topic = self
            .topics
            .by_id
            .get(&record.topic_id)
            .ok_or(ReplayError::UnknownTopicId(record.topic_id))?;
        let name = topic.shared_name();
        self.topics.by_id.remove_mut(&record.topic_id);
        self.topics.by_name.remove_mut(&name);
        self.forget_topic_configs(&name);
        Ok(())
    }

    pub(super) fn replay_clear_elr(&mut self, record: &ClearElrRecord) -> Result<(), ReplayError> {
        let ids: Vec<Uuid> = if record.topic_name.is_empty() {
            self.topics.by_id.keys().copied().collect()
        } else {
            let id = self.topics.by_name.get(record.topic_name.as_str());
            vec![*id.ok_or_else(|| ReplayError::UnknownTopic(record.topic_name.clone()))?]
        };
        for id in ids {
            let Some(topic) = self.topics.by_id.get(&id) else {
                continue;
            };
            let cleared = topic
                .partitions()
                .filter(|(_, partition)| {
                    !partition.eligible_leader_replicas().is_empty()
                        || !partition.last_known_eligible_leader_replicas().is_empty()
                })
                .map(|(number, partition)| Ok((number, partition.without_eligible_leaders()?)))
                .collect::<Result<Vec<_>, ReplayError>>()?;
            if cleared.is_empty() {
                continue;
            }
            self.topics.change(id, |topic| {
                for (number, partition) in cleared {
                    topic.partitions.insert_mut(number, partition);
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}
