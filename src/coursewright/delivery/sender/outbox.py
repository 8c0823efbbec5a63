"""Queues of claimed emails by receiving domain, and when each may be sent."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from coursewright.delivery.ledger.claims import Job
from coursewright.delivery.ledger.limits import group_of
from coursewright.delivery.schedule.clock import Clock

__all__ = ["Outbox", "Pace"]

_ALL = "all"
_SLOWEST, _SLOW, _QUICK = 10.0, 0.1, 0.01
_EASE = 0.9
_TOLERANCE = 0.002  # seconds: a thread does not wake to the millisecond


class Pace:
    """When the next email of a scope may go: at the times of the ledger, never in a burst."""

    __slots__ = ("_last", "_spacing", "_times")

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._last = self._spacing = 0.0

    def add(self, times: Sequence[float]) -> None:
        """Add the times of a claim; they come in order and are evenly spaced."""
        if len(times) > 1:
            self._spacing = times[1] - times[0]
        self._times.extend(times)

    def ready_at(self) -> float:
        """Return when the next email may be sent. Unused times never add up to a burst."""
        if not self._times:
            return 0.0
        return max(self._times[0], self._last + self._spacing * 0.9 - _TOLERANCE)

    def take(self, now: float) -> None:
        """Note that one goes now."""
        if self._times:
            self._times.popleft()
            self._last = now


class Outbox:
    """Hands emails to connections: fair between domains, never faster than allowed."""

    def __init__(self, clock: Clock, mark: int = 50) -> None:
        self._clock = clock
        self._mark = mark
        self._turn = threading.Lock()
        self._queues: dict[str, deque[Job]] = {}
        self._resting: dict[str, float] = {}
        self._paces: dict[str, Pace] = {}
        self._left: list[Job] = []
        self._barred: set[str] = set()
        self._spacing = self._not_before = 0.0
        self.closed = False
        """Whether there will be no more."""
        self.wake: Callable[[], None] = lambda: None
        """Called when there is something new to know: emails, or the end."""
        self.ready_in = 1.0
        """Seconds until the next email may go, after `take` returned none."""
        self._waiting = 0
        self.low = threading.Event()
        """Set when few emails are left to hand out, or none is under way."""
        self.out = 0
        """Emails that connections are busy with."""

    def __len__(self) -> int:
        with self._turn:
            return self._waiting

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        with self._turn:
            return not self.out and not self._waiting

    def put(self, jobs: Iterable[Job], slots: Mapping[str, Sequence[float]] | None = None) -> None:
        """Add emails; `slots` are the times, on the monotonic clock, at which they may go."""
        with self._turn:
            for scope, times in (slots or {}).items():
                self._paces.setdefault(scope, Pace()).add(times)
            for job in jobs:
                group = group_of(job.domain)
                if self.closed or group in self._barred:
                    self._left.append(job)
                    continue
                self._queues.setdefault(group, deque()).append(job)
                self._waiting += 1
        self.wake()

    def take(self) -> Job | None:
        """Return the next email that may go now, or None."""
        with self._turn:
            if self.closed or not self._waiting or (job := self._pick()) is None:
                return None
            self.out += 1
            self._waiting -= 1
            if self._waiting < self._mark:
                self.low.set()
            return job

    def done(self, count: int) -> None:
        """Note that connections have finished with some emails."""
        with self._turn:
            self.out -= count
            if not self.out and not self._waiting:
                self.low.set()

    def unsent(self, job: Job) -> None:
        """Take back an email that was handed out and not begun."""
        with self._turn:
            self._left.append(job)

    def leftovers(self) -> list[Job]:
        """Return, once, what was claimed and will not be sent by this process now."""
        with self._turn:
            left, self._left = self._left, []
            return left

    def rest(self, domain: str, seconds: float) -> None:
        """Send nothing to a domain for some seconds."""
        with self._turn:
            self._resting[group_of(domain)] = self._clock.monotonic() + seconds

    def bar(self, group: str) -> None:
        """Send no more to a group of domains: what waits for it is left over."""
        with self._turn:
            self._barred.add(group)
            queue = self._queues.pop(group, deque())
            self._left += queue
            self._waiting -= len(queue)
            self.low.set()

    def slow_down(self) -> None:
        """Send at half the speed: the server says that we send too quickly."""
        with self._turn:
            now = self._clock.monotonic()
            if now >= self._not_before or not self._spacing:
                self._spacing = min(max(2 * self._spacing, _SLOW), _SLOWEST)
            self._not_before = now + self._spacing

    def speed_up(self) -> None:
        """Send a little faster again: an email was taken."""
        if not self._spacing:
            return
        with self._turn:
            self._spacing = self._spacing * _EASE if self._spacing > _QUICK else 0.0

    def close(self) -> None:
        """Hand out no more; what still waits is left over."""
        with self._turn:
            self.closed = True
            self._left += [job for queue in self._queues.values() for job in queue]
            self._queues.clear()
            self._waiting = 0
            self.low.set()
        self.wake()

    def _pick(self) -> Job | None:
        now = self._clock.monotonic()
        soonest = max(self._not_before, self._ready_at(_ALL))
        if soonest > now:
            self.ready_in = soonest - now
            return None
        waits = []
        for group in list(self._queues):
            queue = self._queues[group]
            if not queue:
                del self._queues[group]
                continue
            scope = f"domain:{group}"
            ready = max(self._resting.get(group, 0.0), self._ready_at(scope))
            if ready > now:
                waits.append(ready - now)
                continue
            job = queue.popleft()
            self._queues[group] = self._queues.pop(group)  # to the end: each domain has its turn
            for one in (_ALL, scope):
                if one in self._paces:
                    self._paces[one].take(now)
            self._not_before = now + self._spacing
            return job
        self.ready_in = min(waits, default=1.0)
        return None

    def _ready_at(self, scope: str) -> float:
        return self._paces[scope].ready_at() if scope in self._paces else 0.0
