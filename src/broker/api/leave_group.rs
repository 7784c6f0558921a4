//! LeaveGroup (key 13), versions 0 to 5: members leave a group, or an administrator removes them.
//!
//! | version | change |
//! |---|---|
//! | 3 | several members, each with its own error; static members by their instance ids |
//! | 5 | a reason to leave, for people |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::leave_group_request::MemberIdentity;
use kalda_protocol::messages::{LeaveGroupRequest, LeaveGroupResponse, StrBytes};
use std::mem;

/// The first version with several members.
const SEVERAL_FROM: i16 = 3;

pub(crate) struct LeaveGroup;

impl Api for LeaveGroup {
    type Request = LeaveGroupRequest;
    type Reply = LeaveGroupResponse;
    const KEY: ApiKey = ApiKey::LeaveGroup;
    const VERSIONS: Versions = Versions::of(0, 5);
}

impl OnBroker for LeaveGroup {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: LeaveGroupRequest,
    ) -> Result<LeaveGroupResponse, Close> {
        let version = call.version();
        let request = newest(request, version);
        let group = request.group_id.clone();
        let answer = if group.is_empty() {
            refused(ErrorCode::InvalidGroupId)
        } else {
            let asked = call.role.groups.ask(&group, call.asker(), request).await;
            asked.unwrap_or_else(refused)
        };
        Ok(for_version(answer, version))
    }
}

fn newest(mut request: LeaveGroupRequest, version: i16) -> LeaveGroupRequest {
    if version >= SEVERAL_FROM {
        return request;
    }
    let id: StrBytes = mem::take(&mut request.member_id);
    request.with_members(vec![MemberIdentity::default().with_member_id(id)])
}

fn refused(error: ErrorCode) -> LeaveGroupResponse {
    LeaveGroupResponse::default().with_error_code(error.code())
}

/// Old versions have one error: the group's, or that of their only member.
fn for_version(answer: LeaveGroupResponse, version: i16) -> LeaveGroupResponse {
    if version >= SEVERAL_FROM {
        return answer;
    }
    let error = match (answer.error_code, answer.members.as_slice()) {
        (0, [member]) => member.error_code,
        (0, _) => ErrorCode::UnknownServerError.code(),
        (error, _) => error,
    };
    answer.with_error_code(error).with_members(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{is_encodable, text};
    use kalda_protocol::messages::leave_group_response::MemberResponse;

    #[test]
    fn the_one_member_of_old_versions_becomes_one_of_several() {
        let request = LeaveGroupRequest::default().with_member_id(text("m"));
        for version in 0..SEVERAL_FROM {
            let newest = newest(request.clone(), version);
            assert_eq!(newest.members.len(), 1);
            assert_eq!(newest.members[0].member_id, text("m"));
            assert_eq!(newest.member_id, text(""));
        }
        assert!(newest(LeaveGroupRequest::default(), 3).members.is_empty());
    }

    #[test]
    fn the_error_of_the_one_member_is_that_of_the_old_answer() {
        let unknown = MemberResponse::default().with_error_code(25);
        let answer = LeaveGroupResponse::default().with_members(vec![unknown]);
        for version in 0..SEVERAL_FROM {
            let old = for_version(answer.clone(), version);
            assert_eq!((old.error_code, old.members.len()), (25, 0));
            assert!(is_encodable(&old, version));
        }
        assert_eq!(for_version(answer.clone(), 3), answer);
        let refused = for_version(refused(ErrorCode::NotCoordinator), 0);
        assert_eq!(refused.error_code, 16);
    }
}
