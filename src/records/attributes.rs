//! The attribute bits of a batch.

use std::fmt;

const COMPRESSION_MASK: i16 = 0b0000_0111;
const LOG_APPEND_TIME: i16 = 0b0000_1000;
const TRANSACTIONAL: i16 = 0b0001_0000;
const CONTROL: i16 = 0b0010_0000;
const DELETE_HORIZON: i16 = 0b0100_0000;

/// How the records of a batch are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Compression {
    /// The records stand as they are.
    #[default]
    None,
    /// One gzip stream.
    Gzip,
    /// Snappy blocks in the xerial framing that Java clients write, or one bare snappy block.
    Snappy,
    /// One LZ4 frame with independent blocks.
    Lz4,
    /// Zstandard frames.
    Zstd,
}

/// The number in the attributes names no codec; Kafka has none above 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("compression type {0} is unknown")]
pub struct UnknownCompression(pub i16);

impl Compression {
    /// All codecs, in the order of their ids.
    pub const ALL: [Self; 5] = [Self::None, Self::Gzip, Self::Snappy, Self::Lz4, Self::Zstd];

    /// The id in attribute bits 0-2.
    pub const fn id(self) -> i16 {
        match self {
            Self::None => 0,
            Self::Gzip => 1,
            Self::Snappy => 2,
            Self::Lz4 => 3,
            Self::Zstd => 4,
        }
    }

    /// The codec with this id.
    pub const fn from_id(id: i16) -> Result<Self, UnknownCompression> {
        match id {
            0 => Ok(Self::None),
            1 => Ok(Self::Gzip),
            2 => Ok(Self::Snappy),
            3 => Ok(Self::Lz4),
            4 => Ok(Self::Zstd),
            other => Err(UnknownCompression(other)),
        }
    }

    /// The name used by `compression.type`, save that Kafka's configuration calls [`Compression::None`] `uncompressed`
    /// on the broker.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gzip => "gzip",
            Self::Snappy => "snappy",
            Self::Lz4 => "lz4",
            Self::Zstd => "zstd",
        }
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whose clock the timestamps of a batch come from (`message.timestamp.type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum TimestampType {
    /// The producer's: each record has its own.
    #[default]
    CreateTime,
    /// The broker's at the append: every record has the batch's max timestamp.
    LogAppendTime,
}

/// The attributes of a batch before they are packed into bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes {
    /// Bits 0-2.
    pub compression: Compression,
    /// Bit 3.
    pub timestamp_type: TimestampType,
    /// Bit 4: part of a transaction, or the marker that ends one.
    pub transactional: bool,
    /// Bit 5: control records, never shown to applications.
    pub control: bool,
    /// Bit 6: the base timestamp is the time from which the cleaner may drop the batch's tombstones.
    pub delete_horizon: bool,
}

impl Attributes {
    /// Packs the attributes; the unused bits are zero.
    pub const fn to_bits(self) -> i16 {
        let mut bits = self.compression.id();
        if matches!(self.timestamp_type, TimestampType::LogAppendTime) {
            bits |= LOG_APPEND_TIME;
        }
        if self.transactional {
            bits |= TRANSACTIONAL;
        }
        if self.control {
            bits |= CONTROL;
        }
        if self.delete_horizon {
            bits |= DELETE_HORIZON;
        }
        bits
    }

    /// Reads the bits. Unused ones are ignored, as Kafka does.
    pub const fn from_bits(bits: i16) -> Result<Self, UnknownCompression> {
        match Compression::from_id(bits & COMPRESSION_MASK) {
            Ok(compression) => Ok(Self {
                compression,
                timestamp_type: timestamp_type(bits),
                transactional: is_transactional(bits),
                control: is_control(bits),
                delete_horizon: has_delete_horizon(bits),
            }),
            Err(unknown) => Err(unknown),
        }
    }
}

pub(crate) const fn compression(bits: i16) -> Result<Compression, UnknownCompression> {
    Compression::from_id(bits & COMPRESSION_MASK)
}

pub(crate) const fn timestamp_type(bits: i16) -> TimestampType {
    if bits & LOG_APPEND_TIME == 0 {
        TimestampType::CreateTime
    } else {
        TimestampType::LogAppendTime
    }
}

pub(crate) const fn with_timestamp_type(bits: i16, timestamp_type: TimestampType) -> i16 {
    match timestamp_type {
        TimestampType::CreateTime => bits & !LOG_APPEND_TIME,
        TimestampType::LogAppendTime => bits | LOG_APPEND_TIME,
    }
}

pub(crate) const fn is_transactional(bits: i16) -> bool {
    bits & TRANSACTIONAL != 0
}

pub(crate) const fn is_control(bits: i16) -> bool {
    bits & CONTROL != 0
}

pub(crate) const fn has_delete_horizon(bits: i16) -> bool {
    bits & DELETE_HORIZON != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attribute_has_kafkas_bit() {
        let plain = Attributes::default();
        assert_eq!(plain.to_bits(), 0);
        assert_eq!(
            Attributes {
                compression: Compression::Zstd,
                ..plain
            }
            .to_bits(),
            4
        );
        assert_eq!(
            Attributes {
                timestamp_type: TimestampType::LogAppendTime,
                ..plain
            }
            .to_bits(),
            8
        );
        assert_eq!(
            Attributes {
                transactional: true,
                ..plain
            }
            .to_bits(),
            16
        );
        assert_eq!(
            Attributes {
                control: true,
                ..plain
            }
            .to_bits(),
            32
        );
        assert_eq!(
            Attributes {
                delete_horizon: true,
                ..plain
            }
            .to_bits(),
            64
        );
    }

    #[test]
    fn all_bits_read_back_and_unused_ones_are_ignored() {
        for bits in 0..128i16 {
            match Attributes::from_bits(bits) {
                Ok(attributes) => assert_eq!(attributes.to_bits(), bits),
                Err(UnknownCompression(id)) => assert_eq!(id, bits & 7),
            }
            assert_eq!(
                Attributes::from_bits(bits),
                Attributes::from_bits(bits | 0x7f80)
            );
        }
    }
}
