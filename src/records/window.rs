//! The buffer between a decoder and the records.

use std::cell::Cell;

/// Decompressed bytes that are not read yet, at most [`Window::KEPT_BYTES`] of them unless a single record is larger.
///
/// Each thread keeps one buffer: filling a fresh 128 KiB with zeroes costs more than a small batch.
#[derive(Debug)]
pub(crate) struct Window {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

thread_local! {
    static KEPT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Window {
    /// The fixed window, and the largest buffer a thread keeps.
    pub(crate) const KEPT_BYTES: usize = 128 * 1024;

    pub(crate) fn take() -> Self {
        let mut bytes = KEPT.take();
        bytes.resize(Self::KEPT_BYTES, 0);
        Self {
            bytes,
            start: 0,
            end: 0,
        }
    }

    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.end - self.start
    }

    /// Consumes what `read` takes from the front.
    #[inline]
    pub(crate) fn parse<T>(&mut self, read: impl Fn(&mut &[u8]) -> Option<T>) -> Option<T> {
        let mut front = self.bytes.get(self.start..self.end)?;
        let value = read(&mut front);
        self.start = self.end - front.len();
        value
    }

    /// Consumes up to `length` bytes.
    #[inline]
    pub(crate) fn take_front(&mut self, length: usize) -> &[u8] {
        let from = self.start;
        self.start = self.end.min(from.saturating_add(length));
        self.bytes.get(from..self.start).unwrap_or_default()
    }

    /// Lets `read` fill the room behind the buffered bytes. `wanted` is what the reader needs in one piece; the buffer
    /// doubles towards it only as bytes really come, so a lying length costs nothing.
    pub(crate) fn append<E>(
        &mut self,
        wanted: usize,
        read: impl FnOnce(&mut [u8]) -> Result<usize, E>,
    ) -> Result<usize, E> {
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.bytes.len() && wanted > self.end {
            let doubled = self
                .bytes
                .len()
                .saturating_mul(2)
                .min(wanted.max(Self::KEPT_BYTES));
            self.bytes.resize(doubled, 0);
        }
        let room = self.bytes.get_mut(self.end..).unwrap_or_default();
        let added = read(room)?;
        self.end = self.bytes.len().min(self.end.saturating_add(added));
        Ok(added)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if self.bytes.len() <= Self::KEPT_BYTES {
            KEPT.set(std::mem::take(&mut self.bytes));
        }
    }
}
