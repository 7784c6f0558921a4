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
mod tests {
    use super::*;
    use crate::{DecompressionLimits, RecordReader};
    use proptest::prelude::*;
    use uuid::Uuid;

    const DIRECTORY: Uuid = Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10);

    fn one_of_each() -> Vec<(ControlRecord, Vec<u8>)> {
        let marker = |result| ControlRecord::EndTransaction {
            result,
            coordinator_epoch: 7,
        };
        let snapshot_header = ControlRecord::SnapshotHeader {
            version: 0,
            last_contained_log_timestamp_ms: 0x0102,
        };
        vec![
            (marker(TransactionResult::Abort), vec![0, 0, 0, 0, 0, 7]),
            (marker(TransactionResult::Commit), vec![0, 0, 0, 0, 0, 7]),
            leader_change(),
            leader_change_with_directories(),
            (snapshot_header, vec![0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0]),
            (ControlRecord::SnapshotFooter { version: 0 }, vec![0, 0, 0]),
            (
                ControlRecord::KRaftVersion {
                    version: 0,
                    kraft_version: 1,
                },
                vec![0, 0, 0, 1, 0],
            ),
            voters(),
        ]
    }

    fn leader_change() -> (ControlRecord, Vec<u8>) {
        let voter = |voter_id| LeaderChangeVoter {
            voter_id,
            directory_id: Uuid::nil(),
        };
        let change = LeaderChange {
            version: 0,
            leader_id: 1,
            voters: vec![voter(1), voter(2)],
            granting_voters: vec![voter(2)],
        };
        let bytes = [
            0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 2, 0, 0,
        ];
        (ControlRecord::LeaderChange(change), bytes.to_vec())
    }

    fn leader_change_with_directories() -> (ControlRecord, Vec<u8>) {
        let voter = LeaderChangeVoter {
            voter_id: 1,
            directory_id: DIRECTORY,
        };
        let change = LeaderChange {
            version: 1,
            leader_id: 1,
            voters: vec![voter],
            granting_voters: vec![],
        };
        let bytes = [
            &[0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 1][..],
            DIRECTORY.as_bytes(),
            &[0, 1, 0],
        ]
        .concat();
        (ControlRecord::LeaderChange(change), bytes)
    }

    fn voters() -> (ControlRecord, Vec<u8>) {
        let endpoint = VoterEndpoint {
            name: "CONTROLLER".into(),
            host: "h".into(),
            port: 0x2385,
        };
        let voter = Voter {
            voter_id: 3,
            directory_id: DIRECTORY,
            endpoints: vec![endpoint],
            min_supported_version: 0,
            max_supported_version: 1,
        };
        let tail = [2, b'h', 0x23, 0x85, 0, 0, 0, 0, 1, 0, 0, 0];
        let head = [0, 0, 2, 0, 0, 0, 3];
        let bytes = [
            &head[..],
            DIRECTORY.as_bytes(),
            &[2, 11],
            b"CONTROLLER",
            &tail,
        ]
        .concat();
        (
            ControlRecord::Voters(Voters {
                version: 0,
                voters: vec![voter],
            }),
            bytes,
        )
    }

    #[test]
    fn each_control_record_has_kafkas_bytes() {
        for (record, value) in one_of_each() {
            assert_eq!(record.value(), value, "{record:?}");
            assert_eq!(ControlRecord::decode(&record.key(), &value), Ok(record));
        }
    }

    #[test]
    fn a_cut_value_is_malformed_and_a_longer_one_is_not() {
        for (record, value) in one_of_each() {
            let control_type = record.control_type();
            for cut in 0..value.len() {
                assert_eq!(
                    ControlRecord::decode(&record.key(), &value[..cut]),
                    Err(ControlError::Value { control_type })
                );
            }
            let longer = [&value[..], b"more"].concat();
            assert_eq!(ControlRecord::decode(&record.key(), &longer), Ok(record));
        }
    }

    #[test]
    fn unknown_types_are_passed_over_and_bad_keys_are_not() {
        let unknown = ControlRecord::Unknown { control_type: 7 };
        assert_eq!(
            ControlRecord::decode(&[0, 0, 0, 7], b"whatever"),
            Ok(unknown)
        );
        assert_eq!(
            ControlRecord::decode(&[0, 0, 0xff, 0xfb], b"\xff\xff"),
            Ok(ControlRecord::Unknown { control_type: -5 })
        );
        assert_eq!(
            ControlRecord::decode(&[0, 0, 0], b""),
            Err(ControlError::ShortKey(3))
        );
        assert_eq!(
            ControlRecord::decode(&[0xff, 0xff, 0, 0], b""),
            Err(ControlError::Version(-1))
        );
        assert_eq!(
            ControlRecord::decode(&[0, 0, 0, 1], &[0xff, 0xff, 0, 0, 0, 0]),
            Err(ControlError::Version(-1))
        );
    }

    #[test]
    fn a_control_batch_reads_back_as_its_records() {
        let records: Vec<_> = one_of_each()
            .into_iter()
            .map(|(record, _)| record)
            .collect();
        let batch = ControlRecord::batch(BatchSettings::default(), 5, &records).unwrap();
        assert!(batch.header.is_control());
        let mut reader = RecordReader::new(
            &batch.header,
            &batch.payload,
            DecompressionLimits::default(),
        )
        .unwrap();
        for record in &records {
            assert_eq!(
                ControlRecord::of(&reader.next_record().unwrap().unwrap()).as_ref(),
                Ok(record)
            );
        }
        assert_eq!(reader.next_record(), Ok(None));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(control_type in 0i16..8, value: Vec<u8>) {
            let key = ControlRecord::Unknown { control_type }.key();
            if let Ok(record) = ControlRecord::decode(&key, &value) {
                prop_assert_eq!(record.control_type(), control_type);
            }
        }
    }
}
