//! The dynamic configs of an image.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Image;
use kalda_protocol::metadata_records::ConfigRecord;

/// The kind of a config resource, by its number in Kafka's protocol. Unknown numbers are kept as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceType(pub i8);

impl ResourceType {
    /// A topic.
    pub const TOPIC: Self = Self(2);
    /// A broker, or with the empty name all brokers.
    pub const BROKER: Self = Self(4);
    /// Log levels of one broker; never stored.
    pub const BROKER_LOGGER: Self = Self(8);
    /// A client metrics subscription.
    pub const CLIENT_METRICS: Self = Self(16);
    /// A group.
    pub const GROUP: Self = Self(32);

    /// Kafka's name for the type, as its error messages print it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TOPIC => "TOPIC",
            Self::BROKER => "BROKER",
            Self::BROKER_LOGGER => "BROKER_LOGGER",
            Self::CLIENT_METRICS => "CLIENT_METRICS",
            Self::GROUP => "GROUP",
            Self(_) => "UNKNOWN",
        }
    }
}

/// Something that has configs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfigResource {
    /// The kind of thing.
    pub resource_type: ResourceType,
    /// Its name; empty for the defaults of all brokers.
    pub name: String,
}

impl ConfigResource {
    /// The topic of this name.
    #[must_use]
    pub fn topic(name: impl Into<String>) -> Self {
        Self {
            resource_type: ResourceType::TOPIC,
            name: name.into(),
        }
    }

    /// The broker with this id.
    #[must_use]
    pub fn broker(id: i32) -> Self {
        Self {
            resource_type: ResourceType::BROKER,
            name: id.to_string(),
        }
    }

    /// The defaults of all brokers.
    #[must_use]
    pub const fn cluster() -> Self {
        Self {
            resource_type: ResourceType::BROKER,
            name: String::new(),
        }
    }
}

/// The configs of a resource that has none.
static NONE: BTreeMap<String, String> = BTreeMap::new();

impl Image {
    /// What has been set on this very resource, in the order of the keys.
    #[must_use]
    pub fn configs(&self, resource: &ConfigResource) -> &BTreeMap<String, String> {
        self.configs.get(resource).map_or(&NONE, |configs| configs)
    }

    /// All resources on which something has been set, with what.
    pub fn all_configs(
        &self,
    ) -> impl Iterator<Item = (&ConfigResource, &BTreeMap<String, String>)> {
        self.configs
            .iter()
            .map(|(resource, configs)| (resource, &**configs))
    }

    /// Whether `other` has the very same configs; cheap when neither changed since one was cloned from the other.
    pub(crate) fn has_same_configs(&self, other: &Self) -> bool {
        self.configs.ptr_eq(&other.configs)
    }

    pub(super) fn replay_config(&mut self, record: &ConfigRecord) {
        let resource = ConfigResource {
            resource_type: ResourceType(record.resource_type),
            name: record.resource_name.clone(),
        };
        let mut configs = self
            .configs
            .get(&resource)
            .map_or_else(Arc::default, Arc::clone);
        let changed = Arc::make_mut(&mut configs);
        match &record.value {
            Some(value) => {
                changed.insert(record.name.clone(), value.clone());
            }
            None => {
                changed.remove(&record.name);
            }
        }
        if changed.is_empty() {
            self.configs.remove_mut(&resource);
        } else {
            self.configs.insert_mut(resource, configs);
        }
    }

    pub(super) fn forget_topic_configs(&mut self, topic: &str) {
        self.configs.remove_mut(&ConfigResource::topic(topic));
    }
}
