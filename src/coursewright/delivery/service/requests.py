"""What a visitor may do, as transactions on the ledger: each function is one POST."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from coursewright.delivery.ledger import enrollment_actions as steering
from coursewright.delivery.ledger.database import Ledger
from coursewright.delivery.ledger.enrollment import EnrollmentDefaults, ImportResult, enroll
from coursewright.delivery.ledger.next_step import point, standings, where_of
from coursewright.delivery.ledger.privacy import bar, forgive
from coursewright.delivery.ledger.releases import Published, all_published
from coursewright.delivery.ledger.rows import (
    ContactRow,
    EnrollmentRow,
    PersonEnrollmentRow,
    SponsorRow,
    fetch,
)
from coursewright.delivery.ledger.sponsor_digests import untell
from coursewright.delivery.ledger.statements import statement
from coursewright.delivery.ledger.states import (
    ContactStatus,
    EnrollmentStatus,
    EventKind,
    StateReason,
    SuppressionReason,
)
from coursewright.delivery.rosters.roster import Person
from coursewright.delivery.schedule.plan_files import appointment_ics
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.sequence.wall_clock import instant, local_date, zone

from .answers import is_offered, was_given
from .sign_ups import MOST_PENDING, SignUpLimits

__all__ = ["LearnerRequest", "LearnerRequests"]

_ASK_AGAIN = 86400
_BARRED = (ContactStatus.BOUNCED, ContactStatus.COMPLAINED)
_MINUTES = 15
_MOST_ASKED = 3


@dataclass(frozen=True, slots=True)
class LearnerRequest:
    """Who comes with a link, and to which course."""

    row: EnrollmentRow
    """The enrolment, its contact's name, zone and status with it."""
    published: Published


class LearnerRequests:
    """The ledger as the service sees it."""

    def __init__(self, ledger: Ledger, keyring: Keyring, most_pending: int = MOST_PENDING) -> None:
        self._ledger, self._keyring = ledger, keyring
        self._sign_ups = SignUpLimits(keyring, most_pending)

    def find(self, enrolment: int) -> LearnerRequest | None:
        """Return the enrolment of a link, or None when it was erased."""
        with self._ledger.read() as connection:
            return self._find(connection, enrolment)

    def course(self, slug: str) -> Published | None:
        """Return a course by its id."""
        with self._ledger.read() as connection:
            found = all_published(self._ledger, connection)
        return next((one for one in found if one.release.slug == slug), None)

    def first(self) -> Published | None:
        """Return any course, for the look of a page that belongs to none."""
        with self._ledger.read() as connection:
            return next(iter(all_published(self._ledger, connection)), None)

    def unsubscribe(self, visit: LearnerRequest, now: float) -> None:
        """End all mail to this person."""
        with self._ledger.write() as connection:
            who = visit.row.contact_id
            bar(self._ledger, connection, self._keyring, who, SuppressionReason.UNSUBSCRIBED, now)

    def leave(self, visit: LearnerRequest, now: float) -> None:
        """End this course, with a goodbye."""
        with self._ledger.write() as connection:
            ids = [visit.row.id]
            steering.leave(connection, visit.published, ids, now, StateReason.LEFT, goodbye=True)

    def pause(self, visit: LearnerRequest, now: float) -> None:
        """Stop the mails for now."""
        with self._ledger.write() as connection:
            steering.pause(connection, visit.published, [visit.row.id], now, StateReason.LEARNER)
            self._seen(connection, visit, now)

    def resume(self, visit: LearnerRequest, now: float) -> None:
        """Go on."""
        with self._ledger.write() as connection:
            steering.resume(connection, visit.published, [visit.row.id], now)
            self._seen(connection, visit, now)

    def change(
        self, visit: LearnerRequest, now: float, *, track: str, schedule: str, edition: str
    ) -> None:
        """Change track, pace or edition; what is not known stays as it is."""
        release = visit.published.release
        with self._ledger.write() as connection:
            steering.switch(
                connection,
                visit.published,
                [visit.row.id],
                now,
                track=track if track in release.tracks else None,
                schedule=schedule if schedule in release.schedules else None,
                edition=edition if edition in ("digest", "full") else None,
            )
            self._seen(connection, visit, now)

    def sponsors(self, visit: LearnerRequest) -> list[str]:
        """Return the addresses of the sponsors of this enrollment."""
        with self._ledger.read() as connection:
            ids = {"ids": [visit.row.id]}
            rows = fetch(connection, "sponsors-of", SponsorRow, ids)
            current = (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)
            return [row.address for row in rows if row.state in current]

    def untell(self, visit: LearnerRequest, now: float) -> None:
        """Tell nobody of this enrolment any more."""
        with self._ledger.write() as connection:
            untell(connection, visit.row.id, now)
            self._seen(connection, visit, now)

    def hasten(self, visit: LearnerRequest, lesson: int, now: float) -> bool:
        """Send the next lesson now; once for each mail, so that a double click sends one."""
        with self._ledger.write() as connection:
            values = {"ids": [visit.row.id]}
            had = connection.execute(statement(connection, "history"), values).all()
            last = connection.execute(
                statement(connection, "last-sent"), {"id": visit.row.id}
            ).scalar()
            self._seen(connection, visit, now)
            if not had or last != lesson:
                return False
            ids = [visit.row.id]
            return bool(steering.hasten(connection, visit.published, ids, now))

    def answer(
        self, visit: LearnerRequest, lesson: int, item: str, option: str, now: float
    ) -> bool:
        """Keep an answer, or that an action was done: the first for each item counts.

        Returns:
            Whether the learner's email offers this answer.
        """
        with self._ledger.write() as connection:
            if not is_offered(connection, visit.row.id, lesson, item, option):
                return False
            key = visit.published.keys.get(lesson, "")
            if not was_given(connection, visit.row.id, key, item):
                kind = EventKind.ANSWER if option else EventKind.DONE
                more = {"lesson": key, "item": item, "option": option}
                steering.note(connection, kind, visit.row.id, now, **more)
            self._seen(connection, visit, now)
            return True

    def offers(self, visit: LearnerRequest, lesson: int, item: str, option: str) -> bool:
        """Tell whether the learner's email offers an answer."""
        with self._ledger.read() as connection:
            return is_offered(connection, visit.row.id, lesson, item, option)

    def appointment(self, visit: LearnerRequest, lesson: int, now: float) -> bytes | None:
        """Return a lesson's action as an event: on the next day that mails go, at the hour they go.

        None: the mail has no action.
        """
        release, row = visit.published.release, visit.row
        mail = release.message(row.track, visit.published.keys.get(lesson, ""), row.edition)
        found = mail.appointment if mail else None
        if found is None or row.learner_id is not None:
            return None
        schedule = release.schedule(row.schedule)
        where = zone(where_of(release, row.tz, row.schedule))
        day = schedule.next_allowed(local_date(now, where) + timedelta(days=1))
        start = datetime.fromtimestamp(instant(day, schedule.minute, where), UTC).astimezone(where)
        uid, summary, text = (one[:2000] for one in (found.uid, found.summary, found.text))
        return appointment_ics(uid, summary, text, start, _MINUTES, now)

    def ask(self, published: Published, person: Person, track: str, now: float) -> bool:
        """Take a sign-up: one email asks the owner of the address; nothing else happens.

        Whoever signs up often, or somebody else, sends no more than three such emails in all, and
        no more than three a day to one mailbox, however its address is written.

        Returns:
            Whether it was taken; not where too many sign-ups wait for their yes.
        """
        defaults = EnrollmentDefaults(track=track, source="sign-up", state=EnrollmentStatus.PENDING)
        course = published.release.slug
        with self._ledger.write() as connection:
            if self._sign_ups.full(connection, course, now):
                return False
            if not self._sign_ups.may_ask(connection, person.key, now):
                return True
            intake = ImportResult()
            enroll(connection, published, self._keyring, [person], now, defaults, intake)
            again = intake.known and self._ask_again(connection, published, person, track, now)
            if intake.added or again:
                self._sign_ups.asked(connection, course, now)
            return True

    def confirm(self, visit: LearnerRequest, now: float) -> bool:
        """Begin a course that was signed up for."""
        if visit.row.state is not EnrollmentStatus.PENDING:
            return visit.row.state is not EnrollmentStatus.STOPPED
        with self._ledger.write() as connection:
            forgive(connection, self._keyring, visit.row.contact_id, "double opt-in", now)
            values = {"id": visit.row.id, "start": self._start(visit, now), "now": int(now)}
            if not connection.execute(statement(connection, "begin"), values).rowcount:
                return True  # the second of two clicks at once
            found = standings(connection, visit.published, [visit.row.id])
            point(connection, visit.published, found, now)
            steering.note(connection, EventKind.CONFIRMED, visit.row.id, now)
            self._sign_ups.confirmed(connection, visit.published.release.slug)
        return True

    def seen(self, visit: LearnerRequest, now: float) -> None:
        """Note a sign of life: no nudge is needed."""
        with self._ledger.write() as connection:
            self._seen(connection, visit, now)

    def _find(self, connection: sa.Connection, enrolment: int) -> LearnerRequest | None:
        found = fetch(connection, "enrolment", EnrollmentRow, {"id": enrolment})
        if not found:
            return None
        row = found[0]
        courses = all_published(self._ledger, connection)
        published = next((course for course in courses if course.id == row.course_id), None)
        return LearnerRequest(row, published) if published else None

    def _seen(self, connection: sa.Connection, visit: LearnerRequest, now: float) -> None:
        connection.execute(statement(connection, "see"), {"id": visit.row.id, "now": int(now)})

    def _ask_again(
        self,
        connection: sa.Connection,
        published: Published,
        person: Person,
        track: str,
        now: float,
    ) -> bool:
        """Ask somebody again whose confirmation was long ago; return whether an email goes."""
        key = {"key": person.key}
        (contact,) = fetch(connection, "contact-by-key", ContactRow, key)
        who = {"id": contact.id}
        rows = fetch(connection, "enrolments-of-contact", PersonEnrollmentRow, who)
        row = next((one for one in rows if one.course_id == published.id), None)
        mail = published.release.special("confirm", track)
        if row is None or mail is None or contact.status in _BARRED:
            return False
        number = published.numbers[mail.key]
        values = {"id": row.id, "lesson": number}
        asked = connection.execute(statement(connection, "asked"), values).one()
        waiting = row.state in (EnrollmentStatus.PENDING, EnrollmentStatus.STOPPED)
        calm = asked.last is None or asked.last < now - _ASK_AGAIN
        if waiting and calm and asked.n < _MOST_ASKED and row.wake_at is None:
            again = {"id": row.id, "lesson_id": number, "now": int(now), "track": track}
            connection.execute(statement(connection, "ask-again"), again | {"gen": asked.n})
            return True
        return False

    def _start(self, visit: LearnerRequest, now: float) -> str:
        from coursewright.delivery.ledger.enrollment import first_day

        row = visit.row
        return first_day(visit.published.release, row.tz, row.schedule, now).isoformat()
