package differential;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;

/** Fetched record batches as JSON, so that they can be compared field by field. */
final class Batches {
    private Batches() {
    }

    static ArrayNode json(MemoryRecords records) {
        ArrayNode batches = JsonNodeFactory.instance.arrayNode();
        int whole = 0;
        for (MutableRecordBatch batch : records.batches()) {
            batches.add(json(batch));
            whole += batch.sizeInBytes();
        }
        if (records.sizeInBytes() > whole) {
            batches.addObject().put("cutBatchOfBytes", records.sizeInBytes() - whole);
        }
        return batches;
    }

    private static ObjectNode json(MutableRecordBatch batch) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("baseOffset", batch.baseOffset());
        node.put("lastOffset", batch.lastOffset());
        node.put("magic", batch.magic());
        node.put("partitionLeaderEpoch", batch.partitionLeaderEpoch());
        node.put("compression", batch.compressionType().name);
        node.put("timestampType", batch.timestampType().name);
        node.put("maxTimestamp", batch.maxTimestamp());
        node.put("producerId", batch.producerId());
        node.put("producerEpoch", batch.producerEpoch());
        node.put("baseSequence", batch.baseSequence());
        node.put("transactional", batch.isTransactional());
        node.put("control", batch.isControlBatch());
        node.put("batchBytes", batch.sizeInBytes());
        node.put("crcHolds", batch.isValid());
        ArrayNode list = node.putArray("records");
        for (Record record : batch) {
            ObjectNode entry = list.addObject();
            entry.put("offset", record.offset());
            entry.put("timestamp", record.timestamp());
            entry.put("key", text(record.key()));
            entry.put("value", text(record.value()));
            ArrayNode headers = entry.putArray("headers");
            for (Header header : record.headers()) {
                byte[] value = header.value();
                headers.add(header.key() + "=" + (value == null ? "null" : text(ByteBuffer.wrap(value))));
            }
        }
        return node;
    }

    /** Text when it is text, else hex; long values by size and hash. */
    static String text(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        if (bytes.length > 100) {
            return bytes.length + " bytes, hash " + java.util.Arrays.hashCode(bytes);
        }
        for (byte b : bytes) {
            if (b < 32) {
                return HexFormat.of().formatHex(bytes);
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
