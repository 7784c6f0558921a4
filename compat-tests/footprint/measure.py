"""Figures, in milliseconds.

measure.py start TIMES COMMAND...               best time from starting the process to its line with `ready`
measure.py create BOOTSTRAP TOPICS PARTITIONS   creates them, and waits until all have a leader
measure.py listing BOOTSTRAP TOPICS PARTITIONS  median time of a Metadata request for all topics, checked for completeness
"""

import os
import signal
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "frames"))
import wire  # noqa: E402

TOPICS_A_REQUEST = 100
LISTINGS = 21
METADATA_VERSION = 8  # the last without tagged fields: simple to walk by hand


def start_once(command):
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took = None
    for line in process.stderr:
        if b"ready" in line:
            took = (time.monotonic() - began) * 1000
            break
    process.send_signal(signal.SIGTERM)
    process.stderr.read()
    code = process.wait(30)
    if took is None or code != 0:
        sys.exit(f"it ended with {code} and was ready after {took} ms")
    return took


def start(times, *command):
    print(f"{min(start_once(command) for _ in range(int(times))):.1f}")


def create(bootstrap, topics, partitions):
    from confluent_kafka.admin import AdminClient, NewTopic

    admin = AdminClient({"bootstrap.servers": bootstrap})
    began = time.monotonic()
    for first in range(0, int(topics), TOPICS_A_REQUEST):
        request = [NewTopic(f"topic-{n:04}", int(partitions), 1) for n in range(first, first + TOPICS_A_REQUEST)]
        for answer in admin.create_topics(request, request_timeout=60).values():
            answer.result(60)
    deadline = time.monotonic() + 60
    while partitions_with_a_leader(listing_bytes(bootstrap)[0]) != int(topics) * int(partitions):
        if time.monotonic() > deadline:
            sys.exit("not all partitions got a leader within 60 s")
        time.sleep(0.05)
    print(f"{topics} topics of {partitions} partitions created in {time.monotonic() - began:.1f} s")


def listing_bytes(bootstrap, times=1):
    """The answer, and the time of each asking."""
    took = []
    with wire.connect(bootstrap) as connection:
        for n in range(times):
            began = time.monotonic()
            connection.sendall(wire.request(wire.METADATA, METADATA_VERSION, n, b"\xff\xff\xff\xff\0\0\0"))
            correlation_id, body = wire.answer(connection)
            took.append((time.monotonic() - began) * 1000)
            assert correlation_id == n
    return body, took


def partitions_with_a_leader(body):
    """Walks a Metadata answer of version 8."""
    at = 0

    def number(size):
        nonlocal at
        at += size
        return int.from_bytes(body[at - size:at], "big", signed=True)

    def skip_string():
        nonlocal at
        length = number(2)
        at += max(length, 0)

    def skip_numbers():
        nonlocal at
        count = number(4)
        at += 4 * count

    number(4)
    for _ in range(number(4)):
        number(4), skip_string(), number(4), skip_string()
    skip_string(), number(4)
    led = 0
    for _ in range(number(4)):
        assert number(2) == 0, "a topic with an error"
        skip_string(), number(1)
        for _ in range(number(4)):
            error, _, leader, _ = number(2), number(4), number(4), number(4)
            skip_numbers(), skip_numbers(), skip_numbers()
            led += error == 0 and leader >= 0
        number(4)
    return led


def listing(bootstrap, topics, partitions):
    body, took = listing_bytes(bootstrap, LISTINGS)
    led = partitions_with_a_leader(body)
    if led != int(topics) * int(partitions):
        sys.exit(f"{led} partitions with a leader are listed")
    print(f"{statistics.median(took):.1f}")


if __name__ == "__main__":
    {"start": start, "create": create, "listing": listing}[sys.argv[1]](*sys.argv[2:])
