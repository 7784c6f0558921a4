"""kafka-python, the classic protocol."""

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from kafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

ASSIGNORS = {"range": RangePartitionAssignor, "roundrobin": RoundRobinPartitionAssignor, "sticky": StickyPartitionAssignor,
             "cooperative-sticky": CooperativeStickyAssignor}


class Listener(ConsumerRebalanceListener):
    def __init__(self, teller):
        self.teller = teller

    def on_partitions_assigned(self, assigned):
        self.teller.assigned(p.partition for p in assigned)

    def on_partitions_revoked(self, revoked):
        self.teller.revoked(p.partition for p in revoked)

    def on_partitions_lost(self, lost):
        self.teller.revoked((p.partition for p in lost), lost=True)


def run(settings, teller):
    topic = settings["topic"]
    consumer = KafkaConsumer(
        bootstrap_servers=settings["bootstrap"], group_id=settings["group"], client_id=settings["name"],
        group_instance_id=settings.get("instance"), enable_auto_commit=False, auto_offset_reset=settings["reset"],
        partition_assignment_strategy=[ASSIGNORS[settings["assignor"]]], session_timeout_ms=settings["session_ms"],
        heartbeat_interval_ms=settings["heartbeat_ms"], fetch_max_wait_ms=100, max_poll_records=100, reconnect_backoff_max_ms=500)
    consumer.subscribe([topic], listener=Listener(teller))
    while True:
        order = teller.order()
        if order and order[0] == "stop":
            break
        if order and order[0] == "seek":
            consumer.seek(TopicPartition(topic, int(order[1])), int(order[2]))
        got = {p.partition: [record.offset for record in records] for p, records in consumer.poll(timeout_ms=100).items()}
        teller.records(got)
        offsets = dict(teller.uncommitted)
        if offsets:
            try:
                consumer.commit({TopicPartition(topic, p): OffsetAndMetadata(o, "", -1) for p, o in offsets.items()})
                teller.committed(offsets)
            except KafkaError as refusal:
                teller.tell("refused", error=repr(refusal))
    consumer.close()
