//! Which requests to groups can be written down at all.
//!
//! A shard's records are made before anybody knows whether the log takes them, and then there is no way back but to load
//! the shard again. So a request that no batch could hold is refused before the shard sees it, with what Kafka answers
//! when its own batch turns out too large.

use super::append_error::append_error;
use kalda_coordinator::{GroupSettings, Request};
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::{
    ConsumerGroupHeartbeatRequest, JoinGroupRequest, OffsetCommitRequest, SyncGroupRequest,
};

/// Bytes of a record beside the texts and blobs that its request brings, and then some.
const RECORD_BYTES: usize = 128;
/// The longest text that a record can hold.
const MAX_TEXT_BYTES: usize = i16::MAX as usize;

/// Refuses `request` if what it brings fits into no batch of `max_bytes`, or into no record.
pub(super) fn admit(
    request: &Request,
    settings: &GroupSettings,
    max_bytes: usize,
) -> Result<(), ErrorCode> {
    let bytes = match request {
        Request::JoinGroup(request) => joined(request),
        Request::SyncGroup(request) => synced(request),
        Request::OffsetCommit(request) => committed(request, settings.offsets.metadata_max_bytes),
        Request::ConsumerGroupHeartbeat(request) => subscribed(request),
        // They only remove what is there, so what they name is in records already or has no effect.
        Request::LeaveGroup(_) | Request::OffsetDelete(_) | Request::DeleteGroups(_) => Some(0),
        // They write nothing.
        Request::Heartbeat(_)
        | Request::OffsetFetch(_)
        | Request::ListGroups(_)
        | Request::DescribeGroups(_)
        | Request::ConsumerGroupDescribe(_) => Some(0),
    };
    match bytes {
        Some(bytes) if bytes <= max_bytes => Ok(()),
        Some(_) | None => Err(append_error(ErrorCode::MessageTooLarge)),
    }
}

/// The bytes of these texts; `None` if one is too long for a record.
fn texts<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Option<usize> {
    let mut lengths = texts.into_iter().flatten().map(str::len);
    lengths.try_fold(RECORD_BYTES, |sum, length| {
        (length <= MAX_TEXT_BYTES).then_some(sum + length)
    })
}

fn joined(request: &JoinGroupRequest) -> Option<usize> {
    let fixed = texts([
        Some(request.group_id.as_str()),
        Some(request.member_id.as_str()),
        request.group_instance_id.as_deref(),
        Some(request.protocol_type.as_str()),
    ])?;
    let names = texts(request.protocols.iter().map(|it| Some(it.name.as_str())))?;
    // Records hold the metadata of the chosen protocol alone, and any of them may be chosen.
    let metadata = request.protocols.iter().map(|it| it.metadata.len());
    Some(fixed + names + metadata.max().unwrap_or_default())
}

fn synced(request: &SyncGroupRequest) -> Option<usize> {
    let assignments = request.assignments.iter();
    Some(assignments.map(|it| it.assignment.len()).sum())
}

fn committed(request: &OffsetCommitRequest, metadata_max_bytes: usize) -> Option<usize> {
    let group = texts([Some(request.group_id.as_str())])?;
    let mut sum = 0;
    for topic in &request.topics {
        let fixed = group + texts([Some(topic.name.as_str())])?;
        for partition in &topic.partitions {
            let metadata = partition.committed_metadata.as_deref();
            // What is longer is refused by itself, and not written.
            let metadata = metadata.filter(|it| it.len() <= metadata_max_bytes);
            sum += fixed + texts([metadata])?;
        }
    }
    Some(sum)
}

fn subscribed(request: &ConsumerGroupHeartbeatRequest) -> Option<usize> {
    let fixed = texts([
        Some(request.group_id.as_str()),
        Some(request.member_id.as_str()),
        request.instance_id.as_deref(),
        request.rack_id.as_deref(),
        request.subscribed_topic_regex.as_deref(),
        request.server_assignor.as_deref(),
    ])?;
    let topics = request.subscribed_topic_names.iter().flatten();
    Some(fixed + texts(topics.map(|it| Some(it.as_str())))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::text;
    use bytes::Bytes;
    use kalda_protocol::messages::join_group_request::JoinGroupRequestProtocol;
    use kalda_protocol::messages::offset_commit_request::{
        OffsetCommitRequestPartition, OffsetCommitRequestTopic,
    };
    use kalda_protocol::messages::{GroupId, TopicName};

    fn commit(group: &str, metadata: &[usize]) -> Request {
        let partitions = metadata.iter().map(|bytes| {
            OffsetCommitRequestPartition::default()
                .with_committed_metadata(Some(text(&"m".repeat(*bytes))))
        });
        let topic = OffsetCommitRequestTopic::default()
            .with_name(TopicName(text("t")))
            .with_partitions(partitions.collect());
        let request = OffsetCommitRequest::default()
            .with_group_id(GroupId(text(group)))
            .with_topics(vec![topic]);
        Request::OffsetCommit(request)
    }

    #[test]
    fn a_commit_that_fits_into_no_batch_is_refused_as_a_whole() {
        let admit = |request| admit(&request, &GroupSettings::default(), 100_000);
        assert_eq!(admit(commit("g", &[4096; 20])), Ok(()));
        let too_large = Err(ErrorCode::UnknownServerError);
        assert_eq!(admit(commit("g", &[4096; 30])), too_large);
        // The shard refuses this one for itself and writes nothing.
        assert_eq!(admit(commit("g", &[200_000])), Ok(()));
        assert_eq!(admit(commit(&"g".repeat(40_000), &[1])), too_large);
    }

    #[test]
    fn a_member_whose_metadata_fits_into_no_batch_is_refused() {
        let join = |bytes: usize| {
            let protocol = JoinGroupRequestProtocol::default()
                .with_name(text("range"))
                .with_metadata(Bytes::from(vec![0; bytes]));
            let request = JoinGroupRequest::default().with_protocols(vec![protocol]);
            admit(
                &Request::JoinGroup(request),
                &GroupSettings::default(),
                100_000,
            )
        };
        assert_eq!(join(90_000), Ok(()));
        assert_eq!(join(100_000), Err(ErrorCode::UnknownServerError));
    }
}
