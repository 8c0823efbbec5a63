"""What a bounce or a complaint does in the ledger: once for each mail, however often it is read."""

import json
from typing import Literal

import sqlalchemy as sa

from coursewright.delivery.bounces.reports import BounceNotice
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.references import DeliveryReference, read_reference

from .database import Ledger
from .doubts import settle
from .enrollment_actions import note
from .privacy import Origin, bar
from .rows import DeliveryRow, fetch
from .statements import statement
from .states import DeliveryState, EventKind, SuppressionReason

__all__ = ["SOFT_MOST", "Outcome", "take_notice"]

Outcome = Literal[
    "bounced",
    "soft",
    "policy",
    "content",
    "unclear",
    "complained",
    "unsubscribed",
    "again",
    "unknown",
]

SOFT_MOST = 3
_SOFT_DAYS = 30
_KINDS = {
    "hard": EventKind.BOUNCED,
    "soft": EventKind.SOFT_BOUNCE,
    "policy": EventKind.POLICY,
    "content": EventKind.REFUSED,
    "unclear": EventKind.REFUSED,
    "complaint": EventKind.COMPLAINED,
    "opt-out": EventKind.OPTED_OUT,
}


def take_notice(
    ledger: Ledger, keyring: Keyring, notice: BounceNotice, now: float, most: int = SOFT_MOST
) -> Outcome:
    """Act on a returned mail; return what it came to.

    A permanent failure of the address, a complaint or a wish to leave ends all mail to it at once.
    Of passing failures `most` within a month do. What was refused because of us burns nobody.
    """
    found = (read_reference(keyring, text) for text in notice.references)
    reference = next((one for one in found if one is not None), None)
    if reference is None:
        return "unknown"
    _end_doubt(ledger, reference, now)
    with ledger.write() as connection:
        row = _delivery(connection, reference)
        if row is None:
            return "unknown"  # erased since, or of a mail that was never sent
        kind = _KINDS[notice.kind]
        if _before(connection, row, kind):
            return "again"
        values = _place(row) | {"code": notice.status, "reply": notice.text[:200]}
        connection.execute(statement(connection, "note-return"), values)
        more = {"lesson": row.lesson, "lesson_id": row.lesson_id, "gen": row.gen}
        note(connection, kind, row.enrolment_id, now, code=notice.status, **more)
        return _act(ledger, connection, keyring, notice, row, now, most)


def _act(
    ledger: Ledger,
    connection: sa.Connection,
    keyring: Keyring,
    notice: BounceNotice,
    row: DeliveryRow,
    now: float,
    most: int,
) -> Outcome:
    said = {"code": notice.status, "reply": notice.text[:200], "lesson": row.lesson}
    origin = Origin("report", detail=said)
    place = (ledger, connection, keyring, row.contact_id)
    match notice.kind:
        case "hard":
            bar(*place, SuppressionReason.BOUNCED, now, origin)
            return "bounced"
        case "complaint":
            bar(*place, SuppressionReason.COMPLAINED, now, origin)
            return "complained"
        case "opt-out":
            bar(*place, SuppressionReason.UNSUBSCRIBED, now, origin)
            return "unsubscribed"
        case "soft":
            values = {"contact": row.contact_id, "since": int(now) - _SOFT_DAYS * 86400}
            count = connection.execute(statement(connection, "count-soft"), values).scalar_one()
            connection.execute(statement(connection, "set-soft"), values | {"n": count})
            if count >= most:
                bar(*place, SuppressionReason.BOUNCED, now, origin)
                return "bounced"
            return "soft"
        case "policy" | "content" | "unclear":  # noted: nobody is suppressed
            return notice.kind


def _end_doubt(ledger: Ledger, reference: DeliveryReference, now: float) -> None:
    """A mail that came back was taken: if its fate was in doubt, it is no more."""
    with ledger.read() as connection:
        row = _delivery(connection, reference)
    if row is not None and row.state is DeliveryState.IN_DOUBT:
        settle(ledger, row, now, sent=True)


def _delivery(connection: sa.Connection, reference: DeliveryReference) -> DeliveryRow | None:
    found = fetch(connection, "delivery", DeliveryRow, _values(reference))
    return found[0] if found else None


def _before(connection: sa.Connection, row: DeliveryRow, kind: str) -> bool:
    values = {"id": row.enrolment_id, "kind": kind}
    for text in connection.execute(statement(connection, "returned-before"), values).scalars():
        data = json.loads(text)
        if (data.get("lesson_id"), data.get("gen")) == (row.lesson_id, row.gen):
            return True
    return False


def _values(reference: DeliveryReference) -> dict[str, int]:
    return {
        "id": reference.enrolment,
        "lesson_id": reference.lesson,
        "gen": reference.gen,
    }


def _place(row: DeliveryRow) -> dict[str, int]:
    return {"id": row.enrolment_id, "lesson_id": row.lesson_id, "gen": row.gen}
