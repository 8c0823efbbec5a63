"""The record of lessons received: what it says, and whether one that somebody shows is real."""

from dataclasses import dataclass

from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.delivery.tokens.record_numbers import record_number, recorded_enrollment
from coursewright.sequence.records import CourseInfo

from .requests import LearnerRequest, LearnerRequests

__all__ = ["LessonRecord", "LessonRecords"]


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """What a record says. It claims no more than the ledger knows: what was sent."""

    course: CourseInfo
    name: str
    track: str
    day: str
    failed: int
    """How many lessons could not be delivered."""
    number: str
    check_at: str | None
    """Where the number can be checked; None without a public address of the service."""


class LessonRecords:
    """The records of the learners in a ledger."""

    def __init__(self, ledger: Ledger, keyring: Keyring, visits: LearnerRequests) -> None:
        self._ledger, self._keyring, self._visits = ledger, keyring, visits

    def of(self, visit: LearnerRequest) -> LessonRecord | None:
        """Return the record of an enrollment; None before its last lesson, and for a sponsor."""
        row, release = visit.row, visit.published.release
        if row.finished_on is None or row.learner_id is not None:
            return None
        track = release.tracks.get(row.track)
        base = release.sequence.links.service
        return LessonRecord(
            course=release.course,
            name=row.name,
            track=track.label if track else "",
            day=str(row.finished_on),
            failed=self._failed(row.id),
            number=record_number(self._keyring, row.id),
            check_at=f"{base.rstrip('/')}/v" if base else None,
        )

    def by_number(self, number: str) -> LessonRecord | None:
        """Return the record that a number belongs to; None when there is none (any more)."""
        enrolment = recorded_enrollment(self._keyring, number)
        visit = self._visits.find(enrolment) if enrolment is not None else None
        return self.of(visit) if visit else None

    def _failed(self, enrolment: int) -> int:
        with self._ledger.read() as connection:
            values = {"id": enrolment}
            return int(
                connection.execute(statement(connection, "lessons-failed"), values).scalar() or 0
            )
