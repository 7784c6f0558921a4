//! `ReadShareGroupStateSummaryResponse`, versions 0-1, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/read_share_group_state_summary.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{Decodable, Encodable, HeaderVersion, Message, StrBytes, VersionRange};
use crate::wire::{self, WireError};

/// `ReadShareGroupStateSummaryResponse`, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadShareGroupStateSummaryResponse {
    /// `Results`: array of ReadStateSummaryResult.
    pub results: Vec<ReadStateSummaryResult>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ReadShareGroupStateSummaryResponse {
    /// Sets `results`.
    #[must_use]
    pub fn with_results(mut self, value: Vec<ReadStateSummaryResult>) -> Self {
        self.results = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ReadShareGroupStateSummaryResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let results = wire::get_array(bytes, true, 18, |bytes| {
            ReadStateSummaryResult::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            results,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.results, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ReadShareGroupStateSummary`, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadStateSummaryResult {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Partitions`: array of PartitionResult.
    pub partitions: Vec<PartitionResult>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ReadStateSummaryResult {
    /// Sets `topic_id`.
    #[must_use]
    pub fn with_topic_id(mut self, value: Uuid) -> Self {
        self.topic_id = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<PartitionResult>) -> Self {
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

impl ReadStateSummaryResult {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        let partitions = wire::get_array(bytes, true, 24, |bytes| {
            PartitionResult::read(bytes, version)
        })?;
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

/// Part of `ReadShareGroupStateSummary`, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionResult {
    /// `Partition`: int32.
    pub partition: i32,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `ErrorMessage`: string or null, default null.
    pub error_message: Option<StrBytes>,
    /// `StateEpoch`: int32.
    pub state_epoch: i32,
    /// `LeaderEpoch`: int32.
    pub leader_epoch: i32,
    /// `StartOffset`: int64.
    pub start_offset: i64,
    /// `DeliveryCompleteCount`: int32, versions 1, default -1.
    pub delivery_complete_count: i32,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for PartitionResult {
    fn default() -> Self {
        Self {
            partition: 0,
            error_code: 0,
            error_message: None,
            state_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl PartitionResult {
    /// Sets `partition`.
    #[must_use]
    pub fn with_partition(mut self, value: i32) -> Self {
        self.partition = value;
        self
    }

    /// Sets `error_code`.
    #[must_use]
    pub fn with_error_code(mut self, value: i16) -> Self {
        self.error_code = value;
        self
    }

    /// Sets `error_message`.
    #[must_use]
    pub fn with_error_message(mut self, value: Option<StrBytes>) -> Self {
        self.error_message = value;
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

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl PartitionResult {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let partition = wire::get_int32(bytes)?;
        let error_code = wire::get_int16(bytes)?;
        let error_message = wire::get_nullable_text(bytes, true)?;
        let state_epoch = wire::get_int32(bytes)?;
        let leader_epoch = wire::get_int32(bytes)?;
        let start_offset = wire::get_int64(bytes)?;
        let delivery_complete_count = if version >= 1 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            partition,
            error_code,
            error_message,
            state_epoch,
            leader_epoch,
            start_offset,
            delivery_complete_count,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition)?;
        wire::put_int16(buffer, self.error_code)?;
        wire::put_nullable_text(buffer, true, self.error_message.as_deref())?;
        wire::put_int32(buffer, self.state_epoch)?;
        wire::put_int32(buffer, self.leader_epoch)?;
        wire::put_int64(buffer, self.start_offset)?;
        if version >= 1 {
            wire::put_int32(buffer, self.delivery_complete_count)?;
        }
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for ReadShareGroupStateSummaryResponse {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 1 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for ReadShareGroupStateSummaryResponse {
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

impl Decodable for ReadShareGroupStateSummaryResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for ReadShareGroupStateSummaryResponse {
    fn header_version(_version: i16) -> i16 {
        1
    }
}
