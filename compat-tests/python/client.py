"""One client program on confluent-kafka (librdkafka), by assignment: no group is joined.

client.py produce BOOTSTRAP TOPIC PARTITION CODEC [--json]   standard input: one record a line, or one JSON object a line
client.py consume BOOTSTRAP TOPIC PARTITION COUNT [--json]   standard output: the values, or one JSON object a record
client.py create BOOTSTRAP TOPICS PARTITIONS CONFIG          topics separated by commas, the config a JSON object
"""

import json
import sys

from confluent_kafka import OFFSET_BEGINNING, TIMESTAMP_NOT_AVAILABLE, Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

CONSUME_TIMEOUT_S = 60.0


def producer(bootstrap, codec="none", **more):
    settings = {
        "bootstrap.servers": bootstrap,
        "enable.idempotence": True,
        "compression.type": codec,
        "linger.ms": 20,
        "batch.size": 65_536,
        "queue.buffering.max.messages": 1_000_000,
    }
    return Producer({**settings, **more})


def consumer(bootstrap, **more):
    settings = {
        "bootstrap.servers": bootstrap,
        "group.id": "never-joined",
        "enable.auto.commit": False,
        "auto.offset.reset": "error",
        "check.crcs": True,
    }
    return Consumer({**settings, **more})


def produce(client, topic, partition, records):
    """Sends records (dicts with value, key, headers, timestamp) and gives their offsets in the order of sending."""
    offsets = []

    def delivered(error, message):
        if error is not None:
            raise RuntimeError(f"record not delivered: {error}")
        offsets.append(message.offset())

    for record in records:
        while True:
            try:
                client.produce(topic, partition=partition, on_delivery=delivered, **record)
                break
            except BufferError:
                client.poll(0.1)
        client.poll(0)
    left = client.flush(60)
    if left:
        raise RuntimeError(f"{left} records not delivered within 60 s")
    return offsets


def consume(client, topic, partition, count, start=OFFSET_BEGINNING):
    """Yields `count` messages from `start` on."""
    client.assign([TopicPartition(topic, partition, start)])
    got = 0
    while got < count:
        messages = client.consume(num_messages=min(10_000, count - got), timeout=CONSUME_TIMEOUT_S)
        if not messages:
            raise RuntimeError(f"{got} of {count} records came within {CONSUME_TIMEOUT_S} s")
        for message in messages:
            if message.error():
                raise RuntimeError(f"not consumed: {message.error()}")
            yield message
        got += len(messages)


def create(bootstrap, topics, partitions, config):
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for answer in admin.create_topics([NewTopic(name, partitions, 1, config=config) for name in topics], request_timeout=60).values():
        answer.result(60)


def text(data):
    return None if data is None else data.decode()


def as_json(message):
    kind, timestamp = message.timestamp()
    return {
        "offset": message.offset(),
        "timestamp": None if kind == TIMESTAMP_NOT_AVAILABLE else timestamp,
        "timestamp_kind": kind,
        "key": text(message.key()),
        "value": text(message.value()),
        "headers": [[name, text(value)] for name, value in message.headers() or []],
    }


def from_json(line):
    record = json.loads(line)
    if "headers" in record:
        record["headers"] = [(name, value) for name, value in record["headers"]]
    return record


def main(arguments):
    command, bootstrap, topic, partition, last = arguments[:5]
    json_wanted = arguments[5:] == ["--json"]
    if command == "produce":
        lines = (line.rstrip(b"\n") for line in sys.stdin.buffer)
        records = (from_json(line) if json_wanted else {"value": line} for line in lines)
        produce(producer(bootstrap, last), topic, int(partition), records)
    elif command == "consume":
        client = consumer(bootstrap)
        for message in consume(client, topic, int(partition), int(last)):
            if json_wanted:
                sys.stdout.write(json.dumps(as_json(message)) + "\n")
            else:
                sys.stdout.buffer.write(message.value() + b"\n")
        client.close()
    elif command == "create":
        create(bootstrap, topic.split(","), int(partition), json.loads(last))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
