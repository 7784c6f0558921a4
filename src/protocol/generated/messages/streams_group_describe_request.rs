//! `StreamsGroupDescribeRequest`, versions 0, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/streams_group_describe.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    Decodable, Encodable, GroupId, HeaderVersion, Message, Request, VersionRange,
};
use crate::wire::{self, WireError};

/// `StreamsGroupDescribeRequest`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupDescribeRequest {
    /// `GroupIds`: array of string.
    pub group_ids: Vec<GroupId>,
    /// `IncludeAuthorizedOperations`: bool.
    pub include_authorized_operations: bool,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl StreamsGroupDescribeRequest {
    /// Sets `group_ids`.
    #[must_use]
    pub fn with_group_ids(mut self, value: Vec<GroupId>) -> Self {
        self.group_ids = value;
        self
    }

    /// Sets `include_authorized_operations`.
    #[must_use]
    pub fn with_include_authorized_operations(mut self, value: bool) -> Self {
        self.include_authorized_operations = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl StreamsGroupDescribeRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let group_ids = wire::get_array(bytes, true, 1, |bytes| {
            wire::get_text(bytes, true).map(GroupId)
        })?;
        let include_authorized_operations = wire::get_bool(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            group_ids,
            include_authorized_operations,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.group_ids, |buffer, item| {
            wire::put_text(buffer, true, item)
        })?;
        wire::put_bool(buffer, self.include_authorized_operations)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for StreamsGroupDescribeRequest {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 0 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for StreamsGroupDescribeRequest {
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

impl Decodable for StreamsGroupDescribeRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for StreamsGroupDescribeRequest {
    fn header_version(_version: i16) -> i16 {
        2
    }
}

impl Request for StreamsGroupDescribeRequest {
    const KEY: i16 = 89;
    type Response = crate::messages::StreamsGroupDescribeResponse;
}
