package differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchSnapshotResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Requests to bytes and bytes to answers, with Apache Kafka's own message classes. */
final class Wire {
    private Wire() {
    }

    /** A header as the given version of the API wants it. */
    static byte[] header(ApiMessageType api, int version, int correlationId, String clientId) {
        RequestHeaderData header = new RequestHeaderData()
            .setRequestApiKey(api.apiKey())
            .setRequestApiVersion((short) version)
            .setCorrelationId(correlationId)
            .setClientId(clientId);
        return bytes(header, api.requestHeaderVersion((short) version));
    }

    static byte[] bytes(org.apache.kafka.common.protocol.Message message, int version) {
        return MessageUtil.byteBufferToArray(MessageUtil.toByteBufferAccessor(message, (short) version).buffer());
    }

    /** The bytes of several parts in a row, without a length in front. */
    static byte[] join(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** A frame: the length, then the parts. */
    static byte[] frame(byte[]... parts) {
        byte[] body = join(parts);
        return join(ByteBuffer.allocate(4).putInt(body.length).array(), body);
    }

    /** A decoded answer and the bytes that its decoder did not want. */
    record Answer(ApiMessage message, int correlationId, int leftOver) {
    }

    static Answer decode(ApiMessageType api, int version, byte[] frame) {
        ByteBufferAccessor buffer = new ByteBufferAccessor(ByteBuffer.wrap(frame));
        ResponseHeaderData header = new ResponseHeaderData(buffer, api.responseHeaderVersion((short) version));
        ApiMessage message = api.newResponse();
        message.read(buffer, (short) version);
        return new Answer(message, header.correlationId(), buffer.remaining());
    }

    /** The answer as JSON, with the records of fetches spelled out. */
    static JsonNode json(ApiMessage message, int version) throws Exception {
        Class<?> converter = Class.forName(message.getClass().getName() + "JsonConverter");
        JsonNode node;
        if (message instanceof FetchResponseData fetch) {
            Method write = converter.getMethod("write", FetchResponseData.class, short.class, boolean.class);
            node = (JsonNode) write.invoke(null, message, (short) version, false);
            spellOut(fetch, node);
        } else if (message instanceof FetchSnapshotResponseData snapshot) {
            Method write = converter.getMethod("write", FetchSnapshotResponseData.class, short.class, boolean.class);
            node = (JsonNode) write.invoke(null, message, (short) version, false);
        } else {
            Method write = converter.getMethod("write", message.getClass(), short.class);
            node = (JsonNode) write.invoke(null, message, (short) version);
        }
        if (!message.unknownTaggedFields().isEmpty()) {
            ((ObjectNode) node).put("unknownTaggedFields", message.unknownTaggedFields().size());
        }
        return node;
    }

    private static void spellOut(FetchResponseData fetch, JsonNode node) {
        ArrayNode order = JsonNodeFactory.instance.arrayNode();
        for (int t = 0; t < fetch.responses().size(); t++) {
            FetchResponseData.FetchableTopicResponse topic = fetch.responses().get(t);
            for (int p = 0; p < topic.partitions().size(); p++) {
                String name = topic.topic().isEmpty() ? topic.topicId().toString() : topic.topic();
                order.add(name + "-" + topic.partitions().get(p).partitionIndex());
                ObjectNode partition = (ObjectNode) node.get("responses").get(t).get("partitions").get(p);
                MemoryRecords records = (MemoryRecords) topic.partitions().get(p).records();
                partition.remove("recordsSizeInBytes");
                partition.set("batches",
                    records == null ? JsonNodeFactory.instance.nullNode() : Batches.json(records));
            }
        }
        ((ObjectNode) node).set("order", order);
    }
}
