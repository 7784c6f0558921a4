//! OffsetFetch (key 9), versions 1 to 10: how far groups have read.
//!
//! | version | change |
//! |---|---|
//! | 2 | no topics mean all of them; an error of the whole group |
//! | 5 | leader epochs |
//! | 7 | the client may insist on offsets that no open transaction is about to change |
//! | 8 | several groups |
//! | 9 | members of the new protocol (KIP-848), with their epochs |
//! | 10 | topics by their ids |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use crate::runtime::AboutGroups;
use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::offset_fetch_request::{
    OffsetFetchRequestGroup, OffsetFetchRequestTopics,
};
use kalda_protocol::messages::offset_fetch_response::{
    OffsetFetchResponseGroup, OffsetFetchResponsePartition, OffsetFetchResponsePartitions,
    OffsetFetchResponseTopic, OffsetFetchResponseTopics,
};
use kalda_protocol::messages::{
    GroupId, OffsetFetchRequest, OffsetFetchResponse, StrBytes, TopicName,
};
use std::mem;
use std::sync::Arc;

/// The first version with an error of the whole group.
const GROUP_ERROR_FROM: i16 = 2;
/// The first version with several groups.
const SEVERAL_FROM: i16 = 8;
/// The first version that names topics by their ids.
const TOPIC_IDS_FROM: i16 = 10;

pub(crate) struct OffsetFetch;

impl Api for OffsetFetch {
    type Request = OffsetFetchRequest;
    type Reply = OffsetFetchResponse;
    const KEY: ApiKey = ApiKey::OffsetFetch;
    const VERSIONS: Versions = Versions::of(1, 10);
}

impl AboutGroups for OffsetFetchRequest {
    type Item = OffsetFetchRequestGroup;
    type Result = OffsetFetchResponseGroup;

    fn items(&mut self) -> &mut Vec<OffsetFetchRequestGroup> {
        &mut self.groups
    }

    fn group(item: &OffsetFetchRequestGroup) -> &GroupId {
        &item.group_id
    }

    fn results(reply: OffsetFetchResponse) -> Vec<OffsetFetchResponseGroup> {
        reply.groups
    }

    fn refused(group: GroupId, error: ErrorCode) -> OffsetFetchResponseGroup {
        // Consumers before 3.9 do not know the former as an answer to OffsetFetch.
        let told = match error == ErrorCode::CoordinatorNotAvailable {
            true => ErrorCode::NotCoordinator,
            false => error,
        };
        OffsetFetchResponseGroup::default()
            .with_group_id(group)
            .with_error_code(told.code())
    }
}

impl OnBroker for OffsetFetch {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: OffsetFetchRequest,
    ) -> Result<OffsetFetchResponse, Close> {
        let version = call.version();
        let mut request = newest(request, version);
        // The only group of old versions, for those that have errors of partitions alone.
        let asked = (version < GROUP_ERROR_FROM).then(|| request.groups.first().cloned());
        let view = Arc::clone(&call.role.metadata());
        let names = match version >= TOPIC_IDS_FROM {
            true => Some(name_topics(&view.image, &mut request)),
            false => None,
        };
        let mut groups = call.role.groups.ask_about(&call.asker(), request).await;
        if let Some(unknown) = names {
            for (group, unknown) in groups.iter_mut().zip(unknown) {
                identify_topics(&view.image, group, unknown);
            }
        }
        Ok(match version >= SEVERAL_FROM {
            true => OffsetFetchResponse::default().with_groups(groups),
            false => single(groups, asked.flatten()),
        })
    }
}

fn newest(mut request: OffsetFetchRequest, version: i16) -> OffsetFetchRequest {
    if version >= SEVERAL_FROM {
        return request;
    }
    let topics = request.topics.take().map(|topics| {
        let topics = topics.into_iter().map(|topic| {
            OffsetFetchRequestTopics::default()
                .with_name(topic.name)
                .with_partition_indexes(topic.partition_indexes)
        });
        topics.collect()
    });
    let group = OffsetFetchRequestGroup::default()
        .with_group_id(mem::take(&mut request.group_id))
        .with_topics(topics);
    request.with_groups(vec![group])
}

/// Gives topics that are named by their ids their names. Those without are taken out: the answers about them, by group;
/// `None` for a group of which all topics are asked.
fn name_topics(
    image: &Image,
    request: &mut OffsetFetchRequest,
) -> Vec<Option<Vec<OffsetFetchResponseTopics>>> {
    let mut unknown = Vec::with_capacity(request.groups.len());
    for group in &mut request.groups {
        let asked = group.topics.take();
        let mut nameless = asked.as_ref().map(|_| Vec::new());
        group.topics = asked.map(|asked| {
            let named = asked.into_iter().filter_map(|mut topic| {
                let Some(found) = image.topic_by_id(topic.topic_id) else {
                    let nameless = nameless.iter_mut();
                    nameless.for_each(|list| list.push(failed(&topic, ErrorCode::UnknownTopicId)));
                    return None;
                };
                topic.name = TopicName(StrBytes::from_string(found.name().to_owned()));
                Some(topic)
            });
            named.collect()
        });
        unknown.push(nameless);
    }
    unknown
}

/// Completes the answer about a group in versions with ids: topics that the coordinator knows by name alone get their
/// ids, and those that have none any more cannot be said.
fn identify_topics(
    image: &Image,
    group: &mut OffsetFetchResponseGroup,
    unknown: Option<Vec<OffsetFetchResponseTopics>>,
) {
    if group.error_code != 0 {
        return;
    }
    for topic in &mut group.topics {
        if topic.topic_id.is_nil()
            && let Some(found) = image.topic(&topic.name)
        {
            topic.topic_id = found.id();
        }
    }
    match unknown {
        Some(unknown) => group.topics.extend(unknown),
        None => group.topics.retain(|topic| !topic.topic_id.is_nil()),
    }
}

fn failed(topic: &OffsetFetchRequestTopics, error: ErrorCode) -> OffsetFetchResponseTopics {
    let partitions = topic.partition_indexes.iter().map(|index| {
        OffsetFetchResponsePartitions::default()
            .with_partition_index(*index)
            .with_committed_offset(-1)
            .with_error_code(error.code())
    });
    OffsetFetchResponseTopics::default()
        .with_name(topic.name.clone())
        .with_topic_id(topic.topic_id)
        .with_partitions(partitions.collect())
}

/// The answer of versions with one group. The oldest say an error of the group with each partition that was asked.
fn single(
    groups: Vec<OffsetFetchResponseGroup>,
    asked: Option<OffsetFetchRequestGroup>,
) -> OffsetFetchResponse {
    let mut group = groups.into_iter().next().unwrap_or_default();
    if let Some(asked) = asked
        && let Some(error) = ErrorCode::from_code(group.error_code)
        && error != ErrorCode::None
    {
        let topics = asked.topics.unwrap_or_default();
        group.topics = topics.iter().map(|topic| failed(topic, error)).collect();
    }
    let topics = group.topics.into_iter().map(|topic| {
        let partitions = topic.partitions.into_iter().map(|partition| {
            OffsetFetchResponsePartition::default()
                .with_partition_index(partition.partition_index)
                .with_committed_offset(partition.committed_offset)
                .with_committed_leader_epoch(partition.committed_leader_epoch)
                .with_metadata(partition.metadata)
                .with_error_code(partition.error_code)
        });
        OffsetFetchResponseTopic::default()
            .with_name(topic.name)
            .with_partitions(partitions.collect())
    });
    OffsetFetchResponse::default()
        .with_error_code(group.error_code)
        .with_topics(topics.collect())
}

#[cfg(test)]
#[path = "offset_fetch_tests.rs"]
mod tests;
