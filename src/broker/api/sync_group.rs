//! SyncGroup (key 14), versions 0 to 5: a member of a classic group fetches its assignment; the leader brings all.
//!
//! | version | change |
//! |---|---|
//! | 3 | static members |
//! | 5 | the member has to say which protocol it means |
//!
//! The answer waits until the leader has brought the assignments.

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{SyncGroupRequest, SyncGroupResponse};

/// The first version in which protocol type and name have to be given.
const PROTOCOL_FROM: i16 = 5;

pub(crate) struct SyncGroup;

impl Api for SyncGroup {
    type Request = SyncGroupRequest;
    type Reply = SyncGroupResponse;
    const KEY: ApiKey = ApiKey::SyncGroup;
    const VERSIONS: Versions = Versions::of(0, 5);
}

impl OnBroker for SyncGroup {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: SyncGroupRequest,
    ) -> Result<SyncGroupResponse, Close> {
        if let Err(error) = check(&request, call.version()) {
            return Ok(refused(error));
        }
        let group = request.group_id.clone();
        let asked = call.role.groups.ask(&group, call.asker(), request).await;
        Ok(asked.unwrap_or_else(refused))
    }
}

fn check(request: &SyncGroupRequest, version: i16) -> Result<(), ErrorCode> {
    let said = request.protocol_type.is_some() && request.protocol_name.is_some();
    if version >= PROTOCOL_FROM && !said {
        return Err(ErrorCode::InconsistentGroupProtocol);
    }
    if request.group_id.is_empty() {
        return Err(ErrorCode::InvalidGroupId);
    }
    Ok(())
}

fn refused(error: ErrorCode) -> SyncGroupResponse {
    SyncGroupResponse::default().with_error_code(error.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::text;
    use kalda_protocol::messages::GroupId;

    #[test]
    fn newer_members_say_which_protocol_they_mean() {
        let request = SyncGroupRequest::default().with_group_id(GroupId(text("g")));
        assert_eq!(check(&request, 4), Ok(()));
        let unsaid = Err(ErrorCode::InconsistentGroupProtocol);
        assert_eq!(check(&request, 5), unsaid);
        let half = request.with_protocol_type(Some(text("consumer")));
        assert_eq!(check(&half, 5), unsaid);
        let whole = half.with_protocol_name(Some(text("range")));
        assert_eq!(check(&whole, 5), Ok(()));
    }

    #[test]
    fn a_group_has_a_name() {
        let request = SyncGroupRequest::default();
        assert_eq!(check(&request, 0), Err(ErrorCode::InvalidGroupId));
    }
}
