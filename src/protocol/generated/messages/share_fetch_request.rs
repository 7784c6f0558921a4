//! `ShareFetchRequest`, versions 1-2, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/share_fetch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{
    Decodable, Encodable, GroupId, HeaderVersion, Message, Request, StrBytes, VersionRange,
};
use crate::wire::{self, WireError};

/// `ShareFetchRequest`, versions 1-2.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareFetchRequest {
    /// `GroupId`: string or null, default null.
    pub group_id: Option<GroupId>,
    /// `MemberId`: string or null.
    pub member_id: Option<StrBytes>,
    /// `ShareSessionEpoch`: int32.
    pub share_session_epoch: i32,
    /// `MaxWaitMs`: int32.
    pub max_wait_ms: i32,
    /// `MinBytes`: int32.
    pub min_bytes: i32,
    /// `MaxBytes`: int32, default 0x7fffffff.
    pub max_bytes: i32,
    /// `MaxRecords`: int32.
    pub max_records: i32,
    /// `BatchSize`: int32.
    pub batch_size: i32,
    /// `ShareAcquireMode`: int8, versions 2.
    pub share_acquire_mode: i8,
    /// `IsRenewAck`: bool, versions 2.
    pub is_renew_ack: bool,
    /// `Topics`: array of FetchTopic.
    pub topics: Vec<FetchTopic>,
    /// `ForgottenTopicsData`: array of ForgottenTopic.
    pub forgotten_topics_data: Vec<ForgottenTopic>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for ShareFetchRequest {
    fn default() -> Self {
        Self {
            group_id: None,
            member_id: Some(StrBytes::new()),
            share_session_epoch: 0,
            max_wait_ms: 0,
            min_bytes: 0,
            max_bytes: 0x7fffffff,
            max_records: 0,
            batch_size: 0,
            share_acquire_mode: 0,
            is_renew_ack: false,
            topics: Vec::new(),
            forgotten_topics_data: Vec::new(),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl ShareFetchRequest {
    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: Option<GroupId>) -> Self {
        self.group_id = value;
        self
    }

    /// Sets `member_id`.
    #[must_use]
    pub fn with_member_id(mut self, value: Option<StrBytes>) -> Self {
        self.member_id = value;
        self
    }

    /// Sets `share_session_epoch`.
    #[must_use]
    pub fn with_share_session_epoch(mut self, value: i32) -> Self {
        self.share_session_epoch = value;
        self
    }

    /// Sets `max_wait_ms`.
    #[must_use]
    pub fn with_max_wait_ms(mut self, value: i32) -> Self {
        self.max_wait_ms = value;
        self
    }

    /// Sets `min_bytes`.
    #[must_use]
    pub fn with_min_bytes(mut self, value: i32) -> Self {
        self.min_bytes = value;
        self
    }

    /// Sets `max_bytes`.
    #[must_use]
    pub fn with_max_bytes(mut self, value: i32) -> Self {
        self.max_bytes = value;
        self
    }

    /// Sets `max_records`.
    #[must_use]
    pub fn with_max_records(mut self, value: i32) -> Self {
        self.max_records = value;
        self
    }

    /// Sets `batch_size`.
    #[must_use]
    pub fn with_batch_size(mut self, value: i32) -> Self {
        self.batch_size = value;
        self
    }

    /// Sets `share_acquire_mode`.
    #[must_use]
    pub fn with_share_acquire_mode(mut self, value: i8) -> Self {
        self.share_acquire_mode = value;
        self
    }

    /// Sets `is_renew_ack`.
    #[must_use]
    pub fn with_is_renew_ack(mut self, value: bool) -> Self {
        self.is_renew_ack = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<FetchTopic>) -> Self {
        self.topics = value;
        self
    }

    /// Sets `forgotten_topics_data`.
    #[must_use]
    pub fn with_forgotten_topics_data(mut self, value: Vec<ForgottenTopic>) -> Self {
        self.forgotten_topics_data = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ShareFetchRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let group_id = wire::get_nullable_text(bytes, true)?.map(GroupId);
        let member_id = wire::get_nullable_text(bytes, true)?;
        let share_session_epoch = wire::get_int32(bytes)?;
        let max_wait_ms = wire::get_int32(bytes)?;
        let min_bytes = wire::get_int32(bytes)?;
        let max_bytes = wire::get_int32(bytes)?;
        let max_records = wire::get_int32(bytes)?;
        let batch_size = wire::get_int32(bytes)?;
        let share_acquire_mode = if version >= 2 {
            wire::get_int8(bytes)?
        } else {
            0
        };
        let is_renew_ack = if version >= 2 {
            wire::get_bool(bytes)?
        } else {
            false
        };
        let topics = wire::get_array(bytes, true, 18, |bytes| FetchTopic::read(bytes, version))?;
        let forgotten_topics_data = wire::get_array(bytes, true, 18, |bytes| {
            ForgottenTopic::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            group_id,
            member_id,
            share_session_epoch,
            max_wait_ms,
            min_bytes,
            max_bytes,
            max_records,
            batch_size,
            share_acquire_mode,
            is_renew_ack,
            topics,
            forgotten_topics_data,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_nullable_text(
            buffer,
            true,
            self.group_id.as_ref().map(|text| text.as_str()),
        )?;
        wire::put_nullable_text(buffer, true, self.member_id.as_deref())?;
        wire::put_int32(buffer, self.share_session_epoch)?;
        wire::put_int32(buffer, self.max_wait_ms)?;
        wire::put_int32(buffer, self.min_bytes)?;
        wire::put_int32(buffer, self.max_bytes)?;
        wire::put_int32(buffer, self.max_records)?;
        wire::put_int32(buffer, self.batch_size)?;
        if version >= 2 {
            wire::put_int8(buffer, self.share_acquire_mode)?;
        }
        if version >= 2 {
            wire::put_bool(buffer, self.is_renew_ack)?;
        } else if self.is_renew_ack {
            return Err(WireError::FieldNotInVersion {
                field: "IsRenewAck",
                version,
            });
        }
        wire::put_array(buffer, true, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.forgotten_topics_data, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchTopic {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Partitions`: array of FetchPartition.
    pub partitions: Vec<FetchPartition>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl FetchTopic {
    /// Sets `topic_id`.
    #[must_use]
    pub fn with_topic_id(mut self, value: Uuid) -> Self {
        self.topic_id = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<FetchPartition>) -> Self {
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

impl FetchTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        let partitions =
            wire::get_array(bytes, true, 6, |bytes| FetchPartition::read(bytes, version))?;
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

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchPartition {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `AcknowledgementBatches`: array of AcknowledgementBatch.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl FetchPartition {
    /// Sets `partition_index`.
    #[must_use]
    pub fn with_partition_index(mut self, value: i32) -> Self {
        self.partition_index = value;
        self
    }

    /// Sets `acknowledgement_batches`.
    #[must_use]
    pub fn with_acknowledgement_batches(mut self, value: Vec<AcknowledgementBatch>) -> Self {
        self.acknowledgement_batches = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl FetchPartition {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let partition_index = wire::get_int32(bytes)?;
        let acknowledgement_batches = wire::get_array(bytes, true, 18, |bytes| {
            AcknowledgementBatch::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            partition_index,
            acknowledgement_batches,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_array(
            buffer,
            true,
            &self.acknowledgement_batches,
            |buffer, item| item.write(buffer, version),
        )?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcknowledgementBatch {
    /// `FirstOffset`: int64.
    pub first_offset: i64,
    /// `LastOffset`: int64.
    pub last_offset: i64,
    /// `AcknowledgeTypes`: array of int8.
    pub acknowledge_types: Vec<i8>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl AcknowledgementBatch {
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

    /// Sets `acknowledge_types`.
    #[must_use]
    pub fn with_acknowledge_types(mut self, value: Vec<i8>) -> Self {
        self.acknowledge_types = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl AcknowledgementBatch {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let first_offset = wire::get_int64(bytes)?;
        let last_offset = wire::get_int64(bytes)?;
        let acknowledge_types = wire::get_array(bytes, true, 1, wire::get_int8)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            first_offset,
            last_offset,
            acknowledge_types,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int64(buffer, self.first_offset)?;
        wire::put_int64(buffer, self.last_offset)?;
        wire::put_array(buffer, true, &self.acknowledge_types, |buffer, item| {
            wire::put_int8(buffer, *item)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForgottenTopic {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Partitions`: array of int32.
    pub partitions: Vec<i32>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ForgottenTopic {
    /// Sets `topic_id`.
    #[must_use]
    pub fn with_topic_id(mut self, value: Uuid) -> Self {
        self.topic_id = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<i32>) -> Self {
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

impl ForgottenTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        let partitions = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            topic_id,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.topic_id)?;
        wire::put_array(buffer, true, &self.partitions, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for ShareFetchRequest {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 2 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for ShareFetchRequest {
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

impl Decodable for ShareFetchRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for ShareFetchRequest {
    fn header_version(_version: i16) -> i16 {
        2
    }
}

impl Request for ShareFetchRequest {
    const KEY: i16 = 78;
    type Response = crate::messages::ShareFetchResponse;
}
