package differential;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.message.EndTxnMarker;
import org.apache.kafka.common.message.KRaftVersionRecord;
import org.apache.kafka.common.message.LeaderChangeMessage;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.SnapshotFooterRecord;
import org.apache.kafka.common.message.SnapshotHeaderRecord;
import org.apache.kafka.common.message.VotersRecord;
import org.apache.kafka.common.metadata.MetadataRecordType;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.coordinator.group.generated.CoordinatorRecordType;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/** Writes the golden bytes: every message of every version, encoded by Apache Kafka's own classes. */
final class Golden {
    private static final HexFormat HEX = HexFormat.of();
    private final Path directory;

    private Golden(Path directory) {
        this.directory = directory;
    }

    private static void write(Path messages, Path records) throws Exception {
        Golden golden = new Golden(messages);
        for (ApiMessageType api : ApiMessageType.values()) {
            golden.api(api);
        }
        golden.headers();
        golden.metadataRecords();
        golden.groupRecords();
        new Golden(records).controlRecords();
    }

    private void api(ApiMessageType api) throws Exception {
        if (api.lowestSupportedVersion() > api.highestSupportedVersion(true)) {
            return; // the id is reserved, the API is gone
        }
        StringBuilder text = new StringBuilder("# " + api.name + ", key " + api.apiKey() + "\n");
        variants(text, "request", api.newRequest().getClass());
        variants(text, "response", api.newResponse().getClass());
        store(String.format(Locale.ROOT, "%02d_%s", api.apiKey(), snake(api.name)), text);
    }

    private void headers() throws Exception {
        StringBuilder text = new StringBuilder("# Headers of requests and responses\n");
        variants(text, "request", RequestHeaderData.class);
        variants(text, "response", ResponseHeaderData.class);
        store("headers", text);
    }

    private void controlRecords() throws Exception {
        StringBuilder text = new StringBuilder("# Values of control records; that of end_txn_marker lacks the version in front\n");
        variants(text, "leader_change", LeaderChangeMessage.class);
        variants(text, "snapshot_header", SnapshotHeaderRecord.class);
        variants(text, "snapshot_footer", SnapshotFooterRecord.class);
        variants(text, "kraft_version", KRaftVersionRecord.class);
        variants(text, "voters", VotersRecord.class);
        variants(text, "end_txn_marker", EndTxnMarker.class);
        store("control_records", text);
    }

    private void metadataRecords() throws Exception {
        StringBuilder text = new StringBuilder("# Records of __cluster_metadata: frame and body\n");
        for (MetadataRecordType type : MetadataRecordType.values()) {
            ApiMessage message = type.newMetadataRecord();
            for (short v = type.lowestSupportedVersion(); v <= type.highestSupportedVersion(); v++) {
                Set<String> seen = new LinkedHashSet<>();
                for (Specimen.Variant variant : Specimen.Variant.values()) {
                    ApiMessage filled = Specimen.of(message.getClass(), v, variant);
                    String hex = HEX.formatHex(recordBytes(new ApiMessageAndVersion(filled, v)));
                    line(text, v, snake(type.name()), variant, seen, hex);
                }
            }
        }
        store("metadata_records", text);
    }

    /** Keys with their type in front, values with their version. */
    private void groupRecords() throws Exception {
        StringBuilder text = new StringBuilder("# Records of __consumer_offsets: keys with their type, values with their version\n");
        for (CoordinatorRecordType type : CoordinatorRecordType.values()) {
            String name = snake(type.name());
            if (!name.contains("share") && !name.contains("streams")) {
                groupRecord(text, name + "_key", type.newRecordKey().getClass());
                groupRecord(text, name + "_value", type.newRecordValue().getClass());
            }
        }
        store("group_records", text);
    }

    private static <T extends ApiMessage> void groupRecord(StringBuilder text, String name, Class<T> type) throws Exception {
        ApiMessage empty = type.getDeclaredConstructor().newInstance();
        for (short v = empty.lowestSupportedVersion(); v <= empty.highestSupportedVersion(); v++) {
            Set<String> seen = new LinkedHashSet<>();
            for (Specimen.Variant variant : Specimen.Variant.values()) {
                ApiMessage filled = Specimen.of(type, v, variant);
                byte[] bytes = name.endsWith("_key")
                    ? MessageUtil.toCoordinatorTypePrefixedBytes(filled)
                    : MessageUtil.toVersionPrefixedBytes(v, filled);
                line(text, v, name, variant, seen, HEX.formatHex(bytes));
            }
        }
    }

    private static byte[] recordBytes(ApiMessageAndVersion record) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBufferAccessor buffer =
            new ByteBufferAccessor(java.nio.ByteBuffer.allocate(MetadataRecordSerde.INSTANCE.recordSize(record, cache)));
        MetadataRecordSerde.INSTANCE.write(record, cache, buffer);
        return buffer.buffer().array();
    }

    private static <T extends Message> void variants(StringBuilder text, String kind, Class<T> type) throws Exception {
        Message empty = type.getDeclaredConstructor().newInstance();
        for (short v = empty.lowestSupportedVersion(); v <= empty.highestSupportedVersion(); v++) {
            Set<String> seen = new LinkedHashSet<>();
            for (Specimen.Variant variant : Specimen.Variant.values()) {
                Message filled = Specimen.of(type, v, variant);
                tellVersion(filled, v);
                byte[] bytes = MessageUtil.byteBufferToArray(MessageUtil.toByteBufferAccessor(filled, v).buffer());
                line(text, v, kind, variant, seen, HEX.formatHex(bytes));
            }
        }
    }

    /** Control records carry their version as a field, too, and it has to be the true one. */
    private static void tellVersion(Message message, short version) throws Exception {
        for (Method method : message.getClass().getMethods()) {
            if (method.getName().equals("setVersion") && message.getClass().getSimpleName().endsWith("Record")
                || method.getName().equals("setVersion") && message instanceof LeaderChangeMessage) {
                method.invoke(message, version);
            }
        }
    }

    private static void line(StringBuilder text, short version, String kind, Specimen.Variant variant, Set<String> seen,
                             String hex) {
        if (seen.add(hex)) {
            String name = variant.name().toLowerCase(Locale.ROOT);
            text.append(version).append(' ').append(kind).append(' ').append(name).append(' ').append(hex).append('\n');
        }
    }

    private void store(String name, StringBuilder text) throws IOException {
        Files.write(directory.resolve(name + ".txt"), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** DescribeConfigs to describe_configs; K_RAFT_VERSION_RECORD to k_raft_version_record. */
    private static String snake(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT);
        }
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    public static void main(String[] args) throws Exception {
        write(Path.of(args[0]), Path.of(args[1]));
    }
}
