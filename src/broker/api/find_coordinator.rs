//! FindCoordinator (key 10), versions 0 to 6: which broker coordinates a group or a transactional id.
//!
//! | version | change |
//! |---|---|
//! | 1 | key type 1: transactional ids; error message |
//! | 4 | several keys, errors per key |
//! | 6 | key type 2: share groups |
//!
//! A group's coordinator is the leader of its partition of `__consumer_offsets`, which is created when somebody asks for
//! the first time. This broker runs no coordinators of transactions and share groups yet, so valid keys of those are
//! answered with COORDINATOR_NOT_AVAILABLE: what Kafka says while it cannot name one.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::metadata_view::Node;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::find_coordinator_response::Coordinator;
use kalda_protocol::messages::{
    BrokerId, FindCoordinatorRequest, FindCoordinatorResponse, StrBytes,
};
use kalda_protocol::uuid_text;
use std::sync::Arc;

/// The message of an answer without error.
const NO_ERROR: &str = "NONE";
/// The first version with several keys.
const BATCHED_FROM: i16 = 4;
/// Key type of groups.
const GROUP: i8 = 0;
/// Key type of share groups.
const SHARE: i8 = 2;
/// Key types known from this version on: 0 groups, 1 transactional ids, 2 share groups.
const KEY_TYPES: [(i8, i16); 3] = [(GROUP, 0), (1, 1), (SHARE, 6)];

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
        let view = Arc::clone(&call.role.metadata());
        let find = |key: &str| {
            check(request.key_type, key, call.version())?;
            match request.key_type {
                GROUP => call
                    .role
                    .group_coordinator(&view, key, &call.client.listener),
                _ => Err(ErrorCode::CoordinatorNotAvailable),
            }
        };
        Ok(answer(&request, call.version(), find))
    }
}

/// Whether the version knows the type of key, and the key is one of that type.
fn check(key_type: i8, key: &str, version: i16) -> Result<(), ErrorCode> {
    let known = KEY_TYPES
        .iter()
        .any(|(known, from)| *known == key_type && version >= *from);
    match known && (key_type != SHARE || is_share_key(key)) {
        true => Ok(()),
        false => Err(ErrorCode::InvalidRequest),
    }
}

/// Every key with its coordinator or error, in the form that the version has.
fn answer<'a>(
    request: &FindCoordinatorRequest,
    version: i16,
    find: impl Fn(&str) -> Result<Node<'a>, ErrorCode>,
) -> FindCoordinatorResponse {
    if version >= BATCHED_FROM {
        let keys = request.coordinator_keys.iter();
        // A type that no version has fails the whole request in Kafka, and only then keys have words for it.
        let type_known = KEY_TYPES
            .iter()
            .any(|(known, _)| *known == request.key_type);
        let coordinators = keys.map(|key| {
            let message = match type_known {
                true => "",
                false => ErrorCode::InvalidRequest.message(),
            };
            coordinator(key, find(key)).with_error_message(Some(StrBytes::from_static_str(message)))
        });
        return FindCoordinatorResponse::default().with_coordinators(coordinators.collect());
    }
    let found = find(&request.key);
    let message = match found {
        Ok(_) => NO_ERROR,
        Err(error) => error.message(),
    };
    let found = coordinator(&request.key, found);
    let response = FindCoordinatorResponse::default()
        .with_error_code(found.error_code)
        .with_node_id(found.node_id)
        .with_host(found.host)
        .with_port(found.port);
    match version {
        0 => response,
        _ => response.with_error_message(Some(StrBytes::from_static_str(message))),
    }
}

fn coordinator(key: &StrBytes, found: Result<Node<'_>, ErrorCode>) -> Coordinator {
    let coordinator = Coordinator::default().with_key(key.clone());
    match found {
        Ok(node) => coordinator
            .with_node_id(BrokerId(node.id))
            .with_host(StrBytes::from_string(node.host.to_owned()))
            .with_port(i32::from(node.port)),
        Err(error) => coordinator
            .with_node_id(BrokerId(-1))
            .with_port(-1)
            .with_error_code(error.code()),
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
    use crate::fixture::{TestNode, is_encodable, text};
    use std::time::Duration;

    fn request(key_type: i8) -> FindCoordinatorRequest {
        let key = text("g");
        FindCoordinatorRequest::default()
            .with_key(key.clone())
            .with_key_type(key_type)
            .with_coordinator_keys(vec![key])
    }

    fn only(request: FindCoordinatorRequest, version: i16) -> FindCoordinatorRequest {
        match version >= BATCHED_FROM {
            true => request.with_key(StrBytes::default()),
            false => request.with_coordinator_keys(Vec::new()),
        }
    }

    #[test]
    fn a_key_is_answered_in_the_form_of_the_version() {
        let node = Node {
            id: 3,
            host: "h",
            port: 9092,
            rack: None,
        };
        for version in 0..=6 {
            let request = only(request(GROUP), version);
            let answer = answer(&request, version, |_| Ok(node));
            assert!(is_encodable(&answer, version), "{version}");
            let told = match answer.coordinators.as_slice() {
                [] => (
                    answer.node_id.0,
                    answer.host,
                    answer.port,
                    answer.error_code,
                ),
                [one] => (one.node_id.0, one.host.clone(), one.port, one.error_code),
                more => panic!("{more:?}"),
            };
            assert_eq!(told, (3, text("h"), 9092, 0), "{version}");
        }
        let words = |version| answer(&request(GROUP), version, |_| Ok(node)).error_message;
        assert_eq!(words(1).as_deref(), Some("NONE"));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let refused = Err(ErrorCode::InvalidRequest);
        assert_eq!(check(1, "t", 1), Ok(()));
        assert_eq!(check(1, "t", 0), refused);
        assert_eq!(check(9, "g", 6), refused);
        assert_eq!(check(SHARE, "g:AAAAAAAAAAAAAAAAAAAAAQ:0", 6), Ok(()));
        assert_eq!(check(SHARE, "g:AAAAAAAAAAAAAAAAAAAAAQ:0", 5), refused);
        assert_eq!(check(SHARE, "g", 6), refused);
        for version in BATCHED_FROM..=6 {
            let answer = answer(&request(9), version, |_| Err(ErrorCode::InvalidRequest));
            let refused = &answer.coordinators[0];
            assert_eq!((refused.error_code, refused.node_id.0), (42, -1));
            let message = refused.error_message.as_deref();
            assert_eq!(message, Some(ErrorCode::InvalidRequest.message()));
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_groups_coordinator_is_found_once_its_topic_is_there() {
        let node = TestNode::with(&[("offsets.topic.replication.factor", "1")]).await;
        let ask = async |version| {
            let mut answer = node.ask(&only(request(GROUP), version), version).await;
            match answer.coordinators.pop() {
                Some(one) => (one.error_code, one.node_id.0, one.port),
                None => (answer.error_code, answer.node_id.0, answer.port),
            }
        };
        let unavailable = (ErrorCode::CoordinatorNotAvailable.code(), -1, -1);
        assert_eq!(ask(0).await, unavailable, "asking has the topic created");
        while ask(6).await == unavailable {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let found = ask(0).await;
        assert_eq!((found.0, found.1), (0, 1));
        for version in 1..=6 {
            assert_eq!(ask(version).await, found, "{version}");
        }
        let transactional = node.ask(&only(request(1), 6), 6).await;
        assert_eq!(transactional.coordinators[0].error_code, 15);
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
