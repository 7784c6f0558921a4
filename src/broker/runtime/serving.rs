//! A shard that answers: its state machine, and what it was asked and has decided.

use super::append_error::append_error;
use super::batches::Unwritable;
use super::desk::Desk;
use super::held::Held;
use super::machine::{Machine, Moment};
use super::owner::InForce;
use super::slots::Message;
use crate::chance;
use crate::replicas::{Partition, ProduceError};
use kalda_coordinator::Caller;
use kalda_metadata::Image;
use kalda_protocol::ErrorCode;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tracing::{debug, error};

/// Nobody asks when time passes.
const NOBODY: Caller<'static> = Caller {
    version: i16::MAX,
    client_id: "",
    client_host: "",
};

/// A shard that answers.
pub(super) struct Serving<M: Machine> {
    pub(super) machine: M,
    pub(super) partition: Arc<Partition>,
    pub(super) image: Arc<Image>,
    pub(super) settings: Arc<InForce<M::Settings>>,
    pub(super) desk: Desk<M>,
    pub(super) held: Held<M>,
    /// Whether an append has succeeded since it was loaded.
    pub(super) has_appended: bool,
}

/// Why a shard is of no use any more: it says what the log does not.
#[derive(Debug, thiserror::Error)]
pub(super) enum Lost {
    #[error("{0}")]
    Append(#[from] ProduceError),
    #[error("{0}")]
    Unwritable(#[from] Unwritable),
    #[error("a step of its state machine panicked")]
    Panicked,
}

impl Lost {
    /// What those are told who wait.
    fn code(&self) -> ErrorCode {
        match self {
            Lost::Append(error) => append_error(error.code()),
            Lost::Unwritable(_) | Lost::Panicked => ErrorCode::UnknownServerError,
        }
    }
}

/// Takes a step. One that panics costs the shard, as one that cannot be written does: other groups are there again as soon
/// as it is loaded.
fn guard<R>(step: impl FnOnce() -> R) -> Result<R, Lost> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|_| Lost::Panicked)
}

impl<M: Machine> Serving<M> {
    /// Let the machine do something that nobody has asked for.
    pub(super) fn step(
        &mut self,
        now_ms: i64,
        step: impl FnOnce(&mut M, &Moment<'_, M::Settings>, &mut M::Effects),
    ) -> Result<(), Lost> {
        let moment = Moment {
            now_ms,
            caller: NOBODY,
            new_id: chance::new_id(),
            image: &self.image,
            settings: &self.settings.machine,
        };
        let (machine, effects) = (&mut self.machine, self.desk.effects());
        guard(|| step(machine, &moment, effects))?;
        Ok(self.desk.settle(now_ms)?)
    }

    /// Put these requests to the machine, in their order.
    pub(super) fn take_all(
        &mut self,
        messages: &mut Vec<Message<M>>,
        now_ms: i64,
    ) -> Result<(), Lost> {
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
            let (machine, effects) = (&mut self.machine, self.desk.effects());
            guard(|| machine.handle(&moment, ticket, request, effects))?;
            self.desk.settle(now_ms)?;
        }
        Ok(())
    }

    /// Tell everyone that the shard has to be loaded again.
    pub(super) fn lose(&mut self, lost: &Lost) {
        let (topic, _) = self.partition.topic();
        let partition = self.partition.index();
        match self.partition.is_gone() {
            true => debug!(%topic, partition, "a coordinator's partition is gone"),
            false => {
                error!(%topic, partition, error = %lost, "a coordinator cannot go on; it is loaded again")
            }
        }
        self.held.refuse(lost.code());
        self.desk.refuse(lost.code());
    }
}
