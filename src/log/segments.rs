//! The segments of a log, in order. There always is one, the active one, which takes appends.

use std::ops::Range;
use std::sync::Arc;

use crate::compaction::Source;
use crate::segment::Segment;

/// The segments of a log.
#[derive(Debug)]
pub(crate) struct Segments {
    sealed: Vec<Segment>,
    active: Segment,
}

impl Segments {
    /// Takes segments in order of their base offsets; gives them back when there is none.
    pub(crate) fn new(mut ordered: Vec<Segment>) -> Option<Self> {
        let active = ordered.pop()?;
        Some(Self {
            sealed: ordered,
            active,
        })
    }

    pub(crate) fn of(active: Segment) -> Self {
        Self {
            sealed: Vec::new(),
            active,
        }
    }

    pub(crate) fn active(&self) -> &Segment {
        &self.active
    }

    pub(crate) fn active_mut(&mut self) -> &mut Segment {
        &mut self.active
    }

    pub(crate) fn first(&self) -> &Segment {
        self.sealed.first().unwrap_or(&self.active)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Segment> {
        self.sealed.iter().chain(std::iter::once(&self.active))
    }

    pub(crate) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Segment> {
        self.sealed
            .iter_mut()
            .chain(std::iter::once(&mut self.active))
    }

    pub(crate) fn len(&self) -> usize {
        self.sealed.len() + 1
    }

    /// The segments that can hold `offset` or something above it.
    pub(crate) fn from(&self, offset: i64) -> impl Iterator<Item = &Segment> {
        let above = self
            .sealed
            .partition_point(|segment| segment.base_offset <= offset);
        let start = if above == self.sealed.len() && self.active.base_offset <= offset {
            above
        } else {
            above.saturating_sub(1)
        };
        self.iter().skip(start)
    }

    /// Makes `next` the active segment.
    pub(crate) fn push(&mut self, next: Segment) {
        let sealed = std::mem::replace(&mut self.active, next);
        self.sealed.push(sealed);
    }

    /// Where these very segments are, if they still are neighbours and sealed.
    pub(crate) fn find_run(&self, sources: &[Source]) -> Option<Range<usize>> {
        let first = sources.first()?;
        let is_first = |segment: &Segment| Arc::ptr_eq(segment.identity(), &first.identity);
        let start = self.sealed.iter().position(is_first)?;
        let end = start.checked_add(sources.len())?;
        let run = self.sealed.get(start..end)?;
        let same = |(segment, source): (&Segment, &Source)| {
            Arc::ptr_eq(segment.identity(), &source.identity) && segment.bytes() == source.bytes
        };
        run.iter().zip(sources).all(same).then_some(start..end)
    }

    /// Puts `next` in the place of some sealed segments, and gives those out.
    pub(crate) fn replace(&mut self, place: Range<usize>, next: Segment) -> Vec<Segment> {
        self.sealed.splice(place, [next]).collect()
    }

    pub(crate) fn sealed_mut(&mut self, index: usize) -> Option<&mut Segment> {
        self.sealed.get_mut(index)
    }

    /// Takes out the oldest `count` sealed segments.
    pub(crate) fn remove_oldest(&mut self, count: usize) -> Vec<Segment> {
        let count = count.min(self.sealed.len());
        self.sealed.drain(..count).collect()
    }

    /// Takes out all segments above the one that holds `offset`, oldest first; that one becomes active.
    pub(crate) fn remove_above(&mut self, offset: i64) -> Vec<Segment> {
        let mut removed = Vec::new();
        while self.active.base_offset > offset {
            let Some(previous) = self.sealed.pop() else {
                break;
            };
            removed.push(std::mem::replace(&mut self.active, previous));
        }
        removed.reverse();
        removed
    }

    /// Puts `only` in the place of all segments.
    pub(crate) fn replace_all(&mut self, only: Segment) -> Vec<Segment> {
        let active = std::mem::replace(&mut self.active, only);
        let mut removed = std::mem::take(&mut self.sealed);
        removed.push(active);
        removed
    }
}
