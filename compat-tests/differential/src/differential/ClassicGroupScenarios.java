package differential;

import static differential.Groups.BYTES;
import static differential.Groups.heartbeat;
import static differential.Groups.join;
import static differential.Groups.joined;
import static differential.Groups.leave;
import static differential.Groups.sync;
import static differential.Groups.sync5;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;

/** JoinGroup, SyncGroup, Heartbeat and LeaveGroup: items 66 to 73 of the checklist. */
final class ClassicGroupScenarios {
    private ClassicGroupScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            of("gotcha 66 to 71: a member's life in every version of JoinGroup", ClassicGroupScenarios::lives),
            of("gotcha 66: what JoinGroup refuses", ClassicGroupScenarios::refusedJoins),
            of("gotcha 67 to 71: two members, and what is wrong in each state", ClassicGroupScenarios::twoMembers),
            of("gotcha 68: no common protocol, and another protocol type", ClassicGroupScenarios::protocols),
            of("gotcha 72: static members", ClassicGroupScenarios::staticMembers),
            of("gotcha 73: LeaveGroup in batches", ClassicGroupScenarios::leaving),
            of("a group takes only as many members as it may", ClassicGroupScenarios::full));
    }

    private static Scenario of(String name, Scenario.Script script) {
        return new Scenario("groups, " + name, Scenario.Profile.GROUPS, side -> {
            Groups.awaitCoordinators(side);
            script.run(side);
        });
    }

    private static void describe(Side side, String words, int version, String... groups) throws Exception {
        side.ask(words, new DescribeGroupsRequestData().setGroups(List.of(groups)), version);
    }

    private static void lives(Side side) throws Exception {
        Catalogue.eachVersion(ApiMessageType.JOIN_GROUP, version -> {
            String group = "life-" + version;
            int syncVersion = Math.min(version, 5);
            int beatVersion = Math.min(version, 4);
            JoinGroupResponseData me = joined(side, join(group, "", BYTES, "range", "roundrobin"), version);
            String id = me.memberId();
            side.ask("before syncing", heartbeat(group, me.generationId(), id), beatVersion);
            side.ask("of another generation", sync5(group, 99, id, "consumer", "range", id), syncVersion);
            side.ask("of the leader", sync5(group, me.generationId(), id, "consumer", "range", id), syncVersion);
            side.ask("again", sync5(group, me.generationId(), id, "consumer", "range"), syncVersion);
            side.ask("in time", heartbeat(group, me.generationId(), id), beatVersion);
            side.ask("of an earlier generation", heartbeat(group, me.generationId() - 1, id), beatVersion);
            side.ask("of nobody", heartbeat(group, me.generationId(), "nobody"), beatVersion);
            describe(side, "stable", Math.min(version, 6), group);
            side.ask("joining again", join(group, id, BYTES, "range", "roundrobin"), version);
            side.ask("before all are back", heartbeat(group, me.generationId(), id), beatVersion);
            side.ask("of the old generation", sync5(group, me.generationId(), id, "consumer", "range", id), syncVersion);
            side.ask("of the new generation", sync5(group, me.generationId() + 1, id, "consumer", "range", id), syncVersion);
            LeaveGroupRequestData leaving = version < 3 ? new LeaveGroupRequestData().setGroupId(group).setMemberId(id) : leave(group, id, null);
            side.ask("leaving", leaving, Math.min(version, 5));
            side.ask("leaving again", leaving, Math.min(version, 5));
            side.ask("afterwards", heartbeat(group, me.generationId() + 1, id), beatVersion);
            describe(side, "empty", Math.min(version, 6), group);
        });
    }

    private static void refusedJoins(Side side) throws Exception {
        for (int version : new int[] {0, 3, 4, 9}) {
            side.ask("an empty group id", join("", "", BYTES, "range"), version);
            side.ask("an unknown member", join("refused", "nobody", BYTES, "range"), version);
            side.ask("no protocols", join("refused", "", BYTES), version);
            side.ask("an empty protocol type", join("refused", "", BYTES, "range").setProtocolType(""), version);
            for (int timeout : new int[] {-1, 0, 999, 1_800_001, Integer.MAX_VALUE}) {
                side.ask("a session of " + timeout, join("refused", "", BYTES, "range").setSessionTimeoutMs(timeout), version);
            }
        }
        String large = "g".repeat(4096);
        JoinGroupResponseData me = joined(side, join(large, "", BYTES, "range"), 9);
        side.ask("in a group with a long name", sync5(large, me.generationId(), me.memberId(), "consumer", "range", me.memberId()), 5);
        me = joined(side, join("strange", "", new byte[100_000], "range").setProtocolType("strange"), 9);
        side.ask("of a strange type", sync5("strange", me.generationId(), me.memberId(), "strange", "range", me.memberId()), 5);
        describe(side, "strange", 6, "strange");
        describe(side, "absent", 5, "absent", "");
        describe(side, "absent", 6, "absent", "");
        side.ask("an instance that nobody knows", join("refused", "nobody", BYTES, "range").setGroupInstanceId("i"), 5);
    }

    private static void twoMembers(Side side) throws Exception {
        String group = "two";
        try (Groups.Peer one = new Groups.Peer(side); Groups.Peer other = new Groups.Peer(side)) {
            JoinGroupResponseData first = joined(side, join(group, "", BYTES, "range", "sticky"), 9);
            String a = first.memberId();
            side.ask("the leader's", sync5(group, 1, a, "consumer", "range", a), 5);
            String b = ((JoinGroupResponseData) other.ask("the second", join(group, "", BYTES, "sticky", "roundrobin"), 9)).memberId();
            describe(side, "one is pending", 6, group);
            other.send(join(group, b, BYTES, "sticky", "roundrobin"), 9);
            awaitState(side, group, "PreparingRebalance");
            describe(side, "preparing", 6, group);
            side.ask("preparing", heartbeat(group, 1, a), 4);
            side.ask("preparing", sync5(group, 1, a, "consumer", "range", a), 5);
            side.ask("preparing, of the one that waits", heartbeat(group, 1, b), 4);
            one.send(join(group, a, BYTES, "range", "sticky"), 9);
            one.receive("the first is back");
            other.receive("the second is in");
            describe(side, "completing", 6, group);
            side.ask("completing", heartbeat(group, 2, a), 4);
            side.ask("another protocol", sync5(group, 2, b, "consumer", "range"), 5);
            side.ask("another protocol type", sync5(group, 2, b, "connect", "sticky"), 5);
            other.send(sync5(group, 2, b, "consumer", "sticky"), 5);
            one.send(sync5(group, 2, a, "consumer", "sticky", a, b, "nobody"), 5);
            one.receive("the leader");
            other.receive("the follower, held until then");
            describe(side, "stable", 6, group);
            side.ask("the follower again, nothing changed", join(group, b, BYTES, "sticky", "roundrobin"), 9);
            side.ask("the follower's old generation", heartbeat(group, 1, b), 4);
            other.send(join(group, b, new byte[] {9}, "sticky", "roundrobin"), 9);
            awaitState(side, group, "PreparingRebalance");
            one.ask("the leader leaves meanwhile", leave(group, a, null), 5);
            other.receive("the follower, now alone and with other metadata");
            side.ask("the one that left", sync5(group, 3, a, "consumer", "sticky"), 5);
            side.ask("the new leader forgets itself", sync5(group, 3, b, "consumer", "sticky"), 5);
            describe(side, "after it", 6, group);
        }
    }

    /** Waits until the broker says that a group is in that state. */
    private static void awaitState(Side side, String group, String state) throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            org.apache.kafka.common.message.DescribeGroupsResponseData answer =
                side.unrecorded(new DescribeGroupsRequestData().setGroups(List.of(group)), 5, false);
            if (answer.groups().get(0).groupState().equals(state)) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException(group + " does not become " + state);
    }

    private static void protocols(Side side) throws Exception {
        JoinGroupResponseData me = joined(side, join("picky", "", BYTES, "range"), 9);
        for (int version : new int[] {0, 4, 9}) {
            side.ask("no common protocol", join("picky", "", BYTES, "sticky"), version);
            side.ask("another type", join("picky", "", BYTES, "range").setProtocolType("connect"), version);
            side.ask("a known member, no common protocol", join("picky", me.memberId(), BYTES, "sticky"), version);
        }
        side.ask("still there", heartbeat("picky", me.generationId(), me.memberId()), 4);
        JoinGroupRequestData twice = join("picky-twice", "", BYTES, "range", "sticky");
        joined(side, twice, 9);
    }

    private static void staticMembers(Side side) throws Exception {
        String group = "static";
        JoinGroupResponseData first = side.ask("a", join(group, "", BYTES, "range").setGroupInstanceId("a"), 9);
        String old = first.memberId();
        side.ask("a", sync5(group, 1, old, "consumer", "range", old).setGroupInstanceId("a"), 5);
        side.ask("a's id with b's name", heartbeat(group, 1, old).setGroupInstanceId("b"), 4);
        side.ask("a's id without a name", heartbeat(group, 1, old), 4);
        JoinGroupResponseData again = side.ask("a comes back", join(group, "", BYTES, "range").setGroupInstanceId("a"), 9);
        String now = again.memberId();
        side.ask("the old a", heartbeat(group, 1, old).setGroupInstanceId("a"), 4);
        side.ask("the old a", sync5(group, 1, old, "consumer", "range").setGroupInstanceId("a"), 5);
        side.ask("the old a", join(group, old, BYTES, "range").setGroupInstanceId("a"), 9);
        side.ask("the old a", Groups.commit(group, 1, old, "static-topic", Uuid.ZERO_UUID, 1).setGroupInstanceId("a"), 9);
        side.ask("the new a", sync5(group, 1, now, "consumer", "range").setGroupInstanceId("a"), 5);
        side.ask("the new a", heartbeat(group, 1, now).setGroupInstanceId("a"), 4);
        side.ask("a comes back in an old version", join(group, "", BYTES, "range").setGroupInstanceId("a"), 5);
        describe(side, "static", 6, group);
        side.ask("the old a leaves", leave(group, old, "a"), 5);
        side.ask("an administrator removes a", leave(group, "", "a"), 5);
        describe(side, "without a", 6, group);
    }

    private static void leaving(Side side) throws Exception {
        JoinGroupResponseData me = joined(side, join("leaving", "", BYTES, "range"), 9);
        side.ask("nobody", leave("leaving", "nobody", null), 5);
        side.ask("no such instance", leave("leaving", "", "nobody"), 5);
        side.ask("no such group", leave("leaving-nowhere", "nobody", null), 5);
        side.ask("no group", leave("", "nobody", null), 5);
        side.ask("nobody at all", new LeaveGroupRequestData().setGroupId("leaving"), 5);
        side.ask("three of whom one is", new LeaveGroupRequestData().setGroupId("leaving").setMembers(List.of(
            new LeaveGroupRequestData.MemberIdentity().setMemberId("x"), new LeaveGroupRequestData.MemberIdentity().setMemberId(me.memberId()),
            new LeaveGroupRequestData.MemberIdentity().setMemberId("").setGroupInstanceId("y"))), 4);
        for (int version : new int[] {0, 2}) {
            side.ask("old, nobody", new LeaveGroupRequestData().setGroupId("leaving").setMemberId("nobody"), version);
            side.ask("old, no group", new LeaveGroupRequestData().setGroupId("").setMemberId("nobody"), version);
        }
        for (String group : new String[] {"", "leaving-nowhere"}) {
            side.ask("heartbeat, group '" + group + "'", heartbeat(group, 1, "m"), 4);
            side.ask("sync, group '" + group + "'", sync(group, 1, "m"), 4);
            side.ask("sync, group '" + group + "'", sync5(group, 1, "m", "consumer", "range"), 5);
        }
        side.ask("a sync without type and protocol", sync("leaving", 1, "m"), 5);
    }

    private static void full(Side side) throws Exception {
        try (Groups.Peer second = new Groups.Peer(side)) {
            JoinGroupResponseData first = joined(side, join("full", "", BYTES, "range"), 9);
            JoinGroupResponseData other = second.ask("the second", join("full", "", BYTES, "range"), 9);
            second.send(join("full", other.memberId(), BYTES, "range"), 9);
            awaitState(side, "full", "PreparingRebalance");
            side.ask("the first", join("full", first.memberId(), BYTES, "range"), 9);
            second.receive("the second");
            for (int version : new int[] {3, 4, 9}) {
                side.ask("a third", join("full", "", BYTES, "range"), version);
            }
            side.ask("a static one", join("full", "", BYTES, "range").setGroupInstanceId("i"), 9);
            describe(side, "full", 6, "full");
        }
    }
}
