package differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.ApiMessageType;

/** All scenarios, in the order in which they run. */
final class Catalogue {
    private Catalogue() {
    }

    /** The APIs that Kalda serves; scenarios that walk over all APIs walk over these. */
    static final Set<ApiMessageType> ON_BROKERS = Set.of(ApiMessageType.PRODUCE, ApiMessageType.FETCH,
        ApiMessageType.LIST_OFFSETS, ApiMessageType.METADATA, ApiMessageType.FIND_COORDINATOR, ApiMessageType.API_VERSIONS,
        ApiMessageType.CREATE_TOPICS, ApiMessageType.DELETE_TOPICS, ApiMessageType.DELETE_RECORDS,
        ApiMessageType.INIT_PRODUCER_ID, ApiMessageType.OFFSET_FOR_LEADER_EPOCH, ApiMessageType.DESCRIBE_CONFIGS,
        ApiMessageType.ALTER_CONFIGS, ApiMessageType.DESCRIBE_LOG_DIRS, ApiMessageType.CREATE_PARTITIONS,
        ApiMessageType.INCREMENTAL_ALTER_CONFIGS, ApiMessageType.DESCRIBE_QUORUM, ApiMessageType.UPDATE_FEATURES,
        ApiMessageType.DESCRIBE_CLUSTER, ApiMessageType.DESCRIBE_PRODUCERS, ApiMessageType.LIST_CONFIG_RESOURCES,
        ApiMessageType.DESCRIBE_TOPIC_PARTITIONS, ApiMessageType.OFFSET_COMMIT, ApiMessageType.OFFSET_FETCH,
        ApiMessageType.JOIN_GROUP, ApiMessageType.HEARTBEAT, ApiMessageType.LEAVE_GROUP, ApiMessageType.SYNC_GROUP,
        ApiMessageType.DESCRIBE_GROUPS, ApiMessageType.LIST_GROUPS, ApiMessageType.DELETE_GROUPS, ApiMessageType.OFFSET_DELETE,
        ApiMessageType.CONSUMER_GROUP_HEARTBEAT, ApiMessageType.CONSUMER_GROUP_DESCRIBE);

    static final Set<ApiMessageType> ON_CONTROLLERS = Set.of(ApiMessageType.FETCH, ApiMessageType.API_VERSIONS,
        ApiMessageType.CREATE_TOPICS, ApiMessageType.DELETE_TOPICS, ApiMessageType.ALTER_CONFIGS,
        ApiMessageType.CREATE_PARTITIONS, ApiMessageType.INCREMENTAL_ALTER_CONFIGS, ApiMessageType.DESCRIBE_QUORUM,
        ApiMessageType.UPDATE_FEATURES, ApiMessageType.FETCH_SNAPSHOT, ApiMessageType.DESCRIBE_CLUSTER,
        ApiMessageType.BROKER_REGISTRATION, ApiMessageType.BROKER_HEARTBEAT, ApiMessageType.ALLOCATE_PRODUCER_IDS);

    /** Something to do with one version of an API. */
    @FunctionalInterface
    interface WithVersion {
        void run(int version) throws Exception;
    }

    static void eachVersion(ApiMessageType api, WithVersion action) throws Exception {
        for (int v = api.lowestSupportedVersion(); v <= api.highestSupportedVersion(false); v++) {
            action.run(v);
        }
    }

    /** The same in the order of the keys, so that both sides ask in the same order. */
    static List<ApiMessageType> sorted(Set<ApiMessageType> apis) {
        return apis.stream().sorted(java.util.Comparator.comparing(ApiMessageType::apiKey)).toList();
    }

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(ConnectionScenarios.all());
        all.addAll(MalformedScenarios.all());
        all.addAll(MetadataScenarios.all());
        all.addAll(TopicScenarios.all());
        all.addAll(ConfigScenarios.all());
        all.addAll(ProduceScenarios.all());
        all.addAll(FetchScenarios.all());
        all.addAll(SessionScenarios.all());
        all.addAll(OffsetScenarios.all());
        all.addAll(IdempotenceScenarios.all());
        all.addAll(ClusterScenarios.all());
        all.addAll(MetadataLogScenarios.all());
        all.addAll(ControllerScenarios.all());
        all.addAll(StrictScenarios.all());
        all.addAll(ClassicGroupScenarios.all());
        all.addAll(CommittedOffsetScenarios.all());
        all.addAll(ConsumerGroupScenarios.all());
        return all;
    }
}
