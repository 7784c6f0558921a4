//! ApiVersions (key 18), versions 0 to 4: what this listener speaks, and the cluster's features.
//!
//! | version | change |
//! |---|---|
//! | 3 | compact encoding; client software name and version; features |
//! | 4 | features with a minimum level of 0 are no longer hidden |
//!
//! The response header is version 0 in every version, and a request of an unknown version is answered in version 0:
//! a client that does not know us yet must be able to read the answer.

use super::{Api, OnBroker, OnController, Row, Versions, rows};
use crate::call::Call;
use crate::metadata_view::finalized_features;
use crate::reply::{Close, IntoOutcome, Outcome};
use crate::roles::{BrokerRole, ControllerRole};
use kalda_metadata::features;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::frame::{RequestHeader, RequestStart};
use kalda_protocol::messages::api_versions_response::{
    ApiVersion, FinalizedFeatureKey, SupportedFeatureKey,
};
use kalda_protocol::messages::{ApiVersionsRequest, ApiVersionsResponse, StrBytes};

/// The first version whose clients can decode a feature with a minimum level of 0.
const ZERO_LEVELS_FROM: i16 = 4;
/// The first version that names the client's software.
const SOFTWARE_FROM: i16 = 3;

pub(crate) struct ApiVersions;

impl Api for ApiVersions {
    type Request = ApiVersionsRequest;
    type Reply = ApiVersionsResponse;
    const KEY: ApiKey = ApiKey::ApiVersions;
    const VERSIONS: Versions = Versions::of(0, 4);
}

impl OnBroker for ApiVersions {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: ApiVersionsRequest,
    ) -> Result<ApiVersionsResponse, Close> {
        let view = call.role.metadata();
        let controller = call.role.controller.served();
        let served = rows().iter().filter(|row| row.broker.is_some());
        let common = |api, ours| controller.common(api, ours);
        let apis = served.filter_map(|row| on_broker(row, common));
        Ok(answer(
            call.version(),
            &request,
            apis.collect(),
            (view.finalized_features(), view.offset),
        ))
    }
}

impl OnController for ApiVersions {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: ApiVersionsRequest,
    ) -> Result<ApiVersionsResponse, Close> {
        let view = call.role.view();
        let apis = rows()
            .iter()
            .filter(|row| row.controller.is_some())
            .map(range);
        Ok(answer(
            call.version(),
            &request,
            apis.collect(),
            (
                finalized_features(&view.image, view.kraft_version),
                view.high_watermark - 1,
            ),
        ))
    }
}

/// Answer a version we do not know: in version 0, with nothing but our versions of this very API.
pub(crate) fn unknown_version(start: &RequestStart) -> Outcome {
    let Versions { min, max } = ApiVersions::VERSIONS;
    let header = RequestHeader {
        api: ApiKey::ApiVersions,
        api_version: 0,
        correlation_id: start.correlation_id,
        client_id: None,
    };
    let own = api_version(ApiKey::ApiVersions, min, max);
    let response = ApiVersionsResponse::default()
        .with_error_code(ErrorCode::UnsupportedVersion.code())
        .with_api_keys(vec![own]);
    response.into_outcome(&header)
}

/// What a broker says of an API. Of what it passes on to the controller it claims only what both of them speak, which
/// `common` tells.
fn on_broker(
    row: &Row,
    common: impl Fn(ApiKey, (i16, i16)) -> Option<(i16, i16)>,
) -> Option<ApiVersion> {
    let Versions { min, max } = row.versions;
    if row.key == ApiKey::Produce {
        // librdkafka switches features off unless Produce begins at 0 (KAFKA-18659), so Kafka claims versions it refuses.
        return Some(api_version(row.key, 0, max));
    }
    if !row.key.is_forwardable() {
        return Some(range(row));
    }
    let (min, max) = common(row.key, (min, max))?;
    Some(api_version(row.key, min, max))
}

fn range(row: &Row) -> ApiVersion {
    api_version(row.key, row.versions.min, row.versions.max)
}

fn api_version(key: ApiKey, min: i16, max: i16) -> ApiVersion {
    ApiVersion::default()
        .with_api_key(key.id())
        .with_min_version(min)
        .with_max_version(max)
}

fn answer(
    version: i16,
    request: &ApiVersionsRequest,
    apis: Vec<ApiVersion>,
    (features, offset): (Vec<(String, i16)>, i64),
) -> ApiVersionsResponse {
    let named = [
        &request.client_software_name,
        &request.client_software_version,
    ];
    if version >= SOFTWARE_FROM && !named.into_iter().all(|name| is_software_name(name)) {
        return ApiVersionsResponse::default().with_error_code(ErrorCode::InvalidRequest.code());
    }
    let supported = features::SUPPORTED
        .iter()
        .filter(|(_, range)| version >= ZERO_LEVELS_FROM || range.min > 0)
        .map(|(name, range)| {
            SupportedFeatureKey::default()
                .with_name(StrBytes::from_static_str(name))
                .with_min_version(range.min)
                .with_max_version(range.max)
        });
    let finalized = features.into_iter().map(|(name, level)| {
        FinalizedFeatureKey::default()
            .with_name(StrBytes::from_string(name))
            .with_min_version_level(level)
            .with_max_version_level(level)
    });
    ApiVersionsResponse::default()
        .with_api_keys(apis)
        .with_supported_features(supported.collect())
        .with_finalized_features_epoch(offset)
        .with_finalized_features(finalized.collect())
}

/// Letters and digits, with `-` and `.` inside.
fn is_software_name(name: &str) -> bool {
    let edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    edge(name.bytes().next()) && edge(name.bytes().next_back()) && name.bytes().all(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Gotcha 12.
    #[test]
    fn of_what_is_passed_on_only_the_controllers_versions_are_claimed() {
        let row = |key| rows().iter().find(|row| row.key == key).unwrap();
        let range = |key, common: Option<(i16, i16)>| {
            let claimed = on_broker(row(key), |_, _| common)?;
            Some((claimed.min_version, claimed.max_version))
        };
        assert_eq!(range(ApiKey::CreateTopics, Some((2, 5))), Some((2, 5)));
        assert_eq!(range(ApiKey::CreateTopics, None), None);
        assert_eq!(range(ApiKey::Metadata, None), Some((0, 13)));
        assert_eq!(range(ApiKey::Produce, None).unwrap().0, 0);
    }

    #[test]
    fn software_names_follow_kafkas_pattern() {
        for good in ["a", "librdkafka", "apache-kafka-java", "2.0.1-rc1"] {
            assert!(is_software_name(good), "{good}");
        }
        for bad in ["", "-a", "a.", "a b", "a_b", "ä"] {
            assert!(!is_software_name(bad), "{bad}");
        }
    }
}
