//! Reading segments through after a crash.

use crate::error::LogError;
use crate::names::{CORRUPT, LOG, offset_file};
use crate::producers::{Marker, Producers};
use crate::segment::{Damage, Segment};

use super::{Corruption, Loading};

impl Loading {
    /// Reads all segments from `start` on through, cuts the log at the first unsound batch, and brings indexes,
    /// epochs and the producers' state in line with what is left.
    pub(super) fn recover_from(&mut self, start: usize) -> Result<(), LogError> {
        let first = self.segments.first().map_or(0, |it| it.base_offset);
        let base = self.segments.get(start).map_or(first, |it| it.base_offset);
        let loaded = self
            .snapshots
            .load(&self.storage, base, &mut self.report.findings)?;
        self.producers = loaded.unwrap_or_else(|| Producers::from_entries(Vec::new(), first));
        self.replay_until(base)?;
        self.epochs.truncate_from_end(base);
        self.log_end_offset = base;
        for index in start..self.segments.len() {
            if index > start && self.is_torn_off(index) {
                return self.drop_from(index);
            }
            if let Some(damage) = self.recover_segment(index)? {
                return self.cut_at(index, &damage);
            }
        }
        Ok(())
    }

    fn recover_segment(&mut self, index: usize) -> Result<Option<Damage>, LogError> {
        let Some(segment) = self.segments.get_mut(index) else {
            return Ok(None);
        };
        self.report.scanned_segments += 1;
        self.report.scanned_bytes += segment.bytes();
        // Offsets must not run backwards from one segment to the next either.
        let expected = self.log_end_offset.max(segment.base_offset);
        let (producers, epochs) = (&mut self.producers, &mut self.epochs);
        producers.advance_to(expected);
        let repair = segment.recover(&self.request.config, &mut |found, control| {
            let header = &found.header;
            epochs.assign_newer(header.partition_leader_epoch, header.base_offset);
            let marker = control.and_then(|payload| Marker::read(header, payload));
            producers.replay(header, marker)
        })?;
        self.log_end_offset = repair.next_offset.max(expected);
        segment.release_files();
        Ok(repair.damage)
    }

    /// Whether the segment does not follow what was recovered before it: the end of the segment before was lost, just
    /// at the end of a batch, while this one reached the disk. Compaction leaves such gaps on purpose.
    fn is_torn_off(&self, index: usize) -> bool {
        let base = self.segments.get(index).map_or(0, |it| it.base_offset);
        !self.request.config.compact
            && base > self.log_end_offset
            && base > self.request.recovery_point
    }

    fn drop_from(&mut self, index: usize) -> Result<(), LogError> {
        let behind = self.segments.split_off(index);
        let bytes: u64 = behind.iter().map(Segment::bytes).sum();
        let base = behind.first().map_or(0, |it| it.base_offset);
        let end = self.log_end_offset;
        let had_reached_disk = end < self.request.recovery_point;
        let problem = format!("the segment at {base} does not follow offset {end}");
        self.report
            .findings
            .push(format!("{problem}; the log was cut there ({bytes} bytes)"));
        if had_reached_disk {
            self.report.corruption = Some(Corruption {
                offset: end,
                file: self.storage.path(&offset_file(base, LOG)),
                position: 0,
                bytes,
                problem,
            });
        } else {
            self.report.truncated_bytes = bytes;
        }
        self.put_away(behind, had_reached_disk)
    }

    fn cut_at(&mut self, index: usize, damage: &Damage) -> Result<(), LogError> {
        let behind = self.segments.split_off(index + 1);
        let Some(segment) = self.segments.get_mut(index) else {
            return Ok(());
        };
        self.log_end_offset = damage.next_offset;
        let behind_bytes: u64 = behind.iter().map(Segment::bytes).sum();
        let lost_bytes = damage.bytes + behind_bytes;
        let file = self.storage.path(&offset_file(segment.base_offset, LOG));
        self.report.findings.push(format!(
            "{} was cut at byte {}, offset {}: {} ({lost_bytes} bytes)",
            file.display(),
            damage.position,
            damage.next_offset,
            damage.problem,
        ));
        // Below the recovery point all had reached the disk, so this is no torn write. What cannot be read as a log
        // any more is kept beside it, for a person or a later tool.
        let had_reached_disk = damage.next_offset < self.request.recovery_point;
        if had_reached_disk {
            segment.copy_tail(damage.position, damage.position + damage.bytes, CORRUPT)?;
            self.report.corruption = Some(Corruption {
                offset: damage.next_offset,
                file,
                position: damage.position,
                bytes: lost_bytes,
                problem: damage.problem.clone(),
            });
        } else {
            self.report.truncated_bytes = lost_bytes;
        }
        segment.cut(damage.position, &self.request.config)?;
        self.producers.advance_to(damage.next_offset);
        self.put_away(behind, had_reached_disk)
    }

    /// Takes segments out of the log: kept aside, or removed.
    fn put_away(&self, segments: Vec<Segment>, keep: bool) -> Result<(), LogError> {
        for segment in segments {
            if keep {
                segment.set_aside(CORRUPT)?;
            } else {
                for name in segment.mark_deleted()? {
                    self.storage.remove(&name)?;
                }
            }
        }
        self.storage.sync_directory()
    }
}
