//! What is known about one producer.

use kalda_records::{BatchHeader, NO_PRODUCER_EPOCH, NO_SEQUENCE, NO_TIMESTAMP, next_sequence};

/// Batches whose repetition is recognised; the Java client keeps at most five in flight.
const REMEMBERED_BATCHES: usize = 5;

/// One remembered batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BatchMark {
    pub(crate) last_sequence: i32,
    pub(crate) last_offset: i64,
    /// Last offset minus first offset; the same for sequences.
    pub(crate) offset_delta: i32,
    pub(crate) timestamp: i64,
}

impl BatchMark {
    pub(crate) fn first_offset(&self) -> i64 {
        self.last_offset
            .saturating_sub(i64::from(self.offset_delta))
    }

    fn first_sequence(&self) -> i32 {
        next_sequence(self.last_sequence, self.offset_delta.saturating_neg())
    }
}

/// One producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProducerEntry {
    pub(crate) producer_epoch: i16,
    pub(crate) coordinator_epoch: i32,
    pub(crate) last_timestamp: i64,
    pub(crate) transaction_start: Option<i64>,
    /// The last batches of the present epoch, oldest first; `marks_used` of them are set.
    pub(super) marks: [BatchMark; REMEMBERED_BATCHES],
    pub(super) marks_used: usize,
}

impl Default for ProducerEntry {
    fn default() -> Self {
        Self {
            producer_epoch: NO_PRODUCER_EPOCH,
            coordinator_epoch: -1,
            last_timestamp: NO_TIMESTAMP,
            transaction_start: None,
            marks: [BatchMark::default(); REMEMBERED_BATCHES],
            marks_used: 0,
        }
    }
}

impl ProducerEntry {
    pub(crate) fn marks(&self) -> &[BatchMark] {
        self.marks.get(..self.marks_used).unwrap_or(&self.marks)
    }

    pub(crate) fn last_mark(&self) -> Option<&BatchMark> {
        self.marks().last()
    }

    /// Sequence of the last record; -1 if none was written in this epoch.
    pub(crate) fn last_sequence(&self) -> i32 {
        self.last_mark()
            .map_or(NO_SEQUENCE, |mark| mark.last_sequence)
    }

    /// The remembered batch that has exactly these sequences.
    pub(crate) fn duplicate_of(&self, header: &BatchHeader) -> Option<BatchMark> {
        if header.producer_epoch != self.producer_epoch {
            return None;
        }
        let (first, last) = (header.base_sequence, header.last_sequence());
        let mut marks = self.marks().iter();
        marks
            .find(|mark| mark.first_sequence() == first && mark.last_sequence == last)
            .copied()
    }

    /// A new epoch begins with a clean record of sequences.
    pub(crate) fn set_epoch(&mut self, producer_epoch: i16) {
        if self.producer_epoch != producer_epoch {
            self.producer_epoch = producer_epoch;
            self.marks_used = 0;
        }
    }

    pub(crate) fn add(&mut self, header: &BatchHeader) {
        self.set_epoch(header.producer_epoch);
        self.last_timestamp = header.max_timestamp;
        self.push(BatchMark {
            last_sequence: header.last_sequence(),
            last_offset: header.last_offset(),
            offset_delta: header.last_offset_delta,
            timestamp: header.max_timestamp,
        });
    }

    pub(crate) fn push(&mut self, mark: BatchMark) {
        if self.marks_used == REMEMBERED_BATCHES {
            self.marks.rotate_left(1);
            self.marks_used -= 1;
        }
        if let Some(slot) = self.marks.get_mut(self.marks_used) {
            *slot = mark;
            self.marks_used += 1;
        }
    }
}
