//! The sessions of a broker.

use super::partitions::{Asked, News, PartitionKey, Partitions};
use super::{FINAL_EPOCH, INITIAL_EPOCH, NO_SESSION, next_epoch};
use std::collections::HashMap;

/// A session younger or used more recently than this is only given up for a more valuable one.
const EVICTION_MS: i64 = 120_000;

/// Why a request cannot use the session it names. Each is a top-level error of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionError {
    /// FETCH_SESSION_ID_NOT_FOUND
    NotFound,
    /// INVALID_FETCH_SESSION_EPOCH
    InvalidEpoch,
    /// FETCH_SESSION_TOPIC_ID_ERROR
    TopicIds,
}

/// The session of a fetch in progress.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Opened {
    /// None, and none wanted.
    Sessionless,
    /// None yet: one is made with the answer if there is room.
    Full {
        /// Whether a follower asks.
        privileged: bool,
        /// Whether topics are named by id.
        uses_topic_ids: bool,
    },
    /// The session of this id.
    Incremental {
        /// Session id.
        id: i32,
    },
}

/// The session fields of a request.
#[derive(Debug)]
pub(crate) struct Asking {
    /// Session id of the request.
    pub(crate) session_id: i32,
    /// Session epoch of the request.
    pub(crate) session_epoch: i32,
    /// Whether a follower asks: its session is never given up for a consumer's unless stale.
    pub(crate) privileged: bool,
    /// Whether the request's version names topics by id.
    pub(crate) uses_topic_ids: bool,
    /// Partitions named in the request, in order.
    pub(crate) partitions: Vec<(PartitionKey, Asked)>,
    /// Partitions to drop from the session.
    pub(crate) forgotten: Vec<PartitionKey>,
}

#[derive(Debug)]
struct Session {
    epoch: i32,
    privileged: bool,
    uses_topic_ids: bool,
    created_ms: i64,
    last_used_ms: i64,
    partitions: Partitions,
}

/// All sessions of this broker, at most `max.incremental.fetch.session.cache.slots`.
#[derive(Debug)]
pub(crate) struct SessionCache {
    sessions: HashMap<i32, Session>,
    max_sessions: usize,
}

impl SessionCache {
    /// An empty cache.
    pub(crate) fn new(max_sessions: usize) -> SessionCache {
        SessionCache {
            sessions: HashMap::new(),
            max_sessions,
        }
    }

    /// Begin a fetch: which partitions to read, in which order.
    pub(crate) fn open(
        &mut self,
        asking: Asking,
        now_ms: i64,
    ) -> Result<(Opened, Vec<(PartitionKey, Asked)>), SessionError> {
        if asking.session_epoch == INITIAL_EPOCH || asking.session_epoch == FINAL_EPOCH {
            self.sessions.remove(&asking.session_id);
            let opened = match asking.session_epoch {
                FINAL_EPOCH => Opened::Sessionless,
                _ => Opened::Full {
                    privileged: asking.privileged,
                    uses_topic_ids: asking.uses_topic_ids,
                },
            };
            return Ok((opened, asking.partitions));
        }
        let id = asking.session_id;
        let session = self.sessions.get_mut(&id).ok_or(SessionError::NotFound)?;
        if session.uses_topic_ids != asking.uses_topic_ids {
            return Err(SessionError::TopicIds);
        }
        if session.epoch != asking.session_epoch {
            return Err(SessionError::InvalidEpoch);
        }
        for (key, asked) in &asking.partitions {
            session.partitions.insert(key.clone(), *asked);
        }
        for key in &asking.forgotten {
            session.partitions.remove(key);
        }
        if session.partitions.len() == 0 {
            self.sessions.remove(&id);
            return Ok((Opened::Sessionless, asking.partitions));
        }
        session.epoch = next_epoch(session.epoch);
        session.last_used_ms = now_ms;
        Ok((Opened::Incremental { id }, session.partitions.asked()))
    }

    /// End a fetch: the session id of the answer, and for each of `results` whether the answer mentions it.
    ///
    /// `new_id` proposes ids for a new session until one is positive and free.
    pub(crate) fn close(
        &mut self,
        opened: Opened,
        results: &[(PartitionKey, Asked, News)],
        now_ms: i64,
        new_id: &mut dyn FnMut() -> i32,
    ) -> (i32, Vec<bool>) {
        let all = || vec![true; results.len()];
        match opened {
            Opened::Sessionless => (NO_SESSION, all()),
            Opened::Full {
                privileged,
                uses_topic_ids,
            } => {
                if !self.make_room(privileged, results.len(), now_ms) {
                    return (NO_SESSION, all());
                }
                let id = self.free_id(new_id);
                let mut partitions = Partitions::default();
                for (key, asked, news) in results {
                    partitions.insert(key.clone(), *asked);
                    partitions.note(key, &News { bytes: 0, ..*news });
                }
                let session = Session {
                    epoch: next_epoch(INITIAL_EPOCH),
                    privileged,
                    uses_topic_ids,
                    created_ms: now_ms,
                    last_used_ms: now_ms,
                    partitions,
                };
                self.sessions.insert(id, session);
                (id, all())
            }
            Opened::Incremental { id } => {
                // Evicted meanwhile: the client learns it with its next request.
                let Some(session) = self.sessions.get_mut(&id) else {
                    return (id, all());
                };
                let told = results
                    .iter()
                    .map(|(key, _, news)| session.partitions.note(key, news));
                (id, told.collect())
            }
        }
    }

    fn free_id(&self, new_id: &mut dyn FnMut() -> i32) -> i32 {
        loop {
            let id = new_id();
            if id > NO_SESSION && !self.sessions.contains_key(&id) {
                return id;
            }
        }
    }

    /// Make room for a session of `size` partitions: stale ones go first, then one that is worth less.
    fn make_room(&mut self, privileged: bool, size: usize, now_ms: i64) -> bool {
        if self.sessions.len() < self.max_sessions {
            return true;
        }
        let stalest = self
            .sessions
            .iter()
            .min_by_key(|(id, session)| (session.last_used_ms, **id));
        let Some((&stalest, session)) = stalest else {
            return false;
        };
        if now_ms - session.last_used_ms > EVICTION_MS {
            self.sessions.remove(&stalest);
            return true;
        }
        let evictable = |session: &Session| {
            let old = now_ms - session.created_ms > EVICTION_MS;
            old || (privileged && !session.privileged)
        };
        let cheapest = self
            .sessions
            .iter()
            .filter(|(_, session)| evictable(session))
            .map(|(id, session)| ((session.privileged, session.partitions.len()), *id))
            .min();
        match cheapest {
            Some((worth, id)) if worth <= (privileged, size) => {
                self.sessions.remove(&id);
                true
            }
            Some(_) | None => false,
        }
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
