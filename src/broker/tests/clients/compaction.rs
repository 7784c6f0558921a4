//! Topics that keep the newest value of each key. What stays is tested beside the log; here, that it happens by itself.

use std::fs;
use std::path::Path;

use kalda_records::BatchSettings;
use tokio::time::{Duration, sleep};

use super::fixture::{Client, TestNode, batch_with, records};

/// A cleaner that looks often.
const KEEN: [(&str, &str); 2] = [
    ("log.cleaner.backoff.ms", "20"),
    ("log.cleaner.dedupe.buffer.size", "1048576"),
];
/// Each record is so much younger than the one before that it gets a segment of its own.
const COMPACTED: [(&str, &str); 3] = [
    ("cleanup.policy", "compact"),
    ("segment.ms", "1000"),
    ("min.cleanable.dirty.ratio", "0.01"),
];

/// Append records with the key `k`, the first at this offset.
async fn append_from(client: &mut Client, topic: &str, offset: i64, values: &[&str]) {
    for (value, offset) in values.iter().zip(offset..) {
        let batch = batch_with(BatchSettings::default(), offset * 5000, &[value]);
        assert_eq!(client.append(topic, 0, batch).await, offset);
    }
}

/// All records: a Fetch ends with its segment.
async fn all(client: &mut Client, topic: &str) -> Vec<(i64, String)> {
    let mut found: Vec<(i64, String)> = Vec::new();
    loop {
        let next = found.last().map_or(0, |(offset, _)| offset + 1);
        let more = records(client.fetch(topic, 0, next).await.records.as_ref());
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// All records, once the first is at this offset.
async fn compacted_to(client: &mut Client, topic: &str, first: i64) -> Vec<(i64, String)> {
    for _ in 0..500 {
        let found = all(client, topic).await;
        if found.first().is_some_and(|(offset, _)| *offset == first) {
            return found;
        }
        sleep(Duration::from_millis(20)).await;
    }
    panic!("{topic} is not compacted up to {first}");
}

fn checkpoint(directory: &Path) -> String {
    fs::read_to_string(directory.join("cleaner-offset-checkpoint")).unwrap()
}

#[tokio::test]
async fn a_compacted_topic_keeps_the_newest_value_at_its_offset_and_goes_on_after_a_restart() {
    let node = TestNode::start_with(&KEEN).await;
    node.topic("t", 1, &COMPACTED).await;
    let mut client = node.connect().await;
    append_from(&mut client, "t", 0, &["a", "b", "c", "d"]).await;
    let left = compacted_to(&mut client, "t", 2).await;
    assert_eq!(left, [(2, "c".to_owned()), (3, "d".to_owned())]);
    let node = node.restart().await;
    assert_eq!(checkpoint(node.path()), "0\n1\nt 0 3\n");
    let mut client = node.connect().await;
    append_from(&mut client, "t", 4, &["e"]).await;
    let left = compacted_to(&mut client, "t", 3).await;
    assert_eq!(left, [(3, "d".to_owned()), (4, "e".to_owned())]);
}

#[tokio::test]
async fn a_damaged_log_is_left_as_it_is_and_the_others_are_compacted() {
    let node = TestNode::start_with(&KEEN).await;
    for topic in ["bad", "good"] {
        node.topic(topic, 1, &COMPACTED).await;
        let mut client = node.connect().await;
        append_from(&mut client, topic, 0, &["a", "b", "c"]).await;
        compacted_to(&mut client, topic, 1).await;
    }
    let damage = |directory: &Path| {
        let file = directory.join("bad-0/00000000000000000000.log");
        let mut content = fs::read(&file).unwrap();
        *content.last_mut().unwrap() ^= 1;
        fs::write(&file, content).unwrap();
    };
    let node = node.restart_after(damage).await;
    let mut client = node.connect().await;
    append_from(&mut client, "bad", 3, &["d", "e"]).await;
    append_from(&mut client, "good", 3, &["d", "e"]).await;
    compacted_to(&mut client, "good", 3).await;
    sleep(Duration::from_millis(200)).await;
    assert!(checkpoint(node.path()).contains("\nbad 0 2\n"));
    assert!(node.path().join("bad-0/00000000000000000003.log").exists());
    append_from(&mut client, "bad", 5, &["f"]).await;
}

#[tokio::test]
async fn a_topic_made_again_does_not_begin_where_its_namesake_was_compacted_to() {
    let node = TestNode::start_with(&KEEN).await;
    node.topic("t", 1, &COMPACTED).await;
    let mut client = node.connect().await;
    append_from(&mut client, "t", 0, &["a", "b", "c", "d"]).await;
    compacted_to(&mut client, "t", 2).await;
    client.delete("t").await;
    node.topic("t", 1, &[]).await;
    append_from(&mut client, "t", 0, &["a", "b", "c", "d"]).await;
    assert_eq!(checkpoint(node.path()), "0\n0\n");
    let node = node.restart().await;
    let found = all(&mut node.connect().await, "t").await;
    assert_eq!(found.len(), 4, "it is not compacted");
}
