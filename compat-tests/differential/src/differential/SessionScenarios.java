package differential;

import static differential.FetchScenarios.fetch;
import static differential.FetchScenarios.partition;
import static differential.FetchScenarios.topic;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;

/** Fetch sessions: items 54 to 56 of the checklist. */
final class SessionScenarios {
    private SessionScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("gotcha 54: a session is opened, continued and closed", SessionScenarios::life),
            new Scenario("gotcha 54: unknown sessions and wrong epochs", SessionScenarios::mistakes),
            new Scenario("gotcha 54: a session does not change between names and ids", SessionScenarios::namesAndIds),
            new Scenario("gotcha 55: incremental answers list only what changed", SessionScenarios::incremental),
            new Scenario("gotcha 55: an error stays until it is healed, and partitions with data go to the back",
                SessionScenarios::errorsAndOrder),
            new Scenario("gotcha 55: partitions are added, changed and forgotten", SessionScenarios::forgotten));
    }

    private static FetchRequestData session(FetchRequestData request, int id, int epoch) {
        return request.setSessionId(id).setSessionEpoch(epoch);
    }

    private static void life(Side side) throws Exception {
        Uuid id = side.setup.topic("session", 2, Map.of());
        Batch.prepare(side, "session", 0, Batch.of(1));
        for (int version : new int[] {7, 12, 13, 18}) {
            FetchResponseData opened = side.ask("open",
                session(fetch(topic("session", id, partition(0, 0), partition(1, 0))), 0, 0), version);
            side.ask("continue", session(fetch(), opened.sessionId(), 1), version);
            side.ask("continue with an offset", session(fetch(topic("session", id, partition(0, 1))), opened.sessionId(), 2), version);
            side.ask("close", session(fetch(topic("session", id, partition(0, 0))), opened.sessionId(), -1), version);
            side.ask("continue after closing", session(fetch(), opened.sessionId(), 3), version);
            side.ask("open with nothing", session(fetch(), 0, 0), version);
            FetchResponseData again = side.ask("open again", session(fetch(topic("session", id, partition(0, 0))), 0, 0), version);
            side.ask("replace", session(fetch(topic("session", id, partition(1, 0))), again.sessionId(), 0), version);
            side.ask("continue the replaced one", session(fetch(), again.sessionId(), 1), version);
        }
    }

    private static void mistakes(Side side) throws Exception {
        Uuid id = side.setup.topic("mistaken");
        Batch.prepare(side, "mistaken", 0, Batch.of(1));
        for (int version : new int[] {7, 18}) {
            side.ask("an unknown session", session(fetch(), 12345, 1), version);
            side.ask("no session, epoch 1", session(fetch(topic("mistaken", id, partition(0, 0))), 0, 1), version);
            side.ask("epoch -2", session(fetch(topic("mistaken", id, partition(0, 0))), 0, -2), version);
            side.ask("closing an unknown session", session(fetch(topic("mistaken", id, partition(0, 0))), 12345, -1), version);
            side.ask("replacing an unknown session", session(fetch(topic("mistaken", id, partition(0, 0))), 12345, 0), version);
            FetchResponseData opened = side.ask("open", session(fetch(topic("mistaken", id, partition(0, 0))), 0, 0), version);
            side.ask("epoch 2 instead of 1", session(fetch(), opened.sessionId(), 2), version);
            side.ask("epoch 1", session(fetch(), opened.sessionId(), 1), version);
            side.ask("epoch 1 again", session(fetch(), opened.sessionId(), 1), version);
            side.ask("epoch 2", session(fetch(), opened.sessionId(), 2), version);
        }
    }

    private static void namesAndIds(Side side) throws Exception {
        Uuid id = side.setup.topic("named-or-not");
        FetchResponseData byName = side.ask("open", session(fetch(topic("named-or-not", id, partition(0, 0))), 0, 0), 12);
        side.ask("by id now", session(fetch(topic("", id, partition(0, 0))), byName.sessionId(), 1), 13);
        FetchResponseData byId = side.ask("open", session(fetch(topic("", id, partition(0, 0))), 0, 0), 13);
        side.ask("by name now", session(fetch(topic("named-or-not", id, partition(0, 0))), byId.sessionId(), 1), 12);
        side.ask("nothing, by name now", session(fetch(), byId.sessionId(), 1), 12);
    }

    private static void incremental(Side side) throws Exception {
        Uuid id = side.setup.topic("changing", 3, Map.of());
        FetchResponseData opened = side.ask("open",
            session(fetch(topic("changing", id, partition(0, 0), partition(1, 0), partition(2, 0))), 0, 0), 12);
        side.ask("nothing new", session(fetch(), opened.sessionId(), 1), 12);
        Batch.prepare(side, "changing", 1, Batch.of(2));
        side.ask("data in partition 1", session(fetch(), opened.sessionId(), 2), 12);
        side.ask("the same data again", session(fetch(), opened.sessionId(), 3), 12);
        side.ask("past the data", session(fetch(topic("changing", id, partition(1, 2))), opened.sessionId(), 4), 12);
        side.ask("nothing new", session(fetch(), opened.sessionId(), 5), 12);
        Batch.prepare(side, "changing", 0, Batch.of(1));
        Batch.prepare(side, "changing", 2, Batch.of(1));
        side.ask("data in the other two", session(fetch(), opened.sessionId(), 6), 12);
        OffsetScenarios.deleteBefore(side, "changing", 1, 1);
        side.ask("the log start moved", session(fetch(topic("changing", id, partition(0, 1), partition(2, 1))), opened.sessionId(), 7), 12);
        side.ask("nothing new", session(fetch(), opened.sessionId(), 8), 12);
    }

    private static void errorsAndOrder(Side side) throws Exception {
        Uuid id = side.setup.topic("erring", 3, Map.of());
        Batch.prepare(side, "erring", 0, Batch.of(1));
        FetchResponseData opened = side.ask("open",
            session(fetch(topic("erring", id, partition(0, 0), partition(1, 0), partition(2, 0), partition(9, 0))), 0, 0), 12);
        side.ask("the error again", session(fetch(), opened.sessionId(), 1), 12);
        Batch.prepare(side, "erring", 1, Batch.of(1));
        Batch.prepare(side, "erring", 2, Batch.of(1));
        side.ask("all have data", session(fetch(), opened.sessionId(), 2), 12);
        side.ask("little room", session(fetch().setMaxBytes(80), opened.sessionId(), 3), 12);
        side.ask("little room again", session(fetch().setMaxBytes(80), opened.sessionId(), 4), 12);
        side.ask("little room once more", session(fetch().setMaxBytes(80), opened.sessionId(), 5), 12);
        side.ask("an offset outside", session(fetch(topic("erring", id, partition(0, 50))), opened.sessionId(), 6), 12);
        side.ask("still outside", session(fetch(), opened.sessionId(), 7), 12);
        side.ask("healed", session(fetch(topic("erring", id, partition(0, 1))), opened.sessionId(), 8), 12);
        side.ask("quiet", session(fetch(topic("erring", id, partition(1, 1), partition(2, 1))), opened.sessionId(), 9), 12);
    }

    private static void forgotten(Side side) throws Exception {
        Uuid id = side.setup.topic("forgetting", 3, Map.of());
        for (int partition = 0; partition < 3; partition++) {
            Batch.prepare(side, "forgetting", partition, Batch.of(1));
        }
        for (int version : new int[] {7, 13}) {
            FetchResponseData opened = side.ask("open", session(fetch(topic("forgetting", id, partition(0, 0))), 0, 0), version);
            side.ask("one more", session(fetch(topic("forgetting", id, partition(1, 0))), opened.sessionId(), 1), version);
            FetchRequestData less = session(fetch(), opened.sessionId(), 2);
            less.setForgottenTopicsData(List.of(new ForgottenTopic().setTopic("forgetting").setTopicId(id).setPartitions(List.of(0, 2))));
            side.ask("one less", less, version);
            FetchRequestData both = session(fetch(topic("forgetting", id, partition(2, 0))), opened.sessionId(), 3);
            both.setForgottenTopicsData(List.of(new ForgottenTopic().setTopic("forgetting").setTopicId(id).setPartitions(List.of(1, 2))));
            side.ask("added and forgotten", both, version);
            FetchRequestData none = session(fetch(), opened.sessionId(), 4);
            none.setForgottenTopicsData(List.of(new ForgottenTopic().setTopic("forgetting").setTopicId(id).setPartitions(List.of(0, 1, 2))));
            side.ask("all forgotten", none, version);
            side.ask("after all were forgotten", session(fetch(), opened.sessionId(), 5), version);
        }
    }
}
