package differential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Record batches to produce, good ones and such with a single wrong field, and the requests that carry them. */
final class Batch {
    /** A moment that is the same for both brokers and too young for retention. */
    static final long T = System.currentTimeMillis() - 20 * 3_600_000L;

    static final int BASE_OFFSET = 0;
    static final int LENGTH = 8;
    static final int LEADER_EPOCH = 12;
    static final int MAGIC = 16;
    static final int CRC = 17;
    static final int ATTRIBUTES = 21;
    static final int LAST_OFFSET_DELTA = 23;
    static final int BASE_TIMESTAMP = 27;
    static final int MAX_TIMESTAMP = 35;
    static final int PRODUCER_ID = 43;
    static final int PRODUCER_EPOCH = 51;
    static final int BASE_SEQUENCE = 53;
    static final int COUNT = 57;

    private Batch() {
    }

    static SimpleRecord record(long timestamp, String key, String value) {
        return new SimpleRecord(timestamp, key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** A batch of records "key", "value 0", "value 1", ... one millisecond apart. */
    static byte[] of(int count) {
        return of(Compression.NONE, records(count));
    }

    static SimpleRecord[] records(int count) {
        SimpleRecord[] records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = record(T + i, "key", "value " + i);
        }
        return records;
    }

    static byte[] of(Compression compression, SimpleRecord... records) {
        return bytes(MemoryRecords.withRecords((byte) 2, 0, compression, TimestampType.CREATE_TIME, records));
    }

    static byte[] idempotent(long producerId, int epoch, int sequence, int count) {
        return bytes(MemoryRecords.withIdempotentRecords(Compression.NONE, producerId, (short) epoch, sequence, records(count)));
    }

    static byte[] bytes(MemoryRecords records) {
        byte[] bytes = new byte[records.sizeInBytes()];
        records.buffer().duplicate().get(bytes);
        return bytes;
    }

    /** The batch with other bytes at a position, and a CRC that fits them. */
    static byte[] with(byte[] batch, int position, byte... bytes) {
        byte[] changed = batch.clone();
        System.arraycopy(bytes, 0, changed, position, bytes.length);
        CRC32C crc = new CRC32C();
        crc.update(changed, ATTRIBUTES, changed.length - ATTRIBUTES);
        ByteBuffer.wrap(changed).putInt(CRC, (int) crc.getValue());
        return changed;
    }

    static byte[] withInt(byte[] batch, int position, int value) {
        return with(batch, position, ByteBuffer.allocate(4).putInt(value).array());
    }

    static byte[] withLong(byte[] batch, int position, long value) {
        return with(batch, position, ByteBuffer.allocate(8).putLong(value).array());
    }

    /** A produce request to one partition. From version 13 the topic goes by its id. */
    static ProduceRequestData produce(int acks, String topic, Uuid id, int partition, byte[] records) {
        ProduceRequestData request = new ProduceRequestData().setAcks((short) acks).setTimeoutMs(5_000);
        ProduceRequestData.TopicProduceData data = new ProduceRequestData.TopicProduceData().setName(topic).setTopicId(id);
        data.setPartitionData(List.of(new ProduceRequestData.PartitionProduceData().setIndex(partition)
            .setRecords(records == null ? null : MemoryRecords.readableRecords(ByteBuffer.wrap(records)))));
        request.topicData().add(data);
        return request;
    }

    /** Produces with version 12 and writes the answer down. */
    static <T extends ApiMessage> T append(Side side, String words, String topic, byte[] records) throws Exception {
        return side.ask(words, produce(-1, topic, Uuid.ZERO_UUID, 0, records), 12);
    }

    /** Produces without writing the answer down. */
    static void prepare(Side side, String topic, int partition, byte[] records) throws Exception {
        side.unrecorded(produce(-1, topic, Uuid.ZERO_UUID, partition, records), 12, false);
    }
}
