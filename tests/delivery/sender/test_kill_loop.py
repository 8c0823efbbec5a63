"""Workers are killed with -9 at random: no mail is lost, none is doubled, at a real SMTP server."""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, import_roster
from coursewright.delivery.ledger.publishing import publish
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.release import load_release

MONDAY = 1768204800.0  # 12 January 2026, 09:00 in Berlin
LEARNERS = 1000  # each gets a welcome and a lesson: 2,000 mails
SPEED = 60.0
SECRET = "a secret of the tests"  # noqa: S105 -- of the tests, indeed


def fill(ledger: Ledger, sequence: Path, learners: int) -> None:
    published = publish(ledger, load_release(sequence), sequence.parent, MONDAY)
    people = [
        Person(f"p{n}@d{n % 7}.example", f"p{n}@d{n % 7}.example", f"d{n % 7}.example", f"P {n}")
        for n in range(learners)
    ]
    from datetime import date

    defaults = EnrollmentDefaults(track="aspire", start=date(2026, 1, 12))
    intake = import_roster(ledger, published, Keyring([SECRET]), people, MONDAY, defaults)
    assert intake.added == learners


@contextmanager
def crew(*arguments: Any) -> Iterator[Callable[[], Any]]:
    """Start workers by forking a process that has the modules loaded; kill all at the end."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import kill_worker  # type: ignore[import-not-found] # beside the test

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kill_worker"])
    clock = kill_worker.QuickClock(time.time(), MONDAY, SPEED)  # noqa: TID251 -- real processes
    started: list[Any] = []

    def start() -> Any:
        process = context.Process(target=kill_worker.work, args=(*arguments, clock), daemon=True)
        process.start()
        started.append(process)
        return process

    try:
        yield start
    finally:
        sys.path.remove(str(Path(__file__).parents[1]))
        for process in started:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            process.join()
            process.close()


def settled(ledger: Ledger) -> bool:
    """Whether every learner has had both mails, or bounced."""
    with ledger.read() as connection:
        row = connection.execute(
            sa.text(
                "SELECT count(*) FROM enrolment e WHERE e.state = 'active'"
                " AND (e.last_on IS NULL OR e.claim IS NOT NULL OR e.wake_at IS NULL)"
            )
        ).scalar()
        return row == 0


def judge(ledger: Ledger, accepted: list[str], learners: int) -> Counter[int]:
    """Hold the ledger against what the server took."""
    twice = [name for name, n in Counter(accepted).items() if n > 1]
    assert not twice, f"{len(twice)} mails came twice: {twice[:3]}"
    with ledger.read() as connection:
        rows = connection.execute(
            sa.text("SELECT enrolment_id, lesson_id, gen, state FROM delivery")
        ).all()
        lost = connection.execute(statement(connection, "unaccounted"), {"most": 10}).all()
    assert not lost
    ring = Keyring([SECRET])
    sent = {ring.message_ids(r[0], r[1], r[2], "example.org")[0] for r in rows if r[3] == 2}
    assert sent == set(accepted), "what the ledger calls sent is what the server has"
    states = Counter(row[3] for row in rows)
    assert set(states) <= {2, 3}, states
    assert states[2] + 2 * states[3] - welcome_only(ledger) == 2 * learners
    return states


def welcome_only(ledger: Ledger) -> int:
    """Those whose second mail bounced: their first was sent, so they count once too often."""
    with ledger.read() as connection:
        return int(
            connection.execute(
                sa.text(
                    "SELECT count(*) FROM delivery d JOIN lesson l ON l.id = d.lesson_id"
                    " WHERE d.state = 3 AND l.kind <> 'welcome'"
                )
            ).scalar_one()
        )


@pytest.mark.timeout(120)
def test_nothing_is_lost_or_doubled_though_workers_are_killed_and_frozen(
    database: str, sequence: Path, start_sink: Callable[..., Any]
) -> None:
    ledger = open_ledger(database)
    fill(ledger, sequence, LEARNERS)
    sink = start_sink("--later", "0.03", "--bounce", "0.005", "--delay", "0.006")
    dice = random.Random(7)  # noqa: S311 -- which worker is killed
    kills = 0
    with crew(database, sink.url, str(sink.log)) as start:
        workers = [start(), start()]
        frozen = start()
        time.sleep(0.6)
        os.kill(frozen.pid, signal.SIGSTOP)  # past its lease of two seconds
        thaw = time.monotonic() + 4
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline and not (kills >= 12 and settled(ledger)):
            time.sleep(dice.uniform(0.1, 0.5))
            if frozen and time.monotonic() > thaw:
                os.kill(frozen.pid, signal.SIGCONT)
                frozen = None
            if kills < 12:
                victim = workers.pop(dice.randrange(2))
                os.kill(victim.pid, signal.SIGKILL)
                kills += 1
                workers.append(start())
        assert settled(ledger), "in four minutes all is sent"
    states = judge(ledger, sink.accepted, LEARNERS)
    ledger.close()
    assert kills == 12
    assert states[2] > 1.95 * LEARNERS
