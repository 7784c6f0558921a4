//! The records of the cluster metadata log.
//!
//! Generated from `schema/metadata_records.schema`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use bytes::BufMut;
use kafka_protocol::protocol::buf::ByteBuf;
use uuid::Uuid;

use crate::wire::{self, WireError};

/// Any record of the log.
#[derive(Debug, Clone, PartialEq)]
pub enum MetadataRecord {
    /// Record type 0.
    RegisterBroker(RegisterBrokerRecord),
    /// Record type 1.
    UnregisterBroker(UnregisterBrokerRecord),
    /// Record type 2.
    Topic(TopicRecord),
    /// Record type 3.
    Partition(PartitionRecord),
    /// Record type 4.
    Config(ConfigRecord),
    /// Record type 5.
    PartitionChange(PartitionChangeRecord),
    /// Record type 7.
    FenceBroker(FenceBrokerRecord),
    /// Record type 8.
    UnfenceBroker(UnfenceBrokerRecord),
    /// Record type 9.
    RemoveTopic(RemoveTopicRecord),
    /// Record type 10.
    DelegationToken(DelegationTokenRecord),
    /// Record type 11.
    UserScramCredential(UserScramCredentialRecord),
    /// Record type 12.
    FeatureLevel(FeatureLevelRecord),
    /// Record type 14.
    ClientQuota(ClientQuotaRecord),
    /// Record type 15.
    ProducerIds(ProducerIdsRecord),
    /// Record type 17.
    BrokerRegistrationChange(BrokerRegistrationChangeRecord),
    /// Record type 18.
    AccessControlEntry(AccessControlEntryRecord),
    /// Record type 19.
    RemoveAccessControlEntry(RemoveAccessControlEntryRecord),
    /// Record type 20.
    NoOp(NoOpRecord),
    /// Record type 21.
    ZkMigrationState(ZkMigrationStateRecord),
    /// Record type 22.
    RemoveUserScramCredential(RemoveUserScramCredentialRecord),
    /// Record type 23.
    BeginTransaction(BeginTransactionRecord),
    /// Record type 24.
    EndTransaction(EndTransactionRecord),
    /// Record type 25.
    AbortTransaction(AbortTransactionRecord),
    /// Record type 26.
    RemoveDelegationToken(RemoveDelegationTokenRecord),
    /// Record type 27.
    RegisterController(RegisterControllerRecord),
    /// Record type 28.
    ClearElr(ClearElrRecord),
}

impl MetadataRecord {
    /// The number that stands for the record's type in the log.
    #[must_use]
    pub const fn id(&self) -> u32 {
        match self {
            Self::RegisterBroker(_) => 0,
            Self::UnregisterBroker(_) => 1,
            Self::Topic(_) => 2,
            Self::Partition(_) => 3,
            Self::Config(_) => 4,
            Self::PartitionChange(_) => 5,
            Self::FenceBroker(_) => 7,
            Self::UnfenceBroker(_) => 8,
            Self::RemoveTopic(_) => 9,
            Self::DelegationToken(_) => 10,
            Self::UserScramCredential(_) => 11,
            Self::FeatureLevel(_) => 12,
            Self::ClientQuota(_) => 14,
            Self::ProducerIds(_) => 15,
            Self::BrokerRegistrationChange(_) => 17,
            Self::AccessControlEntry(_) => 18,
            Self::RemoveAccessControlEntry(_) => 19,
            Self::NoOp(_) => 20,
            Self::ZkMigrationState(_) => 21,
            Self::RemoveUserScramCredential(_) => 22,
            Self::BeginTransaction(_) => 23,
            Self::EndTransaction(_) => 24,
            Self::AbortTransaction(_) => 25,
            Self::RemoveDelegationToken(_) => 26,
            Self::RegisterController(_) => 27,
            Self::ClearElr(_) => 28,
        }
    }

    /// Kafka's name for the record's type.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::RegisterBroker(_) => "RegisterBrokerRecord",
            Self::UnregisterBroker(_) => "UnregisterBrokerRecord",
            Self::Topic(_) => "TopicRecord",
            Self::Partition(_) => "PartitionRecord",
            Self::Config(_) => "ConfigRecord",
            Self::PartitionChange(_) => "PartitionChangeRecord",
            Self::FenceBroker(_) => "FenceBrokerRecord",
            Self::UnfenceBroker(_) => "UnfenceBrokerRecord",
            Self::RemoveTopic(_) => "RemoveTopicRecord",
            Self::DelegationToken(_) => "DelegationTokenRecord",
            Self::UserScramCredential(_) => "UserScramCredentialRecord",
            Self::FeatureLevel(_) => "FeatureLevelRecord",
            Self::ClientQuota(_) => "ClientQuotaRecord",
            Self::ProducerIds(_) => "ProducerIdsRecord",
            Self::BrokerRegistrationChange(_) => "BrokerRegistrationChangeRecord",
            Self::AccessControlEntry(_) => "AccessControlEntryRecord",
            Self::RemoveAccessControlEntry(_) => "RemoveAccessControlEntryRecord",
            Self::NoOp(_) => "NoOpRecord",
            Self::ZkMigrationState(_) => "ZkMigrationStateRecord",
            Self::RemoveUserScramCredential(_) => "RemoveUserScramCredentialRecord",
            Self::BeginTransaction(_) => "BeginTransactionRecord",
            Self::EndTransaction(_) => "EndTransactionRecord",
            Self::AbortTransaction(_) => "AbortTransactionRecord",
            Self::RemoveDelegationToken(_) => "RemoveDelegationTokenRecord",
            Self::RegisterController(_) => "RegisterControllerRecord",
            Self::ClearElr(_) => "ClearElrRecord",
        }
    }

    /// The oldest and the newest version of a record type.
    #[must_use]
    pub const fn versions(id: u32) -> Option<(i16, i16)> {
        match id {
            0 => Some((0, 4)),
            1 => Some((0, 0)),
            2 => Some((0, 0)),
            3 => Some((0, 2)),
            4 => Some((0, 0)),
            5 => Some((0, 2)),
            7 => Some((0, 0)),
            8 => Some((0, 0)),
            9 => Some((0, 0)),
            10 => Some((0, 0)),
            11 => Some((0, 0)),
            12 => Some((0, 0)),
            14 => Some((0, 0)),
            15 => Some((0, 0)),
            17 => Some((0, 3)),
            18 => Some((0, 0)),
            19 => Some((0, 0)),
            20 => Some((0, 0)),
            21 => Some((0, 0)),
            22 => Some((0, 0)),
            23 => Some((0, 0)),
            24 => Some((0, 0)),
            25 => Some((0, 0)),
            26 => Some((0, 0)),
            27 => Some((0, 0)),
            28 => Some((0, 0)),
            _ => None,
        }
    }

    pub(crate) fn read<B: ByteBuf>(
        id: u32,
        bytes: &mut B,
        version: i16,
    ) -> Result<Self, WireError> {
        match id {
            0 => RegisterBrokerRecord::read(bytes, version).map(MetadataRecord::RegisterBroker),
            1 => UnregisterBrokerRecord::read(bytes, version).map(MetadataRecord::UnregisterBroker),
            2 => TopicRecord::read(bytes, version).map(MetadataRecord::Topic),
            3 => PartitionRecord::read(bytes, version).map(MetadataRecord::Partition),
            4 => ConfigRecord::read(bytes, version).map(MetadataRecord::Config),
            5 => PartitionChangeRecord::read(bytes, version).map(MetadataRecord::PartitionChange),
            7 => FenceBrokerRecord::read(bytes, version).map(MetadataRecord::FenceBroker),
            8 => UnfenceBrokerRecord::read(bytes, version).map(MetadataRecord::UnfenceBroker),
            9 => RemoveTopicRecord::read(bytes, version).map(MetadataRecord::RemoveTopic),
            10 => DelegationTokenRecord::read(bytes, version).map(MetadataRecord::DelegationToken),
            11 => UserScramCredentialRecord::read(bytes, version)
                .map(MetadataRecord::UserScramCredential),
            12 => FeatureLevelRecord::read(bytes, version).map(MetadataRecord::FeatureLevel),
            14 => ClientQuotaRecord::read(bytes, version).map(MetadataRecord::ClientQuota),
            15 => ProducerIdsRecord::read(bytes, version).map(MetadataRecord::ProducerIds),
            17 => BrokerRegistrationChangeRecord::read(bytes, version)
                .map(MetadataRecord::BrokerRegistrationChange),
            18 => AccessControlEntryRecord::read(bytes, version)
                .map(MetadataRecord::AccessControlEntry),
            19 => RemoveAccessControlEntryRecord::read(bytes, version)
                .map(MetadataRecord::RemoveAccessControlEntry),
            20 => NoOpRecord::read(bytes, version).map(MetadataRecord::NoOp),
            21 => {
                ZkMigrationStateRecord::read(bytes, version).map(MetadataRecord::ZkMigrationState)
            }
            22 => RemoveUserScramCredentialRecord::read(bytes, version)
                .map(MetadataRecord::RemoveUserScramCredential),
            23 => {
                BeginTransactionRecord::read(bytes, version).map(MetadataRecord::BeginTransaction)
            }
            24 => EndTransactionRecord::read(bytes, version).map(MetadataRecord::EndTransaction),
            25 => {
                AbortTransactionRecord::read(bytes, version).map(MetadataRecord::AbortTransaction)
            }
            26 => RemoveDelegationTokenRecord::read(bytes, version)
                .map(MetadataRecord::RemoveDelegationToken),
            27 => RegisterControllerRecord::read(bytes, version)
                .map(MetadataRecord::RegisterController),
            28 => ClearElrRecord::read(bytes, version).map(MetadataRecord::ClearElr),
            _ => Err(WireError::UnsupportedVersion(version)),
        }
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        match self {
            Self::RegisterBroker(record) => record.write(buffer, version),
            Self::UnregisterBroker(record) => record.write(buffer, version),
            Self::Topic(record) => record.write(buffer, version),
            Self::Partition(record) => record.write(buffer, version),
            Self::Config(record) => record.write(buffer, version),
            Self::PartitionChange(record) => record.write(buffer, version),
            Self::FenceBroker(record) => record.write(buffer, version),
            Self::UnfenceBroker(record) => record.write(buffer, version),
            Self::RemoveTopic(record) => record.write(buffer, version),
            Self::DelegationToken(record) => record.write(buffer, version),
            Self::UserScramCredential(record) => record.write(buffer, version),
            Self::FeatureLevel(record) => record.write(buffer, version),
            Self::ClientQuota(record) => record.write(buffer, version),
            Self::ProducerIds(record) => record.write(buffer, version),
            Self::BrokerRegistrationChange(record) => record.write(buffer, version),
            Self::AccessControlEntry(record) => record.write(buffer, version),
            Self::RemoveAccessControlEntry(record) => record.write(buffer, version),
            Self::NoOp(record) => record.write(buffer, version),
            Self::ZkMigrationState(record) => record.write(buffer, version),
            Self::RemoveUserScramCredential(record) => record.write(buffer, version),
            Self::BeginTransaction(record) => record.write(buffer, version),
            Self::EndTransaction(record) => record.write(buffer, version),
            Self::AbortTransaction(record) => record.write(buffer, version),
            Self::RemoveDelegationToken(record) => record.write(buffer, version),
            Self::RegisterController(record) => record.write(buffer, version),
            Self::ClearElr(record) => record.write(buffer, version),
        }
    }
}

impl From<RegisterBrokerRecord> for MetadataRecord {
    fn from(record: RegisterBrokerRecord) -> Self {
        Self::RegisterBroker(record)
    }
}

impl From<UnregisterBrokerRecord> for MetadataRecord {
    fn from(record: UnregisterBrokerRecord) -> Self {
        Self::UnregisterBroker(record)
    }
}

impl From<TopicRecord> for MetadataRecord {
    fn from(record: TopicRecord) -> Self {
        Self::Topic(record)
    }
}

impl From<PartitionRecord> for MetadataRecord {
    fn from(record: PartitionRecord) -> Self {
        Self::Partition(record)
    }
}

impl From<ConfigRecord> for MetadataRecord {
    fn from(record: ConfigRecord) -> Self {
        Self::Config(record)
    }
}

impl From<PartitionChangeRecord> for MetadataRecord {
    fn from(record: PartitionChangeRecord) -> Self {
        Self::PartitionChange(record)
    }
}

impl From<FenceBrokerRecord> for MetadataRecord {
    fn from(record: FenceBrokerRecord) -> Self {
        Self::FenceBroker(record)
    }
}

impl From<UnfenceBrokerRecord> for MetadataRecord {
    fn from(record: UnfenceBrokerRecord) -> Self {
        Self::UnfenceBroker(record)
    }
}

impl From<RemoveTopicRecord> for MetadataRecord {
    fn from(record: RemoveTopicRecord) -> Self {
        Self::RemoveTopic(record)
    }
}

impl From<DelegationTokenRecord> for MetadataRecord {
    fn from(record: DelegationTokenRecord) -> Self {
        Self::DelegationToken(record)
    }
}

impl From<UserScramCredentialRecord> for MetadataRecord {
    fn from(record: UserScramCredentialRecord) -> Self {
        Self::UserScramCredential(record)
    }
}

impl From<FeatureLevelRecord> for MetadataRecord {
    fn from(record: FeatureLevelRecord) -> Self {
        Self::FeatureLevel(record)
    }
}

impl From<ClientQuotaRecord> for MetadataRecord {
    fn from(record: ClientQuotaRecord) -> Self {
        Self::ClientQuota(record)
    }
}

impl From<ProducerIdsRecord> for MetadataRecord {
    fn from(record: ProducerIdsRecord) -> Self {
        Self::ProducerIds(record)
    }
}

impl From<BrokerRegistrationChangeRecord> for MetadataRecord {
    fn from(record: BrokerRegistrationChangeRecord) -> Self {
        Self::BrokerRegistrationChange(record)
    }
}

impl From<AccessControlEntryRecord> for MetadataRecord {
    fn from(record: AccessControlEntryRecord) -> Self {
        Self::AccessControlEntry(record)
    }
}

impl From<RemoveAccessControlEntryRecord> for MetadataRecord {
    fn from(record: RemoveAccessControlEntryRecord) -> Self {
        Self::RemoveAccessControlEntry(record)
    }
}

impl From<NoOpRecord> for MetadataRecord {
    fn from(record: NoOpRecord) -> Self {
        Self::NoOp(record)
    }
}

impl From<ZkMigrationStateRecord> for MetadataRecord {
    fn from(record: ZkMigrationStateRecord) -> Self {
        Self::ZkMigrationState(record)
    }
}

impl From<RemoveUserScramCredentialRecord> for MetadataRecord {
    fn from(record: RemoveUserScramCredentialRecord) -> Self {
        Self::RemoveUserScramCredential(record)
    }
}

impl From<BeginTransactionRecord> for MetadataRecord {
    fn from(record: BeginTransactionRecord) -> Self {
        Self::BeginTransaction(record)
    }
}

impl From<EndTransactionRecord> for MetadataRecord {
    fn from(record: EndTransactionRecord) -> Self {
        Self::EndTransaction(record)
    }
}

impl From<AbortTransactionRecord> for MetadataRecord {
    fn from(record: AbortTransactionRecord) -> Self {
        Self::AbortTransaction(record)
    }
}

impl From<RemoveDelegationTokenRecord> for MetadataRecord {
    fn from(record: RemoveDelegationTokenRecord) -> Self {
        Self::RemoveDelegationToken(record)
    }
}

impl From<RegisterControllerRecord> for MetadataRecord {
    fn from(record: RegisterControllerRecord) -> Self {
        Self::RegisterController(record)
    }
}

impl From<ClearElrRecord> for MetadataRecord {
    fn from(record: ClearElrRecord) -> Self {
        Self::ClearElr(record)
    }
}

/// `RegisterBrokerRecord`, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterBrokerRecord {
    /// `BrokerId`: int32.
    pub broker_id: i32,
    /// `IsMigratingZkBroker`: bool, versions 2-4.
    pub is_migrating_zk_broker: bool,
    /// `IncarnationId`: uuid.
    pub incarnation_id: Uuid,
    /// `BrokerEpoch`: int64.
    pub broker_epoch: i64,
    /// `EndPoints`: array of BrokerEndpoint.
    pub end_points: Vec<BrokerEndpoint>,
    /// `Features`: array of BrokerFeature.
    pub features: Vec<BrokerFeature>,
    /// `Rack`: string or null.
    pub rack: Option<String>,
    /// `Fenced`: bool, default true.
    pub fenced: bool,
    /// `InControlledShutdown`: bool, versions 1-4.
    pub in_controlled_shutdown: bool,
    /// `LogDirs`: array of uuid, versions 3-4, tag 0.
    pub log_dirs: Vec<Uuid>,
    /// `CordonedLogDirs`: array of uuid or null, versions 4, tag 1, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Default for RegisterBrokerRecord {
    fn default() -> Self {
        Self {
            broker_id: 0,
            is_migrating_zk_broker: false,
            incarnation_id: Uuid::nil(),
            broker_epoch: 0,
            end_points: Vec::new(),
            features: Vec::new(),
            rack: Some(String::new()),
            fenced: true,
            in_controlled_shutdown: false,
            log_dirs: Vec::new(),
            cordoned_log_dirs: None,
        }
    }
}

impl RegisterBrokerRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let broker_id = wire::get_int32(bytes)?;
        let is_migrating_zk_broker = if version >= 2 {
            wire::get_bool(bytes)?
        } else {
            false
        };
        let incarnation_id = wire::get_uuid(bytes)?;
        let broker_epoch = wire::get_int64(bytes)?;
        let end_points =
            wire::get_array(bytes, true, 7, |bytes| BrokerEndpoint::read(bytes, version))?;
        let features =
            wire::get_array(bytes, true, 6, |bytes| BrokerFeature::read(bytes, version))?;
        let rack = wire::get_nullable_string(bytes, true)?;
        let fenced = wire::get_bool(bytes)?;
        let in_controlled_shutdown = if version >= 1 {
            wire::get_bool(bytes)?
        } else {
            false
        };
        let mut log_dirs = Vec::new();
        let mut cordoned_log_dirs = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 if version >= 3 => log_dirs = wire::get_array(bytes, true, 16, wire::get_uuid)?,
                1 if version >= 4 => {
                    cordoned_log_dirs = wire::get_nullable_array(bytes, true, 16, wire::get_uuid)?
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            broker_id,
            is_migrating_zk_broker,
            incarnation_id,
            broker_epoch,
            end_points,
            features,
            rack,
            fenced,
            in_controlled_shutdown,
            log_dirs,
            cordoned_log_dirs,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.broker_id)?;
        if version >= 2 {
            wire::put_bool(buffer, self.is_migrating_zk_broker)?;
        } else if self.is_migrating_zk_broker {
            return Err(WireError::FieldNotInVersion {
                field: "IsMigratingZkBroker",
                version,
            });
        }
        wire::put_uuid(buffer, self.incarnation_id)?;
        wire::put_int64(buffer, self.broker_epoch)?;
        wire::put_array(buffer, true, &self.end_points, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.features, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_nullable_text(buffer, true, self.rack.as_deref())?;
        wire::put_bool(buffer, self.fenced)?;
        if version >= 1 {
            wire::put_bool(buffer, self.in_controlled_shutdown)?;
        } else if self.in_controlled_shutdown {
            return Err(WireError::FieldNotInVersion {
                field: "InControlledShutdown",
                version,
            });
        }
        let mut tags = wire::TaggedFields::default();
        if version >= 3 {
            if !self.log_dirs.is_empty() {
                tags.add(0, |buffer| {
                    wire::put_array(buffer, true, &self.log_dirs, |buffer, item| {
                        wire::put_uuid(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if !self.log_dirs.is_empty() {
            return Err(WireError::FieldNotInVersion {
                field: "LogDirs",
                version,
            });
        }
        if version >= 4 {
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

/// Part of `RegisterBrokerRecord`, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerEndpoint {
    /// `Name`: string.
    pub name: String,
    /// `Host`: string.
    pub host: String,
    /// `Port`: uint16.
    pub port: u16,
    /// `SecurityProtocol`: int16.
    pub security_protocol: i16,
}

impl BrokerEndpoint {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let host = wire::get_string(bytes, true)?;
        let port = wire::get_uint16(bytes)?;
        let security_protocol = wire::get_int16(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            host,
            port,
            security_protocol,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_text(buffer, true, &self.host)?;
        wire::put_uint16(buffer, self.port)?;
        wire::put_int16(buffer, self.security_protocol)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `RegisterBrokerRecord`, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerFeature {
    /// `Name`: string.
    pub name: String,
    /// `MinSupportedVersion`: int16.
    pub min_supported_version: i16,
    /// `MaxSupportedVersion`: int16.
    pub max_supported_version: i16,
}

impl BrokerFeature {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let min_supported_version = wire::get_int16(bytes)?;
        let max_supported_version = wire::get_int16(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            min_supported_version,
            max_supported_version,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_int16(buffer, self.min_supported_version)?;
        wire::put_int16(buffer, self.max_supported_version)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `UnregisterBrokerRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnregisterBrokerRecord {
    /// `BrokerId`: int32.
    pub broker_id: i32,
    /// `BrokerEpoch`: int64.
    pub broker_epoch: i64,
}

impl UnregisterBrokerRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let broker_id = wire::get_int32(bytes)?;
        let broker_epoch = wire::get_int64(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            broker_id,
            broker_epoch,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.broker_id)?;
        wire::put_int64(buffer, self.broker_epoch)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `TopicRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicRecord {
    /// `Name`: string.
    pub name: String,
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
}

impl TopicRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let topic_id = wire::get_uuid(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { name, topic_id })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_uuid(buffer, self.topic_id)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `PartitionRecord`, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionRecord {
    /// `PartitionId`: int32, default -1.
    pub partition_id: i32,
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Replicas`: array of int32.
    pub replicas: Vec<i32>,
    /// `Isr`: array of int32.
    pub isr: Vec<i32>,
    /// `RemovingReplicas`: array of int32.
    pub removing_replicas: Vec<i32>,
    /// `AddingReplicas`: array of int32.
    pub adding_replicas: Vec<i32>,
    /// `Leader`: int32, default -1.
    pub leader: i32,
    /// `LeaderRecoveryState`: int8, tag 0.
    pub leader_recovery_state: i8,
    /// `LeaderEpoch`: int32, default -1.
    pub leader_epoch: i32,
    /// `PartitionEpoch`: int32, default -1.
    pub partition_epoch: i32,
    /// `Directories`: array of uuid, versions 1-2.
    pub directories: Vec<Uuid>,
    /// `EligibleLeaderReplicas`: array of int32 or null, versions 2, tag 1, default null.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// `LastKnownElr`: array of int32 or null, versions 2, tag 2, default null.
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Uuid::nil(),
            replicas: Vec::new(),
            isr: Vec::new(),
            removing_replicas: Vec::new(),
            adding_replicas: Vec::new(),
            leader: -1,
            leader_recovery_state: 0,
            leader_epoch: -1,
            partition_epoch: -1,
            directories: Vec::new(),
            eligible_leader_replicas: None,
            last_known_elr: None,
        }
    }
}

impl PartitionRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let partition_id = wire::get_int32(bytes)?;
        let topic_id = wire::get_uuid(bytes)?;
        let replicas = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let isr = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let removing_replicas = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let adding_replicas = wire::get_array(bytes, true, 4, wire::get_int32)?;
        let leader = wire::get_int32(bytes)?;
        let leader_epoch = wire::get_int32(bytes)?;
        let partition_epoch = wire::get_int32(bytes)?;
        let directories = if version >= 1 {
            wire::get_array(bytes, true, 16, wire::get_uuid)?
        } else {
            Vec::new()
        };
        let mut leader_recovery_state = 0;
        let mut eligible_leader_replicas = None;
        let mut last_known_elr = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => leader_recovery_state = wire::get_int8(bytes)?,
                1 if version >= 2 => {
                    eligible_leader_replicas =
                        wire::get_nullable_array(bytes, true, 4, wire::get_int32)?
                }
                2 if version >= 2 => {
                    last_known_elr = wire::get_nullable_array(bytes, true, 4, wire::get_int32)?
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            partition_id,
            topic_id,
            replicas,
            isr,
            removing_replicas,
            adding_replicas,
            leader,
            leader_recovery_state,
            leader_epoch,
            partition_epoch,
            directories,
            eligible_leader_replicas,
            last_known_elr,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition_id)?;
        wire::put_uuid(buffer, self.topic_id)?;
        wire::put_array(buffer, true, &self.replicas, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::put_array(buffer, true, &self.isr, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::put_array(buffer, true, &self.removing_replicas, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::put_array(buffer, true, &self.adding_replicas, |buffer, item| {
            wire::put_int32(buffer, *item)
        })?;
        wire::put_int32(buffer, self.leader)?;
        wire::put_int32(buffer, self.leader_epoch)?;
        wire::put_int32(buffer, self.partition_epoch)?;
        if version >= 1 {
            wire::put_array(buffer, true, &self.directories, |buffer, item| {
                wire::put_uuid(buffer, *item)
            })?;
        } else if !self.directories.is_empty() {
            return Err(WireError::FieldNotInVersion {
                field: "Directories",
                version,
            });
        }
        let mut tags = wire::TaggedFields::default();
        if self.leader_recovery_state != 0 {
            tags.add(0, |buffer| {
                wire::put_int8(buffer, self.leader_recovery_state)?;
                Ok(())
            })?;
        }
        if version >= 2 {
            if let Some(value) = &self.eligible_leader_replicas {
                tags.add(1, |buffer| {
                    wire::put_array(buffer, true, value, |buffer, item| {
                        wire::put_int32(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if self.eligible_leader_replicas.is_some() {
            return Err(WireError::FieldNotInVersion {
                field: "EligibleLeaderReplicas",
                version,
            });
        }
        if version >= 2 {
            if let Some(value) = &self.last_known_elr {
                tags.add(2, |buffer| {
                    wire::put_array(buffer, true, value, |buffer, item| {
                        wire::put_int32(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if self.last_known_elr.is_some() {
            return Err(WireError::FieldNotInVersion {
                field: "LastKnownElr",
                version,
            });
        }
        tags.write(buffer)?;
        Ok(())
    }
}

/// `ConfigRecord`, version 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigRecord {
    /// `ResourceType`: int8.
    pub resource_type: i8,
    /// `ResourceName`: string.
    pub resource_name: String,
    /// `Name`: string.
    pub name: String,
    /// `Value`: string or null.
    pub value: Option<String>,
}

impl Default for ConfigRecord {
    fn default() -> Self {
        Self {
            resource_type: 0,
            resource_name: String::new(),
            name: String::new(),
            value: Some(String::new()),
        }
    }
}

impl ConfigRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let resource_type = wire::get_int8(bytes)?;
        let resource_name = wire::get_string(bytes, true)?;
        let name = wire::get_string(bytes, true)?;
        let value = wire::get_nullable_string(bytes, true)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            resource_type,
            resource_name,
            name,
            value,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int8(buffer, self.resource_type)?;
        wire::put_text(buffer, true, &self.resource_name)?;
        wire::put_text(buffer, true, &self.name)?;
        wire::put_nullable_text(buffer, true, self.value.as_deref())?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `PartitionChangeRecord`, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionChangeRecord {
    /// `PartitionId`: int32, default -1.
    pub partition_id: i32,
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
    /// `Isr`: array of int32 or null, tag 0, default null.
    pub isr: Option<Vec<i32>>,
    /// `Leader`: int32, tag 1, default -2.
    pub leader: i32,
    /// `Replicas`: array of int32 or null, tag 2, default null.
    pub replicas: Option<Vec<i32>>,
    /// `RemovingReplicas`: array of int32 or null, tag 3, default null.
    pub removing_replicas: Option<Vec<i32>>,
    /// `AddingReplicas`: array of int32 or null, tag 4, default null.
    pub adding_replicas: Option<Vec<i32>>,
    /// `LeaderRecoveryState`: int8, tag 5, default -1.
    pub leader_recovery_state: i8,
    /// `Directories`: array of uuid or null, versions 1-2, tag 8, default null.
    pub directories: Option<Vec<Uuid>>,
    /// `EligibleLeaderReplicas`: array of int32 or null, versions 2, tag 6, default null.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// `LastKnownElr`: array of int32 or null, versions 2, tag 7, default null.
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionChangeRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Uuid::nil(),
            isr: None,
            leader: -2,
            replicas: None,
            removing_replicas: None,
            adding_replicas: None,
            leader_recovery_state: -1,
            directories: None,
            eligible_leader_replicas: None,
            last_known_elr: None,
        }
    }
}

impl PartitionChangeRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let partition_id = wire::get_int32(bytes)?;
        let topic_id = wire::get_uuid(bytes)?;
        let mut isr = None;
        let mut leader = -2;
        let mut replicas = None;
        let mut removing_replicas = None;
        let mut adding_replicas = None;
        let mut leader_recovery_state = -1;
        let mut directories = None;
        let mut eligible_leader_replicas = None;
        let mut last_known_elr = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => isr = wire::get_nullable_array(bytes, true, 4, wire::get_int32)?,
                1 => leader = wire::get_int32(bytes)?,
                2 => replicas = wire::get_nullable_array(bytes, true, 4, wire::get_int32)?,
                3 => removing_replicas = wire::get_nullable_array(bytes, true, 4, wire::get_int32)?,
                4 => adding_replicas = wire::get_nullable_array(bytes, true, 4, wire::get_int32)?,
                5 => leader_recovery_state = wire::get_int8(bytes)?,
                8 if version >= 1 => {
                    directories = wire::get_nullable_array(bytes, true, 16, wire::get_uuid)?
                }
                6 if version >= 2 => {
                    eligible_leader_replicas =
                        wire::get_nullable_array(bytes, true, 4, wire::get_int32)?
                }
                7 if version >= 2 => {
                    last_known_elr = wire::get_nullable_array(bytes, true, 4, wire::get_int32)?
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            partition_id,
            topic_id,
            isr,
            leader,
            replicas,
            removing_replicas,
            adding_replicas,
            leader_recovery_state,
            directories,
            eligible_leader_replicas,
            last_known_elr,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.partition_id)?;
        wire::put_uuid(buffer, self.topic_id)?;
        let mut tags = wire::TaggedFields::default();
        if let Some(value) = &self.isr {
            tags.add(0, |buffer| {
                wire::put_array(buffer, true, value, |buffer, item| {
                    wire::put_int32(buffer, *item)
                })?;
                Ok(())
            })?;
        }
        if self.leader != -2 {
            tags.add(1, |buffer| {
                wire::put_int32(buffer, self.leader)?;
                Ok(())
            })?;
        }
        if let Some(value) = &self.replicas {
            tags.add(2, |buffer| {
                wire::put_array(buffer, true, value, |buffer, item| {
                    wire::put_int32(buffer, *item)
                })?;
                Ok(())
            })?;
        }
        if let Some(value) = &self.removing_replicas {
            tags.add(3, |buffer| {
                wire::put_array(buffer, true, value, |buffer, item| {
                    wire::put_int32(buffer, *item)
                })?;
                Ok(())
            })?;
        }
        if let Some(value) = &self.adding_replicas {
            tags.add(4, |buffer| {
                wire::put_array(buffer, true, value, |buffer, item| {
                    wire::put_int32(buffer, *item)
                })?;
                Ok(())
            })?;
        }
        if self.leader_recovery_state != -1 {
            tags.add(5, |buffer| {
                wire::put_int8(buffer, self.leader_recovery_state)?;
                Ok(())
            })?;
        }
        if version >= 2 {
            if let Some(value) = &self.eligible_leader_replicas {
                tags.add(6, |buffer| {
                    wire::put_array(buffer, true, value, |buffer, item| {
                        wire::put_int32(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if self.eligible_leader_replicas.is_some() {
            return Err(WireError::FieldNotInVersion {
                field: "EligibleLeaderReplicas",
                version,
            });
        }
        if version >= 2 {
            if let Some(value) = &self.last_known_elr {
                tags.add(7, |buffer| {
                    wire::put_array(buffer, true, value, |buffer, item| {
                        wire::put_int32(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if self.last_known_elr.is_some() {
            return Err(WireError::FieldNotInVersion {
                field: "LastKnownElr",
                version,
            });
        }
        if version >= 1 {
            if let Some(value) = &self.directories {
                tags.add(8, |buffer| {
                    wire::put_array(buffer, true, value, |buffer, item| {
                        wire::put_uuid(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if self.directories.is_some() {
            return Err(WireError::FieldNotInVersion {
                field: "Directories",
                version,
            });
        }
        tags.write(buffer)?;
        Ok(())
    }
}

/// `FenceBrokerRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FenceBrokerRecord {
    /// `Id`: int32.
    pub id: i32,
    /// `Epoch`: int64.
    pub epoch: i64,
}

impl FenceBrokerRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let id = wire::get_int32(bytes)?;
        let epoch = wire::get_int64(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { id, epoch })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.id)?;
        wire::put_int64(buffer, self.epoch)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `UnfenceBrokerRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnfenceBrokerRecord {
    /// `Id`: int32.
    pub id: i32,
    /// `Epoch`: int64.
    pub epoch: i64,
}

impl UnfenceBrokerRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let id = wire::get_int32(bytes)?;
        let epoch = wire::get_int64(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { id, epoch })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.id)?;
        wire::put_int64(buffer, self.epoch)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `RemoveTopicRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveTopicRecord {
    /// `TopicId`: uuid.
    pub topic_id: Uuid,
}

impl RemoveTopicRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let topic_id = wire::get_uuid(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { topic_id })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.topic_id)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `DelegationTokenRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DelegationTokenRecord {
    /// `Owner`: string.
    pub owner: String,
    /// `Requester`: string.
    pub requester: String,
    /// `Renewers`: array of string.
    pub renewers: Vec<String>,
    /// `IssueTimestamp`: int64.
    pub issue_timestamp: i64,
    /// `MaxTimestamp`: int64.
    pub max_timestamp: i64,
    /// `ExpirationTimestamp`: int64.
    pub expiration_timestamp: i64,
    /// `TokenId`: string.
    pub token_id: String,
}

impl DelegationTokenRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let owner = wire::get_string(bytes, true)?;
        let requester = wire::get_string(bytes, true)?;
        let renewers = wire::get_array(bytes, true, 1, |bytes| wire::get_string(bytes, true))?;
        let issue_timestamp = wire::get_int64(bytes)?;
        let max_timestamp = wire::get_int64(bytes)?;
        let expiration_timestamp = wire::get_int64(bytes)?;
        let token_id = wire::get_string(bytes, true)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            owner,
            requester,
            renewers,
            issue_timestamp,
            max_timestamp,
            expiration_timestamp,
            token_id,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.owner)?;
        wire::put_text(buffer, true, &self.requester)?;
        wire::put_array(buffer, true, &self.renewers, |buffer, item| {
            wire::put_text(buffer, true, item)
        })?;
        wire::put_int64(buffer, self.issue_timestamp)?;
        wire::put_int64(buffer, self.max_timestamp)?;
        wire::put_int64(buffer, self.expiration_timestamp)?;
        wire::put_text(buffer, true, &self.token_id)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `UserScramCredentialRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserScramCredentialRecord {
    /// `Name`: string.
    pub name: String,
    /// `Mechanism`: int8.
    pub mechanism: i8,
    /// `Salt`: bytes.
    pub salt: Vec<u8>,
    /// `StoredKey`: bytes.
    pub stored_key: Vec<u8>,
    /// `ServerKey`: bytes.
    pub server_key: Vec<u8>,
    /// `Iterations`: int32.
    pub iterations: i32,
}

impl UserScramCredentialRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let mechanism = wire::get_int8(bytes)?;
        let salt = wire::get_byte_vec(bytes, true)?;
        let stored_key = wire::get_byte_vec(bytes, true)?;
        let server_key = wire::get_byte_vec(bytes, true)?;
        let iterations = wire::get_int32(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            mechanism,
            salt,
            stored_key,
            server_key,
            iterations,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_int8(buffer, self.mechanism)?;
        wire::put_bytes(buffer, true, &self.salt)?;
        wire::put_bytes(buffer, true, &self.stored_key)?;
        wire::put_bytes(buffer, true, &self.server_key)?;
        wire::put_int32(buffer, self.iterations)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `FeatureLevelRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FeatureLevelRecord {
    /// `Name`: string.
    pub name: String,
    /// `FeatureLevel`: int16.
    pub feature_level: i16,
}

impl FeatureLevelRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let feature_level = wire::get_int16(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            feature_level,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_int16(buffer, self.feature_level)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `ClientQuotaRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientQuotaRecord {
    /// `Entity`: array of EntityData.
    pub entity: Vec<EntityData>,
    /// `Key`: string.
    pub key: String,
    /// `Value`: float64.
    pub value: f64,
    /// `Remove`: bool.
    pub remove: bool,
}

impl ClientQuotaRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let entity = wire::get_array(bytes, true, 3, |bytes| EntityData::read(bytes, version))?;
        let key = wire::get_string(bytes, true)?;
        let value = wire::get_float64(bytes)?;
        let remove = wire::get_bool(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            entity,
            key,
            value,
            remove,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_array(buffer, true, &self.entity, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_text(buffer, true, &self.key)?;
        wire::put_float64(buffer, self.value)?;
        wire::put_bool(buffer, self.remove)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `ClientQuotaRecord`, version 0.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityData {
    /// `EntityType`: string.
    pub entity_type: String,
    /// `EntityName`: string or null.
    pub entity_name: Option<String>,
}

impl Default for EntityData {
    fn default() -> Self {
        Self {
            entity_type: String::new(),
            entity_name: Some(String::new()),
        }
    }
}

impl EntityData {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let entity_type = wire::get_string(bytes, true)?;
        let entity_name = wire::get_nullable_string(bytes, true)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            entity_type,
            entity_name,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.entity_type)?;
        wire::put_nullable_text(buffer, true, self.entity_name.as_deref())?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `ProducerIdsRecord`, version 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ProducerIdsRecord {
    /// `BrokerId`: int32.
    pub broker_id: i32,
    /// `BrokerEpoch`: int64, default -1.
    pub broker_epoch: i64,
    /// `NextProducerId`: int64.
    pub next_producer_id: i64,
}

impl Default for ProducerIdsRecord {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            next_producer_id: 0,
        }
    }
}

impl ProducerIdsRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let broker_id = wire::get_int32(bytes)?;
        let broker_epoch = wire::get_int64(bytes)?;
        let next_producer_id = wire::get_int64(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            broker_id,
            broker_epoch,
            next_producer_id,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.broker_id)?;
        wire::put_int64(buffer, self.broker_epoch)?;
        wire::put_int64(buffer, self.next_producer_id)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `BrokerRegistrationChangeRecord`, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerRegistrationChangeRecord {
    /// `BrokerId`: int32.
    pub broker_id: i32,
    /// `BrokerEpoch`: int64.
    pub broker_epoch: i64,
    /// `Fenced`: int8, tag 0.
    pub fenced: i8,
    /// `InControlledShutdown`: int8, versions 1-3, tag 1.
    pub in_controlled_shutdown: i8,
    /// `LogDirs`: array of uuid, versions 2-3, tag 2.
    pub log_dirs: Vec<Uuid>,
    /// `CordonedLogDirs`: array of uuid or null, versions 3, tag 3, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl BrokerRegistrationChangeRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let broker_id = wire::get_int32(bytes)?;
        let broker_epoch = wire::get_int64(bytes)?;
        let mut fenced = 0;
        let mut in_controlled_shutdown = 0;
        let mut log_dirs = Vec::new();
        let mut cordoned_log_dirs = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => fenced = wire::get_int8(bytes)?,
                1 if version >= 1 => in_controlled_shutdown = wire::get_int8(bytes)?,
                2 if version >= 2 => log_dirs = wire::get_array(bytes, true, 16, wire::get_uuid)?,
                3 if version >= 3 => {
                    cordoned_log_dirs = wire::get_nullable_array(bytes, true, 16, wire::get_uuid)?
                }
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            broker_id,
            broker_epoch,
            fenced,
            in_controlled_shutdown,
            log_dirs,
            cordoned_log_dirs,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.broker_id)?;
        wire::put_int64(buffer, self.broker_epoch)?;
        let mut tags = wire::TaggedFields::default();
        if self.fenced != 0 {
            tags.add(0, |buffer| {
                wire::put_int8(buffer, self.fenced)?;
                Ok(())
            })?;
        }
        if version >= 1 {
            if self.in_controlled_shutdown != 0 {
                tags.add(1, |buffer| {
                    wire::put_int8(buffer, self.in_controlled_shutdown)?;
                    Ok(())
                })?;
            }
        } else if self.in_controlled_shutdown != 0 {
            return Err(WireError::FieldNotInVersion {
                field: "InControlledShutdown",
                version,
            });
        }
        if version >= 2 {
            if !self.log_dirs.is_empty() {
                tags.add(2, |buffer| {
                    wire::put_array(buffer, true, &self.log_dirs, |buffer, item| {
                        wire::put_uuid(buffer, *item)
                    })?;
                    Ok(())
                })?;
            }
        } else if !self.log_dirs.is_empty() {
            return Err(WireError::FieldNotInVersion {
                field: "LogDirs",
                version,
            });
        }
        if version >= 3 {
            if let Some(value) = &self.cordoned_log_dirs {
                tags.add(3, |buffer| {
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

/// `AccessControlEntryRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessControlEntryRecord {
    /// `Id`: uuid.
    pub id: Uuid,
    /// `ResourceType`: int8.
    pub resource_type: i8,
    /// `ResourceName`: string.
    pub resource_name: String,
    /// `PatternType`: int8.
    pub pattern_type: i8,
    /// `Principal`: string.
    pub principal: String,
    /// `Host`: string.
    pub host: String,
    /// `Operation`: int8.
    pub operation: i8,
    /// `PermissionType`: int8.
    pub permission_type: i8,
}

impl AccessControlEntryRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let id = wire::get_uuid(bytes)?;
        let resource_type = wire::get_int8(bytes)?;
        let resource_name = wire::get_string(bytes, true)?;
        let pattern_type = wire::get_int8(bytes)?;
        let principal = wire::get_string(bytes, true)?;
        let host = wire::get_string(bytes, true)?;
        let operation = wire::get_int8(bytes)?;
        let permission_type = wire::get_int8(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            id,
            resource_type,
            resource_name,
            pattern_type,
            principal,
            host,
            operation,
            permission_type,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.id)?;
        wire::put_int8(buffer, self.resource_type)?;
        wire::put_text(buffer, true, &self.resource_name)?;
        wire::put_int8(buffer, self.pattern_type)?;
        wire::put_text(buffer, true, &self.principal)?;
        wire::put_text(buffer, true, &self.host)?;
        wire::put_int8(buffer, self.operation)?;
        wire::put_int8(buffer, self.permission_type)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `RemoveAccessControlEntryRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveAccessControlEntryRecord {
    /// `Id`: uuid.
    pub id: Uuid,
}

impl RemoveAccessControlEntryRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let id = wire::get_uuid(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { id })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_uuid(buffer, self.id)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `NoOpRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoOpRecord {}

impl NoOpRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {})
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `ZkMigrationStateRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ZkMigrationStateRecord {
    /// `ZkMigrationState`: int8.
    pub zk_migration_state: i8,
}

impl ZkMigrationStateRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let zk_migration_state = wire::get_int8(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { zk_migration_state })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_int8(buffer, self.zk_migration_state)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `RemoveUserScramCredentialRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveUserScramCredentialRecord {
    /// `Name`: string.
    pub name: String,
    /// `Mechanism`: int8.
    pub mechanism: i8,
}

impl RemoveUserScramCredentialRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let mechanism = wire::get_int8(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { name, mechanism })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_int8(buffer, self.mechanism)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `BeginTransactionRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BeginTransactionRecord {
    /// `Name`: string or null, tag 0, default null.
    pub name: Option<String>,
}

impl BeginTransactionRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let mut name = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => name = wire::get_nullable_string(bytes, true)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self { name })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        let mut tags = wire::TaggedFields::default();
        if let Some(value) = &self.name {
            tags.add(0, |buffer| {
                wire::put_text(buffer, true, value)?;
                Ok(())
            })?;
        }
        tags.write(buffer)?;
        Ok(())
    }
}

/// `EndTransactionRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndTransactionRecord {}

impl EndTransactionRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {})
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `AbortTransactionRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AbortTransactionRecord {
    /// `Reason`: string or null, tag 0, default null.
    pub reason: Option<String>,
}

impl AbortTransactionRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let mut reason = None;
        wire::get_tagged_fields(bytes, |tag, bytes| {
            match tag {
                0 => reason = wire::get_nullable_string(bytes, true)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self { reason })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        let mut tags = wire::TaggedFields::default();
        if let Some(value) = &self.reason {
            tags.add(0, |buffer| {
                wire::put_text(buffer, true, value)?;
                Ok(())
            })?;
        }
        tags.write(buffer)?;
        Ok(())
    }
}

/// `RemoveDelegationTokenRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveDelegationTokenRecord {
    /// `TokenId`: string.
    pub token_id: String,
}

impl RemoveDelegationTokenRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let token_id = wire::get_string(bytes, true)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { token_id })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.token_id)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `RegisterControllerRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RegisterControllerRecord {
    /// `ControllerId`: int32.
    pub controller_id: i32,
    /// `IncarnationId`: uuid.
    pub incarnation_id: Uuid,
    /// `ZkMigrationReady`: bool.
    pub zk_migration_ready: bool,
    /// `EndPoints`: array of ControllerEndpoint.
    pub end_points: Vec<ControllerEndpoint>,
    /// `Features`: array of ControllerFeature.
    pub features: Vec<ControllerFeature>,
}

impl RegisterControllerRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, version: i16) -> Result<Self, WireError> {
        let controller_id = wire::get_int32(bytes)?;
        let incarnation_id = wire::get_uuid(bytes)?;
        let zk_migration_ready = wire::get_bool(bytes)?;
        let end_points = wire::get_array(bytes, true, 7, |bytes| {
            ControllerEndpoint::read(bytes, version)
        })?;
        let features = wire::get_array(bytes, true, 6, |bytes| {
            ControllerFeature::read(bytes, version)
        })?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            controller_id,
            incarnation_id,
            zk_migration_ready,
            end_points,
            features,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, version: i16) -> Result<(), WireError> {
        wire::put_int32(buffer, self.controller_id)?;
        wire::put_uuid(buffer, self.incarnation_id)?;
        wire::put_bool(buffer, self.zk_migration_ready)?;
        wire::put_array(buffer, true, &self.end_points, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::put_array(buffer, true, &self.features, |buffer, item| {
            item.write(buffer, version)
        })?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `RegisterControllerRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControllerEndpoint {
    /// `Name`: string.
    pub name: String,
    /// `Host`: string.
    pub host: String,
    /// `Port`: uint16.
    pub port: u16,
    /// `SecurityProtocol`: int16.
    pub security_protocol: i16,
}

impl ControllerEndpoint {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let host = wire::get_string(bytes, true)?;
        let port = wire::get_uint16(bytes)?;
        let security_protocol = wire::get_int16(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            host,
            port,
            security_protocol,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_text(buffer, true, &self.host)?;
        wire::put_uint16(buffer, self.port)?;
        wire::put_int16(buffer, self.security_protocol)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// Part of `RegisterControllerRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControllerFeature {
    /// `Name`: string.
    pub name: String,
    /// `MinSupportedVersion`: int16.
    pub min_supported_version: i16,
    /// `MaxSupportedVersion`: int16.
    pub max_supported_version: i16,
}

impl ControllerFeature {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let name = wire::get_string(bytes, true)?;
        let min_supported_version = wire::get_int16(bytes)?;
        let max_supported_version = wire::get_int16(bytes)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self {
            name,
            min_supported_version,
            max_supported_version,
        })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.name)?;
        wire::put_int16(buffer, self.min_supported_version)?;
        wire::put_int16(buffer, self.max_supported_version)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}

/// `ClearElrRecord`, version 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClearElrRecord {
    /// `TopicName`: string.
    pub topic_name: String,
}

impl ClearElrRecord {
    pub(crate) fn read<B: ByteBuf>(bytes: &mut B, _version: i16) -> Result<Self, WireError> {
        let topic_name = wire::get_string(bytes, true)?;
        wire::get_tagged_fields(bytes, |_, _| Ok(false))?;
        Ok(Self { topic_name })
    }

    pub(crate) fn write<B: BufMut>(&self, buffer: &mut B, _version: i16) -> Result<(), WireError> {
        wire::put_text(buffer, true, &self.topic_name)?;
        wire::TaggedFields::default().write(buffer)?;
        Ok(())
    }
}
