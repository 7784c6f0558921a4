//! What the rest of the node asks of the controller, and the replies that wait until they may be given.

use kalda_metadata::{Controller, Decision};
use kalda_protocol::metadata_records::MetadataRecord;
use tokio::sync::oneshot;

/// When a command is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Milliseconds from a clock that never goes back.
    pub now_ms: i64,
    /// Milliseconds since 1970.
    pub wall_ms: i64,
    /// Offset that the next record will have.
    pub next_write_offset: i64,
}

/// Why a request has no reply: nothing can be said about whether its records will take effect, unless they were refused
/// outright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotCommitted {
    /// This node is not, or is no longer, the active controller.
    #[error("this node is not the active controller")]
    NotController,
    /// The records do not fit into one batch, or contradict the metadata; nothing was appended.
    #[error("the change cannot be written")]
    Refused,
    /// The node is stopping.
    #[error("the controller has stopped")]
    Stopped,
}

/// Gives a reply, or the reason why there is none.
type Settle = Box<dyn FnOnce(Result<(), NotCommitted>) + Send>;

/// A reply that must not be said before its records are committed. Only [`Waiting`] gives it out.
#[must_use]
pub(super) struct Held {
    settle: Settle,
}

impl Held {
    /// Nobody waits for this one.
    pub(super) fn nobody() -> Self {
        Held {
            settle: Box::new(|_| {}),
        }
    }

    /// The records were not committed: the reply is void.
    pub(super) fn void(self, reason: NotCommitted) {
        (self.settle)(Err(reason));
    }

    /// Waits for everything below the offset `after`.
    pub(super) fn until(self, after: i64) -> Waiting {
        Waiting { after, held: self }
    }
}

/// A held reply with the offset it waits for.
pub(super) struct Waiting {
    after: i64,
    held: Held,
}

impl Waiting {
    /// Whether a commit up to `high_watermark` sets the reply free.
    pub(super) fn is_due(&self, high_watermark: i64) -> bool {
        self.after <= high_watermark
    }

    /// Says the reply.
    pub(super) fn settle(self) {
        (self.held.settle)(Ok(()));
    }

    /// The records may be lost: the reply is void.
    pub(super) fn void(self, reason: NotCommitted) {
        self.held.void(reason);
    }
}

/// A decision without its reply's type.
pub(super) struct Ruling {
    pub(super) records: Vec<MetadataRecord>,
    pub(super) atomic: bool,
    pub(super) held: Held,
}

/// A request to the active controller.
pub(super) trait Command: Send {
    /// Decides on the state of the active controller.
    fn decide(self: Box<Self>, controller: &mut Controller, turn: Turn) -> Ruling;

    /// Answers that nothing will be decided.
    fn refuse(self: Box<Self>, reason: NotCommitted);
}

/// A command made of a closure and the place where its reply goes.
pub(super) struct Ask<R, F> {
    pub(super) decide: F,
    pub(super) reply: oneshot::Sender<Result<R, NotCommitted>>,
}

impl<R, F> Command for Ask<R, F>
where
    R: Send + 'static,
    F: FnOnce(&mut Controller, Turn) -> Decision<R> + Send,
{
    fn decide(self: Box<Self>, controller: &mut Controller, turn: Turn) -> Ruling {
        let Decision {
            records,
            reply,
            atomic,
        } = (self.decide)(controller, turn);
        let sender = self.reply;
        let settle: Settle = Box::new(move |committed| {
            // A receiver that is gone has given up waiting, which changes nothing here.
            drop(sender.send(committed.map(|()| reply)));
        });
        Ruling {
            records,
            atomic,
            held: Held { settle },
        }
    }

    fn refuse(self: Box<Self>, reason: NotCommitted) {
        drop(self.reply.send(Err(reason)));
    }
}
