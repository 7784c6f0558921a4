package differential;

import static differential.Batch.append;
import static differential.Batch.idempotent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;

/** InitProducerId, idempotent produce and DescribeProducers: items 46 to 49 of the checklist. */
final class IdempotenceScenarios {
    private IdempotenceScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("gotcha 49: every version of InitProducerId gives ids to idempotent producers", IdempotenceScenarios::initialise),
            new Scenario("gotcha 49: InitProducerId refuses what makes no sense", IdempotenceScenarios::refused),
            new Scenario("gotcha 46: a repeated batch is answered with its first offset", IdempotenceScenarios::duplicates),
            new Scenario("gotcha 47: sequences without gaps, epochs that do not go back", IdempotenceScenarios::sequences),
            new Scenario("gotcha 47: sequences wrap to zero", IdempotenceScenarios::wrap),
            new Scenario("gotcha 47: an unknown producer may begin anywhere", IdempotenceScenarios::unknownProducer),
            new Scenario("gotcha 48: DescribeProducers tells the state of each producer", IdempotenceScenarios::describe));
    }

    private static void initialise(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.INIT_PRODUCER_ID, version -> {
            InitProducerIdRequestData request = new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(60_000);
            side.ask("first", request, version);
            side.ask("second", request, version);
            side.ask("timeout 0", request.setTransactionTimeoutMs(0), version);
            side.ask("timeout -1", request.setTransactionTimeoutMs(-1), version);
        });
    }

    private static void refused(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.INIT_PRODUCER_ID, version -> {
            side.ask("an empty transactional id",
                new InitProducerIdRequestData().setTransactionalId("").setTransactionTimeoutMs(60_000), version);
            if (version >= 3) {
                InitProducerIdRequestData request = new InitProducerIdRequestData().setTransactionalId(null).setTransactionTimeoutMs(60_000);
                side.ask("an id without an epoch", request.setProducerId(5), version);
                side.ask("an id and an epoch", request.setProducerEpoch((short) 3), version);
                side.ask("an epoch without an id", request.setProducerId(-1), version);
            }
        });
    }

    private static long producer(Side side) throws Exception {
        long id = side.setup.awaitProducerIds();
        side.normaliser.name("producerId" + id, "the producer");
        return id;
    }

    private static void duplicates(Side side) throws Exception {
        side.setup.topic("repeated");
        long producer = producer(side);
        for (int batch = 0; batch < 7; batch++) {
            append(side, "batch " + batch, "repeated", idempotent(producer, 0, batch * 2, 2));
        }
        for (int batch = 0; batch < 7; batch++) {
            append(side, "batch " + batch + " again", "repeated", idempotent(producer, 0, batch * 2, 2));
        }
        append(side, "the last batch, but shorter", "repeated", idempotent(producer, 0, 12, 1));
        append(side, "the last batch, but longer", "repeated", idempotent(producer, 0, 12, 3));
        append(side, "the next one", "repeated", idempotent(producer, 0, 14, 1));
        FetchScenarios.readAll(side, "repeated", 0);
    }

    private static void sequences(Side side) throws Exception {
        side.setup.topic("sequenced");
        long producer = producer(side);
        append(side, "0", "sequenced", idempotent(producer, 0, 0, 1));
        append(side, "2 after 0", "sequenced", idempotent(producer, 0, 2, 1));
        append(side, "1 after 0", "sequenced", idempotent(producer, 0, 1, 1));
        append(side, "a new epoch, not from 0", "sequenced", idempotent(producer, 1, 2, 1));
        append(side, "a new epoch", "sequenced", idempotent(producer, 1, 0, 1));
        append(side, "the old epoch", "sequenced", idempotent(producer, 0, 2, 1));
        append(side, "the old epoch, a repetition", "sequenced", idempotent(producer, 0, 1, 1));
        append(side, "epoch -1", "sequenced", Batch.with(idempotent(producer, 1, 1, 1), Batch.PRODUCER_EPOCH, (byte) -1, (byte) -1));
        append(side, "sequence -1", "sequenced", Batch.withInt(idempotent(producer, 1, 1, 1), Batch.BASE_SEQUENCE, -1));
        append(side, "a much newer epoch", "sequenced", idempotent(producer, 9, 0, 3));
        append(side, "going on", "sequenced", idempotent(producer, 9, 3, 3));
        FetchScenarios.readAll(side, "sequenced", 0);
    }

    private static void wrap(Side side) throws Exception {
        side.setup.topic("wrapped");
        long producer = producer(side);
        append(side, "near the end", "wrapped", idempotent(producer, 0, Integer.MAX_VALUE - 1, 2));
        append(side, "from zero", "wrapped", idempotent(producer, 0, 0, 1));
        side.setup.topic("wrapped-inside");
        append(side, "near the end", "wrapped-inside", idempotent(producer, 0, Integer.MAX_VALUE - 1, 4));
        append(side, "going on", "wrapped-inside", idempotent(producer, 0, 2, 1));
        append(side, "the first again", "wrapped-inside", idempotent(producer, 0, Integer.MAX_VALUE - 1, 4));
        FetchScenarios.readAll(side, "wrapped-inside", 0);
    }

    private static void unknownProducer(Side side) throws Exception {
        side.setup.topic("stranger");
        append(side, "an id nobody gave", "stranger", idempotent(987_654_321_000L, 3, 17, 2));
        append(side, "going on", "stranger", idempotent(987_654_321_000L, 3, 19, 1));
        append(side, "not going on", "stranger", idempotent(987_654_321_000L, 3, 21, 1));
    }

    private static DescribeProducersRequestData ask(String topic, Integer... partitions) {
        DescribeProducersRequestData request = new DescribeProducersRequestData();
        request.setTopics(new ArrayList<>(List.of(
            new DescribeProducersRequestData.TopicRequest().setName(topic).setPartitionIndexes(List.of(partitions)))));
        return request;
    }

    private static void describe(Side side) throws Exception {
        side.setup.topic("observed", 2, Map.of());
        long producer = producer(side);
        Batch.prepare(side, "observed", 0, idempotent(producer, 0, 0, 3));
        Batch.prepare(side, "observed", 0, idempotent(producer, 0, 3, 1));
        side.ask("one producer and none", ask("observed", 0, 1), 0);
        side.ask("unknown partitions", ask("observed", 5, -1), 0);
        side.ask("an unknown topic", ask("observed-nowhere", 0), 0);
        side.ask("an illegal topic", ask("a b", 0), 0);
        side.ask("no partitions", ask("observed"), 0);
        side.ask("nothing", new DescribeProducersRequestData(), 0);
        Batch.prepare(side, "observed", 0, idempotent(producer, 1, 0, 1));
        side.ask("a new epoch", ask("observed", 0), 0);
        side.ask(Batch.produce(-1, "observed", Uuid.ZERO_UUID, 0, idempotent(producer, 1, 1, 1)), 3);
        side.ask("after an old client", ask("observed", 0), 0);
    }
}
