//! Fetch (key 1), versions 4 to 18: record batches, from where the reader stands.
//!
//! | version | change |
//! |---|---|
//! | 5 | log start offsets; 7: sessions; 9: current leader epoch |
//! | 11 | rack, preferred read replica; 12: compact encoding, last fetched epoch, diverging epoch |
//! | 13 | topics by id; 15: replica state as a tag; 16: endpoints of current leaders |
//! | 17 | directory id of a follower; 18: its high watermark |

use super::{Api, OnBroker, Versions};
use crate::call::Call;
use crate::chance;
use crate::fetch::reply::{FetchReply, NodeEndpoint, PartitionReply};
use crate::fetch::session::{Asked, Asking, News, Opened, PartitionKey, SessionError, TopicKey};
use crate::metadata_view::MetadataView;
use crate::replicas::{FetchLimits, Partition, Reader};
use crate::reply::Close;
use crate::roles::BrokerRole;
use kalda_protocol::ErrorCode;
use kalda_protocol::api::ApiKey;
use kalda_protocol::messages::FetchRequest;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

/// The first version that names topics by id.
const TOPIC_IDS_FROM: i16 = 13;
/// The first version whose answers name the current leader.
const LEADERS_FROM: i16 = 16;
/// `isolation_level` of a reader that wants committed records only.
const READ_COMMITTED: i8 = 1;
/// Uncommitted and committed. Whoever asks for another must not be given what it may not want to see.
const ISOLATION_LEVELS: [i8; 2] = [0, READ_COMMITTED];

pub(crate) mod metadata_log;

pub(crate) struct Fetch;

impl Api for Fetch {
    type Request = FetchRequest;
    type Reply = FetchReply;
    const KEY: ApiKey = ApiKey::Fetch;
    const VERSIONS: Versions = Versions::of(4, 18);
}

impl OnBroker for Fetch {
    async fn handle(
        call: Call<'_, BrokerRole>,
        request: FetchRequest,
    ) -> Result<FetchReply, Close> {
        let role = call.role;
        let replica_id = replica_id(&request);
        if !ISOLATION_LEVELS.contains(&request.isolation_level) {
            return Ok(refused(&request, call.version()));
        }
        let asking = asking(&request, call.version(), replica_id);
        let opened = role.fetch_sessions.lock().open(asking, role.now_ms());
        let (opened, partitions) = match opened {
            Ok(opened) => opened,
            Err(error) => return Ok(session_error(error)),
        };
        let view = role.metadata();
        let found = partitions
            .into_iter()
            .map(|(key, asked)| Target::find(role, &view, key, asked));
        // Kafka answers what it does not know last.
        let (mut targets, unknown): (Vec<Target>, Vec<Target>) = found.partition(Target::is_known);
        let known = targets.len();
        targets.extend(unknown);
        let max_bytes = usize::try_from(request.max_bytes)
            .unwrap_or(0)
            .min(role.fetch_max_bytes);
        let limits = FetchLimits {
            max_bytes,
            min_bytes: usize::try_from(request.min_bytes)
                .unwrap_or(0)
                .min(max_bytes),
        };
        let reader = Reader {
            replica_id,
            read_committed: request.isolation_level == READ_COMMITTED,
        };
        let wait = Duration::from_millis(u64::try_from(request.max_wait_ms).unwrap_or(0));
        let wait = if known == 0 { Duration::ZERO } else { wait };
        let replies = read_or_wait(&targets, reader, limits, wait).await;
        let mut reply = finish(&call, opened, targets, replies);
        if reader.is_replica() {
            // A follower learns from the metadata where leaders listen.
            reply.endpoints.clear();
        }
        Ok(reply)
    }
}

/// One partition of a fetch.
struct Target {
    key: PartitionKey,
    asked: Asked,
    topic: (Arc<str>, Uuid),
    partition: Result<Arc<Partition>, ErrorCode>,
}

impl Target {
    fn find(role: &BrokerRole, view: &MetadataView, key: PartitionKey, asked: Asked) -> Target {
        let topic = match &key.topic {
            TopicKey::Name(name) => view.image.topic(name),
            TopicKey::Id(id) => view.image.topic_by_id(*id),
        };
        let (topic, partition) = match (topic, &key.topic) {
            (Some(topic), _) => {
                let found = role.replicas.find(topic, key.partition);
                ((topic.shared_name(), topic.id()), found)
            }
            (None, TopicKey::Name(name)) => {
                let missing = Err(ErrorCode::UnknownTopicOrPartition);
                ((Arc::clone(name), Uuid::nil()), missing)
            }
            (None, TopicKey::Id(id)) => ((Arc::from(""), *id), Err(ErrorCode::UnknownTopicId)),
        };
        Target {
            key,
            asked,
            topic,
            partition,
        }
    }

    /// Whether the metadata knows the partition.
    fn is_known(&self) -> bool {
        !matches!(
            self.partition,
            Err(ErrorCode::UnknownTopicOrPartition | ErrorCode::UnknownTopicId)
        )
    }

    fn read(&self, reader: Reader, max_bytes: usize, min_one_message: bool) -> PartitionReply {
        let index = self.key.partition;
        match &self.partition {
            Ok(partition) => {
                let mut reply = partition.fetch(&self.asked, reader, (max_bytes, min_one_message));
                if partition.is_gone() && matches!(self.key.topic, TopicKey::Id(_)) {
                    reply.name_error_by_id();
                }
                reply
            }
            Err(error) => {
                let mut reply = PartitionReply::failed(self.topic.clone(), index, *error);
                reply.aborted = (!self.is_known()).then(Vec::new);
                reply
            }
        }
    }
}

/// Read all targets; while that gives too little, wait for appends and read again, until `wait` is over.
async fn read_or_wait(
    targets: &[Target],
    reader: Reader,
    limits: FetchLimits,
    wait: Duration,
) -> Vec<PartitionReply> {
    let replies = read_all(targets, reader, limits);
    if wait.is_zero() || is_enough(targets, &replies, limits) {
        return replies;
    }
    let deadline = Instant::now() + wait;
    let changed = Arc::new(Notify::new());
    let partitions = targets
        .iter()
        .filter_map(|target| target.partition.as_ref().ok());
    let _waiting: Vec<_> = partitions
        .map(|partition| partition.waiters().register(&changed))
        .collect();
    loop {
        // Read after registering: an append in between would wake nobody.
        let replies = read_all(targets, reader, limits);
        if is_enough(targets, &replies, limits) {
            return replies;
        }
        drop(replies);
        if timeout_at(deadline, changed.notified()).await.is_err() {
            return read_all(targets, reader, limits);
        }
    }
}

fn read_all(targets: &[Target], reader: Reader, limits: FetchLimits) -> Vec<PartitionReply> {
    let mut left = limits.max_bytes;
    let mut min_one_message = true;
    let mut replies = Vec::with_capacity(targets.len());
    for target in targets {
        let asked = usize::try_from(target.asked.max_bytes).unwrap_or(0);
        let reply = target.read(reader, asked.min(left), min_one_message);
        let bytes = reply.record_bytes();
        min_one_message &= bytes == 0;
        left = left.saturating_sub(bytes);
        replies.push(reply);
    }
    replies
}

/// Whether an answer is due at once: enough bytes, an error, or a reader whose log diverges. Partitions that the metadata
/// does not know do not hurry, as in Kafka: a client whose session holds a deleted topic would never rest.
fn is_enough(targets: &[Target], replies: &[PartitionReply], limits: FetchLimits) -> bool {
    let urgent = |(target, reply): (&Target, &PartitionReply)| {
        let failed = reply.error != ErrorCode::None && target.is_known();
        failed || reply.diverging_epoch.is_some()
    };
    let bytes: usize = replies.iter().map(PartitionReply::record_bytes).sum();
    bytes >= limits.min_bytes || targets.iter().zip(replies).any(urgent)
}

fn finish(
    call: &Call<'_, BrokerRole>,
    opened: Opened,
    targets: Vec<Target>,
    replies: Vec<PartitionReply>,
) -> FetchReply {
    let role = call.role;
    let results: Vec<_> = targets
        .into_iter()
        .zip(&replies)
        .map(|(target, reply)| (target.key, target.asked, news(reply)))
        .collect();
    let mut sessions = role.fetch_sessions.lock();
    let (session_id, told) = sessions.close(opened, &results, role.now_ms(), &mut chance::positive);
    drop(sessions);
    let told = replies.into_iter().zip(told).filter(|(_, told)| *told);
    let mut partitions: Vec<PartitionReply> = told.map(|(reply, _)| reply).collect();
    let endpoints = name_leaders(call, &mut partitions);
    FetchReply {
        session_id,
        partitions,
        endpoints,
        ..FetchReply::default()
    }
}

fn news(reply: &PartitionReply) -> News {
    News {
        bytes: reply.record_bytes(),
        high_watermark: reply.high_watermark,
        log_start_offset: reply.log_start_offset,
        must_tell: reply.diverging_epoch.is_some() || reply.preferred_read_replica >= 0,
        error: reply.error != ErrorCode::None,
    }
}

/// Tell readers that came to the wrong broker who leads, so that they need not ask for metadata.
fn name_leaders(
    call: &Call<'_, BrokerRole>,
    partitions: &mut [PartitionReply],
) -> Vec<NodeEndpoint> {
    let lost = [ErrorCode::NotLeaderOrFollower, ErrorCode::FencedLeaderEpoch];
    let mut endpoints: Vec<NodeEndpoint> = Vec::new();
    if call.version() < LEADERS_FROM {
        return endpoints;
    }
    let view = call.role.metadata();
    for reply in partitions
        .iter_mut()
        .filter(|reply| lost.contains(&reply.error))
    {
        let topic = view.image.topic_by_id(reply.topic_id);
        let Some(partition) = topic.and_then(|topic| topic.partition(reply.partition)) else {
            continue;
        };
        reply.current_leader = Some((partition.leader, partition.leader_epoch));
        let Some(node) = view.node(partition.leader, &call.client.listener) else {
            continue;
        };
        if endpoints.iter().all(|endpoint| endpoint.node_id != node.id) {
            endpoints.push(NodeEndpoint {
                node_id: node.id,
                host: node.host.to_owned(),
                port: i32::from(node.port),
                rack: node.rack.map(str::to_owned),
            });
        }
    }
    endpoints
}

fn replica_id(request: &FetchRequest) -> i32 {
    match request.replica_id.0 {
        -1 => request.replica_state.replica_id.0,
        id => id,
    }
}

fn session_error(error: SessionError) -> FetchReply {
    let error = match error {
        SessionError::NotFound => ErrorCode::FetchSessionIdNotFound,
        SessionError::InvalidEpoch => ErrorCode::InvalidFetchSessionEpoch,
        SessionError::TopicIds => ErrorCode::FetchSessionTopicIdError,
    };
    FetchReply {
        error,
        ..FetchReply::default()
    }
}

/// A request that cannot be served at all; versions that name topics are told so for each partition too.
fn refused(request: &FetchRequest, version: i16) -> FetchReply {
    let error = ErrorCode::UnknownServerError;
    let named = request.topics.iter().filter(|_| version < TOPIC_IDS_FROM);
    let partitions = named.flat_map(|topic| {
        let name: Arc<str> = Arc::from(topic.topic.as_str());
        topic.partitions.iter().map(move |asked| {
            let topic = (Arc::clone(&name), Uuid::nil());
            let mut reply = PartitionReply::failed(topic, asked.partition, error);
            reply.aborted = Some(Vec::new());
            reply
        })
    });
    FetchReply {
        error,
        session_id: request.session_id,
        partitions: partitions.collect(),
        ..FetchReply::default()
    }
}

fn asking(request: &FetchRequest, version: i16, replica_id: i32) -> Asking {
    let uses_topic_ids = version >= TOPIC_IDS_FROM;
    let topic = |name: &str, id: Uuid| match uses_topic_ids {
        true => TopicKey::Id(id),
        false => TopicKey::Name(Arc::from(name)),
    };
    let mut partitions: Vec<(PartitionKey, Asked)> = Vec::new();
    let mut places: HashMap<PartitionKey, usize> = HashMap::new();
    for asked in &request.topics {
        let topic = topic(&asked.topic, asked.topic_id);
        for from in &asked.partitions {
            let key = PartitionKey {
                topic: topic.clone(),
                partition: from.partition,
            };
            let asked = Asked {
                fetch_offset: from.fetch_offset,
                log_start_offset: from.log_start_offset,
                max_bytes: from.partition_max_bytes,
                // All negative epochs ask for no check.
                current_leader_epoch: from.current_leader_epoch.max(-1),
                last_fetched_epoch: from.last_fetched_epoch,
            };
            // A partition named twice is served once: at its first place, as it is asked for last.
            let place = *places.entry(key.clone()).or_insert(partitions.len());
            match partitions.get_mut(place) {
                Some(known) => known.1 = asked,
                None => partitions.push((key, asked)),
            }
        }
    }
    let forgotten = request.forgotten_topics_data.iter().flat_map(|from| {
        let topic = topic(&from.topic, from.topic_id);
        let partitions = from.partitions.iter();
        partitions.map(move |partition| PartitionKey {
            topic: topic.clone(),
            partition: *partition,
        })
    });
    Asking {
        session_id: request.session_id,
        session_epoch: request.session_epoch,
        privileged: replica_id >= 0,
        uses_topic_ids,
        partitions,
        forgotten: forgotten.collect(),
    }
}
