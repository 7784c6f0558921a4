//! The batches of a byte slice, one after the other.

use crate::header::{BatchError, BatchHeader, HEADER_BYTES};

/// Iterates over the whole batches in a slice: `(header, bytes of the whole batch)`.
///
/// A batch cut off at the end ends the iteration without an error: a fetch answer may end in the middle of one, and a
/// crash may leave one at the end of a segment. A header that is no v2 header is an error, after which the iteration
/// ends. Checksums are not looked at; use [`AppendBatch::from_wire`](crate::AppendBatch::from_wire) or
/// [`BatchHeader::computed_crc`].
#[derive(Debug, Clone)]
pub struct Batches<'a> {
    bytes: &'a [u8],
    consumed_bytes: usize,
    failed: bool,
}

impl<'a> Batches<'a> {
    /// Starts at the front of `bytes`, where a batch must begin.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            consumed_bytes: 0,
            failed: false,
        }
    }

    /// Bytes of the batches given out so far.
    pub const fn consumed_bytes(&self) -> usize {
        self.consumed_bytes
    }

    /// What follows the batches given out so far.
    pub const fn remaining(&self) -> &'a [u8] {
        self.bytes
    }
}

impl<'a> Iterator for Batches<'a> {
    type Item = Result<(BatchHeader, &'a [u8]), BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed || self.bytes.len() < HEADER_BYTES {
            return None;
        }
        let header = match BatchHeader::read(self.bytes) {
            Ok(header) => header,
            Err(error) => {
                self.failed = true;
                return Some(Err(error));
            }
        };
        let (batch, rest) = self.bytes.split_at_checked(header.total_bytes())?;
        self.bytes = rest;
        self.consumed_bytes += batch.len();
        Some(Ok((header, batch)))
    }
}

/// The part of a whole batch that follows its header.
pub fn payload_of(batch: &[u8]) -> &[u8] {
    batch.get(HEADER_BYTES..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BatchBuilder, BatchSettings, NewRecord};

    fn batch(base_offset: i64, value: &[u8]) -> Vec<u8> {
        let mut builder = BatchBuilder::new(BatchSettings {
            base_offset,
            ..BatchSettings::default()
        });
        builder.append(&NewRecord {
            value: Some(value),
            ..NewRecord::default()
        });
        builder.build().unwrap().to_bytes().to_vec()
    }

    #[test]
    fn whole_batches_come_out_in_order_and_a_cut_one_does_not() {
        let first = batch(0, b"a");
        let second = batch(1, b"bc");
        let both = [first.clone(), second.clone()].concat();
        for cut in 0..=second.len() {
            let mut batches = Batches::new(&both[..both.len() - cut]);
            let (header, bytes) = batches.next().unwrap().unwrap();
            assert_eq!((header.base_offset, bytes), (0, &first[..]));
            if cut == 0 {
                let (header, bytes) = batches.next().unwrap().unwrap();
                assert_eq!((header.base_offset, bytes), (1, &second[..]));
            }
            assert!(batches.next().is_none());
            assert_eq!(
                batches.consumed_bytes() + batches.remaining().len(),
                both.len() - cut
            );
        }
    }

    #[test]
    fn an_old_batch_is_an_error_once() {
        let mut bytes = batch(0, b"a");
        bytes[16] = 1;
        let mut batches = Batches::new(&bytes);
        assert_eq!(batches.next(), Some(Err(BatchError::Magic(1))));
        assert_eq!(batches.next(), None);
    }
}
