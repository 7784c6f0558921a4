//! Appending.

use kalda_records::{AppendBatch, BatchHeader, TimestampType};

use crate::error::{AppendError, LogError};
use crate::producers::{BatchMark, Marker, Verdict};
use crate::segment::{Incoming, Segment};

use super::Log;

/// Who appends, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A producer, through this leader: offsets and epoch are assigned, sequences checked.
    Client {
        /// Epoch of this leader.
        leader_epoch: i32,
        /// Transaction version that the request implies; 0 outside of transactions.
        transaction_version: i16,
    },
    /// A coordinator on this broker: offsets and epoch are assigned; records may be transactional without sequences,
    /// and markers may come.
    Coordinator {
        /// Epoch of this leader.
        leader_epoch: i32,
        /// Transaction version of a marker.
        transaction_version: i16,
    },
    /// A leader's log: offsets and epoch are taken as they are.
    Replication,
    /// The controllers' consensus: offsets and epoch are taken as they are.
    Raft,
}

impl Origin {
    /// A producer outside of transactions.
    pub fn client(leader_epoch: i32) -> Self {
        Self::Client {
            leader_epoch,
            transaction_version: 0,
        }
    }
}

/// Where a batch went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Offset of the first record; of the original when the batch is a duplicate.
    pub base_offset: i64,
    /// Offset of the last record.
    pub last_offset: i64,
    /// The time given to the records if the topic uses LogAppendTime, else -1; of a duplicate the original's largest
    /// timestamp.
    pub log_append_time_ms: i64,
    /// First offset of the log.
    pub log_start_offset: i64,
    /// The batch was in the log already; nothing was written.
    pub duplicate: bool,
    /// A new segment was begun. The old one should be flushed soon, away from the caller's lock: [`Log::begin_flush`].
    pub rolled: bool,
    /// `flush.messages` or `flush.ms` asks for a flush before the append is acknowledged.
    pub flush_due: bool,
}

impl Log {
    /// Appends one batch.
    ///
    /// With [`Origin::Client`] and [`Origin::Coordinator`] it gets the next offset and the leader's epoch. It is in
    /// the page cache afterwards; on an error the log is as it was.
    pub fn append(
        &mut self,
        mut batch: AppendBatch,
        origin: Origin,
        now_ms: i64,
    ) -> Result<Appended, AppendError> {
        self.check_usable()?;
        self.place(&mut batch, origin)?;
        let header = batch.header;
        self.check_size(&batch)?;
        let marker = read_marker(&batch, origin)?;
        match self.producers.check(&header, marker, origin)? {
            Verdict::Append => {}
            Verdict::Duplicate(mark) => return Ok(self.duplicate(mark, now_ms)),
        }
        self.write_identity()?;
        let rolled = self.roll_for(&batch, now_ms)?;
        self.segments.active_mut().append(&batch, &self.config)?;
        self.log_end_offset = header.next_offset();
        self.epochs
            .assign(header.partition_leader_epoch, header.base_offset);
        if let Some(aborted) = self.producers.replay(&header, marker) {
            // The batch is in the log already; a lost entry would hide an abort, so the log takes no more until
            // recovery has written the index anew.
            let noted = self.segments.active_mut().transaction_index.push(&aborted);
            noted.inspect_err(|_| self.failed = true)?;
        }
        Ok(Appended {
            base_offset: header.base_offset,
            last_offset: header.last_offset(),
            log_append_time_ms: log_append_time(&header, header.max_timestamp),
            log_start_offset: self.log_start_offset,
            duplicate: false,
            rolled,
            flush_due: self.is_flush_due(now_ms),
        })
    }

    /// Gives the batch its offset and epoch, or checks the ones it has.
    fn place(&self, batch: &mut AppendBatch, origin: Origin) -> Result<(), AppendError> {
        match origin {
            Origin::Client { leader_epoch, .. } | Origin::Coordinator { leader_epoch, .. } => {
                batch.set_position(self.log_end_offset, leader_epoch);
            }
            Origin::Replication | Origin::Raft
                if batch.header.base_offset < self.log_end_offset =>
            {
                return Err(AppendError::UnexpectedOffset {
                    first_offset: batch.header.base_offset,
                    last_offset: batch.header.last_offset(),
                    log_end_offset: self.log_end_offset,
                });
            }
            Origin::Replication | Origin::Raft => {}
        }
        let delta = i64::from(batch.header.last_offset_delta);
        let last = batch.header.base_offset.checked_add(delta);
        if delta < 0 || last.is_none_or(|last| last == i64::MAX) {
            return Err(AppendError::InvalidRecord(
                "its offsets leave the range of offsets",
            ));
        }
        Ok(())
    }

    fn check_size(&self, batch: &AppendBatch) -> Result<(), AppendError> {
        let batch_bytes = batch.total_bytes();
        if batch.header.total_bytes() != batch_bytes {
            return Err(AppendError::InvalidRecord(
                "its length field does not fit its payload",
            ));
        }
        if batch_bytes as u64 > u64::from(self.config.segment_bytes) {
            return Err(AppendError::LargerThanSegment {
                batch_bytes,
                segment_bytes: self.config.segment_bytes,
            });
        }
        Ok(())
    }

    fn duplicate(&self, mark: BatchMark, now_ms: i64) -> Appended {
        Appended {
            base_offset: mark.first_offset(),
            last_offset: mark.last_offset,
            // Kafka tells the time of the original here, whatever the timestamp type.
            log_append_time_ms: mark.timestamp,
            log_start_offset: self.log_start_offset,
            duplicate: true,
            rolled: false,
            // The original may still be on its way to the disk; its repetition is not acknowledged before it.
            flush_due: self.is_flush_due(now_ms),
        }
    }

    fn roll_for(&mut self, batch: &AppendBatch, now_ms: i64) -> Result<bool, LogError> {
        let incoming = Incoming {
            bytes: batch.total_bytes() as u64,
            max_timestamp: batch.header.max_timestamp,
            last_offset: batch.header.last_offset(),
            now_ms,
        };
        if !self
            .segments
            .active_mut()
            .must_roll(incoming, &self.config)?
        {
            return Ok(false);
        }
        self.roll_at(batch.header.base_offset, now_ms)?;
        Ok(true)
    }

    /// Begins a new segment at the log end, unless the active one is empty. Returns whether it did.
    pub fn roll(&mut self, now_ms: i64) -> Result<bool, LogError> {
        self.check_usable()?;
        if self.segments.active().bytes() == 0 {
            return Ok(false);
        }
        self.roll_at(self.log_end_offset, now_ms)?;
        Ok(true)
    }

    fn roll_at(&mut self, base_offset: i64, now_ms: i64) -> Result<(), LogError> {
        let birth = self.birth(base_offset, now_ms);
        let next = Segment::create(&self.storage, base_offset, &self.config, birth)?;
        self.segments.active_mut().seal(&self.config)?;
        self.segments.active().release_indexes();
        self.segments.push(next);
        self.flushes.note_new_name(&self.storage.directory);
        // A snapshot at the new segment's first offset lets recovery begin there.
        self.producers.advance_to(base_offset);
        self.snapshots.write(&self.storage, &self.producers)
    }
}

/// The marker of a control batch that ends a transaction. A coordinator's control batch must have one.
fn read_marker(batch: &AppendBatch, origin: Origin) -> Result<Option<Marker>, AppendError> {
    let header = &batch.header;
    if !header.is_control() || !header.has_producer_id() {
        return Ok(None);
    }
    let marker = Marker::read(header, &batch.payload);
    match (marker, origin) {
        (None, Origin::Coordinator { .. }) => {
            Err(AppendError::InvalidRecord("its marker cannot be read"))
        }
        (
            marker,
            Origin::Client { .. } | Origin::Coordinator { .. } | Origin::Replication | Origin::Raft,
        ) => Ok(marker),
    }
}

fn log_append_time(header: &BatchHeader, timestamp: i64) -> i64 {
    match header.timestamp_type() {
        TimestampType::LogAppendTime => timestamp,
        TimestampType::CreateTime => kalda_records::NO_TIMESTAMP,
    }
}
