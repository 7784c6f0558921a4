//! Listeners: `listeners`, `advertised.listeners` and `listener.security.protocol.map`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::key::InvalidValue;
use crate::quorum::is_host;

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecurityProtocol {
    /// Not at all.
    Plaintext,
    /// TLS.
    Ssl,
    /// SASL over plain TCP.
    SaslPlaintext,
    /// SASL over TLS.
    SaslSsl,
}

impl SecurityProtocol {
    /// The protocol of this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [
            Self::Plaintext,
            Self::Ssl,
            Self::SaslPlaintext,
            Self::SaslSsl,
        ];
        all.into_iter()
            .find(|protocol| protocol.name().eq_ignore_ascii_case(name))
    }

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plaintext => "PLAINTEXT",
            Self::Ssl => "SSL",
            Self::SaslPlaintext => "SASL_PLAINTEXT",
            Self::SaslSsl => "SASL_SSL",
        }
    }

    /// Its number in broker and controller registrations.
    pub const fn code(self) -> i16 {
        match self {
            Self::Plaintext => 0,
            Self::Ssl => 1,
            Self::SaslPlaintext => 2,
            Self::SaslSsl => 3,
        }
    }
}

impl fmt::Display for SecurityProtocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One entry of `listeners` or `advertised.listeners`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The listener's name, in upper case.
    pub listener: String,
    /// How its connections are protected.
    pub protocol: SecurityProtocol,
    /// The host; `None` stands for every interface, or for this machine's own name where it is advertised.
    pub host: Option<String>,
    /// The port; 0 lets the system choose one.
    pub port: u16,
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.as_deref().unwrap_or_default();
        if host.contains(':') {
            write!(f, "{}://[{host}]:{}", self.listener, self.port)
        } else {
            write!(f, "{}://{host}:{}", self.listener, self.port)
        }
    }
}

/// The security protocol of each listener name.
pub type ProtocolMap = BTreeMap<String, SecurityProtocol>;

/// Reads `NAME:PROTOCOL` entries. The last colon of an entry parts it, as in Kafka.
///
/// # Errors
/// An entry without a colon, or with a protocol that does not exist.
pub fn parse_protocol_map(key: &str, text: &str) -> Result<ProtocolMap, InvalidValue> {
    let mut map = ProtocolMap::new();
    for entry in text
        .split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
    {
        let (name, protocol) = entry.rsplit_once(':').ok_or_else(|| {
            InvalidValue::said(format!(
                "Error parsing configuration property '{key}': {entry} has no ':'"
            ))
        })?;
        let protocol = protocol.trim();
        let known = SecurityProtocol::from_name(protocol).ok_or_else(|| {
            InvalidValue::said(format!(
                "Invalid security protocol `{protocol}` defined in {key}"
            ))
        })?;
        map.insert(normalise(name.trim())?, known);
    }
    Ok(map)
}

/// A listener name in the one form that is compared.
pub(crate) fn normalise(name: &str) -> Result<String, InvalidValue> {
    if name.is_empty() {
        return Err(InvalidValue::said(
            "The provided listener name is null or empty string",
        ));
    }
    Ok(name.to_uppercase())
}

/// Whether two entries may have the same port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ports {
    /// Only one on IPv4 and one on IPv6, because they are opened.
    Distinct,
    /// Yes, because they are only told to clients.
    Any,
}

/// Reads `NAME://host:port` entries.
pub(crate) fn parse_endpoints(
    entries: &[String],
    protocols: &ProtocolMap,
    ports: Ports,
) -> Result<Vec<Endpoint>, InvalidValue> {
    let all = format!("[{}]", entries.join(", "));
    let read = || {
        let endpoints: Vec<_> = entries
            .iter()
            .map(|entry| parse_endpoint(entry, protocols))
            .collect::<Result<_, _>>()?;
        let names: BTreeSet<_> = endpoints
            .iter()
            .map(|endpoint| &endpoint.listener)
            .collect();
        if names.len() != endpoints.len() {
            return Err(format!(
                "Each listener must have a different name, listeners: {all}"
            ));
        }
        if ports == Ports::Distinct {
            check_ports(&endpoints, &all)?;
        }
        Ok(endpoints)
    };
    read().map_err(|reason| {
        InvalidValue::said(format!(
            "Error creating broker listeners from '{all}': {reason}"
        ))
    })
}

fn parse_endpoint(entry: &str, protocols: &ProtocolMap) -> Result<Endpoint, String> {
    let broken = || format!("Unable to parse {entry} to a broker endpoint");
    let (name, address) = entry.rsplit_once("://").ok_or_else(broken)?;
    let (host, port) = address.rsplit_once(':').ok_or_else(broken)?;
    let host = host.strip_prefix('[').unwrap_or(host);
    let host = host.strip_suffix(']').unwrap_or(host);
    if !is_host(host) {
        return Err(broken());
    }
    let port = port.parse().map_err(|_| broken())?;
    let listener = normalise(name).map_err(|error| error.to_string())?;
    let protocol = *protocols
        .get(&listener)
        .ok_or_else(|| format!("No security protocol defined for listener {listener}"))?;
    let host = if host.is_empty() {
        None
    } else {
        Some(host.to_owned())
    };
    Ok(Endpoint {
        listener,
        protocol,
        host,
        port,
    })
}

/// Two listeners may share a port only when one is an IPv4 and the other an IPv6 address.
fn check_ports(endpoints: &[Endpoint], all: &str) -> Result<(), String> {
    let mut by_port: BTreeMap<u16, Vec<&Endpoint>> = BTreeMap::new();
    for endpoint in endpoints.iter().filter(|endpoint| endpoint.port != 0) {
        by_port.entry(endpoint.port).or_default().push(endpoint);
    }
    for (port, sharing) in by_port.iter().filter(|(_, sharing)| sharing.len() > 1) {
        let families: Vec<_> = sharing.iter().map(|endpoint| family(endpoint)).collect();
        if families
            .iter()
            .filter(|family| **family == Family::Name)
            .count()
            > 1
        {
            return Err(format!(
                "Each listener must have a different port, listeners: {all}"
            ));
        }
        if sharing.len() > 2 {
            return Err(format!(
                "Each listener must have a different port unless exactly one listener has an IPv4 address and the \
                 other IPv6 address, listeners: {all}, port: {port}"
            ));
        }
        if !(families.contains(&Family::V4) && families.contains(&Family::V6)) {
            return Err(format!(
                "If you have two listeners on the same port then one needs to be IPv4 and the other IPv6, listeners: \
                 {all}, port: {port}"
            ));
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    V4,
    V6,
    Name,
}

fn family(endpoint: &Endpoint) -> Family {
    let host = endpoint.host.as_deref().unwrap_or_default();
    if host.parse::<Ipv4Addr>().is_ok() {
        Family::V4
    } else if host.parse::<Ipv6Addr>().is_ok() {
        Family::V6
    } else {
        Family::Name
    }
}

#[cfg(test)]
#[path = "listener_tests.rs"]
mod tests;
