package differential;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;

/** DescribeLogDirs, DescribeQuorum, UpdateFeatures and FindCoordinator. */
final class ClusterScenarios {
    private ClusterScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("every version of DescribeLogDirs tells sizes", ClusterScenarios::logDirs),
            new Scenario("every version of DescribeQuorum on both listeners", ClusterScenarios::quorum),
            new Scenario("DescribeQuorum refuses other topics", ClusterScenarios::otherQuorums),
            new Scenario("every version of UpdateFeatures checks what it is told", ClusterScenarios::features),
            new Scenario("FindCoordinator refuses keys and types that make no sense", ClusterScenarios::badCoordinators),
            new Scenario("every version of FindCoordinator finds the coordinator of a group", ClusterScenarios::coordinators));
    }

    private static DescribeLogDirsRequestData dirs(String topic, Integer... partitions) {
        DescribeLogDirsRequestData request = new DescribeLogDirsRequestData();
        request.topics().add(new DescribeLogDirsRequestData.DescribableLogDirTopic().setTopic(topic).setPartitions(List.of(partitions)));
        return request;
    }

    private static void keep(DescribeLogDirsResponseData answer, String prefix) {
        answer.results().forEach(result -> result.setTopics(
            result.topics().stream().filter(topic -> topic.name().startsWith(prefix)).toList()));
    }

    private static void logDirs(Side side) throws Exception {
        side.setup.topic("measured", 3, Map.of());
        Batch.prepare(side, "measured", 0, Batch.of(4));
        Batch.prepare(side, "measured", 1, Batch.of(1));
        Catalogue.eachVersion(ApiMessageType.DESCRIBE_LOG_DIRS, version -> {
            side.ask("some partitions", dirs("measured", 0, 1, 9), version);
            side.ask("an unknown topic", dirs("measured-nowhere", 0), version);
            side.ask("no partitions", dirs("measured"), version);
            side.ask("no topics", new DescribeLogDirsRequestData(), version);
            side.<DescribeLogDirsResponseData>ask("all topics", new DescribeLogDirsRequestData().setTopics(null), version,
                answer -> keep(answer, "measured"));
        });
    }

    static DescribeQuorumRequestData quorum(String topic, Integer... partitions) {
        return new DescribeQuorumRequestData().setTopics(List.of(new DescribeQuorumRequestData.TopicData().setTopicName(topic)
            .setPartitions(Arrays.stream(partitions)
                .map(p -> new DescribeQuorumRequestData.PartitionData().setPartitionIndex(p)).toList())));
    }

    private static void quorum(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.DESCRIBE_QUORUM, version -> {
            side.ask(quorum("__cluster_metadata", 0), version);
            side.askController("on the controller", quorum("__cluster_metadata", 0), version);
        });
    }

    private static void otherQuorums(Side side) throws Exception {
        for (int version : new int[] {0, 2}) {
            side.ask("another topic", quorum("other", 0), version);
            side.ask("another partition", quorum("__cluster_metadata", 1), version);
            side.ask("two partitions", quorum("__cluster_metadata", 0, 1), version);
            side.ask("no partition", quorum("__cluster_metadata"), version);
            side.ask("no topic", new DescribeQuorumRequestData(), version);
        }
    }

    private static UpdateFeaturesRequestData update(int version, String feature, int level, int upgradeType) {
        FeatureUpdateKey update = new FeatureUpdateKey().setFeature(feature).setMaxVersionLevel((short) level);
        if (version == 0) {
            update.setAllowDowngrade(upgradeType != 1);
        } else {
            update.setUpgradeType((byte) upgradeType);
        }
        UpdateFeaturesRequestData request = new UpdateFeaturesRequestData().setTimeoutMs(10_000);
        request.featureUpdates().add(update);
        return request;
    }

    private static void features(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.UPDATE_FEATURES, version -> {
            for (int type : new int[] {1, 2, 3}) {
                if (version == 0 && type == 3) {
                    continue;
                }
                String words = ", type " + type;
                side.ask("an unknown feature" + words, update(version, "no.such.feature", 1, type), version);
                side.ask("deleting an unknown feature" + words, update(version, "no.such.feature", 0, type), version);
                side.ask("a level nobody supports" + words, update(version, "metadata.version", 999, type), version);
                side.ask("a negative level" + words, update(version, "metadata.version", -1, type), version);
                side.ask("metadata.version 0" + words, update(version, "metadata.version", 0, type), version);
                side.ask("kraft.version 9" + words, update(version, "kraft.version", 9, type), version);
            }
            side.askController("an unknown feature on the controller", update(version, "no.such.feature", 1, 1), version);
            side.ask("no features", new UpdateFeaturesRequestData().setTimeoutMs(1000), version);
            if (version > 0) {
                side.ask("type 0", update(version, "metadata.version", 20, 0), version);
                side.ask("type 9", update(version, "metadata.version", 20, 9), version);
                side.ask("validate only", update(version, "transaction.version", 2, 1).setValidateOnly(true), version);
                side.ask("validate only, a downgrade as upgrade",
                    update(version, "transaction.version", 1, 1).setValidateOnly(true), version);
                side.ask("validate only, a downgrade", update(version, "transaction.version", 1, 2).setValidateOnly(true), version);
            }
        });
    }

    private static void badCoordinators(Side side) throws Exception {
        for (int type : new int[] {3, 9, -1}) {
            side.ask("type " + type, new FindCoordinatorRequestData().setKey("k").setKeyType((byte) type), 3);
            side.ask("type " + type, new FindCoordinatorRequestData().setCoordinatorKeys(List.of("k")).setKeyType((byte) type), 4);
        }
        side.ask("share type in an old version", new FindCoordinatorRequestData().setCoordinatorKeys(List.of("k")).setKeyType((byte) 2), 5);
        side.ask("a share key without parts", new FindCoordinatorRequestData().setCoordinatorKeys(List.of("k")).setKeyType((byte) 2), 6);
        side.ask("an empty transactional id", new FindCoordinatorRequestData().setCoordinatorKeys(List.of("")).setKeyType((byte) 1), 4);
        side.ask("no keys", new FindCoordinatorRequestData().setCoordinatorKeys(List.of()), 4);
    }

    private static void coordinators(Side side) throws Exception {
        FindCoordinatorRequestData request = new FindCoordinatorRequestData().setCoordinatorKeys(List.of("group"));
        for (int attempt = 0; attempt < 100; attempt++) {
            FindCoordinatorResponseData answer = side.unrecorded(request, 4, false);
            if (answer.coordinators().get(0).errorCode() == 0) {
                break;
            }
            Thread.sleep(30);
        }
        Catalogue.eachVersion(ApiMessageType.FIND_COORDINATOR, version ->
            side.ask(version < 4 ? new FindCoordinatorRequestData().setKey("group") : request, version));
    }
}
