//! The error codes of the Kafka protocol: Apache Kafka 4.3's whole list.
//!
//! Names and numbers are Kafka's; the sentences are ours. Tools print them to people, so each says what is the case
//! and not what a client library should do about it.

use std::fmt;

macro_rules! error_codes {
    ($($variant:ident = $code:literal, $name:literal, $message:literal;)*) => {
        /// An error code of the protocol.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i16)]
        pub enum ErrorCode {
            $(
                #[doc = $message]
                $variant = $code,
            )*
        }

        impl Default for ErrorCode {
            fn default() -> Self {
                Self::None
            }
        }

        impl ErrorCode {
            /// Every error code, in ascending order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The error with this number, if Kafka 4.3 has one.
            #[must_use]
            pub const fn from_code(code: i16) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// Kafka's name for the error, such as `UNKNOWN_TOPIC_OR_PARTITION`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// A sentence for people, used where a response has room for one and nothing more precise is known.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$variant => $message,)*
                }
            }

            /// The number on the wire.
            #[must_use]
            pub const fn code(self) -> i16 {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

error_codes! {
    UnknownServerError = -1, "UNKNOWN_SERVER_ERROR", "The server failed in a way it did not expect while it processed the request.";
    None = 0, "NONE", "No error.";
    OffsetOutOfRange = 1, "OFFSET_OUT_OF_RANGE", "The offset lies outside the range of offsets that the partition keeps.";
    CorruptMessage = 2, "CORRUPT_MESSAGE", "The record batch is damaged: its checksum, size or format is wrong, or a record without a key was sent to a compacted topic.";
    UnknownTopicOrPartition = 3, "UNKNOWN_TOPIC_OR_PARTITION", "This server does not host this topic or partition.";
    InvalidFetchSize = 4, "INVALID_FETCH_SIZE", "The fetch size is not valid.";
    LeaderNotAvailable = 5, "LEADER_NOT_AVAILABLE", "The partition has no leader at the moment because an election is under way.";
    NotLeaderOrFollower = 6, "NOT_LEADER_OR_FOLLOWER", "This broker is not the leader of the partition, or for requests that any replica may serve, not one of its replicas.";
    RequestTimedOut = 7, "REQUEST_TIMED_OUT", "The request did not complete in time.";
    BrokerNotAvailable = 8, "BROKER_NOT_AVAILABLE", "The broker is not available.";
    ReplicaNotAvailable = 9, "REPLICA_NOT_AVAILABLE", "The replica is not available on this broker.";
    MessageTooLarge = 10, "MESSAGE_TOO_LARGE", "The record batch is larger than the server accepts for this topic.";
    StaleControllerEpoch = 11, "STALE_CONTROLLER_EPOCH", "The request carries the epoch of a controller that has been replaced.";
    OffsetMetadataTooLarge = 12, "OFFSET_METADATA_TOO_LARGE", "The metadata string of the committed offset is too long.";
    NetworkException = 13, "NETWORK_EXCEPTION", "The connection was lost before the response arrived.";
    CoordinatorLoadInProgress = 14, "COORDINATOR_LOAD_IN_PROGRESS", "The coordinator is still loading its state.";
    CoordinatorNotAvailable = 15, "COORDINATOR_NOT_AVAILABLE", "The coordinator is not available.";
    NotCoordinator = 16, "NOT_COORDINATOR", "This broker is not the coordinator for this group or transactional id.";
    InvalidTopicException = 17, "INVALID_TOPIC_EXCEPTION", "The topic name is not valid, or the topic may not be used in this way.";
    RecordListTooLarge = 18, "RECORD_LIST_TOO_LARGE", "The record batch is larger than a log segment may be.";
    NotEnoughReplicas = 19, "NOT_ENOUGH_REPLICAS", "The record batch was refused because fewer replicas are in sync than the topic requires.";
    NotEnoughReplicasAfterAppend = 20, "NOT_ENOUGH_REPLICAS_AFTER_APPEND", "The record batch was written, but afterwards fewer replicas were in sync than the topic requires.";
    InvalidRequiredAcks = 21, "INVALID_REQUIRED_ACKS", "The value of acks is not one of -1, 0 and 1.";
    IllegalGeneration = 22, "ILLEGAL_GENERATION", "The group generation in the request is not the current one.";
    InconsistentGroupProtocol = 23, "INCONSISTENT_GROUP_PROTOCOL", "The protocol type or the protocols of the member do not fit those of the group.";
    InvalidGroupId = 24, "INVALID_GROUP_ID", "The group id is not valid.";
    UnknownMemberId = 25, "UNKNOWN_MEMBER_ID", "The group has no member with this id.";
    InvalidSessionTimeout = 26, "INVALID_SESSION_TIMEOUT", "The session timeout lies outside the range that the broker allows.";
    RebalanceInProgress = 27, "REBALANCE_IN_PROGRESS", "The group is rebalancing; the member has to join again.";
    InvalidCommitOffsetSize = 28, "INVALID_COMMIT_OFFSET_SIZE", "The committed offsets do not fit into one record batch.";
    TopicAuthorizationFailed = 29, "TOPIC_AUTHORIZATION_FAILED", "Access to the topic is denied.";
    GroupAuthorizationFailed = 30, "GROUP_AUTHORIZATION_FAILED", "Access to the group is denied.";
    ClusterAuthorizationFailed = 31, "CLUSTER_AUTHORIZATION_FAILED", "Access to the cluster is denied.";
    InvalidTimestamp = 32, "INVALID_TIMESTAMP", "The timestamp of a record lies outside the range that the topic allows.";
    UnsupportedSaslMechanism = 33, "UNSUPPORTED_SASL_MECHANISM", "The SASL mechanism is not enabled on this listener.";
    IllegalSaslState = 34, "ILLEGAL_SASL_STATE", "The request does not fit the state of the SASL exchange.";
    UnsupportedVersion = 35, "UNSUPPORTED_VERSION", "The version of the API is not supported.";
    TopicAlreadyExists = 36, "TOPIC_ALREADY_EXISTS", "A topic with this name exists already.";
    InvalidPartitions = 37, "INVALID_PARTITIONS", "The number of partitions is not valid.";
    InvalidReplicationFactor = 38, "INVALID_REPLICATION_FACTOR", "The replication factor is not valid or exceeds the number of usable brokers.";
    InvalidReplicaAssignment = 39, "INVALID_REPLICA_ASSIGNMENT", "The replica assignment is not valid.";
    InvalidConfig = 40, "INVALID_CONFIG", "The configuration is not valid.";
    NotController = 41, "NOT_CONTROLLER", "This server is not the active controller.";
    InvalidRequest = 42, "INVALID_REQUEST", "The request is malformed or contradicts itself or the cluster's state.";
    UnsupportedForMessageFormat = 43, "UNSUPPORTED_FOR_MESSAGE_FORMAT", "The stored message format does not support this request.";
    PolicyViolation = 44, "POLICY_VIOLATION", "The request violates the configured policy.";
    OutOfOrderSequenceNumber = 45, "OUT_OF_ORDER_SEQUENCE_NUMBER", "The sequence number of the record batch does not follow the previous one.";
    DuplicateSequenceNumber = 46, "DUPLICATE_SEQUENCE_NUMBER", "The sequence number of the record batch was used before.";
    InvalidProducerEpoch = 47, "INVALID_PRODUCER_EPOCH", "The epoch of the producer is older than the one known to the server.";
    InvalidTxnState = 48, "INVALID_TXN_STATE", "The state of the transaction does not allow this operation.";
    InvalidProducerIdMapping = 49, "INVALID_PRODUCER_ID_MAPPING", "The producer id does not belong to this transactional id.";
    InvalidTransactionTimeout = 50, "INVALID_TRANSACTION_TIMEOUT", "The transaction timeout is larger than the broker allows.";
    ConcurrentTransactions = 51, "CONCURRENT_TRANSACTIONS", "Another operation on the same transaction is still under way.";
    TransactionCoordinatorFenced = 52, "TRANSACTION_COORDINATOR_FENCED", "The transaction coordinator that sent the marker has been replaced.";
    TransactionalIdAuthorizationFailed = 53, "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "Access to the transactional id is denied.";
    SecurityDisabled = 54, "SECURITY_DISABLED", "Security features are disabled because no authorizer is configured.";
    OperationNotAttempted = 55, "OPERATION_NOT_ATTEMPTED", "The operation was not attempted, because another operation of the same batch failed.";
    KafkaStorageError = 56, "KAFKA_STORAGE_ERROR", "The log directory of the partition failed.";
    LogDirNotFound = 57, "LOG_DIR_NOT_FOUND", "The broker has no such log directory.";
    SaslAuthenticationFailed = 58, "SASL_AUTHENTICATION_FAILED", "SASL authentication failed.";
    UnknownProducerId = 59, "UNKNOWN_PRODUCER_ID", "The server keeps no state for this producer id.";
    ReassignmentInProgress = 60, "REASSIGNMENT_IN_PROGRESS", "A reassignment of the partition is under way.";
    DelegationTokenAuthDisabled = 61, "DELEGATION_TOKEN_AUTH_DISABLED", "Delegation tokens are not enabled.";
    DelegationTokenNotFound = 62, "DELEGATION_TOKEN_NOT_FOUND", "The delegation token does not exist.";
    DelegationTokenOwnerMismatch = 63, "DELEGATION_TOKEN_OWNER_MISMATCH", "The principal is neither owner nor renewer of the delegation token.";
    DelegationTokenRequestNotAllowed = 64, "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED", "Delegation tokens may not be requested over this connection.";
    DelegationTokenAuthorizationFailed = 65, "DELEGATION_TOKEN_AUTHORIZATION_FAILED", "Access to the delegation token is denied.";
    DelegationTokenExpired = 66, "DELEGATION_TOKEN_EXPIRED", "The delegation token has expired.";
    InvalidPrincipalType = 67, "INVALID_PRINCIPAL_TYPE", "The type of the principal is not supported.";
    NonEmptyGroup = 68, "NON_EMPTY_GROUP", "The group still has members.";
    GroupIdNotFound = 69, "GROUP_ID_NOT_FOUND", "The group does not exist.";
    FetchSessionIdNotFound = 70, "FETCH_SESSION_ID_NOT_FOUND", "The fetch session does not exist.";
    InvalidFetchSessionEpoch = 71, "INVALID_FETCH_SESSION_EPOCH", "The epoch of the fetch session is not the expected one.";
    ListenerNotFound = 72, "LISTENER_NOT_FOUND", "The partition's leader has no listener of the kind that this request came through.";
    TopicDeletionDisabled = 73, "TOPIC_DELETION_DISABLED", "Deletion of topics is disabled.";
    FencedLeaderEpoch = 74, "FENCED_LEADER_EPOCH", "The leader epoch in the request is older than the one known to the broker.";
    UnknownLeaderEpoch = 75, "UNKNOWN_LEADER_EPOCH", "The leader epoch in the request is newer than the one known to the broker.";
    UnsupportedCompressionType = 76, "UNSUPPORTED_COMPRESSION_TYPE", "The client does not support the compression of the stored records.";
    StaleBrokerEpoch = 77, "STALE_BROKER_EPOCH", "The broker epoch in the request is not the current one.";
    OffsetNotAvailable = 78, "OFFSET_NOT_AVAILABLE", "The leader does not know the requested offset yet, because its high watermark has not caught up after its election.";
    MemberIdRequired = 79, "MEMBER_ID_REQUIRED", "The member has to join again with the member id in this response.";
    PreferredLeaderNotAvailable = 80, "PREFERRED_LEADER_NOT_AVAILABLE", "The preferred leader is not available.";
    GroupMaxSizeReached = 81, "GROUP_MAX_SIZE_REACHED", "The group has reached its largest allowed size.";
    FencedInstanceId = 82, "FENCED_INSTANCE_ID", "Another member has taken over this group instance id.";
    EligibleLeadersNotAvailable = 83, "ELIGIBLE_LEADERS_NOT_AVAILABLE", "No replica that may become leader is available.";
    ElectionNotNeeded = 84, "ELECTION_NOT_NEEDED", "The partition already has the wanted leader.";
    NoReassignmentInProgress = 85, "NO_REASSIGNMENT_IN_PROGRESS", "No reassignment is under way.";
    GroupSubscribedToTopic = 86, "GROUP_SUBSCRIBED_TO_TOPIC", "The group is subscribed to the topic, so its offsets may not be deleted.";
    InvalidRecord = 87, "INVALID_RECORD", "The server refused a record because it is not valid.";
    UnstableOffsetCommit = 88, "UNSTABLE_OFFSET_COMMIT", "Offsets of the group are part of a transaction that has not ended.";
    ThrottlingQuotaExceeded = 89, "THROTTLING_QUOTA_EXCEEDED", "The quota is exceeded.";
    ProducerFenced = 90, "PRODUCER_FENCED", "A newer producer with the same transactional id has taken over.";
    ResourceNotFound = 91, "RESOURCE_NOT_FOUND", "The resource does not exist.";
    DuplicateResource = 92, "DUPLICATE_RESOURCE", "The request names the same resource more than once.";
    UnacceptableCredential = 93, "UNACCEPTABLE_CREDENTIAL", "The credential does not meet the server's requirements.";
    InconsistentVoterSet = 94, "INCONSISTENT_VOTER_SET", "The sender or the receiver of the request is not a voter in the known voter set.";
    InvalidUpdateVersion = 95, "INVALID_UPDATE_VERSION", "The feature level is not allowed.";
    FeatureUpdateFailed = 96, "FEATURE_UPDATE_FAILED", "The feature level could not be changed.";
    PrincipalDeserializationFailure = 97, "PRINCIPAL_DESERIALIZATION_FAILURE", "The principal of the forwarded request could not be read.";
    SnapshotNotFound = 98, "SNAPSHOT_NOT_FOUND", "The snapshot does not exist.";
    PositionOutOfRange = 99, "POSITION_OUT_OF_RANGE", "The position lies outside the snapshot.";
    UnknownTopicId = 100, "UNKNOWN_TOPIC_ID", "This server does not host a topic with this id.";
    DuplicateBrokerRegistration = 101, "DUPLICATE_BROKER_REGISTRATION", "Another broker with this id is registered.";
    BrokerIdNotRegistered = 102, "BROKER_ID_NOT_REGISTERED", "No broker with this id is registered.";
    InconsistentTopicId = 103, "INCONSISTENT_TOPIC_ID", "The topic id differs from the one in the partition's log.";
    InconsistentClusterId = 104, "INCONSISTENT_CLUSTER_ID", "The cluster id differs from that of this cluster.";
    TransactionalIdNotFound = 105, "TRANSACTIONAL_ID_NOT_FOUND", "The transactional id does not exist.";
    FetchSessionTopicIdError = 106, "FETCH_SESSION_TOPIC_ID_ERROR", "The fetch session mixes topic names and topic ids.";
    IneligibleReplica = 107, "INELIGIBLE_REPLICA", "The proposed in-sync replicas include one that is not eligible.";
    NewLeaderElected = 108, "NEW_LEADER_ELECTED", "The in-sync replicas were changed, but the partition has another leader now.";
    OffsetMovedToTieredStorage = 109, "OFFSET_MOVED_TO_TIERED_STORAGE", "The offset is only available in tiered storage.";
    FencedMemberEpoch = 110, "FENCED_MEMBER_EPOCH", "The epoch of the member has been superseded; the member has to drop its partitions and join again.";
    UnreleasedInstanceId = 111, "UNRELEASED_INSTANCE_ID", "Another member still holds this group instance id.";
    UnsupportedAssignor = 112, "UNSUPPORTED_ASSIGNOR", "The assignor is not supported.";
    StaleMemberEpoch = 113, "STALE_MEMBER_EPOCH", "The epoch of the member is not the current one.";
    MismatchedEndpointType = 114, "MISMATCHED_ENDPOINT_TYPE", "The request went to an endpoint of the wrong type.";
    UnsupportedEndpointType = 115, "UNSUPPORTED_ENDPOINT_TYPE", "The endpoint type is not supported.";
    UnknownControllerId = 116, "UNKNOWN_CONTROLLER_ID", "The controller id is not known.";
    UnknownSubscriptionId = 117, "UNKNOWN_SUBSCRIPTION_ID", "The telemetry subscription id is out of date.";
    TelemetryTooLarge = 118, "TELEMETRY_TOO_LARGE", "The telemetry payload is too large.";
    InvalidRegistration = 119, "INVALID_REGISTRATION", "The broker registration is not valid.";
    TransactionAbortable = 120, "TRANSACTION_ABORTABLE", "The transaction has to be aborted before the producer can go on.";
    InvalidRecordState = 121, "INVALID_RECORD_STATE", "The record's delivery state does not allow this acknowledgement.";
    ShareSessionNotFound = 122, "SHARE_SESSION_NOT_FOUND", "The share session does not exist.";
    InvalidShareSessionEpoch = 123, "INVALID_SHARE_SESSION_EPOCH", "The epoch of the share session is not the expected one.";
    FencedStateEpoch = 124, "FENCED_STATE_EPOCH", "The state epoch in the request is not the expected one.";
    InvalidVoterKey = 125, "INVALID_VOTER_KEY", "The voter key does not match that of the receiver.";
    DuplicateVoter = 126, "DUPLICATE_VOTER", "The voter is already part of the voter set.";
    VoterNotFound = 127, "VOTER_NOT_FOUND", "The voter is not part of the voter set.";
    InvalidRegularExpression = 128, "INVALID_REGULAR_EXPRESSION", "The regular expression is not valid.";
    RebootstrapRequired = 129, "REBOOTSTRAP_REQUIRED", "The client has to start again from its bootstrap servers.";
    StreamsInvalidTopology = 130, "STREAMS_INVALID_TOPOLOGY", "The streams topology is not valid.";
    StreamsInvalidTopologyEpoch = 131, "STREAMS_INVALID_TOPOLOGY_EPOCH", "The epoch of the streams topology is not valid.";
    StreamsTopologyFenced = 132, "STREAMS_TOPOLOGY_FENCED", "The epoch of the streams topology is out of date.";
    ShareSessionLimitReached = 133, "SHARE_SESSION_LIMIT_REACHED", "The broker holds the largest allowed number of share sessions.";
}

impl ErrorCode {
    /// Whether this is the absence of an error.
    #[must_use]
    pub const fn is_none(self) -> bool {
        matches!(self, Self::None)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl From<ErrorCode> for i16 {
    fn from(error: ErrorCode) -> Self {
        error.code()
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn every_code_is_found_by_its_number() {
        for error in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_code(error.code()), Some(*error));
        }
    }

    #[test]
    fn the_codes_run_without_a_gap_from_the_server_error_to_the_newest() {
        let codes: Vec<i16> = ErrorCode::ALL.iter().map(|error| error.code()).collect();
        assert_eq!(codes, (-1..=133).collect::<Vec<i16>>());
    }

    #[test]
    fn a_number_that_kafka_does_not_use_is_no_error_code() {
        assert_eq!(ErrorCode::from_code(-2), None);
        assert_eq!(ErrorCode::from_code(134), None);
    }

    #[test]
    fn names_are_those_of_the_kafka_client() {
        assert_eq!(
            ErrorCode::from_code(6).map(ErrorCode::name),
            Some("NOT_LEADER_OR_FOLLOWER")
        );
        assert_eq!(ErrorCode::UnknownTopicId.to_string(), "UNKNOWN_TOPIC_ID");
    }
}
