//! The tables that the preflight walks, by API and version.
//!
//! Generated from `schema/apis/`. Change that file and run
//! `KALDA_REGENERATE=1 cargo test -p kalda-codegen --test generated`.

use crate::api::ApiKey;
use crate::shape::Shape;

mod add_offsets_to_txn;
mod add_partitions_to_txn;
mod add_raft_voter;
mod allocate_producer_ids;
mod alter_client_quotas;
mod alter_configs;
mod alter_partition;
mod alter_partition_reassignments;
mod alter_replica_log_dirs;
mod alter_share_group_offsets;
mod alter_user_scram_credentials;
mod api_versions;
mod assign_replicas_to_dirs;
mod begin_quorum_epoch;
mod broker_heartbeat;
mod broker_registration;
mod consumer_group_describe;
mod consumer_group_heartbeat;
mod controller_registration;
mod create_acls;
mod create_delegation_token;
mod create_partitions;
mod create_topics;
mod delete_acls;
mod delete_groups;
mod delete_records;
mod delete_share_group_offsets;
mod delete_share_group_state;
mod delete_topics;
mod describe_acls;
mod describe_client_quotas;
mod describe_cluster;
mod describe_configs;
mod describe_delegation_token;
mod describe_groups;
mod describe_log_dirs;
mod describe_producers;
mod describe_quorum;
mod describe_share_group_offsets;
mod describe_topic_partitions;
mod describe_transactions;
mod describe_user_scram_credentials;
mod elect_leaders;
mod end_quorum_epoch;
mod end_txn;
mod envelope;
mod expire_delegation_token;
mod fetch;
mod fetch_snapshot;
mod find_coordinator;
mod get_telemetry_subscriptions;
mod heartbeat;
mod incremental_alter_configs;
mod init_producer_id;
mod initialize_share_group_state;
mod join_group;
mod leave_group;
mod list_config_resources;
mod list_groups;
mod list_offsets;
mod list_partition_reassignments;
mod list_transactions;
mod metadata;
mod offset_commit;
mod offset_delete;
mod offset_fetch;
mod offset_for_leader_epoch;
mod produce;
mod push_telemetry;
mod read_share_group_state;
mod read_share_group_state_summary;
mod remove_raft_voter;
mod renew_delegation_token;
mod sasl_authenticate;
mod sasl_handshake;
mod share_acknowledge;
mod share_fetch;
mod share_group_describe;
mod share_group_heartbeat;
mod streams_group_describe;
mod streams_group_heartbeat;
mod sync_group;
mod txn_offset_commit;
mod unregister_broker;
mod update_features;
mod update_raft_voter;
mod vote;
mod write_share_group_state;
mod write_txn_markers;

/// The shape of a request, if the version exists.
pub(crate) fn request(api: ApiKey, version: i16) -> Option<&'static Shape> {
    let shape = match (api, version) {
        (ApiKey::Produce, 3..=8) => &produce::REQUEST_3,
        (ApiKey::Produce, 9..=12) => &produce::REQUEST_9,
        (ApiKey::Produce, 13) => &produce::REQUEST_13,
        (ApiKey::Fetch, 4) => &fetch::REQUEST_4,
        (ApiKey::Fetch, 5..=6) => &fetch::REQUEST_5,
        (ApiKey::Fetch, 7..=8) => &fetch::REQUEST_7,
        (ApiKey::Fetch, 9..=10) => &fetch::REQUEST_9,
        (ApiKey::Fetch, 11) => &fetch::REQUEST_11,
        (ApiKey::Fetch, 12) => &fetch::REQUEST_12,
        (ApiKey::Fetch, 13..=14) => &fetch::REQUEST_13,
        (ApiKey::Fetch, 15..=16) => &fetch::REQUEST_15,
        (ApiKey::Fetch, 17) => &fetch::REQUEST_17,
        (ApiKey::Fetch, 18) => &fetch::REQUEST_18,
        (ApiKey::ListOffsets, 1) => &list_offsets::REQUEST_1,
        (ApiKey::ListOffsets, 2..=3) => &list_offsets::REQUEST_2,
        (ApiKey::ListOffsets, 4..=5) => &list_offsets::REQUEST_4,
        (ApiKey::ListOffsets, 6..=9) => &list_offsets::REQUEST_6,
        (ApiKey::ListOffsets, 10..=11) => &list_offsets::REQUEST_10,
        (ApiKey::Metadata, 0) => &metadata::REQUEST_0,
        (ApiKey::Metadata, 1..=3) => &metadata::REQUEST_1,
        (ApiKey::Metadata, 4..=7) => &metadata::REQUEST_4,
        (ApiKey::Metadata, 8) => &metadata::REQUEST_8,
        (ApiKey::Metadata, 9) => &metadata::REQUEST_9,
        (ApiKey::Metadata, 10) => &metadata::REQUEST_10,
        (ApiKey::Metadata, 11..=13) => &metadata::REQUEST_11,
        (ApiKey::OffsetCommit, 2..=4) => &offset_commit::REQUEST_2,
        (ApiKey::OffsetCommit, 5) => &offset_commit::REQUEST_5,
        (ApiKey::OffsetCommit, 6) => &offset_commit::REQUEST_6,
        (ApiKey::OffsetCommit, 7) => &offset_commit::REQUEST_7,
        (ApiKey::OffsetCommit, 8..=9) => &offset_commit::REQUEST_8,
        (ApiKey::OffsetCommit, 10) => &offset_commit::REQUEST_10,
        (ApiKey::OffsetFetch, 1) => &offset_fetch::REQUEST_1,
        (ApiKey::OffsetFetch, 2..=5) => &offset_fetch::REQUEST_2,
        (ApiKey::OffsetFetch, 6) => &offset_fetch::REQUEST_6,
        (ApiKey::OffsetFetch, 7) => &offset_fetch::REQUEST_7,
        (ApiKey::OffsetFetch, 8) => &offset_fetch::REQUEST_8,
        (ApiKey::OffsetFetch, 9) => &offset_fetch::REQUEST_9,
        (ApiKey::OffsetFetch, 10) => &offset_fetch::REQUEST_10,
        (ApiKey::FindCoordinator, 0) => &find_coordinator::REQUEST_0,
        (ApiKey::FindCoordinator, 1..=2) => &find_coordinator::REQUEST_1,
        (ApiKey::FindCoordinator, 3) => &find_coordinator::REQUEST_3,
        (ApiKey::FindCoordinator, 4..=6) => &find_coordinator::REQUEST_4,
        (ApiKey::JoinGroup, 0) => &join_group::REQUEST_0,
        (ApiKey::JoinGroup, 1..=4) => &join_group::REQUEST_1,
        (ApiKey::JoinGroup, 5) => &join_group::REQUEST_5,
        (ApiKey::JoinGroup, 6..=7) => &join_group::REQUEST_6,
        (ApiKey::JoinGroup, 8..=9) => &join_group::REQUEST_8,
        (ApiKey::Heartbeat, 0..=2) => &heartbeat::REQUEST_0,
        (ApiKey::Heartbeat, 3) => &heartbeat::REQUEST_3,
        (ApiKey::Heartbeat, 4) => &heartbeat::REQUEST_4,
        (ApiKey::LeaveGroup, 0..=2) => &leave_group::REQUEST_0,
        (ApiKey::LeaveGroup, 3) => &leave_group::REQUEST_3,
        (ApiKey::LeaveGroup, 4) => &leave_group::REQUEST_4,
        (ApiKey::LeaveGroup, 5) => &leave_group::REQUEST_5,
        (ApiKey::SyncGroup, 0..=2) => &sync_group::REQUEST_0,
        (ApiKey::SyncGroup, 3) => &sync_group::REQUEST_3,
        (ApiKey::SyncGroup, 4) => &sync_group::REQUEST_4,
        (ApiKey::SyncGroup, 5) => &sync_group::REQUEST_5,
        (ApiKey::DescribeGroups, 0..=2) => &describe_groups::REQUEST_0,
        (ApiKey::DescribeGroups, 3..=4) => &describe_groups::REQUEST_3,
        (ApiKey::DescribeGroups, 5..=6) => &describe_groups::REQUEST_5,
        (ApiKey::ListGroups, 0..=2) => &list_groups::REQUEST_0,
        (ApiKey::ListGroups, 3) => &list_groups::REQUEST_3,
        (ApiKey::ListGroups, 4) => &list_groups::REQUEST_4,
        (ApiKey::ListGroups, 5) => &list_groups::REQUEST_5,
        (ApiKey::SaslHandshake, 0..=1) => &sasl_handshake::REQUEST_0,
        (ApiKey::ApiVersions, 0..=2) => &api_versions::REQUEST_0,
        (ApiKey::ApiVersions, 3..=4) => &api_versions::REQUEST_3,
        (ApiKey::CreateTopics, 2..=4) => &create_topics::REQUEST_2,
        (ApiKey::CreateTopics, 5..=7) => &create_topics::REQUEST_5,
        (ApiKey::DeleteTopics, 1..=3) => &delete_topics::REQUEST_1,
        (ApiKey::DeleteTopics, 4..=5) => &delete_topics::REQUEST_4,
        (ApiKey::DeleteTopics, 6) => &delete_topics::REQUEST_6,
        (ApiKey::DeleteRecords, 0..=1) => &delete_records::REQUEST_0,
        (ApiKey::DeleteRecords, 2) => &delete_records::REQUEST_2,
        (ApiKey::InitProducerId, 0..=1) => &init_producer_id::REQUEST_0,
        (ApiKey::InitProducerId, 2) => &init_producer_id::REQUEST_2,
        (ApiKey::InitProducerId, 3..=5) => &init_producer_id::REQUEST_3,
        (ApiKey::InitProducerId, 6) => &init_producer_id::REQUEST_6,
        (ApiKey::OffsetForLeaderEpoch, 2) => &offset_for_leader_epoch::REQUEST_2,
        (ApiKey::OffsetForLeaderEpoch, 3) => &offset_for_leader_epoch::REQUEST_3,
        (ApiKey::OffsetForLeaderEpoch, 4) => &offset_for_leader_epoch::REQUEST_4,
        (ApiKey::AddPartitionsToTxn, 0..=2) => &add_partitions_to_txn::REQUEST_0,
        (ApiKey::AddPartitionsToTxn, 3) => &add_partitions_to_txn::REQUEST_3,
        (ApiKey::AddPartitionsToTxn, 4..=5) => &add_partitions_to_txn::REQUEST_4,
        (ApiKey::AddOffsetsToTxn, 0..=2) => &add_offsets_to_txn::REQUEST_0,
        (ApiKey::AddOffsetsToTxn, 3..=4) => &add_offsets_to_txn::REQUEST_3,
        (ApiKey::EndTxn, 0..=2) => &end_txn::REQUEST_0,
        (ApiKey::EndTxn, 3..=5) => &end_txn::REQUEST_3,
        (ApiKey::WriteTxnMarkers, 1) => &write_txn_markers::REQUEST_1,
        (ApiKey::WriteTxnMarkers, 2) => &write_txn_markers::REQUEST_2,
        (ApiKey::TxnOffsetCommit, 0..=1) => &txn_offset_commit::REQUEST_0,
        (ApiKey::TxnOffsetCommit, 2) => &txn_offset_commit::REQUEST_2,
        (ApiKey::TxnOffsetCommit, 3..=5) => &txn_offset_commit::REQUEST_3,
        (ApiKey::DescribeAcls, 1) => &describe_acls::REQUEST_1,
        (ApiKey::DescribeAcls, 2..=3) => &describe_acls::REQUEST_2,
        (ApiKey::CreateAcls, 1) => &create_acls::REQUEST_1,
        (ApiKey::CreateAcls, 2..=3) => &create_acls::REQUEST_2,
        (ApiKey::DeleteAcls, 1) => &delete_acls::REQUEST_1,
        (ApiKey::DeleteAcls, 2..=3) => &delete_acls::REQUEST_2,
        (ApiKey::DescribeConfigs, 1..=2) => &describe_configs::REQUEST_1,
        (ApiKey::DescribeConfigs, 3) => &describe_configs::REQUEST_3,
        (ApiKey::DescribeConfigs, 4) => &describe_configs::REQUEST_4,
        (ApiKey::AlterConfigs, 0..=1) => &alter_configs::REQUEST_0,
        (ApiKey::AlterConfigs, 2) => &alter_configs::REQUEST_2,
        (ApiKey::AlterReplicaLogDirs, 1) => &alter_replica_log_dirs::REQUEST_1,
        (ApiKey::AlterReplicaLogDirs, 2) => &alter_replica_log_dirs::REQUEST_2,
        (ApiKey::DescribeLogDirs, 1) => &describe_log_dirs::REQUEST_1,
        (ApiKey::DescribeLogDirs, 2..=5) => &describe_log_dirs::REQUEST_2,
        (ApiKey::SaslAuthenticate, 0..=1) => &sasl_authenticate::REQUEST_0,
        (ApiKey::SaslAuthenticate, 2) => &sasl_authenticate::REQUEST_2,
        (ApiKey::CreatePartitions, 0..=1) => &create_partitions::REQUEST_0,
        (ApiKey::CreatePartitions, 2..=3) => &create_partitions::REQUEST_2,
        (ApiKey::CreateDelegationToken, 1) => &create_delegation_token::REQUEST_1,
        (ApiKey::CreateDelegationToken, 2) => &create_delegation_token::REQUEST_2,
        (ApiKey::CreateDelegationToken, 3) => &create_delegation_token::REQUEST_3,
        (ApiKey::RenewDelegationToken, 1) => &renew_delegation_token::REQUEST_1,
        (ApiKey::RenewDelegationToken, 2) => &renew_delegation_token::REQUEST_2,
        (ApiKey::ExpireDelegationToken, 1) => &expire_delegation_token::REQUEST_1,
        (ApiKey::ExpireDelegationToken, 2) => &expire_delegation_token::REQUEST_2,
        (ApiKey::DescribeDelegationToken, 1) => &describe_delegation_token::REQUEST_1,
        (ApiKey::DescribeDelegationToken, 2..=3) => &describe_delegation_token::REQUEST_2,
        (ApiKey::DeleteGroups, 0..=1) => &delete_groups::REQUEST_0,
        (ApiKey::DeleteGroups, 2) => &delete_groups::REQUEST_2,
        (ApiKey::ElectLeaders, 0) => &elect_leaders::REQUEST_0,
        (ApiKey::ElectLeaders, 1) => &elect_leaders::REQUEST_1,
        (ApiKey::ElectLeaders, 2) => &elect_leaders::REQUEST_2,
        (ApiKey::IncrementalAlterConfigs, 0) => &incremental_alter_configs::REQUEST_0,
        (ApiKey::IncrementalAlterConfigs, 1) => &incremental_alter_configs::REQUEST_1,
        (ApiKey::AlterPartitionReassignments, 0) => &alter_partition_reassignments::REQUEST_0,
        (ApiKey::AlterPartitionReassignments, 1) => &alter_partition_reassignments::REQUEST_1,
        (ApiKey::ListPartitionReassignments, 0) => &list_partition_reassignments::REQUEST_0,
        (ApiKey::OffsetDelete, 0) => &offset_delete::REQUEST_0,
        (ApiKey::DescribeClientQuotas, 0) => &describe_client_quotas::REQUEST_0,
        (ApiKey::DescribeClientQuotas, 1) => &describe_client_quotas::REQUEST_1,
        (ApiKey::AlterClientQuotas, 0) => &alter_client_quotas::REQUEST_0,
        (ApiKey::AlterClientQuotas, 1) => &alter_client_quotas::REQUEST_1,
        (ApiKey::DescribeUserScramCredentials, 0) => &describe_user_scram_credentials::REQUEST_0,
        (ApiKey::AlterUserScramCredentials, 0) => &alter_user_scram_credentials::REQUEST_0,
        (ApiKey::Vote, 0) => &vote::REQUEST_0,
        (ApiKey::Vote, 1) => &vote::REQUEST_1,
        (ApiKey::Vote, 2) => &vote::REQUEST_2,
        (ApiKey::BeginQuorumEpoch, 0) => &begin_quorum_epoch::REQUEST_0,
        (ApiKey::BeginQuorumEpoch, 1) => &begin_quorum_epoch::REQUEST_1,
        (ApiKey::EndQuorumEpoch, 0) => &end_quorum_epoch::REQUEST_0,
        (ApiKey::EndQuorumEpoch, 1) => &end_quorum_epoch::REQUEST_1,
        (ApiKey::DescribeQuorum, 0..=2) => &describe_quorum::REQUEST_0,
        (ApiKey::AlterPartition, 2) => &alter_partition::REQUEST_2,
        (ApiKey::AlterPartition, 3) => &alter_partition::REQUEST_3,
        (ApiKey::UpdateFeatures, 0) => &update_features::REQUEST_0,
        (ApiKey::UpdateFeatures, 1..=2) => &update_features::REQUEST_1,
        (ApiKey::Envelope, 0) => &envelope::REQUEST_0,
        (ApiKey::FetchSnapshot, 0) => &fetch_snapshot::REQUEST_0,
        (ApiKey::FetchSnapshot, 1) => &fetch_snapshot::REQUEST_1,
        (ApiKey::DescribeCluster, 0) => &describe_cluster::REQUEST_0,
        (ApiKey::DescribeCluster, 1) => &describe_cluster::REQUEST_1,
        (ApiKey::DescribeCluster, 2) => &describe_cluster::REQUEST_2,
        (ApiKey::DescribeProducers, 0) => &describe_producers::REQUEST_0,
        (ApiKey::BrokerRegistration, 0) => &broker_registration::REQUEST_0,
        (ApiKey::BrokerRegistration, 1) => &broker_registration::REQUEST_1,
        (ApiKey::BrokerRegistration, 2) => &broker_registration::REQUEST_2,
        (ApiKey::BrokerRegistration, 3..=4) => &broker_registration::REQUEST_3,
        (ApiKey::BrokerHeartbeat, 0) => &broker_heartbeat::REQUEST_0,
        (ApiKey::BrokerHeartbeat, 1) => &broker_heartbeat::REQUEST_1,
        (ApiKey::BrokerHeartbeat, 2) => &broker_heartbeat::REQUEST_2,
        (ApiKey::UnregisterBroker, 0) => &unregister_broker::REQUEST_0,
        (ApiKey::DescribeTransactions, 0) => &describe_transactions::REQUEST_0,
        (ApiKey::ListTransactions, 0) => &list_transactions::REQUEST_0,
        (ApiKey::ListTransactions, 1) => &list_transactions::REQUEST_1,
        (ApiKey::ListTransactions, 2) => &list_transactions::REQUEST_2,
        (ApiKey::AllocateProducerIds, 0) => &allocate_producer_ids::REQUEST_0,
        (ApiKey::ConsumerGroupHeartbeat, 0) => &consumer_group_heartbeat::REQUEST_0,
        (ApiKey::ConsumerGroupHeartbeat, 1) => &consumer_group_heartbeat::REQUEST_1,
        (ApiKey::ConsumerGroupDescribe, 0..=1) => &consumer_group_describe::REQUEST_0,
        (ApiKey::ControllerRegistration, 0) => &controller_registration::REQUEST_0,
        (ApiKey::GetTelemetrySubscriptions, 0) => &get_telemetry_subscriptions::REQUEST_0,
        (ApiKey::PushTelemetry, 0) => &push_telemetry::REQUEST_0,
        (ApiKey::AssignReplicasToDirs, 0) => &assign_replicas_to_dirs::REQUEST_0,
        (ApiKey::ListConfigResources, 0) => &list_config_resources::REQUEST_0,
        (ApiKey::ListConfigResources, 1) => &list_config_resources::REQUEST_1,
        (ApiKey::DescribeTopicPartitions, 0) => &describe_topic_partitions::REQUEST_0,
        (ApiKey::ShareGroupHeartbeat, 1) => &share_group_heartbeat::REQUEST_1,
        (ApiKey::ShareGroupDescribe, 1) => &share_group_describe::REQUEST_1,
        (ApiKey::ShareFetch, 1) => &share_fetch::REQUEST_1,
        (ApiKey::ShareFetch, 2) => &share_fetch::REQUEST_2,
        (ApiKey::ShareAcknowledge, 1) => &share_acknowledge::REQUEST_1,
        (ApiKey::ShareAcknowledge, 2) => &share_acknowledge::REQUEST_2,
        (ApiKey::AddRaftVoter, 0) => &add_raft_voter::REQUEST_0,
        (ApiKey::AddRaftVoter, 1) => &add_raft_voter::REQUEST_1,
        (ApiKey::RemoveRaftVoter, 0) => &remove_raft_voter::REQUEST_0,
        (ApiKey::UpdateRaftVoter, 0) => &update_raft_voter::REQUEST_0,
        (ApiKey::InitializeShareGroupState, 0) => &initialize_share_group_state::REQUEST_0,
        (ApiKey::ReadShareGroupState, 0) => &read_share_group_state::REQUEST_0,
        (ApiKey::WriteShareGroupState, 0) => &write_share_group_state::REQUEST_0,
        (ApiKey::WriteShareGroupState, 1) => &write_share_group_state::REQUEST_1,
        (ApiKey::DeleteShareGroupState, 0) => &delete_share_group_state::REQUEST_0,
        (ApiKey::ReadShareGroupStateSummary, 0..=1) => &read_share_group_state_summary::REQUEST_0,
        (ApiKey::StreamsGroupHeartbeat, 0) => &streams_group_heartbeat::REQUEST_0,
        (ApiKey::StreamsGroupDescribe, 0) => &streams_group_describe::REQUEST_0,
        (ApiKey::DescribeShareGroupOffsets, 0..=1) => &describe_share_group_offsets::REQUEST_0,
        (ApiKey::AlterShareGroupOffsets, 0) => &alter_share_group_offsets::REQUEST_0,
        (ApiKey::DeleteShareGroupOffsets, 0) => &delete_share_group_offsets::REQUEST_0,
        _ => return None,
    };
    Some(shape)
}

/// The shape of a response, if the version exists.
pub(crate) fn response(api: ApiKey, version: i16) -> Option<&'static Shape> {
    let shape = match (api, version) {
        (ApiKey::Produce, 3..=4) => &produce::RESPONSE_3,
        (ApiKey::Produce, 5..=7) => &produce::RESPONSE_5,
        (ApiKey::Produce, 8) => &produce::RESPONSE_8,
        (ApiKey::Produce, 9) => &produce::RESPONSE_9,
        (ApiKey::Produce, 10..=12) => &produce::RESPONSE_10,
        (ApiKey::Produce, 13) => &produce::RESPONSE_13,
        (ApiKey::Fetch, 4) => &fetch::RESPONSE_4,
        (ApiKey::Fetch, 5..=6) => &fetch::RESPONSE_5,
        (ApiKey::Fetch, 7..=10) => &fetch::RESPONSE_7,
        (ApiKey::Fetch, 11) => &fetch::RESPONSE_11,
        (ApiKey::Fetch, 12) => &fetch::RESPONSE_12,
        (ApiKey::Fetch, 13..=15) => &fetch::RESPONSE_13,
        (ApiKey::Fetch, 16..=18) => &fetch::RESPONSE_16,
        (ApiKey::ListOffsets, 1) => &list_offsets::RESPONSE_1,
        (ApiKey::ListOffsets, 2..=3) => &list_offsets::RESPONSE_2,
        (ApiKey::ListOffsets, 4..=5) => &list_offsets::RESPONSE_4,
        (ApiKey::ListOffsets, 6..=11) => &list_offsets::RESPONSE_6,
        (ApiKey::Metadata, 0) => &metadata::RESPONSE_0,
        (ApiKey::Metadata, 1) => &metadata::RESPONSE_1,
        (ApiKey::Metadata, 2) => &metadata::RESPONSE_2,
        (ApiKey::Metadata, 3..=4) => &metadata::RESPONSE_3,
        (ApiKey::Metadata, 5..=6) => &metadata::RESPONSE_5,
        (ApiKey::Metadata, 7) => &metadata::RESPONSE_7,
        (ApiKey::Metadata, 8) => &metadata::RESPONSE_8,
        (ApiKey::Metadata, 9) => &metadata::RESPONSE_9,
        (ApiKey::Metadata, 10) => &metadata::RESPONSE_10,
        (ApiKey::Metadata, 11) => &metadata::RESPONSE_11,
        (ApiKey::Metadata, 12) => &metadata::RESPONSE_12,
        (ApiKey::Metadata, 13) => &metadata::RESPONSE_13,
        (ApiKey::OffsetCommit, 2) => &offset_commit::RESPONSE_2,
        (ApiKey::OffsetCommit, 3..=7) => &offset_commit::RESPONSE_3,
        (ApiKey::OffsetCommit, 8..=9) => &offset_commit::RESPONSE_8,
        (ApiKey::OffsetCommit, 10) => &offset_commit::RESPONSE_10,
        (ApiKey::OffsetFetch, 1) => &offset_fetch::RESPONSE_1,
        (ApiKey::OffsetFetch, 2) => &offset_fetch::RESPONSE_2,
        (ApiKey::OffsetFetch, 3..=4) => &offset_fetch::RESPONSE_3,
        (ApiKey::OffsetFetch, 5) => &offset_fetch::RESPONSE_5,
        (ApiKey::OffsetFetch, 6..=7) => &offset_fetch::RESPONSE_6,
        (ApiKey::OffsetFetch, 8..=9) => &offset_fetch::RESPONSE_8,
        (ApiKey::OffsetFetch, 10) => &offset_fetch::RESPONSE_10,
        (ApiKey::FindCoordinator, 0) => &find_coordinator::RESPONSE_0,
        (ApiKey::FindCoordinator, 1..=2) => &find_coordinator::RESPONSE_1,
        (ApiKey::FindCoordinator, 3) => &find_coordinator::RESPONSE_3,
        (ApiKey::FindCoordinator, 4..=6) => &find_coordinator::RESPONSE_4,
        (ApiKey::JoinGroup, 0..=1) => &join_group::RESPONSE_0,
        (ApiKey::JoinGroup, 2..=4) => &join_group::RESPONSE_2,
        (ApiKey::JoinGroup, 5) => &join_group::RESPONSE_5,
        (ApiKey::JoinGroup, 6) => &join_group::RESPONSE_6,
        (ApiKey::JoinGroup, 7..=8) => &join_group::RESPONSE_7,
        (ApiKey::JoinGroup, 9) => &join_group::RESPONSE_9,
        (ApiKey::Heartbeat, 0) => &heartbeat::RESPONSE_0,
        (ApiKey::Heartbeat, 1..=3) => &heartbeat::RESPONSE_1,
        (ApiKey::Heartbeat, 4) => &heartbeat::RESPONSE_4,
        (ApiKey::LeaveGroup, 0) => &leave_group::RESPONSE_0,
        (ApiKey::LeaveGroup, 1..=2) => &leave_group::RESPONSE_1,
        (ApiKey::LeaveGroup, 3) => &leave_group::RESPONSE_3,
        (ApiKey::LeaveGroup, 4..=5) => &leave_group::RESPONSE_4,
        (ApiKey::SyncGroup, 0) => &sync_group::RESPONSE_0,
        (ApiKey::SyncGroup, 1..=3) => &sync_group::RESPONSE_1,
        (ApiKey::SyncGroup, 4) => &sync_group::RESPONSE_4,
        (ApiKey::SyncGroup, 5) => &sync_group::RESPONSE_5,
        (ApiKey::DescribeGroups, 0) => &describe_groups::RESPONSE_0,
        (ApiKey::DescribeGroups, 1..=2) => &describe_groups::RESPONSE_1,
        (ApiKey::DescribeGroups, 3) => &describe_groups::RESPONSE_3,
        (ApiKey::DescribeGroups, 4) => &describe_groups::RESPONSE_4,
        (ApiKey::DescribeGroups, 5) => &describe_groups::RESPONSE_5,
        (ApiKey::DescribeGroups, 6) => &describe_groups::RESPONSE_6,
        (ApiKey::ListGroups, 0) => &list_groups::RESPONSE_0,
        (ApiKey::ListGroups, 1..=2) => &list_groups::RESPONSE_1,
        (ApiKey::ListGroups, 3) => &list_groups::RESPONSE_3,
        (ApiKey::ListGroups, 4) => &list_groups::RESPONSE_4,
        (ApiKey::ListGroups, 5) => &list_groups::RESPONSE_5,
        (ApiKey::SaslHandshake, 0..=1) => &sasl_handshake::RESPONSE_0,
        (ApiKey::ApiVersions, 0) => &api_versions::RESPONSE_0,
        (ApiKey::ApiVersions, 1..=2) => &api_versions::RESPONSE_1,
        (ApiKey::ApiVersions, 3..=4) => &api_versions::RESPONSE_3,
        (ApiKey::CreateTopics, 2..=4) => &create_topics::RESPONSE_2,
        (ApiKey::CreateTopics, 5..=6) => &create_topics::RESPONSE_5,
        (ApiKey::CreateTopics, 7) => &create_topics::RESPONSE_7,
        (ApiKey::DeleteTopics, 1..=3) => &delete_topics::RESPONSE_1,
        (ApiKey::DeleteTopics, 4) => &delete_topics::RESPONSE_4,
        (ApiKey::DeleteTopics, 5) => &delete_topics::RESPONSE_5,
        (ApiKey::DeleteTopics, 6) => &delete_topics::RESPONSE_6,
        (ApiKey::DeleteRecords, 0..=1) => &delete_records::RESPONSE_0,
        (ApiKey::DeleteRecords, 2) => &delete_records::RESPONSE_2,
        (ApiKey::InitProducerId, 0..=1) => &init_producer_id::RESPONSE_0,
        (ApiKey::InitProducerId, 2..=5) => &init_producer_id::RESPONSE_2,
        (ApiKey::InitProducerId, 6) => &init_producer_id::RESPONSE_6,
        (ApiKey::OffsetForLeaderEpoch, 2..=3) => &offset_for_leader_epoch::RESPONSE_2,
        (ApiKey::OffsetForLeaderEpoch, 4) => &offset_for_leader_epoch::RESPONSE_4,
        (ApiKey::AddPartitionsToTxn, 0..=2) => &add_partitions_to_txn::RESPONSE_0,
        (ApiKey::AddPartitionsToTxn, 3) => &add_partitions_to_txn::RESPONSE_3,
        (ApiKey::AddPartitionsToTxn, 4..=5) => &add_partitions_to_txn::RESPONSE_4,
        (ApiKey::AddOffsetsToTxn, 0..=2) => &add_offsets_to_txn::RESPONSE_0,
        (ApiKey::AddOffsetsToTxn, 3..=4) => &add_offsets_to_txn::RESPONSE_3,
        (ApiKey::EndTxn, 0..=2) => &end_txn::RESPONSE_0,
        (ApiKey::EndTxn, 3..=4) => &end_txn::RESPONSE_3,
        (ApiKey::EndTxn, 5) => &end_txn::RESPONSE_5,
        (ApiKey::WriteTxnMarkers, 1..=2) => &write_txn_markers::RESPONSE_1,
        (ApiKey::TxnOffsetCommit, 0..=2) => &txn_offset_commit::RESPONSE_0,
        (ApiKey::TxnOffsetCommit, 3..=5) => &txn_offset_commit::RESPONSE_3,
        (ApiKey::DescribeAcls, 1) => &describe_acls::RESPONSE_1,
        (ApiKey::DescribeAcls, 2..=3) => &describe_acls::RESPONSE_2,
        (ApiKey::CreateAcls, 1) => &create_acls::RESPONSE_1,
        (ApiKey::CreateAcls, 2..=3) => &create_acls::RESPONSE_2,
        (ApiKey::DeleteAcls, 1) => &delete_acls::RESPONSE_1,
        (ApiKey::DeleteAcls, 2..=3) => &delete_acls::RESPONSE_2,
        (ApiKey::DescribeConfigs, 1..=2) => &describe_configs::RESPONSE_1,
        (ApiKey::DescribeConfigs, 3) => &describe_configs::RESPONSE_3,
        (ApiKey::DescribeConfigs, 4) => &describe_configs::RESPONSE_4,
        (ApiKey::AlterConfigs, 0..=1) => &alter_configs::RESPONSE_0,
        (ApiKey::AlterConfigs, 2) => &alter_configs::RESPONSE_2,
        (ApiKey::AlterReplicaLogDirs, 1) => &alter_replica_log_dirs::RESPONSE_1,
        (ApiKey::AlterReplicaLogDirs, 2) => &alter_replica_log_dirs::RESPONSE_2,
        (ApiKey::DescribeLogDirs, 1) => &describe_log_dirs::RESPONSE_1,
        (ApiKey::DescribeLogDirs, 2) => &describe_log_dirs::RESPONSE_2,
        (ApiKey::DescribeLogDirs, 3) => &describe_log_dirs::RESPONSE_3,
        (ApiKey::DescribeLogDirs, 4) => &describe_log_dirs::RESPONSE_4,
        (ApiKey::DescribeLogDirs, 5) => &describe_log_dirs::RESPONSE_5,
        (ApiKey::SaslAuthenticate, 0) => &sasl_authenticate::RESPONSE_0,
        (ApiKey::SaslAuthenticate, 1) => &sasl_authenticate::RESPONSE_1,
        (ApiKey::SaslAuthenticate, 2) => &sasl_authenticate::RESPONSE_2,
        (ApiKey::CreatePartitions, 0..=1) => &create_partitions::RESPONSE_0,
        (ApiKey::CreatePartitions, 2..=3) => &create_partitions::RESPONSE_2,
        (ApiKey::CreateDelegationToken, 1) => &create_delegation_token::RESPONSE_1,
        (ApiKey::CreateDelegationToken, 2) => &create_delegation_token::RESPONSE_2,
        (ApiKey::CreateDelegationToken, 3) => &create_delegation_token::RESPONSE_3,
        (ApiKey::RenewDelegationToken, 1) => &renew_delegation_token::RESPONSE_1,
        (ApiKey::RenewDelegationToken, 2) => &renew_delegation_token::RESPONSE_2,
        (ApiKey::ExpireDelegationToken, 1) => &expire_delegation_token::RESPONSE_1,
        (ApiKey::ExpireDelegationToken, 2) => &expire_delegation_token::RESPONSE_2,
        (ApiKey::DescribeDelegationToken, 1) => &describe_delegation_token::RESPONSE_1,
        (ApiKey::DescribeDelegationToken, 2) => &describe_delegation_token::RESPONSE_2,
        (ApiKey::DescribeDelegationToken, 3) => &describe_delegation_token::RESPONSE_3,
        (ApiKey::DeleteGroups, 0..=1) => &delete_groups::RESPONSE_0,
        (ApiKey::DeleteGroups, 2) => &delete_groups::RESPONSE_2,
        (ApiKey::ElectLeaders, 0) => &elect_leaders::RESPONSE_0,
        (ApiKey::ElectLeaders, 1) => &elect_leaders::RESPONSE_1,
        (ApiKey::ElectLeaders, 2) => &elect_leaders::RESPONSE_2,
        (ApiKey::IncrementalAlterConfigs, 0) => &incremental_alter_configs::RESPONSE_0,
        (ApiKey::IncrementalAlterConfigs, 1) => &incremental_alter_configs::RESPONSE_1,
        (ApiKey::AlterPartitionReassignments, 0) => &alter_partition_reassignments::RESPONSE_0,
        (ApiKey::AlterPartitionReassignments, 1) => &alter_partition_reassignments::RESPONSE_1,
        (ApiKey::ListPartitionReassignments, 0) => &list_partition_reassignments::RESPONSE_0,
        (ApiKey::OffsetDelete, 0) => &offset_delete::RESPONSE_0,
        (ApiKey::DescribeClientQuotas, 0) => &describe_client_quotas::RESPONSE_0,
        (ApiKey::DescribeClientQuotas, 1) => &describe_client_quotas::RESPONSE_1,
        (ApiKey::AlterClientQuotas, 0) => &alter_client_quotas::RESPONSE_0,
        (ApiKey::AlterClientQuotas, 1) => &alter_client_quotas::RESPONSE_1,
        (ApiKey::DescribeUserScramCredentials, 0) => &describe_user_scram_credentials::RESPONSE_0,
        (ApiKey::AlterUserScramCredentials, 0) => &alter_user_scram_credentials::RESPONSE_0,
        (ApiKey::Vote, 0) => &vote::RESPONSE_0,
        (ApiKey::Vote, 1..=2) => &vote::RESPONSE_1,
        (ApiKey::BeginQuorumEpoch, 0) => &begin_quorum_epoch::RESPONSE_0,
        (ApiKey::BeginQuorumEpoch, 1) => &begin_quorum_epoch::RESPONSE_1,
        (ApiKey::EndQuorumEpoch, 0) => &end_quorum_epoch::RESPONSE_0,
        (ApiKey::EndQuorumEpoch, 1) => &end_quorum_epoch::RESPONSE_1,
        (ApiKey::DescribeQuorum, 0) => &describe_quorum::RESPONSE_0,
        (ApiKey::DescribeQuorum, 1) => &describe_quorum::RESPONSE_1,
        (ApiKey::DescribeQuorum, 2) => &describe_quorum::RESPONSE_2,
        (ApiKey::AlterPartition, 2..=3) => &alter_partition::RESPONSE_2,
        (ApiKey::UpdateFeatures, 0..=1) => &update_features::RESPONSE_0,
        (ApiKey::UpdateFeatures, 2) => &update_features::RESPONSE_2,
        (ApiKey::Envelope, 0) => &envelope::RESPONSE_0,
        (ApiKey::FetchSnapshot, 0) => &fetch_snapshot::RESPONSE_0,
        (ApiKey::FetchSnapshot, 1) => &fetch_snapshot::RESPONSE_1,
        (ApiKey::DescribeCluster, 0) => &describe_cluster::RESPONSE_0,
        (ApiKey::DescribeCluster, 1) => &describe_cluster::RESPONSE_1,
        (ApiKey::DescribeCluster, 2) => &describe_cluster::RESPONSE_2,
        (ApiKey::DescribeProducers, 0) => &describe_producers::RESPONSE_0,
        (ApiKey::BrokerRegistration, 0..=4) => &broker_registration::RESPONSE_0,
        (ApiKey::BrokerHeartbeat, 0..=2) => &broker_heartbeat::RESPONSE_0,
        (ApiKey::UnregisterBroker, 0) => &unregister_broker::RESPONSE_0,
        (ApiKey::DescribeTransactions, 0) => &describe_transactions::RESPONSE_0,
        (ApiKey::ListTransactions, 0..=2) => &list_transactions::RESPONSE_0,
        (ApiKey::AllocateProducerIds, 0) => &allocate_producer_ids::RESPONSE_0,
        (ApiKey::ConsumerGroupHeartbeat, 0..=1) => &consumer_group_heartbeat::RESPONSE_0,
        (ApiKey::ConsumerGroupDescribe, 0) => &consumer_group_describe::RESPONSE_0,
        (ApiKey::ConsumerGroupDescribe, 1) => &consumer_group_describe::RESPONSE_1,
        (ApiKey::ControllerRegistration, 0) => &controller_registration::RESPONSE_0,
        (ApiKey::GetTelemetrySubscriptions, 0) => &get_telemetry_subscriptions::RESPONSE_0,
        (ApiKey::PushTelemetry, 0) => &push_telemetry::RESPONSE_0,
        (ApiKey::AssignReplicasToDirs, 0) => &assign_replicas_to_dirs::RESPONSE_0,
        (ApiKey::ListConfigResources, 0) => &list_config_resources::RESPONSE_0,
        (ApiKey::ListConfigResources, 1) => &list_config_resources::RESPONSE_1,
        (ApiKey::DescribeTopicPartitions, 0) => &describe_topic_partitions::RESPONSE_0,
        (ApiKey::ShareGroupHeartbeat, 1) => &share_group_heartbeat::RESPONSE_1,
        (ApiKey::ShareGroupDescribe, 1) => &share_group_describe::RESPONSE_1,
        (ApiKey::ShareFetch, 1..=2) => &share_fetch::RESPONSE_1,
        (ApiKey::ShareAcknowledge, 1) => &share_acknowledge::RESPONSE_1,
        (ApiKey::ShareAcknowledge, 2) => &share_acknowledge::RESPONSE_2,
        (ApiKey::AddRaftVoter, 0..=1) => &add_raft_voter::RESPONSE_0,
        (ApiKey::RemoveRaftVoter, 0) => &remove_raft_voter::RESPONSE_0,
        (ApiKey::UpdateRaftVoter, 0) => &update_raft_voter::RESPONSE_0,
        (ApiKey::InitializeShareGroupState, 0) => &initialize_share_group_state::RESPONSE_0,
        (ApiKey::ReadShareGroupState, 0) => &read_share_group_state::RESPONSE_0,
        (ApiKey::WriteShareGroupState, 0..=1) => &write_share_group_state::RESPONSE_0,
        (ApiKey::DeleteShareGroupState, 0) => &delete_share_group_state::RESPONSE_0,
        (ApiKey::ReadShareGroupStateSummary, 0) => &read_share_group_state_summary::RESPONSE_0,
        (ApiKey::ReadShareGroupStateSummary, 1) => &read_share_group_state_summary::RESPONSE_1,
        (ApiKey::StreamsGroupHeartbeat, 0) => &streams_group_heartbeat::RESPONSE_0,
        (ApiKey::StreamsGroupDescribe, 0) => &streams_group_describe::RESPONSE_0,
        (ApiKey::DescribeShareGroupOffsets, 0) => &describe_share_group_offsets::RESPONSE_0,
        (ApiKey::DescribeShareGroupOffsets, 1) => &describe_share_group_offsets::RESPONSE_1,
        (ApiKey::AlterShareGroupOffsets, 0) => &alter_share_group_offsets::RESPONSE_0,
        (ApiKey::DeleteShareGroupOffsets, 0) => &delete_share_group_offsets::RESPONSE_0,
        _ => return None,
    };
    Some(shape)
}
