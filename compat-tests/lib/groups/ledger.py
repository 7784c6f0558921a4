"""What all members of a group told, and the promises that must hold of it."""

CLOCK_STEP_MS = 1.5


class Ledger:
    def __init__(self):
        self.members = []

    def add(self, member):
        self.members.append(member)
        return member

    def seen(self, partition, members=None):
        offsets = set()
        for member in self.members if members is None else members:
            for event in member.told():
                if event["event"] == "records" and event["partition"] == partition:
                    offsets.update(range(event["first"], event["last"] + 1))
        return offsets

    def commits(self, partition):
        """Confirmed commits of a partition as (when, offset, who), in the order in which they were confirmed.

        What a member tells after it was frozen and before it is given something again may have been confirmed long ago.
        """
        found = []
        for member in self.members:
            for event in member.told():
                if event["event"] == "committed" and str(partition) in event["offsets"] and not self.late(member, event["at"]):
                    found.append((event["at"], event["offsets"][str(partition)], member.name))
        return sorted(found)

    def late(self, member, at):
        frozen = max((moment for moment in member.silenced if moment < at), default=None)
        return frozen is not None and not any(event["event"] == "assigned" and frozen < event["at"] <= at for event in member.told())

    def committed(self, partition):
        commits = self.commits(partition)
        return commits[-1][1] if commits else None

    def tenures(self, partition):
        """When who owned a partition: (from, to, who). Who is killed or frozen owns nothing from then on."""
        tenures = []
        for member in self.members:
            since = None
            moments = [(event["at"], 1, event) for event in member.told()]
            moments += [(at, 0, {"event": "silenced"}) for at in member.silenced]
            for at, _, event in sorted(moments, key=lambda moment: moment[:2]):
                mine = partition in event.get("partitions", ())
                if event["event"] == "assigned" and mine and since is None:
                    since = at
                elif since is not None and (event["event"] == "silenced" or event["event"] == "revoked" and mine):
                    tenures.append((since, at, member.name))
                    since = None
            if since is not None:
                tenures.append((since, member.ended_at or float("inf"), member.name))
        return sorted(tenures)

    def check_one_owner_at_a_time(self, partitions):
        for partition in range(partitions):
            tenures = self.tenures(partition)
            for (_, until, one), (since, _, other) in zip(tenures, tenures[1:]):
                assert since >= until - CLOCK_STEP_MS, \
                    f"partition {partition} was given to {other} {until - since:.0f} ms before {one} gave it back"

    def check_nothing_is_skipped(self, ends):
        for partition, end in ends.items():
            missing = sorted(set(range(end)) - self.seen(partition))
            assert not missing, f"partition {partition}: {len(missing)} of {end} records were seen by nobody: {missing[:10]}"
            for member in self.members:
                for event in member.told():
                    if event["event"] == "records":
                        assert event["count"] == event["last"] - event["first"] + 1, f"{member.name} got a gap: {event}"

    def check_commits_only_go_forward(self, partitions):
        for partition in range(partitions):
            commits = self.commits(partition)
            for (_, before, one), (at, after, other) in zip(commits, commits[1:]):
                assert after >= before, f"partition {partition}: {other} could commit {after} after {one} had committed {before}"

    def check_new_owners_start_at_the_commit(self, partitions):
        """The first record after an assignment is not before the last commit that was confirmed until then."""
        for partition in range(partitions):
            commits = self.commits(partition)
            for member in self.members:
                since = None
                for event in member.told():
                    if event["event"] == "assigned" and partition in event["partitions"]:
                        since = event["at"]
                    elif event["event"] == "records" and event["partition"] == partition and since is not None:
                        before = [offset for at, offset, _ in commits if at < since]
                        assert not before or event["first"] >= before[-1], \
                            f"{member.name} began partition {partition} at {event['first']}, though {before[-1]} was committed"
                        since = None

    def check_all(self, ends):
        self.check_one_owner_at_a_time(len(ends))
        self.check_nothing_is_skipped(ends)
        self.check_commits_only_go_forward(len(ends))
        self.check_new_owners_start_at_the_commit(len(ends))
