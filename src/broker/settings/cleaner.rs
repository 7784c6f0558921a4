//! Settings of the cleaner, which compacts logs.

use std::time::Duration;

use kalda_config::{InvalidValue, Values};

use super::{count, time_ms};

/// Apache Kafka cannot use more memory for the keys of one pass either.
const MOST_MAP_BYTES: u64 = i32::MAX as u64;

/// How logs are compacted. What one topic may set for itself is in its topic values.
#[derive(Debug, Clone, PartialEq)]
pub struct CleanerSettings {
    /// `log.cleaner.enable`: whether logs are compacted at all.
    pub is_enabled: bool,
    /// `log.cleaner.threads`: how many logs are compacted at the same time.
    pub threads: usize,
    /// `log.cleaner.backoff.ms`: the pause when no log is dirty enough.
    pub backoff: Duration,
    /// `log.cleaner.dedupe.buffer.size`: memory for keys, in bytes, shared by all threads.
    dedupe_buffer_bytes: u64,
    /// `log.cleaner.io.buffer.load.factor`: how full the part of a thread may be, above 0 and at most 1.
    pub load_factor: f64,
    /// `log.cleaner.io.buffer.size`: memory for reading and writing, in bytes, shared by all threads.
    io_buffer_bytes: usize,
    /// `log.cleaner.io.max.bytes.per.second`: read and written by all threads together.
    pub max_bytes_per_second: f64,
}

impl CleanerSettings {
    /// Reads the keys that begin with `log.cleaner.` and speak of the broker.
    ///
    /// # Errors
    /// A value that fits its key but no cleaner.
    pub fn read(values: &Values) -> Result<Self, InvalidValue> {
        let (memory, factor, rate) = (
            "log.cleaner.dedupe.buffer.size",
            "log.cleaner.io.buffer.load.factor",
            "log.cleaner.io.max.bytes.per.second",
        );
        let load_factor = values.double(factor)?;
        if !(load_factor > 0.0 && load_factor <= 1.0) {
            let problem = "Value must be above 0 and at most 1";
            return Err(InvalidValue::of(factor, &load_factor.to_string(), problem));
        }
        let max_bytes_per_second = values.double(rate)?;
        if max_bytes_per_second.is_nan() || max_bytes_per_second <= 0.0 {
            let text = max_bytes_per_second.to_string();
            return Err(InvalidValue::of(rate, &text, "Value must be above 0"));
        }
        let dedupe_buffer = values.long(memory)?;
        let dedupe_buffer_bytes = u64::try_from(dedupe_buffer).map_err(|_| {
            InvalidValue::of(
                memory,
                &dedupe_buffer.to_string(),
                "Value must be at least 0",
            )
        })?;
        Ok(Self {
            is_enabled: values.boolean("log.cleaner.enable")?,
            threads: count(values, "log.cleaner.threads")?,
            backoff: time_ms(values, "log.cleaner.backoff.ms")?,
            dedupe_buffer_bytes,
            load_factor,
            io_buffer_bytes: count(values, "log.cleaner.io.buffer.size")?,
            max_bytes_per_second,
        })
    }

    /// Memory for the keys of one pass.
    pub fn map_bytes_of_one(&self) -> usize {
        let threads = u64::try_from(self.threads.max(1)).unwrap_or(u64::MAX);
        let bytes = (self.dedupe_buffer_bytes / threads).min(MOST_MAP_BYTES);
        usize::try_from(bytes).unwrap_or(usize::MAX)
    }

    /// Size of the buffer for reading and of the one for writing, of one pass.
    pub fn io_buffer_bytes_of_one(&self) -> usize {
        self.io_buffer_bytes / self.threads.max(1) / 2
    }
}
