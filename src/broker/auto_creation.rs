//! Creation of topics that a client merely asked about (`auto.create.topics.enable`).
//!
//! As in Kafka the asking client gets a retriable error at once, and finds the topic when it asks again.

use crate::channel::ControllerChannel;
use crate::metadata_view::{OFFSETS_TOPIC, is_internal_topic};
use crate::settings::TopicSettings;
use kalda_protocol::ErrorCode;
use kalda_protocol::messages::create_topics_request::{CreatableTopic, CreatableTopicConfig};
use kalda_protocol::messages::create_topics_response::CreatableTopicResult;
use kalda_protocol::messages::{CreateTopicsRequest, StrBytes, TopicName};
use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::{debug, warn};

/// Topics being created at the same time; further ones are left for the client's next question.
const MAX_IN_FLIGHT: usize = 1000;
/// How long the controller may take.
const TIMEOUT_MS: i32 = 30_000;
/// Pause between two warnings about internal topics.
const WARNING_INTERVAL: Duration = Duration::from_secs(30);

/// Creates topics in the background.
#[derive(Debug)]
pub(crate) struct AutoCreation {
    settings: TopicSettings,
    channel: Arc<ControllerChannel>,
    in_flight: Arc<Mutex<HashSet<String>>>,
    reports: Arc<Mutex<Reports>>,
}

impl AutoCreation {
    /// Creates through `channel`.
    pub(crate) fn new(settings: TopicSettings, channel: Arc<ControllerChannel>) -> AutoCreation {
        AutoCreation {
            settings,
            channel,
            in_flight: Arc::default(),
            reports: Arc::default(),
        }
    }

    /// Begin to create those of `names` that may be created and are not being created already.
    pub(crate) fn create<'a>(&self, names: impl Iterator<Item = &'a str>) {
        if self.settings.auto_create {
            let legal = |name: &&str| kalda_metadata::topic_name::why_illegal(name).is_none();
            self.begin(names.filter(legal));
        }
    }

    /// Begin to create a coordinator's topic, whether or not clients may have topics created.
    pub(crate) fn create_internal(&self, name: &str) {
        self.begin(std::iter::once(name));
    }

    fn begin<'a>(&self, names: impl Iterator<Item = &'a str>) {
        let mut in_flight = self.in_flight.lock();
        let mut fresh = Vec::new();
        for name in names {
            if in_flight.len() < MAX_IN_FLIGHT && in_flight.insert(name.to_owned()) {
                fresh.push(name.to_owned());
            }
        }
        drop(in_flight);
        if fresh.is_empty() {
            return;
        }
        let request = self.request(&fresh);
        let channel = Arc::clone(&self.channel);
        let in_flight = Arc::clone(&self.in_flight);
        let reports = Arc::clone(&self.reports);
        tokio::spawn(async move {
            match channel.call(&request).await {
                Ok(answer) => {
                    for topic in answer.topics.iter().filter(|topic| topic.error_code != 0) {
                        reports.lock().add(topic);
                    }
                }
                Err(error) => warn!(%error, "cannot create topics automatically"),
            }
            let mut in_flight = in_flight.lock();
            for name in &fresh {
                in_flight.remove(name);
            }
        });
    }

    fn request(&self, names: &[String]) -> CreateTopicsRequest {
        CreateTopicsRequest::default()
            .with_timeout_ms(TIMEOUT_MS)
            .with_topics(names.iter().map(|name| self.topic(name)).collect())
    }

    fn topic(&self, name: &str) -> CreatableTopic {
        let topic =
            CreatableTopic::default().with_name(TopicName(StrBytes::from_string(name.to_owned())));
        if name == OFFSETS_TOPIC {
            let offsets = &self.settings.offsets;
            let config = |(key, value): (&'static str, String)| {
                CreatableTopicConfig::default()
                    .with_name(StrBytes::from_static_str(key))
                    .with_value(Some(StrBytes::from_string(value)))
            };
            let configs = [
                ("cleanup.policy", "compact".to_owned()),
                ("compression.type", "producer".to_owned()),
                ("segment.bytes", offsets.segment_bytes.to_string()),
            ];
            return topic
                .with_num_partitions(offsets.partitions)
                .with_replication_factor(offsets.replication_factor)
                .with_configs(configs.map(config).to_vec());
        }
        // -1 leaves it to the controller, whose default is the same key.
        let replication_factor =
            i16::try_from(self.settings.default_replication_factor).unwrap_or(-1);
        topic
            .with_num_partitions(self.settings.default_partitions)
            .with_replication_factor(replication_factor)
    }
}

/// Says why topics were not created.
#[derive(Debug, Default)]
struct Reports {
    last_warning: Option<Instant>,
}

impl Reports {
    /// `topic` was not created. Clients that wait for an internal one are told no reason, so the log has it; they ask again
    /// many times a second, so it has it seldom.
    fn add(&mut self, topic: &CreatableTopicResult) {
        let (name, code) = (topic.name.as_str(), topic.error_code);
        let error = topic.error_message.as_deref().unwrap_or_default();
        let exists = code == ErrorCode::TopicAlreadyExists.code();
        let is_due = self
            .last_warning
            .is_none_or(|last| last.elapsed() >= WARNING_INTERVAL);
        if is_internal_topic(name) && !exists && is_due {
            self.last_warning = Some(Instant::now());
            warn!(
                topic = name,
                code, error, "an internal topic was not created"
            );
        } else {
            debug!(
                topic = name,
                code, error, "a topic was not created automatically"
            );
        }
    }
}
