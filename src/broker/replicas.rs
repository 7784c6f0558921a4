//! The partitions with a replica on this broker, and what is done to all of them.
//!
//! [`Replicas::apply`] makes the partitions on disk those that the metadata assigns to this broker; handlers find a
//! partition with [`Replicas::find`]; [`maintenance`] runs retention and checkpoints.

mod cleaning;
#[cfg(test)]
pub(crate) mod fixture;
mod maintenance;
mod open;
mod opening;
mod own_records;
mod partition;
mod produce_error;
mod reading;
mod stop;
mod topic_rules;
mod waiters;

pub(crate) use open::{IdentifiedDir, StoreError};
pub(crate) use partition::{NewBatch, Partition, Reader, Written};
pub(crate) use produce_error::ProduceError;

use crate::settings::{CleanerSettings, StoreSettings};
use arc_swap::ArcSwap;
use kalda_config::NodeConfig;
use kalda_disk::Disk;
use kalda_log::Checkpoint;
use kalda_metadata::{ConfigResource, Delta, Image, ResourceType, Topic};
use kalda_protocol::ErrorCode;
use parking_lot::{Mutex, RwLock};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tracing::{error, info};
use uuid::Uuid;

/// Limits of one Fetch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FetchLimits {
    /// Most bytes of the whole answer, unless its first batch is larger.
    pub(crate) max_bytes: usize,
    /// Fewer bytes than this are worth waiting for more.
    pub(crate) min_bytes: usize,
}

/// A log directory, for DescribeLogDirs.
#[derive(Debug)]
pub(crate) struct DirectoryUse {
    /// Absolute path.
    pub(crate) path: String,
    /// Total and usable bytes; `None` if the directory does not answer.
    pub(crate) space: Option<(u64, u64)>,
    /// Replicas in it.
    pub(crate) replicas: Vec<ReplicaUse>,
}

/// A replica, for DescribeLogDirs.
#[derive(Debug)]
pub(crate) struct ReplicaUse {
    /// Topic.
    pub(crate) topic: Arc<str>,
    /// Partition number.
    pub(crate) partition: i32,
    /// Bytes of its segments.
    pub(crate) bytes: u64,
}

/// Where a hosted partition lives.
#[derive(Clone, Debug)]
struct Hosted {
    partition: Arc<Partition>,
    /// Index into `dirs`.
    dir: usize,
}

/// The partitions with a replica here.
#[derive(Debug)]
pub(crate) struct Replicas {
    node_id: i32,
    disk: Arc<dyn Disk>,
    dirs: Vec<IdentifiedDir>,
    config: ArcSwap<NodeConfig>,
    /// Held while it changes what is hosted: by metadata, or by an opening that is tried again.
    changing: Mutex<()>,
    /// The metadata that `hosted` follows.
    image: ArcSwap<Image>,
    hosted: RwLock<HashMap<(Uuid, i32), Hosted>>,
    /// Assigned here, but their logs could not be opened.
    unopened: Mutex<HashMap<(Uuid, i32), opening::Unopened>>,
    /// What was found on the disk at start, until the first metadata says what of it is ours.
    found: Mutex<Option<open::Found>>,
    /// Deleted files that readers may still use.
    removals: Mutex<Vec<maintenance::Due>>,
    recovery_threads: usize,
}

/// Run the background work on `replicas` for ever.
pub(crate) async fn maintain(
    replicas: Arc<Replicas>,
    store: StoreSettings,
    cleaner: CleanerSettings,
) {
    let cleaning = cleaning::run(Arc::clone(&replicas), cleaner);
    tokio::join!(maintenance::run(replicas, store), cleaning);
}

impl Replicas {
    /// The partition, if this broker leads it.
    pub(crate) fn find(&self, topic: &Topic, index: i32) -> Result<Arc<Partition>, ErrorCode> {
        let known = topic
            .partition(index)
            .ok_or(ErrorCode::UnknownTopicOrPartition)?;
        if known.leader != self.node_id {
            return Err(ErrorCode::NotLeaderOrFollower);
        }
        let key = (topic.id(), index);
        if let Some(hosted) = self.hosted.read().get(&key) {
            return Ok(Arc::clone(&hosted.partition));
        }
        Err(match self.unopened.lock().contains_key(&key) {
            true => ErrorCode::KafkaStorageError,
            // Being deleted: what clients see of the metadata follows what is done to the partitions.
            false => ErrorCode::UnknownTopicOrPartition,
        })
    }

    /// Every hosted partition.
    fn partitions(&self) -> Vec<Arc<Partition>> {
        let hosted = self.hosted.read();
        hosted
            .values()
            .map(|hosted| Arc::clone(&hosted.partition))
            .collect()
    }

    /// Make the partitions those of `new`. Blocks on the disk: call it where that is allowed.
    pub(crate) fn apply(&self, delta: &Delta, new: &Image, config: &Arc<NodeConfig>, now_ms: i64) {
        let _changing = self.changing.lock();
        self.config.store(Arc::clone(config));
        self.image.store(Arc::new(new.clone()));
        for topic in &delta.topics_deleted {
            self.delete_topic(topic, now_ms);
        }
        let changed = delta
            .partitions_changed
            .iter()
            .filter_map(|(id, _)| new.topic_by_id(*id));
        let mut touched: Vec<&Arc<Topic>> = delta.topics_created.iter().chain(changed).collect();
        touched.dedup_by_key(|topic| topic.id());
        self.open_assigned(&touched, new, now_ms);
        for partition in self.partitions() {
            let (topic, _) = partition.topic();
            let is_hit = |resource: &ConfigResource| match resource.resource_type {
                ResourceType::TOPIC => *resource.name == *topic,
                // A broker's values stand below those of its topics.
                ResourceType::BROKER => true,
                _ => false,
            };
            if delta.configs_changed.iter().any(is_hit) {
                self.reconfigure(&partition, new);
            }
        }
    }

    fn reconfigure(&self, partition: &Partition, image: &Image) {
        let (topic, _) = partition.topic();
        match topic_rules::of(&self.config.load(), image, &topic) {
            Ok(rules) => partition.reconfigure(rules),
            Err(error) => error!(%topic, %error, "the topic keeps its old configuration"),
        }
    }

    fn delete_topic(&self, topic: &Topic, now_ms: i64) {
        for (index, _) in topic.partitions() {
            let key = (topic.id(), index);
            let unopened = self.unopened.lock().remove(&key);
            let hosted = self.hosted.write().remove(&key);
            if let Some(hosted) = &hosted {
                hosted.partition.stop(ErrorCode::UnknownTopicOrPartition);
                hosted.partition.end_cleaning();
            }
            let delay_ms = match &hosted {
                Some(hosted) => hosted.partition.file_delete_delay_ms(),
                None => 0,
            };
            let hosted = hosted.map(|it| it.dir);
            let Some(dir) = hosted.or(unopened.map(|it| it.dir())) else {
                continue;
            };
            info!(
                topic = topic.name(),
                partition = index,
                "deleting the partition"
            );
            self.remove_partition_later(dir, (topic.name(), index), now_ms + delay_ms);
        }
        // What it says of this topic must not be taken to speak of the next one of this name.
        self.checkpoint(Checkpoint::Cleaner);
    }

    /// The log directories and what is in them.
    pub(crate) fn directories(&self) -> Vec<DirectoryUse> {
        let mut uses: Vec<DirectoryUse> = self
            .dirs
            .iter()
            .map(|it| self.describe(it.dir.path()))
            .collect();
        for hosted in self.hosted.read().values() {
            let (topic, _) = hosted.partition.topic();
            if let Some(directory) = uses.get_mut(hosted.dir) {
                directory.replicas.push(ReplicaUse {
                    topic,
                    partition: hosted.partition.index(),
                    bytes: hosted.partition.log().bytes(),
                });
            }
        }
        uses
    }

    fn describe(&self, path: &std::path::Path) -> DirectoryUse {
        let space = self.disk.space(path).ok();
        let absolute: PathBuf = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        DirectoryUse {
            path: absolute.to_string_lossy().into_owned(),
            space: space.map(|space| (space.total_bytes, space.usable_bytes)),
            replicas: Vec::new(),
        }
    }
}
