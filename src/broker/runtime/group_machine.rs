//! Shards of groups, as their driver sees them.

use super::machine::{Machine, Moment};
use kalda_coordinator::{
    Answer, Context, Effects, GroupSettings, GroupShard, Replayed, Request, Ticket,
};
use kalda_protocol::EncodeError;
use kalda_protocol::group_records::{self, Decoded, GroupRecord, RecordError};
use kalda_protocol::messages::{JoinGroupRequest, OffsetCommitRequest, SyncGroupRequest};
use std::fmt;

/// Bytes of a record of a committed offset beside group, topic and metadata, and then some.
const OFFSET_RECORD_BYTES: usize = 128;

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

    fn recorded_bytes(request: &Request) -> usize {
        match request {
            Request::JoinGroup(request) => joined_bytes(request),
            Request::SyncGroup(request) => synced_bytes(request),
            Request::OffsetCommit(request) => committed_bytes(request),
            // Short texts: what they lead to follows from the shard's state.
            Request::ConsumerGroupHeartbeat(_) => 0,
            // Tombstones at most, and none but for what is there.
            Request::LeaveGroup(_) | Request::OffsetDelete(_) | Request::DeleteGroups(_) => 0,
            Request::Heartbeat(_)
            | Request::OffsetFetch(_)
            | Request::ListGroups(_)
            | Request::DescribeGroups(_)
            | Request::ConsumerGroupDescribe(_) => 0,
        }
    }
}

fn joined_bytes(request: &JoinGroupRequest) -> usize {
    let protocols = request.protocols.iter();
    protocols.map(|it| it.name.len() + it.metadata.len()).sum()
}

fn synced_bytes(request: &SyncGroupRequest) -> usize {
    let assignments = request.assignments.iter();
    assignments
        .map(|it| it.member_id.len() + it.assignment.len())
        .sum()
}

fn committed_bytes(request: &OffsetCommitRequest) -> usize {
    let group = request.group_id.len();
    let topics = request.topics.iter();
    let partitions = topics.flat_map(|topic| {
        let fixed = OFFSET_RECORD_BYTES + group + topic.name.len();
        topic.partitions.iter().map(move |partition| {
            fixed
                + partition
                    .committed_metadata
                    .as_ref()
                    .map_or(0, |it| it.len())
        })
    });
    partitions.sum()
}
