//! Places for a number of things that may change while they are taken.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Notify;

/// So many places; whoever finds none waits.
#[derive(Debug)]
pub(super) struct Slots {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    max: usize,
    taken: usize,
}

/// A place. Dropping it frees it.
#[derive(Debug)]
pub(super) struct Place {
    slots: Arc<Slots>,
}

impl Slots {
    pub(super) fn new(max: usize) -> Arc<Slots> {
        Arc::new(Slots {
            state: Mutex::new(State { max, taken: 0 }),
            changed: Notify::new(),
        })
    }

    /// From now on there are `max` places. Places that are taken stay taken, also those beyond it.
    pub(super) fn set_max(&self, max: usize) {
        self.state.lock().max = max;
        self.changed.notify_waiters();
    }

    /// Waits for a place.
    pub(super) async fn take(self: Arc<Self>) -> Place {
        loop {
            // Made before the look, so that a change after the look is not missed.
            let changed = self.changed.notified();
            {
                let mut state = self.state.lock();
                if state.taken < state.max {
                    state.taken += 1;
                    return Place {
                        slots: Arc::clone(&self),
                    };
                }
            }
            changed.await;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.slots.state.lock().taken -= 1;
        self.slots.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    async fn take(slots: &Arc<Slots>) -> Option<Place> {
        timeout(Duration::from_millis(20), Arc::clone(slots).take())
            .await
            .ok()
    }

    #[tokio::test]
    async fn a_waiting_one_gets_the_place_that_is_freed() {
        let slots = Slots::new(1);
        let first = take(&slots).await.unwrap();
        let waiting = tokio::spawn(Arc::clone(&slots).take());
        assert!(take(&slots).await.is_none());
        drop(first);
        drop(waiting.await.unwrap());
        assert!(take(&slots).await.is_some());
    }

    #[tokio::test]
    async fn places_are_added_and_taken_away_while_some_are_taken() {
        let slots = Slots::new(1);
        let first = take(&slots).await.unwrap();
        let waiting = tokio::spawn(Arc::clone(&slots).take());
        tokio::task::yield_now().await;
        slots.set_max(2);
        let second = waiting.await.unwrap();
        slots.set_max(1);
        drop(first);
        assert!(take(&slots).await.is_none());
        drop(second);
        assert!(take(&slots).await.is_some());
    }
}
