//! Keys of the partition logs on a broker, and of their cleaner.

use crate::key::{Section, keys};

pub(super) const LOG: Section = keys! {
    ["alter.config.policy.class.name", Class, Null, Any, ReadOnly, Low, Public, Refused("a Java policy class cannot be loaded, and its rules would not be enforced"), ""];
    ["auto.create.topics.enable", Boolean, Text("true"), Any, ReadOnly, High, Public, Acts,
        "Whether a topic that a client asks about is created when it does not exist."];
    ["cordoned.log.dirs", List, Text(""), ListOf { of: &[], may_be_empty: true }, PerBroker, Medium, Public, Refused("this release cannot keep new partitions away from a log directory"), ""];
    ["create.topic.policy.class.name", Class, Null, Any, ReadOnly, Low, Public, Refused("a Java policy class cannot be loaded, and its rules would not be enforced"), ""];
    ["log.cleaner.backoff.ms", Long, Text("15000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How long the cleaner waits when no log needs compaction."];
    ["log.cleaner.dedupe.buffer.size", Long, Text("134217728"), Any, ClusterWide, Medium, Public, Acts,
        "Memory for the keys of the logs that are being compacted, over all cleaner threads."];
    ["log.cleaner.delete.retention.ms", Long, Text("86400000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How long tombstones and transaction markers stay after compaction first met them."];
    ["log.cleaner.enable", Boolean, Text("true"), Any, ReadOnly, Medium, Public, Acts,
        "Whether logs with the compact policy are compacted."];
    ["log.cleaner.io.buffer.load.factor", Double, Text("0.9"), Any, ClusterWide, Medium, Public, Acts,
        "How full the memory for keys may be; a fuller one takes more keys and is slower."];
    ["log.cleaner.io.buffer.size", Int, Text("524288"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "Memory for reading and writing logs that are being compacted, over all cleaner threads."];
    ["log.cleaner.io.max.bytes.per.second", Double, Text("1.7976931348623157E308"), Any, ClusterWide, Medium, Public, Acts,
        "How much the cleaner reads and writes in a second, over all its threads."];
    ["log.cleaner.max.compaction.lag.ms", Long, Text("9223372036854775807"), AtLeast(1.0), ClusterWide, Medium, Public, Acts,
        "The longest time that a message may wait for compaction, whatever the dirty share of its log."];
    ["log.cleaner.min.cleanable.ratio", Double, Text("0.5"), Between(0.0, 1.0), ClusterWide, Medium, Public, Acts,
        "The share of a log that compaction has not been through from which on it is compacted."];
    ["log.cleaner.min.compaction.lag.ms", Long, Text("0"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How long a message stays uncompacted at least."];
    ["log.cleaner.threads", Int, Text("1"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How many logs are compacted at the same time."];
    ["log.cleanup.policy", List, Text("delete"), ListOf { of: &["compact", "delete"], may_be_empty: true }, ClusterWide, Medium, Public, Acts,
        "What happens to old segments: delete them, compact them, or both; an empty list keeps everything."];
    ["log.dir", List, Text("/tmp/kafka-logs"), ListOf { of: &[], may_be_empty: false }, ReadOnly, High, Public, Acts,
        "A log directory, used when log.dirs is unset."];
    ["log.dir.failure.timeout.ms", Long, Text("30000"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["log.dirs", List, Null, ListOf { of: &[], may_be_empty: false }, ReadOnly, High, Public, Acts,
        "The directories that hold the partition logs."];
    ["log.flush.interval.messages", Long, Text("9223372036854775807"), AtLeast(1.0), ClusterWide, High, Public, Acts,
        "How many messages may be written to a log before it is forced to disk."];
    ["log.flush.interval.ms", Long, Null, Any, ClusterWide, High, Public, Acts,
        "How long a message may stay in memory before its log is forced to disk."];
    ["log.flush.offset.checkpoint.interval.ms", Int, Text("60000"), AtLeast(0.0), ReadOnly, High, Public, Acts,
        "How often the recovery points are written down."];
    ["log.flush.scheduler.interval.ms", Long, Text("9223372036854775807"), Any, ReadOnly, High, Public, Acts,
        "How often logs are looked at for a flush that is due by time."];
    ["log.flush.start.offset.checkpoint.interval.ms", Int, Text("60000"), AtLeast(0.0), ReadOnly, High, Public, Acts,
        "How often the log start offsets are written down."];
    ["log.index.interval.bytes", Int, Text("4096"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "About how many bytes of log lie between two index entries."];
    ["log.index.size.max.bytes", Int, Text("10485760"), AtLeast(4.0), ClusterWide, Medium, Public, Acts,
        "The largest size of an offset index file."];
    ["log.initial.task.delay.ms", Long, Text("30000"), AtLeast(0.0), ReadOnly, Low, Internal, Acts,
        "How long after start the background work on logs begins."];
    ["log.message.timestamp.after.max.ms", Long, Text("3600000"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How far in the future the timestamp of a message may lie."];
    ["log.message.timestamp.before.max.ms", Long, Text("9223372036854775807"), AtLeast(0.0), ClusterWide, Medium, Public, Acts,
        "How far in the past the timestamp of a message may lie."];
    ["log.message.timestamp.type", String, Text("CreateTime"), OneOf(&["CreateTime", "LogAppendTime"]), ClusterWide, Medium, Public, Acts,
        "Whether messages carry the time the producer gave or the time they were appended."];
    ["log.preallocate", Boolean, Text("false"), Any, ClusterWide, Medium, Public, Acts,
        "Whether new segment files get their full size at once."];
    ["log.retention.bytes", Long, Text("-1"), Any, ClusterWide, High, Public, Acts,
        "The size above which the oldest segments of a partition are deleted; -1 is no limit."];
    ["log.retention.check.interval.ms", Long, Text("300000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "How often logs are looked at for segments to delete."];
    ["log.retention.hours", Int, Text("168"), Any, ReadOnly, High, Public, Acts,
        "How many hours messages are kept, when neither the key in ms nor the one in minutes is set."];
    ["log.retention.minutes", Int, Null, Any, ReadOnly, High, Public, Acts,
        "How many minutes messages are kept, when log.retention.ms is unset."];
    ["log.retention.ms", Long, Null, Any, ClusterWide, High, Public, Acts,
        "How long messages are kept; -1 is for ever. Wins over the keys in minutes and hours."];
    ["log.roll.hours", Int, Text("168"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "The age in hours at which a log starts a new segment, when log.roll.ms is unset."];
    ["log.roll.jitter.hours", Int, Text("0"), AtLeast(0.0), ReadOnly, High, Public, Acts,
        "The same in hours, when log.roll.jitter.ms is unset."];
    ["log.roll.jitter.ms", Long, Null, Any, ClusterWide, High, Public, Acts,
        "By how much the age of a new segment may vary, so that not all roll at once."];
    ["log.roll.ms", Long, Null, Any, ClusterWide, High, Public, Acts,
        "The age at which a log starts a new segment. Wins over log.roll.hours."];
    ["log.segment.bytes", Int, Text("1073741824"), AtLeast(1048576.0), ClusterWide, High, Public, Acts,
        "The largest size of one segment file."];
    ["log.segment.delete.delay.ms", Long, Text("60000"), AtLeast(0.0), ClusterWide, High, Public, Acts,
        "How long a deleted segment stays on disk under another name."];
    ["min.insync.replicas", Int, Text("1"), AtLeast(1.0), ClusterWide, High, Public, Acts,
        "How many replicas must hold a message before a producer that asked for all of them is answered."];
    ["num.partitions", Int, Text("1"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "How many partitions a topic gets when its creator does not say."];
    ["num.recovery.threads.per.data.dir", Int, Text("2"), AtLeast(1.0), ClusterWide, High, Public, Acts,
        "How many logs of one directory are recovered at the same time."];
};
