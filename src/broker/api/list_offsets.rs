//! ListOffsets (key 2), versions 1 to 11: offsets by timestamp, and the ends of a log.
//!
//! | version | change |
//! |---|---|
//! | 4 | leader epochs; 6: compact encoding |
//! | 7 | -3: the largest timestamp; 8: -4, the earliest local offset; 9: -5, the latest tiered one |
//! | 10 | timeout for remote storage; 11: -6, the earliest offset not yet uploaded |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::MetadataView;
use crate::replicas::Reader;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_log::TimestampQuery;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::list_offsets_request::ListOffsetsPartition;
use kalda_protocol::messages::list_offsets_response::{
    ListOffsetsPartitionResponse, ListOffsetsTopicResponse,
};
use kalda_protocol::messages::{ListOffsetsRequest, ListOffsetsResponse, TopicName};
use std::collections::HashMap;

/// Special timestamps and the first version that knows each.
const SPECIAL: [(i64, i16); 6] = [(-1, 1), (-2, 1), (-3, 7), (-4, 8), (-5, 9), (-6, 11)];
/// `isolation_level` of a reader that wants committed records only.
const READ_COMMITTED: i8 = 1;

/// Uncommitted and committed. Whoever asks for another must not be given what it may not want to see.
const ISOLATION_LEVELS: [i8; 2] = [0, READ_COMMITTED];

pub(crate) struct ListOffsets;

impl Api for ListOffsets {
    type Request = ListOffsetsRequest;
    type Reply = ListOffsetsResponse;
    const KEY: ApiKey = ApiKey::ListOffsets;
    const VERSIONS: Versions = Versions::of(1, 11);
}

impl OnBroker for ListOffsets {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: ListOffsetsRequest,
    ) -> Result<ListOffsetsResponse, Close> {
        let mut asked: HashMap<(TopicName, i32), usize> = HashMap::new();
        for topic in &request.topics {
            for partition in &topic.partitions {
                let key = (topic.name.clone(), partition.partition_index);
                *asked.entry(key).or_default() += 1;
            }
        }
        let isolation = request.isolation_level;
        let reader = Reader {
            replica_id: request.replica_id.0,
            read_committed: isolation == READ_COMMITTED,
        };
        let view = call.role.metadata();
        let mut response = ListOffsetsResponse::default();
        for topic in request.topics {
            let answers = topic.partitions.iter().filter_map(|partition| {
                let key = (topic.name.clone(), partition.partition_index);
                // Answered once, where it is named first.
                let repeated = asked.remove(&key)? > 1;
                let found = match (ISOLATION_LEVELS.contains(&isolation), repeated) {
                    (false, _) => Err(ErrorCode::UnknownServerError),
                    (true, true) => Err(ErrorCode::InvalidRequest),
                    (true, false) => find(&call, &view, &topic.name, partition, reader),
                };
                Some(answer(partition, found, call.version()))
            });
            let partitions = answers.collect();
            let answer = ListOffsetsTopicResponse::default();
            response
                .topics
                .push(answer.with_name(topic.name).with_partitions(partitions));
        }
        Ok(response)
    }
}

type Found = Option<kalda_log::OffsetLookup>;

fn find(
    call: &Call<'_, BrokerRole>,
    view: &MetadataView,
    topic: &TopicName,
    asked: &ListOffsetsPartition,
    reader: Reader,
) -> Result<Found, ErrorCode> {
    let query = query(asked.timestamp, call.version())?;
    let topic = view
        .image
        .topic(topic)
        .ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let partition = call.role.replicas.find(topic, asked.partition_index)?;
    partition.check_epoch(asked.current_leader_epoch)?;
    match query {
        Some(query) => partition.list_offset(query, reader),
        None => Ok(None),
    }
}

/// What a timestamp asks of the log; `None` where only tiered storage could have an answer.
fn query(timestamp: i64, version: i16) -> Result<Option<TimestampQuery>, ErrorCode> {
    if timestamp >= 0 {
        return Ok(Some(TimestampQuery::AtLeast(timestamp)));
    }
    let known = SPECIAL
        .iter()
        .any(|(special, from)| *special == timestamp && version >= *from);
    if !known {
        return Err(ErrorCode::UnsupportedVersion);
    }
    Ok(match timestamp {
        -1 => Some(TimestampQuery::Latest),
        -2 | -4 => Some(TimestampQuery::Earliest),
        -3 => Some(TimestampQuery::MaxTimestamp),
        _ => None,
    })
}

fn answer(
    asked: &ListOffsetsPartition,
    found: Result<Found, ErrorCode>,
    version: i16,
) -> ListOffsetsPartitionResponse {
    let answer =
        ListOffsetsPartitionResponse::default().with_partition_index(asked.partition_index);
    match found {
        Ok(None) => answer,
        Ok(Some(found)) => {
            let epoch = found.leader_epoch.filter(|_| version >= 4);
            answer
                .with_timestamp(found.timestamp)
                .with_offset(found.offset)
                .with_leader_epoch(epoch.unwrap_or(-1))
        }
        Err(error) => answer.with_error_code(error.code()),
    }
}
