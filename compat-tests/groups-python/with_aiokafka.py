"""aiokafka, the classic protocol."""

import asyncio

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import KafkaError

ASSIGNORS = {"range": RangePartitionAssignor, "roundrobin": RoundRobinPartitionAssignor, "sticky": StickyPartitionAssignor}


class Listener(ConsumerRebalanceListener):
    def __init__(self, teller):
        self.teller = teller

    async def on_partitions_assigned(self, assigned):
        self.teller.assigned(p.partition for p in assigned)

    async def on_partitions_revoked(self, revoked):
        self.teller.revoked(p.partition for p in revoked)


async def consume(settings, teller):
    topic = settings["topic"]
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings["bootstrap"], group_id=settings["group"], client_id=settings["name"],
        group_instance_id=settings.get("instance"), enable_auto_commit=False, auto_offset_reset=settings["reset"],
        partition_assignment_strategy=[ASSIGNORS[settings["assignor"]]], session_timeout_ms=settings["session_ms"],
        heartbeat_interval_ms=settings["heartbeat_ms"], fetch_max_wait_ms=100)
    consumer.subscribe([topic], listener=Listener(teller))
    await consumer.start()
    while True:
        order = teller.order()
        if order and order[0] == "stop":
            break
        if order and order[0] == "seek":
            consumer.seek(TopicPartition(topic, int(order[1])), int(order[2]))
        batches = await consumer.getmany(timeout_ms=100, max_records=100)
        got = {p.partition: [record.offset for record in records] for p, records in batches.items() if records}
        teller.records(got)
        offsets = dict(teller.uncommitted)
        if offsets:
            try:
                await consumer.commit({TopicPartition(topic, p): o for p, o in offsets.items()})
                teller.committed(offsets)
            except KafkaError as refusal:
                teller.tell("refused", error=repr(refusal))
    # It leaves without telling its listener.
    teller.revoked(p.partition for p in consumer.assignment())
    await consumer.stop()


def run(settings, teller):
    asyncio.run(consume(settings, teller))
