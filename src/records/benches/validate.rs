//! What validating a produced batch of 16 records of 1000 bytes costs, and how much of that is its checksum.

use bytes::Bytes;
use divan::counter::BytesCount;
use kalda_records::{
    Attributes, BatchBuilder, BatchSettings, Compression, NewRecord, Rules, TimestampType, validate,
};

const NOW_MS: i64 = 1_700_000_000_000;
const CODECS: [Compression; 5] = Compression::ALL;

fn main() {
    divan::main();
}

/// JSON-like values, so that the codecs find what they find in practice.
fn batch(compression: Compression) -> Bytes {
    let attributes = Attributes {
        compression,
        ..Attributes::default()
    };
    let mut builder = BatchBuilder::new(BatchSettings {
        attributes,
        ..BatchSettings::default()
    });
    for record in 0..16u64 {
        let mut value = String::new();
        let mut field = 0u64;
        while value.len() < 1000 {
            let noise = (record * 131 + field).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            value.push_str(&format!(
                "{{\"field_{field}\":\"{noise:016x}\",\"state\":\"active\"}},"
            ));
            field += 1;
        }
        value.truncate(1000);
        builder.append(&NewRecord {
            timestamp: NOW_MS,
            value: Some(value.as_bytes()),
            ..NewRecord::default()
        });
    }
    builder.build().expect("fits").to_bytes()
}

#[divan::bench(args = CODECS)]
fn as_it_came(bencher: divan::Bencher<'_, '_>, codec: Compression) {
    let (bytes, rules) = (batch(codec), Rules::default());
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| validate(bytes.clone(), &rules, NOW_MS).expect("good"));
}

#[divan::bench(args = CODECS)]
fn with_log_append_time(bencher: divan::Bencher<'_, '_>, codec: Compression) {
    let bytes = batch(codec);
    let rules = Rules {
        timestamp_type: TimestampType::LogAppendTime,
        ..Rules::default()
    };
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| validate(bytes.clone(), &rules, NOW_MS).expect("good"));
}

#[divan::bench(args = CODECS)]
fn recompressed_from_none(bencher: divan::Bencher<'_, '_>, codec: Compression) {
    let bytes = batch(Compression::None);
    let rules = Rules {
        compression: Some(codec),
        ..Rules::default()
    };
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| validate(bytes.clone(), &rules, NOW_MS).expect("good"));
}

#[divan::bench(args = CODECS)]
fn checksum_alone(bencher: divan::Bencher<'_, '_>, codec: Compression) {
    let bytes = batch(codec);
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| crc32c::crc32c(divan::black_box(bytes.get(21..).unwrap_or_default())));
}
