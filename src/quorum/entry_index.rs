//! Which offsets each raft entry has: one slot per batch after the newest snapshot.

use crate::metadata_log::SnapshotPoint;

/// What is kept of one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    next_offset: i64,
    epoch: i32,
    bytes: u32,
}

/// The map between indexes and offsets, sixteen bytes per batch: a day of idle no-op records without a snapshot takes
/// less than 3 MiB.
#[derive(Debug, Clone, Default)]
pub(crate) struct EntryIndex {
    point: SnapshotPoint,
    slots: Vec<Slot>,
}

/// One entry's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) index: u64,
    pub(crate) epoch: i32,
    pub(crate) base_offset: i64,
    pub(crate) next_offset: i64,
    pub(crate) bytes: u32,
}

impl EntryIndex {
    pub(crate) fn new(point: SnapshotPoint) -> Self {
        EntryIndex {
            point,
            slots: Vec::new(),
        }
    }

    pub(crate) fn point(&self) -> SnapshotPoint {
        self.point
    }

    pub(crate) fn last_index(&self) -> u64 {
        self.point.index + self.slots.len() as u64
    }

    pub(crate) fn end_offset(&self) -> i64 {
        self.slots
            .last()
            .map_or(self.point.offset, |slot| slot.next_offset)
    }

    /// Adds the batch after the last one.
    pub(crate) fn push(&mut self, next_offset: i64, epoch: i32, bytes: u32) {
        self.slots.push(Slot {
            next_offset,
            epoch,
            bytes,
        });
    }

    /// Forgets the entries from `index` on; answers with the offset at which the log now ends.
    pub(crate) fn truncate(&mut self, index: u64) -> i64 {
        if let Some(keep) = self.position(index) {
            self.slots.truncate(keep);
        }
        self.end_offset()
    }

    pub(crate) fn epoch_at(&self, index: u64) -> Option<i32> {
        if index == self.point.index {
            return Some(self.point.epoch);
        }
        Some(self.slots.get(self.position(index)?)?.epoch)
    }

    pub(crate) fn next_offset_at(&self, index: u64) -> Option<i64> {
        if index == self.point.index {
            return Some(self.point.offset);
        }
        Some(self.slots.get(self.position(index)?)?.next_offset)
    }

    pub(crate) fn place(&self, index: u64) -> Option<Place> {
        let slot = self.slots.get(self.position(index)?)?;
        let base_offset = self.next_offset_at(index.checked_sub(1)?)?;
        let Slot {
            next_offset,
            epoch,
            bytes,
        } = *slot;
        Some(Place {
            index,
            epoch,
            base_offset,
            next_offset,
            bytes,
        })
    }

    /// The entry that ends at `next_offset`, or the snapshot's own place.
    pub(crate) fn ending_at(&self, next_offset: i64) -> Option<SnapshotPoint> {
        if next_offset == self.point.offset {
            return Some(self.point);
        }
        let found = self
            .slots
            .binary_search_by_key(&next_offset, |slot| slot.next_offset)
            .ok()?;
        let slot = self.slots.get(found)?;
        let index = self.point.index + found as u64 + 1;
        Some(SnapshotPoint {
            index,
            offset: next_offset,
            epoch: slot.epoch,
        })
    }

    /// A snapshot up to `point` exists: the entries inside it are forgotten.
    pub(crate) fn advance(&mut self, point: SnapshotPoint) {
        let inside = point.index.saturating_sub(self.point.index);
        let inside = usize::try_from(inside)
            .unwrap_or(usize::MAX)
            .min(self.slots.len());
        self.slots.drain(..inside);
        self.point = point;
    }

    fn position(&self, index: u64) -> Option<usize> {
        usize::try_from(index.checked_sub(self.point.index + 1)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> EntryIndex {
        let mut index = EntryIndex::new(SnapshotPoint {
            index: 10,
            offset: 100,
            epoch: 2,
        });
        index.push(103, 2, 90);
        index.push(104, 3, 80);
        index.push(110, 3, 70);
        index
    }

    #[test]
    fn every_entry_is_found_by_index_and_by_end_offset() {
        let index = sample();
        let place = Place {
            index: 12,
            epoch: 3,
            base_offset: 103,
            next_offset: 104,
            bytes: 80,
        };
        assert_eq!(index.place(12), Some(place));
        assert_eq!(index.epoch_at(10), Some(2));
        assert_eq!((index.epoch_at(9), index.epoch_at(14)), (None, None));
        assert_eq!((index.last_index(), index.end_offset()), (13, 110));
        let ends = |offset| index.ending_at(offset).map(|point| point.index);
        assert_eq!(
            [100, 103, 104, 110].map(ends),
            [Some(10), Some(11), Some(12), Some(13)]
        );
        assert_eq!([99, 101, 111].map(ends), [None, None, None]);
    }

    #[test]
    fn truncation_and_snapshots_cut_it_from_both_sides() {
        let mut index = sample();
        assert_eq!(index.truncate(13), 104);
        assert_eq!(index.last_index(), 12);
        let point = index.ending_at(103).unwrap();
        index.advance(point);
        assert_eq!((index.point(), index.last_index()), (point, 12));
        assert_eq!(index.place(12).map(|place| place.base_offset), Some(103));
        assert_eq!(index.place(11), None);
    }
}
