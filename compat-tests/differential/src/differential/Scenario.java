package differential;

import java.util.Map;
import java.util.function.Predicate;

/** A conversation with one broker. It runs on both sides, and what the brokers said is compared afterwards. */
record Scenario(String name, Profile profile, Script script) {
    Scenario(String name, Script script) {
        this(name, Profile.USUAL, script);
    }

    /** Settings that brokers are started with, beside those that all share. */
    enum Profile {
        /** Mostly defaults. */
        USUAL(Map.of()),
        /** As much forbidden and limited as can be. */
        STRICT(Map.of("auto.create.topics.enable", "false", "delete.topic.enable", "false", "socket.request.max.bytes", "20000",
            "max.incremental.fetch.session.cache.slots", "0", "fetch.max.bytes", "1024", "min.insync.replicas", "1",
            "compression.type", "gzip", "log.message.timestamp.type", "LogAppendTime", "default.replication.factor", "1",
            "log.cleanup.policy", "compact,delete")),
        /** Groups that form at once, take two members, and assign without waiting for more changes. */
        GROUPS(Map.of("group.initial.rebalance.delay.ms", "0", "group.min.session.timeout.ms", "1000", "group.max.size", "2",
            "group.consumer.max.size", "3", "group.consumer.assignment.interval.ms", "0"));

        final Map<String, String> settings;

        Profile(Map<String, String> settings) {
            this.settings = settings;
        }
    }

    /** The conversation itself. */
    @FunctionalInterface
    interface Script {
        void run(Side side) throws Exception;
    }

    /** Matches a name that contains all of the words, in any case. */
    static Predicate<Scenario> named(String words) {
        return scenario -> {
            for (String word : words.toLowerCase(java.util.Locale.ROOT).split("\\s+")) {
                if (!scenario.name().toLowerCase(java.util.Locale.ROOT).contains(word)) {
                    return false;
                }
            }
            return true;
        };
    }
}
