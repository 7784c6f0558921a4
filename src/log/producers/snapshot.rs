//! `.snapshot` files: the producers' state at an offset, so that a restart need not read the whole log.

use super::{BatchMark, ProducerEntry, Producers};

const VERSION: i16 = 1;
/// Version, CRC and count.
const HEAD_BYTES: usize = 10;
/// What the CRC does not cover: version and the CRC itself.
const BEFORE_CRC_RANGE: usize = 6;
const ENTRY_BYTES: usize = 46;
const NO_TRANSACTION: i64 = -1;

/// A snapshot larger than this is not ours.
pub(crate) const MAX_SNAPSHOT_BYTES: usize = 1 << 30;

/// Why a file is no snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SnapshotError {
    #[error("its version is unknown")]
    Version,
    #[error("its length does not fit its contents")]
    Length,
    #[error("its checksum does not match")]
    Crc,
}

/// The bytes of a snapshot of `producers`.
pub(crate) fn encode(producers: &Producers) -> Vec<u8> {
    let entries = producers.entries();
    let mut body = Vec::with_capacity(HEAD_BYTES + entries.len() * ENTRY_BYTES);
    let count = i32::try_from(entries.len()).unwrap_or(i32::MAX);
    body.extend_from_slice(&count.to_be_bytes());
    for (producer_id, entry) in entries {
        let mark = entry.last_mark();
        body.extend_from_slice(&producer_id.to_be_bytes());
        body.extend_from_slice(&entry.producer_epoch.to_be_bytes());
        body.extend_from_slice(&entry.last_sequence().to_be_bytes());
        body.extend_from_slice(&mark.map_or(-1, |it| it.last_offset).to_be_bytes());
        body.extend_from_slice(&mark.map_or(0, |it| it.offset_delta).to_be_bytes());
        body.extend_from_slice(&entry.last_timestamp.to_be_bytes());
        body.extend_from_slice(&entry.coordinator_epoch.to_be_bytes());
        let start = entry.transaction_start.unwrap_or(NO_TRANSACTION);
        body.extend_from_slice(&start.to_be_bytes());
    }
    let mut file = Vec::with_capacity(body.len() + BEFORE_CRC_RANGE);
    file.extend_from_slice(&VERSION.to_be_bytes());
    file.extend_from_slice(&crc32c::crc32c(&body).to_be_bytes());
    file.extend_from_slice(&body);
    file
}

/// Reads a snapshot that covers all offsets below `end_offset`.
pub(crate) fn decode(file: &[u8], end_offset: i64) -> Result<Producers, SnapshotError> {
    let (version, rest) = file.split_first_chunk().ok_or(SnapshotError::Length)?;
    if i16::from_be_bytes(*version) != VERSION {
        return Err(SnapshotError::Version);
    }
    let (crc, body) = rest.split_first_chunk().ok_or(SnapshotError::Length)?;
    if u32::from_be_bytes(*crc) != crc32c::crc32c(body) {
        return Err(SnapshotError::Crc);
    }
    let (count, body) = body.split_first_chunk().ok_or(SnapshotError::Length)?;
    let count = usize::try_from(i32::from_be_bytes(*count)).map_err(|_| SnapshotError::Length)?;
    if count.checked_mul(ENTRY_BYTES) != Some(body.len()) {
        return Err(SnapshotError::Length);
    }
    let entries: Option<Vec<_>> = body.chunks_exact(ENTRY_BYTES).map(decode_entry).collect();
    Ok(Producers::from_entries(
        entries.ok_or(SnapshotError::Length)?,
        end_offset,
    ))
}

fn decode_entry(bytes: &[u8]) -> Option<(i64, ProducerEntry)> {
    let (producer_id, bytes) = bytes.split_first_chunk()?;
    let (producer_epoch, bytes) = bytes.split_first_chunk()?;
    let (last_sequence, bytes) = bytes.split_first_chunk()?;
    let (last_offset, bytes) = bytes.split_first_chunk()?;
    let (offset_delta, bytes) = bytes.split_first_chunk()?;
    let (timestamp, bytes) = bytes.split_first_chunk()?;
    let (coordinator_epoch, bytes) = bytes.split_first_chunk()?;
    let (transaction_start, _) = bytes.split_first_chunk()?;
    let timestamp = i64::from_be_bytes(*timestamp);
    let mark = BatchMark {
        last_sequence: i32::from_be_bytes(*last_sequence),
        last_offset: i64::from_be_bytes(*last_offset),
        offset_delta: i32::from_be_bytes(*offset_delta),
        timestamp,
    };
    let start = i64::from_be_bytes(*transaction_start);
    let mut entry = ProducerEntry {
        producer_epoch: i16::from_be_bytes(*producer_epoch),
        coordinator_epoch: i32::from_be_bytes(*coordinator_epoch),
        last_timestamp: timestamp,
        transaction_start: (start >= 0).then_some(start),
        ..ProducerEntry::default()
    };
    if mark.last_offset >= 0 {
        entry.push(mark);
    }
    Some((i64::from_be_bytes(*producer_id), entry))
}
