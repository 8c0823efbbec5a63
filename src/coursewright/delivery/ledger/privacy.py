"""A person's rights: stop all email, export everything kept about them, erase it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import sqlalchemy as sa

from coursewright.delivery.rosters.roster import address_key
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import UsageError
from coursewright.problems import near

from .database import Ledger
from .enrollment_actions import leave
from .releases import all_published
from .rows import ContactRow, PersonEnrollmentRow, fetch
from .secret_check import verify_secret
from .settings import LAST_ENROLLMENT, last_enrollment, write_setting
from .statements import statement
from .states import SuppressionReason

__all__ = ["NAMED", "Origin", "bar", "erase", "export", "find_contact", "forgive"]

_MOST_LIKE = 2000  # addresses of the same domain that are compared, for a hint

NAMED = "named by a learner"
"""The consent of a sponsor who is nothing else here."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a suppression came from, so that it can be undone."""

    source: Literal["reply", "report", "person", "provider", "operator"] = "person"
    run: str = ""
    """Which run of a sender."""
    detail: Mapping[str, object] = field(default_factory=dict)
    """What was said, and about which email."""


_PERSON = Origin()


def find_contact(connection: sa.Connection, address: str) -> ContactRow:
    """Return the row of the contact with an address.

    Raises:
        UsageError: nobody has it.
    """
    try:
        _, key, domain = address_key(address)
    except ValueError as error:
        msg = f"not an address: {address[:80]!r}"
        raise UsageError(msg, hint=str(error)) from error
    found = fetch(connection, "contact-by-key", ContactRow, {"key": key})
    if not found:
        msg = f"nobody here has the address {address[:80]}"
        values = {"domain": domain, "most": _MOST_LIKE}
        alike = connection.execute(statement(connection, "addresses-like"), values).scalars()
        local, names = key.rpartition("@")[0], [one.rpartition("@")[0] for one in alike]
        enroll = "`coursewright learners add` or `import` enrolls people."
        raise UsageError(msg, hint=near(local, names) or enroll)
    return found[0]


def bar(
    ledger: Ledger,
    connection: sa.Connection,
    keyring: Keyring,
    contact: int,
    reason: SuppressionReason,
    now: float,
    origin: Origin = _PERSON,
) -> None:
    """End every enrollment of a contact and keep the address from being enrolled again.

    The suppression records where it came from, so that `restore` finds it; the event of each
    enrollment records its state before.
    """
    (row,) = fetch(connection, "contact", ContactRow, {"id": contact})
    rows = fetch(connection, "enrolments-of-contact", PersonEnrollmentRow, {"id": contact})
    for published in all_published(ledger, connection):
        ids = [one.id for one in rows if one.course_id == published.id]
        leave(connection, published, ids, now, reason)
    values = {"status": reason, "id": contact}
    connection.execute(statement(connection, "set-contact-status"), values)
    if reason is SuppressionReason.BOUNCED:
        origin = replace(origin, detail=dict(origin.detail) | {"contact": contact})
    _suppress(connection, keyring, row.address_key, reason, now, origin)


def forgive(
    connection: sa.Connection, keyring: Keyring, contact: int, source: str, now: float
) -> None:
    """Take an address off the suppression list: its owner has said yes again."""
    (row,) = fetch(connection, "contact", ContactRow, {"id": contact})
    hashes = {"hashes": keyring.address_hashes(row.address_key)}
    connection.execute(statement(connection, "unsuppress"), hashes)
    values = {"id": contact, "source": source, "now": int(now)}
    connection.execute(statement(connection, "consent"), values)


def erase(ledger: Ledger, keyring: Keyring, address: str, now: float) -> int:
    """Delete all that is kept of a person but a keyed hash, so that no import brings them back.

    Returns:
        How many enrolments went.

    Raises:
        SurroundingsError: the secret is not the ledger's: the hash would recognize nobody.
    """
    verify_secret(ledger, keyring, now)
    with ledger.write() as connection:
        row = find_contact(connection, address)
        _suppress(connection, keyring, row.address_key, SuppressionReason.ERASED, now)
        # Its numbers are in links and Message-IDs: nobody else may get them.
        write_setting(connection, LAST_ENROLLMENT, str(last_enrollment(connection)))
        who = {"id": row.id}
        sponsors = connection.execute(statement(connection, "sponsors-of-contact"), who).all()
        for name in ("erase-sponsor-events", "erase-sponsor-deliveries", "erase-sponsors"):
            connection.execute(statement(connection, name), who)
        connection.execute(statement(connection, "erase-events"), who)
        connection.execute(statement(connection, "erase-deliveries"), who)
        count = connection.execute(statement(connection, "erase-enrolments"), who).rowcount
        connection.execute(statement(connection, "erase-contact"), who)
        for sponsor in {row.contact_id for row in sponsors}:
            values = {"id": sponsor, "source": NAMED}
            connection.execute(statement(connection, "forget-named"), values)
        return count


def export(ledger: Ledger, address: str) -> dict[str, Any]:
    """Return all that is kept of a person, as plain JSON values."""
    with ledger.read() as connection:
        row = find_contact(connection, address)
        who = {"id": row.id}

        def rows(name: str) -> list[dict[str, Any]]:
            found = connection.execute(statement(connection, name), who).mappings()
            return [dict(one) for one in found]

        contact: dict[str, Any] = row._asdict()
        contact["attrs"] = json.loads(contact["attrs"])
        return {
            "contact": contact,
            "enrolments": rows("enrolments-of-contact"),
            "deliveries": rows("deliveries-of-contact"),
            "events": rows("events-of-contact"),
            "sponsors": rows("sponsors-of-contact"),
        }


def _suppress(
    connection: sa.Connection,
    keyring: Keyring,
    key: str,
    reason: SuppressionReason,
    now: float,
    origin: Origin = _PERSON,
) -> None:
    values = {"hash": keyring.address_hashes(key)[0], "reason": reason, "now": int(now)}
    detail = json.dumps(dict(origin.detail), ensure_ascii=False) if origin.detail else ""
    more = {"source": origin.source, "run": origin.run, "detail": detail}
    connection.execute(statement(connection, "suppress"), values | more)
