//! Keys of a group.

use crate::key::{Section, keys};

pub(super) const GROUP: Section = keys! {
    ["consumer.assignment.interval.ms", Int, Text("1000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "The least time between two assignments of a consumer group."];
    ["consumer.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ClusterWide, Medium, Public, Acts,
        "How often members of a consumer group report."];
    ["consumer.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ClusterWide, Medium, Public, Acts,
        "How long a member of a consumer group may stay silent."];
    ["share.assignment.interval.ms", Int, Text("1000"), AtLeast(0.0), ClusterWide, Medium, Public, Ignored,
        "The least time between two assignments of a share group."];
    ["share.auto.offset.reset", String, Text("latest"), OffsetReset, ClusterWide, Medium, Public, Ignored,
        "Where a share group begins in a partition it has not read."];
    ["share.delivery.count.limit", Int, Text("5"), AtLeast(2.0), ClusterWide, Medium, Public, Ignored,
        "How often a record is offered to a share group."];
    ["share.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored,
        "How often members of a share group report."];
    ["share.isolation.level", String, Text("read_uncommitted"), OneOf(&["read_committed", "read_uncommitted"]), ClusterWide, Medium, Public, Ignored,
        "Whether a share group sees records of open transactions."];
    ["share.partition.max.record.locks", Int, Text("2000"), AtLeast(100.0), ClusterWide, Medium, Public, Ignored,
        "How many records of one partition a share group may hold."];
    ["share.record.lock.duration.ms", Int, Text("30000"), AtLeast(1000.0), ClusterWide, Medium, Public, Ignored,
        "How long a record is held for one member of a share group."];
    ["share.renew.acknowledge.enable", Boolean, Text("true"), Any, ClusterWide, Medium, Public, Ignored,
        "Whether members of a share group may prolong their hold on a record."];
    ["share.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored,
        "How long a member of a share group may stay silent."];
    ["streams.assignment.interval.ms", Int, Text("1000"), AtLeast(0.0), ClusterWide, Medium, Public, Ignored,
        "The least time between two assignments of a streams group."];
    ["streams.heartbeat.interval.ms", Int, Text("5000"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored,
        "How often members of a streams group report."];
    ["streams.initial.rebalance.delay.ms", Int, Text("3000"), AtLeast(0.0), ClusterWide, Medium, Public, Ignored,
        "How long a new streams group waits for more members."];
    ["streams.num.standby.replicas", Int, Text("0"), AtLeast(0.0), ClusterWide, Medium, Public, Ignored,
        "How many standby copies each task of a streams group has."];
    ["streams.session.timeout.ms", Int, Text("45000"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored,
        "How long a member of a streams group may stay silent."];
};
