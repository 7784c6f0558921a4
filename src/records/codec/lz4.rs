//! LZ4 frames with independent blocks, the only kind Kafka's Java reader takes.

use std::io::{Read, Write};

use lz4_flex::frame::{BlockMode, BlockSize, FrameDecoder, FrameEncoder, FrameInfo};

use super::{BoundedSink, CodecError, EncodeError};
use crate::attributes::Compression;

const MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];
const VERSION_MASK: u8 = 0b1100_0000;
const VERSION_1: u8 = 0b0100_0000;
const INDEPENDENT_BLOCKS: u8 = 0b0010_0000;
const RESERVED_FLAGS: u8 = 0b0000_0011;
const RESERVED_DESCRIPTOR_BITS: u8 = 0b1000_1111;

pub(crate) type Lz4Decoder<'a> = FrameDecoder<&'a [u8]>;

/// Checks the frame's descriptor before the library sees it: the library also reads frames that Kafka's clients
/// cannot, and such a batch would be stored here only to break its readers. The largest block is 4 MiB.
pub(super) fn decoder(input: &[u8]) -> Result<Lz4Decoder<'_>, CodecError> {
    let refuse = |reason: &str| Err(CodecError::new(Compression::Lz4, reason));
    let Some((&[a, b, c, d, flags, descriptor], _)) = input.split_first_chunk::<6>() else {
        return refuse("the frame ends in its header");
    };
    if [a, b, c, d] != MAGIC {
        return refuse("this is no frame");
    }
    if flags & VERSION_MASK != VERSION_1 || flags & RESERVED_FLAGS != 0 {
        return refuse("the frame's version is unknown or it asks for a dictionary");
    }
    if flags & INDEPENDENT_BLOCKS == 0 {
        return refuse("the frame's blocks depend on each other");
    }
    if descriptor & RESERVED_DESCRIPTOR_BITS != 0 || descriptor >> 4 < 4 {
        return refuse("the frame's block size is not one of 64 KiB, 256 KiB, 1 MiB and 4 MiB");
    }
    Ok(FrameDecoder::new(input))
}

pub(super) fn read(decoder: &mut Lz4Decoder<'_>, out: &mut [u8]) -> Result<usize, CodecError> {
    decoder
        .read(out)
        .map_err(|error| CodecError::new(Compression::Lz4, error))
}

pub(crate) type Lz4Encoder = FrameEncoder<BoundedSink>;

pub(super) fn encoder(sink: BoundedSink) -> Lz4Encoder {
    let frame = FrameInfo::new()
        .block_size(BlockSize::Max64KB)
        .block_mode(BlockMode::Independent);
    FrameEncoder::with_frame_info(frame, sink)
}

pub(super) fn write(encoder: &mut Lz4Encoder, bytes: &[u8]) -> Result<(), EncodeError> {
    encoder
        .write_all(bytes)
        .map_err(|error| encoder.get_ref().explain(Compression::Lz4, error))
}

pub(super) fn finish(mut encoder: Lz4Encoder) -> Result<Vec<u8>, EncodeError> {
    match encoder.try_finish() {
        Ok(()) => Ok(encoder.into_inner().into_bytes()),
        Err(error) => Err(encoder.get_ref().explain(Compression::Lz4, error)),
    }
}
