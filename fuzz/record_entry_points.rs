//! What is done with arbitrary bytes, by the fuzz targets and by `src/records/tests/hostile_bytes.rs`. Each function
//! panics when a promise is broken.
#![allow(dead_code, reason = "each fuzz target uses one of these")]

use bytes::Bytes;
use kalda_records::{
    AppendBatch, Attributes, BatchBuilder, BatchHeader, BatchSettings, Batches, Compression,
    DecompressionLimits, HEADER_BYTES, MAGIC, NewRecord, ReadError, RecordReader, Rules,
    TimestampType, payload_of, validate,
};

const NOW_MS: i64 = 1_700_000_000_000;

/// Small, so that a run meets them often.
const LIMITS: DecompressionLimits = DecompressionLimits {
    record_bytes: 256 * 1024,
    batch_bytes: 1024 * 1024,
};

/// Validates the bytes as they are, and again with a header that passes, under several rules. What is accepted must
/// hold up: as a batch, when read, and when validated once more.
pub(crate) fn validate_batch(bytes: &[u8]) {
    let plain = Rules {
        limits: LIMITS,
        ..Rules::default()
    };
    let rules = [
        plain.clone(),
        Rules {
            timestamp_type: TimestampType::LogAppendTime,
            compacted: true,
            ..plain.clone()
        },
        Rules {
            compression: Some(Compression::None),
            ..plain.clone()
        },
        Rules {
            compression: Some(Compression::Zstd),
            max_message_bytes: 4096,
            ..plain
        },
    ];
    let repaired = with_passing_header(bytes);
    for input in [Bytes::copy_from_slice(bytes), repaired] {
        for rules in &rules {
            let Ok(validated) = validate(input.clone(), rules, NOW_MS) else {
                continue;
            };
            let stored = validated.batch.to_bytes();
            assert!(stored.len() <= rules.max_message_bytes.max(input.len()));
            assert_eq!(
                AppendBatch::from_wire(stored).as_ref(),
                Ok(&validated.batch)
            );
            let count = count_records(&validated.batch.header, &validated.batch.payload, LIMITS);
            assert_eq!(count, Ok(i64::from(validated.batch.header.records_count)));
            assert_eq!(
                i64::from(validated.batch.header.last_offset_delta) + 1,
                count.unwrap_or(0)
            );
        }
    }
}

/// Walks the batches of a file or a fetch answer and reads their records; then reads the bytes as the records of a
/// batch in each codec.
pub(crate) fn read_records(bytes: &[u8]) {
    let mut batches = Batches::new(bytes);
    while let Some(Ok((header, batch))) = batches.next() {
        assert_eq!(header.total_bytes(), batch.len());
        let read = count_records(&header, payload_of(batch), LIMITS);
        assert!(read.is_err() || read == Ok(i64::from(header.records_count.max(0))));
    }
    assert!(batches.consumed_bytes() + batches.remaining().len() == bytes.len());
    let count = bytes.first().copied().map_or(0, i32::from);
    for codec in 0..8 {
        let header = BatchHeader {
            attributes: codec,
            records_count: count,
            ..any_header()
        };
        let read = count_records(&header, bytes.get(1..).unwrap_or_default(), LIMITS);
        assert!(read.is_err() || read == Ok(i64::from(count)));
    }
}

/// Packs the bytes with every codec, expects them back, and then damages the packed form with the bytes themselves.
pub(crate) fn codecs(bytes: &[u8]) {
    let (head, tail) = bytes.split_at(bytes.len().min(8));
    for compression in Compression::ALL {
        let attributes = Attributes {
            compression,
            ..Attributes::default()
        };
        let mut builder = BatchBuilder::new(BatchSettings {
            attributes,
            ..BatchSettings::default()
        });
        let records = [head, tail, &tail.repeat(4)];
        for value in records {
            builder.append(&NewRecord {
                value: Some(value),
                ..NewRecord::default()
            });
        }
        let Ok(batch) = builder.build() else {
            panic!("a small batch can be built")
        };
        let limits = DecompressionLimits::default();
        assert_eq!(
            values(&batch.header, &batch.payload, limits),
            Ok(records.map(<[u8]>::to_vec).to_vec())
        );

        let mut damaged = batch.payload.to_vec();
        for (at, &flip) in head.iter().enumerate() {
            let position = (usize::from(flip) * 31 + at * 7) % damaged.len().max(1);
            if let Some(byte) = damaged.get_mut(position) {
                *byte ^= flip;
            }
        }
        if let Ok(read) = values(&batch.header, &damaged, LIMITS) {
            assert_eq!(read.len(), records.len());
        }
    }
}

fn count_records(
    header: &BatchHeader,
    payload: &[u8],
    limits: DecompressionLimits,
) -> Result<i64, ReadError> {
    let mut reader = RecordReader::new(header, payload, limits)?;
    let mut count = 0;
    while let Some(record) = reader.next_record()? {
        assert_eq!(record.headers.count(), record.headers.len());
        count += 1;
    }
    Ok(count)
}

fn values(
    header: &BatchHeader,
    payload: &[u8],
    limits: DecompressionLimits,
) -> Result<Vec<Vec<u8>>, ReadError> {
    let mut reader = RecordReader::new(header, payload, limits)?;
    let mut values = Vec::new();
    while let Some(record) = reader.next_record()? {
        values.push(record.value.unwrap_or_default().to_vec());
    }
    Ok(values)
}

/// The bytes as a batch whose lengths, counts and checksum are right, so that its records are looked at.
fn with_passing_header(bytes: &[u8]) -> Bytes {
    let (attributes, count) = match bytes {
        [attributes, count, ..] => (i16::from(*attributes & 0x5f), i32::from(*count).max(1)),
        _ => (0, 1),
    };
    // A golden batch keeps its own attributes and count.
    let claimed = BatchHeader::read(bytes)
        .ok()
        .filter(|header| (1..=1000).contains(&header.records_count));
    let (attributes, count) = claimed.map_or((attributes, count), |header| {
        (header.attributes, header.records_count)
    });
    let payload = payload_of(bytes);
    let mut header = BatchHeader {
        attributes,
        records_count: count,
        last_offset_delta: count - 1,
        batch_length: i32::try_from(HEADER_BYTES - 12 + payload.len()).unwrap_or(i32::MAX),
        base_timestamp: claimed.map_or(NOW_MS, |header| header.base_timestamp),
        ..any_header()
    };
    header.crc = header.computed_crc(payload);
    AppendBatch {
        header,
        payload: Bytes::copy_from_slice(payload),
    }
    .to_bytes()
}

fn any_header() -> BatchHeader {
    BatchHeader {
        base_offset: 0,
        batch_length: 49,
        partition_leader_epoch: -1,
        magic: MAGIC,
        crc: 0,
        attributes: 0,
        last_offset_delta: 0,
        base_timestamp: NOW_MS,
        max_timestamp: NOW_MS,
        producer_id: -1,
        producer_epoch: -1,
        base_sequence: -1,
        records_count: 1,
    }
}
