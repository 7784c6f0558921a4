//! `OffsetFetchRequest`, versions 1-10, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/offset_fetch.schema`. Change that file and run
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

/// `OffsetFetchRequest`, versions 1-10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchRequest {
    /// `GroupId`: string, versions 1-7.
    pub group_id: GroupId,
    /// `Topics`: array of OffsetFetchRequestTopic or null, versions 1-7.
    pub topics: Option<Vec<OffsetFetchRequestTopic>>,
    /// `Groups`: array of OffsetFetchRequestGroup, versions 8-10.
    pub groups: Vec<OffsetFetchRequestGroup>,
    /// `RequireStable`: bool, versions 7-10.
    pub require_stable: bool,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for OffsetFetchRequest {
    fn default() -> Self {
        Self {
            group_id: GroupId::default(),
            topics: Some(Vec::new()),
            groups: Vec::new(),
            require_stable: false,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl OffsetFetchRequest {
    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: GroupId) -> Self {
        self.group_id = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Option<Vec<OffsetFetchRequestTopic>>) -> Self {
        self.topics = value;
        self
    }

    /// Sets `groups`.
    #[must_use]
    pub fn with_groups(mut self, value: Vec<OffsetFetchRequestGroup>) -> Self {
        self.groups = value;
        self
    }

    /// Sets `require_stable`.
    #[must_use]
    pub fn with_require_stable(mut self, value: bool) -> Self {
        self.require_stable = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl OffsetFetchRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let group_id = if version <= 7 {
            GroupId(wire::get_text(bytes, flexible)?)
        } else {
            GroupId::default()
        };
        let topics = if version <= 7 {
            if version >= 2 {
                wire::get_nullable_array(bytes, flexible, 3, |bytes| {
                    OffsetFetchRequestTopic::read(bytes, version)
                })?
            } else {
                Some(wire::get_array(bytes, flexible, 3, |bytes| {
                    OffsetFetchRequestTopic::read(bytes, version)
                })?)
            }
        } else {
            Some(Vec::new())
        };
        let groups = if version >= 8 {
            wire::get_array(bytes, flexible, 3, |bytes| {
                OffsetFetchRequestGroup::read(bytes, version)
            })?
        } else {
            Vec::new()
        };
        let require_stable = if version >= 7 {
            wire::get_bool(bytes)?
        } else {
            false
        };
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            group_id,
            topics,
            groups,
            require_stable,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        if version <= 7 {
            wire::put_text(buffer, flexible, &self.group_id)?;
        } else if !self.group_id.is_empty() {
            return Err(WireError::FieldNotInVersion {
                field: "GroupId",
                version,
            });
        }
        if version <= 7 {
            if version >= 2 {
                wire::put_nullable_array(
                    buffer,
                    flexible,
                    self.topics.as_deref(),
                    |buffer, item| item.write(buffer, version),
                )?;
            } else {
                let value = wire::required(self.topics.as_ref())?;
                wire::put_array(buffer, flexible, value, |buffer, item| {
                    item.write(buffer, version)
                })?;
            }
        } else if self.topics.as_ref().is_none_or(|value| !value.is_empty()) {
            return Err(WireError::FieldNotInVersion {
                field: "Topics",
                version,
            });
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
        if version >= 7 {
            wire::put_bool(buffer, self.require_stable)?;
        } else if self.require_stable {
            return Err(WireError::FieldNotInVersion {
                field: "RequireStable",
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
pub struct OffsetFetchRequestTopic {
    /// `Name`: string.
    pub name: TopicName,
    /// `PartitionIndexes`: array of int32.
    pub partition_indexes: Vec<i32>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetFetchRequestTopic {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `partition_indexes`.
    #[must_use]
    pub fn with_partition_indexes(mut self, value: Vec<i32>) -> Self {
        self.partition_indexes = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl OffsetFetchRequestTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let name = TopicName(wire::get_text(bytes, flexible)?);
        let partition_indexes = wire::get_array(bytes, flexible, 4, wire::get_int32)?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            name,
            partition_indexes,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        wire::put_text(buffer, flexible, &self.name)?;
        wire::put_array(buffer, flexible, &self.partition_indexes, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `OffsetFetch`, versions 8-10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchRequestGroup {
    /// `GroupId`: string.
    pub group_id: GroupId,
    /// `MemberId`: string or null, versions 9-10, default null.
    pub member_id: Option<StrBytes>,
    /// `MemberEpoch`: int32, versions 9-10, default -1.
    pub member_epoch: i32,
    /// `Topics`: array of OffsetFetchRequestTopics or null.
    pub topics: Option<Vec<OffsetFetchRequestTopics>>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for OffsetFetchRequestGroup {
    fn default() -> Self {
        Self {
            group_id: GroupId::default(),
            member_id: None,
            member_epoch: -1,
            topics: Some(Vec::new()),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl OffsetFetchRequestGroup {
    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: GroupId) -> Self {
        self.group_id = value;
        self
    }

    /// Sets `member_id`.
    #[must_use]
    pub fn with_member_id(mut self, value: Option<StrBytes>) -> Self {
        self.member_id = value;
        self
    }

    /// Sets `member_epoch`.
    #[must_use]
    pub fn with_member_epoch(mut self, value: i32) -> Self {
        self.member_epoch = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Option<Vec<OffsetFetchRequestTopics>>) -> Self {
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

impl OffsetFetchRequestGroup {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let group_id = GroupId(wire::get_text(bytes, true)?);
        let member_id = if version >= 9 {
            wire::get_nullable_text(bytes, true)?
        } else {
            None
        };
        let member_epoch = if version >= 9 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let topics = wire::get_nullable_array(bytes, true, 3, |bytes| {
            OffsetFetchRequestTopics::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            group_id,
            member_id,
            member_epoch,
            topics,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.group_id)?;
        if version >= 9 {
            wire::put_nullable_text(buffer, true, self.member_id.as_deref())?;
        }
        if version >= 9 {
            wire::put_int32(buffer, self.member_epoch)?;
        }
        wire::put_nullable_array(buffer, true, self.topics.as_deref(), |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `OffsetFetch`, versions 8-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchRequestTopics {
    /// `Name`: string, versions 8-9.
    pub name: TopicName,
    /// `TopicId`: uuid, versions 10.
    pub topic_id: Uuid,
    /// `PartitionIndexes`: array of int32.
    pub partition_indexes: Vec<i32>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl OffsetFetchRequestTopics {
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

    /// Sets `partition_indexes`.
    #[must_use]
    pub fn with_partition_indexes(mut self, value: Vec<i32>) -> Self {
        self.partition_indexes = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl OffsetFetchRequestTopics {
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
        let partition_indexes = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            topic_id,
            partition_indexes,
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
        wire::put_array(buffer, true, &self.partition_indexes, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for OffsetFetchRequest {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 10 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for OffsetFetchRequest {
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

impl Decodable for OffsetFetchRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for OffsetFetchRequest {
    fn header_version(version: i16) -> i16 {
        if version >= 6 { 2 } else { 1 }
    }
}

impl Request for OffsetFetchRequest {
    const KEY: i16 = 9;
    type Response = crate::messages::OffsetFetchResponse;
}
