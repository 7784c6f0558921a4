//! Keys of quotas, metrics and telemetry.

use crate::key::{Section, keys};

pub(super) const QUOTAS_METRICS: Section = keys! {
    ["alter.log.dirs.replication.quota.window.num", Int, Text("11"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["alter.log.dirs.replication.quota.window.size.seconds", Int, Text("1"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["client.quota.callback.class", Class, Null, Any, ReadOnly, Low, Public, Refused("a Java quota callback cannot be loaded, and its quotas would not be enforced"), ""];
    ["controller.quota.window.num", Int, Text("11"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["controller.quota.window.size.seconds", Int, Text("1"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["follower.replication.throttled.rate", Long, Text("9223372036854775807"), AtLeast(0.0), ClusterWide, Medium, DynamicOnly, Ignored, ""];
    ["kafka.metrics.polling.interval.secs", Int, Text("10"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["kafka.metrics.reporters", List, Text(""), ListOf { of: &[], may_be_empty: true }, ReadOnly, Low, Public, Ignored, ""];
    ["leader.replication.throttled.rate", Long, Text("9223372036854775807"), AtLeast(0.0), ClusterWide, Medium, DynamicOnly, Ignored, ""];
    ["metric.reporters", List, Text("org.apache.kafka.common.metrics.JmxReporter"), ListOf { of: &[], may_be_empty: true }, ClusterWide, Low, Public, Ignored, ""];
    ["metrics.num.samples", Int, Text("2"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["metrics.recording.level", String, Text("INFO"), Any, ReadOnly, Low, Public, Ignored, ""];
    ["metrics.sample.window.ms", Long, Text("30000"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["quota.window.num", Int, Text("11"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["quota.window.size.seconds", Int, Text("1"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["replica.alter.log.dirs.io.max.bytes.per.second", Long, Text("9223372036854775807"), AtLeast(0.0), ClusterWide, Medium, DynamicOnly, Ignored, ""];
    ["replication.quota.window.num", Int, Text("11"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["replication.quota.window.size.seconds", Int, Text("1"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["telemetry.max.bytes", Int, Text("1048576"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
};
