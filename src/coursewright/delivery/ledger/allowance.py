"""What a claim may take of the limits: read, counted down and written in its transaction.

What is left in a scope is worked out once for a claim, not for each email.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from .limits import Rate, SendLimits
from .statements import each, statement, tuples

__all__ = ["Allowance"]

_PARTS = 96  # of a window: it is free again at most a hundredth later than it could be
_AHEAD = 4.0  # seconds for which a claim reserves: a process that dies wastes no more
_NO_END = 2**62
_ALL = "all"
_DOMAIN = "domain:"


class _Budget:
    """What a claim may still take in one scope: worked out once, then counted down."""

    __slots__ = ("at", "count", "left", "rates", "slots", "spacing", "states")

    def __init__(
        self, rates: Sequence[Rate], states: Mapping[int, tuple[int, float, float]], now: float
    ) -> None:
        self.rates, self.states = rates, states
        self.count = 0
        """How many were taken."""
        self.slots: list[float] = []
        """When they may go, if a rate sets a pace."""
        self.spacing = max((rate.spacing for rate in rates if rate.paced), default=0.0)
        free = (states[rate.seconds][2] for rate in rates if rate.paced and rate.seconds in states)
        self.at = max([now, *free]) if self.spacing else now
        self.left = min(self._room(rate, now) for rate in rates) if rates else _NO_END

    def take(self) -> None:
        """Take room for one email, and the next time at which one may go."""
        self.left -= 1
        self.count += 1
        if self.spacing:
            self.slots.append(self.at)
            self.at += self.spacing

    def resumes_at(self, now: float) -> float:
        """Return when there is room again, if there is none now."""
        times = [
            self._free_at(rate) - _AHEAD
            if rate.paced
            else self.states.get(rate.seconds, (0, _resets_at(rate, now), 0.0))[1]
            for rate in self.rates
            if self._room(rate, now) <= 0
        ]
        return min(times, default=now)

    def rows(self, scope: str, now: float) -> Iterator[dict[str, object]]:
        """Yield what is to be written of what was taken."""
        for rate in self.rates:
            place = {"scope": scope, "seconds": rate.seconds}
            if rate.paced:
                free = self._free_at(rate)
                used = {"part": 0, "used": 0, "resets_at": int(free) + 1 + rate.seconds}
                yield place | used | {"free_at": free}
            else:
                part = _part(rate, now)
                used = {"part": part, "used": self.count, "resets_at": _resets_at(rate, now)}
                yield place | used | {"free_at": 0.0}

    def _room(self, rate: Rate, now: float) -> int:
        if not rate.paced:
            return rate.number - self.states.get(rate.seconds, (0,))[0] - self.count
        ahead = now + _AHEAD - max(self._free_at(rate), now)
        return 1 + int(ahead / rate.spacing) if ahead >= 0 else 0

    def _free_at(self, rate: Rate) -> float:
        """Return when the next email may go, as far as one pace is concerned."""
        if self.slots:
            return self.slots[-1] + rate.spacing
        return self.states[rate.seconds][2] if rate.seconds in self.states else 0.0


@dataclass
class Allowance:
    """What a claim may take, read and written in its transaction."""

    limits: SendLimits
    now: float
    resumes_at: float | None = None
    """When more may be taken, if a limit stood in the way."""
    _states: dict[str, dict[int, tuple[int, float, float]]] = field(default_factory=dict)
    """Scope -> window -> how many were used, when the first of them expire, when one may go."""
    _budgets: dict[str, _Budget] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the strictest rate of each window: the others can't be reached."""
        self._total, self._per_domain = (
            _strictest(self.limits.total),
            _strictest(self.limits.per_domain),
        )

    @property
    def slots(self) -> Mapping[str, list[float]]:
        """When the emails that were taken may go, by scope: only of limits that set a pace."""
        return {scope: one.slots for scope, one in self._budgets.items() if one.slots}

    def read(self, connection: sa.Connection, refund: Mapping[str, int]) -> "Allowance":
        """Read what is used; give back what an earlier claim took in vain, by group."""
        if not (self._total or self._per_domain):
            return self
        connection.execute(statement(connection, "lock-buckets"))
        connection.execute(statement(connection, "drop-buckets"), {"now": int(self.now)})
        _refund(connection, refund)
        states = self._states
        for scope, seconds, used, resets, free in tuples(
            connection, "buckets", {"now": int(self.now)}
        ):
            states.setdefault(scope, {})[seconds] = (int(used), float(resets), float(free))
        return self

    def most(self, wanted: int) -> int:
        """Return how many emails may be taken in all, at most `wanted`."""
        return min(wanted, self._open(_ALL).left)

    def full_groups(self) -> list[str]:
        """Return the groups of receiving domains that may take none now."""
        found = []
        for scope, windows in self._states.items() if self._per_domain else ():
            if scope.startswith(_DOMAIN) and self._is_full(windows):
                self._open(scope)  # notes when it is free again
                found.append(scope.removeprefix(_DOMAIN))
        return sorted(found)

    def take(self, group: str) -> bool:
        """Take room for one email to a group of domains; return whether there is any."""
        total = self._budgets.get(_ALL) or self._open(_ALL)
        budgets: tuple[_Budget, ...] = (total,)
        if self._per_domain:
            scope = _DOMAIN + group
            budgets = (self._budgets.get(scope) or self._open(scope), total)
        for budget in budgets:
            if budget.left <= 0:
                self._note_end(budget)
                return False
        for budget in budgets:
            budget.take()
        return True

    def write(self, connection: sa.Connection) -> None:
        """Write what was taken."""
        each(
            connection,
            "use-bucket",
            [
                row
                for scope, one in sorted(self._budgets.items())
                if one.count
                for row in one.rows(scope, self.now)
            ],
        )

    def _open(self, scope: str) -> _Budget:
        """Return the budget of a scope."""
        if scope not in self._budgets:
            rates = self._total if scope == _ALL else self._per_domain
            self._budgets[scope] = _Budget(rates, self._states.get(scope, {}), self.now)
        budget = self._budgets[scope]
        if budget.left <= 0:
            self._note_end(budget)
        return budget

    def _note_end(self, budget: _Budget) -> None:
        until = budget.resumes_at(self.now)
        self.resumes_at = until if self.resumes_at is None else min(until, self.resumes_at)

    def _is_full(self, windows: Mapping[int, tuple[int, float, float]]) -> bool:
        for rate in self._per_domain:
            used, _, free_at = windows.get(rate.seconds, (0, 0.0, 0.0))
            if free_at > self.now + _AHEAD if rate.paced else used >= rate.number:
                return True
        return False


def _strictest(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    found: dict[int, Rate] = {}
    for rate in sorted(rates, key=lambda one: -one.number):
        found[rate.seconds] = rate
    return tuple(found.values())


def _part(rate: Rate, now: float) -> int:
    """Return the part of a window that an instant lies in: each is counted in a row of its own."""
    length = rate.seconds // _PARTS or 1
    return int(now) // length * length


def _resets_at(rate: Rate, now: float) -> int:
    return _part(rate, now) + (rate.seconds // _PARTS or 1) + rate.seconds


def _refund(connection: sa.Connection, refund: Mapping[str, int]) -> None:
    """Give back what was taken and not sent, from the newest part of each window on."""
    if not any(refund.values()):
        return
    left: dict[tuple[str, int], int] = {}
    rows = []
    for row in connection.execute(statement(connection, "newest-parts")).all():
        place = (row.scope, row.seconds)
        group = row.scope.removeprefix(_DOMAIN)
        due = sum(refund.values()) if row.scope == _ALL else refund.get(group, 0)
        back = min(left.setdefault(place, due), row.used)
        if back > 0:
            left[place] -= back
            rows.append({"scope": row.scope, "seconds": row.seconds, "part": row.part, "n": back})
    if rows:
        connection.execute(statement(connection, "refund-bucket"), rows)
