//! CreateTopics (key 19), versions 2 to 7.
//!
//! | version | change |
//! |---|---|
//! | 4 | -1 partitions or replicas means the broker's default |
//! | 5 | compact encoding; the answer tells partitions, replicas and configs; 7: topic id |

use super::{Api, OnController, Versions};
use crate::dispatch::Call;
use crate::reply::Close;
use crate::roles::ControllerRole;
use kalda_metadata::controller::{Chance, CreateTopicsContext};
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::{CreateTopicsRequest, CreateTopicsResponse};

pub(crate) struct CreateTopics;

impl Api for CreateTopics {
    type Request = CreateTopicsRequest;
    type Reply = CreateTopicsResponse;
    const KEY: ApiKey = ApiKey::CreateTopics;
    const VERSIONS: Versions = Versions::of(2, 7);
}

impl OnController for CreateTopics {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: CreateTopicsRequest,
    ) -> Result<CreateTopicsResponse, Close> {
        let create = move |controller: &mut kalda_metadata::Controller, _| {
            let mut context = CreateTopicsContext {
                chance: Chance {
                    new_id: &mut crate::chance::new_id,
                    draw: &mut crate::chance::below,
                },
                // Without an authorizer everybody may.
                may_describe_configs: &|_| true,
            };
            controller.create_topics(&request, &mut context)
        };
        call.role.decide(create).await
    }
}
