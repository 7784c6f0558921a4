//! The APIs this node answers, one file each, and the table that lists them.
//!
//! The table is the only list of what we speak: ApiVersions, the version check of the dispatcher and the README's
//! compatibility table come from it. Adding an API is one file, one row and its golden bytes.

mod allocate_producer_ids;
mod alter_configs;
mod api_versions;
mod broker_heartbeat;
mod broker_registration;
mod consumer_group_describe;
mod consumer_group_heartbeat;
mod create_partitions;
mod create_topics;
mod delete_groups;
mod delete_records;
mod delete_topics;
mod describe_cluster;
mod describe_configs;
mod describe_groups;
mod describe_log_dirs;
mod describe_producers;
mod describe_quorum;
mod describe_topic_partitions;
mod fetch;
mod fetch_snapshot;
mod find_coordinator;
mod heartbeat;
mod incremental_alter_configs;
mod init_producer_id;
mod join_group;
mod leave_group;
mod list_config_resources;
mod list_groups;
mod list_offsets;
mod metadata;
mod offset_commit;
mod offset_delete;
mod offset_fetch;
mod offset_for_leader_epoch;
mod produce;
mod sync_group;
mod update_features;

use crate::call::{self, Call};
use crate::reply::{Close, IntoOutcome, Outcome};
use crate::roles::{BrokerRole, ControllerRole};
use bytes::Bytes;
use kalda_protocol::WireMessage;
use kalda_protocol::api::ApiKey;
use kalda_protocol::frame::RequestHeader;
use std::pin::Pin;

pub(crate) use api_versions::unknown_version as unknown_api_versions;

/// Inclusive range of versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Versions {
    /// Oldest version answered.
    pub(crate) min: i16,
    /// Newest version answered.
    pub(crate) max: i16,
}

impl Versions {
    /// The range `min` to `max`.
    pub(crate) const fn of(min: i16, max: i16) -> Versions {
        Versions { min, max }
    }

    /// Whether `version` is inside the range.
    pub(crate) const fn contains(self, version: i16) -> bool {
        self.min <= version && version <= self.max
    }
}

/// One Kafka API: its number, its versions, its messages.
pub(crate) trait Api: 'static {
    /// What the client sends.
    type Request: WireMessage + Send;
    /// What it gets back.
    type Reply: IntoOutcome;
    /// Number on the wire.
    const KEY: ApiKey;
    /// Versions answered.
    const VERSIONS: Versions;
}

/// An API answered on broker listeners.
pub(crate) trait OnBroker: Api {
    /// Answer one well-formed request.
    fn handle(
        call: Call<'_, BrokerRole>,
        request: Self::Request,
    ) -> impl Future<Output = Result<Self::Reply, Close>> + Send;
}

/// An API answered on controller listeners.
pub(crate) trait OnController: Api {
    /// Answer one well-formed request.
    fn handle(
        call: Call<'_, ControllerRole>,
        request: Self::Request,
    ) -> impl Future<Output = Result<Self::Reply, Close>> + Send;
}

type Pending<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;
type Handler<S> = for<'a> fn(Call<'a, S>, Bytes) -> Pending<'a>;

/// A row of the API table.
pub(crate) struct Row {
    /// Number on the wire.
    pub(crate) key: ApiKey,
    /// Versions answered.
    pub(crate) versions: Versions,
    /// Handler on broker listeners.
    pub(crate) broker: Option<Handler<BrokerRole>>,
    /// Handler on controller listeners.
    pub(crate) controller: Option<Handler<ControllerRole>>,
}

impl Row {
    const fn of<A: Api>() -> Row {
        Row {
            key: A::KEY,
            versions: A::VERSIONS,
            broker: None,
            controller: None,
        }
    }

    /// Answered on broker listeners only.
    const fn broker<A: OnBroker>() -> Row {
        Row {
            broker: Some(on_broker::<A>),
            ..Row::of::<A>()
        }
    }

    /// Answered on controller listeners only.
    const fn controller<A: OnController>() -> Row {
        Row {
            controller: Some(on_controller::<A>),
            ..Row::of::<A>()
        }
    }

    /// Answered on both kinds of listener.
    const fn both<A: OnBroker + OnController>() -> Row {
        Row {
            broker: Some(on_broker::<A>),
            controller: Some(on_controller::<A>),
            ..Row::of::<A>()
        }
    }

    /// Answered by the controller; a broker passes the request on as it came.
    const fn forwarded<A: OnController>() -> Row {
        Row {
            broker: Some(forward::<A>),
            controller: Some(on_controller::<A>),
            ..Row::of::<A>()
        }
    }
}

fn on_broker<A: OnBroker>(call: Call<'_, BrokerRole>, body: Bytes) -> Pending<'_> {
    Box::pin(async move {
        let header = call.header;
        match call::decode(header, body) {
            Ok(request) => outcome(A::handle(call, request).await, header),
            Err(close) => Outcome::Close(close),
        }
    })
}

fn on_controller<A: OnController>(call: Call<'_, ControllerRole>, body: Bytes) -> Pending<'_> {
    Box::pin(async move {
        let header = call.header;
        match call::decode(header, body) {
            Ok(request) => outcome(A::handle(call, request).await, header),
            Err(close) => Outcome::Close(close),
        }
    })
}

fn outcome(answered: Result<impl IntoOutcome, Close>, header: &RequestHeader) -> Outcome {
    match answered {
        Ok(reply) => reply.into_outcome(header),
        Err(close) => Outcome::Close(close),
    }
}

fn forward<A: Api>(call: Call<'_, BrokerRole>, body: Bytes) -> Pending<'_> {
    Box::pin(async move {
        // The controller would close the connection over a malformed body, and others share that connection.
        if let Err(close) = call::decode::<A::Request>(call.header, body.clone()) {
            return Outcome::Close(close);
        }
        match call.role.controller.forward(call.header, body).await {
            Ok(frame) => Outcome::bytes(frame),
            Err(error) => Outcome::Close(Close::Controller(error.to_string())),
        }
    })
}

/// In key order.
static TABLE: &[Row] = &[
    Row::broker::<produce::Produce>(),
    Row::both::<fetch::Fetch>(),
    Row::broker::<list_offsets::ListOffsets>(),
    Row::broker::<metadata::Metadata>(),
    Row::broker::<offset_commit::OffsetCommit>(),
    Row::broker::<offset_fetch::OffsetFetch>(),
    Row::broker::<find_coordinator::FindCoordinator>(),
    Row::broker::<join_group::JoinGroup>(),
    Row::broker::<heartbeat::Heartbeat>(),
    Row::broker::<leave_group::LeaveGroup>(),
    Row::broker::<sync_group::SyncGroup>(),
    Row::broker::<describe_groups::DescribeGroups>(),
    Row::broker::<list_groups::ListGroups>(),
    Row::both::<api_versions::ApiVersions>(),
    Row::forwarded::<create_topics::CreateTopics>(),
    Row::forwarded::<delete_topics::DeleteTopics>(),
    Row::broker::<delete_records::DeleteRecords>(),
    Row::broker::<init_producer_id::InitProducerId>(),
    Row::broker::<offset_for_leader_epoch::OffsetForLeaderEpoch>(),
    Row::both::<describe_configs::DescribeConfigs>(),
    Row::both::<alter_configs::AlterConfigs>(),
    Row::broker::<describe_log_dirs::DescribeLogDirs>(),
    Row::forwarded::<create_partitions::CreatePartitions>(),
    Row::broker::<delete_groups::DeleteGroups>(),
    Row::both::<incremental_alter_configs::IncrementalAlterConfigs>(),
    Row::broker::<offset_delete::OffsetDelete>(),
    Row::forwarded::<describe_quorum::DescribeQuorum>(),
    Row::forwarded::<update_features::UpdateFeatures>(),
    Row::controller::<fetch_snapshot::FetchSnapshot>(),
    Row::both::<describe_cluster::DescribeCluster>(),
    Row::broker::<describe_producers::DescribeProducers>(),
    Row::controller::<broker_registration::BrokerRegistration>(),
    Row::controller::<broker_heartbeat::BrokerHeartbeat>(),
    Row::controller::<allocate_producer_ids::AllocateProducerIds>(),
    Row::broker::<consumer_group_heartbeat::ConsumerGroupHeartbeat>(),
    Row::broker::<consumer_group_describe::ConsumerGroupDescribe>(),
    Row::broker::<list_config_resources::ListConfigResources>(),
    Row::broker::<describe_topic_partitions::DescribeTopicPartitions>(),
];

/// The row of the API with this number on the wire.
pub(crate) fn find(id: i16) -> Option<&'static Row> {
    let index = TABLE.binary_search_by_key(&id, |row| row.key.id()).ok()?;
    TABLE.get(index)
}

/// All rows, in key order.
pub(crate) fn rows() -> &'static [Row] {
    TABLE
}

#[cfg(test)]
mod tests {
    use super::*;
    use kalda_protocol::api::codec_versions;

    #[test]
    fn keys_rise_and_versions_are_ones_we_can_read_and_write() {
        for pair in TABLE.windows(2) {
            assert!(pair[0].key.id() < pair[1].key.id(), "{}", pair[1].key);
        }
        for row in TABLE {
            let codec = codec_versions(row.key);
            assert!(codec.min <= row.versions.min, "{}", row.key);
            assert!(row.versions.max <= codec.max, "{}", row.key);
        }
    }

    #[test]
    fn every_row_is_served_where_kafka_serves_it() {
        for row in TABLE {
            let listeners = row.key.listeners();
            assert_eq!(row.broker.is_some(), listeners.has_broker(), "{}", row.key);
            assert_eq!(
                row.controller.is_some(),
                listeners.has_controller(),
                "{}",
                row.key
            );
        }
    }

    /// The README's compatibility table.
    fn compatibility() -> String {
        let mut table =
            String::from("| API | key | versions | of | listeners |\n|---|---|---|---|---|\n");
        for row in TABLE {
            let (ours, kafkas) = (row.versions, row.key.versions());
            let listeners = match (row.broker.is_some(), row.controller.is_some()) {
                (true, true) => "broker, controller",
                (true, false) => "broker",
                (false, _) => "controller",
            };
            let line = format!(
                "| {} | {} | {}–{} | {}–{} | {listeners} |\n",
                row.key,
                row.key.id(),
                ours.min,
                ours.max,
                kafkas.min,
                kafkas.max,
            );
            table.push_str(&line);
        }
        let served = |key: &ApiKey| TABLE.iter().any(|row| row.key == *key);
        let missing = ApiKey::ALL.iter().filter(|key| !served(key));
        let names: Vec<&str> = missing.map(|key| key.name()).collect();
        table.push_str(&format!("\nNot served yet: {}.\n", names.join(", ")));
        table
    }

    #[test]
    fn the_readme_lists_what_the_table_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");
        let readme = std::fs::read_to_string(path).unwrap();
        let (begin, end) = (
            "<!-- begin: compatibility -->\n",
            "<!-- end: compatibility -->",
        );
        let (before, rest) = readme.split_once(begin).unwrap();
        let (table, after) = rest.split_once(end).unwrap();
        if std::env::var_os("KALDA_REGENERATE").is_some() {
            let renewed = format!("{before}{begin}{}{end}{after}", compatibility());
            std::fs::write(path, renewed).unwrap();
        } else {
            assert_eq!(
                table,
                compatibility(),
                "renew it with KALDA_REGENERATE=1 cargo test -p kalda-broker"
            );
        }
    }
}
