//! Keys of transactions and of producer ids.

use crate::key::{Section, keys};

pub(super) const TRANSACTIONS: Section = keys! {
    ["add.partitions.to.txn.retry.backoff.max.ms", Int, Text("100"), AtLeast(0.0), ReadOnly, High, Public, Ignored, ""];
    ["add.partitions.to.txn.retry.backoff.ms", Int, Text("20"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["producer.id.expiration.check.interval.ms", Int, Text("600000"), AtLeast(1.0), ReadOnly, Low, Internal, Ignored, ""];
    ["producer.id.expiration.ms", Int, Text("86400000"), AtLeast(1.0), ClusterWide, Low, Public, Acts,
        "How long a partition remembers an idle producer."];
    ["transaction.abort.timed.out.transaction.cleanup.interval.ms", Int, Text("10000"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["transaction.max.timeout.ms", Int, Text("900000"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["transaction.partition.verification.enable", Boolean, Text("true"), Any, ClusterWide, Low, Public, Ignored, ""];
    ["transaction.remove.expired.transaction.cleanup.interval.ms", Int, Text("3600000"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["transaction.state.log.load.buffer.size", Int, Text("5242880"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["transaction.state.log.min.isr", Int, Text("2"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["transaction.state.log.num.partitions", Int, Text("50"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["transaction.state.log.replication.factor", Short, Text("3"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["transaction.state.log.segment.bytes", Int, Text("104857600"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
    ["transaction.two.phase.commit.enable", Boolean, Text("false"), Any, ReadOnly, Low, Public, Refused("this release has no transactions"), ""];
    ["transactional.id.expiration.ms", Int, Text("604800000"), AtLeast(1.0), ReadOnly, High, Public, Ignored, ""];
};
