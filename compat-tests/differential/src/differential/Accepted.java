package differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The differences that are meant: one line each, {@code scenario | API or question | path | reason}, with * for any text.
 * A path that begins with ~ accepts other words, but not their absence.
 */
final class Accepted {
    private record Line(String text, Pattern scenario, Pattern asked, Pattern path, boolean wording) {
    }

    private final List<Line> lines = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();

    /** {@code strict} leaves out the lines that accept other words. */
    static Accepted read(Path file, boolean strict) throws IOException {
        Accepted accepted = new Accepted();
        for (String text : Files.readAllLines(file)) {
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            String[] parts = text.split("\\|", 4);
            if (parts.length < 4 || parts[3].isBlank()) {
                throw new IOException(file + ": needs scenario | API or question | path | reason: " + text);
            }
            boolean wording = parts[2].strip().startsWith("~");
            if (!wording || !strict) {
                accepted.lines.add(new Line(text, glob(parts[0]), glob(parts[1]), glob(parts[2].replace("~", "")), wording));
            }
        }
        return accepted;
    }

    private static Pattern glob(String text) {
        return Pattern.compile(Pattern.quote(text.strip()).replace("*", "\\E.*\\Q"));
    }

    boolean covers(String scenario, Exchange exchange, Comparison.Difference difference) {
        for (Line line : lines) {
            if (line.scenario.matcher(scenario).matches() && line.path.matcher(difference.path()).matches()
                && (line.asked.matcher(exchange.api()).matches() || line.asked.matcher(exchange.question()).matches())
                && (!line.wording || difference.bothSpeak())) {
                used.add(line.text);
                return true;
            }
        }
        return false;
    }

    /** Lines that covered nothing in this run. */
    List<String> unused() {
        return lines.stream().map(Line::text).filter(text -> !used.contains(text)).toList();
    }
}
