//! What a batch is after some of its records were dropped.

use super::*;
use crate::{BatchBuilder, BatchSettings, NewHeader, NewRecord, RecordReader};

fn limits() -> DecompressionLimits {
    DecompressionLimits::default()
}

/// Ten records at offsets 100..110 with timestamps 1000, 1010, …; the one at 105 is a tombstone.
fn batch(compression: Compression, timestamp_type: TimestampType) -> AppendBatch {
    let mut builder = BatchBuilder::new(BatchSettings {
        base_offset: 100,
        partition_leader_epoch: 3,
        attributes: Attributes {
            compression,
            timestamp_type,
            ..Attributes::default()
        },
        log_append_time_ms: 5000,
        producer_id: 7,
        producer_epoch: 2,
        base_sequence: 40,
        ..BatchSettings::default()
    });
    for number in 0..10_u8 {
        builder.append(&NewRecord {
            timestamp: 1000 + i64::from(number) * 10,
            key: Some(&[number]),
            value: (number != 5).then_some(b"value"),
            headers: &[NewHeader {
                key: "h",
                value: None,
            }],
        });
    }
    builder.build().unwrap()
}

type Content = (i64, i64, Vec<u8>, bool, usize);

fn content(batch: &AppendBatch) -> Vec<Content> {
    let mut records = RecordReader::new(&batch.header, &batch.payload, limits()).unwrap();
    let mut found = Vec::new();
    while let Some(it) = records.next_record().unwrap() {
        let key = it.key.unwrap_or_default().to_vec();
        found.push((
            it.offset,
            it.timestamp,
            key,
            it.value.is_some(),
            it.headers.len(),
        ));
    }
    found
}

fn retain(batch: &AppendBatch, keep: impl Fn(i64) -> bool) -> Retained<'_> {
    Retained::of(&batch.header, &batch.payload, limits(), |it| {
        keep(it.offset)
    })
    .unwrap()
}

#[test]
fn kept_records_stay_what_they_were_in_every_codec() {
    for compression in Compression::ALL {
        for timestamp_type in [TimestampType::CreateTime, TimestampType::LogAppendTime] {
            for horizon in [None, Some(900), Some(1 << 41)] {
                let batch = batch(compression, timestamp_type);
                let retained = retain(&batch, |offset| offset % 3 == 0);
                assert_eq!((retained.count(), retained.has_tombstones()), (3, true));
                let written = retained.rewritten(horizon).unwrap();
                let mut expected = content(&batch);
                expected.retain(|(offset, ..)| offset % 3 == 0);
                assert_eq!(content(&written), expected, "{compression} {horizon:?}");
                let checked = AppendBatch::from_wire(written.to_bytes()).unwrap().header;
                assert_eq!(checked.compression().unwrap(), compression);
                assert_eq!(checked.delete_horizon_ms(), horizon);
            }
        }
    }
}

#[test]
fn offsets_sequences_and_epoch_of_the_batch_stay_and_timestamps_follow_the_records() {
    let batch = batch(Compression::None, TimestampType::CreateTime);
    let written = retain(&batch, |offset| (102..105).contains(&offset));
    let header = written.rewritten(None).unwrap().header;
    assert_eq!((header.base_offset, header.last_offset()), (100, 109));
    assert_eq!((header.base_sequence, header.last_sequence()), (40, 49));
    assert_eq!((header.producer_id, header.producer_epoch), (7, 2));
    assert_eq!(header.partition_leader_epoch, 3);
    assert_eq!((header.base_timestamp, header.max_timestamp), (1020, 1040));
    assert_eq!(header.records_count, 3);
    assert!(!written.has_tombstones());
}

#[test]
fn with_log_append_time_the_largest_timestamp_stays() {
    let batch = batch(Compression::None, TimestampType::LogAppendTime);
    let header = retain(&batch, |it| it == 104)
        .rewritten(None)
        .unwrap()
        .header;
    assert_eq!((header.base_timestamp, header.max_timestamp), (5000, 5000));
}

#[test]
fn a_batch_that_stays_whole_is_rewritten_byte_for_byte() {
    for compression in [Compression::None, Compression::Zstd] {
        let batch = batch(compression, TimestampType::CreateTime);
        let retained = retain(&batch, |_| true);
        assert!(retained.is_whole());
        assert_eq!(retained.rewritten(None).unwrap(), batch);
    }
}

#[test]
fn a_hollow_batch_keeps_offsets_producer_and_time_and_nothing_else() {
    let batch = batch(Compression::Lz4, TimestampType::CreateTime);
    assert!(retain(&batch, |_| false).is_empty());
    let hollow = hollow(&batch.header).unwrap();
    assert_eq!(hollow.total_bytes(), 61);
    let header = AppendBatch::from_wire(hollow.to_bytes()).unwrap().header;
    assert_eq!((header.base_offset, header.last_offset()), (100, 109));
    assert_eq!((header.last_sequence(), header.producer_id), (49, 7));
    assert_eq!((header.base_timestamp, header.max_timestamp), (-1, 1090));
    assert_eq!(header.compression().unwrap(), Compression::None);
    assert_eq!(content(&hollow), []);
}

#[test]
fn more_records_than_a_word_has_bits_are_told_apart() {
    let mut builder = BatchBuilder::new(BatchSettings::default());
    for number in 0..200_i64 {
        builder.append(&NewRecord {
            timestamp: number,
            value: Some(b"v"),
            ..NewRecord::default()
        });
    }
    let batch = builder.build().unwrap();
    let written = retain(&batch, |it| it % 7 == 1).rewritten(None).unwrap();
    let offsets: Vec<i64> = content(&written).iter().map(|it| it.0).collect();
    let expected: Vec<i64> = (0..200).filter(|it| it % 7 == 1).collect();
    assert_eq!(offsets, expected);
}

#[test]
fn a_batch_with_a_lying_record_count_is_refused() {
    let mut batch = batch(Compression::None, TimestampType::CreateTime);
    batch.header.records_count = i32::MAX;
    let refused = Retained::of(&batch.header, &batch.payload, limits(), |_| true);
    assert!(matches!(refused, Err(ReadError::Malformed { index: 10 })));
}
