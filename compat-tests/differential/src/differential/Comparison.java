package differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares two answers field by field. */
final class Comparison {
    private static final List<String> KEYS = List.of("name", "topicName", "topic", "topicId", "partitionIndex", "index",
        "partition", "resourceType", "resourceName", "key", "keyType", "configName", "apiKey", "brokerId", "nodeId", "replicaId",
        "logDir", "feature", "entityType", "groupId", "memberId");
    /** Arrays whose order is part of the answer. */
    private static final Set<String> ORDERED = Set.of("synonyms", "batches", "records", "recordErrors");

    /** A field that differs. A missing field or element is "(absent)". */
    record Difference(String path, String left, String right) {
        /** Whether both sides have some text here. */
        boolean bothSpeak() {
            return left.startsWith("\"") && right.startsWith("\"") && left.length() > 2 && right.length() > 2;
        }
    }

    private final List<Difference> differences = new ArrayList<>();

    private Comparison() {
    }

    static List<Difference> of(JsonNode left, JsonNode right) {
        Comparison comparison = new Comparison();
        comparison.compare("", "", left, right);
        return comparison.differences;
    }

    private void compare(String path, String field, JsonNode left, JsonNode right) {
        if (left == null || right == null || left.getNodeType() != right.getNodeType()) {
            differ(path, left, right);
        } else if (left.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            left.fieldNames().forEachRemaining(names::add);
            right.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(path.isEmpty() ? name : path + "." + name, name, left.get(name), right.get(name));
            }
        } else if (left.isArray()) {
            array(path, field, left, right);
        } else if (!left.equals(right)) {
            differ(path, left, right);
        }
    }

    private void array(String path, String field, JsonNode left, JsonNode right) {
        Map<String, JsonNode> leftByKey = ORDERED.contains(field) ? null : byKey(left);
        Map<String, JsonNode> rightByKey = ORDERED.contains(field) ? null : byKey(right);
        if (leftByKey != null && rightByKey != null) {
            Set<String> keys = new LinkedHashSet<>(leftByKey.keySet());
            keys.addAll(rightByKey.keySet());
            for (String key : keys) {
                compare(path + "[" + key + "]", "", leftByKey.get(key), rightByKey.get(key));
            }
        } else {
            for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
                compare(path + "[" + i + "]", "", left.get(i), right.get(i));
            }
        }
    }

    /** Elements by what identifies them; null when they have no identity of their own. */
    private static Map<String, JsonNode> byKey(JsonNode array) {
        Map<String, JsonNode> byKey = new LinkedHashMap<>();
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        elements.sort(java.util.Comparator.comparing(JsonNode::toString)); // for those that share a key
        for (JsonNode element : elements) {
            List<String> parts = new ArrayList<>();
            for (String key : KEYS) {
                JsonNode value = element.get(key);
                if (value != null && value.isValueNode() && !(key.equals("topicId") && !parts.isEmpty())) {
                    parts.add(value.asText());
                }
            }
            if (parts.isEmpty()) {
                return null;
            }
            String key = String.join(" ", parts);
            for (int again = 2; byKey.containsKey(key); again++) {
                key = String.join(" ", parts) + " #" + again;
            }
            byKey.put(key, element);
        }
        return byKey;
    }

    private void differ(String path, JsonNode left, JsonNode right) {
        differences.add(new Difference(path, show(left), show(right)));
    }

    private static String show(JsonNode value) {
        return value == null ? "(absent)" : value.toString();
    }
}
