//! DescribeTopicPartitions (key 75), version 0: topics and partitions, a page at a time.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::{MetadataView, is_internal_topic, missing_topic_error};
use crate::operations;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_metadata::{Partition, Topic};
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::describe_topic_partitions_response::{
    Cursor, DescribeTopicPartitionsResponsePartition as PartitionRow,
    DescribeTopicPartitionsResponseTopic as TopicRow,
};
use kalda_protocol::messages::{
    BrokerId, DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse, StrBytes, TopicName,
};
use std::collections::BTreeSet;

pub(crate) struct DescribeTopicPartitions;

impl Api for DescribeTopicPartitions {
    type Request = DescribeTopicPartitionsRequest;
    type Reply = DescribeTopicPartitionsResponse;
    const KEY: ApiKey = ApiKey::DescribeTopicPartitions;
    const VERSIONS: Versions = Versions::of(0, 0);
}

impl OnBroker for DescribeTopicPartitions {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DescribeTopicPartitionsRequest,
    ) -> Result<DescribeTopicPartitionsResponse, Close> {
        if !is_cursor_valid(&request) {
            return Ok(refused(request));
        }
        let cursor = request.cursor.as_ref();
        let first = cursor
            .map(|cursor| cursor.topic_name.as_str())
            .unwrap_or_default();
        let view = call.role.metadata();
        let everything = request.topics.is_empty();
        let names: BTreeSet<String> = match everything {
            true => view
                .image
                .topics_from(first)
                .map(|topic| topic.name().to_owned())
                .collect(),
            false => {
                let named = request.topics.iter().map(|topic| topic.name.to_string());
                named.filter(|name| name.as_str() >= first).collect()
            }
        };
        let limit = call.role.max_described_partitions;
        let asked = usize::try_from(request.response_partition_limit).unwrap_or(0);
        let page = Page {
            view: &view,
            listener: &call.client.listener,
            room: asked.min(limit).max(1),
            ignore_missing: everything,
        };
        let start = cursor.map_or(0, |cursor| cursor.partition_index);
        Ok(page.fill(&names, first, start))
    }
}

struct Page<'a> {
    view: &'a MetadataView,
    listener: &'a str,
    room: usize,
    ignore_missing: bool,
}

impl Page<'_> {
    fn fill(
        mut self,
        names: &BTreeSet<String>,
        first: &str,
        start: i32,
    ) -> DescribeTopicPartitionsResponse {
        let mut response = DescribeTopicPartitionsResponse::default();
        for name in names {
            let from = if name == first { start } else { 0 };
            if self.room == 0 {
                response.next_cursor = Some(cursor(name, 0));
                break;
            }
            let Some(topic) = self.view.image.topic(name) else {
                if !self.ignore_missing {
                    response.topics.push(missing(name));
                }
                continue;
            };
            let partitions = topic.partitions().filter(|(index, _)| *index >= from);
            let rows: Vec<PartitionRow> = partitions
                .take(self.room)
                .map(|(index, partition)| self.row(index, partition))
                .collect();
            self.room -= rows.len();
            let next = from.saturating_add(i32::try_from(rows.len()).unwrap_or(i32::MAX));
            response.topics.push(described(topic, rows));
            if usize::try_from(next).is_ok_and(|next| next < topic.partition_count()) {
                response.next_cursor = Some(cursor(name, next));
                break;
            }
        }
        response
    }

    fn row(&self, index: i32, partition: &Partition) -> PartitionRow {
        let leader = self.view.image.broker(partition.leader);
        let reachable = leader.is_some_and(|broker| broker.listener(self.listener).is_some());
        let ids = |ids: &[i32]| ids.iter().copied().map(BrokerId).collect::<Vec<_>>();
        PartitionRow::default()
            .with_partition_index(index)
            .with_leader_id(BrokerId(if reachable { partition.leader } else { -1 }))
            .with_leader_epoch(partition.leader_epoch)
            .with_replica_nodes(ids(partition.replicas()))
            .with_isr_nodes(ids(partition.isr()))
            .with_eligible_leader_replicas(Some(ids(partition.eligible_leader_replicas())))
            .with_last_known_elr(Some(ids(partition.last_known_eligible_leader_replicas())))
            .with_offline_replicas(ids(&self.view.offline_replicas(partition, self.listener)))
    }
}

/// A cursor stands at a partition that can be, in a topic that is asked for.
fn is_cursor_valid(request: &DescribeTopicPartitionsRequest) -> bool {
    let Some(cursor) = &request.cursor else {
        return true;
    };
    let mut topics = request.topics.iter();
    let is_asked = request.topics.is_empty() || topics.any(|topic| topic.name == cursor.topic_name);
    cursor.partition_index >= 0 && is_asked
}

/// Every topic of the request with INVALID_REQUEST.
fn refused(request: DescribeTopicPartitionsRequest) -> DescribeTopicPartitionsResponse {
    let topics = request.topics.into_iter().map(|topic| {
        TopicRow::default()
            .with_error_code(ErrorCode::InvalidRequest.code())
            .with_name(Some(topic.name))
    });
    DescribeTopicPartitionsResponse::default().with_topics(topics.collect())
}

fn described(topic: &Topic, rows: Vec<PartitionRow>) -> TopicRow {
    TopicRow::default()
        .with_name(Some(topic_name(topic.name())))
        .with_topic_id(topic.id())
        .with_is_internal(is_internal_topic(topic.name()))
        .with_partitions(rows)
        .with_topic_authorized_operations(operations::TOPIC)
}

fn missing(name: &str) -> TopicRow {
    TopicRow::default()
        .with_error_code(missing_topic_error(name).code())
        .with_name(Some(topic_name(name)))
        .with_is_internal(is_internal_topic(name))
        .with_topic_authorized_operations(operations::TOPIC)
}

fn cursor(name: &str, partition: i32) -> Cursor {
    Cursor::default()
        .with_topic_name(topic_name(name))
        .with_partition_index(partition)
}

fn topic_name(name: &str) -> TopicName {
    TopicName(StrBytes::from_string(name.to_owned()))
}

#[cfg(test)]
#[path = "describe_topic_partitions_tests.rs"]
mod tests;
