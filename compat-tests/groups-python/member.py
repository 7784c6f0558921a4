"""A member of a group on one of three Python libraries: member.py confluent|kafka-python|aiokafka SETTINGS.

What it is told and tells is described in lib/groups/member.py.
"""

import importlib
import json
import os
import sys
import threading
import time
from queue import Empty, SimpleQueue


class Teller:
    """Standard output, one event a line; standard input, one order a line."""

    def __init__(self):
        self.lock = threading.Lock()
        self.orders = SimpleQueue()
        # Consumed and not yet committed; a commit that is refused while the group rebalances is tried again for what stays.
        self.uncommitted = {}
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in sys.stdin:
            self.orders.put(line.split())
        os._exit(1)

    def order(self):
        try:
            return self.orders.get_nowait()
        except Empty:
            return None

    def tell(self, event, **more):
        with self.lock:
            print(json.dumps({"event": event, "at": time.time() * 1000, **more}), flush=True)

    def assigned(self, partitions):
        self.tell("assigned", partitions=list(partitions))

    def revoked(self, partitions, lost=False):
        partitions = list(partitions)
        for partition in partitions:
            self.uncommitted.pop(partition, None)
        self.tell("revoked", partitions=partitions, lost=lost)

    def records(self, offsets_by_partition):
        for partition, offsets in offsets_by_partition.items():
            self.uncommitted[partition] = offsets[-1] + 1
            self.tell("records", partition=partition, first=offsets[0], last=offsets[-1], count=len(offsets))

    def committed(self, offsets):
        for partition, offset in offsets.items():
            if self.uncommitted.get(partition) == offset:
                del self.uncommitted[partition]
        self.tell("committed", offsets={str(partition): offset for partition, offset in offsets.items()})


def main():
    library, settings = sys.argv[1], json.loads(sys.argv[2])
    module = {"confluent": "with_confluent", "kafka-python": "with_kafka_python", "aiokafka": "with_aiokafka"}[library]
    importlib.import_module(module).run(settings, Teller())


main()
