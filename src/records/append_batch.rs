//! A batch fit to append: checked, and cheap to place.

use bytes::{BufMut, Bytes, BytesMut};

use crate::header::{BatchError, BatchHeader, CRC_START, HEADER_BYTES};

/// One checked batch: its header by value and its payload as it came, shared and never copied.
///
/// Placing a batch in a log changes the header alone, so appending is a vectored write of
/// [`header_bytes`](AppendBatch::header_bytes) and `payload`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppendBatch {
    /// The header to write.
    pub header: BatchHeader,
    /// Everything after the header.
    pub payload: Bytes,
}

impl AppendBatch {
    /// Takes exactly one whole batch, as a fetch answer or a file holds it, after checking structure and CRC.
    ///
    /// The records inside are not looked at: what a leader has accepted, its followers take.
    pub fn from_wire(bytes: Bytes) -> Result<Self, BatchError> {
        let header = BatchHeader::read(&bytes)?;
        if header.total_bytes() != bytes.len() {
            return Err(BatchError::Size {
                claimed: header.total_bytes(),
                available: bytes.len(),
            });
        }
        if header.last_offset_delta < 0 {
            return Err(BatchError::LastOffsetDelta(header.last_offset_delta));
        }
        if header.records_count < 0 {
            return Err(BatchError::RecordsCount(header.records_count));
        }
        let computed = crc32c::crc32c(bytes.get(CRC_START..).unwrap_or_default());
        if computed != header.crc {
            return Err(BatchError::Crc {
                stored: header.crc,
                computed,
            });
        }
        Ok(Self {
            header,
            payload: bytes.slice(HEADER_BYTES..),
        })
    }

    /// Gives the batch its place; both fields lie outside the checksum.
    pub fn set_position(&mut self, base_offset: i64, leader_epoch: i32) {
        self.header.base_offset = base_offset;
        self.header.partition_leader_epoch = leader_epoch;
    }

    /// Bytes of the whole batch.
    pub fn total_bytes(&self) -> usize {
        HEADER_BYTES + self.payload.len()
    }

    /// The header as it stands on the wire.
    pub fn header_bytes(&self) -> [u8; HEADER_BYTES] {
        self.header.to_bytes()
    }

    /// The whole batch in one piece; copies the payload.
    pub fn to_bytes(&self) -> Bytes {
        let mut out = BytesMut::with_capacity(self.total_bytes());
        out.put_slice(&self.header_bytes());
        out.put_slice(&self.payload);
        out.freeze()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BatchBuilder, BatchSettings, NewRecord};

    fn wire() -> Vec<u8> {
        let mut builder = BatchBuilder::new(BatchSettings::default());
        builder.append(&NewRecord {
            timestamp: 5,
            key: Some(b"k"),
            value: Some(b"value"),
            ..NewRecord::default()
        });
        builder.build().unwrap().to_bytes().to_vec()
    }

    #[test]
    fn placing_a_batch_keeps_its_checksum() {
        let mut batch = AppendBatch::from_wire(wire().into()).unwrap();
        batch.set_position(4711, 8);
        let placed = AppendBatch::from_wire(batch.to_bytes()).unwrap();
        assert_eq!(placed, batch);
        assert_eq!(
            (
                placed.header.base_offset,
                placed.header.partition_leader_epoch
            ),
            (4711, 8)
        );
    }

    #[test]
    fn the_payload_is_shared_not_copied() {
        let bytes = Bytes::from(wire());
        let batch = AppendBatch::from_wire(bytes.clone()).unwrap();
        assert_eq!(batch.payload.as_ptr(), bytes[HEADER_BYTES..].as_ptr());
    }

    #[test]
    fn a_flipped_byte_is_refused_unless_it_only_moves_the_batch() {
        let good = wire();
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x10;
            let refused = AppendBatch::from_wire(bytes.into()).is_err();
            let position = at < 8 || (12..16).contains(&at);
            assert_eq!(refused, !position, "byte {at}");
        }
    }

    #[test]
    fn bytes_that_are_not_exactly_one_batch_are_refused() {
        let good = wire();
        let size = |available| {
            Err(BatchError::Size {
                claimed: good.len(),
                available,
            })
        };
        assert_eq!(
            AppendBatch::from_wire(good[..good.len() - 1].to_vec().into()),
            size(good.len() - 1)
        );
        assert_eq!(
            AppendBatch::from_wire([&good[..], b"x"].concat().into()),
            size(good.len() + 1)
        );
    }
}
