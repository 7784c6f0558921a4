package differential;

import static differential.Batch.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;

/** Fetch without sessions: items 50 to 53 and 57 to 62 of the checklist. */
final class FetchScenarios {
    private FetchScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("every version of Fetch returns what was produced", FetchScenarios::everyVersion),
            new Scenario("gotcha 50: the first batch may exceed the limits, later ones are cut", FetchScenarios::limits),
            new Scenario("gotcha 51: data starts at the batch that holds the offset", FetchScenarios::insideBatch),
            new Scenario("gotcha 52: offsets at and outside the ends of the log", FetchScenarios::ends),
            new Scenario("gotcha 53: when a fetch waits and when it returns at once", FetchScenarios::waiting),
            new Scenario("gotcha 57: isolation levels without transactions", FetchScenarios::isolation),
            new Scenario("gotcha 58: the current leader epoch is checked", FetchScenarios::leaderEpochs),
            new Scenario("gotcha 59: a last fetched epoch that the log does not know", FetchScenarios::divergence),
            new Scenario("gotcha 60: a rack and a replica id change nothing for a single replica", FetchScenarios::replicas),
            new Scenario("gotcha 61: unknown topic ids, names and partitions", FetchScenarios::unknown),
            new Scenario("gotcha 62: zstd reaches old versions as it is", FetchScenarios::zstd),
            new Scenario("several topics and partitions are answered in the order of the request", FetchScenarios::order));
    }

    static FetchPartition partition(int index, long offset) {
        return new FetchPartition().setPartition(index).setFetchOffset(offset).setPartitionMaxBytes(10_000_000);
    }

    static FetchTopic topic(String name, Uuid id, FetchPartition... partitions) {
        return new FetchTopic().setTopic(name).setTopicId(id).setPartitions(new ArrayList<>(List.of(partitions)));
    }

    static FetchRequestData fetch(FetchTopic... topics) {
        return new FetchRequestData().setReplicaId(-1).setMaxWaitMs(0).setMinBytes(1).setMaxBytes(10_000_000)
            .setSessionEpoch(-1).setTopics(new ArrayList<>(List.of(topics)));
    }

    private static FetchRequestData fetch(String name, Uuid id, long offset) {
        return fetch(topic(name, id, partition(0, offset)));
    }

    /** Reads a partition from its start and writes down what it holds. */
    static void readAll(Side side, String topic, int partition) throws Exception {
        side.ask("all of " + topic, fetch(topic(topic, Uuid.ZERO_UUID, partition(partition, 0))), 12);
    }

    private static void everyVersion(Side side) throws Exception {
        Uuid id = side.setup.topic("fetched");
        Batch.prepare(side, "fetched", 0, Batch.of(2));
        Batch.prepare(side, "fetched", 0, Batch.of(Compression.gzip().build(), Batch.records(3)));
        Catalogue.eachVersion(ApiMessageType.FETCH, version -> {
            side.ask("from 0", fetch("fetched", id, 0), version);
            side.ask("from 4", fetch("fetched", id, 4), version);
            side.ask("from the end", fetch("fetched", id, 5), version);
            side.ask("nothing", fetch(), version);
        });
    }

    private static void limits(Side side) throws Exception {
        side.setup.topic("limited", 2, Map.of());
        for (int i = 0; i < 4; i++) {
            Batch.prepare(side, "limited", 0, Batch.of(Compression.NONE, record(Batch.T, "k", "x".repeat(300 + i))));
            Batch.prepare(side, "limited", 1, Batch.of(Compression.NONE, record(Batch.T, "k", "y".repeat(500 + i))));
        }
        for (int partitionMax : new int[] {0, 1, 100, 400, 1000, 10_000}) {
            for (int max : new int[] {0, 1, 400, 900, 10_000}) {
                FetchRequestData request = fetch(topic("limited", Uuid.ZERO_UUID,
                    partition(0, 1).setPartitionMaxBytes(partitionMax), partition(1, 0).setPartitionMaxBytes(partitionMax)));
                side.ask("partition " + partitionMax + ", all " + max, request.setMaxBytes(max), 12);
            }
        }
        FetchRequestData old = fetch(topic("limited", Uuid.ZERO_UUID, partition(0, 0).setPartitionMaxBytes(100)));
        side.ask("an old version", old.setMaxBytes(100), 4);
        FetchRequestData first = fetch(topic("limited", Uuid.ZERO_UUID, partition(0, 4), partition(1, 0).setPartitionMaxBytes(10)));
        side.ask("the first partition is empty", first.setMaxBytes(10), 12);
    }

    private static void insideBatch(Side side) throws Exception {
        side.setup.topic("inside");
        Batch.prepare(side, "inside", 0, Batch.of(5));
        Batch.prepare(side, "inside", 0, Batch.of(Compression.lz4().build(), Batch.records(5)));
        for (long offset = 0; offset <= 10; offset += 3) {
            side.ask("from " + offset, fetch("inside", Uuid.ZERO_UUID, offset), 12);
        }
    }

    private static void ends(Side side) throws Exception {
        side.setup.topic("ends");
        for (int i = 0; i < 3; i++) {
            Batch.prepare(side, "ends", 0, Batch.of(2));
        }
        OffsetScenarios.deleteBefore(side, "ends", 3);
        for (int version : new int[] {4, 5, 11, 12}) {
            for (long offset : new long[] {-1, 0, 2, 3, 6, 7, Long.MAX_VALUE, Long.MIN_VALUE}) {
                side.ask("from " + offset, fetch("ends", Uuid.ZERO_UUID, offset), version);
            }
        }
    }

    private static void waiting(Side side) throws Exception {
        side.setup.topic("waited", 2, Map.of());
        Batch.prepare(side, "waited", 0, Batch.of(1));
        FetchTopic data = topic("waited", Uuid.ZERO_UUID, partition(0, 0));
        FetchTopic end = topic("waited", Uuid.ZERO_UUID, partition(0, 1));
        FetchTopic error = topic("waited", Uuid.ZERO_UUID, partition(0, 1), partition(9, 0));
        FetchTopic outside = topic("waited", Uuid.ZERO_UUID, partition(0, 99));
        timed(side, "no wait", fetch(end).setMaxWaitMs(0), 0);
        timed(side, "no partitions", fetch().setMaxWaitMs(3000), 0);
        timed(side, "data", fetch(data).setMaxWaitMs(3000), 0);
        timed(side, "an unknown partition", fetch(error).setMaxWaitMs(600), 600);
        timed(side, "an offset outside", fetch(outside).setMaxWaitMs(3000), 0);
        timed(side, "no minimum", fetch(end).setMaxWaitMs(3000).setMinBytes(0), 0);
        timed(side, "nothing there", fetch(end).setMaxWaitMs(600), 600);
        timed(side, "less than the minimum", fetch(data).setMaxWaitMs(600).setMinBytes(100_000), 600);
        timed(side, "a negative wait", fetch(end).setMaxWaitMs(-1), 0);
        timed(side, "the minimum above the maximum", fetch(data).setMaxWaitMs(3000).setMinBytes(100_000).setMaxBytes(10), 0);
        try (Connection connection = new Connection("127.0.0.1", side.node.brokerPort)) {
            connection.write(Wire.frame(Wire.header(ApiMessageType.FETCH, 12, 1, "me"), Wire.bytes(fetch(end).setMaxWaitMs(5000), 12)));
            Thread.sleep(150);
            long before = System.currentTimeMillis();
            Batch.prepare(side, "waited", 0, Batch.of(1));
            side.receive(connection, ApiMessageType.FETCH, 12, 1, "woken by a produce", answer -> { });
            side.note("it was woken", System.currentTimeMillis() - before < 2500 ? "at once" : "late");
        }
    }

    private static void timed(Side side, String words, FetchRequestData request, long expectedMs) throws Exception {
        long before = System.nanoTime();
        side.ask(words, request, 12);
        long tookMs = (System.nanoTime() - before) / 1_000_000;
        side.note("waited for " + words, tookMs >= expectedMs && tookMs < expectedMs + 2000 ? "as expected" : "too long or too short");
    }

    private static void isolation(Side side) throws Exception {
        Uuid id = side.setup.topic("isolated");
        Batch.prepare(side, "isolated", 0, Batch.of(2));
        for (int version : new int[] {4, 12, 18}) {
            for (byte level : new byte[] {0, 1}) {
                side.ask("isolation level " + level, fetch("isolated", id, 0).setIsolationLevel(level), version);
                side.ask("isolation level " + level + ", at the end", fetch("isolated", id, 2).setIsolationLevel(level), version);
            }
        }
        side.ask("isolation level 2", fetch("isolated", id, 0).setIsolationLevel((byte) 2), 12);
    }

    private static void leaderEpochs(Side side) throws Exception {
        Uuid id = side.setup.topic("epochs-fetched");
        Batch.prepare(side, "epochs-fetched", 0, Batch.of(2));
        side.ask("epoch -2", fetch(topic("epochs-fetched", id, partition(0, 0).setCurrentLeaderEpoch(-2))), 12);
        for (int version : new int[] {9, 12, 16, 18}) {
            for (int epoch : new int[] {-1, 0, 1, 99}) {
                side.ask("epoch " + epoch,
                    fetch(topic("epochs-fetched", id, partition(0, 0).setCurrentLeaderEpoch(epoch))), version);
            }
        }
    }

    private static void divergence(Side side) throws Exception {
        Uuid id = side.setup.topic("diverging");
        Batch.prepare(side, "diverging", 0, Batch.of(2));
        for (int version : new int[] {12, 18}) {
            for (int epoch : new int[] {-1, 0, 1, 7, -2}) {
                for (long offset : new long[] {0, 1, 2, 3}) {
                    side.ask("epoch " + epoch + ", offset " + offset,
                        fetch(topic("diverging", id, partition(0, offset).setLastFetchedEpoch(epoch))), version);
                }
            }
        }
    }

    private static void replicas(Side side) throws Exception {
        Uuid id = side.setup.topic("racked");
        Batch.prepare(side, "racked", 0, Batch.of(2));
        side.ask("the leader's rack", fetch("racked", id, 0).setRackId("rack-a"), 12);
        side.ask("another rack", fetch("racked", id, 0).setRackId("rack-b"), 12);
        for (int replica : new int[] {-2, 1, 7}) {
            side.ask("replica " + replica, fetch("racked", id, 0).setReplicaId(replica), 12);
        }
        FetchRequestData tagged = fetch("racked", id, 0);
        tagged.setReplicaId(-1).setReplicaState(new FetchRequestData.ReplicaState().setReplicaId(7).setReplicaEpoch(1));
        side.ask("replica 7, new style", tagged, 18);
    }

    private static void unknown(Side side) throws Exception {
        Uuid id = side.setup.topic("known");
        Uuid nobodys = new Uuid(8, 4711);
        side.normaliser.name(nobodys.toString(), "an id nobody has");
        for (int version : new int[] {4, 12, 13, 18}) {
            side.ask("an unknown topic", fetch(topic("unknown", nobodys, partition(0, 0))), version);
            side.ask("an unknown partition", fetch(topic("known", id, partition(5, 0), partition(-1, 0))), version);
            side.ask("known and unknown", fetch(topic("known", id, partition(0, 0)), topic("unknown", nobodys, partition(0, 0))), version);
            side.ask("a zero id or empty name", fetch(topic("", Uuid.ZERO_UUID, partition(0, 0))), version);
            side.ask("a partition twice", fetch(topic("known", id, partition(0, 0), partition(0, 0))), version);
        }
        side.ask("an illegal name", fetch(topic("a b", Uuid.ZERO_UUID, partition(0, 0))), 12);
        side.ask("the metadata log", fetch(topic("__cluster_metadata", Uuid.ZERO_UUID, partition(0, 0))), 12);
        side.ask("the metadata log by id", fetch(topic("", Uuid.METADATA_TOPIC_ID, partition(0, 0))), 18);
    }

    private static void zstd(Side side) throws Exception {
        side.setup.topic("packed");
        Batch.prepare(side, "packed", 0, Batch.of(Compression.zstd().build(), Batch.records(3)));
        for (int version : new int[] {4, 9, 10}) {
            side.ask("zstd", fetch("packed", Uuid.ZERO_UUID, 0), version);
        }
    }

    private static void order(Side side) throws Exception {
        Uuid a = side.setup.topic("ordered-a", 3, Map.of());
        Uuid b = side.setup.topic("ordered-b", 2, Map.of());
        for (int partition = 0; partition < 3; partition++) {
            Batch.prepare(side, "ordered-a", partition, Batch.of(1));
        }
        FetchTopic first = topic("ordered-b", b, partition(1, 0), partition(0, 0));
        FetchTopic second = topic("ordered-a", a, partition(2, 0), partition(0, 0), partition(1, 0));
        for (int version : new int[] {4, 12, 18}) {
            side.ask("two topics", fetch(first, second), version);
            side.ask("two topics, one twice", fetch(first, second, topic("ordered-b", b, partition(0, 0))), version);
        }
        side.note("asked", Arrays.toString(new int[] {first.partitions().size(), second.partitions().size()}));
    }
}
