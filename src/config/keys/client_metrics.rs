//! Keys of a client metrics subscription.

use crate::key::{Section, keys};

pub(super) const CLIENT_METRICS: Section = keys! {
    ["interval.ms", Int, Text("300000"), Any, ClusterWide, Medium, Public, Ignored,
        "How often clients push their metrics."];
    ["match", List, Text(""), ListOf { of: &[], may_be_empty: true }, ClusterWide, Medium, Public, Ignored,
        "Which clients the subscription is for, as name=pattern entries."];
    ["metrics", List, Text(""), ListOf { of: &[], may_be_empty: true }, ClusterWide, Medium, Public, Ignored,
        "The prefixes of the metrics that are wanted; * is all."];
};
