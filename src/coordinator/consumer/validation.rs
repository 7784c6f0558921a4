//! What is wrong with a heartbeat before any group is looked at.

use kalda_protocol::messages::ConsumerGroupHeartbeatRequest;

use super::member::{JOIN_EPOCH, LEAVE_EPOCH, LEAVE_STATIC_EPOCH};
use super::refusal::Refusal;

/// From this version on, members make their ids themselves.
const CLIENT_MAKES_MEMBER_ID: i16 = 1;

/// Ids are part of records' keys, where texts have lengths of 16 bits.
const MAX_ID_BYTES: usize = i16::MAX as usize;

/// What a member says of itself has to fit into one record, and a record into a batch of a MiB.
const MAX_MEMBER_BYTES: usize = 900_000;

/// Checks a heartbeat of this API version, in Kafka's order.
pub(super) fn check_heartbeat(
    request: &ConsumerGroupHeartbeatRequest,
    version: i16,
    assignors: &[String],
) -> Result<(), Refusal> {
    let epoch = request.member_epoch;
    if version >= CLIENT_MAKES_MEMBER_ID || epoch > JOIN_EPOCH || epoch == LEAVE_EPOCH {
        not_blank(Some(&request.member_id), "MemberId can't be empty.")?;
    }
    not_blank(Some(&request.group_id), "GroupId can't be empty.")?;
    not_blank(request.instance_id.as_deref(), "InstanceId can't be empty.")?;
    not_blank(request.rack_id.as_deref(), "RackId can't be empty.")?;

    let fits = |id: &str| id.len() <= MAX_ID_BYTES;
    if !fits(&request.member_id) || !fits(&request.group_id) {
        return Err(Refusal::InvalidRequest("MemberId or GroupId is too long."));
    }
    if size(request) > MAX_MEMBER_BYTES {
        return Err(Refusal::InvalidRequest("The subscription is too large."));
    }

    if epoch == JOIN_EPOCH {
        check_join(request)?;
    } else if epoch == LEAVE_STATIC_EPOCH {
        if request.instance_id.is_none() {
            return Err(Refusal::InvalidRequest("InstanceId can't be null."));
        }
    } else if epoch < LEAVE_STATIC_EPOCH {
        return Err(Refusal::InvalidRequest("MemberEpoch is invalid."));
    }

    match &request.server_assignor {
        Some(name) if !assignors.iter().any(|known| **known == **name) => {
            Err(Refusal::UnsupportedAssignor {
                name: name.to_string(),
                supported: assignors.join(", "),
            })
        }
        Some(_) | None => Ok(()),
    }
}

/// About what the texts of the member's record take.
fn size(request: &ConsumerGroupHeartbeatRequest) -> usize {
    let topics = request.subscribed_topic_names.iter().flatten();
    let topics: usize = topics.map(|name| name.len() + 3).sum();
    let texts = [
        &request.instance_id,
        &request.rack_id,
        &request.server_assignor,
    ];
    let texts = texts.into_iter().flatten().map(|text| text.len());
    topics + texts.sum::<usize>()
}

/// A member joins with everything; an empty list of topics, or an empty regular expression, is something.
fn check_join(request: &ConsumerGroupHeartbeatRequest) -> Result<(), Refusal> {
    if request.rebalance_timeout_ms == -1 {
        return Err(Refusal::InvalidRequest(
            "RebalanceTimeoutMs must be provided in first request.",
        ));
    }
    if !matches!(&request.topic_partitions, Some(owned) if owned.is_empty()) {
        return Err(Refusal::InvalidRequest(
            "TopicPartitions must be empty when (re-)joining.",
        ));
    }
    if request.subscribed_topic_names.is_none() && request.subscribed_topic_regex.is_none() {
        return Err(Refusal::InvalidRequest(
            "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.",
        ));
    }
    Ok(())
}

fn not_blank(text: Option<&str>, sentence: &'static str) -> Result<(), Refusal> {
    match text {
        // As Java's trim: everything up to the space counts as blank.
        Some(text) if text.chars().all(|character| character <= ' ') => {
            Err(Refusal::InvalidRequest(sentence))
        }
        Some(_) | None => Ok(()),
    }
}
