//! The batch that opens an epoch, and where a batch lies in the log.

use bytes::Bytes;
use kalda_records::{Attributes, BatchBuilder, BatchHeader, BatchSettings, NewRecord, varint};

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
    pub(crate) fn to_batch(&self) -> Bytes {
        let mut value = vec![0, 0];
        value.extend_from_slice(&self.leader.to_be_bytes());
        for ids in [&self.voters, &self.granting] {
            varint::write_unsigned(&mut value, ids.len() as u32 + 1);
            for id in ids {
                value.extend_from_slice(&id.to_be_bytes());
                value.push(0);
            }
        }
        value.push(0);
        let mut builder = BatchBuilder::new(BatchSettings {
            base_offset: self.base_offset,
            partition_leader_epoch: self.epoch,
            attributes: Attributes {
                control: true,
                ..Attributes::default()
            },
            ..BatchSettings::default()
        });
        builder.append(&NewRecord {
            timestamp: self.now_ms,
            key: Some(&[0, 0, 0, 2]),
            value: Some(&value),
            ..NewRecord::default()
        });
        builder.build().unwrap().to_bytes()
    }
}

/// First offset and offset after the last record of a batch; `None` when the bytes are no batch.
pub(crate) fn position(batch: &[u8]) -> Option<(i64, i64)> {
    let header = BatchHeader::read(batch).ok()?;
    (header.total_bytes() == batch.len() && header.last_offset_delta >= 0)
        .then(|| (header.base_offset, header.next_offset()))
}
