"""The life of one group, step by step, with members of one client library or of several in turn."""

import itertools
import os
import time

from confluent_kafka import KafkaException

from broker import Feed
from ledger import Ledger
from member import Member, now_ms

PARTITIONS = 10
SESSION_MS = 6000
LONG_SESSION_MS = 30_000
HEARTBEAT_MS = 500
PATIENCE_S = 45
# What cannot have static members that come back: kafkajs knows no instance ids, and this franz-go's farewell for a while lacks its
# instance id, so that brokers refuse it.
WITHOUT_INSTANCES = [("kafkajs", "classic"), ("franz-go", "consumer")]

# What does not depend on the assignor, and is left out of all but one of a library's stories.
NOT_IN_BRIEF = {"a_member_frozen_beyond_its_session_is_replaced_and_comes_back", "seeks_and_starts_from_the_end_or_the_commit"}


def wait_for(what, condition, seconds=PATIENCE_S):
    """Waits until the condition gives something true, and gives that. A condition may say why not yet by raising AssertionError."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            outcome = condition()
            if outcome:
                return outcome
            reason = "not so"
        except (AssertionError, KafkaException, TimeoutError) as not_yet:
            reason = repr(not_yet)
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s: {reason}"
        time.sleep(0.03)


class Story:
    """`clients` are dicts of name and command, a list; `brief` leaves out what does not depend on the assignor."""

    def __init__(self, name, clients, protocol, assignor, brief, broker, logs):
        self.name = name
        plain = name.replace(" ", "-").replace("+", ".")
        self.group = "group-" + plain
        self.topic = "topic-" + plain
        self.names = {client["name"] for client in clients}
        self.clients = itertools.cycle(clients)
        self.protocol = protocol
        self.assignor = assignor
        if brief:
            self.steps_before_restart = [step for step in self.steps_before_restart if step not in NOT_IN_BRIEF]
        self.broker = broker
        self.logs = logs
        self.ledger = Ledger()
        self.others = []
        self.started = 0
        self.feed = None
        self.one = self.two = None

    steps_before_restart = ["one_member_owns_all", "grows_to_five_under_load", "shrinks_to_two", "the_partitions_of_a_killed_member_go_on",
                            "a_member_frozen_beyond_its_session_is_replaced_and_comes_back", "seeks_and_starts_from_the_end_or_the_commit",
                            "a_static_member_comes_back_without_a_rebalance"]
    steps_after_restart = ["the_group_goes_on_after_a_restart_of_the_broker", "a_new_member_starts_from_the_commits",
                           "the_empty_group_is_deleted"]

    # Members

    def start(self, client=None, **more):
        client = client or next(self.clients)
        self.started += 1
        name = f"{client['name']}-{self.started}"
        settings = {"bootstrap": self.broker.bootstrap, "group": self.group, "topic": self.topic, "name": name, "protocol": self.protocol,
                    "assignor": self.assignor, "session_ms": SESSION_MS, "heartbeat_ms": HEARTBEAT_MS, "reset": "earliest", **more}
        member = Member(client, settings, os.path.join(self.logs, f"{self.group}-{settings['name']}.log"))
        if settings["group"] == self.group:
            self.ledger.add(member)
        else:
            self.others.append(member)
        return member

    def share_out(self, members, group=None):
        """Waits until the members own everything between them, evenly, and the broker says the same."""
        def settled():
            owned = {member.name: member.owned() for member in members}
            for member in members:
                assert member.running, f"{member.name} ended with {member.process.returncode}; see {member.log}"
            sizes = sorted(len(partitions) for partitions in owned.values())
            assert sum(sizes) == PARTITIONS and set().union(*owned.values()) == set(range(PARTITIONS)), f"owned: {owned}"
            assert sizes[-1] - sizes[0] <= 1, f"not even: {owned}"
            described = self.broker.assignment(group or self.group)
            assert described == owned, f"the broker says {described}, the members {owned}"
            return True
        wait_for("everything shared out", settled)

    def all_committed(self):
        def caught_up():
            behind = {partition: self.ledger.committed(partition) for partition, end in self.feed.ends.items()
                      if self.ledger.committed(partition) != end}
            assert not behind, f"committed: {behind}, ends: {self.feed.ends}"
            return True
        wait_for("everything committed", caught_up)
        said = self.broker.committed(self.group, self.topic)
        assert said == self.feed.ends, f"OffsetFetch says {said}, committed was {self.feed.ends}"

    def quiet(self):
        self.feed.end()
        self.all_committed()
        self.ledger.check_all(self.feed.ends)

    # Steps

    def create_topic(self):
        self.broker.create(self.topic, PARTITIONS)
        self.feed = Feed(self.broker.bootstrap, self.topic, PARTITIONS)
        self.feed.add(100)

    def one_member_owns_all(self):
        self.create_topic()
        self.one = self.start()
        self.share_out([self.one])
        self.quiet()

    def grows_to_five_under_load(self):
        self.feed.begin()
        self.five = [self.one] + [self.start() for _ in range(4)]
        self.share_out(self.five)
        self.quiet()
        assert self.broker.delete_group(self.group) == "NON_EMPTY_GROUP"

    def shrinks_to_two(self):
        self.two = self.five[1]
        self.feed.begin()
        for member in self.five[2:]:
            member.stop()
        self.share_out([self.one, self.two])
        self.quiet()

    def the_partitions_of_a_killed_member_go_on(self):
        third = self.start()
        self.share_out([self.one, self.two, third])
        self.feed.begin()
        third.kill()
        self.share_out([self.one, self.two])
        self.quiet()

    def a_member_frozen_beyond_its_session_is_replaced_and_comes_back(self):
        self.feed.begin()
        self.two.freeze()
        wait_for("the other owns all", lambda: self.one.owned() == set(range(PARTITIONS)))
        assert self.two.name not in self.broker.assignment(self.group)
        # All is committed now. Were the one that comes back allowed to commit what it had, it would begin before that.
        self.feed.end()
        wait_for("all committed by the other", lambda: self.broker.committed(self.group, self.topic) == self.feed.ends)
        self.two.thaw()
        self.share_out([self.one, self.two])
        self.quiet()

    def seeks_and_starts_from_the_end_or_the_commit(self):
        group = self.group + "-from-the-end"
        ends = dict(self.feed.ends)
        reader = self.start(group=group, reset="latest")
        self.share_out([reader], group)
        self.feed_until(lambda: all(self.seen_by(reader, p) for p in ends), "the new records")
        first = {p: min(self.seen_by(reader, p)) for p in ends}
        assert all(first[p] >= ends[p] for p in ends), f"it should start at {ends}, and got {first}"
        reader.say("seek 3 0")
        wait_for("the record it went back to", lambda: set(range(ends[3])) <= self.seen_by(reader, 3))
        wait_for("all committed", lambda: self.broker.committed(group, self.topic) == self.feed.ends)
        reader.stop()
        before = dict(self.feed.ends)
        self.feed.add(3)
        again = self.start(group=group, reset="latest")
        wait_for("what came meanwhile", lambda: all(self.seen_by(again, p) == set(range(before[p], self.feed.ends[p])) for p in before))
        again.stop()
        self.quiet()

    def a_static_member_comes_back_without_a_rebalance(self):
        if all((name, self.protocol) in WITHOUT_INSTANCES for name in self.names):
            return
        for attempt in range(3):
            if self.static_member_came_back(f"{self.group}-static-{attempt}"):
                return
        raise AssertionError("no member came back within its session in three attempts")

    def static_member_came_back(self, group):
        """Whether it was back in time; when it was not, its place was rightly given away."""
        session_ms = LONG_SESSION_MS if self.protocol == "classic" else SESSION_MS
        first, second = (self.start(group=group, instance=name, session_ms=session_ms) for name in "ab")
        self.share_out([first, second], group)
        owned, heard, gone = second.owned(), self.rebalances(first), now_ms()
        if self.protocol == "classic":
            second.kill()
        else:
            second.stop()
        # The broker goes on telling the client id of the one that it knew first. And another library might word its
        # subscription in another way.
        back = self.start(second.client, name=second.name, group=group, instance="b", session_ms=session_ms)
        self.share_out([first, back], group)
        in_time = self.rebalances(back)[-1]["at"] - gone < session_ms
        if in_time:
            assert back.owned() == owned, f"it had {owned} and got {back.owned()}"
            assert self.rebalances(first) == heard, f"the other had to rebalance: {self.rebalances(first)} after {heard}"
        first.stop()
        back.stop()
        return in_time

    def the_group_goes_on_after_a_restart_of_the_broker(self):
        self.broker.connect()
        self.share_out([self.one, self.two])
        self.feed.add(20)
        self.quiet()

    def a_new_member_starts_from_the_commits(self):
        self.one.stop()
        self.two.stop()
        before = dict(self.feed.ends)
        self.feed.add(5)
        fresh = self.start(protocol="consumer" if self.protocol == "consumer" else "classic")
        self.share_out([fresh])
        self.quiet()
        first = {p: min(self.seen_by(fresh, p)) for p in before}
        assert first == before, f"it should start at {before}, and got {first}"
        fresh.stop()

    def the_empty_group_is_deleted(self):
        wait_for("deleted", lambda: self.broker.delete_group(self.group) is None, 10)
        assert self.broker.committed(self.group, self.topic) == {}

    # What the steps need

    def seen_by(self, member, partition):
        return self.ledger.seen(partition, [member])

    def rebalances(self, member):
        return [event for event in member.told() if event["event"] in ("assigned", "revoked")]

    def feed_until(self, condition, what):
        def fed():
            self.feed.add(1)
            return condition()
        wait_for(what, fed)

    def abandon(self):
        for member in self.ledger.members + self.others:
            member.abandon()

    def tell(self):
        """The last that members said, for a failed step: of those that still run, and of the one that ended last."""
        members = self.ledger.members + self.others
        ended = sorted((member for member in members if member.ended_at), key=lambda member: member.ended_at)
        lines = []
        for member in [member for member in members if not member.ended_at] + ended[-1:]:
            events = [event for event in member.told() if event["event"] not in ("records", "committed")]
            when = f", ended {now_ms() - member.ended_at:.0f} ms ago" if member.ended_at else ""
            lines.append(f"{member.name}{when}: " + "; ".join(f"{now_ms() - event.pop('at'):.0f} ms ago {event}" for event in map(dict, events[-3:])))
        return lines
