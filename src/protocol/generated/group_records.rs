//! The records of the group coordinator's log.
//!
//! Generated from `schema/group_records.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use bytes::BufMut;
use kafka_protocol::protocol::buf::ByteBuf;
use uuid::Uuid;

use crate::wire::{self, WireError};

/// Any record of the log: its key, and its value unless the record is a tombstone.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupRecord {
    /// Record type 1.
    OffsetCommit(OffsetCommitKey, Option<OffsetCommitValue>),
    /// Record type 2.
    GroupMetadata(GroupMetadataKey, Option<GroupMetadataValue>),
    /// Record type 3.
    ConsumerGroupMetadata(ConsumerGroupMetadataKey, Option<ConsumerGroupMetadataValue>),
    /// Record type 4.
    ConsumerGroupPartitionMetadata(
        ConsumerGroupPartitionMetadataKey,
        Option<ConsumerGroupPartitionMetadataValue>,
    ),
    /// Record type 5.
    ConsumerGroupMemberMetadata(
        ConsumerGroupMemberMetadataKey,
        Option<ConsumerGroupMemberMetadataValue>,
    ),
    /// Record type 6.
    ConsumerGroupTargetAssignmentMetadata(
        ConsumerGroupTargetAssignmentMetadataKey,
        Option<ConsumerGroupTargetAssignmentMetadataValue>,
    ),
    /// Record type 7.
    ConsumerGroupTargetAssignmentMember(
        ConsumerGroupTargetAssignmentMemberKey,
        Option<ConsumerGroupTargetAssignmentMemberValue>,
    ),
    /// Record type 8.
    ConsumerGroupCurrentMemberAssignment(
        ConsumerGroupCurrentMemberAssignmentKey,
        Option<ConsumerGroupCurrentMemberAssignmentValue>,
    ),
    /// Record type 16.
    ConsumerGroupRegularExpression(
        ConsumerGroupRegularExpressionKey,
        Option<ConsumerGroupRegularExpressionValue>,
    ),
}

impl GroupRecord {
    /// The number that stands for the record's type in the log.
    #[must_use]
    pub const fn id(&self) -> i16 {
        match self {
            Self::OffsetCommit(..) => 1,
            Self::GroupMetadata(..) => 2,
            Self::ConsumerGroupMetadata(..) => 3,
            Self::ConsumerGroupPartitionMetadata(..) => 4,
            Self::ConsumerGroupMemberMetadata(..) => 5,
            Self::ConsumerGroupTargetAssignmentMetadata(..) => 6,
            Self::ConsumerGroupTargetAssignmentMember(..) => 7,
            Self::ConsumerGroupCurrentMemberAssignment(..) => 8,
            Self::ConsumerGroupRegularExpression(..) => 16,
        }
    }

    /// Kafka's name for the record's type.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OffsetCommit(..) => "OffsetCommit",
            Self::GroupMetadata(..) => "GroupMetadata",
            Self::ConsumerGroupMetadata(..) => "ConsumerGroupMetadata",
            Self::ConsumerGroupPartitionMetadata(..) => "ConsumerGroupPartitionMetadata",
            Self::ConsumerGroupMemberMetadata(..) => "ConsumerGroupMemberMetadata",
            Self::ConsumerGroupTargetAssignmentMetadata(..) => {
                "ConsumerGroupTargetAssignmentMetadata"
            }
            Self::ConsumerGroupTargetAssignmentMember(..) => "ConsumerGroupTargetAssignmentMember",
            Self::ConsumerGroupCurrentMemberAssignment(..) => {
                "ConsumerGroupCurrentMemberAssignment"
            }
            Self::ConsumerGroupRegularExpression(..) => "ConsumerGroupRegularExpression",
        }
    }

    /// The oldest and the newest version of the value of a record type.
    #[must_use]
    pub const fn versions(id: i16) -> Option<(i16, i16)> {
        match id {
            1 => Some((0, 4)),
            2 => Some((0, 4)),
            3 => Some((0, 0)),
            4 => Some((0, 0)),
            5 => Some((0, 0)),
            6 => Some((0, 0)),
            7 => Some((0, 0)),
            8 => Some((0, 0)),
            16 => Some((0, 0)),
            _ => None,
        }
    }

    pub(crate) fn read<B: ByteBuf>(
        id: i16,
        key: &mut B,
        value: Option<(i16, &mut B)>,
    ) -> Result<Self, WireError> {
        Ok(match id {
            1 => Self::OffsetCommit(
                OffsetCommitKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => Some(OffsetCommitValue::read(bytes, version)?),
                    None => None,
                },
            ),
            2 => Self::GroupMetadata(
                GroupMetadataKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => Some(GroupMetadataValue::read(bytes, version)?),
                    None => None,
                },
            ),
            3 => Self::ConsumerGroupMetadata(
                ConsumerGroupMetadataKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => {
                        Some(ConsumerGroupMetadataValue::read(bytes, version)?)
                    }
                    None => None,
                },
            ),
            4 => Self::ConsumerGroupPartitionMetadata(
                ConsumerGroupPartitionMetadataKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => {
                        Some(ConsumerGroupPartitionMetadataValue::read(bytes, version)?)
                    }
                    None => None,
                },
            ),
            5 => Self::ConsumerGroupMemberMetadata(
                ConsumerGroupMemberMetadataKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => {
                        Some(ConsumerGroupMemberMetadataValue::read(bytes, version)?)
                    }
                    None => None,
                },
            ),
            6 => Self::ConsumerGroupTargetAssignmentMetadata(
                ConsumerGroupTargetAssignmentMetadataKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => Some(
                        ConsumerGroupTargetAssignmentMetadataValue::read(bytes, version)?,
                    ),
                    None => None,
                },
            ),
            7 => Self::ConsumerGroupTargetAssignmentMember(
                ConsumerGroupTargetAssignmentMemberKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => Some(ConsumerGroupTargetAssignmentMemberValue::read(
                        bytes, version,
                    )?),
                    None => None,
                },
            ),
            8 => Self::ConsumerGroupCurrentMemberAssignment(
                ConsumerGroupCurrentMemberAssignmentKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => Some(
                        ConsumerGroupCurrentMemberAssignmentValue::read(bytes, version)?,
                    ),
                    None => None,
                },
            ),
            16 => Self::ConsumerGroupRegularExpression(
                ConsumerGroupRegularExpressionKey::read(key, 0)?,
                match value {
                    Some((version, bytes)) => {
                        Some(ConsumerGroupRegularExpressionValue::read(bytes, version)?)
                    }
                    None => None,
                },
            ),
            _ => return Err(WireError::UnsupportedVersion(id)),
        })
    }

    pub(crate) fn write_key<B: BufMut>(&self, buffer: &mut B) -> Result<(), WireError> {
        match self {
            Self::OffsetCommit(key, _) => key.write(buffer, 0),
            Self::GroupMetadata(key, _) => key.write(buffer, 0),
            Self::ConsumerGroupMetadata(key, _) => key.write(buffer, 0),
            Self::ConsumerGroupPartitionMetadata(key, _) => key.write(buffer, 0),
            Self::ConsumerGroupMemberMetadata(key, _) => key.write(buffer, 0),
            Self::ConsumerGroupTargetAssignmentMetadata(key, _) => key.write(buffer, 0),
            Self::ConsumerGroupTargetAssignmentMember(key, _) => key.write(buffer, 0),
            Self::ConsumerGroupCurrentMemberAssignment(key, _) => key.write(buffer, 0),
            Self::ConsumerGroupRegularExpression(key, _) => key.write(buffer, 0),
        }
    }

    /// Writes the value and says whether there is one.
    pub(crate) fn write_value<B: BufMut>(
        &self,
        buffer: &mut B,
        version: i16,
    ) -> Result<bool, WireError> {
        match self {
            Self::OffsetCommit(_, Some(value)) => value.write(buffer, version).map(|()| true),
            Self::GroupMetadata(_, Some(value)) => value.write(buffer, version).map(|()| true),
            Self::ConsumerGroupMetadata(_, Some(value)) => {
                value.write(buffer, version).map(|()| true)
            }
            Self::ConsumerGroupPartitionMetadata(_, Some(value)) => {
                value.write(buffer, version).map(|()| true)
            }
            Self::ConsumerGroupMemberMetadata(_, Some(value)) => {
                value.write(buffer, version).map(|()| true)
            }
            Self::ConsumerGroupTargetAssignmentMetadata(_, Some(value)) => {
                value.write(buffer, version).map(|()| true)
            }
            Self::ConsumerGroupTargetAssignmentMember(_, Some(value)) => {
                value.write(buffer, version).map(|()| true)
            }
            Self::ConsumerGroupCurrentMemberAssignment(_, Some(value)) => {
                value.write(buffer, version).map(|()| true)
            }
            Self::ConsumerGroupRegularExpression(_, Some(value)) => {
                value.write(buffer, version).map(|()| true)
            }
            Self::OffsetCommit(_, None)
            | Self::GroupMetadata(_, None)
            | Self::ConsumerGroupMetadata(_, None)
            | Self::ConsumerGroupPartitionMetadata(_, None)
            | Self::ConsumerGroupMemberMetadata(_, None)
            | Self::ConsumerGroupTargetAssignmentMetadata(_, None)
            | Self::ConsumerGroupTargetAssignmentMember(_, None)
            | Self::ConsumerGroupCurrentMemberAssignment(_, None)
            | Self::ConsumerGroupRegularExpression(_, None) => Ok(false),
        }
    }
}

/// `OffsetCommitKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitKey {
    /// `Group`: string.
    pub group: String,
    /// `Topic`: string.
    pub topic: String,
    /// `Partition`: int32.
    pub partition: i32,
}

impl OffsetCommitKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group = wire::get_string(bytes, false)?;
        let topic = wire::get_string(bytes, false)?;
        let partition = wire::get_int32(bytes)?;
        Ok(Self {
            group,
            topic,
            partition,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group)?;
        wire::put_text(buffer, false, &self.topic)?;
        wire::put_int32(buffer, self.partition)?;
        Ok(())
    }
}

/// `OffsetCommitValue`, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitValue {
    /// `Offset`: int64.
    pub offset: i64,
    /// `LeaderEpoch`: int32, versions 3-4, default -1.
    pub leader_epoch: i32,
    /// `Metadata`: string.
    pub metadata: String,
    /// `CommitTimestamp`: int64.
    pub commit_timestamp: i64,
    /// `ExpireTimestamp`: int64, versions 1, default -1.
    pub expire_timestamp: i64,
    /// `TopicId`: uuid, versions 4, tag 0.
    pub topic_id: Uuid,
}

impl Default for OffsetCommitValue {
    fn default() -> Self {
        Self {
            offset: 0,
            leader_epoch: -1,
            metadata: String::new(),
            commit_timestamp: 0,
            expire_timestamp: -1,
            topic_id: Uuid::nil(),
        }
    }
}

impl OffsetCommitValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 4;
        let offset = wire::get_int64(bytes)?;
        let leader_epoch = if version >= 3 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let metadata = wire::get_string(bytes, flexible)?;
        let commit_timestamp = wire::get_int64(bytes)?;
        let expire_timestamp = if version == 1 {
            wire::get_int64(bytes)?
        } else {
            -1
        };
        let mut topic_id = Uuid::nil();
        if flexible {
            wire::get_tagged_fields(bytes, |tag, bytes| {
                match tag {
                    0 if version >= 4 => topic_id = wire::get_uuid(bytes)?,
                    _ => return Ok(false),
                }
                Ok(true)
            })?;
        }
        Ok(Self {
            offset,
            leader_epoch,
            metadata,
            commit_timestamp,
            expire_timestamp,
            topic_id,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 4;
        wire::put_int64(buffer, self.offset)?;
        if version >= 3 {
            wire::put_int32(buffer, self.leader_epoch)?;
        }
        wire::put_text(buffer, flexible, &self.metadata)?;
        wire::put_int64(buffer, self.commit_timestamp)?;
        if version == 1 {
            wire::put_int64(buffer, self.expire_timestamp)?;
        }
        if flexible {
            let mut tags = wire::TaggedFields::default();
            if !self.topic_id.is_nil() {
                tags.add(0, |buffer| {
                    wire::put_uuid(buffer, self.topic_id)?;
                    Ok(())
                })?;
            }
            tags.write(buffer)?;
        }
        Ok(())
    }
}

/// `GroupMetadataKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupMetadataKey {
    /// `Group`: string.
    pub group: String,
}

impl GroupMetadataKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group = wire::get_string(bytes, false)?;
        Ok(Self { group })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group)?;
        Ok(())
    }
}

/// `GroupMetadataValue`, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupMetadataValue {
    /// `ProtocolType`: string.
    pub protocol_type: String,
    /// `Generation`: int32.
    pub generation: i32,
    /// `Protocol`: string or null, default null.
    pub protocol: Option<String>,
    /// `Leader`: string or null, default null.
    pub leader: Option<String>,
    /// `CurrentStateTimestamp`: int64, versions 2-4, default -1.
    pub current_state_timestamp: i64,
    /// `Members`: array of MemberMetadata.
    pub members: Vec<MemberMetadata>,
}

impl Default for GroupMetadataValue {
    fn default() -> Self {
        Self {
            protocol_type: String::new(),
            generation: 0,
            protocol: None,
            leader: None,
            current_state_timestamp: -1,
            members: Vec::new(),
        }
    }
}

impl GroupMetadataValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 4;
        let protocol_type = wire::get_string(bytes, flexible)?;
        let generation = wire::get_int32(bytes)?;
        let protocol = wire::get_nullable_string(bytes, flexible)?;
        let leader = wire::get_nullable_string(bytes, flexible)?;
        let current_state_timestamp = if version >= 2 {
            wire::get_int64(bytes)?
        } else {
            -1
        };
        let members = wire::get_array(bytes, flexible, 15, |bytes| {
            MemberMetadata::read(bytes, version)
        })?;
        if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        }
        Ok(Self {
            protocol_type,
            generation,
            protocol,
            leader,
            current_state_timestamp,
            members,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 4;
        wire::put_text(buffer, flexible, &self.protocol_type)?;
        wire::put_int32(buffer, self.generation)?;
        wire::put_nullable_text(buffer, flexible, self.protocol.as_deref())?;
        wire::put_nullable_text(buffer, flexible, self.leader.as_deref())?;
        if version >= 2 {
            wire::put_int64(buffer, self.current_state_timestamp)?;
        }
        wire::put_array(buffer, flexible, &self.members, |buffer, item| {
            item.write(buffer, version)
        })?;
        if flexible {
            wire::TaggedFields::default().write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `GroupMetadata`, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberMetadata {
    /// `MemberId`: string.
    pub member_id: String,
    /// `GroupInstanceId`: string or null, versions 3-4, default null.
    pub group_instance_id: Option<String>,
    /// `ClientId`: string.
    pub client_id: String,
    /// `ClientHost`: string.
    pub client_host: String,
    /// `RebalanceTimeout`: int32, versions 1-4, default -1.
    pub rebalance_timeout: i32,
    /// `SessionTimeout`: int32.
    pub session_timeout: i32,
    /// `Subscription`: bytes.
    pub subscription: Vec<u8>,
    /// `Assignment`: bytes.
    pub assignment: Vec<u8>,
}

impl Default for MemberMetadata {
    fn default() -> Self {
        Self {
            member_id: String::new(),
            group_instance_id: None,
            client_id: String::new(),
            client_host: String::new(),
            rebalance_timeout: -1,
            session_timeout: 0,
            subscription: Vec::new(),
            assignment: Vec::new(),
        }
    }
}

impl MemberMetadata {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 4;
        let member_id = wire::get_string(bytes, flexible)?;
        let group_instance_id = if version >= 3 {
            wire::get_nullable_string(bytes, flexible)?
        } else {
            None
        };
        let client_id = wire::get_string(bytes, flexible)?;
        let client_host = wire::get_string(bytes, flexible)?;
        let rebalance_timeout = if version >= 1 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let session_timeout = wire::get_int32(bytes)?;
        let subscription = wire::get_byte_vec(bytes, flexible)?;
        let assignment = wire::get_byte_vec(bytes, flexible)?;
        if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        }
        Ok(Self {
            member_id,
            group_instance_id,
            client_id,
            client_host,
            rebalance_timeout,
            session_timeout,
            subscription,
            assignment,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 4;
        wire::put_text(buffer, flexible, &self.member_id)?;
        if version >= 3 {
            wire::put_nullable_text(buffer, flexible, self.group_instance_id.as_deref())?;
        }
        wire::put_text(buffer, flexible, &self.client_id)?;
        wire::put_text(buffer, flexible, &self.client_host)?;
        if version >= 1 {
            wire::put_int32(buffer, self.rebalance_timeout)?;
        }
        wire::put_int32(buffer, self.session_timeout)?;
        wire::put_bytes(buffer, flexible, &self.subscription)?;
        wire::put_bytes(buffer, flexible, &self.assignment)?;
        if flexible {
            wire::TaggedFields::default().write(buffer)?;
        }
        Ok(())
    }
}

/// `ConsumerGroupMetadataKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupMetadataKey {
    /// `GroupId`: string.
    pub group_id: String,
}

impl ConsumerGroupMetadataKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_string(bytes, false)?;
        Ok(Self { group_id })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group_id)?;
        Ok(())
    }
}

/// `ConsumerGroupMetadataValue`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupMetadataValue {
    /// `Epoch`: int32.
    pub epoch: i32,
    /// `MetadataHash`: int64, tag 0.
    pub metadata_hash: i64,
}

impl ConsumerGroupMetadataValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let epoch = wire::get_int32(bytes)?;
        let mut metadata_hash = 0;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => metadata_hash = wire::get_int64(bytes)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            epoch,
            metadata_hash,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.epoch)?;
        let mut tags = wire::TaggedFields::default();
        if self.metadata_hash != 0 {
            tags.add(0, |buffer| {
                wire::put_int64(buffer, self.metadata_hash)?;
                Ok(())
            })?;
        }
        tags.write(buffer)?;
        Ok(())
    }
}

/// `ConsumerGroupPartitionMetadataKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupPartitionMetadataKey {
    /// `GroupId`: string.
    pub group_id: String,
}

impl ConsumerGroupPartitionMetadataKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_string(bytes, false)?;
        Ok(Self { group_id })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group_id)?;
        Ok(())
    }
}

/// `ConsumerGroupPartitionMetadataValue`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupPartitionMetadataValue {
    /// `Topics`: array of TopicMetadata.
    pub topics: Vec<TopicMetadata>,
}

impl ConsumerGroupPartitionMetadataValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let topics = wire::get_array(bytes, true, 23, |bytes| TopicMetadata::read(bytes, version))?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { topics })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `ConsumerGroupPartitionMetadata`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicMetadata {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `TopicName`: string.
    pub topic_name: String,
    /// `NumPartitions`: int32.
    pub num_partitions: i32,
    /// `PartitionMetadata`: array of PartitionMetadata.
    pub partition_metadata: Vec<PartitionMetadata>,
}

impl TopicMetadata {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        let topic_name = wire::get_string(bytes, true)?;
        let num_partitions = wire::get_int32(bytes)?;
        let partition_metadata = wire::get_array(bytes, true, 6, |bytes| {
            PartitionMetadata::read(bytes, version)
        })?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            topic_id,
            topic_name,
            num_partitions,
            partition_metadata,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.topic_id)?;
        wire::put_text(buffer, true, &self.topic_name)?;
        wire::put_int32(buffer, self.num_partitions)?;
        wire::put_array(buffer, true, &self.partition_metadata, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `ConsumerGroupPartitionMetadata`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionMetadata {
    /// `Partition`: int32.
    pub partition: i32,
    /// `Racks`: array of string.
    pub racks: Vec<String>,
}

impl PartitionMetadata {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let partition = wire::get_int32(bytes)?;
        let racks = wire::get_array(bytes, true, 1, |bytes| wire::get_string(bytes, true))?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { partition, racks })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition)?;
        wire::put_array(buffer, true, &self.racks, |buffer, item| {
            wire::put_text(buffer, true, item)
        })?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `ConsumerGroupMemberMetadataKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupMemberMetadataKey {
    /// `GroupId`: string.
    pub group_id: String,
    /// `MemberId`: string.
    pub member_id: String,
}

impl ConsumerGroupMemberMetadataKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_string(bytes, false)?;
        let member_id = wire::get_string(bytes, false)?;
        Ok(Self {
            group_id,
            member_id,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group_id)?;
        wire::put_text(buffer, false, &self.member_id)?;
        Ok(())
    }
}

/// `ConsumerGroupMemberMetadataValue`, version 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerGroupMemberMetadataValue {
    /// `InstanceId`: string or null, default null.
    pub instance_id: Option<String>,
    /// `RackId`: string or null, default null.
    pub rack_id: Option<String>,
    /// `ClientId`: string.
    pub client_id: String,
    /// `ClientHost`: string.
    pub client_host: String,
    /// `SubscribedTopicNames`: array of string.
    pub subscribed_topic_names: Vec<String>,
    /// `SubscribedTopicRegex`: string or null, default null.
    pub subscribed_topic_regex: Option<String>,
    /// `RebalanceTimeoutMs`: int32, default -1.
    pub rebalance_timeout_ms: i32,
    /// `ServerAssignor`: string or null, default null.
    pub server_assignor: Option<String>,
    /// `ClassicMemberMetadata`: ClassicMemberMetadata or null, tag 0, default null.
    pub classic_member_metadata: Option<ClassicMemberMetadata>,
}

impl Default for ConsumerGroupMemberMetadataValue {
    fn default() -> Self {
        Self {
            instance_id: None,
            rack_id: None,
            client_id: String::new(),
            client_host: String::new(),
            subscribed_topic_names: Vec::new(),
            subscribed_topic_regex: None,
            rebalance_timeout_ms: -1,
            server_assignor: None,
            classic_member_metadata: None,
        }
    }
}

impl ConsumerGroupMemberMetadataValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let instance_id = wire::get_nullable_string(bytes, true)?;
        let rack_id = wire::get_nullable_string(bytes, true)?;
        let client_id = wire::get_string(bytes, true)?;
        let client_host = wire::get_string(bytes, true)?;
        let subscribed_topic_names =
            wire::get_array(bytes, true, 1, |bytes| wire::get_string(bytes, true))?;
        let subscribed_topic_regex = wire::get_nullable_string(bytes, true)?;
        let rebalance_timeout_ms = wire::get_int32(bytes)?;
        let server_assignor = wire::get_nullable_string(bytes, true)?;
        let mut classic_member_metadata = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => {
                    classic_member_metadata = if wire::get_tagged_presence(bytes)? {
                        Some(ClassicMemberMetadata::read(bytes, version)?)
                    } else {
                        None
                    }
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            instance_id,
            rack_id,
            client_id,
            client_host,
            subscribed_topic_names,
            subscribed_topic_regex,
            rebalance_timeout_ms,
            server_assignor,
            classic_member_metadata,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_nullable_text(buffer, true, self.instance_id.as_deref())?;
        wire::put_nullable_text(buffer, true, self.rack_id.as_deref())?;
        wire::put_text(buffer, true, &self.client_id)?;
        wire::put_text(buffer, true, &self.client_host)?;
        wire::put_array(
            buffer,
            true,
            &self.subscribed_topic_names,
            |buffer, item| wire::put_text(buffer, true, item),
        )?;
        wire::put_nullable_text(buffer, true, self.subscribed_topic_regex.as_deref())?;
        wire::put_int32(buffer, self.rebalance_timeout_ms)?;
        wire::put_nullable_text(buffer, true, self.server_assignor.as_deref())?;
        let mut tags = wire::TaggedFields::default();
        tags.add(0, |buffer| {
            wire::put_tagged_presence(buffer, self.classic_member_metadata.is_some())?;
            if let Some(value) = &self.classic_member_metadata {
                value.write(buffer, version)?;
            }
            Ok(())
        })?;
        tags.write(buffer)?;
        Ok(())
    }
}

/// Part of `ConsumerGroupMemberMetadata`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassicMemberMetadata {
    /// `SessionTimeoutMs`: int32.
    pub session_timeout_ms: i32,
    /// `SupportedProtocols`: array of ClassicProtocol.
    pub supported_protocols: Vec<ClassicProtocol>,
}

impl ClassicMemberMetadata {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let session_timeout_ms = wire::get_int32(bytes)?;
        let supported_protocols = wire::get_array(bytes, true, 3, |bytes| {
            ClassicProtocol::read(bytes, version)
        })?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            session_timeout_ms,
            supported_protocols,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.session_timeout_ms)?;
        wire::put_array(buffer, true, &self.supported_protocols, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `ConsumerGroupMemberMetadata`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassicProtocol {
    /// `Name`: string.
    pub name: String,
    /// `Metadata`: bytes.
    pub metadata: Vec<u8>,
}

impl ClassicProtocol {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let metadata = wire::get_byte_vec(bytes, true)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { name, metadata })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_bytes(buffer, true, &self.metadata)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `ConsumerGroupTargetAssignmentMetadataKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupTargetAssignmentMetadataKey {
    /// `GroupId`: string.
    pub group_id: String,
}

impl ConsumerGroupTargetAssignmentMetadataKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_string(bytes, false)?;
        Ok(Self { group_id })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group_id)?;
        Ok(())
    }
}

/// `ConsumerGroupTargetAssignmentMetadataValue`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupTargetAssignmentMetadataValue {
    /// `AssignmentEpoch`: int32.
    pub assignment_epoch: i32,
    /// `AssignmentTimestamp`: int64, tag 0.
    pub assignment_timestamp: i64,
}

impl ConsumerGroupTargetAssignmentMetadataValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let assignment_epoch = wire::get_int32(bytes)?;
        let mut assignment_timestamp = 0;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => assignment_timestamp = wire::get_int64(bytes)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            assignment_epoch,
            assignment_timestamp,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.assignment_epoch)?;
        let mut tags = wire::TaggedFields::default();
        if self.assignment_timestamp != 0 {
            tags.add(0, |buffer| {
                wire::put_int64(buffer, self.assignment_timestamp)?;
                Ok(())
            })?;
        }
        tags.write(buffer)?;
        Ok(())
    }
}

/// `ConsumerGroupTargetAssignmentMemberKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupTargetAssignmentMemberKey {
    /// `GroupId`: string.
    pub group_id: String,
    /// `MemberId`: string.
    pub member_id: String,
}

impl ConsumerGroupTargetAssignmentMemberKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_string(bytes, false)?;
        let member_id = wire::get_string(bytes, false)?;
        Ok(Self {
            group_id,
            member_id,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group_id)?;
        wire::put_text(buffer, false, &self.member_id)?;
        Ok(())
    }
}

/// `ConsumerGroupTargetAssignmentMemberValue`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupTargetAssignmentMemberValue {
    /// `TopicPartitions`: array of TargetTopicPartitions.
    pub topic_partitions: Vec<TargetTopicPartitions>,
}

impl ConsumerGroupTargetAssignmentMemberValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let topic_partitions = wire::get_array(bytes, true, 18, |bytes| {
            TargetTopicPartitions::read(bytes, version)
        })?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { topic_partitions })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.topic_partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `ConsumerGroupTargetAssignmentMember`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TargetTopicPartitions {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Partitions`: array of int32.
    pub partitions: Vec<i32>,
}

impl TargetTopicPartitions {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        let partitions = wire::get_array(bytes, true, 4, wire::get_int32)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            topic_id,
            partitions,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.topic_id)?;
        wire::put_array(buffer, true, &self.partitions, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `ConsumerGroupCurrentMemberAssignmentKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupCurrentMemberAssignmentKey {
    /// `GroupId`: string.
    pub group_id: String,
    /// `MemberId`: string.
    pub member_id: String,
}

impl ConsumerGroupCurrentMemberAssignmentKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_string(bytes, false)?;
        let member_id = wire::get_string(bytes, false)?;
        Ok(Self {
            group_id,
            member_id,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group_id)?;
        wire::put_text(buffer, false, &self.member_id)?;
        Ok(())
    }
}

/// `ConsumerGroupCurrentMemberAssignmentValue`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupCurrentMemberAssignmentValue {
    /// `MemberEpoch`: int32.
    pub member_epoch: i32,
    /// `PreviousMemberEpoch`: int32.
    pub previous_member_epoch: i32,
    /// `State`: int8.
    pub state: i8,
    /// `AssignedPartitions`: array of CurrentTopicPartitions.
    pub assigned_partitions: Vec<CurrentTopicPartitions>,
    /// `PartitionsPendingRevocation`: array of CurrentTopicPartitions.
    pub partitions_pending_revocation: Vec<CurrentTopicPartitions>,
}

impl ConsumerGroupCurrentMemberAssignmentValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let member_epoch = wire::get_int32(bytes)?;
        let previous_member_epoch = wire::get_int32(bytes)?;
        let state = wire::get_int8(bytes)?;
        let assigned_partitions = wire::get_array(bytes, true, 18, |bytes| {
            CurrentTopicPartitions::read(bytes, version)
        })?;
        let partitions_pending_revocation = wire::get_array(bytes, true, 18, |bytes| {
            CurrentTopicPartitions::read(bytes, version)
        })?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            member_epoch,
            previous_member_epoch,
            state,
            assigned_partitions,
            partitions_pending_revocation,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.member_epoch)?;
        wire::put_int32(buffer, self.previous_member_epoch)?;
        wire::put_int8(buffer, self.state)?;
        wire::put_array(buffer, true, &self.assigned_partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(
            buffer,
            true,
            &self.partitions_pending_revocation,
            |buffer, item| item.write(buffer, version),
        )?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `ConsumerGroupCurrentMemberAssignment`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CurrentTopicPartitions {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Partitions`: array of int32.
    pub partitions: Vec<i32>,
    /// `AssignmentEpochs`: array of int32 or null, tag 0, default null.
    pub assignment_epochs: Option<Vec<i32>>,
}

impl CurrentTopicPartitions {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        let partitions = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let mut assignment_epochs = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => assignment_epochs = wire::get_nullable_array(bytes, true, 4, wire::get_int32)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            topic_id,
            partitions,
            assignment_epochs,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.topic_id)?;
        wire::put_array(buffer, true, &self.partitions, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        let mut tags = wire::TaggedFields::default();
        tags.add(0, |buffer| {
            wire::put_nullable_array(
                buffer,
                true,
                self.assignment_epochs.as_deref(),
                |buffer, item| wire::put_int32(buffer, *item),
            )?;
            Ok(())
        })?;
        tags.write(buffer)?;
        Ok(())
    }
}

/// `ConsumerGroupRegularExpressionKey`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupRegularExpressionKey {
    /// `GroupId`: string.
    pub group_id: String,
    /// `RegularExpression`: string.
    pub regular_expression: String,
}

impl ConsumerGroupRegularExpressionKey {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_string(bytes, false)?;
        let regular_expression = wire::get_string(bytes, false)?;
        Ok(Self {
            group_id,
            regular_expression,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, false, &self.group_id)?;
        wire::put_text(buffer, false, &self.regular_expression)?;
        Ok(())
    }
}

/// `ConsumerGroupRegularExpressionValue`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupRegularExpressionValue {
    /// `Topics`: array of string.
    pub topics: Vec<String>,
    /// `ImageVersion`: int64.
    pub image_version: i64,
    /// `Timestamp`: int64.
    pub timestamp: i64,
}

impl ConsumerGroupRegularExpressionValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let topics = wire::get_array(bytes, true, 1, |bytes| wire::get_string(bytes, true))?;
        let image_version = wire::get_int64(bytes)?;
        let timestamp = wire::get_int64(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            topics,
            image_version,
            timestamp,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.topics, |buffer, item| {
            wire::put_text(buffer, true, item)
        })?;
        wire::put_int64(buffer, self.image_version)?;
        wire::put_int64(buffer, self.timestamp)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}
