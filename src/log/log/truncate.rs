//! Cutting the newest records off: what a follower does when its leader has other ones.

use crate::error::LogError;
use crate::producers::{Marker, Producers};
use crate::segment::Segment;

use super::{DeletedSegment, Log};

impl Log {
    /// Removes all from `offset` on. If a batch begins below `offset` and ends above it, it goes as a whole, and the
    /// log then ends where that batch began. Returns what was deleted, for removal later.
    pub fn truncate_to(
        &mut self,
        offset: i64,
        now_ms: i64,
    ) -> Result<Vec<DeletedSegment>, LogError> {
        self.check_usable()?;
        if offset >= self.log_end_offset {
            // An epoch may have been noted without a record in it.
            self.epochs.truncate_from_end(self.log_end_offset);
            return Ok(Vec::new());
        }
        if offset < self.segments.first().base_offset {
            return self.truncate_fully_and_start_at(offset, now_ms);
        }
        self.flushes.note_truncation();
        self.bounds.lock().clear();
        self.call_off_compaction();
        let removed = self.segments.remove_above(offset);
        let outcome = self.cut_active(offset, now_ms, &removed);
        // Half a truncation leaves files and state apart; only recovery brings them together again.
        outcome.inspect_err(|_| self.failed = true)
    }

    fn cut_active(
        &mut self,
        offset: i64,
        now_ms: i64,
        removed: &[Segment],
    ) -> Result<Vec<DeletedSegment>, LogError> {
        self.log_end_offset = self.segments.active_mut().truncate_to(offset, now_ms)?;
        let end = self.log_end_offset;
        let deleted = self.mark_deleted(removed)?;
        self.epochs.truncate_from_end(end);
        self.log_start_offset = self.log_start_offset.min(end);
        self.recovery_point = self.recovery_point.min(end);
        self.first_dirty_offset = self.first_dirty_offset.map(|it| it.min(end));
        self.snapshots.remove_where(&self.storage, |it| it > end)?;
        self.reload_producers()?;
        self.set_high_watermark(self.high_watermark);
        Ok(deleted)
    }

    /// Removes everything; the next record gets `offset`. Returns what was deleted, for removal later.
    pub fn truncate_fully_and_start_at(
        &mut self,
        offset: i64,
        now_ms: i64,
    ) -> Result<Vec<DeletedSegment>, LogError> {
        self.check_usable()?;
        self.flushes.note_truncation();
        self.bounds.lock().clear();
        self.call_off_compaction();
        let outcome = self.start_over(offset, now_ms);
        outcome.inspect_err(|_| self.failed = true)
    }

    fn start_over(&mut self, offset: i64, now_ms: i64) -> Result<Vec<DeletedSegment>, LogError> {
        // The old files get out of the way first: one of them may have the name of the new segment.
        let mut deleted = Vec::new();
        for segment in self.segments.iter() {
            let names = segment.mark_deleted()?;
            deleted.push(DeletedSegment {
                base_offset: segment.base_offset,
                bytes: segment.bytes(),
                files: self.paths(names),
            });
        }
        let birth = self.birth(offset, now_ms);
        let fresh = Segment::create(&self.storage, offset, &self.config, birth)?;
        self.segments.replace_all(fresh);
        self.flushes.note_new_name(&self.storage.directory);
        self.snapshots.remove_where(&self.storage, |_| true)?;
        self.producers = Producers::from_entries(Vec::new(), offset);
        self.epochs.clear();
        self.log_start_offset = offset;
        self.log_end_offset = offset;
        self.recovery_point = offset;
        self.first_dirty_offset = None;
        self.set_high_watermark(offset);
        Ok(deleted)
    }

    /// Makes the producers' state anew from the newest snapshot and the batches behind it.
    fn reload_producers(&mut self) -> Result<(), LogError> {
        let mut notes = Vec::new();
        let end = self.log_end_offset;
        let loaded = self.snapshots.load(&self.storage, end, &mut notes)?;
        let first = self.segments.first().base_offset;
        let mut producers = loaded.unwrap_or_else(|| Producers::from_entries(Vec::new(), first));
        for segment in self.segments.from(producers.end_offset()) {
            replay_segment(segment, &mut producers, end)?;
        }
        producers.advance_to(end);
        self.producers = producers;
        Ok(())
    }
}

/// Takes the batches of a segment below `until` into the producers' state.
pub(super) fn replay_segment(
    segment: &Segment,
    producers: &mut Producers,
    until: i64,
) -> Result<(), LogError> {
    if segment.bytes() == 0 {
        return Ok(());
    }
    let mut failure = None;
    segment.visit_from(producers.end_offset(), |found, file| {
        let header = &found.header;
        if header.base_offset >= until || failure.is_some() {
            return;
        }
        let marker = if header.is_control() && header.has_producer_id() {
            match segment.payload(file, found) {
                Ok(payload) => Marker::read(header, &payload),
                Err(error) => {
                    failure = Some(error);
                    None
                }
            }
        } else {
            None
        };
        // The index entries of aborted transactions exist already; only recovery writes them.
        producers.replay(header, marker);
    })?;
    failure.map_or(Ok(()), Err)
}
