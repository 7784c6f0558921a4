package differential;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.types.RawTaggedField;

/** Versions, frames and connections: items 1 to 15 of the checklist. */
final class ConnectionScenarios {
    private ConnectionScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("gotcha 01: an ApiVersions version that is too new gets a body of version 0 and the range to use",
                ConnectionScenarios::tooNewApiVersions),
            new Scenario("gotcha 02, 10, 11, 12, 13: ApiVersions answers on both listeners in every version",
                ConnectionScenarios::apiVersions),
            new Scenario("gotcha 03: Produce versions 0 to 2 are advertised and refused", ConnectionScenarios::oldProduce),
            new Scenario("gotcha 04: unknown APIs and versions close the connection", ConnectionScenarios::unknownVersions),
            new Scenario("gotcha 05: an API on the wrong listener closes the connection", ConnectionScenarios::wrongListener),
            new Scenario("gotcha 06: pipelined requests are answered in order, behind a waiting fetch",
                ConnectionScenarios::pipelined),
            new Scenario("gotcha 07: frames that are negative, empty, too large, short of a header, trickled or unfinished",
                ConnectionScenarios::frames),
            new Scenario("gotcha 08: names and versions of client software are checked", ConnectionScenarios::clientSoftware),
            new Scenario("gotcha 09: a null client id is a client id", ConnectionScenarios::nullClientId),
            new Scenario("gotcha 15: tagged fields that nobody knows are skipped", ConnectionScenarios::unknownTags),
            new Scenario("gotcha 15: tagged sections that lie close the connection", ConnectionScenarios::lyingTags));
    }

    private static void tooNewApiVersions(Side side) throws Exception {
        for (boolean controller : new boolean[] {false, true}) {
            for (int version : new int[] {5, 99, 32767, -1}) {
                int port = controller ? side.node.controllerPort : side.node.brokerPort;
                try (Connection connection = new Connection("127.0.0.1", port)) {
                    byte[] header = Wire.header(ApiMessageType.API_VERSIONS, version, 5, "differential");
                    connection.write(Wire.frame(header, new byte[] {1, 1, 0}));
                    side.receive(connection, ApiMessageType.API_VERSIONS, 0, 5,
                        "asked with version " + version + (controller ? " on the controller" : ""), answer -> { });
                    connection.write(Wire.frame(Wire.header(ApiMessageType.API_VERSIONS, 0, 6, "differential")));
                    side.receive(connection, ApiMessageType.API_VERSIONS, 0, 6, "again with version 0", answer -> { });
                }
            }
        }
    }

    private static void apiVersions(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.API_VERSIONS, version -> {
            ApiVersionsRequestData request = new ApiVersionsRequestData();
            if (version >= 3) {
                request.setClientSoftwareName("differential").setClientSoftwareVersion("1.0");
            }
            side.ask(request, version);
            side.askController("on the controller", request, version);
        });
    }

    private static void oldProduce(Side side) throws Exception {
        ApiVersionsResponseData answer = side.ask(new ApiVersionsRequestData(), 0);
        side.note("lowest Produce version advertised", "" + answer.apiKeys().find((short) 0).minVersion());
        byte[] body = Wire.bytes(new ProduceRequestData().setAcks((short) 1).setTimeoutMs(1000), 3);
        for (int version = 0; version <= 2; version++) {
            side.raw("Produce v" + version, false,
                Wire.frame(oldHeader(0, version), version < 3 ? Wire.join(new byte[] {0, 1, 0, 0, 3, (byte) 232, 0, 0, 0, 0}) : body));
        }
    }

    private static byte[] oldHeader(int key, int version) {
        return ByteBuffer.allocate(12).putShort((short) key).putShort((short) version).putInt(3)
            .putShort((short) 2).put((byte) 'm').put((byte) 'e').array();
    }

    private static void unknownVersions(Side side) throws Exception {
        for (boolean controller : new boolean[] {false, true}) {
            for (ApiMessageType api : Catalogue.sorted(controller ? Catalogue.ON_CONTROLLERS : Catalogue.ON_BROKERS)) {
                if (api == ApiMessageType.API_VERSIONS) {
                    continue;
                }
                int tooNew = api.highestSupportedVersion(false) + 1;
                int[] versions = {-1, api.lowestSupportedVersion() - 1, tooNew, 32767};
                for (int version : versions) {
                    side.raw(api.name + " v" + version + (controller ? " on the controller" : ""), controller,
                        Wire.frame(oldHeader(api.apiKey(), version), new byte[64]));
                }
            }
            for (int key : new int[] {4, 5, 6, 7, -1, 93, 999, 32767, -32768}) {
                side.raw("key " + key + (controller ? " on the controller" : ""), controller,
                    Wire.frame(oldHeader(key, 0), new byte[64]));
            }
        }
    }

    private static void wrongListener(Side side) throws Exception {
        for (ApiMessageType api : ApiMessageType.values()) {
            boolean reserved = api.lowestSupportedVersion() > api.highestSupportedVersion(true);
            boolean onBrokers = api.listeners().contains(ApiMessageType.ListenerType.BROKER);
            boolean onControllers = api.listeners().contains(ApiMessageType.ListenerType.CONTROLLER);
            if (reserved || onBrokers == onControllers) {
                continue;
            }
            short version = api.highestSupportedVersion(false);
            byte[] request = Wire.frame(Wire.header(api, version, 4, "differential"),
                Wire.bytes(Specimen.of(api.newRequest().getClass(), version, Specimen.Variant.EMPTY), version));
            side.raw(api.name + " v" + version + " on the " + (onBrokers ? "controller" : "broker"), onBrokers, request);
        }
    }

    private static void pipelined(Side side) throws Exception {
        side.setup.topic("pipelined");
        FetchRequestData fetch = new FetchRequestData().setReplicaId(-1).setMaxWaitMs(500).setMinBytes(1)
            .setMaxBytes(1000).setSessionEpoch(-1).setTopics(List.of(new FetchRequestData.FetchTopic().setTopic("pipelined")
                .setPartitions(List.of(new FetchRequestData.FetchPartition().setPartition(0).setPartitionMaxBytes(1000)))));
        MetadataRequestData metadata = new MetadataRequestData().setTopics(List.of());
        try (Connection connection = new Connection("127.0.0.1", side.node.brokerPort)) {
            byte[] first = Wire.frame(Wire.header(ApiMessageType.FETCH, 12, 1, "me"), Wire.bytes(fetch, 12));
            byte[] second = Wire.frame(Wire.header(ApiMessageType.METADATA, 9, 2, "me"), Wire.bytes(metadata, 9));
            byte[] third = Wire.frame(Wire.header(ApiMessageType.API_VERSIONS, 0, 3, "me"));
            connection.write(Wire.join(first, second, third));
            side.receive(connection, ApiMessageType.FETCH, 12, 1, "first", answer -> { });
            side.receive(connection, ApiMessageType.METADATA, 9, 2, "second", answer -> { });
            side.receive(connection, ApiMessageType.API_VERSIONS, 0, 3, "third", answer -> { });
        }
    }

    private static void frames(Side side) throws Exception {
        byte[] request = Wire.frame(Wire.header(ApiMessageType.METADATA, 0, 8, "me"), new byte[] {0, 0, 0, 1, 0, 2, 'n', 'o'});
        for (boolean controller : new boolean[] {false, true}) {
            String where = controller ? " on the controller" : "";
            for (int size : new int[] {-1, Integer.MIN_VALUE, 104_857_601, Integer.MAX_VALUE}) {
                side.raw("a frame of " + size + " bytes" + where, controller, ByteBuffer.allocate(4).putInt(size).array());
            }
            for (int size = 0; size <= 7; size++) {
                side.raw("a whole frame of " + size + " bytes" + where, controller, Wire.frame(new byte[size]));
            }
            side.raw("half a length" + where, controller, new byte[] {0, 0});
            side.raw("the largest frame allowed, unfinished" + where, controller,
                Wire.join(ByteBuffer.allocate(4).putInt(104_857_600).array(), request));
            side.raw("text" + where, controller, "GET / HTTP/1.1\r\nHost: broker\r\n\r\n".getBytes());
        }
        try (Connection connection = new Connection("127.0.0.1", side.node.brokerPort)) {
            byte[] trickled = Wire.frame(Wire.header(ApiMessageType.API_VERSIONS, 0, 8, "me"));
            for (byte b : trickled) {
                connection.write(new byte[] {b});
                Thread.sleep(3);
            }
            side.receive(connection, ApiMessageType.API_VERSIONS, 0, 8, "trickled", answer -> { });
        }
    }

    private static void clientSoftware(Side side) throws Exception {
        String[][] pairs = {{"a", "1"}, {"apache-kafka-java", "4.3.1"}, {"", "1"}, {"a", ""}, {"-a", "1"}, {"a-", "1"},
            {"a b", "1"}, {"a", "1.0-SNAPSHOT.x"}, {"a", ".1"}, {"a", "1."}, {"\u00e9", "1"}, {"a_b", "1"}, {"a".repeat(300), "1"}};
        for (String[] pair : pairs) {
            String name = pair[0].length() > 20 ? "a long name" : "'" + pair[0] + "'";
            side.ask("name " + name + ", version '" + pair[1] + "'",
                new ApiVersionsRequestData().setClientSoftwareName(pair[0]).setClientSoftwareVersion(pair[1]), 4);
        }
        side.ask("and the connection still serves", new MetadataRequestData().setTopics(List.of()), 12);
    }

    private static void nullClientId(Side side) throws Exception {
        for (int version : new int[] {1, 9}) {
            try (Connection connection = new Connection("127.0.0.1", side.node.brokerPort)) {
                byte[] body = Wire.bytes(new MetadataRequestData().setTopics(List.of()), version);
                connection.write(Wire.frame(Wire.header(ApiMessageType.METADATA, version, 2, null), body));
                side.receive(connection, ApiMessageType.METADATA, version, 2, "without a client id", answer -> { });
            }
        }
    }

    private static void unknownTags(Side side) throws Exception {
        MetadataRequestData request = new MetadataRequestData()
            .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName("no-such-topic")))
            .setAllowAutoTopicCreation(false);
        request.unknownTaggedFields().add(new RawTaggedField(7, new byte[] {1, 2, 3}));
        request.unknownTaggedFields().add(new RawTaggedField(100_000, new byte[0]));
        request.topics().get(0).unknownTaggedFields().add(new RawTaggedField(0, new byte[3000]));
        side.ask("with unknown tags", request, 12);
        byte[] header = Wire.header(ApiMessageType.METADATA, 12, 9, "me");
        byte[] tagged = Wire.join(java.util.Arrays.copyOf(header, header.length - 1), new byte[] {1, 44, 2, 9, 9});
        byte[] body = Wire.bytes(new MetadataRequestData().setTopics(List.of()), 12);
        try (Connection connection = new Connection("127.0.0.1", side.node.brokerPort)) {
            connection.write(Wire.frame(tagged, body));
            side.receive(connection, ApiMessageType.METADATA, 12, 9, "with an unknown tag in the header", answer -> { });
        }
    }

    private static void lyingTags(Side side) throws Exception {
        byte[] header = Wire.header(ApiMessageType.METADATA, 12, 9, "me");
        byte[] body = Wire.bytes(new MetadataRequestData().setTopics(List.of()), 12);
        byte[] bare = java.util.Arrays.copyOf(body, body.length - 1);
        byte[][] sections = {{1, 5, 100}, {2, 5, 0}, {(byte) 255, (byte) 255, (byte) 255, (byte) 255, 15},
            {(byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255, 1}, {2, 5, 0, 5, 0}, {2, 6, 0, 5, 0},
            {1, 5, (byte) 255, (byte) 255, (byte) 255, (byte) 255, 15}};
        for (byte[] section : sections) {
            side.rawRequest("tagged section " + java.util.HexFormat.of().formatHex(section), false, ApiMessageType.METADATA, 12,
                Wire.join(bare, section));
        }
        side.raw("a header whose tagged section lies", false,
            Wire.frame(java.util.Arrays.copyOf(header, header.length - 1), new byte[] {1, 5, 100}));
    }
}
