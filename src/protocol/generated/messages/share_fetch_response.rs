//! `ShareFetchResponse`, versions 1-2, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/share_fetch.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{
    BrokerId, Decodable, Encodable, HeaderVersion, Message, StrBytes, VersionRange,
};
use crate::wire::{self, WireError};

/// `ShareFetchResponse`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareFetchResponse {
    /// `ThrottleTimeMs`: int32.
    pub throttle_time_ms: i32,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `ErrorMessage`: string or null, default null.
    pub error_message: Option<StrBytes>,
    /// `AcquisitionLockTimeoutMs`: int32.
    pub acquisition_lock_timeout_ms: i32,
    /// `Responses`: array of ShareFetchableTopicResponse.
    pub responses: Vec<ShareFetchableTopicResponse>,
    /// `NodeEndpoints`: array of NodeEndpoint.
    pub node_endpoints: Vec<NodeEndpoint>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ShareFetchResponse {
    /// Sets `throttle_time_ms`.
    #[must_use]
    pub fn with_throttle_time_ms(mut self, value: i32) -> Self {
        self.throttle_time_ms = value;
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

    /// Sets `acquisition_lock_timeout_ms`.
    #[must_use]
    pub fn with_acquisition_lock_timeout_ms(mut self, value: i32) -> Self {
        self.acquisition_lock_timeout_ms = value;
        self
    }

    /// Sets `responses`.
    #[must_use]
    pub fn with_responses(mut self, value: Vec<ShareFetchableTopicResponse>) -> Self {
        self.responses = value;
        self
    }

    /// Sets `node_endpoints`.
    #[must_use]
    pub fn with_node_endpoints(mut self, value: Vec<NodeEndpoint>) -> Self {
        self.node_endpoints = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ShareFetchResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let throttle_time_ms = wire::get_int32(bytes)?;
        let error_code = wire::get_int16(bytes)?;
        let error_message = wire::get_nullable_text(bytes, true)?;
        let acquisition_lock_timeout_ms = wire::get_int32(bytes)?;
        let responses = wire::get_array(bytes, true, 18, |bytes| {
            ShareFetchableTopicResponse::read(bytes, version)
        })?;
        let node_endpoints =
            wire::get_array(bytes, true, 11, |bytes| NodeEndpoint::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            throttle_time_ms,
            error_code,
            error_message,
            acquisition_lock_timeout_ms,
            responses,
            node_endpoints,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.throttle_time_ms)?;
        wire::put_int16(buffer, self.error_code)?;
        wire::put_nullable_text(buffer, true, self.error_message.as_deref())?;
        wire::put_int32(buffer, self.acquisition_lock_timeout_ms)?;
        wire::put_array(buffer, true, &self.responses, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.node_endpoints, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareFetchableTopicResponse {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Partitions`: array of PartitionData.
    pub partitions: Vec<PartitionData>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ShareFetchableTopicResponse {
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

impl ShareFetchableTopicResponse {
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

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionData {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `ErrorMessage`: string or null, default null.
    pub error_message: Option<StrBytes>,
    /// `AcknowledgeErrorCode`: int16.
    pub acknowledge_error_code: i16,
    /// `AcknowledgeErrorMessage`: string or null, default null.
    pub acknowledge_error_message: Option<StrBytes>,
    /// `CurrentLeader`: LeaderIdAndEpoch.
    pub current_leader: LeaderIdAndEpoch,
    /// `Records`: records or null.
    pub records: Option<Bytes>,
    /// `AcquiredRecords`: array of AcquiredRecords.
    pub acquired_records: Vec<AcquiredRecords>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for PartitionData {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: 0,
            error_message: None,
            acknowledge_error_code: 0,
            acknowledge_error_message: None,
            current_leader: LeaderIdAndEpoch::default(),
            records: Some(Bytes::new()),
            acquired_records: Vec::new(),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl PartitionData {
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

    /// Sets `error_message`.
    #[must_use]
    pub fn with_error_message(mut self, value: Option<StrBytes>) -> Self {
        self.error_message = value;
        self
    }

    /// Sets `acknowledge_error_code`.
    #[must_use]
    pub fn with_acknowledge_error_code(mut self, value: i16) -> Self {
        self.acknowledge_error_code = value;
        self
    }

    /// Sets `acknowledge_error_message`.
    #[must_use]
    pub fn with_acknowledge_error_message(mut self, value: Option<StrBytes>) -> Self {
        self.acknowledge_error_message = value;
        self
    }

    /// Sets `current_leader`.
    #[must_use]
    pub fn with_current_leader(mut self, value: LeaderIdAndEpoch) -> Self {
        self.current_leader = value;
        self
    }

    /// Sets `records`.
    #[must_use]
    pub fn with_records(mut self, value: Option<Bytes>) -> Self {
        self.records = value;
        self
    }

    /// Sets `acquired_records`.
    #[must_use]
    pub fn with_acquired_records(mut self, value: Vec<AcquiredRecords>) -> Self {
        self.acquired_records = value;
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
        let partition_index = wire::get_int32(bytes)?;
        let error_code = wire::get_int16(bytes)?;
        let error_message = wire::get_nullable_text(bytes, true)?;
        let acknowledge_error_code = wire::get_int16(bytes)?;
        let acknowledge_error_message = wire::get_nullable_text(bytes, true)?;
        let current_leader = LeaderIdAndEpoch::read(bytes, version)?;
        let records = if version <= 0 {
            wire::get_nullable_bytes(bytes, true)?
        } else {
            Some(wire::get_bytes(bytes, true)?)
        };
        let acquired_records = wire::get_array(bytes, true, 19, |bytes| {
            AcquiredRecords::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            partition_index,
            error_code,
            error_message,
            acknowledge_error_code,
            acknowledge_error_message,
            current_leader,
            records,
            acquired_records,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_int16(buffer, self.error_code)?;
        wire::put_nullable_text(buffer, true, self.error_message.as_deref())?;
        wire::put_int16(buffer, self.acknowledge_error_code)?;
        wire::put_nullable_text(buffer, true, self.acknowledge_error_message.as_deref())?;
        self.current_leader.write(buffer, version)?;
        if version <= 0 {
            wire::put_nullable_bytes(buffer, true, self.records.as_deref())?;
        } else {
            let value = wire::required(self.records.as_ref())?;
            wire::put_bytes(buffer, true, value)?;
        }
        wire::put_array(buffer, true, &self.acquired_records, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderIdAndEpoch {
    /// `LeaderId`: int32.
    pub leader_id: i32,
    /// `LeaderEpoch`: int32.
    pub leader_epoch: i32,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl LeaderIdAndEpoch {
    /// Sets `leader_id`.
    #[must_use]
    pub fn with_leader_id(mut self, value: i32) -> Self {
        self.leader_id = value;
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

impl LeaderIdAndEpoch {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let leader_id = wire::get_int32(bytes)?;
        let leader_epoch = wire::get_int32(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            leader_id,
            leader_epoch,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.leader_id)?;
        wire::put_int32(buffer, self.leader_epoch)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcquiredRecords {
    /// `FirstOffset`: int64.
    pub first_offset: i64,
    /// `LastOffset`: int64.
    pub last_offset: i64,
    /// `DeliveryCount`: int16.
    pub delivery_count: i16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl AcquiredRecords {
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

impl AcquiredRecords {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let first_offset = wire::get_int64(bytes)?;
        let last_offset = wire::get_int64(bytes)?;
        let delivery_count = wire::get_int16(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            first_offset,
            last_offset,
            delivery_count,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int64(buffer, self.first_offset)?;
        wire::put_int64(buffer, self.last_offset)?;
        wire::put_int16(buffer, self.delivery_count)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `ShareFetch`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// `NodeId`: int32.
    pub node_id: BrokerId,
    /// `Host`: string.
    pub host: StrBytes,
    /// `Port`: int32.
    pub port: i32,
    /// `Rack`: string or null, default null.
    pub rack: Option<StrBytes>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl NodeEndpoint {
    /// Sets `node_id`.
    #[must_use]
    pub fn with_node_id(mut self, value: BrokerId) -> Self {
        self.node_id = value;
        self
    }

    /// Sets `host`.
    #[must_use]
    pub fn with_host(mut self, value: StrBytes) -> Self {
        self.host = value;
        self
    }

    /// Sets `port`.
    #[must_use]
    pub fn with_port(mut self, value: i32) -> Self {
        self.port = value;
        self
    }

    /// Sets `rack`.
    #[must_use]
    pub fn with_rack(mut self, value: Option<StrBytes>) -> Self {
        self.rack = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl NodeEndpoint {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let node_id = BrokerId(wire::get_int32(bytes)?);
        let host = wire::get_text(bytes, true)?;
        let port = wire::get_int32(bytes)?;
        let rack = wire::get_nullable_text(bytes, true)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            node_id,
            host,
            port,
            rack,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.node_id.0)?;
        wire::put_text(buffer, true, &self.host)?;
        wire::put_int32(buffer, self.port)?;
        wire::put_nullable_text(buffer, true, self.rack.as_deref())?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for ShareFetchResponse {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 2 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for ShareFetchResponse {
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

impl Decodable for ShareFetchResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for ShareFetchResponse {
    fn header_version(_version: i16) -> i16 {
        1
    }
}
