"""A million learners: import of the CSV, what is due, pause, report, the sender's memory, the size.

Each step runs in a process of its own, so that its peak of memory is its own.

Run it: python benchmarks/delivery_million.py [--quick] [--postgresql]
"""

import csv
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from delivery_lab import (
    MONDAY,
    SECRET,
    arguments,
    expect,
    memory,
    peak,
    postfix_sink,
    postgresql,
    real_course,
    show,
    workshop,
)
from delivery_sending import NAMES, START, ZONES, Office

from coursewright.delivery.ledger.claims import claim
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.enrollment_actions import pause_course, resume_course
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.releases import find_published
from coursewright.delivery.ledger.status_report import report
from coursewright.delivery.rosters.roster import read_roster
from coursewright.delivery.sender.worker import SendResult
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release


def write_csv(path: Path, learners: int) -> None:
    """Write a roster with names in several scripts, zones, and a thousand domains."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["email", "name", "track", "timezone"])
        for n in range(learners):
            where = f"learner{n}@d{n % 1000}.example.org"
            writer.writerow([where, NAMES[n % 5], ("aspire", "expert")[n % 2], ZONES[n % 5]])


def bring_in(url: str, sequence: Path, roster: Path) -> dict[str, Any]:
    """Import the roster; again, too: then nothing changes."""
    before, cpu = memory(), time.process_time()
    ledger = open_ledger(url)
    release = load_release(sequence)
    published = publish(ledger, release, sequence.parent, MONDAY)
    defaults = EnrollmentDefaults(track="aspire", start=START)
    with roster.open("rb") as file:
        began = time.perf_counter()
        intake = import_roster(
            ledger, published, Keyring([SECRET]), read_roster(file), MONDAY, defaults
        )
        took = time.perf_counter() - began
    expect(not intake.faulty, intake.faults[:3])
    ledger.close()
    return {
        "added": intake.added,
        "s": took,
        "cpu": time.process_time() - cpu,
        "MB": peak() - before,
    }


def read_only(roster: Path) -> float:
    """Return the seconds that reading and judging the lines alone takes."""
    began = time.perf_counter()
    with roster.open("rb") as file:
        expect(sum(1 for _ in read_roster(file)), "lines")
    return time.perf_counter() - began


def questions(url: str) -> dict[str, float]:
    """Time what an operator and the sender ask of a full ledger; return milliseconds."""
    ledger = open_ledger(url)
    with ledger.read() as connection:
        published = find_published(ledger, connection)
    found: dict[str, float] = {}

    def timed(name: str, act: Callable[[], Any]) -> None:
        began = time.perf_counter()
        act()
        found[name] = 1000 * (time.perf_counter() - began)

    now = MONDAY + 7200
    timed("due set: claim the first 200", lambda: _claim(ledger, now, 200))
    timed("due set: claim 5,000", lambda: _claim(ledger, now, 5000))
    timed("pause the course", lambda: pause_course(ledger, published, now))
    timed("claim while it is paused", lambda: _claim(ledger, now, 200))
    timed("let it go on, same day", lambda: resume_course(ledger, published, now + 3600))
    timed("status report", lambda: report(ledger, now))
    ledger.close()
    return found


def _claim(ledger: Any, now: float, most: int) -> int:
    return len(claim(ledger, now, 0.0, "bench", most=most, lease=600).jobs)


def long_resume(url: str) -> float:
    """Return the seconds it takes to move everybody's dates, after a pause of some days."""
    ledger = open_ledger(url)
    with ledger.read() as connection:
        published = find_published(ledger, connection)
    pause_course(ledger, published, MONDAY + 7200)
    began = time.perf_counter()
    resume_course(ledger, published, MONDAY + 7200 + 2 * 86400)
    took = time.perf_counter() - began
    ledger.close()
    return took


def send(url: str, sequence: Path, port: int, mails: int, pages: int) -> dict[str, Any]:
    """Send some mails out of the full ledger; return rate and samples of the memory.

    With `pages`, SQLite keeps no more than so many in memory, instead of the ledger's 64 MB for
    each connection: what grows then is the sender's own.
    """
    office = Office(url, load_release(sequence), sequence.parent)
    if pages and url.startswith("sqlite"):
        bound = f"PRAGMA cache_size={pages}"
        office.ledger.engine.dispose()
        sa.event.listen(office.ledger.engine, "connect", lambda raw, _: raw.execute(bound))
    office.clock.at = MONDAY + 3 * 3600
    samples: list[tuple[int, float]] = []
    over = threading.Event()

    def progress(tally: SendResult) -> None:
        sent = tally["sent"]
        if not samples or sent >= samples[-1][0] + mails // 10:
            samples.append((sent, memory()))
        if sent >= mails and not over.is_set():
            over.set()
            sender.stop()

    sender = office.sender(port, [])
    sender._progress = progress
    began = time.perf_counter()
    tally = sender.drain()
    took = time.perf_counter() - began
    office.ledger.close()
    return {"sent": tally["sent"], "rate": tally["sent"] / took, "samples": samples, "MB": peak()}


def tenths(sent: dict[str, Any]) -> str:
    """Return the samples of the memory as they are shown."""
    return " ".join(f"{mb:.0f}" for _, mb in sent["samples"])


def alone(act: Callable[..., Any], *values: Any) -> Any:
    """Run a step in a fresh process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(act, *values).result()


def run(url: str, sequence: Path, roster: Path, mails: int, size: Callable[[], float]) -> None:
    """Do all steps on one database and print."""
    kind = url.partition(":")[0]
    intake = alone(bring_in, url, sequence, roster)
    rows: list[list[str]] = [
        ["import of the CSV", f"{intake['s']:.1f} s, {intake['added'] / intake['s']:,.0f}/s"],
        ["  processor", f"{intake['cpu']:.1f} s"],
        ["  of which reading and judging lines", f"{alone(read_only, roster):.1f} s"],
        ["  memory it added, at its peak", f"{intake['MB']:.0f} MB"],
        ["size of the database then", f"{size():,.0f} MB"],
    ]
    rows += [[name, f"{ms:,.1f} ms"] for name, ms in alone(questions, url).items()]
    held = ", SQLite's cache held to 2 MB" if kind == "sqlite" else ""
    with postfix_sink() as port:
        sent = alone(send, url, sequence, port, mails, 0)
        bounded = alone(send, url, sequence, port, mails // 2, 500)
    rows += [
        [f"sender, {sent['sent']:,} mails unsigned", f"{sent['rate']:,.0f}/s"],
        ["  memory in MB, at each tenth of it", tenths(sent)],
        [f"  the same{held}, {bounded['sent']:,} more", tenths(bounded)],
        ["  memory, at its peak", f"{sent['MB']:.0f} MB"],
        ["size of the database then", f"{size():,.0f} MB"],
        ["go on after two days: all dates moved", f"{alone(long_resume, url):.1f} s"],
    ]
    show(f"{intake['added']:,} learners, {kind}", ["what", "figure"], rows)
    first, last = bounded["samples"][1][1], bounded["samples"][-1][1]
    expect(last < first * 1.05 + 2, f"memory is flat: {bounded['samples']}")
    expect(sent["MB"] < 300, f"no more than SQLite's caches: {sent['samples']}")


def main() -> None:
    """Run on SQLite, or on PostgreSQL."""
    on_server = "--postgresql" in sys.argv
    if on_server:
        sys.argv.remove("--postgresql")
    options = arguments(
        __doc__,
        learners=(1_000_000, 20_000, "lines of the CSV"),
        mails=(100_000, 2_000, "mails that the sender sends out of them"),
    )
    with workshop() as folder, ExitStack() as stack:
        _, mails = real_course(folder, options.sequence)
        roster = folder / "roster.csv"
        write_csv(roster, options.learners)
        if on_server:
            url = stack.enter_context(postgresql(folder))
            home = folder / "postgresql" / "data" / "base"
        else:
            (folder / "ledger").mkdir()
            home, url = folder / "ledger", f"sqlite:///{folder}/ledger/ledger.db"

        def size() -> float:
            return sum(one.stat().st_size for one in home.rglob("*") if one.is_file()) / 2**20

        run(url, mails / "sequence.json", roster, options.mails, size)


if __name__ == "__main__":
    main()
