//! Reads the records of one batch, one at a time.

use crate::attributes::{Compression, TimestampType, UnknownCompression};
use crate::record::{RawRecord, Record, take_body};
use crate::{BatchHeader, DecompressionLimits};

/// Why the records of a batch cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The attributes name no codec.
    #[error(transparent)]
    Compression(#[from] UnknownCompression),
    /// Compressed batches are not read yet.
    #[error("compression type {0} is not supported here")]
    Unsupported(Compression),
    /// A record's fields do not hold together.
    #[error("record {index} of the batch is malformed")]
    Malformed {
        /// Which record, from 0.
        index: i32,
    },
    /// Bytes follow the last record.
    #[error("the batch has bytes left after its last record")]
    Surplus,
}

/// Streams the records of one batch.
#[derive(Debug)]
pub struct RecordReader<'a> {
    bytes: &'a [u8],
    header: BatchHeader,
    next_index: i32,
}

impl<'a> RecordReader<'a> {
    /// Starts at the first record. `payload` is what follows the header.
    pub fn new(
        header: &BatchHeader,
        payload: &'a [u8],
        _limits: DecompressionLimits,
    ) -> Result<Self, ReadError> {
        let compression = header.compression()?;
        if compression != Compression::None {
            return Err(ReadError::Unsupported(compression));
        }
        Ok(Self {
            bytes: payload,
            header: *header,
            next_index: 0,
        })
    }

    /// The next record, or `None` after the last. After an error the batch must be given up.
    pub fn next_record(&mut self) -> Result<Option<Record<'_>>, ReadError> {
        if self.next_index >= self.header.records_count {
            return if self.bytes.is_empty() {
                Ok(None)
            } else {
                Err(ReadError::Surplus)
            };
        }
        let malformed = ReadError::Malformed {
            index: self.next_index,
        };
        let body = take_body(&mut self.bytes).ok_or(malformed.clone())?;
        let raw = RawRecord::parse(body).ok_or(malformed)?;
        self.next_index += 1;
        Ok(Some(placed(&self.header, raw)))
    }
}

/// A record with the batch's offset and timestamp applied.
pub(crate) fn placed<'a>(header: &BatchHeader, raw: RawRecord<'a>) -> Record<'a> {
    Record {
        offset: header.base_offset.wrapping_add(i64::from(raw.offset_delta)),
        timestamp: match header.timestamp_type() {
            TimestampType::CreateTime => header.base_timestamp.wrapping_add(raw.timestamp_delta),
            TimestampType::LogAppendTime => header.max_timestamp,
        },
        key: raw.key,
        value: raw.value,
        headers: raw.headers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Attributes, BatchBuilder, BatchSettings, Header, NewHeader, NewRecord};

    #[test]
    fn records_come_back_with_repeated_header_keys_and_absolute_positions() {
        let headers = [
            NewHeader {
                key: "trace",
                value: Some(b"1"),
            },
            NewHeader {
                key: "trace",
                value: None,
            },
            NewHeader {
                key: "trace",
                value: Some(b"1"),
            },
        ];
        let settings = BatchSettings {
            base_offset: 40,
            ..BatchSettings::default()
        };
        let mut builder = BatchBuilder::new(settings);
        builder.append(&NewRecord {
            timestamp: 1000,
            key: Some(b""),
            value: None,
            headers: &headers,
        });
        builder.append_after_gap(
            2,
            &NewRecord {
                timestamp: 990,
                value: Some(b"v"),
                ..NewRecord::default()
            },
        );
        builder.extend_to(9);
        let batch = builder.build().unwrap();
        assert_eq!(
            (batch.header.base_timestamp, batch.header.max_timestamp),
            (1000, 1000)
        );
        assert_eq!(
            (batch.header.records_count, batch.header.last_offset()),
            (2, 49)
        );

        let limits = DecompressionLimits::default();
        let mut reader = RecordReader::new(&batch.header, &batch.payload, limits).unwrap();
        let first = reader.next_record().unwrap().unwrap();
        assert_eq!(
            (first.offset, first.timestamp, first.key, first.value),
            (40, 1000, Some(&b""[..]), None)
        );
        let value = Some(&b"1"[..]);
        let header = |value| Header {
            key: b"trace",
            value,
        };
        assert_eq!(
            first.headers.collect::<Vec<_>>(),
            [header(value), header(None), header(value)]
        );
        let second = reader.next_record().unwrap().unwrap();
        assert_eq!(
            (second.offset, second.timestamp, second.value),
            (43, 990, Some(&b"v"[..]))
        );
        assert_eq!(reader.next_record(), Ok(None));
    }

    #[test]
    fn log_append_time_overrides_each_records_timestamp() {
        let attributes = Attributes {
            timestamp_type: TimestampType::LogAppendTime,
            ..Attributes::default()
        };
        let settings = BatchSettings {
            attributes,
            log_append_time_ms: 77,
            ..BatchSettings::default()
        };
        let mut builder = BatchBuilder::new(settings);
        builder.append(&NewRecord {
            timestamp: 5,
            ..NewRecord::default()
        });
        let batch = builder.build().unwrap();
        let mut reader = RecordReader::new(
            &batch.header,
            &batch.payload,
            DecompressionLimits::default(),
        )
        .unwrap();
        assert_eq!(reader.next_record().unwrap().unwrap().timestamp, 77);
    }
}
