"""Mails that are claimed and wait for a connection, by receiving domain; and the speed limits."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyrate_limiter import Duration, InMemoryBucket, Limiter, Rate

from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.schedule.clock import Clock
from coursewright.errors import UsageError

__all__ = ["Outbox", "SendLimits", "group_of", "read_rate"]

# Mail operators that many domains share, by their best known names.
_OPERATORS = {
    "gmail.com": "gmail",
    "googlemail.com": "gmail",
    "outlook.com": "outlook",
    "hotmail.com": "outlook",
    "live.com": "outlook",
    "msn.com": "outlook",
    "yahoo.com": "yahoo",
    "ymail.com": "yahoo",
    "aol.com": "yahoo",
}
_UNITS = {"s": Duration.SECOND, "m": Duration.MINUTE, "h": Duration.HOUR, "d": Duration.DAY}


def group_of(domain: str) -> str:
    """Return the operator that receives for a domain, as far as its name tells."""
    return _OPERATORS.get(domain, domain)


def read_rate(text: str) -> Rate:
    """Return the rate that a text such as `100/m` names: a number for each s, m, h or d.

    Raises:
        UsageError: it is none.
    """
    number, _, unit = text.partition("/")
    if not number.isdecimal() or not int(number) or unit not in _UNITS:
        msg = f"not a rate: {text[:40]!r}"
        raise UsageError(msg, hint="Write 20/s, 1000/m, 5000/d.")
    return Rate(int(number), _UNITS[unit])


@dataclass(frozen=True, slots=True)
class SendLimits:
    """How quickly mails may go out."""

    total: Rate | None = None
    per_domain: Rate | None = None


class Outbox:
    """Hands mails to connections: fair between domains, never faster than allowed."""

    def __init__(self, clock: Clock, limits: SendLimits, mark: int = 50) -> None:
        self._clock = clock
        self._mark = mark
        self._turn = threading.Lock()
        self._queues: dict[str, deque[Job]] = {}
        self._resting: dict[str, float] = {}
        self._limits = limits
        self._total = _limiter(limits.total)
        self._by_group: dict[str, Limiter | None] = {}
        self.closed = False
        """Whether there will be no more."""
        self.wake: Callable[[], None] = lambda: None
        """Called when there is something new to know: mails, or the end."""
        self._waiting = 0
        self.low = threading.Event()
        """Set when few mails are left to hand out, or none is under way."""
        self.out = 0
        """Mails that connections are busy with."""

    def __len__(self) -> int:
        with self._turn:
            return self._waiting

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        with self._turn:
            return not self.out and not self._waiting

    def put(self, jobs: Iterable[Job]) -> None:
        """Add mails."""
        with self._turn:
            for job in jobs:
                self._queues.setdefault(group_of(job.domain), deque()).append(job)
                self._waiting += 1
        self.wake()

    def take(self) -> Job | None:
        """Return the next mail that may go now, or None."""
        with self._turn:
            if self.closed or not self._waiting or (job := self._pick()) is None:
                return None
            self.out += 1
            self._waiting -= 1
            if self._waiting < self._mark:
                self.low.set()
            return job

    def done(self, count: int) -> None:
        """Note that connections have finished with some mails."""
        with self._turn:
            self.out -= count
            if not self.out and not self._waiting:
                self.low.set()

    def rest(self, domain: str, seconds: float) -> None:
        """Leave a domain in peace for a while."""
        with self._turn:
            self._resting[group_of(domain)] = self._clock.monotonic() + seconds

    def close(self) -> None:
        """Send everybody home; what still waits keeps its lease until it ends."""
        with self._turn:
            self.closed = True
            self._queues.clear()
            self._waiting = 0
            self.low.set()
        self.wake()

    def _pick(self) -> Job | None:
        now = self._clock.monotonic()
        for group in list(self._queues):
            queue = self._queues[group]
            if not queue:
                del self._queues[group]
                continue
            if self._resting.get(group, 0) > now or not self._free(group):
                continue
            job = queue.popleft()
            self._queues[group] = self._queues.pop(group)  # to the end: each domain has its turn
            return job
        return None

    def _free(self, group: str) -> bool:
        if self._limits.per_domain:
            if group not in self._by_group:
                if len(self._by_group) > 10_000:
                    self._by_group.clear()
                self._by_group[group] = _limiter(self._limits.per_domain)
            limiter = self._by_group[group]
            if limiter is not None and not limiter.try_acquire("mail", blocking=False):
                return False
        return self._total is None or bool(self._total.try_acquire("mail", blocking=False))


def _limiter(rate: Rate | None) -> Limiter | None:
    return Limiter(InMemoryBucket([rate])) if rate else None
