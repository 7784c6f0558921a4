//! `ListOffsetsRequest`, versions 1-11, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/list_offsets.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    BrokerId, Decodable, Encodable, HeaderVersion, Message, Request, TopicName, VersionRange,
};
use crate::wire::{self, WireError};

/// `ListOffsetsRequest`, versions 1-11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsRequest {
    /// `ReplicaId`: int32.
    pub replica_id: BrokerId,
    /// `IsolationLevel`: int8, versions 2-11.
    pub isolation_level: i8,
    /// `Topics`: array of ListOffsetsTopic.
    pub topics: Vec<ListOffsetsTopic>,
    /// `TimeoutMs`: int32, versions 10-11.
    pub timeout_ms: i32,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ListOffsetsRequest {
    /// Sets `replica_id`.
    #[must_use]
    pub fn with_replica_id(mut self, value: BrokerId) -> Self {
        self.replica_id = value;
        self
    }

    /// Sets `isolation_level`.
    #[must_use]
    pub fn with_isolation_level(mut self, value: i8) -> Self {
        self.isolation_level = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<ListOffsetsTopic>) -> Self {
        self.topics = value;
        self
    }

    /// Sets `timeout_ms`.
    #[must_use]
    pub fn with_timeout_ms(mut self, value: i32) -> Self {
        self.timeout_ms = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ListOffsetsRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let replica_id = BrokerId(wire::get_int32(bytes)?);
        let isolation_level = if version >= 2 {
            wire::get_int8(bytes)?
        } else {
            0
        };
        let topics = wire::get_array(bytes, flexible, 3, |bytes| {
            ListOffsetsTopic::read(bytes, version)
        })?;
        let timeout_ms = if version >= 10 {
            wire::get_int32(bytes)?
        } else {
            0
        };
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            replica_id,
            isolation_level,
            topics,
            timeout_ms,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        wire::put_int32(buffer, self.replica_id.0)?;
        if version >= 2 {
            wire::put_int8(buffer, self.isolation_level)?;
        } else if self.isolation_level != 0 {
            return Err(WireError::FieldNotInVersion {
                field: "IsolationLevel",
                version,
            });
        }
        wire::put_array(buffer, flexible, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        if version >= 10 {
            wire::put_int32(buffer, self.timeout_ms)?;
        }
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `ListOffsets`, versions 1-11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsTopic {
    /// `Name`: string.
    pub name: TopicName,
    /// `Partitions`: array of ListOffsetsPartition.
    pub partitions: Vec<ListOffsetsPartition>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl ListOffsetsTopic {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<ListOffsetsPartition>) -> Self {
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

impl ListOffsetsTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let name = TopicName(wire::get_text(bytes, flexible)?);
        let partitions = wire::get_array(bytes, flexible, 12, |bytes| {
            ListOffsetsPartition::read(bytes, version)
        })?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            name,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        wire::put_text(buffer, flexible, &self.name)?;
        wire::put_array(buffer, flexible, &self.partitions, |buffer, item| {
            item.write(buffer, version)
        })?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `ListOffsets`, versions 1-11.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOffsetsPartition {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `CurrentLeaderEpoch`: int32, versions 4-11, default -1.
    pub current_leader_epoch: i32,
    /// `Timestamp`: int64.
    pub timestamp: i64,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for ListOffsetsPartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            current_leader_epoch: -1,
            timestamp: 0,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl ListOffsetsPartition {
    /// Sets `partition_index`.
    #[must_use]
    pub fn with_partition_index(mut self, value: i32) -> Self {
        self.partition_index = value;
        self
    }

    /// Sets `current_leader_epoch`.
    #[must_use]
    pub fn with_current_leader_epoch(mut self, value: i32) -> Self {
        self.current_leader_epoch = value;
        self
    }

    /// Sets `timestamp`.
    #[must_use]
    pub fn with_timestamp(mut self, value: i64) -> Self {
        self.timestamp = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl ListOffsetsPartition {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 6;
        let partition_index = wire::get_int32(bytes)?;
        let current_leader_epoch = if version >= 4 {
            wire::get_int32(bytes)?
        } else {
            -1
        };
        let timestamp = wire::get_int64(bytes)?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            partition_index,
            current_leader_epoch,
            timestamp,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 6;
        wire::put_int32(buffer, self.partition_index)?;
        if version >= 4 {
            wire::put_int32(buffer, self.current_leader_epoch)?;
        }
        wire::put_int64(buffer, self.timestamp)?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

impl Message for ListOffsetsRequest {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 11 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for ListOffsetsRequest {
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

impl Decodable for ListOffsetsRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for ListOffsetsRequest {
    fn header_version(version: i16) -> i16 {
        if version >= 6 { 2 } else { 1 }
    }
}

impl Request for ListOffsetsRequest {
    const KEY: i16 = 2;
    type Response = crate::messages::ListOffsetsResponse;
}
