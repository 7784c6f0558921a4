//! Keys of replication and of leader election.

use crate::key::{Section, keys};

pub(super) const REPLICATION: Section = keys! {
    ["auto.leader.rebalance.enable", Boolean, Text("true"), Any, ReadOnly, High, Public, Ignored, ""];
    ["controller.socket.timeout.ms", Int, Text("30000"), Any, ReadOnly, Medium, Public, Ignored, ""];
    ["default.replication.factor", Int, Text("1"), Any, ReadOnly, Medium, Public, Acts,
        "How many replicas a topic gets when its creator does not say."];
    ["delete.records.purgatory.purge.interval.requests", Int, Text("1"), Any, ReadOnly, Medium, Public, Ignored, ""];
    ["fetch.purgatory.purge.interval.requests", Int, Text("1000"), Any, ReadOnly, Medium, Public, Ignored, ""];
    ["follower.fetch.last.tiered.offset.enable", Boolean, Text("false"), Any, ClusterWide, Medium, Public, Ignored, ""];
    ["leader.imbalance.check.interval.seconds", Long, Text("300"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["num.replica.fetchers", Int, Text("1"), AtLeast(1.0), ClusterWide, High, Public, Ignored, ""];
    ["producer.purgatory.purge.interval.requests", Int, Text("1000"), Any, ReadOnly, Medium, Public, Ignored, ""];
    ["replica.fetch.backoff.ms", Int, Text("1000"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["replica.fetch.max.bytes", Int, Text("1048576"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["replica.fetch.min.bytes", Int, Text("1"), Any, ReadOnly, High, Public, Ignored, ""];
    ["replica.fetch.response.max.bytes", Int, Text("10485760"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["replica.fetch.wait.max.ms", Int, Text("500"), Any, ReadOnly, High, Public, Ignored, ""];
    ["replica.high.watermark.checkpoint.interval.ms", Long, Text("5000"), Any, ReadOnly, High, Public, Acts,
        "How often the high watermarks are written down."];
    ["replica.lag.time.max.ms", Long, Text("30000"), Any, ReadOnly, High, Public, Ignored, ""];
    ["replica.selector.class", String, Null, Any, ReadOnly, Medium, Public, Ignored, ""];
    ["replica.socket.receive.buffer.bytes", Int, Text("65536"), Any, ReadOnly, High, Public, Ignored, ""];
    ["replica.socket.timeout.ms", Int, Text("30000"), Any, ReadOnly, High, Public, Ignored, ""];
    ["unclean.leader.election.enable", Boolean, Text("false"), Any, ClusterWide, High, Public, Acts,
        "Whether a replica that is not in sync may become leader, which loses messages."];
    ["unclean.leader.election.interval.ms", Long, Text("300000"), AtLeast(1.0), ReadOnly, Medium, Internal, Ignored, ""];
};
