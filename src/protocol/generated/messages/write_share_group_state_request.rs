//! `WriteShareGroupStateRequest`, versions 0-1, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/write_share_group_state.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{
    Decodable, Encodable, HeaderVersion, Message, Request, StrBytes, VersionRange,
};
use crate::wire::{self, WireError};

/// `WriteShareGroupStateRequest`, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteShareGroupStateRequest {
    /// `GroupId`: string.
    pub group_id: StrBytes,
    /// `Topics`: array of WriteStateData.
    pub topics: Vec<WriteStateData>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl WriteShareGroupStateRequest {
    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: StrBytes) -> Self {
        self.group_id = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<WriteStateData>) -> Self {
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

impl WriteShareGroupStateRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_text(bytes, true)?;
        let topics = wire::get_array(bytes, true, 18, |bytes| {
            WriteStateData::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            group_id,
            topics,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.group_id)?;
        wire::put_array(buffer, true, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `WriteShareGroupState`, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteStateData {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Partitions`: array of PartitionData.
    pub partitions: Vec<PartitionData>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl WriteStateData {
    /// Sets `topic_id`.
    #[must_use]
    pub fn with_topic_id(mut self, value: Uuid) -> Self {
        self.topic_id = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<PartitionData>) -> Self {
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

impl WriteStateData {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        let partitions =
            wire::get_array(bytes, true, 22, |bytes| PartitionData::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            topic_id,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.topic_id)?;
        wire::put_array(buffer, true, &self.partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `WriteShareGroupState`, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionData {
    /// `Partition`: int32.
    pub partition: i32,
    /// `StateEpoch`: int32.
    pub state_epoch: i32,
    /// `LeaderEpoch`: int32.
    pub leader_epoch: i32,
    /// `StartOffset`: int64.
    pub start_offset: i64,
    /// `DeliveryCompleteCount`: int32, versions 1, default -1.
    pub delivery_complete_count: i32,
    /// `StateBatches`: array of StateBatch.
    pub state_batches: Vec<StateBatch>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for PartitionData {
    fn default() -> Self {
        Self {
            partition: 0,
            state_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
            state_batches: Vec::new(),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl PartitionData {
    /// Sets `partition`.
    #[must_use]
    pub fn with_partition(mut self, value: i32) -> Self {
        self.partition = value;
        self
    }

    /// Sets `state_epoch`.
    #[must_use]
    pub fn with_state_epoch(mut self, value: i32) -> Self {
        self.state_epoch = value;
        self
    }

    /// Sets `leader_epoch`.
    #[must_use]
    pub fn with_leader_epoch(mut self, value: i32) -> Self {
        self.leader_epoch = value;
        self
    }

    /// Sets `start_offset`.
    #[must_use]
    pub fn with_start_offset(mut self, value: i64) -> Self {
        self.start_offset = value;
        self
    }

    /// Sets `delivery_complete_count`.
    #[must_use]
    pub fn with_delivery_complete_count(mut self, value: i32) -> Self {
        self.delivery_complete_count = value;
        self
    }

    /// Sets `state_batches`.
    #[must_use]
    pub fn with_state_batches(mut self, value: Vec<StateBatch>) -> Self {
        self.state_batches = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl PartitionData {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let partition = wire::get_int32(bytes)?;
        let state_epoch = wire::get_int32(bytes)?;
        let leader_epoch = wire::get_int32(bytes)?;
        let start_offset = wire::get_int64(bytes)?;
        let delivery_complete_count = if version >= 1 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let state_batches =
            wire::get_array(bytes, true, 20, |bytes| StateBatch::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            partition,
            state_epoch,
            leader_epoch,
            start_offset,
            delivery_complete_count,
            state_batches,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition)?;
        wire::put_int32(buffer, self.state_epoch)?;
        wire::put_int32(buffer, self.leader_epoch)?;
        wire::put_int64(buffer, self.start_offset)?;
        if version >= 1 {
            wire::put_int32(buffer, self.delivery_complete_count)?;
        }
        wire::put_array(buffer, true, &self.state_batches, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `WriteShareGroupState`, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StateBatch {
    /// `FirstOffset`: int64.
    pub first_offset: i64,
    /// `LastOffset`: int64.
    pub last_offset: i64,
    /// `DeliveryState`: int8.
    pub delivery_state: i8,
    /// `DeliveryCount`: int16.
    pub delivery_count: i16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl StateBatch {
    /// Sets `first_offset`.
    #[must_use]
    pub fn with_first_offset(mut self, value: i64) -> Self {
        self.first_offset = value;
        self
    }

    /// Sets `last_offset`.
    #[must_use]
    pub fn with_last_offset(mut self, value: i64) -> Self {
        self.last_offset = value;
        self
    }

    /// Sets `delivery_state`.
    #[must_use]
    pub fn with_delivery_state(mut self, value: i8) -> Self {
        self.delivery_state = value;
        self
    }

    /// Sets `delivery_count`.
    #[must_use]
    pub fn with_delivery_count(mut self, value: i16) -> Self {
        self.delivery_count = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl StateBatch {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let first_offset = wire::get_int64(bytes)?;
        let last_offset = wire::get_int64(bytes)?;
        let delivery_state = wire::get_int8(bytes)?;
        let delivery_count = wire::get_int16(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            first_offset,
            last_offset,
            delivery_state,
            delivery_count,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int64(buffer, self.first_offset)?;
        wire::put_int64(buffer, self.last_offset)?;
        wire::put_int8(buffer, self.delivery_state)?;
        wire::put_int16(buffer, self.delivery_count)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for WriteShareGroupStateRequest {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 1 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for WriteShareGroupStateRequest {
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

impl Decodable for WriteShareGroupStateRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for WriteShareGroupStateRequest {
    fn header_version(_version: i16) -> i16 {
        2
    }
}

impl Request for WriteShareGroupStateRequest {
    const KEY: i16 = 85;
    type Response = crate::messages::WriteShareGroupStateResponse;
}
