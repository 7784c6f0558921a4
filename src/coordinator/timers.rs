//! Deadlines by key, without a clock.

use std::collections::{BTreeMap, BTreeSet};

/// At most one deadline per key. Setting a key again moves its deadline.
#[derive(Clone, Debug)]
pub(crate) struct Timers<K> {
    by_key: BTreeMap<K, i64>,
    by_deadline: BTreeSet<(i64, K)>,
}

impl<K> Default for Timers<K> {
    fn default() -> Self {
        Self {
            by_key: BTreeMap::new(),
            by_deadline: BTreeSet::new(),
        }
    }
}

impl<K: Ord + Clone> Timers<K> {
    /// Sets or moves the deadline of `key`, in milliseconds since the epoch.
    pub(crate) fn set(&mut self, key: K, deadline_ms: i64) {
        if let Some(old) = self.by_key.insert(key.clone(), deadline_ms) {
            self.by_deadline.remove(&(old, key.clone()));
        }
        self.by_deadline.insert((deadline_ms, key));
    }

    /// Forgets the deadline of `key`.
    pub(crate) fn cancel(&mut self, key: &K) {
        if let Some(old) = self.by_key.remove(key) {
            self.by_deadline.remove(&(old, key.clone()));
        }
    }

    /// Forgets `first` and the keys after it in order, as long as they are `alike`.
    pub(crate) fn cancel_from(&mut self, first: &K, alike: impl Fn(&K) -> bool) {
        let keys: Vec<K> = self
            .by_key
            .range(first..)
            .map(|(key, _)| key)
            .take_while(|key| alike(key))
            .cloned()
            .collect();
        for key in &keys {
            self.cancel(key);
        }
    }

    /// All keys, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.by_key.keys()
    }

    /// Whether both orders hold the same; a sentence if not.
    pub(crate) fn check(&self) -> Result<(), String> {
        let alike = self.by_key.len() == self.by_deadline.len()
            && self
                .by_deadline
                .iter()
                .all(|(deadline, key)| self.by_key.get(key) == Some(deadline));
        if alike {
            Ok(())
        } else {
            Err("the timers' two orders disagree".to_owned())
        }
    }

    /// The deadline of `key`.
    pub(crate) fn deadline(&self, key: &K) -> Option<i64> {
        self.by_key.get(key).copied()
    }

    /// The earliest deadline of all.
    pub(crate) fn next_deadline(&self) -> Option<i64> {
        self.by_deadline.first().map(|(deadline, _)| *deadline)
    }

    /// Takes the earliest key whose deadline is not after `now_ms`.
    pub(crate) fn pop_due(&mut self, now_ms: i64) -> Option<K> {
        if self.next_deadline()? > now_ms {
            return None;
        }
        let (_, key) = self.by_deadline.pop_first()?;
        self.by_key.remove(&key);
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_come_out_in_order_of_their_latest_deadline() {
        let mut timers = Timers::default();
        timers.set("a", 10);
        timers.set("b", 20);
        timers.set("c", 30);
        timers.set("a", 25);
        timers.cancel(&"c");
        assert_eq!(timers.next_deadline(), Some(20));
        assert_eq!(timers.deadline(&"a"), Some(25));
        assert_eq!(timers.pop_due(19), None);
        assert_eq!(timers.pop_due(40), Some("b"));
        assert_eq!(timers.pop_due(40), Some("a"));
        assert_eq!(timers.pop_due(40), None);
        assert_eq!(timers.next_deadline(), None);
    }
}
