//! Keys of authorization, principals and delegation tokens.

use crate::key::{Section, keys};

pub(super) const SECURITY: Section = keys! {
    ["authorizer.class.name", String, Text(""), Any, ReadOnly, Low, Public, Refused("this release has no authorizer, so every client could do everything"), ""];
    ["connections.max.reauth.ms", Long, Text("0"), Any, ReadOnly, Medium, Public, Ignored, ""];
    ["delegation.token.expiry.check.interval.ms", Long, Text("3600000"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["delegation.token.expiry.time.ms", Long, Text("86400000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["delegation.token.max.lifetime.ms", Long, Text("604800000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["delegation.token.secret.key", Password, Null, Any, ReadOnly, Medium, Public, Refused("this release has no delegation tokens"), ""];
    ["principal.builder.class", Class, Text("org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder"), Any, PerBroker, Medium, Public, Refused("a Java principal builder cannot be loaded, so clients would get other names"), ""];
    ["security.providers", String, Null, Any, ReadOnly, Low, Public, Ignored, ""];
};
