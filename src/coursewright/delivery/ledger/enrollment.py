"""Putting people on the roll: one at a time, or a whole roster in one transaction."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from coursewright.delivery.planning.course_plan import track_of
from coursewright.delivery.rosters.roster import Person, RosterFault, SkippedRow
from coursewright.delivery.tokens.keyring import Keyring
from coursewright.errors import UsageError
from coursewright.sequence.release import Release
from coursewright.sequence.wall_clock import local_date, zone

from .contacts import Contact, take_contacts
from .database import Ledger
from .next_step import EnrollmentState, owed, point, standings, where_of
from .releases import Published
from .rows import EnrolledRow, PersonEnrollmentRow, fetch
from .secret_check import verify_secret
from .sponsors import appoint_named
from .start_dates import refuse_late
from .statements import statement
from .states import EnrollmentStatus

__all__ = ["EnrollmentDefaults", "ImportResult", "enroll", "first_day", "import_roster"]

_BATCH = 1000
_FAULTS_KEPT = 100
_ADDRESSES_KEPT = 5


@dataclass
class ImportResult:
    """What came of an import."""

    added: int = 0
    known: int = 0
    """Were enrolled already; name, zone and the like are brought up to date."""
    elsewhere: int = 0
    """Of those known: are on another track than their line names, and stay there."""
    other_start: int = 0
    """Of those known: have another start date than their line names, and keep it."""
    suppressed: int = 0
    """Have left, bounced, or were erased: not enrolled again."""
    faults: list[RosterFault] = field(default_factory=list)
    """The first hundred."""
    faulty: int = 0
    sponsors: int = 0
    """Are told of a learner from now on."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Rows that the list itself says not to enroll, or that repeat another, by why."""
    smtputf8: list[str] = field(default_factory=list)
    """Some of the addresses that only a mail server with SMTPUTF8 takes."""
    smtputf8_count: int = 0


@dataclass(frozen=True, slots=True)
class EnrollmentDefaults:
    """What holds for all people of one intake, where their own line says nothing."""

    track: str = ""
    schedule: str = ""
    start: date | None = None
    cohort: str = ""
    edition: str = "digest"
    source: str = "import"
    """Where their consent comes from, for the record."""
    state: EnrollmentStatus = EnrollmentStatus.ACTIVE
    late: bool = False
    """Whether a start date may be further in the past than `catch_up_days`: begins at once."""
    """`pending`: only a confirmation is sent until they say yes."""


class _Undo(Exception):  # noqa: N818 -- no error: the way out of a dry run's transaction
    pass


def import_roster(
    ledger: Ledger,
    published: Published,
    keyring: Keyring,
    people: Iterable[Person | RosterFault | SkippedRow],
    now: float,
    defaults: EnrollmentDefaults,
    *,
    dry_run: bool = False,
    skip_faulty: bool = False,
    progress: Callable[[int], None] = lambda count: None,
) -> ImportResult:
    """Enrol a roster: all of it or, when a line is faulty, none, unless `skip_faulty`.

    The same roster again changes nothing. A dry run does all of it, and takes it back.
    """
    intake = ImportResult()
    verify_secret(ledger, keyring, now, record=not dry_run)
    try:
        with ledger.write() as connection:
            count = 0
            for batch in _batches(_sound(people, intake)):
                enroll(connection, published, keyring, batch, now, defaults, intake)
                count += len(batch)
                progress(count)
            _keep(keep=not dry_run and (skip_faulty or not intake.faulty))
    except _Undo:
        pass
    return intake


def enroll(
    connection: sa.Connection,
    published: Published,
    keyring: Keyring,
    people: Sequence[Person],
    now: float,
    defaults: EnrollmentDefaults,
    intake: ImportResult,
) -> None:
    """Enrol some people within a transaction; count and faults go into `intake`."""
    people = _once(people, defaults, intake)
    hashes = {one.key: keyring.address_hashes(one.key) for one in people}
    every = {"hashes": [name for names in hashes.values() for name in names]}
    barred = set(connection.execute(statement(connection, "suppressed"), every).scalars())
    if (
        defaults.state is not EnrollmentStatus.PENDING
    ):  # who signs up anew is asked, and asked alone
        free = [one for one in people if barred.isdisjoint(hashes[one.key])]
        intake.suppressed += len(people) - len(free)
        people = free
    agreed = defaults.state is not EnrollmentStatus.PENDING
    contacts = take_contacts(connection, people, now, defaults.source, agreed=agreed)
    enrolled = _enrolled(connection, published, contacts.values())
    judged: set[Hashable] = set()
    rows = []
    for person in people:
        if fault := _misfit(published.release, person, defaults):
            _fault(intake, fault)
            continue
        known = enrolled.get((contacts[person.key].id, person.cohort or defaults.cohort))
        row = _row(published, person, contacts[person.key], now, defaults)
        if known is None:
            where = (row["track"], row["schedule"], contacts[person.key].tz, row["start_on"])
            try:
                if where not in judged and not defaults.late:  # alike for most of a list
                    start = date.fromisoformat(row["start_on"])
                    refuse_late(published.release, *where[:3], start, now)
            except UsageError as error:
                _fault(intake, RosterFault(person.line, f"{error} ({error.hint})"))
                continue
            judged.add(where)
        else:
            intake.elsewhere += known.track != row["track"]
            wanted = person.start or defaults.start
            intake.other_start += bool(wanted and wanted.isoformat() != known.start_on)
        rows.append(row)
    if rows:
        added = connection.execute(statement(connection, "add-enrolment"), rows).rowcount
        intake.added += added
        intake.known += len(rows) - added
        if agreed:
            place = (connection, published, keyring, people, contacts, now)
            intake.sponsors += appoint_named(*place, defaults.cohort)
        _redate(connection, published, contacts.values(), now)


def _enrolled(
    connection: sa.Connection, published: Published, contacts: Iterable[Contact]
) -> dict[tuple[int, str], EnrolledRow]:
    """Return who is enrolled already, by contact and cohort: a list moves nobody."""
    given = {"course": published.id, "contacts": [contact.id for contact in contacts]}
    found = fetch(connection, "enrolled", EnrolledRow, given) if given["contacts"] else ()
    return {(one.contact_id, one.cohort): one for one in found}


def _keep(*, keep: bool) -> None:
    if not keep:
        raise _Undo


def _sound(
    people: Iterable[Person | RosterFault | SkippedRow], intake: ImportResult
) -> Iterator[Person]:
    for person in people:
        match person:
            case RosterFault():
                _fault(intake, person)
            case SkippedRow():
                intake.skipped[person.why] += 1
                intake.known += person.why == "repeated"
            case Person():
                if person.needs_smtputf8:
                    intake.smtputf8_count += 1
                    intake.smtputf8 = [*intake.smtputf8, person.email][:_ADDRESSES_KEPT]
                yield person


def _fault(intake: ImportResult, fault: RosterFault) -> None:
    intake.faulty += 1
    if len(intake.faults) < _FAULTS_KEPT:
        intake.faults.append(fault)


def _batches(people: Iterator[Person]) -> Iterator[list[Person]]:
    while batch := list(islice(people, _BATCH)):
        yield batch


def _once(
    people: Sequence[Person], defaults: EnrollmentDefaults, intake: ImportResult
) -> list[Person]:
    found = {(person.key, person.cohort or defaults.cohort): person for person in people}
    intake.known += len(people) - len(found)
    return list(found.values())


def _misfit(release: Release, person: Person, defaults: EnrollmentDefaults) -> RosterFault | None:
    """Return what a person asks for that the course does not have."""
    schedule = person.schedule or defaults.schedule
    if schedule and schedule not in release.schedules:
        msg = f"no schedule {schedule[:40]!r} (The course has {', '.join(release.schedules)}.)"
        return RosterFault(person.line, msg, field="schedule")
    try:
        track_of(release, person.track or defaults.track)
    except UsageError as error:
        return RosterFault(person.line, f"{error} ({error.hint})", field="track")
    return None


def _row(
    published: Published, person: Person, contact: Contact, now: float, defaults: EnrollmentDefaults
) -> Mapping[str, Any]:
    release = published.release
    schedule = person.schedule or defaults.schedule
    track = track_of(release, person.track or defaults.track)
    start = person.start or defaults.start or first_day(release, contact.tz, schedule, now)
    standing = EnrollmentState(
        id=0,
        track=track,
        schedule=schedule,
        state=defaults.state,
        start=start,
        shift=0,
        last=None,
        finished=None,
        paused=None,
        tz=contact.tz,
        created_at=int(now),
        lesson_id=None,
        gen=0,
        wake_at=None,
        override=None,
        done=(),
    )
    due = owed(release, standing)
    return {
        "contact_id": contact.id,
        "course_id": published.id,
        "cohort": person.cohort or defaults.cohort,
        "track": track,
        "schedule": schedule,
        "edition": person.edition or defaults.edition,
        "start_on": start.isoformat(),
        "state": defaults.state,
        "lesson_id": published.numbers[due.step.key] if due else None,
        "due_at": due.at if due else None,
        "wake_at": max(due.at, int(now)) if due else None,
        "now": int(now),
    }


def first_day(release: Release, tz: str, schedule: str, now: float) -> date:
    """Return the day on which a course begins for who joins now: the next one that mails go."""
    calendar = release.schedule(schedule)
    today = local_date(now, zone(where_of(release, tz, schedule)))
    return calendar.next_allowed(today + timedelta(days=1))


def _redate(
    connection: sa.Connection, published: Published, contacts: Iterable[Contact], now: float
) -> None:
    """Date again those whose zone has changed: their nine o'clock is another instant now."""
    for contact in contacts:
        if contact.moved:
            who = {"id": contact.id}
            rows = fetch(connection, "enrolments-of-contact", PersonEnrollmentRow, who)
            ids = [row.id for row in rows if row.course_id == published.id]
            found = [
                enrollment
                for enrollment in standings(connection, published, ids)
                if enrollment.wake_at
            ]
            point(connection, published, found, now)
