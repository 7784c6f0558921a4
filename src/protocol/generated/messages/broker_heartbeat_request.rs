//! `BrokerHeartbeatRequest`, versions 0-2, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/broker_heartbeat.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};
use uuid::Uuid;

use crate::messages::{
    BrokerId, Decodable, Encodable, HeaderVersion, Message, Request, VersionRange,
};
use crate::wire::{self, WireError};

/// `BrokerHeartbeatRequest`, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerHeartbeatRequest {
    /// `BrokerId`: int32.
    pub broker_id: BrokerId,
    /// `BrokerEpoch`: int64, default -1.
    pub broker_epoch: i64,
    /// `CurrentMetadataOffset`: int64.
    pub current_metadata_offset: i64,
    /// `WantFence`: bool.
    pub want_fence: bool,
    /// `WantShutDown`: bool.
    pub want_shut_down: bool,
    /// `OfflineLogDirs`: array of uuid, versions 1-2, tag 0.
    pub offline_log_dirs: Vec<Uuid>,
    /// `CordonedLogDirs`: array of uuid or null, versions 2, tag 1, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl Default for BrokerHeartbeatRequest {
    fn default() -> Self {
        Self {
            broker_id: BrokerId(0),
            broker_epoch: -1,
            current_metadata_offset: 0,
            want_fence: false,
            want_shut_down: false,
            offline_log_dirs: Vec::new(),
            cordoned_log_dirs: None,
            unknown_tagged_fields: BTreeMap::new(),
        }
    }
}

impl BrokerHeartbeatRequest {
    /// Sets `broker_id`.
    #[must_use]
    pub fn with_broker_id(mut self, value: BrokerId) -> Self {
        self.broker_id = value;
        self
    }

    /// Sets `broker_epoch`.
    #[must_use]
    pub fn with_broker_epoch(mut self, value: i64) -> Self {
        self.broker_epoch = value;
        self
    }

    /// Sets `current_metadata_offset`.
    #[must_use]
    pub fn with_current_metadata_offset(mut self, value: i64) -> Self {
        self.current_metadata_offset = value;
        self
    }

    /// Sets `want_fence`.
    #[must_use]
    pub fn with_want_fence(mut self, value: bool) -> Self {
        self.want_fence = value;
        self
    }

    /// Sets `want_shut_down`.
    #[must_use]
    pub fn with_want_shut_down(mut self, value: bool) -> Self {
        self.want_shut_down = value;
        self
    }

    /// Sets `offline_log_dirs`.
    #[must_use]
    pub fn with_offline_log_dirs(mut self, value: Vec<Uuid>) -> Self {
        self.offline_log_dirs = value;
        self
    }

    /// Sets `cordoned_log_dirs`.
    #[must_use]
    pub fn with_cordoned_log_dirs(mut self, value: Option<Vec<Uuid>>) -> Self {
        self.cordoned_log_dirs = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl BrokerHeartbeatRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let broker_id = BrokerId(wire::get_int32(bytes)?);
        let broker_epoch = wire::get_int64(bytes)?;
        let current_metadata_offset = wire::get_int64(bytes)?;
        let want_fence = wire::get_bool(bytes)?;
        let want_shut_down = wire::get_bool(bytes)?;
        let mut offline_log_dirs = Vec::new();
        let mut cordoned_log_dirs = None;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 if version >= 1 => {
                    offline_log_dirs = wire::get_array(bytes, true, 16, wire::get_uuid)?
                }
                1 if version >= 2 => {
                    cordoned_log_dirs = wire::get_nullable_array(bytes, true, 16, wire::get_uuid)?
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            broker_id,
            broker_epoch,
            current_metadata_offset,
            want_fence,
            want_shut_down,
            offline_log_dirs,
            cordoned_log_dirs,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.broker_id.0)?;
        wire::put_int64(buffer, self.broker_epoch)?;
        wire::put_int64(buffer, self.current_metadata_offset)?;
        wire::put_bool(buffer, self.want_fence)?;
        wire::put_bool(buffer, self.want_shut_down)?;
        let mut tags = wire::TaggedFields::with_unknown(&self.unknown_tagged_fields);
        if version >= 1 {
            if !self.offline_log_dirs.is_empty() {
                tags.add(0, |buffer| {
                    wire::put_array(buffer, true, &self.offline_log_dirs, |buffer, item| {
                        wire::put_uuid(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if !self.offline_log_dirs.is_empty() {
            return Err(WireError::FieldNotInVersion {
                field: "OfflineLogDirs",
                version,
            });
        }
        if version >= 2 {
            if let Some(value) = &self.cordoned_log_dirs {
                tags.add(1, |buffer| {
                    wire::put_array(buffer, true, value, |buffer, item| {
                        wire::put_uuid(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if self.cordoned_log_dirs.is_some() {
            return Err(WireError::FieldNotInVersion {
                field: "CordonedLogDirs",
                version,
            });
        }
        tags.write(buffer)?;
        Ok(())
    }
}

impl Message for BrokerHeartbeatRequest {
    const VERSIONS: VersionRange = VersionRange { min: 0, max: 2 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for BrokerHeartbeatRequest {
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

impl Decodable for BrokerHeartbeatRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for BrokerHeartbeatRequest {
    fn header_version(_version: i16) -> i16 {
        2
    }
}

impl Request for BrokerHeartbeatRequest {
    const KEY: i16 = 63;
    type Response = crate::messages::BrokerHeartbeatResponse;
}
