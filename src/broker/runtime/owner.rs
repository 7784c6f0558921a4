//! The task that owns one shard: loads it, steps it, writes what it decides.

use super::batches::Batches;
use super::clock::Clock;
use super::desk::Desk;
use super::held::{self, Held};
use super::load::{self, LoadError, Loaded};
use super::machine::Machine;
use super::serving::{Lost, Serving};
use super::slots::{Message, Slot};
use crate::replicas::Partition;
use crate::settings::ShardSettings;
use arc_swap::ArcSwap;
use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::{spawn_blocking, yield_now};
use tokio::time::{Instant, Sleep, sleep, sleep_until, timeout_at};
use tracing::warn;

/// Requests of one append.
const MAX_DRAIN: usize = 1024;
/// Bytes of records after which an append takes no further requests in.
const MAX_APPEND_BYTES: usize = 8 << 20;
/// Pause before a shard is loaded again after a failure; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest such pause.
const LAST_PAUSE: Duration = Duration::from_secs(10);
/// The settings in force.
pub(super) struct InForce<S> {
    pub(super) machine: S,
    pub(super) driver: ShardSettings,
}

/// What surrounds a shard.
pub(super) struct World<M: Machine> {
    /// Topic and number of the shard's partition, for the log.
    pub(super) name: (&'static str, i32),
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
            while let Ok(Message { reply, .. }) = self.queue.try_recv() {
                drop(reply.send(Err(ErrorCode::CoordinatorLoadInProgress)));
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
                Err(error) => {
                    let (topic, partition) = self.world.name;
                    warn!(topic, partition, %error, "a coordinator's partition cannot be loaded; trying again")
                }
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
        let loaded = loading.await.map_err(|error| match error.is_panic() {
            true => LoadError::Panicked,
            false => LoadError::Cancelled,
        });
        let Loaded { machine, end } = loaded??;
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
        let finished = serving.step(self.clock.now_ms(), M::finish_loading);
        finished.map_err(|lost| LoadError::Unusable(lost.to_string()))?;
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
            let stepped = match event {
                Event::Metadata => {
                    serving.image = Arc::clone(&self.world.image.borrow_and_update());
                    serving.step(now_ms, M::metadata_changed)
                }
                Event::Timer => {
                    alarm.as_mut().reset(self.clock.instant(i64::MAX));
                    serving.step(now_ms, M::tick)
                }
                Event::Progress => {
                    serving.held.release(Instant::now());
                    Ok(())
                }
                Event::Requests => serving.take_all(&mut self.messages, now_ms),
            };
            if let Err(lost) = stepped {
                return Ended::Lost(lost);
            }
        }
    }

    /// Append what the last steps decided, and let their answers go when it is committed.
    async fn write(&mut self, serving: &mut Serving<M>) -> Result<(), Lost> {
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
                None
            }
            Some(Duration::ZERO) => return Ok(()),
            Some(linger) => Some(Instant::now() + linger),
        };
        let mut room = MAX_DRAIN;
        while room > 0 && serving.desk.bytes() < MAX_APPEND_BYTES {
            let count = match until {
                // A timer rings on the next millisecond at the soonest, so this is none.
                None => self.take_queued(room),
                Some(until) => {
                    let more = self.queue.recv_many(&mut self.messages, room);
                    timeout_at(until, more).await.unwrap_or(0)
                }
            };
            if count == 0 {
                break;
            }
            room = room.saturating_sub(count);
            serving.take_all(&mut self.messages, self.clock.now_ms())?;
        }
        Ok(())
    }

    /// Takes up to `room` requests that are there already.
    fn take_queued(&mut self, room: usize) -> usize {
        let queued = std::iter::from_fn(|| self.queue.try_recv().ok());
        self.messages.extend(queued.take(room));
        self.messages.len()
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
