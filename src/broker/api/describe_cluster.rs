//! DescribeCluster (key 60), versions 0 to 2: the nodes of the cluster.
//!
//! | version | change |
//! |---|---|
//! | 1 | endpoint type: 1 brokers, 2 controllers |
//! | 2 | fenced brokers on demand |

use super::{Api, OnBroker, OnController, Versions};
use crate::call::Call;
use crate::metadata_view::MetadataView;
use crate::operations;
use crate::reply::Close;
use crate::roles::{BrokerRole, ControllerRole};
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::describe_cluster_response::DescribeClusterBroker;
use kalda_protocol::messages::{
    BrokerId, DescribeClusterRequest, DescribeClusterResponse, StrBytes,
};

/// Endpoint type of broker listeners.
const BROKERS: i8 = 1;
/// Endpoint type of controller listeners.
const CONTROLLERS: i8 = 2;

pub(crate) struct DescribeCluster;

impl Api for DescribeCluster {
    type Request = DescribeClusterRequest;
    type Reply = DescribeClusterResponse;
    const KEY: ApiKey = ApiKey::DescribeCluster;
    const VERSIONS: Versions = Versions::of(0, 2);
}

impl OnBroker for DescribeCluster {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: DescribeClusterRequest,
    ) -> Result<DescribeClusterResponse, Close> {
        if let Some(refused) = wrong_endpoint(&request, BROKERS, call.version()) {
            return Ok(refused);
        }
        let view = call.role.metadata();
        let nodes = brokers(&view, &call.client.listener, request.include_fenced_brokers);
        let response = DescribeClusterResponse::default()
            .with_cluster_id(text(&call.role.identity.cluster_id))
            .with_controller_id(BrokerId(view.some_alive_broker()))
            .with_endpoint_type(BROKERS)
            .with_brokers(nodes);
        Ok(with_operations(response, &request))
    }
}

impl OnController for DescribeCluster {
    async fn handle(
        call: Call<'_, ControllerRole>,
        request: DescribeClusterRequest,
    ) -> Result<DescribeClusterResponse, Close> {
        if let Some(refused) = wrong_endpoint(&request, CONTROLLERS, call.version()) {
            return Ok(refused);
        }
        let response = DescribeClusterResponse::default()
            .with_cluster_id(text(&call.role.identity.cluster_id))
            .with_controller_id(BrokerId(call.role.view().leader_id.unwrap_or(-1)))
            .with_endpoint_type(CONTROLLERS)
            .with_brokers(controllers(&call));
        Ok(with_operations(response, &request))
    }
}

/// Each kind of listener tells only of its own kind. Version 0 knows neither of the two errors.
fn wrong_endpoint(
    request: &DescribeClusterRequest,
    here: i8,
    version: i16,
) -> Option<DescribeClusterResponse> {
    let (error, message) = match (request.endpoint_type, here) {
        (BROKERS, BROKERS) | (CONTROLLERS, CONTROLLERS) => return None,
        (BROKERS, _) => (
            ErrorCode::MismatchedEndpointType,
            "The request was sent to an endpoint of type CONTROLLER, but we wanted an endpoint of type BROKER".to_owned(),
        ),
        (CONTROLLERS, _) => (
            ErrorCode::MismatchedEndpointType,
            "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER".to_owned(),
        ),
        (other, _) => (
            ErrorCode::UnsupportedEndpointType,
            format!("Unsupported endpoint type {other}"),
        ),
    };
    let error = match version {
        0 => ErrorCode::InvalidRequest,
        _ => error,
    };
    let response = DescribeClusterResponse::default()
        .with_error_code(error.code())
        .with_error_message(Some(StrBytes::from_string(message)));
    Some(response)
}

fn with_operations(
    response: DescribeClusterResponse,
    request: &DescribeClusterRequest,
) -> DescribeClusterResponse {
    match request.include_cluster_authorized_operations {
        true => response.with_cluster_authorized_operations(operations::CLUSTER),
        false => response,
    }
}

fn brokers(view: &MetadataView, listener: &str, fenced_too: bool) -> Vec<DescribeClusterBroker> {
    let wanted = view
        .image
        .brokers()
        .filter(|broker| fenced_too || !broker.is_fenced());
    let reachable = wanted.filter_map(|broker| Some((broker, broker.listener(listener)?)));
    let told = reachable.map(|(broker, endpoint)| {
        DescribeClusterBroker::default()
            .with_broker_id(BrokerId(broker.id()))
            .with_host(text(&endpoint.host))
            .with_port(i32::from(endpoint.port))
            .with_rack(broker.rack().map(text))
            .with_is_fenced(broker.is_fenced())
    });
    told.collect()
}

/// The controllers, as far as they have registered.
fn controllers(call: &Call<'_, ControllerRole>) -> Vec<DescribeClusterBroker> {
    let view = call.role.view();
    let listener: &str = &call.client.listener;
    let reachable = view.image.controllers().filter_map(|controller| {
        let mut endpoints = controller.end_points.iter();
        Some((
            controller.controller_id,
            endpoints.find(|endpoint| endpoint.name == listener)?,
        ))
    });
    let told = reachable.map(|(id, endpoint)| {
        DescribeClusterBroker::default()
            .with_broker_id(BrokerId(id))
            .with_host(text(&endpoint.host))
            .with_port(i32::from(endpoint.port))
    });
    told.collect()
}

fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::TestNode;

    // Gotcha 22.
    #[tokio::test(flavor = "multi_thread")]
    async fn each_kind_of_listener_tells_of_its_own_kind() {
        let node = TestNode::start().await;
        for version in 0..=2 {
            let brokers = DescribeClusterRequest::default();
            let answer = node.ask(&brokers, version).await;
            assert_eq!((answer.error_code, answer.controller_id.0), (0, 1));
            let port = i32::from(node.address("PLAINTEXT").port());
            assert_eq!(answer.brokers[0].port, port);
            // Version 0 cannot name the error.
            let expected = if version == 0 { 42 } else { 114 };
            let mismatched = node.ask_controller(&brokers, version).await;
            assert_eq!(mismatched.error_code, expected, "{version}");
        }
        for version in 1..=2 {
            let controllers = DescribeClusterRequest::default().with_endpoint_type(CONTROLLERS);
            let answer = node.ask_controller(&controllers, version).await;
            let port = i32::from(node.address("CONTROLLER").port());
            assert_eq!(answer.brokers[0].port, port);
            assert_eq!(node.ask(&controllers, version).await.error_code, 114);
            let unknown = DescribeClusterRequest::default().with_endpoint_type(7);
            let refused = node.ask(&unknown, version).await;
            assert_eq!(refused.error_code, 115);
            let message = refused.error_message;
            assert_eq!(message.as_deref(), Some("Unsupported endpoint type 7"));
        }
        node.stop().await;
    }
}
