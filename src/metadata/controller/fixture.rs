//! A cluster of brokers around one controller, for tests: every step checks all invariants.

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::messages::broker_registration_request::{Feature, Listener};
use kalda_protocol::messages::create_topics_request::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig,
};
use kalda_protocol::messages::{
    BrokerHeartbeatRequest, BrokerHeartbeatResponse, BrokerRegistrationRequest,
    CreateTopicsRequest, CreateTopicsResponse, StrBytes, TopicName,
};
use uuid::Uuid;

use super::{
    Chance, Controller, CreateTopicsContext, Decision, HeartbeatContext, RegistrationContext,
    Settings, default_bootstrap_levels, feature_records,
};
use crate::features::{self, MetadataVersion};
use crate::image::{Image, Partition};
use kalda_protocol::metadata_records::MetadataRecord;

pub(crate) const CLUSTER_ID: &str = "q1Sh-9_ISia_zwGINzRvyQ";
pub(crate) const SESSION_TIMEOUT_MS: i64 = 9_000;

pub(crate) fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

pub(crate) fn topic_name(name: &str) -> TopicName {
    TopicName(text(name))
}

/// The id of the only log directory of a broker.
pub(crate) fn log_dir(broker: i32) -> Uuid {
    Uuid::from_u128(0xd1_0000 + u128::from(broker.unsigned_abs()))
}

pub(crate) fn settings() -> Settings {
    let broker_values = kalda_config::texts([
        ("node.id", "100"),
        ("process.roles", "broker,controller"),
        ("controller.listener.names", "CONTROLLER"),
    ]);
    Settings {
        node_id: 100,
        cluster_id: CLUSTER_ID.to_owned(),
        controller_ids: BTreeSet::from([100]),
        default_partitions: 1,
        default_replication_factor: 1,
        delete_topic_enable: true,
        broker_session_timeout_ms: SESSION_TIMEOUT_MS,
        file_configs: BTreeMap::new(),
        broker_values: kalda_config::Values::read(&kalda_config::BROKER_KEYS, &broker_values)
            .unwrap(),
        kraft_version: 0,
    }
}

/// A controller with its log, and a clock that the test moves.
pub(crate) struct Cluster {
    pub(crate) controller: Controller,
    pub(crate) log: Vec<MetadataRecord>,
    pub(crate) now_ms: i64,
    ids: u128,
}

impl Cluster {
    /// A cluster that was just formatted, without brokers.
    pub(crate) fn formatted() -> Self {
        Self::at(MetadataVersion::LATEST, settings())
    }

    pub(crate) fn at(version: MetadataVersion, settings: Settings) -> Self {
        let mut cluster = Self {
            controller: Controller::new(settings, Image::default(), 0),
            log: Vec::new(),
            now_ms: 1_000_000,
            ids: 0x7000,
        };
        cluster.controller.activate(cluster.now_ms);
        let bootstrap = feature_records(&default_bootstrap_levels(version));
        let decision = cluster.controller.activation_records(&bootstrap).unwrap();
        cluster.apply(decision);
        cluster
    }

    /// A formatted cluster with these brokers, unfenced.
    pub(crate) fn with_brokers(ids: &[i32]) -> Self {
        let mut cluster = Self::formatted();
        for id in ids {
            cluster.start(*id);
        }
        cluster
    }

    pub(crate) fn next_offset(&self) -> i64 {
        i64::try_from(self.log.len()).unwrap()
    }

    /// Appends and replays the records of a decision, and returns its reply.
    pub(crate) fn apply<R>(&mut self, decision: Decision<R>) -> R {
        for record in decision.records {
            self.controller.replay(&record, self.next_offset()).unwrap();
            self.log.push(record);
        }
        self.controller.check().unwrap();
        decision.reply
    }

    /// Registers a broker and unfences it.
    pub(crate) fn start(&mut self, id: i32) {
        self.register(&registration(id));
        let reply = self.beat(&self.heartbeat(id));
        assert!(!reply.is_fenced, "{reply:?}");
    }

    pub(crate) fn register(&mut self, request: &BrokerRegistrationRequest) -> i64 {
        let decision = self.controller.register_broker(request, self.registering());
        assert_eq!(decision.reply.error_code, 0, "{request:?}");
        self.apply(decision).broker_epoch
    }

    pub(crate) fn registering(&self) -> RegistrationContext {
        RegistrationContext {
            now_ms: self.now_ms,
            next_write_offset: self.next_offset(),
            request_version: 4,
        }
    }

    /// A heartbeat of a broker that has read everything.
    pub(crate) fn heartbeat(&self, id: i32) -> BrokerHeartbeatRequest {
        BrokerHeartbeatRequest::default()
            .with_broker_id(id.into())
            .with_broker_epoch(self.epoch(id))
            .with_current_metadata_offset(self.next_offset())
    }

    pub(crate) fn beat(&mut self, request: &BrokerHeartbeatRequest) -> BrokerHeartbeatResponse {
        let decision = self.decide_beat(request);
        self.apply(decision)
    }

    pub(crate) fn decide_beat(
        &mut self,
        request: &BrokerHeartbeatRequest,
    ) -> Decision<BrokerHeartbeatResponse> {
        let context = HeartbeatContext {
            now_ms: self.now_ms,
            next_write_offset: self.next_offset(),
        };
        self.controller.heartbeat(request, context)
    }

    pub(crate) fn epoch(&self, id: i32) -> i64 {
        self.controller
            .image()
            .broker(id)
            .map_or(-1, |broker| broker.epoch())
    }

    pub(crate) fn decide_topics(
        &mut self,
        topics: Vec<CreatableTopic>,
    ) -> Decision<CreateTopicsResponse> {
        self.decide_request(&CreateTopicsRequest::default().with_topics(topics))
    }

    pub(crate) fn decide_request(
        &mut self,
        request: &CreateTopicsRequest,
    ) -> Decision<CreateTopicsResponse> {
        let mut ids = self.ids;
        let mut new_id = || {
            ids += 1;
            Uuid::from_u128(ids)
        };
        let chance = Chance {
            new_id: &mut new_id,
            draw: &mut |_| 0,
        };
        let mut context = CreateTopicsContext {
            chance,
            may_describe_configs: &|name| !name.starts_with("secret"),
        };
        let decision = self.controller.create_topics(request, &mut context);
        self.ids = ids;
        decision
    }

    /// Creates topics, all of which must succeed.
    pub(crate) fn create(&mut self, topics: Vec<CreatableTopic>) -> CreateTopicsResponse {
        let decision = self.decide_topics(topics);
        for topic in &decision.reply.topics {
            assert_eq!(topic.error_code, 0, "{:?}", topic.error_message);
        }
        self.apply(decision)
    }

    pub(crate) fn partition(&self, topic: &str, number: i32) -> &Partition {
        self.controller
            .image()
            .topic(topic)
            .unwrap()
            .partition(number)
            .unwrap()
    }

    pub(crate) fn topic_id(&self, topic: &str) -> Uuid {
        self.controller.image().topic(topic).unwrap().id()
    }
}

/// The registration of a broker's first incarnation.
pub(crate) fn registration(id: i32) -> BrokerRegistrationRequest {
    let listener = Listener::default()
        .with_name(text("PLAINTEXT"))
        .with_host(text("localhost"))
        .with_port(9092);
    let ranges = features::SUPPORTED.iter().map(|(name, range)| {
        Feature::default()
            .with_name(text(name))
            .with_min_supported_version(range.min)
            .with_max_supported_version(range.max)
    });
    BrokerRegistrationRequest::default()
        .with_broker_id(id.into())
        .with_cluster_id(text(CLUSTER_ID))
        .with_incarnation_id(Uuid::from_u128(0x1000 + u128::from(id.unsigned_abs())))
        .with_listeners(vec![listener])
        .with_features(ranges.collect())
        .with_log_dirs(vec![log_dir(id)])
        .with_previous_broker_epoch(-1)
}

/// A topic that is asked for with counts.
pub(crate) fn counted(name: &str, partitions: i32, replication_factor: i16) -> CreatableTopic {
    CreatableTopic::default()
        .with_name(topic_name(name))
        .with_num_partitions(partitions)
        .with_replication_factor(replication_factor)
}

/// A topic that is asked for with the replicas of each partition.
pub(crate) fn assigned(name: &str, partitions: &[(i32, &[i32])]) -> CreatableTopic {
    let assignments = partitions.iter().map(|(number, replicas)| {
        CreatableReplicaAssignment::default()
            .with_partition_index(*number)
            .with_broker_ids(replicas.iter().map(|id| (*id).into()).collect())
    });
    counted(name, -1, -1).with_assignments(assignments.collect())
}

pub(crate) fn config(name: &str, value: Option<&str>) -> CreatableTopicConfig {
    CreatableTopicConfig::default()
        .with_name(text(name))
        .with_value(value.map(text))
}
