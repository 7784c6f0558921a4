//! Control records: what brokers write into logs for each other and never show to applications.
//!
//! A control record lives in a batch with the control bit. Its key is a version and a type; its value depends on the
//! type. Readers must pass over types they do not know, so [`ControlRecord::Unknown`] is a value and not an error.

mod leader_change;
mod voters;
mod wire;

use crate::builder::{BatchBuilder, BatchSettings, BuildError, NewRecord};
use crate::{AppendBatch, Record};
use wire::{Fields, put_i16, put_i32, put_i64, put_no_tags};

pub use leader_change::{LeaderChange, LeaderChangeVoter};
pub use voters::{Voter, VoterEndpoint, Voters};

const KEY_VERSION: i16 = 0;
const ABORT: i16 = 0;
const COMMIT: i16 = 1;
const LEADER_CHANGE: i16 = 2;
const SNAPSHOT_HEADER: i16 = 3;
const SNAPSHOT_FOOTER: i16 = 4;
const KRAFT_VERSION: i16 = 5;
const KRAFT_VOTERS: i16 = 6;

/// How a transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionResult {
    /// Its records are to be skipped by readers of committed data.
    Abort,
    /// Its records count.
    Commit,
}

/// A decoded control record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ControlRecord {
    /// Types 0 and 1: the end of a producer's transaction in this partition.
    EndTransaction {
        /// Which end.
        result: TransactionResult,
        /// Epoch of the transaction coordinator that wrote the marker; fences older coordinators.
        coordinator_epoch: i32,
    },
    /// Type 2: the first record of a quorum leader's epoch.
    LeaderChange(LeaderChange),
    /// Type 3: the first record of a metadata snapshot.
    SnapshotHeader {
        /// Version of the record, 0.
        version: i16,
        /// Append time in ms of the last record that the snapshot covers.
        last_contained_log_timestamp_ms: i64,
    },
    /// Type 4: the last record of a metadata snapshot.
    SnapshotFooter {
        /// Version of the record, 0.
        version: i16,
    },
    /// Type 5: the `kraft.version` in force from here on.
    KRaftVersion {
        /// Version of the record, 0.
        version: i16,
        /// The feature level.
        kraft_version: i16,
    },
    /// Type 6: the voters in force from here on.
    Voters(Voters),
    /// A type of a later release, to be passed over.
    Unknown {
        /// The type in the key.
        control_type: i16,
    },
}

/// A control record whose bytes do not hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The key is missing or shorter than version and type.
    #[error("a control record key takes 4 bytes, this one has {0}")]
    ShortKey(usize),
    /// A version below 0.
    #[error("control record has version {0}")]
    Version(i16),
    /// The value is missing or cut off, or a length in it is impossible.
    #[error("the value of control record type {control_type} is malformed")]
    Value {
        /// The type in the key.
        control_type: i16,
    },
}

impl ControlRecord {
    /// The type in the key.
    pub const fn control_type(&self) -> i16 {
        match self {
            Self::EndTransaction {
                result: TransactionResult::Abort,
                ..
            } => ABORT,
            Self::EndTransaction {
                result: TransactionResult::Commit,
                ..
            } => COMMIT,
            Self::LeaderChange(_) => LEADER_CHANGE,
            Self::SnapshotHeader { .. } => SNAPSHOT_HEADER,
            Self::SnapshotFooter { .. } => SNAPSHOT_FOOTER,
            Self::KRaftVersion { .. } => KRAFT_VERSION,
            Self::Voters(_) => KRAFT_VOTERS,
            Self::Unknown { control_type } => *control_type,
        }
    }

    /// Decodes a record of a batch that has the control bit.
    pub fn of(record: &Record<'_>) -> Result<Self, ControlError> {
        Self::decode(
            record.key.unwrap_or_default(),
            record.value.unwrap_or_default(),
        )
    }

    /// Decodes key and value. Versions above ours are read by the newest layout we know, as Kafka does.
    pub fn decode(key: &[u8], value: &[u8]) -> Result<Self, ControlError> {
        let mut key_fields = Fields::new(key);
        let (Some(version), Some(control_type)) = (key_fields.i16(), key_fields.i16()) else {
            return Err(ControlError::ShortKey(key.len()));
        };
        if version < 0 {
            return Err(ControlError::Version(version));
        }
        let mut fields = Fields::new(value);
        let decoded = match control_type {
            ABORT => end_transaction(&mut fields, TransactionResult::Abort),
            COMMIT => end_transaction(&mut fields, TransactionResult::Commit),
            LEADER_CHANGE => LeaderChange::read(&mut fields).map(Self::LeaderChange),
            SNAPSHOT_HEADER => snapshot_header(&mut fields),
            SNAPSHOT_FOOTER => snapshot_footer(&mut fields),
            KRAFT_VERSION => kraft_version(&mut fields),
            KRAFT_VOTERS => Voters::read(&mut fields).map(Self::Voters),
            unknown => Some(Self::Unknown {
                control_type: unknown,
            }),
        };
        let record = decoded.ok_or(ControlError::Value { control_type })?;
        match Fields::new(value).i16() {
            Some(version) if version < 0 && !matches!(record, Self::Unknown { .. }) => {
                Err(ControlError::Version(version))
            }
            Some(_) | None => Ok(record),
        }
    }

    /// The record's key.
    pub fn key(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(4);
        put_i16(&mut out, KEY_VERSION);
        put_i16(&mut out, self.control_type());
        out
    }

    /// The record's value; an unknown record has none.
    pub fn value(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::EndTransaction {
                coordinator_epoch, ..
            } => {
                put_i16(&mut out, 0);
                put_i32(&mut out, *coordinator_epoch);
            }
            Self::LeaderChange(change) => change.write(&mut out),
            Self::SnapshotHeader {
                version,
                last_contained_log_timestamp_ms,
            } => {
                put_i16(&mut out, *version);
                put_i64(&mut out, *last_contained_log_timestamp_ms);
                put_no_tags(&mut out);
            }
            Self::SnapshotFooter { version } => {
                put_i16(&mut out, *version);
                put_no_tags(&mut out);
            }
            Self::KRaftVersion {
                version,
                kraft_version,
            } => {
                put_i16(&mut out, *version);
                put_i16(&mut out, *kraft_version);
                put_no_tags(&mut out);
            }
            Self::Voters(voters) => voters.write(&mut out),
            Self::Unknown { .. } => {}
        }
        out
    }

    /// A control batch of these records, all with one timestamp. The control bit is set whatever `settings` say.
    pub fn batch(
        mut settings: BatchSettings,
        timestamp_ms: i64,
        records: &[Self],
    ) -> Result<AppendBatch, BuildError> {
        settings.attributes.control = true;
        let mut builder = BatchBuilder::new(settings);
        for record in records {
            let (key, value) = (record.key(), record.value());
            builder.append(&NewRecord {
                timestamp: timestamp_ms,
                key: Some(&key),
                value: Some(&value),
                headers: &[],
            });
        }
        builder.build()
    }
}

fn end_transaction(fields: &mut Fields<'_>, result: TransactionResult) -> Option<ControlRecord> {
    let _version = fields.i16()?;
    Some(ControlRecord::EndTransaction {
        result,
        coordinator_epoch: fields.i32()?,
    })
}

fn snapshot_header(fields: &mut Fields<'_>) -> Option<ControlRecord> {
    let version = fields.i16()?;
    let last_contained_log_timestamp_ms = fields.i64()?;
    fields.skip_tags()?;
    Some(ControlRecord::SnapshotHeader {
        version,
        last_contained_log_timestamp_ms,
    })
}

fn snapshot_footer(fields: &mut Fields<'_>) -> Option<ControlRecord> {
    let version = fields.i16()?;
    fields.skip_tags()?;
    Some(ControlRecord::SnapshotFooter { version })
}

fn kraft_version(fields: &mut Fields<'_>) -> Option<ControlRecord> {
    let version = fields.i16()?;
    let kraft_version = fields.i16()?;
    fields.skip_tags()?;
    Some(ControlRecord::KRaftVersion {
        version,
        kraft_version,
    })
}

#[cfg(test)]
mod tests;
