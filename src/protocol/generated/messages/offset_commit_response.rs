//! `OffsetCommitResponse`, versions 2-10, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/offset_commit.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{Decodable, Encodable, HeaderVersion, Message, TopicName, VersionRange};
use crate::wire::{self, WireError};

/// `OffsetCommitResponse`, versions 2-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitResponse {
    /// `ThrottleTimeMs`: int32, versions 3-10.
    pub throttle_time_ms: i32,
    /// `Topics`: array of OffsetCommitResponseTopic.
    pub topics: Vec<OffsetCommitResponseTopic>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetCommitResponse {
    /// Sets `throttle_time_ms`.
    #[must_use]
    pub fn with_throttle_time_ms(mut self, value: i32) -> Self {
        self.throttle_time_ms = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<OffsetCommitResponseTopic>) -> Self {
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

impl OffsetCommitResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 8;
        let throttle_time_ms = if version >= 3 {
            wire::get_int32(bytes)?
        } else {
            0
        };
        let topics = wire::get_array(bytes, flexible, 3, |bytes| {
            OffsetCommitResponseTopic::read(bytes, version)
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
        let flexible = version >= 8;
        if version >= 3 {
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

/// Part of `OffsetCommit`, versions 2-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitResponseTopic {
    /// `Name`: string, versions 2-9.
    pub name: TopicName,
    /// `TopicId`: uuid, versions 10.
    pub topic_id: Uuid,
    /// `Partitions`: array of OffsetCommitResponsePartition.
    pub partitions: Vec<OffsetCommitResponsePartition>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetCommitResponseTopic {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `topic_id`.
    #[must_use]
    pub fn with_topic_id(mut self, value: Uuid) -> Self {
        self.topic_id = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<OffsetCommitResponsePartition>) -> Self {
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

impl OffsetCommitResponseTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 8;
        let name = if version <= 9 {
            TopicName(wire::get_text(bytes, flexible)?)
        } else {
            TopicName::default()
        };
        let topic_id = if version >= 10 {
            wire::get_uuid(bytes)?
        } else {
            Uuid::nil()
        };
        let partitions = wire::get_array(bytes, flexible, 6, |bytes| {
            OffsetCommitResponsePartition::read(bytes, version)
        })?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            name,
            topic_id,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 8;
        if version <= 9 {
            wire::put_text(buffer, flexible, &self.name)?;
        }
        if version >= 10 {
            wire::put_uuid(buffer, self.topic_id)?;
        }
        wire::put_array(buffer, flexible, &self.partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `OffsetCommit`, versions 2-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitResponsePartition {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetCommitResponsePartition {
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

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl OffsetCommitResponsePartition {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 8;
        let partition_index = wire::get_int32(bytes)?;
        let error_code = wire::get_int16(bytes)?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            partition_index,
            error_code,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 8;
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_int16(buffer, self.error_code)?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

impl Message for OffsetCommitResponse {
    const VERSIONS: VersionRange = VersionRange { min: 2, max: 10 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for OffsetCommitResponse {
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

impl Decodable for OffsetCommitResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for OffsetCommitResponse {
    fn header_version(version: i16) -> i16 {
        if version >= 8 { 1 } else { 0 }
    }
}
