package differential;

import static differential.Groups.BYTES;
import static differential.Groups.commit;
import static differential.Groups.fetch;
import static differential.Groups.join;
import static differential.Groups.joined;
import static differential.Groups.sync5;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;

/** OffsetCommit, OffsetFetch, OffsetDelete, and groups as administrators see them: items 74 to 77 of the checklist. */
final class CommittedOffsetScenarios {
    private static final Uuid NO_ID = Uuid.ZERO_UUID;

    private CommittedOffsetScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            of("gotcha 74, 75: every version of OffsetCommit and OffsetFetch without members", CommittedOffsetScenarios::simple),
            of("gotcha 74: commits with metadata, unknown topics, wrong ids and offsets", CommittedOffsetScenarios::oddCommits),
            of("gotcha 74: commits of members, and of others while there are members", CommittedOffsetScenarios::memberCommits),
            of("gotcha 75: fetches of several groups, twice, and of what does not exist", CommittedOffsetScenarios::oddFetches),
            of("offsets of a deleted topic", CommittedOffsetScenarios::deletedTopic),
            of("OffsetDelete", CommittedOffsetScenarios::deleteOffsets),
            of("every version of DeleteGroups", CommittedOffsetScenarios::deleteGroups),
            of("every version of ListGroups, its filters", CommittedOffsetScenarios::listGroups),
            of("gotcha 77: every version of DescribeGroups and FindCoordinator", CommittedOffsetScenarios::describeAndFind));
    }

    private static Scenario of(String name, Scenario.Script script) {
        return new Scenario("groups, " + name, Scenario.Profile.GROUPS, side -> {
            Groups.awaitCoordinators(side);
            script.run(side);
        });
    }

    private static void simple(Side side) throws Exception {
        Uuid id = Groups.topic(side, "offsets", 3);
        Catalogue.eachVersion(ApiMessageType.OFFSET_COMMIT, version -> {
            OffsetCommitRequestData request = commit("simple-" + version, -1, "", "offsets", version < 10 ? NO_ID : id, version, 20, 30);
            if (version >= 6) {
                request.topics().get(0).partitions().get(1).setCommittedLeaderEpoch(7);
            }
            request.topics().get(0).partitions().get(2).setCommittedMetadata(null);
            side.ask(request, version);
        });
        Catalogue.eachVersion(ApiMessageType.OFFSET_FETCH, version -> {
            for (int committed : new int[] {2, 10}) {
                String group = "simple-" + committed;
                side.ask(group, fetch(version, group, "offsets", version < 10 ? NO_ID : id, 0, 1, 2, 3), version);
                if (version >= 2) {
                    side.ask(group + ", all", fetch(version, group, null, NO_ID), version);
                }
                if (version >= 7) {
                    side.ask(group + ", stable", fetch(version, group, "offsets", version < 10 ? NO_ID : id, 0).setRequireStable(true), version);
                }
            }
            side.ask("absent", fetch(version, "absent", "offsets", version < 10 ? NO_ID : id, 0), version);
            side.ask("no group", fetch(version, "", "offsets", version < 10 ? NO_ID : id, 0), version);
            side.ask("another topic", fetch(version, "simple-2", "nowhere", version < 10 ? NO_ID : new Uuid(1, 2), 0), version);
            side.ask("no partitions", fetch(version, "simple-2", "offsets", version < 10 ? NO_ID : id), version);
        });
        side.ask("as a group", new DescribeGroupsRequestData().setGroups(List.of("simple-2")), 6);
    }

    private static void oddCommits(Side side) throws Exception {
        Uuid id = Groups.topic(side, "odd", 2);
        for (int version : new int[] {2, 8, 9, 10}) {
            Uuid known = version < 10 ? NO_ID : id;
            for (int size : new int[] {0, 4096, 4097, 30_000}) {
                OffsetCommitRequestData request = commit("odd", -1, "", "odd", known, 5, 6);
                request.topics().get(0).partitions().get(0).setCommittedMetadata("m".repeat(size));
                side.ask("metadata of " + size, request, version);
            }
            side.ask("a negative offset", commit("odd", -1, "", "odd", known, -5, -1), version);
            side.ask("an unknown partition", commit("odd", -1, "", "odd", known, 1, 1, 1), version);
            side.ask("an unknown topic", commit("odd", -1, "", "odd-nowhere", version < 10 ? NO_ID : new Uuid(3, 4), 1), version);
            side.ask("an illegal topic", commit("odd", -1, "", "a b", NO_ID, 1), version);
            side.ask("an internal topic", commit("odd", -1, "", "__consumer_offsets", NO_ID, 1), version);
            side.ask("no topics", commit("odd", -1, "", "odd", known).setTopics(List.of()), version);
            side.ask("no partitions", commit("odd", -1, "", "odd", known), version);
            side.ask("no group", commit("", -1, "", "odd", known, 1), version);
            side.ask("a generation of nothing", commit("odd-absent", 0, "", "odd", known, 1), version);
            side.ask("a generation and a member of nothing", commit("odd-absent", 3, "m", "odd", known, 1), version);
            side.ask("a member alone", commit("odd-absent", -1, "m", "odd", known, 1), version);
            side.ask("generation -2", commit("odd", -2, "", "odd", known, 1), version);
            OffsetCommitRequestData twice = commit("odd", -1, "", "odd", known, 1, 2);
            twice.topics().get(0).partitions().get(1).setPartitionIndex(0);
            side.ask("a partition twice", twice, version);
            OffsetCommitRequestData topicTwice = commit("odd", -1, "", "odd", known, 3);
            topicTwice.topics().add(commit("odd", -1, "", "odd", known, 4).topics().get(0));
            side.ask("a topic twice", topicTwice, version);
            side.ask("what is left", fetch(Math.min(version, 9), "odd", null, NO_ID), Math.min(version, 9));
        }
        side.ask("retention", commit("odd", -1, "", "odd", NO_ID, 9).setRetentionTimeMs(1), 2);
        side.ask("an instance", commit("odd", -1, "", "odd", NO_ID, 9).setGroupInstanceId("i"), 7);
        side.ask("a long name", commit("o".repeat(4096), -1, "", "odd", NO_ID, 9), 9);
        side.ask("a long name", fetch(9, "o".repeat(4096), null, NO_ID), 9);
    }

    private static void memberCommits(Side side) throws Exception {
        Groups.topic(side, "owned", 1);
        JoinGroupResponseData me = joined(side, join("owner", "", BYTES, "range"), 9);
        String id = me.memberId();
        for (int version : new int[] {2, 7, 9}) {
            side.ask("completing", commit("owner", 1, id, "owned", NO_ID, 1), version);
        }
        side.ask(sync5("owner", 1, id, "consumer", "range", id), 5);
        for (int version : new int[] {2, 7, 9}) {
            side.ask("right", commit("owner", 1, id, "owned", NO_ID, 10 + version), version);
            side.ask("another generation", commit("owner", 2, id, "owned", NO_ID, 1), version);
            side.ask("an old generation", commit("owner", 0, id, "owned", NO_ID, 1), version);
            side.ask("nobody", commit("owner", 1, "nobody", "owned", NO_ID, 1), version);
            side.ask("no member", commit("owner", 1, "", "owned", NO_ID, 1), version);
            side.ask("without a generation", commit("owner", -1, id, "owned", NO_ID, 1), version);
            side.ask("an outsider", commit("owner", -1, "", "owned", NO_ID, 1), version);
            side.ask("what is committed", fetch(7, "owner", "owned", NO_ID, 0), 7);
        }
        side.ask("as somebody static", commit("owner", 1, id, "owned", NO_ID, 1).setGroupInstanceId("i"), 7);
        side.ask("with a member and epoch", memberFetch("owner", id, 1), 9);
        side.ask("with another epoch", memberFetch("owner", id, 5), 9);
        side.ask("with nobody", memberFetch("owner", "nobody", 1), 9);
        side.ask(Groups.leave("owner", id, null), 5);
        side.ask("the one that left", commit("owner", 1, id, "owned", NO_ID, 1), 9);
        side.ask("an outsider in an empty group", commit("owner", -1, "", "owned", NO_ID, 77), 9);
        side.ask("what is committed", fetch(9, "owner", "owned", NO_ID, 0), 9);
    }

    private static OffsetFetchRequestData memberFetch(String group, String member, int epoch) {
        OffsetFetchRequestData request = fetch(9, group, "owned", NO_ID, 0);
        request.groups().get(0).setMemberId(member).setMemberEpoch(epoch);
        return request;
    }

    private static void oddFetches(Side side) throws Exception {
        Uuid id = Groups.topic(side, "sought", 2);
        side.ask(commit("sought-1", -1, "", "sought", NO_ID, 1, 2), 9);
        side.ask(commit("sought-2", -1, "", "sought", NO_ID, 3, 4), 9);
        for (int version : new int[] {8, 9, 10}) {
            Uuid known = version < 10 ? NO_ID : id;
            OffsetFetchRequestData several = new OffsetFetchRequestData().setGroups(new ArrayList<>());
            for (String group : new String[] {"sought-1", "sought-2", "sought-nowhere", "", "sought-1"}) {
                several.groups().addAll(fetch(version, group, "sought", known, 0, 1).groups());
            }
            side.ask("several", several, version);
            side.ask("none", new OffsetFetchRequestData().setGroups(List.of()), version);
            side.ask("a partition twice", fetch(version, "sought-1", "sought", known, 0, 0), version);
            side.ask("partition -1", fetch(version, "sought-1", "sought", known, -1), version);
            side.ask("an outsider's epoch", epochFetch(version, "sought-1", known), version);
        }
        side.ask("a topic without an id", fetch(10, "sought-1", "sought", NO_ID, 0), 10);
        side.ask("an illegal topic", fetch(9, "sought-1", "a b", NO_ID, 0), 9);
    }

    private static OffsetFetchRequestData epochFetch(int version, String group, Uuid id) {
        OffsetFetchRequestData request = fetch(version, group, "sought", id, 0);
        if (version >= 9) {
            request.groups().get(0).setMemberId("nobody").setMemberEpoch(3);
        }
        return request;
    }

    private static void deletedTopic(Side side) throws Exception {
        Uuid id = Groups.topic(side, "short-lived", 1);
        side.ask(commit("survivor", -1, "", "short-lived", id, 5), 10);
        side.unrecorded(new DeleteTopicsRequestData().setTimeoutMs(5000).setTopics(
            List.of(new DeleteTopicsRequestData.DeleteTopicState().setName("short-lived"))), 6, false);
        side.setup.settle();
        for (int attempt = 0; attempt < 200; attempt++) {
            org.apache.kafka.common.message.OffsetFetchResponseData answer =
                side.unrecorded(fetch(9, "survivor", null, NO_ID), 9, false);
            if (answer.groups().get(0).topics().isEmpty()) {
                break;
            }
            Thread.sleep(20);
        }
        side.ask("by name", fetch(9, "survivor", "short-lived", NO_ID, 0), 9);
        side.ask("by id", fetch(10, "survivor", "short-lived", id, 0), 10);
        side.ask("all", fetch(10, "survivor", null, NO_ID), 10);
        side.ask("again by id", commit("survivor", -1, "", "short-lived", id, 5), 10);
        side.ask("again by name", commit("survivor", -1, "", "short-lived", NO_ID, 5), 9);
    }

    private static OffsetDeleteRequestData delete(String group, String topic, int... partitions) {
        OffsetDeleteRequestData request = new OffsetDeleteRequestData().setGroupId(group);
        OffsetDeleteRequestData.OffsetDeleteRequestTopic asked = new OffsetDeleteRequestData.OffsetDeleteRequestTopic().setName(topic);
        for (int partition : partitions) {
            asked.partitions().add(new OffsetDeleteRequestData.OffsetDeleteRequestPartition().setPartitionIndex(partition));
        }
        request.topics().add(asked);
        return request;
    }

    private static void deleteOffsets(Side side) throws Exception {
        Groups.topic(side, "dropped", 2);
        side.ask(commit("dropper", -1, "", "dropped", NO_ID, 1, 2), 9);
        side.ask("one and an unknown one", delete("dropper", "dropped", 0, 7), 0);
        side.ask("again", delete("dropper", "dropped", 0), 0);
        side.ask("an unknown topic", delete("dropper", "dropped-nowhere", 0), 0);
        side.ask("no partitions", delete("dropper", "dropped"), 0);
        side.ask("no group", delete("", "dropped", 0), 0);
        side.ask("an absent group", delete("dropper-nowhere", "dropped", 0), 0);
        side.ask("what is left", fetch(9, "dropper", null, NO_ID), 9);
        JoinGroupResponseData me = joined(side, join("dropper-live", "", Groups.subscription("dropped"), "range"), 9);
        side.ask(sync5("dropper-live", 1, me.memberId(), "consumer", "range", me.memberId()), 5);
        side.ask(commit("dropper-live", 1, me.memberId(), "dropped", NO_ID, 1, 2), 9);
        side.ask("subscribed", delete("dropper-live", "dropped", 0), 0);
        Groups.topic(side, "dropped-other", 1);
        side.ask("not subscribed", delete("dropper-live", "dropped-other", 0), 0);
        JoinGroupResponseData other = joined(side, join("dropper-strange", "", BYTES, "range").setProtocolType("strange"), 9);
        side.ask(sync5("dropper-strange", 1, other.memberId(), "strange", "range", other.memberId()), 5);
        side.ask("of another kind, live", delete("dropper-strange", "dropped", 0), 0);
    }

    private static void deleteGroups(Side side) throws Exception {
        Groups.topic(side, "doomed", 1);
        Catalogue.eachVersion(ApiMessageType.DELETE_GROUPS, version -> {
            side.ask(commit("doomed-" + version, -1, "", "doomed", NO_ID, 1), 9);
            JoinGroupResponseData me = joined(side, join("doomed-live-" + version, "", BYTES, "range"), 9);
            side.ask("many", new DeleteGroupsRequestData().setGroupsNames(
                List.of("doomed-" + version, "doomed-live-" + version, "doomed-nowhere", "")), version);
            side.ask("twice", new DeleteGroupsRequestData().setGroupsNames(List.of("doomed-" + version, "doomed-" + version)), version);
            side.ask("none", new DeleteGroupsRequestData().setGroupsNames(List.of()), version);
            side.ask(Groups.leave("doomed-live-" + version, me.memberId(), null), 5);
            side.ask("now empty", new DeleteGroupsRequestData().setGroupsNames(List.of("doomed-live-" + version)), version);
            side.ask("what is left", fetch(9, "doomed-" + version, null, NO_ID), 9);
        });
    }

    private static void listGroups(Side side) throws Exception {
        Groups.topic(side, "listing", 1);
        side.ask(commit("listing-simple", -1, "", "listing", NO_ID, 1), 9);
        JoinGroupResponseData me = joined(side, join("listing-classic", "", BYTES, "range"), 9);
        side.ask(Groups.entering("listing-consumer", "m", "listing"), 1);
        Catalogue.eachVersion(ApiMessageType.LIST_GROUPS, version -> {
            listed(side, "all", new ListGroupsRequestData(), version);
            if (version >= 4) {
                for (String state : new String[] {"Stable", "stable", "Empty", "CompletingRebalance", "Dead", "nonsense", ""}) {
                    listed(side, "state " + state, new ListGroupsRequestData().setStatesFilter(List.of(state)), version);
                }
                listed(side, "states", new ListGroupsRequestData().setStatesFilter(List.of("Empty", "Stable", "Assigning")), version);
            }
            if (version >= 5) {
                for (String type : new String[] {"classic", "Classic", "consumer", "CONSUMER", "share", "nonsense", ""}) {
                    listed(side, "type " + type, new ListGroupsRequestData().setTypesFilter(List.of(type)), version);
                }
                listed(side, "both", new ListGroupsRequestData().setTypesFilter(List.of("classic")).setStatesFilter(List.of("Empty")), version);
            }
        });
        side.ask(Groups.leave("listing-classic", me.memberId(), null), 5);
    }

    /** Only of this scenario's groups: what others left behind changes with time. */
    private static void listed(Side side, String words, ListGroupsRequestData request, int version) throws Exception {
        Set<String> mine = Set.of("listing-simple", "listing-classic", "listing-consumer");
        side.<ListGroupsResponseData>ask(words, request, version, answer -> answer.groups().removeIf(group -> !mine.contains(group.groupId())));
    }

    private static void describeAndFind(Side side) throws Exception {
        Groups.topic(side, "shown", 1);
        side.ask(commit("shown-simple", -1, "", "shown", NO_ID, 1), 9);
        side.ask(Groups.entering("shown-consumer", "m", "shown"), 1);
        Catalogue.eachVersion(ApiMessageType.DESCRIBE_GROUPS, version -> {
            DescribeGroupsRequestData request = new DescribeGroupsRequestData()
                .setGroups(List.of("shown-simple", "shown-consumer", "shown-nowhere", "", "shown-simple"));
            side.ask(request, version);
            if (version >= 3) {
                side.ask("with operations", request.setIncludeAuthorizedOperations(true), version);
            }
            side.ask("none", new DescribeGroupsRequestData(), version);
        });
        Catalogue.eachVersion(ApiMessageType.CONSUMER_GROUP_DESCRIBE, version -> {
            side.ask("several", Groups.described("shown-simple", "shown-consumer", "shown-nowhere", ""), version);
            side.ask("with operations", Groups.described("shown-consumer").setIncludeAuthorizedOperations(true), version);
            side.ask("none", Groups.described(), version);
        });
        Catalogue.eachVersion(ApiMessageType.FIND_COORDINATOR, version -> {
            if (version < 4) {
                side.ask("empty", new FindCoordinatorRequestData().setKey(""), version);
                side.ask("long", new FindCoordinatorRequestData().setKey("k".repeat(4096)), version);
            } else {
                side.ask("several", new FindCoordinatorRequestData().setCoordinatorKeys(List.of("a", "", "b", "a", "k".repeat(4096))), version);
            }
        });
    }
}
