"""A whole course of 6,000 learners in simulated days, with workers that crash: who got what, when.

The clock jumps from one due instant to the next. Two workers send over SMTP to a real sink; again
and again one is killed with -9 in the middle. What the sink took is then held against the plan:
each lesson once, in order, on an allowed day, within the window, and on the day that was planned.

Run it: python benchmarks/delivery_course.py [--quick]
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from delivery_lab import (
    DOMAIN,
    MONDAY,
    SECRET,
    Hands,
    arguments,
    expect,
    real_course,
    show,
    tests_module,
    workshop,
)
from delivery_sending import NAMES, START, Office

from coursewright.delivery.ledger.claims import next_wake
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.schedule.timeline import Place, agenda
from coursewright.delivery.sender.doubt_resolvers import AcceptedLog
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError
from coursewright.sequence.wall_clock import local_date, local_minute, zone

_ZONES = ("Europe/Berlin", "America/New_York", "Africa/Cairo", "Asia/Kolkata", "Pacific/Auckland")
_TRACKS = ("aspire", "expert", "sponsor")
_LEASE = 120.0
_ENROLLED = MONDAY - 86400  # before the first lesson's day begins in any zone


class Simulated(Hands):
    """A clock all of whose hands are set by the simulation."""

    def monotonic(self) -> float:
        """Return the simulated instant: a lease ends when the simulation says so."""
        return self.at

    def sleep(self, seconds: float) -> None:
        """Wait a moment, whatever was asked for."""
        time.sleep(min(seconds, 0.01))


def work(database: str, url: str, log: str, orders: Connection) -> None:
    """Drain at each instant that is named, and say so."""
    ledger, keyring, clock = open_ledger(database), Keyring([SECRET]), Simulated(0.0)
    setup = SenderSettings(
        read_server(url, timeout=20.0),
        who=f"worker-{os.getpid()}",
        connections=4,
        batch=100,
        lease=_LEASE,
        resolvers=[AcceptedLog(Path(log), 1.0)],
    )
    sender = SendWorker(ledger, keyring, clock, setup, JobMessages(ledger, keyring, DOMAIN))
    while True:
        clock.at = orders.recv()
        with suppress(SurroundingsError):
            sender.drain()
        orders.send(True)


class Crew:
    """Two workers, and who kills them."""

    def __init__(self, *where: str) -> None:
        self._where = where
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["__main__"])
        self._dice = random.Random(3)  # noqa: S311 -- which worker is killed, and when
        self._crew = [self._start(), self._start()]
        self._spare = self._start()  # a process takes a while to load what it needs
        self.kills = 0

    def _start(self) -> tuple[Any, Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(*self._where, theirs), daemon=True)
        process.start()
        theirs.close()
        return process, ours

    def step(self, at: float, *, kill: bool) -> None:
        """Let both drain at an instant; kill one of them on the way, if so told."""
        for _, orders in self._crew:
            orders.send(at)
        if kill:
            time.sleep(self._dice.uniform(0.01, 0.3))
            victim = self._dice.randrange(2)
            process, orders = self._crew[victim]
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            orders.close()
            self.kills += 1
        else:
            victim = -1
        for number, (_, orders) in enumerate(self._crew):
            if number != victim:
                orders.recv()
        if kill:
            self._crew[victim], self._spare = self._spare, self._start()

    def stop(self) -> None:
        """Send all home."""
        for process, orders in (*self._crew, self._spare):
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            process.join()
            orders.close()


def simulate(office: Office, crew: Crew, log: Path, kills: int, mails: int) -> dict[str, float]:
    """Jump from instant to instant until nothing is due; return when each Message-ID came."""
    came: dict[str, float] = {}
    at, read, next_kill = _ENROLLED, 0, 0.0
    while True:
        crew.step(at, kill=crew.kills < kills and len(came) >= next_kill)
        if len(came) >= next_kill:
            next_kill += mails / (kills + 1)
        with log.open("rb") as file:
            file.seek(read)
            for line in file:
                name = line.decode().strip()
                expect(name not in came, f"not doubled: {name}")
                came[name] = at
            read = file.tell()
        with office.ledger.read() as connection:
            doubtful = connection.exec_driver_sql(
                "SELECT min(at) FROM delivery WHERE state IN (1, 4)"
            ).scalar()
        wakes = [next_wake(office.ledger), doubtful and max(doubtful + _LEASE + 2, at + 31)]
        if not (known := [wake for wake in wakes if wake]):
            return came
        at = max(min(known), at + 1)


def judge(office: Office, came: dict[str, float], learners: int) -> tuple[Counter[str], set[float]]:
    """Hold what came against each learner's plan."""
    found: Counter[str] = Counter()
    release = office.published.release
    with office.ledger.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT e.id, e.track, c.tz, e.state FROM enrolment e"
            " JOIN contact c ON c.id = e.contact_id"
        ).all()
        lost = connection.execute(statement(connection, "unaccounted"), {"most": 9999}).all()
    found["enrolments that nothing accounts for"] = len(lost)
    got: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for name, at in came.items():  # in the order in which they came
        _, enrolment, lesson, _ = name.strip("<>").partition("@")[0].split(".")
        got[int(enrolment)].append((at, office.published.keys[int(lesson)]))
    expect(len(rows) == learners, "all are enrolled")
    for row in rows:
        found["not at the end"] += row.state != "completed"
        where, schedule = zone(row.tz), release.schedule("")
        plan = {
            due.step.key: due
            for due in agenda(release.steps[row.track], schedule, where, Place(START))
        }
        mine = [(at, key) for at, key in got[row.id] if key in plan]
        found["mails on the road"] += len(mine)
        found["mails beside it (nudge)"] += len(got[row.id]) - len(mine)
        found["lessons missing"] += len(plan.keys() - {key for _, key in mine})
        found["lessons doubled"] += len(mine) - len({key for _, key in mine})
        found["learners out of order"] += [key for _, key in mine] != list(plan)
        for at, key in mine:
            on, minute = local_date(at, where), local_minute(at, where)
            if plan[key].step.kind != "welcome":
                found["on a closed day"] += not schedule.allows(on)
                found["outside the window"] += not schedule.opens <= minute < schedule.closes
                found["not on the planned day"] += on != plan[key].on
    return found, set(came.values())


def main() -> None:
    """Simulate, judge and print."""
    options = arguments(
        __doc__,
        learners=(6000, 24, "learners, on three tracks"),
        zones=(5, 2, "zones that they live in"),
        kills=(60, 4, "kills with -9"),
    )
    conftest = tests_module("conftest")
    with workshop() as folder:
        release, mails = real_course(folder, options.sequence)
        url = f"sqlite:///{folder}/ledger.db"
        office = Office(url, release, mails)
        crowd = [
            Person(
                f"p{n}@d{n % 50}.example",
                f"p{n}@d{n % 50}.example",
                f"d{n % 50}.example",
                NAMES[n % 5],
                track=_TRACKS[n % 3],
                timezone=_ZONES[n % options.zones],
            )
            for n in range(options.learners)
        ]
        words = EnrollmentDefaults(start=START)
        import_roster(office.ledger, office.published, office.keyring, crowd, _ENROLLED, words)
        expected = sum(len(release.steps[one.track]) for one in crowd)
        sink = conftest.Sink(folder, "--later", "0.01")
        crew = Crew(url, sink.url, str(sink.log))
        began = time.monotonic()
        try:
            came = simulate(office, crew, sink.log, options.kills, expected)
        finally:
            crew.stop()
            sink.stop()
        took = time.monotonic() - began
        found, instants = judge(office, came, options.learners)
        office.ledger.close()
    days = timedelta(seconds=max(instants) - min(instants)).days
    show(
        f"{options.learners:,} learners, {days} days in {took:.0f} s, {crew.kills} kills",
        ["what", "found"],
        [["instants at which something was sent", f"{len(instants):,}"]]
        + [[name, f"{n:,}"] for name, n in found.items()],
    )
    good = {"mails on the road", "mails beside it (nudge)"}
    bad = {name: n for name, n in found.items() if n and name not in good}
    expect(not bad, bad)
    expect(found["mails on the road"] == expected, f"{expected} mails on the road")


if __name__ == "__main__":
    main()
