//! Where requests find the shards: the queues of those that this broker leads.

use super::machine::{Asker, Machine};
use arc_swap::ArcSwap;
use kalda_protocol::ErrorCode;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{mpsc, oneshot};

/// Requests that wait for one shard. Whoever brings one more waits until there is room.
pub(super) const MAX_QUEUED: usize = 1024;

/// What comes of a request.
pub(super) type Outcome<M> = Result<<M as Machine>::Answer, ErrorCode>;

/// A request on its way to a shard.
pub(super) struct Message<M: Machine> {
    pub(super) asker: Asker,
    pub(super) request: M::Request,
    pub(super) reply: oneshot::Sender<Outcome<M>>,
}

/// The door of one shard.
pub(super) struct Slot<M: Machine> {
    queue: mpsc::Sender<Message<M>>,
    loading: AtomicBool,
}

impl<M: Machine> Slot<M> {
    /// A shard that is being loaded, and the end of its queue.
    pub(super) fn new() -> (Arc<Slot<M>>, mpsc::Receiver<Message<M>>) {
        let (queue, receiver) = mpsc::channel(MAX_QUEUED);
        let slot = Slot {
            queue,
            loading: AtomicBool::new(true),
        };
        (Arc::new(slot), receiver)
    }

    /// Requests are refused while the shard is being loaded.
    pub(super) fn set_loading(&self, loading: bool) {
        self.loading.store(loading, Ordering::Release);
    }

    async fn ask(&self, asker: Asker, request: M::Request) -> Outcome<M> {
        if self.loading.load(Ordering::Acquire) {
            return Err(ErrorCode::CoordinatorLoadInProgress);
        }
        let (reply, answer) = oneshot::channel();
        let message = Message {
            asker,
            request,
            reply,
        };
        let sent = self.queue.send(message).await;
        sent.map_err(|_| ErrorCode::NotCoordinator)?;
        // The shard has gone to another broker, or this one stops.
        answer.await.unwrap_or(Err(ErrorCode::NotCoordinator))
    }
}

/// The shards that this broker leads, by partition.
pub(super) struct Table<M: Machine> {
    /// Partitions of the topic, here or elsewhere; 0 while there is none.
    pub(super) partitions: usize,
    /// Those that are led here.
    pub(super) slots: BTreeMap<i32, Arc<Slot<M>>>,
}

/// The newest table; who asks never waits for a change of it.
pub(super) struct Slots<M: Machine>(ArcSwap<Table<M>>);

impl<M: Machine> Slots<M> {
    /// No shards.
    pub(super) fn new() -> Slots<M> {
        Slots(ArcSwap::from_pointee(Table {
            partitions: 0,
            slots: BTreeMap::new(),
        }))
    }

    /// Have requests find these shards from now on.
    pub(super) fn store(&self, table: Table<M>) {
        self.0.store(Arc::new(table));
    }

    /// Partitions of the topic; 0 while there is none.
    pub(super) fn partitions(&self) -> usize {
        self.0.load().partitions
    }

    /// The partitions of the shards that are led here.
    pub(super) fn led(&self) -> Vec<i32> {
        self.0.load().slots.keys().copied().collect()
    }

    /// Ask the shard of `partition`.
    pub(super) async fn ask(
        &self,
        partition: i32,
        asker: Asker,
        request: M::Request,
    ) -> Outcome<M> {
        let slot = self.0.load().slots.get(&partition).cloned();
        match slot {
            Some(slot) => slot.ask(asker, request).await,
            None => Err(ErrorCode::NotCoordinator),
        }
    }
}
