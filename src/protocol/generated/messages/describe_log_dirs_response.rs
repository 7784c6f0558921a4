//! `DescribeLogDirsResponse`, versions 1-5, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/describe_log_dirs.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    Decodable, Encodable, HeaderVersion, Message, StrBytes, TopicName, VersionRange,
};
use crate::wire::{self, WireError};

/// `DescribeLogDirsResponse`, versions 1-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsResponse {
    /// `ThrottleTimeMs`: int32.
    pub throttle_time_ms: i32,
    /// `ErrorCode`: int16, versions 3-5.
    pub error_code: i16,
    /// `Results`: array of DescribeLogDirsResult.
    pub results: Vec<DescribeLogDirsResult>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl DescribeLogDirsResponse {
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

    /// Sets `results`.
    #[must_use]
    pub fn with_results(mut self, value: Vec<DescribeLogDirsResult>) -> Self {
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

impl DescribeLogDirsResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 2;
        let throttle_time_ms = wire::get_int32(bytes)?;
        let error_code = if version >= 3 {
            wire::get_int16(bytes)?
        } else {
            0
        };
        let results = wire::get_array(bytes, flexible, 5, |bytes| {
            DescribeLogDirsResult::read(bytes, version)
        })?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            throttle_time_ms,
            error_code,
            results,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 2;
        wire::put_int32(buffer, self.throttle_time_ms)?;
        if version >= 3 {
            wire::put_int16(buffer, self.error_code)?;
        }
        wire::put_array(buffer, flexible, &self.results, |buffer, item| {
            item.write(buffer, version)
        })?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `DescribeLogDirs`, versions 1-5.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeLogDirsResult {
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `LogDir`: string.
    pub log_dir: StrBytes,
    /// `Topics`: array of DescribeLogDirsTopic.
    pub topics: Vec<DescribeLogDirsTopic>,
    /// `TotalBytes`: int64, versions 4-5, default -1.
    pub total_bytes: i64,
    /// `UsableBytes`: int64, versions 4-5, default -1.
    pub usable_bytes: i64,
    /// `IsCordoned`: bool, versions 5.
    pub is_cordoned: bool,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for DescribeLogDirsResult {
    fn default() -> Self {
        Self {
            error_code: 0,
            log_dir: StrBytes::new(),
            topics: Vec::new(),
            total_bytes: -1,
            usable_bytes: -1,
            is_cordoned: false,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl DescribeLogDirsResult {
    /// Sets `error_code`.
    #[must_use]
    pub fn with_error_code(mut self, value: i16) -> Self {
        self.error_code = value;
        self
    }

    /// Sets `log_dir`.
    #[must_use]
    pub fn with_log_dir(mut self, value: StrBytes) -> Self {
        self.log_dir = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<DescribeLogDirsTopic>) -> Self {
        self.topics = value;
        self
    }

    /// Sets `total_bytes`.
    #[must_use]
    pub fn with_total_bytes(mut self, value: i64) -> Self {
        self.total_bytes = value;
        self
    }

    /// Sets `usable_bytes`.
    #[must_use]
    pub fn with_usable_bytes(mut self, value: i64) -> Self {
        self.usable_bytes = value;
        self
    }

    /// Sets `is_cordoned`.
    #[must_use]
    pub fn with_is_cordoned(mut self, value: bool) -> Self {
        self.is_cordoned = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl DescribeLogDirsResult {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 2;
        let error_code = wire::get_int16(bytes)?;
        let log_dir = wire::get_text(bytes, flexible)?;
        let topics = wire::get_array(bytes, flexible, 3, |bytes| {
            DescribeLogDirsTopic::read(bytes, version)
        })?;
        let total_bytes = if version >= 4 {
            wire::get_int64(bytes)?
        } else {
            -1
        };
        let usable_bytes = if version >= 4 {
            wire::get_int64(bytes)?
        } else {
            -1
        };
        let is_cordoned = if version >= 5 {
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
            error_code,
            log_dir,
            topics,
            total_bytes,
            usable_bytes,
            is_cordoned,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 2;
        wire::put_int16(buffer, self.error_code)?;
        wire::put_text(buffer, flexible, &self.log_dir)?;
        wire::put_array(buffer, flexible, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        if version >= 4 {
            wire::put_int64(buffer, self.total_bytes)?;
        }
        if version >= 4 {
            wire::put_int64(buffer, self.usable_bytes)?;
        }
        if version >= 5 {
            wire::put_bool(buffer, self.is_cordoned)?;
        }
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

/// Part of `DescribeLogDirs`, versions 1-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsTopic {
    /// `Name`: string.
    pub name: TopicName,
    /// `Partitions`: array of DescribeLogDirsPartition.
    pub partitions: Vec<DescribeLogDirsPartition>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl DescribeLogDirsTopic {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `partitions`.
    #[must_use]
    pub fn with_partitions(mut self, value: Vec<DescribeLogDirsPartition>) -> Self {
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

impl DescribeLogDirsTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 2;
        let name = TopicName(wire::get_text(bytes, flexible)?);
        let partitions = wire::get_array(bytes, flexible, 21, |bytes| {
            DescribeLogDirsPartition::read(bytes, version)
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
        let flexible = version >= 2;
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

/// Part of `DescribeLogDirs`, versions 1-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsPartition {
    /// `PartitionIndex`: int32.
    pub partition_index: i32,
    /// `PartitionSize`: int64.
    pub partition_size: i64,
    /// `OffsetLag`: int64.
    pub offset_lag: i64,
    /// `IsFutureKey`: bool.
    pub is_future_key: bool,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl DescribeLogDirsPartition {
    /// Sets `partition_index`.
    #[must_use]
    pub fn with_partition_index(mut self, value: i32) -> Self {
        self.partition_index = value;
        self
    }

    /// Sets `partition_size`.
    #[must_use]
    pub fn with_partition_size(mut self, value: i64) -> Self {
        self.partition_size = value;
        self
    }

    /// Sets `offset_lag`.
    #[must_use]
    pub fn with_offset_lag(mut self, value: i64) -> Self {
        self.offset_lag = value;
        self
    }

    /// Sets `is_future_key`.
    #[must_use]
    pub fn with_is_future_key(mut self, value: bool) -> Self {
        self.is_future_key = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl DescribeLogDirsPartition {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 2;
        let partition_index = wire::get_int32(bytes)?;
        let partition_size = wire::get_int64(bytes)?;
        let offset_lag = wire::get_int64(bytes)?;
        let is_future_key = wire::get_bool(bytes)?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            partition_index,
            partition_size,
            offset_lag,
            is_future_key,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 2;
        wire::put_int32(buffer, self.partition_index)?;
        wire::put_int64(buffer, self.partition_size)?;
        wire::put_int64(buffer, self.offset_lag)?;
        wire::put_bool(buffer, self.is_future_key)?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

impl Message for DescribeLogDirsResponse {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 5 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for DescribeLogDirsResponse {
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

impl Decodable for DescribeLogDirsResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for DescribeLogDirsResponse {
    fn header_version(version: i16) -> i16 {
        if version >= 2 { 1 } else { 0 }
    }
}
