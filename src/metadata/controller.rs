//! The active controller's decisions.

mod alter_configs;
mod bootstrap;
mod broker_changes;
mod check;
mod config_changes;
mod create_partitions;
mod create_topics;
mod delete_topics;
mod heartbeat;
mod producer_ids;
mod register_broker;
mod sessions;
mod topic_assignment;
mod update_features;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod properties;

use std::collections::{BTreeMap, BTreeSet};

use kalda_protocol::error_code::ErrorCode;
use uuid::Uuid;

pub use bootstrap::{ActivationError, default_bootstrap_levels, feature_records};
pub use create_topics::CreateTopicsContext;
pub use heartbeat::HeartbeatContext;
pub use producer_ids::PRODUCER_ID_BLOCK;
pub use register_broker::RegistrationContext;
use sessions::Sessions;

use crate::effective::BrokerLayers;
use crate::features::MetadataVersion;
use crate::image::{Image, ReplayError};
use crate::loader::Loader;
use crate::placement::Draw;
use crate::refusal::Refusal;
use crate::topic_name;
use kalda_protocol::metadata_records::MetadataRecord;

/// The most records that one request of a user may lead to.
pub const MAX_RECORDS_PER_REQUEST: usize = 10_000;

/// What a request leads to.
///
/// The caller appends the records, replays them at once (so that the next decision sees them), and gives the reply when
/// they are committed. If they are not, the reply is void and the controller starts over from the committed image.
#[must_use]
#[derive(Debug, Clone, PartialEq)]
pub struct Decision<R> {
    /// What to append; may be nothing.
    pub records: Vec<MetadataRecord>,
    /// What to answer.
    pub reply: R,
    /// Whether all records must go into one batch.
    pub atomic: bool,
}

impl<R> Decision<R> {
    const fn answer(reply: R) -> Self {
        Self {
            records: Vec::new(),
            reply,
            atomic: false,
        }
    }

    const fn atomic(records: Vec<MetadataRecord>, reply: R) -> Self {
        Self {
            records,
            reply,
            atomic: true,
        }
    }

    const fn in_batches(records: Vec<MetadataRecord>, reply: R) -> Self {
        Self {
            records,
            reply,
            atomic: false,
        }
    }
}

/// Chance, as the caller draws it.
pub struct Chance<'a> {
    /// A random id.
    pub new_id: &'a mut dyn FnMut() -> Uuid,
    /// A random number below its argument, which is at least 1.
    pub draw: Draw<'a>,
}

/// What the controller takes from its own configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `node.id`.
    pub node_id: i32,
    /// The cluster's id, as `meta.properties` has it.
    pub cluster_id: String,
    /// The ids of all controllers.
    pub controller_ids: BTreeSet<i32>,
    /// `num.partitions`.
    pub default_partitions: i32,
    /// `default.replication.factor`.
    pub default_replication_factor: i16,
    /// `delete.topic.enable`.
    pub delete_topic_enable: bool,
    /// `broker.session.timeout.ms`.
    pub broker_session_timeout_ms: i64,
    /// What the controller's own file sets, by Kafka's key names: the layer of configs below the dynamic ones.
    pub file_configs: BTreeMap<String, String>,
    /// The values of all keys in the controller's own configuration.
    pub broker_values: kalda_config::Values,
    /// The level of `kraft.version`, which is kept in the log's control records.
    pub kraft_version: i16,
}

/// The active controller: decides with `&self`, changes in `replay`. Sessions of brokers are the one thing that is kept
/// outside of the log; they change with heartbeats and with time.
#[derive(Debug, Clone)]
pub struct Controller {
    settings: Settings,
    loader: Loader,
    sessions: Sessions,
    /// Where each broker's newest registration is in the log: a broker is unfenced once it has read that far.
    registered_at: BTreeMap<i32, i64>,
    /// The names of topics by the form under which they collide.
    colliding_names: BTreeMap<String, BTreeSet<String>>,
}

impl Controller {
    /// A controller that goes on from `image`, which holds everything below `offset`.
    #[must_use]
    pub fn new(settings: Settings, image: Image, offset: i64) -> Self {
        Self::resume(settings, Loader::new(image), offset)
    }

    /// A controller that goes on from a log read below `offset`, which may end inside a metadata transaction.
    #[must_use]
    pub fn resume(settings: Settings, loader: Loader, offset: i64) -> Self {
        let brokers = loader.newest().brokers();
        let registered_at = brokers.map(|broker| (broker.id(), offset - 1)).collect();
        let mut controller = Self {
            settings,
            loader,
            sessions: Sessions::default(),
            registered_at,
            colliding_names: BTreeMap::new(),
        };
        controller.index_names();
        controller
    }

    /// The state that decisions see: everything replayed, an open metadata transaction included.
    #[must_use]
    pub fn image(&self) -> &Image {
        self.loader.newest()
    }

    /// What the controller was configured with.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where an unfinished metadata transaction began.
    #[must_use]
    pub fn transaction_start(&self) -> Option<i64> {
        self.loader.transaction_start()
    }

    /// Becomes active at `now_ms`: every unfenced broker's session starts anew, since the last heartbeats went elsewhere.
    pub fn activate(&mut self, now_ms: i64) {
        self.sessions = Sessions::default();
        let brokers: Vec<_> = self.image().brokers().cloned().collect();
        for broker in brokers {
            if !broker.is_fenced() {
                self.sessions.contact(broker.id(), broker.epoch(), now_ms);
            }
        }
    }

    /// Ends the session of a broker whose process the caller knows to be gone, so that a new incarnation may register at
    /// once: a combined node that holds the locks of its log directories knows it of its own broker. That broker must
    /// register next, for without a session nobody fences it.
    pub fn end_session(&mut self, broker: i32) {
        self.sessions.end(broker);
    }

    /// Applies the record at `offset`.
    pub fn replay(&mut self, record: &MetadataRecord, offset: i64) -> Result<(), ReplayError> {
        let removed = if let MetadataRecord::RemoveTopic(record) = record {
            self.image()
                .topic_by_id(record.topic_id)
                .map(|topic| topic.shared_name())
        } else {
            None
        };
        self.loader.replay(record, offset)?;
        if let MetadataRecord::RegisterBroker(record) = record {
            self.registered_at.insert(record.broker_id, offset);
            self.sessions.forget(record.broker_id);
        } else if let MetadataRecord::UnregisterBroker(record) = record {
            self.registered_at.remove(&record.broker_id);
            self.sessions.forget(record.broker_id);
        } else if let MetadataRecord::Topic(record) = record {
            self.index_name(&record.name);
        } else if let MetadataRecord::AbortTransaction(_) = record {
            self.index_names();
        }
        if let Some(name) = removed {
            self.unindex_name(&name);
        }
        Ok(())
    }

    fn version(&self) -> MetadataVersion {
        self.image().metadata_version_or_minimum()
    }

    fn layers(&self) -> BrokerLayers<'_> {
        self.image()
            .broker_layers(self.settings.node_id, &self.settings.file_configs)
    }

    fn check_broker_epoch(&self, broker: i32, epoch: i64) -> Result<(), Refusal> {
        match self.image().broker(broker) {
            None => Err(Refusal::new(
                ErrorCode::StaleBrokerEpoch,
                format!("No broker registration found for broker id {broker}"),
            )),
            Some(registered) if registered.epoch() != epoch => Err(Refusal::new(
                ErrorCode::StaleBrokerEpoch,
                format!(
                    "Expected broker epoch {}, but got broker epoch {epoch}",
                    registered.epoch()
                ),
            )),
            Some(_) => Ok(()),
        }
    }

    fn index_names(&mut self) {
        self.colliding_names.clear();
        let names: Vec<_> = self
            .image()
            .topics()
            .map(|topic| topic.shared_name())
            .collect();
        for name in names {
            self.index_name(&name);
        }
    }

    fn index_name(&mut self, name: &str) {
        if let Some(form) = topic_name::collision_form(name) {
            self.colliding_names
                .entry(form)
                .or_default()
                .insert(name.to_owned());
        }
    }

    fn unindex_name(&mut self, name: &str) {
        let Some(form) = topic_name::collision_form(name) else {
            return;
        };
        if let Some(names) = self.colliding_names.get_mut(&form) {
            names.remove(name);
            if names.is_empty() {
                self.colliding_names.remove(&form);
            }
        }
    }
}
