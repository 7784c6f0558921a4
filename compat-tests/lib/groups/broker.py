"""The broker under test as an observer sees it: topics, records to consume, and what it says of groups."""

import threading
import time

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic


class Broker:
    def __init__(self, bootstrap):
        self.bootstrap = bootstrap
        self.connect()

    def connect(self):
        """Anew, so that nothing is left of a broker that has been restarted since."""
        self.admin = AdminClient({"bootstrap.servers": self.bootstrap, "log_level": 0})

    def create(self, topic, partitions):
        self.admin.create_topics([NewTopic(topic, partitions, 1)], request_timeout=30)[topic].result(30)
        deadline = time.monotonic() + 20
        while len(self.admin.list_topics(topic=topic, timeout=30).topics[topic].partitions) != partitions:
            assert time.monotonic() < deadline, f"{topic} does not appear"
            time.sleep(0.02)

    def describe(self, group):
        return self.admin.describe_consumer_groups([group], request_timeout=5)[group].result(10)

    def assignment(self, group):
        """What the broker says: client id -> partitions."""
        return {member.client_id: {p.partition for p in member.assignment.topic_partitions} for member in self.describe(group).members}

    def committed(self, group, topic):
        """What the broker says is committed: partition -> offset."""
        asked = ConsumerGroupTopicPartitions(group)
        answer = self.admin.list_consumer_group_offsets([asked], request_timeout=5)[group].result(10)
        return {p.partition: p.offset for p in answer.topic_partitions if p.topic == topic and p.offset >= 0}

    def delete_group(self, group):
        """The name of the error, or None."""
        try:
            self.admin.delete_consumer_groups([group])[group].result(30)
            return None
        except KafkaException as refusal:
            return refusal.args[0].name()


class Feed:
    """Writes to all partitions of a topic, at once or steadily, and knows where each ends."""

    def __init__(self, bootstrap, topic, partitions):
        self.topic = topic
        self.ends = {partition: 0 for partition in range(partitions)}
        self.producer = Producer({"bootstrap.servers": bootstrap, "enable.idempotence": True, "linger.ms": 5, "log_level": 0,
                                  "reconnect.backoff.max.ms": 500})
        self.failure = None
        self.going = False
        self.thread = None

    def delivered(self, error, message):
        if error is not None:
            self.failure = str(error)
        else:
            self.ends[message.partition()] = max(self.ends[message.partition()], message.offset() + 1)

    def add(self, count):
        for _ in range(count):
            for partition in self.ends:
                self.producer.produce(self.topic, partition=partition, value=b"x" * 40, on_delivery=self.delivered)
            self.producer.poll(0)
        left = self.producer.flush(90)
        assert left == 0 and self.failure is None, f"{left} records not written: {self.failure}"

    def begin(self):
        self.going = True
        self.thread = threading.Thread(target=self.flow, daemon=True)
        self.thread.start()

    def flow(self):
        try:
            while self.going:
                self.add(2)
                time.sleep(0.03)
        except Exception as failure:
            self.failure = str(failure)

    def end(self):
        if self.thread is not None:
            self.going = False
            self.thread.join()
            self.thread = None
        assert self.failure is None, self.failure
