//! What hostile batches cost in memory, counted by the allocator. The zstd library allocates for itself, and is bounded
//! by its window instead.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use bytes::Bytes;
use kalda_records::{
    Attributes, BatchBuilder, BatchHeader, BatchSettings, Compression, DecompressionLimits,
    NewRecord, ReadError, RecordReader, Rejection, Rules, validate, varint,
};

struct Counting;

thread_local! {
    static HELD: Cell<i64> = const { Cell::new(0) };
    static PEAK: Cell<i64> = const { Cell::new(0) };
}

fn count(bytes: i64) {
    HELD.set(HELD.get() + bytes);
    PEAK.set(PEAK.get().max(HELD.get()));
}

#[expect(
    unsafe_code,
    reason = "an allocator is the only place that sees every allocation"
)]
// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(size(layout));
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-size(layout));
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn size(layout: Layout) -> i64 {
    i64::try_from(layout.size()).unwrap_or(i64::MAX)
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most that `work` held at once, beyond what was held before.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, i64) {
    let before = HELD.get();
    PEAK.set(before);
    let result = work();
    (result, PEAK.get() - before)
}

const COMPRESSED: [Compression; 4] = [
    Compression::Gzip,
    Compression::Snappy,
    Compression::Lz4,
    Compression::Zstd,
];
const MIB: i64 = 1 << 20;

fn batch(compression: Compression, value: &[u8], count: usize) -> Bytes {
    let attributes = Attributes {
        compression,
        ..Attributes::default()
    };
    let mut builder = BatchBuilder::new(BatchSettings {
        attributes,
        ..BatchSettings::default()
    });
    for _ in 0..count {
        builder.append(&NewRecord {
            value: Some(value),
            ..NewRecord::default()
        });
    }
    builder
        .build()
        .map(|batch| batch.to_bytes())
        .unwrap_or_default()
}

#[test]
fn a_bomb_is_validated_within_a_fixed_window() {
    let rules = Rules {
        max_message_bytes: 16 << 20,
        ..Rules::default()
    };
    for compression in COMPRESSED {
        for (value_bytes, count) in [(1000, 8_000), (4 << 20, 2)] {
            let bytes = batch(compression, &vec![0; value_bytes], count);
            let packed = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            let (validated, peak) =
                peak_of(|| validate(bytes, &rules, 0).map(|validated| validated.recompressed));
            assert_eq!(validated, Ok(false), "{compression}");
            assert!(
                peak < MIB,
                "{compression}: {packed} packed bytes cost {peak}"
            );
        }
    }
}

#[test]
fn unpacking_a_bomb_for_storage_stops_at_the_topics_limit() {
    let rules = Rules {
        compression: Some(Compression::None),
        ..Rules::default()
    };
    for compression in [Compression::Gzip, Compression::Lz4, Compression::Zstd] {
        let bytes = batch(compression, &vec![0; 100_000], 100);
        let (refused, peak) = peak_of(|| validate(bytes, &rules, 0).err());
        assert!(
            matches!(refused, Some(Rejection::TooLarge { .. })),
            "{compression}: {refused:?}"
        );
        assert!(peak < 4 * MIB, "{compression} costs {peak}");
    }
}

#[test]
fn a_length_that_lies_costs_nothing() {
    let mut lie = Vec::new();
    varint::write(&mut lie, 15 << 20);
    lie.extend_from_slice(&[0; 50]);
    for compression in COMPRESSED {
        // The record of this batch holds bytes that, read as records, claim one of 15 MiB.
        let bytes = batch(compression, &[], 1);
        let Ok(header) = BatchHeader::read(&bytes) else {
            panic!("built")
        };
        let payload = packed(compression, &lie);
        let (read, peak) = peak_of(|| {
            let mut reader = RecordReader::new(&header, &payload, DecompressionLimits::default())?;
            reader.next_record().map(|record| record.is_some())
        });
        assert_eq!(
            read,
            Err(ReadError::Malformed { index: 0 }),
            "{compression}"
        );
        assert!(peak < MIB, "{compression} costs {peak}");
    }
}

/// Bytes as a stream of the codec, made by the codec's own library.
fn packed(compression: Compression, bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    match compression {
        Compression::None => bytes.to_vec(),
        Compression::Gzip => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder
                .write_all(bytes)
                .and_then(|()| encoder.finish())
                .unwrap_or_default()
        }
        Compression::Snappy => snap::raw::Encoder::new()
            .compress_vec(bytes)
            .unwrap_or_default(),
        Compression::Lz4 => {
            let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
            encoder
                .write_all(bytes)
                .ok()
                .and_then(|()| encoder.finish().ok())
                .unwrap_or_default()
        }
        Compression::Zstd => zstd::encode_all(bytes, 3).unwrap_or_default(),
    }
}
