//! Pages of topics and partitions.

use kalda_protocol::messages::describe_topic_partitions_request::{Cursor, TopicRequest};
use kalda_protocol::messages::{
    DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse, TopicName,
};

use crate::fixture::{TestNode, text};

fn asking(
    names: &[&str],
    limit: i32,
    cursor: Option<(&str, i32)>,
) -> DescribeTopicPartitionsRequest {
    let topics = names
        .iter()
        .map(|name| TopicRequest::default().with_name(TopicName(text(name))));
    let cursor = cursor.map(|(name, partition)| {
        Cursor::default()
            .with_topic_name(TopicName(text(name)))
            .with_partition_index(partition)
    });
    DescribeTopicPartitionsRequest::default()
        .with_topics(topics.collect())
        .with_response_partition_limit(limit)
        .with_cursor(cursor)
}

/// Each topic with its error and its partitions, and where the next page begins.
fn told(answer: DescribeTopicPartitionsResponse) -> (Vec<String>, Option<(String, i32)>) {
    let topics = answer.topics.into_iter().map(|topic| {
        let indexes = topic
            .partitions
            .iter()
            .map(|it| it.partition_index.to_string());
        let indexes: Vec<String> = indexes.collect();
        let name = topic.name.unwrap_or_default();
        format!(
            "{}:{}:{}",
            name.as_str(),
            topic.error_code,
            indexes.join(",")
        )
    });
    let cursor = answer.next_cursor;
    let next = cursor.map(|cursor| (cursor.topic_name.to_string(), cursor.partition_index));
    (topics.collect(), next)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_ends_at_its_limit_and_the_next_begins_there() {
    let node = TestNode::start().await;
    for (name, partitions) in [("a", 3), ("b", 1)] {
        node.create_topic(name, partitions, &[]).await;
    }
    let ask = async |request| told(node.ask(&request, 0).await);
    let next = |name: &str, partition| Some((name.to_owned(), partition));
    assert_eq!(
        ask(asking(&[], 2, None)).await,
        (vec!["a:0:0,1".to_owned()], next("a", 2))
    );
    assert_eq!(
        ask(asking(&[], 2, Some(("a", 2)))).await,
        (vec!["a:0:2".to_owned(), "b:0:0".to_owned()], None)
    );
    // A limit that lets nothing through would never end.
    for limit in [0, -1] {
        assert_eq!(
            ask(asking(&["a"], limit, None)).await,
            (vec!["a:0:0".to_owned()], next("a", 1))
        );
    }
    assert_eq!(
        ask(asking(&["a", "nowhere"], 3, None)).await,
        (vec!["a:0:0,1,2".to_owned()], next("nowhere", 0))
    );
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_outside_of_the_request_refuses_every_topic_and_not_the_conversation() {
    let node = TestNode::start().await;
    node.create_topic("a", 1, &[]).await;
    let mut peer = node.connect("PLAINTEXT").await;
    for cursor in [("a", -1), ("b", 0), ("0", 0)] {
        let answer = peer.ask(&asking(&["a", "c"], 10, Some(cursor)), 0).await;
        let refused = vec!["a:42:".to_owned(), "c:42:".to_owned()];
        assert_eq!(told(answer), (refused, None), "{cursor:?}");
    }
    // Without a list of topics any cursor stands somewhere.
    let answer = peer.ask(&asking(&[], 10, Some(("0", 0))), 0).await;
    assert_eq!(told(answer), (vec!["a:0:0".to_owned()], None));
    node.stop().await;
}
