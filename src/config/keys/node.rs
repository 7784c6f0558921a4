//! Keys of the node, its roles, the controller quorum and the metadata log.

use crate::key::{Section, keys};

pub(super) const NODE: Section = keys! {
    ["broker.heartbeat.interval.ms", Int, Text("2000"), Any, ReadOnly, Medium, Public, Acts,
        "How often a broker reports to the controller."];
    ["broker.id", Int, Text("-1"), Any, ReadOnly, High, Public, Acts,
        "The older name of node.id; when both are set they must agree."];
    ["broker.rack", String, Null, Any, ReadOnly, Medium, Public, Acts,
        "The rack or zone of this broker, told to clients and used when replicas are placed."];
    ["broker.session.timeout.ms", Int, Text("9000"), Any, ReadOnly, Medium, Public, Acts,
        "How long a broker may stay silent before the controller fences it."];
    ["controller.listener.names", List, Required, ListOf { of: &[], may_be_empty: false }, ReadOnly, High, Public, Acts,
        "The names of the listeners that controllers serve; brokers reach the controllers through the first."];
    ["controller.performance.always.log.threshold.ms", Long, Text("2000"), AtLeast(0.0), ReadOnly, Medium, Internal, Ignored, ""];
    ["controller.performance.sample.period.ms", Long, Text("60000"), AtLeast(100.0), ReadOnly, Medium, Internal, Ignored, ""];
    ["controller.quorum.append.linger.ms", Int, Text("25"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["controller.quorum.auto.join.enable", Boolean, Text("false"), Any, ReadOnly, Low, Public, Refused("this release cannot add a controller to a running quorum"), ""];
    ["controller.quorum.bootstrap.servers", List, Text(""), BootstrapServers, ReadOnly, High, Public, Acts,
        "Addresses at which the controllers of a dynamic quorum can be found."];
    ["controller.quorum.election.backoff.max.ms", Int, Text("1000"), AtLeast(0.0), ReadOnly, High, Public, Ignored, ""];
    ["controller.quorum.election.timeout.ms", Int, Text("1000"), AtLeast(0.0), ReadOnly, High, Public, Acts,
        "How long a controller waits for a leader before it starts an election."];
    ["controller.quorum.fetch.max.bytes", Int, Text("1048576"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["controller.quorum.fetch.snapshot.max.bytes", Int, Text("1048576"), AtLeast(1.0), ReadOnly, Low, Public, Ignored, ""];
    ["controller.quorum.fetch.timeout.ms", Int, Text("2000"), AtLeast(0.0), ReadOnly, High, Public, Ignored, ""];
    ["controller.quorum.request.timeout.ms", Int, Text("2000"), AtLeast(0.0), ReadOnly, Medium, Public, Ignored, ""];
    ["controller.quorum.retry.backoff.ms", Int, Text("20"), AtLeast(0.0), ReadOnly, Low, Public, Ignored, ""];
    ["controller.quorum.voters", List, Text(""), QuorumVoters, ReadOnly, High, Public, Acts,
        "The fixed set of controllers as id@host:port entries; leave it unset for a dynamic quorum."];
    ["initial.broker.registration.timeout.ms", Int, Text("60000"), Any, ReadOnly, Medium, Public, Acts,
        "How long a starting broker tries to register before it gives up."];
    ["internal.metadata.delete.delay.millis", Long, Text("60000"), Any, ReadOnly, Low, Internal, Ignored, ""];
    ["internal.metadata.log.segment.bytes", Int, Null, Any, ReadOnly, Low, Internal, Ignored, ""];
    ["internal.metadata.max.batch.size.in.bytes", Int, Text("8388608"), Any, ReadOnly, Low, Internal, Ignored, ""];
    ["metadata.log.dir", String, Null, Any, ReadOnly, High, Public, Acts,
        "The log directory that holds the metadata log; the first of log.dirs when unset."];
    ["metadata.log.max.record.bytes.between.snapshots", Long, Text("20971520"), AtLeast(1.0), ReadOnly, High, Public, Acts,
        "A metadata snapshot is due after this many bytes of records."];
    ["metadata.log.max.snapshot.interval.ms", Long, Text("3600000"), AtLeast(0.0), ReadOnly, High, Public, Acts,
        "A metadata snapshot is due after this time if anything changed; 0 means never by time."];
    ["metadata.log.segment.bytes", Int, Text("1073741824"), AtLeast(8388608.0), ReadOnly, High, Public, Acts,
        "The size at which the metadata log starts a new segment."];
    ["metadata.log.segment.ms", Long, Text("604800000"), Any, ReadOnly, High, Public, Acts,
        "The age at which the metadata log starts a new segment."];
    ["metadata.max.idle.interval.ms", Int, Text("500"), AtLeast(0.0), ReadOnly, Low, Public, Acts,
        "How often an idle active controller writes a no-op record; 0 means never."];
    ["metadata.max.retention.bytes", Long, Text("104857600"), Any, ReadOnly, High, Public, Acts,
        "How many bytes of metadata log and snapshots are kept behind the newest snapshot."];
    ["metadata.max.retention.ms", Long, Text("604800000"), Any, ReadOnly, High, Public, Acts,
        "How long metadata log segments and snapshots are kept behind the newest snapshot."];
    ["node.id", Int, Required, AtLeast(0.0), ReadOnly, High, Public, Acts,
        "The number of this node, unique in the cluster; broker.id is the same under an older name."];
    ["process.roles", List, Required, ListOf { of: &["broker", "controller"], may_be_empty: false }, ReadOnly, High, Public, Acts,
        "What this process is: broker, controller, or both."];
    ["sasl.mechanism.controller.protocol", String, Text("GSSAPI"), Any, ReadOnly, High, Public, Ignored, ""];
    ["server.max.startup.time.ms", Long, Text("9223372036854775807"), AtLeast(0.0), ReadOnly, Medium, Internal, Ignored, ""];
};
