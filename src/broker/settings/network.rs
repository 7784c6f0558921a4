//! Settings of listeners and connections.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use kalda_config::{Endpoint, InvalidValue, NodeConfig, Values, connection_overrides};

use super::{count, count_or_none};

/// What the node listens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerSettings {
    /// The listeners of `listeners` that serve clients and brokers.
    pub broker: Vec<(Endpoint, NetworkSettings)>,
    /// The listeners of `listeners` that serve the controller.
    pub controller: Vec<(Endpoint, NetworkSettings)>,
    /// `advertised.listeners`, for the broker's. No host stands for this machine's name, port 0 for the opened port.
    pub advertised_broker: Vec<Endpoint>,
    /// `advertised.listeners`, for the controller's.
    pub advertised_controller: Vec<Endpoint>,
    /// `controller.listener.names`; brokers reach the controllers through the first.
    pub controller_names: Vec<String>,
}

/// The limits of one listener, and of each of its connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkSettings {
    /// `socket.request.max.bytes`
    pub max_request_bytes: usize,
    /// `connections.max.idle.ms`; `None` never closes an idle connection.
    pub max_idle: Option<Duration>,
    /// `socket.send.buffer.bytes`; `None` leaves it to the system.
    pub send_buffer_bytes: Option<usize>,
    /// `socket.receive.buffer.bytes`; `None` leaves it to the system.
    pub receive_buffer_bytes: Option<usize>,
    /// `socket.listen.backlog.size`
    pub backlog: i32,
    /// `listener.name.<listener>.max.connections`: of this listener alone.
    pub max_connections: usize,
    /// `listener.name.<listener>.max.connection.creation.rate`: of this listener alone, in one second.
    pub max_creation_rate: usize,
}

impl ListenerSettings {
    pub(super) fn read(config: &NodeConfig) -> Result<Self, InvalidValue> {
        let listeners = config.listeners();
        let with_limits = |endpoints: &[Endpoint]| {
            let limits = |endpoint: &Endpoint| {
                let values = config.values_of_listener(&endpoint.listener)?;
                Ok((endpoint.clone(), NetworkSettings::read(&values)?))
            };
            endpoints
                .iter()
                .map(limits)
                .collect::<Result<Vec<_>, InvalidValue>>()
        };
        Ok(Self {
            broker: with_limits(&listeners.broker)?,
            controller: with_limits(&listeners.controller)?,
            advertised_broker: listeners.advertised_broker.clone(),
            advertised_controller: listeners.advertised_controller.clone(),
            controller_names: listeners.controller_names.clone(),
        })
    }
}

impl NetworkSettings {
    fn read(values: &Values) -> Result<Self, InvalidValue> {
        let idle_ms = u64::try_from(values.long("connections.max.idle.ms")?).ok();
        Ok(Self {
            max_request_bytes: count(values, "socket.request.max.bytes")?,
            max_idle: idle_ms.map(Duration::from_millis),
            send_buffer_bytes: count_or_none(values, "socket.send.buffer.bytes")?,
            receive_buffer_bytes: count_or_none(values, "socket.receive.buffer.bytes")?,
            backlog: values.int("socket.listen.backlog.size")?,
            max_connections: count(values, "max.connections")?,
            max_creation_rate: count(values, "max.connection.creation.rate")?,
        })
    }
}

/// Limits over the connections of all listeners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionSettings {
    /// `max.connections`
    pub max: usize,
    /// `max.connections.per.ip`
    pub max_per_ip: usize,
    /// `max.connections.per.ip.overrides`, for hosts that are addresses.
    pub per_ip_overrides: BTreeMap<IpAddr, usize>,
    /// `max.connection.creation.rate`, in one second.
    pub max_creation_rate: usize,
    /// `queued.max.request.bytes`; `None` is no limit of this kind.
    pub max_queued_bytes: Option<usize>,
}

impl ConnectionSettings {
    pub(super) fn read(values: &Values) -> Result<Self, InvalidValue> {
        let key = "max.connections.per.ip.overrides";
        let mut per_ip_overrides = BTreeMap::new();
        for (host, limit) in connection_overrides(&values.string(key)?)? {
            // Kafka looks a name up once, at start; a limit that later hits another machine is worse than none.
            let address: IpAddr = host.parse().map_err(|_| {
                InvalidValue::said(format!("{key} contains {host}, which is not an IP address"))
            })?;
            per_ip_overrides.insert(address, usize::try_from(limit).unwrap_or(usize::MAX));
        }
        Ok(Self {
            max: count(values, "max.connections")?,
            max_per_ip: count(values, "max.connections.per.ip")?,
            per_ip_overrides,
            max_creation_rate: count(values, "max.connection.creation.rate")?,
            max_queued_bytes: count_or_none(values, "queued.max.request.bytes")?
                .filter(|bytes| *bytes > 0),
        })
    }
}
