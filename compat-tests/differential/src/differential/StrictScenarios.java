package differential;

import static differential.Batch.append;
import static differential.FetchScenarios.fetch;
import static differential.FetchScenarios.partition;
import static differential.FetchScenarios.topic;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.FetchResponseData;

/** What changes when a broker forbids and limits: these run on brokers of the profile STRICT. */
final class StrictScenarios {
    private StrictScenarios() {
    }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        strict(all, "gotcha 07: frames above socket.request.max.bytes close the connection", StrictScenarios::frames);
        strict(all, "gotcha 23: nothing is made where auto.create.topics.enable is false", StrictScenarios::noCreation);
        strict(all, "gotcha 31: nothing is deleted where delete.topic.enable is false", StrictScenarios::noDeletion);
        strict(all, "gotcha 41, 43: topics inherit the broker's compression and timestamp type", StrictScenarios::inheritance);
        strict(all, "gotcha 53: fetch.max.bytes caps what a fetch asks for", StrictScenarios::fetchCap);
        strict(all, "gotcha 54: a broker without room for another session answers session 0", StrictScenarios::noRoom);
        return all;
    }

    private static void strict(List<Scenario> all, String name, Scenario.Script script) {
        all.add(new Scenario(name, Scenario.Profile.STRICT, script));
    }

    private static void frames(Side side) throws Exception {
        for (boolean controller : new boolean[] {false, true}) {
            String where = controller ? " on the controller" : "";
            for (int size : new int[] {20_000, 20_001}) {
                side.raw("a frame of " + size + where, controller, ByteBuffer.allocate(4).putInt(size).array());
            }
        }
    }

    private static void noCreation(Side side) throws Exception {
        for (int version : new int[] {0, 4, 12}) {
            side.ask("allowed", MetadataScenarios.metadata("never-made").setAllowAutoTopicCreation(true), version);
            side.ask("an illegal name", MetadataScenarios.metadata("a b").setAllowAutoTopicCreation(true), version);
        }
        side.setup.settle();
        side.ask("later", MetadataScenarios.metadata("never-made").setAllowAutoTopicCreation(true), 12);
    }

    private static void noDeletion(Side side) throws Exception {
        side.setup.topic("staying");
        Catalogue.eachVersion(ApiMessageType.DELETE_TOPICS, version -> {
            DeleteTopicsRequestData request = new DeleteTopicsRequestData().setTimeoutMs(5000);
            if (version < 6) {
                request.setTopicNames(List.of("staying", "not-there"));
            } else {
                request.setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState().setName("staying"),
                    new DeleteTopicsRequestData.DeleteTopicState().setName("not-there")));
            }
            side.ask(request, version);
            side.askController("on the controller", request, version);
        });
        side.ask("it stays", MetadataScenarios.metadata("staying"), 12);
    }

    private static void inheritance(Side side) throws Exception {
        side.setup.topic("inheriting");
        side.setup.topic("overriding", 1, Map.of("compression.type", "producer", "message.timestamp.type", "CreateTime",
            "cleanup.policy", "delete"));
        for (String name : new String[] {"inheriting", "overriding"}) {
            side.ask("configs of " + name, ConfigScenarios.describe(ConfigScenarios.TOPIC, name, "compression.type",
                "message.timestamp.type", "cleanup.policy", "min.insync.replicas"), 4);
            append(side, name, name, Batch.of(10));
            append(side, name + ", lz4", name, Batch.of(Compression.lz4().build(), Batch.records(10)));
            FetchScenarios.readAll(side, name, 0);
        }
        side.ask("a topic's effective configs", TopicScenarios.create(TopicScenarios.topic("inheriting-too", -1, -1)), 7);
        side.ask("the broker's", ConfigScenarios.describe(ConfigScenarios.BROKER, "1", "compression.type", "log.message.timestamp.type",
            "log.cleanup.policy", "fetch.max.bytes", "delete.topic.enable"), 4);
    }

    private static void fetchCap(Side side) throws Exception {
        side.setup.topic("capped", 2, Map.of("compression.type", "uncompressed"));
        for (int i = 0; i < 4; i++) {
            Batch.prepare(side, "capped", i % 2, Batch.of(Compression.NONE, Batch.record(Batch.T, "k", "x".repeat(600))));
        }
        side.ask("more than the cap", fetch(topic("capped", Uuid.ZERO_UUID, partition(0, 0), partition(1, 0))), 12);
        side.ask("a minimum above the cap",
            fetch(topic("capped", Uuid.ZERO_UUID, partition(0, 0), partition(1, 0))).setMinBytes(100_000).setMaxWaitMs(8_000), 12);
    }

    private static void noRoom(Side side) throws Exception {
        side.setup.topic("crowded", 4, Map.of());
        for (int i = 0; i < 4; i++) {
            FetchResponseData opened = side.ask("session " + i,
                fetch(topic("crowded", Uuid.ZERO_UUID, partition(i, 0))).setSessionEpoch(0), 12);
            if (opened.sessionId() != 0) {
                side.ask("going on with " + i, fetch().setSessionId(opened.sessionId()).setSessionEpoch(1), 12);
            }
        }
        side.ask("a larger session", fetch(topic("crowded", Uuid.ZERO_UUID, partition(0, 0), partition(1, 0), partition(2, 0)))
            .setSessionEpoch(0), 12);
    }
}
