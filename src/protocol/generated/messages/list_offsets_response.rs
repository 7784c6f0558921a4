//! `ListOffsetsResponse`, versions 1-11, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/list_offsets.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{Decodable, Encodable, HeaderVersion, Message, TopicName, VersionRange};
use crate::wire::{self, WireError};

/// `ListOffsetsResponse`, versions 1-11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsResponse {
    /// `ThrottleTimeMs`: int32, versions 2-11.
    pub throttle_time_ms: i32,
    /// `Topics`: array of ListOffsetsTopicResponse.
    pub topics: Vec<ListOffsetsTopicResponse>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ListOffsetsResponse {
    /// Sets `throttle_time_ms`.
    #[must_use]
    pub fn with_throttle_time_ms(mut self, value: i32) -> Self {
        self.throttle_time_ms = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<ListOffsetsTopicResponse>) -> Self {
        self.topics = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ListOffsetsResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let throttle_time_ms = if version >= 2 {
            wire::get_int32(bytes)?
        } else {
            0
        };
        let topics = wire::get_array(bytes, flexible, 3, |bytes| {
            ListOffsetsTopicResponse::read(bytes, version)
        })?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            throttle_time_ms,
            topics,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        if version >= 2 {
            wire::put_int32(buffer, self.throttle_time_ms)?;
        }
        wire::put_array(buffer, flexible, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `ListOffsets`, versions 1-11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsTopicResponse {
    /// `Name`: string.
    pub name: TopicName,
    /// `Partitions`: array of ListOffsetsPartitionResponse.
    pub partitions: Vec<ListOffsetsPartitionResponse>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ListOffsetsTopicResponse {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<ListOffsetsPartitionResponse>) -> Self {
        self.partitions = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ListOffsetsTopicResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let name = TopicName(wire::get_text(bytes, flexible)?);
        let partitions = wire::get_array(bytes, flexible, 22, |bytes| {
            ListOffsetsPartitionResponse::read(bytes, version)
        })?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            name,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        wire::put_text(buffer, flexible, &self.name)?;
        wire::put_array(buffer, flexible, &self.partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `ListOffsets`, versions 1-11.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOffsetsPartitionResponse {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `Timestamp`: int64, default -1.
    pub timestamp: i64,
    /// `Offset`: int64, default -1.
    pub offset: i64,
    /// `LeaderEpoch`: int32, versions 4-11, default -1.
    pub leader_epoch: i32,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for ListOffsetsPartitionResponse {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: 0,
            timestamp: -1,
            offset: -1,
            leader_epoch: -1,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl ListOffsetsPartitionResponse {
    /// Sets `partition_index`.
    #[must_use]
    pub fn with_partition_index(mut self, value: i32) -> Self {
        self.partition_index = value;
        self
    }

    /// Sets `error_code`.
    #[must_use]
    pub fn with_error_code(mut self, value: i16) -> Self {
        self.error_code = value;
        self
    }

    /// Sets `timestamp`.
    #[must_use]
    pub fn with_timestamp(mut self, value: i64) -> Self {
        self.timestamp = value;
        self
    }

    /// Sets `offset`.
    #[must_use]
    pub fn with_offset(mut self, value: i64) -> Self {
        self.offset = value;
        self
    }

    /// Sets `leader_epoch`.
    #[must_use]
    pub fn with_leader_epoch(mut self, value: i32) -> Self {
        self.leader_epoch = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ListOffsetsPartitionResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let partition_index = wire::get_int32(bytes)?;
        let error_code = wire::get_int16(bytes)?;
        let timestamp = wire::get_int64(bytes)?;
        let offset = wire::get_int64(bytes)?;
        let leader_epoch = if version >= 4 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            partition_index,
            error_code,
            timestamp,
            offset,
            leader_epoch,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_int16(buffer, self.error_code)?;
        wire::put_int64(buffer, self.timestamp)?;
        wire::put_int64(buffer, self.offset)?;
        if version >= 4 {
            wire::put_int32(buffer, self.leader_epoch)?;
        } else if self.leader_epoch != -1 {
            return Err(WireError::FieldNotInVersion {
                field: "LeaderEpoch",
                version,
            });
        }
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

impl Message for ListOffsetsResponse {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 11 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for ListOffsetsResponse {
    fn encode<B: ByteBufMut>(&self, buf: &mut B, version: i16) -> anyhow::Result<()> {
        wire::check_version::<Self>(version)?;
        Ok(self.write(buf, version)?)
    }

    fn compute_size(&self, version: i16) -> anyhow::Result<usize> {
        let mut buffer = Vec::new();
        self.encode(&mut buffer, version)?;
        Ok(buffer.len())
    }
}

impl Decodable for ListOffsetsResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for ListOffsetsResponse {
    fn header_version(version: i16) -> i16 {
        if version >= 6 { 1 } else { 0 }
    }
}
