//! What a shard has been asked and has not answered yet, and what it has decided and not written yet.

use super::batches::{Batches, Unwritable};
use super::held::Ready;
use super::machine::Machine;
use super::slots::Outcome;
use kalda_coordinator::Ticket;
use kalda_protocol::ErrorCode;
use kalda_records::AppendBatch;
use std::collections::HashMap;
use tokio::sync::oneshot;

/// Beyond so many waiting requests the desk looks for those whose clients are gone, and again when they have doubled.
const SWEEP_FROM: usize = 1024;

/// Requests by their tickets, and the effects of the steps since the last append.
pub(super) struct Desk<M: Machine> {
    next_ticket: u64,
    waiting: HashMap<u64, oneshot::Sender<Outcome<M>>>,
    sweep_at: usize,
    effects: M::Effects,
    batches: Batches,
    ready: Vec<Ready<M>>,
}

impl<M: Machine> Desk<M> {
    /// Nobody has asked anything.
    pub(super) fn new(batches: Batches) -> Desk<M> {
        Desk {
            next_ticket: 0,
            waiting: HashMap::new(),
            sweep_at: SWEEP_FROM,
            effects: M::Effects::default(),
            batches,
            ready: Vec::new(),
        }
    }

    /// Where the next step puts its effects.
    pub(super) fn effects(&mut self) -> &mut M::Effects {
        &mut self.effects
    }

    /// A ticket for who waits at `reply`.
    pub(super) fn admit(&mut self, reply: oneshot::Sender<Outcome<M>>) -> Ticket {
        if self.waiting.len() >= self.sweep_at {
            self.waiting.retain(|_, reply| !reply.is_closed());
            self.sweep_at = (self.waiting.len() * 2).max(SWEEP_FROM);
        }
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.waiting.insert(ticket.0, reply);
        ticket
    }

    /// Take over the effects of a step.
    pub(super) fn settle(&mut self, now_ms: i64) -> Result<(), Unwritable> {
        let (records, answers) = M::parts(&mut self.effects);
        for (ticket, answer) in answers.drain(..) {
            if let Some(reply) = self.waiting.remove(&ticket.0) {
                let outcome = Ok(answer);
                self.ready.push(Ready { reply, outcome });
            }
        }
        if records.is_empty() {
            return Ok(());
        }
        let encoded: Result<Vec<_>, _> = records.drain(..).map(|it| M::encode(&it)).collect();
        self.batches.add(&encoded?, now_ms)
    }

    /// No batch of later steps is larger.
    pub(super) fn set_max_bytes(&mut self, max_bytes: usize) {
        self.batches.set_max_bytes(max_bytes);
    }

    /// Whether records are to be appended.
    pub(super) fn has_records(&self) -> bool {
        !self.batches.is_empty()
    }

    /// Bytes of the records to be appended.
    pub(super) fn bytes(&self) -> usize {
        self.batches.bytes()
    }

    /// The records to be appended.
    pub(super) fn take_batches(&mut self) -> Result<Vec<AppendBatch>, Unwritable> {
        self.batches.take()
    }

    /// The answers that may leave once the records are committed.
    pub(super) fn ready(&mut self) -> &mut Vec<Ready<M>> {
        &mut self.ready
    }

    /// Tell everyone that it came to nothing.
    pub(super) fn refuse(&mut self, error: ErrorCode) {
        let ready = self.ready.drain(..).map(|ready| ready.reply);
        let waiting = self.waiting.drain().map(|(_, reply)| reply);
        for reply in ready.chain(waiting) {
            drop(reply.send(Err(error)));
        }
    }
}
