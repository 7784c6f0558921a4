//! Keys of request handling and of the process.

use crate::key::{Section, keys};

pub(super) const SERVER: Section = keys! {
    ["background.threads", Int, Text("10"), AtLeast(1.0), ClusterWide, High, Public, Ignored, ""];
    ["compression.gzip.level", Int, Text("-1"), GzipLevel, ClusterWide, Medium, Public, Acts,
        "The effort of gzip where the broker compresses: 1 to 9, or -1 for its default."];
    ["compression.lz4.level", Int, Text("9"), Between(1.0, 17.0), ClusterWide, Medium, Public, Acts,
        "The effort of lz4 where the broker compresses."];
    ["compression.type", String, Text("producer"), OneOf(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]), ClusterWide, High, Public, Acts,
        "The codec that logs are stored with; producer keeps what the producer chose."];
    ["compression.zstd.level", Int, Text("3"), Between(-131072.0, 22.0), ClusterWide, Medium, Public, Acts,
        "The effort of zstd where the broker compresses."];
    ["config.providers", List, Text(""), ListOf { of: &[], may_be_empty: true }, ClusterWide, Low, Public, Refused("a Java config provider cannot be loaded, so values that refer to it would be wrong"), ""];
    ["controlled.shutdown.enable", Boolean, Text("true"), Any, ReadOnly, Medium, Public, Acts,
        "Whether a stopping broker hands over its partitions first."];
    ["delete.topic.enable", Boolean, Text("true"), Any, ReadOnly, High, Public, Acts, "Whether topics can be deleted."];
    ["fetch.max.bytes", Int, Text("57671680"), AtLeast(1024.0), ReadOnly, Medium, Public, Acts,
        "The largest fetch response, whatever the client asks for."];
    ["max.incremental.fetch.session.cache.slots", Int, Text("1000"), AtLeast(0.0), ReadOnly, Medium, Public, Acts,
        "How many fetch sessions the broker remembers."];
    ["max.request.partition.size.limit", Int, Text("2000"), AtLeast(1.0), ReadOnly, Medium, Public, Acts,
        "The largest number of partitions in one page of topic descriptions."];
    ["message.max.bytes", Int, Text("1048588"), AtLeast(0.0), ClusterWide, High, Public, Acts,
        "The largest record batch, counted with its offset and length fields."];
    ["num.io.threads", Int, Text("8"), AtLeast(1.0), ClusterWide, High, Public, Ignored, ""];
    ["num.replica.alter.log.dirs.threads", Int, Null, Any, ReadOnly, High, Public, Ignored, ""];
    ["request.timeout.ms", Int, Text("30000"), Any, ReadOnly, High, Public, Ignored, ""];
    ["socket.connection.setup.timeout.max.ms", Long, Text("30000"), Any, ReadOnly, Medium, Public, Ignored, ""];
    ["socket.connection.setup.timeout.ms", Long, Text("10000"), Any, ReadOnly, Medium, Public, Ignored, ""];
    ["unstable.api.versions.enable", Boolean, Text("false"), Any, ReadOnly, High, Internal, Ignored, ""];
    ["unstable.feature.versions.enable", Boolean, Text("false"), Any, ReadOnly, High, Internal, Ignored, ""];
};
