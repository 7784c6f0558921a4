package differential;

import static differential.Batch.record;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderPartition;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData.OffsetForLeaderTopic;

/** ListOffsets, OffsetForLeaderEpoch and DeleteRecords: items 35, 58 and 63 to 65 of the checklist. */
final class OffsetScenarios {
    private OffsetScenarios() {
    }

    static List<Scenario> all() {
        return List.of(
            new Scenario("gotcha 63: every version of ListOffsets and every special timestamp", OffsetScenarios::specialTimestamps),
            new Scenario("gotcha 63: offsets by time", OffsetScenarios::byTime),
            new Scenario("gotcha 63: an empty log, and one whose start has moved", OffsetScenarios::emptyAndMoved),
            new Scenario("gotcha 64: duplicate, unknown and fenced partitions in ListOffsets", OffsetScenarios::listMistakes),
            new Scenario("gotcha 65: every version of OffsetForLeaderEpoch", OffsetScenarios::leaderEpochs),
            new Scenario("gotcha 58: OffsetForLeaderEpoch checks the current leader epoch", OffsetScenarios::currentEpochs),
            new Scenario("gotcha 35: every version of DeleteRecords", OffsetScenarios::deleteRecords),
            new Scenario("gotcha 35: DeleteRecords on compacted topics", OffsetScenarios::deleteCompacted));
    }

    /** Moves the log start of partition 0 without writing it down. */
    static void deleteBefore(Side side, String topic, long offset) throws Exception {
        deleteBefore(side, topic, 0, offset);
    }

    static void deleteBefore(Side side, String topic, int partition, long offset) throws Exception {
        side.unrecorded(delete(topic, new long[][] {{partition, offset}}), 2, false);
    }

    private static DeleteRecordsRequestData delete(String topic, long[]... partitionsAndOffsets) {
        return new DeleteRecordsRequestData().setTimeoutMs(5_000).setTopics(List.of(new DeleteRecordsTopic().setName(topic)
            .setPartitions(Arrays.stream(partitionsAndOffsets).map(pair -> new DeleteRecordsPartition()
                .setPartitionIndex((int) pair[0]).setOffset(pair[1])).toList())));
    }

    private static ListOffsetsRequestData list(String topic, long... timestamps) {
        ListOffsetsTopic asked = new ListOffsetsTopic().setName(topic);
        for (int i = 0; i < timestamps.length; i++) {
            asked.partitions().add(new ListOffsetsPartition().setPartitionIndex(i).setTimestamp(timestamps[i]));
        }
        return new ListOffsetsRequestData().setReplicaId(-1).setTopics(List.of(asked)).setTimeoutMs(5000);
    }

    private static void specialTimestamps(Side side) throws Exception {
        side.setup.topic("listed");
        Batch.prepare(side, "listed", 0, Batch.of(Compression.NONE, record(Batch.T + 50, "a", "1"), record(Batch.T + 900, "b", "2")));
        Batch.prepare(side, "listed", 0, Batch.of(Compression.NONE, record(Batch.T + 20, "c", "3"), record(Batch.T + 900, "d", "4")));
        Catalogue.eachVersion(ApiMessageType.LIST_OFFSETS, version -> {
            for (long timestamp = -1; timestamp >= -7; timestamp--) {
                side.ask("timestamp " + timestamp, list("listed", timestamp), version);
            }
            if (version >= 2) {
                side.ask("read committed", list("listed", -1).setIsolationLevel((byte) 1), version);
            }
        });
        side.ask("isolation level 9", list("listed", -1).setIsolationLevel((byte) 9), 7);
        for (int replica : new int[] {-2, 1, 7}) {
            side.ask("replica " + replica, list("listed", -1).setReplicaId(replica), 7);
        }
    }

    private static void byTime(Side side) throws Exception {
        side.setup.topic("timed");
        for (int batch = 0; batch < 3; batch++) {
            Batch.prepare(side, "timed", 0, Batch.of(batch == 1 ? Compression.gzip().build() : Compression.NONE,
                record(Batch.T + batch * 100, "a", "1"), record(Batch.T + batch * 100 + 50, "b", "2"),
                record(Batch.T + batch * 100 + 10, "c", "3")));
        }
        for (long time : new long[] {0, Batch.T - 1, Batch.T, Batch.T + 1, Batch.T + 50, Batch.T + 51, Batch.T + 105, Batch.T + 140,
            Batch.T + 250, Batch.T + 251, Long.MAX_VALUE}) {
            for (int version : new int[] {1, 4, 10}) {
                String words = time == 0 || time == Long.MAX_VALUE ? "time " + time : "T + " + (time - Batch.T);
                side.ask(words, list("timed", time), version);
                side.ask(words + ", read committed", list("timed", time).setIsolationLevel((byte) (version > 1 ? 1 : 0)), version);
            }
        }
    }

    private static void emptyAndMoved(Side side) throws Exception {
        side.setup.topic("empty");
        side.setup.topic("moved");
        Batch.prepare(side, "moved", 0, Batch.of(5));
        deleteBefore(side, "moved", 3);
        for (String topic : new String[] {"empty", "moved"}) {
            for (long timestamp : new long[] {-1, -2, -3, -4, -5, 0, Batch.T + 1}) {
                side.ask(topic + ", timestamp " + (timestamp > 0 ? "T + 1" : timestamp), list(topic, timestamp), 10);
            }
        }
        deleteBefore(side, "moved", -1);
        for (long timestamp : new long[] {-1, -2, -3, -4, 0}) {
            side.ask("all deleted, timestamp " + timestamp, list("moved", timestamp), 10);
        }
    }

    private static void listMistakes(Side side) throws Exception {
        side.setup.topic("mislisted", 2, Map.of());
        for (int version : new int[] {1, 4, 10}) {
            ListOffsetsRequestData twice = list("mislisted", -1, -1);
            twice.topics().get(0).partitions().get(1).setPartitionIndex(0);
            side.ask("a partition twice", twice, version);
            side.ask("an unknown partition", list("mislisted", -1, -1, -1), version);
            side.ask("an unknown topic", list("mislisted-nowhere", -1), version);
            side.ask("an illegal topic", list("a b", -1), version);
            side.ask("no topics", new ListOffsetsRequestData().setReplicaId(-1), version);
            if (version >= 4) {
                for (int epoch : new int[] {-1, 0, 1, 99}) {
                    ListOffsetsRequestData fenced = list("mislisted", -1);
                    fenced.topics().get(0).partitions().get(0).setCurrentLeaderEpoch(epoch);
                    side.ask("epoch " + epoch, fenced, version);
                }
            }
        }
    }

    private static OffsetForLeaderEpochRequestData epoch(String topic, int partition, int current, int asked) {
        OffsetForLeaderEpochRequestData request = new OffsetForLeaderEpochRequestData().setReplicaId(-1);
        request.topics().add(new OffsetForLeaderTopic().setTopic(topic).setPartitions(List.of(
            new OffsetForLeaderPartition().setPartition(partition).setCurrentLeaderEpoch(current).setLeaderEpoch(asked))));
        return request;
    }

    private static void leaderEpochs(Side side) throws Exception {
        side.setup.topic("epochs");
        side.setup.topic("epochs-empty");
        Batch.prepare(side, "epochs", 0, Batch.of(3));
        Catalogue.eachVersion(ApiMessageType.OFFSET_FOR_LEADER_EPOCH, version -> {
            for (int asked : new int[] {-1, 0, 1, 99}) {
                side.ask("epoch " + asked, epoch("epochs", 0, -1, asked), version);
                side.ask("epoch " + asked + " of an empty log", epoch("epochs-empty", 0, -1, asked), version);
            }
            side.ask("an unknown partition", epoch("epochs", 5, -1, 0), version);
            side.ask("an unknown topic", epoch("epochs-nowhere", 0, -1, 0), version);
            side.ask("no topics", new OffsetForLeaderEpochRequestData().setReplicaId(-1), version);
        });
    }

    private static void currentEpochs(Side side) throws Exception {
        side.setup.topic("epochs-checked");
        side.ask("epoch -2", epoch("epochs-checked", 0, -1, -2), 4);
        for (int current : new int[] {-2, -1, 0, 1, 99}) {
            side.ask("current epoch " + current, epoch("epochs-checked", 0, current, 0), 4);
        }
        for (int replica : new int[] {-2, 1, 7}) {
            side.ask("replica " + replica, epoch("epochs-checked", 0, -1, 0).setReplicaId(replica), 4);
        }
    }

    private static void deleteRecords(Side side) throws Exception {
        side.setup.topic("trimmed", 2, Map.of());
        Batch.prepare(side, "trimmed", 0, Batch.of(10));
        Batch.prepare(side, "trimmed", 1, Batch.of(10));
        Catalogue.eachVersion(ApiMessageType.DELETE_RECORDS, version -> {
            side.ask("two partitions", delete("trimmed", new long[] {0, 2 + version}, new long[] {1, 5}), version);
            side.ask("backwards", delete("trimmed", new long[] {0, 1}), version);
            side.ask("above the end", delete("trimmed", new long[] {0, 11}), version);
            side.ask("offset -2", delete("trimmed", new long[] {0, -2}), version);
            side.ask("unknown ones", delete("trimmed", new long[] {5, 0}, new long[] {-1, 0}, new long[] {0, 3}), version);
            side.ask("an unknown topic", delete("trimmed-nowhere", new long[] {0, 0}), version);
            side.ask("an illegal topic", delete("a b", new long[] {0, 0}), version);
            side.ask("no topics", new DeleteRecordsRequestData().setTimeoutMs(1000), version);
        });
        side.ask("all", delete("trimmed", new long[] {1, -1}), 2);
        side.ask("the end itself", delete("trimmed", new long[] {0, 10}), 2);
        side.ask("the outcome", list("trimmed", -2, -2), 7);
        side.ask("internal", delete("__consumer_offsets", new long[] {0, 0}), 2);
        side.ask("the metadata log", delete("__cluster_metadata", new long[] {0, 0}), 2);
    }

    private static void deleteCompacted(Side side) throws Exception {
        side.setup.topic("trimmed-compact", 1, Map.of("cleanup.policy", "compact"));
        side.setup.topic("trimmed-both", 1, Map.of("cleanup.policy", "compact,delete"));
        side.setup.topic("trimmed-neither", 1, Map.of("cleanup.policy", ""));
        for (String topic : new String[] {"trimmed-compact", "trimmed-both", "trimmed-neither"}) {
            Batch.prepare(side, topic, 0, Batch.of(3));
            side.ask(topic, delete(topic, new long[] {0, 1}), 2);
        }
    }
}
