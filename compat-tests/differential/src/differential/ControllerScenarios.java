package differential;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.AllocateProducerIdsRequestData;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.BrokerHeartbeatRequestData;
import org.apache.kafka.common.message.BrokerRegistrationRequestData;
import org.apache.kafka.common.message.BrokerRegistrationResponseData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.FetchSnapshotRequestData;
import org.apache.kafka.common.message.FetchSnapshotResponseData;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** What brokers say to controllers. Registers further brokers, so it comes last. */
final class ControllerScenarios {
    private ControllerScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("every version of BrokerRegistration registers a second broker", ControllerScenarios::registration),
            new Scenario("registrations that are refused", ControllerScenarios::refusedRegistrations),
            new Scenario("every version of BrokerHeartbeat, stale and unknown ones included", ControllerScenarios::heartbeats),
            new Scenario("AllocateProducerIds hands out blocks to registered brokers", ControllerScenarios::producerIds),
            new Scenario("FetchSnapshot refuses unknown snapshots, topics and clusters", ControllerScenarios::snapshots));
    }

    private static BrokerRegistrationRequestData registration(int broker, int version) {
        BrokerRegistrationRequestData request = new BrokerRegistrationRequestData().setBrokerId(broker).setClusterId(Node.CLUSTER_ID)
            .setIncarnationId(new Uuid(broker, 99)).setRack("rack-b");
        request.listeners().add(new BrokerRegistrationRequestData.Listener().setName("PLAINTEXT").setHost("elsewhere")
            .setPort(9092).setSecurityProtocol((short) 0));
        String[][] features = {{"metadata.version", "7", "30"}, {"group.version", "0", "1"}, {"transaction.version", "0", "2"},
            {"eligible.leader.replicas.version", "0", "1"}, {"share.version", "0", "1"}, {"streams.version", "0", "1"},
            {"kraft.version", "0", "1"}};
        for (String[] feature : features) {
            request.features().add(new BrokerRegistrationRequestData.Feature().setName(feature[0])
                .setMinSupportedVersion(Short.parseShort(feature[1])).setMaxSupportedVersion(Short.parseShort(feature[2])));
        }
        if (version >= 2) {
            request.setLogDirs(List.of(new Uuid(broker, 1000)));
        }
        return request;
    }

    private static void registration(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.BROKER_REGISTRATION, version -> {
            side.askController("a new broker", registration(20 + version, version), version);
            side.askController("the same again", registration(20 + version, version), version);
            BrokerRegistrationRequestData reborn = registration(20 + version, version).setIncarnationId(new Uuid(1, 77));
            side.askController("another incarnation", reborn, version);
        });
        side.setup.settle();
        side.ask("with fenced brokers", new DescribeClusterRequestData().setIncludeFencedBrokers(true), 2);
        side.ask("without fenced brokers", new DescribeClusterRequestData(), 2);
    }

    /** An unknown security protocol is left out: it costs Apache Kafka 4.3.1 its controller. */
    private static void refusedRegistrations(Side side) throws Exception {
        for (int version : new int[] {0, 4}) {
            side.askController("another cluster", registration(30, version).setClusterId("another"), version);
            side.askController("a broker that lives", registration(1, version), version);
            side.askController("a negative id", registration(-3, version), version);
            BrokerRegistrationRequestData old = registration(30, version);
            old.features().find("metadata.version").setMaxSupportedVersion((short) 8);
            side.askController("a metadata.version that is too old", old, version);
            BrokerRegistrationRequestData none = registration(31, version);
            none.features().clear();
            side.askController("no features", none, version);
            BrokerRegistrationRequestData deaf = registration(32, version);
            deaf.listeners().clear();
            side.askController("no listeners", deaf, version);
        }
        side.askController("no directories", registration(34, 4).setLogDirs(List.of()), 4);
        side.askController("a directory twice", registration(35, 4).setLogDirs(List.of(new Uuid(5, 5), new Uuid(5, 5))), 4);
        side.askController("a directory of another broker", registration(36, 4).setLogDirs(List.of(new Uuid(24, 1000))), 4);
        side.askController("a reserved directory", registration(37, 4).setLogDirs(List.of(new Uuid(0, 2))), 4);
        side.askController("a ZooKeeper broker", registration(38, 4).setIsMigratingZkBroker(true), 4);
    }

    private static long register(Side side, int broker) throws Exception {
        BrokerRegistrationResponseData answer = side.unrecorded(registration(broker, 4), 4, true);
        if (answer.errorCode() != 0) {
            throw new IllegalStateException("registering: error " + answer.errorCode());
        }
        return answer.brokerEpoch();
    }

    private static BrokerHeartbeatRequestData heartbeat(int broker, long epoch, long offset) {
        return new BrokerHeartbeatRequestData().setBrokerId(broker).setBrokerEpoch(epoch).setCurrentMetadataOffset(offset).setWantFence(true);
    }

    private static void heartbeats(Side side) throws Exception {
        long epoch = register(side, 40);
        long shutting = register(side, 41);
        Catalogue.eachVersion(ApiMessageType.BROKER_HEARTBEAT, version -> {
            side.askController("far behind", heartbeat(40, epoch, 0), version);
            side.askController("caught up", heartbeat(40, epoch, 1_000_000), version);
            side.askController("a stale epoch", heartbeat(40, epoch - 1, 1_000_000), version);
            side.askController("an epoch of the future", heartbeat(40, epoch + 1_000_000, 1_000_000), version);
            side.askController("an unknown broker", heartbeat(99, 5, 1_000_000), version);
            side.askController("wants to be unfenced, far behind", heartbeat(40, epoch, 0).setWantFence(false), version);
            side.askController("wants to shut down", heartbeat(41, shutting, 1_000_000).setWantShutDown(true), version);
            if (version >= 1) {
                side.askController("an unknown directory is offline",
                    heartbeat(40, epoch, 1_000_000).setOfflineLogDirs(List.of(new Uuid(6, 6))), version);
            }
        });
    }

    private static void producerIds(Side side) throws Exception {
        long epoch = register(side, 50);
        side.askController("a block", new AllocateProducerIdsRequestData().setBrokerId(50).setBrokerEpoch(epoch), 0);
        side.askController("another block", new AllocateProducerIdsRequestData().setBrokerId(50).setBrokerEpoch(epoch), 0);
        side.askController("a stale epoch", new AllocateProducerIdsRequestData().setBrokerId(50).setBrokerEpoch(epoch - 1), 0);
        side.askController("no epoch", new AllocateProducerIdsRequestData().setBrokerId(50), 0);
        side.askController("an unknown broker", new AllocateProducerIdsRequestData().setBrokerId(99).setBrokerEpoch(3), 0);
    }

    private static FetchSnapshotRequestData snapshot(String topic, int partition, int leaderEpoch, long endOffset, int epoch, long position) {
        return new FetchSnapshotRequestData().setReplicaId(-1).setMaxBytes(1000).setTopics(List.of(
            new FetchSnapshotRequestData.TopicSnapshot().setName(topic).setPartitions(List.of(
                new FetchSnapshotRequestData.PartitionSnapshot().setPartition(partition).setCurrentLeaderEpoch(leaderEpoch)
                    .setPosition(position)
                    .setSnapshotId(new FetchSnapshotRequestData.SnapshotId().setEndOffset(endOffset).setEpoch(epoch))))));
    }

    /** Positions outside the snapshot and requests without topics are left out: they end the process of Apache Kafka 4.3.1. */
    private static void snapshots(Side side) throws Exception {
        int leaderEpoch = MetadataLogScenarios.leaderEpoch(side);
        for (int version = 0; version <= 1; version++) {
            side.askController("an unknown snapshot", snapshot("__cluster_metadata", 0, leaderEpoch, 123_456_789, 1, 0), version);
            side.askController("an unknown topic", snapshot("other", 0, leaderEpoch, 1, 1, 0), version);
            side.askController("an unknown partition", snapshot("__cluster_metadata", 1, leaderEpoch, 1, 1, 0), version);
            side.askController("an old leader epoch", snapshot("__cluster_metadata", 0, leaderEpoch - 1, 1, 1, 0), version);
            side.askController("a new leader epoch", snapshot("__cluster_metadata", 0, leaderEpoch + 5, 1, 1, 0), version);
            side.askController("another cluster",
                snapshot("__cluster_metadata", 0, leaderEpoch, 1, 1, 0).setClusterId("another"), version);
            Matcher taken = snapshotTaken(side);
            side.<FetchSnapshotResponseData>askController("a snapshot", snapshot("__cluster_metadata", 0, leaderEpoch,
                Long.parseLong(taken.group(1)), Integer.parseInt(taken.group(2)), 0), version, ControllerScenarios::trim);
        }
    }

    /** Changes things until the controller has taken a snapshot by itself; its end offset and epoch. */
    private static Matcher snapshotTaken(Side side) throws Exception {
        Pattern name = Pattern.compile("(\\d{20})-(\\d{10})\\.checkpoint");
        for (int attempt = 0; attempt < 100; attempt++) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(side.node.directory.resolve("data/__cluster_metadata-0"))) {
                for (Path file : files) {
                    Matcher matcher = name.matcher(file.getFileName().toString());
                    if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
                        return matcher;
                    }
                }
            }
            side.unrecorded(ConfigScenarios.alter(ConfigScenarios.METRICS, "snapshotted", new ConfigScenarios.Change(
                ConfigScenarios.SET, "match", "client_id=" + "x".repeat(1000) + attempt)), 1, false);
            Thread.sleep(20);
        }
        throw new IllegalStateException("no snapshot was taken");
    }

    /** Sizes, offsets, epochs and content of a snapshot belong to each side alone; that it begins with a control batch does not. */
    private static void trim(FetchSnapshotResponseData answer) {
        answer.topics().forEach(topic -> topic.partitions().forEach(partition -> {
            MemoryRecords records = (MemoryRecords) partition.unalignedRecords();
            boolean header = records.batches().iterator().next().isControlBatch();
            partition.setSize(Math.min(partition.size(), header ? 2 : 1)).setUnalignedRecords(MemoryRecords.EMPTY);
            partition.snapshotId().setEndOffset(Math.min(partition.snapshotId().endOffset(), 1)).setEpoch(1);
            partition.currentLeader().setLeaderEpoch(Math.min(partition.currentLeader().leaderEpoch(), 1));
        }));
    }
}
