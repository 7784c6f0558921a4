package differential;

import java.util.function.Predicate;

/** A conversation with one broker. It runs on both sides, and what the brokers said is compared afterwards. */
record Scenario(String name, Script script) {
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
