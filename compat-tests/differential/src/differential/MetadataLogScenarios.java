package differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeQuorumResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metadata.MetadataJsonConverters;
import org.apache.kafka.common.metadata.MetadataRecordType;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/** The records of __cluster_metadata: fetched from the controller, and what each change adds to them. */
final class MetadataLogScenarios {
    private static final Uuid ID = Uuid.METADATA_TOPIC_ID;

    private MetadataLogScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("the records that topic changes add to the metadata log", MetadataLogScenarios::topicRecords),
            new Scenario("the records that config changes add to the metadata log", MetadataLogScenarios::configRecords),
            new Scenario("the records that a refused change adds to the metadata log: none", MetadataLogScenarios::noRecords),
            new Scenario("fetching the metadata log from the controller, rightly and wrongly", MetadataLogScenarios::fetches));
    }

    private static DescribeQuorumResponseData.PartitionData quorum(Side side) throws Exception {
        DescribeQuorumResponseData answer = side.unrecorded(ClusterScenarios.quorum("__cluster_metadata", 0), 1, true);
        return answer.topics().get(0).partitions().get(0);
    }

    static int leaderEpoch(Side side) throws Exception {
        return quorum(side).leaderEpoch();
    }

    private static long end(Side side) throws Exception {
        return quorum(side).highWatermark();
    }

    private static FetchRequestData request(long offset, int epoch) {
        return FetchScenarios.fetch(FetchScenarios.topic("__cluster_metadata", ID,
            FetchScenarios.partition(0, offset).setCurrentLeaderEpoch(epoch).setLastFetchedEpoch(epoch)));
    }

    /** What was added from an offset on, without the records that only mark the passing of time. */
    private static ArrayNode added(Side side, long from) throws Exception {
        ArrayNode added = JsonNodeFactory.instance.arrayNode();
        int epoch = leaderEpoch(side);
        long end = end(side);
        long next = from;
        while (next < end) {
            FetchResponseData answer = side.unrecorded(request(next, epoch), 17, true);
            FetchResponseData.PartitionData partition = answer.responses().get(0).partitions().get(0);
            if (partition.errorCode() != 0) {
                throw new IllegalStateException("fetching the metadata log: error " + partition.errorCode());
            }
            long before = next;
            for (MutableRecordBatch batch : ((MemoryRecords) partition.records()).batches()) {
                next = batch.nextOffset();
                for (Record record : batch) {
                    if (!batch.isControlBatch() && record.offset() >= from) {
                        ApiMessageAndVersion value = MetadataRecordSerde.INSTANCE.read(
                            new ByteBufferAccessor(record.value()), record.sizeInBytes());
                        add(added, value);
                    }
                }
            }
            if (next == before) {
                throw new IllegalStateException("the metadata log ends at " + next + " before its high watermark " + end);
            }
        }
        return added;
    }

    private static void add(ArrayNode added, ApiMessageAndVersion record) {
        MetadataRecordType type = MetadataRecordType.fromId(record.message().apiKey());
        if (type == MetadataRecordType.NO_OP_RECORD) {
            return;
        }
        ObjectNode node = added.addObject();
        node.put("type", type.name() + " v" + record.version());
        node.set("content", MetadataJsonConverters.writeJson(record.message(), record.version()));
    }

    private static void change(Side side, String words, ApiMessage request, int version) throws Exception {
        long before = end(side);
        side.unrecorded(request, version, true);
        JsonNode added = JsonNodeFactory.instance.objectNode().set("added", added(side, before));
        side.note(words, "metadata records", added);
    }

    private static void topicRecords(Side side) throws Exception {
        change(side, "a topic", TopicScenarios.create(TopicScenarios.topic("recorded", 2, 1)), 7);
        change(side, "two topics", TopicScenarios.create(TopicScenarios.topic("recorded-a", 1, 1),
            TopicScenarios.topic("recorded-b", 1, 1)), 7);
        var configured = TopicScenarios.topic("recorded-c", 1, 1);
        configured.configs().add(new org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig()
            .setName("retention.ms").setValue("1000"));
        change(side, "a topic with a config", TopicScenarios.create(configured), 7);
        change(side, "more partitions", TopicScenarios.grow("recorded", 4), 3);
        change(side, "a topic deleted", new DeleteTopicsRequestData().setTimeoutMs(5000)
            .setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState().setName("recorded-c"))), 6);
    }

    private static void configRecords(Side side) throws Exception {
        side.setup.topic("recorded-configs", 1, Map.of("flush.ms", "5"));
        var set = new ConfigScenarios.Change(ConfigScenarios.SET, "retention.ms", "1000");
        change(side, "set", ConfigScenarios.alter(ConfigScenarios.TOPIC, "recorded-configs", set), 1);
        change(side, "set to the same", ConfigScenarios.alter(ConfigScenarios.TOPIC, "recorded-configs", set), 1);
        change(side, "deleted", ConfigScenarios.alter(ConfigScenarios.TOPIC, "recorded-configs",
            new ConfigScenarios.Change(ConfigScenarios.DELETE, "retention.ms", null)), 1);
        change(side, "deleted again", ConfigScenarios.alter(ConfigScenarios.TOPIC, "recorded-configs",
            new ConfigScenarios.Change(ConfigScenarios.DELETE, "retention.ms", null)), 1);
        change(side, "appended", ConfigScenarios.alter(ConfigScenarios.TOPIC, "recorded-configs",
            new ConfigScenarios.Change(ConfigScenarios.APPEND, "cleanup.policy", "compact")), 1);
        change(side, "replaced", ConfigScenarios.replace(ConfigScenarios.TOPIC, "recorded-configs", "retention.ms", "7"), 2);
        change(side, "a broker default", ConfigScenarios.alter(ConfigScenarios.BROKER, "",
            new ConfigScenarios.Change(ConfigScenarios.SET, "log.flush.interval.ms", "4444")), 1);
        change(side, "a broker default deleted", ConfigScenarios.alter(ConfigScenarios.BROKER, "",
            new ConfigScenarios.Change(ConfigScenarios.DELETE, "log.flush.interval.ms", null)), 1);
    }

    private static void noRecords(Side side) throws Exception {
        change(side, "an illegal name", TopicScenarios.create(TopicScenarios.topic("a b", 1, 1)), 7);
        change(side, "validate only", TopicScenarios.create(TopicScenarios.topic("unrecorded", 1, 1)).setValidateOnly(true), 7);
        change(side, "an unknown key", ConfigScenarios.alter(ConfigScenarios.TOPIC, "recorded",
            new ConfigScenarios.Change(ConfigScenarios.SET, "no.such.key", "1")), 1);
    }

    private static void fetches(Side side) throws Exception {
        int epoch = leaderEpoch(side);
        long end = end(side);
        for (int version : new int[] {12, 13, 17, 18}) {
            side.<FetchResponseData>askController("from the end", request(end, epoch), version, MetadataLogScenarios::trim);
            side.<FetchResponseData>askController("an old epoch", request(end, epoch - 1), version, MetadataLogScenarios::trim);
            side.<FetchResponseData>askController("a new epoch", request(end, epoch + 3), version, MetadataLogScenarios::trim);
            side.<FetchResponseData>askController("behind the end", request(end + 100_000, epoch), version, MetadataLogScenarios::trim);
            side.<FetchResponseData>askController("another cluster", request(end, epoch).setClusterId("another"), version,
                MetadataLogScenarios::trim);
            side.<FetchResponseData>askController("another topic",
                FetchScenarios.fetch(FetchScenarios.topic("other", new Uuid(7, 7), FetchScenarios.partition(0, 0))), version,
                MetadataLogScenarios::trim);
            side.<FetchResponseData>askController("another partition",
                FetchScenarios.fetch(FetchScenarios.topic("__cluster_metadata", ID, FetchScenarios.partition(1, 0))), version,
                MetadataLogScenarios::trim);
            side.<FetchResponseData>askController("no topics", FetchScenarios.fetch(), version, MetadataLogScenarios::trim);
        }
    }

    /** Offsets of the metadata log and its records belong to each side alone; the rest is compared. */
    private static void trim(FetchResponseData answer) {
        answer.responses().forEach(topic -> topic.partitions().forEach(partition -> {
            partition.setHighWatermark(Math.min(partition.highWatermark(), 1)).setLogStartOffset(Math.min(partition.logStartOffset(), 1))
                .setLastStableOffset(Math.min(partition.lastStableOffset(), 1));
            partition.divergingEpoch().setEndOffset(Math.min(partition.divergingEpoch().endOffset(), 1))
                .setEpoch(Math.min(partition.divergingEpoch().epoch(), 1));
            partition.currentLeader().setLeaderEpoch(Math.min(partition.currentLeader().leaderEpoch(), 1));
            if (partition.records() != null) {
                partition.setRecords(MemoryRecords.EMPTY);
            }
        }));
    }
}
