//! What DescribeConfigs tells, and of what.

use kalda_protocol::messages::describe_configs_request::DescribeConfigsResource;
use kalda_protocol::messages::describe_configs_response::DescribeConfigsResult;
use kalda_protocol::messages::incremental_alter_configs_request::{
    AlterConfigsResource, AlterableConfig,
};
use kalda_protocol::messages::{DescribeConfigsRequest, IncrementalAlterConfigsRequest};

use crate::fixture::{TestNode, text};

const TOPIC: i8 = 2;
const BROKER: i8 = 4;
const LOGGERS: i8 = 8;

fn asking(kind: i8, name: &str, keys: Option<&[&str]>) -> DescribeConfigsRequest {
    let resource = DescribeConfigsResource::default()
        .with_resource_type(kind)
        .with_resource_name(text(name))
        .with_configuration_keys(keys.map(|keys| keys.iter().map(|key| text(key)).collect()));
    DescribeConfigsRequest::default()
        .with_resources(vec![resource])
        .with_include_synonyms(true)
}

async fn describe(node: &TestNode, request: &DescribeConfigsRequest) -> DescribeConfigsResult {
    node.ask(request, 4).await.results.remove(0)
}

async fn set(node: &TestNode, kind: i8, name: &str, config: (&str, &str)) {
    let change = AlterableConfig::default()
        .with_name(text(config.0))
        .with_value(Some(text(config.1)));
    let resource = AlterConfigsResource::default()
        .with_resource_type(kind)
        .with_resource_name(text(name))
        .with_configs(vec![change]);
    let request = IncrementalAlterConfigsRequest::default().with_resources(vec![resource]);
    let answer = node.ask(&request, 1).await.responses.remove(0);
    assert_eq!(answer.error_code, 0, "{:?}", answer.error_message);
}

// Gotcha 32.
#[tokio::test(flavor = "multi_thread")]
async fn null_and_empty_key_lists_mean_all_keys() {
    let node = TestNode::start().await;
    node.create_topic("a", 1, &[]).await;
    for (kind, name) in [(TOPIC, "a"), (BROKER, "1")] {
        let all = describe(&node, &asking(kind, name, None)).await;
        assert!(all.configs.len() > 20, "{kind}");
        assert_eq!(describe(&node, &asking(kind, name, Some(&[]))).await, all);
    }
    let two = ["retention.ms", "no.such.key"];
    let some = describe(&node, &asking(TOPIC, "a", Some(&two))).await;
    assert_eq!(some.configs.len(), 1);
    node.stop().await;
}

// Gotcha 32.
#[tokio::test(flavor = "multi_thread")]
async fn a_broker_describes_itself_and_its_cluster_only() {
    let node = TestNode::start().await;
    let cases = [
        (
            BROKER,
            "2",
            42,
            "Unexpected broker id, expected 1 or empty string, but received 2",
        ),
        (
            BROKER,
            "x",
            42,
            "Broker id must be an integer, but it is: x",
        ),
        (
            LOGGERS,
            "2",
            42,
            "Unexpected broker id, expected 1 but received 2",
        ),
        (TOPIC, "nowhere", 3, ""),
    ];
    for (kind, name, code, message) in cases {
        let refused = describe(&node, &asking(kind, name, None)).await;
        assert_eq!(refused.error_code, code, "{name}");
        assert_eq!(refused.error_message.as_deref(), Some(message));
    }
    // What formatting sets for all brokers, and nothing of the file.
    let cluster = describe(&node, &asking(BROKER, "", None)).await.configs;
    let names: Vec<_> = cluster.iter().map(|config| config.name.as_str()).collect();
    assert_eq!(names, ["min.insync.replicas"]);
    node.stop().await;
}

// Gotcha 33.
#[tokio::test(flavor = "multi_thread")]
async fn synonyms_come_in_order_of_precedence_and_their_first_is_the_source() {
    let node = TestNode::with(&[("log.retention.ms", "4000")]).await;
    node.create_topic("a", 1, &[("retention.ms", "1000")]).await;
    set(&node, BROKER, "", ("log.retention.ms", "3000")).await;
    set(&node, BROKER, "1", ("log.retention.ms", "2000")).await;
    let request = asking(TOPIC, "a", Some(&["retention.ms"]));
    let mut patience = 1000;
    let config = loop {
        let config = describe(&node, &request).await.configs.remove(0);
        // The topic, the broker, all brokers, the file, and the default of hours.
        if config.synonyms.len() == 5 {
            break config;
        }
        patience -= 1;
        assert!(patience > 0, "{config:?}");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    let sources = config.synonyms.iter();
    let sources: Vec<_> = sources
        .map(|it| (it.source, it.value.clone().unwrap_or_default().to_string()))
        .collect();
    let expected = [
        (1, "1000"),
        (2, "2000"),
        (3, "3000"),
        (4, "4000"),
        (5, "168"),
    ];
    assert_eq!(
        sources,
        expected.map(|(source, value)| (source, value.to_owned()))
    );
    assert_eq!(config.config_source, 1);
    assert_eq!(config.value.as_deref(), Some("1000"));
    node.stop().await;
}
