//! Writes a batch's records anew: in another codec, or with offsets that count up.

use bytes::Bytes;

use super::{Rejection, Rules};
use crate::attributes::Attributes;
use crate::codec::{BoundedSink, EncodeError, Encoder};
use crate::header::HEADER_BYTES;
use crate::record::{RawRecord, write_length, write_renumbered};
use crate::stream::RecordStream;
use crate::{AppendBatch, BatchHeader, Compression, ReadError};

/// Streams the records from the old codec into the new one, record by record. Output past `max.message.bytes` stops it.
pub(super) fn rebuild(
    header: &BatchHeader,
    payload: &[u8],
    target: Compression,
    rules: &Rules,
) -> Result<AppendBatch, Rejection> {
    let too_large = Rejection::TooLarge {
        at_least: rules.max_message_bytes.saturating_add(1),
        max_message_bytes: rules.max_message_bytes,
    };
    let refused = |error| match error {
        EncodeError::Full => too_large.clone(),
        EncodeError::Codec(error) => Rejection::Recompression(error),
    };
    let sink = BoundedSink::new(rules.max_message_bytes.saturating_sub(HEADER_BYTES));
    let mut encoder = Encoder::new(target, rules.levels, sink).map_err(refused)?;
    let mut records =
        RecordStream::new(header, payload, rules.limits).map_err(Rejection::Unreadable)?;
    let mut written = Vec::new();
    let mut index = 0;
    while let Some(body) = records.next_body().map_err(Rejection::Unreadable)? {
        let record =
            RawRecord::parse(body).ok_or(Rejection::Unreadable(ReadError::Malformed { index }))?;
        written.clear();
        if record.offset_delta == index {
            write_length(&mut written, body.len());
            encoder.write(&written).map_err(refused)?;
            encoder.write(body).map_err(refused)?;
        } else {
            write_renumbered(&mut written, &record, index);
            encoder.write(&written).map_err(refused)?;
        }
        index += 1;
    }
    let payload = Bytes::from(encoder.finish().map_err(refused)?);

    let old = header
        .unpacked_attributes()
        .map_err(Rejection::UnknownCompression)?;
    let attributes = Attributes {
        compression: target,
        delete_horizon: false,
        ..old
    };
    let mut header = BatchHeader {
        attributes: attributes.to_bits(),
        ..*header
    };
    header.set_payload_bytes(payload.len());
    header.crc = header.computed_crc(&payload);
    Ok(AppendBatch { header, payload })
}
