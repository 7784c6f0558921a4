//! The tagged fields at the end of each struct of a flexible version (KIP-482).

use std::collections::BTreeMap;

use bytes::{Buf as _, BufMut, Bytes};
use kafka_protocol::protocol::buf::ByteBuf;

use super::{WireError, get_varint, put_varint, take};
use crate::frame::MAX_TAGGED_FIELDS;

/// Reads the tagged fields at the end of a struct.
///
/// `read` is called with each tag and the bytes of its value, and says whether it knows the tag. What it does not know
/// is kept, so that it is passed on unchanged.
pub(crate) fn get_tagged_fields<B: ByteBuf>(
    bytes: &mut B,
    mut read: impl FnMut(u32, &mut Bytes) -> Result<bool, WireError>,
) -> Result<BTreeMap<i32, Bytes>, WireError> {
    let count = get_varint(bytes)?;
    if count > MAX_TAGGED_FIELDS {
        return Err(WireError::TooManyTaggedFields(count));
    }
    let mut unknown = BTreeMap::new();
    let mut next = 0_u64;
    for _ in 0..count {
        let tag = get_varint(bytes)?;
        if u64::from(tag) < next {
            return Err(WireError::TagOrder(tag));
        }
        next = u64::from(tag) + 1;
        let length = usize::try_from(get_varint(bytes)?).map_err(|_| WireError::Truncated)?;
        let mut value = take(bytes, length)?;
        if read(tag, &mut value)? {
            if value.has_remaining() {
                return Err(WireError::TagLength(tag));
            }
        } else {
            unknown.insert(
                i32::try_from(tag).map_err(|_| WireError::TagOrder(tag))?,
                value,
            );
        }
    }
    Ok(unknown)
}

/// The tagged fields of a struct that is being written.
#[derive(Default)]
pub(crate) struct TaggedFields {
    values: BTreeMap<i32, Bytes>,
}

impl TaggedFields {
    /// Begins with the fields that reading did not know.
    pub(crate) fn with_unknown(unknown: &BTreeMap<i32, Bytes>) -> Self {
        Self {
            values: unknown.clone(),
        }
    }

    /// Adds a known field.
    pub(crate) fn add(
        &mut self,
        tag: i32,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), WireError>,
    ) -> Result<(), WireError> {
        let mut value = Vec::new();
        write(&mut value)?;
        self.values.insert(tag, Bytes::from(value));
        Ok(())
    }

    /// Writes all of them in ascending order, as Kafka demands.
    pub(crate) fn write<B: BufMut>(self, buffer: &mut B) -> Result<(), WireError> {
        let too_long = |length: usize| move |_| WireError::TooLong(length);
        put_varint(
            buffer,
            u32::try_from(self.values.len()).map_err(too_long(self.values.len()))?,
        );
        for (tag, value) in self.values {
            put_varint(buffer, tag.cast_unsigned());
            put_varint(
                buffer,
                u32::try_from(value.len()).map_err(too_long(value.len()))?,
            );
            buffer.put_slice(&value);
        }
        Ok(())
    }
}
