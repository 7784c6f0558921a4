//! What differs between two images.

use std::collections::BTreeSet;
use std::sync::Arc;

use uuid::Uuid;

use crate::image::{ConfigResource, Image, Topic};

/// What differs between an image and a later one, for those who act on metadata.
///
/// Comparing costs one pointer comparison if no topic has changed, else one for each topic, and more only for topics that
/// differ. Topics are in the order of their ids.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Delta {
    /// Topics that only the new image has.
    pub topics_created: Vec<Arc<Topic>>,
    /// Topics that only the old image had. A topic that was deleted and created again is in both lists.
    pub topics_deleted: Vec<Arc<Topic>>,
    /// Partitions that changed or were added, of topics that both images have.
    pub partitions_changed: Vec<(Uuid, i32)>,
    /// Resources whose own configs differ.
    pub configs_changed: Vec<ConfigResource>,
    /// Brokers that were registered, changed or unregistered.
    pub brokers_changed: Vec<i32>,
    /// Controllers that were registered, changed or unregistered.
    pub controllers_changed: Vec<i32>,
    /// Features whose level differs.
    pub features_changed: Vec<String>,
    /// Whether producer ids were handed out.
    pub producer_ids_changed: bool,
    /// Whether quotas, SCRAM credentials, access control entries or tokens differ.
    pub access_changed: bool,
}

impl Delta {
    /// What differs between `old` and `new`.
    #[must_use]
    pub fn between(old: &Image, new: &Image) -> Self {
        let mut delta = Self {
            producer_ids_changed: old.next_producer_id() != new.next_producer_id(),
            access_changed: !old.has_same_access(new),
            ..Self::default()
        };
        delta.add_topics(old, new);
        delta.add_nodes(old, new);
        delta.add_configs(old, new);
        delta.add_features(old, new);
        delta
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether partitions went, and none came or changed.
    #[must_use]
    pub fn only_removes_partitions(&self) -> bool {
        !self.topics_deleted.is_empty()
            && self.topics_created.is_empty()
            && self.partitions_changed.is_empty()
    }

    fn add_topics(&mut self, old: &Image, new: &Image) {
        if old.has_same_topics(new) {
            return;
        }
        for topic in new.topics_by_id() {
            match old.topic_by_id(topic.id()) {
                None => self.topics_created.push(Arc::clone(topic)),
                Some(before) if Arc::ptr_eq(before, topic) => {}
                Some(before) => {
                    let changed = topic
                        .partitions()
                        .filter(|(number, after)| before.partition(*number) != Some(after));
                    self.partitions_changed
                        .extend(changed.map(|(number, _)| (topic.id(), number)));
                }
            }
        }
        // As many topics as before and the new ones together: then none of the old ones is gone.
        if old.topic_count() + self.topics_created.len() > new.topic_count() {
            let deleted = old
                .topics_by_id()
                .filter(|topic| new.topic_by_id(topic.id()).is_none());
            self.topics_deleted.extend(deleted.cloned());
        }
    }

    fn add_nodes(&mut self, old: &Image, new: &Image) {
        let ids: BTreeSet<i32> = old
            .brokers()
            .chain(new.brokers())
            .map(|broker| broker.id())
            .collect();
        self.brokers_changed.extend(
            ids.into_iter()
                .filter(|id| old.broker(*id) != new.broker(*id)),
        );
        let ids: BTreeSet<i32> = old
            .controllers()
            .chain(new.controllers())
            .map(|node| node.controller_id)
            .collect();
        self.controllers_changed.extend(
            ids.into_iter()
                .filter(|id| old.controller(*id) != new.controller(*id)),
        );
    }

    fn add_configs(&mut self, old: &Image, new: &Image) {
        if old.has_same_configs(new) {
            return;
        }
        let resources: BTreeSet<&ConfigResource> = old
            .all_configs()
            .chain(new.all_configs())
            .map(|(resource, _)| resource)
            .collect();
        let changed = resources
            .into_iter()
            .filter(|resource| old.configs(resource) != new.configs(resource));
        self.configs_changed.extend(changed.cloned());
    }

    fn add_features(&mut self, old: &Image, new: &Image) {
        let names: BTreeSet<&str> = old
            .finalized_features()
            .chain(new.finalized_features())
            .map(|(name, _)| name)
            .collect();
        let changed = names
            .into_iter()
            .filter(|name| old.feature_level(name) != new.feature_level(name));
        self.features_changed.extend(changed.map(str::to_owned));
    }
}
