"""The lists behind the numbers of `status`: on hold, failed, in doubt, stuck."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from .database import Ledger
from .doubts import doubts
from .failures import failed
from .statements import statement
from .states import StateReason

__all__ = [
    "HOLD_REASONS",
    "AttentionItem",
    "doubted_items",
    "failed_items",
    "held_items",
    "stuck_items",
]

_ALL = 10**9
HOLD_REASONS: Mapping[StateReason, str] = {
    StateReason.MISSED: "the lesson would have come too late",
    StateReason.ASKED_TO_LEAVE: "asked by email to be unsubscribed, without proof",
    StateReason.NEEDS_SMTPUTF8: "the mail server does not offer SMTPUTF8",
}
"""Why learners are on hold and need attention; a pause that a person chose is none of these."""


class AttentionItem(NamedTuple):
    """One email or enrollment that needs attention."""

    address: str
    course: str
    lesson: str
    since: str
    """A date for a learner on hold, else an instant (ISO 8601, UTC)."""
    why: str
    enrollment: int


def held_items(ledger: Ledger) -> list[AttentionItem]:
    """Return the learners on hold: for a missed lesson, a request to leave, a lack of SMTPUTF8."""
    with ledger.read() as connection:
        rows = connection.execute(statement(connection, "held")).all()
    return [
        AttentionItem(
            row.address,
            row.course,
            row.lesson or "",
            row.paused_on or "",
            HOLD_REASONS[StateReason(row.why)],
            row.id,
        )
        for row in rows
    ]


def failed_items(ledger: Ledger) -> list[AttentionItem]:
    """Return the emails that failed and were not sent again."""
    with ledger.read() as connection:
        rows = failed(connection)
    return [
        AttentionItem(
            row.address,
            row.course,
            row.lesson,
            _shown(row.at),
            row.reply if row.reply.startswith(row.code) else f"{row.code} {row.reply}".strip(),
            row.enrolment_id,
        )
        for row in rows
    ]


def doubted_items(ledger: Ledger) -> list[AttentionItem]:
    """Return the emails in doubt."""
    why = "no answer came after the email was handed over"
    return [
        AttentionItem(row.address, row.course, row.lesson, _shown(row.at), why, row.enrolment_id)
        for row in doubts(ledger, _ALL)
    ]


def stuck_items(ledger: Ledger) -> list[AttentionItem]:
    """Return the active enrollments that have no time for their next email. There must be none."""
    with ledger.read() as connection:
        rows = connection.execute(statement(connection, "unaccounted"), {"most": _ALL}).all()
    why = "no time for the next email"
    return [
        AttentionItem(row.address, row.course, row.lesson or "", "", why, row.id) for row in rows
    ]


def _shown(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
