//! The first voters of a dynamic quorum, as `--initial-controllers` names them.

use std::collections::BTreeMap;

use kalda_protocol::uuid_text;
use kalda_records::control::{Voter, VoterEndpoint, Voters};
use uuid::Uuid;

/// One of the first voters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstVoter {
    /// Its node id.
    pub node_id: i32,
    /// Its host.
    pub host: String,
    /// The port of its controller listener.
    pub port: u16,
    /// The id of its metadata log directory.
    pub directory_id: Uuid,
}

/// Reads `id@host:port:directory` entries, by node id.
///
/// # Errors
/// Kafka's sentence for the first entry that is none.
pub fn parse_voters(text: &str) -> Result<BTreeMap<i32, FirstVoter>, String> {
    let mut voters = BTreeMap::new();
    for entry in text.trim().split(',').filter(|entry| !entry.is_empty()) {
        let voter = parse_voter(entry.trim())?;
        let node_id = voter.node_id;
        if voters.insert(node_id, voter).is_some() {
            return Err(format!("Node id {node_id} was specified more than once."));
        }
    }
    if voters.is_empty() {
        Err("No voters given.".to_owned())
    } else {
        Ok(voters)
    }
}

fn parse_voter(entry: &str) -> Result<FirstVoter, String> {
    let (id, rest) = entry
        .split_once('@')
        .ok_or("No @ found in dynamic voter string.")?;
    if id.is_empty() {
        return Err("Invalid @ at beginning of dynamic voter string.".to_owned());
    }
    let node_id: i32 = id
        .parse()
        .map_err(|_| "Failed to parse node id in dynamic voter string.")?;
    if node_id < 0 {
        return Err(format!(
            "Invalid negative node id {node_id} in dynamic voter string."
        ));
    }
    if rest.is_empty() {
        return Err("No hostname found after node id.".to_owned());
    }
    let (host, rest) = match rest.strip_prefix('[') {
        Some(rest) => rest
            .split_once(']')
            .ok_or("Hostname began with left bracket, but no right bracket was found.")?,
        None => {
            let colon = rest
                .find(':')
                .ok_or("No colon following hostname could be found.")?;
            rest.split_at(colon)
        }
    };
    let rest = rest
        .strip_prefix(':')
        .ok_or("Port section must start with a colon.")?;
    let (port, directory) = rest
        .split_once(':')
        .ok_or("No colon following port could be found.")?;
    let port: i64 = port
        .parse()
        .map_err(|_| "Failed to parse port in dynamic voter string.")?;
    let port =
        u16::try_from(port).map_err(|_| format!("Invalid port {port} in dynamic voter string."))?;
    let directory_id = uuid_text::parse(directory)
        .map_err(|_| "Failed to parse directory ID in dynamic voter string.".to_owned())?;
    Ok(FirstVoter {
        node_id,
        host: host.to_owned(),
        port,
        directory_id,
    })
}

/// The voters as the record of the first snapshot. `listener` is the name of the controller listener.
pub(super) fn to_record(voters: &BTreeMap<i32, FirstVoter>, listener: &str) -> Voters {
    let voter = |voter: &FirstVoter| Voter {
        voter_id: voter.node_id,
        directory_id: voter.directory_id,
        endpoints: vec![VoterEndpoint {
            name: listener.to_owned(),
            host: voter.host.clone(),
            port: voter.port,
        }],
        min_supported_version: 0,
        max_supported_version: 1,
    };
    Voters {
        version: 0,
        voters: voters.values().map(voter).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_with_names_and_addresses() {
        let text = "1@localhost:9093:JEXY6aqzQY-32P5TStzaFg,2@[::1]:9094:MvDxzVmcRsaTz33bUuRU6A";
        let voters = parse_voters(text).unwrap();
        assert_eq!(voters[&1].host, "localhost");
        assert_eq!((voters[&2].host.as_str(), voters[&2].port), ("::1", 9094));
        assert_eq!(
            uuid_text::to_text(&voters[&1].directory_id),
            "JEXY6aqzQY-32P5TStzaFg"
        );
    }

    #[test]
    fn what_is_missing_is_said_as_kafka_says_it() {
        let cases = [
            ("", "No voters given."),
            ("x", "No @ found in dynamic voter string."),
            ("@h:1:a", "Invalid @ at beginning of dynamic voter string."),
            (
                "x@h:1:a",
                "Failed to parse node id in dynamic voter string.",
            ),
            (
                "-1@h:1:a",
                "Invalid negative node id -1 in dynamic voter string.",
            ),
            ("1@", "No hostname found after node id."),
            (
                "1@[::1:1:a",
                "Hostname began with left bracket, but no right bracket was found.",
            ),
            ("1@h", "No colon following hostname could be found."),
            ("1@[::1]9:a", "Port section must start with a colon."),
            ("1@h:1", "No colon following port could be found."),
            ("1@h:x:a", "Failed to parse port in dynamic voter string."),
            ("1@h:65536:a", "Invalid port 65536 in dynamic voter string."),
            (
                "1@h:1:a",
                "Failed to parse directory ID in dynamic voter string.",
            ),
        ];
        for (text, sentence) in cases {
            assert_eq!(parse_voters(text).unwrap_err(), sentence, "{text}");
        }
        let twice = "1@h:1:JEXY6aqzQY-32P5TStzaFg,1@h:1:JEXY6aqzQY-32P5TStzaFg";
        assert_eq!(
            parse_voters(twice).unwrap_err(),
            "Node id 1 was specified more than once."
        );
    }
}
