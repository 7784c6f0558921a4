package differential;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Asks two brokers the same questions and compares the answers. README.md tells the options. */
public final class Differential {
    private final Map<String, String> options = new HashMap<>();

    public static void main(String[] args) throws Exception {
        Differential differential = new Differential();
        for (int i = 0; i < args.length; i += 2) {
            differential.options.put(args[i], i + 1 < args.length ? args[i + 1] : "");
        }
        System.exit(differential.run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        String only = options.getOrDefault("--only", "");
        List<Scenario> scenarios = Catalogue.all().stream().filter(Scenario.named(only)).toList();
        if (options.containsKey("--list")) {
            scenarios.forEach(scenario -> System.out.println(scenario.name()));
            return true;
        }
        String left = options.getOrDefault("--left", "kafka");
        String right = options.getOrDefault("--right", "kafka");
        Accepted accepted = Accepted.read(Path.of(options.get("--accepted")));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Report report = new Report(out, accepted, label(left), label(right));
        Path work = Path.of(options.get("--work"));
        Map<String, String> settings = Map.of();
        try (Node a = new Node(left, work.resolve("left"), settings); Node b = new Node(right, work.resolve("right"), settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                a.stop();
                b.stop();
            }));
            CompletableFuture<List<List<Exchange>>> leftSaid = converse(a, scenarios);
            CompletableFuture<List<List<Exchange>>> rightSaid = converse(b, scenarios);
            List<List<Exchange>> answersA = leftSaid.get();
            List<List<Exchange>> answersB = rightSaid.get();
            for (int i = 0; i < scenarios.size(); i++) {
                report.scenario(scenarios.get(i).name(), answersA.get(i), answersB.get(i));
            }
            transcript(work.resolve("left.transcript"), scenarios, answersA);
            transcript(work.resolve("right.transcript"), scenarios, answersB);
        }
        return report.finish(only.isEmpty());
    }

    private static String label(String program) {
        return program.equals("kafka") ? "kafka" : "kalda";
    }

    private static CompletableFuture<List<List<Exchange>>> converse(Node node, List<Scenario> scenarios) {
        return CompletableFuture.supplyAsync(() -> {
            List<List<Exchange>> all = new ArrayList<>();
            try (Side waiting = new Side(node)) {
                waiting.setup.awaitBroker();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
            for (Scenario scenario : scenarios) {
                all.add(converse(node, scenario));
            }
            return all;
        });
    }

    private static List<Exchange> converse(Node node, Scenario scenario) {
        Side side = new Side(node);
        try (side) {
            scenario.script().run(side);
        } catch (Exception | LinkageError stopped) {
            StackTraceElement[] trace = stopped.getStackTrace();
            String where = "";
            for (StackTraceElement frame : trace) {
                if (frame.getFileName() != null && frame.getFileName().endsWith("Scenarios.java")) {
                    where = " at " + frame.getFileName() + ":" + frame.getLineNumber();
                    break;
                }
            }
            side.note(Report.STOPPED, stopped + where);
        }
        return side.exchanges;
    }

    private static void transcript(Path file, List<Scenario> scenarios, List<List<Exchange>> said) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < scenarios.size(); i++) {
            text.append("== ").append(scenarios.get(i).name()).append('\n');
            for (Exchange exchange : said.get(i)) {
                text.append(exchange.question()).append("\n    ").append(exchange.answer()).append('\n');
            }
        }
        Files.writeString(file, text.toString());
    }
}
