//! Why a request of a member is refused. The sentences are the wire's: clients print them, and tools compare them with
//! Apache Kafka's.

use std::sync::Arc;

use kalda_protocol::error_code::ErrorCode;

/// A request to a group of the new protocol that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("{0}")]
    InvalidRequest(&'static str),
    #[error("ServerAssignor {name} is not supported. Supported assignors: {supported}.")]
    UnsupportedAssignor { name: String, supported: String },
    #[error("SubscribedTopicRegex `{regex}` is not a valid regular expression: {problem}.")]
    InvalidRegularExpression { regex: String, problem: String },
    #[error("Consumer group {0} not found.")]
    GroupNotFound(String),
    #[error("Group {0} not found.")]
    NoGroup(String),
    #[error("Group {0} is not a consumer group.")]
    NotAConsumerGroup(String),
    #[error("Cannot upgrade classic group {group} to consumer group because {reason}.")]
    CannotUpgrade { group: String, reason: &'static str },
    #[error("The consumer group has reached its maximum capacity of {0} members.")]
    GroupIsFull(usize),
    #[error("The subscriptions of the group's members take as much as a group may have.")]
    TooMuchMetadata,
    #[error("The coordinator has as many groups as it can take.")]
    TooManyGroups,
    #[error("Member {member} is not a member of group {group}.")]
    UnknownMember { member: String, group: Arc<str> },
    #[error("Member {member} does not use the classic protocol.")]
    NotClassic { member: Arc<str> },
    #[error("The member is in generation {known}, not in {received}.")]
    WrongGeneration { received: i32, known: i32 },
    #[error("The group's members do not support the protocol.")]
    InconsistentProtocol,
    #[error("The member should rejoin.")]
    RebalanceInProgress,
    #[error("Instance id {0} is unknown.")]
    UnknownInstance(String),
    #[error(
        "The consumer group member has a greater member epoch ({received}) than the one known by the group coordinator \
         ({known}). The member must abandon all its partitions and rejoin."
    )]
    EpochTooNew { received: i32, known: i32 },
    #[error(
        "The consumer group member has a smaller member epoch ({received}) than the one known by the group coordinator \
         ({known}). The member must abandon all its partitions and rejoin."
    )]
    EpochTooOld { received: i32, known: i32 },
    #[error(
        "The consumer group member is in a unknown state. The member must abandon all its partitions and rejoin."
    )]
    UnknownState,
    #[error(
        "Static member {member} with instance id {instance} cannot join the group because the instance id is owned by \
         {owner} member."
    )]
    InstanceInUse {
        member: String,
        instance: String,
        owner: Arc<str>,
    },
    #[error("Static member {member} with instance id {instance} was fenced by member {owner}.")]
    FencedInstance {
        member: String,
        instance: String,
        owner: Arc<str>,
    },
}

impl Refusal {
    /// The error of the protocol.
    pub(crate) const fn code(&self) -> ErrorCode {
        match self {
            Self::InvalidRequest(_) => ErrorCode::InvalidRequest,
            Self::UnsupportedAssignor { .. } => ErrorCode::UnsupportedAssignor,
            Self::InvalidRegularExpression { .. } => ErrorCode::InvalidRegularExpression,
            Self::GroupNotFound(_)
            | Self::NoGroup(_)
            | Self::NotAConsumerGroup(_)
            | Self::CannotUpgrade { .. } => ErrorCode::GroupIdNotFound,
            Self::GroupIsFull(_) | Self::TooManyGroups | Self::TooMuchMetadata => {
                ErrorCode::GroupMaxSizeReached
            }
            Self::UnknownMember { .. } | Self::UnknownInstance(_) | Self::NotClassic { .. } => {
                ErrorCode::UnknownMemberId
            }
            Self::WrongGeneration { .. } => ErrorCode::IllegalGeneration,
            Self::InconsistentProtocol => ErrorCode::InconsistentGroupProtocol,
            Self::RebalanceInProgress => ErrorCode::RebalanceInProgress,
            Self::EpochTooNew { .. } | Self::EpochTooOld { .. } | Self::UnknownState => {
                ErrorCode::FencedMemberEpoch
            }
            Self::InstanceInUse { .. } => ErrorCode::UnreleasedInstanceId,
            Self::FencedInstance { .. } => ErrorCode::FencedInstanceId,
        }
    }
}
