package differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Takes out of an answer what rightly differs between two brokers: ids made by chance, ports, directories and times.
 * An id is replaced by the question whose answer told it first, so that the same id in two places stays the same.
 */
final class Normaliser {
    private static final String ZERO_UUID = "AAAAAAAAAAAAAAAAAAAAAA";
    private static final Set<String> UUIDS = Set.of("topicId", "directoryId", "incarnationId", "replicaDirectoryId",
        "voterDirectoryId", "candidateDirectoryId", "directories");
    private static final Set<String> PRODUCERS = Set.of("producerId", "producerIdStart");
    private static final Set<String> MOMENTS = Set.of("lastFetchTimestamp", "lastCaughtUpTimestamp",
        "lastTimestamp", "logAppendTimeMs", "timestamp", "maxTimestamp");
    /** Progress of the metadata log, which heartbeats and no-op records move at each broker's own pace. */
    private static final Set<String> METADATA_PROGRESS = Set.of("brokerEpoch", "finalizedFeaturesEpoch", "epochBroker");
    private static final Set<String> MEMBERS = Set.of("memberId", "leader");
    /** Ids that a coordinator makes: the client's or instance's name and a random id, or a random id alone. */
    private static final Pattern MADE_BY_CHANCE =
        Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]{22}");
    private static final Set<String> VOLUME = Set.of("totalBytes", "usableBytes");

    private final Node node;
    private final Map<String, String> names = new LinkedHashMap<>();
    private String question = "";

    Normaliser(Node node) {
        this.node = node;
    }

    /** Gives an id a name that both sides agree on, whatever the order in which answers carry it. */
    void name(String id, String name) {
        names.put(id, name);
    }

    JsonNode normalise(String question, String api, JsonNode answer) {
        this.question = question;
        JsonNode normal = walk("", answer);
        if (api.equals("ApiVersions") && normal.has("apiKeys")) {
            versionTables((ObjectNode) normal);
        } else if (api.equals("DescribeQuorum")) {
            quorumProgress(normal);
        }
        return normal;
    }

    private JsonNode walk(String field, JsonNode value) {
        if (value.isObject()) {
            nameTopic(value);
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> copy.set(entry.getKey(), walk(entry.getKey(), entry.getValue())));
            return copy;
        } else if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> copy.add(walk(field, element)));
            return copy;
        } else if (value.isTextual()) {
            return TextNode.valueOf(text(field, value.textValue()));
        } else if (value.isNumber() && !value.isFloatingPointNumber()) {
            return number(field, value);
        }
        return value;
    }

    /** A topic's id goes by the topic's name wherever an answer has both. */
    private void nameTopic(JsonNode struct) {
        String id = struct.path("topicId").asText(ZERO_UUID);
        if (struct.path("name").isTextual() && !id.equals(ZERO_UUID)) {
            names.putIfAbsent(id, "id of " + struct.get("name").textValue());
        }
    }

    private String firstTold(String kind, String id) {
        return names.computeIfAbsent(id, unknown -> {
            String name = kind + " first told by '" + question + "'";
            long same = names.values().stream().filter(other -> other.startsWith(name)).count();
            return same == 0 ? name : name + " #" + (same + 1);
        });
    }

    private String text(String field, String value) {
        if (UUIDS.contains(field) && !value.equals(ZERO_UUID) && value.length() == 22) {
            return firstTold("id", value);
        }
        if (MEMBERS.contains(field) && MADE_BY_CHANCE.matcher(value).matches()) {
            return firstTold(value.length() > 37 ? value.substring(0, value.length() - 37) : "member", value);
        }
        String plain = value;
        for (Map.Entry<String, String> known : names.entrySet()) {
            plain = plain.replace(known.getKey(), "<" + known.getValue() + ">");
        }
        return plain.replaceAll("-?\\b[0-9]{13,}\\b", "<time>").replace(node.directory.toString(), "<directory>")
            .replace(Integer.toString(node.brokerPort), "<broker port>")
            .replace(Integer.toString(node.otherPort), "<other port>")
            .replace(Integer.toString(node.controllerPort), "<controller port>");
    }

    private JsonNode number(String field, JsonNode value) {
        long number = value.longValue();
        if (Math.abs(number - Batch.T) < 3_600_000) {
            return TextNode.valueOf("T + " + (number - Batch.T));
        }
        if (field.equals("errorCode")) {
            Errors error = Errors.forCode((short) number);
            return TextNode.valueOf(number + " " + error.name());
        } else if (field.equals("port") && number > 0) {
            return TextNode.valueOf(text(field, Long.toString(number)));
        } else if (PRODUCERS.contains(field) && number >= 0) {
            return TextNode.valueOf(firstTold("producer", field + number));
        } else if (field.equals("sessionId") && number != 0) {
            return TextNode.valueOf(firstTold("session", field + number));
        } else if (MOMENTS.contains(field) && Math.abs(number - System.currentTimeMillis()) < 600_000) {
            return TextNode.valueOf("a moment ago");
        } else if (METADATA_PROGRESS.contains(field) && number > 0) {
            return TextNode.valueOf("some metadata offset");
        } else if (VOLUME.contains(field) && number > 0) {
            return TextNode.valueOf("some bytes");
        }
        return value;
    }

    /** ApiVersions: one entry per API by name, so that a missing API is one difference and not a shift of all others. */
    private static void versionTables(ObjectNode answer) {
        Map<String, String> apis = new TreeMap<>();
        for (JsonNode api : answer.get("apiKeys")) {
            short key = api.get("apiKey").shortValue();
            String name = ApiKeys.hasId(key) ? ApiKeys.forId(key).name : "key " + key;
            apis.put(name, api.get("minVersion") + "-" + api.get("maxVersion"));
        }
        ObjectNode table = answer.putObject("apiKeys");
        apis.forEach(table::put);
    }

    private static void quorumProgress(JsonNode answer) {
        for (JsonNode topic : answer.path("topics")) {
            for (JsonNode partition : topic.path("partitions")) {
                progress((ObjectNode) partition, "highWatermark");
                progress((ObjectNode) partition, "leaderEpoch");
                partition.path("currentVoters").forEach(voter -> progress((ObjectNode) voter, "logEndOffset"));
                partition.path("observers").forEach(observer -> progress((ObjectNode) observer, "logEndOffset"));
            }
        }
    }

    private static void progress(ObjectNode holder, String field) {
        if (holder.path(field).asLong() > 0) {
            holder.put(field, field.equals("leaderEpoch") ? "some epoch" : "some metadata offset");
        }
    }
}
