//! Reading listeners.

use super::*;

fn map(text: &str) -> ProtocolMap {
    parse_protocol_map("listener.security.protocol.map", text).unwrap()
}

fn endpoints(text: &str) -> Result<Vec<Endpoint>, String> {
    let entries: Vec<_> = text.split(',').map(str::to_owned).collect();
    let protocols = map("PLAINTEXT:PLAINTEXT,A:PLAINTEXT,B:SSL,C:PLAINTEXT");
    parse_endpoints(&entries, &protocols, Ports::Distinct).map_err(|error| error.to_string())
}

#[test]
fn an_entry_is_a_name_a_host_and_a_port() {
    let read = endpoints("plaintext://:9092,b://[::1]:9093,A://kafka-1.example_x:0").unwrap();
    assert_eq!(read[0].host, None);
    assert_eq!(
        (read[0].listener.as_str(), read[0].port),
        ("PLAINTEXT", 9092)
    );
    assert_eq!(
        (read[1].host.as_deref(), read[1].protocol),
        (Some("::1"), SecurityProtocol::Ssl)
    );
    assert_eq!(read[1].to_string(), "B://[::1]:9093");
    assert_eq!(read[2].to_string(), "A://kafka-1.example_x:0");
}

#[test]
fn broken_entries_are_named() {
    for text in [
        "PLAINTEXT",
        "PLAINTEXT://host",
        "PLAINTEXT://ho st:1",
        "PLAINTEXT://h:99999",
        "PLAINTEXT://h:-1",
    ] {
        let error = endpoints(text).unwrap_err();
        let expected = format!(
            "Error creating broker listeners from '[{text}]': Unable to parse {text} to a broker endpoint"
        );
        assert_eq!(error, expected);
    }
    assert!(
        endpoints("D://:1")
            .unwrap_err()
            .ends_with("No security protocol defined for listener D")
    );
    assert!(
        endpoints("://:1")
            .unwrap_err()
            .ends_with("The provided listener name is null or empty string")
    );
}

#[test]
fn names_and_ports_are_used_once() {
    let error = endpoints("A://:1,a://:2").unwrap_err();
    assert!(
        error.ends_with("Each listener must have a different name, listeners: [A://:1, a://:2]"),
        "{error}"
    );
    let error = endpoints("A://:1,B://:1").unwrap_err();
    assert!(
        error.ends_with("Each listener must have a different port, listeners: [A://:1, B://:1]"),
        "{error}"
    );
    assert!(endpoints("A://:0,B://:0").is_ok());
}

#[test]
fn one_port_serves_two_address_families() {
    assert!(endpoints("A://127.0.0.1:1,B://[::1]:1").is_ok());
    assert!(endpoints("A://127.0.0.1:1,B://127.0.0.2:1").is_err());
    assert!(endpoints("A://127.0.0.1:1,B://:1").is_err());
    assert!(endpoints("A://127.0.0.1:1,B://[::1]:1,C://[::2]:1").is_err());
}

#[test]
fn a_protocol_map_names_known_protocols() {
    assert_eq!(
        map("a:ssl, B : PLAINTEXT").get("A"),
        Some(&SecurityProtocol::Ssl)
    );
    let error = parse_protocol_map("k", "A:TLS").unwrap_err();
    assert_eq!(
        error.to_string(),
        "Invalid security protocol `TLS` defined in k"
    );
    assert!(parse_protocol_map("k", "A").is_err());
}
