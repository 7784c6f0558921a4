//! The records of the group coordinator's log, `__consumer_offsets`.
//!
//! The key of each record in the log is its type and the key's fields, the value is its version and the value's fields; a
//! record without a value is a tombstone. Kafka does not let the written versions follow the cluster's `metadata.version`:
//! newer brokers only add tagged fields, so that an older one can take a log over (KIP-915).

use bytes::{Buf as _, BufMut as _};

use crate::codec::EncodeError;
pub use crate::generated::group_records::*;
use crate::wire::{self, WireError};

/// Offsets as Apache Kafka wrote them before 0.9: the fields of today's type 1, in its oldest version alone.
const LEGACY_OFFSET_COMMIT: i16 = 0;
const OFFSET_COMMIT: i16 = 1;

/// Kafka writes no newer version of a classic group, although it reads version 4.
const GROUP_METADATA_VERSION: i16 = 3;

/// The only version of offsets that has a time at which they expire.
const OFFSET_COMMIT_WITH_EXPIRY: i16 = 1;
const OFFSET_COMMIT_VERSION: i16 = 4;

/// An [`OffsetCommitValue`] without a time of its own at which it expires.
pub const NO_EXPIRE_TIMESTAMP: i64 = -1;

/// What a record of the log is.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "it lives from one record to the next; loading a log is not to allocate once more for each record"
)]
pub enum Decoded {
    /// A record of a type that is known.
    Known(GroupRecord),
    /// A record of a type that is not: those of share and streams groups, and of newer brokers. Kafka skips what it does
    /// not know when it loads groups.
    UnknownType(i16),
}

/// A record of the log is damaged, or newer than this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The key is too short to hold a type.
    #[error("the key has no record type")]
    NoType,
    /// The type is known, but not the version of its value.
    #[error(
        "the value of a record of type {record_type} has version {version}, which is not known"
    )]
    UnknownVersion {
        /// The type of the record.
        record_type: i16,
        /// The version that its value claims.
        version: i16,
    },
    /// Key or value do not follow their layout.
    #[error("a record of type {record_type} is malformed: {problem}")]
    Malformed {
        /// The type of the record.
        record_type: i16,
        /// What is wrong.
        problem: String,
    },
}

/// Writes a record in the version that Kafka 4.3 writes: the key, and the value unless it is a tombstone.
///
/// # Errors
/// If a text or list is too long for its length field.
pub fn encode(record: &GroupRecord) -> Result<(Vec<u8>, Option<Vec<u8>>), EncodeError> {
    Ok(encode_version(record, written_version(record))?)
}

/// Reads a record of the log.
///
/// # Errors
/// If the bytes are not exactly one key and one value of a known version.
pub fn decode(key: &[u8], value: Option<&[u8]>) -> Result<Decoded, RecordError> {
    let mut key = key;
    let record_type = wire::get_int16(&mut key).map_err(|_| RecordError::NoType)?;
    let (layout, newest) = match record_type {
        LEGACY_OFFSET_COMMIT => (OFFSET_COMMIT, 0),
        other => match GroupRecord::versions(other) {
            Some((_, newest)) => (other, newest),
            None => return Ok(Decoded::UnknownType(other)),
        },
    };
    let malformed = |error: WireError| RecordError::Malformed {
        record_type,
        problem: error.to_string(),
    };
    let mut rest = value.unwrap_or_default();
    let version = match value {
        None => None,
        Some(_) => Some(wire::get_int16(&mut rest).map_err(malformed)?),
    };
    if let Some(version) = version
        && !(0..=newest).contains(&version)
    {
        return Err(RecordError::UnknownVersion {
            record_type,
            version,
        });
    }
    let fields = version.map(|version| (version, &mut rest));
    let record = GroupRecord::read(layout, &mut key, fields).map_err(malformed)?;
    let left = key.remaining() + rest.remaining();
    if left > 0 {
        return Err(RecordError::Malformed {
            record_type,
            problem: format!("{left} bytes follow it"),
        });
    }
    Ok(Decoded::Known(record))
}

fn written_version(record: &GroupRecord) -> i16 {
    use GroupRecord as R;
    match record {
        R::OffsetCommit(_, Some(value)) if value.expire_timestamp != NO_EXPIRE_TIMESTAMP => {
            OFFSET_COMMIT_WITH_EXPIRY
        }
        R::OffsetCommit(..) => OFFSET_COMMIT_VERSION,
        R::GroupMetadata(..) => GROUP_METADATA_VERSION,
        R::ConsumerGroupMetadata(..)
        | R::ConsumerGroupPartitionMetadata(..)
        | R::ConsumerGroupMemberMetadata(..)
        | R::ConsumerGroupTargetAssignmentMetadata(..)
        | R::ConsumerGroupTargetAssignmentMember(..)
        | R::ConsumerGroupCurrentMemberAssignment(..)
        | R::ConsumerGroupRegularExpression(..) => 0,
    }
}

fn encode_version(
    record: &GroupRecord,
    version: i16,
) -> Result<(Vec<u8>, Option<Vec<u8>>), WireError> {
    let mut key = Vec::new();
    key.put_i16(record.id());
    record.write_key(&mut key)?;
    let mut value = Vec::new();
    value.put_i16(version);
    let present = record.write_value(&mut value, version)?;
    Ok((key, present.then_some(value)))
}

#[cfg(test)]
#[path = "group_records_tests.rs"]
mod tests;
