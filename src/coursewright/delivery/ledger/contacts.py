"""Contacts: people as the ledger knows them, added and brought up to date in batches."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.rosters.roster import Person

from .rows import KnownContactRow, fetch
from .statements import statement

__all__ = ["Contact", "take_contacts"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A person in the ledger."""

    id: int
    tz: str
    moved: bool
    """Whether their zone is another than before."""


def take_contacts(
    connection: sa.Connection, people: Sequence[Person], now: float, source: str, *, agreed: bool
) -> dict[str, Contact]:
    """Add the contacts that are new, change those that differ, return all by key.

    Without their agreement nobody's data is changed: a stranger may have written the name.
    """
    known = _known(connection, people)
    fresh = {person.key: person for person in people if person.key not in known}
    if fresh:
        rows = [
            _words(one)
            | {
                "address": one.email,
                "address_key": one.key,
                "domain": one.domain,
                "source": source,
                "consent_at": int(now) if agreed else None,
                "now": int(now),
            }
            for one in fresh.values()
        ]
        connection.execute(statement(connection, "add-contact"), rows)
    changes, moved = [], set()
    for person in people:
        row = known.get(person.key)
        if row is None or not agreed:
            continue
        old = {"name": row.name, "tz": row.tz, "locale": row.locale, "attrs": row.attrs}
        words = old | {
            name: value for name, value in _words(person).items() if value not in ("", "{}")
        }
        if words != old:
            changes.append(words | {"id": row.id})
        if words["tz"] != row.tz:
            moved.add(person.key)
    if changes:
        connection.execute(statement(connection, "change-contact"), changes)
    found = _known(connection, people) if fresh or changes else known
    return {key: Contact(row.id, row.tz, key in moved) for key, row in found.items()}


def _known(connection: sa.Connection, people: Sequence[Person]) -> dict[str, KnownContactRow]:
    keys = {"keys": [person.key for person in people]}
    rows = fetch(connection, "contacts-by-key", KnownContactRow, keys) if people else ()
    return {row.address_key: row for row in rows}


def _words(person: Person) -> dict[str, Any]:
    attrs = json.dumps(dict(person.attrs), ensure_ascii=False, sort_keys=True)
    return {"name": person.name, "tz": person.timezone, "locale": person.locale, "attrs": attrs}
