"""Runs the stories of a part: main.py BOOTSTRAP LOGS STORIES, the last a JSON list of {name, protocol, assignor, brief, clients}.

As many stories as PARALLEL run at once. All wait for each other before the broker is restarted.
"""

import json
import os
import subprocess
import sys
import threading
import time
import traceback

from broker import Broker
from migration import Migration
from story import Story

HERE = os.path.dirname(os.path.abspath(__file__))
PARALLEL = int(os.environ.get("PARALLEL", "3"))


class Crossing:
    """Where all stories meet; the last to come restarts the broker."""

    def __init__(self, count, action):
        self.missing = count
        self.action = action
        self.lock = threading.Lock()
        self.open = threading.Event()

    def arrive(self):
        with self.lock:
            self.missing -= 1
            last = self.missing == 0
        if last:
            self.action()
            self.open.set()


class Run:
    def __init__(self, stories, logs):
        self.stories = stories
        self.logs = logs
        self.places = threading.Semaphore(PARALLEL)
        self.crossing = Crossing(len(stories), self.restart)
        self.lock = threading.Lock()
        self.passed = self.failed = 0

    def say(self, text, ok):
        with self.lock:
            self.passed += ok
            self.failed += not ok
            print(text, flush=True)

    def restart(self):
        started = time.monotonic()
        with open(os.path.join(self.logs, "restart.log"), "wb") as log:
            done = subprocess.run([os.path.join(HERE, "restart-node")], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.say(f"  {'ok   ' if done.returncode == 0 else 'FAIL '} the broker is restarted ({time.monotonic() - started:.1f} s)",
                 done.returncode == 0)

    def step(self, story, name):
        started = time.monotonic()
        sentence = f"{story.name}: {name.replace('_', ' ')}"
        try:
            getattr(story, name)()
        except Exception as failure:
            reason = str(failure) if isinstance(failure, AssertionError) and str(failure) else traceback.format_exc()
            lines = "".join(f"\n        | {line[:600]}" for line in reason.splitlines() + story.tell())
            self.say(f"  FAIL  {sentence} ({time.monotonic() - started:.1f} s){lines}", False)
            return False
        self.say(f"  ok    {sentence} ({time.monotonic() - started:.1f} s)", True)
        return True

    def story(self, story):
        with self.places:
            fine = all(self.step(story, name) for name in story.steps_before_restart)
        self.crossing.arrive()
        if fine:
            self.crossing.open.wait()
            with self.places:
                all(self.step(story, name) for name in story.steps_after_restart)
        if story.feed is not None:
            story.feed.going = False
        story.abandon()

    def all(self):
        threads = [threading.Thread(target=self.story, args=(story,)) for story in self.stories]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(f"  {self.passed} passed, {self.failed} failed")
        return self.failed == 0


def main():
    bootstrap, logs, stories = sys.argv[1:]
    only = os.environ.get("CHECKS", "")
    chosen = [story for story in json.loads(stories) if only in story["name"]]
    told = [(Migration if story["protocol"] == "migration" else Story)(**story, broker=Broker(bootstrap), logs=logs) for story in chosen]
    sys.exit(0 if Run(told, logs).all() else 1)


main()
