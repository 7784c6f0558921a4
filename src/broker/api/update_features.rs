//! UpdateFeatures (key 57), versions 0 to 2: raise or lower the cluster's feature levels.
//!
//! | version | change |
//! |---|---|
//! | 1 | upgrade type in place of `allow_downgrade`; validate only |
//! | 2 | all or nothing: no errors per feature |

use super::{Api, OnController, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{UpdateFeaturesRequest, UpdateFeaturesResponse};

/// Upgrade type: the level may only rise.
const UPGRADE: i8 = 1;
/// Upgrade type: the level may fall where nothing is lost.
const SAFE_DOWNGRADE: i8 = 2;

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
        mut request: UpdateFeaturesRequest,
    ) -> Result<UpdateFeaturesResponse, Close> {
        let version = call.version();
        if version == 0 {
            name_upgrade_types(&mut request);
        }
        let update = move |controller: &mut kalda_metadata::Controller, _| {
            controller.update_features(&request, version)
        };
        call.role.decide(update).await
    }
}

/// What version 0 says with `allow_downgrade`: never that a downgrade may lose metadata.
fn name_upgrade_types(request: &mut UpdateFeaturesRequest) {
    for update in &mut request.feature_updates {
        update.upgrade_type = match update.allow_downgrade {
            true => SAFE_DOWNGRADE,
            false => UPGRADE,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{TestNode, text};
    use kalda_protocol::messages::update_features_request::FeatureUpdateKey;

    #[tokio::test(flavor = "multi_thread")]
    async fn version_0_says_with_a_flag_whether_a_level_may_fall() {
        let node = TestNode::start().await;
        let lower = |allowed| {
            let update = FeatureUpdateKey::default()
                .with_feature(text("transaction.version"))
                .with_max_version_level(1)
                .with_allow_downgrade(allowed);
            UpdateFeaturesRequest::default()
                .with_timeout_ms(10_000)
                .with_feature_updates(vec![update])
        };
        assert_eq!(node.ask(&lower(false), 0).await.error_code, 95);
        assert_eq!(node.ask(&lower(true), 0).await.error_code, 0);
        node.stop().await;
    }
}
