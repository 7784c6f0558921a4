//! Gzip. Several members in a row are one stream, as in Java's reader.

use std::io::{Read, Write};

use flate2::Compression as Level;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::{BoundedSink, CodecError, EncodeError};
use crate::attributes::Compression;

pub(crate) type GzipDecoder<'a> = MultiGzDecoder<&'a [u8]>;

pub(super) fn decoder(input: &[u8]) -> GzipDecoder<'_> {
    MultiGzDecoder::new(input)
}

pub(super) fn read(decoder: &mut GzipDecoder<'_>, out: &mut [u8]) -> Result<usize, CodecError> {
    decoder
        .read(out)
        .map_err(|error| CodecError::new(Compression::Gzip, error))
}

pub(crate) type GzipEncoder = GzEncoder<BoundedSink>;

/// A level below 0 is the codec's own choice, 6.
pub(super) fn encoder(level: i32, sink: BoundedSink) -> GzipEncoder {
    let level =
        u32::try_from(level).map_or_else(|_| Level::default(), |level| Level::new(level.min(9)));
    GzEncoder::new(sink, level)
}

pub(super) fn write(encoder: &mut GzipEncoder, bytes: &[u8]) -> Result<(), EncodeError> {
    encoder
        .write_all(bytes)
        .map_err(|error| encoder.get_ref().explain(Compression::Gzip, error))
}

pub(super) fn finish(mut encoder: GzipEncoder) -> Result<Vec<u8>, EncodeError> {
    match encoder.try_finish() {
        Ok(()) => Ok(std::mem::replace(encoder.get_mut(), BoundedSink::new(0)).into_bytes()),
        Err(error) => Err(encoder.get_ref().explain(Compression::Gzip, error)),
    }
}
