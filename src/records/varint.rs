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
    match **input {
        [first, ref rest @ ..] if first < 0x80 => {
            *input = rest;
            Some(u32::from(first))
        }
        [first, second, ref rest @ ..] if second < 0x80 => {
            *input = rest;
            Some(u32::from(first & 0x7f) | u32::from(second) << 7)
        }
        _ => read_groups(input, MAX_VARINT_BYTES).map(low_word),
    }
}

/// Takes an unsigned 64-bit value from the front of `input`; `None` when it is cut off or too long.
#[inline]
pub fn read_unsigned_long(input: &mut &[u8]) -> Option<u64> {
    match **input {
        [first, ref rest @ ..] if first < 0x80 => {
            *input = rest;
            Some(u64::from(first))
        }
        _ => read_groups(input, MAX_VARLONG_BYTES),
    }
}

fn read_groups(input: &mut &[u8], max_bytes: usize) -> Option<u64> {
    let mut value = 0;
    let mut shift = 0;
    for (position, &byte) in input.iter().take(max_bytes).enumerate() {
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            *input = input.get(position + 1..)?;
            return Some(value);
        }
        shift += 7;
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

/// How many bytes [`write()`] appends.
pub const fn bytes(value: i32) -> usize {
    unsigned_bytes(((value << 1) ^ (value >> 31)).cast_unsigned())
}

/// How many bytes [`write_long`] appends.
pub const fn long_bytes(value: i64) -> usize {
    unsigned_long_bytes(((value << 1) ^ (value >> 63)).cast_unsigned())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "surplus high bits are dropped, as Kafka's reader does"
)]
const fn low_word(value: u64) -> u32 {
    value as u32
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

    #[test]
    fn surplus_bits_of_the_last_byte_are_dropped() {
        assert_eq!(
            read_unsigned(&mut &[0xff, 0xff, 0xff, 0xff, 0x7f][..]),
            Some(u32::MAX)
        );
        let longest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        assert_eq!(read_unsigned_long(&mut &longest[..]), Some(u64::MAX));
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
