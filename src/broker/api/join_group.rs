//! JoinGroup (key 11), versions 0 to 9: a member joins a classic group, or answers to its rebalance.
//!
//! | version | change |
//! |---|---|
//! | 1 | a rebalance timeout of its own; before, it is the session timeout |
//! | 4 | a member without an id gets one and joins again with it |
//! | 5 | static members |
//! | 7 | the answer names the protocol type; a protocol that is not chosen is null |
//! | 8 | a reason to join, for people |
//! | 9 | the leader may be told to skip the assignment |
//!
//! The answer waits until the group's other members have joined.

use super::{Api, OnBroker, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{JoinGroupRequest, JoinGroupResponse, StrBytes};

/// The first version with a rebalance timeout.
const REBALANCE_TIMEOUT_FROM: i16 = 1;
/// The first version whose answer may lack the protocol.
const NULL_PROTOCOL_FROM: i16 = 7;
/// The first version in which a leader can be told to skip the assignment.
const SKIP_FROM: i16 = 9;

pub(crate) struct JoinGroup;

impl Api for JoinGroup {
    type Request = JoinGroupRequest;
    type Reply = JoinGroupResponse;
    const KEY: ApiKey = ApiKey::JoinGroup;
    const VERSIONS: Versions = Versions::of(0, 9);
}

impl OnBroker for JoinGroup {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: JoinGroupRequest,
    ) -> Result<JoinGroupResponse, Close> {
        let version = call.version();
        let request = newest(request, version);
        let group = request.group_id.clone();
        let answer = if group.is_empty() {
            refused(ErrorCode::InvalidGroupId).with_member_id(request.member_id)
        } else {
            let asked = call.role.groups.ask(&group, call.asker(), request).await;
            asked.unwrap_or_else(refused)
        };
        Ok(for_version(answer, version))
    }
}

fn newest(request: JoinGroupRequest, version: i16) -> JoinGroupRequest {
    if version >= REBALANCE_TIMEOUT_FROM {
        return request;
    }
    let session_timeout_ms = request.session_timeout_ms;
    request.with_rebalance_timeout_ms(session_timeout_ms)
}

fn refused(error: ErrorCode) -> JoinGroupResponse {
    JoinGroupResponse::default().with_error_code(error.code())
}

fn for_version(answer: JoinGroupResponse, version: i16) -> JoinGroupResponse {
    let chosen = answer.protocol_name.clone().filter(|name| !name.is_empty());
    let nothing = (version < NULL_PROTOCOL_FROM).then(StrBytes::default);
    let skip = answer.skip_assignment && version >= SKIP_FROM;
    answer
        .with_protocol_name(chosen.or(nothing))
        .with_skip_assignment(skip)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{is_encodable, text};

    #[test]
    fn the_oldest_members_rebalance_within_their_session() {
        let request = JoinGroupRequest::default()
            .with_session_timeout_ms(7_000)
            .with_rebalance_timeout_ms(-1);
        assert_eq!(newest(request.clone(), 0).rebalance_timeout_ms, 7_000);
        assert_eq!(newest(request, 1).rebalance_timeout_ms, -1);
    }

    #[test]
    fn a_protocol_that_is_not_chosen_is_empty_or_null() {
        for given in [None, Some(text(""))] {
            let answer = JoinGroupResponse::default().with_protocol_name(given);
            let old = for_version(answer.clone(), 6).protocol_name;
            assert_eq!(old, Some(text("")));
            assert_eq!(for_version(answer, 7).protocol_name, None);
        }
        let chosen = JoinGroupResponse::default().with_protocol_name(Some(text("range")));
        for version in [0, 9] {
            let name = for_version(chosen.clone(), version).protocol_name;
            assert_eq!(name, Some(text("range")));
        }
    }

    #[test]
    fn an_answer_can_be_written_in_every_version() {
        for version in 0..=9 {
            let skipping = refused(ErrorCode::NotCoordinator).with_skip_assignment(true);
            let answer = for_version(skipping, version);
            assert!(is_encodable(&answer, version), "{version}");
            assert_eq!((answer.error_code, answer.generation_id), (16, -1));
        }
    }
}
