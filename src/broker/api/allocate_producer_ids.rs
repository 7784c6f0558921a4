//! AllocateProducerIds (key 67), version 0: a broker gets a block of producer ids.

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{AllocateProducerIdsRequest, AllocateProducerIdsResponse};

pub(crate) struct AllocateProducerIds;

impl Api for AllocateProducerIds {
    type Request = AllocateProducerIdsRequest;
    type Reply = AllocateProducerIdsResponse;
    const KEY: ApiKey = ApiKey::AllocateProducerIds;
    const VERSIONS: Versions = Versions::of(0, 0);
}

impl OnController for AllocateProducerIds {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: AllocateProducerIdsRequest,
    ) -> Result<AllocateProducerIdsResponse, Close> {
        let allocate = move |controller: &mut kalda_metadata::Controller, _| {
            controller.allocate_producer_ids(&request)
        };
        call.role.decide(allocate).await
    }
}
