package differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;

/** DescribeConfigs, IncrementalAlterConfigs, AlterConfigs and ListConfigResources: items 32 to 34 of the checklist. */
final class ConfigScenarios {
    static final byte TOPIC = 2;
    static final byte BROKER = 4;
    static final byte LOGGER = 8;
    static final byte METRICS = 16;
    static final byte GROUP = 32;
    static final byte SET = 0;
    static final byte DELETE = 1;
    static final byte APPEND = 2;
    static final byte SUBTRACT = 3;

    private ConfigScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("gotcha 32: every version of DescribeConfigs on both listeners", ConfigScenarios::everyVersion),
            new Scenario("gotcha 32: null and empty key lists mean all keys of a topic", ConfigScenarios::allTopicKeys),
            new Scenario("gotcha 32: all keys of a broker, of the cluster default and of a group", ConfigScenarios::allBrokerKeys),
            new Scenario("gotcha 32: resources that cannot be described", ConfigScenarios::badResources),
            new Scenario("gotcha 33: synonyms come in order of precedence, and their first is the source", ConfigScenarios::synonyms),
            new Scenario("gotcha 34: set, delete, append and subtract", ConfigScenarios::operations),
            new Scenario("gotcha 34: a resource is changed as a whole or not at all", ConfigScenarios::allOrNothing),
            new Scenario("gotcha 34: changes that are refused", ConfigScenarios::refusals),
            new Scenario("broker configs change while the broker runs, or say why not", ConfigScenarios::brokerConfigs),
            new Scenario("every version of AlterConfigs replaces the whole set", ConfigScenarios::alterConfigs),
            new Scenario("every version of ListConfigResources", ConfigScenarios::listResources));
    }

    static DescribeConfigsRequestData describe(byte type, String name, String... keys) {
        DescribeConfigsResource resource = new DescribeConfigsResource().setResourceType(type).setResourceName(name)
            .setConfigurationKeys(keys.length == 0 ? null : List.of(keys));
        return new DescribeConfigsRequestData().setResources(List.of(resource)).setIncludeSynonyms(true);
    }

    record Change(byte operation, String key, String value) {
    }

    static IncrementalAlterConfigsRequestData alter(byte type, String name, Change... changes) {
        IncrementalAlterConfigsRequestData.AlterConfigsResource resource = new IncrementalAlterConfigsRequestData
            .AlterConfigsResource().setResourceType(type).setResourceName(name);
        Arrays.stream(changes).forEach(change -> resource.configs().add(new IncrementalAlterConfigsRequestData.AlterableConfig()
            .setName(change.key).setValue(change.value).setConfigOperation(change.operation)));
        IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        request.resources().add(resource);
        return request;
    }

    private static void everyVersion(Side side) throws Exception {
        side.setup.topic("described", 1, Map.of("retention.ms", "7777"));
        Catalogue.eachVersion(ApiMessageType.DESCRIBE_CONFIGS, version -> {
            side.ask("some keys", describe(TOPIC, "described", "retention.ms", "cleanup.policy", "nonsense"), version);
            side.ask("without synonyms", describe(TOPIC, "described", "retention.ms").setIncludeSynonyms(false), version);
            side.askController("on the controller", describe(BROKER, "1", "node.id", "log.retention.hours"), version);
            side.askController("the topic, on the controller", describe(TOPIC, "described", "retention.ms"), version);
            if (version >= 3) {
                side.ask("with documentation", describe(TOPIC, "described", "retention.ms").setIncludeDocumentation(true), version);
            }
        });
        DescribeConfigsRequestData two = describe(TOPIC, "described", "retention.ms");
        two.setResources(new ArrayList<>(two.resources()));
        two.resources().add(new DescribeConfigsResource().setResourceType(BROKER).setResourceName("1").setConfigurationKeys(List.of("node.id")));
        two.resources().add(new DescribeConfigsResource().setResourceType(TOPIC).setResourceName("nowhere").setConfigurationKeys(null));
        side.ask("three resources", two, 4);
    }

    private static void allTopicKeys(Side side) throws Exception {
        side.setup.topic("all-keys", 1, Map.of("flush.ms", "100", "leader.replication.throttled.replicas", "0:1"));
        DescribeConfigsRequestData empty = describe(TOPIC, "all-keys");
        empty.resources().get(0).setConfigurationKeys(List.of());
        side.ask("an empty list", empty, 4);
        side.ask("null", describe(TOPIC, "all-keys"), 4);
        side.ask("null, old", describe(TOPIC, "all-keys").setIncludeSynonyms(false), 1);
    }

    private static void allBrokerKeys(Side side) throws Exception {
        side.ask("the broker", describe(BROKER, "1"), 4);
        side.ask("the cluster default", describe(BROKER, ""), 4);
        side.ask("the controller by way of the broker", describe(BROKER, "1").setIncludeSynonyms(false), 1);
        side.ask("a group", describe(GROUP, "some-group"), 4);
        side.ask("client metrics", describe(METRICS, "some-subscription"), 4);
    }

    private static void badResources(Side side) throws Exception {
        side.ask("a topic that is not there", describe(TOPIC, "described-nowhere"), 4);
        side.ask("illegal topic name", describe(TOPIC, "a b"), 4);
        side.ask("no topic name", describe(TOPIC, ""), 4);
        side.ask("another broker", describe(BROKER, "2"), 4);
        side.ask("a broker that is no number", describe(BROKER, "one"), 4);
        side.ask("loggers of another broker", describe(LOGGER, "2"), 4);
        side.ask("loggers of no broker", describe(LOGGER, ""), 4);
        side.ask("a type nobody knows", describe((byte) 77, "x"), 4);
        side.ask("type 0", describe((byte) 0, "x"), 4);
        side.ask("no group name", describe(GROUP, ""), 4);
        side.ask("no subscription name", describe(METRICS, ""), 4);
        side.askController("a topic that is not there, on the controller", describe(TOPIC, "described-nowhere", "retention.ms"), 4);
        side.ask("nothing", new DescribeConfigsRequestData(), 4);
    }

    private static void synonyms(Side side) throws Exception {
        side.setup.topic("layered", 1, Map.of());
        String[] keys = {"retention.ms", "max.message.bytes", "flush.ms", "min.insync.replicas"};
        side.ask("static and default", describe(TOPIC, "layered", keys), 4);
        side.ask("cluster default", alter(BROKER, "", new Change(SET, "log.flush.interval.ms", "1001"),
            new Change(SET, "log.retention.ms", "100000"), new Change(SET, "message.max.bytes", "600000")), 1);
        side.ask("this broker", alter(BROKER, "1", new Change(SET, "log.flush.interval.ms", "1002")), 1);
        side.setup.settle();
        side.ask("with dynamic broker configs", describe(TOPIC, "layered", keys), 4);
        side.ask("the topic", alter(TOPIC, "layered", new Change(SET, "flush.ms", "1003"), new Change(SET, "retention.ms", "5")), 1);
        side.setup.settle();
        side.ask("with topic configs", describe(TOPIC, "layered", keys), 4);
        side.ask("the broker's own view", describe(BROKER, "1", "log.flush.interval.ms", "log.retention.ms", "log.retention.hours",
            "message.max.bytes"), 4);
        side.ask("the cluster default", describe(BROKER, "", "log.flush.interval.ms", "log.retention.ms", "message.max.bytes"), 4);
        side.ask("back", alter(BROKER, "", new Change(DELETE, "log.flush.interval.ms", null),
            new Change(DELETE, "log.retention.ms", null), new Change(DELETE, "message.max.bytes", null)), 1);
        side.ask("back", alter(BROKER, "1", new Change(DELETE, "log.flush.interval.ms", null)), 1);
        side.setup.settle();
        side.ask("as it was", describe(BROKER, "1", "log.flush.interval.ms", "message.max.bytes"), 4);
    }

    private static void operations(Side side) throws Exception {
        side.setup.topic("operated", 1, Map.of());
        Change[][] steps = {
            {new Change(SET, "retention.ms", "1000")},
            {new Change(SET, "cleanup.policy", "compact")},
            {new Change(APPEND, "cleanup.policy", "delete")},
            {new Change(APPEND, "cleanup.policy", "delete")},
            {new Change(SUBTRACT, "cleanup.policy", "compact")},
            {new Change(SUBTRACT, "cleanup.policy", "compact")},
            {new Change(SUBTRACT, "cleanup.policy", "delete")},
            {new Change(DELETE, "cleanup.policy", null)},
            {new Change(APPEND, "cleanup.policy", "compact")},
            {new Change(APPEND, "leader.replication.throttled.replicas", "0:1,1:1")},
            {new Change(DELETE, "retention.ms", "ignored")},
            {new Change(DELETE, "retention.ms", null)},
            {new Change(APPEND, "retention.ms", "1")},
            {new Change(SUBTRACT, "retention.ms", "1")},
        };
        for (Change[] step : steps) {
            side.ask(step[0].toString(), alter(TOPIC, "operated", step), 1);
            side.setup.settle();
            side.ask("after " + step[0], describe(TOPIC, "operated", "retention.ms", "cleanup.policy",
                "leader.replication.throttled.replicas"), 4);
        }
        side.ask("version 0", alter(TOPIC, "operated", new Change(SET, "retention.ms", "1000")), 0);
        side.askController("on the controller", alter(TOPIC, "operated", new Change(SET, "retention.ms", "1001")), 1);
    }

    private static void allOrNothing(Side side) throws Exception {
        side.setup.topic("whole", 1, Map.of());
        side.ask("one of two is bad", alter(TOPIC, "whole", new Change(SET, "retention.ms", "1000"),
            new Change(SET, "flush.ms", "often")), 1);
        IncrementalAlterConfigsRequestData two = alter(TOPIC, "whole", new Change(SET, "segment.ms", "1000"));
        two.resources().add(alter(TOPIC, "not-there", new Change(SET, "segment.ms", "1000")).resources().iterator().next().duplicate());
        side.ask("one of two resources is bad", two, 1);
        side.setup.settle();
        side.ask("the outcome", describe(TOPIC, "whole", "retention.ms", "flush.ms", "segment.ms"), 4);
        side.ask("validate only", alter(TOPIC, "whole", new Change(SET, "retention.ms", "1000")).setValidateOnly(true), 1);
        side.setup.settle();
        side.ask("the outcome", describe(TOPIC, "whole", "retention.ms"), 4);
    }

    private static void refusals(Side side) throws Exception {
        side.setup.topic("refusing", 1, Map.of());
        side.ask("an operation nobody knows", alter(TOPIC, "refusing", new Change((byte) 4, "retention.ms", "1")), 1);
        side.ask("a negative operation", alter(TOPIC, "refusing", new Change((byte) -1, "retention.ms", "1")), 1);
        side.ask("a null value", alter(TOPIC, "refusing", new Change(SET, "retention.ms", null)), 1);
        side.ask("an unknown key", alter(TOPIC, "refusing", new Change(SET, "no.such.key", "1")), 1);
        side.ask("deleting an unknown key", alter(TOPIC, "refusing", new Change(DELETE, "no.such.key", null)), 1);
        side.ask("an empty key", alter(TOPIC, "refusing", new Change(SET, "", "1")), 1);
        side.ask("segment.bytes too small", alter(TOPIC, "refusing", new Change(SET, "segment.bytes", "1000")), 1);
        side.ask("min.insync.replicas above the factor", alter(TOPIC, "refusing", new Change(SET, "min.insync.replicas", "3")), 1);
        side.ask("a key twice", alter(TOPIC, "refusing", new Change(SET, "retention.ms", "1"), new Change(DELETE, "retention.ms", null)), 1);
        side.ask("no changes", alter(TOPIC, "refusing"), 1);
        side.ask("no topic", alter(TOPIC, "refusing-nowhere", new Change(SET, "retention.ms", "1")), 1);
        side.ask("an illegal topic", alter(TOPIC, "a b", new Change(SET, "retention.ms", "1")), 1);
        side.ask("an empty topic", alter(TOPIC, "", new Change(SET, "retention.ms", "1")), 1);
        side.ask("a type nobody knows", alter((byte) 77, "x", new Change(SET, "retention.ms", "1")), 1);
        side.ask("nothing", new IncrementalAlterConfigsRequestData(), 1);
        IncrementalAlterConfigsRequestData twice = alter(TOPIC, "refusing", new Change(SET, "retention.ms", "1"));
        twice.resources().add(alter(TOPIC, "refusing", new Change(SET, "flush.ms", "1")).resources().iterator().next().duplicate());
        side.ask("a resource twice", twice, 1);
        side.ask("a group without a name", alter(GROUP, "", new Change(SET, "consumer.session.timeout.ms", "50000")), 1);
        side.ask("a group out of range", alter(GROUP, "g", new Change(SET, "consumer.session.timeout.ms", "1")), 1);
        side.ask("a group", alter(GROUP, "g", new Change(SET, "consumer.session.timeout.ms", "50000")), 1);
        side.ask("client metrics", alter(METRICS, "m", new Change(SET, "interval.ms", "5000")), 1);
        side.ask("client metrics out of range", alter(METRICS, "m", new Change(SET, "interval.ms", "5")), 1);
    }

    private static void brokerConfigs(Side side) throws Exception {
        side.ask("a static key", alter(BROKER, "1", new Change(SET, "process.roles", "broker")), 1);
        side.ask("a per-broker key as cluster default", alter(BROKER, "", new Change(SET, "listeners", "PLAINTEXT://:1")), 1);
        side.ask("an unknown key", alter(BROKER, "1", new Change(SET, "my.own.key", "1")), 1);
        side.ask("out of range", alter(BROKER, "1", new Change(SET, "num.io.threads", "0")), 1);
        side.ask("mistyped", alter(BROKER, "", new Change(SET, "num.io.threads", "many")), 1);
        side.ask("another broker", alter(BROKER, "2", new Change(SET, "num.io.threads", "9")), 1);
        side.ask("no number", alter(BROKER, "one", new Change(SET, "num.io.threads", "9")), 1);
        side.ask("too far at once", alter(BROKER, "1", new Change(SET, "num.io.threads", "100")), 1);
        side.ask("good", alter(BROKER, "1", new Change(SET, "num.io.threads", "9")), 1);
        side.setup.settle();
        side.ask("seen", describe(BROKER, "1", "num.io.threads"), 4);
        side.ask("deleted", alter(BROKER, "1", new Change(DELETE, "num.io.threads", null)), 1);
        side.ask("loggers", alter(LOGGER, "1", new Change(SET, "kafka.server.nothing", "NOLEVEL")), 1);
        side.ask("loggers of another broker", alter(LOGGER, "2", new Change(SET, "kafka", "INFO")), 1);
        side.ask("topic key on a broker", alter(BROKER, "1", new Change(SET, "retention.ms", "9")), 1);
        side.ask("segment too small", alter(BROKER, "", new Change(SET, "log.segment.bytes", "1000")), 1);
    }

    static AlterConfigsRequestData replace(byte type, String name, String... keysAndValues) {
        AlterConfigsRequestData.AlterConfigsResource resource =
            new AlterConfigsRequestData.AlterConfigsResource().setResourceType(type).setResourceName(name);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            resource.configs().add(new AlterConfigsRequestData.AlterableConfig().setName(keysAndValues[i]).setValue(keysAndValues[i + 1]));
        }
        AlterConfigsRequestData request = new AlterConfigsRequestData();
        request.resources().add(resource);
        return request;
    }

    private static void alterConfigs(Side side) throws Exception {
        side.setup.topic("replaced", 1, Map.of("flush.ms", "9"));
        Catalogue.eachVersion(ApiMessageType.ALTER_CONFIGS, version -> {
            side.ask(replace(TOPIC, "replaced", "retention.ms", "100" + version), version);
            side.setup.settle();
            side.ask("the outcome", describe(TOPIC, "replaced", "retention.ms", "flush.ms"), 4);
            side.ask("a bad value", replace(TOPIC, "replaced", "retention.ms", "soon"), version);
            side.ask("a null value", replace(TOPIC, "replaced", "retention.ms", null), version);
            side.ask("no topic", replace(TOPIC, "replaced-nowhere", "retention.ms", "1"), version);
            side.ask("validate only", replace(TOPIC, "replaced").setValidateOnly(true), version);
            side.askController("on the controller", replace(TOPIC, "replaced", "retention.ms", "200" + version), version);
        });
        side.ask("a broker", replace(BROKER, "2", "num.io.threads", "9"), 2);
        side.ask("loggers", replace(LOGGER, "1", "kafka", "INFO"), 2);
        side.ask("a type nobody knows", replace((byte) 77, "x"), 2);
        side.ask("cleared", replace(TOPIC, "replaced"), 2);
        side.setup.settle();
        side.ask("the outcome", describe(TOPIC, "replaced", "retention.ms"), 4);
    }

    private static void listResources(Side side) throws Exception {
        side.setup.topic("resource-a");
        side.ask("subscription", alter(METRICS, "resource-metrics", new Change(SET, "interval.ms", "5000")), 1);
        side.ask("group", alter(GROUP, "resource-group", new Change(SET, "consumer.session.timeout.ms", "50000")), 1);
        side.setup.settle();
        side.ask(new ListConfigResourcesRequestData(), 0);
        for (byte type : new byte[] {TOPIC, BROKER, LOGGER, METRICS, GROUP, 0, 77}) {
            side.ask("type " + type, new ListConfigResourcesRequestData().setResourceTypes(List.of(type)), 1,
                ConfigScenarios::keepResources);
        }
        side.ask("all types", new ListConfigResourcesRequestData(), 1, ConfigScenarios::keepResources);
        side.ask("two types", new ListConfigResourcesRequestData().setResourceTypes(List.of(METRICS, GROUP)), 1,
            ConfigScenarios::keepResources);
    }

    private static void keepResources(org.apache.kafka.common.message.ListConfigResourcesResponseData answer) {
        answer.configResources().removeIf(resource -> resource.resourceType() == TOPIC && !resource.resourceName().startsWith("resource-"));
    }
}
