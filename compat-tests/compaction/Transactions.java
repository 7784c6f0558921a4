import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes keyed records to partition 0 of a topic: two transactional producers whose transactions overlap, and a plain one. */
public class Transactions {
    static final String FILLER = "x".repeat(300);

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        String topic = arguments[1];
        int rounds = Integer.parseInt(arguments[2]);
        try (KafkaProducer<String, String> one = producer(bootstrap, "one");
             KafkaProducer<String, String> two = producer(bootstrap, "two");
             KafkaProducer<String, String> plain = producer(bootstrap, null)) {
            one.initTransactions();
            two.initTransactions();
            for (int round = 0; round < rounds; round++) {
                one.beginTransaction();
                write(one, topic, "one", round, 20);
                two.beginTransaction();
                write(two, topic, "two", round, 20);
                write(plain, topic, "plain", round, 10);
                write(one, topic, "both", round, 5);
                end(one, round % 3 == 1);
                write(two, topic, "both", round, 5);
                end(two, round % 4 == 2);
            }
        }
    }

    static void write(KafkaProducer<String, String> producer, String topic, String name, int round, int count) throws Exception {
        Future<?> last = null;
        for (int number = 0; number < count; number++) {
            String key = name + (round * 7 + number) % 50;
            last = producer.send(new ProducerRecord<>(topic, 0, key, "round " + round + " " + FILLER));
        }
        last.get();
    }

    static void end(KafkaProducer<String, String> producer, boolean aborts) {
        if (aborts) {
            producer.abortTransaction();
        } else {
            producer.commitTransaction();
        }
    }

    static KafkaProducer<String, String> producer(String bootstrap, String transactionalId) {
        Properties settings = new Properties();
        settings.putAll(Map.of("bootstrap.servers", bootstrap, "linger.ms", "5", "acks", "all"));
        if (transactionalId != null) {
            settings.put("transactional.id", transactionalId);
        }
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
