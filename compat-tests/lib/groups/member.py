"""One member of a group: a process of some client library, and what it told.

A member program gets one JSON object as its argument (bootstrap, group, topic, name, protocol, assignor, instance, session_ms,
heartbeat_ms, reset) and prints one JSON object a line, each with `at`, the wall clock in milliseconds:

    {"event": "assigned", "partitions": [0, 3]}      they are now its own, beside those it has
    {"event": "revoked", "partitions": [0]}          it gives them back, or has lost them
    {"event": "records", "partition": 0, "first": 7, "last": 9, "count": 3}
    {"event": "committed", "offsets": {"0": 10}}     the broker has confirmed it
    {"event": "refused", "error": "..."}             the broker has refused a commit

It commits synchronously what it has got before it asks for more. It reads lines from its standard input: `seek PARTITION OFFSET`,
and `stop`, to close orderly. When the input ends it dies.
"""

import json
import os
import signal
import subprocess
import threading
import time


def now_ms():
    return time.time() * 1000


class Member:
    def __init__(self, client, settings, log):
        self.client = client
        self.name = settings["name"]
        self.events = []
        self.changed = threading.Condition()
        # Moments at which it stopped or went on being a working process, seen from outside.
        self.silenced = []
        self.ended_at = None
        self.log = log
        self.errors = open(log, "ab")
        self.process = subprocess.Popen([*client["command"], json.dumps(settings)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.errors, text=True, bufsize=1)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            with self.changed:
                try:
                    self.events.append(json.loads(line))
                except ValueError:
                    self.errors.write(line.encode())
                self.changed.notify_all()

    def told(self):
        """A copy of its events so far."""
        with self.changed:
            return list(self.events)

    @property
    def running(self):
        return self.ended_at is None and self.process.poll() is None

    def owned(self):
        """The partitions it holds by its own account."""
        owned = set()
        for event in self.told():
            if event["event"] == "assigned":
                owned |= set(event["partitions"])
            elif event["event"] == "revoked":
                owned -= set(event["partitions"])
        return owned

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def stop(self, seconds=30):
        self.say("stop")
        code = self.process.wait(seconds)
        self.end()
        assert code == 0, f"{self.name} ended with {code}; see {self.log}"

    def kill(self):
        self.ended_at = now_ms()
        self.process.kill()
        self.process.wait()
        self.end()

    def end(self):
        self.reader.join(10)
        self.ended_at = self.ended_at or now_ms()
        self.errors.close()

    def freeze(self):
        self.silenced.append(now_ms())
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def abandon(self):
        """Whatever state it is in, it is gone afterwards."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.end()
