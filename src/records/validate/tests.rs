//! What produce accepts, changes and refuses.

use proptest::prelude::*;

use super::*;
use crate::{
    Attributes, BatchBuilder, BatchSettings, DecompressionLimits, NewRecord, ReadError,
    RecordReader, varint,
};

const NOW: i64 = 1_700_000_000_000;

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

fn records(settings: BatchSettings, timestamps: &[i64]) -> AppendBatch {
    let mut builder = BatchBuilder::new(settings);
    for timestamp in timestamps {
        let value = format!("value at {timestamp}");
        builder.append(&NewRecord {
            timestamp: *timestamp,
            key: Some(b"key"),
            value: Some(value.as_bytes()),
            ..NewRecord::default()
        });
    }
    builder.build().unwrap()
}

/// The batch with a changed header and a checksum that fits it.
fn with_header(batch: &AppendBatch, change: impl FnOnce(&mut BatchHeader)) -> Bytes {
    let mut batch = batch.clone();
    change(&mut batch.header);
    batch.header.crc = batch.header.computed_crc(&batch.payload);
    batch.to_bytes()
}

fn timestamps_of(batch: &AppendBatch) -> Vec<(i64, i64)> {
    let limits = DecompressionLimits::default();
    let mut reader = RecordReader::new(&batch.header, &batch.payload, limits).unwrap();
    let mut read = Vec::new();
    while let Some(record) = reader.next_record().unwrap() {
        read.push((record.offset, record.timestamp));
    }
    read
}

fn refusal(bytes: impl Into<Bytes>, rules: &Rules) -> Rejection {
    validate(bytes.into(), rules, NOW).unwrap_err()
}

#[test]
fn a_good_batch_passes_untouched_and_uncopied() {
    for compression in Compression::ALL {
        let batch = records(settings(compression), &[NOW - 5, NOW, NOW - 3]);
        let bytes = batch.to_bytes();
        let validated = validate(bytes.clone(), &Rules::default(), NOW).unwrap();
        assert_eq!(validated.batch, batch, "{compression}");
        assert_eq!(
            validated.batch.payload.as_ptr(),
            bytes[HEADER_BYTES..].as_ptr()
        );
        assert_eq!(
            (
                validated.max_timestamp,
                validated.max_timestamp_offset_delta
            ),
            (NOW, 1)
        );
        assert_eq!(
            (validated.log_append_time_ms, validated.recompressed),
            (None, false)
        );
    }
}

#[test]
fn nothing_or_more_than_one_batch_is_refused_but_a_cut_off_rest_is_dropped() {
    let batch = records(settings(Compression::None), &[NOW]);
    let bytes = batch.to_bytes();
    let rules = Rules::default();
    assert_eq!(refusal(Bytes::new(), &rules), Rejection::NoBatch);
    assert_eq!(
        refusal(bytes.slice(..bytes.len() - 1), &rules),
        Rejection::NoBatch
    );
    assert_eq!(
        refusal([&bytes[..], &bytes].concat(), &rules),
        Rejection::SeveralBatches
    );
    let rest = [&bytes[..], &bytes[..bytes.len() - 1]].concat();
    assert_eq!(validate(rest.into(), &rules, NOW).unwrap().batch, batch);
}

#[test]
fn old_and_unknown_magics_and_impossible_lengths_are_refused() {
    let batch = records(settings(Compression::None), &[NOW]);
    let rules = Rules::default();
    assert_eq!(
        refusal(with_header(&batch, |header| header.magic = 1), &rules),
        Rejection::OldMagic(1)
    );
    let newer = refusal(with_header(&batch, |header| header.magic = 3), &rules);
    assert_eq!(newer, Rejection::Corrupt(BatchError::Magic(3)));
    assert_eq!(newer.kind(), RejectionKind::CorruptMessage);
    let short = refusal(
        with_header(&batch, |header| header.batch_length = 48),
        &rules,
    );
    assert_eq!(short, Rejection::Corrupt(BatchError::Length(48)));
    let long = refusal(
        with_header(&batch, |header| header.batch_length = i32::MAX),
        &rules,
    );
    assert_eq!(long, Rejection::NoBatch);
}

#[test]
fn zstd_needs_a_request_version_that_knows_it() {
    let rules = Rules {
        zstd_allowed: false,
        ..Rules::default()
    };
    let refused = refusal(
        records(settings(Compression::Zstd), &[NOW]).to_bytes(),
        &rules,
    );
    assert_eq!(refused.kind(), RejectionKind::UnsupportedCompressionType);
    let lz4 = records(settings(Compression::Lz4), &[NOW]).to_bytes();
    assert!(validate(lz4, &rules, NOW).is_ok());
}

#[test]
fn a_damaged_batch_is_corrupt() {
    let mut bytes = records(settings(Compression::None), &[NOW])
        .to_bytes()
        .to_vec();
    *bytes.last_mut().unwrap() ^= 1;
    let refused = refusal(bytes, &Rules::default());
    assert!(matches!(
        refused,
        Rejection::Corrupt(BatchError::Crc { .. })
    ));
    assert_eq!(refused.kind(), RejectionKind::CorruptMessage);
}

#[test]
fn a_batch_of_exactly_the_largest_size_passes() {
    let bytes = records(settings(Compression::None), &[NOW]).to_bytes();
    let exact = Rules {
        max_message_bytes: bytes.len(),
        ..Rules::default()
    };
    assert!(validate(bytes.clone(), &exact, NOW).is_ok());
    let less = Rules {
        max_message_bytes: bytes.len() - 1,
        ..Rules::default()
    };
    let refused = refusal(bytes.clone(), &less);
    assert_eq!(
        refused,
        Rejection::TooLarge {
            at_least: bytes.len(),
            max_message_bytes: bytes.len() - 1
        }
    );
    assert_eq!(refused.kind(), RejectionKind::MessageTooLarge);
}

#[test]
fn what_only_brokers_may_set_in_a_header_is_refused() {
    let batch = records(settings(Compression::None), &[NOW, NOW]);
    let rules = Rules::default();
    let refused = |change: fn(&mut BatchHeader)| refusal(with_header(&batch, change), &rules);
    assert_eq!(
        refused(|header| header.base_offset = 7),
        Rejection::BaseOffset(7)
    );
    assert_eq!(
        refused(|header| header.attributes |= 0x20),
        Rejection::ControlBatch
    );
    assert_eq!(
        refused(|header| header.last_offset_delta = 2),
        Rejection::OffsetRange {
            last_offset_delta: 2,
            records_count: 2
        }
    );
    assert_eq!(
        refused(|header| (header.last_offset_delta, header.records_count) = (-1, 0)),
        Rejection::OffsetRange {
            last_offset_delta: -1,
            records_count: 0
        }
    );
    assert_eq!(
        refused(|header| header.producer_id = 5),
        Rejection::Sequence {
            producer_id: 5,
            base_sequence: -1
        }
    );
    assert_eq!(
        refused(|header| header.attributes |= 5).kind(),
        RejectionKind::UnsupportedCompressionType
    );
    let allowed = with_header(&batch, |header| {
        (header.producer_id, header.base_sequence) = (5, 0)
    });
    assert!(validate(allowed, &rules, NOW).is_ok());
}

#[test]
fn a_record_count_that_lies_is_refused() {
    for compression in Compression::ALL {
        let batch = records(settings(compression), &[NOW, NOW]);
        let claim = |count: i32| {
            with_header(&batch, |header| {
                (header.last_offset_delta, header.records_count) = (count - 1, count);
            })
        };
        assert_eq!(
            refusal(claim(1), &Rules::default()),
            Rejection::Unreadable(ReadError::Surplus)
        );
        let cut = refusal(claim(3), &Rules::default());
        assert_eq!(
            cut,
            Rejection::Unreadable(ReadError::Malformed { index: 2 })
        );
        assert_eq!(cut.kind(), RejectionKind::InvalidRecord);
    }
}

#[test]
fn the_max_timestamp_is_taken_from_the_records() {
    for compression in Compression::ALL {
        let batch = records(settings(compression), &[NOW - 5, NOW - 2]);
        let lying = with_header(&batch, |header| header.max_timestamp = NOW + 1_000_000);
        let validated = validate(lying, &Rules::default(), NOW).unwrap();
        assert_eq!(validated.batch, batch, "{compression}");
        assert!(!validated.recompressed);
        assert!(AppendBatch::from_wire(validated.batch.to_bytes()).is_ok());
    }
}

#[test]
fn a_renewed_checksum_is_right_for_small_and_large_payloads() {
    for size in [10, 1000, 64 * 1024, 1_000_000] {
        let mut builder = BatchBuilder::new(settings(Compression::None));
        let value = vec![7; size];
        builder.append(&NewRecord {
            timestamp: 5,
            value: Some(&value),
            ..NewRecord::default()
        });
        let rules = Rules {
            timestamp_type: TimestampType::LogAppendTime,
            ..Rules::default()
        };
        let validated = validate(builder.build().unwrap().to_bytes(), &rules, NOW).unwrap();
        assert!(
            AppendBatch::from_wire(validated.batch.to_bytes()).is_ok(),
            "{size}"
        );
    }
}

#[test]
fn log_append_time_is_the_brokers_clock() {
    for compression in Compression::ALL {
        let rules = Rules {
            timestamp_type: TimestampType::LogAppendTime,
            ..Rules::default()
        };
        let bytes = records(settings(compression), &[5, 99]).to_bytes();
        let validated = validate(bytes, &rules, NOW).unwrap();
        assert_eq!(
            (
                validated.max_timestamp,
                validated.max_timestamp_offset_delta
            ),
            (NOW, 0)
        );
        assert_eq!(validated.log_append_time_ms, Some(NOW));
        assert_eq!(timestamps_of(&validated.batch), [(0, NOW), (1, NOW)]);
        assert!(AppendBatch::from_wire(validated.batch.to_bytes()).is_ok());
    }
}

#[test]
fn a_producer_may_not_claim_log_append_time() {
    let batch = records(settings(Compression::None), &[NOW]);
    let bytes = with_header(&batch, |header| header.attributes |= 8);
    for timestamp_type in [TimestampType::CreateTime, TimestampType::LogAppendTime] {
        let refused = refusal(
            bytes.clone(),
            &Rules {
                timestamp_type,
                ..Rules::default()
            },
        );
        assert_eq!(refused.kind(), RejectionKind::InvalidTimestamp);
        let fault = RecordFault::LogAppendTimeFromProducer;
        assert_eq!(
            refused.record_errors(),
            [RecordError {
                batch_index: 0,
                fault
            }]
        );
    }
}

#[test]
fn timestamps_outside_of_the_window_name_their_records() {
    let rules = Rules {
        timestamp_before_max_ms: 100,
        timestamp_after_max_ms: 10,
        ..Rules::default()
    };
    for compression in Compression::ALL {
        let good = records(settings(compression), &[NOW - 100, NOW + 10, NO_TIMESTAMP]);
        assert!(validate(good.to_bytes(), &rules, NOW).is_ok());
        let bad = records(settings(compression), &[NOW - 101, NOW, NOW + 11]);
        let refused = refusal(bad.to_bytes(), &rules);
        assert_eq!(refused.kind(), RejectionKind::InvalidTimestamp);
        let error = |batch_index, timestamp| RecordError {
            batch_index,
            fault: RecordFault::TimestampOutOfRange {
                timestamp,
                earliest: NOW - 100,
                latest: NOW + 10,
            },
        };
        assert_eq!(
            refused.record_errors(),
            [error(0, NOW - 101), error(2, NOW + 11)]
        );
    }
    let log_append_time = Rules {
        timestamp_type: TimestampType::LogAppendTime,
        ..rules
    };
    let old = records(settings(Compression::None), &[5]);
    assert!(validate(old.to_bytes(), &log_append_time, NOW).is_ok());
}

#[test]
fn a_compacted_topic_takes_no_record_without_a_key() {
    let rules = Rules {
        compacted: true,
        ..Rules::default()
    };
    for compression in Compression::ALL {
        let mut builder = BatchBuilder::new(settings(compression));
        for key in [Some(&b"k"[..]), None, Some(b"")] {
            builder.append(&NewRecord {
                timestamp: NOW,
                key,
                ..NewRecord::default()
            });
        }
        let bytes = builder.build().unwrap().to_bytes();
        assert!(validate(bytes.clone(), &Rules::default(), NOW).is_ok());
        let refused = refusal(bytes, &rules);
        assert_eq!(
            refused.record_errors(),
            [RecordError {
                batch_index: 1,
                fault: RecordFault::NoKey
            }]
        );
        assert_eq!(refused.kind(), RejectionKind::InvalidRecord);
    }
}

#[test]
fn the_list_of_bad_records_is_bounded() {
    let rules = Rules {
        compacted: true,
        ..Rules::default()
    };
    let mut builder = BatchBuilder::new(settings(Compression::Zstd));
    for _ in 0..5000 {
        builder.append(&NewRecord {
            timestamp: NOW,
            ..NewRecord::default()
        });
    }
    let Rejection::Records(errors) = refusal(builder.build().unwrap().to_bytes(), &rules) else {
        panic!("not refused for its records");
    };
    assert_eq!(
        (errors.first.len(), errors.total),
        (RecordErrors::MAX_LISTED, 5000)
    );
    assert!(
        errors
            .to_string()
            .starts_with("5000 records are refused, first 0: ")
    );
}

#[test]
fn another_codec_in_the_topic_recompresses() {
    for from in Compression::ALL {
        for to in Compression::ALL {
            let idempotent = BatchSettings {
                producer_id: 9,
                producer_epoch: 1,
                base_sequence: 3,
                ..settings(from)
            };
            let batch = records(idempotent, &[NOW - 3, NOW, NOW - 9]);
            let rules = Rules {
                compression: Some(to),
                ..Rules::default()
            };
            let validated = validate(batch.to_bytes(), &rules, NOW).unwrap();
            assert_eq!(validated.recompressed, from != to);
            let stored = AppendBatch::from_wire(validated.batch.to_bytes()).unwrap();
            assert_eq!(stored.header.compression(), Ok(to));
            assert_eq!(
                timestamps_of(&stored),
                [(0, NOW - 3), (1, NOW), (2, NOW - 9)]
            );
            let kept = |header: &BatchHeader| {
                let producer = (
                    header.producer_id,
                    header.producer_epoch,
                    header.base_sequence,
                );
                (
                    producer,
                    header.max_timestamp,
                    header.records_count,
                    header.last_offset_delta,
                )
            };
            assert_eq!(kept(&stored.header), kept(&batch.header));
        }
    }
}

#[test]
fn a_batch_that_outgrows_the_limit_when_stored_is_too_large() {
    let mut builder = BatchBuilder::new(settings(Compression::Zstd));
    let value = vec![b'z'; 50_000];
    builder.append(&NewRecord {
        timestamp: NOW,
        value: Some(&value),
        ..NewRecord::default()
    });
    let bytes = builder.build().unwrap().to_bytes();
    let plain = HEADER_BYTES + 50_000 + 11;
    let rules = |max_message_bytes| Rules {
        max_message_bytes,
        compression: Some(Compression::None),
        ..Rules::default()
    };
    assert_eq!(
        refusal(bytes.clone(), &rules(plain - 1)).kind(),
        RejectionKind::MessageTooLarge
    );
    assert_eq!(
        validate(bytes, &rules(plain), NOW)
            .unwrap()
            .batch
            .total_bytes(),
        plain
    );
}

#[test]
fn offsets_that_do_not_count_up_are_renumbered() {
    for compression in Compression::ALL {
        let mut builder = BatchBuilder::new(settings(compression));
        for gap in [0, 3] {
            let header = crate::NewHeader {
                key: "h",
                value: None,
            };
            builder.append_after_gap(
                gap,
                &NewRecord {
                    timestamp: NOW,
                    headers: &[header, header],
                    ..NewRecord::default()
                },
            );
        }
        let gapped = builder.build().unwrap();
        let bytes = with_header(&gapped, |header| header.last_offset_delta = 1);
        let validated = validate(bytes, &Rules::default(), NOW).unwrap();
        assert!(validated.recompressed);
        assert_eq!(timestamps_of(&validated.batch), [(0, NOW), (1, NOW)]);
        assert!(AppendBatch::from_wire(validated.batch.to_bytes()).is_ok());
    }
}

#[test]
fn a_zip_bomb_is_refused_with_its_limit() {
    for compression in Compression::ALL {
        let mut builder = BatchBuilder::new(settings(compression));
        let value = vec![0; 1 << 20];
        for _ in 0..8 {
            builder.append(&NewRecord {
                timestamp: NOW,
                value: Some(&value),
                ..NewRecord::default()
            });
        }
        let bytes = builder.build().unwrap().to_bytes();
        let limits = DecompressionLimits {
            record_bytes: 2 << 20,
            batch_bytes: 4 << 20,
        };
        let rules = Rules {
            limits,
            max_message_bytes: 16 << 20,
            ..Rules::default()
        };
        let validated = validate(bytes.clone(), &rules, NOW);
        if compression == Compression::None {
            assert!(validated.is_ok(), "only what is compressed can be a bomb");
            continue;
        }
        let limit = Rejection::Unreadable(ReadError::BatchTooLarge { limit: 4 << 20 });
        assert_eq!(validated, Err(limit), "{compression}");
        let small = Rules {
            limits: DecompressionLimits {
                record_bytes: 1000,
                ..limits
            },
            ..rules
        };
        let refused = refusal(bytes, &small);
        assert!(matches!(
            refused,
            Rejection::Unreadable(ReadError::RecordTooLarge { index: 0, .. })
        ));
    }
}

#[test]
fn a_bare_snappy_bomb_is_refused_with_its_limit() {
    let mut record = Vec::new();
    let body = [
        &[0, 0, 0, 1][..],
        &[0x80, 0x80, 0x80, 0x04],
        &vec![0; 4 << 20],
        &[0],
    ]
    .concat();
    varint::write(&mut record, i32::try_from(body.len()).unwrap());
    record.extend_from_slice(&body);
    let mut batch = records(settings(Compression::Snappy), &[NOW]);
    batch.payload = snap::raw::Encoder::new()
        .compress_vec(&record)
        .unwrap()
        .into();
    batch.header.set_payload_bytes(batch.payload.len());
    let limits = DecompressionLimits {
        record_bytes: 16 << 20,
        batch_bytes: 1 << 20,
    };
    let refused = refusal(
        with_header(&batch, |_| ()),
        &Rules {
            limits,
            ..Rules::default()
        },
    );
    assert!(
        matches!(refused, Rejection::Unreadable(ReadError::Codec(_))),
        "{refused}"
    );
    assert!(
        validate(
            with_header(&batch, |header| header.base_timestamp = NOW),
            &Rules::default(),
            NOW
        )
        .is_ok()
    );
}

proptest! {
    #[test]
    fn a_flipped_bit_is_refused_or_harmless(codec in 0i16..5, at: prop::sample::Index, bit in 0u32..8) {
        let compression = Compression::from_id(codec).unwrap();
        let batch = records(settings(compression), &[NOW, NOW + 1, NOW - 1]);
        let mut bytes = batch.to_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1u8.rotate_left(bit);
        if let Ok(validated) = validate(bytes.into(), &Rules::default(), NOW) {
            prop_assert!((12..16).contains(&at), "only the leader epoch may change unnoticed, not byte {}", at);
            prop_assert_eq!(validated.batch.payload, batch.payload);
        }
    }

    #[test]
    fn arbitrary_payloads_with_a_good_checksum_never_panic(
        payload: Vec<u8>,
        attributes in 0i16..128,
        count in 1i32..5,
        base_timestamp: i64,
        target in prop::option::of(0i16..5),
        compacted: bool,
    ) {
        let mut batch = records(settings(Compression::None), &[NOW]);
        batch.payload = payload.into();
        let bytes = with_header(&batch, |header| {
            header.attributes = attributes;
            header.base_timestamp = base_timestamp;
            (header.records_count, header.last_offset_delta) = (count, count - 1);
            header.set_payload_bytes(batch.payload.len());
        });
        let compression = target.map(|id| Compression::from_id(id).unwrap());
        let rules = Rules { compression, compacted, ..Rules::default() };
        if let Ok(validated) = validate(bytes, &rules, NOW) {
            prop_assert!(AppendBatch::from_wire(validated.batch.to_bytes()).is_ok());
            prop_assert_eq!(timestamps_of(&validated.batch).len(), count as usize);
        }
    }
}
