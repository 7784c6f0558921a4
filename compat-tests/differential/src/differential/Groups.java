package differential;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The requests of group members, in few words; and a member that has a connection of its own, because joining waits. */
final class Groups {
    static final byte[] BYTES = {1, 2, 3};

    private Groups() {
    }

    /** One member's connection: what it asks may be answered long after, when others have asked. */
    static final class Peer implements AutoCloseable {
        private final Side side;
        private final Connection connection;
        private ApiMessageType asked;
        private int version;
        private int id = 500;

        Peer(Side side) throws Exception {
            this.side = side;
            connection = new Connection("127.0.0.1", side.node.brokerPort);
        }

        void send(ApiMessage request, int inVersion) throws Exception {
            asked = ApiMessageType.fromApiKey(request.apiKey());
            version = inVersion;
            connection.write(Wire.frame(Wire.header(asked, version, ++id, "differential"), Wire.bytes(request, version)));
        }

        <T extends ApiMessage> T receive(String words) throws Exception {
            return side.receive(connection, asked, version, id, words, answer -> { });
        }

        <T extends ApiMessage> T ask(String words, ApiMessage request, int inVersion) throws Exception {
            send(request, inVersion);
            return receive(words);
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    /** Waits until the coordinators of all partitions of the offsets topic serve. */
    static void awaitCoordinators(Side side) throws Exception {
        for (int attempt = 0; attempt < 400; attempt++) {
            side.unrecorded(new org.apache.kafka.common.message.FindCoordinatorRequestData().setCoordinatorKeys(List.of("any")), 4, false);
            DescribeGroupsResponseData answer = side.unrecorded(
                new DescribeGroupsRequestData().setGroups(List.of("a", "b", "c", "d", "e", "f")), 5, false);
            if (answer.groups().stream().allMatch(group -> group.errorCode() == 0)) {
                return;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the group coordinators do not serve");
    }

    /** A topic that the coordinators know, too: they hear of it a moment after the broker's metadata cache. */
    static Uuid topic(Side side, String name, int partitions) throws Exception {
        Uuid id = side.setup.topic(name, partitions, Map.of());
        side.setup.settle();
        return id;
    }

    static byte[] subscription(String... topics) {
        ByteBuffer bytes = ConsumerProtocol.serializeSubscription(new ConsumerPartitionAssignor.Subscription(List.of(topics)));
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    static JoinGroupRequestData join(String group, String member, byte[] metadata, String... protocols) {
        JoinGroupRequestData request = new JoinGroupRequestData().setGroupId(group).setMemberId(member).setSessionTimeoutMs(30_000)
            .setRebalanceTimeoutMs(30_000).setProtocolType("consumer");
        for (String protocol : protocols) {
            request.protocols().add(new JoinGroupRequestData.JoinGroupRequestProtocol().setName(protocol).setMetadata(metadata));
        }
        return request;
    }

    /** Joins as clients do: a version that demands an id first is asked again with the id it gave. */
    static JoinGroupResponseData joined(Side side, JoinGroupRequestData request, int version) throws Exception {
        JoinGroupResponseData answer = side.ask("joining", request, version);
        if (answer.errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
            return side.ask("joining with the id", request.setMemberId(answer.memberId()), version);
        }
        return answer;
    }

    static SyncGroupRequestData sync(String group, int generation, String member, String... assigned) {
        SyncGroupRequestData request = new SyncGroupRequestData().setGroupId(group).setGenerationId(generation).setMemberId(member);
        List<SyncGroupRequestData.SyncGroupRequestAssignment> assignments = new ArrayList<>();
        for (String one : assigned) {
            assignments.add(new SyncGroupRequestData.SyncGroupRequestAssignment().setMemberId(one).setAssignment(BYTES));
        }
        return request.setAssignments(assignments);
    }

    /** As sync, with what version 5 wants to know besides. */
    static SyncGroupRequestData sync5(String group, int generation, String member, String type, String protocol, String... assigned) {
        return sync(group, generation, member, assigned).setProtocolType(type).setProtocolName(protocol);
    }

    static HeartbeatRequestData heartbeat(String group, int generation, String member) {
        return new HeartbeatRequestData().setGroupId(group).setGenerationId(generation).setMemberId(member);
    }

    static LeaveGroupRequestData leave(String group, String member, String instance) {
        return new LeaveGroupRequestData().setGroupId(group)
            .setMembers(List.of(new LeaveGroupRequestData.MemberIdentity().setMemberId(member).setGroupInstanceId(instance)));
    }

    static OffsetCommitRequestData commit(String group, int generation, String member, String topic, Uuid topicId, long... offsets) {
        OffsetCommitRequestData.OffsetCommitRequestTopic asked =
            new OffsetCommitRequestData.OffsetCommitRequestTopic().setName(topic).setTopicId(topicId);
        for (int p = 0; p < offsets.length; p++) {
            asked.partitions().add(new OffsetCommitRequestData.OffsetCommitRequestPartition().setPartitionIndex(p)
                .setCommittedOffset(offsets[p]).setCommittedMetadata("m"));
        }
        return new OffsetCommitRequestData().setGroupId(group).setGenerationIdOrMemberEpoch(generation).setMemberId(member)
            .setTopics(new ArrayList<>(List.of(asked)));
    }

    /** All of a group's offsets when no partitions are named. */
    static OffsetFetchRequestData fetch(int version, String group, String topic, Uuid topicId, Integer... partitions) {
        OffsetFetchRequestData request = new OffsetFetchRequestData();
        if (version < 8) {
            request.setGroupId(group).setTopics(topic == null ? null : List.of(
                new OffsetFetchRequestData.OffsetFetchRequestTopic().setName(topic).setPartitionIndexes(List.of(partitions))));
        } else {
            request.setGroups(List.of(new OffsetFetchRequestData.OffsetFetchRequestGroup().setGroupId(group).setTopics(topic == null ? null
                : List.of(new OffsetFetchRequestData.OffsetFetchRequestTopics().setName(topic).setTopicId(topicId)
                    .setPartitionIndexes(List.of(partitions))))));
        }
        return request;
    }

    static ConsumerGroupHeartbeatRequestData beat(String group, String member, int epoch) {
        return new ConsumerGroupHeartbeatRequestData().setGroupId(group).setMemberId(member).setMemberEpoch(epoch);
    }

    static ConsumerGroupHeartbeatRequestData entering(String group, String member, String... topics) {
        return beat(group, member, 0).setRebalanceTimeoutMs(30_000).setSubscribedTopicNames(List.of(topics)).setTopicPartitions(List.of());
    }

    static List<ConsumerGroupHeartbeatRequestData.TopicPartitions> owning(Uuid topicId, Integer... partitions) {
        return List.of(new ConsumerGroupHeartbeatRequestData.TopicPartitions().setTopicId(topicId).setPartitions(List.of(partitions)));
    }

    static ConsumerGroupDescribeRequestData described(String... groups) {
        return new ConsumerGroupDescribeRequestData().setGroupIds(List.of(groups));
    }
}
