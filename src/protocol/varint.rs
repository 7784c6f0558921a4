//! Kafka's numbers of variable length, read strictly: every one has to end.

use bytes::Buf;

/// Why a number could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VarintError {
    /// The bytes ended.
    Truncated,
    /// More bytes than 32 bits can take.
    Overlong,
}

/// Reads an unsigned number of at most 32 bits.
pub(crate) fn get_u32(bytes: &mut impl Buf) -> Result<u32, VarintError> {
    let mut value = 0_u32;
    for shift in [0, 7, 14, 21, 28] {
        let byte = bytes.try_get_u8().map_err(|_| VarintError::Truncated)?;
        // The fifth byte has room for four bits; anything above means a larger number or one more byte.
        if shift == 28 && byte > 0x0f {
            return Err(VarintError::Overlong);
        }
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(VarintError::Overlong)
}

#[cfg(test)]
mod tests {
    use super::{VarintError, get_u32};

    fn read(mut bytes: &[u8]) -> Result<u32, VarintError> {
        get_u32(&mut bytes)
    }

    #[test]
    fn numbers_up_to_32_bits_are_read() {
        assert_eq!(read(&[0x00]), Ok(0));
        assert_eq!(read(&[0x7f]), Ok(127));
        assert_eq!(read(&[0x80, 0x01]), Ok(128));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Ok(u32::MAX));
    }

    #[test]
    fn a_number_without_an_end_is_refused() {
        assert_eq!(
            read(&[0x80, 0x80, 0x80, 0x80, 0x80]),
            Err(VarintError::Overlong)
        );
        assert_eq!(
            read(&[0xff, 0xff, 0xff, 0xff, 0x1f]),
            Err(VarintError::Overlong)
        );
        assert_eq!(read(&[0x80]), Err(VarintError::Truncated));
        assert_eq!(read(&[]), Err(VarintError::Truncated));
    }
}
