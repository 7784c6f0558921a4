//! Batches that Apache Kafka's own classes wrote; `golden/README.md` says how.

use bytes::Bytes;
use uuid::Uuid;

use crate::control::{
    ControlRecord, LeaderChange, LeaderChangeVoter, TransactionResult, Voter, VoterEndpoint, Voters,
};
use crate::{
    AppendBatch, Attributes, BatchBuilder, BatchSettings, Compression, DecompressionLimits,
    NewHeader, NewRecord, RecordReader, Rules, TimestampType, validate,
};

const T: i64 = 1_700_000_000_000;

const BY_CODEC: [(Compression, &[u8]); 5] = [
    (Compression::None, include_bytes!("golden/ten-none.bin")),
    (Compression::Gzip, include_bytes!("golden/ten-gzip.bin")),
    (Compression::Snappy, include_bytes!("golden/ten-snappy.bin")),
    (Compression::Lz4, include_bytes!("golden/ten-lz4.bin")),
    (Compression::Zstd, include_bytes!("golden/ten-zstd.bin")),
];

/// The ten records that `Golden.java` writes.
fn ten_records(settings: BatchSettings) -> AppendBatch {
    let mut builder = BatchBuilder::new(settings);
    let headers = [Some(&b"1"[..]), None, Some(b"1")].map(|value| NewHeader { key: "dup", value });
    for i in 0..10usize {
        let key = format!("key-{i}");
        let value: String = (0..20 * i)
            .map(|n| format!("field {n} of record {i};"))
            .collect();
        builder.append(&NewRecord {
            timestamp: T + if i == 7 { 500 } else { i as i64 },
            key: (i != 3).then_some(key.as_bytes()),
            value: (i != 5).then_some(value.as_bytes()),
            headers: if i % 4 == 1 { &headers } else { &[] },
        });
    }
    builder.build().unwrap()
}

fn settings(compression: Compression) -> BatchSettings {
    let attributes = Attributes {
        compression,
        ..Attributes::default()
    };
    BatchSettings {
        attributes,
        ..BatchSettings::default()
    }
}

fn idempotent(attributes: Attributes) -> BatchSettings {
    BatchSettings {
        attributes,
        producer_id: 4000,
        producer_epoch: 4,
        base_sequence: 77,
        ..BatchSettings::default()
    }
}

/// The records of a batch, comparable whatever the codec.
fn listing(batch: &AppendBatch) -> Vec<String> {
    let limits = DecompressionLimits::default();
    let mut reader = RecordReader::new(&batch.header, &batch.payload, limits).unwrap();
    let mut lines = Vec::new();
    while let Some(record) = reader.next_record().unwrap() {
        let headers: Vec<_> = record.headers.collect();
        lines.push(format!("{record:?} {headers:?}"));
    }
    lines
}

fn kafkas(bytes: &'static [u8]) -> AppendBatch {
    AppendBatch::from_wire(Bytes::from_static(bytes)).unwrap()
}

#[test]
fn every_codec_of_kafkas_producer_is_read() {
    let expected = listing(&ten_records(settings(Compression::None)));
    for (compression, bytes) in BY_CODEC {
        let batch = kafkas(bytes);
        assert_eq!(batch.header.compression(), Ok(compression));
        assert_eq!(listing(&batch), expected, "{compression}");
    }
}

#[test]
fn uncompressed_batches_are_byte_for_byte_kafkas() {
    let ours = ten_records(settings(Compression::None)).to_bytes();
    assert!(ours == include_bytes!("golden/ten-none.bin")[..]);
    let attributes = Attributes {
        timestamp_type: TimestampType::LogAppendTime,
        ..Attributes::default()
    };
    let log_append_time = BatchSettings {
        log_append_time_ms: T + 9000,
        ..idempotent(attributes)
    };
    let ours = ten_records(log_append_time).to_bytes();
    assert!(ours == include_bytes!("golden/ten-none-log-append-time.bin")[..]);
}

#[test]
fn headers_of_compressed_batches_differ_from_kafkas_in_size_and_checksum_alone() {
    for (compression, bytes) in BY_CODEC {
        let (kafkas, mut ours) = (
            kafkas(bytes).header,
            ten_records(settings(compression)).header,
        );
        (ours.batch_length, ours.crc) = (kafkas.batch_length, kafkas.crc);
        assert_eq!(ours, kafkas, "{compression}");
    }
    let kafkas = kafkas(include_bytes!("golden/ten-zstd-transactional.bin")).header;
    let attributes = Attributes {
        compression: Compression::Zstd,
        transactional: true,
        ..Attributes::default()
    };
    let mut ours = ten_records(idempotent(attributes)).header;
    (ours.batch_length, ours.crc) = (kafkas.batch_length, kafkas.crc);
    assert_eq!(ours, kafkas);
}

#[test]
fn kafkas_batches_are_accepted_as_they_are_and_recompressed_into_every_codec() {
    for (from, bytes) in BY_CODEC {
        let bytes = Bytes::from_static(bytes);
        let kept = validate(bytes.clone(), &Rules::default(), T).unwrap();
        assert_eq!(
            (kept.batch.to_bytes(), kept.recompressed),
            (bytes.clone(), false)
        );
        assert_eq!(
            (kept.max_timestamp, kept.max_timestamp_offset_delta),
            (T + 500, 7)
        );
        for to in Compression::ALL {
            let rules = Rules {
                compression: Some(to),
                ..Rules::default()
            };
            let stored = validate(bytes.clone(), &rules, T).unwrap();
            assert_eq!(
                listing(&stored.batch),
                listing(&kept.batch),
                "{from} to {to}"
            );
        }
    }
}

#[test]
fn transaction_markers_are_byte_for_byte_kafkas() {
    let settings = |base_offset| BatchSettings {
        base_offset,
        partition_leader_epoch: 6,
        attributes: Attributes {
            transactional: true,
            ..Attributes::default()
        },
        producer_id: 4000,
        producer_epoch: 2,
        ..BatchSettings::default()
    };
    let marker = |base_offset, result| {
        let record = ControlRecord::EndTransaction {
            result,
            coordinator_epoch: 11,
        };
        ControlRecord::batch(settings(base_offset), T, &[record])
            .unwrap()
            .to_bytes()
    };
    let commit = include_bytes!("golden/commit-marker.bin");
    let abort = include_bytes!("golden/abort-marker.bin");
    assert_eq!(marker(42, TransactionResult::Commit), &commit[..]);
    assert_eq!(marker(43, TransactionResult::Abort), &abort[..]);
}

#[test]
fn quorum_records_are_byte_for_byte_kafkas() {
    let voter = |voter_id| LeaderChangeVoter {
        voter_id,
        directory_id: Uuid::nil(),
    };
    let leader_change = ControlRecord::LeaderChange(LeaderChange {
        version: 0,
        leader_id: 1,
        voters: vec![voter(1), voter(2), voter(3)],
        granting_voters: vec![voter(1), voter(3)],
    });
    let header = ControlRecord::SnapshotHeader {
        version: 0,
        last_contained_log_timestamp_ms: T - 1,
    };
    let endpoint = VoterEndpoint {
        name: "CONTROLLER".into(),
        host: "controller-1.example".into(),
        port: 39093,
    };
    let voters = ControlRecord::Voters(Voters {
        version: 0,
        voters: vec![Voter {
            voter_id: 1,
            directory_id: Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10),
            endpoints: vec![endpoint],
            min_supported_version: 0,
            max_supported_version: 1,
        }],
    });
    let footer = ControlRecord::SnapshotFooter { version: 0 };
    let kraft_version = ControlRecord::KRaftVersion {
        version: 0,
        kraft_version: 1,
    };
    for (base_offset, record, golden) in [
        (
            100,
            leader_change,
            &include_bytes!("golden/leader-change.bin")[..],
        ),
        (0, header, include_bytes!("golden/snapshot-header.bin")),
        (1, kraft_version, include_bytes!("golden/kraft-version.bin")),
        (2, voters, include_bytes!("golden/kraft-voters.bin")),
        (3, footer, include_bytes!("golden/snapshot-footer.bin")),
    ] {
        let settings = BatchSettings {
            base_offset,
            partition_leader_epoch: 5,
            ..BatchSettings::default()
        };
        let ours = ControlRecord::batch(settings, T, std::slice::from_ref(&record))
            .unwrap()
            .to_bytes();
        assert_eq!(ours, golden, "{record:?}");
        let batch = kafkas(golden);
        let limits = DecompressionLimits::default();
        let mut reader = RecordReader::new(&batch.header, &batch.payload, limits).unwrap();
        assert_eq!(
            ControlRecord::of(&reader.next_record().unwrap().unwrap()),
            Ok(record)
        );
    }
}
