package differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The differences that are meant: one line each, {@code scenario | API | path | reason}, with * for any text. */
final class Accepted {
    private record Line(String text, Pattern scenario, Pattern api, Pattern path) {
    }

    private final List<Line> lines = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();

    static Accepted read(Path file) throws IOException {
        Accepted accepted = new Accepted();
        for (String text : Files.readAllLines(file)) {
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            String[] parts = text.split("\\|", 4);
            if (parts.length < 4 || parts[3].isBlank()) {
                throw new IOException(file + ": needs scenario | API | path | reason: " + text);
            }
            accepted.lines.add(new Line(text, glob(parts[0]), glob(parts[1]), glob(parts[2])));
        }
        return accepted;
    }

    private static Pattern glob(String text) {
        return Pattern.compile(Pattern.quote(text.strip()).replace("*", "\\E.*\\Q"));
    }

    boolean covers(String scenario, String api, String path) {
        for (Line line : lines) {
            if (line.scenario.matcher(scenario).matches() && line.api.matcher(api).matches()
                && line.path.matcher(path).matches()) {
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
