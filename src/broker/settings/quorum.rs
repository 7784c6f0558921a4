//! Settings of the controllers and of their log.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use kalda_config::{
    HostPort, InvalidValue, NodeConfig, Values, parse_bootstrap_servers, parse_voters,
};

use super::{count, count_or_none, time_ms};

/// Who the controllers are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuorumSettings {
    /// `controller.quorum.voters`; empty for a dynamic quorum.
    pub voters: BTreeMap<i32, HostPort>,
    /// `controller.quorum.bootstrap.servers`
    pub bootstrap_servers: Vec<HostPort>,
    /// `controller.quorum.election.timeout.ms`
    pub election_timeout: Duration,
}

impl QuorumSettings {
    pub(super) fn read(values: &Values) -> Result<Self, InvalidValue> {
        let voters = parse_voters(&values.list("controller.quorum.voters")?);
        let servers = parse_bootstrap_servers(&values.list("controller.quorum.bootstrap.servers")?);
        Ok(Self {
            voters: voters.map_err(InvalidValue::said)?,
            bootstrap_servers: servers.map_err(InvalidValue::said)?,
            election_timeout: time_ms(values, "controller.quorum.election.timeout.ms")?,
        })
    }
}

/// The log `__cluster_metadata-0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataLogSettings {
    /// `metadata.log.dir`, or the first of `log.dirs`
    pub dir: PathBuf,
    /// `metadata.log.max.record.bytes.between.snapshots`
    pub snapshot_after_bytes: usize,
    /// `metadata.log.max.snapshot.interval.ms`; `None` is never by time.
    pub snapshot_after: Option<Duration>,
    /// `metadata.log.segment.bytes`
    pub segment_bytes: usize,
    /// `metadata.log.segment.ms`
    pub segment_age: Duration,
    /// `metadata.max.idle.interval.ms`; `None` writes no no-op records.
    pub idle_interval: Option<Duration>,
    /// `metadata.max.retention.bytes`; `None` is no limit.
    pub retention_bytes: Option<usize>,
    /// `metadata.max.retention.ms`; `None` is no limit.
    pub retention: Option<Duration>,
}

impl MetadataLogSettings {
    pub(super) fn read(config: &NodeConfig) -> Result<Self, InvalidValue> {
        let values = config.values();
        let if_any = |time: Duration| if time.is_zero() { None } else { Some(time) };
        let retention_ms = u64::try_from(values.long("metadata.max.retention.ms")?).ok();
        Ok(Self {
            dir: PathBuf::from(config.metadata_log_dir()?),
            snapshot_after_bytes: count(values, "metadata.log.max.record.bytes.between.snapshots")?,
            snapshot_after: if_any(time_ms(values, "metadata.log.max.snapshot.interval.ms")?),
            segment_bytes: count(values, "metadata.log.segment.bytes")?,
            segment_age: time_ms(values, "metadata.log.segment.ms")?,
            idle_interval: if_any(time_ms(values, "metadata.max.idle.interval.ms")?),
            retention_bytes: count_or_none(values, "metadata.max.retention.bytes")?,
            retention: retention_ms.map(Duration::from_millis),
        })
    }
}
