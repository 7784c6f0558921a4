//! `OffsetCommitRequest`, versions 2-10, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/offset_commit.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{
    Decodable, Encodable, GroupId, HeaderVersion, Message, Request, StrBytes, TopicName,
    VersionRange,
};
use crate::wire::{self, WireError};

/// `OffsetCommitRequest`, versions 2-10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitRequest {
    /// `GroupId`: string.
    pub group_id: GroupId,
    /// `GenerationIdOrMemberEpoch`: int32, default -1.
    pub generation_id_or_member_epoch: i32,
    /// `MemberId`: string.
    pub member_id: StrBytes,
    /// `GroupInstanceId`: string or null, versions 7-10, default null.
    pub group_instance_id: Option<StrBytes>,
    /// `RetentionTimeMs`: int64, versions 2-4, default -1.
    pub retention_time_ms: i64,
    /// `Topics`: array of OffsetCommitRequestTopic.
    pub topics: Vec<OffsetCommitRequestTopic>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for OffsetCommitRequest {
    fn default() -> Self {
        Self {
            group_id: GroupId::default(),
            generation_id_or_member_epoch: -1,
            member_id: StrBytes::new(),
            group_instance_id: None,
            retention_time_ms: -1,
            topics: Vec::new(),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl OffsetCommitRequest {
    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: GroupId) -> Self {
        self.group_id = value;
        self
    }

    /// Sets `generation_id_or_member_epoch`.
    #[must_use]
    pub fn with_generation_id_or_member_epoch(mut self, value: i32) -> Self {
        self.generation_id_or_member_epoch = value;
        self
    }

    /// Sets `member_id`.
    #[must_use]
    pub fn with_member_id(mut self, value: StrBytes) -> Self {
        self.member_id = value;
        self
    }

    /// Sets `group_instance_id`.
    #[must_use]
    pub fn with_group_instance_id(mut self, value: Option<StrBytes>) -> Self {
        self.group_instance_id = value;
        self
    }

    /// Sets `retention_time_ms`.
    #[must_use]
    pub fn with_retention_time_ms(mut self, value: i64) -> Self {
        self.retention_time_ms = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<OffsetCommitRequestTopic>) -> Self {
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

impl OffsetCommitRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 8;
        let group_id = GroupId(wire::get_text(bytes, flexible)?);
        let generation_id_or_member_epoch = wire::get_int32(bytes)?;
        let member_id = wire::get_text(bytes, flexible)?;
        let group_instance_id = if version >= 7 {
            wire::get_nullable_text(bytes, flexible)?
        } else {
            None
        };
        let retention_time_ms = if version <= 4 {
            wire::get_int64(bytes)?
        } else {
            -1
        };
        let topics = wire::get_array(bytes, flexible, 3, |bytes| {
            OffsetCommitRequestTopic::read(bytes, version)
        })?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            group_id,
            generation_id_or_member_epoch,
            member_id,
            group_instance_id,
            retention_time_ms,
            topics,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 8;
        wire::put_text(buffer, flexible, &self.group_id)?;
        wire::put_int32(buffer, self.generation_id_or_member_epoch)?;
        wire::put_text(buffer, flexible, &self.member_id)?;
        if version >= 7 {
            wire::put_nullable_text(buffer, flexible, self.group_instance_id.as_deref())?;
        } else if self.group_instance_id.is_some() {
            return Err(WireError::FieldNotInVersion {
                field: "GroupInstanceId",
                version,
            });
        }
        if version <= 4 {
            wire::put_int64(buffer, self.retention_time_ms)?;
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
pub struct OffsetCommitRequestTopic {
    /// `Name`: string, versions 2-9.
    pub name: TopicName,
    /// `TopicId`: uuid, versions 10.
    pub topic_id: Uuid,
    /// `Partitions`: array of OffsetCommitRequestPartition.
    pub partitions: Vec<OffsetCommitRequestPartition>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetCommitRequestTopic {
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
    pub fn with_partitions(mut self, value: Vec<OffsetCommitRequestPartition>) -> Self {
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

impl OffsetCommitRequestTopic {
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
        let partitions = wire::get_array(bytes, flexible, 14, |bytes| {
            OffsetCommitRequestPartition::read(bytes, version)
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
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitRequestPartition {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `CommittedOffset`: int64.
    pub committed_offset: i64,
    /// `CommittedLeaderEpoch`: int32, versions 6-10, default -1.
    pub committed_leader_epoch: i32,
    /// `CommittedMetadata`: string or null.
    pub committed_metadata: Option<StrBytes>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for OffsetCommitRequestPartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            committed_metadata: Some(StrBytes::new()),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl OffsetCommitRequestPartition {
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

    /// Sets `committed_metadata`.
    #[must_use]
    pub fn with_committed_metadata(mut self, value: Option<StrBytes>) -> Self {
        self.committed_metadata = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl OffsetCommitRequestPartition {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 8;
        let partition_index = wire::get_int32(bytes)?;
        let committed_offset = wire::get_int64(bytes)?;
        let committed_leader_epoch = if version >= 6 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let committed_metadata = wire::get_nullable_text(bytes, flexible)?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            partition_index,
            committed_offset,
            committed_leader_epoch,
            committed_metadata,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 8;
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_int64(buffer, self.committed_offset)?;
        if version >= 6 {
            wire::put_int32(buffer, self.committed_leader_epoch)?;
        }
        wire::put_nullable_text(buffer, flexible, self.committed_metadata.as_deref())?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

impl Message for OffsetCommitRequest {
    const VERSIONS: VersionRange = VersionRange { min: 2, max: 10 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for OffsetCommitRequest {
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

impl Decodable for OffsetCommitRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for OffsetCommitRequest {
    fn header_version(version: i16) -> i16 {
        if version >= 8 { 2 } else { 1 }
    }
}

impl Request for OffsetCommitRequest {
    const KEY: i16 = 8;
    type Response = crate::messages::OffsetCommitResponse;
}
