"""Undoing suppressions by bounce, for `learners restore` and for the sender's circuit breaker.

One rule for both: everybody returns to the state before, and is owed the lesson that was refused
or returned (`reinstatement`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from coursewright.delivery.tokens.keyring import Keyring

from .database import Ledger
from .privacy import find_contact
from .reinstatement import Reinstated, reinstate
from .releases import all_published
from .rows import ContactRow, SuppressionRow, fetch
from .statements import batches, each, statement
from .states import ContactStatus, EventKind, StateReason, SuppressionReason

__all__ = ["BounceFilter", "restore"]


@dataclass(frozen=True, slots=True)
class BounceFilter:
    """Which suppressions are undone; what is left empty does not narrow them."""

    addresses: Sequence[str] = ()
    since: float | None = None
    reply: str = ""
    """A part of what the server said."""
    run: str = ""
    """The run of the sender that suppressed them."""
    refused_alike: str = ""
    """What live refusals have in common (`fingerprint`): of these kinds only."""


class _Suppressed(NamedTuple):
    contact: int
    key: str
    status: ContactStatus


def restore(
    ledger: Ledger, connection: sa.Connection, keyring: Keyring, which: BounceFilter, now: float
) -> Reinstated:
    """Undo suppressions by bounce, and put the enrollments back where they stood.

    Nobody who unsubscribed, complained or was erased is touched, whatever their address did since.
    """
    result = Reinstated()
    people = _candidates(connection, which)
    chosen = [one for batch in _some(people) for one in _bounced(connection, keyring, batch, which)]
    for person in people:
        if person.status is not ContactStatus.BOUNCED and person.status is not ContactStatus.ACTIVE:
            result.left_alone[person.status] = result.left_alone.get(person.status, 0) + 1
    bounced = {person.contact for person in people if person.status is ContactStatus.BOUNCED}
    if which.addresses and (others := len(bounced - {one.contact for one in chosen})):
        result.left_alone["otherwise"] = others
    for batch in _some(chosen):
        _clear(connection, keyring, batch)
        ids = {"ids": [one.contact for one in batch]}
        stopped = connection.execute(statement(connection, "stopped-of-contacts"), ids).all()
        for published in all_published(ledger, connection):
            mine = [
                row.id
                for row in stopped
                if row.course_id == published.id and row.why == StateReason.BOUNCED
            ]
            count, again = reinstate(connection, published, mine, now, EventKind.RESTORED)
            result.enrollments += count
            result.lessons_again += again
    result.people = len(chosen)
    return result


def _some(people: Sequence[_Suppressed]) -> list[list[_Suppressed]]:
    by_id = {person.contact: person for person in people}
    return [[by_id[number] for number in batch] for batch in batches(list(by_id))]


def _candidates(connection: sa.Connection, which: BounceFilter) -> list[_Suppressed]:
    if which.addresses:
        rows = [find_contact(connection, address) for address in which.addresses]
        return [_Suppressed(row.id, row.address_key, row.status) for row in rows]
    if which.refused_alike:
        return _refused_alike(connection, which)
    found = connection.execute(statement(connection, "bounced-contacts"))
    return [_Suppressed(row.id, row.address_key, ContactStatus.BOUNCED) for row in found]


def _refused_alike(connection: sa.Connection, which: BounceFilter) -> list[_Suppressed]:
    """Return who was suppressed for replies of a kind, without a look at all who ever bounced."""
    values = {"since": int(which.since or 0)}
    found = connection.execute(statement(connection, "suppressed-by-reply"), values).scalars()
    ids = [
        detail["contact"]
        for detail in map(_detail, found)
        if detail.get("kind") == which.refused_alike and "contact" in detail
    ]
    rows = [
        row for number in ids for row in fetch(connection, "contact", ContactRow, {"id": number})
    ]
    return [_Suppressed(row.id, row.address_key, row.status) for row in rows]


def _bounced(
    connection: sa.Connection, keyring: Keyring, people: Sequence[_Suppressed], which: BounceFilter
) -> list[_Suppressed]:
    """Return those whose suppression is by bounce, and is one of those that are meant."""
    hashes = {person.contact: keyring.address_hashes(person.key) for person in people}
    every = {"hashes": [name for names in hashes.values() for name in names]}
    entries = {
        row.address_hash: row for row in fetch(connection, "suppressions", SuppressionRow, every)
    }
    replies = _replies(connection, people) if which.reply else {}
    return [
        person
        for person in people
        if person.status is ContactStatus.BOUNCED
        and _meant(
            [entries[name] for name in hashes[person.contact] if name in entries],
            which,
            replies.get(person.contact, ""),
        )
    ]


def _meant(entries: Sequence[SuppressionRow], which: BounceFilter, replies: str) -> bool:
    if any(entry.reason is not SuppressionReason.BOUNCED for entry in entries):
        return False
    if which.since is not None and not any(entry.at >= which.since for entry in entries):
        return False
    if which.run and not any(entry.run == which.run for entry in entries):
        return False
    if which.refused_alike and not any(_is_alike(entry, which.refused_alike) for entry in entries):
        return False
    said = " ".join([replies, *(entry.detail for entry in entries)])
    return which.reply.casefold() in said.casefold()


def _is_alike(entry: SuppressionRow, kind: str) -> bool:
    return entry.source == "reply" and _detail(entry.detail).get("kind") == kind


def _detail(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def _replies(connection: sa.Connection, people: Sequence[_Suppressed]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    ids = {"ids": [person.contact for person in people]}
    for row in connection.execute(statement(connection, "bounce-replies"), ids):
        found[row.contact_id] = f"{found.get(row.contact_id, '')} {row.reply}"
    return found


def _clear(connection: sa.Connection, keyring: Keyring, people: Sequence[_Suppressed]) -> None:
    names = [name for person in people for name in keyring.address_hashes(person.key)]
    connection.execute(statement(connection, "unsuppress"), {"hashes": names})
    each(connection, "clear-bounces", [{"id": person.contact} for person in people])
