"""Compacted topics: writing them, and what is left of them.

records.py prepare BOOTSTRAP           makes the topics `keyed` and `transacted`, and fills the first
records.py seal BOOTSTRAP              puts one record into a new segment of each partition; prints where each then ends
records.py left BOOTSTRAP              all that is left of both topics, and what read_committed shows; one JSON object a line
records.py left BOOTSTRAP TOPIC        the same of partition 0 of one topic, in short: offset and key
records.py rows FILE TOPIC PARTITION   of what `left` printed: offset, key and value of one partition
records.py dumped                      standard input: kafka-dump-log's; the same
"""

import json
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.environ["COMPAT"], "python"))

# The codec of each partition of `keyed`. The last one has neither tombstones nor a codec, so that its files can be compared.
CODECS = ["none", "gzip", "snappy", "lz4", "zstd", "none"]
RECORDS = 6000
KEYS = 700
SEALED_AFTER_S = 1.0
READ_TIMEOUT_S = 60


def keyed(partition):
    state = partition
    for number in range(RECORDS):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        value = f"{number} " + "v" * 400
        is_tombstone = partition + 1 < len(CODECS) and (state >> 20) % 12 == 0
        yield {
            "key": f"key-{(state >> 33) % KEYS}",
            "value": None if is_tombstone else value,
            "headers": [("n", str(number))],
        }


def prepare(bootstrap):
    from client import create, produce, producer

    config = {"cleanup.policy": "compact", "segment.bytes": "1048576"}
    create(bootstrap, ["keyed"], len(CODECS), config)
    create(bootstrap, ["transacted"], 1, config)
    for partition, codec in enumerate(CODECS):
        produce(producer(bootstrap, codec), "keyed", partition, keyed(partition))


def seal(bootstrap):
    from client import produce, producer
    from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType

    # All segments together are smaller than the new size: they become one.
    config = {"segment.ms": str(int(SEALED_AFTER_S * 1000)), "segment.bytes": str(100 << 20)}
    entries = [ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET) for name, value in config.items()]
    topics = [ConfigResource(ResourceType.TOPIC, topic, incremental_configs=entries) for topic in ("keyed", "transacted")]
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for answer in admin.incremental_alter_configs(topics).values():
        answer.result(30)
    time.sleep(SEALED_AFTER_S + 0.2)
    client = producer(bootstrap)
    for topic, partition in partitions():
        (offset,) = produce(client, topic, partition, [{"key": "last", "value": "one"}])
        print(topic, partition, offset)


def partitions():
    return [("keyed", partition) for partition in range(len(CODECS))] + [("transacted", 0)]


def read(bootstrap, isolation, wanted):
    from client import as_json, consumer
    from confluent_kafka import OFFSET_BEGINNING, KafkaError, TopicPartition

    reader = consumer(bootstrap, **{"isolation.level": isolation, "enable.partition.eof": True})
    reader.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for topic, partition in wanted])
    rows, ended, deadline = [], set(), time.monotonic() + READ_TIMEOUT_S
    while ended != set(wanted):
        if time.monotonic() > deadline:
            sys.exit(f"only {ended} of {wanted} were read to their end within {READ_TIMEOUT_S} s")
        for message in reader.consume(num_messages=10_000, timeout=0.2):
            place = (message.topic(), message.partition())
            if message.error() is None:
                rows.append({"topic": place[0], "partition": place[1], **as_json(message)})
            elif message.error().code() == KafkaError._PARTITION_EOF:
                ended.add(place)
            else:
                sys.exit(f"not consumed: {message.error()}")
    reader.close()
    return sorted(rows, key=lambda row: (row["topic"], row["partition"], row["offset"]))


def left(bootstrap):
    for isolation, wanted in ("read_uncommitted", partitions()), ("read_committed", [("transacted", 0)]):
        for row in read(bootstrap, isolation, wanted):
            print(json.dumps({"isolation": isolation, **row}))


def rows(file, topic, partition):
    for row in map(json.loads, open(file, encoding="utf-8")):
        if (row["isolation"], row["topic"], row["partition"]) == ("read_uncommitted", topic, partition):
            print(json.dumps([row["offset"], row["key"], row["value"]]))


def dumped():
    record = re.compile(r"^\| offset: (\d+) .* key: (\S+)(?: payload: (.*))?$")
    for found in filter(None, (record.match(line.rstrip("\n")) for line in sys.stdin)):
        print(json.dumps([int(found[1]), found[2], found[3]]))


def main(command, *rest):
    if command == "left" and len(rest) == 2:
        found = read(rest[0], "read_uncommitted", [(rest[1], 0)])
        print(*[f"{row['offset']}{row['key']}" for row in found])
    elif command == "rows":
        rows(rest[0], rest[1], int(rest[2]))
    else:
        {"prepare": prepare, "seal": seal, "left": left, "dumped": dumped}[command](*rest)


if __name__ == "__main__":
    main(*sys.argv[1:])
