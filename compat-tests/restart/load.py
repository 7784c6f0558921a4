"""An idempotent producer with acks=all that notes what was acknowledged, and a reader that holds the broker to it.

load.py write BOOTSTRAP TOPIC PARTITIONS COUNT PROGRESS_FILE ACKNOWLEDGED_FILE
load.py verify BOOTSTRAP TOPIC PARTITIONS COUNT ACKNOWLEDGED_FILE
"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import client  # noqa: E402

RECORDS_PER_BREATH = 100
RECORDS_UNDERWAY = 2_000
BREATH_S = 0.008


def write(bootstrap, topic, partitions, count, progress_file, acknowledged_file):
    """Record n goes to partition n % partitions; about 10,000 a second, so that a kill meets it at work."""
    writer = client.producer(bootstrap, **{"linger.ms": 2, "batch.num.messages": 200, "reconnect.backoff.max.ms": 500})
    acknowledged = []

    def delivered(error, message):
        if error is not None:
            sys.exit(f"not delivered: {error}")
        acknowledged.append((message.partition(), message.offset(), int(message.value())))

    for n in range(count):
        writer.produce(topic, partition=n % partitions, value=b"%d" % n, on_delivery=delivered)
        if n % RECORDS_PER_BREATH == 0:
            note(progress_file, len(acknowledged))
            time.sleep(BREATH_S)
            while len(writer) > RECORDS_UNDERWAY:
                writer.poll(0.05)
            writer.poll(0)
    left = writer.flush(120)
    if left:
        sys.exit(f"{left} records were not acknowledged within 120 s")
    with open(acknowledged_file, "w") as out:
        out.writelines(f"{partition} {offset} {value}\n" for partition, offset, value in acknowledged)


def note(progress_file, count):
    with open(progress_file + ".new", "w") as progress:
        progress.write(str(count))
    os.rename(progress_file + ".new", progress_file)


def verify(bootstrap, topic, partitions, count, acknowledged_file):
    with open(acknowledged_file) as lines:
        acknowledged = [tuple(map(int, line.split())) for line in lines]
    assert len(acknowledged) == count, f"{len(acknowledged)} of {count} were acknowledged"
    for partition in range(partitions):
        expected = list(range(partition, count, partitions))
        reader = client.consumer(bootstrap)
        low, high = reader.get_watermark_offsets(client.TopicPartition(topic, partition), timeout=30)
        assert (low, high) == (0, len(expected)), f"partition {partition} reaches from {low} to {high}, not from 0 to {len(expected)}"
        got = [(message.offset(), int(message.value())) for message in client.consume(reader, topic, partition, len(expected))]
        reader.close()
        assert [value for _, value in got] == expected, f"partition {partition} is not in the order of sending: {first_difference(got, expected)}"
        offsets = {value: offset for offset, value in got}
        for owner, offset, value in acknowledged:
            if owner == partition:
                # A duplicate that the broker recognised is acknowledged without its offset: -1.
                assert offset in (offsets[value], -1), f"record {value} was acknowledged at {offset} and is at {offsets[value]}"
    print(f"measured: {count} records acknowledged, all there, once and in order")


def first_difference(got, expected):
    for (offset, value), wanted in zip(got, expected):
        if value != wanted:
            return f"{value} instead of {wanted} at offset {offset}"
    return "it ends early"


if __name__ == "__main__":
    command, bootstrap, topic, partitions, count, *files = sys.argv[1:]
    {"write": write, "verify": verify}[command](bootstrap, topic, int(partitions), int(count), *files)
