//! Keys of a topic.

use crate::key::{Section, keys};

pub(super) const TOPIC: Section = keys! {
    ["cleanup.policy", List, Text("delete"), ListOf { of: &["compact", "delete"], may_be_empty: true }, ClusterWide, Medium, Public, Acts,
        "What happens to old segments of the topic: delete, compact, or both; an empty list keeps everything."];
    ["compression.gzip.level", Int, Text("-1"), GzipLevel, ClusterWide, Medium, Public, Acts,
        "The effort of gzip when compression.type is gzip: 1 to 9, or -1 for its default."];
    ["compression.lz4.level", Int, Text("9"), Between(1.0, 17.0), ClusterWide, Medium, Public, Acts,
        "The effort of lz4 when compression.type is lz4."];
    ["compression.type", String, Text("producer"), OneOf(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]), ClusterWide, Medium, Public, Acts,
        "The codec the topic is stored with; producer keeps what each producer chose."];
    ["compression.zstd.level", Int, Text("3"), Between(-131072.0, 22.0), ClusterWide, Medium, Public, Acts,
        "The effort of zstd when compression.type is zstd."];
    ["delete.retention.ms", Long, Text("86400000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How long the mark of a deleted key stays in a compacted topic."];
    ["file.delete.delay.ms", Long, Text("60000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How long a deleted segment stays on disk under another name."];
    ["flush.messages", Long, Text("9223372036854775807"), AtLeast(1.0), ClusterWide, Medium, Public, Acts,
        "How many messages may be written before the log is forced to disk."];
    ["flush.ms", Long, Text("9223372036854775807"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How long a message may stay in memory before the log is forced to disk."];
    ["follower.replication.throttled.replicas", List, Text(""), ThrottledReplicas, ClusterWide, Medium, Public, Ignored,
        "The replicas whose catching-up is throttled, as partition:broker pairs, or * for all."];
    ["index.interval.bytes", Int, Text("4096"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "About how many bytes of log lie between two index entries."];
    ["internal.segment.bytes", Int, Null, Any, ClusterWide, Medium, Internal, Acts,
        "The size of a segment without the usual lower limit; for tests."];
    ["leader.replication.throttled.replicas", List, Text(""), ThrottledReplicas, ClusterWide, Medium, Public, Ignored,
        "The replicas whose serving of followers is throttled, as partition:broker pairs, or * for all."];
    ["local.retention.bytes", Long, Text("-2"), AtLeast(-2.0), ClusterWide, Medium, Public, Ignored,
        "With tiered storage, how many bytes stay on the local disk; -2 means as retention.bytes."];
    ["local.retention.ms", Long, Text("-2"), AtLeast(-2.0), ClusterWide, Medium, Public, Ignored,
        "With tiered storage, how long segments stay on the local disk; -2 means as retention.ms."];
    ["max.compaction.lag.ms", Long, Text("9223372036854775807"), AtLeast(1.0), ClusterWide, Medium, Public, Acts,
        "How long a message may stay uncompacted in a compacted topic."];
    ["max.message.bytes", Int, Text("1048588"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "The largest record batch the topic takes, after compression, counted with its offset and length fields."];
    ["message.timestamp.after.max.ms", Long, Text("3600000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How far in the future the timestamp of a message may lie; only when producers set it."];
    ["message.timestamp.before.max.ms", Long, Text("9223372036854775807"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How far in the past the timestamp of a message may lie; only when producers set it."];
    ["message.timestamp.type", String, Text("CreateTime"), OneOf(&["CreateTime", "LogAppendTime"]), ClusterWide, Medium, Public, Acts,
        "Whether messages carry the time the producer gave or the time they were appended."];
    ["min.cleanable.dirty.ratio", Double, Text("0.5"), Between(0.0, 1.0), ClusterWide, Medium, Public, Acts,
        "The share of uncompacted log at which a compacted topic is cleaned."];
    ["min.compaction.lag.ms", Long, Text("0"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How long a message at least stays uncompacted in a compacted topic."];
    ["min.insync.replicas", Int, Text("1"), AtLeast(1.0), ClusterWide, Medium, Public, Acts,
        "How many replicas must hold a message before a producer that asked for all of them is answered."];
    ["preallocate", Boolean, Text("false"), Any, ClusterWide, Medium, Public, Acts,
        "Whether new segment files get their full size at once."];
    ["remote.log.copy.disable", Boolean, Text("false"), Any, ClusterWide, Medium, Public, Ignored,
        "Whether tiered storage stops taking new segments."];
    ["remote.log.delete.on.disable", Boolean, Text("false"), Any, ClusterWide, Medium, Public, Ignored,
        "Whether the tiered segments are deleted when tiered storage is turned off for the topic."];
    ["remote.storage.enable", Boolean, Text("false"), Any, ClusterWide, Medium, Public, Refused("this release has no tiered storage"),
        "Whether the topic uses tiered storage."];
    ["retention.bytes", Long, Text("-1"), Any, ClusterWide, Medium, Public, Acts,
        "The size above which the oldest segments of a partition are deleted; -1 is no limit."];
    ["retention.ms", Long, Text("604800000"), AtLeast(-1.0), ClusterWide, Medium, Public, Acts,
        "How long messages are kept; -1 is for ever."];
    ["segment.bytes", Int, Text("1073741824"), AtLeast(1048576.0), ClusterWide, Medium, Public, Acts,
        "The largest size of one segment file."];
    ["segment.index.bytes", Int, Text("10485760"), AtLeast(4.0), ClusterWide, Medium, Public, Acts,
        "The largest size of an offset index file."];
    ["segment.jitter.ms", Long, Text("0"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "By how much the age of a new segment may vary, so that not all roll at once."];
    ["segment.ms", Long, Text("604800000"), AtLeast(1.0), ClusterWide, Medium, Public, Acts,
        "The age at which the log starts a new segment even if the current one is not full."];
    ["unclean.leader.election.enable", Boolean, Text("false"), Any, ClusterWide, Medium, Public, Acts,
        "Whether a replica that is not in sync may become leader, which loses messages."];
};
