//! Which listeners a node has: what it opens, what it tells others, and which one brokers use among themselves.

use crate::checks::{Checked, demand};
use crate::key::InvalidValue;
use crate::layers::Texts;
use crate::listener::{
    Endpoint, Ports, ProtocolMap, SecurityProtocol, normalise, parse_endpoints, parse_protocol_map,
};
use crate::quorum::{HostPort, parse_voters};
use crate::values::Values;

/// The listeners of a node, as far as its configuration decides them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeListeners {
    /// The listeners that serve clients and brokers.
    pub broker: Vec<Endpoint>,
    /// The listeners that serve the controller.
    pub controller: Vec<Endpoint>,
    /// `controller.listener.names`, in upper case. Brokers reach the controllers through the first.
    pub controller_names: Vec<String>,
    /// What clients are told, for each broker listener.
    pub advertised_broker: Vec<Endpoint>,
    /// What brokers and other controllers are told, for each controller listener.
    pub advertised_controller: Vec<Endpoint>,
    /// The listener that brokers use among themselves.
    pub inter_broker: String,
}

pub(crate) fn read(values: &Values, texts: &Texts) -> Checked<NodeListeners> {
    let controller_names: Vec<_> = values
        .list("controller.listener.names")?
        .iter()
        .map(|name| normalise(name))
        .collect::<Result<_, _>>()?;
    let protocols = protocol_map(values, texts, &controller_names)?;
    let entries = values.list("listeners")?;
    let all = parse_endpoints(&entries, &protocols, Ports::Distinct)?;
    let is_controller = |endpoint: &Endpoint| controller_names.contains(&endpoint.listener);
    let (controller, broker): (Vec<_>, Vec<_>) = all.into_iter().partition(is_controller);
    let advertised = match values.list_if_set("advertised.listeners")? {
        Some(entries) => Some(parse_endpoints(&entries, &protocols, Ports::Any)?),
        None => None,
    };
    let (told_controller, told_broker) = match advertised {
        Some(all) => {
            let (controller, broker): (Vec<_>, Vec<_>) = all.into_iter().partition(is_controller);
            (controller, broker)
        }
        None => (Vec::new(), broker.clone()),
    };
    let voters =
        parse_voters(&values.list("controller.quorum.voters")?).map_err(InvalidValue::said)?;
    let own_voter = voters.get(&values.int("node.id")?);
    let advertised_controller =
        advertise_controller(&controller_names, &controller, &told_controller, own_voter);
    let inter_broker = inter_broker_listener(values, texts, &protocols)?;
    Ok(NodeListeners {
        broker,
        controller,
        controller_names,
        advertised_broker: told_broker,
        advertised_controller,
        inter_broker,
    })
}

/// The map in the file; or the default one, to which plaintext controller listeners are added as long as nobody asks
/// for another protocol anywhere.
fn protocol_map(
    values: &Values,
    texts: &Texts,
    controller_names: &[String],
) -> Checked<ProtocolMap> {
    const KEY: &str = "listener.security.protocol.map";
    let mut map = parse_protocol_map(KEY, &values.string(KEY)?)?;
    if texts.contains_key(KEY) {
        return Ok(map);
    }
    let is_secure = |name: &str| match SecurityProtocol::from_name(name) {
        Some(SecurityProtocol::Plaintext) | None => false,
        Some(
            SecurityProtocol::Ssl | SecurityProtocol::SaslPlaintext | SecurityProtocol::SaslSsl,
        ) => true,
    };
    let entries = values.list("listeners")?;
    let mut listener_names = entries
        .iter()
        .filter_map(|entry| Some(entry.split_once(':')?.0));
    if controller_names.iter().any(|name| is_secure(name)) || listener_names.any(is_secure) {
        return Ok(map);
    }
    for name in controller_names {
        map.entry(name.clone())
            .or_insert(SecurityProtocol::Plaintext);
    }
    Ok(map)
}

/// What is told of each controller listener: what `advertised.listeners` says; else, for the first one without a host,
/// this node's entry among the voters; else its own address, where every interface becomes this machine's name.
fn advertise_controller(
    names: &[String],
    listeners: &[Endpoint],
    told: &[Endpoint],
    own_voter: Option<&HostPort>,
) -> Vec<Endpoint> {
    let is_everywhere = |endpoint: &Endpoint| {
        endpoint
            .host
            .as_deref()
            .is_none_or(|host| host == "0.0.0.0")
    };
    let advertise = |(index, name): (usize, &String)| {
        if let Some(endpoint) = told.iter().find(|endpoint| endpoint.listener == *name) {
            return Some(endpoint.clone());
        }
        let mut endpoint = listeners
            .iter()
            .find(|endpoint| endpoint.listener == *name)?
            .clone();
        if let Some(voter) = own_voter.filter(|_| index == 0 && is_everywhere(&endpoint)) {
            endpoint.host = Some(voter.host.clone());
            endpoint.port = voter.port;
        } else if is_everywhere(&endpoint) {
            endpoint.host = None;
        }
        Some(endpoint)
    };
    names.iter().enumerate().filter_map(advertise).collect()
}

fn inter_broker_listener(
    values: &Values,
    texts: &Texts,
    protocols: &ProtocolMap,
) -> Checked<String> {
    const NAME: &str = "inter.broker.listener.name";
    const PROTOCOL: &str = "security.inter.broker.protocol";
    let Some(name) = values.string_if_set(NAME)? else {
        return values.string(PROTOCOL);
    };
    demand(!texts.contains_key(PROTOCOL), || {
        format!("Only one of {NAME} and {PROTOCOL} should be set.")
    })?;
    let name = normalise(&name)?;
    demand(protocols.contains_key(&name), || {
        format!(
            "Listener with name {name} defined in {NAME} not found in listener.security.protocol.map."
        )
    })?;
    Ok(name)
}
