//! CreatePartitions (key 37), versions 0 to 3: grow topics.

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{CreatePartitionsRequest, CreatePartitionsResponse};

pub(crate) struct CreatePartitions;

impl Api for CreatePartitions {
    type Request = CreatePartitionsRequest;
    type Reply = CreatePartitionsResponse;
    const KEY: ApiKey = ApiKey::CreatePartitions;
    const VERSIONS: Versions = Versions::of(0, 3);
}

impl OnController for CreatePartitions {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: CreatePartitionsRequest,
    ) -> Result<CreatePartitionsResponse, Close> {
        let create = move |controller: &mut kalda_metadata::Controller, _| {
            controller.create_partitions(&request, &mut crate::chance::below)
        };
        call.role.decide(create).await
    }
}
