//! The task that owns one shard: loads it, steps it, writes what it decides.

use super::append_error::append_error;
use super::batches::{Batches, Unwritable};
use super::clock::Clock;
use super::desk::Desk;
use super::held::{self, Held};
use super::load::{self, LoadError, Loaded};
use super::machine::{Machine, Moment};
use super::slots::{Message, Slot};
use crate::chance;
use crate::replicas::{Partition, ProduceError};
use crate::settings::ShardSettings;
use arc_swap::ArcSwap;
use kalda_coordinator::Caller;
use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::{spawn_blocking, yield_now};
use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout_at};
use tracing::{error, warn};

/// Requests of one append.
const MAX_DRAIN: usize = 1024;
/// Bytes of records after which an append takes no further requests in.
const MAX_APPEND_BYTES: usize = 8 << 20;
/// Pause before a shard is loaded again after a failure; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest such pause.
const LAST_PAUSE: Duration = Duration::from_secs(10);
/// Nobody asks when time passes.
const NOBODY: Caller<'static> = Caller {
    version: i16::MAX,
    client_id: "",
    client_host: "",
};

/// The settings in force.
pub(super) struct InForce<S> {
    pub(super) machine: S,
    pub(super) driver: ShardSettings,
}

/// What surrounds a shard.
pub(super) struct World<M: Machine> {
    /// Finds the shard's partition.
    pub(super) find: Box<dyn Fn() -> Result<Arc<Partition>, ErrorCode> + Send + Sync>,
    /// The metadata.
    pub(super) image: watch::Receiver<Arc<Image>>,
    /// The settings, which may change.
    pub(super) settings: Arc<ArcSwap<InForce<M::Settings>>>,
    /// So many shards may be loaded at the same time.
    pub(super) loads: Arc<Semaphore>,
}

/// Owns a shard for as long as this broker leads its partition; aborting the task gives it up.
pub(super) struct Owner<M: Machine> {
    slot: Arc<Slot<M>>,
    queue: mpsc::Receiver<Message<M>>,
    world: World<M>,
    clock: Clock,
    messages: Vec<Message<M>>,
}

/// A shard that answers.
struct Serving<M: Machine> {
    machine: M,
    partition: Arc<Partition>,
    image: Arc<Image>,
    settings: Arc<InForce<M::Settings>>,
    desk: Desk<M>,
    held: Held<M>,
    /// Whether an append has succeeded since it was loaded.
    has_appended: bool,
}

/// Why a shard is of no use any more: it says what the log does not.
#[derive(Debug, thiserror::Error)]
enum Lost {
    #[error("{0}")]
    Append(#[from] ProduceError),
    #[error("{0}")]
    Unwritable(#[from] Unwritable),
}

/// Why a shard no longer answers.
enum Ended {
    /// Nobody can ask it any more.
    Closed,
    Lost(Lost),
}

enum Event {
    Metadata,
    Timer,
    Progress,
    Requests,
}

impl<M: Machine> Owner<M> {
    /// The owner of the shard behind `slot`.
    pub(super) fn new(
        slot: Arc<Slot<M>>,
        queue: mpsc::Receiver<Message<M>>,
        world: World<M>,
    ) -> Owner<M> {
        Owner {
            slot,
            queue,
            world,
            clock: Clock::new(),
            messages: Vec::new(),
        }
    }

    /// Load the shard and serve it, again and again.
    pub(super) async fn run(mut self) {
        let mut pause = FIRST_PAUSE;
        loop {
            self.slot.set_loading(true);
            while let Ok(message) = self.queue.try_recv() {
                drop(
                    message
                        .reply
                        .send(Err(ErrorCode::CoordinatorLoadInProgress)),
                );
            }
            match self.load().await {
                Ok(mut serving) => {
                    self.slot.set_loading(false);
                    let Ended::Lost(lost) = self.serve(&mut serving).await else {
                        return;
                    };
                    self.slot.set_loading(true);
                    if serving.has_appended {
                        pause = FIRST_PAUSE;
                    }
                    serving.lose(&lost);
                    // Forgetting a million offsets takes its time.
                    drop(spawn_blocking(move || drop(serving)));
                }
                Err(LoadError::Cancelled) => return,
                Err(error) => warn!(%error, "a coordinator's partition cannot be loaded"),
            }
            sleep(pause).await;
            pause = (pause * 2).min(LAST_PAUSE);
        }
    }

    async fn load(&mut self) -> Result<Serving<M>, LoadError> {
        let settings = self.world.settings.load_full();
        let partition = (self.world.find)().map_err(LoadError::Partition)?;
        let buffer_bytes = settings.driver.load_buffer_bytes;
        let permit = Arc::clone(&self.world.loads).acquire_owned().await;
        let cancel = CancelOnDrop::default();
        let cancelled = Arc::clone(&cancel.0);
        let source = Arc::clone(&partition);
        let loading = spawn_blocking(move || {
            let loaded = load::load::<M>(&source, buffer_bytes, &cancelled);
            drop(permit);
            loaded
        });
        // The runtime goes down, or loading panicked; the latter is not tried again.
        let Loaded { machine, end } = loading.await.map_err(|_| LoadError::Cancelled)??;
        let batches = Batches::new(settings.driver.compression, partition.max_batch_bytes());
        let mut serving = Serving {
            machine,
            image: Arc::clone(&self.world.image.borrow_and_update()),
            settings,
            desk: Desk::new(batches),
            held: Held::new(Arc::clone(&partition), end),
            partition,
            has_appended: false,
        };
        serving.step(self.clock.now_ms(), M::finish_loading);
        Ok(serving)
    }

    async fn serve(&mut self, serving: &mut Serving<M>) -> Ended {
        let alarm = sleep_until(self.clock.instant(i64::MAX));
        tokio::pin!(alarm);
        loop {
            if let Err(lost) = self.write(serving).await {
                return Ended::Lost(lost);
            }
            set(alarm.as_mut(), &self.clock, serving.machine.next_deadline());
            let event = tokio::select! {
                biased;
                changed = self.world.image.changed() => match changed {
                    Ok(()) => Event::Metadata,
                    Err(_) => return Ended::Closed,
                },
                () = &mut alarm => Event::Timer,
                () = held::progress(&serving.partition, serving.held.first()) => Event::Progress,
                count = self.queue.recv_many(&mut self.messages, MAX_DRAIN) => match count {
                    0 => return Ended::Closed,
                    _ => Event::Requests,
                },
            };
            let now_ms = self.clock.now_ms();
            serving.settings = self.world.settings.load_full();
            match event {
                Event::Metadata => {
                    serving.image = Arc::clone(&self.world.image.borrow_and_update());
                    serving.step(now_ms, M::metadata_changed);
                }
                Event::Timer => {
                    alarm.as_mut().reset(self.clock.instant(i64::MAX));
                    serving.step(now_ms, M::tick);
                }
                Event::Progress => serving.held.release(Instant::now()),
                Event::Requests => {
                    let taken = serving.take_all(&mut self.messages, now_ms);
                    if let Err(lost) = taken {
                        return Ended::Lost(lost.into());
                    }
                }
            }
        }
    }

    /// Append what the last steps decided, and let their answers go when it is committed.
    async fn write(&mut self, serving: &mut Serving<M>) -> Result<(), Lost> {
        serving.settle(self.clock.now_ms())?;
        if serving.desk.has_records() {
            self.linger(serving).await?;
            let batches = serving.desk.take_batches()?;
            let now_ms = self.clock.now_ms();
            let end = serving.partition.append_own(batches, now_ms).await?;
            serving.has_appended = true;
            serving.held.advance(end);
        }
        let deadline = Instant::now() + serving.settings.driver.commit_timeout;
        serving.held.push(serving.desk.ready(), deadline);
        Ok(())
    }

    /// Take in what else is asked, so that it shares the append.
    async fn linger(&mut self, serving: &mut Serving<M>) -> Result<(), Lost> {
        let until = match serving.settings.driver.append_linger {
            // Whoever is ready to ask does so now; nobody is waited for.
            None => {
                yield_now().await;
                Instant::now()
            }
            Some(Duration::ZERO) => return Ok(()),
            Some(linger) => Instant::now() + linger,
        };
        let mut room = MAX_DRAIN;
        while room > 0 && serving.desk.bytes() < MAX_APPEND_BYTES {
            let more = self.queue.recv_many(&mut self.messages, room);
            match timeout_at(until, more).await {
                Ok(count) if count > 0 => room = room.saturating_sub(count),
                Ok(_) | Err(_) => break,
            }
            serving.take_all(&mut self.messages, self.clock.now_ms())?;
        }
        Ok(())
    }
}

impl<M: Machine> Serving<M> {
    /// Let the machine do something that nobody has asked for.
    fn step(
        &mut self,
        now_ms: i64,
        step: impl FnOnce(&mut M, &Moment<'_, M::Settings>, &mut M::Effects),
    ) {
        let moment = Moment {
            now_ms,
            caller: NOBODY,
            new_id: chance::new_id(),
            image: &self.image,
            settings: &self.settings.machine,
        };
        step(&mut self.machine, &moment, self.desk.effects());
    }

    fn settle(&mut self, now_ms: i64) -> Result<(), Unwritable> {
        self.desk.settle(now_ms)
    }

    /// Put these requests to the machine, in their order.
    fn take_all(&mut self, messages: &mut Vec<Message<M>>, now_ms: i64) -> Result<(), Unwritable> {
        let max_bytes = self.partition.max_batch_bytes();
        self.desk.set_max_bytes(max_bytes);
        for message in messages.drain(..) {
            let Message {
                asker,
                request,
                reply,
            } = message;
            if let Err(refused) = M::admit(&request, &self.settings.machine, max_bytes) {
                drop(reply.send(Err(refused)));
                continue;
            }
            let ticket = self.desk.admit(reply);
            let moment = Moment {
                now_ms,
                caller: asker.caller(),
                new_id: chance::new_id(),
                image: &self.image,
                settings: &self.settings.machine,
            };
            self.machine
                .handle(&moment, ticket, request, self.desk.effects());
            self.desk.settle(now_ms)?;
        }
        Ok(())
    }

    /// Tell everyone that the shard has to be loaded again.
    fn lose(&mut self, lost: &Lost) {
        let code = match lost {
            Lost::Append(error) => error.code(),
            Lost::Unwritable(_) => ErrorCode::UnknownServerError,
        };
        let (topic, _) = self.partition.topic();
        let partition = self.partition.index();
        error!(%topic, partition, error = %lost, "a coordinator cannot write; it is loaded again");
        let told = append_error(code);
        self.held.refuse(told);
        self.desk.refuse(told);
    }
}

/// Set the alarm to `deadline_ms`, unless it rings before that anyway: a timer that is only ever put off is armed once.
fn set(alarm: std::pin::Pin<&mut Sleep>, clock: &Clock, deadline_ms: Option<i64>) {
    let deadline = clock.instant(deadline_ms.unwrap_or(i64::MAX));
    if alarm.is_elapsed() || deadline < alarm.deadline() {
        alarm.reset(deadline);
    }
}

/// Ends loading when the task that waits for it is aborted.
#[derive(Default)]
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[path = "owner_tests.rs"]
mod tests;
