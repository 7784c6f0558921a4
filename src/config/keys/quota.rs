//! Keys of a client quota: what an entity may be limited in.

use crate::key::{Section, keys};

pub(super) const QUOTA: Section = keys! {
    ["connection_creation_rate", Int, Text("2147483647"), AtLeast(0.0), ClusterWide, Medium, Public, Ignored,
        "Connections opened in one second."];
    ["consumer_byte_rate", Long, Text("9223372036854775807"), Any, ClusterWide, Medium, Public, Ignored,
        "Bytes fetched in one second."];
    ["controller_mutation_rate", Double, Text("2.147483647E9"), Any, ClusterWide, Medium, Public, Ignored,
        "Partitions created or deleted in one second."];
    ["producer_byte_rate", Long, Text("9223372036854775807"), Any, ClusterWide, Medium, Public, Ignored,
        "Bytes produced in one second."];
    ["request_percentage", Double, Text("2.147483647E9"), Any, ClusterWide, Medium, Public, Ignored,
        "Share of request threads, in percent of one."];
};
