//! The batch that opens an epoch, and where a batch lies in the log.

use bytes::Bytes;
use kalda_records::control::{ControlRecord, LeaderChange, LeaderChangeVoter};
use kalda_records::{BatchHeader, BatchSettings, BuildError};
use uuid::Uuid;

/// What the LeaderChange batch of a new epoch says.
pub(crate) struct Opening {
    pub(crate) epoch: i32,
    pub(crate) base_offset: i64,
    pub(crate) leader: i32,
    pub(crate) voters: Vec<i32>,
    pub(crate) granting: Vec<i32>,
    pub(crate) now_ms: i64,
}

impl Opening {
    pub(crate) fn to_batch(&self) -> Result<Bytes, BuildError> {
        let named = |ids: &[i32]| ids.iter().copied().map(voter).collect();
        let change = LeaderChange {
            version: 0,
            leader_id: self.leader,
            voters: named(&self.voters),
            granting_voters: named(&self.granting),
        };
        let settings = BatchSettings {
            base_offset: self.base_offset,
            partition_leader_epoch: self.epoch,
            ..BatchSettings::default()
        };
        let records = [ControlRecord::LeaderChange(change)];
        Ok(ControlRecord::batch(settings, self.now_ms, &records)?.to_bytes())
    }
}

/// Version 0 of the record, which Kafka 4.3 writes, names voters by node id only.
fn voter(voter_id: i32) -> LeaderChangeVoter {
    LeaderChangeVoter {
        voter_id,
        directory_id: Uuid::nil(),
    }
}

/// First offset and offset after the last record of a batch; `None` when the bytes are no batch.
pub(crate) fn position(batch: &[u8]) -> Option<(i64, i64)> {
    let header = BatchHeader::read(batch).ok()?;
    (header.total_bytes() == batch.len() && header.last_offset_delta >= 0)
        .then(|| (header.base_offset, header.next_offset()))
}
