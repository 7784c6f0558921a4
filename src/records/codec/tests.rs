//! Promises that every codec keeps.

use proptest::prelude::*;

use super::*;

const NO_LIMIT: u64 = u64::MAX;

fn compress(codec: Compression, bytes: &[u8], piece: usize) -> Vec<u8> {
    let mut encoder = Encoder::new(
        codec,
        CompressionLevels::default(),
        BoundedSink::new(usize::MAX),
    )
    .unwrap();
    for part in bytes.chunks(piece) {
        encoder.write(part).unwrap();
    }
    encoder.finish().unwrap()
}

fn decompress(codec: Compression, bytes: &[u8], piece: usize) -> Result<Vec<u8>, CodecError> {
    let Some(mut decoder) = Decoder::new(codec, bytes, NO_LIMIT)? else {
        return Ok(bytes.to_vec());
    };
    let mut out = Vec::new();
    let mut buffer = vec![0; piece];
    loop {
        match decoder.read(&mut buffer)? {
            0 => return Ok(out),
            length => out.extend_from_slice(&buffer[..length]),
        }
    }
}

fn text(length: usize) -> Vec<u8> {
    (0u32..)
        .flat_map(|n| format!("record {n} of many;").into_bytes())
        .take(length)
        .collect()
}

#[test]
fn what_is_compressed_in_pieces_is_read_in_other_pieces() {
    for codec in Compression::ALL {
        for length in [0, 1, 100, 32 * 1024, 32 * 1024 + 1, 300_000] {
            let bytes = text(length);
            let compressed = compress(codec, &bytes, 777);
            assert_eq!(
                decompress(codec, &compressed, 1000).as_ref(),
                Ok(&bytes),
                "{codec} {length}"
            );
        }
    }
}

#[test]
fn a_stream_cut_off_anywhere_never_yields_all_its_bytes() {
    for codec in Compression::ALL {
        let bytes = text(70_000);
        let compressed = compress(codec, &bytes, 70_000);
        for cut in (1..compressed.len()).step_by(97) {
            let read = decompress(codec, &compressed[..cut], 4096);
            let complete = read.as_ref() == Ok(&bytes);
            // The last bytes of an LZ4 frame are only its end mark.
            assert!(
                !complete || (codec == Compression::Lz4 && compressed.len() - cut <= 4),
                "{codec} {cut}"
            );
        }
    }
}

#[test]
fn a_full_sink_stops_every_encoder() {
    for codec in Compression::ALL {
        let noise: Vec<u8> = (0u32..200_000)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect();
        let written = Encoder::new(codec, CompressionLevels::default(), BoundedSink::new(1000))
            .and_then(|mut encoder| {
                encoder.write(&noise)?;
                encoder.finish()
            });
        assert_eq!(written, Err(EncodeError::Full), "{codec}");
    }
}

#[test]
fn a_bare_snappy_block_is_read_too() {
    let bytes = text(100_000);
    let block = snap::raw::Encoder::new().compress_vec(&bytes).unwrap();
    assert_eq!(decompress(Compression::Snappy, &block, 1000), Ok(bytes));
}

#[test]
fn two_snappy_streams_in_a_row_are_one() {
    let both = [
        compress(Compression::Snappy, b"one", 3),
        compress(Compression::Snappy, b"two", 3),
    ]
    .concat();
    assert_eq!(
        decompress(Compression::Snappy, &both, 10),
        Ok(b"onetwo".to_vec())
    );
}

#[test]
fn a_snappy_block_that_claims_the_impossible_is_refused_before_any_memory_is_taken() {
    let mut claim = Vec::new();
    crate::varint::write_unsigned(&mut claim, u32::MAX);
    claim.extend_from_slice(&[0; 10]);
    let error = decompress(Compression::Snappy, &claim, 10).unwrap_err();
    assert!(error.reason.contains("claims 4294967295"), "{error}");
}

#[test]
fn lz4_frames_that_kafka_clients_cannot_read_are_refused() {
    let good = compress(Compression::Lz4, b"abc", 3);
    let refused = |at: usize, byte: u8| {
        let mut frame = good.clone();
        frame[at] = byte;
        decompress(Compression::Lz4, &frame, 10).unwrap_err().reason
    };
    assert!(refused(0, 0x02).contains("no frame"));
    assert!(refused(4, good[4] & !0x20).contains("depend on each other"));
    assert!(refused(4, good[4] | 0x01).contains("dictionary"));
    assert!(refused(4, 0xa0).contains("version"));
    assert!(refused(5, 0x30).contains("block size"));
    assert!(refused(5, 0xf0).contains("block size"));
    assert!(
        decompress(Compression::Lz4, &good[..5], 10)
            .unwrap_err()
            .reason
            .contains("ends in its header")
    );
}

#[test]
fn zstd_writes_at_every_level_and_reads_the_largest_window_of_java() {
    let bytes = text(1 << 16);
    for level in [-131_072, 3, 22] {
        let levels = CompressionLevels {
            zstd: level,
            ..CompressionLevels::default()
        };
        let sink = BoundedSink::new(usize::MAX);
        let mut encoder = Encoder::new(Compression::Zstd, levels, sink).unwrap();
        encoder.write(&bytes).unwrap();
        let compressed = encoder.finish().unwrap();
        let read = decompress(Compression::Zstd, &compressed, 100_000);
        assert_eq!(read.as_ref(), Ok(&bytes), "level {level}");
    }
    // Frame header: magic, no content size, window 2^27, then one raw block that ends the frame.
    let frame = [
        0x28,
        0xb5,
        0x2f,
        0xfd,
        0,
        (27 - 10) << 3,
        0x19,
        0,
        0,
        b'a',
        b'b',
        b'c',
    ];
    assert_eq!(
        decompress(Compression::Zstd, &frame, 10),
        Ok(b"abc".to_vec())
    );
    let mut wider = frame;
    wider[5] = (28 - 10) << 3;
    assert!(decompress(Compression::Zstd, &wider, 10).is_err());
}

#[test]
fn a_higher_gzip_level_compresses_better() {
    let bytes = text(200_000);
    let size = |gzip| {
        let levels = CompressionLevels {
            gzip,
            ..CompressionLevels::default()
        };
        let mut encoder =
            Encoder::new(Compression::Gzip, levels, BoundedSink::new(usize::MAX)).unwrap();
        encoder.write(&bytes).unwrap();
        encoder.finish().unwrap().len()
    };
    assert!(size(9) < size(1));
    assert_eq!(size(-1), size(6));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes: Vec<u8>, piece in 1usize..5000) {
        for codec in Compression::ALL {
            // Reading ends by itself: every decoder consumes its input.
            if let Ok(read) = decompress(codec, &bytes, piece) {
                prop_assert!(codec != Compression::None || read == bytes);
            }
        }
    }

    #[test]
    fn damaged_streams_never_panic(at: prop::sample::Index, flip in 1u8.., length in 0usize..5000) {
        let bytes = text(length);
        for codec in Compression::ALL {
            let mut compressed = compress(codec, &bytes, 5000);
            if !compressed.is_empty() {
                let at = at.index(compressed.len());
                compressed[at] ^= flip;
            }
            let read = decompress(codec, &compressed, 512);
            prop_assert!(read.is_ok() || codec != Compression::None);
        }
    }
}
