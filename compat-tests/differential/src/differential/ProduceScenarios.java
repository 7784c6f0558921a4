package differential;

import static differential.Batch.append;
import static differential.Batch.produce;
import static differential.Batch.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Produce: items 36 to 45 of the checklist. */
final class ProduceScenarios {
    private static final Uuid NO_ID = Uuid.ZERO_UUID;

    private ProduceScenarios() {
    }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(List.of(
            new Scenario("every version of Produce appends, and tells unknown topics and partitions", ProduceScenarios::everyVersion),
            new Scenario("gotcha 36: one batch of magic 2 per partition, no more and no less", ProduceScenarios::oneBatch),
            new Scenario("gotcha 37: base offset, counts, control bit and sequence of a batch are checked", ProduceScenarios::structure),
            new Scenario("gotcha 38: acks 0 gets no answer, and an error closes the connection", ProduceScenarios::acksNone),
            new Scenario("gotcha 38: acks other than -1, 0 and 1 are refused", ProduceScenarios::acks),
            new Scenario("gotcha 39: min.insync.replicas above the replica count counts as the replica count", ProduceScenarios::minIsr),
            new Scenario("gotcha 40: batches larger than max.message.bytes and segment.bytes", ProduceScenarios::sizes),
            new Scenario("gotcha 41: create times are checked, log append times are set", ProduceScenarios::timestamps),
            new Scenario("gotcha 42: one bad record refuses the batch and is listed", ProduceScenarios::badRecords),
            new Scenario("gotcha 44: internal topics are written by the admin client alone", ProduceScenarios::internalTopics),
            new Scenario("gotcha 45: an unknown topic id", ProduceScenarios::unknownId),
            new Scenario("batches whose length, CRC or magic is wrong", ProduceScenarios::corruption),
            new Scenario("several topics and partitions in one request, good and bad", ProduceScenarios::several)));
        for (CompressionType codec : CompressionType.values()) {
            all.add(new Scenario("gotcha 43: compression.type " + codec.name + " recompresses what it must",
                side -> recompression(side, codec)));
        }
        return all;
    }

    private static void everyVersion(Side side) throws Exception {
        Uuid id = side.setup.topic("produced", 2, Map.of());
        Catalogue.eachVersion(ApiMessageType.PRODUCE, version -> {
            side.ask(produce(-1, "produced", id, 0, Batch.of(2)), version);
            side.ask("acks 1", produce(1, "produced", id, 1, Batch.of(1)), version);
            side.ask("partition 7", produce(-1, "produced", id, 7, Batch.of(1)), version);
            side.ask("partition -1", produce(-1, "produced", id, -1, Batch.of(1)), version);
            side.ask("an unknown topic", produce(-1, "unheard-of", new Uuid(5, 4711), 0, Batch.of(1)), version);
            side.ask("null records", produce(-1, "produced", id, 0, null), version);
            side.ask("no topics", new ProduceRequestData().setAcks((short) -1).setTimeoutMs(1000), version);
            side.ask("an illegal topic", produce(-1, "a b", NO_ID, 0, Batch.of(1)), version);
        });
        FetchScenarios.readAll(side, "produced", 0);
    }

    private static byte[] oldBatch(int magic) {
        return Batch.bytes(MemoryRecords.withRecords((byte) magic, 0, Compression.NONE, TimestampType.CREATE_TIME,
            record(Batch.T, "k", "v")));
    }

    private static void oneBatch(Side side) throws Exception {
        side.setup.topic("one-batch");
        for (int version : new int[] {3, 7, 8, 12}) {
            side.ask("two batches", produce(-1, "one-batch", NO_ID, 0, Wire.join(Batch.of(1), Batch.of(1))), version);
            side.ask("no batch", produce(-1, "one-batch", NO_ID, 0, new byte[0]), version);
            side.ask("magic 0", produce(-1, "one-batch", NO_ID, 0, oldBatch(0)), version);
            side.ask("magic 1", produce(-1, "one-batch", NO_ID, 0, oldBatch(1)), version);
            side.ask("half a batch", produce(-1, "one-batch", NO_ID, 0, java.util.Arrays.copyOf(Batch.of(1), 50)), version);
            side.ask("a batch and a half",
                produce(-1, "one-batch", NO_ID, 0, Wire.join(Batch.of(1), java.util.Arrays.copyOf(Batch.of(1), 30))), version);
            side.ask("zstd", produce(-1, "one-batch", NO_ID, 0, Batch.of(Compression.zstd().build(), Batch.records(2))), version);
        }
    }

    private static void structure(Side side) throws Exception {
        side.setup.topic("structure");
        byte[] good = Batch.of(3);
        append(side, "base offset 1", "structure", Batch.withLong(good, Batch.BASE_OFFSET, 1));
        append(side, "base offset -1", "structure", Batch.withLong(good, Batch.BASE_OFFSET, -1));
        append(side, "last offset delta too low", "structure", Batch.withInt(good, Batch.LAST_OFFSET_DELTA, 1));
        append(side, "last offset delta too high", "structure", Batch.withInt(good, Batch.LAST_OFFSET_DELTA, 3));
        append(side, "last offset delta negative", "structure", Batch.withInt(good, Batch.LAST_OFFSET_DELTA, -1));
        append(side, "count 0", "structure", Batch.withInt(good, Batch.COUNT, 0));
        append(side, "count -1", "structure", Batch.withInt(good, Batch.COUNT, -1));
        append(side, "count too low", "structure", Batch.withInt(Batch.withInt(good, Batch.COUNT, 2), Batch.LAST_OFFSET_DELTA, 1));
        append(side, "count too high", "structure", Batch.withInt(Batch.withInt(good, Batch.COUNT, 4), Batch.LAST_OFFSET_DELTA, 3));
        append(side, "control bit", "structure", Batch.with(good, Batch.ATTRIBUTES, (byte) 0, (byte) 0x20));
        append(side, "transactional without a producer", "structure", Batch.with(good, Batch.ATTRIBUTES, (byte) 0, (byte) 0x10));
        append(side, "unknown attribute bits", "structure", Batch.with(good, Batch.ATTRIBUTES, (byte) 0x70, (byte) 0));
        append(side, "delete horizon bit", "structure", Batch.with(good, Batch.ATTRIBUTES, (byte) 0, (byte) 0x40));
        append(side, "codec 5", "structure", Batch.with(good, Batch.ATTRIBUTES, (byte) 0, (byte) 5));
        append(side, "codec 7", "structure", Batch.with(good, Batch.ATTRIBUTES, (byte) 0, (byte) 7));
        append(side, "said gzip, is not", "structure", Batch.with(good, Batch.ATTRIBUTES, (byte) 0, (byte) 1));
        append(side, "a producer without a sequence", "structure", Batch.withLong(good, Batch.PRODUCER_ID, 77));
        append(side, "leader epoch 9", "structure", Batch.withInt(good, Batch.LEADER_EPOCH, 9));
        append(side, "max timestamp wrong", "structure", Batch.withLong(good, Batch.MAX_TIMESTAMP, Batch.T + 100));
        append(side, "a sequence without a producer", "structure", Batch.withInt(good, Batch.BASE_SEQUENCE, 5));
        append(side, "a good one", "structure", good);
        FetchScenarios.readAll(side, "structure", 0);
    }

    private static void acksNone(Side side) throws Exception {
        side.setup.topic("acks-none");
        try (Connection connection = new Connection("127.0.0.1", side.node.brokerPort)) {
            byte[] first = request(produce(0, "acks-none", NO_ID, 0, Batch.of(1)), 9, 1);
            byte[] second = Wire.frame(Wire.header(ApiMessageType.API_VERSIONS, 0, 2, "me"),
                Wire.bytes(new ApiVersionsRequestData(), 0));
            connection.write(Wire.join(first, second));
            side.receive(connection, ApiMessageType.API_VERSIONS, 0, 2, "the only answer", answer -> { });
            connection.write(request(produce(0, "acks-none", NO_ID, 5, Batch.of(1)), 9, 3));
            side.note("after an unknown partition", connection.read(2_000).outcome());
        }
        side.raw("an unknown topic", false, request(produce(0, "acks-nowhere", NO_ID, 0, Batch.of(1)), 9, 1));
        side.raw("a bad batch", false,
            request(produce(0, "acks-none", NO_ID, 0, Batch.withInt(Batch.of(1), Batch.COUNT, 9)), 9, 1));
        side.raw("null records", false, request(produce(0, "acks-none", NO_ID, 0, null), 9, 1));
        FetchScenarios.readAll(side, "acks-none", 0);
    }

    private static byte[] request(ProduceRequestData produce, int version, int correlationId) {
        return Wire.frame(Wire.header(ApiMessageType.PRODUCE, version, correlationId, "me"), Wire.bytes(produce, version));
    }

    private static void acks(Side side) throws Exception {
        Uuid id = side.setup.topic("acks");
        for (int acks : new int[] {2, -2, 32767}) {
            for (int version : new int[] {3, 9, 13}) {
                side.ask("acks " + acks, produce(acks, "acks", id, 0, Batch.of(1)), version);
            }
        }
        FetchScenarios.readAll(side, "acks", 0);
    }

    private static void minIsr(Side side) throws Exception {
        side.setup.topic("min-isr");
        side.ask("three replicas wanted", ConfigScenarios.alter(ConfigScenarios.TOPIC, "min-isr",
            new ConfigScenarios.Change(ConfigScenarios.SET, "min.insync.replicas", "3")), 1);
        side.setup.settle();
        append(side, "acks all", "min-isr", Batch.of(1));
    }

    private static void sizes(Side side) throws Exception {
        side.setup.topic("small-batches", 1, Map.of("max.message.bytes", "1000"));
        side.setup.topic("small-segments", 1, Map.of("segment.bytes", "1048576", "max.message.bytes", "5000000"));
        append(side, "900 bytes", "small-batches", Batch.of(Compression.NONE, record(Batch.T, "k", "x".repeat(900))));
        append(side, "1001 bytes", "small-batches", Batch.of(Compression.NONE, record(Batch.T, "k", "x".repeat(1001 - 61 - 9))));
        append(side, "1000 bytes", "small-batches", Batch.of(Compression.NONE, record(Batch.T, "k", "x".repeat(1000 - 61 - 11))));
        append(side, "large once unpacked", "small-batches",
            Batch.of(Compression.gzip().build(), record(Batch.T, "k", "x".repeat(5000))));
        for (int version : new int[] {3, 9}) {
            side.ask("larger than a segment", produce(-1, "small-segments", NO_ID, 0,
                Batch.of(Compression.NONE, record(Batch.T, "k", "x".repeat(1_048_577)))), version);
        }
        side.setup.topic("default-batches");
        append(side, "larger than the broker's limit", "default-batches",
            Batch.of(Compression.NONE, record(Batch.T, "k", "x".repeat(500_000))));
        append(side, "as large as the broker's limit", "default-batches",
            Batch.of(Compression.NONE, record(Batch.T, "k", "x".repeat(499_900))));
    }

    private static void timestamps(Side side) throws Exception {
        side.setup.topic("create-time");
        side.setup.topic("append-time", 1, Map.of("message.timestamp.type", "LogAppendTime"));
        side.setup.topic("window", 1, Map.of("message.timestamp.before.max.ms", "3600000", "message.timestamp.after.max.ms", "3600000"));
        SimpleRecord[] unordered = {record(Batch.T + 5, "a", "1"), record(Batch.T + 9, "b", "2"), record(Batch.T, "c", "3")};
        append(side, "unordered", "create-time", Batch.of(Compression.NONE, unordered));
        append(side, "no timestamps", "create-time", Batch.of(Compression.NONE, record(-1, "k", "v")));
        append(side, "timestamp -2", "create-time", Batch.withLong(Batch.of(1), Batch.BASE_TIMESTAMP, -2));
        append(side, "far in the future", "create-time",
            Batch.of(Compression.NONE, record(System.currentTimeMillis() + 100_000_000L, "k", "v")));
        append(side, "the append time bit", "create-time", Batch.with(Batch.of(2), Batch.ATTRIBUTES, (byte) 0, (byte) 8));
        append(side, "gzip with a wrong maximum", "create-time",
            Batch.withLong(Batch.of(Compression.gzip().build(), unordered), Batch.MAX_TIMESTAMP, Batch.T + 1000));
        append(side, "append time", "append-time", Batch.of(2));
        append(side, "append time, gzip", "append-time", Batch.of(Compression.gzip().build(), Batch.records(2)));
        append(side, "the append time bit", "append-time", Batch.with(Batch.of(2), Batch.ATTRIBUTES, (byte) 0, (byte) 8));
        append(side, "too old", "window", Batch.of(2));
        append(side, "too new", "window", Batch.of(Compression.NONE, record(System.currentTimeMillis() + 100_000_000L, "k", "v")));
        append(side, "one of two too old", "window",
            Batch.of(Compression.NONE, record(System.currentTimeMillis(), "k", "v"), record(Batch.T, "k", "v")));
        FetchScenarios.readAll(side, "create-time", 0);
        FetchScenarios.readAll(side, "append-time", 0);
    }

    private static void badRecords(Side side) throws Exception {
        side.setup.topic("compacted", 1, Map.of("cleanup.policy", "compact"));
        side.setup.topic("records");
        SimpleRecord[] keys = {record(Batch.T, "a", "1"), record(Batch.T, null, "2"), record(Batch.T, "c", null), record(Batch.T, null, "4")};
        for (int version : new int[] {3, 7, 8, 12}) {
            side.ask("no key", produce(-1, "compacted", NO_ID, 0, Batch.of(Compression.NONE, keys)), version);
            side.ask("no key, gzip", produce(-1, "compacted", NO_ID, 0, Batch.of(Compression.gzip().build(), keys)), version);
        }
        byte[] good = Batch.of(2);
        int body = 61;
        append(side, "record length 0", "records", Batch.with(good, body, (byte) 0));
        append(side, "record length 127", "records", Batch.with(good, body, (byte) 0xfe, (byte) 1));
        append(side, "record length negative", "records", Batch.with(good, body, (byte) 1));
        append(side, "record attributes", "records", Batch.with(good, body + 1, (byte) 9));
        append(side, "offset delta 5", "records", Batch.with(good, body + 3, (byte) 10));
        append(side, "key length -2", "records", Batch.with(good, body + 4, (byte) 3));
        append(side, "key length 60", "records", Batch.with(good, body + 4, (byte) 120));
        append(side, "header count wrong", "records", Batch.with(good, good.length - 1, (byte) 2));
        append(side, "header count negative", "records", Batch.with(good, good.length - 1, (byte) 1));
        append(side, "a byte behind the records", "records",
            Batch.withInt(java.util.Arrays.copyOf(good, good.length + 1), Batch.LENGTH, good.length + 1 - 12));
        Header[] headers = {new RecordHeader("h", "1".getBytes(StandardCharsets.UTF_8)), new RecordHeader("h", null),
            new RecordHeader("", new byte[0])};
        append(side, "headers", "records", Batch.of(Compression.NONE,
            new SimpleRecord(Batch.T, "k".getBytes(StandardCharsets.UTF_8), null, headers), record(Batch.T, "", "")));
        append(side, "gzip, offsets not in a row", "records", gapped());
        FetchScenarios.readAll(side, "records", 0);
    }

    private static byte[] gapped() {
        ByteBuffer buffer = ByteBuffer.allocate(512);
        try (org.apache.kafka.common.record.internal.MemoryRecordsBuilder builder =
                 MemoryRecords.builder(buffer, Compression.gzip().build(), TimestampType.CREATE_TIME, 0)) {
            builder.appendWithOffset(0, record(Batch.T, "a", "1"));
            builder.appendWithOffset(2, record(Batch.T, "b", "2"));
            return Batch.bytes(builder.build());
        }
    }

    private static void internalTopics(Side side) throws Exception {
        for (String name : new String[] {"__consumer_offsets", "__transaction_state", "__cluster_metadata"}) {
            append(side, "to " + name, name, Batch.of(1));
            try (Connection connection = new Connection("127.0.0.1", side.node.brokerPort)) {
                connection.write(Wire.frame(Wire.header(ApiMessageType.PRODUCE, 9, 4, "__admin_client"),
                    Wire.bytes(produce(-1, name, NO_ID, 0, Batch.of(1)), 9)));
                side.receive(connection, ApiMessageType.PRODUCE, 9, 4, "to " + name + " as admin client", answer -> { });
            }
        }
    }

    private static void unknownId(Side side) throws Exception {
        Uuid unknown = new Uuid(3, 4711);
        side.normaliser.name(unknown.toString(), "an id nobody has");
        side.ask("unknown id", produce(-1, "", unknown, 0, Batch.of(1)), 13);
        side.ask("zero id", produce(-1, "", NO_ID, 0, Batch.of(1)), 13);
    }

    private static void corruption(Side side) throws Exception {
        side.setup.topic("corrupt");
        byte[] good = Batch.of(2);
        byte[] crc = good.clone();
        crc[Batch.CRC] ^= 1;
        byte[] payload = good.clone();
        payload[payload.length - 3] ^= 1;
        for (int version : new int[] {3, 8, 12}) {
            side.ask("wrong CRC", produce(-1, "corrupt", NO_ID, 0, crc), version);
            side.ask("changed payload", produce(-1, "corrupt", NO_ID, 0, payload), version);
            for (int length : new int[] {0, -1, 13, 48, 49, Integer.MAX_VALUE, good.length - 12 + 1, good.length - 12 - 1}) {
                side.ask("length " + length, produce(-1, "corrupt", NO_ID, 0, Batch.withInt(good, Batch.LENGTH, length)), version);
            }
            for (int magic : new int[] {-1, 3, 127}) {
                side.ask("magic " + magic, produce(-1, "corrupt", NO_ID, 0, Batch.with(good, Batch.MAGIC, (byte) magic)), version);
            }
        }
        FetchScenarios.readAll(side, "corrupt", 0);
    }

    private static void several(Side side) throws Exception {
        Uuid first = side.setup.topic("several-a", 2, Map.of());
        Uuid second = side.setup.topic("several-b");
        for (int version : new int[] {3, 9, 12, 13}) {
            ProduceRequestData request = produce(-1, "several-a", first, 0, Batch.of(1));
            request.topicData().iterator().next().setPartitionData(List.of(
                partition(0, Batch.of(1)), partition(1, Batch.withInt(Batch.of(2), Batch.COUNT, 1)), partition(2, Batch.of(1))));
            request.topicData().add(new ProduceRequestData.TopicProduceData().setName("several-b").setTopicId(second)
                .setPartitionData(List.of(partition(0, Batch.of(3)))));
            request.topicData().add(new ProduceRequestData.TopicProduceData().setName("several-c").setTopicId(new Uuid(9, 4711))
                .setPartitionData(List.of(partition(0, Batch.of(3)))));
            side.ask("mixed", request, version);
            ProduceRequestData twice = produce(-1, "several-a", first, 0, Batch.of(1));
            twice.topicData().iterator().next().setPartitionData(List.of(partition(0, Batch.of(1)), partition(0, Batch.of(2))));
            side.ask("a partition twice", twice, version);
        }
        FetchScenarios.readAll(side, "several-a", 0);
    }

    private static ProduceRequestData.PartitionProduceData partition(int index, byte[] records) {
        return new ProduceRequestData.PartitionProduceData().setIndex(index)
            .setRecords(MemoryRecords.readableRecords(ByteBuffer.wrap(records)));
    }

    private static void recompression(Side side, CompressionType wanted) throws Exception {
        String topic = "stored-as-" + wanted.name;
        side.setup.topic(topic, 1, Map.of("compression.type", wanted == CompressionType.NONE ? "uncompressed" : wanted.name));
        for (CompressionType sent : CompressionType.values()) {
            append(side, "sent as " + sent.name, topic, Batch.of(Compression.of(sent).build(), Batch.records(20)));
        }
        FetchScenarios.readAll(side, topic, 0);
    }
}
