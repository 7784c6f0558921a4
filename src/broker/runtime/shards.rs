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
    leader_epoch: i32,
    slot: Arc<Slot<M>>,
    task: JoinHandle<()>,
}

impl<M: Machine> Led<M> {
    /// Whether it is still good when this broker leads its partition in another epoch. An epoch in between may have been
    /// another broker's, whose records the shard does not know.
    fn goes_on(&mut self, topic_id: Uuid, leader_epoch: i32) -> bool {
        let next_at_most = leader_epoch <= self.leader_epoch.saturating_add(1);
        self.leader_epoch = leader_epoch;
        self.topic_id == topic_id && next_at_most
    }
}

/// The tasks of shards.
struct Tasks<M: Machine> {
    led: BTreeMap<i32, Led<M>>,
    /// Tasks that were told to end, by partition. The next one waits for it, so that no two own the same partition.
    ending: BTreeMap<i32, JoinHandle<()>>,
}

/// Starts and ends the tasks of shards as their partitions come and go.
pub(super) struct Shards<M: Machine> {
    topic: &'static str,
    node_id: i32,
    replicas: Arc<Replicas>,
    slots: Slots<M>,
    /// `None` after the stop.
    tasks: Mutex<Option<Tasks<M>>>,
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
            tasks: Mutex::new(Some(Tasks {
                led: BTreeMap::new(),
                ending: BTreeMap::new(),
            })),
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
        let mut tasks = self.tasks.lock();
        let Some(Tasks { led, ending }) = tasks.as_mut() else {
            return;
        };
        let topic = image.topic(self.topic);
        let mine: BTreeMap<i32, (&Arc<Topic>, i32)> = topic
            .into_iter()
            .flat_map(|topic| topic.partitions().map(move |it| (topic, it)))
            .filter(|(_, (_, partition))| partition.leader == self.node_id)
            .map(|(topic, (index, partition))| (index, (topic, partition.leader_epoch)))
            .collect();
        let stays = |index: &i32, shard: &mut Led<M>| {
            let now = mine.get(index);
            now.is_some_and(|(topic, epoch)| shard.goes_on(topic.id(), *epoch))
        };
        let count = topic.map_or(0, |topic| topic.partition_count());
        let mut is_changed = count != self.slots.partitions();
        for (index, shard) in led.extract_if(.., |index, shard| !stays(index, shard)) {
            is_changed = true;
            let topic = self.topic;
            info!(
                topic,
                partition = index,
                "giving up a coordinator's partition"
            );
            shard.task.abort();
            ending.insert(index, shard.task);
        }
        for (index, (topic, leader_epoch)) in mine {
            led.entry(index).or_insert_with(|| {
                is_changed = true;
                self.begin(topic, (index, leader_epoch), ending.remove(&index))
            });
        }
        if is_changed {
            let slots = led.iter();
            self.slots.store(Table {
                partitions: count,
                slots: slots
                    .map(|(index, it)| (*index, Arc::clone(&it.slot)))
                    .collect(),
            });
        }
    }

    /// Starts the task of a shard, which waits for the one before it to end.
    fn begin(
        &self,
        topic: &Arc<Topic>,
        (index, leader_epoch): (i32, i32),
        before: Option<JoinHandle<()>>,
    ) -> Led<M> {
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
        let task = tokio::spawn(async move {
            if let Some(before) = before {
                drop(before.await);
            }
            owner.run().await;
        });
        Led {
            topic_id: topic.id(),
            leader_epoch,
            slot,
            task,
        }
    }

    /// Give up every shard; those who wait are told NOT_COORDINATOR.
    pub(super) async fn stop(&self) {
        let Some(Tasks { led, ending }) = self.tasks.lock().take() else {
            return;
        };
        self.slots.store(Table {
            partitions: self.slots.partitions(),
            slots: BTreeMap::new(),
        });
        for shard in led.values() {
            shard.task.abort();
        }
        let led = led.into_values().map(|shard| shard.task);
        for task in led.chain(ending.into_values()) {
            drop(task.await);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::counter::Counter;

    #[tokio::test]
    async fn a_shard_goes_on_unless_another_broker_may_have_led_its_partition() {
        let (slot, _) = Slot::<Counter>::new();
        let topic_id = Uuid::from_u128(1);
        let mut led = Led {
            topic_id,
            leader_epoch: 5,
            slot,
            task: tokio::spawn(async {}),
        };
        for (epoch, goes_on) in [(5, true), (6, true), (7, true), (9, false), (10, true)] {
            assert_eq!(led.goes_on(topic_id, epoch), goes_on, "{epoch}");
        }
        assert!(!led.goes_on(Uuid::from_u128(2), 10));
    }
}
