//! `DescribeLogDirsRequest`, versions 1-5, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/describe_log_dirs.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    Decodable, Encodable, HeaderVersion, Message, Request, TopicName, VersionRange,
};
use crate::wire::{self, WireError};

/// `DescribeLogDirsRequest`, versions 1-5.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeLogDirsRequest {
    /// `Topics`: array of DescribableLogDirTopic or null.
    pub topics: Option<Vec<DescribableLogDirTopic>>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for DescribeLogDirsRequest {
    fn default() -> Self {
        Self {
            topics: Some(Vec::new()),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl DescribeLogDirsRequest {
    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Option<Vec<DescribableLogDirTopic>>) -> Self {
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

impl DescribeLogDirsRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 2;
        let topics = wire::get_nullable_array(bytes, flexible, 3, |bytes| {
            DescribableLogDirTopic::read(bytes, version)
        })?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            topics,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 2;
        wire::put_nullable_array(buffer, flexible, self.topics.as_deref(), |buffer, item| {
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
pub struct DescribableLogDirTopic {
    /// `Topic`: string.
    pub topic: TopicName,
    /// `Partitions`: array of int32.
    pub partitions: Vec<i32>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl DescribableLogDirTopic {
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

impl DescribableLogDirTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let flexible = version >= 2;
        let topic = TopicName(wire::get_text(bytes, flexible)?);
        let partitions = wire::get_array(bytes, flexible, 4, wire::get_int32)?;
        let unknown_tagged_fields = if flexible {
            wire::get_tagged_fields(bytes, |_, _| Ok(false))?
        } else {
            BTreeMap::new()
        };
        Ok(Self {
            topic,
            partitions,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        let flexible = version >= 2;
        wire::put_text(buffer, flexible, &self.topic)?;
        wire::put_array(buffer, flexible, &self.partitions, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        if flexible {
            wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        }
        Ok(())
    }
}

impl Message for DescribeLogDirsRequest {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 5 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for DescribeLogDirsRequest {
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

impl Decodable for DescribeLogDirsRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for DescribeLogDirsRequest {
    fn header_version(version: i16) -> i16 {
        if version >= 2 { 2 } else { 1 }
    }
}

impl Request for DescribeLogDirsRequest {
    const KEY: i16 = 35;
    type Response = crate::messages::DescribeLogDirsResponse;
}
