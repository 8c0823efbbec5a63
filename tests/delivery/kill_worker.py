"""One sender as a process that may be killed, on a clock that runs quickly.

Run it: python kill_worker.py DATABASE SMTP_URL ACCEPTED_LOG STARTED_AT FAKE_START SPEED
"""

import contextlib
import os
import sys
import time
from pathlib import Path

from coursewright.delivery.ledger.claims import next_wake
from coursewright.delivery.ledger.database import open_ledger
from coursewright.delivery.ledger.limits import SendLimits, read_rate
from coursewright.delivery.sender.doubt_resolvers import AcceptedLog
from coursewright.delivery.sender.job_messages import JobMessages
from coursewright.delivery.sender.transport import read_server
from coursewright.delivery.sender.worker import SenderSettings, SendWorker
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import SurroundingsError

SECRET = "a secret of the tests"  # noqa: S105 -- of the tests, indeed


class QuickClock:
    """Time that runs `speed` times as fast, the same in every process."""

    def __init__(self, started: float, start: float, speed: float) -> None:
        self.started, self.start, self.speed = started, start, speed

    def now(self) -> float:
        return self.start + (time.time() - self.started) * self.speed  # noqa: TID251 -- a process

    def monotonic(self) -> float:
        return time.monotonic() * self.speed

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.speed)


def work(
    database: str,
    url: str,
    log: str,
    clock: QuickClock,
    *,
    connections: int = 4,
    lease: float = 120.0,
    grace: float = 30.0,
) -> None:
    """Send what is due, for ever."""
    ledger = open_ledger(database)
    keyring = Keyring([SECRET])
    setup = SenderSettings(
        read_server(url, timeout=5.0),
        who=f"worker-{os.getpid()}",
        connections=connections,
        batch=100,
        lease=lease,
        limits=SendLimits((read_rate("900000/d"),), (read_rate("500000/d"),)),
        resolvers=[AcceptedLog(Path(log), grace)],
    )
    sender = SendWorker(ledger, keyring, clock, setup, JobMessages(ledger, keyring, "example.org"))
    while True:
        with contextlib.suppress(SurroundingsError):
            sender.drain()
        wake = next_wake(ledger)
        pause = min(max((wake or clock.now() + 60) - clock.now(), 1.0), lease / 4)
        clock.sleep(pause)


if __name__ == "__main__":
    where, smtp, accepted, began, first, factor = sys.argv[1:7]
    work(where, smtp, accepted, QuickClock(float(began), float(first), float(factor)))
