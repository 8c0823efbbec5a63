"""IN DOUBT: intents without a result at the end of their lease, and what becomes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import sqlalchemy as sa

from coursewright.delivery.tokens.keyring import Keyring

from .database import Ledger
from .enrollment_actions import note
from .guards import AcceptedEntry
from .releases import all_published
from .results import advance
from .rows import DeliveryRow, DoubtRow, fetch
from .statements import statement
from .states import EventKind

__all__ = [
    "Resolved",
    "Resolver",
    "doubts",
    "resolve",
    "settle",
    "settle_all",
    "settle_from_log",
    "sweep",
]

Answer = Literal["accepted", "unknown here"]
_MOST = 1000
_ALL = 10**9
_BATCH = 500


class Resolver(Protocol):
    """Knows of a message whether the mail server took it."""

    def entries(self, now: float, *, newest: bool = False) -> Iterable[AcceptedEntry]:
        """Return all that the mail server says it accepted, or the newest of it."""

    def look(self, ids: Sequence[str], at: int, now: float) -> Answer | None:
        """Return the answer for a message under any of its ids, or None for "cannot tell".

        `unknown here` means: the server has not had it, and would know.
        """


@dataclass(slots=True)
class Resolved:
    """What came of looking at the doubts."""

    accepted: int = 0
    again: int = 0
    held: int = 0
    """For these a person must decide: `coursewright status --sent`, `--resend`."""


def sweep(ledger: Ledger, now: float, lease: float) -> int:
    """Mark intents whose lease is over as in doubt; return how many."""
    with ledger.write() as connection:
        values = {"before": int(now - lease)}
        rows = connection.execute(statement(connection, "overdue-intents"), values).all()
        found = [
            {"id": row.enrolment_id, "lesson_id": row.lesson_id, "gen": row.gen} for row in rows
        ]
        if found:
            connection.execute(statement(connection, "mark-doubt"), found)
            rests = [{"id": row["id"], "lesson_id": row["lesson_id"]} for row in found]
            connection.execute(statement(connection, "rest-in-doubt"), rests)
    return len(found)


def doubts(ledger: Ledger, most: int = _MOST) -> list[DoubtRow]:
    """Return the mails in doubt, oldest first."""
    with ledger.read() as connection:
        return fetch(connection, "doubts", DoubtRow, {"most": most})


def resolve(
    ledger: Ledger, keyring: Keyring, resolvers: Sequence[Resolver], now: float, domain: str
) -> Resolved:
    """Ask the resolvers, in order, about each mail in doubt."""
    resolved = Resolved()
    for row in doubts(ledger) if resolvers else ():
        ids = keyring.message_ids(row.enrolment_id, row.lesson_id, row.gen, domain)
        answers = (resolver.look(ids, row.at, now) for resolver in resolvers)
        answer = next((one for one in answers if one is not None), None)
        if answer is None:
            resolved.held += 1
            continue
        sent = answer == "accepted"
        settle(ledger, row, now, sent=sent)
        resolved.accepted += sent
        resolved.again += not sent
    return resolved


def settle(ledger: Ledger, row: DoubtRow | DeliveryRow, now: float, *, sent: bool) -> None:
    """End the doubt about one mail: it was sent, or it is sent again under the same Message-ID."""
    with ledger.write() as connection:
        _settle(ledger, connection, row, now, sent=sent)


def settle_all(ledger: Ledger, rows: Sequence[DoubtRow], now: float, *, sent: bool) -> int:
    """End many doubts alike, some in each transaction; return how many."""
    for start in range(0, len(rows), _BATCH):
        with ledger.write() as connection:
            for row in rows[start : start + _BATCH]:
                _settle(ledger, connection, row, now, sent=sent)
    return len(rows)


def settle_from_log(
    ledger: Ledger,
    keyring: Keyring,
    resolvers: Sequence[Resolver],
    now: float,
    *,
    dry_run: bool = False,
) -> Resolved:
    """End each doubt that a log can end, whatever domain its course sends from."""
    with ledger.read() as connection:
        courses = all_published(ledger, connection)
    domains = {course.release.sequence.sender.address.rpartition("@")[2] for course in courses}
    resolved, ends = Resolved(), (list[DoubtRow](), list[DoubtRow]())
    for row in doubts(ledger, _ALL):
        place = (row.enrolment_id, row.lesson_id, row.gen)
        ids = [name for domain in sorted(domains) for name in keyring.message_ids(*place, domain)]
        answers = (resolver.look(ids, row.at, now) for resolver in resolvers)
        answer = next((one for one in answers if one is not None), None)
        resolved.held += answer is None
        if answer is not None:
            ends[answer == "accepted"].append(row)
    resolved.again, resolved.accepted = len(ends[False]), len(ends[True])
    for sent in (False, True) if not dry_run else ():
        settle_all(ledger, ends[sent], now, sent=sent)
    return resolved


def _settle(
    ledger: Ledger,
    connection: sa.Connection,
    row: DoubtRow | DeliveryRow,
    now: float,
    *,
    sent: bool,
) -> None:
    place = {"id": row.enrolment_id, "lesson_id": row.lesson_id, "gen": row.gen}
    if sent:
        values = place | {"now": int(now), "code": "", "reply": "found in doubt"}
        if connection.execute(statement(connection, "mark-sent"), values).rowcount:
            courses = all_published(ledger, connection)
            published = next(course for course in courses if course.id == row.course_id)
            advance(connection, published, {row.enrolment_id: row.lesson}, now)
    elif connection.execute(statement(connection, "send-again"), place).rowcount:
        again = place | {"at": int(now)}
        connection.execute(statement(connection, "aim-again"), again)
    kind = EventKind.DOUBT_SENT if sent else EventKind.DOUBT_RESEND
    note(connection, kind, row.enrolment_id, now, lesson=row.lesson)
