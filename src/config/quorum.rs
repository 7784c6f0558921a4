//! The addresses of the controllers: `controller.quorum.voters` and `controller.quorum.bootstrap.servers`.

use std::collections::BTreeMap;
use std::fmt;

/// A host, by name or address, and a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostPort {
    /// A name or an address; an IPv6 address without its brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// What is wrong with one half of an address.
pub(crate) enum AddressFault {
    Host,
    Port,
}

impl HostPort {
    /// Reads `host:port`, with an optional `NAME://` in front, as Kafka reads an address.
    pub(crate) fn parse(text: &str) -> Result<Self, AddressFault> {
        let address = match text.split_once("://") {
            Some((_, after)) => after,
            None => text,
        };
        let (host, port) = address.rsplit_once(':').ok_or(AddressFault::Host)?;
        let host = host.strip_prefix('[').unwrap_or(host);
        let host = host.strip_suffix(']').unwrap_or(host);
        if !is_host(host) {
            return Err(AddressFault::Host);
        }
        let port = port.parse().map_err(|_| AddressFault::Port)?;
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }
}

/// Whether `text` has only characters that Kafka allows in a host.
pub(crate) fn is_host(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '%' | '.' | '_' | ':'))
}

const VOTERS: &str = "controller.quorum.voters";
const BOOTSTRAP: &str = "controller.quorum.bootstrap.servers";

/// Reads `id@host:port` entries.
///
/// # Errors
/// Kafka's sentence for the first entry that is none.
pub fn parse_voters(entries: &[String]) -> Result<BTreeMap<i32, HostPort>, String> {
    let form = "Each entry should be in the form `{id}@{host}:{port}`.";
    let mut voters = BTreeMap::new();
    for entry in entries {
        let Some((id, address)) = entry
            .split_once('@')
            .filter(|(_, rest)| !rest.contains('@'))
        else {
            return Err(format!("Invalid configuration value for {VOTERS}. {form}"));
        };
        let id: i32 = id
            .parse()
            .map_err(|_| format!("Failed to parse voter ID as an integer from {id}"))?;
        let address = HostPort::parse(address).map_err(|fault| {
            let part = match fault {
                AddressFault::Host => "host name",
                AddressFault::Port => "host port",
            };
            format!(
                "Failed to parse {part} from entry {entry} for the configuration {VOTERS}. {form}"
            )
        })?;
        voters.insert(id, address);
    }
    Ok(voters)
}

/// Reads `host:port` entries.
///
/// # Errors
/// Kafka's sentence for the first entry that is none.
pub fn parse_bootstrap_servers(entries: &[String]) -> Result<Vec<HostPort>, String> {
    let read = |entry: &String| {
        HostPort::parse(entry).map_err(|fault| {
            let part = match fault {
                AddressFault::Host => "host name",
                AddressFault::Port => "host port",
            };
            format!(
                "Failed to parse {part} from {entry} for the configuration {BOOTSTRAP}. Each entry should be in the \
                 form \"{{host}}:{{port}}\""
            )
        })
    };
    entries.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voters(text: &str) -> Result<BTreeMap<i32, HostPort>, String> {
        parse_voters(&text.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn voters_are_ids_with_addresses() {
        let read = voters("1@localhost:9093,2@[::1]:9094").unwrap();
        assert_eq!(read[&1].to_string(), "localhost:9093");
        assert_eq!(read[&2].to_string(), "[::1]:9094");
    }

    #[test]
    fn a_voter_without_id_host_or_port_is_refused() {
        for text in [
            "localhost:9093",
            "x@localhost:9093",
            "1@localhost",
            "1@local host:9093",
            "1@a:b",
            "1@h:70000",
        ] {
            assert!(voters(text).is_err(), "{text}");
        }
        assert_eq!(
            voters("1@localhost:x").unwrap_err(),
            "Failed to parse host port from entry 1@localhost:x for the configuration controller.quorum.voters. Each \
             entry should be in the form `{id}@{host}:{port}`."
        );
    }

    #[test]
    fn bootstrap_servers_are_addresses() {
        let read = |text: &str| parse_bootstrap_servers(&[text.to_owned()]);
        assert_eq!(read("kafka-1:9093").unwrap()[0].port, 9093);
        assert!(read("kafka-1").is_err());
        assert!(read("kafka-1:").is_err());
    }
}
