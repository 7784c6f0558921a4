//! Fetch sessions (54 to 56).

use kalda_protocol::ErrorCode;
use kalda_protocol::messages::fetch_request::ForgottenTopic;
use kalda_protocol::messages::{FetchRequest, FetchResponse};

use super::fixture::{TestNode, batch, topic_name};
use super::requests::{by_id, error, fetch_request};

fn in_session(mut request: FetchRequest, id: i32, epoch: i32) -> FetchRequest {
    request.session_id = id;
    request.session_epoch = epoch;
    request
}

fn nothing_new() -> FetchRequest {
    let mut request = fetch_request("t", &[]);
    request.topics.clear();
    request
}

fn told(answer: &FetchResponse) -> Vec<i32> {
    let topics = answer.responses.iter();
    topics
        .flat_map(|it| it.partitions.iter().map(|it| it.partition_index))
        .collect()
}

/// 54
#[tokio::test]
async fn a_session_counts_its_epochs_and_refuses_what_does_not_fit() {
    let node = TestNode::start().await;
    let topic_id = node.topic("t", 2, &[]).await;
    let mut client = node.connect().await;
    let all = fetch_request("t", &[(0, 0), (1, 0)]);
    let opened = client.ask(12, &in_session(all.clone(), 0, 0)).await;
    let id = opened.session_id;
    assert!(id > 0);
    assert_eq!(told(&opened), [0, 1]);
    for epoch in 1..4 {
        let answer = client.ask(12, &in_session(nothing_new(), id, epoch)).await;
        assert_eq!((answer.error_code, answer.session_id), (0, id));
        assert!(told(&answer).is_empty());
    }
    let repeated = client.ask(12, &in_session(nothing_new(), id, 2)).await;
    assert_eq!(
        error(repeated.error_code),
        ErrorCode::InvalidFetchSessionEpoch
    );
    let unknown = client.ask(12, &in_session(nothing_new(), id ^ 1, 1)).await;
    assert_eq!(error(unknown.error_code), ErrorCode::FetchSessionIdNotFound);
    let by_id = by_id(all.clone(), topic_id);
    let switched = client.ask(13, &in_session(by_id, id, 4)).await;
    assert_eq!(
        error(switched.error_code),
        ErrorCode::FetchSessionTopicIdError
    );
    let closed = client.ask(12, &in_session(all, id, -1)).await;
    assert_eq!((closed.error_code, closed.session_id), (0, 0));
    let gone = client.ask(12, &in_session(nothing_new(), id, 4)).await;
    assert_eq!(error(gone.error_code), ErrorCode::FetchSessionIdNotFound);
}

/// 55
#[tokio::test]
async fn an_incremental_answer_lists_what_changed_and_data_goes_to_the_back() {
    let node = TestNode::start().await;
    node.topic("t", 3, &[]).await;
    let mut client = node.connect().await;
    let all = fetch_request("t", &[(0, 0), (1, 0), (2, 0)]);
    let opened = client.ask(12, &in_session(all, 0, 0)).await;
    let id = opened.session_id;
    client.append("t", 1, batch(&["a"])).await;
    let changed = client.ask(12, &in_session(nothing_new(), id, 1)).await;
    assert_eq!(told(&changed), [1]);
    client.append("t", 0, batch(&["a"])).await;
    client.append("t", 2, batch(&["a"])).await;
    let changed = client.ask(12, &in_session(nothing_new(), id, 2)).await;
    assert_eq!(told(&changed), [0, 2, 1]);
    // An error is told again and again, and once more when it has passed.
    let beyond = fetch_request("t", &[(0, 9), (1, 1), (2, 1)]);
    let failed = client.ask(12, &in_session(beyond, id, 3)).await;
    assert_eq!(told(&failed), [0]);
    let failed = client.ask(12, &in_session(nothing_new(), id, 4)).await;
    assert_eq!(told(&failed), [0]);
    let healed = fetch_request("t", &[(0, 1)]);
    let healed = client.ask(12, &in_session(healed, id, 5)).await;
    assert_eq!(told(&healed), [0]);
    assert_eq!(healed.responses[0].partitions[0].error_code, 0);
    let mut fewer = in_session(nothing_new(), id, 6);
    fewer.forgotten_topics_data = vec![
        ForgottenTopic::default()
            .with_topic(topic_name("t"))
            .with_partitions(vec![0, 1]),
    ];
    client.append("t", 0, batch(&["b"])).await;
    client.append("t", 2, batch(&["b"])).await;
    let answer = client.ask(12, &fewer).await;
    assert_eq!(told(&answer), [2]);
}

/// 54
#[tokio::test]
async fn a_session_may_begin_empty_and_a_broker_without_room_answers_session_0() {
    let slots = [("max.incremental.fetch.session.cache.slots", "1")];
    let node = TestNode::start_with(&slots).await;
    node.topic("t", 1, &[]).await;
    let mut client = node.connect().await;
    let opened = client.ask(12, &in_session(nothing_new(), 0, 0)).await;
    assert!(opened.session_id > 0);
    let all = fetch_request("t", &[(0, 0)]);
    let id = opened.session_id;
    let filled = client.ask(12, &in_session(all.clone(), id, 1)).await;
    assert_eq!((filled.session_id, told(&filled)), (id, vec![0]));
    let second = client.ask(12, &in_session(all, 0, 0)).await;
    assert_eq!((second.error_code, second.session_id), (0, 0));
    assert_eq!(told(&second), [0]);
}
