//! All requests and responses under one roof: kafka-protocol's where it has every version that Kafka 4.3 has, ours
//! where it lacks some.
//!
//! Callers import messages, and the traits that go with them, from here only, so that a message can change its origin
//! without anyone noticing. Note that a `StrBytes` or `Bytes` of a decoded message keeps the whole frame alive: copy
//! what outlives the request.

pub use kafka_protocol::messages::*;
pub use kafka_protocol::protocol::{
    Decodable, Encodable, HeaderVersion, Message, Request, StrBytes, VersionRange,
};

/// Calls the macro that is named with a row `Api RequestType;` for each API that has messages.
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
            DescribeShareGroupOffsets DescribeShareGroupOffsetsRequest;
            AlterShareGroupOffsets AlterShareGroupOffsetsRequest;
            DeleteShareGroupOffsets DeleteShareGroupOffsetsRequest;
        }
    };
}

pub use for_each_request;
