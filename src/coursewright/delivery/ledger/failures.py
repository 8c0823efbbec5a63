"""Failed lessons: listing them, and making them due again."""

from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from .database import Ledger
from .enrollment_actions import note
from .next_step import point, standings, steps_of
from .releases import Published, all_published
from .rows import fetch
from .statements import batches, each
from .states import ContactStatus, EnrollmentStatus, EventKind

__all__ = ["FailedRow", "ResendResult", "failed", "resend_failed"]


class FailedRow(NamedTuple):
    """An email that failed, and was not sent again: `failed`."""

    enrolment_id: int
    lesson_id: int
    gen: int
    at: int
    code: str
    reply: str
    course_id: int
    state: EnrollmentStatus
    status: ContactStatus
    address: str
    lesson: str
    course: str


@dataclass(slots=True)
class ResendResult:
    """What `send --failed` found."""

    lessons: int = 0
    learners: int = 0
    left_out: int = 0
    """Of people who left or are suppressed, and of emails that are no longer part of the track."""


def failed(connection: sa.Connection, since: float = 0) -> list[FailedRow]:
    """Return the emails that failed since an instant, oldest first."""
    return fetch(connection, "failed", FailedRow, {"since": int(since)})


def resend_failed(
    ledger: Ledger, connection: sa.Connection, now: float, since: float = 0
) -> ResendResult:
    """Owe failed lessons again, each under a new generation; never one that was sent."""
    result = ResendResult()
    rows = failed(connection, since)
    for published in all_published(ledger, connection):
        mine = [row for row in rows if row.course_id == published.id]
        people = list(dict.fromkeys(row.enrolment_id for row in mine))
        for batch in batches(people):
            some = [row for row in mine if row.enrolment_id in set(batch)]
            _owe_again(connection, published, batch, some, now, result)
    result.left_out = len(rows) - result.lessons
    return result


def _owe_again(
    connection: sa.Connection,
    published: Published,
    ids: list[int],
    rows: list[FailedRow],
    now: float,
    result: ResendResult,
) -> None:
    roads = {
        enrollment.id: {step.key for step in steps_of(published.release, enrollment)}
        for enrollment in standings(connection, published, ids)
    }
    gone = (EnrollmentStatus.STOPPED, EnrollmentStatus.PENDING)
    wanted = [
        row
        for row in rows
        if row.status is ContactStatus.ACTIVE
        and row.state not in gone
        and row.lesson in roads[row.enrolment_id]
    ]
    places = [
        {"id": row.enrolment_id, "lesson_id": row.lesson_id, "gen": row.gen + 1, "now": int(now)}
        for row in wanted
    ]
    each(connection, "owe-generation", places)
    learners = list(dict.fromkeys(row.enrolment_id for row in wanted))
    changed = [
        enrollment.reopened if enrollment.state is EnrollmentStatus.COMPLETED else enrollment
        for enrollment in standings(connection, published, learners)
    ]
    point(connection, published, changed, now)
    for row in wanted:
        note(connection, EventKind.RESEND, row.enrolment_id, now, lesson=row.lesson)
    result.lessons += len(wanted)
    result.learners += len(learners)
