//! Who follows the metadata log without voting, as their fetches tell.

use std::collections::BTreeMap;

use kalda_quorum::ReplicaKey;

/// A replica that has not fetched for so long is no observer any more, as in Apache Kafka.
const SESSION_MS: i64 = 300_000;
/// Observers remembered; the one that has been silent longest goes first.
const MAX_OBSERVERS: usize = 10_000;

/// What an observer's fetches have told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observer {
    /// The observer.
    pub replica: ReplicaKey,
    /// Offset of its last fetch: it holds everything below.
    pub log_end_offset: i64,
    /// When it last fetched, in ms since 1970.
    pub last_fetch_ms: i64,
    /// When it last had everything that was committed, in ms since 1970; -1 if it never had.
    pub last_caught_up_ms: i64,
}

/// The observers of the metadata log.
#[derive(Debug, Default)]
pub(super) struct Observers {
    by_replica: BTreeMap<ReplicaKey, Observer>,
}

impl Observers {
    /// `replica` asks for what follows `offset`.
    pub(super) fn fetched(
        &mut self,
        replica: ReplicaKey,
        offset: i64,
        high_watermark: i64,
        wall_ms: i64,
    ) {
        let known = self
            .by_replica
            .get(&replica)
            .map(|known| known.last_caught_up_ms);
        let caught_up = offset >= high_watermark;
        let last_caught_up_ms = if caught_up {
            wall_ms
        } else {
            known.unwrap_or(-1)
        };
        let observer = Observer {
            replica,
            log_end_offset: offset,
            last_fetch_ms: wall_ms,
            last_caught_up_ms,
        };
        self.by_replica.insert(replica, observer);
        if self.by_replica.len() > MAX_OBSERVERS {
            let silent = self
                .by_replica
                .values()
                .min_by_key(|known| known.last_fetch_ms);
            if let Some(silent) = silent.map(|known| known.replica) {
                self.by_replica.remove(&silent);
            }
        }
    }

    /// Those that have fetched lately.
    pub(super) fn list(&mut self, wall_ms: i64) -> Vec<Observer> {
        self.by_replica
            .retain(|_, known| wall_ms - known.last_fetch_ms <= SESSION_MS);
        self.by_replica.values().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replica(id: i32) -> ReplicaKey {
        ReplicaKey::without_directory(id)
    }

    #[test]
    fn an_observer_is_known_by_its_last_fetch_and_forgotten_after_five_minutes() {
        let mut observers = Observers::default();
        observers.fetched(replica(1), 10, 10, 1000);
        observers.fetched(replica(1), 10, 12, 2000);
        observers.fetched(replica(2), 3, 12, 2000);
        let observer = |id, log_end_offset, last_caught_up_ms| Observer {
            replica: replica(id),
            log_end_offset,
            last_fetch_ms: 2000,
            last_caught_up_ms,
        };
        assert_eq!(
            observers.list(302_000),
            vec![observer(1, 10, 1000), observer(2, 3, -1)]
        );
        assert_eq!(observers.list(302_001), vec![]);
    }

    #[test]
    fn the_number_of_observers_is_bounded() {
        let mut observers = Observers::default();
        for id in 0..=i32::try_from(MAX_OBSERVERS).unwrap() {
            observers.fetched(replica(id), 0, 0, i64::from(id));
        }
        let listed = observers.list(0);
        assert_eq!(listed.len(), MAX_OBSERVERS);
        assert_eq!(listed[0].replica, replica(1), "the longest silent one went");
    }
}
