//! The record bodies of one batch, decompressed as they are asked for.

use crate::codec::{CodecError, Decoder};
use crate::reader::ReadError;
use crate::record::{RawRecord, take_body};
use crate::window::Window;
use crate::{BatchHeader, DecompressionLimits, varint};

/// What validation needs of a record; key, value and headers are only walked over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Probe {
    pub(crate) timestamp_delta: i64,
    pub(crate) offset_delta: i32,
    pub(crate) has_key: bool,
}

/// Walks a batch's records once, in order.
#[derive(Debug)]
pub(crate) struct RecordStream<'a> {
    source: Source<'a>,
    remaining: i32,
    index: i32,
}

#[derive(Debug)]
enum Source<'a> {
    Plain(&'a [u8]),
    Compressed(Box<Inflated<'a>>),
}

#[derive(Debug)]
struct Inflated<'a> {
    decoder: Decoder<'a>,
    window: Window,
    limits: DecompressionLimits,
    total_bytes: u64,
}

impl Probe {
    #[inline]
    fn of(raw: &RawRecord<'_>) -> Self {
        Self {
            timestamp_delta: raw.timestamp_delta,
            offset_delta: raw.offset_delta,
            has_key: raw.key.is_some(),
        }
    }
}

impl<'a> RecordStream<'a> {
    pub(crate) fn new(
        header: &BatchHeader,
        payload: &'a [u8],
        limits: DecompressionLimits,
    ) -> Result<Self, ReadError> {
        let codec = header.compression()?;
        // A cleaned batch may have lost all its records, and then there is no stream to open.
        let hollow = payload.is_empty() && header.records_count == 0;
        let decoder = if hollow {
            None
        } else {
            Decoder::new(codec, payload, limits.batch_bytes)?
        };
        let source = match decoder {
            None => Source::Plain(payload),
            Some(decoder) => {
                let window = Window::take();
                Source::Compressed(Box::new(Inflated {
                    decoder,
                    window,
                    limits,
                    total_bytes: 0,
                }))
            }
        };
        Ok(Self {
            source,
            remaining: header.records_count,
            index: 0,
        })
    }

    /// The body of the next record in one piece; `None` after the last.
    #[inline]
    pub(crate) fn next_body(&mut self) -> Result<Option<&[u8]>, ReadError> {
        let index = self.index;
        if !self.advance()? {
            return Ok(None);
        }
        match &mut self.source {
            Source::Plain(bytes) => take_body(bytes)
                .map(Some)
                .ok_or(ReadError::Malformed { index }),
            Source::Compressed(inflated) => {
                let length = inflated.body_length(index)?;
                let available = inflated.fill(length)?;
                if available < length {
                    return Err(ReadError::Malformed { index });
                }
                Ok(Some(inflated.window.take_front(length)))
            }
        }
    }

    /// Shows `visit` what validation needs of each record. A record larger than the window is never held in one piece.
    pub(crate) fn each_probe(mut self, mut visit: impl FnMut(i32, Probe)) -> Result<(), ReadError> {
        // The source is told apart outside of the loop: uncompressed batches pass here at a few ns per record.
        if let Source::Plain(bytes) = &mut self.source {
            for index in 0..self.remaining {
                let raw = take_body(bytes).and_then(RawRecord::parse);
                visit(
                    index,
                    Probe::of(&raw.ok_or(ReadError::Malformed { index })?),
                );
            }
            return if bytes.is_empty() {
                Ok(())
            } else {
                Err(ReadError::Surplus)
            };
        }
        while let Some(probe) = self.next_probe()? {
            visit(self.index - 1, probe);
        }
        Ok(())
    }

    fn next_probe(&mut self) -> Result<Option<Probe>, ReadError> {
        let index = self.index;
        if !self.advance()? {
            return Ok(None);
        }
        let body = match &mut self.source {
            Source::Plain(bytes) => take_body(bytes),
            Source::Compressed(inflated) => {
                let length = inflated.body_length(index)?;
                if length > Window::KEPT_BYTES {
                    return inflated
                        .walk(length)?
                        .ok_or(ReadError::Malformed { index })
                        .map(Some);
                }
                let available = inflated.fill(length)?;
                (available >= length).then(|| inflated.window.take_front(length))
            }
        };
        let raw = body
            .and_then(RawRecord::parse)
            .ok_or(ReadError::Malformed { index })?;
        Ok(Some(Probe::of(&raw)))
    }

    /// Counts one record; after the last, makes sure that nothing follows. Reading up to the end also lets the codec
    /// check its trailer.
    #[inline]
    fn advance(&mut self) -> Result<bool, ReadError> {
        if self.remaining > 0 {
            self.remaining -= 1;
            self.index = self.index.saturating_add(1);
            return Ok(true);
        }
        let surplus = match &mut self.source {
            Source::Plain(bytes) => !bytes.is_empty(),
            Source::Compressed(inflated) => inflated.fill(1)? > 0,
        };
        if surplus {
            Err(ReadError::Surplus)
        } else {
            Ok(false)
        }
    }
}

impl Inflated<'_> {
    /// Takes the length in front of a record's body.
    fn body_length(&mut self, index: i32) -> Result<usize, ReadError> {
        self.fill(varint::MAX_VARINT_BYTES)?;
        let length = self
            .window
            .parse(varint::read)
            .and_then(|length| usize::try_from(length).ok());
        let length = length.ok_or(ReadError::Malformed { index })?;
        if length > self.limits.record_bytes {
            return Err(ReadError::RecordTooLarge {
                index,
                bytes: length,
                limit: self.limits.record_bytes,
            });
        }
        Ok(length)
    }

    /// Buffers at least `wanted` bytes if the stream has them, and tells how many there are.
    fn fill(&mut self, wanted: usize) -> Result<usize, ReadError> {
        while self.window.len() < wanted {
            let decoder = &mut self.decoder;
            let added = self
                .window
                .append(wanted, |room| decoder.read(room))
                .map_err(ReadError::Codec)?;
            if added == 0 {
                break;
            }
            self.total_bytes = self.total_bytes.saturating_add(added as u64);
            if self.total_bytes > self.limits.batch_bytes {
                return Err(ReadError::BatchTooLarge {
                    limit: self.limits.batch_bytes,
                });
            }
        }
        Ok(self.window.len())
    }

    /// Walks over a record of `length` bytes; `None` if its fields do not fill it exactly.
    fn walk(&mut self, length: usize) -> Result<Option<Probe>, ReadError> {
        let mut body = Body {
            inflated: self,
            left: length,
        };
        let Some(()) = body.skip(1)? else {
            return Ok(None);
        };
        let Some(timestamp_delta) = body.varint(varint::read_long)? else {
            return Ok(None);
        };
        let Some(offset_delta) = body.varint(varint::read)? else {
            return Ok(None);
        };
        let Some(has_key) = body.skip_nullable()? else {
            return Ok(None);
        };
        let Some(_has_value) = body.skip_nullable()? else {
            return Ok(None);
        };
        let Some(headers) = body.varint(varint::read)? else {
            return Ok(None);
        };
        if headers < 0 {
            return Ok(None);
        }
        for _ in 0..headers {
            let Some(true) = body.skip_nullable()? else {
                return Ok(None);
            };
            let Some(_has_value) = body.skip_nullable()? else {
                return Ok(None);
            };
        }
        Ok((body.left == 0).then_some(Probe {
            timestamp_delta,
            offset_delta,
            has_key,
        }))
    }
}

/// A record body that passes through the window.
struct Body<'s, 'a> {
    inflated: &'s mut Inflated<'a>,
    left: usize,
}

impl Body<'_, '_> {
    fn varint<T>(
        &mut self,
        read: impl Fn(&mut &[u8]) -> Option<T>,
    ) -> Result<Option<T>, ReadError> {
        self.inflated
            .fill(varint::MAX_VARLONG_BYTES.min(self.left))?;
        let before = self.inflated.window.len();
        let value = self.inflated.window.parse(read);
        let taken = before - self.inflated.window.len();
        Ok(self.spend(taken).and(value))
    }

    fn skip_nullable(&mut self) -> Result<Option<bool>, ReadError> {
        let Some(length) = self.varint(varint::read)? else {
            return Ok(None);
        };
        match usize::try_from(length) {
            Ok(length) => Ok(self.skip(length)?.map(|()| true)),
            Err(_) => Ok(Some(false)),
        }
    }

    fn skip(&mut self, length: usize) -> Result<Option<()>, ReadError> {
        let Some(()) = self.spend(length) else {
            return Ok(None);
        };
        let mut rest = length;
        while rest > 0 {
            let step = self.inflated.fill(1)?.min(rest);
            if step == 0 {
                return Ok(None);
            }
            self.inflated.window.take_front(step);
            rest -= step;
        }
        Ok(Some(()))
    }

    fn spend(&mut self, bytes: usize) -> Option<()> {
        self.left = self.left.checked_sub(bytes)?;
        Some(())
    }
}

impl From<CodecError> for ReadError {
    fn from(error: CodecError) -> Self {
        Self::Codec(error)
    }
}
