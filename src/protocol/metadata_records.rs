//! The records of the cluster metadata log, `__cluster_metadata`.
//!
//! The value of each record in the log is a frame version (always 1), the record's type, the version of that type, and
//! then the fields. Which version is written follows the cluster's `metadata.version`, so that every node of a cluster
//! that is being upgraded can read what any other writes.

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};

use crate::codec::{DecodeError, EncodeError};
pub use crate::generated::metadata_records::*;
use crate::wire::{self, WireError};

/// The only frame version; a preview of KRaft used 0.
const FRAME_VERSION: u32 = 1;

/// The newest `metadata.version` that Kafka 4.3 allows in production, 4.3-IV0.
pub const LATEST_METADATA_VERSION: i16 = 30;

/// The levels of `metadata.version` that brought a new version of some record.
mod level {
    /// 3.4-IV0: registrations say whether a broker is moving from ZooKeeper.
    pub(super) const MIGRATION: i16 = 8;
    /// 3.7-IV2: replicas are assigned to log directories.
    pub(super) const DIRECTORY_ASSIGNMENT: i16 = 17;
    /// 4.0-IV1: eligible leader replicas.
    pub(super) const ELIGIBLE_LEADER_REPLICAS: i16 = 23;
    /// 4.3-IV0: log directories can be cordoned.
    pub(super) const CORDONED_DIRECTORIES: i16 = 30;
}

/// Writes a record as the value of a log record, for a cluster at this level of `metadata.version`.
///
/// # Errors
/// If the record has a field set that this level does not know.
pub fn encode(record: &MetadataRecord, metadata_version: i16) -> Result<Bytes, EncodeError> {
    let mut version = record_version(record, metadata_version);
    loop {
        match encode_version(record, version) {
            Err(WireError::FieldNotInVersion { .. }) if may_rise(record, version) => version += 1,
            result => return result.map_err(EncodeError::from),
        }
    }
}

/// Writes a record for a cluster at the newest level.
///
/// # Errors
/// If a text or list is too long for its length field.
pub fn encode_latest(record: &MetadataRecord) -> Result<Bytes, EncodeError> {
    encode(record, LATEST_METADATA_VERSION)
}

/// Reads the value of a log record.
///
/// # Errors
/// If the bytes are not exactly one record of a known type and version.
pub fn decode(value: &[u8]) -> Result<MetadataRecord, DecodeError> {
    let mut rest = value;
    let frame_version = wire::get_varint(&mut rest)?;
    if frame_version != FRAME_VERSION {
        return Err(DecodeError::UnknownFrameVersion(frame_version));
    }
    let id = wire::get_varint(&mut rest)?;
    let Some((oldest, newest)) = MetadataRecord::versions(id) else {
        return Err(DecodeError::UnknownRecord(id));
    };
    let version = i16::try_from(wire::get_varint(&mut rest)?)
        .ok()
        .filter(|version| (oldest..=newest).contains(version))
        .ok_or(DecodeError::UnknownRecordVersion(id))?;
    let record = MetadataRecord::read(id, &mut rest, version)?;
    if rest.has_remaining() {
        return Err(DecodeError::TrailingBytes(rest.remaining()));
    }
    Ok(record)
}

/// The version of the record's type that Kafka writes at this level.
fn record_version(record: &MetadataRecord, metadata_version: i16) -> i16 {
    use MetadataRecord as R;
    match record {
        R::RegisterBroker(_) if metadata_version >= level::CORDONED_DIRECTORIES => 4,
        R::RegisterBroker(_) if metadata_version >= level::DIRECTORY_ASSIGNMENT => 3,
        R::RegisterBroker(_) if metadata_version >= level::MIGRATION => 2,
        R::RegisterBroker(_) => 1,
        R::Partition(_) | R::PartitionChange(_) => {
            i16::from(metadata_version >= level::DIRECTORY_ASSIGNMENT)
                + i16::from(metadata_version >= level::ELIGIBLE_LEADER_REPLICAS)
        }
        R::BrokerRegistrationChange(_)
        | R::UnregisterBroker(_)
        | R::Topic(_)
        | R::Config(_)
        | R::FenceBroker(_)
        | R::UnfenceBroker(_)
        | R::RemoveTopic(_)
        | R::DelegationToken(_)
        | R::UserScramCredential(_)
        | R::FeatureLevel(_)
        | R::ClientQuota(_)
        | R::ProducerIds(_)
        | R::AccessControlEntry(_)
        | R::RemoveAccessControlEntry(_)
        | R::NoOp(_)
        | R::ZkMigrationState(_)
        | R::RemoveUserScramCredential(_)
        | R::BeginTransaction(_)
        | R::EndTransaction(_)
        | R::AbortTransaction(_)
        | R::RemoveDelegationToken(_)
        | R::RegisterController(_)
        | R::ClearElr(_) => 0,
    }
}

/// Kafka writes changes of a registration in the oldest version that can say them, at any level: whoever decides such a
/// change has looked at the level already.
fn may_rise(record: &MetadataRecord, version: i16) -> bool {
    let newest = MetadataRecord::versions(record.id()).map(|(_, newest)| newest);
    matches!(record, MetadataRecord::BrokerRegistrationChange(_)) && newest > Some(version)
}

fn encode_version(record: &MetadataRecord, version: i16) -> Result<Bytes, WireError> {
    let mut buffer = BytesMut::new();
    wire::put_varint(&mut buffer, FRAME_VERSION);
    wire::put_varint(&mut buffer, record.id());
    buffer.put_u8(u8::try_from(version).map_err(|_| WireError::UnsupportedVersion(version))?);
    record.write(&mut buffer, version)?;
    Ok(buffer.freeze())
}

#[cfg(test)]
#[path = "metadata_records_tests.rs"]
mod tests;
