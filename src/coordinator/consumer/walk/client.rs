//! A consumer of the new protocol.

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::error_code::ErrorCode;
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, StrBytes,
};
use uuid::Uuid;

use super::super::fixture::{TopicPartitions, beat, join};

pub(super) type Owned = BTreeMap<Uuid, BTreeSet<i32>>;

/// A consumer.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) instance: Option<String>,
    pub(super) topics: Vec<&'static str>,
    pub(super) regex: Option<&'static str>,
    pub(super) epoch: i32,
    pub(super) owned: Owned,
    /// What it was told to have.
    pub(super) target: Owned,
    pub(super) assignor: Option<&'static str>,
    /// An answer got lost: it says everything again, and is told everything.
    pub(super) unsure: bool,
}

impl Client {
    pub(super) fn joining(&self) -> ConsumerGroupHeartbeatRequest {
        let text = |text: &str| StrBytes::from_string(text.to_owned());
        join(&self.id, &self.topics)
            .with_instance_id(self.instance.as_deref().map(text))
            .with_subscribed_topic_regex(self.regex.map(text))
            .with_server_assignor(self.assignor.map(text))
    }

    /// Gives up what it is not to have, and says what it has.
    pub(super) fn keeping_up(&mut self) -> ConsumerGroupHeartbeatRequest {
        if self.epoch == 0 {
            return self.joining();
        }
        for (topic, partitions) in &mut self.owned {
            let target = self.target.get(topic);
            partitions.retain(|partition| target.is_some_and(|target| target.contains(partition)));
        }
        self.owned.retain(|_, partitions| !partitions.is_empty());
        let instance = self.instance.clone();
        let request = if self.unsure {
            self.joining().with_member_epoch(self.epoch)
        } else {
            beat(&self.id, self.epoch)
        };
        request
            .with_instance_id(instance.map(StrBytes::from_string))
            .with_topic_partitions(Some(
                self.owned
                    .iter()
                    .map(|(topic, partitions)| {
                        TopicPartitions::default()
                            .with_topic_id(*topic)
                            .with_partitions(partitions.iter().copied().collect())
                    })
                    .collect(),
            ))
    }

    pub(super) fn hear(&mut self, response: &ConsumerGroupHeartbeatResponse) {
        match ErrorCode::from_code(response.error_code) {
            Some(ErrorCode::None) => {
                self.epoch = response.member_epoch;
                self.unsure = false;
                if let Some(assignment) = &response.assignment {
                    let topics = assignment.topic_partitions.iter();
                    self.target = topics
                        .map(|topic| (topic.topic_id, topic.partitions.iter().copied().collect()))
                        .collect();
                    // New ones are there at once; those to give up take until the next heartbeat.
                    for (topic, partitions) in &self.target {
                        self.owned.entry(*topic).or_default().extend(partitions);
                    }
                }
            }
            Some(
                ErrorCode::FencedMemberEpoch
                | ErrorCode::UnknownMemberId
                | ErrorCode::GroupIdNotFound
                | ErrorCode::UnreleasedInstanceId
                | ErrorCode::FencedInstanceId,
            ) => {
                self.epoch = 0;
                self.owned.clear();
                self.target.clear();
            }
            other => panic!("{other:?}: {response:?}"),
        }
    }
}

impl Client {
    pub(super) fn wants(&self, topic: &str) -> bool {
        self.topics.contains(&topic)
            || match self.regex {
                Some("t[ab]") => topic == "ta" || topic == "tb",
                Some("o.*") => topic == "other",
                Some("t.*") => topic.starts_with('t'),
                _ => false,
            }
    }
}
