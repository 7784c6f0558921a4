//! What a step of a shard asks its owner to do.

use kalda_protocol::group_records::GroupRecord;

use crate::request::Answer;

/// A request that waits for its answer. The owner numbers requests; a shard only keeps and returns the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Records to append and answers to give, both in order.
///
/// An answer may leave only when every record the shard has produced so far is committed: it may depend on any of them.
#[derive(Debug, Default, PartialEq)]
pub struct Effects {
    /// Records for the shard's partition. The shard has replayed them already.
    pub records: Vec<GroupRecord>,
    /// Answers, each to the request with this ticket.
    pub answers: Vec<(Ticket, Answer)>,
}

impl Effects {
    /// Answers the request with this ticket.
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Answer) {
        self.answers.push((ticket, answer));
    }
}
