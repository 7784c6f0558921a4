//! Which APIs Kafka 4.3 has, and what holds for each whatever a server makes of it.
//!
//! The table is the protocol's side only. What Kalda serves is the broker's own table, and must stay within
//! [`codec_versions`].

use std::fmt;

pub use kafka_protocol::protocol::VersionRange;

use crate::messages::{Request, for_each_request};

/// The kinds of listener that serve an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listeners {
    /// Brokers' listeners only.
    Broker,
    /// Controllers' listeners only.
    Controller,
    /// Both kinds.
    Both,
}

impl Listeners {
    /// Whether a broker's listener serves the API.
    #[must_use]
    pub const fn has_broker(self) -> bool {
        matches!(self, Self::Broker | Self::Both)
    }

    /// Whether a controller's listener serves the API.
    #[must_use]
    pub const fn has_controller(self) -> bool {
        matches!(self, Self::Controller | Self::Both)
    }
}

/// What holds for every request of one API.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Definition {
    /// Kafka 4.3's request versions; those of the response are the same.
    versions: VersionRange,
    /// The first version with compact lengths and tagged fields.
    flexible_from: Option<i16>,
    /// Where the API is served.
    listeners: Listeners,
    /// Only for the cluster's own servers (needs `CLUSTER_ACTION`).
    cluster_action: bool,
    /// A broker passes the request on to the active controller.
    forwardable: bool,
    /// The newest version is hidden unless unstable versions are switched on.
    newest_unstable: bool,
}

macro_rules! apis {
    ($($key:ident = $id:literal, $min:literal..=$max:literal, $flexible:expr, $listeners:ident, [$($trait:ident)*];)*) => {
        /// The key of an API: what a request asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ApiKey {
            $(
                #[doc = concat!("Key ", stringify!($id), ".")]
                $key,
            )*
        }

        impl ApiKey {
            /// Every API, by ascending key.
            pub const ALL: &'static [Self] = &[$(Self::$key,)*];

            /// The API with this key, if Kafka 4.3 has one.
            #[must_use]
            pub const fn from_id(id: i16) -> Option<Self> {
                match id {
                    $($id => Some(Self::$key),)*
                    _ => None,
                }
            }

            /// The key on the wire.
            #[must_use]
            pub const fn id(self) -> i16 {
                match self {
                    $(Self::$key => $id,)*
                }
            }

            /// Kafka's name for the API, such as `CreateTopics`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$key => stringify!($key),)*
                }
            }

            const fn definition(self) -> Definition {
                match self {
                    $(Self::$key => define(($min, $max), $flexible, Listeners::$listeners, &[$(Trait::$trait),*]),)*
                }
            }
        }
    };
}

#[derive(Clone, Copy)]
enum Trait {
    ClusterAction,
    Forwardable,
    NewestUnstable,
}

const fn define(
    versions: (i16, i16),
    flexible_from: Option<i16>,
    listeners: Listeners,
    traits: &[Trait],
) -> Definition {
    let mut definition = Definition {
        versions: VersionRange {
            min: versions.0,
            max: versions.1,
        },
        flexible_from,
        listeners,
        cluster_action: false,
        forwardable: false,
        newest_unstable: false,
    };
    let mut rest = traits;
    while let Some((first, others)) = rest.split_first() {
        match first {
            Trait::ClusterAction => definition.cluster_action = true,
            Trait::Forwardable => definition.forwardable = true,
            Trait::NewestUnstable => definition.newest_unstable = true,
        }
        rest = others;
    }
    definition
}

// The ids 4 to 7 (LeaderAndIsr, StopReplica, UpdateMetadata, ControlledShutdown) went with ZooKeeper and stay unused.
// Key, versions, first flexible version, listeners, traits.
apis! {
    Produce = 0, 3..=13, Some(9), Broker, [];
    Fetch = 1, 4..=18, Some(12), Both, [];
    ListOffsets = 2, 1..=11, Some(6), Broker, [];
    Metadata = 3, 0..=13, Some(9), Broker, [];
    OffsetCommit = 8, 2..=10, Some(8), Broker, [];
    OffsetFetch = 9, 1..=10, Some(6), Broker, [];
    FindCoordinator = 10, 0..=6, Some(3), Broker, [];
    JoinGroup = 11, 0..=9, Some(6), Broker, [];
    Heartbeat = 12, 0..=4, Some(4), Broker, [];
    LeaveGroup = 13, 0..=5, Some(4), Broker, [];
    SyncGroup = 14, 0..=5, Some(4), Broker, [];
    DescribeGroups = 15, 0..=6, Some(5), Broker, [];
    ListGroups = 16, 0..=5, Some(3), Broker, [];
    SaslHandshake = 17, 0..=1, None, Both, [];
    ApiVersions = 18, 0..=4, Some(3), Both, [];
    CreateTopics = 19, 2..=7, Some(5), Both, [Forwardable];
    DeleteTopics = 20, 1..=6, Some(4), Both, [Forwardable];
    DeleteRecords = 21, 0..=2, Some(2), Broker, [];
    InitProducerId = 22, 0..=6, Some(2), Broker, [NewestUnstable];
    OffsetForLeaderEpoch = 23, 2..=4, Some(4), Broker, [];
    AddPartitionsToTxn = 24, 0..=5, Some(3), Broker, [];
    AddOffsetsToTxn = 25, 0..=4, Some(3), Broker, [];
    EndTxn = 26, 0..=5, Some(3), Broker, [];
    WriteTxnMarkers = 27, 1..=2, Some(1), Broker, [ClusterAction];
    TxnOffsetCommit = 28, 0..=5, Some(3), Broker, [];
    DescribeAcls = 29, 1..=3, Some(2), Both, [];
    CreateAcls = 30, 1..=3, Some(2), Both, [Forwardable];
    DeleteAcls = 31, 1..=3, Some(2), Both, [Forwardable];
    DescribeConfigs = 32, 1..=4, Some(4), Both, [];
    AlterConfigs = 33, 0..=2, Some(2), Both, [Forwardable];
    AlterReplicaLogDirs = 34, 1..=2, Some(2), Broker, [];
    DescribeLogDirs = 35, 1..=5, Some(2), Broker, [];
    SaslAuthenticate = 36, 0..=2, Some(2), Both, [];
    CreatePartitions = 37, 0..=3, Some(2), Both, [Forwardable];
    CreateDelegationToken = 38, 1..=3, Some(2), Both, [Forwardable];
    RenewDelegationToken = 39, 1..=2, Some(2), Both, [Forwardable];
    ExpireDelegationToken = 40, 1..=2, Some(2), Both, [Forwardable];
    DescribeDelegationToken = 41, 1..=3, Some(2), Both, [];
    DeleteGroups = 42, 0..=2, Some(2), Broker, [];
    ElectLeaders = 43, 0..=2, Some(2), Both, [Forwardable];
    IncrementalAlterConfigs = 44, 0..=1, Some(1), Both, [Forwardable];
    AlterPartitionReassignments = 45, 0..=1, Some(0), Both, [Forwardable];
    ListPartitionReassignments = 46, 0..=0, Some(0), Both, [Forwardable];
    OffsetDelete = 47, 0..=0, None, Broker, [];
    DescribeClientQuotas = 48, 0..=1, Some(1), Broker, [];
    AlterClientQuotas = 49, 0..=1, Some(1), Both, [Forwardable];
    DescribeUserScramCredentials = 50, 0..=0, Some(0), Both, [];
    AlterUserScramCredentials = 51, 0..=0, Some(0), Both, [Forwardable];
    Vote = 52, 0..=2, Some(0), Controller, [ClusterAction];
    BeginQuorumEpoch = 53, 0..=1, Some(1), Controller, [ClusterAction];
    EndQuorumEpoch = 54, 0..=1, Some(1), Controller, [ClusterAction];
    DescribeQuorum = 55, 0..=2, Some(0), Both, [ClusterAction Forwardable];
    AlterPartition = 56, 2..=3, Some(0), Controller, [ClusterAction];
    UpdateFeatures = 57, 0..=2, Some(0), Both, [ClusterAction Forwardable];
    Envelope = 58, 0..=0, Some(0), Controller, [ClusterAction];
    FetchSnapshot = 59, 0..=1, Some(0), Controller, [];
    DescribeCluster = 60, 0..=2, Some(0), Both, [];
    DescribeProducers = 61, 0..=0, Some(0), Broker, [];
    BrokerRegistration = 62, 0..=4, Some(0), Controller, [ClusterAction];
    BrokerHeartbeat = 63, 0..=2, Some(0), Controller, [ClusterAction];
    UnregisterBroker = 64, 0..=0, Some(0), Both, [Forwardable];
    DescribeTransactions = 65, 0..=0, Some(0), Broker, [];
    ListTransactions = 66, 0..=2, Some(0), Broker, [];
    AllocateProducerIds = 67, 0..=0, Some(0), Controller, [ClusterAction Forwardable];
    ConsumerGroupHeartbeat = 68, 0..=1, Some(0), Broker, [];
    ConsumerGroupDescribe = 69, 0..=1, Some(0), Broker, [];
    ControllerRegistration = 70, 0..=0, Some(0), Controller, [];
    GetTelemetrySubscriptions = 71, 0..=0, Some(0), Broker, [];
    PushTelemetry = 72, 0..=0, Some(0), Broker, [];
    AssignReplicasToDirs = 73, 0..=0, Some(0), Controller, [];
    ListConfigResources = 74, 0..=1, Some(0), Broker, [];
    DescribeTopicPartitions = 75, 0..=0, Some(0), Broker, [];
    ShareGroupHeartbeat = 76, 1..=1, Some(0), Broker, [];
    ShareGroupDescribe = 77, 1..=1, Some(0), Broker, [];
    ShareFetch = 78, 1..=2, Some(0), Broker, [];
    ShareAcknowledge = 79, 1..=2, Some(0), Broker, [];
    AddRaftVoter = 80, 0..=1, Some(0), Both, [Forwardable];
    RemoveRaftVoter = 81, 0..=0, Some(0), Both, [Forwardable];
    UpdateRaftVoter = 82, 0..=0, Some(0), Controller, [];
    InitializeShareGroupState = 83, 0..=0, Some(0), Broker, [ClusterAction];
    ReadShareGroupState = 84, 0..=0, Some(0), Broker, [ClusterAction];
    WriteShareGroupState = 85, 0..=1, Some(0), Broker, [ClusterAction];
    DeleteShareGroupState = 86, 0..=0, Some(0), Broker, [ClusterAction];
    ReadShareGroupStateSummary = 87, 0..=1, Some(0), Broker, [ClusterAction];
    StreamsGroupHeartbeat = 88, 0..=0, Some(0), Broker, [];
    StreamsGroupDescribe = 89, 0..=0, Some(0), Broker, [];
    DescribeShareGroupOffsets = 90, 0..=1, Some(0), Broker, [];
    AlterShareGroupOffsets = 91, 0..=0, Some(0), Broker, [];
    DeleteShareGroupOffsets = 92, 0..=0, Some(0), Broker, [];
}

impl ApiKey {
    /// Kafka 4.3's versions of the API, including an unstable newest one.
    #[must_use]
    pub const fn versions(self) -> VersionRange {
        self.definition().versions
    }

    /// The newest version that is not unstable.
    #[must_use]
    pub const fn newest_stable(self) -> i16 {
        let definition = self.definition();
        if definition.newest_unstable {
            definition.versions.max - 1
        } else {
            definition.versions.max
        }
    }

    /// The first version with compact lengths and tagged fields.
    #[must_use]
    pub const fn flexible_from(self) -> Option<i16> {
        self.definition().flexible_from
    }

    /// Whether this version has compact lengths and tagged fields.
    #[must_use]
    pub const fn is_flexible(self, version: i16) -> bool {
        match self.flexible_from() {
            Some(from) => version >= from,
            None => false,
        }
    }

    /// The listeners that serve the API.
    #[must_use]
    pub const fn listeners(self) -> Listeners {
        self.definition().listeners
    }

    /// Whether the API is for the cluster's own servers, which need `CLUSTER_ACTION`.
    #[must_use]
    pub const fn is_cluster_action(self) -> bool {
        self.definition().cluster_action
    }

    /// Whether a broker passes requests of this API on to the active controller.
    #[must_use]
    pub const fn is_forwardable(self) -> bool {
        self.definition().forwardable
    }

    /// The version of the header before a request of this version.
    #[must_use]
    pub const fn request_header_version(self, version: i16) -> i16 {
        if self.is_flexible(version) { 2 } else { 1 }
    }

    /// The version of the header before a response of this version.
    ///
    /// ApiVersions answers always have version 0: a client that asks does not know yet what the server speaks, and has
    /// to be able to read the answer anyhow (KIP-511).
    #[must_use]
    pub const fn response_header_version(self, version: i16) -> i16 {
        if self.id() != Self::ApiVersions.id() && self.is_flexible(version) {
            1
        } else {
            0
        }
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The versions of an API that this crate both decodes and encodes, requests as well as responses.
#[must_use]
pub fn codec_versions(key: ApiKey) -> VersionRange {
    macro_rules! look_up {
        ($($api:ident $request:ident;)*) => {
            match key {
                $(ApiKey::$api => both::<crate::messages::$request>(),)*
            }
        };
    }
    let both = for_each_request!(look_up);
    both.intersect(&key.versions())
}

/// The versions that request and response of one API share.
///
/// kafka-protocol's own table of versions per key promises more than its messages can do.
fn both<R: Request>() -> VersionRange {
    R::VERSIONS.intersect(&<R::Response as kafka_protocol::protocol::Message>::VERSIONS)
}

#[cfg(test)]
#[path = "api_tests.rs"]
mod tests;
