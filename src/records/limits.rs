//! How much a compressed batch may unfold to.

/// Bounds on what is read out of one compressed batch.
///
/// Honest batches of 1 MiB unfold to gigabytes when their records repeat, so a small bound for the whole batch would
/// refuse real producers; a bound per record plus a fixed window keeps memory small all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecompressionLimits {
    /// The largest single record, in bytes after decompression. Default 16 MiB.
    pub record_bytes: usize,
    /// The most that all records of a batch may take together, in bytes after decompression. Default 1 GiB.
    pub batch_bytes: u64,
}

impl DecompressionLimits {
    const MIN_RECORD_BYTES: usize = 16 << 20;
    const BATCH_BYTES: u64 = 1 << 30;

    /// The limits beside a `max.message.bytes`: records of up to sixteen times that, at least 16 MiB.
    pub const fn for_max_message_bytes(max_message_bytes: usize) -> Self {
        let scaled = max_message_bytes.saturating_mul(16);
        let record_bytes = if scaled > Self::MIN_RECORD_BYTES {
            scaled
        } else {
            Self::MIN_RECORD_BYTES
        };
        Self {
            record_bytes,
            batch_bytes: Self::BATCH_BYTES,
        }
    }
}

impl Default for DecompressionLimits {
    fn default() -> Self {
        Self::for_max_message_bytes(0)
    }
}
