//! Restarts, crashes and damaged directories.

use std::fs;

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::incremental_alter_configs_request::{
    AlterConfigsResource, AlterableConfig,
};
use kalda_protocol::messages::{IncrementalAlterConfigsRequest, StrBytes};
use tempfile::TempDir;
use tokio::time::{Duration, sleep};

use super::fixture::{Client, TestNode, batch, records};
use super::requests::error;

async fn set_topic_config(client: &mut Client, topic: &str, key: &str, value: &str) {
    let config = AlterableConfig::default()
        .with_name(StrBytes::from_string(key.to_owned()))
        .with_value(Some(StrBytes::from_string(value.to_owned())));
    let resource = AlterConfigsResource::default()
        .with_resource_type(2)
        .with_resource_name(StrBytes::from_string(topic.to_owned()))
        .with_configs(vec![config]);
    let request = IncrementalAlterConfigsRequest::default().with_resources(vec![resource]);
    let answer = client.ask(1, &request).await;
    assert_eq!(answer.responses[0].error_code, 0);
}

#[tokio::test]
async fn records_survive_a_stop_and_a_crash() {
    let node = TestNode::start().await;
    node.topic("t", 10, &[]).await;
    let mut client = node.connect().await;
    for partition in 0..10 {
        client.append("t", partition, batch(&["a", "b"])).await;
    }
    let node = node.restart().await;
    let mut client = node.connect().await;
    for partition in 0..10 {
        assert_eq!(client.append("t", partition, batch(&["c"])).await, 2);
    }
    let node = node.crash().await;
    let mut client = node.connect().await;
    for partition in 0..10 {
        let fetched = client.fetch("t", partition, 0).await;
        assert_eq!(fetched.high_watermark, 3);
        assert_eq!(records(fetched.records.as_ref()).len(), 3);
    }
}

#[tokio::test]
async fn flush_messages_1_is_acknowledged_in_order_from_many_connections() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[("flush.messages", "1")]).await;
    let mut all = Vec::new();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let mut client = node.connect().await;
        running.spawn(async move {
            let mut offsets = Vec::new();
            for _ in 0..20 {
                offsets.push(client.append("t", 0, batch(&["a"])).await);
            }
            offsets
        });
    }
    while let Some(offsets) = running.join_next().await {
        let offsets = offsets.unwrap();
        assert!(offsets.is_sorted());
        all.extend(offsets);
    }
    all.sort_unstable();
    assert!(all.into_iter().eq(0..80));
    assert_eq!(
        node.connect().await.fetch("t", 0, 0).await.high_watermark,
        80
    );
}

#[tokio::test]
async fn a_changed_topic_config_is_in_force_for_the_next_batch() {
    let node = TestNode::start().await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let long = "x".repeat(500);
    client.append("t", 0, batch(&[&long])).await;
    set_topic_config(&mut client, "t", "max.message.bytes", "100").await;
    let mut refusal = None;
    for _ in 0..200 {
        let answer = client.produce("t", 0, batch(&[&long])).await;
        if answer.error_code != 0 {
            refusal = Some(error(answer.error_code));
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(refusal, Some(ErrorCode::MessageTooLarge));
    client.append("t", 0, batch(&["short"])).await;
}

#[tokio::test]
async fn a_partition_whose_log_cannot_be_opened_says_so_and_loses_nothing() {
    let node = TestNode::start().await;
    node.topic("t", 2, &[]).await;
    let mut client = node.connect().await;
    for partition in 0..2 {
        client.append("t", partition, batch(&["a"])).await;
    }
    // A file where the directory should be.
    let elsewhere = TempDir::new().unwrap();
    let aside = elsewhere.path().join("t-0");
    let node = node
        .restart_after(|path| {
            fs::rename(path.join("t-0"), &aside).unwrap();
            fs::write(path.join("t-0"), "in the way").unwrap();
        })
        .await;
    let mut client = node.connect().await;
    let answer = client.produce("t", 0, batch(&["b"])).await;
    assert_eq!(error(answer.error_code), ErrorCode::KafkaStorageError);
    let fetched = client.fetch("t", 0, 0).await;
    assert_eq!(error(fetched.error_code), ErrorCode::KafkaStorageError);
    assert_eq!(client.append("t", 1, batch(&["b"])).await, 1);
    // It is tried again while the broker runs.
    fs::remove_file(node.path().join("t-0")).unwrap();
    fs::rename(&aside, node.path().join("t-0")).unwrap();
    for _ in 0..200 {
        let answer = client.produce("t", 0, batch(&["b"])).await;
        if answer.error_code == 0 {
            assert_eq!(answer.base_offset, 1);
            return;
        }
        assert_eq!(error(answer.error_code), ErrorCode::KafkaStorageError);
        sleep(Duration::from_millis(100)).await;
    }
    panic!("the partition stays closed");
}

#[tokio::test]
async fn a_node_that_was_killed_does_not_wait_for_its_own_session_to_end() {
    let ten_minutes = [("broker.session.timeout.ms", "600000")];
    let node = TestNode::start_with(&ten_minutes).await;
    node.crash().await.crash().await;
}

#[tokio::test]
async fn a_broker_finds_the_controller_of_its_own_process_wherever_the_quorum_is_said_to_be() {
    let nowhere = [
        ("controller.quorum.voters", "1@127.0.0.1:1"),
        (
            "listeners",
            "PLAINTEXT://127.0.0.1:0,CONTROLLER://0.0.0.0:0",
        ),
    ];
    let node = TestNode::start_with(&nowhere).await;
    node.topic("t", 1, &[]).await;
}
