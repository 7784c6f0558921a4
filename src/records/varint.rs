//! Variable-length integers: seven bits per byte, least significant group first, zig-zag for signed values.
//!
//! A value never takes more than 5 bytes (32 bit) or 10 bytes (64 bit). As in Kafka's own reader, surplus high bits in
//! the last byte are dropped, and a last byte that announces another one makes the value malformed.

/// The longest a 32-bit value gets.
pub const MAX_VARINT_BYTES: usize = 5;
/// The longest a 64-bit value gets.
pub const MAX_VARLONG_BYTES: usize = 10;

/// Takes an unsigned 32-bit value from the front of `input`; `None` when it is cut off or too long.
#[inline]
pub fn read_unsigned(input: &mut &[u8]) -> Option<u32> {
    let (&first, rest) = input.split_first()?;
    if first < 0x80 {
        *input = rest;
        return Some(u32::from(first));
    }
    let mut value = u32::from(first & 0x7f);
    for (position, &byte) in (1u32..5).zip(rest) {
        value |= u32::from(byte & 0x7f) << (7 * position);
        if byte < 0x80 {
            *input = rest.get(position as usize..)?;
            return Some(value);
        }
    }
    None
}

/// Takes an unsigned 64-bit value from the front of `input`; `None` when it is cut off or too long.
#[inline]
pub fn read_unsigned_long(input: &mut &[u8]) -> Option<u64> {
    let (&first, rest) = input.split_first()?;
    if first < 0x80 {
        *input = rest;
        return Some(u64::from(first));
    }
    let mut value = u64::from(first & 0x7f);
    for (position, &byte) in (1u32..10).zip(rest) {
        value |= u64::from(byte & 0x7f) << (7 * position);
        if byte < 0x80 {
            *input = rest.get(position as usize..)?;
            return Some(value);
        }
    }
    None
}

/// Takes a zig-zag 32-bit value from the front of `input`.
#[inline]
pub fn read(input: &mut &[u8]) -> Option<i32> {
    let raw = read_unsigned(input)?;
    Some((raw >> 1).cast_signed() ^ -(raw & 1).cast_signed())
}

/// Takes a zig-zag 64-bit value from the front of `input`.
#[inline]
pub fn read_long(input: &mut &[u8]) -> Option<i64> {
    let raw = read_unsigned_long(input)?;
    Some((raw >> 1).cast_signed() ^ -(raw & 1).cast_signed())
}

/// Appends an unsigned 32-bit value.
#[inline]
pub fn write_unsigned(out: &mut Vec<u8>, value: u32) {
    write_unsigned_long(out, u64::from(value));
}

/// Appends an unsigned 64-bit value.
#[inline]
pub fn write_unsigned_long(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(low_seven_bits(value) | 0x80);
        value >>= 7;
    }
    out.push(low_seven_bits(value));
}

/// Appends a zig-zag 32-bit value.
#[inline]
pub fn write(out: &mut Vec<u8>, value: i32) {
    write_unsigned(out, ((value << 1) ^ (value >> 31)).cast_unsigned());
}

/// Appends a zig-zag 64-bit value.
#[inline]
pub fn write_long(out: &mut Vec<u8>, value: i64) {
    write_unsigned_long(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
}

/// How many bytes [`write_unsigned_long`] appends.
pub const fn unsigned_long_bytes(value: u64) -> usize {
    let bits = 64 - (value | 1).leading_zeros();
    bits.div_ceil(7) as usize
}

/// How many bytes [`write_unsigned`] appends.
pub const fn unsigned_bytes(value: u32) -> usize {
    unsigned_long_bytes(value as u64)
}

/// How many bytes [`write`] appends.
pub const fn bytes(value: i32) -> usize {
    unsigned_bytes(((value << 1) ^ (value >> 31)).cast_unsigned())
}

/// How many bytes [`write_long`] appends.
pub const fn long_bytes(value: i64) -> usize {
    unsigned_long_bytes(((value << 1) ^ (value >> 63)).cast_unsigned())
}

const fn low_seven_bits(value: u64) -> u8 {
    (value & 0x7f) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: i32) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out, value);
        out
    }

    #[test]
    fn zig_zag_keeps_small_numbers_short() {
        assert_eq!(written(0), [0]);
        assert_eq!(written(-1), [1]);
        assert_eq!(written(1), [2]);
        assert_eq!(written(63), [126]);
        assert_eq!(written(-64), [127]);
        assert_eq!(written(64), [0x80, 1]);
        assert_eq!(written(i32::MAX), [0xfe, 0xff, 0xff, 0xff, 0x0f]);
        assert_eq!(written(i32::MIN), [0xff, 0xff, 0xff, 0xff, 0x0f]);
    }

    #[test]
    fn a_value_that_never_ends_is_malformed() {
        assert_eq!(read_unsigned(&mut &[0x80; 5][..]), None);
        assert_eq!(read_unsigned_long(&mut &[0xff; 10][..]), None);
        assert_eq!(read_unsigned(&mut &[0x80; 3][..]), None);
        assert_eq!(read_unsigned(&mut &[][..]), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(short: i32, long: i64, tail: Vec<u8>) {
            let mut out = Vec::new();
            write(&mut out, short);
            prop_assert_eq!(out.len(), bytes(short));
            write_long(&mut out, long);
            prop_assert_eq!(out.len(), bytes(short) + long_bytes(long));
            out.extend_from_slice(&tail);
            let mut input = &out[..];
            prop_assert_eq!(read(&mut input), Some(short));
            prop_assert_eq!(read_long(&mut input), Some(long));
            prop_assert_eq!(input, &tail[..]);
        }
    }
}
