//! What is refused for its records.

use super::*;

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
