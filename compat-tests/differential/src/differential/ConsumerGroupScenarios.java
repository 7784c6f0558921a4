package differential;

import static differential.Groups.BYTES;
import static differential.Groups.beat;
import static differential.Groups.commit;
import static differential.Groups.described;
import static differential.Groups.entering;
import static differential.Groups.join;
import static differential.Groups.joined;
import static differential.Groups.owning;
import static differential.Groups.sync5;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;

/** ConsumerGroupHeartbeat and ConsumerGroupDescribe: items 78 to 85 of the checklist. */
final class ConsumerGroupScenarios {
    /** Behind every id that a coordinator could make, so that assignors that sort by id always find the same order. */
    private static final String NEW = "~new";

    private ConsumerGroupScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            of("gotcha 78: what ConsumerGroupHeartbeat refuses", ConsumerGroupScenarios::refused),
            of("gotcha 79, 80: one member, full and short heartbeats, old and future epochs", ConsumerGroupScenarios::oneMember),
            of("gotcha 81: a partition moves when it is given back", ConsumerGroupScenarios::reconciliation),
            of("gotcha 82: static members", ConsumerGroupScenarios::staticMembers),
            of("gotcha 83: commits and fetches with epochs", ConsumerGroupScenarios::epochs),
            of("gotcha 84: a classic member in a consumer group", ConsumerGroupScenarios::classicJoins),
            of("gotcha 84: a member of the new protocol in a classic group", ConsumerGroupScenarios::upgrade),
            of("gotcha 85: subscriptions by regular expression", ConsumerGroupScenarios::regex));
    }

    private static Scenario of(String name, Scenario.Script script) {
        return new Scenario("groups, " + name, Scenario.Profile.GROUPS, side -> {
            Groups.awaitCoordinators(side);
            script.run(side);
        });
    }

    private static void refused(Side side) throws Exception {
        Uuid id = Groups.topic(side, "refusing", 1);
        for (int version : new int[] {0, 1}) {
            side.ask("no group", entering("", "m", "refusing"), version);
            side.ask("no member id", entering("refusing-" + version, "", "refusing"), version);
            side.ask("no rebalance timeout", entering("refusing", "m", "refusing").setRebalanceTimeoutMs(-1), version);
            side.ask("a rebalance timeout of nothing", entering("refusing-0", "m0", "refusing").setRebalanceTimeoutMs(0), version);
            side.ask("no topics", entering("refusing", "m", "refusing").setSubscribedTopicNames(null), version);
            side.ask("empty topics", entering("refusing-none", "m", new String[0]), version);
            side.ask("an illegal topic", entering("refusing-illegal", "m", "a b"), version);
            side.ask("owning already", entering("refusing", "m", "refusing").setTopicPartitions(owning(id, 0)), version);
            side.ask("no owned list", entering("refusing", "m", "refusing").setTopicPartitions(null), version);
            side.ask("an empty rack", entering("refusing", "m", "refusing").setRackId(""), version);
            side.ask("an empty instance", entering("refusing", "m", "refusing").setInstanceId(""), version);
            side.ask("an unknown assignor", entering("refusing", "m", "refusing").setServerAssignor("nonsense"), version);
            side.ask("an empty assignor", entering("refusing-assignor", "m", "refusing").setServerAssignor(""), version);
            for (int epoch : new int[] {-3, -2, -1, 1, Integer.MAX_VALUE}) {
                side.ask("an absent group, epoch " + epoch, beat("refusing-absent", "m", epoch), version);
            }
            side.ask("an absent group, static, epoch -2", beat("refusing-absent", "m", -2).setInstanceId("i"), version);
        }
        side.ask("a long name", entering("g".repeat(4096), "m", "refusing"), 1);
        side.ask("a long member id", entering("refusing-long", "m".repeat(4096), "refusing"), 1);
        side.ask("an unknown topic", entering("refusing-unknown", "m", "refusing-nowhere"), 1);
        side.ask("described", described("refusing-unknown"), 1);
    }

    private static void oneMember(Side side) throws Exception {
        Uuid id = Groups.topic(side, "alone", 3);
        ConsumerGroupHeartbeatResponseData in = side.ask("joining", entering("alone", "m", "alone"), 1);
        int epoch = in.memberEpoch();
        side.ask("short", beat("alone", "m", epoch), 1);
        side.ask("full, nothing owned", entering("alone", "m", "alone").setMemberEpoch(epoch), 1);
        side.ask("all owned", beat("alone", "m", epoch).setTopicPartitions(owning(id, 0, 1, 2)), 1);
        side.ask("described", described("alone"), 1);
        side.ask("more owned than there is", beat("alone", "m", epoch).setTopicPartitions(owning(id, 0, 1, 2, 3)), 1);
        side.ask("a strange topic owned", beat("alone", "m", epoch).setTopicPartitions(owning(new Uuid(5, 6), 0)), 1);
        side.ask("an epoch ahead", beat("alone", "m", epoch + 1), 1);
        side.ask("described", described("alone"), 1);
        side.ask("an epoch behind, nothing owned", beat("alone", "m", epoch - 1), 1);
        side.ask("an epoch behind, some owned", beat("alone", "m", epoch - 1).setTopicPartitions(owning(id, 0)), 1);
        side.ask("nobody", beat("alone", "nobody", epoch), 1);
        side.ask("joining again", entering("alone", "m", "alone"), 1);
        side.ask("another assignor", beat("alone", "m", epoch).setServerAssignor("range"), 1);
        side.ask("an unknown assignor", beat("alone", "m", epoch).setServerAssignor("nonsense"), 1);
        side.ask("described", described("alone"), 1);
        Groups.topic(side, "alone-too", 1);
        ConsumerGroupHeartbeatResponseData two =
            side.ask("two topics", entering("alone", "m", "alone", "alone-too").setMemberEpoch(latest(side, "alone")), 1);
        side.ask("no topics", entering("alone", "m", new String[0]).setMemberEpoch(two.memberEpoch()), 1);
        side.ask("deletion while it is there", new DeleteGroupsRequestData().setGroupsNames(List.of("alone")), 2);
        side.ask("leaving", beat("alone", "m", -1), 1);
        side.ask("leaving again", beat("alone", "m", -1), 1);
        side.ask("afterwards", beat("alone", "m", epoch), 1);
        side.ask("empty", described("alone"), 1);
        side.ask("by the old API", new DescribeGroupsRequestData().setGroups(List.of("alone")), 6);
        side.ask("in version 0, without an id", entering("alone-0", "", "alone"), 0);
        side.ask("deletion", new DeleteGroupsRequestData().setGroupsNames(List.of("alone")), 2);
        side.ask("absent", described("alone"), 1);
    }

    /** The epoch of a group's first member, not written down. */
    private static int latest(Side side, String group) throws Exception {
        ConsumerGroupDescribeResponseData answer = side.unrecorded(described(group), 1, false);
        return answer.groups().get(0).members().get(0).memberEpoch();
    }

    private static int latestOf(Side side, String group, String member) throws Exception {
        ConsumerGroupDescribeResponseData answer = side.unrecorded(described(group), 1, false);
        return answer.groups().get(0).members().stream().filter(one -> one.memberId().equals(member)).findFirst().orElseThrow().memberEpoch();
    }

    private static void reconciliation(Side side) throws Exception {
        Uuid id = Groups.topic(side, "moving", 4);
        ConsumerGroupHeartbeatResponseData a = side.ask("a joins", entering("moving", "a", "moving"), 1);
        side.ask("a has all", beat("moving", "a", a.memberEpoch()).setTopicPartitions(owning(id, 0, 1, 2, 3)), 1);
        ConsumerGroupHeartbeatResponseData b = side.ask("b joins", entering("moving", "b", "moving"), 1);
        side.ask("described", described("moving"), 1);
        side.ask("b asks", beat("moving", "b", b.memberEpoch()), 1);
        a = side.ask("a is told to revoke", beat("moving", "a", a.memberEpoch()), 1);
        side.ask("a asks again, having revoked nothing", beat("moving", "a", a.memberEpoch()).setTopicPartitions(owning(id, 0, 1, 2, 3)), 1);
        side.ask("described", described("moving"), 1);
        List<Integer> kept = a.assignment() == null ? List.of() : a.assignment().topicPartitions().get(0).partitions();
        a = side.ask("a has revoked", beat("moving", "a", a.memberEpoch()).setTopicPartitions(owning(id, kept.toArray(new Integer[0]))), 1);
        b = side.ask("b asks", beat("moving", "b", b.memberEpoch()).setTopicPartitions(List.of()), 1);
        side.ask("described", described("moving"), 1);
        side.ask("the lost answer: a with its epoch before", beat("moving", "a", a.memberEpoch() - 1)
            .setTopicPartitions(owning(id, kept.toArray(new Integer[0]))), 1);
        side.ask("c joins", entering("moving", "c", "moving"), 1);
        side.ask("d is one too many", entering("moving", "d", "moving"), 1);
        side.ask("b leaves", beat("moving", "b", -1), 1);
        side.ask("described", described("moving"), 1);
        side.ask("a leaves", beat("moving", "a", -1), 1);
        side.ask("c asks", beat("moving", "c", latestOf(side, "moving", "c")), 1);
        side.ask("described", described("moving"), 1);
    }

    private static void staticMembers(Side side) throws Exception {
        Groups.topic(side, "fixed", 2);
        ConsumerGroupHeartbeatResponseData a = side.ask("a joins", entering("fixed", "a", "fixed").setInstanceId("i"), 1);
        int epoch = a.memberEpoch();
        side.ask("b takes its name", entering("fixed", "b", "fixed").setInstanceId("i"), 1);
        side.ask("a joins again", entering("fixed", "a", "fixed").setInstanceId("i"), 1);
        side.ask("a with another name", beat("fixed", "a", epoch).setInstanceId("j"), 1);
        side.ask("a without a name", beat("fixed", "a", epoch), 1);
        side.ask("a goes for a while", beat("fixed", "a", -2).setInstanceId("i"), 1);
        side.ask("described", described("fixed"), 1);
        side.ask("a is away", beat("fixed", "a", epoch).setInstanceId("i"), 1);
        side.ask("b takes its place", entering("fixed", "b", "fixed").setInstanceId("i"), 1);
        side.ask("a is no more", beat("fixed", "a", epoch).setInstanceId("i"), 1);
        side.ask("described", described("fixed"), 1);
        side.ask("b leaves as nobody", beat("fixed", "nobody", -1).setInstanceId("i"), 1);
        side.ask("b leaves for good", beat("fixed", "b", -1).setInstanceId("i"), 1);
        side.ask("described", described("fixed"), 1);
        side.ask("an unknown name goes for a while", beat("fixed", "z", -2).setInstanceId("z"), 1);
    }

    private static OffsetFetchRequestData fetch(String group, String member, int epoch) {
        OffsetFetchRequestData request = Groups.fetch(9, group, "timely", Uuid.ZERO_UUID, 0);
        request.groups().get(0).setMemberId(member).setMemberEpoch(epoch);
        return request;
    }

    private static void epochs(Side side) throws Exception {
        Uuid id = Groups.topic(side, "timely", 1);
        ConsumerGroupHeartbeatResponseData in = side.ask("joining", entering("timely", "m", "timely"), 1);
        int epoch = in.memberEpoch();
        side.ask("owning", beat("timely", "m", epoch).setTopicPartitions(owning(id, 0)), 1);
        for (int version : new int[] {2, 8, 9, 10}) {
            Uuid known = version < 10 ? Uuid.ZERO_UUID : id;
            side.ask("right", commit("timely", epoch, "m", "timely", known, version), version);
            side.ask("an epoch ahead", commit("timely", epoch + 1, "m", "timely", known, 1), version);
            side.ask("an epoch behind", commit("timely", epoch - 1, "m", "timely", known, 1), version);
            side.ask("nobody", commit("timely", epoch, "nobody", "timely", known, 1), version);
            side.ask("an outsider", commit("timely", -1, "", "timely", known, 1), version);
            side.ask("a member without an epoch", commit("timely", -1, "m", "timely", known, 1), version);
        }
        side.ask("right", fetch("timely", "m", epoch), 9);
        side.ask("an epoch ahead", fetch("timely", "m", epoch + 1), 9);
        side.ask("an epoch behind", fetch("timely", "m", epoch - 1), 9);
        side.ask("nobody", fetch("timely", "nobody", epoch), 9);
        side.ask("an outsider", fetch("timely", null, -1), 9);
        side.ask("an outsider of an old version", Groups.fetch(5, "timely", "timely", Uuid.ZERO_UUID, 0), 5);
        side.ask("leaving", beat("timely", "m", -1), 1);
        side.ask("the one that left", commit("timely", epoch, "m", "timely", Uuid.ZERO_UUID, 1), 9);
        side.ask("an outsider in an empty group", commit("timely", -1, "", "timely", Uuid.ZERO_UUID, 50), 9);
        side.ask("what is committed", fetch("timely", null, -1), 9);
    }

    private static void classicJoins(Side side) throws Exception {
        Uuid id = Groups.topic(side, "joint", 2);
        ConsumerGroupHeartbeatResponseData in =
            side.ask("a member of the new protocol", entering("joint", NEW, "joint").setServerAssignor("range"), 1);
        int epoch = in.memberEpoch();
        side.ask("it has all", beat("joint", NEW, epoch).setTopicPartitions(owning(id, 0, 1)), 1);
        side.ask("a classic heartbeat of it", Groups.heartbeat("joint", epoch, NEW), 4);
        side.ask("a classic sync of it", sync5("joint", epoch, NEW, "consumer", "range"), 5);
        side.ask("a classic leave of it", Groups.leave("joint", NEW, null), 5);
        side.ask("it is back", entering("joint", NEW, "joint").setServerAssignor("range"), 1);
        side.ask("no subscription that could be read", join("joint", "", BYTES, "range"), 9);
        side.ask("another type", join("joint", "", Groups.subscription("joint"), "range").setProtocolType("connect"), 9);
        side.ask("no protocols", join("joint", "", Groups.subscription("joint")), 9);
        JoinGroupResponseData classic = joined(side, join("joint", "", Groups.subscription("joint"), "range"), 9);
        String member = classic.memberId();
        side.ask("described", described("joint"), 1);
        side.ask("its heartbeat", Groups.heartbeat("joint", classic.generationId(), member), 4);
        side.ask("its sync", sync5("joint", classic.generationId(), member, "consumer", "range"), 5);
        side.ask("a sync of another generation", sync5("joint", 99, member, "consumer", "range"), 5);
        side.ask("a sync of another protocol", sync5("joint", classic.generationId(), member, "consumer", "sticky"), 5);
        side.ask("a heartbeat of another generation", Groups.heartbeat("joint", 99, member), 4);
        side.ask("its commit", commit("joint", classic.generationId(), member, "joint", Uuid.ZERO_UUID, 4), 9);
        side.ask("its commit in an old version", commit("joint", classic.generationId(), member, "joint", Uuid.ZERO_UUID, 5), 7);
        side.ask("a heartbeat of the new protocol by it", beat("joint", member, classic.generationId()), 1);
        side.ask("the new one learns of it", beat("joint", NEW, latestOf(side, "joint", NEW)), 1);
        side.ask("its heartbeat then", Groups.heartbeat("joint", classic.generationId(), member), 4);
        side.ask("the new one leaves", beat("joint", NEW, -1), 1);
        side.ask("by the old API", new DescribeGroupsRequestData().setGroups(List.of("joint")), 6);
        side.ask("by the new API", described("joint"), 1);
        side.ask("the classic one leaves", Groups.leave("joint", member, null), 5);
    }

    private static void upgrade(Side side) throws Exception {
        Groups.topic(side, "rising", 2);
        JoinGroupResponseData opaque = joined(side, join("rising-opaque", "", BYTES, "range"), 9);
        side.ask(sync5("rising-opaque", 1, opaque.memberId(), "consumer", "range", opaque.memberId()), 5);
        side.ask("a subscription that nobody can read", entering("rising-opaque", "new", "rising"), 1);
        JoinGroupResponseData strange = joined(side, join("rising-strange", "", BYTES, "range").setProtocolType("connect"), 9);
        side.ask(sync5("rising-strange", 1, strange.memberId(), "connect", "range", strange.memberId()), 5);
        side.ask("a group of another type", entering("rising-strange", "new", "rising"), 1);
        side.ask("by the new API", described("rising-strange"), 1);
        JoinGroupResponseData classic = joined(side, join("rising", "", Groups.subscription("rising"), "range"), 9);
        String member = classic.memberId();
        side.ask(sync5("rising", 1, member, "consumer", "range", member), 5);
        side.ask("an assignment that nobody can read", entering("rising", "new", "rising"), 1);
        side.ask("described", described("rising"), 1);
        side.ask("the old API", new DescribeGroupsRequestData().setGroups(List.of("rising")), 6);
        side.ask(commit("rising-empty", -1, "", "rising", Uuid.ZERO_UUID, 3), 9);
        side.ask("an empty group becomes one of the new kind", entering("rising-empty", "new", "rising"), 1);
        side.ask("its offsets stay", Groups.fetch(9, "rising-empty", "rising", Uuid.ZERO_UUID, 0), 9);
        side.ask("described", described("rising-empty"), 1);
    }

    private static void regex(Side side) throws Exception {
        Groups.topic(side, "match-1", 1);
        Groups.topic(side, "match-2", 1);
        Groups.topic(side, "mismatch", 1);
        for (String bad : new String[] {"[", "*", "(", "a{2", "(?<x>a", "\\"}) {
            side.ask("bad: " + bad, entering("regex-bad", "m", new String[0]).setSubscribedTopicNames(null).setSubscribedTopicRegex(bad), 1);
        }
        side.ask("look-ahead: not of this kind", entering("regex-bad", "m", new String[0]).setSubscribedTopicNames(null)
            .setSubscribedTopicRegex("(?=a)b"), 1);
        side.unrecorded(entering("regex", "m", new String[0]).setSubscribedTopicNames(null).setSubscribedTopicRegex("match-[0-9]"), 1, false);
        for (int attempt = 0; attempt < 300; attempt++) {
            ConsumerGroupHeartbeatResponseData answer = side.unrecorded(beat("regex", "m", latest(side, "regex")), 1, false);
            ConsumerGroupDescribeResponseData seen = side.unrecorded(described("regex"), 1, false);
            if (answer.errorCode() == 0 && seen.groups().get(0).members().get(0).assignment().topicPartitions().size() == 2) {
                break;
            }
            Thread.sleep(30);
        }
        side.ask("members and what they match", described("regex"), 1);
        side.ask("an empty expression", beat("regex", "m", latest(side, "regex")).setSubscribedTopicRegex(""), 1);
        side.ask("leaving", beat("regex", "m", -1), 1);
    }
}
