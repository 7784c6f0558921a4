//! What a node's keys demand of each other. Each broken rule is one sentence that names its keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::key::InvalidValue;
use crate::listener::{Endpoint, SecurityProtocol};
use crate::node_config::{NodeConfig, Role};
use crate::node_listeners::NodeListeners;
use crate::quorum::{is_host, parse_voters};
use crate::values::Values;

pub(crate) type Checked<T> = Result<T, InvalidValue>;

pub(crate) fn demand(holds: bool, sentence: impl FnOnce() -> String) -> Checked<()> {
    if holds {
        Ok(())
    } else {
        Err(InvalidValue::said(sentence()))
    }
}

pub(crate) fn roles(values: &Values) -> Checked<BTreeSet<Role>> {
    let read = |name: &String| match name.as_str() {
        "broker" => Ok(Role::Broker),
        "controller" => Ok(Role::Controller),
        other => Err(InvalidValue::said(format!(
            "Unknown process role '{other}' (only 'broker' and 'controller' are allowed roles)"
        ))),
    };
    values.list("process.roles")?.iter().map(read).collect()
}

pub(crate) fn check(config: &NodeConfig) -> Checked<()> {
    let values = config.values();
    demand(values.int("node.id")? == values.int("broker.id")?, || {
        "You must set `node.id` to the same value as `broker.id`.".to_owned()
    })?;
    check_log(config)?;
    check_timeouts(values)?;
    check_quorum(config)?;
    if config.is_broker() {
        check_broker_listeners(config.listeners())?;
    }
    check_addresses(config.listeners())?;
    check_connections(values)?;
    refuse_secured_listeners(config.listeners())
}

fn check_log(config: &NodeConfig) -> Checked<()> {
    let defaults = config.topic_defaults()?;
    let topic = |key: &str| {
        defaults
            .get(key)
            .and_then(|text| text.parse::<i64>().ok())
            .unwrap_or_default()
    };
    demand(topic("segment.ms") >= 1, || {
        "log.roll.ms must be greater than or equal to 1".to_owned()
    })?;
    demand(topic("segment.jitter.ms") >= 0, || {
        "log.roll.jitter.ms must be greater than or equal to 0".to_owned()
    })?;
    demand(
        topic("retention.ms") >= 1 || topic("retention.ms") == -1,
        || "log.retention.ms must be unlimited (-1) or, greater than or equal to 1".to_owned(),
    )?;
    demand(!config.log_dirs()?.is_empty(), || {
        "At least one log directory must be defined via log.dirs or log.dir.".to_owned()
    })?;
    crate::resources::check_compaction_lag(&defaults)
}

fn check_timeouts(values: &Values) -> Checked<()> {
    let fetch_wait = i64::from(values.int("replica.fetch.wait.max.ms")?);
    demand(
        fetch_wait <= i64::from(values.int("replica.socket.timeout.ms")?),
        || {
            "replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary \
         socket timeouts"
            .to_owned()
        },
    )?;
    demand(
        fetch_wait <= values.long("replica.lag.time.max.ms")?,
        || {
            "replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent \
         changes in ISR"
            .to_owned()
        },
    )?;
    let queued = values.long("queued.max.request.bytes")?;
    demand(
        queued <= 0 || queued >= i64::from(values.int("socket.request.max.bytes")?),
        || {
            "queued.max.request.bytes must be larger or equal to socket.request.max.bytes"
                .to_owned()
        },
    )?;
    let delay = values.int("connection.failed.authentication.delay.ms")?;
    let idle = values.long("connections.max.idle.ms")?;
    demand(idle < 0 || i64::from(delay) < idle, || {
        format!(
            "connection.failed.authentication.delay.ms={delay} should always be less than \
             connections.max.idle.ms={idle} to prevent failed authentication responses from timing out"
        )
    })
}

fn check_quorum(config: &NodeConfig) -> Checked<()> {
    let values = config.values();
    let voters =
        parse_voters(&values.list("controller.quorum.voters")?).map_err(InvalidValue::said)?;
    let bootstrap = values.list("controller.quorum.bootstrap.servers")?;
    demand(!voters.is_empty() || !bootstrap.is_empty(), || {
        "If using process.roles, either controller.quorum.bootstrap.servers must contain the set of bootstrap \
         controllers or controller.quorum.voters must contain a parseable set of controllers."
            .to_owned()
    })?;
    let node_id = values.int("node.id")?;
    let ids: Vec<_> = voters.keys().map(i32::to_string).collect();
    if config.is_controller() {
        demand(voters.is_empty() || voters.contains_key(&node_id), || {
            format!(
                "If process.roles contains the 'controller' role, the node id {node_id} must be included in the set \
                 of voters controller.quorum.voters=[{}]",
                ids.join(", ")
            )
        })?;
        return check_controller_listeners(config);
    }
    demand(!voters.contains_key(&node_id), || {
        format!(
            "If process.roles contains just the 'broker' role, the node id {node_id} must not be included in the set \
             of voters controller.quorum.voters=[{}]",
            ids.join(", ")
        )
    })?;
    demand(config.listeners().controller.is_empty(), || {
        "controller.listener.names must not contain a value appearing in the 'listeners' configuration when running \
         KRaft with just the broker role"
            .to_owned()
    })
}

fn check_controller_listeners(config: &NodeConfig) -> Checked<()> {
    let listeners = config.listeners();
    if !config.is_broker() {
        demand(listeners.broker.is_empty(), || {
            "The listeners config must only contain KRaft controller listeners from controller.listener.names when \
             process.roles=controller"
                .to_owned()
        })?;
    }
    demand(!listeners.advertised_controller.is_empty(), || {
        "controller.listener.names must contain at least one value appearing in the 'listeners' configuration when \
         running the KRaft controller role"
            .to_owned()
    })?;
    let has = |name: &String| {
        listeners
            .controller
            .iter()
            .any(|endpoint| endpoint.listener == *name)
    };
    demand(listeners.controller_names.iter().all(has), || {
        "controller.listener.names must only contain values appearing in the 'listeners' configuration when running \
         the KRaft controller role"
            .to_owned()
    })
}

fn check_broker_listeners(listeners: &NodeListeners) -> Checked<()> {
    let names = |endpoints: &[Endpoint]| {
        endpoints
            .iter()
            .map(|endpoint| endpoint.listener.clone())
            .collect::<Vec<_>>()
    };
    let advertised = names(&listeners.advertised_broker);
    let opened = names(&listeners.broker);
    demand(!advertised.is_empty(), || {
        "There must be at least one broker advertised listener. Perhaps all listeners appear in \
         controller.listener.names?"
            .to_owned()
    })?;
    demand(advertised.contains(&listeners.inter_broker), || {
        format!(
            "inter.broker.listener.name must be a listener name defined in advertised.listeners. The valid options \
             based on currently configured listeners are {}",
            advertised.join(",")
        )
    })?;
    demand(advertised.iter().all(|name| opened.contains(name)), || {
        format!(
            "advertised.listeners listener names must be equal to or a subset of the ones defined in listeners. Found \
             {}. The valid options based on the current configuration are {}",
            advertised.join(","),
            opened.join(",")
        )
    })
}

fn check_addresses(listeners: &NodeListeners) -> Checked<()> {
    let mut told = listeners
        .advertised_broker
        .iter()
        .chain(&listeners.advertised_controller);
    demand(
        told.all(|endpoint| endpoint.host.as_deref() != Some("0.0.0.0")),
        || {
            "advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.".to_owned()
        },
    )
}

fn check_connections(values: &Values) -> Checked<()> {
    let overrides = connection_overrides(&values.string("max.connections.per.ip.overrides")?)?;
    demand(
        values.int("max.connections.per.ip")? != 0 || !overrides.is_empty(),
        || {
            "max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set."
            .to_owned()
        },
    )
}

/// Reads `max.connections.per.ip.overrides`: `host:limit` entries.
///
/// # Errors
/// An entry that is none.
pub fn connection_overrides(text: &str) -> Checked<BTreeMap<String, u32>> {
    const KEY: &str = "max.connections.per.ip.overrides";
    let mut overrides = BTreeMap::new();
    for entry in text
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
    {
        let (host, limit) = entry.rsplit_once(':').ok_or_else(|| {
            InvalidValue::said(format!(
                "Error parsing configuration property '{KEY}': {entry} has no ':'"
            ))
        })?;
        let (host, limit) = (host.trim(), limit.trim());
        demand(is_host(host), || {
            format!("{KEY} contains invalid addresses : {host}")
        })?;
        let limit = limit.parse().map_err(|_| {
            InvalidValue::said(format!("{KEY} contains a limit that is no number: {entry}"))
        })?;
        overrides.insert(host.to_owned(), limit);
    }
    Ok(overrides)
}

/// Only plaintext is served in this release. Falling back to it would open a port that its owner believes protected.
fn refuse_secured_listeners(listeners: &NodeListeners) -> Checked<()> {
    for endpoint in listeners.broker.iter().chain(&listeners.controller) {
        demand(endpoint.protocol == SecurityProtocol::Plaintext, || {
            format!(
                "listeners cannot contain {endpoint} with the security protocol {}: this release serves PLAINTEXT only.",
                endpoint.protocol
            )
        })?;
    }
    Ok(())
}

pub(crate) fn warnings(config: &NodeConfig) -> Vec<String> {
    let values = config.values();
    let mut warnings = Vec::new();
    if let (Ok(interval), Ok(timeout)) = (
        values.int("broker.heartbeat.interval.ms"),
        values.int("broker.session.timeout.ms"),
    ) && i64::from(interval) * 2 > i64::from(timeout)
    {
        warnings.push(format!(
            "broker.heartbeat.interval.ms ({interval} ms) should be at most half of broker.session.timeout.ms \
             ({timeout} ms): a single late heartbeat fences the broker"
        ));
    }
    if !config.is_controller() && config.listeners().controller_names.len() > 1 {
        warnings.push(
            "controller.listener.names has more than one entry; a broker uses only the first"
                .to_owned(),
        );
    }
    warnings
}
