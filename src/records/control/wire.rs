//! The few field types of Kafka's message notation that control records use.

use uuid::Uuid;

use crate::varint;

/// Takes fields from the front of a slice; each answers `None` once the bytes run out.
pub(super) struct Fields<'a> {
    bytes: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn i16(&mut self) -> Option<i16> {
        self.array().map(i16::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn i32(&mut self) -> Option<i32> {
        self.array().map(i32::from_be_bytes)
    }

    pub(super) fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_be_bytes)
    }

    pub(super) fn uuid(&mut self) -> Option<Uuid> {
        self.array().map(Uuid::from_bytes)
    }

    pub(super) fn string(&mut self) -> Option<String> {
        let length = varint::read_unsigned(&mut self.bytes)?.checked_sub(1)?;
        let text = self.take(usize::try_from(length).ok()?)?;
        String::from_utf8(text.to_vec()).ok()
    }

    /// Reads elements one by one: a count that lies meets the end of the bytes before it costs memory.
    pub(super) fn array_of<T>(
        &mut self,
        element: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = varint::read_unsigned(&mut self.bytes)?.checked_sub(1)?;
        let mut elements = Vec::new();
        for _ in 0..count {
            elements.push(element(self)?);
        }
        Some(elements)
    }

    pub(super) fn skip_tags(&mut self) -> Option<()> {
        let count = varint::read_unsigned(&mut self.bytes)?;
        for _ in 0..count {
            varint::read_unsigned(&mut self.bytes)?;
            let length = varint::read_unsigned(&mut self.bytes)?;
            self.take(usize::try_from(length).ok()?)?;
        }
        Some(())
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*taken)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }
}

pub(super) fn put_i16(out: &mut Vec<u8>, value: i16) {
    out.extend_from_slice(&value.to_be_bytes());
}

pub(super) fn put_u16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_be_bytes());
}

pub(super) fn put_i32(out: &mut Vec<u8>, value: i32) {
    out.extend_from_slice(&value.to_be_bytes());
}

pub(super) fn put_i64(out: &mut Vec<u8>, value: i64) {
    out.extend_from_slice(&value.to_be_bytes());
}

pub(super) fn put_uuid(out: &mut Vec<u8>, value: Uuid) {
    out.extend_from_slice(value.as_bytes());
}

pub(super) fn put_string(out: &mut Vec<u8>, value: &str) {
    varint::write_unsigned_long(out, value.len() as u64 + 1);
    out.extend_from_slice(value.as_bytes());
}

pub(super) fn put_array_of<T>(out: &mut Vec<u8>, elements: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    varint::write_unsigned_long(out, elements.len() as u64 + 1);
    for element in elements {
        write(out, element);
    }
}

pub(super) fn put_no_tags(out: &mut Vec<u8>) {
    out.push(0);
}
