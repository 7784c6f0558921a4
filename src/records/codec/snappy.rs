//! Snappy, in the framing of the xerial library that Java clients use, or as one bare block (librdkafka and old clients).
//!
//! Framing: a 16-byte head (magic, version, lowest compatible version), then blocks, each with its length before it.
//! Java's reader accepts another head between blocks, so streams may be concatenated.

use snap::raw;

use super::{BoundedSink, CodecError, EncodeError};
use crate::attributes::Compression;

const MAGIC: [u8; 8] = [0x82, b'S', b'N', b'A', b'P', b'P', b'Y', 0];
const HEAD_BYTES: usize = 16;
const LOWEST_VERSION: u32 = 1;
/// What Java's writer puts into one block.
const BLOCK_BYTES: usize = 32 * 1024;
/// The best a snappy element can do is 64 bytes out of 3, so a block that claims more than this lies.
const MAX_RATIO: u64 = 22;

/// Reads block by block; a block is decompressed whole, which the ratio bounds.
#[derive(Debug)]
pub(crate) struct SnappyDecoder<'a> {
    input: &'a [u8],
    framed: bool,
    block: Vec<u8>,
    consumed: usize,
    max_bytes: u64,
}

impl<'a> SnappyDecoder<'a> {
    pub(super) fn new(input: &'a [u8], max_bytes: u64) -> Self {
        let body = after_head(input);
        Self {
            input: body.unwrap_or(input),
            framed: body.is_some(),
            block: Vec::new(),
            consumed: 0,
            max_bytes,
        }
    }

    pub(super) fn read(&mut self, out: &mut [u8]) -> Result<usize, CodecError> {
        loop {
            let ready = self.block.get(self.consumed..).unwrap_or_default();
            if !ready.is_empty() {
                let length = ready.len().min(out.len());
                if let (Some(from), Some(to)) = (ready.get(..length), out.get_mut(..length)) {
                    to.copy_from_slice(from);
                }
                self.consumed += length;
                return Ok(length);
            }
            if self.input.is_empty() {
                return Ok(0);
            }
            self.next_block()?;
        }
    }

    fn next_block(&mut self) -> Result<(), CodecError> {
        if self.framed
            && let Some(body) = after_head(self.input)
        {
            self.input = body;
            return Ok(());
        }
        let compressed = if self.framed {
            let (length, rest) = self
                .input
                .split_first_chunk()
                .ok_or_else(|| corrupt("a block's length is cut off"))?;
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            let (block, rest) = rest
                .split_at_checked(length)
                .ok_or_else(|| corrupt("a block is cut off"))?;
            self.input = rest;
            block
        } else {
            std::mem::take(&mut self.input)
        };
        let claimed = raw::decompress_len(compressed).map_err(corrupt)?;
        let plausible = (compressed.len() as u64)
            .saturating_mul(MAX_RATIO)
            .min(self.max_bytes);
        if claimed as u64 > plausible {
            return Err(corrupt(format!(
                "a block of {} bytes claims {claimed}",
                compressed.len()
            )));
        }
        self.consumed = 0;
        self.block.resize(claimed, 0);
        let length = raw::Decoder::new()
            .decompress(compressed, &mut self.block)
            .map_err(corrupt)?;
        self.block.truncate(length);
        Ok(())
    }
}

fn after_head(input: &[u8]) -> Option<&[u8]> {
    let (head, body) = input.split_at_checked(HEAD_BYTES)?;
    let (magic, versions) = head.split_first_chunk::<8>()?;
    let (version, _compatible) = versions.split_first_chunk::<4>()?;
    (*magic == MAGIC && u32::from_be_bytes(*version) >= LOWEST_VERSION).then_some(body)
}

fn corrupt(reason: impl ToString) -> CodecError {
    CodecError::new(Compression::Snappy, reason)
}

/// Writes the xerial framing.
#[derive(Debug)]
pub(crate) struct SnappyEncoder {
    sink: BoundedSink,
    pending: Vec<u8>,
    compressed: Vec<u8>,
    raw: raw::Encoder,
}

impl SnappyEncoder {
    pub(super) fn new(mut sink: BoundedSink) -> Result<Self, EncodeError> {
        sink.push(&MAGIC)?;
        sink.push(&1u32.to_be_bytes())?;
        sink.push(&LOWEST_VERSION.to_be_bytes())?;
        let compressed = vec![0; raw::max_compress_len(BLOCK_BYTES)];
        Ok(Self {
            sink,
            pending: Vec::with_capacity(BLOCK_BYTES),
            compressed,
            raw: raw::Encoder::new(),
        })
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), EncodeError> {
        while !bytes.is_empty() {
            let room = (BLOCK_BYTES - self.pending.len()).min(bytes.len());
            let (now, later) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.pending.extend_from_slice(now);
            bytes = later;
            if self.pending.len() >= BLOCK_BYTES {
                self.flush()?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<u8>, EncodeError> {
        if !self.pending.is_empty() {
            self.flush()?;
        }
        Ok(self.sink.into_bytes())
    }

    fn flush(&mut self) -> Result<(), EncodeError> {
        let length = self
            .raw
            .compress(&self.pending, &mut self.compressed)
            .map_err(|error| EncodeError::Codec(corrupt(error)))?;
        let block = self.compressed.get(..length).unwrap_or_default();
        self.sink
            .push(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes())?;
        self.sink.push(block)?;
        self.pending.clear();
        Ok(())
    }
}
