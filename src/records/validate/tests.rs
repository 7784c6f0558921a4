//! What produce accepts, changes and refuses.

mod record_faults;
mod stored;
mod whole_batch;

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
