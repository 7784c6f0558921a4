//! The protocol's primitive types, for the messages and records that are generated here.
//!
//! Reading checks every length against the bytes that are there, so that nothing is allocated because a peer or a disk
//! claims it. Compact forms belong to flexible versions: the length is a variable number, one more than the real length,
//! with zero for null.

use bytes::{Buf, BufMut, Bytes};
use kafka_protocol::protocol::buf::ByteBuf;
use uuid::Uuid;

use crate::messages::{Message, StrBytes};
use crate::varint::{self, VarintError};

mod tagged_fields;

pub(crate) use tagged_fields::{TaggedFields, get_tagged_fields};

/// A value cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WireError {
    #[error("the bytes end inside of a value")]
    Truncated,
    #[error("a number takes more than five bytes")]
    Overlong,
    #[error("the length {0} is negative")]
    NegativeLength(i32),
    #[error("an array of {0} elements is longer than the bytes that are left")]
    ArrayLength(usize),
    #[error("a text is not UTF-8")]
    NotText,
    #[error("a value that must be there is null")]
    Null,
    #[error("{0} is neither null nor a struct")]
    Presence(i8),
    #[error("a struct has {0} tagged fields")]
    TooManyTaggedFields(u32),
    #[error("tag {0} repeats or is out of order")]
    TagOrder(u32),
    #[error("the value of tag {0} does not fill its length")]
    TagLength(u32),
    #[error("a value of {0} bytes or elements is too long to be written")]
    TooLong(usize),
    #[error("{field} is set, but version {version} has no such field")]
    FieldNotInVersion { field: &'static str, version: i16 },
    #[error("there is no version {0}")]
    UnsupportedVersion(i16),
}

impl From<VarintError> for WireError {
    fn from(error: VarintError) -> Self {
        match error {
            VarintError::Truncated => Self::Truncated,
            VarintError::Overlong => Self::Overlong,
        }
    }
}

macro_rules! fixed_width {
    ($($get:ident $put:ident $type:ty: $try_get:ident $put_raw:ident;)*) => {
        $(
            pub(crate) fn $get<B: Buf>(bytes: &mut B) -> Result<$type, WireError> {
                bytes.$try_get().map_err(|_| WireError::Truncated)
            }

            pub(crate) fn $put<B: BufMut>(buffer: &mut B, value: $type) -> Result<(), WireError> {
                buffer.$put_raw(value);
                Ok(())
            }
        )*
    };
}

fixed_width! {
    get_int8 put_int8 i8: try_get_i8 put_i8;
    get_int16 put_int16 i16: try_get_i16 put_i16;
    get_uint16 put_uint16 u16: try_get_u16 put_u16;
    get_int32 put_int32 i32: try_get_i32 put_i32;
    get_int64 put_int64 i64: try_get_i64 put_i64;
    get_float64 put_float64 f64: try_get_f64 put_f64;
}

pub(crate) fn get_bool<B: Buf>(bytes: &mut B) -> Result<bool, WireError> {
    Ok(get_int8(bytes)? != 0)
}

pub(crate) fn put_bool<B: BufMut>(buffer: &mut B, value: bool) -> Result<(), WireError> {
    put_int8(buffer, i8::from(value))
}

pub(crate) fn get_uuid<B: Buf>(bytes: &mut B) -> Result<Uuid, WireError> {
    let mut id = [0; 16];
    bytes
        .try_copy_to_slice(&mut id)
        .map_err(|_| WireError::Truncated)?;
    Ok(Uuid::from_bytes(id))
}

pub(crate) fn put_uuid<B: BufMut>(buffer: &mut B, value: Uuid) -> Result<(), WireError> {
    buffer.put_slice(value.as_bytes());
    Ok(())
}

pub(crate) fn get_varint<B: Buf>(bytes: &mut B) -> Result<u32, WireError> {
    Ok(varint::get_u32(bytes)?)
}

pub(crate) fn put_varint<B: BufMut>(buffer: &mut B, value: u32) {
    let mut rest = value;
    while rest >= 0x80 {
        let [low, ..] = rest.to_le_bytes();
        buffer.put_u8(low | 0x80);
        rest >>= 7;
    }
    let [low, ..] = rest.to_le_bytes();
    buffer.put_u8(low);
}

/// How wide the length of a value is in versions without compact lengths.
#[derive(Clone, Copy)]
enum Width {
    Two,
    Four,
}

fn get_length<B: Buf>(
    bytes: &mut B,
    flexible: bool,
    width: Width,
) -> Result<Option<usize>, WireError> {
    let length = if flexible {
        i64::from(get_varint(bytes)?) - 1
    } else {
        match width {
            Width::Two => i64::from(get_int16(bytes)?),
            Width::Four => i64::from(get_int32(bytes)?),
        }
    };
    if length == -1 {
        return Ok(None);
    }
    let length = usize::try_from(length)
        .map_err(|_| WireError::NegativeLength(i32::try_from(length).unwrap_or(i32::MIN)))?;
    Ok(Some(length))
}

fn put_length<B: BufMut>(
    buffer: &mut B,
    flexible: bool,
    width: Width,
    length: Option<usize>,
) -> Result<(), WireError> {
    let too_long = || WireError::TooLong(length.unwrap_or_default());
    if flexible {
        let plus_one = match length {
            None => 0,
            Some(length) => length.checked_add(1).ok_or_else(too_long)?,
        };
        put_varint(buffer, u32::try_from(plus_one).map_err(|_| too_long())?);
        return Ok(());
    }
    match (width, length) {
        (Width::Two, None) => buffer.put_i16(-1),
        (Width::Four, None) => buffer.put_i32(-1),
        (Width::Two, Some(length)) => {
            buffer.put_i16(i16::try_from(length).map_err(|_| too_long())?);
        }
        (Width::Four, Some(length)) => {
            buffer.put_i32(i32::try_from(length).map_err(|_| too_long())?);
        }
    }
    Ok(())
}

fn take<B: ByteBuf>(bytes: &mut B, length: usize) -> Result<Bytes, WireError> {
    bytes
        .try_get_bytes(length)
        .map_err(|_| WireError::Truncated)
}

pub(crate) fn get_nullable_text<B: ByteBuf>(
    bytes: &mut B,
    flexible: bool,
) -> Result<Option<StrBytes>, WireError> {
    let Some(length) = get_length(bytes, flexible, Width::Two)? else {
        return Ok(None);
    };
    let text = StrBytes::from_utf8(take(bytes, length)?).map_err(|_| WireError::NotText)?;
    Ok(Some(text))
}

pub(crate) fn get_text<B: ByteBuf>(bytes: &mut B, flexible: bool) -> Result<StrBytes, WireError> {
    required(get_nullable_text(bytes, flexible)?)
}

/// A text with memory of its own, for values that outlive what they were read from.
pub(crate) fn get_nullable_string<B: ByteBuf>(
    bytes: &mut B,
    flexible: bool,
) -> Result<Option<String>, WireError> {
    Ok(get_nullable_text(bytes, flexible)?.map(|text| text.as_str().to_owned()))
}

pub(crate) fn get_string<B: ByteBuf>(bytes: &mut B, flexible: bool) -> Result<String, WireError> {
    required(get_nullable_string(bytes, flexible)?)
}

pub(crate) fn put_nullable_text<B: BufMut>(
    buffer: &mut B,
    flexible: bool,
    text: Option<&str>,
) -> Result<(), WireError> {
    put_length(buffer, flexible, Width::Two, text.map(str::len))?;
    buffer.put_slice(text.unwrap_or_default().as_bytes());
    Ok(())
}

pub(crate) fn put_text<B: BufMut>(
    buffer: &mut B,
    flexible: bool,
    text: &str,
) -> Result<(), WireError> {
    put_nullable_text(buffer, flexible, Some(text))
}

pub(crate) fn get_nullable_bytes<B: ByteBuf>(
    bytes: &mut B,
    flexible: bool,
) -> Result<Option<Bytes>, WireError> {
    let Some(length) = get_length(bytes, flexible, Width::Four)? else {
        return Ok(None);
    };
    take(bytes, length).map(Some)
}

pub(crate) fn get_bytes<B: ByteBuf>(bytes: &mut B, flexible: bool) -> Result<Bytes, WireError> {
    required(get_nullable_bytes(bytes, flexible)?)
}

/// Bytes with memory of their own, for values that outlive what they were read from.
pub(crate) fn get_byte_vec<B: ByteBuf>(
    bytes: &mut B,
    flexible: bool,
) -> Result<Vec<u8>, WireError> {
    Ok(get_bytes(bytes, flexible)?.to_vec())
}

pub(crate) fn put_nullable_bytes<B: BufMut>(
    buffer: &mut B,
    flexible: bool,
    value: Option<&[u8]>,
) -> Result<(), WireError> {
    put_length(buffer, flexible, Width::Four, value.map(<[u8]>::len))?;
    buffer.put_slice(value.unwrap_or_default());
    Ok(())
}

pub(crate) fn put_bytes<B: BufMut>(
    buffer: &mut B,
    flexible: bool,
    value: &[u8],
) -> Result<(), WireError> {
    put_nullable_bytes(buffer, flexible, Some(value))
}

/// Reads an array whose elements take at least so many bytes each: what is reserved for them is at most a small multiple
/// of the bytes that are there.
pub(crate) fn get_nullable_array<B: Buf, T>(
    bytes: &mut B,
    flexible: bool,
    min_element_bytes: usize,
    read: impl Fn(&mut B) -> Result<T, WireError>,
) -> Result<Option<Vec<T>>, WireError> {
    let Some(length) = get_length(bytes, flexible, Width::Four)? else {
        return Ok(None);
    };
    if length > bytes.remaining() / min_element_bytes.max(1) {
        return Err(WireError::ArrayLength(length));
    }
    let mut elements = Vec::with_capacity(length);
    for _ in 0..length {
        elements.push(read(bytes)?);
    }
    Ok(Some(elements))
}

pub(crate) fn get_array<B: Buf, T>(
    bytes: &mut B,
    flexible: bool,
    min_element_bytes: usize,
    read: impl Fn(&mut B) -> Result<T, WireError>,
) -> Result<Vec<T>, WireError> {
    required(get_nullable_array(
        bytes,
        flexible,
        min_element_bytes,
        read,
    )?)
}

pub(crate) fn put_nullable_array<B: BufMut, T>(
    buffer: &mut B,
    flexible: bool,
    elements: Option<&[T]>,
    write: impl Fn(&mut B, &T) -> Result<(), WireError>,
) -> Result<(), WireError> {
    put_length(buffer, flexible, Width::Four, elements.map(<[T]>::len))?;
    elements
        .unwrap_or_default()
        .iter()
        .try_for_each(|element| write(buffer, element))
}

pub(crate) fn put_array<B: BufMut, T>(
    buffer: &mut B,
    flexible: bool,
    elements: &[T],
    write: impl Fn(&mut B, &T) -> Result<(), WireError>,
) -> Result<(), WireError> {
    put_nullable_array(buffer, flexible, Some(elements), write)
}

/// Whether a struct that may be null follows.
pub(crate) fn get_presence<B: Buf>(bytes: &mut B) -> Result<bool, WireError> {
    match get_int8(bytes)? {
        -1 => Ok(false),
        1 => Ok(true),
        other => Err(WireError::Presence(other)),
    }
}

pub(crate) fn put_presence<B: BufMut>(buffer: &mut B, present: bool) -> Result<(), WireError> {
    put_int8(buffer, if present { 1 } else { -1 })
}

/// Whether the tagged field of a struct that may be null has one.
pub(crate) fn get_tagged_presence<B: Buf>(bytes: &mut B) -> Result<bool, WireError> {
    Ok(get_varint(bytes)? != 0)
}

pub(crate) fn put_tagged_presence<B: BufMut>(
    buffer: &mut B,
    present: bool,
) -> Result<(), WireError> {
    put_varint(buffer, u32::from(present));
    Ok(())
}

/// The value of a field that this version does not allow to be null.
pub(crate) fn required<T>(value: Option<T>) -> Result<T, WireError> {
    value.ok_or(WireError::Null)
}

/// Fails for a version that the message does not have.
pub(crate) fn check_version<M: Message>(version: i16) -> Result<(), WireError> {
    if M::VERSIONS.min <= version && version <= M::VERSIONS.max {
        Ok(())
    } else {
        Err(WireError::UnsupportedVersion(version))
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
