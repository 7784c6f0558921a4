//! Keys of tiered storage, which Kalda does not have.

use crate::key::{Section, keys};

pub(super) const REMOTE: Section = keys! {
    ["log.local.retention.bytes", Long, Text("-2"), AtLeast(-2.0), ClusterWide, Medium, Public, Ignored, ""];
    ["log.local.retention.ms", Long, Text("-2"), AtLeast(-2.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.fetch.max.wait.ms", Int, Text("500"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.list.offsets.request.timeout.ms", Long, Text("30000"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.log.index.file.cache.total.size.bytes", Long, Text("1073741824"), AtLeast(1.0), ClusterWide, Low, Public, Ignored, ""];
    ["remote.log.index.file.cache.ttl.ms", Long, Text("900000"), AtLeast(-1.0), ReadOnly, Low, Internal, Ignored, ""];
    ["remote.log.manager.copier.thread.pool.size", Int, Text("10"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.log.manager.copy.max.bytes.per.second", Long, Text("9223372036854775807"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.log.manager.copy.quota.window.num", Int, Text("11"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.manager.copy.quota.window.size.seconds", Int, Text("1"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.manager.expiration.thread.pool.size", Int, Text("10"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.log.manager.fetch.max.bytes.per.second", Long, Text("9223372036854775807"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.log.manager.fetch.quota.window.num", Int, Text("11"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.manager.fetch.quota.window.size.seconds", Int, Text("1"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.manager.follower.thread.pool.size", Int, Text("2"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.log.manager.task.interval.ms", Long, Text("30000"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["remote.log.manager.task.retry.backoff.max.ms", Long, Text("30000"), AtLeast(1.0), ReadOnly, Low, Internal, Ignored, ""];
    ["remote.log.manager.task.retry.backoff.ms", Long, Text("500"), AtLeast(1.0), ReadOnly, Low, Internal, Ignored, ""];
    ["remote.log.manager.task.retry.jitter", Double, Text("0.2"), Between(0.0, 0.5), ReadOnly, Low, Internal, Ignored, ""];
    ["remote.log.manager.thread.pool.size", Int, Text("2"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.metadata.custom.metadata.max.bytes", Int, Text("128"), AtLeast(0.0), ReadOnly, Low, Public, Ignored, ""];
    ["remote.log.metadata.manager.class.name", String, Text("org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager"), NonEmpty, ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.metadata.manager.class.path", String, Null, Any, ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.metadata.manager.impl.prefix", String, Text("rlmm.config."), NonEmpty, ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.metadata.manager.listener.name", String, Null, NonEmpty, ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.reader.max.pending.tasks", Int, Text("100"), AtLeast(1.0), ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.reader.threads", Int, Text("10"), AtLeast(1.0), ClusterWide, Medium, Public, Ignored, ""];
    ["remote.log.storage.manager.class.name", String, Null, NonEmpty, ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.storage.manager.class.path", String, Null, Any, ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.storage.manager.impl.prefix", String, Text("rsm.config."), NonEmpty, ReadOnly, Medium, Public, Ignored, ""];
    ["remote.log.storage.system.enable", Boolean, Text("false"), Any, ReadOnly, Medium, Public, Refused("this release has no tiered storage"), ""];
};
