//! `AddRaftVoterResponse`, versions 0-1, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/add_raft_voter.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{Decodable, Encodable, HeaderVersion, Message, StrBytes, VersionRange};
use crate::wire::{self, WireError};

/// `AddRaftVoterResponse`, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct AddRaftVoterResponse {
    /// `ThrottleTimeMs`: int32.
    pub throttle_time_ms: i32,
    /// `ErrorCode`: int16.
    pub error_code: i16,
    /// `ErrorMessage`: string or null.
    pub error_message: Option<StrBytes>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for AddRaftVoterResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: Some(StrBytes::new()),
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl AddRaftVoterResponse {
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

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl AddRaftVoterResponse {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let throttle_time_ms = wire::get_int32(bytes)?;
        let error_code = wire::get_int16(bytes)?;
        let error_message = wire::get_nullable_text(bytes, true)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            throttle_time_ms,
            error_code,
            error_message,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.throttle_time_ms)?;
        wire::put_int16(buffer, self.error_code)?;
        wire::put_nullable_text(buffer, true, self.error_message.as_deref())?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for AddRaftVoterResponse {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 1 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for AddRaftVoterResponse {
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

impl Decodable for AddRaftVoterResponse {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for AddRaftVoterResponse {
    fn header_version(_version: i16) -> i16 {
        1
    }
}
