//! `WriteTxnMarkersRequest`, versions 1-2, in kafka-protocol's manner.
//!
//! Generated from `schema/apis/write_txn_markers.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use kafka_protocol::protocol::buf::{ByteBuf, ByteBufMut};

use crate::messages::{
    Decodable, Encodable, HeaderVersion, Message, ProducerId, Request, TopicName, VersionRange,
};
use crate::wire::{self, WireError};

/// `WriteTxnMarkersRequest`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteTxnMarkersRequest {
    /// `Markers`: array of WritableTxnMarker.
    pub markers: Vec<WritableTxnMarker>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl WriteTxnMarkersRequest {
    /// Sets `markers`.
    #[must_use]
    pub fn with_markers(mut self, value: Vec<WritableTxnMarker>) -> Self {
        self.markers = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl WriteTxnMarkersRequest {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let markers = wire::get_array(bytes, true, 17, |bytes| {
            WritableTxnMarker::read(bytes, version)
        })?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            markers,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.markers, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `WriteTxnMarkers`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarker {
    /// `ProducerId`: int64.
    pub producer_id: ProducerId,
    /// `ProducerEpoch`: int16.
    pub producer_epoch: i16,
    /// `TransactionResult`: bool.
    pub transaction_result: bool,
    /// `Topics`: array of WritableTxnMarkerTopic.
    pub topics: Vec<WritableTxnMarkerTopic>,
    /// `CoordinatorEpoch`: int32.
    pub coordinator_epoch: i32,
    /// `TransactionVersion`: int8, versions 2.
    pub transaction_version: i8,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl WritableTxnMarker {
    /// Sets `producer_id`.
    #[must_use]
    pub fn with_producer_id(mut self, value: ProducerId) -> Self {
        self.producer_id = value;
        self
    }

    /// Sets `producer_epoch`.
    #[must_use]
    pub fn with_producer_epoch(mut self, value: i16) -> Self {
        self.producer_epoch = value;
        self
    }

    /// Sets `transaction_result`.
    #[must_use]
    pub fn with_transaction_result(mut self, value: bool) -> Self {
        self.transaction_result = value;
        self
    }

    /// Sets `topics`.
    #[must_use]
    pub fn with_topics(mut self, value: Vec<WritableTxnMarkerTopic>) -> Self {
        self.topics = value;
        self
    }

    /// Sets `coordinator_epoch`.
    #[must_use]
    pub fn with_coordinator_epoch(mut self, value: i32) -> Self {
        self.coordinator_epoch = value;
        self
    }

    /// Sets `transaction_version`.
    #[must_use]
    pub fn with_transaction_version(mut self, value: i8) -> Self {
        self.transaction_version = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl WritableTxnMarker {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let producer_id = ProducerId(wire::get_int64(bytes)?);
        let producer_epoch = wire::get_int16(bytes)?;
        let transaction_result = wire::get_bool(bytes)?;
        let topics = wire::get_array(bytes, true, 3, |bytes| {
            WritableTxnMarkerTopic::read(bytes, version)
        })?;
        let coordinator_epoch = wire::get_int32(bytes)?;
        let transaction_version = if version >= 2 {
            wire::get_int8(bytes)?
        } else {
            0
        };
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            producer_id,
            producer_epoch,
            transaction_result,
            topics,
            coordinator_epoch,
            transaction_version,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int64(buffer, self.producer_id.0)?;
        wire::put_int16(buffer, self.producer_epoch)?;
        wire::put_bool(buffer, self.transaction_result)?;
        wire::put_array(buffer, true, &self.topics, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_int32(buffer, self.coordinator_epoch)?;
        if version >= 2 {
            wire::put_int8(buffer, self.transaction_version)?;
        }
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

/// Part of `WriteTxnMarkers`, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarkerTopic {
    /// `Name`: string.
    pub name: TopicName,
    /// `PartitionIndexes`: array of int32.
    pub partition_indexes: Vec<i32>,
    /// Tagged fields that these versions do not know.
    pub unknown_tagged_fields: BTreeMap<i32, Bytes>,
}

impl WritableTxnMarkerTopic {
    /// Sets `name`.
    #[must_use]
    pub fn with_name(mut self, value: TopicName) -> Self {
        self.name = value;
        self
    }

    /// Sets `partition_indexes`.
    #[must_use]
    pub fn with_partition_indexes(mut self, value: Vec<i32>) -> Self {
        self.partition_indexes = value;
        self
    }

    /// Sets the tagged fields that these versions do not know.
    #[must_use]
    pub fn with_unknown_tagged_fields(mut self, value: BTreeMap<i32, Bytes>) -> Self {
        self.unknown_tagged_fields = value;
        self
    }
}

impl WritableTxnMarkerTopic {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = TopicName(wire::get_text(bytes, true)?);
        let partition_indexes = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let unknown_tagged_fields = wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            partition_indexes,
            unknown_tagged_fields,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_array(buffer, true, &self.partition_indexes, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::TaggedFields::with_unknown(&self.unknown_tagged_fields).write(buffer)?;
        Ok(())
    }
}

impl Message for WriteTxnMarkersRequest {
    const VERSIONS: VersionRange = VersionRange { min: 1, max: 2 };
    const DEPRECATED_VERSIONS: Option<VersionRange> = None;
}

impl Encodable for WriteTxnMarkersRequest {
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

impl Decodable for WriteTxnMarkersRequest {
    fn decode<B: ByteBuf>(buf: &mut B, version: i16) -> anyhow::Result<Self> {
        wire::check_version::<Self>(version)?;
        Ok(Self::read(buf, version)?)
    }
}

impl HeaderVersion for WriteTxnMarkersRequest {
    fn header_version(_version: i16) -> i16 {
        2
    }
}

impl Request for WriteTxnMarkersRequest {
    const KEY: i16 = 27;
    type Response = crate::messages::WriteTxnMarkersResponse;
}
