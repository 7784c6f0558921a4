package differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsAssignment;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableReplicaAssignment;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;

/** CreateTopics, DeleteTopics and CreatePartitions: items 27 to 31 of the checklist. */
final class TopicScenarios {
    private TopicScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("gotcha 27: topic names that are illegal, too long or collide are refused", TopicScenarios::names),
            new Scenario("gotcha 28: manual assignments are checked", TopicScenarios::assignments),
            new Scenario("gotcha 29: defaults, validate only and duplicate names", TopicScenarios::defaults),
            new Scenario("gotcha 29: partition counts and replication factors out of range", TopicScenarios::counts),
            new Scenario("gotcha 30: CreateTopics echoes all effective configs", TopicScenarios::effectiveConfigs),
            new Scenario("gotcha 30: configs that a topic cannot have are refused", TopicScenarios::badConfigs),
            new Scenario("gotcha 98: segment.bytes below 1 MiB is refused and cleanup.policy may be empty", TopicScenarios::gotcha98),
            new Scenario("every version of CreateTopics and DeleteTopics on both listeners", TopicScenarios::everyVersion),
            new Scenario("gotcha 31: CreatePartitions checks counts and assignments", TopicScenarios::createPartitions),
            new Scenario("DeleteTopics by name and by id, unknown, twice and mixed", TopicScenarios::deleteTopics));
    }

    static CreatableTopic topic(String name, int partitions, int replicas) {
        return new CreatableTopic().setName(name).setNumPartitions(partitions).setReplicationFactor((short) replicas);
    }

    static CreateTopicsRequestData create(CreatableTopic... topics) {
        CreateTopicsRequestData request = new CreateTopicsRequestData().setTimeoutMs(10_000);
        Arrays.stream(topics).forEach(topic -> request.topics().add(topic));
        return request;
    }

    private static CreatableTopic configured(String name, String key, String value) {
        CreatableTopic topic = topic(name, 1, 1);
        topic.configs().add(new CreatableTopicConfig().setName(key).setValue(value));
        return topic;
    }

    private static void names(Side side) throws Exception {
        side.setup.topic("collides.with");
        for (String name : new String[] {"", ".", "..", "a b", "a/b", "a\\b", "\u00e9", "a,b", "x".repeat(249), "x".repeat(250),
            "collides_with", "collides.with", "_starts_low", "...", "-"}) {
            String shown = name.length() > 20 ? name.length() + " letters" : "'" + name + "'";
            side.ask(shown, create(topic(name, 1, 1)), 7);
        }
        side.ask("two that collide", create(topic("new_one", 1, 1), topic("new.one", 1, 1)), 7);
        side.ask("reserved names", create(topic("__cluster_metadata", 1, 1)), 7);
        side.ask("no topics", create(), 7);
    }

    private static CreatableTopic assigned(String name, int partitions, int replicas, int[][] assignments) {
        CreatableTopic topic = topic(name, partitions, replicas);
        for (int[] assignment : assignments) {
            List<Integer> brokers = new ArrayList<>();
            for (int i = 1; i < assignment.length; i++) {
                brokers.add(assignment[i]);
            }
            topic.assignments().add(new CreatableReplicaAssignment().setPartitionIndex(assignment[0]).setBrokerIds(brokers));
        }
        return topic;
    }

    private static void assignments(Side side) throws Exception {
        side.ask("good", create(assigned("assigned", -1, -1, new int[][] {{0, 1}, {1, 1}})), 7);
        side.ask("out of order", create(assigned("assigned-b", -1, -1, new int[][] {{1, 1}, {0, 1}})), 7);
        side.ask("with a count", create(assigned("assigned-1", 2, -1, new int[][] {{0, 1}, {1, 1}})), 7);
        side.ask("with a factor", create(assigned("assigned-2", -1, 1, new int[][] {{0, 1}, {1, 1}})), 7);
        side.ask("with a gap", create(assigned("assigned-3", -1, -1, new int[][] {{0, 1}, {2, 1}})), 7);
        side.ask("not from zero", create(assigned("assigned-4", -1, -1, new int[][] {{1, 1}})), 7);
        side.ask("an unknown broker", create(assigned("assigned-5", -1, -1, new int[][] {{0, 9}})), 7);
        side.ask("a broker twice", create(assigned("assigned-6", -1, -1, new int[][] {{0, 1, 1}})), 7);
        side.ask("no broker", create(assigned("assigned-7", -1, -1, new int[][] {{0}})), 7);
        side.ask("different factors", create(assigned("assigned-8", -1, -1, new int[][] {{0, 1}, {1, 1, 9}})), 7);
        side.ask("a negative broker", create(assigned("assigned-9", -1, -1, new int[][] {{0, -1}})), 7);
        side.ask("a negative partition", create(assigned("assigned-10", -1, -1, new int[][] {{-1, 1}})), 7);
        side.ask("a partition twice", create(assigned("assigned-11", -1, -1, new int[][] {{0, 1}, {0, 1}})), 7);
    }

    private static void defaults(Side side) throws Exception {
        for (int version = 4; version <= 7; version++) {
            side.ask("defaults", create(topic("by-default-v" + version, -1, -1)), version);
        }
        side.ask("defaults", create(topic("by-default-v2", -1, -1)), 2);
        side.ask("validate only", create(topic("only-validated", 2, 1)).setValidateOnly(true), 7);
        side.ask("validate only, with a mistake", create(topic("only-validated", 2, 3)).setValidateOnly(true), 7);
        side.ask("it does not exist", MetadataScenarios.metadata("only-validated"), 12);
        side.ask("a name twice", create(topic("twice", 1, 1), topic("once", 1, 1), topic("twice", 2, 1)), 7);
        side.ask("a name twice in an old version", create(topic("twice-old", 1, 1), topic("twice-old", 2, 1)), 2);
        side.ask("good and bad ones together", create(topic("good-one", 1, 1), topic("bad one", 1, 1), topic("poor-one", 0, 1)), 7);
    }

    private static void counts(Side side) throws Exception {
        int[][] pairs = {{0, 1}, {-2, 1}, {1, 0}, {1, -2}, {1, 2}, {1, 32767}, {10_001, 1}, {Integer.MAX_VALUE, 1}, {-1, 2}, {2, -1}};
        for (int[] pair : pairs) {
            side.ask(pair[0] + " partitions, " + pair[1] + " replicas",
                create(topic("counted" + pair[0] + "x" + pair[1], pair[0], pair[1])).setValidateOnly(pair[0] > 100), 7);
        }
    }

    private static void effectiveConfigs(Side side) throws Exception {
        CreatableTopic topic = configured("echoed", "retention.ms", "1234567");
        topic.configs().add(new CreatableTopicConfig().setName("cleanup.policy").setValue("compact,delete"));
        topic.configs().add(new CreatableTopicConfig().setName("max.message.bytes").setValue(" 1000 "));
        for (int version = 5; version <= 7; version++) {
            side.ask("validate only", create(topic.duplicate()).setValidateOnly(true), version);
        }
        side.ask("for real", create(topic.duplicate()), 7);
    }

    private static void badConfigs(Side side) throws Exception {
        String[][] configs = {{"no.such.key", "1"}, {"retention.ms", "soon"}, {"retention.ms", "-2"}, {"retention.ms", ""},
            {"cleanup.policy", "burn"}, {"cleanup.policy", "delete,delete"}, {"compression.type", "rar"},
            {"min.insync.replicas", "0"}, {"min.insync.replicas", "2"}, {"max.message.bytes", "-1"},
            {"max.message.bytes", "2147483648"}, {"min.cleanable.dirty.ratio", "1.5"}, {"preallocate", "yes"},
            {"message.timestamp.type", "Never"}, {"flush.messages", "0"}, {"segment.ms", "0"}, {"segment.index.bytes", "3"},
            {"index.interval.bytes", "-1"}, {"file.delete.delay.ms", "-1"}, {"unclean.leader.election.enable", "TRUE"},
            {"compression.gzip.level", "10"}, {"compression.zstd.level", "23"}, {"remote.storage.enable", "true"},
            {"local.retention.ms", "-3"}, {"min.compaction.lag.ms", "-1"}, {"max.compaction.lag.ms", "0"},
            {"leader.replication.throttled.replicas", "1"}, {"leader.replication.throttled.replicas", "*"},
            {"message.format.version", "3.0"}, {"message.downconversion.enable", "true"}, {"log.retention.ms", "1"}, {"", "1"}};
        for (String[] config : configs) {
            side.ask(config[0] + "=" + config[1], create(configured("misconfigured", config[0], config[1])).setValidateOnly(true), 7);
        }
        side.ask("a null value", create(configured("misconfigured", "retention.ms", null)).setValidateOnly(true), 7);
        CreatableTopic twice = configured("misconfigured", "retention.ms", "1");
        twice.configs().add(new CreatableTopicConfig().setName("retention.ms").setValue("2"));
        side.ask("a key twice", create(twice).setValidateOnly(true), 7);
        CreatableTopic lags = configured("misconfigured", "min.compaction.lag.ms", "10");
        lags.configs().add(new CreatableTopicConfig().setName("max.compaction.lag.ms").setValue("5"));
        side.ask("lags that contradict", create(lags).setValidateOnly(true), 7);
        CreatableTopic retention = configured("misconfigured", "retention.ms", "10");
        retention.configs().add(new CreatableTopicConfig().setName("local.retention.ms").setValue("20"));
        side.ask("retentions that contradict", create(retention).setValidateOnly(true), 7);
    }

    private static void gotcha98(Side side) throws Exception {
        for (String size : new String[] {"1048575", "1048576", "14", "-1"}) {
            side.ask("segment.bytes=" + size, create(configured("sized", "segment.bytes", size)).setValidateOnly(true), 7);
        }
        for (String policy : new String[] {"", "delete", "compact", "compact,delete", " delete , compact ", ","}) {
            side.ask("cleanup.policy=" + policy, create(configured("cleaned", "cleanup.policy", policy)).setValidateOnly(true), 7);
        }
    }

    private static void everyVersion(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.CREATE_TOPICS, version -> {
            side.ask(create(topic("versioned-" + version, 2, 1), topic("versioned bad", 1, 1)), version);
            side.askController("on the controller", create(topic("versioned-controller-" + version, 2, 1)), version);
            side.askController("on the controller, again", create(topic("versioned-controller-" + version, 2, 1)), version);
        });
        Catalogue.eachVersion(ApiMessageType.DELETE_TOPICS, version -> {
            String[] names = {"versioned-" + (version + 1), "versioned-nowhere"};
            side.ask(byName(version, names), version);
            side.askController("on the controller", byName(version, "versioned-controller-" + (version + 1)), version);
        });
    }

    private static DeleteTopicsRequestData byName(int version, String... names) {
        DeleteTopicsRequestData request = new DeleteTopicsRequestData().setTimeoutMs(10_000);
        if (version < 6) {
            return request.setTopicNames(List.of(names));
        }
        return request.setTopics(Arrays.stream(names).map(name -> new DeleteTopicState().setName(name)).toList());
    }

    static CreatePartitionsRequestData grow(String name, int count, int[]... brokers) {
        CreatePartitionsTopic topic = new CreatePartitionsTopic().setName(name).setCount(count).setAssignments(null);
        if (brokers.length > 0) {
            topic.setAssignments(Arrays.stream(brokers).map(ids -> new CreatePartitionsAssignment()
                .setBrokerIds(Arrays.stream(ids).boxed().toList())).toList());
        }
        CreatePartitionsRequestData request = new CreatePartitionsRequestData().setTimeoutMs(10_000);
        request.topics().add(topic);
        return request;
    }

    private static void createPartitions(Side side) throws Exception {
        side.setup.topic("growing", 2, Map.of());
        Catalogue.eachVersion(ApiMessageType.CREATE_PARTITIONS, version -> {
            side.ask("one more", grow("growing", 3 + version), version);
            side.ask("as many as there are", grow("growing", 3 + version), version);
            side.ask("fewer", grow("growing", 1), version);
            side.ask("an unknown topic", grow("growing-nowhere", 3), version);
            side.askController("validate only on the controller", grow("growing", 20).setValidateOnly(true), version);
        });
        side.ask("zero", grow("growing", 0), 3);
        side.ask("negative", grow("growing", -1), 3);
        side.ask("too many", grow("growing", 20_000).setValidateOnly(true), 3);
        side.ask("assigned", grow("growing", 8, new int[] {1}, new int[] {1}), 3);
        side.ask("assigned, too few", grow("growing", 11, new int[] {1}, new int[] {1}), 3);
        side.ask("assigned, too many", grow("growing", 9, new int[] {1}, new int[] {1}), 3);
        side.ask("assigned to an unknown broker", grow("growing", 9, new int[] {7}), 3);
        side.ask("assigned to a broker twice", grow("growing", 9, new int[] {1, 1}), 3);
        side.ask("assigned to nobody", grow("growing", 9, new int[] {}), 3);
        CreatePartitionsRequestData two = grow("growing", 10);
        two.topics().add(new CreatePartitionsTopic().setName("growing-nowhere").setCount(5).setAssignments(null));
        side.ask("a good and a bad one", two, 3);
        side.setup.awaitPartitions("growing", 10);
        side.ask("the outcome", MetadataScenarios.metadata("growing"), 12);
    }

    private static void deleteTopics(Side side) throws Exception {
        Uuid first = side.setup.topic("leaving-1");
        side.setup.topic("leaving-2");
        Uuid third = side.setup.topic("leaving-3");
        Uuid unknown = new Uuid(1, 4711);
        side.normaliser.name(unknown.toString(), "an id nobody has");
        DeleteTopicsRequestData request = new DeleteTopicsRequestData().setTimeoutMs(10_000);
        side.ask("by id", request.setTopics(List.of(new DeleteTopicState().setName(null).setTopicId(first))), 6);
        side.ask("by the same id again", request, 6);
        side.ask("by unknown id", request.setTopics(List.of(new DeleteTopicState().setName(null).setTopicId(unknown))), 6);
        side.ask("by neither", request.setTopics(List.of(new DeleteTopicState().setName(null))), 6);
        side.ask("by both", request.setTopics(List.of(new DeleteTopicState().setName("leaving-3").setTopicId(third))), 6);
        side.ask("a name twice", byName(6, "leaving-2", "leaving-2"), 6);
        side.ask("a name and its id", request.setTopics(List.of(new DeleteTopicState().setName("leaving-3"),
            new DeleteTopicState().setName(null).setTopicId(third))), 6);
        side.setup.settle();
        side.ask("what is there", MetadataScenarios.metadata("leaving-1", "leaving-2", "leaving-3"), 12);
        side.ask("a name twice, old", byName(1, "leaving-2", "leaving-2"), 1);
        side.ask("illegal names", byName(5, "", "a b", "leaving-nowhere"), 5);
        side.ask("none", byName(6), 6);
    }
}
