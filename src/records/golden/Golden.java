import java.io.*;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.kafka.common.compress.*;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.*;
import org.apache.kafka.common.record.internal.*;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.*;
import org.apache.kafka.common.Uuid;

/** Writes the golden batches of this folder (make DIR), or reads batches and fails on the first wrong one (check DIR). */
public class Golden {
    static final long T = 1_700_000_000_000L;
    static byte[] b(String s) { return s.getBytes(StandardCharsets.UTF_8); }

    static byte[] value(int i) {
        StringBuilder s = new StringBuilder();
        for (int n = 0; n < 20 * i; n++) s.append("field ").append(n).append(" of record ").append(i).append(';');
        return b(s.toString());
    }

    // Ten records: sizes from 0 to several KiB, a null key, a null value, repeated header keys, a null header value.
    static void fill(MemoryRecordsBuilder builder) {
        for (int i = 0; i < 10; i++) {
            byte[] key = i == 3 ? null : b("key-" + i);
            byte[] value = i == 5 ? null : value(i);
            Header[] headers = i % 4 != 1 ? new Header[0] : new Header[] {
                new RecordHeader("dup", b("1")), new RecordHeader("dup", (byte[]) null), new RecordHeader("dup", b("1")) };
            builder.append(T + (i == 7 ? 500 : i), key, value, headers);
        }
    }

    static byte[] bytes(MemoryRecords r) { ByteBuffer d = r.buffer().duplicate(); byte[] o = new byte[d.remaining()]; d.get(o); return o; }

    static void batch(Path dir, String name, Compression c, TimestampType type, long producerId, boolean txn) throws Exception {
        MemoryRecordsBuilder m = new MemoryRecordsBuilder(ByteBuffer.allocate(1 << 16), RecordBatch.MAGIC_VALUE_V2, c, type, 0L,
            T + 9000, producerId, (short) (producerId < 0 ? -1 : 4), producerId < 0 ? -1 : 77, txn, false, -1, 1 << 16);
        fill(m);
        Files.write(dir.resolve(name), bytes(m.build()));
    }

    static void control(Path dir) throws Exception {
        Files.write(dir.resolve("commit-marker.bin"), bytes(MemoryRecords.withEndTransactionMarker(42L, T, 6, 4000L, (short) 2,
            new EndTransactionMarker(ControlRecordType.COMMIT, 11))));
        Files.write(dir.resolve("abort-marker.bin"), bytes(MemoryRecords.withEndTransactionMarker(43L, T, 6, 4000L, (short) 2,
            new EndTransactionMarker(ControlRecordType.ABORT, 11))));
        LeaderChangeMessage lc = new LeaderChangeMessage().setVersion((short) 0).setLeaderId(1)
            .setVoters(List.of(new LeaderChangeMessage.Voter().setVoterId(1), new LeaderChangeMessage.Voter().setVoterId(2), new LeaderChangeMessage.Voter().setVoterId(3)))
            .setGrantingVoters(List.of(new LeaderChangeMessage.Voter().setVoterId(1), new LeaderChangeMessage.Voter().setVoterId(3)));
        Files.write(dir.resolve("leader-change.bin"), bytes(MemoryRecords.withLeaderChangeMessage(100L, T, 5, ByteBuffer.allocate(300), lc)));
        Files.write(dir.resolve("snapshot-header.bin"), bytes(MemoryRecords.withSnapshotHeaderRecord(0L, T, 5, ByteBuffer.allocate(300),
            new SnapshotHeaderRecord().setVersion((short) 0).setLastContainedLogTimestamp(T - 1))));
        Files.write(dir.resolve("snapshot-footer.bin"), bytes(MemoryRecords.withSnapshotFooterRecord(3L, T, 5, ByteBuffer.allocate(300),
            new SnapshotFooterRecord().setVersion((short) 0))));
        Files.write(dir.resolve("kraft-version.bin"), bytes(MemoryRecords.withKRaftVersionRecord(1L, T, 5, ByteBuffer.allocate(300),
            new KRaftVersionRecord().setVersion((short) 0).setKRaftVersion((short) 1))));
        VotersRecord.EndpointCollection ends = new VotersRecord.EndpointCollection();
        ends.add(new VotersRecord.Endpoint().setName("CONTROLLER").setHost("controller-1.example").setPort(39093));
        Files.write(dir.resolve("kraft-voters.bin"), bytes(MemoryRecords.withVotersRecord(2L, T, 5, ByteBuffer.allocate(300),
            new VotersRecord().setVersion((short) 0).setVoters(List.of(new VotersRecord.Voter().setVoterId(1)
                .setVoterDirectoryId(new Uuid(0x0102030405060708L, 0x090a0b0c0d0e0f10L)).setEndpoints(ends)
                .setKRaftVersionFeature(new VotersRecord.KRaftVersionFeature().setMinSupportedVersion((short) 0).setMaxSupportedVersion((short) 1)))))));
    }

    static void check(Path dir) throws Exception {
        try (var files = Files.list(dir)) {
            for (Path p : (Iterable<Path>) files.sorted()::iterator) {
                MemoryRecords r = MemoryRecords.readableRecords(ByteBuffer.wrap(Files.readAllBytes(p)));
                int batches = 0, n = 0; long bytes = 0; String codec = "";
                for (MutableRecordBatch batch : r.batches()) {
                    batches++; batch.ensureValid(); codec = batch.compressionType().name;
                    if (batch.isControlBatch()) {
                        for (Record rec : batch) { n++; ControlRecordType t = ControlRecordType.parse(rec.key()); codec = t.name();
                            switch (t) {
                                case COMMIT: case ABORT: codec += " " + EndTransactionMarker.deserialize(rec).coordinatorEpoch(); break;
                                case LEADER_CHANGE: codec += " " + ControlRecordUtils.deserializeLeaderChangeMessage(rec); break;
                                case SNAPSHOT_HEADER: codec += " " + ControlRecordUtils.deserializeSnapshotHeaderRecord(rec); break;
                                case SNAPSHOT_FOOTER: codec += " " + ControlRecordUtils.deserializeSnapshotFooterRecord(rec); break;
                                case KRAFT_VERSION: codec += " " + ControlRecordUtils.deserializeKRaftVersionRecord(rec); break;
                                case KRAFT_VOTERS: codec += " " + ControlRecordUtils.deserializeVotersRecord(rec); break;
                                default: throw new RuntimeException("unknown");
                            } }
                        continue;
                    }
                    int i = 0;
                    try (CloseableIterator<Record> it = batch.streamingIterator(BufferSupplier.create())) {
                        while (it.hasNext()) {
                            Record rec = it.next(); n++;
                            byte[] v = rec.hasValue() ? Utils.toArray(rec.value()) : null;
                            if (v != null) bytes += v.length;
                            if (p.getFileName().toString().startsWith("ten-")) {
                                byte[] want = i == 5 ? null : value(i);
                                if (!Arrays.equals(want, v)) throw new RuntimeException("value " + i + " in " + p);
                                String k = rec.hasKey() ? Utils.utf8(rec.key()) : null;
                                if (!Objects.equals(k, i == 3 ? null : "key-" + i)) throw new RuntimeException("key " + i);
                                if (rec.headers().length != (i % 4 == 1 ? 3 : 0)) throw new RuntimeException("headers " + i);
                                if (batch.timestampType() == TimestampType.CREATE_TIME && rec.timestamp() != T + (i == 7 ? 500 : i)) throw new RuntimeException("ts " + i);
                                if (rec.offset() != i) throw new RuntimeException("offset " + i);
                            }
                            i++;
                        }
                    }
                }
                System.out.println("OK " + p.getFileName() + ": " + batches + " batch, " + n + " records, " + bytes + " value bytes, " + codec);
            }
        }
    }

    public static void main(String[] a) throws Exception {
        Path dir = Path.of(a[1]);
        if (a[0].equals("check")) { check(dir); return; }
        Files.createDirectories(dir);
        batch(dir, "ten-none.bin", Compression.NONE, TimestampType.CREATE_TIME, -1, false);
        batch(dir, "ten-gzip.bin", Compression.gzip().build(), TimestampType.CREATE_TIME, -1, false);
        batch(dir, "ten-snappy.bin", Compression.snappy().build(), TimestampType.CREATE_TIME, -1, false);
        batch(dir, "ten-lz4.bin", Compression.lz4().build(), TimestampType.CREATE_TIME, -1, false);
        batch(dir, "ten-zstd.bin", Compression.zstd().build(), TimestampType.CREATE_TIME, -1, false);
        batch(dir, "ten-zstd-transactional.bin", Compression.zstd().build(), TimestampType.CREATE_TIME, 4000, true);
        batch(dir, "ten-none-log-append-time.bin", Compression.NONE, TimestampType.LOG_APPEND_TIME, 4000, false);
        control(dir);
    }
}
