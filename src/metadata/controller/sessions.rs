//! What the active controller knows of brokers from their heartbeats. None of it is in the log.

use std::collections::BTreeMap;

/// What a broker's heartbeats have told.
#[derive(Debug, Clone, Copy)]
struct Progress {
    /// How far it has read the metadata log.
    metadata_offset: i64,
    /// Its controlled shutdown is complete once all active brokers have read this far.
    shutdown_offset: Option<i64>,
}

/// The sessions of brokers.
#[derive(Debug, Clone, Default)]
pub(super) struct Sessions {
    /// When each broker, at each of its epochs, was last heard of.
    contacts_ms: BTreeMap<(i32, i64), i64>,
    progress: BTreeMap<i32, Progress>,
}

impl Sessions {
    /// The broker was heard of.
    pub(super) fn contact(&mut self, broker: i32, epoch: i64, now_ms: i64) {
        self.contacts_ms.insert((broker, epoch), now_ms);
    }

    /// Whether the broker at this epoch was heard of within the timeout.
    pub(super) fn is_valid(&self, broker: i32, epoch: i64, now_ms: i64, timeout_ms: i64) -> bool {
        self.contacts_ms
            .get(&(broker, epoch))
            .is_some_and(|contact_ms| !is_expired(*contact_ms, now_ms, timeout_ms))
    }

    /// The broker is gone, at whatever epoch.
    pub(super) fn end(&mut self, broker: i32) {
        self.contacts_ms.retain(|(id, _), _| *id != broker);
    }

    /// Removes and returns one broker that has not been heard of for longer than the timeout.
    pub(super) fn take_expired(&mut self, now_ms: i64, timeout_ms: i64) -> Option<(i32, i64)> {
        let expired = self
            .contacts_ms
            .iter()
            .find(|(_, contact_ms)| is_expired(**contact_ms, now_ms, timeout_ms));
        let key = *expired?.0;
        self.contacts_ms.remove(&key);
        Some(key)
    }

    /// A registration is new or gone.
    pub(super) fn forget(&mut self, broker: i32) {
        self.progress.remove(&broker);
    }

    /// The broker has read the metadata log up to `metadata_offset`. A fenced one leaves controlled shutdown.
    pub(super) fn report(&mut self, broker: i32, fenced: bool, metadata_offset: i64) {
        let kept = if fenced {
            None
        } else {
            self.shutdown_offset(broker)
        };
        self.progress.insert(
            broker,
            Progress {
                metadata_offset,
                shutdown_offset: kept,
            },
        );
    }

    /// The broker's controlled shutdown began with the records up to `offset`; a second beginning changes nothing.
    pub(super) fn begin_shutdown(&mut self, broker: i32, offset: i64) {
        if let Some(progress) = self.progress.get_mut(&broker) {
            progress.shutdown_offset.get_or_insert(offset);
        }
    }

    /// Where the broker's controlled shutdown began.
    pub(super) fn shutdown_offset(&self, broker: i32) -> Option<i64> {
        self.progress
            .get(&broker)
            .and_then(|progress| progress.shutdown_offset)
    }

    /// How far the broker says it has read; -1 if it has not said.
    pub(super) fn metadata_offset(&self, broker: i32) -> i64 {
        self.progress
            .get(&broker)
            .map_or(-1, |progress| progress.metadata_offset)
    }
}

const fn is_expired(contact_ms: i64, now_ms: i64, timeout_ms: i64) -> bool {
    now_ms > contact_ms && contact_ms.saturating_add(timeout_ms) < now_ms
}
