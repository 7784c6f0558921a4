package differential;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A broker process with a directory and ports of its own: Apache Kafka's server classes, or a Kalda binary. */
final class Node implements AutoCloseable {
    /** The same on both sides, so that it needs no normalising. */
    static final String CLUSTER_ID = "J8qXZkEYR0qF5wU7aPdnSw";

    final Path directory;
    final int brokerPort;
    final int otherPort;
    final int controllerPort;
    private final Process process;

    /** Starts without waiting. {@code program} is "kafka" or the path of a Kalda binary. */
    Node(String program, Path directory, Map<String, String> settings) throws Exception {
        this.directory = Files.createDirectories(directory).toRealPath();
        int[] ports = freePorts(3);
        brokerPort = ports[0];
        otherPort = ports[1];
        controllerPort = ports[2];
        Path file = this.directory.resolve("server.properties");
        Files.write(file, lines(settings));
        boolean kafka = program.equals("kafka");
        List<String> format = kafka ? java("kafka.tools.StorageTool") : new ArrayList<>(List.of(program, "storage"));
        format.addAll(List.of("format", "--standalone", "-t", CLUSTER_ID, "-c", file.toString()));
        Process formatting = launch(format, "format.log");
        if (!formatting.waitFor(60, TimeUnit.SECONDS) || formatting.exitValue() != 0) {
            throw new IOException("formatting failed; see " + this.directory.resolve("format.log"));
        }
        List<String> start = kafka ? java("kafka.Kafka") : new ArrayList<>(List.of(program, "start"));
        start.add(file.toString());
        process = launch(start, "broker.log");
    }

    private List<String> lines(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("broker.rack", "rack-a");
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + brokerPort + ",OTHER://127.0.0.1:" + otherPort
            + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort + ",OTHER://localhost:" + otherPort
            + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,OTHER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
        all.put("log.dirs", directory.resolve("data").toString());
        all.put("num.partitions", "3");
        all.put("offsets.topic.replication.factor", "1");
        all.put("offsets.topic.num.partitions", "2");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("transaction.state.log.num.partitions", "2");
        all.put("message.max.bytes", "500000");
        all.put("log.retention.hours", "100");
        all.put("metadata.log.max.record.bytes.between.snapshots", "20000");
        all.putAll(settings);
        List<String> lines = new ArrayList<>();
        all.forEach((key, value) -> lines.add(key + "=" + value));
        return lines;
    }

    private List<String> java(String main) {
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-cp", System.getProperty("differential.kafka.jars"), main));
    }

    private Process launch(List<String> command, String log) throws IOException {
        return new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(log).toFile())
            .start();
    }

    /** Asks the process to end, without waiting. */
    void stop() {
        process.destroy();
    }

    boolean running() {
        return process.isAlive();
    }

    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0);
            held.add(socket);
            ports[i] = socket.getLocalPort();
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
