//! Settings of consumer groups: of their state machines and of what drives these.

use std::time::Duration;

use kalda_config::{InvalidValue, Values};
use kalda_coordinator::{ConsumerSettings, GroupSettings, MigrationPolicy, OffsetSettings};
use kalda_records::Compression;

use super::{count, time_ms};

/// Assignors by the names that Apache Kafka knows them by: their own and those of its classes.
const ASSIGNORS: [(&str, &[&str]); 2] = [
    (
        "uniform",
        &[
            "uniform",
            "org.apache.kafka.coordinator.group.assignor.UniformAssignor",
        ],
    ),
    (
        "range",
        &[
            "range",
            "org.apache.kafka.coordinator.group.assignor.RangeAssignor",
        ],
    ),
];

/// Settings of consumer groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupsSettings {
    /// What groups do.
    pub shards: GroupSettings,
    /// How their shards are driven.
    pub driver: ShardSettings,
    /// `group.coordinator.rebalance.protocols` has `consumer`
    pub consumer_protocol: bool,
}

/// How the shards of a coordinator are loaded and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardSettings {
    /// `group.coordinator.append.linger.ms`; `None` takes what has come meanwhile and waits for nothing.
    pub append_linger: Option<Duration>,
    /// `offsets.commit.timeout.ms`: how long records may take to be committed.
    pub commit_timeout: Duration,
    /// `offsets.load.buffer.size`: how much of a log is read at once.
    pub load_buffer_bytes: usize,
    /// `offsets.topic.compression.codec`
    pub compression: Compression,
    /// `group.coordinator.threads`: how many shards are loaded at the same time.
    pub concurrent_loads: usize,
}

impl GroupsSettings {
    pub(super) fn read(values: &Values) -> Result<Self, InvalidValue> {
        let protocols = values.list("group.coordinator.rebalance.protocols")?;
        Ok(Self {
            shards: GroupSettings {
                min_session_timeout_ms: values.int("group.min.session.timeout.ms")?,
                max_session_timeout_ms: values.int("group.max.session.timeout.ms")?,
                max_size: count(values, "group.max.size")?,
                initial_rebalance_delay_ms: values.int("group.initial.rebalance.delay.ms")?,
                consumer: consumer(values)?,
                offsets: offsets(values)?,
            },
            driver: ShardSettings::read(values)?,
            consumer_protocol: protocols
                .iter()
                .any(|it| it.eq_ignore_ascii_case("consumer")),
        })
    }
}

impl ShardSettings {
    fn read(values: &Values) -> Result<Self, InvalidValue> {
        let linger_ms = u64::try_from(values.int("group.coordinator.append.linger.ms")?).ok();
        let key = "offsets.topic.compression.codec";
        let codec = values.int(key)?;
        let known = i16::try_from(codec).ok();
        let known = known.and_then(|id| Compression::from_id(id).ok());
        let unknown = || {
            InvalidValue::of(
                key,
                &codec.to_string(),
                "There is no such compression codec",
            )
        };
        Ok(Self {
            append_linger: linger_ms.map(Duration::from_millis),
            commit_timeout: time_ms(values, "offsets.commit.timeout.ms")?,
            load_buffer_bytes: count(values, "offsets.load.buffer.size")?,
            compression: known.ok_or_else(unknown)?,
            concurrent_loads: count(values, "group.coordinator.threads")?,
        })
    }
}

fn consumer(values: &Values) -> Result<ConsumerSettings, InvalidValue> {
    let min_assignment_interval_ms = values.int("group.consumer.min.assignment.interval.ms")?;
    let max_assignment_interval_ms = values.int("group.consumer.max.assignment.interval.ms")?;
    let assignment_interval_ms = values.int("group.consumer.assignment.interval.ms")?;
    Ok(ConsumerSettings {
        session_timeout_ms: values.int("group.consumer.session.timeout.ms")?,
        min_session_timeout_ms: values.int("group.consumer.min.session.timeout.ms")?,
        max_session_timeout_ms: values.int("group.consumer.max.session.timeout.ms")?,
        heartbeat_interval_ms: values.int("group.consumer.heartbeat.interval.ms")?,
        min_heartbeat_interval_ms: values.int("group.consumer.min.heartbeat.interval.ms")?,
        max_heartbeat_interval_ms: values.int("group.consumer.max.heartbeat.interval.ms")?,
        // A value that is set while the broker runs is brought into the bounds; `check` refuses it at start.
        assignment_interval_ms: assignment_interval_ms
            .min(max_assignment_interval_ms)
            .max(min_assignment_interval_ms),
        min_assignment_interval_ms,
        max_assignment_interval_ms,
        max_size: count(values, "group.consumer.max.size")?,
        assignors: assignors(&values.list("group.consumer.assignors")?)?,
        migration_policy: migration_policy(&values.string("group.consumer.migration.policy")?),
        regex_refresh_interval_ms: values.int("group.consumer.regex.refresh.interval.ms")?,
    })
}

fn offsets(values: &Values) -> Result<OffsetSettings, InvalidValue> {
    Ok(OffsetSettings {
        metadata_max_bytes: count(values, "offset.metadata.max.bytes")?,
        retention_ms: i64::from(values.int("offsets.retention.minutes")?) * 60_000,
        retention_check_interval_ms: values.long("offsets.retention.check.interval.ms")?,
    })
}

fn assignors(names: &[String]) -> Result<Vec<String>, InvalidValue> {
    let known = |name: &String| {
        let known = ASSIGNORS
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()));
        let unknown = || {
            InvalidValue::said(format!(
                "group.consumer.assignors: there is no assignor {name}"
            ))
        };
        known.map(|(own, _)| (*own).to_owned()).ok_or_else(unknown)
    };
    names.iter().map(known).collect()
}

fn migration_policy(text: &str) -> MigrationPolicy {
    match text.to_ascii_lowercase().as_str() {
        "disabled" => MigrationPolicy::Disabled,
        "downgrade" => MigrationPolicy::Downgrade,
        "upgrade" => MigrationPolicy::Upgrade,
        _ => MigrationPolicy::Bidirectional,
    }
}

/// Holds the keys of each kind of group to what Apache Kafka demands of them together when it starts.
pub(super) fn check(values: &Values) -> Result<(), InvalidValue> {
    for kind in ["consumer", "share", "streams"] {
        let key = |name: &str| format!("group.{kind}.{name}");
        for what in [
            "heartbeat.interval.ms",
            "session.timeout.ms",
            "assignment.interval.ms",
        ] {
            let (own, min, max) = (
                key(what),
                key(&format!("min.{what}")),
                key(&format!("max.{what}")),
            );
            at_least(values, &max, &min)?;
            at_least(values, &own, &min)?;
            at_least(values, &max, &own)?;
        }
        let (heartbeat, session) = (key("heartbeat.interval.ms"), key("session.timeout.ms"));
        if values.int(&heartbeat)? >= values.int(&session)? {
            return Err(InvalidValue::said(format!(
                "{heartbeat} must be less than {session}"
            )));
        }
    }
    let protocols = values.list("group.coordinator.rebalance.protocols")?;
    if !protocols
        .iter()
        .any(|it| it.eq_ignore_ascii_case("classic"))
    {
        return Err(InvalidValue::said(
            "group.coordinator.rebalance.protocols must name classic: that protocol cannot be disabled",
        ));
    }
    if values.list("group.share.assignors")?.len() != 1 {
        return Err(InvalidValue::said(
            "group.share.assignors must name exactly one assignor",
        ));
    }
    at_least(
        values,
        "group.streams.max.standby.replicas",
        "group.streams.num.standby.replicas",
    )
}

fn at_least(values: &Values, key: &str, other: &str) -> Result<(), InvalidValue> {
    if values.int(key)? >= values.int(other)? {
        return Ok(());
    }
    Err(InvalidValue::said(format!(
        "{key} must be greater than or equal to {other}"
    )))
}
