import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of a group on the Java consumer. What it is told and tells is described in lib/groups/member.py. */
public final class Member {
    private static final Map<String, String> ASSIGNORS = Map.of("range", "RangeAssignor", "roundrobin", "RoundRobinAssignor",
        "sticky", "StickyAssignor", "cooperative-sticky", "CooperativeStickyAssignor");

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ConcurrentLinkedQueue<String> orders = new ConcurrentLinkedQueue<>();
    /** Consumed and not yet committed; a commit that is refused while the group rebalances is tried again for what stays. */
    private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

    private Member(JsonNode settings) {
        topic = settings.get("topic").asText();
        consumer = new KafkaConsumer<>(properties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public static void main(String[] arguments) throws Exception {
        new Member(new ObjectMapper().readTree(arguments[0])).run();
    }

    private static Properties properties(JsonNode settings) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", settings.get("bootstrap").asText());
        properties.put("group.id", settings.get("group").asText());
        properties.put("client.id", settings.get("name").asText());
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", settings.get("reset").asText());
        properties.put("fetch.max.wait.ms", "100");
        properties.put("max.poll.records", "100");
        properties.put("reconnect.backoff.max.ms", "500");
        properties.put("group.protocol", settings.get("protocol").asText());
        if (settings.hasNonNull("instance")) {
            properties.put("group.instance.id", settings.get("instance").asText());
        }
        String assignor = settings.get("assignor").asText();
        if (settings.get("protocol").asText().equals("classic")) {
            properties.put("session.timeout.ms", settings.get("session_ms").asText());
            properties.put("heartbeat.interval.ms", settings.get("heartbeat_ms").asText());
            properties.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer." + ASSIGNORS.get(assignor));
        } else {
            properties.put("group.remote.assignor", assignor);
        }
        return properties;
    }

    private void run() {
        Thread listening = new Thread(this::listen);
        listening.setDaemon(true);
        listening.start();
        consumer.subscribe(List.of(topic), new Listener(uncommitted));
        while (true) {
            String order = orders.poll();
            if (order != null && order.equals("stop")) {
                break;
            } else if (order != null) {
                String[] words = order.split(" ");
                consumer.seek(new TopicPartition(topic, Integer.parseInt(words[1])), Long.parseLong(words[2]));
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
            take(records);
            if (!uncommitted.isEmpty()) {
                commit();
            }
        }
        consumer.close();
    }

    private void listen() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                orders.add(line);
            }
        } catch (java.io.IOException broken) {
            System.err.println(broken);
        }
        Runtime.getRuntime().halt(1);
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> got = records.records(partition);
            long last = got.get(got.size() - 1).offset();
            tell("records", "\"partition\": " + partition.partition() + ", \"first\": " + got.get(0).offset()
                + ", \"last\": " + last + ", \"count\": " + got.size());
            uncommitted.put(partition, new OffsetAndMetadata(last + 1));
        }
    }

    private void commit() {
        try {
            consumer.commitSync(uncommitted);
            List<String> offsets = new ArrayList<>();
            uncommitted.forEach((partition, offset) -> offsets.add("\"" + partition.partition() + "\": " + offset.offset()));
            tell("committed", "\"offsets\": {" + String.join(", ", offsets) + "}");
            uncommitted.clear();
        } catch (KafkaException refusal) {
            tell("refused", "\"error\": \"" + refusal.getClass().getSimpleName() + "\"");
        }
    }

    private static synchronized void tell(String event, String more) {
        System.out.println("{\"event\": \"" + event + "\", \"at\": " + System.currentTimeMillis() + ", " + more + "}");
        System.out.flush();
    }

    /** Tells of every change of what this member owns. */
    private record Listener(Map<TopicPartition, OffsetAndMetadata> uncommitted) implements ConsumerRebalanceListener {
        private static void tellOf(String event, Collection<TopicPartition> partitions, String more) {
            tell(event, "\"partitions\": [" + partitions.stream().map(partition -> Integer.toString(partition.partition()))
                .collect(Collectors.joining(", ")) + "]" + more);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            tellOf("assigned", partitions, "");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            uncommitted.keySet().removeAll(partitions);
            tellOf("revoked", partitions, "");
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            uncommitted.keySet().removeAll(partitions);
            tellOf("revoked", partitions, ", \"lost\": true");
        }
    }
}
