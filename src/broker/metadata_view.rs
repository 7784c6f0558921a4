//! The metadata as this broker has applied it, and questions that several APIs ask of it.

use arc_swap::{ArcSwap, Guard};
use kalda_metadata::{Broker, Image, Partition, features};
use kalda_protocol::ErrorCode;
use std::sync::Arc;

/// The log of consumer groups and their offsets.
pub(crate) const OFFSETS_TOPIC: &str = "__consumer_offsets";

/// Topics that only the broker's own coordinators write.
const INTERNAL_TOPICS: [&str; 3] = [OFFSETS_TOPIC, "__transaction_state", "__share_group_state"];

/// An image and where in the metadata log it stands.
#[derive(Clone, Debug)]
pub(crate) struct MetadataView {
    /// Topics, brokers, configs, features.
    pub(crate) image: Image,
    /// Offset of the last record applied, -1 before the first.
    pub(crate) offset: i64,
    /// `kraft.version`, which control records of the log tell and no image holds.
    pub(crate) kraft_version: i16,
}

impl Default for MetadataView {
    fn default() -> MetadataView {
        MetadataView {
            image: Image::default(),
            offset: -1,
            kraft_version: 0,
        }
    }
}

/// Holds the newest view; readers never wait.
#[derive(Debug, Default)]
pub(crate) struct MetadataCell(ArcSwap<MetadataView>);

impl MetadataCell {
    /// The newest view.
    pub(crate) fn load(&self) -> Guard<Arc<MetadataView>> {
        self.0.load()
    }

    /// Replace it.
    pub(crate) fn store(&self, view: MetadataView) {
        self.0.store(Arc::new(view));
    }
}

/// Where clients of one listener reach a broker.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    /// Broker id.
    pub(crate) id: i32,
    /// Advertised host.
    pub(crate) host: &'a str,
    /// Advertised port.
    pub(crate) port: u16,
    /// Rack.
    pub(crate) rack: Option<&'a str>,
}

impl MetadataView {
    /// The features in force with their levels, `kraft.version` included.
    pub(crate) fn finalized_features(&self) -> Vec<(String, i16)> {
        finalized_features(&self.image, self.kraft_version)
    }

    /// Whether the cluster's `group.version` has groups of the new protocol (KIP-848).
    pub(crate) fn serves_consumer_groups(&self) -> bool {
        let mut levels = self.image.finalized_features();
        levels.any(|(name, level)| name == features::GROUP_VERSION && level >= 1)
    }

    /// The brokers that clients of `listener` can be sent to; if none is alive, the one that `answers`.
    ///
    /// A lone broker is fenced before its last connection closes. A client that is told of no broker at all in that
    /// moment has nobody left to ask: librdkafka gives its coordinator up and does not find it again.
    pub(crate) fn reachable_nodes<'a>(&'a self, listener: &str, answers: i32) -> Vec<Node<'a>> {
        let alive = self.image.brokers().filter(|broker| !broker.is_fenced());
        let mut nodes: Vec<_> = alive.filter_map(|broker| node(broker, listener)).collect();
        if nodes.is_empty() {
            let answering = self.image.broker(answers);
            nodes.extend(answering.and_then(|broker| node(broker, listener)));
        }
        nodes
    }

    /// Where clients of `listener` reach broker `id`, if it is registered, unfenced and has that listener.
    pub(crate) fn node<'a>(&'a self, id: i32, listener: &str) -> Option<Node<'a>> {
        let broker = self.image.broker(id).filter(|broker| !broker.is_fenced())?;
        node(broker, listener)
    }

    /// Replicas of `partition` that clients of `listener` cannot reach or whose directory has failed.
    pub(crate) fn offline_replicas(&self, partition: &Partition, listener: &str) -> Vec<i32> {
        let offline = |id: &i32| {
            self.image.broker(*id).is_none_or(|broker| {
                let directory = partition.directory(*id).unwrap_or_default();
                broker.is_fenced()
                    || broker.listener(listener).is_none()
                    || !broker.has_online_dir(directory)
            })
        };
        partition
            .replicas()
            .iter()
            .copied()
            .filter(offline)
            .collect()
    }

    /// The id of some live broker, for answers that name a controller: clients ask any broker for what it does. -1 if
    /// there is none.
    pub(crate) fn some_alive_broker(&self) -> i32 {
        let alive = self.image.brokers().find(|broker| !broker.is_fenced());
        alive.map_or(-1, |broker| broker.id())
    }
}

/// The features in force with their levels; a quorum of level 0 has no `kraft.version`.
pub(crate) fn finalized_features(image: &Image, kraft_version: i16) -> Vec<(String, i16)> {
    let named = |(name, level): (&str, i16)| (name.to_owned(), level);
    let quorum = (kraft_version > 0).then_some((features::KRAFT_VERSION, kraft_version));
    image
        .finalized_features()
        .chain(quorum)
        .map(named)
        .collect()
}

fn node<'a>(broker: &'a Broker, listener: &str) -> Option<Node<'a>> {
    let endpoint = broker.listener(listener)?;
    Some(Node {
        id: broker.id(),
        host: &endpoint.host,
        port: endpoint.port,
        rack: broker.rack(),
    })
}

/// Whether only the broker's own coordinators may write to the topic.
pub(crate) fn is_internal_topic(name: &str) -> bool {
    INTERNAL_TOPICS.contains(&name)
}

/// The error for a topic that does not exist: whether it could exist decides which.
pub(crate) fn missing_topic_error(name: &str) -> ErrorCode {
    match kalda_metadata::topic_name::why_illegal(name) {
        None => ErrorCode::UnknownTopicOrPartition,
        Some(_) => ErrorCode::InvalidTopicException,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kalda_protocol::metadata_records::{BrokerEndpoint, MetadataRecord, RegisterBrokerRecord};

    fn view(brokers: &[(i32, bool)]) -> MetadataView {
        let mut view = MetadataView::default();
        for (broker_id, fenced) in brokers {
            let record = RegisterBrokerRecord {
                broker_id: *broker_id,
                fenced: *fenced,
                end_points: vec![BrokerEndpoint {
                    name: "PLAINTEXT".to_owned(),
                    host: "h".to_owned(),
                    ..BrokerEndpoint::default()
                }],
                ..RegisterBrokerRecord::default()
            };
            let record = MetadataRecord::RegisterBroker(record);
            view.image.replay(&record).unwrap();
        }
        view
    }

    #[test]
    fn clients_are_sent_to_those_alive_and_else_to_whom_they_ask() {
        let ids = |brokers: &[(i32, bool)], listener: &str| -> Vec<i32> {
            let view = view(brokers);
            let nodes = view.reachable_nodes(listener, 1);
            nodes.iter().map(|node| node.id).collect()
        };
        assert_eq!(
            ids(&[(1, false), (2, true), (3, false)], "PLAINTEXT"),
            [1, 3]
        );
        assert_eq!(ids(&[(1, true), (2, false)], "PLAINTEXT"), [2]);
        assert_eq!(ids(&[(1, true), (2, true)], "PLAINTEXT"), [1]);
        assert_eq!(ids(&[(2, true)], "PLAINTEXT"), [0; 0]);
        assert_eq!(ids(&[(1, true)], "OTHER"), [0; 0]);
    }
}
