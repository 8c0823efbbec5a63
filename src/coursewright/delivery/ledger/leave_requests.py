"""What an email that asks to be unsubscribed does in the ledger.

A name that we signed ends all email at once. A bare From proves nothing: the learner's emails are
held, which does no harm that cannot be undone, and the operator decides.
"""

import json
from typing import Literal

import sqlalchemy as sa

from coursewright.delivery.bounces.leave_requests import LeaveRequest
from coursewright.delivery.rosters.addresses import read_address
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.references import read_leave_name

from .database import Ledger
from .enrollment_actions import note, pause
from .privacy import bar
from .releases import all_published
from .rows import ContactRow, EnrollmentRow, PersonEnrollmentRow, fetch
from .statements import statement
from .states import ContactStatus, EnrollmentStatus, EventKind, StateReason, SuppressionReason

__all__ = ["LeaveOutcome", "take_leave_request"]

LeaveOutcome = Literal["unsubscribed", "held", "again", "unknown"]


def take_leave_request(
    ledger: Ledger, keyring: Keyring, request: LeaveRequest, now: float
) -> LeaveOutcome:
    """Act on a request to be unsubscribed; return what it came to."""
    names = (read_leave_name(keyring, text) for text in request.signed)
    enrolment = next((name for name in names if name is not None), None)
    with ledger.write() as connection:
        if enrolment is not None:
            found = fetch(connection, "enrolment", EnrollmentRow, {"id": enrolment})
            if not found:
                return "again"  # erased since: no email goes there any more
            (row,) = found
            return _leave(ledger, connection, keyring, row.contact_id, row.status, now)
        contact = _contact(connection, request.sender)
        if contact is None:
            return "unknown"
        if request.proven:
            return _leave(ledger, connection, keyring, contact.id, contact.status, now)
        return _hold(ledger, connection, contact, request, now)


def _leave(
    ledger: Ledger,
    connection: sa.Connection,
    keyring: Keyring,
    contact: int,
    status: ContactStatus,
    now: float,
) -> LeaveOutcome:
    if status in (ContactStatus.UNSUBSCRIBED, ContactStatus.COMPLAINED):
        return "again"
    bar(ledger, connection, keyring, contact, SuppressionReason.UNSUBSCRIBED, now)
    return "unsubscribed"


def _hold(
    ledger: Ledger,
    connection: sa.Connection,
    contact: ContactRow,
    request: LeaveRequest,
    now: float,
) -> LeaveOutcome:
    """Hold what a learner still gets; the same email again holds nobody a second time."""
    rows = fetch(connection, "enrolments-of-contact", PersonEnrollmentRow, {"id": contact.id})
    if any(_asked_before(connection, row.id, request.message_id) for row in rows):
        waits = any(
            row.state is EnrollmentStatus.PAUSED and row.why == StateReason.ASKED_TO_LEAVE
            for row in rows
        )
        return "held" if waits else "again"
    count = 0
    for published in all_published(ledger, connection):
        ids = [row.id for row in rows if row.course_id == published.id]
        count += pause(connection, published, ids, now, StateReason.ASKED_TO_LEAVE)
    if not count:
        return "again"
    for row in rows:
        note(connection, EventKind.ASKED_TO_LEAVE, row.id, now, message_id=request.message_id)
    return "held"


def _asked_before(connection: sa.Connection, enrolment: int, message_id: str) -> bool:
    values = {"id": enrolment, "kind": EventKind.ASKED_TO_LEAVE}
    found = connection.execute(statement(connection, "events-of-kind"), values).scalars()
    return any(json.loads(text).get("message_id") == message_id for text in found)


def _contact(connection: sa.Connection, sender: str) -> ContactRow | None:
    try:
        key = read_address(sender).key if sender else ""
    except ValueError:
        return None
    found = fetch(connection, "contact-by-key", ContactRow, {"key": key})
    return found[0] if found else None
