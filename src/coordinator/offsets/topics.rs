//! The names of topics that have offsets, each kept once, and which of them the cluster has had.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kalda_metadata::Image;
use uuid::Uuid;

/// By name: the id under which this broker has last seen the topic.
///
/// A topic counts as deleted only when it was seen here before: the offsets of a shard that has just moved to this broker
/// may be of topics that its metadata does not have yet.
#[derive(Debug, Default)]
pub(super) struct Topics {
    seen: BTreeMap<Arc<str>, Option<Uuid>>,
}

impl Topics {
    /// The name, shared with all other offsets of the topic.
    pub(super) fn share(&mut self, name: &str) -> Arc<str> {
        if let Some((name, _)) = self.seen.get_key_value(name) {
            return Arc::clone(name);
        }
        let name: Arc<str> = Arc::from(name);
        self.seen.insert(Arc::clone(&name), None);
        name
    }

    /// Forgets the names that nothing shares any more.
    pub(super) fn sweep(&mut self) {
        self.seen.retain(|name, _| Arc::strong_count(name) > 1);
    }

    /// The cluster has the topic.
    pub(super) fn saw(&mut self, name: &str, image: &Image) {
        if let Some(seen) = self.seen.get_mut(name)
            && let Some(topic) = image.topic(name)
        {
            *seen = Some(topic.id());
        }
    }

    /// Compares all topics with the cluster's. Returns those that are gone, with the id that they had.
    pub(super) fn observe(&mut self, image: &Image) -> Vec<(Arc<str>, Uuid)> {
        self.sweep();
        let mut deleted = Vec::new();
        for (name, seen) in &mut self.seen {
            let now = image.topic(name).map(|topic| topic.id());
            if let Some(old) = *seen
                && now != Some(old)
            {
                deleted.push((Arc::clone(name), old));
            }
            *seen = now;
        }
        deleted
    }

    pub(super) fn check(&self, used: &BTreeSet<&Arc<str>>) -> Result<(), String> {
        match used.iter().find(|name| !self.seen.contains_key(**name)) {
            Some(name) => Err(format!("topic {name} is not among the names")),
            None => Ok(()),
        }
    }
}
