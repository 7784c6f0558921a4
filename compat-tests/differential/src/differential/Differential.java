package differential;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        Accepted accepted = Accepted.read(Path.of(options.get("--accepted")), options.containsKey("--wording"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Report report = new Report(out, accepted, label(left), label(right));
        Path work = Path.of(options.get("--work"));
        Map<Scenario, List<Exchange>> leftSaid = new LinkedHashMap<>();
        Map<Scenario, List<Exchange>> rightSaid = new LinkedHashMap<>();
        for (Scenario.Profile profile : Scenario.Profile.values()) {
            List<Scenario> chosen = scenarios.stream().filter(scenario -> scenario.profile() == profile).toList();
            if (chosen.isEmpty()) {
                continue;
            }
            String name = profile.name().toLowerCase(Locale.ROOT);
            try (Node a = new Node(left, work.resolve(name + "-left"), profile.settings);
                 Node b = new Node(right, work.resolve(name + "-right"), profile.settings)) {
                Thread stop = new Thread(() -> {
                    a.stop();
                    b.stop();
                });
                Runtime.getRuntime().addShutdownHook(stop);
                CompletableFuture<Map<Scenario, List<Exchange>>> fromLeft = converse(a, chosen);
                CompletableFuture<Map<Scenario, List<Exchange>>> fromRight = converse(b, chosen);
                leftSaid.putAll(fromLeft.get());
                rightSaid.putAll(fromRight.get());
            }
        }
        for (Scenario scenario : scenarios) {
            report.scenario(scenario.name(), leftSaid.get(scenario), rightSaid.get(scenario));
        }
        transcript(work.resolve("left.transcript"), leftSaid);
        transcript(work.resolve("right.transcript"), rightSaid);
        return report.finish(only.isEmpty());
    }

    private static String label(String program) {
        return program.equals("kafka") ? "kafka" : "kalda";
    }

    private static CompletableFuture<Map<Scenario, List<Exchange>>> converse(Node node, List<Scenario> scenarios) {
        return CompletableFuture.supplyAsync(() -> {
            Map<Scenario, List<Exchange>> all = new LinkedHashMap<>();
            try (Side waiting = new Side(node)) {
                waiting.setup.awaitBroker();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
            for (Scenario scenario : scenarios) {
                all.put(scenario, converse(node, scenario));
            }
            return all;
        }, runnable -> new Thread(runnable).start());
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

    private static void transcript(Path file, Map<Scenario, List<Exchange>> said) throws Exception {
        StringBuilder text = new StringBuilder();
        said.forEach((scenario, exchanges) -> {
            text.append("== ").append(scenario.name()).append('\n');
            for (Exchange exchange : exchanges) {
                text.append(exchange.question()).append("\n    ").append(exchange.answer()).append('\n');
            }
        });
        Files.writeString(file, text.toString());
    }
}
