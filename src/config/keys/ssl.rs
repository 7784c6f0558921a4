//! Keys of TLS.

use crate::key::{Section, keys};

pub(super) const SSL: Section = keys! {
    ["ssl.allow.dn.changes", Boolean, Text("false"), Any, ReadOnly, Low, Public, Ignored, ""];
    ["ssl.allow.san.changes", Boolean, Text("false"), Any, ReadOnly, Low, Public, Ignored, ""];
    ["ssl.cipher.suites", List, Text(""), ListOf { of: &[], may_be_empty: true }, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.client.auth", String, Text("none"), OneOf(&["required", "requested", "none"]), PerBroker, Medium, Public, Ignored, ""];
    ["ssl.enabled.protocols", List, Text("TLSv1.2,TLSv1.3"), ListOf { of: &[], may_be_empty: true }, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.endpoint.identification.algorithm", String, Text("https"), Any, PerBroker, Low, Public, Ignored, ""];
    ["ssl.engine.factory.class", Class, Null, Any, PerBroker, Low, Public, Ignored, ""];
    ["ssl.key.password", Password, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.keymanager.algorithm", String, Text("SunX509"), Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.keystore.certificate.chain", Password, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.keystore.key", Password, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.keystore.location", String, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.keystore.password", Password, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.keystore.type", String, Text("JKS"), Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.principal.mapping.rules", String, Text("DEFAULT"), Any, ReadOnly, Low, Public, Ignored, ""];
    ["ssl.protocol", String, Text("TLSv1.3"), Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.provider", String, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.secure.random.implementation", String, Null, Any, PerBroker, Low, Public, Ignored, ""];
    ["ssl.trustmanager.algorithm", String, Text("PKIX"), Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.truststore.certificates", Password, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.truststore.location", String, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.truststore.password", Password, Null, Any, PerBroker, Medium, Public, Ignored, ""];
    ["ssl.truststore.type", String, Text("JKS"), Any, PerBroker, Medium, Public, Ignored, ""];
};
