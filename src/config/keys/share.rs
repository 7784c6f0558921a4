//! Keys of share groups and their coordinator.

use crate::key::{Section, keys};

pub(super) const SHARE: Section = keys! {
    ["group.share.delivery.count.limit", Int, Text("5"), Between(2.0, 10.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.max.delivery.count.limit", Int, Text("10"), Between(5.0, 25.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.max.partition.max.record.locks", Int, Text("4000"), Between(2000.0, 10000.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.max.record.lock.duration.ms", Int, Text("60000"), Between(30000.0, 3600000.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.max.share.sessions", Int, Text("2000"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.min.delivery.count.limit", Int, Text("2"), Between(2.0, 5.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.min.partition.max.record.locks", Int, Text("100"), Between(100.0, 2000.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.min.record.lock.duration.ms", Int, Text("15000"), Between(1000.0, 30000.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.partition.max.record.locks", Int, Text("2000"), Between(100.0, 10000.0), ReadOnly, Medium, Public, Ignored, ""];
    ["group.share.persister.class.name", String, Text("org.apache.kafka.server.share.persister.DefaultStatePersister"), Any, ReadOnly, Medium, Internal, Ignored, ""];
    ["group.share.record.lock.duration.ms", Int, Text("30000"), Between(1000.0, 3600000.0), ReadOnly, Medium, Public, Ignored, ""];
    ["share.coordinator.append.linger.ms", Int, Text("-1"), AtLeast(-1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["share.coordinator.cached.buffer.max.bytes", Int, Text("1048588"), AtLeast(524288.0), ClusterWide, Medium, Public, Ignored, ""];
    ["share.coordinator.cold.partition.snapshot.interval.ms", Int, Text("300000"), AtLeast(1.0), ReadOnly, Low, Internal, Ignored, ""];
    ["share.coordinator.load.buffer.size", Int, Text("5242880"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["share.coordinator.snapshot.update.records.per.snapshot", Int, Text("500"), Between(0.0, 500.0), ReadOnly, Medium, Public, Ignored, ""];
    ["share.coordinator.state.topic.compression.codec", Int, Text("0"), Any, ReadOnly, High, Public, Ignored, ""];
    ["share.coordinator.state.topic.min.isr", Short, Text("2"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["share.coordinator.state.topic.num.partitions", Int, Text("50"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["share.coordinator.state.topic.prune.interval.ms", Int, Text("300000"), AtLeast(1.0), ReadOnly, Low, Internal, Ignored, ""];
    ["share.coordinator.state.topic.replication.factor", Short, Text("3"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["share.coordinator.state.topic.segment.bytes", Int, Text("104857600"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["share.coordinator.threads", Int, Text("1"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["share.coordinator.write.timeout.ms", Int, Text("5000"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["share.fetch.purgatory.purge.interval.requests", Int, Text("1000"), Any, ReadOnly, Medium, Public, Ignored, ""];
};
