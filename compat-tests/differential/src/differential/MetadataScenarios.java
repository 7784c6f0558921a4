package differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Metadata, DescribeTopicPartitions and DescribeCluster: items 21 to 26 of the checklist. */
final class MetadataScenarios {
    private static final String BY_ID = "by id";
    private static final Uuid UNKNOWN_ID = new Uuid(4711, 42);

    private MetadataScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("gotcha 21: null means all topics and empty means none, except in version 0", MetadataScenarios::whichTopics),
            new Scenario("gotcha 21: every version of Metadata describes topics by name", MetadataScenarios::byName),
            new Scenario("gotcha 22: every version of DescribeCluster on both listeners", MetadataScenarios::cluster),
            new Scenario("gotcha 22: the listener that was asked decides which endpoints are told", MetadataScenarios::otherListener),
            new Scenario("gotcha 23: an unknown topic is made when the request allows it, and reported as unknown first",
                MetadataScenarios::autoCreation),
            new Scenario("gotcha 23: names that cannot be made are reported as such", MetadataScenarios::illegalNames),
            new Scenario("gotcha 25: topic ids are for version 12 and later", MetadataScenarios::byId),
            new Scenario("gotcha 26: authorized operations are told only when asked for", MetadataScenarios::authorizedOperations),
            new Scenario("DescribeTopicPartitions pages through topics with a cursor", MetadataScenarios::pages),
            new Scenario("DescribeTopicPartitions reports unknown and illegal topics and bad cursors", MetadataScenarios::badPages));
    }

    static MetadataRequestData metadata(String... names) {
        List<MetadataRequestTopic> topics = new ArrayList<>();
        Arrays.stream(names).forEach(name -> topics.add(new MetadataRequestTopic().setName(name)));
        return new MetadataRequestData().setTopics(topics).setAllowAutoTopicCreation(false);
    }

    private static void keepTopics(ApiMessage answer, String prefix) {
        ((MetadataResponseData) answer).topics().removeIf(topic -> topic.name() == null || !topic.name().startsWith(prefix));
    }

    private static void whichTopics(Side side) throws Exception {
        side.setup.topic("listed-a", 2, Map.of());
        side.setup.topic("listed-b");
        Catalogue.eachVersion(ApiMessageType.METADATA, version -> {
            MetadataRequestData none = new MetadataRequestData().setTopics(List.of());
            side.ask("empty list", none, version, answer -> keepTopics(answer, "listed-"));
            if (version >= 1) {
                side.ask("null list", new MetadataRequestData().setTopics(null), version, answer -> keepTopics(answer, "listed-"));
            }
        });
    }

    private static void byName(Side side) throws Exception {
        side.setup.topic("named", 3, Map.of());
        Catalogue.eachVersion(ApiMessageType.METADATA, version -> {
            MetadataRequestData request = version < 4 ? metadata("named") : metadata("named", "nowhere", "bad name", "", "..");
            request.setAllowAutoTopicCreation(version < 4);
            side.ask(request, version);
            side.ask("a name twice", metadata("named", "named").setAllowAutoTopicCreation(version < 4), version);
        });
    }

    private static void cluster(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.DESCRIBE_CLUSTER, version -> {
            side.ask(new DescribeClusterRequestData(), version);
            side.ask("operations", new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true), version);
            if (version >= 1) {
                for (byte type : new byte[] {0, 1, 2, 3}) {
                    DescribeClusterRequestData request = new DescribeClusterRequestData().setEndpointType(type);
                    side.ask("endpoints of type " + type, request, version);
                    side.askController("endpoints of type " + type + " on the controller", request, version);
                }
            } else {
                side.askController("on the controller", new DescribeClusterRequestData(), version);
            }
            if (version >= 2) {
                side.ask("with fenced brokers", new DescribeClusterRequestData().setIncludeFencedBrokers(true), version);
                side.askController("with fenced brokers on the controller",
                    new DescribeClusterRequestData().setIncludeFencedBrokers(true).setEndpointType((byte) 2), version);
            }
        });
    }

    private static void otherListener(Side side) throws Exception {
        try (Connection connection = new Connection("127.0.0.1", side.node.otherPort)) {
            connection.write(Wire.frame(Wire.header(ApiMessageType.METADATA, 9, 1, "me"), Wire.bytes(metadata(), 9)));
            side.receive(connection, ApiMessageType.METADATA, 9, 1, "on the other listener", answer -> { });
            connection.write(Wire.frame(Wire.header(ApiMessageType.DESCRIBE_CLUSTER, 1, 2, "me"),
                Wire.bytes(new DescribeClusterRequestData(), 1)));
            side.receive(connection, ApiMessageType.DESCRIBE_CLUSTER, 1, 2, "on the other listener", answer -> { });
        }
    }

    private static void autoCreation(Side side) throws Exception {
        for (int version : new int[] {0, 3, 4, 12}) {
            String name = "made-by-v" + version;
            side.ask("first", metadata(name).setAllowAutoTopicCreation(true), version);
            for (int attempt = 0; attempt < 100; attempt++) {
                MetadataResponseData answer = side.unrecorded(metadata(name), 12, false);
                if (answer.topics().find(name).errorCode() == 0) {
                    break;
                }
                Thread.sleep(30);
            }
            MetadataResponseData made = side.unrecorded(metadata(name), 12, false);
            side.normaliser.name(made.topics().find(name).topicId().toString(), "id of " + name);
            side.ask("once it exists", metadata(name).setAllowAutoTopicCreation(version < 4), version);
        }
        side.ask("not allowed", metadata("never-made"), 4);
        side.ask("not allowed, again", metadata("never-made"), 12);
    }

    private static void illegalNames(Side side) throws Exception {
        side.setup.topic("taken.name");
        for (String name : new String[] {"", ".", "..", "a b", "a/b", "\u00e9", "x".repeat(249), "x".repeat(250), "taken_name"}) {
            for (int version : new int[] {1, 9, 12}) {
                String shown = name.length() > 20 ? name.length() + " letters" : "'" + name + "'";
                if (name.length() == 249) {
                    side.ask(shown, metadata(name), Math.max(version, 4));
                } else {
                    side.ask(shown, metadata(name).setAllowAutoTopicCreation(true), version);
                }
            }
        }
    }

    private static MetadataRequestTopic id(Uuid id, String name) {
        return new MetadataRequestTopic().setTopicId(id).setName(name);
    }

    private static void byId(Side side) throws Exception {
        Uuid id = side.setup.topic("with-id");
        side.normaliser.name(UNKNOWN_ID.toString(), "an id nobody has");
        for (int version = 10; version <= 13; version++) {
            MetadataRequestData request = new MetadataRequestData().setAllowAutoTopicCreation(false);
            side.ask(BY_ID, request.setTopics(List.of(id(id, null))), version);
            side.ask("by unknown id", request.setTopics(List.of(id(UNKNOWN_ID, null))), version);
            side.ask("by id and name", request.setTopics(List.of(id(id, "with-id"))), version);
            side.ask("by id and another name", request.setTopics(List.of(id(id, "other"))), version);
            side.ask("by neither", request.setTopics(List.of(id(Uuid.ZERO_UUID, null))), version);
            side.ask("some by id, some by name",
                request.setTopics(List.of(id(id, null), id(Uuid.ZERO_UUID, "with-id"))), version);
            side.ask("an unknown id, making topics allowed", new MetadataRequestData().setAllowAutoTopicCreation(true)
                .setTopics(List.of(id(UNKNOWN_ID, null))), version);
        }
    }

    private static void authorizedOperations(Side side) throws Exception {
        side.setup.topic("with-operations");
        for (int version = 8; version <= 13; version++) {
            MetadataRequestData request = metadata("with-operations", "no-topic-here").setIncludeTopicAuthorizedOperations(true);
            if (version <= 10) {
                request.setIncludeClusterAuthorizedOperations(true);
            }
            side.ask("asked for", request, version);
            side.ask("not asked for", metadata("with-operations"), version);
        }
    }

    private static DescribeTopicPartitionsRequestData describe(int limit, String... names) {
        List<DescribeTopicPartitionsRequestData.TopicRequest> topics = new ArrayList<>();
        Arrays.stream(names).forEach(name -> topics.add(new DescribeTopicPartitionsRequestData.TopicRequest().setName(name)));
        return new DescribeTopicPartitionsRequestData().setTopics(topics).setResponsePartitionLimit(limit);
    }

    private static DescribeTopicPartitionsRequestData.Cursor cursor(String topic, int partition) {
        return new DescribeTopicPartitionsRequestData.Cursor().setTopicName(topic).setPartitionIndex(partition);
    }

    private static void pages(Side side) throws Exception {
        side.setup.topic("paged-a", 3, Map.of());
        side.setup.topic("paged-b", 2, Map.of());
        side.setup.topic("paged-c", 2, Map.of());
        String[] names = {"paged-c", "paged-a", "paged-b"};
        side.ask("all at once", describe(2000, names), 0);
        for (int limit : new int[] {1, 2, 3, 4, 5, 6, 7}) {
            side.ask("limit " + limit, describe(limit, names), 0);
        }
        side.ask("from the middle of a topic", describe(3, names).setCursor(cursor("paged-a", 1)), 0);
        side.ask("from the start of a topic", describe(3, names).setCursor(cursor("paged-b", 0)), 0);
        side.ask("from behind the last partition", describe(3, names).setCursor(cursor("paged-a", 3)), 0);
        side.ask("from a topic not asked for", describe(3, "paged-a", "paged-c").setCursor(cursor("paged-b", 1)), 0);
        side.ask("from behind all", describe(3, names).setCursor(cursor("zzz", 0)), 0);
    }

    private static void badPages(Side side) throws Exception {
        side.setup.topic("paged-well", 2, Map.of());
        side.ask("unknown topics", describe(2000, "paged-well", "paged-nowhere", "paged-nowhere-else"), 0);
        side.ask("illegal names", describe(2000, "", "a b", ".."), 0);
        side.ask("a name twice", describe(2000, "paged-well", "paged-well"), 0);
        side.ask("limit 0", describe(0, "paged-well"), 0);
        side.ask("limit -1", describe(-1, "paged-well"), 0);
        side.ask("a negative cursor", describe(2000, "paged-well").setCursor(cursor("paged-well", -1)), 0);
        side.ask("a cursor at an unknown topic", describe(2000, "paged-well").setCursor(cursor("paged-nowhere", 0)), 0);
    }
}
