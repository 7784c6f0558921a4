//! Answers that wait until what they depend on is committed.

use super::append_error::append_error;
use super::machine::Machine;
use super::slots::Outcome;
use crate::replicas::Partition;
use kalda_protocol::ErrorCode;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, timeout_at};

/// An answer and where it goes.
pub(super) struct Ready<M: Machine> {
    pub(super) reply: oneshot::Sender<Outcome<M>>,
    pub(super) outcome: Outcome<M>,
}

impl<M: Machine> Ready<M> {
    /// Let it go. Who asked may be gone.
    pub(super) fn send(self) {
        drop(self.reply.send(self.outcome));
    }
}

struct Entry<M: Machine> {
    /// The answers depend on records below this offset.
    end: i64,
    deadline: Instant,
    answers: Vec<Ready<M>>,
}

/// Answers in the order of the records that they depend on.
pub(super) struct Held<M: Machine> {
    partition: Arc<Partition>,
    /// Every record of the shard so far is below this offset.
    end: i64,
    /// Everything below this offset is known to be committed.
    committed: i64,
    entries: VecDeque<Entry<M>>,
}

impl<M: Machine> Held<M> {
    /// Nothing is held yet, but whatever comes depends on the records below `end`.
    pub(super) fn new(partition: Arc<Partition>, end: i64) -> Held<M> {
        Held {
            partition,
            end,
            committed: 0,
            entries: VecDeque::new(),
        }
    }

    /// The shard has records up to here.
    pub(super) fn advance(&mut self, end: i64) {
        self.end = end;
    }

    /// Let answers go when everything so far is committed, at once if it is. After `deadline` those who asked are told
    /// that it did not come to be in time.
    pub(super) fn push(&mut self, answers: &mut Vec<Ready<M>>, deadline: Instant) {
        if answers.is_empty() {
            return;
        }
        if self.committed < self.end {
            self.entries.push_back(Entry {
                end: self.end,
                deadline,
                answers: std::mem::take(answers),
            });
            self.release(Instant::now());
        } else {
            answers.drain(..).for_each(Ready::send);
        }
    }

    /// Let go what is committed, or has waited too long.
    pub(super) fn release(&mut self, now: Instant) {
        match self.partition.high_watermark() {
            Ok(high_watermark) => self.committed = high_watermark,
            Err(error) => return self.refuse(append_error(error)),
        }
        while let Some(first) = self.entries.front() {
            let outcome = match first.end <= self.committed {
                true => None,
                false if first.deadline <= now => Some(append_error(ErrorCode::RequestTimedOut)),
                false => return,
            };
            let Some(entry) = self.entries.pop_front() else {
                return;
            };
            for mut ready in entry.answers {
                if let Some(error) = outcome {
                    ready.outcome = Err(error);
                }
                ready.send();
            }
        }
    }

    /// Tell everyone that waits that it came to nothing.
    pub(super) fn refuse(&mut self, error: ErrorCode) {
        for mut ready in self.entries.drain(..).flat_map(|entry| entry.answers) {
            ready.outcome = Err(error);
            ready.send();
        }
    }

    /// What is waited for first: an offset, and until when.
    pub(super) fn first(&self) -> Option<(i64, Instant)> {
        self.entries
            .front()
            .map(|entry| (entry.end, entry.deadline))
    }
}

/// Waits until [`Held::release`] has something to do about `first`; for ever if nothing is held.
pub(super) async fn progress(partition: &Partition, first: Option<(i64, Instant)>) {
    let Some((end, deadline)) = first else {
        return std::future::pending().await;
    };
    let notify = Arc::new(Notify::new());
    let _waiting = partition.waiters().register(&notify);
    while partition.high_watermark().is_ok_and(|it| it < end) {
        if timeout_at(deadline, notify.notified()).await.is_err() {
            return;
        }
    }
}
