//! `StreamsGroupDescribeResponse`, versions 0, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/streams_group_describe.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    Decodable, Encodable, GroupId, HeaderVersion, Message, StrBytes, TopicName, VersionRange,
};
use crate::wire::{self, WireError};

/// `StreamsGroupDescribeResponse`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupDescribeResponse {
    /// `ThrottleTimeMs`: int32.
    pub throttle_time_ms: i32,
    /// `Groups`: array of DescribedGroup.
    pub groups: Vec<DescribedGroup>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl StreamsGroupDescribeResponse {
    /// Sets `throttle_time_ms`.
    #[must_use]
    pub fn with_throttle_time_ms(mut self, value: i32) -> Self {
        self.throttle_time_ms = value;
        self
    }

    /// Sets `groups`.
    #[must_use]
    pub fn with_groups(mut self, value: Vec<DescribedGroup>) -> Self {
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

impl StreamsGroupDescribeResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let throttle_time_ms = wire::get_int32(bytes)?;
        let groups = wire::get_array(bytes, true, 20, |bytes| {
            DescribedGroup::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            throttle_time_ms,
            groups,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.throttle_time_ms)?;
        wire::put_array(buffer, true, &self.groups, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupDescribe`, version 0.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribedGroup {
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `ErrorMessage`: string or null, default null.
    pub error_message: Option<StrBytes>,
    /// `GroupId`: string.
    pub group_id: GroupId,
    /// `GroupState`: string.
    pub group_state: StrBytes,
    /// `GroupEpoch`: int32.
    pub group_epoch: i32,
    /// `AssignmentEpoch`: int32.
    pub assignment_epoch: i32,
    /// `Topology`: Topology or null, default null.
    pub topology: Option<Topology>,
    /// `Members`: array of Member.
    pub members: Vec<Member>,
    /// `AuthorizedOperations`: int32, default -2147483648.
    pub authorized_operations: i32,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for DescribedGroup {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: None,
            group_id: GroupId::default(),
            group_state: StrBytes::new(),
            group_epoch: 0,
            assignment_epoch: 0,
            topology: None,
            members: Vec::new(),
            authorized_operations: -2147483648,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl DescribedGroup {
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

    /// Sets `group_id`.
    #[must_use]
    pub fn with_group_id(mut self, value: GroupId) -> Self {
        self.group_id = value;
        self
    }

    /// Sets `group_state`.
    #[must_use]
    pub fn with_group_state(mut self, value: StrBytes) -> Self {
        self.group_state = value;
        self
    }

    /// Sets `group_epoch`.
    #[must_use]
    pub fn with_group_epoch(mut self, value: i32) -> Self {
        self.group_epoch = value;
        self
    }

    /// Sets `assignment_epoch`.
    #[must_use]
    pub fn with_assignment_epoch(mut self, value: i32) -> Self {
        self.assignment_epoch = value;
        self
    }

    /// Sets `topology`.
    #[must_use]
    pub fn with_topology(mut self, value: Option<Topology>) -> Self {
        self.topology = value;
        self
    }

    /// Sets `members`.
    #[must_use]
    pub fn with_members(mut self, value: Vec<Member>) -> Self {
        self.members = value;
        self
    }

    /// Sets `authorized_operations`.
    #[must_use]
    pub fn with_authorized_operations(mut self, value: i32) -> Self {
        self.authorized_operations = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl DescribedGroup {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let error_code = wire::get_int16(bytes)?;
        let error_message = wire::get_nullable_text(bytes, true)?;
        let group_id = GroupId(wire::get_text(bytes, true)?);
        let group_state = wire::get_text(bytes, true)?;
        let group_epoch = wire::get_int32(bytes)?;
        let assignment_epoch = wire::get_int32(bytes)?;
        let topology = if wire::get_presence(bytes)? {
            Some(Topology::read(bytes, version)?)
        } else {
            None
        };
        let members = wire::get_array(bytes, true, 28, |bytes| Member::read(bytes, version))?;
        let authorized_operations = wire::get_int32(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            error_code,
            error_message,
            group_id,
            group_state,
            group_epoch,
            assignment_epoch,
            topology,
            members,
            authorized_operations,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int16(buffer, self.error_code)?;
        wire::put_nullable_text(buffer, true, self.error_message.as_deref())?;
        wire::put_text(buffer, true, &self.group_id)?;
        wire::put_text(buffer, true, &self.group_state)?;
        wire::put_int32(buffer, self.group_epoch)?;
        wire::put_int32(buffer, self.assignment_epoch)?;
        wire::put_presence(buffer, self.topology.is_some())?;
        if let Some(value) = &self.topology {
            value.write(buffer, version)?;
        }
        wire::put_array(buffer, true, &self.members, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_int32(buffer, self.authorized_operations)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupDescribe`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topology {
    /// `Epoch`: int32.
    pub epoch: i32,
    /// `Subtopologies`: array of Subtopology or null, default null.
    pub subtopologies: Option<Vec<Subtopology>>,
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
    pub fn with_subtopologies(mut self, value: Option<Vec<Subtopology>>) -> Self {
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
            wire::get_nullable_array(bytes, true, 6, |bytes| Subtopology::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            epoch,
            subtopologies,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.epoch)?;
        wire::put_nullable_array(
            buffer,
            true,
            self.subtopologies.as_deref(),
            |buffer, item| item.write(buffer, version),
        )?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupDescribe`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// `SubtopologyId`: string.
    pub subtopology_id: StrBytes,
    /// `SourceTopics`: array of string.
    pub source_topics: Vec<TopicName>,
    /// `RepartitionSinkTopics`: array of string.
    pub repartition_sink_topics: Vec<TopicName>,
    /// `StateChangelogTopics`: array of TopicInfo.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// `RepartitionSourceTopics`: array of TopicInfo.
    pub repartition_source_topics: Vec<TopicInfo>,
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

    /// Sets `repartition_sink_topics`.
    #[must_use]
    pub fn with_repartition_sink_topics(mut self, value: Vec<TopicName>) -> Self {
        self.repartition_sink_topics = value;
        self
    }

    /// Sets `state_changelog_topics`.
    #[must_use]
    pub fn with_state_changelog_topics(mut self, value: Vec<TopicInfo>) -> Self {
        self.state_changelog_topics = value;
        self
    }

    /// Sets `repartition_source_topics`.
    #[must_use]
    pub fn with_repartition_source_topics(mut self, value: Vec<TopicInfo>) -> Self {
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

impl Subtopology {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let subtopology_id = wire::get_text(bytes, true)?;
        let source_topics = wire::get_array(bytes, true, 1, |bytes| {
            wire::get_text(bytes, true).map(TopicName)
        })?;
        let repartition_sink_topics = wire::get_array(bytes, true, 1, |bytes| {
            wire::get_text(bytes, true).map(TopicName)
        })?;
        let state_changelog_topics =
            wire::get_array(bytes, true, 9, |bytes| TopicInfo::read(bytes, version))?;
        let repartition_source_topics =
            wire::get_array(bytes, true, 9, |bytes| TopicInfo::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            subtopology_id,
            source_topics,
            repartition_sink_topics,
            state_changelog_topics,
            repartition_source_topics,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.subtopology_id)?;
        wire::put_array(buffer, true, &self.source_topics, |buffer, item| {
            wire::put_text(buffer, true, item)
        })?;
        wire::put_array(
            buffer,
            true,
            &self.repartition_sink_topics,
            |buffer, item| wire::put_text(buffer, true, item),
        )?;
        wire::put_array(
            buffer,
            true,
            &self.state_changelog_topics,
            |buffer, item| item.write(buffer, version),
        )?;
        wire::put_array(
            buffer,
            true,
            &self.repartition_source_topics,
            |buffer, item| item.write(buffer, version),
        )?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupDescribe`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Member {
    /// `MemberId`: string.
    pub member_id: StrBytes,
    /// `MemberEpoch`: int32.
    pub member_epoch: i32,
    /// `InstanceId`: string or null, default null.
    pub instance_id: Option<StrBytes>,
    /// `RackId`: string or null, default null.
    pub rack_id: Option<StrBytes>,
    /// `ClientId`: string.
    pub client_id: StrBytes,
    /// `ClientHost`: string.
    pub client_host: StrBytes,
    /// `TopologyEpoch`: int32.
    pub topology_epoch: i32,
    /// `ProcessId`: string.
    pub process_id: StrBytes,
    /// `UserEndpoint`: Endpoint or null, default null.
    pub user_endpoint: Option<Endpoint>,
    /// `ClientTags`: array of KeyValue.
    pub client_tags: Vec<KeyValue>,
    /// `TaskOffsets`: array of TaskOffset.
    pub task_offsets: Vec<TaskOffset>,
    /// `TaskEndOffsets`: array of TaskOffset.
    pub task_end_offsets: Vec<TaskOffset>,
    /// `Assignment`: Assignment.
    pub assignment: Assignment,
    /// `TargetAssignment`: Assignment.
    pub target_assignment: Assignment,
    /// `IsClassic`: bool.
    pub is_classic: bool,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Member {
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

    /// Sets `client_id`.
    #[must_use]
    pub fn with_client_id(mut self, value: StrBytes) -> Self {
        self.client_id = value;
        self
    }

    /// Sets `client_host`.
    #[must_use]
    pub fn with_client_host(mut self, value: StrBytes) -> Self {
        self.client_host = value;
        self
    }

    /// Sets `topology_epoch`.
    #[must_use]
    pub fn with_topology_epoch(mut self, value: i32) -> Self {
        self.topology_epoch = value;
        self
    }

    /// Sets `process_id`.
    #[must_use]
    pub fn with_process_id(mut self, value: StrBytes) -> Self {
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
    pub fn with_client_tags(mut self, value: Vec<KeyValue>) -> Self {
        self.client_tags = value;
        self
    }

    /// Sets `task_offsets`.
    #[must_use]
    pub fn with_task_offsets(mut self, value: Vec<TaskOffset>) -> Self {
        self.task_offsets = value;
        self
    }

    /// Sets `task_end_offsets`.
    #[must_use]
    pub fn with_task_end_offsets(mut self, value: Vec<TaskOffset>) -> Self {
        self.task_end_offsets = value;
        self
    }

    /// Sets `assignment`.
    #[must_use]
    pub fn with_assignment(mut self, value: Assignment) -> Self {
        self.assignment = value;
        self
    }

    /// Sets `target_assignment`.
    #[must_use]
    pub fn with_target_assignment(mut self, value: Assignment) -> Self {
        self.target_assignment = value;
        self
    }

    /// Sets `is_classic`.
    #[must_use]
    pub fn with_is_classic(mut self, value: bool) -> Self {
        self.is_classic = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl Member {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let member_id = wire::get_text(bytes, true)?;
        let member_epoch = wire::get_int32(bytes)?;
        let instance_id = wire::get_nullable_text(bytes, true)?;
        let rack_id = wire::get_nullable_text(bytes, true)?;
        let client_id = wire::get_text(bytes, true)?;
        let client_host = wire::get_text(bytes, true)?;
        let topology_epoch = wire::get_int32(bytes)?;
        let process_id = wire::get_text(bytes, true)?;
        let user_endpoint = if wire::get_presence(bytes)? {
            Some(Endpoint::read(bytes, version)?)
        } else {
            None
        };
        let client_tags = wire::get_array(bytes, true, 3, |bytes| KeyValue::read(bytes, version))?;
        let task_offsets =
            wire::get_array(bytes, true, 14, |bytes| TaskOffset::read(bytes, version))?;
        let task_end_offsets =
            wire::get_array(bytes, true, 14, |bytes| TaskOffset::read(bytes, version))?;
        let assignment = Assignment::read(bytes, version)?;
        let target_assignment = Assignment::read(bytes, version)?;
        let is_classic = wire::get_bool(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            member_id,
            member_epoch,
            instance_id,
            rack_id,
            client_id,
            client_host,
            topology_epoch,
            process_id,
            user_endpoint,
            client_tags,
            task_offsets,
            task_end_offsets,
            assignment,
            target_assignment,
            is_classic,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.member_id)?;
        wire::put_int32(buffer, self.member_epoch)?;
        wire::put_nullable_text(buffer, true, self.instance_id.as_deref())?;
        wire::put_nullable_text(buffer, true, self.rack_id.as_deref())?;
        wire::put_text(buffer, true, &self.client_id)?;
        wire::put_text(buffer, true, &self.client_host)?;
        wire::put_int32(buffer, self.topology_epoch)?;
        wire::put_text(buffer, true, &self.process_id)?;
        wire::put_presence(buffer, self.user_endpoint.is_some())?;
        if let Some(value) = &self.user_endpoint {
            value.write(buffer, version)?;
        }
        wire::put_array(buffer, true, &self.client_tags, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.task_offsets, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.task_end_offsets, |buffer, item| {
            item.write(buffer, version)
        })?;
        self.assignment.write(buffer, version)?;
        self.target_assignment.write(buffer, version)?;
        wire::put_bool(buffer, self.is_classic)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupDescribe`, version 0.
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

/// Part of `StreamsGroupDescribe`, version 0.
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

/// Part of `StreamsGroupDescribe`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// `ActiveTasks`: array of TaskIds.
    pub active_tasks: Vec<TaskIds>,
    /// `StandbyTasks`: array of TaskIds.
    pub standby_tasks: Vec<TaskIds>,
    /// `WarmupTasks`: array of TaskIds.
    pub warmup_tasks: Vec<TaskIds>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Assignment {
    /// Sets `active_tasks`.
    #[must_use]
    pub fn with_active_tasks(mut self, value: Vec<TaskIds>) -> Self {
        self.active_tasks = value;
        self
    }

    /// Sets `standby_tasks`.
    #[must_use]
    pub fn with_standby_tasks(mut self, value: Vec<TaskIds>) -> Self {
        self.standby_tasks = value;
        self
    }

    /// Sets `warmup_tasks`.
    #[must_use]
    pub fn with_warmup_tasks(mut self, value: Vec<TaskIds>) -> Self {
        self.warmup_tasks = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl Assignment {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let active_tasks = wire::get_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let standby_tasks = wire::get_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let warmup_tasks = wire::get_array(bytes, true, 3, |bytes| TaskIds::read(bytes, version))?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            active_tasks,
            standby_tasks,
            warmup_tasks,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.active_tasks, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.standby_tasks, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.warmup_tasks, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `StreamsGroupDescribe`, version 0.
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

/// Part of `StreamsGroupDescribe`, version 0.
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

/// Part of `StreamsGroupDescribe`, version 0.
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

impl Message for StreamsGroupDescribeResponse {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 0 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for StreamsGroupDescribeResponse {
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

impl Decodable for StreamsGroupDescribeResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for StreamsGroupDescribeResponse {
    fn header_version(_version: i16) -> i16 {
        1
    }
}
