//! Control records against the bytes Kafka writes.

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
