//! What is refused, or passed, by its header and size.

use super::*;

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
