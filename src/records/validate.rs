//! Everything that is checked or changed in a producer's batch before any lock is taken.

mod rebuild;
mod rejection;
mod rules;
#[cfg(test)]
mod tests;

use bytes::{Buf, Bytes};

use crate::header::{BatchError, BatchHeader, CRC_START, HEADER_BYTES};
use crate::stream::{Probe, RecordStream};
use crate::{AppendBatch, Compression, MAGIC, NO_TIMESTAMP, TimestampType};

pub use rejection::{RecordError, RecordErrors, RecordFault, Rejection, RejectionKind};
pub use rules::Rules;

/// A producer's batch, fit to append once it has its offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validated {
    /// The batch as it is to be stored. Its payload is the producer's own unless `recompressed`.
    pub batch: AppendBatch,
    /// Its largest timestamp in ms, as stored.
    pub max_timestamp: i64,
    /// Offset, from the batch's base, of the first record with that timestamp.
    pub max_timestamp_offset_delta: i32,
    /// The broker's time for all records, if the topic has LogAppendTime; for the produce answer.
    pub log_append_time_ms: Option<i64>,
    /// Whether the payload was written anew.
    pub recompressed: bool,
}

/// Checks the records of one partition of a produce request, and makes them fit to append.
///
/// The order of the checks is Kafka's, so that a batch with several faults gets the same answer. Every record is walked
/// over, compressed or not, through a fixed window. The payload is copied only when the topic's codec differs from the
/// producer's, or when the records' offsets do not count up from 0; Kafka renumbers those too, but only in compressed
/// batches: in others it stores them as they are.
pub fn validate(bytes: Bytes, rules: &Rules, now_ms: i64) -> Result<Validated, Rejection> {
    let (header, bytes) = only_batch(bytes, rules)?;
    let codec = check_batch(&header, &bytes, rules)?;
    let mut payload = bytes;
    payload.advance(HEADER_BYTES);
    let walked = walk(&header, &payload, rules, now_ms)?;

    let log_append_time_ms = match rules.timestamp_type {
        TimestampType::CreateTime => None,
        TimestampType::LogAppendTime => Some(now_ms),
    };
    let (max_timestamp, max_timestamp_offset_delta) = match log_append_time_ms {
        Some(now_ms) => (now_ms, 0),
        None => (walked.max_timestamp, walked.max_timestamp_index),
    };
    let target = rules.compression.unwrap_or(codec);
    let recompressed = target != codec || !walked.offsets_count_up;
    let mut batch = if recompressed {
        rebuild::rebuild(&header, &payload, target, rules)?
    } else {
        AppendBatch { header, payload }
    };
    stamp(&mut batch, rules.timestamp_type, max_timestamp);
    Ok(Validated {
        batch,
        max_timestamp,
        max_timestamp_offset_delta,
        log_append_time_ms,
        recompressed,
    })
}

/// Finds the one batch; a cut-off rest after it is dropped, as Kafka does.
fn only_batch(mut bytes: Bytes, rules: &Rules) -> Result<(BatchHeader, Bytes), Rejection> {
    let header = match BatchHeader::read(&bytes) {
        Ok(header) => header,
        Err(BatchError::ShortHeader { .. }) => return Err(Rejection::NoBatch),
        Err(BatchError::Magic(magic @ 0..MAGIC)) => return Err(Rejection::OldMagic(magic)),
        Err(error) => return Err(Rejection::Corrupt(error)),
    };
    let total = header.total_bytes();
    if bytes.len() < total {
        return Err(Rejection::NoBatch);
    }
    if header.compression() == Ok(Compression::Zstd) && !rules.zstd_allowed {
        return Err(Rejection::ZstdBelowVersion7);
    }
    let rest = bytes.get(total..).unwrap_or_default();
    match BatchHeader::read(rest) {
        Ok(second) if second.total_bytes() <= rest.len() => Err(Rejection::SeveralBatches),
        Err(BatchError::Magic(0..MAGIC)) => Err(Rejection::SeveralBatches),
        Ok(_) | Err(BatchError::ShortHeader { .. }) => {
            bytes.truncate(total);
            Ok((header, bytes))
        }
        Err(error) => Err(Rejection::Corrupt(error)),
    }
}

/// What the header alone tells, and the checksum.
fn check_batch(
    header: &BatchHeader,
    bytes: &[u8],
    rules: &Rules,
) -> Result<Compression, Rejection> {
    if header.base_offset != 0 {
        return Err(Rejection::BaseOffset(header.base_offset));
    }
    if bytes.len() > rules.max_message_bytes {
        return Err(Rejection::TooLarge {
            at_least: bytes.len(),
            max_message_bytes: rules.max_message_bytes,
        });
    }
    let computed = crc32c::crc32c(bytes.get(CRC_START..).unwrap_or_default());
    if computed != header.crc {
        return Err(Rejection::Corrupt(BatchError::Crc {
            stored: header.crc,
            computed,
        }));
    }
    let codec = header
        .compression()
        .map_err(Rejection::UnknownCompression)?;
    let (last_offset_delta, records_count) = (header.last_offset_delta, header.records_count);
    if records_count <= 0 || last_offset_delta.checked_add(1) != Some(records_count) {
        return Err(Rejection::OffsetRange {
            last_offset_delta,
            records_count,
        });
    }
    if header.is_control() {
        return Err(Rejection::ControlBatch);
    }
    if header.has_producer_id() && header.base_sequence < 0 {
        let (producer_id, base_sequence) = (header.producer_id, header.base_sequence);
        return Err(Rejection::Sequence {
            producer_id,
            base_sequence,
        });
    }
    Ok(codec)
}

/// What a walk over the records finds.
struct Walked {
    max_timestamp: i64,
    max_timestamp_index: i32,
    offsets_count_up: bool,
}

fn walk(
    header: &BatchHeader,
    payload: &[u8],
    rules: &Rules,
    now_ms: i64,
) -> Result<Walked, Rejection> {
    let records =
        RecordStream::new(header, payload, rules.limits).map_err(Rejection::Unreadable)?;
    let mut walked = Walked {
        max_timestamp: NO_TIMESTAMP,
        max_timestamp_index: 0,
        offsets_count_up: true,
    };
    let mut errors = RecordErrors::default();
    let read = records.each_probe(|index, probe| {
        let timestamp = header.base_timestamp.wrapping_add(probe.timestamp_delta);
        if let Some(fault) = record_fault(header, rules, now_ms, probe, timestamp) {
            errors.push(index, fault);
        }
        if timestamp > walked.max_timestamp {
            walked.max_timestamp = timestamp;
            walked.max_timestamp_index = index;
        }
        walked.offsets_count_up &= probe.offset_delta == index;
    });
    read.map_err(Rejection::Unreadable)?;
    if errors.total > 0 {
        Err(Rejection::Records(errors))
    } else {
        Ok(walked)
    }
}

#[inline]
fn record_fault(
    header: &BatchHeader,
    rules: &Rules,
    now_ms: i64,
    probe: Probe,
    timestamp: i64,
) -> Option<RecordFault> {
    if rules.compacted && !probe.has_key {
        return Some(RecordFault::NoKey);
    }
    // Kafka lets this bit pass where the topic has CreateTime and the batch a max timestamp in range, and then drops
    // it; no client sends it.
    if header.timestamp_type() == TimestampType::LogAppendTime {
        return Some(RecordFault::LogAppendTimeFromProducer);
    }
    if rules.timestamp_type == TimestampType::LogAppendTime || timestamp == NO_TIMESTAMP {
        return None;
    }
    let age_ms = now_ms.saturating_sub(timestamp);
    let out_of_range = age_ms > rules.timestamp_before_max_ms
        || age_ms < rules.timestamp_after_max_ms.saturating_neg();
    out_of_range.then(|| RecordFault::TimestampOutOfRange {
        timestamp,
        earliest: now_ms.saturating_sub(rules.timestamp_before_max_ms),
        latest: now_ms.saturating_add(rules.timestamp_after_max_ms),
    })
}

/// Sets max timestamp and timestamp type, and a new checksum only if they change.
fn stamp(batch: &mut AppendBatch, timestamp_type: TimestampType, max_timestamp: i64) {
    let header = &mut batch.header;
    if header.max_timestamp == max_timestamp && header.timestamp_type() == timestamp_type {
        return;
    }
    header.max_timestamp = max_timestamp;
    header.set_timestamp_type(timestamp_type);
    // Shifting the change through the checksum instead was measured: slower below a megabyte.
    header.crc = header.computed_crc(&batch.payload);
}
