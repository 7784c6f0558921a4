//! One record, borrowed from the bytes of its batch.

use crate::varint;

/// A record as an application sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its offset in the log.
    pub offset: i64,
    /// Its timestamp in ms: its own, or the batch's when the batch has LogAppendTime.
    pub timestamp: i64,
    /// The key; an empty one is not a missing one.
    pub key: Option<&'a [u8]>,
    /// The value; `None` is a tombstone in a compacted topic.
    pub value: Option<&'a [u8]>,
    /// The headers in their order.
    pub headers: Headers<'a>,
}

/// One header of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// The key: UTF-8 if the client keeps to the format; brokers do not check it.
    pub key: &'a [u8],
    /// The value.
    pub value: Option<&'a [u8]>,
}

/// The headers of a record. A key may occur several times, and each occurrence is kept (KIP-82).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Headers<'a> {
    remaining: usize,
    bytes: &'a [u8],
}

impl Headers<'_> {
    /// Whether there is none left.
    pub const fn is_empty(&self) -> bool {
        self.remaining == 0
    }
}

impl<'a> Iterator for Headers<'a> {
    type Item = Header<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        // Cannot fail: `RawRecord::parse` has walked these bytes.
        self.remaining = self.remaining.checked_sub(1)?;
        take_header(&mut self.bytes)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining, Some(self.remaining))
    }
}

impl ExactSizeIterator for Headers<'_> {}

/// A record with its offset and timestamp still relative to the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawRecord<'a> {
    pub(crate) timestamp_delta: i64,
    pub(crate) offset_delta: i32,
    pub(crate) key: Option<&'a [u8]>,
    pub(crate) value: Option<&'a [u8]>,
    pub(crate) headers: Headers<'a>,
}

impl<'a> RawRecord<'a> {
    /// Reads the body of a record, which must fill `body` exactly; `None` if it does not hold together.
    #[inline]
    pub(crate) fn parse(mut body: &'a [u8]) -> Option<Self> {
        let (_attributes, rest) = body.split_first()?;
        body = rest;
        let timestamp_delta = varint::read_long(&mut body)?;
        let offset_delta = varint::read(&mut body)?;
        let key = take_nullable(&mut body)?;
        let value = take_nullable(&mut body)?;
        let remaining = usize::try_from(varint::read(&mut body)?).ok()?;
        let bytes = body;
        for _ in 0..remaining {
            take_header(&mut body)?;
        }
        body.is_empty().then_some(Self {
            timestamp_delta,
            offset_delta,
            key,
            value,
            headers: Headers { remaining, bytes },
        })
    }
}

/// The timestamp delta of a record's body, and what follows it: attributes lie before it and are unused.
#[inline]
pub(crate) fn split_timestamp_delta(mut body: &[u8]) -> Option<(i64, &[u8])> {
    let (_attributes, rest) = body.split_first()?;
    body = rest;
    let delta = varint::read_long(&mut body)?;
    Some((delta, body))
}

/// Splits the next length-prefixed record body off; `None` if it is cut off or its length is negative.
#[inline]
pub(crate) fn take_body<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(varint::read(bytes)?).ok()?;
    take(bytes, length)
}

#[inline]
fn take_header<'a>(bytes: &mut &'a [u8]) -> Option<Header<'a>> {
    let key_length = usize::try_from(varint::read(bytes)?).ok()?;
    let key = take(bytes, key_length)?;
    Some(Header {
        key,
        value: take_nullable(bytes)?,
    })
}

/// Any negative length is null, as in Kafka's reader.
#[inline]
fn take_nullable<'a>(bytes: &mut &'a [u8]) -> Option<Option<&'a [u8]>> {
    match usize::try_from(varint::read(bytes)?) {
        Ok(length) => take(bytes, length).map(Some),
        Err(_) => Some(None),
    }
}

#[inline]
fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// Appends a whole record, length included, at another offset delta.
pub(crate) fn write_renumbered(out: &mut Vec<u8>, record: &RawRecord<'_>, offset_delta: i32) {
    let mut body = vec![0];
    varint::write_long(&mut body, record.timestamp_delta);
    varint::write(&mut body, offset_delta);
    write_nullable(&mut body, record.key);
    write_nullable(&mut body, record.value);
    write_length(&mut body, record.headers.len());
    for header in record.headers {
        write_nullable(&mut body, Some(header.key));
        write_nullable(&mut body, header.value);
    }
    write_length(out, body.len());
    out.extend_from_slice(&body);
}

/// Appends a length; lengths of what was read or checked before fit 31 bits.
pub(crate) fn write_length(out: &mut Vec<u8>, length: usize) {
    varint::write_unsigned_long(out, (length as u64) << 1);
}

/// Appends bytes with their length before them, or the null length.
pub(crate) fn write_nullable(out: &mut Vec<u8>, field: Option<&[u8]>) {
    match field {
        Some(bytes) => {
            write_length(out, bytes.len());
            out.extend_from_slice(bytes);
        }
        None => varint::write(out, -1),
    }
}
