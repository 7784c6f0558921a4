//! Leader epochs of a log: with which epoch which offsets were written.
//!
//! Followers and consumers find with it where their log and the leader's part ways (KIP-101, KIP-279, KIP-320).

use crate::checkpoint::{CheckpointError, read_lines, write_lines};

/// An epoch and the first offset written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochStart {
    /// The leader epoch.
    pub epoch: i32,
    /// Its first offset.
    pub start_offset: i64,
}

/// The answer to "where does epoch e end?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochEnd {
    /// The largest known epoch that is not above the one asked for; -1 if there is none.
    pub epoch: i32,
    /// The offset after that epoch's last record; -1 if unknown.
    pub end_offset: i64,
}

impl EpochEnd {
    /// Nothing is known about the epoch asked for.
    pub const UNKNOWN: Self = Self {
        epoch: -1,
        end_offset: -1,
    };
}

/// Epochs in order, both epochs and start offsets strictly increasing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeaderEpochs {
    entries: Vec<EpochStart>,
    changed: bool,
}

impl LeaderEpochs {
    /// Reads a `leader-epoch-checkpoint`. Entries out of order are dropped as Kafka drops them: the later line wins.
    pub(crate) fn read(content: &[u8]) -> Result<Self, CheckpointError> {
        let lines = read_lines(content, |words| match words {
            [epoch, start] => Some(EpochStart {
                epoch: epoch.parse().ok()?,
                start_offset: start.parse().ok()?,
            }),
            _ => None,
        })?;
        let mut epochs = Self::default();
        for line in lines {
            epochs.assign(line.epoch, line.start_offset);
        }
        epochs.changed = false;
        Ok(epochs)
    }

    /// The text of a `leader-epoch-checkpoint`.
    pub(crate) fn text(&self) -> String {
        let lines = self.entries.iter();
        write_lines(lines.map(|it| format!("{} {}", it.epoch, it.start_offset)))
    }

    /// Whether the file is behind; asking resets it.
    pub(crate) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    pub(crate) fn mark_changed(&mut self) {
        self.changed = true;
    }

    /// All epochs in order.
    pub fn entries(&self) -> &[EpochStart] {
        &self.entries
    }

    /// The newest epoch.
    pub fn latest(&self) -> Option<EpochStart> {
        self.entries.last().copied()
    }

    /// Notes that `epoch` begins at `start_offset`, unless that is known. Entries that contradict it are dropped.
    pub(crate) fn assign(&mut self, epoch: i32, start_offset: i64) {
        if epoch < 0 || start_offset < 0 {
            return;
        }
        let known = self
            .latest()
            .is_some_and(|it| it.epoch == epoch && it.start_offset <= start_offset);
        if known {
            return;
        }
        while self
            .latest()
            .is_some_and(|it| it.epoch >= epoch || it.start_offset >= start_offset)
        {
            self.entries.pop();
        }
        self.entries.push(EpochStart {
            epoch,
            start_offset,
        });
        self.changed = true;
    }

    /// As [`LeaderEpochs::assign`], but only for an epoch above all known ones.
    pub(crate) fn assign_newer(&mut self, epoch: i32, start_offset: i64) {
        if self.latest().is_none_or(|it| it.epoch < epoch) {
            self.assign(epoch, start_offset);
        }
    }

    /// Where `epoch` ends, as OffsetForLeaderEpoch answers it.
    pub fn end_of(&self, epoch: i32, log_end_offset: i64) -> EpochEnd {
        if epoch == EpochEnd::UNKNOWN.epoch {
            return EpochEnd::UNKNOWN;
        }
        if self.latest().is_some_and(|it| it.epoch == epoch) {
            return EpochEnd {
                epoch,
                end_offset: log_end_offset,
            };
        }
        let above = self.entries.partition_point(|it| it.epoch <= epoch);
        let Some(higher) = self.entries.get(above) else {
            return EpochEnd::UNKNOWN;
        };
        let floor = above
            .checked_sub(1)
            .and_then(|index| self.entries.get(index));
        EpochEnd {
            // Older than all that is kept: the records of that epoch are gone, and the log goes on from here.
            epoch: floor.map_or(epoch, |it| it.epoch),
            end_offset: higher.start_offset,
        }
    }

    /// The epoch that `offset` was written in.
    pub fn epoch_of(&self, offset: i64) -> Option<i32> {
        let above = self.entries.partition_point(|it| it.start_offset <= offset);
        let index = above.checked_sub(1)?;
        self.entries.get(index).map(|it| it.epoch)
    }

    /// Forgets epochs that begin at `end_offset` or above.
    pub(crate) fn truncate_from_end(&mut self, end_offset: i64) {
        let keep = self
            .entries
            .partition_point(|it| it.start_offset < end_offset);
        if keep < self.entries.len() {
            self.entries.truncate(keep);
            self.changed = true;
        }
    }

    /// Forgets what lies before `start_offset`; the epoch that holds it now begins there.
    pub(crate) fn truncate_from_start(&mut self, start_offset: i64) {
        let begun = self
            .entries
            .partition_point(|it| it.start_offset <= start_offset);
        let Some(last_begun) = begun.checked_sub(1) else {
            return;
        };
        self.entries.drain(..last_begun);
        if let Some(first) = self.entries.first_mut()
            && (last_begun > 0 || first.start_offset != start_offset)
        {
            first.start_offset = start_offset;
            self.changed = true;
        }
    }

    pub(crate) fn clear(&mut self) {
        self.changed |= !self.entries.is_empty();
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epochs(entries: &[(i32, i64)]) -> LeaderEpochs {
        let mut epochs = LeaderEpochs::default();
        for (epoch, start) in entries {
            epochs.assign(*epoch, *start);
        }
        epochs
    }

    fn pairs(epochs: &LeaderEpochs) -> Vec<(i32, i64)> {
        epochs
            .entries()
            .iter()
            .map(|it| (it.epoch, it.start_offset))
            .collect()
    }

    fn end(epoch: i32, end_offset: i64) -> EpochEnd {
        EpochEnd { epoch, end_offset }
    }

    #[test]
    fn the_end_of_an_epoch_is_the_start_of_the_next() {
        let epochs = epochs(&[(2, 10), (5, 20), (7, 30)]);
        assert_eq!(epochs.end_of(7, 44), end(7, 44));
        assert_eq!(epochs.end_of(5, 44), end(5, 30));
        assert_eq!(epochs.end_of(6, 44), end(5, 30));
        assert_eq!(epochs.end_of(2, 44), end(2, 20));
        assert_eq!(
            epochs.end_of(1, 44),
            end(1, 10),
            "older than all that is kept"
        );
        assert_eq!(epochs.end_of(8, 44), EpochEnd::UNKNOWN);
        assert_eq!(epochs.end_of(-1, 44), EpochEnd::UNKNOWN);
        assert_eq!(LeaderEpochs::default().end_of(0, 44), EpochEnd::UNKNOWN);
    }

    #[test]
    fn a_later_assignment_drops_what_contradicts_it() {
        assert_eq!(
            pairs(&epochs(&[(1, 0), (2, 10), (2, 15)])),
            [(1, 0), (2, 10)]
        );
        assert_eq!(
            pairs(&epochs(&[(1, 0), (2, 10), (3, 10)])),
            [(1, 0), (3, 10)]
        );
        assert_eq!(pairs(&epochs(&[(1, 0), (2, 10), (2, 5)])), [(1, 0), (2, 5)]);
        assert_eq!(
            pairs(&epochs(&[(1, 0), (4, 10), (3, 12)])),
            [(1, 0), (3, 12)]
        );
        assert_eq!(pairs(&epochs(&[(-1, 0), (1, -1)])), []);
    }

    #[test]
    fn truncation_cuts_at_both_ends() {
        let mut cut = epochs(&[(1, 0), (2, 10), (3, 20)]);
        cut.truncate_from_end(20);
        assert_eq!(pairs(&cut), [(1, 0), (2, 10)]);
        cut.truncate_from_start(15);
        assert_eq!(pairs(&cut), [(2, 15)]);
        cut.truncate_from_start(3);
        assert_eq!(pairs(&cut), [(2, 15)]);
        cut.truncate_from_end(0);
        assert_eq!(pairs(&cut), []);
    }

    #[test]
    fn the_epoch_of_an_offset_is_found() {
        let epochs = epochs(&[(2, 10), (5, 20)]);
        let found: Vec<_> = [9, 10, 19, 20, 99].map(|it| epochs.epoch_of(it)).into();
        assert_eq!(found, [None, Some(2), Some(2), Some(5), Some(5)]);
    }

    #[test]
    fn the_file_is_kafkas_and_is_read_back() {
        let written = epochs(&[(0, 0), (3, 17)]);
        assert_eq!(written.text(), "0\n2\n0 0\n3 17\n");
        assert_eq!(
            pairs(&LeaderEpochs::read(written.text().as_bytes()).unwrap()),
            pairs(&written)
        );
        assert!(LeaderEpochs::read(b"0\n1\n0\n").is_err());
        assert!(LeaderEpochs::read(b"garbage").is_err());
    }
}
