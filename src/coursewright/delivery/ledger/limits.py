"""How many emails may go, and how quickly: limits that all senders of a ledger share.

Limits of a second or a minute set a pace: emails go evenly spaced. Limits of an hour or a day count
what went in any window of that length. Both are taken in the transaction of a claim, for a whole
batch, and what was not sent is given back: no limit costs a round trip for each email.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from coursewright.errors import UsageError

from .statements import statement

__all__ = [
    "Allowance",
    "Rate",
    "SendLimits",
    "domains_of",
    "group_of",
    "keep_limits",
    "kept_limits",
    "read_rate",
]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_PARTS = 96  # of a window: it is free again at most a hundredth later than it could be
_AHEAD = 4.0  # seconds for which a claim reserves: a process that dies wastes no more
_MARGIN = 1.005  # a little slower: whoever counts has another clock, and threads wake late
_SETTING = "limits"
_ALL = "all"
_DOMAIN = "domain:"
_OPERATORS: Mapping[str, tuple[str, ...]] = {  # domains that one operator receives for
    "gmail": ("gmail.com", "googlemail.com"),
    "outlook": ("outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "hotmail.co.uk"),
    "yahoo": ("yahoo.com", "ymail.com", "aol.com", "rocketmail.com", "yahoo.co.uk", "yahoo.de"),
    "icloud": ("icloud.com", "me.com", "mac.com"),
    "gmx": ("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de", "mail.com"),
    "orange": ("orange.fr", "wanadoo.fr"),
    "mail.ru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru"),
    "netease": ("163.com", "126.com", "yeah.net"),
}
_GROUPS = {domain: name for name, domains in _OPERATORS.items() for domain in domains}


def group_of(domain: str) -> str:
    """Return the operator that receives for a domain, as far as its name tells."""
    return _GROUPS.get(domain, domain)


def domains_of(group: str) -> tuple[str, ...]:
    """Return the domains of a group: the inverse of `group_of`."""
    return _OPERATORS.get(group, (group,))


@dataclass(frozen=True, slots=True)
class Rate:
    """So many emails in a window."""

    number: int
    seconds: int

    @property
    def spacing(self) -> float:
        """Seconds from one email to the next, if it is a pace."""
        return self.seconds / self.number * _MARGIN

    @property
    def paced(self) -> bool:
        """Whether it spaces emails, rather than count them."""
        return self.seconds <= _UNITS["m"]

    def __str__(self) -> str:
        unit = next(name for name, seconds in _UNITS.items() if seconds == self.seconds)
        return f"{self.number}/{unit}"


def read_rate(text: str) -> Rate:
    """Return the rate that a text such as `100/m` names: a number for each s, m, h or d.

    Raises:
        UsageError: it is none.
    """
    number, _, unit = text.partition("/")
    if not number.isdecimal() or not 0 < int(number) < 10**9 or unit not in _UNITS:
        msg = f"not a rate: {text[:40]!r}"
        raise UsageError(msg, hint="Write 20/s, 1000/m, 500/h, 5000/d.")
    return Rate(int(number), _UNITS[unit])


@dataclass(frozen=True, slots=True)
class SendLimits:
    """How quickly emails may go out: all of these hold at once."""

    total: tuple[Rate, ...] = ()
    per_domain: tuple[Rate, ...] = ()
    """For each group of receiving domains."""

    def __str__(self) -> str:
        words = [str(rate) for rate in self.total]
        words += [f"{rate} for each receiving domain" for rate in self.per_domain]
        return ", ".join(words) or "none"


def keep_limits(connection: sa.Connection, limits: SendLimits) -> None:
    """Keep limits in the ledger, where every process finds them."""
    data = {
        "total": [str(one) for one in limits.total],
        "domain": [str(one) for one in limits.per_domain],
    }
    values = {"name": _SETTING, "value": json.dumps(data)}
    connection.execute(statement(connection, "write-setting"), values)


def kept_limits(connection: sa.Connection) -> SendLimits:
    """Return the limits that the ledger holds."""
    text = connection.execute(statement(connection, "setting"), {"name": _SETTING}).scalar()
    data = json.loads(text) if text else {}
    return SendLimits(
        tuple(read_rate(one) for one in data.get("total", ())),
        tuple(read_rate(one) for one in data.get("domain", ())),
    )


@dataclass(slots=True)
class _State:
    """What is used of a limit."""

    used: int = 0
    resets_at: float = 0.0
    free_at: float = 0.0


@dataclass
class Allowance:
    """What a claim may take, read and written in its transaction."""

    limits: SendLimits
    now: float
    slots: dict[str, list[float]] = field(default_factory=dict)
    """When the emails that were taken may go, by scope: only of limits that set a pace."""
    resumes_at: float | None = None
    """When more may be taken, if a limit stood in the way."""
    _states: dict[tuple[str, int], _State] = field(default_factory=dict)
    _taken: Counter[str] = field(default_factory=Counter)

    def read(self, connection: sa.Connection, refund: Mapping[str, int]) -> "Allowance":
        """Read what is used; give back what an earlier claim took in vain, by group."""
        if not (self.limits.total or self.limits.per_domain):
            return self
        connection.execute(statement(connection, "lock-buckets"))
        connection.execute(statement(connection, "drop-buckets"), {"now": int(self.now)})
        _refund(connection, refund)
        for row in connection.execute(statement(connection, "buckets"), {"now": int(self.now)}):
            state = _State(int(row.used), float(row.resets_at), float(row.free_at))
            self._states[row.scope, row.seconds] = state
        return self

    def most(self, wanted: int) -> int:
        """Return how many emails may be taken in all, at most `wanted`."""
        return min([wanted, *(self._room(_ALL, rate) for rate in self.limits.total)])

    def full_groups(self) -> list[str]:
        """Return the groups of receiving domains that may take none now."""
        if not self.limits.per_domain:
            return []
        scopes = {scope for scope, _ in self._states if scope.startswith(_DOMAIN)}
        full = [
            scope
            for scope in sorted(scopes)
            if min(self._room(scope, rate) for rate in self.limits.per_domain) <= 0
        ]
        return [scope.removeprefix(_DOMAIN) for scope in full]

    def take(self, group: str) -> bool:
        """Take room for one email to a group of domains; return whether there is any."""
        scope = _DOMAIN + group
        if any(self._room(scope, rate) <= 0 for rate in self.limits.per_domain):
            return False
        if any(self._room(_ALL, rate) <= 0 for rate in self.limits.total):
            return False
        for place, rates in ((scope, self.limits.per_domain), (_ALL, self.limits.total)):
            if rates:
                self._taken[place] += 1
                self._space(place, rates)
        return True

    def write(self, connection: sa.Connection) -> None:
        """Write what was taken."""
        rows = [
            self._row(scope, rate, count)
            for scope, count in sorted(self._taken.items())
            for rate in (self.limits.total if scope == _ALL else self.limits.per_domain)
        ]
        if rows:
            connection.execute(statement(connection, "use-bucket"), rows)

    def _room(self, scope: str, rate: Rate) -> int:
        state = self._states.get((scope, rate.seconds), _State())
        if rate.paced:
            ahead = self.now + _AHEAD - max(state.free_at, self.now)
            room = 1 + int(ahead / rate.spacing) if ahead >= 0 else 0
            until = state.free_at - _AHEAD
        else:
            room, until = rate.number - state.used - self._taken[scope], state.resets_at
        if room <= 0:
            self.resumes_at = min(until, self.resumes_at or until)
        return room

    def _space(self, scope: str, rates: Sequence[Rate]) -> None:
        """Note when the email that was just taken may go."""
        at = 0.0
        paces = [rate for rate in rates if rate.paced]
        for rate in paces:
            state = self._states.setdefault((scope, rate.seconds), _State())
            at = max(at, state.free_at, self.now)
        for rate in paces:
            self._states[scope, rate.seconds].free_at = at + rate.spacing
        if paces:
            self.slots.setdefault(scope, []).append(at)

    def _row(self, scope: str, rate: Rate, count: int) -> dict[str, object]:
        if rate.paced:
            free = self._states[scope, rate.seconds].free_at
            part, resets, count = 0, int(free) + 1 + rate.seconds, 0
        else:
            length = rate.seconds // _PARTS or 1
            part = int(self.now) // length * length
            free, resets = 0.0, part + length + rate.seconds
        values = {"scope": scope, "seconds": rate.seconds, "part": part}
        return values | {"used": count, "resets_at": resets, "free_at": free}


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
