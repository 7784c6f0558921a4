//! UpdateFeatures (key 57), versions 0 to 2: raise or lower the cluster's feature levels.
//!
//! | version | change |
//! |---|---|
//! | 1 | upgrade type, validate only |
//! | 2 | all or nothing: no errors per feature |

use super::{Api, OnController, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{UpdateFeaturesRequest, UpdateFeaturesResponse};

pub(crate) struct UpdateFeatures;

impl Api for UpdateFeatures {
    type Request = UpdateFeaturesRequest;
    type Reply = UpdateFeaturesResponse;
    const KEY: ApiKey = ApiKey::UpdateFeatures;
    const VERSIONS: Versions = Versions::of(0, 2);
}

impl OnController for UpdateFeatures {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: UpdateFeaturesRequest,
    ) -> Result<UpdateFeaturesResponse, Close> {
        let version = call.version();
        let update = move |controller: &mut kalda_metadata::Controller, _| {
            controller.update_features(&request, version)
        };
        call.role.decide(update).await
    }
}
