//! Topics that go away while they are used.

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::{FetchRequest, ProduceRequest};
use tokio::time::{Duration, sleep};

use super::fixture::{TestNode, batch, records};
use super::requests::{by_id, error, fetch_request, produce_request};

#[tokio::test]
async fn a_waiting_fetch_learns_at_once_that_its_topic_is_gone() {
    let node = TestNode::start().await;
    let id = node.topic("t", 1, &[]).await;
    let mut named = node.connect().await;
    let mut identified = node.connect().await;
    let mut request = fetch_request("t", &[(0, 0)]);
    request.max_wait_ms = 60_000;
    named.send(12, &request).await;
    identified.send(13, &by_id(request, id)).await;
    sleep(Duration::from_millis(100)).await;
    node.connect().await.delete("t").await;
    let answer = named.answer::<FetchRequest>(12).await.unwrap();
    let code = answer.responses[0].partitions[0].error_code;
    assert_eq!(error(code), ErrorCode::UnknownTopicOrPartition);
    let answer = identified.answer::<FetchRequest>(13).await.unwrap();
    let code = answer.responses[0].partitions[0].error_code;
    assert_eq!(error(code), ErrorCode::UnknownTopicId);
}

#[tokio::test]
async fn a_topic_made_again_is_empty_and_has_another_id() {
    let node = TestNode::start().await;
    let first = node.topic("t", 2, &[]).await;
    let mut client = node.connect().await;
    client.append("t", 0, batch(&["old"])).await;
    client.delete("t").await;
    let second = node.topic("t", 2, &[]).await;
    assert_ne!(first, second);
    assert_eq!(client.append("t", 0, batch(&["new"])).await, 0);
    let fetched = client.fetch("t", 0, 0).await;
    assert_eq!(records(fetched.records.as_ref()), [(0, "new".to_owned())]);
    let old = by_id(fetch_request("", &[(0, 0)]), first);
    let answer = client.ask(13, &old).await;
    let code = answer.responses[0].partitions[0].error_code;
    assert_eq!(error(code), ErrorCode::UnknownTopicId);
    let node = node.crash().await;
    let mut client = node.connect().await;
    let fetched = client.fetch("t", 0, 0).await;
    assert_eq!(records(fetched.records.as_ref()), [(0, "new".to_owned())]);
}

/// Appends race with deletions and creations: what is acknowledged for the new topic is in it, and each answer is one that
/// clients know how to take.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn appends_while_topics_come_and_go_are_refused_or_kept() {
    let node = TestNode::start().await;
    let writing = async {
        let mut client = node.connect().await;
        let mut codes = Vec::new();
        for _ in 0..3000 {
            let request = produce_request("t", 0, batch(&["a"]), -1);
            let answer = client.ask::<ProduceRequest>(9, &request).await;
            codes.push(error(answer.responses[0].partition_responses[0].error_code));
        }
        codes
    };
    let changing = async {
        let mut client = node.connect().await;
        for _ in 0..5 {
            node.topic("t", 1, &[]).await;
            sleep(Duration::from_millis(30)).await;
            client.delete("t").await;
        }
    };
    let (codes, ()) = tokio::join!(writing, changing);
    let known = [ErrorCode::None, ErrorCode::UnknownTopicOrPartition];
    let odd = codes.iter().find(|code| !known.contains(code));
    assert_eq!(odd, None);
    assert!(codes.contains(&ErrorCode::None));
}
