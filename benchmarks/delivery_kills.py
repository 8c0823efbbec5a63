"""Workers killed with -9, a hundred times in 20,000 mails, on SQLite and on PostgreSQL.

The pieces are those of the short loop in the tests: the small course, three workers of which one
is frozen past its lease, a sink that puts 3 % off, refuses 0.5 % for good and logs Message-IDs.

Run it: python benchmarks/delivery_kills.py [--quick]
"""

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

from delivery_lab import ROOT, arguments, postgresql, show, tests_module, workshop

from coursewright.delivery.ledger.database import Ledger, open_ledger
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.tokens.keyring import Keyring


def kill_loop(database: str, folder: Path, learners: int, kills: int, patience: float) -> list[Any]:
    """Run the loop on one database; return the row of the table."""
    loop, conftest = tests_module("test_kill_loop"), tests_module("conftest")
    ledger = open_ledger(database)
    loop.fill(ledger, conftest.write_course(folder / "email"), learners)
    (folder / "sink").mkdir()
    sink = conftest.Sink(folder / "sink", "--later", "0.03", "--bounce", "0.005")
    dice = random.Random(11)  # noqa: S311 -- which worker is killed
    done, began = 0, time.monotonic()
    try:
        with loop.crew(database, sink.url, str(sink.log)) as start:
            workers, frozen = [start(), start()], start()
            time.sleep(1)
            os.kill(frozen.pid, signal.SIGSTOP)
            wait, heard, moved = 0.0, 0, time.monotonic()
            while time.monotonic() < began + patience:
                time.sleep(dice.uniform(0.05, 0.2))
                if len(sink.accepted) > heard or done >= kills // 2:
                    heard, moved = len(sink.accepted), time.monotonic()
                elif time.monotonic() > moved + 5:
                    # Frozen inside a transaction it holds SQLite's only lock: let it end that.
                    os.kill(frozen.pid, signal.SIGCONT)
                    time.sleep(0.3)
                    os.kill(frozen.pid, signal.SIGSTOP)
                    moved = time.monotonic()
                if done < kills:
                    if len(sink.accepted) < wait and not loop.settled(ledger):
                        continue
                    wait += dice.uniform(0.3, 1.2) * 2 * learners / kills
                    victim = workers.pop(dice.randrange(2))
                    os.kill(victim.pid, signal.SIGKILL)
                    done += 1
                    workers.append(start())
                    if done == kills // 2:
                        os.kill(frozen.pid, signal.SIGCONT)
                elif loop.settled(ledger):
                    break
            took = time.monotonic() - began
        if not loop.settled(ledger):
            msg = f"not all was sent in {patience:.0f} s: the machine is too busy"
            raise SystemExit(msg)
        accepted = sink.accepted
        doubts = _resolved(ledger)
        row = [ledger.engine.dialect.name, done, f"{len(accepted):,}", *_count(ledger, accepted)]
        loop.judge(ledger, accepted, learners)  # the judgement of the tests, on all of it
        return [*row, doubts, f"{took:.0f} s"]
    finally:
        sink.stop()
        ledger.close()


def _count(ledger: Ledger, accepted: list[str]) -> list[int]:
    """Count the lost and the doubled: by Message-ID at the sink, and by the ledger's own word."""
    secret = tests_module("test_kill_loop").SECRET
    ring, times = Keyring([secret]), Counter(accepted)
    with ledger.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT enrolment_id, lesson_id, gen, state FROM delivery"
        ).all()
        lost = len(connection.execute(statement(connection, "unaccounted"), {"most": 9999}).all())
    sent = {ring.message_ids(r[0], r[1], r[2], "example.org")[0] for r in rows if r[3] == 2}
    refused = sum(r[3] == 3 for r in rows)
    lost += len(sent - times.keys())
    return [lost, sum(n - 1 for n in times.values()), refused]


def _resolved(ledger: Ledger) -> int:
    with ledger.read() as connection:
        query = "SELECT count(*) FROM event WHERE kind IN ('doubt-sent', 'doubt-resend')"
        return int(connection.exec_driver_sql(query).scalar_one())


def main() -> None:
    """Run both and print."""
    options = arguments(
        __doc__,
        learners=(10_000, 250, "learners; each gets two mails"),
        kills=(100, 6, "kills in each run"),
        patience=(540, 25, "seconds after which a run is given up"),
    )
    # The server that forks the workers loads their modules once, if it finds them.
    os.environ["PYTHONPATH"] = str(ROOT / "tests/delivery")
    counts = (options.learners, options.kills, options.patience)
    with workshop() as folder, postgresql(folder) as server:
        rows = []
        for name, url in (("small", f"sqlite:///{folder}/ledger.db"), ("large", server)):
            (folder / name).mkdir()
            rows.append(kill_loop(url, folder / name, *counts))
    show(
        "Killed with -9, one worker frozen past its lease; counted by Message-ID at the sink",
        ["database", "kills", "mails", "lost", "doubled", "refused", "doubts resolved", "took"],
        rows,
    )


if __name__ == "__main__":
    main()
