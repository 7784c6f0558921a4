//! The rules: which batches and records of a log stay.

use std::collections::BTreeMap;

use kalda_records::{BatchHeader, Record};

use crate::producers::{Marker, ProducerEntry};
use crate::transaction_index::AbortedTransaction;

use super::offset_map::OffsetMap;
use super::transactions::{MarkerFate, Transactions};

/// What must not be lost of a producer that may write on: its last sequence, or its epoch when a marker was the last
/// that it wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LastOfProducer {
    last_data_offset: Option<i64>,
    producer_epoch: i16,
}

impl LastOfProducer {
    pub(crate) fn of(entry: &ProducerEntry) -> Self {
        Self {
            last_data_offset: entry.last_mark().map(|mark| mark.last_offset),
            producer_epoch: entry.producer_epoch,
        }
    }

    fn is_in(self, header: &BatchHeader) -> bool {
        match self.last_data_offset {
            Some(offset) => header.last_offset() == offset,
            None => header.is_control() && header.producer_epoch == self.producer_epoch,
        }
    }
}

/// What happens to a batch as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// None of its records stays; else each is asked for.
    pub(super) drops_records: bool,
    /// Without records it stays as a bare header.
    pub(super) stays_hollow: bool,
    /// It is the marker of a transaction without batches, so its time to go begins to run.
    pub(super) is_idle_marker: bool,
    /// A transaction that the index of the new segment must have.
    pub(super) aborted: Option<AbortedTransaction>,
}

/// Judges batch after batch, in order.
pub(super) struct Keeper<'a> {
    pub(super) map: &'a OffsetMap,
    pub(super) transactions: Transactions,
    pub(super) last_of_producers: &'a BTreeMap<i64, LastOfProducer>,
    pub(super) now_ms: i64,
}

impl Keeper<'_> {
    /// `is_last` says that the batch is the last one of what becomes one segment. It stays, hollow if need be: the
    /// segment's end then tells which old segments it stands for, and no offset is lost at the end of a pass.
    pub(super) fn judge(
        &mut self,
        header: &BatchHeader,
        marker: Option<Marker>,
        is_last: bool,
    ) -> Verdict {
        let mut verdict = Verdict {
            drops_records: false,
            stays_hollow: is_last || self.is_last_of_producer(header),
            is_idle_marker: false,
            aborted: None,
        };
        if !header.is_control() {
            verdict.drops_records = self.transactions.on_records(header);
            return verdict;
        }
        match self.transactions.on_control(header, marker) {
            MarkerFate::Empty => {
                let horizon_ms = header.delete_horizon_ms();
                verdict.drops_records = horizon_ms.is_some_and(|it| it <= self.now_ms);
                verdict.is_idle_marker = true;
            }
            MarkerFate::Needed(aborted) => verdict.aborted = aborted,
        }
        verdict
    }

    fn is_last_of_producer(&self, header: &BatchHeader) -> bool {
        let last = self.last_of_producers.get(&header.producer_id);
        header.has_producer_id() && last.is_some_and(|it| it.is_in(header))
    }

    /// Whether a record stays; asked only where the batch does not drop them all.
    pub(super) fn keeps(&self, header: &BatchHeader, record: &Record<'_>) -> bool {
        if header.is_control() || record.offset > self.map.latest_offset() {
            return true;
        }
        // Records without a key cannot get in here any more; what a topic has from before it was compacted goes.
        let Some(key) = record.key else {
            return false;
        };
        let is_newest = self.map.get(key).is_none_or(|it| record.offset >= it);
        let horizon_ms = header.delete_horizon_ms();
        let may_be_a_tombstone = horizon_ms.is_none_or(|it| self.now_ms < it);
        is_newest && (record.value.is_some() || may_be_a_tombstone)
    }
}
