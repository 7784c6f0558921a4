//! Keys of the group coordinator.

use crate::key::{Section, keys};

pub(super) const GROUPS: Section = keys! {
    ["group.consumer.assignment.interval.ms", Int, Text("1000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "The least time between two assignments of a consumer group; kept within its bounds when set while the broker runs."];
    ["group.consumer.assignors", List, Text("uniform,range"), ListOf { of: &[], may_be_empty: false }, ReadOnly, Medium, Public, Acts,
        "The assignors of consumer groups by name, uniform and range; the first is used by members that ask for none."];
    ["group.consumer.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "How often members of a consumer group report."];
    ["group.consumer.max.assignment.interval.ms", Int, Text("15000"), AtLeast(0.0), ReadOnly, Medium, Public, Acts,
        "The longest assignment interval that a group may set for itself."];
    ["group.consumer.max.heartbeat.interval.ms", Int, Text("15000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "The longest heartbeat interval that a group may set for itself."];
    ["group.consumer.max.session.timeout.ms", Int, Text("60000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "The longest session timeout that a group may set for itself."];
    ["group.consumer.max.size", Int, Text("2147483647"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "How many members a consumer group may have."];
    ["group.consumer.migration.policy", String, Text("bidirectional"), OneOfAnyCase(&["DISABLED", "DOWNGRADE", "UPGRADE", "BIDIRECTIONAL"]), ReadOnly, Medium, Public, Acts,
        "Whether a group with members may change from the classic protocol to the consumer protocol, back, both, or neither."];
    ["group.consumer.min.assignment.interval.ms", Int, Text("0"), AtLeast(0.0), ReadOnly, Medium, Public, Acts,
        "The shortest assignment interval that a group may set for itself."];
    ["group.consumer.min.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "The shortest heartbeat interval that a group may set for itself."];
    ["group.consumer.min.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "The shortest session timeout that a group may set for itself."];
    ["group.consumer.regex.refresh.interval.ms", Int, Text("600000"), AtLeast(10000.0), ReadOnly, Medium, Internal, Acts,
        "How often regular expressions that groups subscribe with are matched with new topics."];
    ["group.consumer.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "How long a member of a consumer group may stay silent."];
    ["group.coordinator.append.linger.ms", Int, Text("-1"), AtLeast(-1.0), ReadOnly, Medium, Public, Acts,
        "How long records of groups wait for others to be written with; -1 takes what is there and waits for nothing."];
    ["group.coordinator.background.threads", Int, Text("2"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["group.coordinator.cached.buffer.max.bytes", Int, Text("1048588"), AtLeast(524288.0), ClusterWide, Medium, Public, Ignored, ""];
    ["group.coordinator.rebalance.protocols", List, Text("classic,consumer,streams"), ListOf { of: &["consumer", "classic", "share", "streams"], may_be_empty: false }, ReadOnly, Medium, Public, Acts,
        "Which protocols groups may use; classic is always among them."];
    ["group.coordinator.threads", Int, Text("4"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "How many partitions of groups are loaded at the same time; groups have no threads of their own."];
    ["group.initial.rebalance.delay.ms", Int, Text("3000"), Any, ReadOnly, Medium, Public, Acts,
        "How long the first members of a classic group wait for others."];
    ["group.max.session.timeout.ms", Int, Text("1800000"), Any, ReadOnly, Medium, Public, Acts,
        "The longest session timeout that a member of a classic group may ask for."];
    ["group.max.size", Int, Text("2147483647"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "How many members a classic group may have."];
    ["group.min.session.timeout.ms", Int, Text("6000"), Any, ReadOnly, Medium, Public, Acts,
        "The shortest session timeout that a member of a classic group may ask for."];
    ["group.share.assignment.interval.ms", Int, Text("1000"), AtLeast(0.0), ClusterWide, Medium, Public, Ignored, ""];
    ["group.share.assignors", List, Text("simple"), ListOf { of: &[], may_be_empty: false }, ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.initialize.retry.interval.ms", Int, Text("30000"), AtLeast(1.0), ReadOnly, Low, Internal, Ignored, ""];
    ["group.share.max.assignment.interval.ms", Int, Text("15000"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.max.heartbeat.interval.ms", Int, Text("15000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.max.session.timeout.ms", Int, Text("60000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.max.size", Int, Text("200"), Between(1.0, 1000.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.min.assignment.interval.ms", Int, Text("0"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.min.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.min.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.assignment.interval.ms", Int, Text("1000"), AtLeast(0.0), ClusterWide, Medium, Public, Ignored, ""];
    ["group.streams.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.initial.rebalance.delay.ms", Int, Text("3000"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.max.assignment.interval.ms", Int, Text("15000"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.max.heartbeat.interval.ms", Int, Text("15000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.max.session.timeout.ms", Int, Text("60000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.max.size", Int, Text("2147483647"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.max.standby.replicas", Int, Text("2"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.min.assignment.interval.ms", Int, Text("0"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.min.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.min.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.num.standby.replicas", Int, Text("0"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.streams.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["offset.metadata.max.bytes", Int, Text("4096"), Any, ReadOnly, High, Public, Acts,
        "How long the text may be that a client commits with an offset."];
    ["offsets.commit.timeout.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "How long records of groups may take to reach the replicas before clients are told to try again."];
    ["offsets.load.buffer.size", Int, Text("5242880"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "How many bytes of a partition of groups are read at once while it is loaded."];
    ["offsets.retention.check.interval.ms", Long, Text("600000"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "How often expired offsets are looked for."];
    ["offsets.retention.minutes", Int, Text("10080"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "How long offsets are kept after their group has lost its last member, or its interest in their topic."];
    ["offsets.topic.compression.codec", Int, Text("0"), Any, ReadOnly, High, Public, Acts,
        "The codec of the records of groups, by its number in batches; 0 is none."];
    ["offsets.topic.num.partitions", Int, Text("50"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "How many partitions the topic of groups is created with."];
    ["offsets.topic.replication.factor", Short, Text("3"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "How many replicas the topic of groups is created with."];
    ["offsets.topic.segment.bytes", Int, Text("104857600"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "The segment size that the topic of groups is created with."];
};
