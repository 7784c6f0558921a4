//! DeleteTopics (key 20), versions 1 to 6.
//!
//! | version | change |
//! |---|---|
//! | 3 | TOPIC_DELETION_DISABLED instead of INVALID_REQUEST |
//! | 4 | compact encoding; 5: error messages; 6: topics by id |

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{DeleteTopicsRequest, DeleteTopicsResponse};

pub(crate) struct DeleteTopics;

impl Api for DeleteTopics {
    type Request = DeleteTopicsRequest;
    type Reply = DeleteTopicsResponse;
    const KEY: ApiKey = ApiKey::DeleteTopics;
    const VERSIONS: Versions = Versions::of(1, 6);
}

impl OnController for DeleteTopics {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: DeleteTopicsRequest,
    ) -> Result<DeleteTopicsResponse, Close> {
        let version = call.version();
        let delete = move |controller: &mut kalda_metadata::Controller, _| {
            controller.delete_topics(&request, version)
        };
        call.role.decide(delete).await
    }
}
