//! Settings of a broker's life in its cluster.

use std::time::Duration;

use kalda_config::{InvalidValue, Values};

use super::time_ms;

/// Registration, heartbeats and shutdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifecycleSettings {
    /// `broker.heartbeat.interval.ms`
    pub heartbeat_interval: Duration,
    /// `broker.session.timeout.ms`, which the controller goes by.
    pub session_timeout: Duration,
    /// `initial.broker.registration.timeout.ms`
    pub registration_timeout: Duration,
    /// `controlled.shutdown.enable`
    pub controlled_shutdown: bool,
    /// `controller.socket.timeout.ms`: how long the controller may take to answer.
    pub controller_timeout: Duration,
}

impl LifecycleSettings {
    pub(super) fn read(values: &Values) -> Result<Self, InvalidValue> {
        Ok(Self {
            heartbeat_interval: time_ms(values, "broker.heartbeat.interval.ms")?,
            session_timeout: time_ms(values, "broker.session.timeout.ms")?,
            registration_timeout: time_ms(values, "initial.broker.registration.timeout.ms")?,
            controlled_shutdown: values.boolean("controlled.shutdown.enable")?,
            controller_timeout: time_ms(values, "controller.socket.timeout.ms")?,
        })
    }
}
