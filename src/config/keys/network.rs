//! Keys of sockets, listeners and connections.

use crate::key::{Section, keys};

pub(super) const NETWORK: Section = keys! {
    ["advertised.listeners", List, Null, ListOf { of: &[], may_be_empty: false }, ReadOnly, High, Public, Acts,
        "The addresses that clients are told to connect to; listeners when unset."];
    ["connection.failed.authentication.delay.ms", Int, Text("100"), AtLeast(0.0), ReadOnly, Low, Public, Ignored, ""];
    ["connections.max.idle.ms", Long, Text("600000"), Any, ReadOnly, Medium, Public, Acts,
        "A connection without a request for this long is closed."];
    ["early.start.listeners", List, Null, ListOf { of: &[], may_be_empty: true }, ReadOnly, High, Public, Ignored, ""];
    ["inter.broker.listener.name", String, Null, Any, ReadOnly, Medium, Public, Ignored, ""];
    ["listener.security.protocol.map", String, Text("SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT"), Any, PerBroker, Low, Public, Acts,
        "The security protocol of each listener name, as NAME:PROTOCOL entries."];
    ["listeners", List, Text("PLAINTEXT://:9092"), ListOf { of: &[], may_be_empty: false }, PerBroker, High, Public, Acts,
        "The addresses the node listens on, as NAME://host:port entries; no host means every interface."];
    ["max.connection.creation.rate", Int, Text("2147483647"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How many connections the broker accepts in one second."];
    ["max.connections", Int, Text("2147483647"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How many connections the broker holds at once; further ones wait to be accepted."];
    ["max.connections.per.ip", Int, Text("2147483647"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How many connections one address may hold."];
    ["max.connections.per.ip.overrides", String, Text(""), Any, ClusterWide, Medium, Public, Acts,
        "Other limits for single addresses, as host:limit entries."];
    ["num.network.threads", Int, Text("3"), AtLeast(1.0), ClusterWide, High, Public, Ignored, ""];
    ["queued.max.request.bytes", Long, Text("-1"), Any, ReadOnly, Medium, Public, Acts,
        "How many bytes of unanswered requests are held before the broker stops reading more; no limit unless positive."];
    ["queued.max.requests", Int, Text("500"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["security.inter.broker.protocol", String, Text("PLAINTEXT"), OneOf(&["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]), ReadOnly, Medium, Public, Ignored, ""];
    ["socket.listen.backlog.size", Int, Text("50"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "How many connections may wait to be accepted on one listener."];
    ["socket.receive.buffer.bytes", Int, Text("102400"), Any, ReadOnly, High, Public, Acts,
        "The receive buffer of each socket; -1 leaves it to the system."];
    ["socket.request.max.bytes", Int, Text("104857600"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "The largest request frame; a connection that announces more is closed."];
    ["socket.send.buffer.bytes", Int, Text("102400"), Any, ReadOnly, High, Public, Acts,
        "The send buffer of each socket; -1 leaves it to the system."];
};
