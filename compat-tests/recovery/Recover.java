import java.io.File;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.util.KafkaScheduler;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.ProducerStateManagerConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/**
 * Opens partition directories with Apache Kafka's own log, as after a crash, so that it checks each batch and makes each
 * index anew, and closes them. Prints start and end of each.
 */
public class Recover {
    public static void main(String[] directories) throws Exception {
        KafkaScheduler scheduler = new KafkaScheduler(1);
        scheduler.startup();
        for (String directory : directories) {
            UnifiedLog log = UnifiedLog.create(new File(directory), new LogConfig(new Properties()), 0L, 0L, scheduler,
                new BrokerTopicStats(), Time.SYSTEM, 900_000, new ProducerStateManagerConfig(86_400_000, false), 600_000,
                new LogDirFailureChannel(1), false, Optional.empty());
            System.out.println(new File(directory).getName() + " " + log.logStartOffset() + " " + log.logEndOffset());
            log.close();
        }
        scheduler.shutdown();
    }
}
