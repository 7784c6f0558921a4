//! Who compacts a partition's log, and whether anybody may.

use crate::replicas::partition::Partition;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;

/// Whether a partition's log is being compacted, or must not be.
#[derive(Debug, Default)]
pub(in crate::replicas) struct Cleaning {
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_running: bool,
    not_before_ms: i64,
}

impl Cleaning {
    /// Whether a pass may begin.
    pub(super) fn is_free(&self, now_ms: i64) -> bool {
        let state = self.state.lock();
        !state.is_running && state.not_before_ms <= now_ms
    }

    /// Whether a pass is under way.
    pub(in crate::replicas) fn is_running(&self) -> bool {
        self.state.lock().is_running
    }

    /// Wait for the end of the pass that is under way.
    pub(in crate::replicas) fn wait_for_end(&self) {
        let mut state = self.state.lock();
        self.ended.wait_while(&mut state, |state| state.is_running);
    }

    /// No pass until the next start.
    pub(super) fn never_again(&self) {
        self.pause_until(i64::MAX);
    }

    /// No pass before that time.
    pub(super) fn pause_until(&self, at_ms: i64) {
        self.state.lock().not_before_ms = at_ms;
    }
}

/// The right to compact a partition's log, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    partition: Arc<Partition>,
}

impl Turn {
    /// The turn, unless a pass is under way or must not begin.
    pub(super) fn take(partition: &Arc<Partition>, now_ms: i64) -> Option<Turn> {
        let mut state = partition.cleaning.state.lock();
        if state.is_running || state.not_before_ms > now_ms || partition.is_gone() {
            return None;
        }
        state.is_running = true;
        Some(Turn {
            partition: Arc::clone(partition),
        })
    }

    /// Whose turn it is.
    pub(super) fn partition(&self) -> &Partition {
        &self.partition
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let cleaning = &self.partition.cleaning;
        cleaning.state.lock().is_running = false;
        cleaning.ended.notify_all();
    }
}
