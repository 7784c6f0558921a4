//! Shards of groups, as their driver sees them.

use super::admission;
use super::machine::{Machine, Moment};
use kalda_coordinator::{
    Answer, Context, Effects, GroupSettings, GroupShard, Replayed, Request, Ticket,
};
use kalda_protocol::group_records::{self, Decoded, GroupRecord, RecordError};
use kalda_protocol::{EncodeError, ErrorCode};
use std::fmt;

/// A record of the log that says nothing to groups.
pub(crate) enum Skipped {
    /// It is damaged, or of a newer version.
    Unreadable(RecordError),
    /// Share groups, streams groups, or newer brokers write such records.
    UnknownType(i16),
}

impl fmt::Display for Skipped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Skipped::Unreadable(error) => error.fmt(formatter),
            Skipped::UnknownType(record_type) => {
                write!(formatter, "records of type {record_type} are not known")
            }
        }
    }
}

fn context<'a>(moment: &Moment<'a, GroupSettings>) -> Context<'a> {
    Context {
        now_ms: moment.now_ms,
        caller: moment.caller,
        new_id: moment.new_id,
        image: moment.image,
        settings: moment.settings,
    }
}

impl Machine for GroupShard {
    const KIND: &'static str = "groups and offsets";
    type Request = Request;
    type Answer = Answer;
    type Record = GroupRecord;
    type Effects = Effects;
    type Skipped = Skipped;
    type Settings = GroupSettings;

    fn handle(
        &mut self,
        moment: &Moment<'_, GroupSettings>,
        ticket: Ticket,
        request: Request,
        effects: &mut Effects,
    ) {
        GroupShard::handle(self, &context(moment), ticket, request, effects);
    }

    fn tick(&mut self, moment: &Moment<'_, GroupSettings>, effects: &mut Effects) {
        GroupShard::tick(self, &context(moment), effects);
    }

    fn next_deadline(&self) -> Option<i64> {
        GroupShard::next_deadline(self)
    }

    fn metadata_changed(&mut self, moment: &Moment<'_, GroupSettings>, effects: &mut Effects) {
        GroupShard::metadata_changed(self, &context(moment), effects);
    }

    fn load(
        &mut self,
        key: &[u8],
        value: Option<&[u8]>,
        producer: Option<i64>,
    ) -> Result<(), Skipped> {
        match group_records::decode(key, value).map_err(Skipped::Unreadable)? {
            Decoded::Known(record) => {
                self.replay(&Replayed::Record {
                    record,
                    transaction: producer,
                });
                Ok(())
            }
            Decoded::UnknownType(record_type) => Err(Skipped::UnknownType(record_type)),
        }
    }

    fn load_marker(&mut self, producer_id: i64, committed: bool) {
        self.replay(&Replayed::Marker {
            producer_id,
            committed,
        });
    }

    fn finish_loading(&mut self, moment: &Moment<'_, GroupSettings>, effects: &mut Effects) {
        GroupShard::finish_loading(self, &context(moment), effects);
    }

    fn parts(effects: &mut Effects) -> (&mut Vec<GroupRecord>, &mut Vec<(Ticket, Answer)>) {
        (&mut effects.records, &mut effects.answers)
    }

    fn encode(record: &GroupRecord) -> Result<(Vec<u8>, Option<Vec<u8>>), EncodeError> {
        group_records::encode(record)
    }

    fn admit(
        request: &Request,
        settings: &GroupSettings,
        max_bytes: usize,
    ) -> Result<(), ErrorCode> {
        admission::admit(request, settings, max_bytes)
    }
}
