//! FindCoordinator (key 10), versions 0 to 6: which broker coordinates a group or a transactional id.
//!
//! | version | change |
//! |---|---|
//! | 1 | key type 1: transactional ids; error message |
//! | 4 | several keys, errors per key |
//! | 6 | key type 2: share groups |
//!
//! This broker runs no coordinators yet, so every valid key is answered with COORDINATOR_NOT_AVAILABLE: what Kafka says
//! while it cannot name one.

use super::{Api, OnBroker, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::find_coordinator_response::Coordinator;
use kalda_protocol::messages::{
    BrokerId, FindCoordinatorRequest, FindCoordinatorResponse, StrBytes,
};
use kalda_protocol::uuid_text;

/// The first version with several keys.
const BATCHED_FROM: i16 = 4;
/// Key type of share groups.
const SHARE: i8 = 2;
/// Key types known from this version on: 0 groups, 1 transactional ids, 2 share groups.
const KEY_TYPES: [(i8, i16); 3] = [(0, 0), (1, 1), (SHARE, 6)];

pub(crate) struct FindCoordinator;

impl Api for FindCoordinator {
    type Request = FindCoordinatorRequest;
    type Reply = FindCoordinatorResponse;
    const KEY: ApiKey = ApiKey::FindCoordinator;
    const VERSIONS: Versions = Versions::of(0, 6);
}

impl OnBroker for FindCoordinator {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: FindCoordinatorRequest,
    ) -> Result<FindCoordinatorResponse, Close> {
        let version = call.version();
        let key_type = request.key_type;
        let known = KEY_TYPES.iter().find(|(known, _)| *known == key_type);
        Ok(match known {
            None => answer(version, request, |_| {
                (
                    ErrorCode::InvalidRequest,
                    ErrorCode::InvalidRequest.message(),
                )
            }),
            Some((_, from)) if version < BATCHED_FROM => answer(version, request, |_| {
                let error = match version < *from {
                    true => ErrorCode::InvalidRequest,
                    false => ErrorCode::CoordinatorNotAvailable,
                };
                (error, error.message())
            }),
            // Errors of one key among several come without words.
            Some((_, from)) => answer(version, request, |key| {
                let usable = version >= *from && (key_type != SHARE || is_share_key(key));
                let error = match usable {
                    true => ErrorCode::CoordinatorNotAvailable,
                    false => ErrorCode::InvalidRequest,
                };
                (error, "")
            }),
        })
    }
}

/// Every key with its error, in the form that the version has.
fn answer(
    version: i16,
    request: FindCoordinatorRequest,
    error_of: impl Fn(&str) -> (ErrorCode, &'static str),
) -> FindCoordinatorResponse {
    if version >= BATCHED_FROM {
        let keys = request.coordinator_keys.into_iter();
        let coordinators = keys.map(|key| {
            let (error, message) = error_of(&key);
            Coordinator::default()
                .with_key(key)
                .with_node_id(BrokerId(-1))
                .with_port(-1)
                .with_error_code(error.code())
                .with_error_message(Some(StrBytes::from_static_str(message)))
        });
        return FindCoordinatorResponse::default().with_coordinators(coordinators.collect());
    }
    let (error, message) = error_of(&request.key);
    let response = FindCoordinatorResponse::default()
        .with_error_code(error.code())
        .with_node_id(BrokerId(-1))
        .with_port(-1);
    match version {
        0 => response,
        _ => response.with_error_message(Some(StrBytes::from_static_str(message))),
    }
}

/// Whether `key` is `group:topicId:partition`; the group may hold colons of its own.
fn is_share_key(key: &str) -> bool {
    let mut parts = key.rsplitn(3, ':');
    let (partition, topic, group) = (parts.next(), parts.next(), parts.next());
    partition.is_some_and(|partition| partition.parse::<i32>().is_ok())
        && topic.is_some_and(|topic| uuid_text::parse(topic).is_ok())
        && group.is_some_and(|group| !group.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::TestNode;

    #[tokio::test(flavor = "multi_thread")]
    async fn nobody_coordinates_yet_and_what_makes_no_sense_is_refused() {
        let node = TestNode::start().await;
        let key = StrBytes::from_static_str("g");
        let one = FindCoordinatorRequest::default().with_key(key.clone());
        for version in 0..BATCHED_FROM {
            let answer = node.ask(&one, version).await;
            assert_eq!((answer.error_code, answer.node_id.0), (15, -1), "{version}");
        }
        let unknown = one.with_key_type(9);
        assert_eq!(node.ask(&unknown, 3).await.error_code, 42);
        for version in BATCHED_FROM..=6 {
            let ask = async |key_type| {
                let request = FindCoordinatorRequest::default()
                    .with_key_type(key_type)
                    .with_coordinator_keys(vec![key.clone()]);
                node.ask(&request, version).await.coordinators.remove(0)
            };
            assert_eq!(ask(0).await.error_code, 15);
            assert_eq!(ask(0).await.error_message.as_deref(), Some(""));
            assert_eq!(ask(9).await.error_code, 42);
            // No share group's key, and before version 6 no share groups.
            assert_eq!(ask(SHARE).await.error_code, 42);
        }
        node.stop().await;
    }

    #[test]
    fn a_share_key_names_group_topic_and_partition() {
        for good in [
            "g:AAAAAAAAAAAAAAAAAAAAAQ:0",
            "a:b:AAAAAAAAAAAAAAAAAAAAAQ:12",
        ] {
            assert!(is_share_key(good), "{good}");
        }
        for bad in [
            "",
            "k",
            "g:0",
            ":AAAAAAAAAAAAAAAAAAAAAQ:0",
            "g:AAAAAAAAAAAAAAAAAAAAAQ:x",
            "g:not-an-id:0",
        ] {
            assert!(!is_share_key(bad), "{bad}");
        }
    }
}
