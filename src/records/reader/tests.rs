//! Reading batches back, whatever their codec.

use proptest::prelude::*;

use super::*;
use crate::codec::{BoundedSink, CompressionLevels, Encoder};
use crate::stream::Probe;
use crate::window::Window;
use crate::{
    AppendBatch, Attributes, BatchBuilder, BatchSettings, Compression, Header, NewHeader,
    NewRecord, varint,
};

#[test]
fn records_come_back_with_repeated_header_keys_and_absolute_positions() {
    let headers = [
        NewHeader {
            key: "trace",
            value: Some(b"1"),
        },
        NewHeader {
            key: "trace",
            value: None,
        },
        NewHeader {
            key: "trace",
            value: Some(b"1"),
        },
    ];
    let settings = BatchSettings {
        base_offset: 40,
        ..BatchSettings::default()
    };
    let mut builder = BatchBuilder::new(settings);
    builder.append(&NewRecord {
        timestamp: 1000,
        key: Some(b""),
        value: None,
        headers: &headers,
    });
    builder.append_after_gap(
        2,
        &NewRecord {
            timestamp: 990,
            value: Some(b"v"),
            ..NewRecord::default()
        },
    );
    builder.extend_to(9);
    let batch = builder.build().unwrap();
    assert_eq!(
        (batch.header.base_timestamp, batch.header.max_timestamp),
        (1000, 1000)
    );
    assert_eq!(
        (batch.header.records_count, batch.header.last_offset()),
        (2, 49)
    );

    let limits = DecompressionLimits::default();
    let mut reader = RecordReader::new(&batch.header, &batch.payload, limits).unwrap();
    let first = reader.next_record().unwrap().unwrap();
    assert_eq!(
        (first.offset, first.timestamp, first.key, first.value),
        (40, 1000, Some(&b""[..]), None)
    );
    let value = Some(&b"1"[..]);
    let header = |value| Header {
        key: b"trace",
        value,
    };
    assert_eq!(
        first.headers.collect::<Vec<_>>(),
        [header(value), header(None), header(value)]
    );
    let second = reader.next_record().unwrap().unwrap();
    assert_eq!(
        (second.offset, second.timestamp, second.value),
        (43, 990, Some(&b"v"[..]))
    );
    assert_eq!(reader.next_record(), Ok(None));
}

#[test]
fn log_append_time_overrides_each_records_timestamp() {
    let attributes = Attributes {
        timestamp_type: TimestampType::LogAppendTime,
        ..Attributes::default()
    };
    let settings = BatchSettings {
        attributes,
        log_append_time_ms: 77,
        ..BatchSettings::default()
    };
    let mut builder = BatchBuilder::new(settings);
    builder.append(&NewRecord {
        timestamp: 5,
        ..NewRecord::default()
    });
    let batch = builder.build().unwrap();
    let mut reader = RecordReader::new(
        &batch.header,
        &batch.payload,
        DecompressionLimits::default(),
    )
    .unwrap();
    assert_eq!(reader.next_record().unwrap().unwrap().timestamp, 77);
}

fn attributes(compression: Compression) -> Attributes {
    Attributes {
        compression,
        ..Attributes::default()
    }
}

fn batch_of(compression: Compression, values: &[Vec<u8>]) -> AppendBatch {
    let settings = BatchSettings {
        attributes: attributes(compression),
        ..BatchSettings::default()
    };
    let mut builder = BatchBuilder::new(settings);
    for value in values {
        builder.append(&NewRecord {
            timestamp: 9,
            value: Some(value),
            ..NewRecord::default()
        });
    }
    builder.build().unwrap()
}

fn read_all(batch: &AppendBatch, limits: DecompressionLimits) -> Result<Vec<Vec<u8>>, ReadError> {
    let mut reader = RecordReader::new(&batch.header, &batch.payload, limits)?;
    let mut values = Vec::new();
    while let Some(record) = reader.next_record()? {
        values.push(record.value.unwrap().to_vec());
    }
    Ok(values)
}

fn probe_all(batch: &AppendBatch, limits: DecompressionLimits) -> Result<Vec<Probe>, ReadError> {
    let stream = RecordStream::new(&batch.header, &batch.payload, limits)?;
    let mut probes = Vec::new();
    stream.each_probe(|_, probe| probes.push(probe))?;
    Ok(probes)
}

#[test]
fn records_larger_than_the_window_are_read_and_walked_over() {
    for compression in Compression::ALL {
        let sizes = [
            0,
            5,
            Window::KEPT_BYTES - 9,
            Window::KEPT_BYTES,
            1 << 20,
            3,
            700_000,
        ];
        let values: Vec<_> = sizes.iter().map(|&size| vec![b'x'; size]).collect();
        let batch = batch_of(compression, &values);
        let limits = DecompressionLimits::default();
        assert_eq!(
            read_all(&batch, limits).as_ref(),
            Ok(&values),
            "{compression}"
        );
        let expected: Vec<_> = (0..)
            .zip(sizes)
            .map(|(offset_delta, _)| Probe {
                timestamp_delta: 0,
                offset_delta,
                has_key: false,
            })
            .collect();
        assert_eq!(probe_all(&batch, limits), Ok(expected), "{compression}");
    }
}

#[test]
fn a_record_past_its_limit_is_refused_from_its_length_alone() {
    for compression in COMPRESSED {
        let batch = batch_of(compression, &[vec![1; 100], vec![2; 2000]]);
        let limits = DecompressionLimits {
            record_bytes: 1000,
            ..DecompressionLimits::default()
        };
        let error = ReadError::RecordTooLarge {
            index: 1,
            bytes: 2007,
            limit: 1000,
        };
        assert_eq!(read_all(&batch, limits), Err(error.clone()));
        assert_eq!(probe_all(&batch, limits), Err(error));
    }
}

#[test]
fn a_bomb_of_many_records_meets_the_batch_limit() {
    for compression in COMPRESSED {
        let batch = batch_of(compression, &vec![vec![0; 10_000]; 1000]);
        let limits = DecompressionLimits {
            batch_bytes: 5_000_000,
            ..DecompressionLimits::default()
        };
        // Bare snappy aside, all of it streams; the framing's blocks are small.
        let error = ReadError::BatchTooLarge { limit: 5_000_000 };
        assert_eq!(
            read_all(&batch, limits),
            Err(error.clone()),
            "{compression}"
        );
        assert_eq!(probe_all(&batch, limits), Err(error), "{compression}");
    }
}

#[test]
fn a_batch_that_is_empty_after_compaction_reads_as_empty() {
    for compression in Compression::ALL {
        let mut batch = batch_of(Compression::None, &[]);
        batch.header.attributes = attributes(compression).to_bits();
        assert_eq!(read_all(&batch, DecompressionLimits::default()), Ok(vec![]));
    }
}

#[test]
fn a_count_that_does_not_fit_the_records_is_an_error() {
    for compression in Compression::ALL {
        let mut batch = batch_of(compression, &[vec![1; 10], vec![2; 10]]);
        let limits = DecompressionLimits::default();
        batch.header.records_count = 1;
        assert_eq!(
            read_all(&batch, limits),
            Err(ReadError::Surplus),
            "{compression}"
        );
        batch.header.records_count = 3;
        assert_eq!(
            read_all(&batch, limits),
            Err(ReadError::Malformed { index: 2 }),
            "{compression}"
        );
        assert_eq!(
            probe_all(&batch, limits),
            Err(ReadError::Malformed { index: 2 }),
            "{compression}"
        );
    }
}

const COMPRESSED: [Compression; 4] = [
    Compression::Gzip,
    Compression::Snappy,
    Compression::Lz4,
    Compression::Zstd,
];

/// A large record, by hand: what the streaming walk accepts must be what the one-piece parser accepts.
#[test]
fn large_and_small_records_obey_the_same_grammar() {
    let filler = vec![b'f'; Window::KEPT_BYTES];
    for (key_length, value_length, headers, valid) in [
        (1i32, 1i32, &b"\x00"[..], true),
        (-1, -1, b"\x00", true),
        (-7, 1, b"\x00", true),
        (1, 1, b"\x02\x02h\x01", true),
        (1, 1, b"\x02\x01\x01", false),
        (1, 1, b"\x01", false),
        (1, 1, b"\x04\x02h\x01", false),
        (1, 1, b"\x00\x00", false),
        (2, 1, b"\x00", false),
        (i32::MAX, 1, b"\x00", false),
    ] {
        for large in [false, true] {
            let mut body = vec![0, 2, 0];
            let padding = if large {
                i32::try_from(filler.len()).unwrap()
            } else {
                0
            };
            varint::write(&mut body, key_length);
            body.extend(std::iter::repeat_n(b'k', usize::from(key_length > 0)));
            varint::write(
                &mut body,
                if value_length < 0 {
                    value_length
                } else {
                    value_length + padding
                },
            );
            if value_length > 0 {
                body.push(b'v');
                body.extend_from_slice(&filler[..padding as usize]);
            }
            body.extend_from_slice(headers);
            let mut records = Vec::new();
            varint::write(&mut records, i32::try_from(body.len()).unwrap());
            records.extend_from_slice(&body);
            for compression in Compression::ALL {
                let batch = with_records(compression, &records);
                let limits = DecompressionLimits::default();
                let read = RecordReader::new(&batch.header, &batch.payload, limits)
                    .and_then(|mut reader| reader.next_record().map(|record| record.is_some()));
                assert_eq!(
                    read.is_ok(),
                    valid,
                    "{compression} {key_length} {value_length} {headers:?}"
                );
                assert_eq!(
                    probe_all(&batch, limits).is_ok(),
                    valid,
                    "{compression} {key_length} {headers:?}"
                );
            }
        }
    }
}

fn with_records(compression: Compression, records: &[u8]) -> AppendBatch {
    let mut batch = batch_of(compression, &[vec![]]);
    let sink = BoundedSink::new(usize::MAX);
    let mut encoder = Encoder::new(compression, CompressionLevels::default(), sink).unwrap();
    encoder.write(records).unwrap();
    batch.payload = encoder.finish().unwrap().into();
    batch
}

/// One record as a test makes it up.
type Content = (
    i64,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Vec<(String, Option<Vec<u8>>)>,
);

fn content() -> impl Strategy<Value = Content> {
    let bytes = || prop::option::of(prop::collection::vec(any::<u8>(), 0..200));
    (
        any::<i64>(),
        bytes(),
        bytes(),
        prop::collection::vec(("[a-c]{0,2}", bytes()), 0..4),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_built_is_read_back(
        contents in prop::collection::vec(content(), 0..20),
        codec in 0i16..5,
        base_offset in 0..i64::MAX / 2,
    ) {
        let compression = Compression::from_id(codec).unwrap();
        let settings = BatchSettings { base_offset, attributes: attributes(compression), ..BatchSettings::default() };
        let mut builder = BatchBuilder::new(settings);
        for (timestamp, key, value, headers) in &contents {
            let headers: Vec<_> =
                headers.iter().map(|(key, value)| NewHeader { key, value: value.as_deref() }).collect();
            builder.append(&NewRecord {
                timestamp: *timestamp,
                key: key.as_deref(),
                value: value.as_deref(),
                headers: &headers,
            });
        }
        let batch = AppendBatch::from_wire(builder.build().unwrap().to_bytes()).unwrap();
        let mut reader = RecordReader::new(&batch.header, &batch.payload, DecompressionLimits::default()).unwrap();
        for (offset, (timestamp, key, value, headers)) in (base_offset..).zip(&contents) {
            let record = reader.next_record().unwrap().unwrap();
            prop_assert_eq!((record.offset, record.timestamp), (offset, *timestamp));
            prop_assert_eq!((record.key, record.value), (key.as_deref(), value.as_deref()));
            let read: Vec<_> = record.headers.map(|header| (header.key, header.value)).collect();
            let expected: Vec<_> =
                headers.iter().map(|(key, value)| (key.as_bytes(), value.as_deref())).collect();
            prop_assert_eq!(read, expected);
        }
        prop_assert_eq!(reader.next_record(), Ok(None));
    }

    #[test]
    fn arbitrary_payloads_never_panic(payload: Vec<u8>, codec in 0i16..8, records_count: i32) {
        let header = BatchHeader { attributes: codec, records_count, ..batch_of(Compression::None, &[]).header };
        let limits = DecompressionLimits { record_bytes: 10_000, batch_bytes: 100_000 };
        let batch = AppendBatch { header, payload: payload.into() };
        let probed = probe_all(&batch, limits).map(|probes| probes.len());
        let read = RecordReader::new(&batch.header, &batch.payload, limits).and_then(|mut reader| {
            let mut count = 0;
            while reader.next_record()?.is_some() {
                count += 1;
            }
            Ok(count)
        });
        prop_assert_eq!(probed, read);
    }
}
