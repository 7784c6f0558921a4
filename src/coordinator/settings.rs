//! The coordinator's settings: Kafka's `group.*` and `offsets.*` keys.

/// Settings of groups and offsets. Times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSettings {
    /// `group.min.session.timeout.ms`
    pub min_session_timeout_ms: i32,
    /// `group.max.session.timeout.ms`
    pub max_session_timeout_ms: i32,
    /// `group.max.size`: members of one classic group
    pub max_size: usize,
    /// `group.initial.rebalance.delay.ms`
    pub initial_rebalance_delay_ms: i32,
    /// Groups of the new protocol.
    pub consumer: ConsumerSettings,
    /// Committed offsets.
    pub offsets: OffsetSettings,
}

/// Settings of groups of the new protocol (KIP-848); the GROUP resource's configs override some per group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerSettings {
    /// `group.consumer.session.timeout.ms`
    pub session_timeout_ms: i32,
    /// `group.consumer.min.session.timeout.ms`
    pub min_session_timeout_ms: i32,
    /// `group.consumer.max.session.timeout.ms`
    pub max_session_timeout_ms: i32,
    /// `group.consumer.heartbeat.interval.ms`
    pub heartbeat_interval_ms: i32,
    /// `group.consumer.min.heartbeat.interval.ms`
    pub min_heartbeat_interval_ms: i32,
    /// `group.consumer.max.heartbeat.interval.ms`
    pub max_heartbeat_interval_ms: i32,
    /// `group.consumer.assignment.interval.ms`
    pub assignment_interval_ms: i32,
    /// `group.consumer.min.assignment.interval.ms`
    pub min_assignment_interval_ms: i32,
    /// `group.consumer.max.assignment.interval.ms`
    pub max_assignment_interval_ms: i32,
    /// `group.consumer.max.size`
    pub max_size: usize,
    /// `group.consumer.assignors`: names, the first is the default
    pub assignors: Vec<String>,
    /// `group.consumer.migration.policy`
    pub migration_policy: MigrationPolicy,
    /// `group.consumer.regex.refresh.interval.ms`
    pub regex_refresh_interval_ms: i32,
}

/// `group.consumer.migration.policy`: whether a group may change its protocol while it has members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MigrationPolicy {
    /// Neither way.
    Disabled,
    /// From the new protocol to the classic one.
    Downgrade,
    /// From the classic protocol to the new one.
    Upgrade,
    /// Both ways.
    Bidirectional,
}

/// Settings of committed offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetSettings {
    /// `offset.metadata.max.bytes`
    pub metadata_max_bytes: usize,
    /// `offsets.retention.minutes`, in milliseconds
    pub retention_ms: i64,
    /// `offsets.retention.check.interval.ms`
    pub retention_check_interval_ms: i64,
}

impl Default for GroupSettings {
    /// Kafka's defaults.
    fn default() -> Self {
        Self {
            min_session_timeout_ms: 6_000,
            max_session_timeout_ms: 1_800_000,
            max_size: i32::MAX as usize,
            initial_rebalance_delay_ms: 3_000,
            consumer: ConsumerSettings::default(),
            offsets: OffsetSettings::default(),
        }
    }
}

impl Default for ConsumerSettings {
    fn default() -> Self {
        Self {
            session_timeout_ms: 45_000,
            min_session_timeout_ms: 45_000,
            max_session_timeout_ms: 60_000,
            heartbeat_interval_ms: 5_000,
            min_heartbeat_interval_ms: 5_000,
            max_heartbeat_interval_ms: 15_000,
            assignment_interval_ms: 1_000,
            min_assignment_interval_ms: 0,
            max_assignment_interval_ms: 15_000,
            max_size: i32::MAX as usize,
            assignors: vec!["uniform".to_owned(), "range".to_owned()],
            migration_policy: MigrationPolicy::Bidirectional,
            regex_refresh_interval_ms: 600_000,
        }
    }
}

impl Default for OffsetSettings {
    fn default() -> Self {
        Self {
            metadata_max_bytes: 4_096,
            retention_ms: 10_080 * 60 * 1_000,
            retention_check_interval_ms: 600_000,
        }
    }
}
