//! How an accepted batch is stored.

use super::*;

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
