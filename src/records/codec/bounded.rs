//! A buffer that refuses to grow past a bound.

use std::io;

use super::{CodecError, EncodeError};
use crate::attributes::Compression;

/// Collects output up to `max_bytes`: what is too large for the topic is not worth finishing.
#[derive(Debug, Clone)]
pub(crate) struct BoundedSink {
    bytes: Vec<u8>,
    max_bytes: usize,
    full: bool,
}

impl BoundedSink {
    pub(crate) const fn new(max_bytes: usize) -> Self {
        Self {
            bytes: Vec::new(),
            max_bytes,
            full: false,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        if bytes.len() > self.max_bytes.saturating_sub(self.bytes.len()) {
            self.full = true;
            return Err(EncodeError::Full);
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Tells a full sink from a failing codec behind an [`io::Write`] chain.
    pub(super) fn explain(&self, codec: Compression, error: impl ToString) -> EncodeError {
        if self.full {
            EncodeError::Full
        } else {
            EncodeError::Codec(CodecError::new(codec, error))
        }
    }
}

impl io::Write for BoundedSink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.push(bytes) {
            Ok(()) => Ok(bytes.len()),
            Err(_) => Err(io::Error::from(io::ErrorKind::StorageFull)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
