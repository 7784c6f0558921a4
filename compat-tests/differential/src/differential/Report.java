package differential;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what differs, scenario by scenario, and counts it by API. */
final class Report {
    /** The question under which an exception of the scenario's own code is written down. */
    static final String STOPPED = "the scenario stopped";

    private final PrintStream out;
    private final Accepted accepted;
    private final String left;
    private final String right;
    private final Map<String, Integer> byApi = new TreeMap<>();
    private int scenarios = 0;
    private int exchanges = 0;
    private int different = 0;
    private int acceptedCount = 0;

    Report(PrintStream out, Accepted accepted, String left, String right) {
        this.out = out;
        this.accepted = accepted;
        this.left = left;
        this.right = right;
    }

    void scenario(String name, List<Exchange> leftSaid, List<Exchange> rightSaid) {
        scenarios++;
        boolean[] titled = {false};
        for (int i = 0; i < Math.max(leftSaid.size(), rightSaid.size()); i++) {
            Exchange a = i < leftSaid.size() ? leftSaid.get(i) : null;
            Exchange b = i < rightSaid.size() ? rightSaid.get(i) : null;
            exchanges++;
            if (a == null || b == null || !a.question().equals(b.question())) {
                title(name, titled);
                out.println("  the conversations part here");
                out.println("      " + left + ": " + (a == null ? "(ended)" : a.question() + " " + a.answer()));
                out.println("      " + right + ": " + (b == null ? "(ended)" : b.question() + " " + b.answer()));
                count(a == null ? b.api() : a.api());
                return;
            }
            if (a.question().equals(STOPPED)) {
                title(name, titled);
                out.println("  the scenario itself fails on " + left + ": " + a.answer());
                count(a.api());
                return;
            }
            exchange(name, titled, a, b);
        }
    }

    private void exchange(String name, boolean[] titled, Exchange a, Exchange b) {
        boolean asked = false;
        for (Comparison.Difference difference : Comparison.of(a.answer(), b.answer())) {
            if (accepted.covers(name, a, difference)) {
                acceptedCount++;
                continue;
            }
            title(name, titled);
            if (!asked) {
                out.println("  " + a.question());
                asked = true;
            }
            out.println("    " + difference.path());
            out.println("      " + left + ": " + difference.left());
            out.println("      " + right + ": " + difference.right());
            count(a.api());
        }
    }

    private void title(String name, boolean[] titled) {
        if (!titled[0]) {
            out.println("\nDIFFERENT: " + name);
            titled[0] = true;
        }
    }

    private void count(String api) {
        different++;
        byApi.merge(api, 1, Integer::sum);
    }

    /** Prints the totals; true when nothing unexpected was found. */
    boolean finish(boolean whole) {
        out.println();
        byApi.forEach((api, n) -> out.println(String.format("%5d  %s", n, api)));
        if (whole && !right.equals("kafka")) {
            accepted.unused().forEach(line -> out.println("accepted, but no longer different: " + line));
        }
        out.println(scenarios + " scenarios, " + exchanges + " exchanges, " + different + " differences, "
            + acceptedCount + " accepted ones");
        return different == 0;
    }
}
