//! ListConfigResources (key 74), versions 0 to 1: which resources can have configs.
//!
//! | version | change |
//! |---|---|
//! | 0 | client metrics subscriptions only |
//! | 1 | topics, brokers, broker loggers and groups too; an empty list of types asks for all |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_metadata::ResourceType;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::list_config_resources_response::ConfigResource;
use kalda_protocol::messages::{ListConfigResourcesRequest, ListConfigResourcesResponse, StrBytes};

/// In the order in which Kafka lists them.
const TYPES: [ResourceType; 5] = [
    ResourceType::GROUP,
    ResourceType::CLIENT_METRICS,
    ResourceType::BROKER_LOGGER,
    ResourceType::BROKER,
    ResourceType::TOPIC,
];

pub(crate) struct ListConfigResources;

impl Api for ListConfigResources {
    type Request = ListConfigResourcesRequest;
    type Reply = ListConfigResourcesResponse;
    const KEY: ApiKey = ApiKey::ListConfigResources;
    const VERSIONS: Versions = Versions::of(0, 1);
}

impl OnBroker for ListConfigResources {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: ListConfigResourcesRequest,
    ) -> Result<ListConfigResourcesResponse, Close> {
        let supported: &[ResourceType] = match call.version() {
            0 => &[ResourceType::CLIENT_METRICS],
            _ => &TYPES,
        };
        let asked: Vec<ResourceType> = match request.resource_types.is_empty() {
            true => supported.to_vec(),
            false => request
                .resource_types
                .iter()
                .copied()
                .map(ResourceType)
                .collect(),
        };
        let response = ListConfigResourcesResponse::default();
        if asked.iter().any(|kind| !supported.contains(kind)) {
            return Ok(response.with_error_code(ErrorCode::UnsupportedVersion.code()));
        }
        let wanted = TYPES.iter().filter(|kind| asked.contains(kind));
        let resources = wanted.flat_map(|kind| {
            let names = names(&call, *kind).into_iter();
            names.map(|name| {
                ConfigResource::default()
                    .with_resource_name(StrBytes::from_string(name))
                    .with_resource_type(kind.0)
            })
        });
        Ok(response.with_config_resources(resources.collect()))
    }
}

fn names(call: &Call<'_, BrokerRole>, kind: ResourceType) -> Vec<String> {
    let view = call.role.metadata();
    match kind {
        ResourceType::TOPIC => view
            .image
            .topics()
            .map(|topic| topic.name().to_owned())
            .collect(),
        ResourceType::BROKER | ResourceType::BROKER_LOGGER => {
            let listener: &str = &call.client.listener;
            let brokers = view.image.brokers();
            let reachable = brokers.filter(|broker| broker.listener(listener).is_some());
            reachable.map(|broker| broker.id().to_string()).collect()
        }
        kind => {
            let configured = view.image.all_configs();
            let named = configured.filter(|(resource, _)| resource.resource_type == kind);
            named.map(|(resource, _)| resource.name.clone()).collect()
        }
    }
}
