//! The 61-byte header of a batch.

use crate::attributes::{self, Attributes, Compression, TimestampType, UnknownCompression};
use crate::{MAGIC, NO_PRODUCER_ID, NO_SEQUENCE};

/// Bytes of a batch before its first record.
pub const HEADER_BYTES: usize = 61;
/// Bytes of a batch that its length field does not count: base offset and the length itself.
const LENGTH_OVERHEAD_BYTES: usize = 12;
/// The smallest length a batch may claim: the header alone.
const MIN_BATCH_LENGTH: i32 = 49;
/// First byte that the checksum covers.
pub(crate) const CRC_START: usize = 21;

/// The header of a v2 batch, field by field in wire order.
///
/// Base offset, length, leader epoch and magic lie outside the checksum, so a leader can place a batch without touching
/// its payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchHeader {
    /// Offset of the first record; a producer sends 0.
    pub base_offset: i64,
    /// Bytes after this field; see [`BatchHeader::total_bytes`].
    pub batch_length: i32,
    /// Epoch of the leader that appended the batch, -1 before.
    pub partition_leader_epoch: i32,
    /// Format version, always 2 in a header that [`BatchHeader::read`] gave.
    pub magic: i8,
    /// CRC-32C of everything after this field.
    pub crc: u32,
    /// Packed attribute bits.
    pub attributes: i16,
    /// Last offset minus base offset; survives compaction, unlike the record count.
    pub last_offset_delta: i32,
    /// Timestamp the records' deltas count from, in ms; with the delete horizon bit, that horizon.
    pub base_timestamp: i64,
    /// Largest timestamp in the batch, in ms; with LogAppendTime, the timestamp of every record.
    pub max_timestamp: i64,
    /// Idempotent producer, -1 if none.
    pub producer_id: i64,
    /// Epoch of the producer, -1 if none.
    pub producer_epoch: i16,
    /// Sequence of the first record, -1 if none.
    pub base_sequence: i32,
    /// Records in the batch; may be 0 after compaction.
    pub records_count: i32,
}

/// Bytes that are no batch, or not a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// Fewer bytes than a header.
    #[error("a batch header takes 61 bytes, here are {available}")]
    ShortHeader {
        /// Bytes there are.
        available: usize,
    },
    /// Not message format v2.
    #[error("record batch has magic {0}, not 2")]
    Magic(i8),
    /// The length does not even cover the header.
    #[error("record batch claims a length of {0}, less than its header")]
    Length(i32),
    /// The bytes handed in are not exactly one batch.
    #[error("record batch claims {claimed} bytes, here are {available}")]
    Size {
        /// Total size by the length field.
        claimed: usize,
        /// Bytes there are.
        available: usize,
    },
    /// The checksum does not fit the bytes.
    #[error("record batch is corrupt: stored crc {stored}, computed crc {computed}")]
    Crc {
        /// From the header.
        stored: u32,
        /// Of the bytes.
        computed: u32,
    },
    /// The offset range runs backwards.
    #[error("record batch has last offset delta {0}")]
    LastOffsetDelta(i32),
    /// A negative number of records.
    #[error("record batch has record count {0}")]
    RecordsCount(i32),
}

impl BatchHeader {
    /// Reads the header at the front of `bytes`: magic and a sane length are checked, nothing else.
    pub fn read(bytes: &[u8]) -> Result<Self, BatchError> {
        let short = BatchError::ShortHeader {
            available: bytes.len(),
        };
        let header = Self::fields(bytes).ok_or(short)?;
        if header.magic != MAGIC {
            return Err(BatchError::Magic(header.magic));
        }
        if header.batch_length < MIN_BATCH_LENGTH {
            return Err(BatchError::Length(header.batch_length));
        }
        Ok(header)
    }

    fn fields(bytes: &[u8]) -> Option<Self> {
        let (base_offset, bytes) = bytes.split_first_chunk()?;
        let (batch_length, bytes) = bytes.split_first_chunk()?;
        let (partition_leader_epoch, bytes) = bytes.split_first_chunk()?;
        let (magic, bytes) = bytes.split_first_chunk()?;
        let (crc, bytes) = bytes.split_first_chunk()?;
        let (attributes, bytes) = bytes.split_first_chunk()?;
        let (last_offset_delta, bytes) = bytes.split_first_chunk()?;
        let (base_timestamp, bytes) = bytes.split_first_chunk()?;
        let (max_timestamp, bytes) = bytes.split_first_chunk()?;
        let (producer_id, bytes) = bytes.split_first_chunk()?;
        let (producer_epoch, bytes) = bytes.split_first_chunk()?;
        let (base_sequence, bytes) = bytes.split_first_chunk()?;
        let (records_count, _) = bytes.split_first_chunk()?;
        Some(Self {
            base_offset: i64::from_be_bytes(*base_offset),
            batch_length: i32::from_be_bytes(*batch_length),
            partition_leader_epoch: i32::from_be_bytes(*partition_leader_epoch),
            magic: i8::from_be_bytes(*magic),
            crc: u32::from_be_bytes(*crc),
            attributes: i16::from_be_bytes(*attributes),
            last_offset_delta: i32::from_be_bytes(*last_offset_delta),
            base_timestamp: i64::from_be_bytes(*base_timestamp),
            max_timestamp: i64::from_be_bytes(*max_timestamp),
            producer_id: i64::from_be_bytes(*producer_id),
            producer_epoch: i16::from_be_bytes(*producer_epoch),
            base_sequence: i32::from_be_bytes(*base_sequence),
            records_count: i32::from_be_bytes(*records_count),
        })
    }

    /// The header as it stands on the wire.
    pub fn to_bytes(&self) -> [u8; HEADER_BYTES] {
        let mut out = [0; HEADER_BYTES];
        let mut rest = &mut out[..];
        put(&mut rest, &self.base_offset.to_be_bytes());
        put(&mut rest, &self.batch_length.to_be_bytes());
        put(&mut rest, &self.partition_leader_epoch.to_be_bytes());
        put(&mut rest, &self.magic.to_be_bytes());
        put(&mut rest, &self.crc.to_be_bytes());
        put(&mut rest, &self.attributes.to_be_bytes());
        put(&mut rest, &self.last_offset_delta.to_be_bytes());
        put(&mut rest, &self.base_timestamp.to_be_bytes());
        put(&mut rest, &self.max_timestamp.to_be_bytes());
        put(&mut rest, &self.producer_id.to_be_bytes());
        put(&mut rest, &self.producer_epoch.to_be_bytes());
        put(&mut rest, &self.base_sequence.to_be_bytes());
        put(&mut rest, &self.records_count.to_be_bytes());
        out
    }

    /// Bytes of the whole batch, header included.
    pub fn total_bytes(&self) -> usize {
        LENGTH_OVERHEAD_BYTES.saturating_add(usize::try_from(self.batch_length).unwrap_or(0))
    }

    /// Offset of the last record the batch had when it was appended.
    pub fn last_offset(&self) -> i64 {
        self.base_offset
            .saturating_add(i64::from(self.last_offset_delta))
    }

    /// Offset after the batch.
    pub fn next_offset(&self) -> i64 {
        self.last_offset().saturating_add(1)
    }

    /// The codec, unless the bits name none.
    pub fn compression(&self) -> Result<Compression, UnknownCompression> {
        attributes::compression(self.attributes)
    }

    /// Whose clock the timestamps come from.
    pub fn timestamp_type(&self) -> TimestampType {
        attributes::timestamp_type(self.attributes)
    }

    /// Whether the batch belongs to a transaction or ends one.
    pub fn is_transactional(&self) -> bool {
        attributes::is_transactional(self.attributes)
    }

    /// Whether the batch holds control records.
    pub fn is_control(&self) -> bool {
        attributes::is_control(self.attributes)
    }

    /// From when on the cleaner may drop the batch's tombstones and markers, if it has said so.
    pub fn delete_horizon_ms(&self) -> Option<i64> {
        attributes::has_delete_horizon(self.attributes).then_some(self.base_timestamp)
    }

    /// All attributes unpacked.
    pub fn unpacked_attributes(&self) -> Result<Attributes, UnknownCompression> {
        Attributes::from_bits(self.attributes)
    }

    /// Whether an idempotent producer wrote the batch.
    pub fn has_producer_id(&self) -> bool {
        self.producer_id > NO_PRODUCER_ID
    }

    /// Sequence of the last record; -1 if the batch has no sequence. Sequences wrap from 2^31-1 to 0.
    pub fn last_sequence(&self) -> i32 {
        if self.base_sequence == NO_SEQUENCE {
            return NO_SEQUENCE;
        }
        next_sequence(self.base_sequence, self.last_offset_delta)
    }

    /// The checksum this header and `payload` should carry.
    pub fn computed_crc(&self, payload: &[u8]) -> u32 {
        crc32c::crc32c_append(self.header_crc(), payload)
    }

    pub(crate) fn set_timestamp_type(&mut self, timestamp_type: TimestampType) {
        self.attributes = attributes::with_timestamp_type(self.attributes, timestamp_type);
    }

    /// The payload is within a size that the length field can express.
    pub(crate) fn set_payload_bytes(&mut self, payload_bytes: usize) {
        let length = (HEADER_BYTES - LENGTH_OVERHEAD_BYTES).saturating_add(payload_bytes);
        self.batch_length = i32::try_from(length).unwrap_or(i32::MAX);
    }

    /// The checksum of the header's own part.
    fn header_crc(&self) -> u32 {
        crc32c::crc32c(self.to_bytes().get(CRC_START..).unwrap_or_default())
    }
}

/// The sequence `increment` after `sequence`, wrapping from 2^31-1 to 0.
pub fn next_sequence(sequence: i32, increment: i32) -> i32 {
    let wrapped = (i64::from(sequence) + i64::from(increment)).rem_euclid(1 << 31);
    i32::try_from(wrapped).unwrap_or(i32::MAX)
}

fn put(rest: &mut &mut [u8], field: &[u8]) {
    // The fields add up to the array's length: `the_header_is_written_byte_for_byte` holds it to that.
    if let Some((here, after)) = std::mem::take(rest).split_at_mut_checked(field.len()) {
        here.copy_from_slice(field);
        *rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header() -> BatchHeader {
        BatchHeader {
            base_offset: 0x0102_0304_0506_0708,
            batch_length: 0x1112_1314,
            partition_leader_epoch: 0x2122_2324,
            magic: 2,
            crc: 0xf1f2_f3f4,
            attributes: 0x0011,
            last_offset_delta: 0x3132_3334,
            base_timestamp: 0x4142_4344_4546_4748,
            max_timestamp: 0x5152_5354_5556_5758,
            producer_id: 0x6162_6364_6566_6768,
            producer_epoch: 0x7172,
            base_sequence: 0x0a0b_0c0d,
            records_count: 0x1a1b_1c1d,
        }
    }

    #[test]
    fn the_header_is_written_byte_for_byte() {
        let expected = [
            1, 2, 3, 4, 5, 6, 7, 8, 0x11, 0x12, 0x13, 0x14, 0x21, 0x22, 0x23, 0x24, 2, 0xf1, 0xf2,
            0xf3, 0xf4, 0, 0x11, 0x31, 0x32, 0x33, 0x34, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47,
            0x48, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x61, 0x62, 0x63, 0x64, 0x65,
            0x66, 0x67, 0x68, 0x71, 0x72, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b, 0x1c, 0x1d,
        ];
        assert_eq!(header().to_bytes(), expected);
        assert_eq!(BatchHeader::read(&expected), Ok(header()));
    }

    #[test]
    fn a_short_or_old_or_impossible_header_is_refused() {
        let bytes = header().to_bytes();
        assert_eq!(
            BatchHeader::read(&bytes[..60]),
            Err(BatchError::ShortHeader { available: 60 })
        );
        let old = BatchHeader {
            magic: 1,
            ..header()
        };
        assert_eq!(
            BatchHeader::read(&old.to_bytes()),
            Err(BatchError::Magic(1))
        );
        let tiny = BatchHeader {
            batch_length: 48,
            ..header()
        };
        assert_eq!(
            BatchHeader::read(&tiny.to_bytes()),
            Err(BatchError::Length(48))
        );
    }

    #[test]
    fn sequences_wrap_to_zero() {
        assert_eq!(next_sequence(i32::MAX, 1), 0);
        assert_eq!(next_sequence(i32::MAX - 2, 5), 2);
        assert_eq!(next_sequence(7, 3), 10);
        let none = BatchHeader {
            base_sequence: NO_SEQUENCE,
            ..header()
        };
        assert_eq!(none.last_sequence(), NO_SEQUENCE);
    }

    proptest! {
        #[test]
        fn arbitrary_headers_survive_every_accessor(bytes in proptest::collection::vec(any::<u8>(), 61)) {
            if let Some(header) = BatchHeader::fields(&bytes) {
                prop_assert_eq!(&header.to_bytes()[..], &bytes[..]);
                prop_assert!(header.total_bytes() >= 12);
                prop_assert!(header.next_offset() >= header.last_offset());
                prop_assert!(header.base_sequence < 0 || header.last_offset_delta < 0 || header.last_sequence() >= 0);
                prop_assert_eq!(header.unpacked_attributes().is_ok(), header.attributes & 7 < 5);
            }
        }
    }
}
