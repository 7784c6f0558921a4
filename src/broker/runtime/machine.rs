//! What a coordinator's state machine is to its driver.

use kalda_coordinator::{Caller, Ticket};
use kalda_metadata::Image;
use kalda_protocol::messages::StrBytes;
use kalda_protocol::{EncodeError, ErrorCode};
use std::fmt::Display;
use std::sync::Arc;
use uuid::Uuid;

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    /// The request's version on the wire.
    pub(crate) version: i16,
    /// The client id of the request header.
    pub(crate) client_id: Option<StrBytes>,
    /// The client's address as Kafka writes it: `/` and the address.
    pub(crate) host: Arc<str>,
}

impl Asker {
    /// The same, for a state machine.
    pub(super) fn caller(&self) -> Caller<'_> {
        Caller {
            version: self.version,
            client_id: self.client_id.as_deref().unwrap_or_default(),
            client_host: &self.host,
        }
    }
}

/// Time, chance and the world around a shard at one step.
#[derive(Debug)]
pub(crate) struct Moment<'a, S> {
    /// Milliseconds since 1970.
    pub(crate) now_ms: i64,
    /// Who asks; nobody when time has passed or the metadata has changed.
    pub(crate) caller: Caller<'a>,
    /// A fresh random id.
    pub(crate) new_id: Uuid,
    /// The cluster's metadata.
    pub(crate) image: &'a Image,
    /// The coordinator's settings.
    pub(crate) settings: &'a S,
}

/// The state of one shard of a coordinator.
///
/// What its records say changes as the records are made, so a machine whose records were not appended is of no use any
/// more: the driver drops it and loads another from the log.
pub(crate) trait Machine: Default + Send + 'static {
    /// What its shards hold, for the log.
    const KIND: &'static str;
    /// What it can be asked.
    type Request: Send + 'static;
    /// What it answers.
    type Answer: Send + 'static;
    /// What it writes.
    type Record: Send + 'static;
    /// Records and answers of some steps.
    type Effects: Default + Send + 'static;
    /// Why a record of the log says nothing to it.
    type Skipped: Display;
    /// Its settings.
    type Settings: Send + Sync + 'static;

    /// Takes a request. Its answer is in these effects or in later ones.
    fn handle(
        &mut self,
        moment: &Moment<'_, Self::Settings>,
        ticket: Ticket,
        request: Self::Request,
        effects: &mut Self::Effects,
    );

    /// Does what is due.
    fn tick(&mut self, moment: &Moment<'_, Self::Settings>, effects: &mut Self::Effects);

    /// When to tick next, in milliseconds since 1970.
    fn next_deadline(&self) -> Option<i64>;

    /// The metadata is another one.
    fn metadata_changed(
        &mut self,
        moment: &Moment<'_, Self::Settings>,
        effects: &mut Self::Effects,
    );

    /// Replays a record of the log; `producer` of a transaction's record.
    fn load(
        &mut self,
        key: &[u8],
        value: Option<&[u8]>,
        producer: Option<i64>,
    ) -> Result<(), Self::Skipped>;

    /// Replays the end of a transaction.
    fn load_marker(&mut self, producer_id: i64, committed: bool);

    /// The log was replayed to its end.
    fn finish_loading(&mut self, moment: &Moment<'_, Self::Settings>, effects: &mut Self::Effects);

    /// The records and answers of `effects`, to be taken.
    #[expect(
        clippy::type_complexity,
        reason = "both lists of one struct, borrowed together"
    )]
    fn parts(
        effects: &mut Self::Effects,
    ) -> (&mut Vec<Self::Record>, &mut Vec<(Ticket, Self::Answer)>);

    /// Key and value of a record; no value is a tombstone.
    fn encode(record: &Self::Record) -> Result<(Vec<u8>, Option<Vec<u8>>), EncodeError>;

    /// Whether what `request` itself can put into records fits into a batch of `max_bytes`, whatever the shard's state;
    /// else Kafka's code for it. A machine is only asked what it can write down.
    fn admit(
        request: &Self::Request,
        settings: &Self::Settings,
        max_bytes: usize,
    ) -> Result<(), ErrorCode>;
}
