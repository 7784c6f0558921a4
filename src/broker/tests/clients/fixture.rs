//! A formatted directory, a node on free ports, and a client that says what it is told.

use std::fs;
use std::path::Path;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kalda_broker::node::Node;
use kalda_broker::storage::{FormatRequest, format_here, new_cluster_id};
use kalda_config::{NodeConfig, Properties};
use kalda_protocol::api::ApiKey;
use kalda_protocol::frame::{self, RequestHeader};
use kalda_protocol::messages::create_topics_request::{CreatableTopic, CreatableTopicConfig};
use kalda_protocol::messages::{
    CreateTopicsRequest, MetadataRequest, Request, StrBytes, TopicName, metadata_request,
};
use kalda_protocol::{ErrorCode, codec};
use kalda_records::{
    Attributes, BatchBuilder, BatchSettings, Batches, Compression, NewRecord, RecordReader,
    payload_of,
};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// Longer than anything here takes, so that a lost wake-up fails instead of hanging.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A node, and the directory it was formatted in.
pub(crate) struct TestNode {
    node: Node,
    directory: TempDir,
    overrides: Vec<(String, String)>,
    address: std::net::SocketAddr,
}

impl TestNode {
    /// A node on a new directory.
    pub(crate) async fn start() -> TestNode {
        TestNode::start_with(&[]).await
    }

    /// The same with settings of the test.
    pub(crate) async fn start_with(overrides: &[(&str, &str)]) -> TestNode {
        let directory = TempDir::new().unwrap();
        let owned = overrides.iter();
        let overrides: Vec<(String, String)> = owned
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect();
        let config = config(directory.path(), &overrides);
        let request = FormatRequest {
            cluster_id: new_cluster_id(),
            ..FormatRequest::default()
        };
        format_here(&config, &request, &mut |_| {}).unwrap();
        TestNode::run(directory, overrides).await
    }

    async fn run(directory: TempDir, overrides: Vec<(String, String)>) -> TestNode {
        let config = config(directory.path(), &overrides);
        let node = timeout(PATIENCE, Node::start(config)).await.unwrap();
        let node = node.unwrap();
        let broker = node
            .listening()
            .iter()
            .find(|it| it.name == "PLAINTEXT")
            .unwrap();
        let address = broker.address;
        let started = TestNode {
            node,
            directory,
            overrides,
            address,
        };
        started.connect().await.wait_for_leaders().await;
        started
    }

    /// Stop it properly and start it again.
    pub(crate) async fn restart(self) -> TestNode {
        self.node.shutdown().await;
        TestNode::run(self.directory, self.overrides).await
    }

    /// Stop it properly, change its directory, and start it again.
    pub(crate) async fn restart_after(self, change: impl FnOnce(&Path)) -> TestNode {
        self.node.shutdown().await;
        change(self.directory.path());
        TestNode::run(self.directory, self.overrides).await
    }

    /// Go on with what the files hold at this moment, as after the process was killed.
    pub(crate) async fn crash(self) -> TestNode {
        let copy = TempDir::new().unwrap();
        copy_all(self.directory.path(), copy.path());
        self.node.shutdown().await;
        TestNode::run(copy, self.overrides).await
    }

    /// The log directory.
    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) async fn connect(&self) -> Client {
        Client {
            socket: TcpStream::connect(self.address).await.unwrap(),
            correlation_id: 0,
        }
    }

    /// Make a topic, wait until this broker leads it, and answer its id.
    pub(crate) async fn topic(
        &self,
        name: &str,
        partitions: i32,
        configs: &[(&str, &str)],
    ) -> Uuid {
        let configs = configs.iter().map(|(key, value)| {
            CreatableTopicConfig::default()
                .with_name(StrBytes::from_string(key.to_string()))
                .with_value(Some(StrBytes::from_string(value.to_string())))
        });
        let topic = CreatableTopic::default()
            .with_name(topic_name(name))
            .with_num_partitions(partitions)
            .with_replication_factor(1)
            .with_configs(configs.collect());
        let request = CreateTopicsRequest::default()
            .with_topics(vec![topic])
            .with_timeout_ms(10_000);
        let mut client = self.connect().await;
        let made = client.ask(7, &request).await;
        let result = &made.topics[0];
        assert_eq!(result.error_code, 0, "{:?}", result.error_message);
        let id = result.topic_id;
        client
            .wait_for_topic(name, ErrorCode::None, id, partitions)
            .await;
        id
    }
}

fn config(directory: &Path, overrides: &[(String, String)]) -> NodeConfig {
    let controller = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = controller.local_addr().unwrap().port();
    drop(controller);
    let mut properties = vec![
        ("process.roles".to_owned(), "broker,controller".to_owned()),
        ("node.id".to_owned(), "1".to_owned()),
        (
            "controller.quorum.voters".to_owned(),
            format!("1@127.0.0.1:{port}"),
        ),
        (
            "controller.listener.names".to_owned(),
            "CONTROLLER".to_owned(),
        ),
        (
            "listeners".to_owned(),
            format!("PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:{port}"),
        ),
        ("log.dirs".to_owned(), directory.display().to_string()),
    ];
    properties.extend_from_slice(overrides);
    let properties = Properties::from_iter(properties);
    NodeConfig::load(&properties).unwrap().0
}

fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// One connection.
pub(crate) struct Client {
    socket: TcpStream,
    correlation_id: i32,
}

impl Client {
    /// Ask, and wait for the answer.
    pub(crate) async fn ask<R: Request>(&mut self, version: i16, request: &R) -> R::Response {
        self.send(version, request).await;
        self.answer::<R>(version).await.expect("an answer")
    }

    /// Ask, and do not wait.
    pub(crate) async fn send<R: Request>(&mut self, version: i16, request: &R) {
        self.send_as("test", version, request).await;
    }

    /// Ask under the name of a client.
    pub(crate) async fn send_as<R: Request>(&mut self, id: &str, version: i16, request: &R) {
        self.correlation_id += 1;
        let header = RequestHeader {
            api: ApiKey::from_id(R::KEY).unwrap(),
            api_version: version,
            correlation_id: self.correlation_id,
            client_id: Some(StrBytes::from_string(id.to_owned())),
        };
        let frame = frame::request_frame(&header, request).unwrap();
        self.socket.write_all(&frame).await.unwrap();
    }

    /// The next answer; `None` when the broker closed the connection.
    pub(crate) async fn answer<R: Request>(&mut self, version: i16) -> Option<R::Response> {
        let mut length = [0; 4];
        let read = timeout(PATIENCE, self.socket.read_exact(&mut length)).await;
        read.expect("an answer or the end of the connection").ok()?;
        let mut frame = BytesMut::zeroed(usize::try_from(i32::from_be_bytes(length)).unwrap());
        self.socket.read_exact(&mut frame).await.unwrap();
        let mut frame = frame.freeze();
        let api = ApiKey::from_id(R::KEY).unwrap();
        let correlation_id = frame::read_response_header(&mut frame, api, version).unwrap();
        assert_eq!(correlation_id, self.correlation_id);
        Some(codec::decode(&mut frame, version).unwrap())
    }

    /// Ask for metadata until all partitions have leaders: a broker is ready a moment before it leads.
    async fn wait_for_leaders(&mut self) {
        let all = MetadataRequest::default().with_topics(None);
        for _ in 0..500 {
            let answer = self.ask(12, &all).await;
            let mut partitions = answer.topics.iter().flat_map(|it| &it.partitions);
            if partitions.all(|it| it.leader_id.0 >= 0) {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("there are partitions without leaders");
    }

    /// Ask for metadata until `topic` is in the state wanted.
    pub(crate) async fn wait_for_topic(
        &mut self,
        name: &str,
        error: ErrorCode,
        id: Uuid,
        partitions: i32,
    ) {
        let topic =
            metadata_request::MetadataRequestTopic::default().with_name(Some(topic_name(name)));
        let request = MetadataRequest::default()
            .with_topics(Some(vec![topic]))
            .with_allow_auto_topic_creation(false);
        for _ in 0..500 {
            let answer = self.ask(12, &request).await;
            let topic = &answer.topics[0];
            let ready = topic.partitions.iter().filter(|it| it.error_code == 0);
            let ready = i32::try_from(ready.count()).unwrap();
            if topic.error_code == error.code() && topic.topic_id == id && ready == partitions {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("topic {name} does not come to {error:?} with {partitions} partitions");
    }
}

pub(crate) fn topic_name(name: &str) -> TopicName {
    TopicName(StrBytes::from_string(name.to_owned()))
}

/// A batch of one record for each value, its key `k`, its timestamp its index.
pub(crate) fn batch(values: &[&str]) -> Bytes {
    batch_with(BatchSettings::default(), 0, values)
}

/// A compressed one.
pub(crate) fn compressed(compression: Compression, values: &[&str]) -> Bytes {
    let attributes = Attributes {
        compression,
        ..Attributes::default()
    };
    let settings = BatchSettings {
        attributes,
        ..BatchSettings::default()
    };
    batch_with(settings, 0, values)
}

/// One of an idempotent producer.
pub(crate) fn sequenced(producer: (i64, i16), base_sequence: i32, values: &[&str]) -> Bytes {
    let settings = BatchSettings {
        producer_id: producer.0,
        producer_epoch: producer.1,
        base_sequence,
        ..BatchSettings::default()
    };
    batch_with(settings, 0, values)
}

/// One whose timestamps count from `timestamp`.
pub(crate) fn batch_with(settings: BatchSettings, timestamp: i64, values: &[&str]) -> Bytes {
    let mut builder = BatchBuilder::new(settings);
    for (value, timestamp) in values.iter().zip(timestamp..) {
        builder.append(&NewRecord {
            timestamp,
            key: Some(b"k"),
            value: Some(value.as_bytes()),
            headers: &[],
        });
    }
    builder.build().unwrap().to_bytes()
}

/// Offsets and values of all records in the answer to a Fetch; a cut-off batch at the end is dropped, as clients do.
pub(crate) fn records(bytes: Option<&Bytes>) -> Vec<(i64, String)> {
    let mut found = Vec::new();
    for batch in Batches::new(bytes.map(|it| &it[..]).unwrap_or_default()) {
        let (header, content) = batch.unwrap();
        let payload = payload_of(content);
        let mut reader = RecordReader::new(&header, payload, Default::default()).unwrap();
        while let Some(record) = reader.next_record().unwrap() {
            let value = String::from_utf8_lossy(record.value.unwrap_or_default()).into_owned();
            found.push((record.offset, value));
        }
    }
    found
}
