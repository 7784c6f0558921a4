package differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;

/** What scenarios need before they begin. Nothing here is compared, because it may have to be asked several times. */
final class Setup {
    /** A topic whose configs show how far the broker has followed the controller. */
    private static final String MARKER = "zz-marker";

    private final Side side;

    Setup(Side side) {
        this.side = side;
    }

    /** Waits until the broker is registered, unfenced and serves clients. */
    void awaitBroker() throws Exception {
        long deadline = System.currentTimeMillis() + 60_000;
        while (true) {
            if (!side.node.running()) {
                throw new IllegalStateException("the broker stopped; see " + side.node.directory + "/broker.log");
            }
            try {
                MetadataResponseData answer = side.unrecorded(new MetadataRequestData().setTopics(List.of()), 9, false);
                if (!answer.brokers().isEmpty()) {
                    return;
                }
            } catch (java.io.IOException notYet) {
                if (System.currentTimeMillis() > deadline) {
                    throw notYet;
                }
            }
            if (System.currentTimeMillis() > deadline) {
                throw new IllegalStateException("no broker within 60 s; see " + side.node.directory + "/broker.log");
            }
            Thread.sleep(100);
        }
    }

    /** Creates a topic, waits until each partition answers, and returns its id. */
    Uuid topic(String name, int partitions, Map<String, String> configs) throws Exception {
        CreateTopicsRequestData request = new CreateTopicsRequestData().setTimeoutMs(10_000);
        CreateTopicsRequestData.CreatableTopic topic = new CreateTopicsRequestData.CreatableTopic()
            .setName(name).setNumPartitions(partitions).setReplicationFactor((short) 1);
        configs.forEach((key, value) ->
            topic.configs().add(new CreateTopicsRequestData.CreatableTopicConfig().setName(key).setValue(value)));
        request.topics().add(topic);
        CreateTopicsResponseData answer = side.unrecorded(request, 7, false);
        CreateTopicsResponseData.CreatableTopicResult result = answer.topics().find(name);
        if (result.errorCode() != 0) {
            throw new IllegalStateException("topic " + name + ": error " + result.errorCode() + " " + result.errorMessage());
        }
        side.normaliser.name(result.topicId().toString(), "id of " + name);
        awaitPartitions(name, partitions);
        return result.topicId();
    }

    Uuid topic(String name) throws Exception {
        return topic(name, 1, Map.of());
    }

    /** Waits until the broker leads the partitions and serves their offsets. */
    void awaitPartitions(String name, int partitions) throws Exception {
        List<ListOffsetsRequestData.ListOffsetsPartition> asked = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            asked.add(new ListOffsetsRequestData.ListOffsetsPartition().setPartitionIndex(p).setTimestamp(-1));
        }
        ListOffsetsRequestData request = new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(
            new ListOffsetsRequestData.ListOffsetsTopic().setName(name).setPartitions(asked)));
        for (int attempt = 0; attempt < 200; attempt++) {
            ListOffsetsResponseData answer = side.unrecorded(request, 7, false);
            boolean ready = answer.topics().get(0).partitions().stream().allMatch(p -> p.errorCode() == 0);
            if (ready) {
                return;
            }
            Thread.sleep(25);
        }
        throw new IllegalStateException("partitions of " + name + " do not answer");
    }

    /** Waits until the broker has seen all changes that the controller has confirmed so far. */
    void settle() throws Exception {
        MetadataResponseData there = side.unrecorded(MetadataScenarios.metadata(MARKER), 12, false);
        if (there.topics().find(MARKER).errorCode() != 0) {
            topic(MARKER);
        }
        String value = Long.toString(System.nanoTime());
        side.unrecorded(ConfigScenarios.alter(ConfigScenarios.TOPIC, MARKER,
            new ConfigScenarios.Change(ConfigScenarios.SET, "retention.ms", value)), 1, false);
        DescribeConfigsRequestData question = ConfigScenarios.describe(ConfigScenarios.TOPIC, MARKER, "retention.ms");
        for (int attempt = 0; attempt < 200; attempt++) {
            Thread.sleep(20);
            DescribeConfigsResponseData answer = side.unrecorded(question, 4, false);
            if (value.equals(answer.results().get(0).configs().get(0).value())) {
                Thread.sleep(60); // parts of the broker hear of a change shortly after its metadata cache
                return;
            }
        }
        throw new IllegalStateException("the broker does not follow the controller");
    }

    /** Waits until the broker has producer ids to give; it fetches them from the controller in blocks, now and then. */
    long awaitProducerIds() throws Exception {
        InitProducerIdRequestData request = new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(60_000);
        for (int attempt = 0; attempt < 100; attempt++) {
            InitProducerIdResponseData answer = side.unrecorded(request, 4, false);
            if (answer.errorCode() == 0) {
                return answer.producerId();
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the broker has no producer ids to give");
    }
}
