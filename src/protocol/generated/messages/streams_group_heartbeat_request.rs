//! `StreamsGroupHeartbeatRequest`, versions 0, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/streams_group_heartbeat.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    Decodable, Encodable, GroupId, HeaderVersion, Message, Request, StrBytes, TopicName,
    VersionRange,
};
use crate::wire::{self, WireError};

/// `StreamsGroupHeartbeatRequest`, version 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupHeartbeatRequest {
    /// `GroupId`: string.
    pub group_id: GroupId,
    /// `MemberId`: string.
    pub member_id: StrBytes,
    /// `MemberEpoch`: int32.
    pub member_epoch: i32,
    /// `EndpointInformationEpoch`: int32.
    pub endpoint_information_epoch: i32,
    /// `InstanceId`: string or null, default null.
    pub instance_id: Option<StrBytes>,
    /// `RackId`: string or null, default null.
    pub rack_id: Option<StrBytes>,
    /// `RebalanceTimeoutMs`: int32, default -1.
    pub rebalance_timeout_ms: i32,
    /// `Topology`: Topology or null, default null.
    pub topology: Option<Topology>,
    /// `ActiveTasks`: array of TaskIds or null, default null.
    pub active_tasks: Option<Vec<TaskIds>>,
    /// `StandbyTasks`: array of TaskIds or null, default null.
    pub standby_tasks: Option<Vec<TaskIds>>,
    /// `WarmupTasks`: array of TaskIds or null, default null.
    pub warmup_tasks: Option<Vec<TaskIds>>,
    /// `ProcessId`: string or null, default null.
    pub process_id: Option<StrBytes>,
    /// `UserEndpoint`: Endpoint or null, default null.
    pub user_endpoint: Option<Endpoint>,
    /// `ClientTags`: array of KeyValue or null, default null.
    pub client_tags: Option<Vec<KeyValue>>,
    /// `TaskOffsets`: array of TaskOffset or null, default null.
    pub task_offsets: Option<Vec<TaskOffset>>,
    /// `TaskEndOffsets`: array of TaskOffset or null, default null.
    pub task_end_offsets: Option<Vec<TaskOffset>>,
    /// `ShutdownApplication`: bool.
    pub shutdown_application: bool,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for StreamsGroupHeartbeatRequest {
    fn default() -> Self {
        Self {
            group_id: GroupId::default(),
            member_id: StrBytes::new(),
            member_epoch: 0,
            endpoint_information_epoch: 0,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            topology: None,
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            process_id: None,
            user_endpoint: None,
            client_tags: None,
            task_offsets: None,
            task_end_offsets: None,
            shutdown_application: false,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl StreamsGroupHeartbeatRequest {
    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: GroupId) -> Self {
        self.group_id = value;
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

    /// Sets `endpoint_information_epoch`.
    #[must_use]
    pub fn with_endpoint_information_epoch(mut self, value: i32) -> Self {
        self.endpoint_information_epoch = value;
        self
    }

    /// Sets `instance_id`.
    #[must_use]
    pub fn with_instance_id(mut self, value: Option<StrBytes>) -> Self {
        self.instance_id = value;
        self
    }

    /// Sets `rack_id`.
    #[must_use]
    pub fn with_rack_id(mut self, value: Option<StrBytes>) -> Self {
        self.rack_id = value;
        self
    }

    /// Sets `rebalance_timeout_ms`.
    #[must_use]
    pub fn with_rebalance_timeout_ms(mut self, value: i32) -> Self {
        self.rebalance_timeout_ms = value;
        self
    }

    /// Sets `topology`.
    #[must_use]
    pub fn with_topology(mut self, value: Option<Topology>) -> Self {
        self.topology = value;
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

    /// Sets `process_id`.
    #[must_use]
    pub fn with_process_id(mut self, value: Option<StrBytes>) -> Self {
        self.process_id = value;
        self
    }

    /// Sets `user_endpoint`.
    #[must_use]
    pub fn with_user_endpoint(mut self, value: Option<Endpoint>) -> Self {
        self.user_endpoint = value;
        self
    }

    /// Sets `client_tags`.
    #[must_use]
    pub fn with_client_tags(mut self, value: Option<Vec<KeyValue>>) -> Self {
        self.client_tags = value;
        self
    }

    /// Sets `task_offsets`.
    #[must_use]
    pub fn with_task_offsets(mut self, value: Option<Vec<TaskOffset>>) -> Self {
        self.task_offsets = value;
        self
    }

    /// Sets `task_end_offsets`.
    #[must_use]
    pub fn with_task_end_offsets(mut self, value: Option<Vec<TaskOffset>>) -> Self {
        self.task_end_offsets = value;
        self
    }

    /// Sets `shutdown_application`.
    #[must_use]
    pub fn with_shutdown_application(mut self, value: bool) -> Self {
        self.shutdown_application = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl StreamsGroupHeartbeatRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let group_id = GroupId(wire::get_text(bytes, true)?);
        let member_id = wire::get_text(bytes, true)?;
        let member_epoch = wire::get_int32(bytes)?;
        let endpoint_information_epoch = wire::get_int32(bytes)?;
        let instance_id = wire::get_nullable_text(bytes, true)?;
        let rack_id = wire::get_nullable_text(bytes, true)?;
        let rebalance_timeout_ms = wire::get_int32(bytes)?;
        let topology = if wire::get_presence(bytes)? {
            Some(Topology::read(bytes, version)?)
        } else {
            None
        };
        let active_tasks =
            wire::get_nullable_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let standby_tasks =
            wire::get_nullable_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let warmup_tasks =
            wire::get_nullable_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let process_id = wire::get_nullable_text(bytes, true)?;
        let user_endpoint = if wire::get_presence(bytes)? {
            Some(Endpoint::read(bytes, version)?)
        } else {
            None
        };
        let client_tags =
            wire::get_nullable_array(bytes, true, 3, |bytes| KeyValue::read(bytes, version))?;
        let task_offsets =
            wire::get_nullable_array(bytes, true, 14, |bytes| TaskOffset::read(bytes, version))?;
        let task_end_offsets =
            wire::get_nullable_array(bytes, true, 14, |bytes| TaskOffset::read(bytes, version))?;
        let shutdown_application = wire::get_bool(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            group_id,
            member_id,
            member_epoch,
            endpoint_information_epoch,
            instance_id,
            rack_id,
            rebalance_timeout_ms,
            topology,
            active_tasks,
            standby_tasks,
            warmup_tasks,
            process_id,
            user_endpoint,
            client_tags,
            task_offsets,
            task_end_offsets,
            shutdown_application,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.group_id)?;
        wire::put_text(buffer, true, &self.member_id)?;
        wire::put_int32(buffer, self.member_epoch)?;
        wire::put_int32(buffer, self.endpoint_information_epoch)?;
        wire::put_nullable_text(buffer, true, self.instance_id.as_deref())?;
        wire::put_nullable_text(buffer, true, self.rack_id.as_deref())?;
        wire::put_int32(buffer, self.rebalance_timeout_ms)?;
        wire::put_presence(buffer, self.topology.is_some())?;
        if let Some(value) = &self.topology {
            value.write(buffer, version)?;
        }
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
        wire::put_nullable_text(buffer, true, self.process_id.as_deref())?;
        wire::put_presence(buffer, self.user_endpoint.is_some())?;
        if let Some(value) = &self.user_endpoint {
            value.write(buffer, version)?;
        }
        wire::put_nullable_array(buffer, true, self.client_tags.as_deref(), |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_nullable_array(
            buffer,
            true,
            self.task_offsets.as_deref(),
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_nullable_array(
            buffer,
            true,
            self.task_end_offsets.as_deref(),
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_bool(buffer, self.shutdown_application)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topology {
    /// `Epoch`: int32.
    pub epoch: i32,
    /// `Subtopologies`: array of Subtopology.
    pub subtopologies: Vec<Subtopology>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Topology {
    /// Sets `epoch`.
    #[must_use]
    pub fn with_epoch(mut self, value: i32) -> Self {
        self.epoch = value;
        self
    }

    /// Sets `subtopologies`.
    #[must_use]
    pub fn with_subtopologies(mut self, value: Vec<Subtopology>) -> Self {
        self.subtopologies = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl Topology {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let epoch = wire::get_int32(bytes)?;
        let subtopologies =
            wire::get_array(bytes, true, 8, |bytes| Subtopology::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            epoch,
            subtopologies,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.epoch)?;
        wire::put_array(buffer, true, &self.subtopologies, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// `SubtopologyId`: string.
    pub subtopology_id: StrBytes,
    /// `SourceTopics`: array of string.
    pub source_topics: Vec<TopicName>,
    /// `SourceTopicRegex`: array of string.
    pub source_topic_regex: Vec<StrBytes>,
    /// `StateChangelogTopics`: array of TopicInfo.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// `RepartitionSinkTopics`: array of string.
    pub repartition_sink_topics: Vec<TopicName>,
    /// `RepartitionSourceTopics`: array of TopicInfo.
    pub repartition_source_topics: Vec<TopicInfo>,
    /// `CopartitionGroups`: array of CopartitionGroup.
    pub copartition_groups: Vec<CopartitionGroup>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Subtopology {
    /// Sets `subtopology_id`.
    #[must_use]
    pub fn with_subtopology_id(mut self, value: StrBytes) -> Self {
        self.subtopology_id = value;
        self
    }

    /// Sets `source_topics`.
    #[must_use]
    pub fn with_source_topics(mut self, value: Vec<TopicName>) -> Self {
        self.source_topics = value;
        self
    }

    /// Sets `source_topic_regex`.
    #[must_use]
    pub fn with_source_topic_regex(mut self, value: Vec<StrBytes>) -> Self {
        self.source_topic_regex = value;
        self
    }

    /// Sets `state_changelog_topics`.
    #[must_use]
    pub fn with_state_changelog_topics(mut self, value: Vec<TopicInfo>) -> Self {
        self.state_changelog_topics = value;
        self
    }

    /// Sets `repartition_sink_topics`.
    #[must_use]
    pub fn with_repartition_sink_topics(mut self, value: Vec<TopicName>) -> Self {
        self.repartition_sink_topics = value;
        self
    }

    /// Sets `repartition_source_topics`.
    #[must_use]
    pub fn with_repartition_source_topics(mut self, value: Vec<TopicInfo>) -> Self {
        self.repartition_source_topics = value;
        self
    }

    /// Sets `copartition_groups`.
    #[must_use]
    pub fn with_copartition_groups(mut self, value: Vec<CopartitionGroup>) -> Self {
        self.copartition_groups = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl Subtopology {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let subtopology_id = wire::get_text(bytes, true)?;
        let source_topics = wire::get_array(bytes, true, 1, |bytes| {
            wire::get_text(bytes, true).map(TopicName)
        })?;
        let source_topic_regex =
            wire::get_array(bytes, true, 1, |bytes| wire::get_text(bytes, true))?;
        let state_changelog_topics =
            wire::get_array(bytes, true, 9, |bytes| TopicInfo::read(bytes, version))?;
        let repartition_sink_topics = wire::get_array(bytes, true, 1, |bytes| {
            wire::get_text(bytes, true).map(TopicName)
        })?;
        let repartition_source_topics =
            wire::get_array(bytes, true, 9, |bytes| TopicInfo::read(bytes, version))?;
        let copartition_groups = wire::get_array(bytes, true, 4, |bytes| {
            CopartitionGroup::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            subtopology_id,
            source_topics,
            source_topic_regex,
            state_changelog_topics,
            repartition_sink_topics,
            repartition_source_topics,
            copartition_groups,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.subtopology_id)?;
        wire::put_array(buffer, true, &self.source_topics, |buffer, item| {
            wire::put_text(buffer, true, item)
        })?;
        wire::put_array(buffer, true, &self.source_topic_regex, |buffer, item| {
            wire::put_text(buffer, true, item)
        })?;
        wire::put_array(
            buffer,
            true,
            &self.state_changelog_topics,
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_array(
            buffer,
            true,
            &self.repartition_sink_topics,
            |buffer, item| wire::put_text(buffer, true, item),
        )?;
        wire::put_array(
            buffer,
            true,
            &self.repartition_source_topics,
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_array(buffer, true, &self.copartition_groups, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CopartitionGroup {
    /// `SourceTopics`: array of int16.
    pub source_topics: Vec<i16>,
    /// `SourceTopicRegex`: array of int16.
    pub source_topic_regex: Vec<i16>,
    /// `RepartitionSourceTopics`: array of int16.
    pub repartition_source_topics: Vec<i16>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl CopartitionGroup {
    /// Sets `source_topics`.
    #[must_use]
    pub fn with_source_topics(mut self, value: Vec<i16>) -> Self {
        self.source_topics = value;
        self
    }

    /// Sets `source_topic_regex`.
    #[must_use]
    pub fn with_source_topic_regex(mut self, value: Vec<i16>) -> Self {
        self.source_topic_regex = value;
        self
    }

    /// Sets `repartition_source_topics`.
    #[must_use]
    pub fn with_repartition_source_topics(mut self, value: Vec<i16>) -> Self {
        self.repartition_source_topics = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl CopartitionGroup {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let source_topics = wire::get_array(bytes, true, 2, wire::get_int16)?;
        let source_topic_regex = wire::get_array(bytes, true, 2, wire::get_int16)?;
        let repartition_source_topics = wire::get_array(bytes, true, 2, wire::get_int16)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            source_topics,
            source_topic_regex,
            repartition_source_topics,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.source_topics, |buffer, item| {
            wire::put_int16(buffer, *item)
        })?;
        wire::put_array(buffer, true, &self.source_topic_regex, |buffer, item| {
            wire::put_int16(buffer, *item)
        })?;
        wire::put_array(
            buffer,
            true,
            &self.repartition_source_topics,
            |buffer, item| wire::put_int16(buffer, *item),
        )?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyValue {
    /// `Key`: string.
    pub key: StrBytes,
    /// `Value`: string.
    pub value: StrBytes,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl KeyValue {
    /// Sets `key`.
    #[must_use]
    pub fn with_key(mut self, value: StrBytes) -> Self {
        self.key = value;
        self
    }

    /// Sets `value`.
    #[must_use]
    pub fn with_value(mut self, value: StrBytes) -> Self {
        self.value = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl KeyValue {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let key = wire::get_text(bytes, true)?;
        let value = wire::get_text(bytes, true)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            key,
            value,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.key)?;
        wire::put_text(buffer, true, &self.value)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicInfo {
    /// `Name`: string.
    pub name: TopicName,
    /// `Partitions`: int32.
    pub partitions: i32,
    /// `ReplicationFactor`: int16.
    pub replication_factor: i16,
    /// `TopicConfigs`: array of KeyValue.
    pub topic_configs: Vec<KeyValue>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl TopicInfo {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: i32) -> Self {
        self.partitions = value;
        self
    }

    /// Sets `replication_factor`.
    #[must_use]
    pub fn with_replication_factor(mut self, value: i16) -> Self {
        self.replication_factor = value;
        self
    }

    /// Sets `topic_configs`.
    #[must_use]
    pub fn with_topic_configs(mut self, value: Vec<KeyValue>) -> Self {
        self.topic_configs = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl TopicInfo {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let name = TopicName(wire::get_text(bytes, true)?);
        let partitions = wire::get_int32(bytes)?;
        let replication_factor = wire::get_int16(bytes)?;
        let topic_configs =
            wire::get_array(bytes, true, 3, |bytes| KeyValue::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            partitions,
            replication_factor,
            topic_configs,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_int32(buffer, self.partitions)?;
        wire::put_int16(buffer, self.replication_factor)?;
        wire::put_array(buffer, true, &self.topic_configs, |buffer, item| {
            item.write(buffer, version)
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

/// Part of `StreamsGroupHeartbeat`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskOffset {
    /// `SubtopologyId`: string.
    pub subtopology_id: StrBytes,
    /// `Partition`: int32.
    pub partition: i32,
    /// `Offset`: int64.
    pub offset: i64,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl TaskOffset {
    /// Sets `subtopology_id`.
    #[must_use]
    pub fn with_subtopology_id(mut self, value: StrBytes) -> Self {
        self.subtopology_id = value;
        self
    }

    /// Sets `partition`.
    #[must_use]
    pub fn with_partition(mut self, value: i32) -> Self {
        self.partition = value;
        self
    }

    /// Sets `offset`.
    #[must_use]
    pub fn with_offset(mut self, value: i64) -> Self {
        self.offset = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl TaskOffset {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let subtopology_id = wire::get_text(bytes, true)?;
        let partition = wire::get_int32(bytes)?;
        let offset = wire::get_int64(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            subtopology_id,
            partition,
            offset,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.subtopology_id)?;
        wire::put_int32(buffer, self.partition)?;
        wire::put_int64(buffer, self.offset)?;
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

impl Message for StreamsGroupHeartbeatRequest {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 0 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for StreamsGroupHeartbeatRequest {
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

impl Decodable for StreamsGroupHeartbeatRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for StreamsGroupHeartbeatRequest {
    fn header_version(_version: i16) -> i16 {
        2
    }
}

impl Request for StreamsGroupHeartbeatRequest {
    const KEY: i16 = 88;
    type Response = crate::messages::StreamsGroupHeartbeatResponse;
}
