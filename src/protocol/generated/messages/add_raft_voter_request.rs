//! `AddRaftVoterRequest`, versions 0-1, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/add_raft_voter.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{
    Decodable, Encodable, HeaderVersion, Message, Request, StrBytes, VersionRange,
};
use crate::wire::{self, WireError};

/// `AddRaftVoterRequest`, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct AddRaftVoterRequest {
    /// `ClusterId`: string or null.
    pub cluster_id: Option<StrBytes>,
    /// `TimeoutMs`: int32.
    pub timeout_ms: i32,
    /// `VoterId`: int32.
    pub voter_id: i32,
    /// `VoterDirectoryId`: uuid.
    pub voter_directory_id: Uuid,
    /// `Listeners`: array of Listener.
    pub listeners: Vec<Listener>,
    /// `AckWhenCommitted`: bool, versions 1, default true.
    pub ack_when_committed: bool,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for AddRaftVoterRequest {
    fn default() -> Self {
        Self {
            cluster_id: Some(StrBytes::new()),
            timeout_ms: 0,
            voter_id: 0,
            voter_directory_id: Uuid::nil(),
            listeners: Vec::new(),
            ack_when_committed: true,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl AddRaftVoterRequest {
    /// Sets `cluster_id`.
    #[must_use]
    pub fn with_cluster_id(mut self, value: Option<StrBytes>) -> Self {
        self.cluster_id = value;
        self
    }

    /// Sets `timeout_ms`.
    #[must_use]
    pub fn with_timeout_ms(mut self, value: i32) -> Self {
        self.timeout_ms = value;
        self
    }

    /// Sets `voter_id`.
    #[must_use]
    pub fn with_voter_id(mut self, value: i32) -> Self {
        self.voter_id = value;
        self
    }

    /// Sets `voter_directory_id`.
    #[must_use]
    pub fn with_voter_directory_id(mut self, value: Uuid) -> Self {
        self.voter_directory_id = value;
        self
    }

    /// Sets `listeners`.
    #[must_use]
    pub fn with_listeners(mut self, value: Vec<Listener>) -> Self {
        self.listeners = value;
        self
    }

    /// Sets `ack_when_committed`.
    #[must_use]
    pub fn with_ack_when_committed(mut self, value: bool) -> Self {
        self.ack_when_committed = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl AddRaftVoterRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let cluster_id = wire::get_nullable_text(bytes, true)?;
        let timeout_ms = wire::get_int32(bytes)?;
        let voter_id = wire::get_int32(bytes)?;
        let voter_directory_id = wire::get_uuid(bytes)?;
        let listeners = wire::get_array(bytes, true, 5, |bytes| Listener::read(bytes, version))?;
        let ack_when_committed = if version >= 1 {
            wire::get_bool(bytes)?
        } else {
            true
        };
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            cluster_id,
            timeout_ms,
            voter_id,
            voter_directory_id,
            listeners,
            ack_when_committed,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_nullable_text(buffer, true, self.cluster_id.as_deref())?;
        wire::put_int32(buffer, self.timeout_ms)?;
        wire::put_int32(buffer, self.voter_id)?;
        wire::put_uuid(buffer, self.voter_directory_id)?;
        wire::put_array(buffer, true, &self.listeners, |buffer, item| {
            item.write(buffer, version)
        })?;
        if version >= 1 {
            wire::put_bool(buffer, self.ack_when_committed)?;
        } else if !self.ack_when_committed {
            return Err(WireError::FieldNotInVersion {
                field: "AckWhenCommitted",
                version,
            });
        }
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `AddRaftVoter`, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listener {
    /// `Name`: string.
    pub name: StrBytes,
    /// `Host`: string.
    pub host: StrBytes,
    /// `Port`: uint16.
    pub port: u16,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Listener {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: StrBytes) -> Self {
        self.name = value;
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

impl Listener {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_text(bytes, true)?;
        let host = wire::get_text(bytes, true)?;
        let port = wire::get_uint16(bytes)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            host,
            port,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_text(buffer, true, &self.host)?;
        wire::put_uint16(buffer, self.port)?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for AddRaftVoterRequest {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 1 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for AddRaftVoterRequest {
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

impl Decodable for AddRaftVoterRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for AddRaftVoterRequest {
    fn header_version(_version: i16) -> i16 {
        2
    }
}

impl Request for AddRaftVoterRequest {
    const KEY: i16 = 80;
    type Response = crate::messages::AddRaftVoterResponse;
}
