"""A random model of sequencing and commit with the content of a document in lane memory only (ADR 0001).

Two members both believe that they own one shard with two documents. Each schedule is a list of random steps: clients send
and send again, transactions advance step by step, land late, roll back or end without an answer, map entries jump back to
any value they ever had, appends run twice or lose their answer, members restart, the log is compacted, idle documents
leave memory. After every step INV-1 to INV-6 are checked against everything that was ever committed.

    python3 0001-model.py [schedules] [--without fence|memory|lineage]

--without takes one safeguard away, to see that the model would notice.
"""

import random
import sys
from collections import namedtuple

DOCUMENTS = (0, 1)
CLIENTS = (0, 1)
STEPS = 150

Entry = namedtuple("Entry", "epoch head persisted")
Row = namedtuple("Row", "document revision client sequence")


class Violation(Exception):
    pass


class Store:
    """The database: a shard row with its lease, a log with unique keys, and what clients were promised."""

    def __init__(self, without):
        self.without = without
        self.epoch, self.commits, self.row_lock = 0, 0, None
        self.log = {d: {} for d in DOCUMENTS}  # revision -> (client, sequence, epoch), never shortened
        self.kept_from = {d: 1 for d in DOCUMENTS}  # rows below are compacted into a snapshot
        self.acknowledged = set()

    def acquire(self):
        """The new (epoch, commits), or None while a transaction holds the row."""
        if self.row_lock is not None and self.without != "fence":
            return None
        self.epoch += 1
        return self.epoch, self.commits

    def head(self, d):
        return len(self.log[d])

    def highs(self, d):
        """client -> (sequence, revision): what a snapshot and the rows after it say."""
        return {c: (s, r) for r, (c, s, _) in sorted(self.log[d].items())}

    def insert(self, row, epoch):
        """False on a key that exists. Compacted rows have no keys any more; only the protocol guards them."""
        log, kept = self.log[row.document], self.kept_from[row.document]
        live = {r: v[:2] for r, v in log.items() if r >= kept}
        name = (row.client, row.sequence)
        if row.revision in live or name in live.values():
            return False
        if row.revision in log:
            raise Violation("INV-4")
        if name in [v[:2] for v in log.values()]:
            raise Violation("INV-2")
        log[row.revision] = name + (epoch,)
        return True

    def check(self):
        for d in DOCUMENTS:
            if sorted(self.log[d]) != list(range(1, self.head(d) + 1)):
                raise Violation("INV-3")
            last, epoch = {}, 0
            for r in sorted(self.log[d]):
                c, s, e = self.log[d][r]
                if s <= last.get(c, 0):
                    raise Violation("INV-5")
                if e < epoch:
                    raise Violation("INV-6")
                last[c], epoch = s, e
        for d, c, s, r in self.acknowledged:
            if self.log[d].get(r, ())[:2] != (c, s):
                raise Violation("INV-1")


class Lane:
    """What a member remembers of a document it installed: order and content."""

    def __init__(self, epoch, head, highs):
        self.epoch, self.head, self.persisted, self.reported = epoch, head, head, head
        self.highs, self.pending = highs, []


class Transaction:
    def __init__(self, member, lease, rows, lanes):
        self.member, self.lease, self.rows, self.lanes = member, lease, rows, lanes
        self.step = "begun"


class Member:
    def __init__(self, world):
        self.world = world
        self.restart()

    def restart(self):
        self.lease, self.lanes, self.transaction = None, {}, None
        self.left = {}  # document -> head at which it left memory under this lease, or None: installed

    def drop(self, epoch):
        """A lease whose map or outcome is in doubt. Lanes of that epoch notice at their next commit."""
        if self.lease and self.lease[0] == epoch:
            self.lease = None

    def open(self, d):
        store, rng = self.world.store, self.world.rng
        if self.lease is None:
            self.lease = store.acquire()
            if self.lease is None:
                return None
            self.left = {}
        head, epoch = store.head(d), self.lease[0]
        fresh = d not in self.left or (self.left[d] is not None and self.left[d] == head)
        if not fresh and store.without != "lineage":
            self.drop(epoch)
            return None
        entry = self.world.map[d]
        if entry is not None and entry.epoch > epoch:
            self.drop(epoch)
            return None
        self.left[d] = None
        self.world.put(d, Entry(epoch, head, head))
        if rng.random() < 0.02:
            self.drop(epoch)  # installed, but the answer was lost
            return None
        self.lanes[d] = Lane(epoch, head, dict(store.highs(d)))
        return self.lanes[d]

    def submit(self, d, client, sequence):
        lane = self.lanes.get(d) or self.open(d)
        if lane is None:
            return
        known, revision = lane.highs.get(client, (0, 0))
        if sequence <= known:
            if sequence == known and revision <= lane.persisted:
                self.world.acknowledge(d, client, sequence, revision)
            return
        if sequence != known + 1:
            return
        if not self.append(d, lane):
            if self.world.store.without != "lineage":
                self.drop(lane.epoch)
            del self.lanes[d]
            return
        lane.head += 1
        lane.highs[client] = (sequence, lane.head)
        lane.pending.append(Row(d, lane.head, client, sequence))

    def append(self, d, lane):
        """The map's decision; True when the next revision is this lane's."""
        rng, answer = self.world.rng, False
        for _ in range(2 if rng.random() < 0.02 else 1):
            entry = self.world.map[d]
            matches = entry == Entry(lane.epoch, lane.head, lane.reported)
            if self.world.store.without == "memory":
                matches = entry is not None and entry.epoch == lane.epoch
                if matches:
                    lane.head = entry.head
            answer = matches and lane.persisted <= lane.head
            if answer:
                self.world.put(d, Entry(lane.epoch, lane.head + 1, lane.persisted))
        if answer:
            lane.reported = lane.persisted
        return answer and rng.random() > 0.02

    def begin(self):
        if self.transaction is not None:
            return
        for d, lane in list(self.lanes.items()):
            if lane.pending and (self.lease is None or lane.epoch != self.lease[0]):
                del self.lanes[d]  # the committer: lease lost
        rows = [row for lane in self.lanes.values() for row in lane.pending]
        if rows:
            self.transaction = Transaction(self, self.lease, rows, dict(self.lanes))
            self.world.transactions.append(self.transaction)

    def ended(self, transaction, committed):
        if self.transaction is not transaction:
            return  # nobody waits for it any more
        self.transaction = None
        unknown = self.world.rng.random() < 0.1
        if not committed or unknown:
            self.drop(transaction.lease[0])
            for d in {row.document for row in transaction.rows}:
                if self.lanes.get(d) is transaction.lanes[d]:
                    del self.lanes[d]
            return
        if self.lease and self.lease[0] == transaction.lease[0]:
            self.lease = (self.lease[0], self.lease[1] + 1)
        for row in transaction.rows:
            lane = self.lanes.get(row.document)
            if lane is transaction.lanes[row.document]:
                lane.persisted = row.revision
                lane.pending.remove(row)
            self.world.acknowledge(*row[:1], *row[2:], row.revision)

    def lose_connection(self):
        transaction, self.transaction = self.transaction, None
        self.drop(transaction.lease[0])
        for d in {row.document for row in transaction.rows}:
            self.lanes.pop(d, None)

    def passivate(self, d):
        lane = self.lanes.get(d)
        if lane is None or lane.pending or lane.head != lane.persisted:
            return
        if self.world.map[d] == Entry(lane.epoch, lane.head, lane.reported):
            self.world.put(d, None)
        if self.lease and self.lease[0] == lane.epoch:
            self.left[d] = lane.persisted
        del self.lanes[d]


class World:
    def __init__(self, seed, without):
        self.rng = random.Random(seed)
        self.store = Store(without)
        self.map = {d: None for d in DOCUMENTS}
        self.past = {d: [None] for d in DOCUMENTS}
        self.members = [Member(self), Member(self)]
        self.transactions = []
        self.next = {(d, c): 1 for d in DOCUMENTS for c in CLIENTS}
        self.unsettled = {(d, c): [] for d in DOCUMENTS for c in CLIENTS}

    def put(self, d, entry):
        self.map[d] = entry
        self.past[d].append(entry)

    def acknowledge(self, d, client, sequence, revision):
        self.store.acknowledged.add((d, client, sequence, revision))
        self.unsettled[d, client] = [s for s in self.unsettled[d, client] if s > sequence]

    def advance(self, transaction):
        store = self.store
        if transaction.step == "begun":
            if store.without != "fence":
                if store.row_lock is not None:
                    return
                if (store.epoch, store.commits) != transaction.lease:
                    return self.finish(transaction, False)
                store.row_lock = transaction
            transaction.step = "fenced"
        elif self.rng.random() < 0.1:
            self.finish(transaction, False)
        else:
            before = {d: dict(log) for d, log in store.log.items()}
            for row in transaction.rows:
                if not store.insert(row, transaction.lease[0]):
                    store.log = before
                    return self.finish(transaction, False)
            store.commits += 1
            self.finish(transaction, True)

    def finish(self, transaction, committed):
        if self.store.row_lock is transaction:
            self.store.row_lock = None
        self.transactions.remove(transaction)
        transaction.member.ended(transaction, committed)

    def step(self):
        rng = self.rng
        member, d, c = rng.choice(self.members), rng.choice(DOCUMENTS), rng.choice(CLIENTS)
        dice = rng.random()
        if dice < 0.25:
            if len(self.unsettled[d, c]) < 3:
                self.unsettled[d, c].append(self.next[d, c])
                self.next[d, c] += 1
            for sequence in list(self.unsettled[d, c]):
                member.submit(d, c, sequence)
        elif dice < 0.40:
            if self.next[d, c] > 1:  # an old message comes again, settled or not
                member.submit(d, c, rng.randrange(max(1, self.next[d, c] - 4), self.next[d, c]))
        elif dice < 0.60:
            member.begin()
        elif dice < 0.85:
            if self.transactions:
                self.advance(rng.choice(self.transactions))
        elif dice < 0.90:
            if member.transaction is not None:
                member.lose_connection()
        elif dice < 0.94:
            self.map[d] = rng.choice(self.past[d])
        elif dice < 0.96:
            member.restart()
        elif dice < 0.98:
            self.store.kept_from[d] = self.store.head(d) + 1
        else:
            member.passivate(d)
        self.store.check()


def main():
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    schedules = numbers[0] if numbers else 40_000
    without = sys.argv[sys.argv.index("--without") + 1] if "--without" in sys.argv else None
    failures, committed, acknowledged = {}, 0, 0
    for seed in range(schedules):
        world = World(seed, without)
        try:
            for _ in range(STEPS):
                world.step()
        except Violation as violated:
            failures.setdefault(str(violated), []).append(seed)
        committed += sum(world.store.head(d) for d in DOCUMENTS)
        acknowledged += len(world.store.acknowledged)
    print(f"{schedules} schedules, {committed} operations committed, {acknowledged} acknowledged")
    for name, seeds in sorted(failures.items()):
        print(f"{name} violated in {len(seeds)} schedules, first with seed {seeds[0]}")
    if not failures:
        print("no violation")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
