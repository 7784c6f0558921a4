//! `OffsetFetchResponse`, versions 1-10, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/offset_fetch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{
    Decodable, Encodable, GroupId, HeaderVersion, Message, StrBytes, TopicName, VersionRange,
};
use crate::wire::{self, WireError};

/// `OffsetFetchResponse`, versions 1-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponse {
    /// `ThrottleTimeMs`: int32, versions 3-10.
    pub throttle_time_ms: i32,
    /// `Topics`: array of OffsetFetchResponseTopic, versions 1-7.
    pub topics: Vec<OffsetFetchResponseTopic>,
    /// `ErrorCode`: int16, versions 2-7.
    pub error_code: i16,
    /// `Groups`: array of OffsetFetchResponseGroup, versions 8-10.
    pub groups: Vec<OffsetFetchResponseGroup>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetFetchResponse {
    /// Sets `throttle_time_ms`.
    #[must_use]
    pub fn with_throttle_time_ms(mut self, value: i32) -> Self {
        self.throttle_time_ms = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<OffsetFetchResponseTopic>) -> Self {
        self.topics = value;
        self
    }

    /// Sets `error_code`.
    #[must_use]
    pub fn with_error_code(mut self, value: i16) -> Self {
        self.error_code = value;
        self
    }

    /// Sets `groups`.
    #[must_use]
    pub fn with_groups(mut self, value: Vec<OffsetFetchResponseGroup>) -> Self {
        self.groups = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl OffsetFetchResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let throttle_time_ms = if version >= 3 {
            wire::get_int32(bytes)?
        } else {
            0
        };
        let topics = if version <= 7 {
            wire::get_array(bytes, flexible, 3, |bytes| {
                OffsetFetchResponseTopic::read(bytes, version)
            })?
        } else {
            Vec::new()
        };
        let error_code = if (2..=7).contains(&version) {
            wire::get_int16(bytes)?
        } else {
            0
        };
        let groups = if version >= 8 {
            wire::get_array(bytes, flexible, 5, |bytes| {
                OffsetFetchResponseGroup::read(bytes, version)
            })?
        } else {
            Vec::new()
        };
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            throttle_time_ms,
            topics,
            error_code,
            groups,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        if version >= 3 {
            wire::put_int32(buffer, self.throttle_time_ms)?;
        }
        if version <= 7 {
            wire::put_array(buffer, flexible, &self.topics, |buffer, item| {
                item.write(buffer, version)
            })?;
        } else if !self.topics.is_empty() {
            return Err(WireError::FieldNotInVersion {
                field: "Topics",
                version,
            });
        }
        if (2..=7).contains(&version) {
            wire::put_int16(buffer, self.error_code)?;
        }
        if version >= 8 {
            wire::put_array(buffer, flexible, &self.groups, |buffer, item| {
                item.write(buffer, version)
            })?;
        } else if !self.groups.is_empty() {
            return Err(WireError::FieldNotInVersion {
                field: "Groups",
                version,
            });
        }
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `OffsetFetch`, versions 1-7.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseTopic {
    /// `Name`: string.
    pub name: TopicName,
    /// `Partitions`: array of OffsetFetchResponsePartition.
    pub partitions: Vec<OffsetFetchResponsePartition>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetFetchResponseTopic {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<OffsetFetchResponsePartition>) -> Self {
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

impl OffsetFetchResponseTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let name = TopicName(wire::get_text(bytes, flexible)?);
        let partitions = wire::get_array(bytes, flexible, 16, |bytes| {
            OffsetFetchResponsePartition::read(bytes, version)
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

/// Part of `OffsetFetch`, versions 1-7.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchResponsePartition {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `CommittedOffset`: int64.
    pub committed_offset: i64,
    /// `CommittedLeaderEpoch`: int32, versions 5-7, default -1.
    pub committed_leader_epoch: i32,
    /// `Metadata`: string or null.
    pub metadata: Option<StrBytes>,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for OffsetFetchResponsePartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(StrBytes::new()),
            error_code: 0,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl OffsetFetchResponsePartition {
    /// Sets `partition_index`.
    #[must_use]
    pub fn with_partition_index(mut self, value: i32) -> Self {
        self.partition_index = value;
        self
    }

    /// Sets `committed_offset`.
    #[must_use]
    pub fn with_committed_offset(mut self, value: i64) -> Self {
        self.committed_offset = value;
        self
    }

    /// Sets `committed_leader_epoch`.
    #[must_use]
    pub fn with_committed_leader_epoch(mut self, value: i32) -> Self {
        self.committed_leader_epoch = value;
        self
    }

    /// Sets `metadata`.
    #[must_use]
    pub fn with_metadata(mut self, value: Option<StrBytes>) -> Self {
        self.metadata = value;
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

impl OffsetFetchResponsePartition {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let partition_index = wire::get_int32(bytes)?;
        let committed_offset = wire::get_int64(bytes)?;
        let committed_leader_epoch = if version >= 5 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let metadata = wire::get_nullable_text(bytes, flexible)?;
        let error_code = wire::get_int16(bytes)?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            partition_index,
            committed_offset,
            committed_leader_epoch,
            metadata,
            error_code,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_int64(buffer, self.committed_offset)?;
        if version >= 5 {
            wire::put_int32(buffer, self.committed_leader_epoch)?;
        }
        wire::put_nullable_text(buffer, flexible, self.metadata.as_deref())?;
        wire::put_int16(buffer, self.error_code)?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `OffsetFetch`, versions 8-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseGroup {
    /// `GroupId`: string.
    pub group_id: GroupId,
    /// `Topics`: array of OffsetFetchResponseTopics.
    pub topics: Vec<OffsetFetchResponseTopics>,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetFetchResponseGroup {
    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: GroupId) -> Self {
        self.group_id = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<OffsetFetchResponseTopics>) -> Self {
        self.topics = value;
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

impl OffsetFetchResponseGroup {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let group_id = GroupId(wire::get_text(bytes, true)?);
        let topics = wire::get_array(bytes, true, 3, |bytes| {
            OffsetFetchResponseTopics::read(bytes, version)
        })?;
        let error_code = wire::get_int16(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            group_id,
            topics,
            error_code,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.group_id)?;
        wire::put_array(buffer, true, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_int16(buffer, self.error_code)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `OffsetFetch`, versions 8-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseTopics {
    /// `Name`: string, versions 8-9.
    pub name: TopicName,
    /// `TopicId`: uuid, versions 10.
    pub topic_id: Uuid,
    /// `Partitions`: array of OffsetFetchResponsePartitions.
    pub partitions: Vec<OffsetFetchResponsePartitions>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetFetchResponseTopics {
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
    pub fn with_partitions(mut self, value: Vec<OffsetFetchResponsePartitions>) -> Self {
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

impl OffsetFetchResponseTopics {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let name = if version <= 9 {
            TopicName(wire::get_text(bytes, true)?)
        } else {
            TopicName::default()
        };
        let topic_id = if version >= 10 {
            wire::get_uuid(bytes)?
        } else {
            Uuid::nil()
        };
        let partitions = wire::get_array(bytes, true, 20, |bytes| {
            OffsetFetchResponsePartitions::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            topic_id,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        if version <= 9 {
            wire::put_text(buffer, true, &self.name)?;
        }
        if version >= 10 {
            wire::put_uuid(buffer, self.topic_id)?;
        }
        wire::put_array(buffer, true, &self.partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `OffsetFetch`, versions 8-10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchResponsePartitions {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `CommittedOffset`: int64.
    pub committed_offset: i64,
    /// `CommittedLeaderEpoch`: int32, default -1.
    pub committed_leader_epoch: i32,
    /// `Metadata`: string or null.
    pub metadata: Option<StrBytes>,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for OffsetFetchResponsePartitions {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(StrBytes::new()),
            error_code: 0,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl OffsetFetchResponsePartitions {
    /// Sets `partition_index`.
    #[must_use]
    pub fn with_partition_index(mut self, value: i32) -> Self {
        self.partition_index = value;
        self
    }

    /// Sets `committed_offset`.
    #[must_use]
    pub fn with_committed_offset(mut self, value: i64) -> Self {
        self.committed_offset = value;
        self
    }

    /// Sets `committed_leader_epoch`.
    #[must_use]
    pub fn with_committed_leader_epoch(mut self, value: i32) -> Self {
        self.committed_leader_epoch = value;
        self
    }

    /// Sets `metadata`.
    #[must_use]
    pub fn with_metadata(mut self, value: Option<StrBytes>) -> Self {
        self.metadata = value;
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

impl OffsetFetchResponsePartitions {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let partition_index = wire::get_int32(bytes)?;
        let committed_offset = wire::get_int64(bytes)?;
        let committed_leader_epoch = wire::get_int32(bytes)?;
        let metadata = wire::get_nullable_text(bytes, true)?;
        let error_code = wire::get_int16(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            partition_index,
            committed_offset,
            committed_leader_epoch,
            metadata,
            error_code,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_int64(buffer, self.committed_offset)?;
        wire::put_int32(buffer, self.committed_leader_epoch)?;
        wire::put_nullable_text(buffer, true, self.metadata.as_deref())?;
        wire::put_int16(buffer, self.error_code)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for OffsetFetchResponse {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 10 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for OffsetFetchResponse {
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

impl Decodable for OffsetFetchResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for OffsetFetchResponse {
    fn header_version(version: i16) -> i16 {
        if version >= 6 { 1 } else { 0 }
    }
}
