//! All requests and responses under one roof: kafka-protocol's where it has every version that Kafka 4.3 has, ours
//! where it lacks some.
//!
//! Callers import messages, and the traits that go with them, from here only, so that a message can change its origin
//! without anyone noticing. Note that a `StrBytes` or `Bytes` of a decoded message keeps the whole frame alive: copy
//! what outlives the request.

// Named imports take precedence over those of a glob.
pub use crate::generated::messages::add_raft_voter_request::{self, AddRaftVoterRequest};
pub use crate::generated::messages::add_raft_voter_response::{self, AddRaftVoterResponse};
pub use crate::generated::messages::broker_heartbeat_request::{self, BrokerHeartbeatRequest};
pub use crate::generated::messages::broker_heartbeat_response::{self, BrokerHeartbeatResponse};
pub use crate::generated::messages::describe_log_dirs_request::{self, DescribeLogDirsRequest};
pub use crate::generated::messages::describe_log_dirs_response::{self, DescribeLogDirsResponse};
pub use crate::generated::messages::describe_share_group_offsets_request::{
    self, DescribeShareGroupOffsetsRequest,
};
pub use crate::generated::messages::describe_share_group_offsets_response::{
    self, DescribeShareGroupOffsetsResponse,
};
pub use crate::generated::messages::list_offsets_request::{self, ListOffsetsRequest};
pub use crate::generated::messages::list_offsets_response::{self, ListOffsetsResponse};
pub use crate::generated::messages::offset_commit_request::{self, OffsetCommitRequest};
pub use crate::generated::messages::offset_commit_response::{self, OffsetCommitResponse};
pub use crate::generated::messages::offset_fetch_request::{self, OffsetFetchRequest};
pub use crate::generated::messages::offset_fetch_response::{self, OffsetFetchResponse};
pub use crate::generated::messages::read_share_group_state_summary_request::{
    self, ReadShareGroupStateSummaryRequest,
};
pub use crate::generated::messages::read_share_group_state_summary_response::{
    self, ReadShareGroupStateSummaryResponse,
};
pub use crate::generated::messages::share_acknowledge_request::{self, ShareAcknowledgeRequest};
pub use crate::generated::messages::share_acknowledge_response::{self, ShareAcknowledgeResponse};
pub use crate::generated::messages::share_fetch_request::{self, ShareFetchRequest};
pub use crate::generated::messages::share_fetch_response::{self, ShareFetchResponse};
pub use crate::generated::messages::streams_group_describe_request::{
    self, StreamsGroupDescribeRequest,
};
pub use crate::generated::messages::streams_group_describe_response::{
    self, StreamsGroupDescribeResponse,
};
pub use crate::generated::messages::streams_group_heartbeat_request::{
    self, StreamsGroupHeartbeatRequest,
};
pub use crate::generated::messages::streams_group_heartbeat_response::{
    self, StreamsGroupHeartbeatResponse,
};
pub use crate::generated::messages::write_share_group_state_request::{
    self, WriteShareGroupStateRequest,
};
pub use crate::generated::messages::write_share_group_state_response::{
    self, WriteShareGroupStateResponse,
};
pub use crate::generated::messages::write_txn_markers_request::{self, WriteTxnMarkersRequest};
pub use crate::generated::messages::write_txn_markers_response::{self, WriteTxnMarkersResponse};
pub use kafka_protocol::messages::*;
pub use kafka_protocol::protocol::{
    Decodable, Encodable, HeaderVersion, Message, Request, StrBytes, VersionRange,
};

/// Calls the macro that is named with a row `Api RequestType;` for each API.
///
/// It stands in for what the language lacks, a list of types.
#[macro_export]
macro_rules! for_each_request {
    ($callback:ident) => {
        $callback! {
            Produce ProduceRequest;
            Fetch FetchRequest;
            ListOffsets ListOffsetsRequest;
            Metadata MetadataRequest;
            OffsetCommit OffsetCommitRequest;
            OffsetFetch OffsetFetchRequest;
            FindCoordinator FindCoordinatorRequest;
            JoinGroup JoinGroupRequest;
            Heartbeat HeartbeatRequest;
            LeaveGroup LeaveGroupRequest;
            SyncGroup SyncGroupRequest;
            DescribeGroups DescribeGroupsRequest;
            ListGroups ListGroupsRequest;
            SaslHandshake SaslHandshakeRequest;
            ApiVersions ApiVersionsRequest;
            CreateTopics CreateTopicsRequest;
            DeleteTopics DeleteTopicsRequest;
            DeleteRecords DeleteRecordsRequest;
            InitProducerId InitProducerIdRequest;
            OffsetForLeaderEpoch OffsetForLeaderEpochRequest;
            AddPartitionsToTxn AddPartitionsToTxnRequest;
            AddOffsetsToTxn AddOffsetsToTxnRequest;
            EndTxn EndTxnRequest;
            WriteTxnMarkers WriteTxnMarkersRequest;
            TxnOffsetCommit TxnOffsetCommitRequest;
            DescribeAcls DescribeAclsRequest;
            CreateAcls CreateAclsRequest;
            DeleteAcls DeleteAclsRequest;
            DescribeConfigs DescribeConfigsRequest;
            AlterConfigs AlterConfigsRequest;
            AlterReplicaLogDirs AlterReplicaLogDirsRequest;
            DescribeLogDirs DescribeLogDirsRequest;
            SaslAuthenticate SaslAuthenticateRequest;
            CreatePartitions CreatePartitionsRequest;
            CreateDelegationToken CreateDelegationTokenRequest;
            RenewDelegationToken RenewDelegationTokenRequest;
            ExpireDelegationToken ExpireDelegationTokenRequest;
            DescribeDelegationToken DescribeDelegationTokenRequest;
            DeleteGroups DeleteGroupsRequest;
            ElectLeaders ElectLeadersRequest;
            IncrementalAlterConfigs IncrementalAlterConfigsRequest;
            AlterPartitionReassignments AlterPartitionReassignmentsRequest;
            ListPartitionReassignments ListPartitionReassignmentsRequest;
            OffsetDelete OffsetDeleteRequest;
            DescribeClientQuotas DescribeClientQuotasRequest;
            AlterClientQuotas AlterClientQuotasRequest;
            DescribeUserScramCredentials DescribeUserScramCredentialsRequest;
            AlterUserScramCredentials AlterUserScramCredentialsRequest;
            Vote VoteRequest;
            BeginQuorumEpoch BeginQuorumEpochRequest;
            EndQuorumEpoch EndQuorumEpochRequest;
            DescribeQuorum DescribeQuorumRequest;
            AlterPartition AlterPartitionRequest;
            UpdateFeatures UpdateFeaturesRequest;
            Envelope EnvelopeRequest;
            FetchSnapshot FetchSnapshotRequest;
            DescribeCluster DescribeClusterRequest;
            DescribeProducers DescribeProducersRequest;
            BrokerRegistration BrokerRegistrationRequest;
            BrokerHeartbeat BrokerHeartbeatRequest;
            UnregisterBroker UnregisterBrokerRequest;
            DescribeTransactions DescribeTransactionsRequest;
            ListTransactions ListTransactionsRequest;
            AllocateProducerIds AllocateProducerIdsRequest;
            ConsumerGroupHeartbeat ConsumerGroupHeartbeatRequest;
            ConsumerGroupDescribe ConsumerGroupDescribeRequest;
            ControllerRegistration ControllerRegistrationRequest;
            GetTelemetrySubscriptions GetTelemetrySubscriptionsRequest;
            PushTelemetry PushTelemetryRequest;
            AssignReplicasToDirs AssignReplicasToDirsRequest;
            ListConfigResources ListConfigResourcesRequest;
            DescribeTopicPartitions DescribeTopicPartitionsRequest;
            ShareGroupHeartbeat ShareGroupHeartbeatRequest;
            ShareGroupDescribe ShareGroupDescribeRequest;
            ShareFetch ShareFetchRequest;
            ShareAcknowledge ShareAcknowledgeRequest;
            AddRaftVoter AddRaftVoterRequest;
            RemoveRaftVoter RemoveRaftVoterRequest;
            UpdateRaftVoter UpdateRaftVoterRequest;
            InitializeShareGroupState InitializeShareGroupStateRequest;
            ReadShareGroupState ReadShareGroupStateRequest;
            WriteShareGroupState WriteShareGroupStateRequest;
            DeleteShareGroupState DeleteShareGroupStateRequest;
            ReadShareGroupStateSummary ReadShareGroupStateSummaryRequest;
            StreamsGroupHeartbeat StreamsGroupHeartbeatRequest;
            StreamsGroupDescribe StreamsGroupDescribeRequest;
            DescribeShareGroupOffsets DescribeShareGroupOffsetsRequest;
            AlterShareGroupOffsets AlterShareGroupOffsetsRequest;
            DeleteShareGroupOffsets DeleteShareGroupOffsetsRequest;
        }
    };
}

pub use for_each_request;
