"""What a sender checks before it claims: that the ledger is not behind the truth.

A ledger restored from a backup does not know what was sent since, and would send it again. It
gives itself away in three ways: it carries the mark of `coursewright backup`, the mail server's
log holds emails of ours that it does not know, or the clock is behind its last claim.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import sqlalchemy as sa

from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.references import DeliveryReference, read_reference
from coursewright.errors import SurroundingsError

from .database import Ledger
from .rows import KnownDeliveryRow, fetch
from .settings import COPIED_AT, LAST_CLAIM, last_enrollment, write_setting
from .statements import batches, statement
from .states import DeliveryState

__all__ = [
    "AcceptedEntry",
    "check_before_claim",
    "refuse_if_behind",
    "unknown_references",
]

_TOLERANCE = 3600
"""Seconds by which the clocks of two machines may differ."""
_EVERY = 60
"""Seconds after which the time of the last claim is written again."""
_UNKNOWN = (DeliveryState.CLAIMED, DeliveryState.DEFERRED)
_RESTORE = (
    "Run `coursewright restore` with --accepted-log FILE or --mta-log FILE first: it marks what "
    "was sent since."
)


class AcceptedEntry(NamedTuple):
    """What a mail server's log says of one email that it accepted."""

    message_id: str
    at: float | None
    """When, if the log says so."""


def check_before_claim(connection: sa.Connection, now: float) -> None:
    """Refuse to claim from a backup that was not completed, or with a clock that went back.

    Raises:
        SurroundingsError: nothing was claimed.
    """
    rows = connection.execute(statement(connection, "claim-settings")).all()
    found = {row.name: row.value for row in rows}
    if COPIED_AT in found:
        msg = f"this ledger is a backup of {_shown(float(found[COPIED_AT]))}"
        raise SurroundingsError(msg, hint=_RESTORE)
    last = int(found.get(LAST_CLAIM, 0))
    if now < last - _TOLERANCE:
        msg = f"the clock reads {_shown(now)}, but this ledger was in use at {_shown(last)}"
        raise SurroundingsError(msg, hint="Set the clock. Nothing was sent.")
    if now - last >= _EVERY:  # not each time: many senders would wait for one row
        write_setting(connection, LAST_CLAIM, str(int(now)))


def refuse_if_behind(ledger: Ledger, keyring: Keyring, entries: Iterable[AcceptedEntry]) -> None:
    """Refuse to send when a log holds emails of ours that the ledger does not know.

    Raises:
        SurroundingsError: it does.
    """
    found = (read_reference(keyring, entry.message_id) for entry in entries)
    references = [one for one in found if one is not None]
    with ledger.read() as connection:
        # One that was tried is known here: its doubt was settled as not sent, rightly or not.
        unknown, strangers = unknown_references(connection, references, untried=True)
    if missing := len(unknown) + len(strangers):
        msg = f"the log holds {missing:,} emails of ours that this ledger does not know"
        raise SurroundingsError(msg, hint=_RESTORE)


def unknown_references(
    connection: sa.Connection, references: Sequence[DeliveryReference], *, untried: bool = False
) -> tuple[list[DeliveryReference], list[DeliveryReference]]:
    """Return what the ledger does not know to be sent, and what is of enrollments it never had.

    What was erased is neither; with `untried`, what this ledger has tried to send is known.
    """
    people = sorted({reference.enrolment for reference in references})
    known = set()
    here: set[int] = set()
    for batch in batches(people):
        ids = {"ids": batch}
        here |= set(connection.execute(statement(connection, "known-enrollments"), ids).scalars())
        for row in fetch(connection, "known-deliveries", KnownDeliveryRow, ids):
            if row.state not in _UNKNOWN or (untried and row.tries):
                known.add((row.enrolment_id, row.lesson_id, row.gen))
    last = last_enrollment(connection)
    unknown = [
        reference
        for reference in references
        if reference.enrolment in here
        and (reference.enrolment, reference.lesson, reference.gen) not in known
    ]
    return unknown, [reference for reference in references if reference.enrolment > last]


def _shown(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
