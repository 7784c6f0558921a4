//! The compression codecs as streams: a decoder yields a batch's record bytes piece by piece, an encoder takes them so.

mod bounded;
mod gzip;
mod lz4;
mod snappy;
mod zstd;

pub(crate) use bounded::BoundedSink;

use crate::attributes::Compression;

/// How hard each codec tries, as Kafka's `compression.*.level` keys say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompressionLevels {
    /// `compression.gzip.level`: 1 to 9, or -1 for the codec's default.
    pub gzip: i32,
    /// `compression.lz4.level`: 1 to 17. The encoder used here has one strength, so this changes nothing.
    pub lz4: i32,
    /// `compression.zstd.level`: -131072 to 22.
    pub zstd: i32,
}

impl Default for CompressionLevels {
    fn default() -> Self {
        Self {
            gzip: -1,
            lz4: 9,
            zstd: 3,
        }
    }
}

/// A compressed stream that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot decompress the records as {codec}: {reason}")]
pub struct CodecError {
    /// The codec the batch names.
    pub codec: Compression,
    /// What is wrong with the stream.
    pub reason: String,
}

impl CodecError {
    fn new(codec: Compression, reason: impl ToString) -> Self {
        Self {
            codec,
            reason: reason.to_string(),
        }
    }
}

/// Decompresses one stream.
pub(crate) enum Decoder<'a> {
    Gzip(Box<gzip::GzipDecoder<'a>>),
    Snappy(snappy::SnappyDecoder<'a>),
    Lz4(Box<lz4::Lz4Decoder<'a>>),
    Zstd(zstd::ZstdDecoder<'a>),
}

impl<'a> Decoder<'a> {
    /// A decoder for `input`; `None` if the records are not compressed. `max_bytes` bounds what a single block may
    /// claim to unfold to.
    pub(crate) fn new(
        codec: Compression,
        input: &'a [u8],
        max_bytes: u64,
    ) -> Result<Option<Self>, CodecError> {
        Ok(match codec {
            Compression::None => None,
            Compression::Gzip => Some(Self::Gzip(Box::new(gzip::decoder(input)))),
            Compression::Snappy => Some(Self::Snappy(snappy::SnappyDecoder::new(input, max_bytes))),
            Compression::Lz4 => Some(Self::Lz4(Box::new(lz4::decoder(input)?))),
            Compression::Zstd => Some(Self::Zstd(zstd::ZstdDecoder::new(input)?)),
        })
    }

    /// Fills the front of `out`; 0 at the end of the stream.
    pub(crate) fn read(&mut self, out: &mut [u8]) -> Result<usize, CodecError> {
        match self {
            Self::Gzip(decoder) => gzip::read(decoder, out),
            Self::Snappy(decoder) => decoder.read(out),
            Self::Lz4(decoder) => lz4::read(decoder, out),
            Self::Zstd(decoder) => decoder.read(out),
        }
    }
}

impl std::fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gzip(_) => "Gzip",
            Self::Snappy(_) => "Snappy",
            Self::Lz4(_) => "Lz4",
            Self::Zstd(_) => "Zstd",
        })
    }
}

/// Why records were not compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EncodeError {
    /// The output passed the sink's bound.
    Full,
    /// The codec refused, which only a level out of range should make it do.
    Codec(CodecError),
}

/// Compresses one stream into a bounded buffer.
pub(crate) enum Encoder {
    None(BoundedSink),
    Gzip(gzip::GzipEncoder),
    Snappy(Box<snappy::SnappyEncoder>),
    Lz4(Box<lz4::Lz4Encoder>),
    Zstd(zstd::ZstdEncoder),
}

impl Encoder {
    pub(crate) fn new(
        codec: Compression,
        levels: CompressionLevels,
        sink: BoundedSink,
    ) -> Result<Self, EncodeError> {
        Ok(match codec {
            Compression::None => Self::None(sink),
            Compression::Gzip => Self::Gzip(gzip::encoder(levels.gzip, sink)),
            Compression::Snappy => Self::Snappy(Box::new(snappy::SnappyEncoder::new(sink)?)),
            Compression::Lz4 => Self::Lz4(Box::new(lz4::encoder(sink))),
            Compression::Zstd => Self::Zstd(zstd::ZstdEncoder::new(levels.zstd, sink)?),
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        match self {
            Self::None(sink) => sink.push(bytes),
            Self::Gzip(encoder) => gzip::write(encoder, bytes),
            Self::Snappy(encoder) => encoder.write(bytes),
            Self::Lz4(encoder) => lz4::write(encoder, bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    pub(crate) fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self {
            Self::None(sink) => Ok(sink.into_bytes()),
            Self::Gzip(encoder) => gzip::finish(encoder),
            Self::Snappy(encoder) => encoder.finish(),
            Self::Lz4(encoder) => lz4::finish(*encoder),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}

#[cfg(test)]
mod tests;
