//! What a log knows about the producers that write to it: sequences, epochs, open transactions.
//!
//! It is a fold over the log's batches. Duplicates and gaps of idempotent producers are found with it, and the last
//! stable offset comes from it.

mod check;
mod entry;
pub(crate) mod snapshot;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use kalda_records::control::{ControlRecord, TransactionResult};
use kalda_records::{BatchHeader, DecompressionLimits, RecordReader};

use crate::transaction_index::AbortedTransaction;

pub(crate) use check::Verdict;
pub(crate) use entry::{BatchMark, ProducerEntry};

/// The end of a producer's transaction, as a marker in the log states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) result: TransactionResult,
    pub(crate) coordinator_epoch: i32,
}

impl Marker {
    /// The marker in a control batch; `None` for other control records and for what cannot be read.
    pub(crate) fn read(header: &BatchHeader, payload: &[u8]) -> Option<Self> {
        let mut records =
            RecordReader::new(header, payload, DecompressionLimits::default()).ok()?;
        let record = records.next_record().ok()??;
        match ControlRecord::of(&record).ok()? {
            ControlRecord::EndTransaction {
                result,
                coordinator_epoch,
            } => Some(Self {
                result,
                coordinator_epoch,
            }),
            ControlRecord::LeaderChange(_)
            | ControlRecord::SnapshotHeader { .. }
            | ControlRecord::SnapshotFooter { .. }
            | ControlRecord::KRaftVersion { .. }
            | ControlRecord::Voters(_)
            | ControlRecord::Unknown { .. } => None,
        }
    }
}

/// One producer as DescribeProducers shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveProducer {
    /// The producer.
    pub producer_id: i64,
    /// Its newest epoch.
    pub producer_epoch: i16,
    /// Sequence of the last record; -1 if none is known.
    pub last_sequence: i32,
    /// Timestamp of the last batch in ms.
    pub last_timestamp: i64,
    /// Epoch of the coordinator that wrote the last marker; -1 if there was none.
    pub coordinator_epoch: i32,
    /// First offset of the open transaction.
    pub transaction_start_offset: Option<i64>,
}

/// All producers of one log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Producers {
    entries: BTreeMap<i64, ProducerEntry>,
    /// Open transactions: first offset and producer.
    ongoing: BTreeMap<i64, i64>,
    /// Transactions that ended at or above the high watermark: first offset and marker offset.
    unreplicated: BTreeMap<i64, i64>,
    /// The fold has seen all batches below this offset.
    end_offset: i64,
}

impl Producers {
    /// The state at `end_offset` with what a snapshot held.
    pub(crate) fn from_entries(entries: Vec<(i64, ProducerEntry)>, end_offset: i64) -> Self {
        let entries: BTreeMap<_, _> = entries.into_iter().collect();
        let open = entries.iter();
        let ongoing = open.filter_map(|(id, entry)| Some((entry.transaction_start?, *id)));
        Self {
            ongoing: ongoing.collect(),
            entries,
            unreplicated: BTreeMap::new(),
            end_offset,
        }
    }

    pub(crate) fn entries(&self) -> &BTreeMap<i64, ProducerEntry> {
        &self.entries
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn end_offset(&self) -> i64 {
        self.end_offset
    }

    pub(crate) fn advance_to(&mut self, end_offset: i64) {
        self.end_offset = end_offset;
    }

    /// Takes in a batch that is in the log. Returns the transaction if one was aborted here.
    pub(crate) fn replay(
        &mut self,
        header: &BatchHeader,
        marker: Option<Marker>,
    ) -> Option<AbortedTransaction> {
        self.end_offset = header.next_offset();
        if !header.has_producer_id() {
            return None;
        }
        if !header.is_control() {
            self.replay_data(header);
            return None;
        }
        // A control batch whose record the cleaner removed carries no marker and changes nothing.
        marker.and_then(|marker| self.replay_marker(header, marker))
    }

    fn replay_data(&mut self, header: &BatchHeader) {
        let entry = self.entries.entry(header.producer_id).or_default();
        entry.add(header);
        if header.is_transactional() && entry.transaction_start.is_none() {
            entry.transaction_start = Some(header.base_offset);
            self.ongoing.insert(header.base_offset, header.producer_id);
        }
    }

    fn replay_marker(
        &mut self,
        header: &BatchHeader,
        marker: Marker,
    ) -> Option<AbortedTransaction> {
        let entry = self.entries.entry(header.producer_id).or_default();
        let started = entry.transaction_start.take();
        entry.set_epoch(header.producer_epoch);
        entry.coordinator_epoch = marker.coordinator_epoch;
        entry.last_timestamp = header.max_timestamp;
        // A marker without data before it leaves the last stable offset where it is.
        let first_offset = started?;
        self.ongoing.remove(&first_offset);
        self.unreplicated.insert(first_offset, header.base_offset);
        let next_open = self.ongoing.first_key_value().map(|(first, _)| *first);
        match marker.result {
            TransactionResult::Commit => None,
            TransactionResult::Abort => Some(AbortedTransaction {
                producer_id: header.producer_id,
                first_offset,
                last_offset: header.base_offset,
                last_stable_offset: next_open.unwrap_or(header.next_offset()),
            }),
        }
    }

    /// The first offset that readers of committed data must not see yet: of a transaction that is open, or whose end
    /// lies above the high watermark.
    pub(crate) fn first_unstable_offset(&self) -> Option<i64> {
        let open = self.ongoing.first_key_value().map(|(first, _)| *first);
        let unreplicated = self.unreplicated.first_key_value().map(|(first, _)| *first);
        match (open, unreplicated) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (found, None) | (None, found) => found,
        }
    }

    /// Forgets ended transactions whose marker lies below the high watermark.
    pub(crate) fn on_high_watermark(&mut self, high_watermark: i64) {
        if !self.unreplicated.is_empty() {
            self.unreplicated
                .retain(|_, marker| *marker >= high_watermark);
        }
    }

    /// Forgets producers that have been silent for `expiration_ms` and have no open transaction.
    pub(crate) fn expire(&mut self, now_ms: i64, expiration_ms: i64) {
        self.entries.retain(|_, entry| {
            entry.transaction_start.is_some()
                || now_ms.saturating_sub(entry.last_timestamp) < expiration_ms
        });
    }

    /// Whether this producer epoch has an open transaction here.
    pub(crate) fn has_ongoing(&self, producer_id: i64, producer_epoch: i16) -> bool {
        let entry = self.entries.get(&producer_id);
        entry
            .is_some_and(|it| it.producer_epoch == producer_epoch && it.transaction_start.is_some())
    }

    pub(crate) fn active(&self) -> impl Iterator<Item = ActiveProducer> + '_ {
        self.entries
            .iter()
            .map(|(producer_id, entry)| ActiveProducer {
                producer_id: *producer_id,
                producer_epoch: entry.producer_epoch,
                last_sequence: entry.last_sequence(),
                last_timestamp: entry.last_timestamp,
                coordinator_epoch: entry.coordinator_epoch,
                transaction_start_offset: entry.transaction_start,
            })
    }
}
