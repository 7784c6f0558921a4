//! Settings of the partition logs as a whole. What one topic may set for itself is in its topic values.

use std::time::Duration;

use kalda_config::{InvalidValue, NodeConfig, Texts};

use super::{count, time_ms};

/// The background work on partition logs, and the defaults of topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreSettings {
    /// `num.recovery.threads.per.data.dir`
    pub recovery_threads: usize,
    /// `log.initial.task.delay.ms`
    pub initial_delay: Duration,
    /// `log.retention.check.interval.ms`
    pub retention_check_interval: Duration,
    /// `log.flush.scheduler.interval.ms`
    pub flush_check_interval: Duration,
    /// `log.flush.offset.checkpoint.interval.ms`
    pub recovery_point_interval: Duration,
    /// `log.flush.start.offset.checkpoint.interval.ms`
    pub start_offset_interval: Duration,
    /// `replica.high.watermark.checkpoint.interval.ms`
    pub high_watermark_interval: Duration,
    /// What each topic key is worth for a topic that does not set it.
    pub topic_defaults: Texts,
}

impl StoreSettings {
    pub(super) fn read(config: &NodeConfig) -> Result<Self, InvalidValue> {
        let values = config.values();
        Ok(Self {
            recovery_threads: count(values, "num.recovery.threads.per.data.dir")?,
            initial_delay: time_ms(values, "log.initial.task.delay.ms")?,
            retention_check_interval: time_ms(values, "log.retention.check.interval.ms")?,
            flush_check_interval: time_ms(values, "log.flush.scheduler.interval.ms")?,
            recovery_point_interval: time_ms(values, "log.flush.offset.checkpoint.interval.ms")?,
            start_offset_interval: time_ms(
                values,
                "log.flush.start.offset.checkpoint.interval.ms",
            )?,
            high_watermark_interval: time_ms(
                values,
                "replica.high.watermark.checkpoint.interval.ms",
            )?,
            topic_defaults: config.topic_defaults()?,
        })
    }
}
