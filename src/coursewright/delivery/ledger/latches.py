"""Latches: what stops every sender of a ledger, since when and why, until a time or a release.

Each claim and each intent reads them in its own transaction, so a latch set by one process holds
for all processes, including those that start later.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

from .database import Ledger
from .limits import domains_of
from .statements import statement

__all__ = [
    "ALL",
    "Latch",
    "LatchKind",
    "believe",
    "believed",
    "domain_scope",
    "latched_domains",
    "latches",
    "release_latch",
    "set_latch",
    "stops_all",
]

_log = logging.getLogger(__name__)
ALL = "all"
_DOMAIN = "domain:"
_BELIEVED = "believed:"
_REPLY = 300


class LatchKind(StrEnum):
    """Why sending is stopped."""

    POLICY = "policy"
    """A mail server refuses us."""
    QUOTA = "quota"
    """What we may send in a window is used up, or we send too quickly."""
    BREAKER = "breaker"
    """Many recipients were refused alike: it may not be their fault."""
    DOUBT = "doubt"
    """Many emails in a row got no answer after the final dot."""
    SECRET = "secret"  # noqa: S105 -- the name of a kind
    """The ledger belongs to another secret."""
    CLOCK = "clock"
    """A log or a clock is ahead of the ledger."""


@dataclass(frozen=True, slots=True)
class Latch:
    """A stop that holds."""

    id: int
    kind: LatchKind
    scope: str
    """`all`, or `domain:` and a group of receiving domains."""
    since: int
    until: int | None
    """When it ends by itself, or None: a person releases it."""
    reply: str
    """What the mail server said."""
    detail: str
    """What the refusals have in common (`fingerprint`)."""

    def __str__(self) -> str:
        since = _shown(self.since)
        ends = f"until {_shown(self.until)}" if self.until else "until you release it"
        where = "" if self.scope == ALL else f" for {self.scope.removeprefix(_DOMAIN)}"
        return f"stopped{where} since {since} {ends} ({self.kind}): {self.reply}"


def domain_scope(group: str) -> str:
    """Return the scope of a latch for a group of receiving domains."""
    return _DOMAIN + group


def latches(connection: sa.Connection, now: float) -> list[Latch]:
    """Return the latches that hold now, oldest first."""
    # Asked for every group of emails; nearly always there is none, and the driver says so quickly.
    if connection.exec_driver_sql(statement(connection, "any-latch").text).first() is None:
        return []
    rows = connection.execute(statement(connection, "latches"), {"now": int(now)})
    return [
        Latch(row.id, LatchKind(row.kind), row.scope, row.since, row.until, row.reply, row.detail)
        for row in rows
    ]


def stops_all(found: Iterable[Latch]) -> bool:
    """Return whether any of them stops everything."""
    return any(one.scope == ALL for one in found)


def latched_domains(found: Iterable[Latch]) -> list[str]:
    """Return the receiving domains that latches stop."""
    groups = {one.scope.removeprefix(_DOMAIN) for one in found if one.scope.startswith(_DOMAIN)}
    return sorted(domain for group in groups for domain in domains_of(group))


def set_latch(
    connection: sa.Connection,
    kind: LatchKind,
    now: float,
    reply: str,
    *,
    scope: str = ALL,
    until: float | None = None,
    detail: str = "",
) -> None:
    """Stop all senders; a latch of the same kind and scope that holds already is prolonged."""
    ends = int(until) if until is not None else None
    for latch in latches(connection, now):
        if (latch.kind, latch.scope) == (kind, scope):
            if latch.until is not None and (ends is None or ends > latch.until):
                values = {"id": latch.id, "until": ends, "reply": reply[:_REPLY]}
                connection.execute(statement(connection, "prolong-latch"), values)
            return
    values = {"kind": kind, "scope": scope, "since": int(now), "until": ends}
    more = {"reply": reply[:_REPLY], "detail": detail}
    connection.execute(statement(connection, "add-latch"), values | more)
    found = Latch(0, kind, scope, int(now), ends, reply[:_REPLY], detail)
    _log.warning("sending is %s", found)


def release_latch(connection: sa.Connection, latch: Latch, now: float) -> bool:
    """End a latch; return whether it still held."""
    values = {"id": latch.id, "now": int(now)}
    done = connection.execute(statement(connection, "release-latch"), values).rowcount
    if done:
        _log.warning("released: sending was %s", latch)
    return bool(done)


def believe(connection: sa.Connection, detail: str, until: float) -> None:
    """Note that a person believes refusals of this kind: they trip no breaker until then."""
    values = {"name": _BELIEVED + detail, "value": str(int(until))}
    connection.execute(statement(connection, "write-setting"), values)


def believed(ledger: Ledger, now: float) -> set[str]:
    """Return the kinds of refusals that a person believes."""
    with ledger.read() as connection:
        values = {"pattern": f"{_BELIEVED}%"}
        rows = connection.execute(statement(connection, "settings-like"), values).all()
    return {row.name.removeprefix(_BELIEVED) for row in rows if int(row.value) > now}


def _shown(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")
