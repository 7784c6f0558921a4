//! A node for tests: formatted, started and asked over its sockets like any other.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kalda_config::{NodeConfig, Properties};
use kalda_protocol::WireMessage;
use kalda_protocol::api::ApiKey;
use kalda_protocol::codec;
use kalda_protocol::frame::{self, RequestHeader};
use kalda_protocol::messages::create_topics_request::{CreatableTopic, CreatableTopicConfig};
use kalda_protocol::messages::offset_fetch_request::OffsetFetchRequestGroup;
use kalda_protocol::messages::{
    CreateTopicsRequest, FindCoordinatorRequest, GroupId, MetadataRequest, OffsetFetchRequest,
    Request, StrBytes, TopicName,
};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::node::Node;
use crate::storage::{FirstVoters, FormatRequest, format_here, new_cluster_id};

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// The correlation id of every request.
const CORRELATION_ID: i32 = 77;

/// A running node in a directory of its own.
pub(crate) struct TestNode {
    node: Node,
    /// Its cluster id.
    pub(crate) cluster_id: String,
    _directory: TempDir,
}

impl TestNode {
    /// A node with the usual settings.
    pub(crate) async fn start() -> TestNode {
        TestNode::with(&[]).await
    }

    /// A node with these settings as well.
    pub(crate) async fn with(settings: &[(&str, &str)]) -> TestNode {
        let directory = tempfile::tempdir().unwrap();
        let controller = format!("127.0.0.1:{}", free_port());
        let listeners =
            format!("PLAINTEXT://127.0.0.1:0,OTHER://127.0.0.1:0,CONTROLLER://{controller}");
        let log_dirs = directory.path().join("data").display().to_string();
        let usual = [
            ("process.roles", "broker,controller"),
            ("node.id", "1"),
            ("broker.rack", "rack-a"),
            ("listeners", &listeners),
            (
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,OTHER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            ),
            ("controller.listener.names", "CONTROLLER"),
            ("controller.quorum.bootstrap.servers", &controller),
            ("log.dirs", &log_dirs),
        ];
        let all = usual.into_iter().chain(settings.iter().copied());
        let (config, _) = NodeConfig::load(&Properties::from_iter(all)).unwrap();
        let cluster_id = new_cluster_id();
        let request = FormatRequest {
            cluster_id: cluster_id.clone(),
            voters: FirstVoters::Standalone,
            ..FormatRequest::default()
        };
        format_here(&config, &request, &mut |_| {}).unwrap();
        let node = timeout(PATIENCE, Node::start(config));
        TestNode {
            node: node.await.unwrap().unwrap(),
            cluster_id,
            _directory: directory,
        }
    }

    /// A node that coordinates groups in three shards, all of which are loaded. Groups "a", "b" and "c" are in one each.
    pub(crate) async fn with_groups() -> TestNode {
        let node = TestNode::with(&[
            ("offsets.topic.replication.factor", "1"),
            ("offsets.topic.num.partitions", "3"),
            ("group.initial.rebalance.delay.ms", "0"),
        ]);
        let node = node.await;
        let groups = ["a", "b", "c"];
        let find =
            FindCoordinatorRequest::default().with_coordinator_keys(groups.map(text).to_vec());
        let fetch = groups.map(|group| {
            OffsetFetchRequestGroup::default()
                .with_group_id(GroupId(text(group)))
                .with_topics(None)
        });
        let fetch = OffsetFetchRequest::default().with_groups(fetch.to_vec());
        let loaded = async {
            let ready = async || {
                let found = node.ask(&find, 6).await.coordinators;
                let fetched = node.ask(&fetch, 10).await.groups;
                found.iter().all(|it| it.error_code == 0)
                    && fetched.iter().all(|it| it.error_code == 0)
            };
            while !ready().await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, loaded).await.unwrap();
        node
    }

    /// Where a listener accepts connections.
    pub(crate) fn address(&self, listener: &str) -> SocketAddr {
        let mut listening = self.node.listening().iter();
        listening.find(|it| it.name == listener).unwrap().address
    }

    /// A connection to a listener.
    pub(crate) async fn connect(&self, listener: &str) -> Peer {
        let socket = TcpStream::connect(self.address(listener)).await.unwrap();
        Peer { socket }
    }

    /// Ask the broker on a connection of its own.
    pub(crate) async fn ask<R: Request>(&self, request: &R, version: i16) -> R::Response {
        self.connect("PLAINTEXT").await.ask(request, version).await
    }

    /// Ask the controller on a connection of its own.
    pub(crate) async fn ask_controller<R: Request>(
        &self,
        request: &R,
        version: i16,
    ) -> R::Response {
        self.connect("CONTROLLER").await.ask(request, version).await
    }

    /// Create a topic and wait until the broker knows it.
    pub(crate) async fn create_topic(
        &self,
        name: &str,
        partitions: i32,
        configs: &[(&str, &str)],
    ) -> uuid::Uuid {
        let configs = configs.iter().map(|(key, value)| {
            CreatableTopicConfig::default()
                .with_name(text(key))
                .with_value(Some(text(value)))
        });
        let topic = CreatableTopic::default()
            .with_name(TopicName(text(name)))
            .with_num_partitions(partitions)
            .with_replication_factor(-1)
            .with_configs(configs.collect());
        let request = CreateTopicsRequest::default()
            .with_timeout_ms(10_000)
            .with_topics(vec![topic]);
        let created = self.ask(&request, 7).await.topics.remove(0);
        assert_eq!(created.error_code, 0, "{:?}", created.error_message);
        let known = async {
            loop {
                let everything = MetadataRequest::default().with_topics(None);
                let mut topics = self.ask(&everything, 12).await.topics.into_iter();
                if topics.any(|topic| topic.name.is_some_and(|it| it.as_str() == name)) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, known).await.unwrap();
        created.topic_id
    }

    /// Stop it.
    pub(crate) async fn stop(self) {
        timeout(PATIENCE, self.node.shutdown()).await.unwrap();
    }
}

/// A connection of a test to a node.
pub(crate) struct Peer {
    socket: TcpStream,
}

impl Peer {
    /// Send bytes as they are.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.socket.write_all(bytes).await.unwrap();
    }

    /// The next frame without its length; `None` when the node has closed the connection.
    pub(crate) async fn read(&mut self) -> Option<Bytes> {
        // Not with the node's reader of frames: requests are longer than the shortest answers.
        let frame = async {
            let length = self.socket.read_u32().await?;
            let mut frame = vec![0; usize::try_from(length).unwrap()];
            self.socket.read_exact(&mut frame).await?;
            std::io::Result::Ok(Bytes::from(frame))
        };
        // A node that closes with bytes unread makes the system reset the connection.
        timeout(PATIENCE, frame).await.unwrap().ok()
    }

    /// Ask, and read the answer.
    pub(crate) async fn ask<R: Request>(&mut self, request: &R, version: i16) -> R::Response {
        let answer = self.try_ask(request, version).await;
        answer.expect("the node closed the connection")
    }

    /// Ask, and read the answer; `None` when the node closes the connection instead.
    pub(crate) async fn try_ask<R: Request>(
        &mut self,
        request: &R,
        version: i16,
    ) -> Option<R::Response> {
        self.write(&request_bytes(request, version)).await;
        let mut answer = self.read().await?;
        let api = ApiKey::from_id(R::KEY).unwrap();
        let header = frame::read_response_header(&mut answer, api, version);
        assert_eq!(header.unwrap(), CORRELATION_ID);
        let decoded = codec::decode::<R::Response>(&mut answer, version);
        assert!(answer.is_empty(), "bytes are left over");
        Some(decoded.unwrap())
    }
}

/// A whole request, its length first.
pub(crate) fn request_bytes<R: Request>(request: &R, version: i16) -> Bytes {
    let header = RequestHeader {
        api: ApiKey::from_id(R::KEY).unwrap(),
        api_version: version,
        correlation_id: CORRELATION_ID,
        client_id: Some(text("fixture")),
    };
    frame::request_frame(&header, request).unwrap()
}

/// A frame of `header` (key, version, correlation id and client id "t") and these bytes, its length first.
pub(crate) fn raw_frame(key: i16, version: i16, body: &[u8]) -> Vec<u8> {
    let mut bytes = BytesMut::new();
    bytes.extend_from_slice(&key.to_be_bytes());
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes.extend_from_slice(&CORRELATION_ID.to_be_bytes());
    bytes.extend_from_slice(&[0, 1, b't']);
    bytes.extend_from_slice(body);
    let length = i32::try_from(bytes.len()).unwrap();
    [&length.to_be_bytes()[..], &bytes].concat()
}

/// Whether this version has a place for all that the message says.
pub(crate) fn is_encodable<M: WireMessage>(message: &M, version: i16) -> bool {
    codec::encode(message, version, &mut BytesMut::new()).is_ok()
}

/// A string of a message.
pub(crate) fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

/// A port that was free a moment ago: the broker has to know its controller's before either is bound.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
