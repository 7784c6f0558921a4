//! `StreamsGroupHeartbeatResponse`, versions 0, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/streams_group_heartbeat.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    Decodable, Encodable, HeaderVersion, Message, StrBytes, TopicName, VersionRange,
};
use crate::wire::{self, WireError};

/// `StreamsGroupHeartbeatResponse`, version 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupHeartbeatResponse {
    /// `ThrottleTimeMs`: int32.
    pub throttle_time_ms: i32,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `ErrorMessage`: string or null, default null.
    pub error_message: Option<StrBytes>,
    /// `MemberId`: string.
    pub member_id: StrBytes,
    /// `MemberEpoch`: int32.
    pub member_epoch: i32,
    /// `HeartbeatIntervalMs`: int32.
    pub heartbeat_interval_ms: i32,
    /// `AcceptableRecoveryLag`: int32.
    pub acceptable_recovery_lag: i32,
    /// `TaskOffsetIntervalMs`: int32.
    pub task_offset_interval_ms: i32,
    /// `Status`: array of Status or null.
    pub status: Option<Vec<Status>>,
    /// `ActiveTasks`: array of TaskIds or null, default null.
    pub active_tasks: Option<Vec<TaskIds>>,
    /// `StandbyTasks`: array of TaskIds or null, default null.
    pub standby_tasks: Option<Vec<TaskIds>>,
    /// `WarmupTasks`: array of TaskIds or null, default null.
    pub warmup_tasks: Option<Vec<TaskIds>>,
    /// `EndpointInformationEpoch`: int32.
    pub endpoint_information_epoch: i32,
    /// `PartitionsByUserEndpoint`: array of EndpointToPartitions or null, default null.
    pub partitions_by_user_endpoint: Option<Vec<EndpointToPartitions>>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for StreamsGroupHeartbeatResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: None,
            member_id: StrBytes::new(),
            member_epoch: 0,
            heartbeat_interval_ms: 0,
            acceptable_recovery_lag: 0,
            task_offset_interval_ms: 0,
            status: Some(Vec::new()),
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            endpoint_information_epoch: 0,
            partitions_by_user_endpoint: None,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl StreamsGroupHeartbeatResponse {
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

    /// Sets `member_id`.
    #[must_use]
    pub fn with_member_id(mut self, value: StrBytes) -> Self {
        self.member_id = value;
        self
    }

    /// Sets `member_epoch`.
    #[must_use]
    pub fn with_member_epoch(mut self, value: i32) -> Self {
        self.member_epoch = value;
        self
    }

    /// Sets `heartbeat_interval_ms`.
    #[must_use]
    pub fn with_heartbeat_interval_ms(mut self, value: i32) -> Self {
        self.heartbeat_interval_ms = value;
        self
    }

    /// Sets `acceptable_recovery_lag`.
    #[must_use]
    pub fn with_acceptable_recovery_lag(mut self, value: i32) -> Self {
        self.acceptable_recovery_lag = value;
        self
    }

    /// Sets `task_offset_interval_ms`.
    #[must_use]
    pub fn with_task_offset_interval_ms(mut self, value: i32) -> Self {
        self.task_offset_interval_ms = value;
        self
    }

    /// Sets `status`.
    #[must_use]
    pub fn with_status(mut self, value: Option<Vec<Status>>) -> Self {
        self.status = value;
        self
    }

    /// Sets `active_tasks`.
    #[must_use]
    pub fn with_active_tasks(mut self, value: Option<Vec<TaskIds>>) -> Self {
        self.active_tasks = value;
        self
    }

    /// Sets `standby_tasks`.
    #[must_use]
    pub fn with_standby_tasks(mut self, value: Option<Vec<TaskIds>>) -> Self {
        self.standby_tasks = value;
        self
    }

    /// Sets `warmup_tasks`.
    #[must_use]
    pub fn with_warmup_tasks(mut self, value: Option<Vec<TaskIds>>) -> Self {
        self.warmup_tasks = value;
        self
    }

    /// Sets `endpoint_information_epoch`.
    #[must_use]
    pub fn with_endpoint_information_epoch(mut self, value: i32) -> Self {
        self.endpoint_information_epoch = value;
        self
    }

    /// Sets `partitions_by_user_endpoint`.
    #[must_use]
    pub fn with_partitions_by_user_endpoint(
        mut self,
        value: Option<Vec<EndpointToPartitions>>,
    ) -> Self {
        self.partitions_by_user_endpoint = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl StreamsGroupHeartbeatResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let throttle_time_ms = wire::get_int32(bytes)?;
        let error_code = wire::get_int16(bytes)?;
        let error_message = wire::get_nullable_text(bytes, true)?;
        let member_id = wire::get_text(bytes, true)?;
        let member_epoch = wire::get_int32(bytes)?;
        let heartbeat_interval_ms = wire::get_int32(bytes)?;
        let acceptable_recovery_lag = wire::get_int32(bytes)?;
        let task_offset_interval_ms = wire::get_int32(bytes)?;
        let status =
            wire::get_nullable_array(bytes, true, 3, |bytes| Status::read(bytes, version))?;
        let active_tasks =
            wire::get_nullable_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let standby_tasks =
            wire::get_nullable_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let warmup_tasks =
            wire::get_nullable_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let endpoint_information_epoch = wire::get_int32(bytes)?;
        let partitions_by_user_endpoint = wire::get_nullable_array(bytes, true, 7, |bytes| {
            EndpointToPartitions::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            throttle_time_ms,
            error_code,
            error_message,
            member_id,
            member_epoch,
            heartbeat_interval_ms,
            acceptable_recovery_lag,
            task_offset_interval_ms,
            status,
            active_tasks,
            standby_tasks,
            warmup_tasks,
            endpoint_information_epoch,
            partitions_by_user_endpoint,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.throttle_time_ms)?;
        wire::put_int16(buffer, self.error_code)?;
        wire::put_nullable_text(buffer, true, self.error_message.as_deref())?;
        wire::put_text(buffer, true, &self.member_id)?;
        wire::put_int32(buffer, self.member_epoch)?;
        wire::put_int32(buffer, self.heartbeat_interval_ms)?;
        wire::put_int32(buffer, self.acceptable_recovery_lag)?;
        wire::put_int32(buffer, self.task_offset_interval_ms)?;
        wire::put_nullable_array(buffer, true, self.status.as_deref(), |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_nullable_array(
            buffer,
            true,
            self.active_tasks.as_deref(),
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_nullable_array(
            buffer,
            true,
            self.standby_tasks.as_deref(),
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_nullable_array(
            buffer,
            true,
            self.warmup_tasks.as_deref(),
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_int32(buffer, self.endpoint_information_epoch)?;
        wire::put_nullable_array(
            buffer,
            true,
            self.partitions_by_user_endpoint.as_deref(),
            |buffer, item| item.write(buffer, version),
        )?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndpointToPartitions {
    /// `UserEndpoint`: Endpoint.
    pub user_endpoint: Endpoint,
    /// `ActivePartitions`: array of TopicPartition.
    pub active_partitions: Vec<TopicPartition>,
    /// `StandbyPartitions`: array of TopicPartition.
    pub standby_partitions: Vec<TopicPartition>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl EndpointToPartitions {
    /// Sets `user_endpoint`.
    #[must_use]
    pub fn with_user_endpoint(mut self, value: Endpoint) -> Self {
        self.user_endpoint = value;
        self
    }

    /// Sets `active_partitions`.
    #[must_use]
    pub fn with_active_partitions(mut self, value: Vec<TopicPartition>) -> Self {
        self.active_partitions = value;
        self
    }

    /// Sets `standby_partitions`.
    #[must_use]
    pub fn with_standby_partitions(mut self, value: Vec<TopicPartition>) -> Self {
        self.standby_partitions = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl EndpointToPartitions {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let user_endpoint = Endpoint::read(bytes, version)?;
        let active_partitions =
            wire::get_array(bytes, true, 3, |bytes| TopicPartition::read(bytes, version))?;
        let standby_partitions =
            wire::get_array(bytes, true, 3, |bytes| TopicPartition::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            user_endpoint,
            active_partitions,
            standby_partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        self.user_endpoint.write(buffer, version)?;
        wire::put_array(buffer, true, &self.active_partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.standby_partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Status {
    /// `StatusCode`: int8.
    pub status_code: i8,
    /// `StatusDetail`: string.
    pub status_detail: StrBytes,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Status {
    /// Sets `status_code`.
    #[must_use]
    pub fn with_status_code(mut self, value: i8) -> Self {
        self.status_code = value;
        self
    }

    /// Sets `status_detail`.
    #[must_use]
    pub fn with_status_detail(mut self, value: StrBytes) -> Self {
        self.status_detail = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl Status {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let status_code = wire::get_int8(bytes)?;
        let status_detail = wire::get_text(bytes, true)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            status_code,
            status_detail,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int8(buffer, self.status_code)?;
        wire::put_text(buffer, true, &self.status_detail)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// `Topic`: string.
    pub topic: TopicName,
    /// `Partitions`: array of int32.
    pub partitions: Vec<i32>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl TopicPartition {
    /// Sets `topic`.
    #[must_use]
    pub fn with_topic(mut self, value: TopicName) -> Self {
        self.topic = value;
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

impl TopicPartition {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let topic = TopicName(wire::get_text(bytes, true)?);
        let partitions = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            topic,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.topic)?;
        wire::put_array(buffer, true, &self.partitions, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskIds {
    /// `SubtopologyId`: string.
    pub subtopology_id: StrBytes,
    /// `Partitions`: array of int32.
    pub partitions: Vec<i32>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl TaskIds {
    /// Sets `subtopology_id`.
    #[must_use]
    pub fn with_subtopology_id(mut self, value: StrBytes) -> Self {
        self.subtopology_id = value;
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

impl TaskIds {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let subtopology_id = wire::get_text(bytes, true)?;
        let partitions = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            subtopology_id,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.subtopology_id)?;
        wire::put_array(buffer, true, &self.partitions, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Endpoint {
    /// `Host`: string.
    pub host: StrBytes,
    /// `Port`: uint16.
    pub port: u16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Endpoint {
    /// Sets `host`.
    #[must_use]
    pub fn with_host(mut self, value: StrBytes) -> Self {
        self.host = value;
        self
    }

    /// Sets `port`.
    #[must_use]
    pub fn with_port(mut self, value: u16) -> Self {
        self.port = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl Endpoint {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let host = wire::get_text(bytes, true)?;
        let port = wire::get_uint16(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            host,
            port,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.host)?;
        wire::put_uint16(buffer, self.port)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for StreamsGroupHeartbeatResponse {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 0 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for StreamsGroupHeartbeatResponse {
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

impl Decodable for StreamsGroupHeartbeatResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for StreamsGroupHeartbeatResponse {
    fn header_version(_version: i16) -> i16 {
        1
    }
}
