//! The shards of one coordinator: as many as this broker leads partitions of its topic.

use super::machine::Machine;
use super::owner::{InForce, Owner, World};
use super::slots::{Slot, Slots, Table};
use crate::replicas::Replicas;
use crate::settings::ShardSettings;
use arc_swap::ArcSwap;
use kalda_metadata::{Delta, Image, Topic};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tracing::info;
use uuid::Uuid;

/// A shard whose partition is led here.
struct Led<M: Machine> {
    topic_id: Uuid,
    slot: Arc<Slot<M>>,
    task: JoinHandle<()>,
}

/// Starts and ends the tasks of shards as their partitions come and go.
pub(super) struct Shards<M: Machine> {
    topic: &'static str,
    node_id: i32,
    replicas: Arc<Replicas>,
    slots: Slots<M>,
    /// `None` after the stop.
    led: Mutex<Option<BTreeMap<i32, Led<M>>>>,
    image: watch::Sender<Arc<Image>>,
    settings: Arc<ArcSwap<InForce<M::Settings>>>,
    loads: Arc<Semaphore>,
}

impl<M: Machine> Shards<M> {
    /// The coordinator over `topic`. It has no shards until the metadata comes.
    pub(super) fn new(
        topic: &'static str,
        node_id: i32,
        replicas: Arc<Replicas>,
        (machine, driver): (M::Settings, ShardSettings),
    ) -> Shards<M> {
        let loads = driver.concurrent_loads.clamp(1, Semaphore::MAX_PERMITS);
        Shards {
            topic,
            node_id,
            replicas,
            slots: Slots::new(),
            led: Mutex::new(Some(BTreeMap::new())),
            image: watch::Sender::new(Arc::default()),
            settings: Arc::new(ArcSwap::from_pointee(InForce { machine, driver })),
            loads: Arc::new(Semaphore::new(loads)),
        }
    }

    /// Where requests find the shards.
    pub(super) fn slots(&self) -> &Slots<M> {
        &self.slots
    }

    /// Have steps from now on go by these settings.
    pub(super) fn reconfigure(&self, machine: M::Settings, driver: ShardSettings) {
        self.settings.store(Arc::new(InForce { machine, driver }));
    }

    /// The metadata is `image` now: loads what is led here and gives up what is not. The partitions have been opened.
    /// Waits for nothing.
    pub(super) fn apply(&self, delta: &Delta, image: &Image) {
        if concerns_shards(delta) {
            // Before the tasks begin: what they load with is not news to them.
            self.image.send_replace(Arc::new(image.clone()));
        }
        let topic = image.topic(self.topic);
        let mut led = self.led.lock();
        let Some(led) = led.as_mut() else {
            return;
        };
        let before: Vec<i32> = led.keys().copied().collect();
        led.retain(|index, shard| {
            let stays = topic
                .is_some_and(|topic| topic.id() == shard.topic_id && self.leads(topic, *index));
            if !stays {
                info!(
                    topic = self.topic,
                    partition = index,
                    "giving up a coordinator's partition"
                );
                shard.task.abort();
            }
            stays
        });
        let partitions = topic.into_iter().flat_map(|topic| {
            let mine = topic
                .partitions()
                .filter(|(_, it)| it.leader == self.node_id);
            mine.map(move |(index, _)| (topic, index))
        });
        for (topic, index) in partitions {
            led.entry(index).or_insert_with(|| self.begin(topic, index));
        }
        let count = topic.map_or(0, |topic| topic.partition_count());
        let is_same = before.iter().eq(led.keys()) && count == self.slots.partitions();
        if !is_same
            || delta
                .topics_created
                .iter()
                .any(|it| it.name() == self.topic)
        {
            let slots = led.iter();
            self.slots.store(Table {
                partitions: count,
                slots: slots
                    .map(|(index, it)| (*index, Arc::clone(&it.slot)))
                    .collect(),
            });
        }
    }

    fn leads(&self, topic: &Topic, index: i32) -> bool {
        topic
            .partition(index)
            .is_some_and(|it| it.leader == self.node_id)
    }

    fn begin(&self, topic: &Arc<Topic>, index: i32) -> Led<M> {
        let (slot, queue) = Slot::new();
        let replicas = Arc::clone(&self.replicas);
        let wanted = Arc::clone(topic);
        let world = World {
            name: (self.topic, index),
            find: Box::new(move || replicas.find(&wanted, index)),
            image: self.image.subscribe(),
            settings: Arc::clone(&self.settings),
            loads: Arc::clone(&self.loads),
        };
        let owner = Owner::new(Arc::clone(&slot), queue, world);
        Led {
            topic_id: topic.id(),
            slot,
            task: tokio::spawn(owner.run()),
        }
    }

    /// Give up every shard; those who wait are told NOT_COORDINATOR.
    pub(super) async fn stop(&self) {
        let led = self.led.lock().take().unwrap_or_default();
        self.slots.store(Table {
            partitions: self.slots.partitions(),
            slots: BTreeMap::new(),
        });
        for shard in led.values() {
            shard.task.abort();
        }
        for shard in led.into_values() {
            drop(shard.task.await);
        }
    }
}

/// Whether shards look at anything that differs: topics, racks, or the configs of groups.
fn concerns_shards(delta: &Delta) -> bool {
    !(delta.topics_created.is_empty()
        && delta.topics_deleted.is_empty()
        && delta.partitions_changed.is_empty()
        && delta.configs_changed.is_empty()
        && delta.brokers_changed.is_empty()
        && delta.features_changed.is_empty())
}
